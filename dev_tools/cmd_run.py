"""./dev run: the addon with demo data, served in Spanish."""

import hashlib
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from . import databases
from .ground import Ground, free_port
from .places import ADDON, LOGS, WORK, addon_entries
from .report import Failure, last_lines, phase, say
from .roles import ROLES

DATABASE = f"{ADDON}_run"
#: written while the server runs, for ./dev shot
ADDRESS = WORK / "run.json"


def main(arguments):
    if arguments not in ([], ["--fresh"]):
        raise Failure("./dev run takes nothing but --fresh.")
    port = free_port(_wanted_port())
    with Ground() as ground:
        prepare(ground, fresh=bool(arguments))
        return _serve(ground, port)


def prepare(ground, fresh=False):
    """Make the database of ./dev run, or bring the addon in it up to date.

    :param bool fresh: make it anew, with the demo data as they are now
    """
    template = databases.template(ground, "demo")
    mark = WORK / "run.key"
    key = f"{template} {_source_key()}"
    is_made_of_it = mark.exists() and mark.read_text().startswith(f"{template} ")
    if fresh or not is_made_of_it or not databases.exists(ground, DATABASE):
        mark.unlink(missing_ok=True)
        databases.copy(ground, template, DATABASE)
    if not mark.exists() or mark.read_text() != key:
        mode = "-u" if _is_installed(ground) else "-i"
        with phase("Installing the addon" if mode == "-i" else "Updating the addon"):
            arguments = ("-d", DATABASE, mode, ADDON, "--with-demo")
            quiet = ("--stop-after-init", "--no-http")
            ground.odoo("server", *arguments, *quiet, log="install.log")
        if mode == "-i":
            with phase("Letting the desk work for half a year"):
                ground.shell(DATABASE, "live_half_a_year")
        mark.write_text(key)


def _wanted_port():
    wanted = os.environ.get("PORT", "8069")
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise Failure(f"PORT={wanted} is no port; give a number from 1 to 65535.")
    return int(wanted)


def _is_installed(ground):
    where = f"name = '{ADDON}' AND state = 'installed'"
    return ground.postgres.sql(
        f"SELECT 1 FROM ir_module_module WHERE {where}", DATABASE
    )


def _source_key():
    """Return a hash of everything that an update of the addon would read."""
    digest = hashlib.sha256()
    for entry in addon_entries():
        for path in sorted(entry.rglob("*")) if entry.is_dir() else [entry]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def _serve(ground, port):
    log = LOGS / "run.log"
    command = ground.command(
        *("server", "-d", DATABASE, "--db-filter", f"^{DATABASE}$"),
        *("--http-port", port, "--gevent-port", free_port()),
    )
    with log.open("wb") as file:
        server = subprocess.Popen(
            command,
            env=ground.environment(),
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(server, address, log)
        ADDRESS.write_text(json.dumps(address))
        _tell(address, log)
        return server.wait()
    finally:
        ADDRESS.unlink(missing_ok=True)
        server.send_signal(signal.SIGTERM)
        server.wait()
        say("stopped")


def _wait_for(server, address, log):
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/web/health", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise Failure(f"{last_lines(log)}\nOdoo ended at once; the reason stands above.")


def _tell(address, log):
    say(f"ready: {address}   (the log is {log}; Ctrl-C stops it)\n")
    print(f"  {'login':11}{'password':11}")
    for login, purpose in ROLES.values():
        print(f"  {login:11}{login:11}{purpose}")
    print(flush=True)
