"""Evidence: its number, its digest, its custody; what findings cite; and files compared with what was taken in."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from kikitori.casework.check_evidence import Verified, check_all_evidence, check_evidence
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.drafts import Page
from kikitori.casework.enclosures import FileGiven, enclose
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.filed_with_note import FileNotKept
from kikitori.casework.note_fact import FactGiven, note_fact
from kikitori.casework.take_evidence import EvidenceGiven, note_custody, take_evidence
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.inquiry.evidence import Evidence
from kikitori.records.inquiry.facts import FactNote
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import FileFlaw
from kikitori.records.people.actor import Actor
from tests import makers
from tests.casework.verbs_of_investigation import BOX, with_evidence
from tests.cast import Cast
from tests.foundation.mail import pictures
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=2)
TODAY = FRIDAY.date()
PDF = b"%PDF-1.7 x"


def file(content: bytes = PDF, name: str = "記録.pdf") -> FileGiven:
    return FileGiven(name, len(content), lambda: content)


def take(complaint: Complaint, cast: Cast, by: str = "handler", **changes: Any) -> Evidence:
    return take_evidence(cast.actor(by), complaint, given=replace(BOX, **changes), now=LATER)


def of_file(complaint: Complaint, cast: Cast, content: bytes = PDF, **changes: Any) -> Evidence:
    return take(complaint, cast, kind="document", place="", file=file(content), **changes)


def custody(complaint: Complaint, cast: Cast, row: Evidence, kind: str, **values: Any) -> None:
    given = {"whom": "", "note": "", "happened_on": TODAY, **values}
    note_custody(cast.actor("handler"), complaint, evidence=row, kind=kind, now=LATER, **given)


def results(complaint: Complaint, cast: Cast, by: str = "auditor") -> list[str]:
    return [each.result.value for each in check_evidence(cast.actor(by), complaint)]


def written_over(statement: str, *values: object) -> None:
    """As somebody would who owns the database."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(statement, values)


# ── taking in ──


def test_evidence_is_numbered_on_with_what_is_known_of_it(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    first, second = take(complaint, cast, what=" つぶれた箱 "), take(complaint, cast, bearings={})
    assert [row.name for row in complaint.evidence.all()] == ["E-1", "E-2"]
    assert (first.what, first.source, first.got_on, first.place) == (
        "つぶれた箱",
        "申出者",
        TODAY,
        "倉庫の棚3",
    )
    assert (first.taken_by, first.taken_at, first.digest, first.size) == (cast.handler, LATER, "", None)
    assert [(row.allegation.number, row.bearing) for row in first.bearings.all()] == [(1, "supports")]
    assert not second.bearings.exists()
    assert take(makers.investigated(cast), cast).name == "E-1"


def test_first_line_of_custody_says_that_it_was_taken_in(cast: Cast) -> None:
    row = take(makers.investigated(cast), cast)
    entry = row.custody.get()
    assert (entry.number, entry.kind, entry.whom) == (1, "taken_in", "倉庫の棚3")
    assert (entry.noted_by, entry.at, entry.happened_on) == (cast.handler, LATER, TODAY)


def test_new_file_lies_with_an_internal_note_whole_and_with_its_digest(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    photo = pictures.PNG
    row = take(complaint, cast, kind="photograph", place="", file=file(photo, "箱.png"))
    assert (row.digest, row.size, row.file_name) == (hashlib.sha256(photo).hexdigest(), len(photo), "箱.png")
    assert row.enclosure is not None
    message = row.enclosure.message
    assert message is not None
    assert (message.visibility, message.body, message.from_complainant) == ("internal", "つぶれた箱", False)
    event = complaint.events.get(kind="evidence_taken")
    assert event.visibility == "internal"
    assert event.data == {"evidence": 1, "digest": row.digest, "message": message.pk}


def test_file_that_lies_here_already_is_taken_in_by_its_number(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    before = of_file(complaint, cast)
    row = take(complaint, cast, place="", enclosure=before.enclosure_id)
    assert (row.digest, row.enclosure_id) == (before.digest, before.enclosure_id)
    assert Enclosure.objects.count() == 1


def test_file_of_a_draft_is_no_evidence_yet(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    kept = enclose(
        cast.actor("handler"), complaint, form=Step.NOTE, text="", files=[file()], page=Page("a"), now=LATER
    )
    with pytest.raises(NotNow) as refusal:
        take(complaint, cast, place="", enclosure=kept.added[0].pk)
    assert refusal.value.obstacle is Obstacle.GONE_MEANWHILE


def test_file_of_another_complaint_is_none_of_this_one(cast: Cast) -> None:
    other = of_file(makers.investigated(cast), cast)
    with pytest.raises(NotNow) as refusal:
        take(makers.investigated(cast), cast, place="", enclosure=other.enclosure_id)
    assert refusal.value.obstacle is Obstacle.GONE_MEANWHILE
    with pytest.raises(NotNow):
        take(makers.investigated(cast), cast, place="", attachment=999)


def test_file_that_cannot_be_kept_is_named_and_nothing_is_written(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(FileNotKept) as refusal:
        take(complaint, cast, place="", file=FileGiven("大.pdf", 10**12, lambda: b""))
    assert (refusal.value.name, refusal.value.flaw) == ("大.pdf", FileFlaw.TOO_LARGE)
    assert not complaint.evidence.exists()
    assert not complaint.messages.filter(visibility="internal").exists()


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"kind": "rumour"}, {"kind": Problem.UNKNOWN_WORD}),
        ({"what": " "}, {"what": Problem.MISSING}),
        ({"what": "あ" * 5001}, {"what": Problem.TOO_LONG}),
        ({"source": ""}, {"source": Problem.MISSING}),
        ({"got_on": None}, {"got_on": Problem.MISSING}),
        ({"got_on": TODAY + timedelta(days=1)}, {"got_on": Problem.IN_THE_FUTURE}),
        ({"got_on": date(1800, 1, 1)}, {"got_on": Problem.OUT_OF_RANGE}),
        ({"place": ""}, {"place": Problem.MISSING}),
        ({"enclosure": 1, "attachment": 1}, {"file": Problem.OUT_OF_RANGE}),
        ({"bearings": {1: "perhaps"}}, {"bearings.1": Problem.UNKNOWN_WORD}),
    ],
)
def test_what_cannot_be_taken_is_named(
    cast: Cast, changes: dict[str, object], problems: dict[str, Problem]
) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        take(complaint, cast, **changes)
    assert refusal.value.problems == problems
    assert not complaint.evidence.exists()


@pytest.mark.parametrize("kind", ["statement", "system_record"])
def test_what_was_said_needs_no_place(cast: Cast, kind: str) -> None:
    assert take(makers.investigated(cast), cast, kind=kind, place="").place == ""


def test_point_that_is_not_there_is_named_and_no_number_is_used_up(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        take(complaint, cast, bearings={7: "against"})
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.NO_SUCH_POINT, "7")
    assert take(complaint, cast).name == "E-1"


def test_who_reads_alone_takes_nothing_in(cast: Cast) -> None:
    with pytest.raises(Refused):
        take(makers.investigated(cast), cast, by="auditor")
    with pytest.raises(Unseen):
        take(makers.investigated(cast), cast, by="administrator")


# ── custody ──


def test_lines_of_custody_are_added_in_their_order(cast: Cast) -> None:
    complaint = with_evidence(cast)
    row = complaint.evidence.get()
    custody(complaint, cast, row, "handed_to", whom="検査室")
    custody(complaint, cast, row, "examined", whom="包装の専門家", note="角がつぶれている。")
    custody(complaint, cast, row, "given_back", whom="申出者")
    custody(complaint, cast, row, "destroyed", note="申出者の求めにより")
    told = [(entry.number, entry.kind, entry.whom) for entry in row.custody.all()]
    assert told == [
        (1, "taken_in", "倉庫の棚3"),
        (2, "handed_to", "検査室"),
        (3, "examined", "包装の専門家"),
        (4, "given_back", "申出者"),
        (5, "destroyed", ""),
    ]


@pytest.mark.parametrize(
    ("kind", "values", "problems"),
    [
        ("taken_in", {"whom": "検査室"}, {"kind": Problem.UNKNOWN_WORD}),
        ("lost", {"whom": "検査室"}, {"kind": Problem.UNKNOWN_WORD}),
        ("handed_to", {}, {"whom": Problem.MISSING}),
        ("examined", {}, {"whom": Problem.MISSING}),
        ("given_back", {}, {"whom": Problem.MISSING}),
        ("moved", {}, {"whom": Problem.MISSING}),
        ("destroyed", {"whom": "検査室"}, {"note": Problem.MISSING}),
        ("withdrawn", {"whom": "検査室"}, {"note": Problem.MISSING}),
        ("moved", {"whom": "棚", "happened_on": None}, {"happened_on": Problem.MISSING}),
        ("moved", {"whom": "棚", "happened_on": date(2027, 1, 1)}, {"happened_on": Problem.IN_THE_FUTURE}),
    ],
)
def test_line_says_what_is_to_be_said(
    cast: Cast, kind: str, values: dict[str, object], problems: dict[str, Problem]
) -> None:
    complaint = with_evidence(cast)
    with pytest.raises(Invalid) as refusal:
        custody(complaint, cast, complaint.evidence.get(), kind, **values)
    assert refusal.value.problems == problems


@pytest.mark.parametrize("kind", ["withdrawn", "destroyed"])
def test_custody_ends_where_it_is_withdrawn_or_destroyed(cast: Cast, kind: str) -> None:
    complaint = with_evidence(cast)
    row = complaint.evidence.get()
    custody(complaint, cast, row, kind, note="別の申出の箱でした。")
    with pytest.raises(NotNow) as refusal:
        custody(complaint, cast, row, "moved", whom="棚4")
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.EVIDENCE_WITHDRAWN, "E-1")
    assert complaint.evidence.get().what == "つぶれた箱"


def test_evidence_of_another_complaint_is_none_of_this_one(cast: Cast) -> None:
    row = with_evidence(cast).evidence.get()
    with pytest.raises(NotNow) as refusal:
        custody(makers.investigated(cast), cast, row, "moved", whom="棚4")
    assert refusal.value.obstacle is Obstacle.NO_SUCH_EVIDENCE


# ── what findings cite ──


def decide(complaint: Complaint, cast: Cast, reasons: str) -> None:
    findings = {
        1: FindingGiven(outcome="not_upheld", reasons=reasons),
        2: FindingGiven(outcome="unable", reasons="記録"),
    }
    decide_complaint(cast.actor("handler"), complaint, findings=findings, now=LATER)


def test_reasons_cite_what_is_in_the_register(cast: Cast) -> None:
    complaint = with_evidence(cast)
    with pytest.raises(NotNow) as refusal:
        decide(complaint, cast, "E-1とＥ－２のとおりです。")
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.NO_SUCH_EVIDENCE, "E-2")
    assert complaint.state == "investigating"
    decide(complaint, cast, "E-1のとおりです。")
    assert complaint.state == "decided"


def test_what_was_withdrawn_bears_no_finding_and_what_was_destroyed_was_seen(cast: Cast) -> None:
    complaint = with_evidence(cast)
    take(complaint, cast)
    first, second = complaint.evidence.all()
    custody(complaint, cast, first, "withdrawn", note="別の箱")
    custody(complaint, cast, second, "destroyed", note="かびのため")
    with pytest.raises(NotNow) as refusal:
        decide(complaint, cast, "E-1とE-2")
    assert refusal.value.detail == "E-1"
    decide(complaint, cast, "E-2")


# ── facts and opinions ──


def fact(complaint: Complaint, cast: Cast, **values: Any) -> FactNote:
    given = FactGiven(**{"nature": "fact", "text": "三枚が割れている", **values})
    return note_fact(cast.actor("handler"), complaint, given=given, now=LATER)


def test_fact_stands_with_what_shows_it_and_opinion_with_whose_it_is(cast: Cast) -> None:
    complaint = with_evidence(cast)
    shown = fact(complaint, cast, point=1, evidence=complaint.evidence.get())
    thought = fact(complaint, cast, nature="opinion", text="梱包が弱い", whose=" 包装の専門家 ")
    assert (shown.nature, shown.evidence, shown.noted_by) == ("fact", complaint.evidence.get(), cast.handler)
    assert shown.allegation is not None
    assert (thought.nature, thought.whose, thought.allegation) == ("opinion", "包装の専門家", None)
    event = complaint.events.filter(kind="fact_noted").first()
    assert event is not None
    assert (event.visibility, event.data) == ("internal", {"note": shown.pk, "nature": "fact"})


def test_correction_stands_beside_what_it_corrects_once(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    first = fact(complaint, cast)
    second = fact(complaint, cast, text="四枚が割れている", instead_of=first)
    with pytest.raises(NotNow) as refusal:
        fact(complaint, cast, text="五枚", instead_of=first)
    assert refusal.value.obstacle is Obstacle.GONE_MEANWHILE
    assert second.instead_of == first
    assert [row.text for row in complaint.fact_notes.all()] == ["三枚が割れている", "四枚が割れている"]


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({"nature": "rumour"}, {"nature": Problem.UNKNOWN_WORD}),
        ({"text": ""}, {"text": Problem.MISSING}),
        ({"text": "あ" * 5001}, {"text": Problem.TOO_LONG}),
        ({"whose": "倉庫の長"}, {"whose": Problem.OUT_OF_RANGE}),
    ],
)
def test_note_that_cannot_be_taken_is_named(
    cast: Cast, values: dict[str, object], problems: dict[str, Problem]
) -> None:
    with pytest.raises(Invalid) as refusal:
        fact(makers.investigated(cast), cast, **values)
    assert refusal.value.problems == problems


def test_source_must_be_there_and_point_too(cast: Cast) -> None:
    complaint, other = makers.investigated(cast), with_evidence(cast)
    with pytest.raises(NotNow) as refusal:
        fact(complaint, cast, evidence=other.evidence.get())
    assert refusal.value.obstacle is Obstacle.NO_SUCH_EVIDENCE
    with pytest.raises(NotNow) as refusal:
        fact(complaint, cast, text="E-3のとおり")
    assert refusal.value.detail == "E-3"
    with pytest.raises(NotNow) as refusal:
        fact(complaint, cast, point=9)
    assert refusal.value.obstacle is Obstacle.NO_SUCH_POINT
    with pytest.raises(Invalid):
        fact(other, cast, nature="opinion", evidence=other.evidence.get())


# ── comparing ──


def test_every_file_is_what_was_taken_in_and_a_thing_has_nothing_to_compare(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    of_file(complaint, cast)
    of_file(complaint, cast, b"x" * 400_000)
    take(complaint, cast)
    assert results(complaint, cast) == ["unchanged", "unchanged", "no_file"]
    assert all(each.is_sound for each in check_evidence(cast.actor("lead"), complaint))


def test_byte_changed_behind_our_back_is_found(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    of_file(complaint, cast)
    of_file(complaint, cast, b"%PDF-1.7 y")
    written_over("update records_enclosure set raw = %s where digest = %s", b"%PDF-1.7 z",
                 hashlib.sha256(PDF).hexdigest())  # fmt: skip
    assert results(complaint, cast) == ["changed", "unchanged"]
    changed = check_evidence(cast.actor("lead"), complaint)[0]
    assert changed.found == hashlib.sha256(b"%PDF-1.7 z").hexdigest()
    assert not changed.is_sound


def test_register_changed_along_with_the_file_is_found_by_the_timeline(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = of_file(complaint, cast)
    other = b"%PDF-1.7 z"
    digest = hashlib.sha256(other).hexdigest()
    written_over("update records_enclosure set raw = %s, digest = %s", other, digest)
    written_over("update records_evidence set digest = %s where id = %s", digest, row.pk)
    assert results(complaint, cast) == ["changed"]


def test_file_that_is_gone_from_the_store_is_told(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    of_file(complaint, cast, b"y" * 400_000)
    written_over("update records_enclosure set digest = %s", "0" * 64)
    assert results(complaint, cast) == [Verified.GONE.value]


def test_nobody_compares_what_they_do_not_see(cast: Cast) -> None:
    complaint = with_evidence(cast)
    assert results(complaint, cast, "administrator") == []
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.auditor.pk])
    assert results(complaint, cast) == []
    assert len(list(check_all_evidence(Actor.system("tested")))) == 1


def test_all_of_the_house_is_compared_complaint_by_complaint(cast: Cast) -> None:
    first, second = makers.investigated(cast), makers.investigated(cast)
    of_file(first, cast)
    take(first, cast)
    of_file(second, cast)
    makers.investigated(cast)
    found = [
        (each.row.complaint.reference, each.row.name) for each in check_all_evidence(Actor.system("tested"))
    ]
    assert found == [(first.reference, "E-1"), (first.reference, "E-2"), (second.reference, "E-1")]


def test_comparing_asks_no_more_for_more_files(cast: Cast, django_assert_num_queries: Any) -> None:
    complaint = makers.investigated(cast)
    for number in range(4):
        of_file(complaint, cast, b"%PDF-1.7 " + bytes([65 + number]))
    with django_assert_num_queries(2):
        assert results(complaint, cast) == ["unchanged"] * 4


def test_given_without_a_file_is_a_thing(cast: Cast) -> None:
    given = EvidenceGiven(kind="object", what="箱", source="申出者", got_on=TODAY, place="棚")
    assert take_evidence(cast.actor("lead"), makers.investigated(cast), given=given, now=LATER).digest == ""
