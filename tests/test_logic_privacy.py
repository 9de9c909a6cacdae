from ..logic.privacy import (
    Customer,
    find_personal,
    mask_html,
    mask_text,
    read_html,
)
from .logic_case import LogicCase

LABELS = {
    kind: f"[{kind}]"
    for kind in ("name", "mail", "phone", "tax_id", "database", "secret")
}
SOL = Customer(
    companies=("Ferretería El Sol S.A.S.",),
    people=("Carolina Mejía", "Ana"),
    details=("carolina@sol.example.com", "+57 601 555 0101", "900.123.456-7"),
)


class TestFinding(LogicCase):
    def _kinds(self, text, customer=None):
        return [(found.kind, found.text) for found in find_personal(text, customer)]

    def test_what_looks_personal(self):
        """NAV-3.6-07, in the forms of Latin America."""
        table = [
            (
                "escriba a ana.rojas+x@example.com.co.",
                "mail",
                "ana.rojas+x@example.com.co",
            ),
            # phones: Colombia, Chile, Mexico, Guatemala
            ("al +57 310 555 0101 o", "phone", "+57 310 555 0101"),
            ("cel 3105550101", "phone", "3105550101"),
            ("al 310-555-0101", "phone", "310-555-0101"),
            ("(601) 555 0101", "phone", "(601) 555 0101"),
            ("+56 9 8765 4321", "phone", "+56 9 8765 4321"),
            ("al 9 8765 4321", "phone", "9 8765 4321"),
            ("+52 55 1234 5678", "phone", "+52 55 1234 5678"),
            ("al 55 1234 5678", "phone", "55 1234 5678"),
            ("+502 2222-3333", "phone", "+502 2222-3333"),
            ("al 5555-3333", "phone", "5555-3333"),
            ("Teléfono: 555 01 01", "phone", "Teléfono: 555 01 01"),
            ("WhatsApp 5550101", "phone", "WhatsApp 5550101"),
            # tax ids
            ("NIT 900.123.456-7", "tax_id", "900.123.456-7"),
            ("el 900123456-7 es", "tax_id", "900123456-7"),
            ("RUT 12.345.678-K", "tax_id", "12.345.678-K"),
            ("el 76543210-3", "tax_id", "76543210-3"),
            ("RFC VECJ880326XXX", "tax_id", "VECJ880326XXX"),
            ("ABC010203AB9", "tax_id", "ABC010203AB9"),
            ("CURP HEGG560427MVZRRL04", "tax_id", "HEGG560427MVZRRL04"),
            ("cédula 52.123.456", "tax_id", "cédula 52.123.456"),
            ("C.C. No. 52123456", "tax_id", "C.C. No. 52123456"),
            ("NIT: 1234567-8", "tax_id", "1234567-8"),
            ("DPI 2345 67890 0101", "tax_id", "DPI 2345 67890 0101"),
            ("CUIT 30-12345678-9", "tax_id", "30-12345678-9"),
            ("CPF 123.456.789-09", "tax_id", "123.456.789-09"),
            # databases and servers
            (
                "postgres://u:p@db.local:5432/sol",
                "database",
                "postgres://u:p@db.local:5432/sol",
            ),
            (
                "https://sol.odoo.com/web#id=3",
                "database",
                "https://sol.odoo.com/web#id=3",
            ),
            ("en ferreteria.odoo.com hoy", "database", "ferreteria.odoo.com"),
            (
                "http://sol.example.com:8069/x",
                "database",
                "http://sol.example.com:8069/x",
            ),
            (
                "https://erp.example.com/web/login",
                "database",
                "https://erp.example.com/web/login",
            ),
            (
                "https://x.example.com/?db=sol",
                "database",
                "https://x.example.com/?db=sol",
            ),
            ("ping 192.168.1.20", "database", "192.168.1.20"),
            ("base de datos: sol_prod", "database", "base de datos: sol_prod"),
            ("la clave: Sol2026!", "secret", "clave: Sol2026!"),
            ("password=hunter2", "secret", "password=hunter2"),
        ]
        for text, kind, expected in table:
            with self.subTest(text):
                self.assertIn((kind, expected), self._kinds(text))

    def test_what_does_not(self):
        table = [
            "Factura FE-120 por $ 1.234.567,00",
            "del 2026-03-09 10:30 al 12/03/2026",
            "la garantía 2025-2028",
            "versión 19.0.1.5",
            "Error 402: certificado vencido",
            "Artículo 617 del estatuto, resolución 000042",
            "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "Abra Ventas › Facturas y oprima Enviar",
            "tique HT00123, pedido S00045",
            "20 unidades de 350 g a 12.500",
            "La clave es fácil de cambiar",
            "",
        ]
        for text in table:
            with self.subTest(text):
                self.assertEqual(self._kinds(text), [])

    def test_names_that_are_given(self):
        table = [
            ("En ferreteria el sol no imprime", ["ferreteria el sol"]),
            ("Ferretería  El Sol S.A.S. dice", ["Ferretería  El Sol S.A.S"]),
            ("Soy Carolina", ["Carolina"]),
            ("CAROLINA MEJIA", ["CAROLINA MEJIA"]),
            ("Mejía llamó", ["Mejía"]),
            # a part of another word, or a plain word
            ("la semana y la ventana", []),
            ("Anaquel", []),
            ("hace sol", []),
        ]
        for text, expected in table:
            with self.subTest(text):
                found = [f.text for f in find_personal(text, SOL) if f.kind == "name"]
                self.assertEqual([name.rstrip(".") for name in found], expected)

    def test_what_is_the_desks_own_is_harmless(self):
        text = "Escriba a soporte@example.com"
        self.assertFalse(find_personal(text, harmless=["Soporte@example.com"]))

    def test_nothing_is_found_twice(self):
        text = "Carolina Mejía <carolina@sol.example.com> +57 601 555 0101"
        found = find_personal(text, SOL)
        self.assertEqual([f.kind for f in found], ["name", "mail", "phone"])
        for one, other in zip(found, found[1:], strict=False):
            self.assertLessEqual(one.stop, other.start)

    def test_an_odd_text_takes_no_time(self):
        for text in (
            "1" * 50000,
            "1 " * 20000,
            "a@" * 20000,
            "+1-" * 20000,
            "a." * 20000,
        ):
            self.assertIsInstance(find_personal(text, SOL), list)


class TestMasking(LogicCase):
    def test_a_text(self):
        text = (
            "Carolina (Ferretería El Sol, NIT 900.123.456-7): carolina@sol.example.com"
        )
        masked = mask_text(text, LABELS, SOL)
        self.assertEqual(masked, "[name] ([name], NIT [tax_id]): [mail]")
        self.assertFalse(find_personal(masked, SOL))

    def test_html_stays_whole(self):
        table = [
            ("<p>Soy <b>Carolina</b></p>", "<p>Soy <b>[name]</b></p>"),
            ("<p class='x' onclick='y'>a &lt; b</p>", "<p>a &lt; b</p>"),
            ("<a href='mailto:carolina@sol.example.com'>ella</a>", "ella"),
            ("<img src=x onerror=alert(1)>a", "a"),
            ("<script>alert(1)</script>b", "b"),
            ("<style>p {}</style>b", "b"),
            ("<p>a<br/>b", "<p>a<br>b</p>"),
            ("<ul><li>a</ul>", "<ul><li>a</li></ul>"),
            ("</p></b>a", "a"),
            ("1 &amp; 2", "1 &amp; 2"),
            ("&lt;script&gt;", "&lt;script&gt;"),
            ("", ""),
            (None, ""),
        ]
        for html, expected in table:
            with self.subTest(html):
                self.assertEqual(mask_html(html, LABELS, SOL), expected)

    def test_html_is_read_with_its_links_and_pictures(self):
        table = [
            ("<p>a</p><p>b <i>c</i></p>", ("a\nb c", 0)),
            ("<a href='mailto:x@example.com'>y</a>", ("x@example.com y", 0)),
            ("<img src='/web/image/3' alt='FE 3'>", ("FE 3", 1)),
            ("<img src='data:image/png;base64,AAAA'>", ("", 1)),
            ("Caro<b>lina</b>", ("Carolina", 0)),
            ("<script>x</script>", ("", 0)),
            (None, ("", 0)),
        ]
        for html, expected in table:
            with self.subTest(html):
                self.assertEqual(read_html(html), expected)
