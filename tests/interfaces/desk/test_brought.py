"""What somebody brings to the desk: fields of each road, scans, what the complaint's page tells of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kikitori.interfaces.desk.brought_form import ROADS, SCANS, BroughtForm
from kikitori.interfaces.desk.complaint.tellings.way import days_late
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.letters.enclosures import Enclosure
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.test_register import ADDRESS, typed
from tests.makers import JAPAN

PDF = b"%PDF-1.7 letter"


def pdf(name: str = "手紙.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def sent(client: Client, **changes: Any) -> Any:
    return client.post(ADDRESS, {**typed(), **changes})


def page_of(client: Client) -> str:
    complaint = Complaint.objects.latest("pk")
    return words_of(client.get(f"/desk/complaints/{complaint.reference}/"))


def days_ago(days: int) -> str:
    return f"{timezone.now().astimezone(JAPAN) - timedelta(days=days):%Y-%m-%dT%H:%M}"


def test_form_offers_every_road_on_which_people_bring_things(client: Client) -> None:
    content = client.get(ADDRESS).content.decode()
    for road in ROADS:
        assert f'value="{road.value}"' in content
    for name in SCANS:
        assert f'type="file" id="id_{name}" name="{name}" multiple' in content
    assert 'enctype="multipart/form-data"' in content
    assert "だれでも読める場所で内容に触れたり" in content


def test_letter_with_scans_is_on_the_page_and_can_be_opened(client: Client) -> None:
    answer = sent(client, channel="post", scans=[pdf(), pdf("封筒.pdf")], postmarked_on=days_ago(1)[:10])
    assert answer.status_code == 200
    page = page_of(client)
    for words in ("手紙.pdf", "封筒.pdf", "届いた書面 · PDF", "消印"):
        assert words in page, words
    complaint, scan = Complaint.objects.get(), Enclosure.objects.earliest("pk")
    handed = client.get(f"/desk/complaints/{complaint.reference}/files/{scan.pk}/")
    assert handed.status_code == 200
    assert handed.content == PDF
    assert handed["Content-Disposition"].startswith("attachment")


def test_scans_are_not_part_of_what_the_complainant_sees(client: Client) -> None:
    sent(client, channel="fax", scans=[pdf()], fax_number="03-1234-5678")
    reference = Complaint.objects.get().reference
    seen = words_of(client.get(f"/desk/complaints/{reference}/as-seen/"))
    assert "手紙.pdf" not in seen
    assert "03-1234-5678" not in seen
    assert "ファクスの発信元: 03-1234-5678" in page_of(client)


@pytest.mark.parametrize(
    ("road", "fields", "told"),
    [
        ("post", {"postmarked_on": "2026-01-05"}, "消印: 1月5日"),
        ("committee", {"passed_on_by": "倫理委員会 11月例会"}, "引き継いだところ: 倫理委員会 11月例会"),
        ("in_person", {"interpreter": "手話通訳（市の派遣）"}, "意思疎通の支援: 手話通訳（市の派遣）"),
        ("sns", {"post_url": "https://sns.example/p/1", "post_is_public": "yes"}, "だれでも読めます"),
        ("sns", {"post_handle": "@hana", "post_is_public": "no"}, "個別のメッセージ（非公開）"),
        ("sns", {"post_url": "https://sns.example/p/1"}, "公開の場では内容に触れず"),
    ],
)
def test_page_tells_how_it_came(client: Client, road: str, fields: dict[str, str], told: str) -> None:
    assert sent(client, channel=road, **fields).status_code == 200
    assert told in page_of(client).replace("（月）", "")


@pytest.mark.parametrize(
    ("road", "fields"),
    [
        (
            "phone",
            {"fax_number": "03", "postmarked_on": "2026-01-05", "post_handle": "@x", "passed_on_by": "x"},
        ),
        ("fax", {"postmarked_on": "2026-01-05", "interpreter": "x", "post_is_public": "yes"}),
        ("sns", {"fax_number": "03", "passed_on_by": "委員会"}),
    ],
)
def test_what_belongs_to_another_road_is_left_out(client: Client, road: str, fields: dict[str, str]) -> None:
    sent(client, channel=road, **fields)
    assert Complaint.objects.count() == 1
    assert not WayIn.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"channel": "sns", "post_url": "javascript:alert(1)"}, "https:// から始まる"),
        ({"channel": "post", "postmarked_on": "2031-01-01"}, "消印が、届いた日より後"),
        ({"channel": "post", "postmarked_on": "きのう"}, "日付"),
        ({"channel": "pigeon"}, ""),
        ({"channel": "sns", "post_url": "ftp://x", "story": ""}, "https:// から始まる"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    client: Client, fields: dict[str, str], said: str
) -> None:
    answer = sent(client, **{"story": "皿が割れた", **fields}, name="試野 はな", scans=[pdf()])
    content = answer.content.decode()
    assert answer.status_code == 422
    assert said in content
    assert "試野 はな" in content
    assert "ファイルはもう一度選んでください" in content
    assert not Complaint.objects.exists()


def test_page_without_files_says_nothing_of_lost_ones(client: Client) -> None:
    assert "もう一度選んで" not in sent(client, story="").content.decode()


def test_file_that_is_refused_is_named_on_the_slip(client: Client) -> None:
    answer = sent(client, channel="post", scans=[pdf("空.pdf", b""), pdf()])
    content = answer.content.decode()
    assert answer.status_code == 200
    assert "空.pdf" in content
    assert "苦情は受け付けました" in content
    assert [each.name for each in Enclosure.objects.all()] == ["手紙.pdf"]


@pytest.mark.parametrize(
    ("proof", "badge", "colour"),
    [
        ("", "未確認", "soon"),
        ("later", "後日提出", "soon"),
        ("seen", "確認済み", "kept"),
        ("enclosed", "同封", "kept"),
    ],
)
def test_authority_or_its_absence_stands_beside_the_representative(
    client: Client, proof: str, badge: str, colour: str
) -> None:
    scans = [pdf("委任状.pdf")] if proof == "enclosed" else []
    answer = sent(client, rep_name="代理 たろう", rep_proof=proof, authority_scans=scans)
    assert answer.status_code == 200
    content = client.get(f"/desk/complaints/{Complaint.objects.get().reference}/").content.decode()
    after = content.partition("代理 たろう")[2]
    assert badge in content
    assert f"badge--{colour}" in after
    if scans:
        assert "委任状などの書面 · PDF" in words_of(
            client.get(f"/desk/complaints/{Complaint.objects.get().reference}/")
        )


@pytest.mark.parametrize(("days", "told"), [(0, ""), (1, "1日前に届いた"), (3, "3日前に届いた")])
def test_late_typing_is_shown(client: Client, days: int, told: str) -> None:
    sent(client, channel="post", received_at=days_ago(days))
    page = page_of(client)
    assert told in page
    assert ("前に届いたものの記録です" in page) == bool(days)


@pytest.mark.parametrize(
    ("came", "logged", "late"),
    [
        # 23:30 and 0:30 in Japan: another day on the calendar.
        ("2026-11-20T14:30+00:00", "2026-11-20T15:30+00:00", 1),
        ("2026-11-20T00:00+00:00", "2026-11-20T14:59+00:00", 0),
        ("2026-11-17T00:00+00:00", "2026-11-20T00:00+00:00", 3),
        # A clock that was a little ahead.
        ("2026-11-20T15:01+00:00", "2026-11-20T14:59+00:00", 0),
    ],
)
def test_days_late_are_days_of_our_calendar(came: str, logged: str, late: int) -> None:
    from datetime import datetime

    row = Complaint(received_at=datetime.fromisoformat(came), logged_at=datetime.fromisoformat(logged))
    with timezone.override(JAPAN):
        assert days_late(row) == late


def test_page_asks_the_database_no_more_for_a_letter_with_scans(client: Client, cast: Cast) -> None:
    plain = taken_in(cast)
    sent(client, channel="post", scans=[pdf(), pdf("2.pdf")], postmarked_on="2026-01-05")
    brought = Complaint.objects.latest("pk")
    urls = [f"/desk/complaints/{each.reference}/" for each in (plain, brought)]
    for url in urls:
        client.get(url)
    assert queries_for(client, urls[1]) <= queries_for(client, urls[0])


def test_form_speaks_english_to_an_english_reader(browser_of: BrowserOf) -> None:
    content = browser_of("handler", "en").get(ADDRESS).content.decode()
    for words in ("Scans or photographs", "Social media", "Through a committee", "Day on the postmark"):
        assert words in content


def test_fields_of_the_way_are_all_in_the_form() -> None:
    names = set(BroughtForm().fields)
    assert {
        "postmarked_on",
        "fax_number",
        "passed_on_by",
        "post_url",
        "post_handle",
        "post_is_public",
    } <= names
    assert {"interpreter", "rep_proof"} <= names
