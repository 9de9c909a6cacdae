"""Pure rules: plain values in and out, no Odoo, no clock. models/ keeps the records.

Texts are not made here: a rule answers with codes, and models say them in words.
"""
