"""Unpacks a .deb with dpkg's own reader, without installing it and without root."""

import subprocess
import tarfile

from .report import Failure


def unpack(deb, target, wanted):
    """Unpack below `target` the files of a .deb whose path satisfies `wanted(path)`.

    :raises Failure: the file is not a Debian package, or leads outside of `target`.
    """
    reader = subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", deb],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with reader:
        try:
            with tarfile.open(fileobj=reader.stdout, mode="r|") as tar:
                _extract(tar, target, wanted, deb)
        except tarfile.ReadError:
            reader.stdout.close()
    if reader.returncode:
        raise Failure(f"{deb} is not a Debian package that can be read; delete it.")


def _extract(tar, target, wanted, deb):
    # what is checked below is all there is to check, whatever Python's default
    tar.extraction_filter = lambda member, path: member
    for member in tar:
        member.name = member.name.removeprefix("./")
        if not (member.isfile() or member.issym()) or not wanted(member.name):
            continue
        if member.name.startswith("/") or ".." in member.name.split("/"):
            raise Failure(f"{deb} has a file outside of itself: {member.name}.")
        tar.extract(member, target, set_attrs=False)
