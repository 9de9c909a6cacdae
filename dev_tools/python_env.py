"""Private virtual environments below .dev, made anew when their pins change."""

import functools
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import archive, deb
from .places import LOGS, PINS, WORK, one_at_a_time
from .report import Failure, last_lines, phase

#: pip itself, for a system Python that comes without ensurepip
PIP = archive.Package(
    "python3-pip-whl",
    "pool/main/p/python-pip/python3-pip-whl_23.0.1+dfsg-1_all.deb",
    "cc373690a1cb469fb301b9fe0125048e3102f2e365d1b2d27cab091ec89fccdc",
    series="",
)


class PythonEnv:
    """One virtual environment and where its packages are."""

    def __init__(self, name):
        self.path = WORK / name
        self.python = self.path / "bin/python"

    @property
    def site(self):
        return next((self.path / "lib").glob("python3*/site-packages"))

    def run(self, *arguments, **options):
        """Run this environment's Python; options are those of subprocess.run."""
        command = [str(argument) for argument in (self.python, *arguments)]
        options.setdefault("env", clean_environment())
        return subprocess.run(command, **options)


def ensure(name, *pins, no_deps=True):
    """Return the environment `name` with exactly the packages that `pins` names.

    :param str name: its folder below .dev
    :param pins: requirement files of dev_tools/pins
    :param bool no_deps: the pins are the whole closure
    :raises Failure: packages cannot be fetched, or Python cannot make environments.
    """
    env = PythonEnv(name)
    mark = env.path / ".pins"
    key = hashlib.sha256(sys.version.encode())
    for pin in pins:
        key.update((PINS / pin).read_bytes())
    with one_at_a_time(name):
        if not mark.exists() or mark.read_text() != key.hexdigest():
            with phase(f"Python packages ({', '.join(pins)})", "once"):
                shutil.rmtree(env.path, ignore_errors=True)
                make(env)
                requirements = [part for pin in pins for part in ("-r", PINS / pin)]
                options = ["--no-deps", "--only-binary", ":all:"] if no_deps else []
                install(env, *options, *requirements)
            mark.write_text(key.hexdigest())
    return env


def install(env, *arguments):
    """pip install; what pip says goes to .dev/log/pip.log.

    :raises Failure: it did not work.
    """
    log = LOGS / "pip.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        done = env.run(
            *("-m", "pip", "install", "--disable-pip-version-check", *arguments),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        raise Failure(
            f"{last_lines(log, 6)}\nPython packages could not be installed (see all of "
            f"{log}); check the network and pip's configuration, then start again."
        )


def clean_environment(**more):
    """The environment for child processes: ours, without what would mislead them."""
    misleading = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "ODOO_RC"}
    return {k: v for k, v in os.environ.items() if k not in misleading} | more


def make(env):
    make = [sys.executable, "-m", "venv", env.path]
    if _has_ensurepip():
        subprocess.run(make, check=True)
        return
    # Debian keeps pip in packages of their own, which only root could install
    subprocess.run([*make, "--without-pip"], check=True)
    wheel = _pip_wheel()
    quiet = ("--quiet", "--no-index")
    env.run(f"{wheel}/pip", "install", *quiet, wheel, check=True)


@functools.cache
def _has_ensurepip():
    probe = [sys.executable, "-c", "import ensurepip._bundled"]
    done = subprocess.run(probe, capture_output=True)
    return not done.returncode


def _pip_wheel() -> Path:
    target = WORK / "pip"
    deb.unpack(archive.fetch(PIP), target, lambda path: path.endswith(".whl"))
    return next(target.rglob("pip-*.whl"))
