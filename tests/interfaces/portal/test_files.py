"""Files that came with a reply: its holder can save them once it is out, and nobody learns of any other file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from kikitori.casework.drafts import Page
from kikitori.casework.enclosures import FileGiven, enclose
from kikitori.casework.schedule_reply import schedule_reply, send_waiting_reply
from kikitori.casework.write import note
from kikitori.interfaces.portal.conversation import conversation
from kikitori.interfaces.portal.queries import File
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import Seen, Visitor
from tests.makers import FRIDAY, complainant_of

HOUR = timedelta(hours=1)
PDF = b"%PDF-1.7 x"


def lies(cast: Cast, complaint: Complaint, *names: str, form: Step = Step.REPLY) -> list[int]:
    """Files in the handler's draft."""
    files = [FileGiven(name, len(PDF), lambda: PDF) for name in names]
    page = Page(makers.token())
    now = FRIDAY + HOUR
    kept = enclose(cast.actor("handler"), complaint, form=form, text="x", files=files, page=page, now=now)
    return [row.pk for row in kept.added]


def handed_in(cast: Cast, complaint: Complaint, *names: str) -> int:
    """A reply with files that waits; its number."""
    numbers = lies(cast, complaint, *names)
    now = FRIDAY + HOUR
    actor = cast.actor("handler")
    return schedule_reply(actor, complaint, body="明細です。", now=now, enclosed=numbers).pk


def replied(cast: Cast, complaint: Complaint, *names: str) -> list[int]:
    """A reply with files that has gone; their numbers."""
    send_waiting_reply(Actor.system("outbox"), handed_in(cast, complaint, *names), now=FRIDAY + 2 * HOUR)
    return list(Enclosure.objects.filter(message__isnull=False).values_list("pk", flat=True))


def at(number: int) -> str:
    return f"/follow/files/{number}/"


@pytest.fixture
def show(visitor: Visitor) -> Callable[[Complaint], Seen]:
    """The page of this complaint, as its holder sees it."""
    return visitor.reads


def test_files_stand_with_the_reply_and_can_be_saved(
    cast: Cast, visitor: Visitor, show: Callable[..., Seen]
) -> None:
    complaint = makers.investigated(cast)
    first, second = replied(cast, complaint, "ご返金の明細.pdf", "罠.html")
    page = show(complaint)
    assert "ご返金の明細.pdf" in page.text
    assert at(first) in page.html
    for number in (first, second):
        answer = visitor.client.get(at(number))
        assert (answer.status_code, answer.content) == (200, PDF)
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]


def test_nobody_without_the_slip_has_them(cast: Cast, visitor: Visitor) -> None:
    [number] = replied(cast, makers.investigated(cast), "a.pdf")
    answer = visitor.client.get(at(number))
    assert (answer.status_code, PDF in answer.content) == (303, False)


def test_what_was_not_said_to_them_does_not_exist(
    cast: Cast, visitor: Visitor, show: Callable[..., Seen]
) -> None:
    complaint, other = makers.investigated(cast), makers.investigated(cast)
    [theirs] = replied(cast, other, "よその.pdf")
    [draft] = lies(cast, complaint, "下書き.pdf")
    handed_in(cast, complaint, "送信待ち.pdf")
    waiting = Enclosure.objects.get(pending__isnull=False).pk
    [internal] = lies(cast, complaint, "内部.pdf", form=Step.NOTE)
    note(cast.actor("handler"), complaint, body="x", now=FRIDAY + HOUR, enclosed=[internal])
    page = show(complaint)
    assert not any(name in page.html for name in ("よその", "下書き", "送信待ち.pdf", "内部.pdf"))
    for number in (theirs, draft, waiting, internal, 0, 10**12, 10**25):
        assert visitor.client.get(at(number)).status_code == 404, number


def test_virus_found_later_takes_the_file_off_the_page(
    cast: Cast, visitor: Visitor, show: Callable[..., Seen], settings: Settings
) -> None:
    complaint = makers.investigated(cast)
    [number] = replied(cast, complaint, "a.pdf")
    Enclosure.objects.update(scan="infected")
    assert at(number) not in show(complaint).html
    assert visitor.client.get(at(number)).status_code == 404


def test_lost_bytes_are_not_there(cast: Cast, visitor: Visitor, show: Callable[..., Seen]) -> None:
    complaint = makers.investigated(cast)
    [number] = replied(cast, complaint, "a.pdf")
    Enclosure.objects.update(raw=None, digest="0" * 64)
    show(complaint)
    assert visitor.client.get(at(number)).status_code == 404


def test_number_of_queries_does_not_grow_with_files(cast: Cast) -> None:
    complaint = makers.investigated(cast)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            said = conversation(File(complainant_of(complaint), complaint))
        assert said[-1].files
        return len(queries)

    replied(cast, complaint, "a.pdf")
    once = asked()
    replied(cast, complaint, *[f"{n}.pdf" for n in range(9)])
    assert asked() == once
