"""The base of tests of pure rules: Odoo's where Odoo runs, the plain one elsewhere.

Odoo passes over a plain TestCase in silence. Test methods have to stand in the class's
own body: neither runner of Odoo collects inherited ones.
"""

try:
    from odoo.tests import BaseCase as LogicCase
except ImportError:
    from unittest import TestCase as LogicCase  # noqa: F401
