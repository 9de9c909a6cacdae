"""Uploads: the files that customers send with the portal, before they are kept."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ..logic.uploads import (
    HEAD_BYTES,
    MAX_BYTES,
    MAX_FILES,
    MAX_TOTAL_BYTES,
    SUFFIXES,
    Refusal,
    Upload,
    clean_name,
    find_refusal,
)

MEGABYTE = 1024**2


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _read_uploads(self, files):
        """Read the files of a request; of what is too much, no more than that it is.

        :param files: werkzeug's, as `request.httprequest.files.getlist(…)` gives them;
            those without a name are what browsers send for none at all
        :return: a list of (name, bytes)
        :raises UserError: one sentence, if any of them is not taken (S11)
        """
        named = [file for file in files if file.filename]
        if len(named) > MAX_FILES:
            raise UserError(self._explain_refusal(Refusal("too_many")))
        # one byte more than allowed is enough to know
        read = [(clean_name(it.filename), it.read(MAX_BYTES + 1)) for it in named]
        self._check_uploads(read)
        return read

    @api.model
    def _get_upload_terms(self):
        """Return what the template portal_upload says, and its script checks."""
        return {
            "files": MAX_FILES,
            "bytes": MAX_BYTES,
            "total": MAX_TOTAL_BYTES,
            "suffixes": ",".join(f".{suffix}" for suffix in SUFFIXES),
        }

    @api.model
    def _check_uploads(self, contents):
        """Refuse files that customers may not send.

        :param contents: a list of (name, bytes)
        :raises UserError: one sentence
        """
        uploads = [
            Upload(name, len(content), guess_mimetype(content), content[:HEAD_BYTES])
            for name, content in contents
        ]
        if refusal := find_refusal(uploads):
            raise UserError(self._explain_refusal(refusal))

    @api.model
    def _explain_refusal(self, refusal):
        """Return the sentence that tells somebody why their files are not taken."""
        if refusal.code == "too_many":
            return self.env._("Please attach %s files at most.", MAX_FILES)
        if refusal.code == "empty":
            return self.env._("“%s” is empty: please attach it again.", refusal.name)
        if refusal.code == "type":
            return self.env._(
                "We cannot take “%s”: pictures, videos, PDF, office documents, text "
                "and ZIP files are fine.",
                refusal.name,
            )
        if refusal.name:
            return self.env._(
                "“%(name)s” is too large: %(size)s MB at most, please.",
                name=refusal.name,
                size=MAX_BYTES // MEGABYTE,
            )
        return self.env._(
            "The files are too large together: %s MB at most, please.",
            MAX_TOTAL_BYTES // MEGABYTE,
        )
