"""What somebody brings: how it came, its scans, the representative's authority; clocks count from the day it came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.errors import Invalid, Refused
from kikitori.casework.intake import PersonGiven
from kikitori.casework.way_in import Brought, WayGiven, problems_of, receive_brought
from kikitori.casework.write import reply
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.files_in_mail import files_of
from kikitori.records.letters.post_terms import ScanPart
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, INTAKE

PDF = b"%PDF-1.7 letter"
DAY = FRIDAY.date()


def file(name: str = "手紙.pdf", content: bytes = PDF, size: int | None = None) -> FileGiven:
    return FileGiven(name, len(content) if size is None else size, lambda: content)


def pages(*files: FileGiven) -> tuple[tuple[ScanPart, FileGiven], ...]:
    return tuple((ScanPart.PAGE, each) for each in files)


def brought(cast: Cast, way: WayGiven | None = None, *, token: str = "", **changes: Any) -> Brought:
    given = replace(INTAKE, **{"channel": "post", **changes})
    actor = cast.actor("handler")
    return receive_brought(actor, given, way or WayGiven(), token=token or makers.token(), now=FRIDAY)


def test_way_is_kept_with_the_complaint(cast: Cast) -> None:
    way = WayGiven(
        postmarked_on=DAY - timedelta(days=2), fax_number=" 03-1234-5678 ", passed_on_by="倫理委員会 11月例会",
        post_url="https://sns.example/p/1", post_handle="@hana", post_is_public=True, interpreter="手話通訳",
        scans=pages(file(), file("封筒.jpg", b"\xff\xd8\xff\xe0 photo")),
    )  # fmt: skip
    complaint = brought(cast, way).received.complaint
    row = WayIn.objects.get()
    assert row.complaint == complaint
    assert (row.postmarked_on, row.fax_number, row.passed_on_by) == (
        way.postmarked_on,
        "03-1234-5678",
        way.passed_on_by,
    )
    assert (row.post_url, row.post_handle, row.post_is_public) == ("https://sns.example/p/1", "@hana", True)
    assert row.interpreter == "手話通訳"
    scans = list(complaint.enclosures.order_by("pk"))
    assert [(each.name, each.part, each.found, each.way_in, each.added_by) for each in scans] == [
        ("手紙.pdf", "page", "application/pdf", row, cast.handler),
        ("封筒.jpg", "page", "image/jpeg", row, cast.handler),
    ]
    assert bytes(scans[0].raw or b"") == PDF


def test_nothing_known_leaves_no_row(cast: Cast) -> None:
    brought(cast)
    assert not WayIn.objects.exists()


@pytest.mark.parametrize(
    "way", [WayGiven(post_is_public=False), WayGiven(interpreter="筆談"), WayGiven(scans=pages(file()))]
)
def test_anything_known_is_kept(cast: Cast, way: WayGiven) -> None:
    assert brought(cast, way).received.complaint.way_in.pk


@pytest.mark.parametrize(
    ("way", "problems"),
    [
        (WayGiven(post_url="javascript:alert(1)"), {"post_url": "not_an_address"}),
        (WayGiven(post_url="sns.example/p"), {"post_url": "not_an_address"}),
        (WayGiven(post_url="https://" + "x" * 1000), {"post_url": "too_long"}),
        (WayGiven(postmarked_on=DAY + timedelta(days=1)), {"postmarked_on": "in_the_future"}),
        (WayGiven(fax_number="1" * 65), {"fax_number": "too_long"}),
        (WayGiven(passed_on_by="\x00"), {"passed_on_by": "not_storable"}),
        (WayGiven(post_handle="x" * 201, interpreter="y" * 201),
         {"post_handle": "too_long", "interpreter": "too_long"}),
    ],
)  # fmt: skip
def test_way_that_cannot_be_is_refused_and_nothing_is_taken_in(
    cast: Cast, way: WayGiven, problems: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        brought(cast, way)
    assert refused.value.problems == problems
    assert problems_of(way, INTAKE, FRIDAY) == problems
    assert not Complaint.objects.exists()


def test_file_that_cannot_be_kept_keeps_no_complaint_out(cast: Cast) -> None:
    way = WayGiven(
        scans=pages(
            file("空.pdf", b""), file(), file("大.pdf", size=99_000_000), file("x.exe", b"MZ\x90\x00")
        )
    )
    done = brought(cast, way)
    assert [(name, flaw.value) for name, flaw in done.refused] == [
        ("空.pdf", "empty"), ("大.pdf", "too_large"), ("x.exe", "program"),
    ]  # fmt: skip
    assert [each.name for each in done.received.complaint.enclosures.all()] == ["手紙.pdf"]


def test_eleventh_file_is_named_and_the_first_ten_are_kept(cast: Cast) -> None:
    done = brought(cast, WayGiven(scans=pages(*(file(f"{n}.pdf") for n in range(11)))))
    assert [(name, flaw.value) for name, flaw in done.refused] == [("10.pdf", "too_many")]
    assert done.received.complaint.enclosures.count() == 10


def test_same_form_twice_is_one_complaint_with_its_scans_once(cast: Cast) -> None:
    token = makers.token()
    first, again = (brought(cast, WayGiven(scans=pages(file())), token=token) for _ in range(2))
    assert again.received.repeated
    assert again.received.complaint == first.received.complaint
    assert Enclosure.objects.count() == WayIn.objects.count() == 1


def test_scans_are_looked_at_by_the_scanner_like_all_files(cast: Cast, settings: Settings) -> None:
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"clamav": "/nowhere"})
    brought(cast, WayGiven(scans=pages(file())))
    assert ProcrastinateJob.objects.filter(task_name="kikitori.scan_enclosures").count() == 1


def test_scans_go_out_with_no_letter(cast: Cast) -> None:
    complaint = brought(cast, WayGiven(scans=pages(file()))).received.complaint
    reply(cast.actor("handler"), complaint, body="ご返信です。", now=FRIDAY + timedelta(hours=1))
    assert files_of(complaint.letters.get()) == []


def test_who_may_not_receive_may_bring_nothing(cast: Cast) -> None:
    with pytest.raises(Refused):
        receive_brought(cast.actor("auditor"), INTAKE, WayGiven(), token=makers.token(), now=FRIDAY)
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("late", [0, 3, 20])
def test_dates_count_from_the_day_it_came_and_not_from_typing(cast: Cast, late: int) -> None:
    """The same letter has the same promise, however late somebody types it."""
    came = FRIDAY - timedelta(days=30)
    given = replace(INTAKE, channel="post", received_at=came)
    way = WayGiven(postmarked_on=date(2026, 10, 1))
    actor, now = cast.actor("handler"), came + timedelta(days=late)
    complaint = receive_brought(actor, given, way, token=makers.token(), now=now).received.complaint
    assert (complaint.received_at, complaint.known_at, complaint.logged_at) == (came, came, now)
    at_once = receive_brought(actor, given, way, token=makers.token(), now=came).received.complaint
    for rows in ("clocks",):
        dues = [
            list(getattr(each, rows).order_by("kind", "due_at").values_list("due_at", flat=True))
            for each in (complaint, at_once)
        ]
        assert dues[0] == dues[1] != []


@pytest.mark.parametrize(
    ("proof", "kept"), [("", "none"), ("enclosed", "enclosed"), ("later", "later"), ("seen", "seen")]
)
def test_whether_authority_was_seen_is_kept_and_its_absence_too(cast: Cast, proof: str, kept: str) -> None:
    speaker = PersonGiven(name="代理 たろう", authority="娘", authority_proof=proof)
    complaint = brought(cast, representative=speaker).received.complaint
    assert dict(Party.objects.filter(complaint=complaint).values_list("role", "authority_proof")) == {
        "complainant": "",
        "representative": kept,
    }


@pytest.mark.parametrize(
    "spoil", [lambda given: replace(given, authority_proof="perhaps")], ids=["unknown word"]
)
def test_proof_that_is_none_is_refused(cast: Cast, spoil: Callable[[PersonGiven], PersonGiven]) -> None:
    with pytest.raises(Invalid) as refused:
        brought(cast, representative=spoil(PersonGiven(name="代理")))
    assert refused.value.problems == {"representative.authority_proof": "unknown_word"}
