"""Who has a complaint open and who writes: told to whoever sees it, gone after a minute, and nobody's text with it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from kikitori.casework.drafts import Page, draft_sent, save_draft
from kikitori.casework.presence import GONE, PAUSE, Companion, company_in, company_of, forget_absent, look_in
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.together.models import Presence
from tests import makers
from tests.cast import Cast, summon

pytestmark = pytest.mark.django_db
NOW = makers.FRIDAY + timedelta(hours=5)
SECOND = timedelta(seconds=1)


@pytest.fixture
def cast() -> Cast:
    return summon()


def typed(
    cast: Cast, who: str, complaint: Complaint, *, at: datetime, form: Step = Step.REPLY, text: str = "確認"
) -> Page:
    page = Page(f"{who} {form}")
    save_draft(cast.actor(who), complaint, form=form, text=text, page=page, now=at)
    return page


def seen_by(
    cast: Cast, who: str, complaint: Complaint, *, now: datetime = NOW
) -> list[tuple[str, bool, str]]:
    """(name, here, form) of everybody `who` is told of."""
    return [(each.name, each.is_here, each.form) for each in company_of(cast.actor(who), complaint, now=now)]


def test_each_sees_the_other_and_nobody_sees_themselves(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    for who in ("handler", "colleague"):
        look_in(cast.actor(who), complaint, now=NOW)
    assert seen_by(cast, "handler", complaint) == [(cast.colleague.name, True, "")]
    assert seen_by(cast, "colleague", complaint) == [(cast.handler.name, True, "")]
    assert {name for name, *_ in seen_by(cast, "auditor", complaint)} == {
        cast.handler.name,
        cast.colleague.name,
    }


def test_page_that_is_not_heard_of_any_more_is_closed(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    look_in(cast.actor("colleague"), complaint, now=NOW)
    assert seen_by(cast, "handler", complaint, now=NOW + GONE - SECOND)
    assert seen_by(cast, "handler", complaint, now=NOW + GONE) == []
    look_in(cast.actor("colleague"), complaint, now=NOW + GONE)
    assert seen_by(cast, "handler", complaint, now=NOW + GONE + SECOND)
    assert Presence.objects.count() == 1
    assert forget_absent(NOW + GONE) == 0
    assert forget_absent(NOW + 3 * GONE) == 1


def test_looking_in_leaves_the_complaint_as_it_was(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    before = (complaint.version, complaint.events.count())
    look_in(cast.actor("colleague"), complaint, now=NOW)
    complaint.refresh_from_db()
    assert (complaint.version, complaint.events.count()) == before


def test_writer_is_told_of_until_the_text_is_sent_thrown_away_or_old(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    page = typed(cast, "colleague", complaint, at=NOW)
    [writer] = company_of(cast.actor("handler"), complaint, now=NOW + SECOND)
    assert writer == Companion(cast.colleague.pk, cast.colleague.name, False, "reply", NOW)
    assert writer.is_writing(NOW + PAUSE)
    assert not writer.is_writing(NOW + PAUSE + SECOND)
    draft_sent(cast.actor("colleague"), complaint, form=Step.REPLY, text="確認", page=page, now=NOW)
    assert seen_by(cast, "handler", complaint) == []


def test_reply_and_note_of_one_person_are_both_told_the_newest_first(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    look_in(cast.actor("colleague"), complaint, now=NOW)
    typed(cast, "colleague", complaint, at=NOW)
    typed(cast, "colleague", complaint, at=NOW + SECOND, form=Step.NOTE)
    name = cast.colleague.name
    assert seen_by(cast, "handler", complaint) == [(name, True, "note"), (name, True, "reply")]
    typed(cast, "colleague", complaint, at=NOW, form=Step.NOTE, text="")
    assert seen_by(cast, "handler", complaint) == [(name, True, "reply")]


def test_account_that_is_closed_is_nowhere(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    look_in(cast.actor("colleague"), complaint, now=NOW)
    typed(cast, "colleague", complaint, at=NOW)
    cast.colleague.is_active = False
    cast.colleague.save()
    assert seen_by(cast, "handler", complaint) == []
    assert company_in(cast.actor("handler"), [complaint.pk], now=NOW) == {}


@pytest.mark.parametrize("number", [1, 6])
def test_list_asks_once_for_all_its_rows(cast: Cast, number: int, django_assert_num_queries) -> None:
    complaints = [makers.received(cast).complaint for _ in range(number)]
    for complaint in complaints:
        look_in(cast.actor("colleague"), complaint, now=NOW)
    typed(cast, "colleague", complaints[0], at=NOW)
    look_in(cast.actor("lead"), complaints[0], now=NOW)
    with django_assert_num_queries(1):
        found = company_in(
            cast.actor("handler"), [each.pk for each in complaints], now=NOW + timedelta(seconds=5)
        )
    first = [(each.name, each.form) for each in found[complaints[0].pk]]
    assert first == [(cast.colleague.name, "reply"), (cast.lead.name, "")]
    assert len(found) == number
    with django_assert_num_queries(0):
        assert company_in(cast.actor("handler"), [], now=NOW) == {}


def test_draft_left_long_ago_is_no_writing_in_a_list(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    typed(cast, "colleague", complaint, at=NOW - PAUSE - SECOND)
    look_in(cast.actor("colleague"), complaint, now=NOW)
    [each] = company_in(cast.actor("handler"), [complaint.pk], now=NOW)[complaint.pk]
    assert (each.form, each.at) == ("", None)


def test_table_is_unlogged(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relpersistence from pg_class where relname = 'records_presence'")
        assert cursor.fetchone() == ("u",)
