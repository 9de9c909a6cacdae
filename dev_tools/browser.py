"""Chromium, for the browser tests and the screenshots."""

import os
import shutil
import subprocess

from .report import Failure, phase

#: the names under which Odoo's own test runner looks for it
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def ensure():
    """Return Chromium's path; install it from the archive when root may do so.

    :raises Failure: there is none and it cannot be installed.
    """
    if not find() and os.geteuid() == 0 and shutil.which("apt-get"):
        with phase("Chromium from the archive", "once"):
            _install()
    return find() or _give_up()


def find():
    return next(filter(None, map(shutil.which, NAMES)), None)


def _install():
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"]
    for command in (["apt-get", "update", "-qq"], install):
        subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL)


def _give_up():
    raise Failure(
        "The browser tests need Chromium and none is on the PATH; install it "
        "(on Debian: sudo apt-get install chromium) and start again."
    )
