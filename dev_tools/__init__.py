"""What ./dev is made of. Standard library only; no part of the installed addon.

From the ground up, one thought per module:

    places        where things lie
    report        what people read while it runs, and how it fails: in one sentence
    archive       packages of the Debian or Ubuntu archive, fetched with apt's own tools
    deb           unpacks such a package without dpkg or root
    python_env    private virtual environments
    odoo_source   Odoo itself, from the archive or from ODOO_DIR
    postgres      an embedded PostgreSQL, or the server that libpq's variables name
    browser       Chromium for the browser tests and the screenshots
    ground        all of that together: an Odoo that can be started
    databases     templates and their copies
    verdict       what a test run proved, from its record and its log
    cmd_*         one module per command
"""
