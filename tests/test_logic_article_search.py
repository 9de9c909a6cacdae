from ..logic.article_search import (
    MOST_WORDS,
    SLUG_LENGTH,
    choose_slug,
    find_video_fault,
    find_words,
    fold,
    is_web_address,
    join_texts,
    make_slug,
)
from .logic_case import LogicCase


class TestFold(LogicCase):
    def test_letters_lose_their_accents_and_stay_as_many(self):
        for text, expected in [
            ("Facturación", "facturacion"),
            ("ÑANDÚ", "nandu"),
            ("Straße €", "straße €"),
            ("", ""),
        ]:
            self.assertEqual(fold(text), expected)
            self.assertEqual(len(fold(text)), len(text))


class TestWords(LogicCase):
    def _find(self, text):
        return [word.folded for word in find_words(text)]

    def test_words_that_say_something(self):
        table = [
            (
                "¿Cómo puedo reenviar una factura electrónica?",
                ["reenviar", "factura", "electronica"],
            ),
            ("factura FACTURA Fáctura", ["factura"]),
            ("error 402", ["error", "402"]),
            ("no me deja", ["deja"]),
            ("por favor ayuda", []),
            ("!!! ' & | <-> :*", []),
            ("", []),
            (None, []),
        ]
        for text, expected in table:
            with self.subTest(text):
                self.assertEqual(self._find(text), expected)

    def test_how_it_was_written_is_kept(self):
        (word,) = find_words("Facturación")
        self.assertEqual(word.written, "facturación")

    def test_a_short_word_has_to_be_right(self):
        self.assertFalse(find_words("iva")[0].is_spelt)
        self.assertTrue(find_words("nota")[0].is_spelt)

    def test_letters_change_places(self):
        for text, expected in [
            ("facutra", ["fcautra", "fauctra", "factura", "facurta", "facutar"]),
            ("caja", ["cjaa", "caaj"]),
            ("aaaa", []),
        ]:
            self.assertEqual(find_words(text)[0].swapped, expected)

    def test_a_long_text_is_cut(self):
        many = " ".join(f"palabra{number}" for number in range(99))
        self.assertEqual(len(find_words(many)), MOST_WORDS)

    def test_texts_are_searched_with_accents_and_without(self):
        self.assertEqual(
            join_texts("Facturación", None, "A"), "facturación a facturacion a"
        )
        self.assertEqual(join_texts("Factura"), "factura")
        self.assertEqual(join_texts(), "")


class TestSlug(LogicCase):
    def test_a_title_makes_an_address(self):
        table = [
            ("¿Cómo reenvío una factura?", "como-reenvio-una-factura"),
            ("  IVA (19 %) ", "iva-19"),
            ("../../etc/passwd", "etc-passwd"),
            ("日本", "article"),
            ("???", "article"),
            (None, "article"),
        ]
        for title, expected in table:
            with self.subTest(title):
                self.assertEqual(make_slug(title), expected)

    def test_it_ends_at_a_word(self):
        slug = make_slug("palabra " * 40)
        self.assertLessEqual(len(slug), SLUG_LENGTH)
        self.assertTrue(slug.endswith("palabra"))
        self.assertEqual(len(make_slug("x" * 200)), SLUG_LENGTH)

    def test_each_has_its_own(self):
        self.assertEqual(choose_slug("Factura", set()), "factura")
        self.assertEqual(choose_slug("Factura", {"factura", "factura-2"}), "factura-3")


class TestAddresses(LogicCase):
    def test_only_videos(self):
        """NAV-3.6-02."""
        table = [
            ("https://www.youtube.com/watch?v=abc", None),
            ("https://example.com/videos/caja.mp4", None),
            ("https://example.com/manual.pdf", "document"),
            ("https://example.com/Setup.EXE", "document"),
            ("http://www.youtube.com/watch?v=abc", "address"),
            ("javascript:alert(1)//example.com", "address"),
            ("https://javascript", "address"),
            ("https://user:pw@example.com/v", "address"),
            ("https://example.com:port/", "address"),
            ("https://exa mple.com/v", "address"),
            ("https://[::1/", "address"),
            ("data:text/html,x", "address"),
            ("", "address"),
            (None, "address"),
        ]
        for url, expected in table:
            with self.subTest(url):
                self.assertEqual(find_video_fault(url), expected)

    def test_what_may_be_linked(self):
        for url, expected in [
            ("https://example.com", True),
            ("http://example.com/x", True),
            ("javascript:alert(1)", False),
            ("//example.com", False),
            ("https://[", False),
            (None, False),
        ]:
            with self.subTest(url):
                self.assertEqual(is_web_address(url), expected)
