"""What improved thanks to complaints: `/improvements/`, for everybody, newest first.

Pages by the place where the last one ended (month, number), so that nothing is skipped or shown twice when another is
published meanwhile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse

from kikitori.foundation.language.easy_dates import spelled
from kikitori.foundation.language.readings import EASY, written_in
from kikitori.interfaces.look import words
from kikitori.interfaces.portal.door import open_page
from kikitori.interfaces.portal.visit import Visit
from kikitori.records.prevention.models import Improvement

PAGE = 20
_PLACE = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])-(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Told:
    """One improvement as the reader sees it. `lang`: the language of its words.

    `not_easy`: the reader wished for やさしい日本語, and there is only this.
    """

    title: str
    words: str
    lang: str
    month: str
    complaints: int
    not_easy: bool = False


@open_page
def improvements(visit: Visit) -> HttpResponse:
    """Published improvements. `?after=`: those after that place; 400 for a broken one. One query."""
    rows = Improvement.objects.filter(is_public=True).order_by("-month", "-pk")
    after = visit.request.GET.get("after", "")
    if after:
        month, number = _place(after)
        rows = rows.filter(Q(month__lt=month) | Q(month=month, pk__lt=number))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    address = reverse("portal:improvements")
    context = {
        "told": [_told(row, visit.language) for row in shown],
        "older_url": f"{address}?after={_mark(shown[-1])}" if len(found) > PAGE else "",
        "first_url": address if after else "",
    }
    return visit.show("improvements", context)


def _told(row: Improvement, language: str) -> Told:
    title, said, code = row.told_in(language)
    return Told(
        title,
        said,
        written_in(code),
        month_in(row.month, language),
        row.complaints,
        not_easy=language == EASY != code,
    )


def month_in(month: date, language: str) -> str:
    """The month as this reader reads it."""
    return (
        spelled(words.month(month, "ja"))
        if language == EASY
        else words.month(month, words.language(language))
    )


def _mark(row: Improvement) -> str:
    return f"{row.month:%Y-%m}-{row.pk}"


def _place(text: str) -> tuple[date, int]:
    found = _PLACE.fullmatch(text)
    if found is None:
        raise BadRequest("broken after")
    return date(int(found[1]), int(found[2]), 1), int(found[3])
