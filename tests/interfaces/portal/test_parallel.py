"""Twenty times the same form at the same moment, on a real server: one complaint, twenty times the same slip."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
from pytest_django.live_server_helper import LiveServer

from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.models import Letter, Message
from kikitori.records.remedies.models import Proposal
from kikitori.records.voices.models import Verdict
from tests import makers
from tests.cast import summon
from tests.interfaces.portal.visitor import STORY, Hand, Seen, Slip
from tests.makers import FRIDAY

TIMES = 20


class Browser:
    """Just enough of one: cookies, forms, and its own connection for every request."""

    def __init__(self, server: str) -> None:
        self.host = urlsplit(server).netloc
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, values: dict[str, list[str]] | None = None) -> Seen:
        """One request, its cookies remembered, redirects followed."""
        connection = HTTPConnection(self.host, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Accept-Language": "ja", "Connection": "close"}
        if values is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(values, doseq=True) if values else None, headers)
        answer = connection.getresponse()
        body = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        connection.close()
        if answer.status == 303:
            return self.ask("GET", answer.headers["Location"])
        return Seen(_Answer(answer.status, body), path)

    def send(self, seen: Seen, ident: str, **typed: str) -> Seen:
        """Send a form of a page, filled in."""
        form = seen.form(ident)
        return self.ask("POST", form.action or seen.path, form.values | {k: [v] for k, v in typed.items()})

    def at_once(self, seen: Seen, ident: str, **typed: str) -> list[Seen]:
        """Send the same form twenty times at the same moment, as twenty browsers with the same memory would."""
        barrier = Barrier(TIMES)

        def one(_number: int) -> Seen:
            twin = Browser(self.host)
            twin.host, twin.cookies = self.host, dict(self.cookies)
            barrier.wait(60)
            return twin.send(seen, ident, **typed)

        with ThreadPoolExecutor(TIMES) as pool:
            return list(pool.map(one, range(TIMES)))


class _Answer:
    def __init__(self, status: int, content: bytes) -> None:
        self.status_code = status
        self.content = content


@pytest.fixture
def browser(live_server: LiveServer) -> Browser:
    summon()
    return Browser(live_server.url)


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_posts_are_one_complaint_with_twenty_equal_slips(browser: Browser) -> None:
    page = browser.send(browser.ask("GET", "/complain/"), "complaint", story=STORY)
    page = browser.send(page, "complaint", wish="交換")
    page = browser.send(page, "complaint", email="hana@example.jp")
    answers = browser.at_once(page, "complaint")
    assert [answer.status for answer in answers] == [200] * TIMES
    assert len({Slip.on(answer) for answer in answers}) == 1
    complaint = Complaint.objects.get()
    assert Slip.on(answers[0]).reference == complaint.reference
    assert (Receipt.objects.count(), Letter.objects.count()) == (1, 1)
    assert [event.kind for event in complaint.events.all()] == ["received", "acknowledged"]


def opened(browser: Browser, hand: Hand) -> None:
    browser.send(browser.ask("GET", "/follow/"), "sign-in", locator=hand.locator, secret=hand.secret)


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_answers_are_one_answer(live_server: LiveServer) -> None:
    """Accepting, writing, rating: a nervous finger does not do it twice, and is not told off."""
    cast = summon()
    browser = Browser(live_server.url)
    hand = Hand.of(cast, makers.proposed(cast), FRIDAY)
    opened(browser, hand)

    written = browser.at_once(browser.ask("GET", "/follow/write/"), "answer", words="写真があります。")
    assert [(answer.status, answer.path) for answer in written] == [(200, "/follow/")] * TIMES
    assert Message.objects.filter(from_complainant=True).count() == 1

    accepted = browser.at_once(browser.ask("GET", "/follow/accept/"), "answer", words="お願いします。")
    assert [(answer.status, answer.path) for answer in accepted] == [(200, "/follow/")] * TIMES
    assert Event.objects.filter(kind="accepted").count() == 1
    assert Proposal.objects.get().answer == "お願いします。"


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_ratings_are_one_rating(live_server: LiveServer) -> None:
    cast = summon()
    browser = Browser(live_server.url)
    hand = Hand.of(cast, makers.confirming(cast), FRIDAY)
    opened(browser, hand)
    rated = browser.at_once(browser.ask("GET", "/follow/rate/"), "answer", rating="4", words="早かったです。")
    assert [(answer.status, answer.path) for answer in rated] == [(200, "/follow/")] * TIMES
    assert Verdict.objects.get().rating == 4
