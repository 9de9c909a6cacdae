"""Odoo shell script for a demo database, with the real commits that no test has.

Everybody whom ./dev run names logs in. And a vendor bill comes in by mail: Odoo commits
in the middle of taking it in, so nothing of ours may hold a savepoint around mails that
are not for the desk.
"""
# ruff: noqa: F821 (the shell gives env, and who runs it LOGINS)

from email.message import EmailMessage

from odoo.tools import file_open

for login in LOGINS:
    credential = {"type": "password", "login": login, "password": login}
    env["res.users"].authenticate(credential, {"interactive": False})

domain = env["mail.alias.domain"].search([], limit=1)
domain = domain or domain.create({"name": "desk.example.com"})
journal = env["account.journal"].search([("type", "=", "purchase")], limit=1)
journal.alias_id.write({"alias_name": "bills", "alias_domain_id": domain.id})
env.cr.commit()

with file_open(
    "account_edi_ubl_cii/tests/test_files/bis3_bill_example.xml", "rb"
) as bill:
    attachment = bill.read()
mail = EmailMessage()
mail["From"], mail["To"] = "vendor@example.com", f"bills@{domain.name}"
mail["Subject"], mail["Message-Id"] = "Factura", "<bill@example.com>"
mail.set_content("Adjunta la factura.")
mail.add_attachment(attachment, "text", "xml", filename="bill.xml")
found = env["mail.thread"].message_process(None, mail.as_bytes())
env.cr.commit()
assert env["account.move"].browse(found).amount_total, "the bill was not read"
