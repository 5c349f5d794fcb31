"""What goes along: nothing by itself, only what the complainant knows, and as it was then."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.intake import PersonGiven
from kikitori.casework.sharing import SharedGiven, files_to_share, is_personal, snapshot, words_to_share
from kikitori.casework.write import hear, note
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.models import Message
from tests import makers, referrals
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=1)


def heard(cast: Cast, body: str = "箱もつぶれていました。") -> tuple[Complaint, Message]:
    complaint = makers.investigated(cast)
    hear(makers.complainant_of(complaint), complaint, body=body, now=LATER)
    return complaint, complaint.messages.latest("pk")


def enclosed(complaint: Complaint, message: Message, **changes: Any) -> Enclosure:
    values: dict[str, Any] = {
        "name": "皿.jpg",
        "found": "image/jpeg",
        "size": 3,
        "digest": "0" * 64,
        "raw": b"jpg",
        "added_at": LATER,
        **changes,
    }
    return Enclosure.objects.create(complaint=complaint, message=message, **values)


def shared(complaint: Complaint, **chosen: Any) -> list[dict[str, Any]]:
    return snapshot(complaint, SharedGiven(summary="概要", **chosen))


def test_the_summary_alone_goes_along_unless_more_is_chosen(cast: Cast) -> None:
    assert shared(makers.investigated(cast)) == [{"kind": "summary", "text": "概要"}]


def test_each_thing_chosen_goes_along_in_the_order_in_which_it_is_told(cast: Cast) -> None:
    complaint, word = heard(cast)
    file = enclosed(complaint, word)
    items = shared(
        complaint,
        points=[2, 1],
        wish=True,
        story=True,
        words=[word.pk],
        files=[file.pk],
        name=True,
        contact=True,
    )
    assert [item["kind"] for item in items] == (
        ["summary", "point", "point", "wish", "story", "word", "file", "name", "contact"]
    )
    assert [item["number"] for item in items if item["kind"] == "point"] == [1, 2]
    by_kind = {item["kind"]: item for item in items}
    assert by_kind["word"] == {
        "kind": "word",
        "message": word.pk,
        "at": word.at.isoformat(),
        "ours": False,
        "text": "箱もつぶれていました。",
    }
    assert by_kind["file"] == {
        "kind": "file",
        "file": file.pk,
        "name": "皿.jpg",
        "size": 3,
        "digest": "0" * 64,
    }
    assert (by_kind["name"]["text"], by_kind["contact"]["text"]) == ("試野 はな", "hana@example.jp")


def test_what_was_passed_on_stays_as_it_was(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = referrals.outside(
        cast, complaint, shared=SharedGiven(summary="概要", points=[1], story=True, name=True)
    )
    complaint.allegations.filter(number=1).update(text="別の文")
    complaint.parties.get().person.name = "別名"
    row.refresh_from_db()
    assert [item["text"] for item in row.shared] == [
        "概要",
        "皿が三枚割れていた",
        makers.INTAKE.story,
        "試野 はな",
    ]


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"points": [9]}, "points"),
        ({"points": [1, 9]}, "points"),
        ({"words": [999]}, "words"),
        ({"files": [999]}, "files"),
    ],
)
def test_what_is_not_there_is_not_left_out_in_silence(cast: Cast, chosen: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        shared(makers.investigated(cast), **chosen)
    assert refusal.value.problems == {field: Problem.UNKNOWN_WORD}


def test_point_chosen_twice_goes_along_once(cast: Cast) -> None:
    assert len(shared(makers.investigated(cast), points=[1, 1])) == 2


def test_internal_notes_and_their_files_never_leave_the_house(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    note(cast.actor("handler"), complaint, body="内輪の話", now=LATER)
    inside = complaint.messages.latest("pk")
    file = enclosed(complaint, inside)
    assert not words_to_share(complaint).exists()
    assert not files_to_share(complaint).exists()
    for chosen in ({"words": [inside.pk]}, {"files": [file.pk]}):
        with pytest.raises(Invalid):
            shared(complaint, **chosen)


def test_words_and_files_of_another_complaint_are_not_to_be_had(cast: Cast) -> None:
    other, word = heard(cast)
    file = enclosed(other, word)
    complaint = makers.investigated(cast)
    for chosen in ({"words": [word.pk]}, {"files": [file.pk]}):
        with pytest.raises(Invalid):
            shared(complaint, **chosen)


@pytest.mark.parametrize(
    ("scan", "goes"), [("", True), ("clean", True), ("failed", True), ("infected", False)]
)
def test_file_with_a_virus_is_passed_on_to_nobody(cast: Cast, scan: str, goes: bool) -> None:
    complaint, word = heard(cast)
    enclosed(complaint, word, scan=scan)
    assert files_to_share(complaint).exists() is goes


def test_file_without_a_name_is_called_by_its_number(cast: Cast) -> None:
    complaint, word = heard(cast)
    file = enclosed(complaint, word, name="")
    assert shared(complaint, files=[file.pk])[1]["name"] == str(file.pk)


Build = Callable[[Cast], Complaint]


@pytest.mark.parametrize(
    ("build", "chosen", "field"),
    [
        (lambda cast: makers.investigated(cast, anonymous=True), {"name": True}, "name"),
        (lambda cast: makers.investigated(cast, complainant=None), {"name": True}, "name"),
        (lambda cast: makers.investigated(cast, complainant=None), {"contact": True}, "contact"),
        (
            lambda cast: makers.investigated(cast, complainant=PersonGiven(name="試野 はな")),
            {"contact": True},
            "contact",
        ),
        (lambda cast: makers.investigated(cast, desired_outcome=""), {"wish": True}, "wish"),
    ],
)
def test_what_nobody_told_us_cannot_be_passed_on(
    cast: Cast, build: Build, chosen: dict[str, bool], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        shared(build(cast), **chosen)
    assert refusal.value.problems == {field: Problem.UNKNOWN_WORD}


def test_name_and_address_are_what_somebody_can_be_known_by(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    assert not is_personal(shared(complaint, points=[1], story=True))
    assert is_personal(shared(complaint, name=True))
    assert is_personal(shared(complaint, contact=True))
    assert SharedGiven(summary="", contact=True).is_personal
    assert not SharedGiven(summary="", story=True).is_personal
