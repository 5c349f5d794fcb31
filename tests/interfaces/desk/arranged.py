"""What lists are tested with: complaints made a moment ago by the real verbs, and a reader of pages and queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kikitori.casework.assess import assess_complaint
from kikitori.casework.assign import assign_complaint
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.promise import note_missed_promise, promise_call_back
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast

SWEEPER = Actor.system("swept")
Maker = Callable[..., object]


def taken_in(
    cast: Cast, *, ago: timedelta = timedelta(hours=1), maker: Maker = makers.received, **changes: object
) -> Complaint:
    """A complaint brought to a state, beginning `ago` before this moment; `changes` to its intake."""
    then = timezone.now() - ago
    made = maker(cast, now=then, **{"received_at": then, **changes})
    return made if isinstance(made, Complaint) else made.complaint  # type: ignore[attr-defined]


def restricted(cast: Cast, **changes: Any) -> Complaint:
    """A complaint that only the lead, into whose hands it is put, and other leads see. Its title says 極秘."""
    complaint = taken_in(cast, maker=makers.acknowledged, **{"story": "極秘の申出です。", **changes})
    now = timezone.now()
    assess_complaint(
        cast.actor("lead"),
        complaint,
        severity="S3",
        subject="staff",
        safety={},
        allegations=[],
        title="極秘の件名",
        confidentiality="restricted",
        now=now,
    )
    assign_complaint(cast.actor("lead"), complaint, to=cast.lead, now=now)
    return complaint


def call_promised(cast: Cast, complaint: Complaint, *, due: timedelta, note: str = "請求書の件") -> Promise:
    """A call back promised three days ago for `due` from now (before now: a call that was not made)."""
    now = timezone.now()
    return promise_call_back(
        cast.actor("lead"), complaint, at=now + due, now=now - timedelta(days=3), note=note
    )


def missed(promise: Promise) -> Promise:
    """The sweep has found the promise unkept."""
    assert note_missed_promise(SWEEPER, promise, now=timezone.now())
    promise.refresh_from_db()
    return promise


def copied(complaint: Complaint, times: int) -> list[Complaint]:
    """Many more like this one, three to a minute back in time: bare rows, for lists longer than a page."""
    twins = [Complaint.objects.get(pk=complaint.pk) for _ in range(times)]
    for number, twin in enumerate(twins, start=1):
        twin.pk, twin.reference, twin.intake_key = None, f"K-2020-{number:06d}", f"copy {number}"
        twin.received_at -= timedelta(minutes=number // 3)
    return Complaint.objects.bulk_create(twins)


def recopied(letter: Letter, times: int) -> list[Letter]:
    """Many more letters like this one, each a minute older."""
    twins = [Letter.objects.get(pk=letter.pk) for _ in range(times)]
    for number, twin in enumerate(twins, start=1):
        twin.pk, twin.key, twin.message_id = None, f"copy {number}", f"<{number}@copy>"
        twin.written_at -= timedelta(minutes=number)
    return Letter.objects.bulk_create(twins)


def by_post(name: str = "文野 ゆう", address: str = "〒100-0001 東京都見本区みほん町1-1") -> PersonGiven:
    """Somebody whom only the post reaches."""
    return PersonGiven(
        name=name, kana="フミノ ユウ", contact_points=(ContactGiven(kind="post", value=address),)
    )


def words_of(answer: object) -> str:
    """What a reader of the page reads: no markup, blanks collapsed."""
    content = answer.content.decode()  # type: ignore[attr-defined]
    main = content.partition("<main")[2] or content
    main = main.partition('<dialog class="dialog" id="shortcuts"')[0]  # the map of the keys is on every page
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", " ", main, flags=re.DOTALL))).split()
    )


def rows_in(answer: object) -> int:
    """How many rows the list on the page has."""
    return answer.content.decode().count("data-row")  # type: ignore[attr-defined]


def nav_counts(answer: object) -> dict[str, int]:
    """The numbers in the bar, by address; a place without a number has 0."""
    bar = answer.content.decode().partition('<nav class="nav"')[2].partition("</nav>")[0]  # type: ignore[attr-defined]
    links = re.findall(r'<a href="([^"]+)".*?</a>', bar, flags=re.DOTALL)
    texts = re.findall(r"<a href=.*?</a>", bar, flags=re.DOTALL)
    counts = [re.search(r'class="count[^>]*>([\d,]+)<', text) for text in texts]
    return {
        link: int(count[1].replace(",", "")) if count else 0
        for link, count in zip(links, counts, strict=True)
    }


def queries_for(client: Client, address: str) -> int:
    """How many questions a page puts to the database; savepoints are the test's own."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)
