"""A desk on which the shipped procedures can be gone through, step by step."""

from odoo.fields import Command

from .escalation_common import EscalationCommon
from .standing_common import StandingCommon

#: what technical support asks for
INFORMATION = {
    "investigation_steps": "Contabilizar una factura",
    "investigation_error": "Error 402",
    "investigation_other": "n/a",
}


class ProcedureCommon(EscalationCommon, StandingCommon):
    """Carolina's company has bought the modules that shipped tags are about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subscription = cls._subscribe()
        cls.modules, cls.documents = (
            cls._ref(f"tag_{name}") for name in ("modulos", "documentos_electronicos")
        )
        (cls.modules | cls.documents).product_ids = cls.software
        # what nobody has bought
        cls.other_software = cls.env["product.product"].create({"name": "Nómina"})

    @classmethod
    def _create_ticket(cls, **values):
        """Return a ticket that gets the procedure that fits it, as at any desk."""
        if not values.get("playbook_id"):
            values.pop("playbook_id", None)
        return super()._create_ticket(**values)

    @classmethod
    def _begin(cls, kind, *tags, **values):
        """Return a ticket that is classified, as its analyst has it.

        :param str kind: the code of its type
        :param tags: helpdesk.ticket.tag records; the modules if none are given
        """
        ids = [tag.id for tag in tags or (cls.modules,)]
        return cls._open(kind, tag_ids=[Command.set(ids)], **values)

    @classmethod
    def _step(cls, ticket, key):
        """Return the step of a ticket by the end of its XML id."""
        name = ticket.sudo().playbook_id.get_external_id()
        step = cls.env.ref(f"{name[ticket.sudo().playbook_id.id]}_{key}")
        return ticket.step_ids.filtered(lambda row: row.step_id == step)

    def _assert_states(self, ticket, **expected):
        """Compare the states of steps, by the ends of their XML ids."""
        found = {key: self._step(ticket, key).state for key in expected}
        self.assertEqual(found, expected)

    def _assert_next(self, ticket, key):
        """Compare the next step, by the end of its XML id."""
        following = ticket.sudo().playbook_next_id.step_id
        self.assertEqual(following, self._step(ticket, key).sudo().step_id)

    def _hand_over(self, ticket, level=None):
        """Bring a ticket to technical support as N1 does; return it as they have it."""
        ticket.write(INFORMATION)
        self._step(ticket, "duplicates").mark_done()
        ticket.escalate("Necesita soporte técnico", level)
        return ticket.with_user(self.carla)

    def _attach(self, ticket, name, user=None):
        """Attach a file to a ticket, as somebody."""
        return (
            self.env["ir.attachment"]
            .with_user(user or self.analyst)
            .create(
                {
                    "name": name,
                    "raw": b"<x/>",
                    "res_model": ticket._name,
                    "res_id": ticket.id,
                }
            )
        )
