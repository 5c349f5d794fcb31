"""Each action through the verb that people have for it, in the system's name, and never a word to the complainant."""

from datetime import timedelta
from typing import Any

import pytest

from kikitori.casework.assign import assign_complaint
from kikitori.casework.automation.act import Done, act
from kikitori.casework.house import House
from kikitori.records.automation.rule import Action
from kikitori.records.automation.terms import ActionKind, Did
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.absences import Absence
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from tests import makers
from tests.casework.automation.wired import HOUR
from tests.cast import Cast
from tests.makers import FRIDAY

K = ActionKind
ACTOR = Actor.system("automation:1:1")
NOW = FRIDAY + HOUR


def done(complaint: Complaint, kind: ActionKind, **parts: Any) -> Done:
    complaint.refresh_from_db()
    return act(ACTOR, complaint, Action(kind, **parts), now=NOW, house=House())


def in_hand(cast: Cast, to: Staff) -> Complaint:
    complaint = makers.acknowledged(cast)
    assign_complaint(cast.actor("lead"), complaint, to=to, now=FRIDAY + HOUR / 2)
    return complaint


def test_everything_among_ourselves_and_the_complainant_hears_nothing(cast: Cast) -> None:
    team = Team.objects.create(name="返品")
    template = ReplyTemplate.objects.create(
        name="経過", texts={"ja/polite": "{お名前}、受付番号{受付番号}の件です。"}
    )
    complaint = in_hand(cast, cast.handler)
    letters, said = complaint.letters.count(), complaint.messages.filter(visibility="public").count()
    handler = str(cast.handler.pk)
    results = [
        done(complaint, K.DRAFT, template=template.pk),
        done(complaint, K.NOTE, text="担当者に引き継ぎました。"),
        done(complaint, K.TASK, who="handler", text="電話をかける", days=2),
        done(complaint, K.FOLLOW, who="leads"),
        done(complaint, K.FOLLOW, who="leads"),
        done(complaint, K.ESCALATE, text="急ぎの確認をお願いします。"),
        done(complaint, K.PLACE, team=team.pk, queue="urgent"),
        done(complaint, K.PLACE, team=team.pk),
        done(complaint, K.ASSIGN, who=handler),
        done(complaint, K.ASSIGN, who=handler),
    ]
    assert [(each.kind.value, each.did.value, each.to) for each in results] == [
        ("draft", "done", (cast.handler.pk,)),
        ("note", "done", ()),
        ("task", "done", (cast.handler.pk,)),
        ("follow", "done", (cast.lead.pk,)),
        ("follow", "already", ()),
        ("escalate", "done", (cast.lead.pk,)),
        ("place", "done", ()),
        ("place", "already", ()),
        ("assign", "done", (cast.handler.pk,)),
        ("assign", "already", ()),
    ]
    assert complaint.letters.count() == letters
    assert complaint.messages.filter(visibility="public").count() == said
    written = complaint.events.filter(actor_reason="automation:1:1")
    assert set(written.values_list("actor_kind", flat=True)) == {"system"}
    draft = complaint.drafts.get()
    assert (draft.staff, draft.form) == (cast.handler, "reply")
    assert draft.text == f"試野 はな 様、受付番号{complaint.reference}の件です。"
    task = complaint.tasks.get()
    assert (task.made_by, task.assignee, task.due_at.date()) == (
        None,
        cast.handler,
        (FRIDAY + timedelta(5)).date(),
    )


def test_promise_is_one_that_the_complainant_can_read_in_their_language(cast: Cast) -> None:
    for language, words in (("ja", "経過のご連絡"), ("en", "News on how it stands")):
        complaint = makers.acknowledged(cast, language=language)
        assert done(complaint, K.PROMISE, days=3).did is Did.DONE
        promise = complaint.promises.get(kind="other")
        assert (promise.note, promise.due_at.date()) == (words, (FRIDAY + timedelta(days=6)).date())


@pytest.mark.parametrize(
    ("kind", "parts", "why"),
    [
        (K.TASK, {"who": "handler", "text": "x", "days": 1}, "nobody"),
        (K.DRAFT, {"template": 999}, "nobody"),
        (K.ASSIGN, {"who": "999999"}, "gone"),
        (K.PLACE, {"team": 999999}, "gone"),
        (K.ROUND, {"team": 999999}, "gone"),
        (K.FOLLOW, {"who": "999999"}, "gone"),
        (K.NOTE, {"text": "\x00"}, "invalid"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_reason(
    cast: Cast, kind: ActionKind, parts: dict[str, Any], why: str
) -> None:
    complaint = makers.acknowledged(cast)
    events = complaint.events.count()
    result = done(complaint, kind, **parts)
    assert (result.did, result.why) == (Did.REFUSED, why)
    assert complaint.events.count() == events


def test_draft_needs_a_text_of_the_template(cast: Cast) -> None:
    empty = ReplyTemplate.objects.create(name="空", texts={})
    put_away = ReplyTemplate.objects.create(name="旧", texts={"ja/polite": "x"}, is_active=False)
    complaint = in_hand(cast, cast.handler)
    assert [done(complaint, K.DRAFT, template=each.pk).why for each in (empty, put_away)] == ["gone", "gone"]
    assert not complaint.drafts.exists()


def test_nobody_is_told_of_what_they_do_not_see(cast: Cast) -> None:
    complaint = in_hand(cast, cast.handler)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    colleague = str(cast.colleague.pk)
    assert done(complaint, K.FOLLOW, who=colleague).why == "unseen"
    assert done(complaint, K.TASK, who=colleague, text="x", days=1).why == "unseen"
    assert not complaint.notices.filter(recipient=cast.colleague).exists()
    assert not complaint.tasks.exists()


def test_closed_complaint_is_not_moved_about(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    Complaint.objects.filter(pk=complaint.pk).update(state=State.WITHDRAWN.value)
    for kind, parts in (
        (K.ASSIGN, {"who": str(cast.handler.pk)}),
        (K.ESCALATE, {"text": "x"}),
        (K.PROMISE, {"days": 1}),
    ):
        assert done(complaint, kind, **parts).why == "state"


def test_within_a_team_whoever_is_at_work_and_has_least_in_hand_gets_it(cast: Cast) -> None:
    team = cast.handler.team
    assert team is not None
    for to in (cast.handler, cast.handler, cast.lead):
        in_hand(cast, to)
    first = makers.acknowledged(cast)
    assert done(first, K.ROUND, team=team.pk).to == (cast.colleague.pk,)
    assert first.assignee == cast.colleague
    # One each for colleague and lead now; of equals the first by number.
    second = makers.acknowledged(cast)
    expected = min(cast.colleague.pk, cast.lead.pk)
    assert done(second, K.ROUND, team=team.pk).to == (expected,)
    day = NOW.date()
    Absence.objects.bulk_create(
        [Absence(staff=each, first=day, last=day) for each in (cast.colleague, cast.lead)]
    )
    third = makers.acknowledged(cast)
    assert done(third, K.ROUND, team=team.pk).to == (cast.handler.pk,)
    assert done(third, K.ROUND, team=team.pk).did is Did.ALREADY


def test_within_a_team_without_anybody_at_work_nobody_gets_it(cast: Cast) -> None:
    empty = Team.objects.create(name="空")
    complaint = makers.acknowledged(cast)
    assert done(complaint, K.ROUND, team=empty.pk).why == "empty"
    assert complaint.assignee is None


def test_restricted_one_goes_within_a_team_only_to_who_sees_it(cast: Cast) -> None:
    team = cast.handler.team
    assert team is not None
    complaint = makers.acknowledged(cast)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    assert done(complaint, K.ROUND, team=team.pk).to == (cast.lead.pk,)


def test_brought_before_a_lead_twice_it_waits_there_once(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    for _ in range(2):
        assert done(complaint, K.ESCALATE, text="見てください").did is Did.DONE
    assert complaint.escalations.filter(acknowledged_at=None).count() == 1
