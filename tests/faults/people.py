"""The people of the fault tests: a complainant and a clerk who go on pressing their buttons while the house burns.

What was not answered is sent again, the same form with the same token, as a patient person or their browser would.
Every answer is written into the ledger before the next thing is done.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import date, timedelta
from threading import Event

from tests.faults.ledger import Ledger, Sent, Taken, digest
from tests.faults.visitor import Broken, Fields, Reply, Visitor

PASSWORD = "fault tests only"
PATIENCE = 120.0
#: Statuses that say „not now“: the person waits and sends the same again.
NOT_NOW = frozenset({429, 502, 503, 504})


class GivenUp(Exception):
    """The test is over, or nothing was answered for longer than anybody would wait."""


class Person:
    """Somebody at a browser who does not give up."""

    def __init__(self, port: int, ledger: Ledger, stop: Event) -> None:
        self.browser = Visitor(port)
        self.ledger = ledger
        self.stop = stop

    def insist(self, act: Callable[[], Reply], what: str, *welcome: int) -> Reply:
        """Do it again and again until it is answered; an answer that is not welcome goes into the ledger."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._wait(0)
            try:
                reply = act()
            except Broken:
                self.ledger.note_broken()
                self._wait(0.1)
                continue
            self.ledger.note_answer(reply.status)
            if reply.status in NOT_NOW:
                self._wait(0.1)
                continue
            if reply.status not in welcome:
                self.ledger.note_refused(f"{what}: {reply.status} {reply.location} {_words(reply)}")
                raise GivenUp(what)
            return reply
        self.ledger.note_refused(f"{what}: no answer for {PATIENCE} s")
        raise GivenUp(what)

    def _wait(self, seconds: float) -> None:
        if self.stop.wait(seconds):
            raise GivenUp("the test is over")


class Complainant(Person):
    """Sends one complaint and follows it."""

    def __init__(self, port: int, ledger: Ledger, stop: Event) -> None:
        super().__init__(port, ledger, stop)
        self.token = secrets.token_urlsafe(16)
        self.story = f"皿が割れて届きました。\n三回電話しました。控え {self.token}\n　以上です。"
        self.reference = self.locator = self.secret = ""

    def form(self, **changes: str) -> dict[str, str]:
        """What the check page sends. Line ends are what browsers make of them."""
        return {
            "token": self.token,
            "story": self.story.replace("\n", "\r\n"),
            "injury": "no",
            "wish": "交換してください。",
            "reach": "open",
            "name": "試野 はな",
            "email": f"{self.token.lower().strip('-_')}@example.jp",
            "language": "ja",
            **changes,
        }

    def complain(self) -> None:
        """Send the complaint until the slip is in hand."""
        self.ledger.note_sent(Sent(self.token, digest(self.story)))
        self.insist(lambda: self.browser.ask("/complain/"), "the first question", 200)
        slip = self.insist(lambda: self.browser.send("/complain/check/", self.form()), "the complaint", 200)
        self.reference, self.locator = slip.by_id("slip-reference"), slip.by_id("slip-locator")
        self.secret = slip.by_id("slip-secret")
        self.ledger.note_sent(Sent(self.token, digest(self.story), self.reference, self.locator))

    def follow(self) -> None:
        """Show the slip."""
        codes = {"locator": self.locator, "secret": self.secret}
        self.insist(lambda: self.browser.send("/follow/", codes), "showing the slip", 303)

    def answer(self, page: str, words: str) -> None:
        """Accept, say that it is solved, …: as the page behind the slip asks."""
        form = self.insist(lambda: self.browser.ask(f"/follow/{page}/"), page, 200).form("words")
        self.insist(
            lambda: self.browser.send(f"/follow/{page}/", {**form, "words": words}), f"sending {page}", 303
        )
        self.ledger.note_taken(Taken(self.reference, page, digest(words)))


class Clerk(Person):
    """Signs in at the desk and takes a complaint from step to step."""

    def __init__(self, port: int, ledger: Ledger, stop: Event, login: str) -> None:
        super().__init__(port, ledger, stop)
        self.login = login

    def sign_in(self) -> None:
        """Come in."""
        self.insist(lambda: self.browser.ask("/desk/sign-in/"), "the sign-in page", 200)
        given = {"login": self.login, "password": PASSWORD}
        self.insist(lambda: self.browser.send("/desk/sign-in/", given), "signing in", 302)

    def take(self, reference: str, step: str, words: str = "", **typed: str) -> None:
        """Take one step: its page, its form, the same form again until it is answered."""
        path = f"/desk/complaints/{reference}/{step}/"
        form: Fields = self.insist(lambda: self.browser.ask(path), f"the page of {step}", 200).form("token")
        self.insist(lambda: self.browser.send(path, {**form, **typed}), f"sending {step}", 303)
        self.ledger.note_taken(Taken(reference, step, digest(words) if words else ""))

    def look_into(self, reference: str) -> None:
        """Assess, investigate, write a note and a reply, and propose a solution."""
        point, mark = "皿が割れていた", secrets.token_urlsafe(8)
        soon = str(date.today() + timedelta(days=10))  # noqa: DTZ011 - any day that is not past will do
        self.take(reference, "assess", severity="S3", allegation_0_text=point, rest_no="on")
        self.take(reference, "investigate")
        for step in ("note", "reply"):
            body = f"{step}: 倉庫に確かめました。{mark}"
            self.take(reference, step, body, body=body)
        text = f"新しい皿をお送りします。{mark}"
        self.take(
            reference,
            "propose",
            text,
            text=text,
            answer_by=soon,
            remedy_0_kind="replace",
            remedy_0_text="皿一枚の交換",
            remedy_0_due_on=soon,
        )

    def put_right(self, reference: str) -> None:
        """Carry the remedy out."""
        self.take(reference, "remedy", note="発送しました")


def _words(reply: Reply) -> str:
    """The headings of a page, for the reader of a failed test."""
    start = reply.text.find("<h1")
    return " ".join(reply.text[start : start + 600].split()) if start >= 0 else reply.text[:200]
