"""The ground that every command stands on: an Odoo with its database server."""

import errno
import os
import shutil
import socket
import subprocess

from . import odoo_source, postgres, python_env
from .places import ADDON, LOGS, ROOT, WORK, addon_entries
from .report import Failure, last_lines

GIGABYTE = 1 << 30
NEEDED = 3 * GIGABYTE


class Ground:
    """Python packages, Odoo, its configuration, and in `with` a running PostgreSQL."""

    def __init__(self):
        _check_disk()
        LOGS.mkdir(parents=True, exist_ok=True)
        self.env = python_env.ensure("venv", "odoo.txt", "oca.txt", "test.txt")
        self.source = odoo_source.ensure()
        (self.env.site / "odoo-source.pth").write_text(f"{self.source.python_path}\n")
        self.data = WORK / "data"
        self.addons = WORK / "addons"
        self.conf = WORK / "odoo.conf"
        _link_addon(self.addons / ADDON)
        self.postgres = postgres.server(self.env)
        self.conf.touch(mode=0o600)
        self.conf.write_text(self._configuration())

    def __enter__(self):
        try:
            self.postgres.start()
        except BaseException:
            self.postgres.stop()
            raise
        return self

    def __exit__(self, *exception):
        self.postgres.stop()

    def command(self, name, *arguments):
        """Return the command line of one of Odoo's commands, e.g. "i18n export"."""
        command = [self.env.python, "-m", "odoo", *name.split(), "-c", self.conf]
        return [str(part) for part in (*command, *arguments)]

    def environment(self):
        variables = self.postgres.environment()
        path = f"{self.postgres.binaries}:{os.environ['PATH']}"
        return python_env.clean_environment(PATH=path, **variables)

    def shell(self, database, script, **names):
        """Run a script of dev_tools/shell in Odoo's shell, with these names set."""
        lines = [f"{name} = {value!r}" for name, value in names.items()]
        lines.append((ROOT / f"dev_tools/shell/{script}.py").read_text())
        source = "\n".join(lines).encode()
        arguments = ("-d", database, "--no-http")
        self.odoo("shell", *arguments, log=f"{script}.log", stdin=source)

    def odoo(self, name, *arguments, log, stdin=b""):
        """Run one of Odoo's commands to its end; its output goes to .dev/log/`log`.

        :return: the path of the log
        :raises Failure: it ended with an error.
        """
        path = LOGS / log
        with path.open("wb") as file:
            done = subprocess.run(
                self.command(name, *arguments),
                env=self.environment(),
                stdout=file,
                stderr=subprocess.STDOUT,
                input=stdin,
            )
        if done.returncode:
            raise Failure(
                f"{last_lines(path)}\nOdoo could not finish `odoo {name}`; the error "
                f"stands above and in {path}."
            )
        return path

    def _configuration(self):
        variables = self.postgres.environment()
        options = {
            "addons_path": ",".join(map(str, [self.addons, *self.source.addons])),
            "data_dir": self.data,
            "db_host": variables.get("PGHOST", ""),
            # without it read-only cursors would in silence be writable ones in tests
            "db_replica_host": variables.get("PGHOST", ""),
            "db_port": variables.get("PGPORT", ""),
            "db_user": variables.get("PGUSER", ""),
            "db_password": variables.get("PGPASSWORD", ""),
            "http_interface": "127.0.0.1",
            "list_db": False,
            "screenshots": WORK / "screenshots",
            "unaccent": True,
        }
        lines = [f"{name} = {value}" for name, value in options.items() if value != ""]
        return "\n".join(["[options]", *lines, ""])


def free_port(wanted=0):
    """Return a port that nobody listens on.

    :raises Failure: `wanted` is given and taken.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError as error:
            refused = (
                "may not be used by you" if error.errno == errno.EACCES else "is taken"
            )
            raise Failure(
                f"Port {wanted} {refused}; stop what listens there, or choose another: "
                f"PORT={free_port()} ./dev run"
            ) from None
        return probe.getsockname()[1]


def _check_disk():
    WORK.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(WORK).free
    if free < NEEDED and not (WORK / "odoo.conf").exists():
        raise Failure(
            f"{NEEDED / GIGABYTE:.0f} GB of disk are needed below {WORK}, and "
            f"{free / GIGABYTE:.1f} are free; make room, or set DEV_DIR elsewhere."
        )


def _link_addon(folder):
    """Show Odoo the checkout under the addon's name, without .git, .dev and dev_tools.

    The checkout may have any name, and Odoo's translation export reads every Python
    file below an addon's folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {folder / entry.name: entry for entry in addon_entries()}
    # a running server reads through the links: only what differs is touched
    for link in folder.iterdir():
        if link.is_symlink() and link.resolve() != wanted.get(link):
            link.unlink()
    for link, entry in wanted.items():
        if not link.is_symlink():
            link.symlink_to(entry)
