"""Customer types: given on evidence until a day, never by a machine, and never part of what is found."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from kikitori.casework.customer_types import TypeGiven, confirm_type, dismiss_suggestion, end_type, give_type
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.protocols import ProtocolGiven, write_protocol
from kikitori.casework.receive import receive_complaint
from kikitori.casework.same_person import join_people
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.customer_types import GivenType, Protocol
from kikitori.records.people.models import Person, SettingChange
from kikitori.records.people.queries import protocols_of
from kikitori.records.people.terms import CustomerType
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.queries import Reader, meant_by
from kikitori.records.selection.terms import Field, Operator
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, INTAKE

TODAY = FRIDAY.astimezone(ZoneInfo("Asia/Tokyo")).date()
SOON = TODAY + timedelta(days=90)
VIP = CustomerType.PAYING_SUPPORT


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    return makers.received(cast).complaint


@pytest.fixture
def hana(complaint: Complaint) -> Person:
    return complaint.parties.get().person


def given(cast: Cast, person: Person, kind: str = "paying_support", **changes: object) -> GivenType:
    values = {"type": kind, "evidence": "契約番号P-12", "review_on": SOON, **changes}
    return give_type(cast.actor("handler"), person, TypeGiven(**values), now=FRIDAY)


def test_type_is_given_with_evidence_and_a_day_of_review(
    cast: Cast, complaint: Complaint, hana: Person
) -> None:
    row = given(cast, hana, complaints=[complaint.pk])
    assert (row.evidence, row.complaints, row.review_on, row.given_by) == (
        "契約番号P-12",
        [complaint.pk],
        SOON,
        cast.handler,
    )
    change = hana.changes.get()
    assert (change.kind, change.data["type"], change.data["before"]) == ("type_given", "paying_support", None)


def test_several_types_hold_at_once_and_each_once(cast: Cast, hana: Person) -> None:
    first = given(cast, hana)
    given(cast, hana, "assertive")
    again = given(cast, hana, evidence="更新しました")
    assert first.pk == again.pk
    assert set(hana.types.values_list("type", "evidence")) == {
        ("paying_support", "更新しました"),
        ("assertive", "契約番号P-12"),
    }


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"evidence": ""}, {"evidence": Problem.MISSING}),
        ({"review_on": None}, {"review_on": Problem.MISSING}),
        ({"review_on": TODAY}, {"review_on": Problem.IN_THE_PAST}),
        ({"review_on": TODAY + timedelta(days=367)}, {"review_on": Problem.OUT_OF_RANGE}),
        ({"type": "unknown"}, {"type": Problem.UNKNOWN_WORD}),
        ({"type": "モンスター"}, {"type": Problem.UNKNOWN_WORD}),
    ],
)
def test_type_without_evidence_or_end_is_refused(
    cast: Cast, hana: Person, changes: dict[str, object], problems: dict[str, Problem]
) -> None:
    with pytest.raises(Invalid) as refused:
        given(cast, hana, **changes)
    assert refused.value.problems == problems
    assert not GivenType.objects.exists()


def test_complaint_that_is_not_seen_is_no_evidence(cast: Cast, hana: Person) -> None:
    hidden = makers.received(cast).complaint
    Complaint.objects.filter(pk=hidden.pk).update(confidentiality="restricted", assignee=cast.lead)
    with pytest.raises(Invalid):
        given(cast, hana, evidence="", complaints=[hidden.pk])
    assert given(cast, hana, complaints=[hidden.pk]).complaints == []


@pytest.mark.parametrize("actor", ["auditor", "system"])
def test_neither_auditor_nor_machine_gives_a_type(cast: Cast, hana: Person, actor: str) -> None:
    who = Actor.system("swept") if actor == "system" else cast.actor(actor)
    with pytest.raises(Refused):
        give_type(who, hana, TypeGiven(type="frequent", evidence="x", review_on=SOON), now=FRIDAY)


def test_type_is_confirmed_until_another_day_and_taken_away_with_the_reason(cast: Cast, hana: Person) -> None:
    row, actor = given(cast, hana), cast.actor("handler")
    later = SOON + timedelta(days=30)
    assert confirm_type(actor, hana, row.pk, review_on=later, now=FRIDAY).review_on == later
    end_type(actor, hana, row.pk, reason="契約終了", now=FRIDAY)
    assert [each.kind for each in hana.changes.all()] == ["type_given", "type_renewed", "type_ended"]
    with pytest.raises(NotNow) as refused:
        end_type(actor, hana, row.pk, reason="もう一度", now=FRIDAY)
    assert refused.value.obstacle is Obstacle.GONE_MEANWHILE
    assert given(cast, hana).pk != row.pk


def test_dismissed_suggestion_is_remembered(cast: Cast, hana: Person) -> None:
    dismiss_suggestion(
        cast.actor("handler"), hana, kind="frequent", because="many_complaints", measure="6", now=FRIDAY
    )
    assert hana.changes.get().data == {"type": "frequent", "because": "many_complaints", "measure": "6"}
    with pytest.raises(Invalid):
        dismiss_suggestion(cast.actor("handler"), hana, kind="frequent", because="顔", now=FRIDAY)


# ---- said when a complaint was taken down


def test_type_said_by_one_of_us_at_receipt_has_the_complaint_for_evidence(cast: Cast) -> None:
    caller = PersonGiven(
        name="上得 意子",
        customer_type="paying_support",
        contact_points=(ContactGiven(kind="phone", value="03-1111-2222"),),
    )
    complaint = makers.received(cast, complainant=caller).complaint
    row = complaint.parties.get().person.types.get()
    assert (row.type, row.complaints, row.review_on) == (
        "paying_support",
        [complaint.pk],
        TODAY + timedelta(days=180),
    )
    makers.received(cast, complainant=caller)
    assert GivenType.objects.count() == 1


def test_stranger_does_not_make_themselves_a_vip(cast: Cast) -> None:
    vip = PersonGiven(name="自称 上客", customer_type="paying_support")
    intake = makers.replace(INTAKE, channel="web", complainant=vip)
    receive_complaint(Actor.newcomer(), intake, token=makers.token(), now=FRIDAY)
    assert not GivenType.objects.exists()


# ---- the VIP folder


FOLDER = Conditions((Condition(Field.CUSTOMER_TYPE, Operator.IS, (VIP.value,)),))


def folder(cast: Cast, role: str = "handler") -> set[Complaint]:
    return set(meant_by(visible_to(cast.actor(role)), FOLDER, Reader(None)))


def test_folder_holds_complaints_of_whoever_has_the_type_until_it_is_ended(
    cast: Cast, complaint: Complaint, hana: Person
) -> None:
    other = makers.received(cast, complainant=PersonGiven(name="隣野 まこと")).complaint
    assert folder(cast) == set()
    row = given(cast, hana)
    assert folder(cast) == {complaint}
    end_type(cast.actor("handler"), hana, row.pk, reason="契約終了", now=FRIDAY)
    assert folder(cast) == set()
    assert other not in folder(cast)


def test_folder_knows_a_person_by_any_of_their_cards_and_by_their_representative(
    cast: Cast, complaint: Complaint, hana: Person
) -> None:
    given(cast, hana)
    second = makers.received(cast, complainant=PersonGiven(name="試野 花")).complaint
    join_people(cast.actor("handler"), hana, second.parties.get().person, now=FRIDAY)
    assert folder(cast) == {complaint, second}
    spoken = makers.received(
        cast, complainant=PersonGiven(name="試野 たろう"), representative=INTAKE.complainant
    ).complaint
    assert spoken in folder(cast)


def test_folder_shows_nothing_its_reader_does_not_see(cast: Cast, complaint: Complaint, hana: Person) -> None:
    given(cast, hana)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted", assignee=cast.lead)
    assert folder(cast) == set()
    assert folder(cast, role="lead") == {complaint}


# ---- protocols


WORDS = ProtocolGiven(text_ja="ゆっくり話します。", text_en="Speak slowly.", queue_hint="same_hands")


def test_protocol_written_here_takes_the_place_of_the_shipped_one_and_is_kept(cast: Cast) -> None:
    row = write_protocol(cast.actor("lead"), "frequent", WORDS, seen=0, now=FRIDAY)
    assert row is not None
    assert (row.version, row.by) == (1, cast.lead)
    assert protocols_of(["frequent", "silent"])["frequent"] == row
    change = SettingChange.objects.get(kind="protocols")
    assert change.after["text_ja"] == "ゆっくり話します。"
    assert "よく連絡をくださる方です" in change.before["text_ja"]
    assert write_protocol(cast.actor("lead"), "frequent", WORDS, seen=1, now=FRIDAY) is None
    with pytest.raises(NotNow):
        write_protocol(cast.actor("lead"), "frequent", WORDS, seen=0, now=FRIDAY)
    assert Protocol.objects.count() == 1


def test_handler_writes_no_protocol_and_an_empty_one_is_none(cast: Cast) -> None:
    with pytest.raises(Refused):
        write_protocol(cast.actor("handler"), "frequent", WORDS, seen=0, now=FRIDAY)
    with pytest.raises(Invalid):
        write_protocol(cast.actor("administrator"), "media", ProtocolGiven(), seen=0, now=FRIDAY)
