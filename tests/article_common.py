"""Articles for the tests, written by the analyst with the lowest rights."""

import base64

from .common import PlanCommon

PDF = base64.b64encode(b"%PDF-1.4\n%%EOF\n")


class ArticleCommon(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.articles = cls.env["helpdesk.article"]

    @classmethod
    def _write(cls, **values):
        """Return a draft of the analyst that lacks nothing."""
        return (
            cls.articles.with_user(cls.analyst)
            .create(
                {
                    "name": "El certificado venció",
                    "problem": "<p>La factura no se deja firmar.</p>",
                    "solution": "<p>Cargue el certificado nuevo.</p>",
                    "video_url": "https://www.youtube.com/watch?v=abc",
                    **values,
                }
            )
            .with_env(cls.env)
            .with_user(cls.analyst)
        )

    @classmethod
    def _publish(cls, **values):
        """Return a published article, without a user's limits."""
        article = cls._write(**values).with_env(cls.env)
        article.write({"state": "published", "personal_data_checked": True})
        return article

    @classmethod
    def _find(cls, text, reader, **options):
        return cls.articles._find_for(text, reader, **options).with_env(cls.env)
