"""The published promise: customers read their own plan, in public words only."""

import re
from datetime import datetime, timedelta

from lxml import html

from odoo.modules.migration import load_script
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools.misc import file_path

from ..hooks import give_links_back
from .standing_common import StandingCommon

#: what is the desk's own business
UNSAID = ("priorit", "star", "arrears", "overdue", "committee", "ownership")
CODES = ("navegasoft", "cobranza", "codify", "interfactura", "ikhodi")
NOW = datetime(2026, 3, 9, 15)


class PublicationCommon(StandingCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user.tz = "America/Bogota"
        cls.plans = {code: cls._ref(f"plan_{code}") for code in CODES}
        cls.ikhodi = cls.plans["ikhodi"]

    def _find(self, reader=None):
        plans = self.env["helpdesk.support.plan"]
        reader = reader or self.portal_user
        return plans.with_user(reader)._find_published(reader)

    def _present(self, plan, reader=None):
        reader = reader or self.portal_user
        return plan.with_user(reader)._present_plan(reader, NOW)


@tagged("post_install", "-at_install")
class TestWhosePlan(PublicationCommon):
    def test_that_of_each_subscription_in_progress(self):
        first, second, third = (self._subscribe() for _number in range(3))
        first.support_plan_id = second.support_plan_id = self.ikhodi
        found = self._find()
        self.assertEqual(list(found), [self.ikhodi, self.plan])
        self.assertEqual(found[self.ikhodi], first | second)
        self.assertEqual(found[self.plan], third)

    def test_without_one_that_of_the_customer_else_of_the_company(self):
        self.assertEqual(list(self._find()), [self.plan])
        self.company_a.support_plan_id = self.ikhodi
        self.assertEqual(list(self._find()), [self.ikhodi])
        self.carolina.support_plan_id = self.plans["codify"]
        self.assertEqual(list(self._find()), [self.plans["codify"]])

    def test_not_one_that_is_archived_or_of_another_company(self):
        self.company_a.support_plan_id = self.ikhodi
        self.ikhodi.active = False
        self.assertEqual(list(self._find()), [self.plan])
        self.ikhodi.active = True
        other = self.env["res.company"].create({"name": "Otra mesa"})
        self.ikhodi.company_id = other
        self.assertEqual(list(self._find()), [self.plan])

    def test_a_subscription_that_has_ended_gives_none(self):
        subscription = self._subscribe()
        subscription.support_plan_id = self.ikhodi
        ended = self.env["sale.subscription.stage"].search(
            [("type", "=", "post")], limit=1
        )
        subscription.stage_id = ended
        self.assertEqual(list(self._find()), [self.plan])

    def test_where_there_is_none_nothing_is_found(self):
        self.env.company.support_plan_id = False
        self.assertFalse(self._find())


@tagged("post_install", "-at_install")
class TestPresentation(PublicationCommon):
    def test_targets_by_type_and_impact_in_public_words(self):
        """NAV-1.3-03"""
        shown = self._present(self.plan)["targets"]
        rows = {
            row["label"]: [cell["text"] for cell in row["cells"]]
            for row in shown["rows"]
        }
        self.assertIn("Solution", shown["columns"])
        solution = shown["columns"].index("Solution")
        self.assertEqual(rows["Problem"][solution], "24 hours")
        self.assertEqual(rows["Question"][solution], "48 hours")
        urgent = rows["Any of them, with the impact “Critical impact”"]
        self.assertEqual(urgent[solution], "8 hours")
        self.assertEqual(
            [cell["label"] for cell in shown["rows"][0]["cells"]], shown["columns"]
        )

    def test_what_is_left_open_is_said_so(self):
        """COB: the manual left the hours blank."""
        shown = self._present(self.plans["cobranza"])["targets"]
        texts = {
            (cell["text"], cell["is_promise"])
            for row in shown["rows"]
            for cell in row["cells"]
        }
        undefined = self.env["helpdesk.sla.policy"]._fields["undefined_kind"]
        labels = dict(undefined._description_selection(self.env))
        self.assertIn((labels["blank"], False), texts)

    def test_a_target_of_their_own_is_theirs_alone(self):
        self.env["helpdesk.sla.policy"].create(
            {
                "name": "El Sol",
                "plan_id": self.plan.id,
                "metric": "resolution",
                "amount": 5,
                "unit": "hours",
                "partner_ids": self.company_a.ids,
            }
        )
        mateo = new_test_user(
            self.env, "mateo", "base.group_portal", partner_id=self.mateo.id
        )
        for reader, expected in ((self.portal_user, "5 hours"), (mateo, "24 hours")):
            shown = self._present(self.plan, reader)["targets"]
            at = shown["columns"].index("Solution")
            self.assertEqual(shown["rows"][0]["cells"][at]["text"], expected)

    def test_no_level_and_no_internal_word_in_any_plan(self):
        for code, plan in self.plans.items():
            with self.subTest(code):
                plan.to_confirm = "Secreto de la mesa"
                text = str(self._present(plan))
                for word in (*UNSAID, "secreto"):
                    self.assertNotIn(word, text.lower())
                for name in plan.level_ids.mapped("name"):
                    self.assertNotRegex(text, rf"\b{re.escape(name)}\b")

    def test_impacts_with_definition_and_example(self):
        first, *_rest, last = self._present(self.plan)["impacts"]
        self.assertEqual(first["name"], "Critical impact")
        self.assertIn("cannot enter", first["definition"])
        self.assertIn("log in", first["example"])
        self.assertEqual(last["name"], "Low impact")

    def test_without_impacts_stars_become_public_words(self):
        plan = self.plans["codify"]
        self.env["helpdesk.sla.policy"].create(
            {
                "name": "x",
                "plan_id": plan.id,
                "metric": "resolution",
                "amount": 30,
                "unit": "days",
                "priorities": "3",
            }
        )
        labels = [row["label"] for row in self._present(plan)["targets"]["rows"]]
        self.assertIn("Critical impact", labels)

    def test_hours_in_their_zone_and_in_the_readers(self):
        hours = self._present(self.plan)["hours"]
        self.assertIn("08:00–17:00", hours["text"])
        self.assertEqual(hours["zone"], "Bogota")
        self.assertIsNone(hours["theirs"])
        self.portal_user.tz = "America/Santiago"  # two hours ahead in March
        theirs = self._present(self.plan)["hours"]["theirs"]
        self.assertIn("10:00–19:00", theirs["text"])
        self.assertEqual(theirs["zone"], "Santiago")
        self.portal_user.tz = "America/Lima"  # the same time by another name
        self.assertIsNone(self._present(self.plan)["hours"]["theirs"])

    def test_channels_and_the_one_that_is_none(self):
        """NAV-2.3-10"""
        channels = self._present(self.plan)["channels"]
        self.assertIn("Live chat", channels["official"])
        self.assertEqual(channels["unofficial"], ["WhatsApp"])
        self.assertNotIn("Other", channels["official"])

    def test_holidays_of_the_next_twelve_months_in_order(self):
        shown = self._present(self.plan)["holidays"]
        self.assertGreater(len(shown), 10)
        self.assertEqual(shown[0]["day"], "Monday 23 March 2026")
        self.assertIn("San José", shown[0]["name"])
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Inventario",
                "calendar_id": self.plan.calendar_id.id,
                "date_from": NOW + timedelta(days=1),
                "date_to": NOW + timedelta(days=1, hours=3),
            }
        )
        self.assertEqual(
            self._present(self.plan)["holidays"][0],
            {"day": "Tuesday 10 March 2026, 10:00–13:00", "name": "Inventario"},
        )

    def test_both_parties_duties_and_how_a_ticket_ends(self):
        """NAV-1.3: the responsibilities of both parties."""
        for code, plan in self.plans.items():
            shown = self._present(plan)
            self.assertTrue(shown["our_duties"], code)
            self.assertTrue(shown["their_duties"], code)
            self.assertIn("7 days", shown["closing"][-1])
        self.assertIn("authorised", self._present(self.plans["codify"])["closing"][0])
        self.ikhodi.write({"autoclose_days": 9, "reopen_days": 0})
        closing = self._present(self.ikhodi)["closing"]
        self.assertIn("9 days", " ".join(closing))
        self.assertIn("open a new one", closing[-1])

    def test_where_they_help_themselves(self):
        """COB-28 … -30"""
        plan = self.plans["cobranza"]
        plan.write(
            {
                "user_manual_url": "manual.example.com",
                "video_tutorials_url": "https://v.example.com",
            }
        )
        links = {one["url"]: one["label"] for one in self._present(plan)["links"]}
        self.assertEqual(links["https://manual.example.com"], "User manual")
        self.assertEqual(links["https://v.example.com"], "Video tutorials")
        self.assertIn("/help", links)
        plan.user_manual_url = "javascript:alert(1)"
        for link in self._present(plan)["links"]:
            self.assertFalse(link["url"].startswith("javascript"))

    def test_as_many_queries_for_many_as_for_few(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            for plan in self._find():
                self._present(plan)
            return self.cr.sql_log_count - before

        self._subscribe()
        count()
        few = count()
        for _number in range(10):
            self._subscribe()
        self.assertLessEqual(count(), few + 1)


@tagged("post_install", "-at_install")
class TestPlanPage(PublicationCommon):
    def _open(self, login="carolina", path="/my/support-plan"):
        self.env.flush_all()
        self.authenticate(login, login)
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        return response.text

    def test_the_page_says_all_of_it(self):
        page = html.fromstring(self._open())
        for name in (
            *("hours", "channels", "targets", "impacts", "our_duties"),
            *("their_duties", "exclusions", "closing", "holidays", "links"),
        ):
            self.assertTrue(page.xpath(f"//div[@name='{name}']"), name)
        (told,) = page.find_class("o_hd_plan")
        text = told.text_content().lower()
        for word in (*UNSAID, "prioridad"):
            self.assertNotIn(word, text)
        for name in self.plan.level_ids.mapped("name"):
            self.assertNotRegex(told.text_content(), rf"\b{re.escape(name)}\b")
        self.assertIn("24 hours", text)

    def test_never_the_plan_of_others(self):
        """Whatever is asked for; and not their subscriptions either."""
        theirs = self._subscribe(self.company_b)
        theirs.support_plan_id = self.ikhodi
        self.ikhodi.contact_info = "solo-andino@example.com"
        for path in (
            "/my/support-plan",
            f"/my/support-plan?plan={self.ikhodi.id}",
            f"/my/support-plan?plan_id={self.ikhodi.id}&subscription={theirs.id}",
            "/my/support-plan?plan=%00&x[]=1",
        ):
            page = self._open(path=path)
            self.assertNotIn("solo-andino", page)
            self.assertNotIn("Ikhodi", page)
        new_test_user(self.env, "mateo", "base.group_portal", partner_id=self.mateo.id)
        self.assertIn("solo-andino", self._open("mateo"))

    def test_who_has_no_login_is_sent_to_get_one(self):
        self.authenticate(None, None)
        response = self.url_open("/my/support-plan", allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_without_a_plan_it_says_what_to_do(self):
        self.env.company.support_plan_id = False
        self.assertIn("/new/ticket", self._open())

    def test_what_a_desk_writes_is_text(self):
        self.plan.provider_duties = "<script>alert(1)</script>"
        page = self._open()
        self.assertNotIn("<script>alert(1)", page)


@tagged("post_install", "-at_install")
class TestShippedPublication(PublicationCommon):
    def test_what_the_manuals_say(self):
        validation = {code: plan.validation for code, plan in self.plans.items()}
        self.assertEqual(
            validation,
            {
                "navegasoft": "none",
                "cobranza": "customer",
                "codify": "authorised",
                "interfactura": "none",
                "ikhodi": "customer",
            },
        )
        asked = [code for code, plan in self.plans.items() if plan.portal_ask_module]
        self.assertEqual(asked, ["navegasoft"])

    def test_the_stages_get_their_mails_back_when_the_addon_goes(self):
        closed = self.env.ref("helpdesk_mgmt.closed_ticket_template")
        solved, begun = self._stage("solved"), self._stage("in_progress")
        self.assertNotEqual(solved.mail_template_id, closed)
        give_links_back(self.env)
        self.env.invalidate_all()
        self.assertEqual(solved.mail_template_id, closed)
        self.assertFalse(begun.mail_template_id)

    def test_an_upgrade_gives_what_is_lacking_and_keeps_what_was_chosen(self):
        ikhodi, codify = self.ikhodi, self.plans["codify"]
        before = ikhodi.provider_duties
        ikhodi.write({"provider_duties": False, "validation": "none"})
        codify.write({"customer_duties": "Nada", "validation": "customer"})
        self.plan.exclusions = "Developments: the commercial area offers them.\nx"
        stages = {code: self._stage(code) for code in ("solved", "in_progress")}
        own = self.env.ref("helpdesk_mgmt.changed_stage_template")
        stages["solved"].mail_template_id = self.env.ref(
            "helpdesk_mgmt.closed_ticket_template"
        )
        stages["in_progress"].mail_template_id = own
        path = "helpdesk_support_plan/migrations/19.0.1.5.0/post-migration.py"
        load_script(file_path(path), "post-migration").migrate(self.cr, "19.0.1.4.0")
        self.assertEqual(ikhodi.provider_duties, before)
        self.assertEqual(ikhodi.validation, "customer")
        self.assertEqual(codify.customer_duties, "Nada")
        self.assertEqual(codify.validation, "customer")
        self.assertIn("make you an offer", self.plan.exclusions)
        solved = self._ref("mail_template_stage_solved")
        self.assertEqual(stages["solved"].mail_template_id, solved)
        self.assertEqual(stages["in_progress"].mail_template_id, own)
