"""What the record of changes holds of guidelines, and two drafts side by side: in lines for a reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.guidelines.shown import GuidelineShown
from kikitori.interfaces.look import words
from kikitori.records.prevention.labels import ITEM_NEED
from kikitori.records.prevention.terms import ItemNeed
from kikitori.records.prevention.text import GuidelineText, InTwo


def text_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """Everything it says, in both languages, line by line; none where there was nothing."""
    if not kept:
        return
    text = GuidelineText.read(kept)
    yield from _both(text.title)
    for what, names in GuidelineShown(text).meant_for:
        yield f"{what}: {' / '.join(names)}"
    for part in (text.do, text.never, text.escalation):
        yield from (line for said in _both(part) for line in said.splitlines())
    for contact in text.contacts:
        parts = (*_both(contact.name), contact.phone, contact.mail, *_both(contact.hours))
        yield " · ".join(part for part in parts if part)
    for item in text.items:
        yield f"□ {' / '.join(_both(item.text))} ({ITEM_NEED[ItemNeed(item.need)]})"


def guideline_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What was set: the draft, or the version; none where there was nothing."""
    if "draft" in kept:
        yield from text_lines(kept["draft"])
    if "version" in kept:
        yield _("Version %(number)s") % {"number": kept["version"]}
    if "from" in kept:
        day = words.day(date.fromisoformat(kept["from"]), words.language(get_language()))
        yield _("In force from %(day)s") % {"day": day}


def guideline_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What was done to a guideline, with its name."""
    if "draft" in after:
        what = _("Draft of the guideline “%(name)s” changed") if before else _("Guideline “%(name)s” begun")
        title = GuidelineText.read(after["draft"]).title
    else:
        what = (
            _("Guideline “%(name)s” taken out of use")
            if after.get("ended")
            else _("Guideline “%(name)s” put into force")
        )
        title = InTwo(**after["title"])
    return what % {"name": title.told_in(get_language() or "")[0]}


def _both(said: InTwo) -> list[str]:
    return [each for each in (said.ja, said.en) if each]
