"""Who else is at a complaint, in lists: in queues, in views and among what was found, at one question for all rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from kikitori.casework.drafts import Page, save_draft
from kikitori.casework.presence import GONE, look_in
from kikitori.insight.search.upkeep import keep_up
from kikitori.interfaces.desk.rows import rows_of
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.together.models import Following, Notice, Presence
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

QUEUE = "/desk/queue/main/"


def visited(
    cast: Cast, complaint: Complaint, who: str = "colleague", *, ago: timedelta = timedelta()
) -> None:
    look_in(cast.actor(who), complaint, now=timezone.now() - ago)


def typed(cast: Cast, complaint: Complaint, who: str, form: Step) -> None:
    save_draft(
        cast.actor(who), complaint, form=form, text="下書き", page=Page(f"{who}{form}"), now=timezone.now()
    )


def test_rows_are_told_of_only_for_a_reader(cast: Cast, django_assert_num_queries) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    visited(cast, complaint)
    with django_assert_num_queries(1):
        [row] = rows_of([complaint])
    assert list(row.company) == []
    with django_assert_num_queries(2):
        [row] = rows_of([complaint], reader=(cast.actor("handler"), timezone.now()))
    assert [each.name for each in row.company] == [cast.colleague.name]
    [own] = rows_of([complaint], reader=(cast.actor("colleague"), timezone.now()))
    assert list(own.company) == []


def test_list_with_company_asks_no_more_for_many_rows(client: Client, cast: Cast) -> None:
    visited(cast, taken_in(cast, maker=makers.investigated))
    few = queries_for(client, QUEUE)
    for _ in range(12):
        complaint = taken_in(cast, maker=makers.investigated)
        for who in ("colleague", "lead"):
            visited(cast, complaint, who)
    assert queries_for(client, QUEUE) == few
    assert words_of(client.get(QUEUE)).count("隣野 まことさんが開いています") == 13


@pytest.mark.parametrize(
    ("form", "ja", "en"),
    [
        (Step.REPLY, "隣野 まことさんが返信を作成中", "隣野 まこと is writing a reply"),
        (Step.NOTE, "隣野 まことさんがメモを記入中", "隣野 まこと is writing a note"),
        (None, "隣野 まことさんが開いています", "隣野 まこと has it open"),
    ],
)
def test_row_says_what_they_do(
    cast: Cast, browser_of: BrowserOf, form: Step | None, ja: str, en: str
) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    visited(cast, complaint)
    if form:
        typed(cast, complaint, "colleague", form)
    keep_up(1000)
    for address in (QUEUE, f"/desk/find/?q={complaint.reference[2:]}+%E7%9A%BF", "/desk/find/?q=%E7%9A%BF"):
        for language, words in (("ja", ja), ("en", en)):
            page = browser_of("handler", language).get(address)
            if address == QUEUE or complaint.reference in words_of(page):
                assert words in words_of(page), (address, language)
    assert complaint.reference in words_of(browser_of("handler").get("/desk/find/?q=%E7%9A%BF"))


def test_list_forgets_who_has_gone(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    visited(cast, complaint, ago=GONE + timedelta(seconds=5))
    typed(cast, complaint, "colleague", Step.REPLY)
    assert "隣野 まことさんが" not in words_of(client.get(QUEUE))


def test_each_is_kept_once(cast: Cast) -> None:
    complaint, now = taken_in(cast, maker=makers.investigated), timezone.now()
    event = complaint.events.latest("pk")
    Notice.objects.all().delete()
    pair = {"complaint": complaint, "staff": cast.handler}
    told = {
        "complaint": complaint,
        "recipient": cast.handler,
        "event": event,
        "kind": "note",
        "at": now,
    }
    for model, values in (
        (Presence, {**pair, "seen_at": now}),
        (Following, {**pair, "since": now}),
        (Notice, told),
    ):
        model.objects.create(**values)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(**values)
    # Of what speaks of no entry there may be several.
    for _ in range(2):
        Notice.objects.create(**{**told, "event": None, "kind": "added"})
    assert Notice.objects.count() == 3
