"""Telling those affected by a leak: each once, by complaint or by mail; by hand; and what is done instead."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from kikitori.casework.breach.affected import (
    add_affected,
    drop_affected,
    not_to_be_reached,
    read_lines,
    record_alternative,
    take_from_complaints,
    told_by_hand,
)
from kikitori.casework.breach.keep import begin_breach_clocks, close_breach
from kikitori.casework.breach.members import join_breach
from kikitori.casework.breach.reporting import ask_not_reportable, decide_not_reportable
from kikitori.casework.breach.telling import (
    first_texts,
    notices_left_behind,
    send_breach_notice,
    send_notice,
    text_for,
    write_notice,
)
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.house import House
from kikitori.records.complaints.breach_terms import AffectedState, Reached
from kikitori.records.complaints.breaches import AffectedPerson, BreachIncident
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.placeholders import marks_in
from kikitori.records.people.queries import actor_for
from tests import makers
from tests.casework.test_breach import NOW, begun, obstacle, running, second
from tests.casework.verbs import LATER
from tests.cast import Cast
from tests.makers import FRIDAY

TEXTS = {"ja": "お客様の情報が漏れたおそれがあります。", "en": "Your data may have become known to others."}


def affected(incident: BreachIncident, **wanted: object) -> AffectedPerson:
    return incident.affected.get(**wanted)


def with_notice(cast: Cast) -> BreachIncident:
    incident = running(cast)
    write_notice(cast.actor("lead"), incident, texts=TEXTS, seen=0, now=LATER)
    incident.refresh_from_db()
    return incident


def typed(cast: Cast, incident: BreachIncident, lines: str, language: str = "ja") -> int:
    return add_affected(cast.actor("lead"), incident, lines=lines, language=language, now=LATER)


def test_lines_are_read_as_people_paste_them() -> None:
    text = "試野 はな, hana@example.jp\n\njiro@example.jp\t次郎\n三田、090-1234-5678\n四条, 京都市中京区1-2\n五島\nx@example.jp"
    assert [(each.name, each.road, each.address) for each in read_lines(text)] == [
        ("試野 はな", Reached.EMAIL, "hana@example.jp"),
        ("次郎", Reached.EMAIL, "jiro@example.jp"),
        ("三田", Reached.PHONE, "090-1234-5678"),
        ("四条", Reached.POST, "京都市中京区1-2"),
        ("五島", Reached.UNKNOWN, ""),
        ("", Reached.EMAIL, "x@example.jp"),
    ]


def test_each_is_on_the_list_once_also_where_they_complain(cast: Cast) -> None:
    lead, incident = cast.actor("lead"), running(cast)
    complaint = makers.acknowledged(cast)
    join_breach(lead, complaint, incident=incident, now=LATER)
    assert take_from_complaints(lead, incident, now=LATER) == 1
    assert take_from_complaints(lead, incident, now=LATER) == 0
    own = affected(incident, complaint=complaint)
    assert (own.name, own.road, own.state) == ("試野 はな", "complaint", "waiting")
    # Hana is told in her complaint; the second line is the first one again, in other letters.
    assert (
        typed(cast, incident, "はな, HANA@example.jp\n一郎, ichi@example.jp\n一郎さん, ichi@EXAMPLE.jp\n五島")
        == 2
    )
    assert typed(cast, incident, "一郎, ichi@example.jp") == 0
    assert incident.changes.filter(kind="persons_added").count() == 2, "what adds nobody leaves no line"
    for lines, problem in (
        (" \n", Problem.MISSING),
        ("あ" * 201, Problem.TOO_LONG),
        ("\x00", Problem.NOT_STORABLE),
    ):
        with pytest.raises(Invalid) as refusal:
            typed(cast, incident, lines)
        assert refusal.value.problems == {"lines": problem}
    drop_affected(lead, incident, person=affected(incident, name="五島").pk, now=LATER)
    assert incident.affected.count() == 2
    with pytest.raises(Refused):
        take_from_complaints(cast.actor("handler"), incident, now=LATER)


def test_text_begins_with_what_is_known_and_marks_what_a_person_writes(cast: Cast) -> None:
    incident = begun(cast, leaked="")
    texts = first_texts(incident, House())
    assert "名簿を別の会員に送った。" in texts["ja"]
    assert "みほん堂" in texts["ja"]
    assert "0120-000-000" in texts["en"]
    assert len(marks_in(texts["ja"])) == len(marks_in(texts["en"])) == 3, (
        "two always, and the data nobody named"
    )
    lead = cast.actor("lead")
    with pytest.raises(Invalid) as nothing:
        write_notice(lead, incident, texts={"ja": " "}, seen=0, now=LATER)
    assert nothing.value.problems == {"ja": Problem.MISSING}
    write_notice(lead, incident, texts=texts, seen=0, now=LATER)
    assert obstacle(write_notice, lead, incident, texts=TEXTS, seen=0) is Obstacle.SET_MEANWHILE
    typed(cast, incident, "一郎, ichi@example.jp")
    assert obstacle(send_notice, lead, incident, seen=1) is Obstacle.TO_BE_WRITTEN
    assert affected(incident).state == "waiting"
    write_notice(lead, incident, texts={"ja": TEXTS["ja"]}, seen=1, now=LATER)
    incident.refresh_from_db()
    assert text_for(incident, "en") == TEXTS["ja"], "who reads the other language gets the text there is"


def test_sent_once_to_each_in_the_complaint_as_a_public_word_and_by_mail_to_others(
    cast: Cast, folder: Path
) -> None:
    lead, incident = cast.actor("lead"), with_notice(cast)
    complaint = makers.acknowledged(cast)
    join_breach(lead, complaint, incident=incident, now=LATER)
    take_from_complaints(lead, incident, now=LATER)
    typed(cast, incident, "John, john@example.com", "en")
    typed(cast, incident, "三田、090-1234-5678\n壊れ, x@" + "a" * 70 + ".jp")
    assert obstacle(send_notice, lead, incident, seen=0) is Obstacle.SET_MEANWHILE, (
        "another text was looked at"
    )
    assert send_notice(lead, incident, seen=1, now=LATER) == 2
    assert obstacle(send_notice, lead, incident, seen=1) is Obstacle.TO_BE_WRITTEN, "nobody waits any more"
    # Whatever is written now, what was looked at is what goes.
    write_notice(lead, incident, texts={"ja": "別の文"}, seen=1, now=LATER)
    numbers = list(incident.affected.filter(state="sending").values_list("pk", flat=True))
    assert set(notices_left_behind(LATER + timedelta(minutes=5))) == set(numbers)
    for number in numbers * 2:
        send_breach_notice(number, now=LATER)
    word = complaint.messages.get(body=TEXTS["ja"])
    assert (word.visibility, word.author_staff) == ("public", cast.lead)
    event = complaint.events.get(data__message=word.pk)
    assert (event.kind, event.visibility) == ("replied", "public")
    assert complaint.letters.filter(word=word).count() == 1
    [mail] = [path.read_text() for path in folder.glob("breach-*")]
    assert "To: john@example.com" in mail
    assert "Important notice" in mail
    told = incident.affected.filter(state="told")
    assert {(row.name, row.told_by, row.told_at) for row in told} == {
        ("試野 はな", cast.lead, LATER),
        ("John", cast.lead, LATER),
    }
    assert {row.text for row in told} == set(TEXTS.values())
    assert not incident.clocks.get(kind="notify").met_at, "somebody still waits"
    assert send_breach_notice(numbers[0], now=LATER) is None


def test_what_cannot_be_sent_says_so_and_keeps_back_no_other(cast: Cast, folder: Path) -> None:
    lead, incident = cast.actor("lead"), with_notice(cast)
    gone, stays = makers.acknowledged(cast), makers.acknowledged(cast)
    for each in (gone, stays):
        join_breach(lead, each, incident=incident, now=LATER)
    take_from_complaints(lead, incident, now=LATER)
    send_notice(lead, incident, seen=1, now=LATER)
    # Whoever sent it is barred from this one before its turn comes: it is not said in their name.
    Complaint.objects.filter(pk=gone.pk).update(barred=[cast.lead.pk])
    outcomes = {
        row.complaint_id: send_breach_notice(row.pk, now=LATER) for row in incident.affected.order_by("pk")
    }
    assert outcomes == {gone.pk: AffectedState.FAILED, stays.pk: AffectedState.TOLD}
    assert affected(incident, complaint=gone).last_error == "Unseen"
    assert not gone.messages.filter(body=TEXTS["ja"]).exists()
    other = actor_for(second(cast))
    assert send_notice(other, incident, seen=1, now=LATER) == 1, "who could not be told is tried again"
    row = affected(incident, complaint=gone)
    assert send_breach_notice(row.pk, now=LATER) is AffectedState.TOLD
    assert incident.clocks.get(kind="notify").met_at == LATER, "met once nobody waits"
    assert not list(folder.glob("breach-*"))


def test_by_hand_out_of_reach_and_another_measure_stand_on_record_with_reason(cast: Cast) -> None:
    lead, incident = cast.actor("lead"), with_notice(cast)
    typed(cast, incident, "三田、090-1234-5678\n五島\n六角")
    by_phone, lost, third = incident.affected.order_by("pk")
    for values, problems in (
        ({"how": " ", "at": LATER}, {"how": Problem.MISSING}),
        ({"how": "電話", "at": FRIDAY - timedelta(days=2)}, {"at": Problem.OUT_OF_RANGE}),
        ({"how": "電話", "at": LATER + timedelta(days=2)}, {"at": Problem.IN_THE_FUTURE}),
    ):
        with pytest.raises(Invalid) as refusal:
            told_by_hand(lead, incident, person=by_phone.pk, **values, now=LATER)  # type: ignore[arg-type]
        assert refusal.value.problems == problems
    told_by_hand(lead, incident, person=by_phone.pk, how="電話で本人に", at=LATER, now=LATER)
    told = {"person": by_phone.pk, "how": "もう一度", "at": LATER}
    assert obstacle(told_by_hand, lead, incident, **told) is Obstacle.GONE_MEANWHILE
    assert obstacle(drop_affected, lead, incident, person=by_phone.pk) is Obstacle.GONE_MEANWHILE
    not_to_be_reached(lead, incident, person=lost.pk, reason="住所が古い", now=LATER)
    ask_not_reportable(lead, incident, reason="対象外", now=LATER)
    decide_not_reportable(actor_for(second(cast)), incident, granted=True, now=LATER)
    assert obstacle(close_breach, lead, incident) is Obstacle.PERSONS_UNTOLD
    today = date(2026, 11, 20)
    with pytest.raises(Invalid) as refusal:
        record_alternative(lead, incident, measure="", reason="", on=today + timedelta(days=90), now=LATER)
    assert refusal.value.problems == {
        "measure": Problem.MISSING,
        "reason": Problem.MISSING,
        "on": Problem.IN_THE_FUTURE,
    }
    number = record_alternative(
        lead, incident, measure="サイトで公表", reason="連絡先不明", on=today, now=LATER
    )
    assert number == 1, "only for those who cannot be reached"
    not_to_be_reached(lead, incident, person=third.pk, reason="連絡先なし", now=LATER)
    record_alternative(lead, incident, measure="サイトで公表", reason="連絡先不明", on=today, now=LATER)
    incident.refresh_from_db()
    assert (incident.alternative, incident.alternative_reason) == ("サイトで公表", "連絡先不明")
    assert [row.state for row in incident.affected.order_by("pk")] == ["told", "alternative", "alternative"]
    by_phone.refresh_from_db()
    assert (by_phone.how, by_phone.told_at, by_phone.told_by) == ("電話で本人に", LATER, cast.lead)
    assert incident.clocks.get(kind="notify").met_at == LATER
    close_breach(lead, incident, now=LATER)
    assert (
        obstacle(add_affected, lead, incident, lines="七条", language="ja")
        is Obstacle.BREACH_STANDS_ELSEWHERE
    )


def test_deadlines_are_those_of_the_pack_and_of_nobody_who_does_not_see_it(cast: Cast) -> None:
    incident = begun(cast)
    barred = second(cast)
    complaint = makers.acknowledged(cast)
    join_breach(cast.actor("lead"), complaint, incident=incident, now=NOW)
    Complaint.objects.filter(pk=complaint.pk).update(barred=[barred.pk])
    for call in (take_from_complaints, begin_breach_clocks, close_breach):
        with pytest.raises(Unseen):
            call(actor_for(barred), incident, now=LATER)  # type: ignore[operator]
    with pytest.raises(NotNow):
        close_breach(cast.actor("lead"), incident, now=LATER)
