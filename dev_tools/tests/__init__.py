"""Tests of ./dev itself; they need no Odoo. Run by ./dev test and ./dev test --fast."""
