"""A bar and its lifting on the page of a complaint: one lead asks, another decides, and nobody else finds a trace."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.lift import ask_to_lift
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, fresh, see, send
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import complainant_of

WHY = "部署が変わりました。"


def second() -> Staff:
    return Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)


def browser_for(staff: Staff) -> Client:
    client = Client(headers={"accept-language": "ja"})
    client.force_login(staff)
    return client


def barred(cast: Cast, *people: Staff, words: str = "受田さん") -> Complaint:
    complaint = bench.investigated(cast)
    row = name_unwanted(complainant_of(complaint), complaint, words=words, now=timezone.now())
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=row,
        granted=True,
        barred=people or (cast.handler,),
        words="担当を替えます。",
        now=timezone.now(),
    )
    return complaint


def asked(complaint: Complaint, by: Staff, staff: Staff) -> int:
    ask_to_lift(actor_for(by), complaint, staff=staff, reason=WHY, now=timezone.now())
    return complaint.events.get(kind="lift_asked").pk


def test_one_asks_another_decides_and_the_barred_person_sees_it_again(
    browser_of: BrowserOf, cast: Cast
) -> None:
    other, complaint = second(), barred(cast)
    lead = browser_of("lead")
    page = see(lead, complaint)
    assert "関与を禁じられている人 受田 ひかり 解除を求める" in words_of(page)
    assert f"{at(complaint, 'ask-lift')}?staff={cast.handler.pk}" in page.content.decode()
    answer = send(lead, complaint, "ask-lift", staff=cast.handler.pk, reason=WHY)
    assert answer.status_code == 303
    assert see(browser_of("handler"), complaint).status_code == 404
    entry = complaint.events.get(kind="lift_asked").pk
    theirs = browser_for(other)
    page = see(theirs, complaint)
    assert "責田 みさきさんが解除を求めています：" in words_of(page)
    assert WHY in words_of(page)
    assert f"{at(complaint, 'lift')}?asked={entry}" in page.content.decode()
    form = words_of(see(theirs, complaint, "lift", asked=entry))
    assert f"受田 ひかりさん（求めた人：責田 みさきさん）：{WHY}" in form
    assert send(theirs, complaint, "lift", asked=entry, granted="yes", words="").status_code == 303
    assert fresh(complaint).barred == []
    assert see(browser_of("handler"), complaint).status_code == 200
    assert "関与禁止は、その後解除されました。" in words_of(see(lead, complaint))


def test_whoever_asked_can_only_say_that_it_stays(browser_of: BrowserOf, cast: Cast) -> None:
    second()
    complaint = barred(cast)
    entry = asked(complaint, cast.lead, cast.handler)
    lead = browser_of("lead")
    assert "取りやめる" in words_of(see(lead, complaint))
    refused = send(lead, complaint, "lift", asked=entry, granted="yes", words="")
    assert refused.status_code == 409
    assert "関与禁止は一人では解けません。" in words_of(refused)
    assert fresh(complaint).barred == [cast.handler.pk]
    kept = send(lead, complaint, "lift", asked=entry, granted="no", words="まだ早い")
    assert kept.status_code == 303
    assert "関与禁止のままの人：受田 ひかり" in words_of(see(lead, complaint))


@pytest.mark.parametrize(
    "typed",
    [
        {"staff": "", "reason": WHY},
        {"staff": "0", "reason": WHY},
        {"staff": "x", "reason": WHY},
        {"reason": ""},
        {"reason": "あ" * 2001},
    ],
)
def test_what_cannot_be_taken_is_shown_again(
    browser_of: BrowserOf, cast: Cast, typed: dict[str, str]
) -> None:
    complaint = barred(cast)
    answer = send(browser_of("lead"), complaint, "ask-lift", **{"staff": cast.handler.pk, **typed})
    assert answer.status_code == 422
    assert not complaint.events.filter(kind="lift_asked").exists()


def test_nothing_to_lift_explains_itself(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    for word, said in (
        ("ask-lift", "解除を求められる関与禁止はありません。"),
        ("lift", "判断できる解除の求めはありません。"),
    ):
        answer = see(browser_of("lead"), complaint, word)
        assert answer.status_code == 409
        assert said in words_of(answer)


@pytest.mark.parametrize("who", ["colleague", "auditor"])
def test_others_neither_ask_nor_decide(browser_of: BrowserOf, cast: Cast, who: str) -> None:
    complaint = barred(cast)
    entry = asked(complaint, cast.lead, cast.handler)
    browser = browser_of(who)
    before = complaint.events.count()
    assert send(browser, complaint, "ask-lift", staff=cast.handler.pk, reason=WHY).status_code == 403
    assert send(browser, complaint, "lift", asked=entry, granted="yes", words="").status_code == 403
    assert complaint.events.count() == before


def test_handlers_find_no_trace_of_the_bar_or_its_lifting(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = barred(cast)
    asked(complaint, cast.lead, cast.handler)
    browser = browser_of("colleague")
    for word in ("", "as-seen", "reply", "assign"):
        html = see(browser, complaint, word).content.decode()
        for trace in ("関与を禁じ", "解除を求め", WHY, "ask-lift"):
            assert trace not in html, (word, trace)


def test_lead_who_was_named_beside_finds_no_trace(cast: Cast) -> None:
    other = second()
    complaint = barred(cast, cast.handler, words="受田さんと副田さん")
    asked(complaint, cast.lead, cast.handler)
    theirs = browser_for(other)
    html = see(theirs, complaint).content.decode()
    for trace in ("関与を禁じられている人", "解除を求め", WHY, "担当を替えます。"):
        assert trace not in html
    assert see(theirs, complaint, "lift").status_code == 409
    assert WHY not in theirs.get("/desk/notices/").content.decode()
    assert complaint.reference not in theirs.get("/desk/notices/").content.decode()


def test_auditor_reads_it_without_a_button(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = barred(cast)
    page = see(browser_of("auditor"), complaint)
    assert "関与を禁じられている人 受田 ひかり" in words_of(page)
    assert "ask-lift" not in page.content.decode()


def test_page_of_a_lead_asks_no_more_for_three_bars_than_for_two(browser_of: BrowserOf, cast: Cast) -> None:
    two = barred(cast, cast.handler, cast.colleague)
    three = barred(cast, cast.handler, cast.colleague, cast.auditor)
    lead = browser_of("lead")
    for complaint in (two, three):
        see(lead, complaint)
    assert queries_for(lead, at(two)) == queries_for(lead, at(three))
