"""One form, twenty times at the same moment, over real connections: one complaint, twenty equal answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from tests.faults.people import Clerk, Complainant
from tests.faults.visitor import Reply

pytestmark = pytest.mark.xdist_group("faults")
TIMES = 20
#: Differs from page to page by design, so that an eavesdropper learns nothing from comparing two.
_FRESH = re.compile(r'(name="csrfmiddlewaretoken" value)="[^"]*"')


def all_at_once(send: Callable[[], Reply]) -> list[Reply]:
    """The answers to the same sending from `TIMES` threads that start together."""
    together = Barrier(TIMES)

    def one(_number: int) -> Reply:
        together.wait()
        return send()

    with ThreadPoolExecutor(TIMES) as crowd:
        return list(crowd.map(one, range(TIMES)))


@pytest.fixture
def person(site, ledger):
    """Somebody with the first page open."""
    complainant = Complainant(site.port, ledger, Event())
    assert complainant.browser.ask("/complain/").status == 200
    return complainant


def test_complaint_sent_twenty_times_at_once_is_one_complaint_with_one_slip(site, person):
    replies = all_at_once(lambda: person.browser.send("/complain/check/", person.form()))
    assert {reply.status for reply in replies} == {200}
    pages = {_FRESH.sub(r"\1", reply.text) for reply in replies}
    assert len(pages) == 1
    assert replies[0].by_id("slip-reference")
    assert site.ask("select reference from records_complaint where story = %s", person.story) == [
        (replies[0].by_id("slip-reference"),)
    ]
    ((letters, receipts),) = site.ask(
        "select count(distinct l.id), count(distinct r.id) from records_complaint c"
        " join records_letter l on l.complaint_id = c.id join records_receipt r on r.complaint_id = c.id"
        " where c.story = %s",
        person.story,
    )
    assert (letters, receipts) == (1, 1)


def test_changed_complaint_under_the_same_token_is_not_taken_for_the_first(site, person):
    first = person.browser.send("/complain/check/", person.form())
    other = person.browser.send("/complain/check/", person.form(story=f"{person.story}\r\nもう一つ。"))
    assert first.by_id("slip-reference") != other.by_id("slip-reference")


def test_reply_sent_twenty_times_at_once_is_one_reply(site, ledger, person):
    person.complain()
    clerk = Clerk(site.port, ledger, Event(), "clerk1")
    clerk.sign_in()
    path = f"/desk/complaints/{person.reference}/reply/"
    form = {**clerk.browser.ask(path).form("token"), "body": f"確かめています。{person.token}"}
    replies = all_at_once(lambda: clerk.browser.send(path, form))
    assert {(reply.status, reply.headers["Location"]) for reply in replies} == {
        (303, replies[0].headers["Location"])
    }
    assert site.ask(
        "select count(*) from records_pendingreply p join records_complaint c on c.id = p.complaint_id"
        " where c.reference = %s",
        person.reference,
    ) == [(1,)]
