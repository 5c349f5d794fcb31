"""How the tag tests draw a template: in one language, at one moment, as a page would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=TOKYO)


@pytest.fixture
def draw() -> Callable[..., str]:
    """Draw template source with `{% load look %}` in a language (`lang`) and zone; names become its context."""

    def drawn(source: str, lang: str = "ja", zone: str = "Asia/Tokyo", **context: object) -> str:
        with translation.override(lang), timezone.override(zone):
            return Template("{% load look %}" + source).render(Context({"now": NOW, **context}))

    return drawn
