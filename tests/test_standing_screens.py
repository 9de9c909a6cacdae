"""Screens on which people look up a standing, as users with few rights see them."""

from ast import literal_eval

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .standing_common import StandingCommon

BILLER = "account.group_account_invoice"
SALESMAN = "sales_team.group_sale_salesman"
SUBSCRIPTION_AMOUNTS = ("recurring_total", "amount_tax", "amount_total")
LINE_AMOUNTS = (
    *("price_unit", "discount", "price_subtotal", "price_total"),
    "amount_tax_line_amount",
)
#: what needs the rights of Sales
SALES_BUTTONS = (
    *("manual_invoice", "action_close_subscription", "action_open_pause_wizard"),
    *("action_resume", "action_view_sale_order_ids"),
)


class ScreensCommon(StandingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesman = new_test_user(cls.env, "sara", SALESMAN, name="Sara")
        cls.biller = new_test_user(cls.env, "bruno", BILLER, name="Bruno")
        cls.order = cls.env["sale.order"].create({"partner_id": cls.company_a.id})
        cls.subscription = cls._subscribe(sale_order_id=cls.order.id)

    def _open(self, record, user, kinds=("form",)):
        """Read a record as the web client does; return {kind: (arch, values)}."""
        model = record.with_user(user).browse()
        views = model.get_views([(False, kind) for kind in (*kinds, "search")])
        opened = {}
        for kind in kinds:
            arch = etree.fromstring(views["views"][kind]["arch"])
            specification = self._specify(arch, model)
            if kind == "form":
                values = model.browse(record.ids).web_read(specification)
            else:
                values = model.web_search_read(
                    [("id", "in", record.ids)], specification
                )["records"]
            self.assertEqual([value["id"] for value in values], record.ids)
            opened[kind] = (arch, values[0])
        return opened

    def _specify(self, arch, model):
        """Return what the web client asks for: the fields that the view shows."""
        specification = {}
        for node in arch.iter("field"):
            if any(parent.tag == "field" for parent in node.iterancestors()):
                continue
            field = model._fields[node.get("name")]
            asked = {}
            if field.type == "many2one":
                asked = {"fields": {"display_name": {}}}
            elif field.relational and node.find("list") is not None:
                lines = self.env[field.comodel_name]
                asked = {"fields": self._specify_lines(node.find("list"), lines)}
            elif field.type == "many2many":
                asked = {"fields": {"display_name": {}}}
            specification[field.name] = asked
        return specification

    def _specify_lines(self, arch, model):
        return {
            node.get("name"): {"fields": {"display_name": {}}}
            if model._fields[node.get("name")].relational
            else {}
            for node in arch.iter("field")
        }

    def _shows(self, arch, name):
        return bool(arch.xpath(f"//*[@name='{name}']"))


@tagged("post_install", "-at_install")
class TestSubscriptionScreens(ScreensCommon):
    def test_analysts_open_every_view(self):
        """NAV-3.1-06: they verify what is contracted, and see no amounts."""
        self._bill(self.subscription, overdue=23)
        opened = self._open(self.subscription, self.analyst, ("form", "list", "kanban"))
        for arch, values in opened.values():
            self.assertEqual(values["standing"], "arrears")
            self.assertEqual(values["sale_order_number"], self.order.name)
            for name in (*SUBSCRIPTION_AMOUNTS, *LINE_AMOUNTS):
                self.assertFalse(self._shows(arch, name), name)
            told = etree.tostring(arch, encoding="unicode")
            self.assertNotRegex(told, "amount|recurring_total|price_")
        form, values = opened["form"]
        self.assertIn("23 days overdue", values["standing_text"])
        self.assertEqual(len(values["sale_subscription_line_ids"]), 1)
        buttons = (*SALES_BUTTONS, "action_view_account_invoice_ids")
        for name in (*buttons, "action_agree_payment"):
            self.assertFalse(self._shows(form, name), name)

    def test_salesmen_see_what_they_saw(self):
        opened = self._open(
            self.subscription, self.salesman, ("form", "list", "kanban")
        )
        form, values = opened["form"]
        for name in (
            *SUBSCRIPTION_AMOUNTS,
            "price_unit",
            "price_total",
            *SALES_BUTTONS,
        ):
            self.assertTrue(self._shows(form, name), name)
        self.assertEqual(values["recurring_total"], 100)
        self.assertTrue(self._shows(form, "action_view_account_invoice_ids"))
        self.assertFalse(self._shows(form, "action_agree_payment"))
        self.assertEqual(opened["kanban"][1]["amount_total"], 100)
        self.assertEqual(opened["list"][1]["standing"], "ok")

    def test_amounts_by_rpc(self):
        """Neither read, nor searched, grouped, sorted or exported by analysts."""
        subscriptions = self.env["sale.subscription"].with_user(self.analyst)
        lines = self.env["sale.subscription.line"].with_user(self.analyst)
        for model, names in (
            (subscriptions, SUBSCRIPTION_AMOUNTS),
            (lines, LINE_AMOUNTS),
        ):
            self.assertTrue(model.search_read([], ["display_name"]))
            for name in names:
                for attempt in (
                    lambda m=model, n=name: m.search([]).read([n]),
                    lambda m=model, n=name: m.search_read([(n, ">", 1)], ["id"]),
                    lambda m=model, n=name: m.search([], order=n),
                    lambda m=model, n=name: m.formatted_read_group(
                        [], [], [f"{n}:sum"]
                    ),
                    lambda m=model, n=name: m.formatted_read_group(
                        [], [n], ["__count"]
                    ),
                    lambda m=model, n=name: m.search([]).web_read({n: {}}),
                    lambda m=model, n=name: (
                        m.with_user(self.leader).search([]).export_data([n])
                    ),
                ):
                    with self.assertRaises(AccessError):
                        attempt()
            self.assertFalse({*names} & {*model.fields_get()})
        self.assertFalse(
            {*SUBSCRIPTION_AMOUNTS} & {*subscriptions.search([]).read()[0]}
        )

    def test_what_leads_to_invoices_and_orders(self):
        invoice = self._bill(self.subscription, overdue=23)
        theirs = self.subscription.with_user(self.analyst)
        for name in ("invoice_ids", "sale_order_ids", "account_invoice_ids_count"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                theirs.read([name])
        for condition in (
            ("invoice_ids.amount_total", ">", 1),
            ("sale_order_id.amount_total", ">", -1),
            ("sale_order_ids.amount_total", ">", -1),
        ):
            with self.subTest(condition=condition), self.assertRaises(AccessError):
                theirs.search([condition])
        for method in ("action_view_account_invoice_ids", "action_agree_payment"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(theirs, method)()
        with self.assertRaises(AccessError):
            invoice.with_user(self.analyst).read(["name"])

    def test_analysts_only_read(self):
        theirs = self.subscription.with_user(self.analyst)
        for attempt in (
            lambda: theirs.write({"description": "x"}),
            lambda: theirs.copy(),
            lambda: theirs.unlink(),
            lambda: theirs.manual_invoice(),
            lambda: theirs.generate_invoice(),
            lambda: theirs.close_subscription(),
            lambda: theirs.action_pause(),
            lambda: theirs.message_post(body="x"),
            lambda: theirs.sale_subscription_line_ids.write({"product_uom_qty": 3}),
            lambda: theirs.template_id.write({"name": "x"}),
            lambda: theirs.stage_id.write({"name": "x"}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertFalse(theirs.create_invoice())

    def test_others_read_none(self):
        for user in (self.employee, self.portal_user):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.subscription.with_user(user).read(["name"])
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.subscription.with_user(user).read(["standing"])
        other = self.env["res.company"].create({"name": "Otra"})
        self.analyst.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        theirs = self.env["sale.subscription"].with_user(self.analyst)
        self.assertFalse(theirs.search([("id", "=", self.subscription.id)]))

    def test_found_by_its_numbers_and_customer(self):
        """NAV-3.1-08, -09."""
        self._subscribe(self.company_b)
        for user in (self.analyst, self.salesman):
            model = self.env["sale.subscription"].with_user(user)
            for typed in (
                *(self.subscription.code, self.subscription.name),
                *(self.order.name, self.order.name.lower(), "Ferretería"),
            ):
                found = [key for key, _name in model.name_search(typed)]
                self.assertEqual(found, self.subscription.ids, typed)
                found = model.search([("display_name", "ilike", typed)])
                self.assertEqual(found, self.subscription, typed)
            found = model.search([("sale_order_number", "=", self.order.name)])
            self.assertEqual(found, self.subscription)
            self.assertFalse(model.name_search("no such thing"))

    def test_exact_numbers_come_first(self):
        """S0012 before S00123, which is the newer one."""
        self.order.name = "S0012"
        longer = self.env["sale.order"].create({"partner_id": self.company_a.id})
        longer.name = "S00123"
        newer = self._subscribe(sale_order_id=longer.id)
        model = self.env["sale.subscription"].with_user(self.analyst)
        found = [key for key, _name in model.name_search("s0012")]
        self.assertEqual(found, [self.subscription.id, newer.id])
        found = [key for key, _name in model.name_search("S0012", limit=1)]
        self.assertEqual(found, self.subscription.ids)
        domain = [("id", "=", newer.id)]
        found = [key for key, _name in model.name_search("S0012", domain)]
        self.assertEqual(found, newer.ids)

    def test_menu_filters_and_groups(self):
        menu = self.env.ref("helpdesk_support_plan.helpdesk_subscription_menu")
        visible = self.env["ir.ui.menu"].with_user(self.analyst)._visible_menu_ids()
        self.assertIn(menu.id, visible)
        self.assertEqual(menu.action.res_model, "sale.subscription")
        model = self.env["sale.subscription"].with_user(self.analyst)
        cards = menu.action.view_ids.view_id
        arch = etree.fromstring(model.get_view(cards.id, "kanban")["arch"])
        self.assertEqual(arch.get("records_draggable"), "0")
        self.assertFalse(arch.xpath("//t[@t-name='menu']"), "it edits and deletes")
        self.assertFalse(arch.get("default_group_by"))
        self._bill(self.subscription, overdue=23)
        arch = etree.fromstring(model.get_view(view_type="search")["arch"])
        filters = {
            node.get("name"): node.get("domain")
            for node in arch.iter("filter")
            if (node.get("name") or "").startswith("standing_")
        }
        self.assertEqual(len(filters), 6)
        found = {
            name
            for name, domain in filters.items()
            if model.search_count(literal_eval(domain))
        }
        self.assertEqual(found, {"standing_arrears"})
        self.assertTrue(self._shows(arch, "group_by_standing"))
        groups = model.formatted_read_group([], ["standing"], ["__count"])
        self.assertIn(("arrears", 1), [(g["standing"], g["__count"]) for g in groups])

    def test_one_invoice_opens_at_once(self):
        """NAV-3.1-10, -18: one is opened, several are listed, by both ways."""
        theirs = self.subscription.with_user(self.salesman)
        only = self._bill(self.subscription, overdue=3)
        self.assertEqual(theirs.account_invoice_ids_count, 0, "of another salesman")
        self.assertEqual(theirs.action_view_account_invoice_ids()["domain"][0][2], [])
        self.salesman.group_ids += self.env.ref(f"{SALESMAN}_all_leads")
        theirs.invalidate_recordset()
        action = theirs.action_view_account_invoice_ids()
        self.assertEqual(theirs.account_invoice_ids_count, 1)
        self.assertEqual(action["res_id"], only.id)
        self.assertEqual([kind for _view, kind in action["views"]], ["form"])
        second = self._bill_by_order(self.subscription, overdue=3)
        self._bill(self.subscription, move_type="out_refund")
        theirs.invalidate_recordset()
        action = theirs.action_view_account_invoice_ids()
        self.assertEqual(theirs.account_invoice_ids_count, 2)
        self.assertFalse(action["res_id"])
        self.assertEqual([kind for _view, kind in action["views"]], ["list", "form"])
        domain = action["domain"]
        found = self.env["account.move"].search(domain)
        self.assertEqual(found, only | second)
        # an analyst who bills, too, has no rights to Sales
        self.analyst.group_ids += self.env.ref(BILLER)
        theirs = self.subscription.with_user(self.analyst)
        self.assertEqual(theirs.account_invoice_ids_count, 2)
        self.assertEqual(theirs.action_view_account_invoice_ids()["domain"], [*domain])
        arch, values = self._open(self.subscription, self.analyst)["form"]
        self.assertEqual(values["account_invoice_ids_count"], 2)
        self.assertTrue(self._shows(arch, "action_agree_payment"))
        self.assertFalse(self._shows(arch, "recurring_total"))

    def test_salesmen_open_the_invoice(self):
        """What the button leads to; account alone asks them for payments."""
        invoice = self._bill(
            self.subscription, overdue=23, invoice_user_id=self.salesman.id
        )
        arch, values = self._open(invoice, self.salesman)["form"]
        self.assertIn("23 days overdue", values["subscription_standing_text"])
        self.assertNotIn("payment_count", values)
        self.assertTrue(self._shows(arch, "action_open_subscription"))
        arch, values = self._open(invoice, self.biller)["form"]
        self.assertEqual(values["payment_count"], 0)
        self.assertTrue(self._shows(arch, "action_agree_payment"))
        self.assertFalse(self._shows(arch, "action_open_subscription"))


@tagged("post_install", "-at_install")
class TestContactScreens(ScreensCommon):
    def test_an_employee_opens_a_contact(self):
        """Without rights to Sales or Accounting; subscription_oca alone breaks it."""
        self._bill(self.subscription, overdue=23)
        for record in (self.company_a, self.carolina):
            arch, values = self._open(record, self.employee)["form"]
            for name in ("standing", "standing_text", "subscription_ids"):
                self.assertNotIn(name, values)
                self.assertFalse(self._shows(arch, name), name)
            self.assertFalse(self._shows(arch, "action_view_subscription_ids"))

    def test_who_knows_the_standing_sees_it(self):
        self._bill(self.subscription, overdue=23)
        for user in (self.analyst, self.salesman, self.biller):
            for record in (self.company_a, self.carolina):
                with self.subTest(user=user.name, contact=record.name):
                    _arch, values = self._open(record, user)["form"]
                    self.assertEqual(values["standing"], "arrears")
                    self.assertIn("23 days overdue", values["standing_text"])
                    self.assertNotIn("100", values["standing_text"])

    def test_analysts_go_on_to_the_subscriptions(self):
        arch, values = self._open(self.company_a, self.analyst)["form"]
        self.assertTrue(self._shows(arch, "action_view_subscription_ids"))
        self.assertEqual(values["subscription_count"], 1)
        company = self.company_a.with_user(self.analyst)
        action = company.action_view_subscription_ids()
        found = self.env["sale.subscription"].with_user(self.analyst)
        self.assertEqual(found.search(action["domain"]), self.subscription)

    def test_billers_open_contacts_without_reading_subscriptions(self):
        arch, _values = self._open(self.company_a, self.biller)["form"]
        self.assertFalse(self._shows(arch, "action_view_subscription_ids"))
        self.assertTrue(self._shows(arch, "standing"))

    def test_customers_without_subscriptions_have_no_line(self):
        """It is hidden by its reason."""
        arch, values = self._open(self.company_b, self.analyst)["form"]
        self.assertEqual(values["standing_reason"], "no_subscription")
        (line,) = arch.xpath("//div[@name='standing']")
        self.assertIn("no_subscription", line.get("invisible"))

    def test_the_portal_learns_nothing(self):
        self._bill(self.subscription, overdue=23)
        theirs = self.carolina.with_user(self.portal_user)
        for name in ("standing", "standing_text", "standing_days", "standing_until"):
            with self.assertRaises(AccessError):
                theirs.read([name])
        with self.assertRaises(AccessError):
            theirs.search([("standing", "=", "arrears")])
