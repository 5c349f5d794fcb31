"""Post 発送: somebody has printed a letter and put it into the post; and taking that note back, if it was a mistake.

When it was posted is told by whoever posted it; when that was written down stands beside it (invariant 4). The PDF is
made once more and its hash kept, so that what was posted can be proved years later.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.step import taking
from kikitori.foundation.paper.compiled import NotSet
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import EventKind
from kikitori.records.letters.kinds import LetterState, Medium
from kikitori.records.letters.models import Letter
from kikitori.records.letters.paper import paper_of
from kikitori.records.letters.post_terms import PostService
from kikitori.records.letters.postings import Posting
from kikitori.records.letters.tracking import Fit, tracking_of
from kikitori.records.people.actor import Actor

#: So long a note that it was posted can be taken back: a mistake is seen on the day, the post is not undone by it.
UNDO_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class PostingGiven:
    """How a letter was posted, as typed. Everything may be left out: today, by ordinary mail.

    `sure`: somebody has compared a number whose check digit does not fit with its slip. `large`: in large letters.
    """

    service: str = PostService.ORDINARY.value
    tracking: str = ""
    sure: bool = False
    posted_on: date | None = None
    large: bool | None = None


def post_letter(actor: Actor, letter: Letter, *, now: datetime, given: PostingGiven | None = None) -> bool:
    """Note that it was posted. Said twice, or of a letter not on paper, it changes nothing. Returns whether it did.

    Raises Unseen, Refused, Invalid: `tracking` (NOT_A_NUMBER: it can be none; OUT_OF_RANGE: its check digit does not
    fit, and nobody is `sure`), `posted_on` (IN_THE_FUTURE, IN_THE_PAST: before it was written).
    """
    given, house = given or PostingGiven(), House()
    with transaction.atomic():
        own_letter = _locked(letter, LetterState.TO_PRINT)
        if own_letter is None:
            return False
        with taking(actor, own_letter.complaint_id, Step.DELIVER_LETTER, now=now, house=house) as step:
            service, tracking, day = _checked(given, own_letter, house, now)
            row = _posting_of(own_letter)
            if given.large is not None:
                row.large_print = given.large
            row.service, row.tracking, row.posted_on = service.value, tracking, day
            row.noted_at, row.noted_by_id, row.digest = now, actor.staff_id, _digest(row)
            row.save()
            own_letter.state, own_letter.sent_at = LetterState.SENT.value, now
            own_letter.save(update_fields=["state", "sent_at"])
            step.say(letter=own_letter.pk, kind=own_letter.kind, medium=own_letter.medium, number=row.number)
            step.say(service=row.service, tracking=tracking, posted_on=day.isoformat())
    return True


def take_back_posting(actor: Actor, letter: Letter, *, now: datetime) -> None:
    """It was not posted after all: it waits to be printed again, with the number it has.

    Raises Unseen, Refused, NotNow: GONE_MEANWHILE (it is not noted as posted), TOO_LATE_TO_UNDO.
    """
    with transaction.atomic():
        own_letter = _locked(letter, LetterState.SENT)
        with taking(actor, letter.complaint_id, Step.DELIVER_LETTER, now=now) as step:
            if own_letter is None:
                raise NotNow(Obstacle.GONE_MEANWHILE)
            row = _posting_of(own_letter)
            if row.noted_at is None or now > row.noted_at + UNDO_WITHIN:
                raise NotNow(Obstacle.TOO_LATE_TO_UNDO)
            row.service, row.tracking, row.digest = "", "", ""
            row.posted_on, row.noted_at, row.noted_by = None, None, None
            row.save()
            own_letter.state, own_letter.sent_at = LetterState.TO_PRINT.value, None
            own_letter.save(update_fields=["state", "sent_at"])
            step.kind = EventKind.POSTING_TAKEN_BACK
            step.say(letter=own_letter.pk, kind=own_letter.kind, number=row.number)


def _locked(letter: Letter, state: LetterState) -> Letter | None:
    """The letter on paper, locked, if it stands so."""
    return (
        Letter.objects.select_for_update()
        .filter(pk=letter.pk, medium=Medium.PRINT.value, state=state.value)
        .first()
    )


def _posting_of(own_letter: Letter) -> Posting:
    """What is kept of its way; its letter is the one that is locked."""
    row = Posting.objects.get(letter=own_letter)
    row.letter = own_letter
    return row


def _checked(
    given: PostingGiven, own_letter: Letter, house: House, now: datetime
) -> tuple[PostService, str, date]:
    check = Checked()
    service = check.word("service", given.service, PostService, PostService.ORDINARY)
    typed = check.line("tracking", given.tracking, longest=60)
    tracking = tracking_of(typed) if typed else None
    if typed and tracking is None and "tracking" not in check.problems:
        check.problems["tracking"] = Problem.NOT_A_NUMBER
    if tracking and tracking.fit is Fit.DOUBTFUL and not given.sure:
        check.problems["tracking"] = Problem.OUT_OF_RANGE
    day = given.posted_on or house.day_of(now)
    if day > house.day_of(now):
        check.problems["posted_on"] = Problem.IN_THE_FUTURE
    elif day < house.day_of(own_letter.written_at):
        check.problems["posted_on"] = Problem.IN_THE_PAST
    check.done()
    return service, tracking.number if tracking else "", day


def _digest(row: Posting) -> str:
    """What its PDF hashes to; empty where it cannot be made, for then it was printed from the page."""
    try:
        return hashlib.sha256(paper_of([row]).content).hexdigest()
    except NotSet:
        return ""
