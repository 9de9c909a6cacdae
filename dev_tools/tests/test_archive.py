"""The archive: its address, its packages, and what to do when one is gone."""

import contextlib
import hashlib
import http.server
import io
import tarfile
import tempfile
import threading
import unittest
from pathlib import Path
from unittest.mock import patch

from dev_tools import archive, deb
from dev_tools.report import Failure

URIS = """
'http://deb.example/debian-security/dists/bookworm-security/InRelease' a 0
'http://deb.example/debian/dists/bookworm/InRelease' b 0
"""
DATA = bytes(range(256)) * 4000
SHA = hashlib.sha256(DATA).hexdigest()


def package(name="x", sha256=SHA, series="19."):
    return archive.Package(name, f"pool/{name}_19.0+dfsg-1_all.deb", sha256, series)


class Server(http.server.BaseHTTPRequestHandler):
    """An archive whose connection breaks as often as `breaks` says."""

    protocol_version = "HTTP/1.1"
    breaks, ranges = 0, []

    def do_GET(self):
        if "gone" in self.path:
            return self.send_error(404)
        asked = self.headers.get("Range")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        type(self).ranges.append(start)
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header(
                "Content-Range", f"bytes {start}-{len(DATA) - 1}/{len(DATA)}"
            )
        self.send_header("Last-Modified", "Fri, 02 Jan 2026 00:00:00 GMT")
        self.send_header("Content-Length", str(len(DATA) - start))
        self.end_headers()
        if type(self).breaks:
            type(self).breaks -= 1
            self.wfile.write(DATA[start : start + 300_000])
            self.close_connection = True
        else:
            self.wfile.write(DATA[start:])
        return None

    def handle(self):
        with contextlib.suppress(ConnectionError):  # apt hangs up without a word
            super().handle()

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def archive_at_home(breaks=0):
    """Serve an archive and keep what is fetched in a folder of its own."""
    Server.breaks, Server.ranges = breaks, []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/debian"
    with tempfile.TemporaryDirectory() as folder:
        with patch.object(archive, "WORK", Path(folder)):
            with patch.object(archive, "root", lambda: address):
                yield Path(folder)
    server.shutdown()
    server.server_close()


class TestAddress(unittest.TestCase):
    def test_main_archive_of_the_system(self):
        expected = "http://deb.example/debian"
        self.assertEqual(archive._configured_archive(URIS), expected)
        self.assertIsNone(archive._configured_archive("'http://x/y/dists/z/I' a 0"))
        self.assertIsNone(archive._configured_archive(""))

    def test_list_of_mirrors(self):
        with tempfile.NamedTemporaryFile("w") as listing:
            listing.write("https://mirror.example/ubuntu/ priority:1\nhttps://other/\n")
            listing.flush()
            uris = f"'mirror+file:{listing.name}/dists/noble/InRelease' a 0"
            found = archive._configured_archive(uris)
        self.assertEqual(found, "https://mirror.example/ubuntu")


@unittest.skipUnless(archive.APT_HELPER.exists(), "this system has no apt")
class TestFetch(unittest.TestCase):
    def test_broken_connection_is_resumed(self):
        with archive_at_home(breaks=1):
            found = archive.fetch(package())
            self.assertEqual(found.read_bytes(), DATA)
        self.assertEqual(Server.ranges[0], 0)
        self.assertEqual(sorted(set(Server.ranges)), Server.ranges)
        self.assertGreater(Server.ranges[-1], 0, "begun again from the start")

    def test_what_is_there_is_not_fetched_again(self):
        with archive_at_home():
            archive.fetch(package())
            archive.fetch(package())
        self.assertEqual(len(Server.ranges), 1)

    def test_a_part_of_another_file_is_no_part(self):
        with archive_at_home() as folder:
            (folder / "cache").mkdir()
            target = folder / "cache" / package().file_name
            target.write_bytes(b"x" * 1000)
            self.assertEqual(archive.fetch(package()).read_bytes(), DATA)

    def test_wrong_content_is_refused_and_not_kept(self):
        with archive_at_home() as folder:
            with self.assertRaisesRegex(Failure, "Hash Sum mismatch"):
                archive.fetch(package(sha256="0" * 64, series=None))
            self.assertEqual(list((folder / "cache").iterdir()), [])

    def test_gone_package_gives_way_to_a_current_one_of_its_series(self):
        for version, is_taken in (("19.1", True), ("20.0", False)):
            listed = (
                f"'http://x/gone_{version}_all.deb' gone_{version}_all.deb 1 SHA256:a"
            )
            with self.subTest(version), archive_at_home():
                with (
                    patch.object(archive, "_run", lambda *command, text=listed: text),
                    patch.object(archive, "_download", self._download),
                    contextlib.redirect_stdout(io.StringIO()) as output,
                ):
                    if is_taken:
                        found = archive.fetch(package("gone"))
                        self.assertEqual(found.name, f"gone_{version}_all.deb")
                        self.assertIn("NOTICE", output.getvalue())
                    else:
                        with self.assertRaisesRegex(Failure, "no gone 19"):
                            archive.fetch(package("gone"))

    def _download(self, uri, target, sha256):
        return "404 Not Found" if "pool" in uri else ""


class TestDeb(unittest.TestCase):
    def _deb(self, folder, members):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:xz") as tar:
            for name in members:
                info = tarfile.TarInfo(name)
                info.size = 2
                tar.addfile(info, io.BytesIO(b"hi"))
        path, data = Path(folder) / "x.deb", buffer.getvalue()
        parts = [
            ("debian-binary", b"2.0\n"),
            ("control.tar.gz", b"odd"),
            ("data.tar.xz", data),
        ]
        with path.open("wb") as file:
            file.write(b"!<arch>\n")
            for name, content in parts:
                file.write(f"{name:<16}{'0':<32}{len(content):<10}`\n".encode())
                file.write(content + b"\n" * (len(content) % 2))
        return path

    def test_only_what_is_wanted(self):
        with tempfile.TemporaryDirectory() as folder:
            path = self._deb(folder, ["./usr/a.py", "./usr/b.po"])
            deb.unpack(path, f"{folder}/out", lambda name: name.endswith(".py"))
            found = [p.name for p in Path(f"{folder}/out").rglob("*") if p.is_file()]
        self.assertEqual(found, ["a.py"])

    def test_nothing_outside(self):
        with tempfile.TemporaryDirectory() as folder:
            path = self._deb(folder, ["../evil"])
            with self.assertRaisesRegex(Failure, "outside"):
                deb.unpack(path, f"{folder}/out", lambda name: True)

    def test_what_is_no_package(self):
        for content in (b"", b"<html>", b"!<arch>\n"):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "x.deb"
                path.write_bytes(content)
                with self.assertRaisesRegex(Failure, "not a Debian package"):
                    deb.unpack(path, folder, lambda name: True)
