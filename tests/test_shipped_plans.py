"""The five plans that are shipped: what the manuals say, and nothing else."""

from lxml import etree

from odoo.tests import tagged
from odoo.tools.misc import file_path

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestShippedPlans(PlanCommon):
    def test_a_desk_without_one_of_ocas_records_can_install(self):
        """What somebody has deleted is not made again, and stops nothing."""
        for name in ("stage", "channel"):
            path = file_path(
                f"helpdesk_support_plan/data/helpdesk_ticket_{name}_data.xml"
            )
            records = etree.parse(path).xpath(
                "//record[starts-with(@id, 'helpdesk_mgmt.')]"
            )
            self.assertTrue(records)
            for record in records:
                self.assertEqual(record.get("forcecreate"), "0", record.get("id"))

    def test_navegasoft_has_three_levels_with_skills(self):
        """NAV-2.2-01 … -07, A-NAV-38."""
        levels = self.plan.level_ids.filtered(lambda level: level.kind == "level")
        self.assertEqual(levels.mapped("code"), ["n1", "n2", "n3"])
        self.assertEqual(
            [sorted(level.type_ids.mapped("code")) for level in levels],
            [
                ["anomaly", "bug", "problem", "question", "request", "usability"],
                ["anomaly", "bug", "problem", "question"],
                ["bug"],
            ],
        )
        for level, words in zip(levels, ("Basic", "Advanced", "Expert"), strict=True):
            self.assertIn(words, level.skills)
        self.assertIn("Python", self.n3.skills)

    def test_navegasofts_areas(self):
        areas = self.plan.level_ids.filtered(lambda level: level.kind == "area")
        codes = {"commercial", "projects", "development", "administrative", "quality"}
        self.assertEqual(set(areas.mapped("code")), codes)

    def test_level_names_in_spanish(self):
        """NAV-2.1-01 … -03, COB-13, COB-18, COB-23, INT-03, INT-07, INT-10."""
        self.env["res.lang"]._activate_lang("es_419")
        self._load_spanish()
        expected = {
            "navegasoft_n1": "Soporte Nivel 1",
            "navegasoft_n2": "Soporte Nivel 2 - Funcional",
            "navegasoft_n3": "Soporte Nivel 3 - Analista",
            "cobranza_n1": "Nivel 1 (Soporte Básico)",
            "cobranza_n2": "Nivel 2 (Soporte Especializado)",
            "cobranza_n3": "Nivel 3 (Soporte Avanzado)",
            "interfactura_n1": "Nivel 1 – Help Desk",
            "interfactura_n2": "Nivel 2 – Operaciones",
            "interfactura_n3": "Nivel 3 – Desarrollo",
            "codify_n1": "Soporte Inicial",
            "codify_n2": "Soporte Experiencia Cliente",
        }
        for name, label in expected.items():
            level = self._ref(f"level_{name}").with_context(lang="es_419")
            self.assertEqual(level.name, label)

    def _load_spanish(self):
        modules = self.env["ir.module.module"].search(
            [("name", "in", ["helpdesk_mgmt", "helpdesk_support_plan"])]
        )
        modules._update_translations(["es_419"])

    def test_stages_and_stars_have_the_manuals_words(self):
        """NAV-3.2-27 … -32, -36 … -38, -51 … -54, A-NAV-15: over helpdesk_mgmt's."""
        self.env["res.lang"]._activate_lang("es_419")
        self._load_spanish()
        spanish = self.env(context={"lang": "es_419"})
        stages = spanish["helpdesk.ticket.stage"].search([("code", "!=", False)])
        names = dict(zip(stages.mapped("code"), stages.mapped("name"), strict=True))
        self.assertEqual(
            names,
            {
                "new": "Nuevo",
                "in_progress": "En proceso",
                "waiting_customer": "En proceso del solicitante",
                "solved": "Resuelto",
                "cancelled": "Cancelado",
            },
        )
        self.assertTrue(all(stages.mapped("description")))
        selections = spanish["helpdesk.ticket"].fields_get(
            ["priority", "kanban_state", "impact"], ["selection"]
        )
        labels = {
            name: [label for _, label in info["selection"]]
            for name, info in selections.items()
        }
        self.assertEqual(labels["priority"], ["Baja", "Media", "Alta", "Urgente"])
        self.assertEqual(labels["impact"], ["Crítico", "Alto", "Medio", "Bajo"])
        self.assertEqual(
            labels["kanban_state"], ["En progreso", "Preparado(a)", "Bloqueado(a)"]
        )

    def test_the_six_types_of_navegasoft(self):
        """NAV-3.1-24, NAV-3.2-01 … -05, -07, -09, -14."""
        types = self.env["helpdesk.ticket.type"].search(
            [("plan_ids", "=", self.plan.id)]
        )
        self.assertEqual(
            types.mapped("code"),
            ["problem", "question", "anomaly", "usability", "bug", "request"],
        )
        for kind in types:
            self.assertTrue(kind.description)
            shown = kind.with_context(formatted_display_name=True).display_name
            self.assertIn(kind.description, shown)
            self.assertEqual(kind.display_name, kind.name)

    def test_the_five_types_of_ikhodi(self):
        """IKH-02, -03, -05, -06, -08."""
        types = self._ref("plan_ikhodi").type_ids.sorted("sequence")
        codes = "basic_problem configuration functional_query integration_guidance"
        self.assertEqual(types.mapped("code"), [*codes.split(), "update_improvement"])
        self.assertTrue(all(types.mapped("description")))

    def test_tags_in_three_dimensions(self):
        """NAV-3.2-45 … -49, A-NAV-19."""
        tags = self.env["helpdesk.ticket.tag"].search([("code", "!=", False)])
        by_code = {tag.code: tag for tag in tags}
        expected = {
            "activar_base": ("process", "task"),
            "folios": ("process", "task"),
            "cotizacion": ("process", "activity"),
            "garantia": ("process", "task"),
            "oportunidad_mejora": ("process", "none"),
            "activacion": ("process", "none"),
            "bajar_base": ("process", "none"),
            "ambiente_pruebas": ("process", "none"),
            "documentos_electronicos": ("module", "none"),
            "modulos": ("module", "none"),
        }
        for code, (dimension, follow_up) in expected.items():
            with self.subTest(code):
                tag = by_code[code]
                self.assertEqual((tag.dimension, tag.follow_up), (dimension, follow_up))
                self.assertTrue(tag.description)
        self.assertTrue(tags.filtered(lambda tag: tag.dimension == "origin"))

    def test_channels(self):
        """NAV-2.3-01 … -06: WhatsApp alone is not official."""
        channels = self.env["helpdesk.ticket.channel"].search([("code", "!=", False)])
        official = {channel.code: channel.official for channel in channels}
        self.assertEqual(
            official,
            {
                "web": True,
                "mail": True,
                "phone": True,
                "other": True,
                "chat": True,
                "anydesk": True,
                "whatsapp": False,
            },
        )
        canned = self._ref("canned_response_whatsapp").with_user(self.analyst)
        self.assertIn("no es un canal oficial", canned.substitution)

    def test_impacts_of_each_plan(self):
        """NAV-3.2-51 … -54, INT-13 … -17, A-G-06."""
        stars = {"0", "1", "2", "3"}
        for code in ("navegasoft", "cobranza", "interfactura", "ikhodi"):
            plan = self._ref(f"plan_{code}")
            self.assertEqual(set(plan.severity_ids.mapped("priority")), stars)
            self.assertEqual(plan.default_severity_id.priority, "0")
            self.assertFalse(plan.missing_stars)
        names = self._ref("plan_interfactura").severity_ids.mapped("name")
        self.assertEqual(names, [f"Severity {number}" for number in range(4)])
        self.assertFalse(self._ref("plan_codify").severity_ids)
        for severity in self.plan.severity_ids:
            self.assertTrue(severity.description and severity.example)

    def test_where_tickets_come_in(self):
        """A-G-10: the customer's level is not ours, Ikhodi has no levels."""
        expected = {
            "navegasoft": "n1",
            "cobranza": "n1",
            "codify": "n2",
            "interfactura": "n1",
            "ikhodi": False,
        }
        for code, level in expected.items():
            found = self._ref(f"plan_{code}")._get_intake_level()
            self.assertEqual(found.code, level, code)

    def test_examples_and_skills_say_what_belongs_where(self):
        """COB-14 … -16, -19 … -22, INT-04 … -06, -08, -09, -11, -12."""
        expected = {
            "cobranza_n1": ("enter the system", "functionality", "interface"),
            "cobranza_n2": ("databases", "logs", "integrations"),
            "cobranza_n3": ("LSTM", "volumes", "algorithms"),
            "interfactura_n1": ("Doubts", "Functionality", "Simple", "pre-designed"),
            "interfactura_n2": ("Standard", "adaptations"),
            "interfactura_n3": ("Improvements", "developments"),
        }
        for name, words in expected.items():
            level = self._ref(f"level_{name}")
            lines = level.examples.splitlines()
            self.assertEqual(len(lines), len(words))
            for word, line in zip(words, lines, strict=True):
                self.assertIn(word, line)
        for name in (
            "cobranza_n2",
            "cobranza_n3",
            "interfactura_n2",
            "interfactura_n3",
        ):
            self.assertTrue(self._ref(f"level_{name}").skills)
