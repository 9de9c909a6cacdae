"""Who may do what with which model of ours: all of it, as one table."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import (
    ALL,
    COMMITTEE,
    LEADER,
    MANAGER,
    OWN,
    TEAM,
    PlanCommon,
    new_test_user,
)

#: the order of the columns below
ROLES = {
    "public": None,
    "portal": "base.group_portal",
    "employee": "base.group_user",
    "seller": "sales_team.group_sale_salesman",
    "biller": "account.group_account_invoice",
    "own": OWN,
    "team": TEAM,
    "all": ALL,
    "committee": COMMITTEE,
    "leader": LEADER,
    "manager": MANAGER,
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
#: what everybody of the desk has of each kind of model, by role from own to manager
DESK = ("own", "team", "all", "committee", "leader", "manager")
READS = dict.fromkeys(DESK, "r")
CONFIGURES = {**READS, "manager": "rwcd"}
DIALOG = dict.fromkeys(DESK, "rwcd")

#: {model: {role: operations}}; roles that are not named may do nothing
TABLE = {
    "helpdesk.support.plan": {**CONFIGURES, "seller": "r"},
    "helpdesk.support.level": CONFIGURES,
    "helpdesk.support.severity": CONFIGURES,
    "helpdesk.support.role": CONFIGURES,
    "helpdesk.sla.policy": CONFIGURES,
    "helpdesk.scope.item": CONFIGURES,
    "helpdesk.sla.clock": READS,
    "helpdesk.ticket.event": READS,
    "helpdesk.sla.compliance": READS,
    "helpdesk.sla.pause.report": READS,
    "helpdesk.customer.report": dict.fromkeys(("leader", "manager"), "rwcd"),
    "helpdesk.payment.agreement": {"biller": "rwcd"},
    "helpdesk.article": {
        **dict.fromkeys(("own", "team", "all", "committee"), "rwc"),
        **dict.fromkeys(("leader", "manager"), "rwcd"),
    },
    "helpdesk.self.service": dict.fromkeys(("leader", "manager"), "r"),
    "helpdesk.plan.notice": dict.fromkeys(("leader", "manager"), "rwcd"),
    "helpdesk.plan.simulation": DIALOG,
    "helpdesk.plan.simulation.line": DIALOG,
    "helpdesk.escalation.route": CONFIGURES,
    "helpdesk.escalation.rule": CONFIGURES,
    "helpdesk.escalation.step": READS,
    "helpdesk.escalation": READS,
    "helpdesk.contact.attempt": READS,
    "helpdesk.playbook": CONFIGURES,
    "helpdesk.test.environment": {
        **dict.fromkeys(("own", "team", "all", "committee", "leader"), "rwc"),
        "manager": "rwcd",
    },
    "helpdesk.playbook.step": CONFIGURES,
    "helpdesk.ticket.step": READS,
    "helpdesk.ticket.database": DIALOG,
    "helpdesk.ticket.merge": DIALOG,
    "helpdesk.ticket.merge.line": DIALOG,
    "helpdesk.ticket.act": DIALOG,
    "helpdesk.ticket.escalate": DIALOG,
    "helpdesk.ticket.step.do": DIALOG,
    "helpdesk.contact.log": DIALOG,
    "helpdesk.plan.people": DIALOG,
    "helpdesk.scope.decision": DIALOG,
    "helpdesk.playbook.proposal": DIALOG,
    "helpdesk.ticket.ask": DIALOG,
    "helpdesk.ticket.cancel": DIALOG,
}


@tagged("post_install", "-at_install")
class TestAccessTable(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"role_{role}", group)
            if group
            else cls.env.ref("base.public_user")
            for role, group in ROLES.items()
        }

    def _get_models(self):
        """Return the models that this addon makes, without those that are abstract."""
        ours = self.env["ir.model.data"].search(
            [("module", "=", "helpdesk_support_plan"), ("model", "=", "ir.model")]
        )
        others = self.env["ir.model.data"].search(
            [
                ("module", "!=", "helpdesk_support_plan"),
                ("model", "=", "ir.model"),
                ("res_id", "in", ours.mapped("res_id")),
            ]
        )
        models = self.env["ir.model"].browse(
            set(ours.mapped("res_id")) - set(others.mapped("res_id"))
        )
        return [name for name in models.mapped("model") if not self.env[name]._abstract]

    def _get_rights(self, model, user):
        rights = self.env["ir.model.access"].with_user(user)
        return "".join(
            letter
            for letter, operation in OPERATIONS.items()
            if rights.check(model, operation, raise_exception=False)
        )

    def test_every_role_model_and_operation(self):
        self.assertEqual(set(TABLE), set(self._get_models()))
        for model, expected in TABLE.items():
            for role, user in self.users.items():
                with self.subTest(model=model, role=role):
                    self.assertEqual(
                        self._get_rights(model, user), expected.get(role, "")
                    )

    def test_every_model_that_is_kept_has_rules(self):
        """DESIGN 8: never only rights, and never only a check in Python."""
        for name in self._get_models():
            if self.env[name]._transient:
                continue
            with self.subTest(name):
                rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
                self.assertTrue(rules)

    def test_what_is_of_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Otra sociedad"})
        plan = self.plan.copy({"company_id": other.id})
        for record in (plan, plan.level_ids[:1], plan.severity_ids, plan.policy_ids):
            with self.subTest(record._name):
                self.assertFalse(
                    record.with_user(self.users["manager"]).search(
                        [("id", "in", record.ids)]
                    )
                )
                with self.assertRaises(AccessError):
                    record.with_user(self.users["manager"]).read(["display_name"])
