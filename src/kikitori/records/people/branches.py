"""Branches 拠点: the shops, offices and chapters where a poster hangs that leads to the complaint form."""

from django.db import models

from kikitori.foundation.language.bilingual import tongue


class Branch(models.Model):
    """One of them. Its code stands on its poster and in the address behind the poster's QR code; it is no secret."""

    name_ja = models.CharField(max_length=100, blank=True)
    name_en = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=20, unique=True)
    #: A code that is not leads to the form all the same, and nothing is written down of it.
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code

    def name_in(self, language: str) -> str:
        """Its name for a reader of `language`; in the other one where it has only that."""
        ja, en = self.name_ja, self.name_en
        return (ja or en) if tongue(language) == "ja" else (en or ja)
