"""./dev wheel: an installable odoo-addon-helpdesk_support_plan.

whool takes the distribution's name from the folder's, so it builds from a copy under
the addon's name; .gitattributes keeps out of that copy what is only for working on
the addon.
"""

import shutil
import subprocess

from . import python_env
from .places import ADDON, LOGS, ROOT, WORK, git
from .report import Failure, last_lines, phase, say


def main(arguments):
    wheel = build()
    target = ROOT / "dist"
    target.mkdir(exist_ok=True)
    say(f"built {shutil.copy(wheel, target)}")
    return 0


def build():
    """Build the wheel below .dev/wheel and return its path.

    :raises Failure: it cannot be built.
    """
    tools = python_env.ensure("tools", "tools.txt", no_deps=False)
    folder = WORK / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    source = folder / ADDON
    source.mkdir(parents=True)
    _copy_committed(source)
    log = LOGS / "wheel.log"
    with phase("Wheel"), log.open("wb") as file:
        done = tools.run(
            *("-m", "build", "--wheel", "--no-isolation", "-o", folder, source),
            # or whool would ask the checkout's git, which knows nothing of the copy
            env=python_env.clean_environment(GIT_CEILING_DIRECTORIES=str(WORK)),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        raise Failure(f"{last_lines(log)}\nThe wheel cannot be built; see above.")
    return next(folder.glob("*.whl"))


def install_in_clean_env():
    """Install the wheel into a new environment; return its site-packages."""
    wheel = build()
    env = python_env.PythonEnv("wheel-env")
    shutil.rmtree(env.path, ignore_errors=True)
    python_env.make(env)
    # its dependencies are Odoo itself and what the other environment has
    python_env.install(env, "--no-deps", "--no-index", wheel)
    return env.site


def _copy_committed(target):
    """Copy the tracked files that git archive would, as they are in the checkout."""
    if untracked := git("ls-files", "--others", "--exclude-standard"):
        say(f"left out, because git does not know them: {', '.join(untracked.split())}")
    # a stash commit stands for the checkout's present state without touching it
    stash = git("stash", "create") or "HEAD"
    archive = target.with_suffix(".tar")
    git("archive", "-o", archive, stash)
    shutil.unpack_archive(archive, target)
