"""What the five plans promise as shipped: the manuals' numbers, and no others."""

from datetime import datetime
from itertools import product

from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools.misc import file_path

from odoo.addons.helpdesk_support_plan.logic.sla_terms import METRICS, Traits

from .common import PlanCommon

#: a Monday without holidays, 10:00 or so in all of the plans' zones
MONDAY = datetime(2026, 3, 9, 16)
STARS = "0123"
#: the types that Navegasoft knows, and none
TYPES = ("problem", "question", "anomaly", "bug", "request", "usability", None)
BLANK, NONE = "Not defined", "No deadline"
#: plan: {(stars or None for all, type or None for all): {metric: promise}}
NAVEGASOFT = {
    "problem": "24 hours",
    "question": "48 hours",
    "anomaly": "72 hours",
    "bug": NONE,
    "request": "3 business days",
    "usability": "2 business days",
    None: BLANK,
}
IKHODI = {
    "3": ("15 minutes", "4 hours"),
    "2": ("30 minutes", "8 business hours"),
    "1": ("1 business hour", "24 business hours"),
    "0": ("4 business hours", "3 business days"),
}
#: plan: zone, hours in short, hours a week
HOURS = {
    "navegasoft": ("America/Bogota", "Mon–Fri 08:00–17:00", 45),
    "cobranza": ("America/Santiago", "Mon–Fri 18:00–20:00; Sat 09:00–13:00", 14),
    "codify": ("America/Santiago", "Mon–Fri 09:00–18:00", 45),
    "interfactura": ("America/Monterrey", "Mon–Sun 00:00–24:00", 168),
    "ikhodi": ("America/Guatemala", "Mon–Fri 08:00–17:00", 45),
}


@tagged("post_install", "-at_install")
class TestShippedPromises(PlanCommon):
    def _get_promises(self, plan, stars, kind=None, level=None):
        """Return {metric: what governs a ticket like this, in words}."""
        traits = Traits(
            plan=plan.id,
            level=(level or plan._get_intake_level()).id,
            stars=stars,
            type=kind and self._ref(f"type_{kind}").id,
        )
        terms = plan._get_terms(plan.id, 2025, 2028)
        labels = {"blank": BLANK, "none": NONE}
        found = {}
        for metric in METRICS:
            governing = terms.govern(metric, traits, MONDAY, ())
            policy = self.env["helpdesk.sla.policy"].browse(
                governing.policy if governing else ()
            )
            blank = labels[terms.get_undefined_kind(metric, traits)]
            found[metric] = policy.target if policy else blank
        return found

    def _check(self, plan, stars, kind=None, level=None, **expected):
        """Expect these promises, and none for the other metrics."""
        with self.subTest(plan=plan.code, stars=stars, type=kind):
            everything = {**dict.fromkeys(METRICS, BLANK), **expected}
            found = self._get_promises(plan, stars, kind, level)
            self.assertEqual(found, everything)

    def test_navegasoft(self):
        """NAV-3.2-10, -15, -17, -19 … -21, -56, A-NAV-01, A-NAV-04, A-NAV-54."""
        for kind, stars in product(TYPES, "012"):
            self._check(self.plan, stars, kind, resolution=NAVEGASOFT[kind])
        for kind in TYPES:
            self._check(self.plan, "3", kind, resolution="8 hours")

    def test_cobranza(self):
        """COB-50, COB-56 … -59, A-COB-01, A-COB-11."""
        plan = self._ref("plan_cobranza")
        for stars in STARS:
            self._check(plan, stars, ownership="24 hours")
            for code in ("n2", "n3"):
                self._check(plan, stars, level=self._ref(f"level_cobranza_{code}"))
        responses = plan.policy_ids.filtered(lambda item: item.metric == "response")
        self.assertEqual(responses.mapped("priorities"), list(STARS))
        self.assertEqual(set(responses.mapped("target")), {BLANK})

    def test_codify(self):
        """COD-31, COD-32, A-COD-01, A-COD-03, A-COD-06, A-COD-07."""
        for stars in STARS:
            self._check(self._ref("plan_codify"), stars, diagnosis="6 business hours")

    def test_interfactura(self):
        """INT-20, INT-21, A-INT-01."""
        plan = self._ref("plan_interfactura")
        for stars in STARS:
            self._check(plan, stars, response="2 hours", resolution="8 hours")

    def test_ikhodi(self):
        """IKH-17, -18, -20, -21, -23, -24, -26, -27, A-IKH-01, A-IKH-05."""
        plan = self._ref("plan_ikhodi")
        kinds = ("basic_problem", "update_improvement", None)
        for (stars, (response, resolution)), kind in product(IKHODI.items(), kinds):
            self._check(plan, stars, kind, response=response, resolution=resolution)

    def test_nothing_else_is_promised(self):
        """No number that the manuals do not have."""
        counts = {code: 0 for code in HOURS}
        for code in counts:
            policies = self._ref(f"plan_{code}").policy_ids
            counts[code] = len(policies.filtered("amount"))
            self.assertFalse(policies.filtered("problem"))
            self.assertFalse(policies.tag_ids or policies.partner_ids)
            self.assertFalse(policies.calendar_id, "those of the plan")
        self.assertEqual(
            counts,
            {
                "navegasoft": 6,
                "cobranza": 1,
                "codify": 1,
                "interfactura": 2,
                "ikhodi": 8,
            },
        )

    def test_working_hours(self):
        """COB-31 … -33, COD-17, INT-18, IKH-09, A-IKH-15, A-NAV-34, A-G-05."""
        for code, (zone, hours, week) in HOURS.items():
            with self.subTest(code):
                plan = self._ref(f"plan_{code}")
                calendar = plan.calendar_id
                self.assertEqual(calendar, self._ref(f"calendar_{code}"))
                self.assertEqual((calendar.tz, plan.tz), (zone, zone))
                self.assertEqual(plan.calendar_hours, hours)
                self.assertEqual(calendar.hours_per_week, week)
                self.assertFalse(calendar.company_id)
                self.assertFalse(calendar.two_weeks_calendar)

    def test_openings_to_the_minute(self):
        """COB-31 … -33, COD-17, COD-18, INT-18, IKH-09."""
        expected = {
            "cobranza": (
                ("2026-03-09 20:59", False),  # Monday 17:59 at UTC-3
                ("2026-03-09 21:00", True),
                ("2026-03-09 22:59", True),
                ("2026-03-09 23:00", False),
                ("2026-03-14 12:00", True),  # Saturday
                ("2026-03-14 16:00", False),
                ("2026-03-15 15:00", False),  # Sunday
                ("2026-12-25 22:00", True),  # holidays are worked
            ),
            "codify": (
                ("2026-03-09 11:59", False),
                ("2026-03-09 12:00", True),  # Monday 09:00, in summer
                ("2026-03-09 21:00", False),
                ("2026-05-04 12:00", False),  # in winter
                ("2026-05-04 13:00", True),
                ("2026-05-01 15:00", False),  # a holiday, Friday
            ),
            "interfactura": (
                ("2026-03-15 09:00", True),  # Sunday 03:00
                ("2026-12-25 06:00", True),
                ("2026-04-06 05:59:59", True),  # midnight is no gap
            ),
            "ikhodi": (
                ("2026-03-09 13:59", False),
                ("2026-03-09 14:00", True),
                ("2026-03-09 22:59", True),
                ("2026-03-09 23:00", False),
                ("2026-09-15 16:00", False),  # a holiday, Tuesday
            ),
        }
        for code, moments in expected.items():
            timeline = self._ref(f"calendar_{code}")._get_timeline(2026, 2026)
            for moment, is_open in moments:
                with self.subTest(code, moment=moment):
                    at = datetime.fromisoformat(moment)
                    self.assertEqual(timeline.is_open(at), is_open)

    def test_what_is_assumed_is_to_be_confirmed(self):
        """A-G-05, A-NAV-34, A-COB-05, A-COB-09, A-INT-09: zones and holidays."""
        for code in HOURS:
            plan = self._ref(f"plan_{code}")
            self.assertTrue(plan.to_confirm, code)
            inferred = code != "codify"
            self.assertEqual("Time zone" in plan.to_confirm, inferred, code)
        self.assertIn("Working hours", self.plan.to_confirm)

    def test_closing_steps_and_exclusions(self):
        """What the manuals leave blank is blank."""
        steps = {
            "navegasoft": 4,
            "cobranza": 3,
            "codify": 3,
            "interfactura": 3,
            "ikhodi": 2,
        }
        for code, count in steps.items():
            plan = self._ref(f"plan_{code}")
            self.assertEqual(len(plan.closing_steps.splitlines()), count)
            is_blank = code in ("codify", "interfactura")
            self.assertEqual(not plan.exclusions, is_blank, code)

    def test_an_upgrade_gives_the_plans_what_they_lack(self):
        ikhodi, codify = self._ref("plan_ikhodi"), self._ref("plan_codify")
        name = "helpdesk_support_plan/migrations/19.0.1.2.0/post-migration.py"
        texts = ["closing_steps", "exclusions", "to_confirm"]
        before = ikhodi.read(texts)
        own_hours = self.plan.calendar_id.copy()
        ikhodi.policy_ids.unlink()
        ikhodi.write(
            {"calendar_id": False, "holiday_country_id": False, "closing_steps": False}
        )
        codify.write({"calendar_id": own_hours.id, "to_confirm": "Nada"})
        script = load_script(file_path(name), "post-migration")
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.assertEqual(ikhodi.calendar_id, self._ref("calendar_ikhodi"))
        self.assertEqual(ikhodi.holiday_country_id, self.env.ref("base.gt"))
        self.assertGreaterEqual(ikhodi.holidays_until, 2028)
        self.assertEqual(ikhodi.read(texts), before)
        self.assertEqual(codify.calendar_id, own_hours)
        self.assertEqual(codify.to_confirm, "Nada")
