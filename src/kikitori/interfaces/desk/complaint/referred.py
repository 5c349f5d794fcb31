"""To whom a complaint was passed on, as the page shows it: since when, until when, with which things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.look import words
from kikitori.records.referral.models import Referral
from kikitori.records.referral.told import item_name


@dataclass(frozen=True, slots=True)
class Referred:
    """One referral. `by`: the day by which the complainant hears what came of it; `late`: that has passed."""

    row: Referral
    name: str
    items: list[str]
    by: date
    late: bool


def referred(standing: Standing) -> list[Referred]:
    """All of them, the newest first."""
    language = get_language() or "ja"
    return [
        Referred(
            row=row,
            name=row.body.name_in(language),
            items=[item_name(item, day_of(language)) for item in row.shared],
            by=expected_by(standing, row),
            late=row.is_open and expected_by(standing, row) < standing.today,
        )
        for row in reversed(standing.file.referrals)
    ]


def expected_by(standing: Standing, row: Referral) -> date:
    """The day by which the complainant was last told that they hear of it."""
    promise = next((each for each in standing.file.promises if each.pk == row.promise_id), None)
    return promise.due_at.astimezone(standing.zone).date() if promise else row.expected_on


def day_of(language: str) -> Callable[[str], str]:
    """Says the day of a stored moment."""
    return lambda at: words.day(date.fromisoformat(at[:10]), words.language(language))
