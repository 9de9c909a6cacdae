"""Accessibility: axe judges the customer's pages, on a phone and on a desktop."""

import json
import os
from pathlib import Path
from unittest import skipUnless

from odoo.tests import tagged

from .portal_common import PortalPages

#: where ./dev test has put axe-core
AXE = os.environ.get("HELPDESK_AXE")
WIDTHS = (390, 1440)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
#: judges what is ours of each page, in a frame as wide as the screen
JUDGE = """
(async () => {
    const {source, pages, widths, rules} = %s;
    const axe = await (await fetch(source)).text();
    const found = [];
    for (const width of widths) {
        for (const [page, ours] of pages) {
            const frame = document.createElement("iframe");
            frame.style.cssText = `width: ${width}px; height: 900px; border: 0`;
            frame.src = page;
            document.body.replaceChildren(frame);
            await new Promise((resolve) => frame.addEventListener("load", resolve));
            const view = frame.contentWindow;
            view.eval(axe);
            const content = [...frame.contentDocument.querySelectorAll(ours)];
            if (!content.length) {
                found.push(`${page}: there is nothing on it`);
                continue;
            }
            const runOnly = {type: "tag", values: rules};
            const {violations} = await view.axe.run(content, {runOnly});
            for (const {id, help, impact, nodes} of violations) {
                if (["serious", "critical"].includes(impact)) {
                    const where = nodes.map(({html}) => html.slice(0, 300)).join(" ");
                    found.push(`${page} at ${width}px: ${id} (${help}): ${where}`);
                }
            }
        }
    }
    if (found.length) {
        console.error(found.join("\\n"));
    } else {
        console.log("test successful");
    }
})();
"""


@skipUnless(AXE, "axe-core is given by ./dev test")
@tagged("post_install", "-at_install")
class TestPortalAxe(PortalPages):
    is_frozen = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.support_plan_id = cls.plan
        cls.article = cls.env["helpdesk.article"].create(cls._get_article())

    @classmethod
    def _get_article(cls):
        return {
            "name": "Cómo volver a enviar una factura",
            "problem": "<p>La factura no llegó.</p>",
            "solution": "<p>Abra la factura y vuelva a enviarla.</p>",
            "audience": "public",
            "text_only": True,
            "state": "published",
        }

    def _judge(self, pages, login=None):
        """Fail on every serious or critical violation of WCAG 2 A and AA."""
        axe = self.env["ir.attachment"].create(
            {"name": "axe.txt", "raw": Path(AXE).read_bytes(), "public": True}
        )
        given = json.dumps(
            {
                "source": f"/web/content/{axe.id}",
                # the home is Odoo's, but for our entries
                "pages": [
                    (page, ".o_hd_entry" if page == "/my" else "#wrap")
                    for page in pages
                ],
                "widths": WIDTHS,
                "rules": RULES,
            }
        )
        self.browser_js("/robots.txt", JUDGE % given, login=login, timeout=180)

    def _make(self, **values):
        ticket = self._classified(triaged=True, user_id=self.analyst.id, **values)
        ticket.message_post(
            body="¿Nos envía el XML?",
            author_id=self.analyst.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("guía.txt", b"los pasos")],
        )
        return ticket

    def _make_in_each_state(self):
        """Return a ticket in each state that a customer can tell apart."""
        new, busy, waiting, proposed, solved, cancelled = (
            self._make(name=f"No firma {number}") for number in range(6)
        )
        busy.action_start()
        waiting.declare_wait("information")
        proposed.propose_solution("<p>Renovamos el certificado</p>")
        solved.solve("<p>Listo</p>")
        cancelled.cancel("withdrawn")
        return new + busy + waiting + proposed + solved + cancelled

    def test_pages_of_a_customer(self):
        tickets = self._make_in_each_state()
        self._judge(
            [
                *("/my", "/my/tickets", "/my/tickets?filterby=all&sortby=promise"),
                *("/my/tickets?search=nada", "/new/ticket", "/my/support-plan"),
                *("/help", self.article._get_help_url()),
                *(f"/my/ticket/{ticket.id}" for ticket in tickets),
            ],
            "carolina",
        )

    def test_pages_of_anybody(self):
        tickets = self._make_in_each_state()
        for ticket in tickets:
            ticket._portal_ensure_token()
        self._judge(
            [
                *("/help", self.article._get_help_url()),
                *(f"/my/ticket/{it.id}/{it.access_token}" for it in tickets),
            ]
        )
