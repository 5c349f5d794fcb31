"""The proof of receipt in the hands of whoever complained: on the slip, on their page, and as a file."""

from __future__ import annotations

import hashlib

from kikitori.config.case_json import case_as_values
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.proving import proof_of
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import STORY, Seen, Visitor
from tests.makers import FRIDAY

FILE = "/follow/receipt/"


def test_digest_on_the_slip_is_that_of_the_file_behind_it(visitor: Visitor) -> None:
    slip = visitor.complains()
    on_paper = proof_of(Complaint.objects.get()).groups
    assert on_paper in visitor.seen.text
    page = visitor.opens(slip)
    assert on_paper in page.text
    assert f'href="{FILE}"' in page.html
    answer = visitor.client.get(FILE)
    assert hashlib.sha256(answer.content).hexdigest() == on_paper.replace(" ", "")
    assert f"| {STORY}" in answer.content.decode()
    assert answer["Content-Disposition"] == f'attachment; filename="{slip.reference}.txt"'
    assert answer["Cache-Control"] == "no-store"


def test_file_tells_nothing_of_who_complained(visitor: Visitor, cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    visitor.reads(complaint)
    said = visitor.client.get(FILE).content.decode()
    assert complaint.story in said
    assert not any(word in said for word in ("試野", "タメシノ", "hana@example.jp"))


def test_without_a_slip_there_is_no_file(visitor: Visitor, cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    answer = visitor.client.get(FILE)
    assert answer.status_code == 303
    assert complaint.story.encode() not in answer.content
    other = makers.received(cast, story="よその申出").complaint
    visitor.reads(complaint)
    assert other.story.encode() not in visitor.client.get(FILE).content


def test_first_entry_of_the_timeline_and_the_command_line_hold_the_same_digest(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    first = complaint.events.get(kind=EventKind.RECEIVED.value)
    assert first.data["digest"] == proof_of(complaint).digest
    values = case_as_values(Actor.system("test"), complaint, FRIDAY)
    assert values["receipt_digest"] == first.data["digest"]


def test_later_steps_leave_the_proof_as_it_was(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    before = proof_of(complaint)
    settled = makers.confirming(cast)
    at_receipt = settled.events.get(kind=EventKind.RECEIVED.value).data["digest"]
    settled.refresh_from_db()
    assert proof_of(settled).digest == at_receipt != before.digest


def test_in_english_it_is_explained_in_english(reader: Visitor, cast: Cast) -> None:
    page: Seen = reader.reads(makers.received(cast).complaint)
    assert "Proof that we received it" in page.text
    assert "Save the text of the receipt" in page.text
