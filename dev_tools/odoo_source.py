"""Odoo itself: from ODOO_DIR when it is set, otherwise from the Debian archive.

Debian's package leaves out what Debian has in packages of its own (jQuery, fonts) and
what it may not distribute; the first come from those packages, the rest is mended here.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from . import archive, deb
from .places import WORK, one_at_a_time
from .report import Failure, phase

ODOO = archive.Package(
    "odoo-19",
    "pool/main/o/odoo/odoo-19_19.0.0+dfsg-1_all.deb",
    "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf",
    series="19.",
)
#: what Odoo's package links to; versions whose paths are those of the links
LINKED = [
    archive.Package(
        "libjs-jquery",
        "pool/main/n/node-jquery/libjs-jquery_3.6.1+dfsg+~3.5.14-1_all.deb",
        "a58c9ff6afe96c769cb6535754c909410760e4efa1e1540236194e489adcfb25",
        series="3.",
    ),
    archive.Package(
        "fonts-font-awesome",
        "pool/main/f/fonts-font-awesome/"
        "fonts-font-awesome_5.0.10+really4.7.0~dfsg-4.1_all.deb",
        "5f09e1adce26d59628a239c538882d53e58978b958233864fc617be9a510018e",
        series="",
    ),
    archive.Package(
        "fonts-roboto-unhinted",
        "pool/main/f/fonts-roboto/fonts-roboto-unhinted_0~20170802-4_all.deb",
        "048f1e05cfb1ad1e5cd1c283cd61f2276c6a36f75e85032ddfd65db252b4634e",
        series="",
    ),
    archive.Package(
        "fonts-montserrat",
        "pool/main/f/fonts-montserrat/fonts-montserrat_7.222-3_all.deb",
        "a81478bf74ed431d488f5954ba8bece10b17bdfafc24590a7048b283dcbd40f1",
        series="",
    ),
]
#: of 800 MB of translations only these are kept
LANGUAGES = {"es", "es_419"}
PACKAGE_DIR = "usr/lib/python3/dist-packages"


class OdooSource(NamedTuple):
    """Where Python finds the package `odoo`, and folders with more addons."""

    python_path: Path
    addons: list[Path]
    #: changes when the source does
    key: str


def ensure():
    """Return Odoo's source, unpacked below .dev/odoo unless ODOO_DIR names one.

    :raises Failure: ODOO_DIR is no Odoo 19, or nothing can be fetched.
    """
    if os.environ.get("ODOO_DIR"):
        return _given(Path(os.environ["ODOO_DIR"]).resolve())
    target = WORK / "odoo"
    key = hashlib.sha256(repr((ODOO, LINKED, sorted(LANGUAGES))).encode()).hexdigest()
    mark = target / ".key"
    with one_at_a_time("odoo"):
        if not mark.exists() or mark.read_text() != key:
            with phase("Odoo 19 from the archive", "once, 135 MB"):
                _unpack_into(target, key)
    return OdooSource(target / PACKAGE_DIR, [], key)


def _given(folder):
    """Return the Odoo in ODOO_DIR: a source checkout, an installation or its `odoo`."""
    for path in (folder, folder.parent):
        release = path / "odoo/release.py"
        if release.exists() and "version_info = (19," in release.read_text():
            beside = path / "addons"
            addons = [beside] if beside.is_dir() else []
            return OdooSource(path, addons, f"{path} {_commit(path)}")
    raise Failure(
        f"ODOO_DIR={folder} holds no Odoo 19; point it to a checkout of branch 19.0, "
        "or to the folder that its package `odoo` is in."
    )


def _commit(path):
    """Return the commit of a checkout, so that a newer one makes new templates."""
    git = ["git", "-C", path, "rev-parse", "HEAD"]
    done = subprocess.run(git, capture_output=True, text=True)
    return done.stdout.strip()


def _unpack_into(target, key):
    files = [(archive.fetch(ODOO), _is_wanted_of_odoo)]
    files += [(archive.fetch(package), _is_font_or_script) for package in LINKED]
    fresh = target.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for file, wanted in files:
        deb.unpack(file, fresh, wanted)
    _mend(fresh)
    (fresh / ".key").write_text(key)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def _is_wanted_of_odoo(path):
    # beside the package lies a second copy of its Python files
    if not path.startswith(f"{PACKAGE_DIR}/odoo"):
        return False
    return not path.endswith(".po") or Path(path).stem in LANGUAGES


def _is_font_or_script(path):
    return path.startswith(("usr/share/fonts", "usr/share/javascript"))


def _mend(folder):
    """Make whole what the package leaves broken."""
    for path in folder.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()  # a link to a library that nothing loads any more
    # without the file every browser test fails: a missing asset is a console error
    blur = folder / PACKAGE_DIR / "odoo/addons/mail/static/lib/selfie_segmentation"
    blur.mkdir(parents=True, exist_ok=True)
    (blur / "selfie_segmentation.js").write_text(
        "/* not in Debian's package: video calls here have no background blur */\n"
    )
