"""A reply written once: each child's own letter is looked at before it goes, goes once, and keeps back no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework import rounds
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Unseen
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.mass import MassGiven, begin_mass
from kikitori.casework.mass_children import join_mass, leave_mass
from kikitori.casework.mass_reply import (
    CommonGiven,
    OneLetter,
    change_common_reply,
    replies_seen_by,
    reply_in_common,
    set_apart,
    write_common_reply,
)
from kikitori.casework.mass_sending import all_letters, send_common_reply
from kikitori.casework.merge import merge_complaint
from kikitori.records.complaints.mass import CommonReply, MassComplaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Letter
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted
from tests.makers import FRIDAY, token

LATER = FRIDAY + timedelta(hours=3)
TEXTS = {
    "ja/polite": "{氏名}、受付番号{受付番号}の件で原因が判りました。",
    "ja/very_polite": "{氏名}、{受付番号}の件で原因が判明いたしました。",
    "en/polite": "Dear {person}, we know the cause of {reference}.",
}


def child(cast: Cast, mass: MassComplaint, number: int, **changes: object) -> Complaint:
    person = PersonGiven(
        name=f"申出 {number}子", contact_points=(ContactGiven(kind="email", value=f"c{number}@example.jp"),)
    )
    complaint = makers.acknowledged(cast, **{"complainant": person, **changes})
    join_mass(cast.actor("lead"), complaint, mass=mass, now=LATER)
    return complaint


@pytest.fixture
def mass(cast: Cast) -> MassComplaint:
    return begin_mass(cast.actor("handler"), MassGiven(title="箱つぶれ"), now=LATER)


@pytest.fixture
def three(cast: Cast, mass: MassComplaint) -> list[Complaint]:
    english = {"language": "en", "story": "The box was crushed."}
    return [child(cast, mass, 1), child(cast, mass, 2, **english), child(cast, mass, 3)]


def written(cast: Cast, mass: MassComplaint, **changes: object) -> CommonReply:
    given = replace(CommonGiven(texts=TEXTS), **changes)  # type: ignore[arg-type]
    return write_common_reply(cast.actor("handler"), mass, given, now=LATER)


def letters(cast: Cast, reply: CommonReply, role: str = "handler") -> list[OneLetter]:
    return all_letters(cast.actor(role), CommonReply.objects.select_related("mass").get(pk=reply.pk), LATER)


def sent(complaint: Complaint) -> list[str]:
    return [letter.body for letter in Letter.objects.filter(complaint=complaint, kind="reply")]


def test_each_gets_their_own_name_number_and_language(
    cast: Cast, mass: MassComplaint, three: list[Complaint]
) -> None:
    polite = [each.text for each in letters(cast, written(cast, mass))]
    assert polite == [
        f"申出 1子 様、受付番号{three[0].reference}の件で原因が判りました。",
        f"Dear 申出 2子, we know the cause of {three[1].reference}.",
        f"申出 3子 様、受付番号{three[2].reference}の件で原因が判りました。",
    ]
    very = letters(cast, written(cast, mass, politeness="very_polite"))
    assert ["判明いたしました" in each.text for each in very] == [True, False, True]
    assert all(each.is_ready for each in very)
    assert not Letter.objects.filter(kind="reply").exists()


def test_what_was_looked_at_is_what_goes_and_goes_once(
    cast: Cast, mass: MassComplaint, three: list[Complaint]
) -> None:
    handler, reply = cast.actor("handler"), written(cast, mass)
    set_apart(handler, reply, three[1], text="Your vase was found. Here it is.")
    set_apart(handler, reply, three[2], left_out=True)
    looked_at = [each.text for each in letters(cast, reply)]
    same = token()
    first = send_common_reply(handler, reply, token=same, now=LATER)
    assert send_common_reply(handler, reply, token=same, now=LATER) == first
    assert [len(sent(each)) for each in three] == [1, 1, 0]
    assert all(text in sent(each)[0] for text, each in zip(looked_at[:2], three, strict=False))
    assert three[0].letters.get(kind="reply").to_address == "c1@example.jp"
    kept = three[0].events.get(kind="replied")
    assert (kept.actor_staff, kept.visibility) == (cast.handler, "public")
    assert not any(other.reference in sent(three[0])[0] for other in three[1:])
    with pytest.raises(NotNow) as nobody_left:
        send_common_reply(handler, reply, token=token(), now=LATER)
    assert nobody_left.value.obstacle is Obstacle.TO_BE_WRITTEN
    set_apart(handler, reply, three[2], left_out=False)
    send_common_reply(handler, reply, token=token(), now=LATER)
    assert [len(sent(each)) for each in three] == [1, 1, 1]
    assert [each.sent_at for each in letters(cast, reply)] == [LATER] * 3
    assert list(mass.changes.values_list("kind", flat=True))[-2:] == ["reply_sent", "reply_sent"]


def test_one_that_cannot_go_keeps_back_no_other(
    cast: Cast, mass: MassComplaint, three: list[Complaint]
) -> None:
    """Killed in the middle and begun again, told of one by one; what has gone is not sent anew."""
    handler, reply = cast.actor("handler"), written(cast, mass)
    before, rounds.AT_ONCE = rounds.AT_ONCE, 0
    try:
        begun = send_common_reply(handler, reply, token=token(), now=LATER)
    finally:
        rounds.AT_ONCE = before
    assert [len(sent(each)) for each in three] == [0, 0, 0]
    reply_in_common(handler, three[0], reply=reply.pk, now=LATER)
    same_persons = makers.acknowledged(cast)
    merge_complaint(handler, three[1], to=same_persons, now=LATER, same_person=True)
    for _again in range(2):
        rounds.carry_on(begun.pk, now=lambda: LATER)
    assert dict(begun.items.values_list("complaint", "why")) == {
        three[0].pk: "obstacle:reply_is_out",
        three[1].pk: "state:merged",
        three[2].pk: "",
    }
    assert [len(sent(each)) for each in three] == [1, 0, 1]
    assert [each.sent_at is None for each in letters(cast, reply)] == [False, True, False]


def test_marks_must_be_written_before_it_goes(
    cast: Cast, mass: MassComplaint, three: list[Complaint]
) -> None:
    handler = cast.actor("handler")
    reply = written(cast, mass, texts={"ja/polite": "{氏名}、担当は{担当者}です。{返金額}円をお返しします。"})
    assert [len(each.open) for each in letters(cast, reply)] == [2, 2, 2]
    with pytest.raises(NotNow):
        send_common_reply(handler, reply, token=token(), now=LATER)
    set_apart(handler, reply, three[0], text="3,000円をお返しします。")
    send_common_reply(handler, reply, token=token(), now=LATER)
    assert [len(sent(each)) for each in three] == [1, 0, 0]


def test_single_words_outlive_a_change_of_the_common_ones(
    cast: Cast, mass: MassComplaint, three: list[Complaint]
) -> None:
    handler, reply = cast.actor("handler"), written(cast, mass)
    set_apart(handler, reply, three[0], text="特別な文面です。")
    given = CommonGiven(texts={"ja/polite": "新しい共通の文面です。"})
    changed = change_common_reply(handler, reply, given, seen=1, now=LATER)
    with pytest.raises(NotNow) as late:
        change_common_reply(handler, changed, given, seen=1, now=LATER)
    assert late.value.obstacle is Obstacle.SET_MEANWHILE
    assert [each.text for each in letters(cast, changed)] == [
        "特別な文面です。",
        *["新しい共通の文面です。"] * 2,
    ]
    set_apart(handler, changed, three[0], text="")
    assert letters(cast, changed)[0].text == "新しい共通の文面です。"
    send_common_reply(handler, changed, token=token(), now=LATER)
    with pytest.raises(NotNow) as out:
        set_apart(handler, changed, three[0], text="遅すぎる変更")
    assert out.value.obstacle is Obstacle.REPLY_IS_OUT
    with pytest.raises(Invalid):
        write_common_reply(handler, mass, CommonGiven(), now=LATER)


def test_who_has_left_gets_no_common_letter(cast: Cast, mass: MassComplaint, three: list[Complaint]) -> None:
    handler, reply = cast.actor("handler"), written(cast, mass)
    leave_mass(handler, three[0], now=LATER)
    assert len(letters(cast, reply)) == 2
    with pytest.raises(Unseen):
        set_apart(handler, reply, three[0], text="もう関係ない")
    with pytest.raises(NotNow):
        reply_in_common(handler, three[0], reply=reply.pk, now=LATER)
    send_common_reply(handler, reply, token=token(), now=LATER)
    assert [len(sent(each)) for each in three] == [0, 1, 1]


def test_restricted_child_is_neither_seen_nor_written_to_by_others(cast: Cast, mass: MassComplaint) -> None:
    hidden, seen = restricted(cast), child(cast, mass, 1)
    join_mass(cast.actor("lead"), hidden, mass=mass, now=LATER)
    reply = written(cast, mass)
    assert [each.complaint for each in letters(cast, reply)] == [seen]
    assert len(letters(cast, reply, "lead")) == 2
    send_common_reply(cast.actor("handler"), reply, token=token(), now=LATER)
    assert (len(sent(seen)), len(sent(hidden))) == (1, 0)
    assert replies_seen_by(cast.actor("lead"), mass) == [reply]
    secret = begin_mass(cast.actor("lead"), MassGiven(title="極秘"), now=LATER)
    assert replies_seen_by(cast.actor("handler"), secret) == []
    with pytest.raises(Unseen):
        write_common_reply(cast.actor("handler"), secret, CommonGiven(texts=TEXTS), now=LATER)


def test_letters_of_many_take_no_more_questions_than_those_of_one(
    cast: Cast, mass: MassComplaint, three: list[Complaint]
) -> None:
    reply = CommonReply.objects.select_related("mass").get(pk=written(cast, mass).pk)
    counted = []
    for _size in range(2):
        with CaptureQueriesContext(connection) as asked:
            all_letters(cast.actor("handler"), reply, LATER)
        counted.append(len(asked))
        leave_mass(cast.actor("handler"), three.pop(), now=LATER)
        leave_mass(cast.actor("handler"), three.pop(), now=LATER) if len(three) > 1 else None
    assert counted[0] == counted[1] <= 6
