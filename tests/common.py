"""People, and a desk, for the tests. Nothing here is collected as a test."""

from contextlib import contextmanager
from email.message import EmailMessage

from odoo.exceptions import UserError
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

OWN, TEAM, ALL = (
    f"helpdesk_mgmt.group_helpdesk_user{suffix}" for suffix in ("_own", "_team", "")
)
LEADER = "helpdesk_support_plan.group_support_leader"
MANAGER = "helpdesk_mgmt.group_helpdesk_manager"
COMMITTEE = "helpdesk_support_plan.group_support_committee"
ALIAS = "soporte@desk.example.com"


class DeskCommon(BaseCommon):
    """A desk with a team and a mail address, two customers, a user in each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.env["helpdesk.ticket"]
        cls.analyst = new_test_user(cls.env, "ana", OWN, name="Ana")
        cls.leader = new_test_user(cls.env, "lucia", LEADER, name="Lucía")
        cls.employee = new_test_user(cls.env, "eva", "base.group_user", name="Eva")
        domain = cls.env["mail.alias.domain"].create({"name": "desk.example.com"})
        cls.env.company.alias_domain_id = domain
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Soporte",
                "alias_name": "soporte",
                "user_ids": [(4, cls.analyst.id), (4, cls.leader.id)],
            }
        )
        cls.company_a, cls.carolina, cls.felipe = cls._create_customer(
            "Ferretería El Sol", "Carolina", "Felipe", domain="sol.example.com"
        )
        cls.company_b, cls.mateo = cls._create_customer(
            "Café Andino", "Mateo", domain="cafe.example.com"
        )
        cls.portal_user = new_test_user(
            cls.env,
            "carolina",
            "base.group_portal",
            partner_id=cls.carolina.id,
            name=cls.carolina.name,
            email=cls.carolina.email,
        )

    @classmethod
    def _create_customer(cls, name, *people, domain):
        """Return a company and its people, as partners."""
        partners = cls.env["res.partner"]
        company = partners.create({"name": name, "is_company": True})
        return company, *partners.create(
            [
                {
                    "name": person,
                    "parent_id": company.id,
                    "email": f"{person.lower()}@{domain}",
                }
                for person in people
            ]
        )

    @classmethod
    def _create_ticket(cls, **values):
        return cls.tickets.create(
            {"name": "No firma", "description": "<p>Error 402</p>", **values}
        )

    @contextmanager
    def _refused(self, sentence, error=UserError):
        """Expect a refusal whose sentence matches; what was changed is rolled back."""
        with self.assertRaises(error) as caught:
            yield
        self.assertRegex(str(caught.exception), sentence)

    @classmethod
    def _receive(cls, mail, model=None):
        """Take a mail in as the gateway does; return the ticket that it went to."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        found = cls.env["mail.thread"].message_process(model, raw)
        return cls.tickets.browse(found)

    @classmethod
    def _mail(cls, subject="No firma la factura", body="Error 402", **headers):
        """Return a mail from Carolina to the desk; headers with _ for -."""
        mail = EmailMessage()
        mail["Subject"] = subject
        defaults = {"From": cls.carolina.email_formatted, "To": ALIAS}
        for name, value in {**defaults, **headers}.items():
            if value:
                mail[name.replace("_", "-")] = value
        if "Message_Id" not in headers:
            cls._mails = getattr(cls, "_mails", 0) + 1
            mail["Message-Id"] = f"<{cls._mails}.{cls.__name__}@sol.example.com>"
        mail.set_content(body)
        return mail


class PlanCommon(DeskCommon):
    """The desk runs on the plan of Navegasoft, as shipped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._ref("plan_navegasoft")
        cls.env.company.support_plan_id = cls.plan
        cls.n1, cls.n2, cls.n3 = (cls._level(code) for code in ("n1", "n2", "n3"))

    @classmethod
    def _ref(cls, name):
        """Return a record that the addon ships."""
        return cls.env.ref(f"helpdesk_support_plan.{name}")

    @classmethod
    def _level(cls, code):
        return cls._ref(f"level_navegasoft_{code}")

    @classmethod
    def _stage(cls, code):
        """Return helpdesk_mgmt's stage with that code."""
        return cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new").search(
            [("code", "=", code)], limit=1
        )

    @classmethod
    def _classified(cls, **values):
        """Return a ticket of the analyst that lacks nothing but the confirmation."""
        return cls._create_ticket(
            **{
                "type_id": cls._ref("type_bug").id,
                "tag_ids": cls._ref("tag_documentos_electronicos").ids,
                "partner_id": cls.carolina.id,
                "team_id": cls.team.id,
                "user_id": cls.analyst.id,
                # such a one would have to be escalated
                "no_escalation_reason": "Era una configuración",
                # and to go through a procedure, which has tests of its own
                "playbook_id": False,
                **values,
            }
        )
