"""A macro is used: all of its parts or none, each by its own verb, once; and nothing is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Refused, Unseen
from kikitori.casework.macros import MacroGiven, save_macro
from kikitori.casework.templates import TemplateGiven, save_template
from kikitori.casework.use_macro import PartRefused, use_macro
from kikitori.casework.write import note
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.escalation.models import Escalation
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.models import Staff
from kikitori.records.together.macros import Macro
from kikitori.records.together.models import Following, Task
from kikitori.records.together.parts import HOLDER, ME, Part, PartKind
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, JAPAN

K = PartKind
NOW = FRIDAY + timedelta(hours=1)
TAKE = Part(kind=K.ASSIGN, to=ME)
NOTE = Part(kind=K.NOTE, words="配送会社に確認する")


def macro_of(cast: Cast, *parts: Part, name: str = "まとめて") -> Macro:
    return save_macro(cast.actor("lead"), MacroGiven(name_ja=name, parts=parts), now=FRIDAY)


def used(
    cast: Cast, complaint: Complaint, macro: Macro, *, role: str = "handler", token: str = ""
) -> Draft | None:
    return use_macro(cast.actor(role), complaint, macro=macro, seen=macro.version, token=token, now=NOW)


def kinds_since(complaint: Complaint, event: int) -> list[str]:
    return list(complaint.events.filter(pk__gt=event).order_by("pk").values_list("kind", flat=True))


def newest(complaint: Complaint) -> int:
    found = complaint.events.order_by("-pk").values_list("pk", flat=True).first()
    assert found is not None
    return found


def template(cast: Cast, **texts: str) -> int:
    given = TemplateGiven(name="お詫び", texts={key.replace("__", "/"): text for key, text in texts.items()})
    return save_template(cast.actor("lead"), given, now=FRIDAY).pk


def test_every_part_is_done_by_its_own_verb_and_stands_on_the_timeline(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    before, letters = newest(complaint), Letter.objects.count()
    macro = macro_of(
        cast,
        TAKE,
        Part(kind=K.PLACE, queue="urgent"),
        NOTE,
        Part(kind=K.TASK, words="写真を確かめる", to=HOLDER, days=2),
        Part(kind=K.CALL, days=1, words="配送の件"),
        Part(kind=K.PROMISE, words="写真をお返しします", days=3),
        Part(kind=K.ESCALATE, words="見てください"),
        Part(kind=K.FOLLOW),
        Part(kind=K.REPLY, template=template(cast, ja__polite="{お名前}\n担当は{担当者}です。")),
    )
    draft = used(cast, complaint, macro)
    assert kinds_since(complaint, before) == [
        EventKind.ASSIGNED.value,
        EventKind.PLACED.value,
        EventKind.NOTED.value,
        EventKind.TASK_ADDED.value,
        EventKind.CALL_PROMISED.value,
        EventKind.PROMISED.value,
        EventKind.ESCALATED.value,
    ]
    complaint.refresh_from_db()
    assert (complaint.assignee, complaint.queue) == (cast.handler, "urgent")
    task = Task.objects.get()
    # Monday is a public holiday: the second working day after Friday is Wednesday.
    assert (task.assignee, task.title, task.due_at.astimezone(JAPAN).date()) == (
        cast.handler,
        "写真を確かめる",
        date(2026, 11, 25),
    )
    days = {
        row.kind: row.due_at.astimezone(JAPAN).date()
        for row in complaint.promises.filter(kind__in=["call_back", "other"])
    }
    assert days == {"call_back": date(2026, 11, 24), "other": date(2026, 11, 26)}
    assert Escalation.objects.get(complaint=complaint).reason == "見てください"
    assert Following.objects.filter(complaint=complaint, staff=cast.handler).exists()
    assert draft is not None
    assert draft.text == "試野 はな 様\n担当は受田 ひかりです。"
    assert draft.staff == cast.handler
    # Nothing has left, and nothing is about to.
    assert (Letter.objects.count(), PendingReply.objects.count()) == (letters, 0)
    assert not complaint.events.filter(pk__gt=before, kind=EventKind.REPLIED.value).exists()


def test_macro_without_a_reply_lays_nothing_ready(cast: Cast) -> None:
    assert used(cast, makers.received(cast).complaint, macro_of(cast, TAKE, NOTE)) is None
    assert not Draft.objects.exists()


def test_one_part_refused_and_nothing_stands(cast: Cast) -> None:
    complaint = makers.investigated(cast, severity="S1")
    before = (newest(complaint), complaint.version, Draft.objects.count())
    macro = macro_of(
        cast,
        Part(kind=K.REPLY, template=template(cast, ja__polite="…")),
        Part(kind=K.ASSIGN, to=str(cast.colleague.pk)),
        NOTE,
        Part(kind=K.TASK, words="確認", to=ME, days=1),
        Part(kind=K.FOLLOW),
        Part(kind=K.PLACE, queue="main"),
    )
    with pytest.raises(PartRefused) as refused:
        used(cast, complaint, macro)
    assert (refused.value.number, refused.value.part.kind) == (6, K.PLACE)
    assert isinstance(refused.value.refusal, NotNow)
    assert refused.value.refusal.obstacle is Obstacle.GRAVE_IS_URGENT
    complaint.refresh_from_db()
    assert (newest(complaint), complaint.version, Draft.objects.count()) == before
    assert complaint.assignee == cast.handler
    assert not Task.objects.exists()
    assert not Following.objects.exists()
    assert not Message.objects.filter(body=NOTE.words).exists()


def test_object_of_the_caller_is_left_as_it_was_where_nothing_stands(cast: Cast) -> None:
    complaint = makers.investigated(cast, severity="S1")
    macro = macro_of(cast, Part(kind=K.ASSIGN, to=str(cast.colleague.pk)), Part(kind=K.PLACE, queue="main"))
    with pytest.raises(PartRefused):
        used(cast, complaint, macro)
    assert complaint.assignee_id == cast.handler.pk


@pytest.mark.parametrize(
    ("part", "refusal"),
    [
        (TAKE, StepNotPossible),
        (Part(kind=K.CALL, days=1), StepNotPossible),
        (Part(kind=K.ESCALATE, words="見て"), StepNotPossible),
    ],
)
def test_what_has_ended_is_not_taken_in_hand(cast: Cast, part: Part, refusal: type[Exception]) -> None:
    complaint = makers.received(cast).complaint
    Complaint.objects.filter(pk=complaint.pk).update(state="closed_accepted")
    with pytest.raises(PartRefused) as refused:
        used(cast, complaint, macro_of(cast, NOTE, part))
    assert (refused.value.number, type(refused.value.refusal)) == (2, refusal)
    assert not Message.objects.filter(body=NOTE.words).exists()


def test_nothing_is_laid_ready_where_no_reply_can_be_sent(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    Complaint.objects.filter(pk=complaint.pk).update(state="merged")
    with pytest.raises(PartRefused) as refused:
        used(cast, complaint, macro_of(cast, Part(kind=K.REPLY, template=template(cast, ja__polite="…"))))
    assert isinstance(refused.value.refusal, StepNotPossible)
    assert not Draft.objects.exists()


def test_whoever_only_reads_does_nothing_by_it(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    with pytest.raises(PartRefused) as refused:
        used(cast, complaint, macro_of(cast, NOTE), role="auditor")
    assert isinstance(refused.value.refusal, Refused)


@pytest.mark.parametrize("role", ["handler", "administrator"])
def test_unseen_complaint_is_unseen(cast: Cast, role: str) -> None:
    complaint = makers.received(cast).complaint
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted", assignee=cast.lead)
    with pytest.raises(Unseen):
        used(cast, complaint, macro_of(cast, NOTE), role=role)


def test_restricted_complaint_given_away_lets_nothing_follow(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    away = Part(kind=K.ASSIGN, to=str(cast.colleague.pk))
    with pytest.raises(PartRefused) as refused:
        used(cast, complaint, macro_of(cast, away, NOTE))
    assert (refused.value.number, type(refused.value.refusal)) == (2, Unseen)
    complaint.refresh_from_db()
    assert complaint.assignee == cast.handler
    # The other way round it is sound: what is to be noted is noted first.
    used(cast, complaint, macro_of(cast, NOTE, away, name="逆の順"))
    complaint.refresh_from_db()
    assert complaint.assignee == cast.colleague


def test_macro_changed_since_it_was_read_does_nothing(cast: Cast) -> None:
    complaint, macro = makers.received(cast).complaint, macro_of(cast, NOTE)
    given = MacroGiven(name_ja="まとめて", parts=[NOTE, TAKE])
    save_macro(cast.actor("lead"), given, macro=macro.pk, seen=1, now=FRIDAY)
    with pytest.raises(NotNow) as refused:
        used(cast, complaint, macro)
    assert refused.value.obstacle is Obstacle.SET_MEANWHILE
    assert not Message.objects.filter(body=NOTE.words).exists()


def test_macro_taken_out_of_use_does_nothing(cast: Cast) -> None:
    complaint, macro = makers.received(cast).complaint, macro_of(cast, NOTE)
    given = MacroGiven(name_ja="まとめて", parts=[NOTE], is_active=False)
    out = save_macro(cast.actor("lead"), given, macro=macro.pk, seen=1, now=FRIDAY)
    with pytest.raises(NotNow):
        used(cast, complaint, out)


def test_same_form_twice_keeps_one_note(cast: Cast) -> None:
    complaint, macro = makers.received(cast).complaint, macro_of(cast, NOTE)
    used(cast, complaint, macro, token="one form")
    used(cast, complaint, macro, token="one form")
    assert Message.objects.filter(body=NOTE.words).count() == 1
    used(cast, complaint, macro, token="another")
    assert Message.objects.filter(body=NOTE.words).count() == 2


def test_what_stands_already_is_passed_over(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    before = newest(complaint)
    place = Part(kind=K.PLACE, queue=complaint.queue, team=complaint.team_id)
    used(cast, complaint, macro_of(cast, TAKE, place, NOTE))
    assert kinds_since(complaint, before) == [EventKind.NOTED.value]


def test_people_are_asked_for_at_the_moment_of_use(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    macro = macro_of(cast, Part(kind=K.ASSIGN, to=str(cast.colleague.pk)))
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    with pytest.raises(PartRefused) as refused:
        used(cast, complaint, macro)
    assert isinstance(refused.value.refusal, Invalid)
    assert list(refused.value.refusal.problems) == ["to"]


def test_task_for_whoever_has_it_needs_somebody_who_has_it(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    task = Part(kind=K.TASK, words="確認", to=HOLDER, days=1)
    with pytest.raises(PartRefused) as refused:
        used(cast, complaint, macro_of(cast, task))
    assert isinstance(refused.value.refusal, Invalid)
    used(cast, complaint, macro_of(cast, TAKE, task, name="先に引き取る"))
    assert Task.objects.get().assignee == cast.handler


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({"ja__polite": "和", "en__polite": "E"}, "ja", "和"),
        ({"ja__polite": "和", "en__polite": "E"}, "en", "E"),
        ({"ja__very_polite": "敬", "en__polite": "E"}, "ja", "敬"),
        ({"en__polite": "E"}, "ja", "E"),
    ],
)
def test_reply_is_in_the_language_the_complainant_reads(
    cast: Cast, texts: dict[str, str], language: str, expected: str
) -> None:
    complaint = makers.received(cast, language=language).complaint
    draft = used(cast, complaint, macro_of(cast, Part(kind=K.REPLY, template=template(cast, **texts))))
    assert draft is not None
    assert draft.text == expected


def test_reply_names_what_the_macro_has_just_promised(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    complaint.promises.all().delete()
    text = template(cast, ja__polite="{約束の日}までにお電話します。")
    draft = used(
        cast, complaint, macro_of(cast, Part(kind=K.CALL, days=1), Part(kind=K.REPLY, template=text))
    )
    assert draft is not None
    assert draft.text == "2026年11月24日（火）までにお電話します。"


def test_what_was_typed_before_stays_beside_the_reply_laid_ready(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    macro = macro_of(cast, Part(kind=K.REPLY, template=template(cast, ja__polite="お詫びします。")))
    used(cast, complaint, macro, token="first")
    used(
        cast,
        complaint,
        macro_of(cast, Part(kind=K.REPLY, template=macro.steps[0].template), name="二"),
        token="2",
    )
    assert [row.text for row in Draft.objects.filter(staff=cast.handler)] == ["お詫びします。"]


def test_whoever_is_named_in_the_note_of_a_macro_is_told(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    used(cast, complaint, macro_of(cast, replace(NOTE, words="@隣野 まこと お願いします")))
    event = Event.objects.filter(complaint=complaint, kind=EventKind.NOTED.value).get()
    assert event.data["mentioned"] == [cast.colleague.pk]


def test_every_step_bears_the_name_of_whoever_used_it(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    before = newest(complaint)
    used(cast, complaint, macro_of(cast, TAKE, NOTE, Part(kind=K.CALL, days=1)), role="colleague")
    actors = complaint.events.filter(pk__gt=before).values_list("actor_staff", flat=True)
    assert set(actors) == {cast.colleague.pk}
    assert len(actors) == 3


def test_macro_waits_for_nobody_who_wrote_meanwhile(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    stale = Complaint.objects.get(pk=complaint.pk)
    note(cast.actor("lead"), complaint, body="先に書く", now=NOW)
    used(cast, stale, macro_of(cast, NOTE))
    assert Message.objects.filter(complaint=complaint, visibility="internal").count() == 2
