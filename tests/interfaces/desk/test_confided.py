"""Today tells leads whom complainants have named, where they may decide it; of whom it speaks finds no trace of it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.merge import merge_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.desk.confided import SHOWN, confided_to_decide
from kikitori.interfaces.desk.horizon import Horizon
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.voices.petitions import Petition
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import call_promised, queries_for, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import JAPAN, complainant_of

TODAY = "/desk/"
TITLE = "責任者だけが見られること"


def named(cast: Cast, words: str = "受田さん", *, ago: timedelta = timedelta(hours=1)) -> Petition:
    complaint = taken_in(cast, maker=makers.investigated)
    return name_unwanted(complainant_of(complaint), complaint, words=words, now=timezone.now() - ago)


def due(row: Petition, at: datetime) -> Petition:
    row.due_at = at
    row.save(update_fields=["due_at"])
    return row


def section(page: HttpResponse) -> str:
    return page.content.decode().partition('aria-labelledby="confided"')[2].partition("</section>")[0]


def without_marks(page: HttpResponse) -> str:
    """A page but for what differs each time it is drawn."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value=|CSRFToken": )"[^"]*"', "", page.content.decode())
    return re.sub(r"\d+(秒|分|時間)(前|後)|あと\d+(秒|分|時間)|\d{1,2}:\d\d", "", text)


# ── what leads see ──


def test_lead_sees_which_since_when_by_when_and_where_it_is_decided(
    browser_of: BrowserOf, cast: Cast
) -> None:
    row = named(cast)
    told = section(browser_of("lead").get(TODAY))
    reference = row.complaint.reference
    assert TITLE in told
    assert f'href="/desk/complaints/{reference}/bar/?petition={row.pk}"' in told
    assert f'href="/desk/complaints/{reference}/"' in told
    assert '<span class="count">1</span>' in told
    assert row.asked_at.astimezone(JAPAN).strftime("%H:%M") in told
    assert row.due_at is not None
    day = row.due_at.astimezone(JAPAN)
    assert f"{day.month}月{day.day}日" in told or f"{day.month}/{day.day}" in told or "due" in told
    assert "受田" not in told, "whom they name stands on the page itself"


def test_where_it_leads_it_is_decided(browser_of: BrowserOf, cast: Cast) -> None:
    row = named(cast)
    lead = browser_of("lead")
    found = re.search(r'href="([^"]+/bar/\?petition=\d+)"', section(lead.get(TODAY)))
    assert found is not None
    page = words_of(lead.get(found[1]))
    assert "受田さん" in page
    assert row.complaint.reference in page


def test_soonest_comes_first_and_what_is_overdue_is_marked(browser_of: BrowserOf, cast: Cast) -> None:
    now = timezone.now()
    later, late = due(named(cast), now + timedelta(days=3)), due(named(cast), now - timedelta(days=2))
    told = section(browser_of("lead").get(TODAY))
    assert told.index(late.complaint.reference) < told.index(later.complaint.reference)
    assert "count--late" in told
    assert told.count("row--late") == 1
    assert "超過" in told


def test_it_stands_above_the_promises(browser_of: BrowserOf, cast: Cast) -> None:
    call_promised(cast, named(cast).complaint, due=timedelta(hours=2))
    page = browser_of("lead").get(TODAY).content.decode()
    assert page.index('id="confided"') < page.index('aria-labelledby="group-')


def test_page_speaks_the_readers_language(browser_of: BrowserOf, cast: Cast) -> None:
    named(cast)
    told = section(browser_of("lead", "en").get(TODAY))
    assert "Confided to leads" in told
    assert "Decide this" in told


def test_what_was_decided_or_goes_on_elsewhere_stands_once_and_where_it_is(
    browser_of: BrowserOf, cast: Cast
) -> None:
    decided, joined = named(cast), named(cast)
    other = taken_in(cast, maker=makers.investigated)
    lead = cast.actor("lead")
    decide_bar(lead, decided.complaint, petition=decided, granted=False, words="いいえ", now=timezone.now())
    merge_complaint(lead, joined.complaint, to=other, same_person=True, now=timezone.now())
    told = section(browser_of("lead").get(TODAY))
    assert decided.complaint.reference not in told
    assert joined.complaint.reference not in told
    assert other.reference in told


def test_it_stays_when_the_complaint_was_withdrawn(browser_of: BrowserOf, cast: Cast) -> None:
    row = named(cast)
    withdraw_complaint(complainant_of(row.complaint), row.complaint, now=timezone.now())
    assert row.complaint.reference in section(browser_of("lead").get(TODAY))


def test_very_many_are_counted_up_to_what_is_drawn(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = named(cast).complaint
    for number in range(SHOWN + 3):
        name_unwanted(complainant_of(complaint), complaint, words=f"人{number}", now=timezone.now())
    told = section(browser_of("lead").get(TODAY))
    assert told.count("data-row") == SHOWN
    assert f'<span class="count">{SHOWN}+</span>' in told


# ── who finds no trace of it ──


@pytest.mark.parametrize("who", ["handler", "colleague", "auditor"])
def test_nobody_else_sees_anything_of_it(browser_of: BrowserOf, cast: Cast, who: str) -> None:
    browser = browser_of(who)
    complaint = taken_in(cast, maker=makers.investigated)
    before = without_marks(browser.get(TODAY))
    name_unwanted(complainant_of(complaint), complaint, words="誰か", now=timezone.now())
    assert without_marks(browser.get(TODAY)) == before
    assert TITLE not in before


def test_lead_who_is_named_gets_the_page_as_it_was_at_the_same_cost(
    browser_of: BrowserOf, cast: Cast
) -> None:
    browser = browser_of("lead")
    complaint = taken_in(cast, maker=makers.investigated)
    before, cost = without_marks(browser.get(TODAY)), queries_for(browser, TODAY)
    name_unwanted(complainant_of(complaint), complaint, words="責田さん", now=timezone.now())
    assert without_marks(browser.get(TODAY)) == before
    assert queries_for(browser, TODAY) == cost


def test_lead_who_is_barred_from_it_sees_nothing_of_it(browser_of: BrowserOf, cast: Cast) -> None:
    row = named(cast, "電話に出た人")
    Complaint.objects.filter(pk=row.complaint_id).update(barred=[cast.lead.pk])
    assert section(browser_of("lead").get(TODAY)) == ""


def test_two_leads_each_see_what_does_not_speak_of_them(browser_of: BrowserOf, cast: Cast) -> None:
    Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)
    of_first, of_second = named(cast, "責田さん"), named(cast, "副田さん")
    told = section(browser_of("lead").get(TODAY))
    assert of_second.complaint.reference in told
    assert of_first.complaint.reference not in told
    assert '<span class="count">1</span>' in told


def test_it_costs_one_question_however_many_there_are(browser_of: BrowserOf, cast: Cast) -> None:
    browser = browser_of("lead")
    named(cast)
    cost = queries_for(browser, TODAY)
    for _ in range(4):
        named(cast)
    assert queries_for(browser, TODAY) == cost


@pytest.mark.parametrize(("who", "questions"), [("lead", 1), ("handler", 0), ("auditor", 0)])
def test_whoever_decides_no_bars_is_not_asked_about(
    cast: Cast, who: str, questions: int, django_assert_num_queries
) -> None:
    horizon = Horizon.at(timezone.now(), JAPAN)
    with django_assert_num_queries(questions):
        assert confided_to_decide(cast.actor(who), horizon) is None
