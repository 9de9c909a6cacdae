"""./dev lint: every check on every file that is tracked or about to be.

The OCA checks go by the name of the addon's folder and end in silence where it is not
the addon's; so they run on a copy that has it.
"""

import re
import shutil
import subprocess

from . import node_env, plain_checks, python_env
from .places import ADDON, ROOT, WORK, git, is_of_addon
from .report import Failure, say

COPY = WORK / "lint" / ADDON


def main(arguments):
    fix = arguments == ["--fix"]
    if arguments and not fix:
        raise Failure("./dev lint takes nothing but --fix.")
    tools = python_env.ensure("tools", "tools.txt", no_deps=False)
    node = node_env.ensure()
    files = _files()
    _copy(files)
    results = [
        *_python(tools, files, fix),
        *_oca(tools),
        *_web(tools, node, files, fix),
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


def _web(tools, node, files, fix):
    modules, pins = node_env.MODULES, node_env.PINS
    prettier = (
        *(modules / "prettier/bin/prettier.cjs", "--log-level", "warn"),
        *("--config", pins / "prettier.json", "--write" if fix else "--check"),
        *("--plugin", modules / "@prettier/plugin-xml/src/plugin.js"),
    )
    pages = [*_of(files, "xml"), *_of(files, "js", "cjs"), *files.get("scss", [])]
    yield _check("prettier", tools, *prettier, *pages, program=node)
    scripts = _of(files, "js", "cjs")
    eslint = (modules / "eslint/bin/eslint.js", "-c", pins / "eslint.config.cjs")
    yield _check("eslint", tools, *eslint, *scripts, program=node)


def _check(name, tools, *arguments, cwd=ROOT, program=None):
    """Run one checker, print its findings; return its name and whether it passed."""
    done = subprocess.run(
        [str(part) for part in (program or tools.python, *arguments)],
        cwd=cwd,
        env=python_env.clean_environment(
            NODE_PATH=str(node_env.MODULES), RUFF_CACHE_DIR=str(WORK / "ruff")
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
