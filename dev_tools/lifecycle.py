"""Proof that the addon, and its wheel, installs, upgrades and uninstalls cleanly.

Each scenario is a chain of Odoo processes on one database, so none of it can be a test
inside Odoo's own runner.
"""

import traceback

from . import cmd_wheel, databases, verdict
from .places import ADDON
from .report import Failure, phase
from .roles import ROLES

#: what of the desk may not change when the addon comes and goes
DESK = """
SELECT json_agg(t ORDER BY t.id) FROM (
    SELECT id, number, name, description, partner_id, team_id, type_id, stage_id,
           priority, user_id, company_id, active,
           (SELECT count(*) FROM mail_message m
            WHERE m.model = 'helpdesk.ticket' AND m.res_id = t.id) AS messages
    FROM helpdesk_ticket t) t
"""
#: everything that would betray that an addon is or was there
TRACES = f"""
SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
WHERE table_schema = 'public'
UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'record ' || name FROM ir_model_data WHERE module = '{ADDON}'
UNION ALL SELECT 'stage ' || id || name || coalesce(description::text, '')
FROM helpdesk_ticket_stage
UNION ALL SELECT 'label ' || s.id || s.name FROM ir_model_fields_selection s
JOIN ir_model_fields f ON f.id = s.field_id AND f.model = 'helpdesk.ticket'
UNION ALL SELECT 'parameter ' || key FROM ir_config_parameter WHERE key LIKE '{ADDON}%'
"""


def run(ground):
    """Run every scenario; return the verdict."""
    found = verdict.Verdict()
    for scenario in (empty_database, database_with_a_desk, demonstration):
        name = f"lifecycle.{scenario.__name__}"
        try:
            with phase(f"Tests: {name}"):
                scenario(ground)
            found.passed.append(name)
        except (AssertionError, Failure):
            found.failed.append(f"{name}\n{traceback.format_exc(limit=3)}")
    return found


def empty_database(ground):
    """From nothing: the addon brings all that it depends on, and takes all along.

    Also when there are tickets with promises, which hold on to what they refer to.
    """
    name = f"{ADDON}_empty"
    databases.drop(ground, name)
    try:
        ground.postgres.sql(f'CREATE DATABASE "{name}"')
        calendars = "SELECT count(*) FROM resource_calendar"
        _install_upgrade_uninstall(ground, name, "empty", work="make_promises")
        assert ground.postgres.sql(calendars, name) == "1", "calendars are left behind"
        left = [trace for trace in _traces(ground, name) if trace.startswith("record")]
        assert not left, f"left behind: {left}"
    finally:
        databases.drop(ground, name)


def database_with_a_desk(ground):
    """On a desk with tickets, out of the wheel: everything is as it was afterwards."""
    addons = cmd_wheel.install_in_clean_env() / "odoo/addons"
    template = databases.template(ground, "bare")
    with databases.temporary(ground, template, "desk") as name:
        ground.shell(name, "old_desk")
        traces, desk = _traces(ground, name), ground.postgres.sql(DESK, name)
        _install_upgrade_uninstall(ground, name, "desk", f"--addons-path={addons}")
        assert ground.postgres.sql(DESK, name) == desk, "the desk's tickets changed"
        changed = sorted(traces ^ _traces(ground, name))
        assert not changed, f"left behind, or taken along: {changed}"


def demonstration(ground):
    """With demo data, in Spanish: all log in, mail to others passes, work goes on."""
    template = databases.template(ground, "demo")
    with databases.temporary(ground, template, "demo") as name:
        arguments = ("-d", name, "-i", ADDON, "--stop-after-init", "--no-http")
        _expect_clean(ground.odoo("server", *arguments, log="demo-install.log"))
        logins = [login for login, _ in ROLES.values()]
        ground.shell(name, "use_the_demo", LOGINS=logins)
        ground.shell(name, "live_half_a_year")


def _install_upgrade_uninstall(ground, database, title, *options, work=None):
    server = ("server", "-d", database, "--stop-after-init", "--no-http", *options)
    state = f"SELECT state FROM ir_module_module WHERE name = '{ADDON}'"
    _expect_clean(ground.odoo(*server, "-i", ADDON, log=f"{title}-install.log"))
    assert ground.postgres.sql(state, database) == "installed"
    _expect_clean(ground.odoo(*server, "-u", ADDON, log=f"{title}-upgrade.log"))
    if work:
        ground.shell(database, work)
    uninstall = ("module uninstall", "-d", database, ADDON)
    _expect_clean(ground.odoo(*uninstall, log=f"{title}-uninstall.log"))
    assert ground.postgres.sql(state, database) == "uninstalled"


def _expect_clean(log):
    complaints = list(verdict.complaints(log.read_text(errors="replace")))
    assert not complaints, f"{log}: {complaints}"


def _traces(ground, database):
    return set(ground.postgres.sql(TRACES, database).splitlines())
