"""Checks of our own house rules that no linter knows; README.md tells them."""

import ast
import re

from .places import ROOT
from .report import say

#: what a pure rule may not import: the platform, the outside, the clock
FOREIGN = re.compile(r"^(odoo|psycopg2|lxml|requests|time)\b")
CLOCK = re.compile(r"\.(now|utcnow|today)\(")
#: who may import whom: each of these only itself and what stands before it
LAYERS = ["logic", "models", "wizards controllers reports"]
#: create, write and their like of a ticket stand in one file
GATE = "models/helpdesk_ticket.py"
GATED = {
    *("create", "write", "copy", "unlink", "message_new", "message_update"),
    *("_message_post_after_hook", "_message_mail_after_hook"),
}


def run(files):
    """Yield (name of the check, whether it passed) and print every finding."""
    python = [name for name in files["py"] if not name.startswith("dev_tools/")]
    checks = {
        "logic is pure": _impure(name for name in python if name.startswith("logic/")),
        "no import goes upward": _upward_imports(python),
        "every sudo() says why": _bare_sudo(python),
        "one gate to the ticket": _second_gates(python),
        "Spanish is complete": _untranslated(),
        "requirements have their tests": _unproved(),
    }
    for name, findings in checks.items():
        found = list(findings)
        say(f"{name}: {'clean' if not found else 'FINDINGS'}")
        for finding in found:
            print(finding, flush=True)
        yield name, not found


def _impure(names):
    for name in names:
        source = (ROOT / name).read_text()
        for number, module in _imports(source):
            if FOREIGN.match(module):
                yield f"{name}:{number}: imports {module}"
        for number, line in enumerate(source.splitlines(), 1):
            if CLOCK.search(line):
                yield f"{name}:{number}: reads the clock"


def _upward_imports(names):
    """Yield the imports that go against the layers."""
    rank = {name: number for number, part in enumerate(LAYERS) for name in part.split()}
    for name in names:
        own = rank.get(name.split("/")[0])
        if own is None:
            continue
        for number, module in _imports((ROOT / name).read_text()):
            # ..models.x, or odoo.addons.helpdesk_support_plan.models.x
            match = re.match(r"(?:\.\.+|.*helpdesk_support_plan\.)(\w+)", module)
            if match and rank.get(match[1], -1) > own:
                yield f"{name}:{number}: imports {module}"


def _imports(source):
    """Yield (line, module) of every import; relative ones with their dots."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            for alias in node.names:
                joint = "" if start.endswith(".") else "."
                yield node.lineno, f"{start}{joint}{alias.name}"


def _bare_sudo(names):
    for name in names:
        if name.startswith("tests/"):
            continue
        lines = (ROOT / name).read_text().splitlines()
        for index, line in enumerate(lines):
            above = lines[max(0, index - 3) : index + 1]
            if ".sudo(" in line and not any("# sudo:" in part for part in above):
                yield f"{name}:{index + 1}: sudo() without a line `# sudo: model: why`"


def _second_gates(names):
    for name in names:
        if name == GATE or name.startswith("tests/"):
            continue
        for node in ast.walk(ast.parse((ROOT / name).read_text())):
            if isinstance(node, ast.ClassDef) and _extends_ticket(node):
                for method in node.body:
                    if getattr(method, "name", "") in GATED:
                        yield f"{name}:{method.lineno}: {method.name}() has a gate"


def _extends_ticket(node):
    return any(
        isinstance(statement, ast.Assign)
        and getattr(statement.targets[0], "id", "") == "_inherit"
        and "helpdesk.ticket" in _names(ast.literal_eval(statement.value))
        for statement in node.body
    )


def _names(value):
    return [value] if isinstance(value, str) else value


def _untranslated():
    catalogue, spanish = (
        _terms(name) for name in ("helpdesk_support_plan.pot", "es.po")
    )
    for term in sorted(catalogue.keys() | spanish.keys()):
        if term not in spanish:
            yield f"i18n/es.po lacks {term!r}; run ./dev pot"
        elif term not in catalogue:
            yield f"i18n/es.po has {term!r}, which nothing uses; run ./dev pot"
        elif not spanish[term]:
            yield f"i18n/es.po has no translation of {term!r}"


def _terms(name):
    """Return {term: translation} of a catalogue that ./dev pot wrote."""
    text = (ROOT / "i18n" / name).read_text()
    pairs = re.findall(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"(?:\n|\Z))+)', text, re.M)
    unquoted = [
        tuple("".join(re.findall(r'"(.*)"', part)) for part in p) for p in pairs
    ]
    return {term: translation for term, translation in unquoted if term}


def _unproved():
    """Yield the tests that readme/REQUIREMENTS.md names and that are not there."""
    rows = re.findall(
        r"^\| ([A-Z]+-\S+) \| `(\S+)` `(\w+)\.(\w+)` \|",
        (ROOT / "readme/REQUIREMENTS.md").read_text(),
        re.M,
    )
    if not rows:
        yield "readme/REQUIREMENTS.md names no test"
    for requirement, name, case, method in rows:
        path = ROOT / name
        if not path.exists() or not _has_test(path, case, method):
            yield f"{requirement}: there is no {name} {case}.{method}"


def _has_test(path, case, method):
    return any(
        isinstance(node, ast.ClassDef)
        and node.name == case
        and any(getattr(part, "name", "") == method for part in node.body)
        for node in ast.parse(path.read_text()).body
    )
