"""The words of a poster that leads to the complaint form, in every language of ours side by side.

Whoever stands before it finds theirs with their eyes, so nothing is chosen for them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kikitori.foundation.language.readings import written_in
from kikitori.records.people.models import Organisation

_LANGUAGES = ("ja", "ja-easy", "en")


@dataclass(frozen=True, slots=True)
class PosterText:
    """What it says in one language; `lang` as browsers know it. `call`: the phone and its hours, if there is one."""

    lang: str
    title: str
    words: tuple[str, ...]
    call: str


def poster_texts(organisation: Organisation) -> list[PosterText]:
    """Japanese first, then やさしい日本語 and English."""
    return [_text(code, organisation) for code in _LANGUAGES if code in dict(settings.LANGUAGES)]


def _text(code: str, organisation: Organisation) -> PosterText:
    with translation.override(code):
        phone, hours = organisation.phone, organisation.phone_hours
        call = _("By phone: %(phone)s") % {"phone": phone} if phone else ""
        return PosterText(
            lang=written_in(code),
            title=_("Please tell us what went wrong"),
            words=(
                _("Photograph the code with your phone. Three questions, about five minutes."),
                _("You need no account and need not give your name."),
                _("A person reads it and tells you, by date, what happens next."),
            ),
            call=f"{call} {hours}".strip() if call else "",
        )
