"""What a macro would meet is said beforehand, and the verbs then say the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kikitori.casework.errors import Invalid, NotNow, Refused, Unseen
from kikitori.casework.macro_ahead import Ahead, Named, look_ahead, would_go
from kikitori.casework.macros import MacroGiven, save_macro
from kikitori.casework.templates import TemplateGiven, save_template
from kikitori.casework.use_macro import PartRefused, use_macro
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.models import Staff
from kikitori.records.together.macros import Macro
from kikitori.records.together.parts import HOLDER, ME, Part, PartKind
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

K = PartKind
TAKE = Part(kind=K.ASSIGN, to=ME)
NOTE = Part(kind=K.NOTE, words="確認")
CALL = Part(kind=K.CALL, days=1)
TASK = Part(kind=K.TASK, words="確認", to=HOLDER, days=1)
OUT = Part(kind=K.PLACE, queue="main")


def ahead(cast: Cast, complaint: Complaint, *parts: Part, role: str = "handler") -> list[Ahead]:
    return look_ahead(cast.actor(role), complaint, parts, Named.of(parts))


def kinds(found: list[Ahead]) -> list[type[Exception] | None]:
    return [type(each.refusal) if each.refusal else None for each in found]


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done inside is looked at and undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def first_refused(cast: Cast, complaint: Complaint, *parts: Part, role: str) -> int | None:
    """What using it comes to: the part that cannot be done; None where all are."""
    kept = [part.as_kept() for part in parts]
    macro = Macro.objects.create(name_ja="見る", parts=kept)
    with taken_back():
        try:
            use_macro(cast.actor(role), complaint, macro=macro, seen=1, token="", now=FRIDAY)
        except PartRefused as refused:
            return refused.number
    return None


@pytest.fixture
def template(cast: Cast) -> int:
    given = TemplateGiven(name="お詫び", texts={"ja/polite": "…"})
    return save_template(cast.actor("lead"), given, now=FRIDAY).pk


def test_what_is_said_beforehand_is_what_happens(cast: Cast, template: int) -> None:
    ordinary = makers.assessed(cast)
    grave = makers.investigated(cast, severity="S1")
    hidden = makers.investigated(cast)
    Complaint.objects.filter(pk=hidden.pk).update(confidentiality="restricted")
    ended = makers.received(cast).complaint
    Complaint.objects.filter(pk=ended.pk).update(state="closed_accepted")
    gone = makers.received(cast).complaint
    Complaint.objects.filter(pk=gone.pk).update(state="merged")
    Staff.objects.filter(pk=cast.auditor.pk).update(is_active=False)
    away, auditor = Part(kind=K.ASSIGN, to=str(cast.colleague.pk)), str(cast.auditor.pk)
    theirs = Part(kind=K.TASK, words="確認", to=str(cast.colleague.pk), days=1)
    reply = Part(kind=K.REPLY, template=template, politeness="polite")
    courses = [
        (TAKE, NOTE, CALL),
        (OUT, NOTE),
        (TASK,),
        (TAKE, TASK),
        (away, NOTE),
        (NOTE, away),
        (theirs,),
        (away, theirs),
        (reply, Part(kind=K.ESCALATE, words="見て"), Part(kind=K.FOLLOW)),
        (Part(kind=K.ASSIGN, to=auditor),),
        (Part(kind=K.TASK, words="確認", to=auditor, days=1),),
        (Part(kind=K.REPLY, template=template + 1000, politeness="polite"),),
        (Part(kind=K.PLACE, team=999_999),),
    ]
    outcomes = set()
    for complaint in (ordinary, grave, hidden, ended, gone):
        complaint.refresh_from_db()
        for course in courses:
            for role in ("handler", "lead"):
                found = ahead(cast, complaint, *course, role=role)
                said = next(
                    ((n, type(each.refusal)) for n, each in enumerate(found, 1) if each.refusal), None
                )
                assert first_refused(cast, complaint, *course, role=role) == (said and said[0]), (
                    complaint.state,
                    complaint.confidentiality,
                    course,
                    role,
                )
                outcomes.add(said and said[1])
    assert outcomes == {None, Invalid, NotNow, StepNotPossible, Unseen}


def test_role_that_only_reads_is_told_of_every_part(cast: Cast) -> None:
    found = ahead(cast, makers.assessed(cast), TAKE, NOTE, CALL, role="auditor")
    assert kinds(found) == [Refused, Refused, Refused]
    assert not would_go(found)


def test_what_stands_already_is_passed_over_and_stands_in_nobodys_way(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    place = Part(kind=K.PLACE, queue=complaint.queue)
    found = ahead(cast, complaint, TAKE, place, NOTE)
    assert [each.stands for each in found] == [True, True, False]
    assert would_go(found)
    assert not would_go(found[:2])


@pytest.mark.parametrize("other", [{"queue": "urgent"}, {"team": 999_999}])
def test_one_of_two_places_that_differs_is_not_there_already(cast: Cast, other: dict[str, object]) -> None:
    complaint = makers.assessed(cast)
    usual = {"queue": complaint.queue, "team": complaint.team_id}
    part = Part(kind=K.PLACE, **{**usual, **other})  # type: ignore[arg-type]
    assert not ahead(cast, complaint, part)[0].stands


def test_template_taken_out_of_use_since_is_said(cast: Cast, template: int) -> None:
    ReplyTemplate.objects.filter(pk=template).update(is_active=False)
    [found] = ahead(cast, makers.assessed(cast), Part(kind=K.REPLY, template=template, politeness="polite"))
    assert isinstance(found.refusal, Invalid)
    assert list(found.refusal.problems) == ["template"]


def test_many_macros_are_looked_at_by_few_queries(cast: Cast, template: int) -> None:
    complaint = makers.assessed(cast)
    parts = [
        Part(kind=K.ASSIGN, to=str(cast.colleague.pk)),
        Part(kind=K.REPLY, template=template, politeness="polite"),
        Part(kind=K.PLACE, team=cast.handler.team_id),
        NOTE,
    ]

    def queries(times: int) -> int:
        with CaptureQueriesContext(connection) as heard:
            named = Named.of(parts * times)
            for _ in range(times):
                look_ahead(cast.actor("handler"), complaint, parts, named)
        return len(heard)

    assert queries(1) == queries(30) == 3


def test_parts_that_name_nobody_ask_nothing(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    with CaptureQueriesContext(connection) as heard:
        assert would_go(ahead(cast, complaint, TAKE, NOTE, CALL))
    assert len(heard) == 0


def test_kept_macro_is_looked_at_as_it_was_given(cast: Cast) -> None:
    given = MacroGiven(name_ja="引き取る", parts=[TAKE, TASK])
    macro = save_macro(cast.actor("lead"), given, now=FRIDAY)
    assert would_go(ahead(cast, makers.assessed(cast), *Macro.objects.get(pk=macro.pk).steps))
