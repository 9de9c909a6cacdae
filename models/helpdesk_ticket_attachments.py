"""Attachments: which of a ticket's files the customer may see."""

from odoo import models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    def _get_portal_attachments(self):
        """Return what a ticket's customer may see of its files, oldest first.

        Those of messages that they can read, and what they have brought themselves. A
        file that an analyst attaches without a message is the desk's own, like those
        of its notes. The caller has checked that the reader may see the tickets.

        :return: {ticket id: ir.attachment, with all rights}
        """
        # sudo: ir.attachment: files of tickets that the caller has checked, sorted here
        files = self.env["ir.attachment"].sudo()
        found = files.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("res_field", "=", False),
            ],
            order="id",
        )
        # sudo: mail.message: only which files came with which messages
        messages = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("attachment_ids", "in", found.ids),
                ]
            )
        )
        shown = messages.filtered(self._is_public).attachment_ids
        silent = found - messages.attachment_ids
        shown |= silent.filtered(lambda file: file.create_uid.share)
        by_ticket = (found & shown).grouped("res_id")
        return {ticket.id: by_ticket.get(ticket.id, files) for ticket in self}
