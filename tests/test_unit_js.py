"""The unit tests of static/tests/unit, in Odoo's own runner of such tests."""

from odoo.tests import HttpCase, no_retry, tagged

ADDON = "@helpdesk_support_plan"
SUCCESS = "[HOOT] Test suite succeeded"


@tagged("post_install", "-at_install")
class TestUnitJs(HttpCase):
    @no_retry
    def test_on_a_desktop(self):
        self.browser_size = "1366x768"
        self._run("desktop")

    @no_retry
    def test_on_a_phone(self):
        self.browser_size, self.touch_enabled = "375x667", True
        self._run("mobile")

    def _run(self, preset):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000"
            f"&id={_hash(ADDON)}",
            "",
            login="admin",
            timeout=600,
            success_signal=SUCCESS,
            error_checker=lambda message: "[HOOT]" not in message,
        )


def _hash(name):
    """Return the id that the runner gives to a suite."""
    found = 0
    for char in name:
        found = (found * 31 + ord(char)) & 0xFFFFFFFF
    return f"{found:08x}"
