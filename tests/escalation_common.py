"""A desk with people at each level, for the tests of hand-overs."""

from .common import ALL, OWN, new_test_user
from .sla_common import SlaCommon


class EscalationCommon(SlaCommon):
    """Ana works at level 1, Beto and Bea at level 2, Carla at 3, Coco in sales."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.beto, cls.bea, cls.carla, cls.coco = (
            new_test_user(cls.env, name.lower(), group, name=name)
            for name, group in (
                ("Beto", OWN),
                ("Bea", OWN),
                ("Carla", OWN),
                ("Coco", ALL),
            )
        )
        cls.commercial = cls._level("commercial")
        for code in ("navegasoft", "cobranza", "interfactura"):
            cls._staff(code, "n1", cls.analyst)
        for code in ("navegasoft", "cobranza", "codify", "interfactura"):
            cls._staff(code, "n2", cls.beto | cls.bea)
            cls._staff(code, "n3", cls.carla)
        cls._staff("navegasoft", "commercial", cls.coco)
        cls.team.user_ids += cls.beto | cls.bea | cls.carla | cls.coco

    @classmethod
    def _staff(cls, plan, code, people):
        cls._ref(f"level_{plan}_{code}").user_ids = people

    @classmethod
    def _open(cls, kind="problem", **values):
        """Return a ticket of Ana's, classified, as she has it."""
        type_id = cls._ref(f"type_{kind}").id
        ticket = cls._classified(type_id=type_id, no_escalation_reason=False, **values)
        ticket.action_confirm_triage()
        return ticket.with_user(cls.analyst)

    def _find_activities(self, ticket, kind="take_over"):
        name = f"helpdesk_support_plan.mail_activity_type_{kind}"
        return ticket.sudo()._find_activities(name)

    def _get_told(self, ticket):
        """Return what the customer of a ticket was told by the desk itself."""
        return ticket.sudo().message_ids.filtered(
            lambda message: message.message_type == "auto_comment"
        )
