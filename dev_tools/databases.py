"""Databases: templates with everything but the addon, and copies of them to work on.

Making a database with all dependencies takes a minute, copying one half a second.
"""

import contextlib
import hashlib
import os
import shutil

from .places import ADDON, PINS, ROOT, manifest, one_at_a_time
from .report import phase

#: everything but the addon itself
DEPENDS = ",".join(manifest()["depends"])
SPANISH = "es_419"


def exists(ground, name):
    where = f"datname = '{name}'"
    return bool(ground.postgres.sql(f"SELECT 1 FROM pg_database WHERE {where}"))


def drop(ground, name):
    ground.postgres.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(ground.data / "filestore" / name, ignore_errors=True)


def copy(ground, source, target):
    """Copy a database together with its files; what `target` was is dropped."""
    drop(ground, target)
    ground.postgres.sql(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    files = ground.data / "filestore"
    if (files / source).exists():
        shutil.copytree(files / source, files / target)


@contextlib.contextmanager
def temporary(ground, source, purpose):
    """Give a copy of `source` that lives as long as the block."""
    name = f"{ADDON}_{purpose}_{os.getpid()}"
    copy(ground, source, name)
    try:
        yield name
    finally:
        drop(ground, name)


def template(ground, kind):
    """Return the name of a template database, made if it is not there.

    :param str kind: "bare" has the dependencies and no data, as tests want it; "demo"
        has their demo data and speaks Spanish, as people want it.
    """
    pins = [(PINS / pin).read_text() for pin in ("odoo.txt", "oca.txt")]
    spanish = (ROOT / "dev_tools/shell/speak_spanish.py").read_text()
    key = repr((ground.source.key, pins, DEPENDS, kind, spanish))
    short = hashlib.sha256(key.encode()).hexdigest()[:8]
    name = f"{ADDON}_{kind}_{short}"
    with one_at_a_time("template"):
        if not exists(ground, name):
            hint = "once, about a minute"
            with phase(f"Database with all dependencies ({kind})", hint):
                _make(ground, name, kind)
    return name


def _make(ground, name, kind):
    fresh = f"{name}_new"
    drop(ground, fresh)
    options = ["--with-demo", f"--load-language={SPANISH}"] if kind == "demo" else []
    arguments = ("-d", fresh, "-i", DEPENDS, "--stop-after-init", "--no-http")
    ground.odoo("server", *arguments, *options, log=f"template-{kind}.log")
    if kind == "demo":
        ground.shell(fresh, "speak_spanish")
    files = ground.data / "filestore"
    shutil.rmtree(files / name, ignore_errors=True)
    if (files / fresh).exists():
        (files / fresh).rename(files / name)
    ground.postgres.sql(f'ALTER DATABASE "{fresh}" RENAME TO "{name}"')
