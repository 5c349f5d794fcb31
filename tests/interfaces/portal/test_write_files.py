"""Photographs and documents with a message: kept with it, shown to both sides, and never lost by what stands beside."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from kikitori.casework.inquire import ask_complainant
from kikitori.casework.parcels import Owner, in_parcel
from kikitori.interfaces.portal.answers import ANSWERS
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.models import Message
from kikitori.records.letters.raw import content_of
from tests import makers
from tests.cast import Cast
from tests.foundation.mail import pictures
from tests.interfaces.portal.visitor import Seen, Visitor
from tests.makers import FRIDAY

PDF = b"%PDF-1.7 receipt"
PHOTO = pictures.jpeg(pictures.app(1, b"Exif\0\0" + pictures.exif(1)))
WRITE = "/follow/write/"


def chosen(name: str = "領収書.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def listed(seen: Seen) -> list[str]:
    return re.findall(r"\d+\. <bdi>(.*?)</bdi>", seen.html)


@pytest.fixture
def complaint(cast: Cast, visitor: Visitor) -> Complaint:
    """One whose holder is at the page for messages."""
    made = makers.investigated(cast)
    visitor.enters(made)
    visitor.go(WRITE)
    return made


def test_words_and_files_are_sent_at_once(visitor: Visitor, complaint: Complaint) -> None:
    seen = visitor.fill("answer", words="写真を送ります。", files=[chosen(), chosen("皿.jpg", PHOTO)])
    assert seen.path == "/follow/"
    message = Message.objects.get(from_complainant=True)
    assert list(message.enclosures.order_by("pk").values_list("name", flat=True)) == ["領収書.pdf", "皿.jpg"]
    assert b"Exif" not in content_of(message.enclosures.get(name="皿.jpg"))
    for row in message.enclosures.all():
        assert visitor.client.get(f"/follow/files/{row.pk}/").status_code == 200
    assert seen.html.index("写真を送ります。") < seen.html.index("皿.jpg")


def test_files_are_added_and_taken_away_beside_what_is_typed(visitor: Visitor, complaint: Complaint) -> None:
    seen = visitor.fill("answer", words="書きかけ", files=[chosen(), chosen("二.pdf")], press=("add", "1"))
    assert (seen.status, listed(seen)) == (200, ["領収書.pdf", "二.pdf"])
    assert seen.form("answer").value("words") == "書きかけ"
    number = Enclosure.objects.get(name="二.pdf").pk
    seen = visitor.fill("answer", press=("drop", str(number)))
    assert (listed(seen), seen.form("answer").value("words")) == (["領収書.pdf"], "書きかけ")
    assert not Message.objects.filter(from_complainant=True).exists()
    visitor.fill("answer")
    assert Message.objects.get(from_complainant=True).enclosures.count() == 1


def test_missing_words_lose_no_file(visitor: Visitor, complaint: Complaint) -> None:
    seen = visitor.fill("answer", words="", files=[chosen()])
    assert (seen.status, listed(seen)) == (422, ["領収書.pdf"])
    visitor.fill("answer", words="領収書です。")
    assert Message.objects.get(from_complainant=True).enclosures.get().name == "領収書.pdf"


def test_refused_file_keeps_the_message_back_until_somebody_has_read_why(
    visitor: Visitor, complaint: Complaint
) -> None:
    seen = visitor.fill("answer", words="写真です。", files=[chosen("a.exe", b"MZ\x90"), chosen()])
    assert seen.status == 422
    assert "「a.exe」：プログラムのため" in seen.main
    assert (listed(seen), seen.form("answer").value("words")) == (["領収書.pdf"], "写真です。")
    assert not Message.objects.filter(from_complainant=True).exists()
    visitor.fill("answer")
    assert Message.objects.get(from_complainant=True).enclosures.count() == 1


def test_another_language_loses_neither_words_nor_files(visitor: Visitor, complaint: Complaint) -> None:
    seen = visitor.fill("answer", words="書きかけ", files=[chosen()], press=("show_in", "en"))
    assert "1 file has been added" in seen.main
    assert seen.form("answer").value("words") == "書きかけ"


def test_files_wait_for_whoever_signs_in_again(visitor: Visitor, complaint: Complaint) -> None:
    visitor.fill("answer", words="", files=[chosen()], press=("add", "1"))
    visitor.go("/")
    elsewhere = Visitor("ja")
    elsewhere.enters(complaint)
    assert listed(elsewhere.go(WRITE)) == ["領収書.pdf"]
    assert "写真や書類" in elsewhere.seen.main


def test_same_form_twice_is_one_message_with_its_files_once(visitor: Visitor, complaint: Complaint) -> None:
    page = visitor.seen
    for _ in range(2):
        visitor.seen = page
        visitor.fill("answer", words="写真を送ります。", files=[chosen()])
    assert Message.objects.filter(from_complainant=True).count() == 1
    assert Enclosure.objects.count() == 1
    assert listed(visitor.go(WRITE)) == []


def test_same_words_with_another_file_are_one_message_with_both(
    visitor: Visitor, complaint: Complaint
) -> None:
    page = visitor.seen
    for name in ("領収書.pdf", "二枚目.pdf", "二枚目.pdf"):
        visitor.seen = page
        seen = visitor.fill("answer", words="写真を送ります。", files=[chosen(name, PDF + name.encode())])
        assert seen.path == "/follow/"
        assert name in seen.main
    message = Message.objects.get(from_complainant=True)
    assert list(message.enclosures.order_by("pk").values_list("name", flat=True)) == [
        "領収書.pdf",
        "二枚目.pdf",
    ]
    assert not Enclosure.objects.filter(complaint=None).exists()


def test_only_what_the_page_has_shown_or_brings_itself_is_sent(
    visitor: Visitor, complaint: Complaint
) -> None:
    visitor.fill("answer", words="", files=[chosen()], press=("add", "1"))
    page = visitor.seen
    elsewhere = Visitor("ja")
    elsewhere.enters(complaint)
    elsewhere.go(WRITE)
    elsewhere.fill("answer", files=[chosen("別の端末.pdf")], press=("add", "1"))
    visitor.seen = page
    assert visitor.fill("answer", words="写真です。", files=[chosen("二.pdf")]).path == "/follow/"
    sent = Message.objects.get(from_complainant=True).enclosures.order_by("pk")
    assert [row.name for row in sent] == ["領収書.pdf", "二.pdf"]
    assert listed(elsewhere.go(WRITE)) == ["別の端末.pdf"]


def test_file_that_this_form_brings_goes_also_where_another_window_has_brought_it(
    visitor: Visitor, complaint: Complaint
) -> None:
    page = visitor.seen
    visitor.fill("answer", words="", files=[chosen()], press=("add", "1"))
    visitor.seen = page
    visitor.fill("answer", words="写真です。", files=[chosen()])
    assert Message.objects.get(from_complainant=True).enclosures.get().name == "領収書.pdf"
    assert Enclosure.objects.count() == 1


def test_file_taken_away_in_another_window_holds_the_message_back_until_it_is_seen(
    visitor: Visitor, complaint: Complaint
) -> None:
    visitor.fill("answer", words="", files=[chosen(), chosen("二.pdf")], press=("add", "1"))
    page = visitor.seen
    visitor.fill("answer", press=("drop", str(Enclosure.objects.get(name="二.pdf").pk)))
    visitor.seen = page
    seen = visitor.fill("answer", words="二つ送ります。")
    assert (seen.status, listed(seen)) == (409, ["領収書.pdf"])
    assert seen.form("answer").value("words") == "二つ送ります。"
    assert not Message.objects.filter(from_complainant=True).exists()
    visitor.fill("answer")
    assert Message.objects.get(from_complainant=True).enclosures.get().name == "領収書.pdf"


def test_words_from_a_page_without_files_send_none(visitor: Visitor, complaint: Complaint) -> None:
    page = visitor.seen
    visitor.fill("answer", words="", files=[chosen()], press=("add", "1"))
    visitor.seen = page
    visitor.fill("answer", words="写真はまだです。")
    assert not Message.objects.get(from_complainant=True).enclosures.exists()
    assert listed(visitor.go(WRITE)) == ["領収書.pdf"]


def test_numbers_of_other_peoples_files_send_nothing(
    visitor: Visitor, complaint: Complaint, cast: Cast
) -> None:
    visitor.fill("answer", words="", files=[chosen()], press=("add", "1"))
    number = str(Enclosure.objects.get().pk)
    other = Visitor("ja")
    other.enters(makers.investigated(cast))
    other.go(WRITE)
    seen = other.post(WRITE, {**other.seen.form("answer").values, "words": "x", "enclosed": number})
    assert (seen.status, listed(seen)) == (409, [])
    assert [str(row.pk) for row in in_parcel(Owner(complaint=complaint))] == [number]


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "１", "1.5"])
def test_what_is_no_number_of_a_file_is_none(visitor: Visitor, complaint: Complaint, number: str) -> None:
    visitor.post(WRITE, {**visitor.seen.form("answer").values, "words": "x", "enclosed": number})
    assert Message.objects.get(from_complainant=True).body == "x"


def test_answer_to_our_question_takes_files_too(visitor: Visitor, cast: Cast) -> None:
    complaint = makers.investigated(cast)
    ask_complainant(
        cast.actor("handler"),
        complaint,
        question="領収書はありますか。",
        answer_by=date(2026, 12, 4),
        now=FRIDAY,
    )
    visitor.enters(complaint)
    assert "領収書はありますか。" in visitor.go(WRITE).main
    visitor.fill("answer", words="あります。", files=[chosen()])
    question = complaint.inquiries.get()
    assert question.answer == "あります。"
    assert Message.objects.get(from_complainant=True).enclosures.count() == 1


def test_virus_holds_the_message_back_in_words(visitor: Visitor, complaint: Complaint) -> None:
    visitor.fill("answer", words="写真です。", files=[chosen()], press=("add", "1"))
    Enclosure.objects.update(scan="infected")
    seen = visitor.fill("answer")
    assert seen.status == 409
    assert "「領収書.pdf」：ウイルスが見つかりました。" in seen.main
    assert seen.form("answer").value("words") == "写真です。"
    visitor.fill("answer", press=("drop", str(Enclosure.objects.get().pk)))
    visitor.fill("answer")
    assert Message.objects.get(from_complainant=True).enclosures.count() == 0


def test_what_is_being_checked_is_told_and_not_handed_out(
    visitor: Visitor, complaint: Complaint, settings: Settings
) -> None:
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"clamav": "/run/clamd"})
    seen = visitor.fill("answer", words="写真です。", files=[chosen()])
    row = Enclosure.objects.get()
    assert "ウイルスがないか確かめています" in seen.main
    assert visitor.client.get(f"/follow/files/{row.pk}/").status_code == 404
    Enclosure.objects.update(scan="infected")
    assert "ウイルスが見つかったため、開かずにおいています" in visitor.go("/follow/").main
    Enclosure.objects.update(scan="clean")
    assert f'href="/follow/files/{row.pk}/"' in visitor.go("/follow/").html


def test_nobody_else_reaches_what_waits(visitor: Visitor, complaint: Complaint, cast: Cast) -> None:
    visitor.fill("answer", words="", files=[chosen()], press=("add", "1"))
    number = Enclosure.objects.get().pk
    assert visitor.client.get(f"/follow/files/{number}/").status_code == 404
    other = Visitor("ja")
    other.enters(makers.investigated(cast))
    assert listed(other.go(WRITE)) == []
    other.fill("answer", words="x", press=None, drop=str(number))
    other.go(WRITE)
    other.fill("answer", words="こちらの話です。")
    assert [row.pk for row in in_parcel(Owner(complaint=complaint))] == [number]
    desk = Visitor("ja")
    desk.client.force_login(cast.lead)
    assert desk.client.get(f"/desk/complaints/{complaint.reference}/files/{number}/").status_code == 404


def test_without_a_slip_nothing_is_kept(visitor: Visitor, cast: Cast) -> None:
    makers.investigated(cast)
    seen = visitor.post(WRITE, {"words": "x", "files": [chosen()]})
    assert seen.status == 403
    assert not Enclosure.objects.exists()


@pytest.mark.parametrize("page", sorted(set(ANSWERS) - {"write", "representative"}))
def test_other_answers_take_none(page: str) -> None:
    assert not ANSWERS[page].takes_files
