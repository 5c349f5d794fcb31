"""The words of a poster that leads to the complaint form, in every language of ours side by side.

Whoever stands before it finds theirs with their eyes, so nothing is chosen for them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kikitori.foundation.language.readings import written_in

_LANGUAGES = ("ja", "ja-easy", "en")


@dataclass(frozen=True, slots=True)
class PosterText:
    """What it says in one language; `lang` as browsers know it."""

    lang: str
    title: str
    words: tuple[str, ...]


def poster_texts() -> list[PosterText]:
    """Japanese first, then やさしい日本語 and English."""
    return [_text(code) for code in _LANGUAGES if code in dict(settings.LANGUAGES)]


def _text(code: str) -> PosterText:
    with translation.override(code):
        return PosterText(
            lang=written_in(code),
            title=_("Please tell us what went wrong"),
            words=(
                _("Photograph the code with your phone. Three questions, about five minutes."),
                _("You need no account and need not give your name."),
                _("A person reads it and tells you, by date, what happens next."),
            ),
        )
