from ..logic.uploads import (
    HEAD_BYTES,
    LONGEST_NAME,
    MAX_BYTES,
    MAX_FILES,
    MAX_TOTAL_BYTES,
    SUFFIXES,
    Refusal,
    Upload,
    clean_name,
    find_refusal,
)
from .logic_case import LogicCase

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
MP4 = b"\0\0\0\x18ftypmp42"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def upload(name, head=b"x", mimetype="application/octet-stream", size=None):
    return Upload(name, len(head) if size is None else size, mimetype, head)


class TestUploads(LogicCase):
    def _refuses(self, *files):
        found = find_refusal(list(files))
        return found and found.code

    def test_what_customers_send_is_taken(self):
        for name, head in (
            ("captura.png", PNG),
            ("CAPTURA.PNG", PNG),
            ("foto.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
            ("foto.jpeg", b"\xff\xd8\xff\xe1"),
            ("foto.webp", b"RIFF\0\0\0\0WEBPVP8 "),
            ("foto.heic", b"\0\0\0\x18ftypheic"),
            ("factura.pdf", b"%PDF-1.7"),
            ("hoja.xlsx", b"PK\x03\x04"),
            ("carta.odt", b"PK\x03\x04"),
            ("todo.zip", b"PK\x03\x04"),
            ("vacio.zip", b"PK\x05\x06"),
            ("vieja.xls", OLE),
            ("video.mp4", MP4),
            ("video.mov", b"\0\0\0\x14ftypqt  "),
            ("video.webm", b"\x1a\x45\xdf\xa3"),
            ("datos.csv", "nombre;año\n".encode("latin-1")),
            ("datos.csv", "\ufeffnombre;año\n".encode("utf-16-le")),
            ("factura.xml", b'<?xml version="1.0"?><Invoice/>'),
            ("datos.json", b"{}"),
            ("registro.log", b"Traceback"),
        ):
            with self.subTest(name):
                self.assertIsNone(self._refuses(upload(name, head)))

    def test_nothing_at_all_is_fine(self):
        self.assertIsNone(find_refusal([]))

    def test_what_a_browser_or_a_computer_runs_is_never_taken(self):
        """S11, DESIGN 8: by name, by what it says it is, by what is in it."""
        for name, head in (
            ("pagina.html", b"<p>"),
            ("pagina.htm", b"<p>"),
            ("dibujo.svg", b"<svg/>"),
            ("programa.exe", b"MZ\x90\0"),
            ("programa.js", b"alert()"),
            ("programa.sh", b"#!/bin/sh"),
            ("factura.pdf.exe", b"MZ"),
            ("macro.docm", b"PK\x03\x04"),
            ("programa.jar", b"PK\x03\x04"),
            ("sin sufijo", b"hola"),
            (".png", PNG),
            ("", b"x"),
            # under another name
            ("captura.png", b"MZ\x90\0"),
            ("captura.png", b"<html><script>"),
            ("factura.pdf", b"<html>"),
            ("datos.txt", b"MZ\x90\0\x03"),
            ("datos.txt", b"<!DOCTYPE html><p>"),
            ("datos.csv", b"  <!-- x --> <ScRiPt>alert()"),
            ("factura.xml", b"<?xml version='1.0'?><svg onload='x'/>"),
            ("factura.xml", b"\xef\xbb\xbf<?xml?><!-- a --><!-- b --><x:svg/>"),
            ("factura.xml", b"<!DOCTYPE svg PUBLIC ''>"),
            ("factura.xml", "\ufeff<html/>".encode("utf-16-le")),
        ):
            with self.subTest((name, head)):
                self.assertEqual(self._refuses(upload(name, head)), "type")
        for mimetype in ("text/html", "image/svg+xml", "application/x-dosexec"):
            with self.subTest(mimetype):
                self.assertEqual(self._refuses(upload("a.txt", b"x", mimetype)), "type")

    def test_many_comments_take_no_time(self):
        head = (b"<!-- -->" * HEAD_BYTES)[:HEAD_BYTES]
        self.assertIsNone(self._refuses(upload("factura.xml", head)))

    def test_number_and_size_up_to_the_limits(self):
        one = upload("captura.png", PNG)
        largest = one._replace(size=MAX_BYTES)
        for files, expected in (
            ([one] * MAX_FILES, None),
            ([one] * (MAX_FILES + 1), Refusal("too_many")),
            ([one] * 300, Refusal("too_many")),
            ([largest], None),
            ([one._replace(size=MAX_BYTES + 1)], Refusal("too_large", one.name)),
            ([largest] * (MAX_TOTAL_BYTES // MAX_BYTES), None),
            ([*[largest] * (MAX_TOTAL_BYTES // MAX_BYTES), one], Refusal("too_large")),
            ([one, one._replace(size=0)], Refusal("empty", one.name)),
        ):
            with self.subTest(expected):
                self.assertEqual(find_refusal(files), expected)

    def test_every_suffix_has_a_rule(self):
        for suffix in SUFFIXES:
            with self.subTest(suffix):
                find_refusal([upload(f"a.{suffix}")])


class TestNames(LogicCase):
    def test_names_are_only_names(self):
        for name, expected in (
            ("factura ñ.xml", "factura ñ.xml"),
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\fotos\\captura.png", "captura.png"),
            ("a\0b\r\n.png", "ab.png"),
            ("foto\u202egnp.exe", "fotognp.exe"),
            ("", "file"),
            ("/", "file"),
            ("x" * 500 + ".png", "x" * (LONGEST_NAME - 4) + ".png"),
        ):
            with self.subTest(name):
                self.assertEqual(clean_name(name), expected)

    def test_a_suffix_may_be_long_too(self):
        self.assertLessEqual(len(clean_name("x." + "y" * 500)), LONGEST_NAME + 1)
