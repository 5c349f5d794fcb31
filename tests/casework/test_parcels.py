"""Files handed in at the portal: kept until what they belong to is sent, its owner's alone, forgotten after a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Refused
from kikitori.casework.inquire import ask_complainant
from kikitori.casework.merge import merge_complaint
from kikitori.casework.move_message import move_message
from kikitori.casework.parcels import (
    Handed,
    Owner,
    empty_parcel,
    forget_unsent,
    hand_in,
    in_parcel,
    take_out,
    touch_parcel,
)
from kikitori.casework.receive import Received, receive_complaint
from kikitori.casework.scan_enclosures import forget_unused_files
from kikitori.casework.write import hear, hear_where_it_goes_on
from kikitori.insight.search.places import Place, texts_of
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.proving import proof_of
from kikitori.records.complaints.terms import EventKind
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import LARGEST_FILE, LARGEST_PARCEL, FileFlaw
from kikitori.records.letters.models import Message
from kikitori.records.letters.parcels import Parcel
from kikitori.records.letters.raw import LARGEST_IN_ROW, content_of, enclosure_store
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.foundation.mail import pictures
from tests.makers import FRIDAY, INTAKE, complainant_of

PDF = b"%PDF-1.7 receipt"
PHOTO = pictures.jpeg(pictures.app(1, b"Exif\0\0" + pictures.exif(1)))
ONE, OTHER = Owner("one-page-of-the-portal"), Owner("another-page-of-the-portal")
NEWCOMER = Actor.newcomer()
MONDAY = date(2026, 11, 30)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def file(name: str = "領収書.pdf", content: bytes = PDF, size: int | None = None) -> FileGiven:
    return FileGiven(name, len(content) if size is None else size, lambda: content)


def handed_in(*files: FileGiven, owner: Owner = ONE, now: datetime = FRIDAY) -> list[int]:
    """Numbers of the files that were kept."""
    return [row.pk for row in hand_in(NEWCOMER, owner, files or (file(),), now=now).added]


def sent(handed: Handed | None, token: str = "", **changes: Any) -> Received:
    return receive_complaint(
        NEWCOMER, INTAKE, token=token or makers.token(), now=FRIDAY, handed=handed, **changes
    )


def said(complaint: Complaint, words: str = "写真を送ります。", **more: Any) -> Message:
    actor = complainant_of(complaint)
    return hear(actor, complaint, body=words, now=FRIDAY + HOUR, **more)


def names(**where: object) -> list[str]:
    return list(Enclosure.objects.filter(**where).order_by("pk").values_list("name", flat=True))


# ---- handed in


def test_file_is_kept_without_a_complaint_and_without_the_token(cast: Cast) -> None:
    [number] = handed_in()
    row = Enclosure.objects.get()
    assert (row.pk, row.complaint, row.added_by, row.added_at) == (number, None, None, FRIDAY)
    assert (row.name, row.found, row.size, content_of(row)) == (
        "領収書.pdf",
        "application/pdf",
        len(PDF),
        PDF,
    )
    parcel = Parcel.objects.get()
    assert row.parcel == parcel
    assert ONE.token not in parcel.key
    assert str(parcel) == "2026-11-20 07:40"


def test_photograph_loses_place_and_device_and_a_document_nothing(cast: Cast) -> None:
    handed_in(file("皿.jpg", PHOTO), file())
    photo, document = Enclosure.objects.order_by("pk")
    assert b"Exif" in PHOTO
    assert b"Exif" not in content_of(photo)
    assert not photo.tells_more
    assert content_of(document) == PDF


@pytest.mark.parametrize(
    ("name", "content", "tells"),
    [
        ("皿.heic", b"\x00\x00\x00\x18ftypheic" + bytes(40), True),
        ("皿.mov", b"\x00\x00\x00\x18ftypqt  " + bytes(40), True),
        ("皿.jpg", b"\xff\xd8\xff broken", True),
        ("皿.gif", b"GIF89a" + bytes(20), False),
        ("声.mp3", b"ID3" + bytes(20), False),
        ("皿.pdf", PDF, False),
    ],
)
def test_what_may_still_tell_of_its_maker_is_marked(
    cast: Cast, name: str, content: bytes, tells: bool
) -> None:
    handed_in(file(name, content))
    assert Enclosure.objects.get().tells_more is tells


def test_what_is_refused_is_named_and_the_others_are_kept(cast: Cast) -> None:
    never = FileGiven("film.mp4", LARGEST_FILE + 1, lambda: pytest.fail("read all the same"))
    done = hand_in(
        NEWCOMER,
        ONE,
        [file("空.txt", b""), never, file("写真.jpg", b"MZ\x90\x00"), file("../../良い.pdf")],
        now=FRIDAY,
    )
    assert done.refused == [
        ("空.txt", FileFlaw.EMPTY),
        ("film.mp4", FileFlaw.TOO_LARGE),
        ("写真.jpg", FileFlaw.PROGRAM),
    ]
    assert names() == ["良い.pdf"]


def test_ten_files_and_forty_megabytes_at_most(cast: Cast) -> None:
    done = hand_in(NEWCOMER, ONE, [file(f"{n}.pdf", PDF + bytes([n])) for n in range(11)], now=FRIDAY)
    assert (len(done.added), done.refused) == (10, [("10.pdf", FileFlaw.TOO_MANY)])
    large = [file(f"{n}.bin", bytes([65 + n]) * 9_000_000) for n in range(5)]
    done = hand_in(NEWCOMER, OTHER, large, now=FRIDAY)
    assert (len(done.added), done.refused) == (4, [("4.bin", FileFlaw.TOO_MUCH)])
    assert sum(row.size for row in in_parcel(OTHER)) <= LARGEST_PARCEL


def test_same_file_twice_is_one_and_another_name_is_another(cast: Cast) -> None:
    handed_in()
    assert handed_in() == []
    assert len(handed_in(file("別名.pdf"))) == 1
    assert [row.name for row in in_parcel(ONE)] == ["領収書.pdf", "別名.pdf"]


def test_file_that_came_before_is_named_with_its_number(cast: Cast) -> None:
    [number] = handed_in()
    done = hand_in(NEWCOMER, ONE, [file(), file("二.pdf"), file()], now=FRIDAY)
    assert [row.pk for row in done.again] == [number, number]
    assert [row.name for row in done.added] == ["二.pdf"]


def test_what_was_handed_in_twice_at_once_the_database_keeps_once(cast: Cast) -> None:
    handed_in()
    twin = Enclosure.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_large_file_lies_in_the_store(cast: Cast) -> None:
    content = PDF + bytes(LARGEST_IN_ROW)
    handed_in(file(content=content))
    row = Enclosure.objects.get()
    assert row.raw is None
    assert row.digest in set(enclosure_store().kept(older_than=-1))
    assert content_of(row) == content
    assert forget_unused_files(older_than=3600) == 0


def test_full_disk_is_said_and_nothing_else_is_lost(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    handed_in()
    monkeypatch.setattr("kikitori.foundation.storage.os.fsync", full)
    done = hand_in(NEWCOMER, ONE, [file("大.pdf", PDF + bytes(LARGEST_IN_ROW))], now=FRIDAY)
    assert done.refused == [("大.pdf", FileFlaw.NO_ROOM)]
    assert [row.name for row in in_parcel(ONE)] == ["領収書.pdf"]


def test_scanner_is_asked_at_once_where_there_is_one(cast: Cast, settings: Settings) -> None:
    handed_in()
    assert not ProcrastinateJob.objects.filter(task_name__contains="scan_enclosures").exists()
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"clamav": str(Path("/run/clamd"))})
    handed_in(file("別名.pdf"))
    assert ProcrastinateJob.objects.filter(task_name__contains="scan_enclosures").exists()


# ---- whose they are


def test_another_page_reaches_nothing_of_it(cast: Cast) -> None:
    [number] = handed_in()
    assert list(in_parcel(OTHER)) == []
    assert not take_out(OTHER, number)
    empty_parcel(OTHER)
    for handed in (Handed(OTHER, (number,)), Handed(Owner(""), (number,))):
        with pytest.raises(NotNow) as refused:
            sent(handed)
        assert refused.value.obstacle is Obstacle.FILES_CHANGED
    assert names() == ["領収書.pdf"]
    assert not Complaint.objects.exists()


def test_token_of_a_page_is_no_complaint_and_a_number_no_token(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    handed_in(owner=Owner(str(complaint.pk)))
    assert list(in_parcel(Owner(complaint=complaint))) == []
    assert Owner(str(complaint.pk)).key != Owner(complaint=complaint).key


def test_only_whoever_may_speak_in_it_hands_in_for_a_complaint(cast: Cast) -> None:
    complaint, other = makers.acknowledged(cast), makers.acknowledged(cast)
    for actor in (Actor.newcomer(), cast.actor("auditor"), complainant_of(other)):
        with pytest.raises(Refused):
            hand_in(actor, Owner(complaint=complaint), [file()], now=FRIDAY)
    assert not Enclosure.objects.exists()
    hand_in(complainant_of(complaint), Owner(complaint=complaint), [file()], now=FRIDAY)
    assert names() == ["領収書.pdf"]


def test_auditor_hands_in_nothing_at_all(cast: Cast) -> None:
    with pytest.raises(Refused):
        hand_in(cast.actor("auditor"), ONE, [file()], now=FRIDAY)


def test_owner_takes_one_out_again_or_all(cast: Cast) -> None:
    first, second, _third = handed_in(file(), file("二.pdf"), file("三.pdf"))
    assert take_out(ONE, second)
    assert not take_out(ONE, second)
    assert names() == ["領収書.pdf", "三.pdf"]
    assert first
    empty_parcel(ONE)
    assert names() == []


# ---- sent with a complaint


def test_they_are_part_of_the_complaint_in_its_transaction(cast: Cast) -> None:
    numbers = handed_in(file(), file("皿.jpg", PHOTO))
    complaint = sent(Handed(ONE, tuple(numbers))).complaint
    assert names(complaint=complaint, parcel__isnull=False, message=None) == ["領収書.pdf", "皿.jpg"]
    first = complaint.events.get(kind=EventKind.RECEIVED.value)
    assert first.data["files"] == 2
    assert first.data["digest"] == proof_of(complaint).digest
    assert list(in_parcel(ONE)) == []
    assert not take_out(ONE, numbers[0])
    empty_parcel(ONE)
    assert Enclosure.objects.count() == 2


def test_only_what_the_page_has_shown_is_sent(cast: Cast) -> None:
    first, later = handed_in(file(), file("あとから.pdf"))
    complaint = sent(Handed(ONE, (first,))).complaint
    assert names(complaint=complaint) == ["領収書.pdf"]
    assert [row.pk for row in in_parcel(ONE)] == [later]


def test_without_files_nothing_is_said_of_them(cast: Cast) -> None:
    complaint = sent(Handed(ONE)).complaint
    assert "files" not in complaint.events.get(kind=EventKind.RECEIVED.value).data
    assert proof_of(complaint).text.startswith("Kikitori receipt 1\n")


def test_same_form_twice_is_one_complaint_with_its_files(cast: Cast) -> None:
    handed = Handed(ONE, tuple(handed_in()))
    token = makers.token()
    first, again = sent(handed, token), sent(handed, token)
    assert (again.repeated, again.complaint, again.secret) == (True, first.complaint, first.secret)
    assert names(complaint=first.complaint) == ["領収書.pdf"]


def test_file_taken_away_in_another_window_holds_everything_back(cast: Cast) -> None:
    numbers = handed_in(file(), file("二.pdf"))
    take_out(ONE, numbers[0])
    with pytest.raises(NotNow) as refused:
        sent(Handed(ONE, tuple(numbers)))
    assert refused.value.obstacle is Obstacle.FILES_CHANGED
    assert not Complaint.objects.exists()
    assert names(complaint=None) == ["二.pdf"]


def test_virus_holds_everything_back_until_it_is_taken_away(cast: Cast) -> None:
    good, bad = handed_in(file(), file("悪い.pdf"))
    Enclosure.objects.filter(pk=bad).update(scan="infected")
    with pytest.raises(NotNow) as refused:
        sent(Handed(ONE, (good, bad)))
    assert (refused.value.obstacle, refused.value.detail) == (Obstacle.VIRUS_FOUND, "悪い.pdf")
    take_out(ONE, bad)
    assert names(complaint=sent(Handed(ONE, (good,))).complaint) == ["領収書.pdf"]


def test_complaint_that_cannot_be_taken_leaves_the_files_where_they_were(cast: Cast) -> None:
    [number] = handed_in()
    with pytest.raises(Invalid):
        receive_complaint(
            NEWCOMER, INTAKE.__class__(channel="web", story="", received_at=FRIDAY),
            token=makers.token(), now=FRIDAY, handed=Handed(ONE, (number,)),
        )  # fmt: skip
    assert [row.pk for row in in_parcel(ONE)] == [number]


def test_killed_in_between_nothing_is_half_sent(cast: Cast) -> None:
    [number] = handed_in()

    def killed(complaint: Complaint) -> None:
        assert names(complaint=complaint) == ["領収書.pdf"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sent(Handed(ONE, (number,)), "the-token-of-this-page", born=killed)
    assert (Complaint.objects.count(), names(complaint=None)) == (0, ["領収書.pdf"])
    assert names(complaint=sent(Handed(ONE, (number,)), "the-token-of-this-page").complaint) == ["領収書.pdf"]


def test_search_finds_it_by_the_name_of_a_file_once_it_is_sent(cast: Cast) -> None:
    [number] = handed_in(file("配送伝票.pdf"))
    complaint = sent(Handed(ONE, (number,))).complaint
    handed_in(file("まだ.pdf"))
    found = [text.text for text in texts_of([complaint.pk])[complaint.pk] if text.place is Place.FILE]
    assert found == ["配送伝票.pdf"]


# ---- sent with a message


def test_files_lie_with_the_message_they_came_with(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    owner = Owner(complaint=complaint)
    hand_in(complainant_of(complaint), owner, [file(), file("皿.jpg", PHOTO)], now=FRIDAY)
    before = proof_of(complaint)
    message = said(complaint, handed=Handed(owner))
    assert names(message=message, parcel=None, complaint=complaint) == ["領収書.pdf", "皿.jpg"]
    event = complaint.events.get(kind=EventKind.HEARD.value)
    assert (event.data["message"], event.data["files"]) == (message.pk, 2)
    assert proof_of(complaint) == before
    assert list(in_parcel(owner)) == []


def test_same_message_twice_is_one_and_its_files_are_not_handed_in_anew(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    owner = Owner(complaint=complaint)
    speaker = complainant_of(complaint)

    def once_more(name: str) -> Message:
        hand_in(speaker, owner, [file(name)], now=FRIDAY)
        return said(complaint, token="page", handed=Handed(owner))

    message = once_more("領収書.pdf")
    assert once_more("領収書.pdf") == message
    assert (Message.objects.count(), names(), names(message=message)) == (1, ["領収書.pdf"], ["領収書.pdf"])
    assert complaint.events.filter(kind=EventKind.HEARD.value).count() == 1


def test_new_file_with_the_same_words_goes_to_their_message(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    owner = Owner(complaint=complaint)
    message = said(complaint, token="page", handed=Handed(owner))
    for times in (1, 2):
        hand_in(complainant_of(complaint), owner, [file("二枚目.pdf")], now=FRIDAY)
        assert said(complaint, token="page", handed=Handed(owner)) == message
        assert (Message.objects.count(), names(message=message)) == (1, ["二枚目.pdf"]), times
    assert list(in_parcel(owner)) == []
    first, later = complaint.events.filter(kind=EventKind.HEARD.value).order_by("pk")
    assert "files" not in first.data
    assert (later.data["files_for"], later.data["channel"], later.data["files"]) == (message.pk, "web", 1)
    assert "message" not in later.data


def test_new_file_that_came_only_with_the_second_time_can_hold_a_virus(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    owner = Owner(complaint=complaint)
    said(complaint, token="page", handed=Handed(owner))
    hand_in(complainant_of(complaint), owner, [file("悪い.pdf")], now=FRIDAY)
    Enclosure.objects.update(scan="infected")
    with pytest.raises(NotNow):
        said(complaint, token="page", handed=Handed(owner))
    assert [row.name for row in in_parcel(owner)] == ["悪い.pdf"]
    assert complaint.events.filter(kind=EventKind.HEARD.value).count() == 1


def test_new_file_goes_where_the_repeated_message_lies_now(cast: Cast) -> None:
    complaint, other = makers.assessed(cast), makers.assessed(cast)
    owner = Owner(complaint=complaint)
    message = said(complaint, token="page", handed=Handed(owner))
    move_message(cast.actor("handler"), complaint, message=message.pk, to=other, now=FRIDAY + 2 * HOUR)
    hand_in(complainant_of(complaint), owner, [file("二枚目.pdf")], now=FRIDAY)
    said(complaint, token="page", handed=Handed(owner))
    assert names(message=message, complaint=other) == ["二枚目.pdf"]


def test_word_with_files_that_came_later_takes_its_answer_along_when_it_is_moved(cast: Cast) -> None:
    complaint, other = makers.investigated(cast), makers.assessed(cast)
    ask_complainant(cast.actor("handler"), complaint, question="写真は?", answer_by=MONDAY, now=FRIDAY)
    owner = Owner(complaint=complaint)
    message = said(complaint, token="page", handed=Handed(owner))
    hand_in(complainant_of(complaint), owner, [file("二枚目.pdf")], now=FRIDAY)
    said(complaint, token="page", handed=Handed(owner))
    assert complaint.inquiries.get().answer == "写真を送ります。"
    move_message(cast.actor("handler"), complaint, message=message.pk, to=other, now=FRIDAY + 2 * HOUR)
    assert complaint.inquiries.get().answer == ""
    assert names(message=message, complaint=other) == ["二枚目.pdf"]


def test_virus_keeps_the_message_back(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    owner = Owner(complaint=complaint)
    hand_in(complainant_of(complaint), owner, [file()], now=FRIDAY)
    Enclosure.objects.update(scan="infected")
    with pytest.raises(NotNow):
        said(complaint, handed=Handed(owner))
    assert not Message.objects.exists()


def test_word_to_a_joined_complaint_takes_its_files_where_it_goes_on(cast: Cast) -> None:
    complaint, whole = makers.assessed(cast), makers.assessed(cast)
    merge_complaint(cast.actor("handler"), complaint, to=whole, now=FRIDAY, same_person=True)
    complaint.refresh_from_db()
    owner = Owner(complaint=complaint)
    speaker = complainant_of(complaint)
    hand_in(speaker, owner, [file()], now=FRIDAY)
    message = hear_where_it_goes_on(
        speaker, complaint, body="写真です。", now=FRIDAY + HOUR, handed=Handed(owner)
    )
    assert message.complaint_id == whole.pk
    assert names(complaint=whole, message=message) == ["領収書.pdf"]


def test_file_goes_along_when_its_message_is_moved(cast: Cast) -> None:
    complaint, other = makers.assessed(cast), makers.assessed(cast)
    owner = Owner(complaint=complaint)
    hand_in(complainant_of(complaint), owner, [file()], now=FRIDAY)
    message = said(complaint, handed=Handed(owner))
    move_message(cast.actor("handler"), complaint, message=message.pk, to=other, now=FRIDAY + 2 * HOUR)
    assert (names(complaint=complaint), names(complaint=other)) == ([], ["領収書.pdf"])


# ---- forgotten


def test_what_is_never_sent_is_forgotten_after_a_day(cast: Cast) -> None:
    handed_in()
    handed_in(owner=OTHER, now=FRIDAY + 2 * HOUR)
    assert forget_unsent(FRIDAY + DAY) == 0
    assert forget_unsent(FRIDAY + DAY + HOUR) == 1
    assert list(in_parcel(ONE)) == []
    assert Parcel.objects.count() == 1
    assert [row.name for row in in_parcel(OTHER)] == ["領収書.pdf"]


def test_whoever_is_still_writing_keeps_theirs(cast: Cast) -> None:
    handed_in()
    touch_parcel(ONE, FRIDAY + 23 * HOUR)
    assert forget_unsent(FRIDAY + DAY + HOUR) == 0
    assert forget_unsent(FRIDAY + 2 * DAY) == 1


def test_what_was_sent_is_never_forgotten(cast: Cast) -> None:
    complaint = sent(Handed(ONE, tuple(handed_in()))).complaint
    assert forget_unsent(FRIDAY + 30 * DAY) == 0
    assert names(complaint=complaint) == ["領収書.pdf"]
    assert Parcel.objects.exists()


def test_bytes_of_what_was_forgotten_leave_the_store(cast: Cast) -> None:
    handed_in(file(content=PDF + bytes(LARGEST_IN_ROW)))
    digest = Enclosure.objects.get().digest
    forget_unsent(FRIDAY + 2 * DAY)
    forget_unused_files(older_than=-1)
    assert digest not in set(enclosure_store().kept(older_than=-1))


def test_number_of_queries_does_not_grow_with_files(cast: Cast, django_assert_max_num_queries: Any) -> None:
    handed_in(*[file(f"{n}.pdf") for n in range(10)])
    with django_assert_max_num_queries(1):
        assert len(list(in_parcel(ONE))) == 10
