"""A procedure of the tests' own: every kind of step, whatever is shipped."""

from .escalation_common import EscalationCommon


class PlaybookCommon(EscalationCommon):
    """Tickets of one type have a procedure of five steps: see STEPS."""

    STEPS = (
        {"name": "Mirar", "phase": "Inicio", "gate": "escalate", "code": "look"},
        {"name": "Anotar", "phase": "Inicio", "wants": "text"},
        {
            "name": "Pasar",
            "phase": "Inicio",
            "gate": "escalate",
            "mode": "auto",
            "check": "handed_over",
            "action": "hand_over",
            "target": "n3",
        },
        {"name": "Probar", "phase": "Fin", "gate": "solve", "wants": "text"},
        {
            "name": "Verificar",
            "phase": "Fin",
            "gate": "solve",
            "action": "verify",
            "failure_level": "development",
        },
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the shipped ones have tests of their own
        cls.env["helpdesk.playbook"].search([("id", "!=", 0)]).active = False
        cls.kind = cls.env["helpdesk.ticket.type"].create({"name": "Revisión"})
        cls.playbook = cls.env["helpdesk.playbook"].create(
            {
                "name": "Revisar",
                "number": 8,
                "plan_ids": cls.plan.ids,
                "type_ids": cls.kind.ids,
                "step_ids": [
                    (0, 0, {**values, "sequence": 10 * place})
                    for place, values in enumerate(cls.STEPS, 1)
                ],
            }
        )
        steps = cls.playbook.step_ids
        steps[4:5].failure_step_id = steps[3:4]

    @classmethod
    def _create_reviewed(cls, **values):
        """Return a ticket in the procedure, that the analyst has in hand."""
        return cls._create_ticket(
            **{
                "type_id": cls.kind.id,
                "plan_id": cls.plan.id,
                "partner_id": cls.carolina.id,
                "team_id": cls.team.id,
                "user_id": cls.analyst.id,
                "stage_id": cls._stage("in_progress").id,
                **values,
            }
        )

    def _step(self, ticket, name):
        """Return the ticket's step with that name, for who has the ticket's rights."""
        return ticket.step_ids.filtered(lambda row: row.step_id.name == name)

    def _get_states(self, ticket):
        """Return the states of a ticket's steps, in order, as their first letters."""
        rows = ticket.step_ids.sorted(lambda row: row.sequence)
        return "".join(row.state[0] for row in rows)
