"""What complainants of the demonstration say days after the end: it holds, or it has come back. By the real verbs.

Once in a house: whoever has answered since is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kikitori.casework.second_contact import came_back, confirm_holds
from kikitori.config.demo_course import pass_time
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Confidentiality, EventKind
from kikitori.records.people.actor import Actor
from kikitori.records.voices.models import Verdict

#: They read it the day after, in the evening.
_AFTER = timedelta(hours=29)
#: So many say that it holds; most say nothing, which is well.
_HOLDING = 4
_HOLDS = Bilingual(
    ja="その後は一度も起きていません。忘れずに聞いてくださって、ありがとうございます。",
    en="It has not happened again. Thank you for not forgetting.",
)
_CAME_BACK = Bilingual(
    ja="先週また同じことがありました。一度は本当に直っていたので、残念です。なぜ戻ったのかを教えてください。",
    en="It happened again last week. It really was better for a while, which makes it worse. Please tell me why.",
)


def answer_afterwards(now: datetime) -> None:
    """The newest who were asked whether it holds: one says that it has come back, a few that it holds."""
    if Verdict.objects.filter(second=True).exists():
        return
    for place, (complaint, at) in enumerate(_asked(now)):
        them, language = Actor.complainant(complaint.pk), complaint.language
        if place == 0:
            came_back(them, complaint, comment=_CAME_BACK.in_(language), now=at)
        else:
            rating = 5 - place % 2
            words = _HOLDS.in_(language) if place % 2 else ""
            confirm_holds(them, complaint, rating=rating, outcome=rating, comment=words, now=at)
        pass_time(complaint, now, today=now)


def _asked(now: datetime) -> Iterable[tuple[Complaint, datetime]]:
    """The newest that were asked, with when they answer: late enough to have read it, and not in time to come."""
    closed = Complaint.objects.filter(
        state=State.CLOSED_ACCEPTED.value,
        confidentiality=Confidentiality.ORDINARY.value,
        events__kind=EventKind.ASKED_AGAIN.value,
    )
    found = []
    for complaint in closed.order_by("-pk").distinct():
        at = max(complaint.events.values_list("at", flat=True)) + _AFTER
        if at < now:
            found.append((complaint, at))
        if len(found) > _HOLDING:
            break
    return found
