"""Improvements 改善: what an organisation changed because people complained, as everybody may read it."""

from typing import Any, ClassVar

from django.db import models

from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.readings import EASY, marked


class Improvement(models.Model):
    """One of them. It names no person and no complaint: only how many there were."""

    title_ja = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=120, blank=True)
    words_ja = models.TextField(blank=True)
    words_en = models.TextField(blank=True)
    #: In やさしい日本語, readings written as {漢字|かんじ}. Beside the Japanese, never alone.
    title_easy = models.CharField(max_length=240, blank=True, default="")
    words_easy = models.TextField(blank=True, default="")
    #: The first day of the month since when it is so.
    month = models.DateField()
    #: How many complaints led to it.
    complaints = models.PositiveIntegerField()
    is_public = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    #: Counts changes; an editor sends back the one they saw.
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["-month", "-id"], name="improvement_public", condition=models.Q(is_public=True)
            ),
            models.Index(fields=["-written_at", "-id"], name="improvement_newest"),
        ]

    def __str__(self) -> str:
        return self.title_ja or self.title_en

    def told_in(self, language: str) -> tuple[str, str, str]:
        """Title and words for a reader of `language`, and their language: another one where there is only that.

        In やさしい日本語 with the marks of readings (foundation/language/readings.py).
        """
        if language == EASY and self.title_easy:
            return marked(self.title_easy), marked(self.words_easy), EASY
        ja, en = ("ja", self.title_ja, self.words_ja), ("en", self.title_en, self.words_en)
        first, second = (ja, en) if tongue(language) == "ja" else (en, ja)
        code, title, words = first if first[1] else second
        return title, words, code
