"""The same form many times at the same moment, on a real server: one complaint, one answer, and the same slip for all."""

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
from kikitori.records.voices.models import Verdict
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.portal.visitor import STORY, Seen, Slip, Visitor

TIMES = 20
#: For answers that share their way of being taken once, a few at once are enough.
FEW = 6


class Browser:
    """Just enough of one: cookies, forms, and its own connection for every request."""

    def __init__(self, server: str) -> None:
        self.host = urlsplit(server).netloc
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, values: dict[str, list[str]] | None = None) -> Seen:
        """One request, its cookies remembered; a redirect is followed unless it leads to the story."""
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
        if answer.status == 303 and answer.headers["Location"] != "/follow/":
            return self.ask("GET", answer.headers["Location"])
        return Seen(_Answer(answer.status, body), path)

    def send(self, seen: Seen, ident: str, **typed: str) -> Seen:
        """Send a form of a page, filled in."""
        form = seen.form(ident)
        return self.ask("POST", form.action or seen.path, form.values | {k: [v] for k, v in typed.items()})

    def at_once(self, times: int, seen: Seen, ident: str, **typed: str) -> list[Seen]:
        """Send the same form that often at the same moment, as so many browsers with the same memory would."""
        barrier = Barrier(times)

        def one(_number: int) -> Seen:
            twin = Browser(self.host)
            twin.host, twin.cookies = self.host, dict(self.cookies)
            barrier.wait(60)
            return twin.send(seen, ident, **typed)

        with ThreadPoolExecutor(times) as pool:
            return list(pool.map(one, range(times)))


class _Answer:
    def __init__(self, status: int, content: bytes) -> None:
        self.status_code = status
        self.content = content


@pytest.fixture
def browser(live_server: LiveServer) -> Browser:
    return Browser(live_server.url)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_posts_are_one_complaint_with_twenty_equal_slips(
    browser: Browser, cast: Cast
) -> None:
    page = browser.send(browser.ask("GET", "/complain/"), "complaint", story=STORY)
    page = browser.send(page, "complaint", wish="交換")
    page = browser.send(page, "complaint", email="hana@example.jp")
    answers = browser.at_once(TIMES, page, "complaint")
    assert [answer.status for answer in answers] == [200] * TIMES
    assert len({Slip.on(answer) for answer in answers}) == 1
    complaint = Complaint.objects.get()
    assert Slip.on(answers[0]).reference == complaint.reference
    assert (Receipt.objects.count(), Letter.objects.count()) == (1, 1)
    assert [event.kind for event in complaint.events.all()] == ["received", "acknowledged"]


@pytest.mark.django_db(transaction=True)
def test_parallel_answers_are_one_answer(browser: Browser, cast: Cast) -> None:
    """Writing, accepting, rating: a nervous finger does not do it twice, and is not told off."""
    offered, done = makers.proposed(cast), makers.confirming(cast)
    for complaint, page, typed in (
        (offered, "write", {"words": "写真があります。"}),
        (offered, "accept", {"words": "お願いします。"}),
        (done, "rate", {"rating": "4", "words": "早かったです。"}),
    ):
        holder = Visitor("ja")
        holder.enters(complaint)
        browser.cookies = {name: morsel.value for name, morsel in holder.client.cookies.items()}
        answers = browser.at_once(FEW, browser.ask("GET", f"/follow/{page}/"), "answer", **typed)
        assert [answer.status for answer in answers] == [303] * FEW, page

    assert Message.objects.filter(from_complainant=True).count() == 1
    assert Event.objects.filter(kind="accepted", complaint=offered).count() == 1
    assert offered.proposals.get().answer == "お願いします。"
    assert Verdict.objects.get().rating == 4
