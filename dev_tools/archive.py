"""Packages of the Debian or Ubuntu archive, fetched with apt's own tools.

apt knows what this project must not: the archive's address, proxies, credentials,
keys. Nothing is installed and no root is needed: apt-helper fetches one file (resumed
and verified by hash), and where a pinned file is gone, a private apt state below
.dev/apt asks the archive's newest suite for the current version.
"""

import functools
import hashlib
import os
import re
import subprocess
import urllib.parse
from pathlib import Path
from typing import NamedTuple

from .places import WORK
from .report import Failure, say

APT_HELPER = Path("/usr/lib/apt/apt-helper")
#: the suite that holds the newest packages, and the components that they are in
NEWEST = {"debian": "sid main", "ubuntu": "devel main universe"}


class Package(NamedTuple):
    """A package as pinned: its name, its file below the archive's root, its SHA-256."""

    name: str
    path: str
    sha256: str
    #: versions that may stand in for the pinned one; None: only the pinned one
    series: str | None = None

    @property
    def file_name(self):
        return self.path.rsplit("/", 1)[-1]


def fetch(package):
    """Return the package's file, downloaded into .dev/cache if it is not there yet.

    :raises Failure: no archive, no network, or neither the pinned package nor another
        one of its series is there.
    """
    target = WORK / "cache" / package.file_name
    target.parent.mkdir(parents=True, exist_ok=True)
    has_part = target.exists()
    if has_part and _hash(target) == package.sha256:
        return target
    uri = f"{root()}/{package.path}"
    complaint = _download(uri, target, package.sha256)
    if complaint and has_part:  # perhaps of another file: once more, from the start
        complaint = _download(uri, target, package.sha256)
    if not complaint:
        return target
    if package.series is not None and re.search(
        r"\b404\b|Hash Sum mismatch", complaint
    ):
        say(f"{package.file_name} is gone from the archive; asking for a current one")
        return _fetch_current(package)
    raise Failure(
        f"{package.file_name} could not be fetched from {root()} ({complaint}); "
        "check the network, or set ODOO_DIR to an Odoo 19 that you have."
    )


@functools.cache
def root():
    """Return the archive's address: DEBIAN_MIRROR, or the one this system's apt uses.

    :raises Failure: this system has no apt, or apt names no Debian or Ubuntu archive.
    """
    if not APT_HELPER.exists():
        raise Failure(
            "Odoo is taken from the Debian archive with apt, which is not there; set "
            "ODOO_DIR to an Odoo 19 that you have."
        )
    if os.environ.get("DEBIAN_MIRROR"):
        return os.environ["DEBIAN_MIRROR"].rstrip("/")
    uris = _run("apt-get", *_private_state(), "update", "--print-uris")
    if found := _configured_archive(uris):
        return found
    raise Failure(
        "Odoo is taken from the Debian or Ubuntu archive and apt names none here; set "
        "DEBIAN_MIRROR to the address of one, or ODOO_DIR to an Odoo 19 of yours."
    )


def _configured_archive(uris):
    """Pick the main archive from what `apt-get update --print-uris` prints."""
    for address in re.findall(r"^'(\S+?)/dists/\S+'", uris, re.M):
        address = urllib.parse.unquote(address)
        if address.startswith("mirror+file:"):
            address = _first_mirror(Path(address.removeprefix("mirror+file:")))
        if address.rstrip("/").rsplit("/", 1)[-1] in NEWEST:
            return address.rstrip("/")
    return None


def _first_mirror(listing):
    lines = listing.read_text().splitlines() if listing.exists() else []
    return next((line.split()[0] for line in lines if line.strip()), "")


def _download(uri, target, sha256):
    """Fetch one file with apt-helper; return "" or apt's complaint."""
    done = subprocess.run(
        [
            APT_HELPER,
            "-oAcquire::Retries=3",
            "-oAcquire::Retries::Delay::Maximum=2",
            "-oAPT::Sandbox::User=root",
            *("download-file", _quoted(uri), target, f"SHA256:{sha256}"),
        ],
        capture_output=True,
        text=True,
    )
    if not done.returncode:
        return ""
    # what is not the file must not be taken for a part of it by the next try
    Path(f"{target}.FAILED").unlink(missing_ok=True)
    return _complaint(done.stderr) or f"apt-helper: {done.returncode}"


def _complaint(output):
    """Return the first error in what apt wrote."""
    lines = re.findall(r"^E: (.+)$", output, re.M)
    return " ".join(lines[0].split()) if lines else ""


def _hash(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _quoted(uri):
    return uri.replace("+", "%2b").replace("~", "%7e")


def _fetch_current(package):
    """Fetch the version of a package that the archive's newest suite has today."""
    apt = [*_private_state(), *_newest_suite()]
    updated = _run("apt-get", *apt, "update", "--error-on=any")
    listed = _run("apt-get", *apt, "--print-uris", "download", package.name)
    match = re.search(r"^'(\S+)' (\S+) \d+ SHA256:(\w+)", listed, re.M)
    if not match or not _is_of_series(match[2], package):
        reason = _complaint(updated) or "it has another version"
        raise Failure(
            f"The archive gives no {package.name} {package.series} any more "
            f"({reason}); set ODOO_DIR to an Odoo 19 that you have."
        )
    target = WORK / "cache" / match[2]
    complaint = _download(match[1], target, match[3])
    if complaint:
        raise Failure(
            f"{match[2]} could not be fetched ({complaint}); check the network."
        )
    say(f"NOTICE: {match[2]} is used instead of the pinned {package.file_name}")
    return target


def _is_of_series(file_name, package):
    version = file_name.split("_")[1]
    return version.startswith(package.series)


def _private_state():
    """Return the options that keep apt's state below .dev/apt, not in the system's."""
    state = WORK / "apt"
    (state / "lists/partial").mkdir(parents=True, exist_ok=True)
    return [
        f"-oDir::State={state}",
        f"-oDir::State::Lists={state / 'lists'}",
        f"-oDir::Cache={state}",
        "-oAcquire::Languages=none",
        "-oAPT::Sandbox::User=root",
    ]


def _newest_suite():
    """Return the options that make the archive's newest suite the only source."""
    kind = root().rsplit("/", 1)[-1]
    sources = WORK / "apt/sources.list"
    sources.write_text(f"deb {root()} {NEWEST.get(kind, NEWEST['debian'])}\n")
    return [f"-oDir::Etc::SourceList={sources}", "-oDir::Etc::SourceParts=/dev/null"]


def _run(*command):
    """Return all that a command of apt writes; what is wrong stands in it."""
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout + done.stderr
