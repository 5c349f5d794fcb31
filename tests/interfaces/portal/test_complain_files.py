"""Photographs and documents with a complaint: added, taken away, checked, sent, and never lost by anything beside them."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kikitori.casework.parcels import Owner, in_parcel
from kikitori.config.limits import UPLOAD_LIMIT
from kikitori.interfaces.portal import enclosing, pace
from kikitori.interfaces.portal.enclosing import AT_ONCE, limits, numbers_of
from kikitori.interfaces.portal.file_words import FILE_FLAW, file_kind
from kikitori.interfaces.portal.pace import Bucket
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import FileFlaw
from kikitori.records.letters.raw import content_of
from tests.foundation.mail import pictures
from tests.interfaces.portal.visitor import STORY, Seen, Slip, StillClock, Visitor

PDF = b"%PDF-1.7 receipt"
PHOTO = pictures.jpeg(pictures.app(1, b"Exif\0\0" + pictures.exif(1)))
FILES, CHECK = "/complain/files/", "/complain/check/"


def chosen(name: str = "領収書.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def begins(visitor: Visitor, *files: SimpleUploadedFile) -> Seen:
    """Somebody who has told what happened, at the page for files, where they have added these."""
    visitor.go("/complain/")
    seen = visitor.fill(story=STORY, press=("to_files", "1"))
    assert seen.path == FILES
    return visitor.fill(files=list(files), press=("add", "1")) if files else seen


def goes_to_check(visitor: Visitor) -> Seen:
    visitor.fill()
    visitor.fill()
    return visitor.fill()


def kept() -> list[str]:
    return list(Enclosure.objects.order_by("pk").values_list("name", flat=True))


def listed(seen: Seen) -> list[str]:
    """The files a page shows, in its order."""
    return re.findall(r"\d+\. <bdi>(.*?)</bdi>", seen.html)


# ---- the way


def test_nobody_has_to_see_the_page(visitor: Visitor) -> None:
    visitor.complains()
    assert "写真や書類" not in visitor.seen.main
    assert not Enclosure.objects.exists()


def test_files_are_added_shown_checked_and_sent(visitor: Visitor) -> None:
    seen = begins(visitor, chosen(), chosen("皿.jpg", PHOTO))
    assert listed(seen) == ["領収書.pdf", "皿.jpg"]
    assert "2件のファイルを付けました" in seen.main
    assert "撮影した場所・日時・機器の情報を取り除いて保存します" in seen.main
    seen = goes_to_check(visitor)
    assert seen.path == CHECK
    assert listed(seen) == ["領収書.pdf", "皿.jpg"]
    slip = Slip.on(visitor.fill())
    complaint = Complaint.objects.get(reference=slip.reference)
    document, photo = complaint.enclosures.order_by("pk")
    assert content_of(document) == PDF
    assert b"Exif" not in content_of(photo)
    page = visitor.opens(slip)
    assert page.html.index(STORY) < page.html.index("領収書.pdf")
    answer = visitor.client.get(f"/follow/files/{document.pk}/")
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment")


def test_going_on_with_chosen_files_keeps_them_without_another_button(visitor: Visitor) -> None:
    begins(visitor)
    seen = visitor.fill(files=[chosen()])
    assert (seen.path, kept()) == ("/complain/wish/", ["領収書.pdf"])


def test_what_is_refused_keeps_one_on_the_page_whichever_button_was_pressed(visitor: Visitor) -> None:
    begins(visitor)
    seen = visitor.fill(files=[chosen("空.pdf", b"")])
    assert (seen.path, seen.status, kept()) == (FILES, 422, [])


def test_from_the_check_page_and_back_to_it(visitor: Visitor) -> None:
    visitor.writes()
    visitor.go(FILES, edit="1")
    visitor.fill(files=[chosen()], press=("add", "1"))
    assert visitor.seen.path == f"{FILES}?edit=1"
    seen = visitor.fill()
    assert (seen.path, listed(seen)) == (CHECK, ["領収書.pdf"])


def test_back_leads_to_the_story_which_tells_how_many_there_are(visitor: Visitor) -> None:
    begins(visitor, chosen(), chosen("二.pdf"))
    seen = visitor.fill(press=("back", "1"))
    assert seen.path == "/complain/"
    assert "ファイルを2件付けています。" in seen.main
    assert seen.form("complaint").value("story") == STORY


def test_each_can_be_taken_away_again(visitor: Visitor) -> None:
    begins(visitor, chosen(), chosen("二.pdf"), chosen("三.pdf"))
    second = Enclosure.objects.get(name="二.pdf")
    seen = visitor.fill(press=("drop", str(second.pk)))
    assert listed(seen) == ["領収書.pdf", "三.pdf"]
    assert listed(goes_to_check(visitor)) == ["領収書.pdf", "三.pdf"]


def test_in_english_it_is_explained_in_english(reader: Visitor) -> None:
    seen = begins(reader, chosen())
    assert "Place, time and device are taken out of photographs before we keep them." in seen.main
    assert "1 file has been added" in seen.main


# ---- nothing is lost


def test_empty_story_keeps_nobody_from_adding_files(visitor: Visitor) -> None:
    visitor.go("/complain/")
    visitor.fill(press=("to_files", "1"))
    visitor.fill(files=[chosen()], press=("add", "1"))
    visitor.go(CHECK)
    assert visitor.seen.path == "/complain/"
    visitor.fill(story=STORY)
    visitor.fill()
    assert listed(visitor.fill()) == ["領収書.pdf"]


def test_another_language_keeps_what_was_chosen(visitor: Visitor) -> None:
    begins(visitor)
    seen = visitor.fill(files=[chosen()], press=("show_in", "en"))
    assert "1 file has been added" in seen.main
    assert listed(seen) == ["領収書.pdf"]


def test_wrong_field_elsewhere_loses_no_file(visitor: Visitor) -> None:
    begins(visitor, chosen())
    visitor.fill()
    visitor.fill()
    assert visitor.fill(email="hana@@example.jp").status == 422
    seen = visitor.fill(email="hana@example.jp")
    assert listed(seen) == ["領収書.pdf"]


def test_lost_session_loses_neither_words_nor_files(visitor: Visitor) -> None:
    seen = begins(visitor, chosen())
    form = seen.form("complaint")
    stranger = Visitor("ja")
    stranger.go("/")
    values: dict[str, Any] = {name: list(many) for name, many in form.values.items()}
    answer = stranger.client.post(FILES, values | {"files": [chosen("二.pdf")], "add": "1"}, follow=True)
    assert listed(Seen(answer, FILES)) == ["領収書.pdf", "二.pdf"]


def test_refused_file_is_named_and_the_others_and_every_word_stay(visitor: Visitor) -> None:
    seen = begins(visitor, chosen("空.txt", b""), chosen("setup.exe", b"MZ\x90\x00"), chosen())
    assert seen.status == 422
    assert "「空.txt」：中身が空です。" in seen.main
    assert "「setup.exe」：プログラムのため、お預かりできません。" in seen.main
    assert listed(seen) == ["領収書.pdf"]
    assert seen.form("complaint").value("story") == STORY
    assert "<title>エラー：" in " ".join(seen.html.split()).replace("<title> ", "<title>")
    assert listed(goes_to_check(visitor)) == ["領収書.pdf"]


def test_too_large_file_is_named_with_its_limit(visitor: Visitor) -> None:
    seen = begins(visitor, chosen("動画.mp4", b"\0\0\0\x18ftypmp42" + bytes(10_000_000)))
    assert "「動画.mp4」：10 MBを超えています。" in seen.main
    assert kept() == []


def test_eleventh_file_can_come_later(visitor: Visitor) -> None:
    seen = begins(visitor, *[chosen(f"{n}.pdf", PDF + bytes([n])) for n in range(11)])
    assert "「10.pdf」：すでに10件付いています。" in seen.main
    assert len(kept()) == 10


def test_virus_holds_the_sending_back_in_words(visitor: Visitor) -> None:
    begins(visitor, chosen(), chosen("悪い.pdf"))
    goes_to_check(visitor)
    Enclosure.objects.filter(name="悪い.pdf").update(scan="infected")
    seen = visitor.fill()
    assert seen.status == 409
    assert "「悪い.pdf」：ウイルスが見つかりました。" in seen.main
    assert f'href="{FILES}?edit=1"' in seen.html
    assert not Complaint.objects.exists()
    visitor.go(FILES, edit="1")
    assert "ウイルスが見つかりました" in visitor.seen.main
    visitor.fill(press=("drop", str(Enclosure.objects.get(name="悪い.pdf").pk)))
    visitor.fill()
    Slip.on(visitor.fill())
    assert kept() == ["領収書.pdf"]


def test_file_taken_away_in_another_window_is_said_before_anything_is_sent(visitor: Visitor) -> None:
    begins(visitor, chosen(), chosen("二.pdf"))
    goes_to_check(visitor)
    Enclosure.objects.filter(name="二.pdf").delete()
    seen = visitor.fill()
    assert seen.status == 409
    assert "別の画面でファイルが変わりました" in seen.main
    assert listed(seen) == ["領収書.pdf"]
    Slip.on(visitor.fill())


def test_file_added_in_another_window_is_not_sent_unseen(visitor: Visitor) -> None:
    begins(visitor, chosen())
    check = goes_to_check(visitor)
    visitor.go(FILES)
    visitor.fill(files=[chosen("二.pdf")], press=("add", "1"))
    visitor.seen = check
    Slip.on(visitor.fill())
    assert list(Complaint.objects.get().enclosures.values_list("name", flat=True)) == ["領収書.pdf"]


# ---- sent once


def test_same_page_twice_is_one_complaint_one_slip_and_its_files_once(visitor: Visitor) -> None:
    begins(visitor, chosen())
    check = goes_to_check(visitor)
    first = Slip.on(visitor.fill())
    visitor.seen = check
    again = Slip.on(visitor.fill())
    assert (first, Complaint.objects.count(), kept()) == (again, 1, ["領収書.pdf"])


def test_slip_in_large_letters_is_the_same_slip(visitor: Visitor) -> None:
    begins(visitor, chosen())
    goes_to_check(visitor)
    slip = Slip.on(visitor.fill())
    form = next(
        form for form in visitor.seen.forms if form.value("slip_again") or ("size", "large") in form.buttons
    )
    assert form.value("enclosed") == str(Enclosure.objects.get().pk)
    values: dict[str, Any] = dict(form.values) | {"size": "large"}
    assert Slip.on(visitor.post(CHECK, values)) == slip


def test_complaint_begun_afterwards_begins_without_files(visitor: Visitor) -> None:
    begins(visitor, chosen())
    goes_to_check(visitor)
    visitor.fill()
    assert "ファイルを" not in visitor.go("/complain/").main


def test_proof_on_the_slip_counts_the_files(visitor: Visitor) -> None:
    begins(visitor, chosen())
    goes_to_check(visitor)
    slip = Slip.on(visitor.fill())
    visitor.opens(slip)
    text = visitor.client.get("/follow/receipt/").content
    assert text.startswith(b"Kikitori receipt 2\n")
    assert f"file: {hashlib.sha256(PDF).hexdigest()} {len(PDF)}\n".encode() in text
    assert "領収書" not in text.decode()
    assert hashlib.sha256(text).hexdigest() in visitor.seen.text.replace(" ", "")


# ---- forgotten


def test_erasing_forgets_the_files_too(visitor: Visitor) -> None:
    begins(visitor, chosen())
    visitor.fill(press=("back", "1"))
    visitor.press("/complain/erase/")
    assert kept() == []


def test_get_changes_nothing_and_without_a_draft_there_is_no_page(visitor: Visitor) -> None:
    assert visitor.go(FILES).path == "/complain/"
    begins(visitor, chosen())
    before = kept()
    visitor.client.get(FILES, {"drop": str(Enclosure.objects.get().pk)})
    visitor.client.get("/complain/erase/")
    assert kept() == before


# ---- paced


def test_network_that_hands_in_very_much_waits_and_loses_no_word(
    visitor: Visitor, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "FILES", Bucket(size=3, refill=4.0))
    begins(visitor)
    begins(Visitor("ja"), chosen(), chosen("大.bin", bytes(1_500_000)))
    seen = visitor.fill(files=[chosen(), chosen("二.pdf")], press=("add", "1"))
    assert (seen.status, seen.answer["Retry-After"]) == (429, "4")
    assert "4秒ほど待って" in seen.main
    assert seen.form("complaint").value("story") == STORY
    assert [name for name in kept() if name != "大.bin"] == ["領収書.pdf"]
    clock.forward(seconds=4)
    assert listed(visitor.fill(files=[chosen(), chosen("二.pdf")], press=("add", "1"))) == [
        "領収書.pdf",
        "二.pdf",
    ]
    elsewhere = Visitor("ja", address="198.51.100.9")
    assert listed(begins(elsewhere, chosen())) == ["領収書.pdf"]


def test_one_browser_hands_in_so_much_a_day(
    visitor: Visitor, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosing, "MOST_OF_A_BROWSER", 2 * len(PDF))
    begins(visitor, chosen(), chosen("二.pdf"))
    seen = visitor.fill(files=[chosen("三.pdf")], press=("add", "1"))
    assert "このブラウザーから" in seen.main
    clock.forward(hours=25)
    assert listed(begins(visitor, chosen("三.pdf"))) == ["三.pdf"]


# ---- words and limits, pure


def test_form_that_fits_passes_the_gate() -> None:
    assert AT_ONCE < UPLOAD_LIMIT - 1_000_000
    assert limits() == {"each": 10, "together": 40, "number": 10, "bytes": 10_000_000, "at_once": AT_ONCE}


@pytest.mark.parametrize("flaw", FileFlaw)
def test_every_flaw_has_words_without_machines_in_them(flaw: FileFlaw) -> None:
    said = str(FILE_FLAW[flaw])
    assert said.endswith("。")
    assert "{" not in said
    assert "サーバー" not in said


@pytest.mark.parametrize(
    ("found", "word"),
    [
        ("image/heic", "写真・画像"),
        ("video/mp4", "動画"),
        ("audio/mpeg", "録音"),
        ("application/pdf", "PDF文書"),
        ("text/plain", "テキスト"),
        ("application/zip", "書類"),
        ("", "書類"),
    ],
)
def test_kinds_have_plain_words(found: str, word: str) -> None:
    assert file_kind(found) == word


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        (["1", "22"], (1, 22)),
        (["", "x", "-1", "1.5", "１", "9" * 30, "7"], (7,)),
        ([], ()),
    ],
)
def test_only_numbers_are_numbers(values: list[str], numbers: tuple[int, ...]) -> None:
    assert numbers_of(values) == numbers


def test_parcel_of_a_page_is_as_old_as_what_was_last_written(visitor: Visitor, clock: StillClock) -> None:
    seen = begins(visitor, chosen())
    parcel = in_parcel(Owner(seen.form("complaint").value("token"))).get().parcel
    assert parcel is not None
    clock.forward(hours=20)
    visitor.fill(press=("back", "1"))
    visitor.fill(story=f"{STORY} 追記")
    parcel.refresh_from_db()
    assert parcel.touched_at == clock.now
    assert parcel.touched_at - Enclosure.objects.get().added_at == timedelta(hours=20)
