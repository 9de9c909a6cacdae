"""./dev shell: Odoo's Python shell on the database of ./dev run."""

import signal
import subprocess

from . import cmd_run
from .ground import Ground


def main(arguments):
    with Ground() as ground:
        cmd_run.prepare(ground)
        command = ground.command(
            "shell", "-d", cmd_run.DATABASE, "--no-http", *arguments
        )
        shell = subprocess.Popen(command, env=ground.environment())
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the shell's
        return shell.wait()
