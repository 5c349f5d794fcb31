"""The pages that `kikitori bench` asks for: every list of the desk, first page and deep inside, and the portal's.

A page is named by the name of its address; a test holds this list against the addresses the site really has.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from kikitori.config.bench_load import Ask, Page
from kikitori.config.bench_visitors import Visitors
from kikitori.foundation.crypto import new_token
from kikitori.interfaces.desk.keyset import Mark
from kikitori.interfaces.desk.outbox import Pile, letters_seen
from kikitori.interfaces.desk.queues import QueueName, queue
from kikitori.records.complaints.lifecycle import State
from kikitori.records.people.models import Person
from kikitori.records.people.terms import ContactKind

_CSRF = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(32))
STORY = (
    "先日購入した食器のセットが届きましたが、箱を開けたところ三枚が割れていました。電話で三回お話ししましたが、"
    "そのたびに最初から説明することになり、困っています。贈り物にするつもりでした。"
) * 4


@dataclass(frozen=True, slots=True)
class Spot:
    """One page: what the figures call it, the name of its address, and what stands in the address.

    `timed`: it is among the few whose time is measured; of the others only the plans are of interest.
    """

    name: str
    view: str
    args: tuple[object, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    timed: bool = False

    @property
    def path(self) -> str:
        """The address."""
        address = reverse(self.view, args=self.args)
        return f"{address}?{urlencode(self.query)}" if self.query else address


#: What people look for, by how it is written: one sign, two, three, another language; what many wrote, and what few.
WORDS = (
    *(("one sign", "傘"), ("two signs", "返金"), ("two signs, in many", "京都"), ("three signs", "体温計")),
    *(
        ("three signs, in many", "東京都"),
        ("English", "refund"),
        ("a model", "KX-0042"),
        ("two words", "京都 炊飯器"),
    ),
)


def pages(port: int, visitors: Visitors, *, posting: bool) -> list[Page]:
    """What is timed. `posting`: complaints may be added to this site."""
    found = [as_page(spot, visitors) for spot in spots(visitors) if spot.timed]
    if posting:
        found.append(Page("complain POST", lambda: _complaint(port), from_many=True))
    return found


def pages_of_the_desk(visitors: Visitors) -> list[Page]:
    """What is timed where people work all day: its lists and pages, and everything that can be searched for."""
    timed = [spot for spot in spots(visitors) if spot.view.startswith("desk:") and spot.timed]
    sought = [spot for spot in spots(visitors) if spot.view == "desk:find" and not spot.timed]
    written = [Spot(f"search {what}: {words}", "desk:find", query=(("q", words),)) for what, words in WORDS]
    return [as_page(spot, visitors) for spot in (*timed, *sought, *written)]


def as_page(spot: Spot, visitors: Visitors) -> Page:
    """The spot as a request of whoever may open it."""
    cookie = (
        visitors.desk if spot.view.startswith("desk:") else visitors.slip if "follow" in spot.view else ""
    )
    path = spot.path
    return Page(spot.name, lambda: Ask(path, cookie))


def spots(visitors: Visitors) -> list[Spot]:
    """Every page, those of the desk first. Where nothing lies (no letter to print), there is no page of it."""
    return [
        Spot("Today", "desk:today", timed=True),
        Spot("Today, mine", "desk:today", query=(("whose", "mine"),)),
        *_queues(visitors),
        *_details(visitors),
        *(
            Spot(f"find by {what}", "desk:find", query=(("q", words),), timed=what == "name")
            for what, words in _words(visitors)
        ),
        Spot("register", "desk:register"),
        Spot("replies waiting", "desk:replies"),
        Spot("alerts", "desk:alerts", timed=True),
        Spot("views", "desk:views", timed=True),
        Spot("strip of views", "desk:strip", timed=True),
        Spot("portal home", "portal:home", timed=True),
        Spot("promises in force", "portal:promises", timed=True),
        Spot("complain form", "portal:complain_story", timed=True),
        Spot("follow", "portal:follow", timed=True),
    ]


def _queues(visitors: Visitors) -> Iterator[Spot]:
    for name in QueueName:
        args = (name.value,)
        yield Spot(f"queue {name.value}", "desk:queue", args, timed=True)
        yield Spot(f"queue {name.value}, oldest", "desk:queue", args, (("sort", "oldest"),))
        yield Spot(f"queue {name.value}, closed", "desk:queue", args, (("state", "closed"),))
        for state in ("open", "closed"):
            if middle := _middle(visitors, name, state):
                timed = name is QueueName.MAIN and state == "closed"
                for way in ("after", "before"):
                    query = (("state", state), (way, middle))
                    deep = f"queue {name.value}, {state}, {way} the middle"
                    yield Spot(deep, "desk:queue", args, query, timed and way == "after")
        for rare in (State.REOPENED, State.WITHDRAWN, State.MERGED):
            yield Spot(f"queue {name.value}, {rare.value}", "desk:queue", args, (("state", rare.value),))


def _middle(visitors: Visitors, name: QueueName, state: str) -> str:
    """The place in the middle of a list; empty where it is."""
    rows = queue(visitors.handler, name, state)
    row = rows.order_by("-received_at", "-id")[rows.count() // 2 :].first()
    return str(Mark(row.received_at, row.pk)) if row else ""


def _details(visitors: Visitors) -> Iterator[Spot]:
    reference = visitors.complaint.reference
    yield Spot("complaint", "desk:complaint", (reference,), timed=True)
    yield Spot("complaint as seen", "desk:complaint_as_seen", (reference,))
    yield Spot("a step's form", "desk:step_reply", (reference,))
    if visitors.person:
        yield Spot("person", "desk:person", (visitors.person.pk,), timed=True)
    yield Spot("letters", "desk:letters", timed=True)
    for pile in Pile:
        yield Spot(f"letters, {pile.value}", "desk:letters", query=(("pile", pile.value),))
    if letter := letters_seen(visitors.handler).order_by("-pk").first():
        yield Spot("letter", "desk:letter", (letter.pk,))


def _words(visitors: Visitors) -> Iterator[tuple[str, str]]:
    """What people type into the search field, and what it is."""
    complaint = visitors.complaint
    yield "reference", complaint.reference
    yield "number", str(int(complaint.reference.rpartition("-")[2]))
    yield "locator", complaint.receipt.locator
    person = visitors.person or Person(name="計測")
    yield "name", person.name.split()[0] if person.name else "計測"
    yield "whole name", person.name or "計測 太郎"
    yield "reading", person.name_kana.split()[0] if person.name_kana else "ケイソク"
    yield "one sign", (person.name or "計測")[0]
    for kind, what in ((ContactKind.EMAIL, "mail"), (ContactKind.PHONE, "phone")):
        known = _contact(kind)
        if known:
            yield what, known
    yield "nothing there is", "ありえない名前"


def _contact(kind: ContactKind) -> str:
    person = Person.objects.filter(contact_points__kind=kind.value).order_by("-pk").first()
    return person.contact_points.filter(kind=kind.value)[0].value if person else ""


def _complaint(port: int) -> Ask:
    """A complaint nobody has sent before, in whole, as the check page sends it."""
    token = new_token()
    name = settings.CSRF_COOKIE_NAME if settings.ENVIRONMENT.is_secure else f"csrf-{port}"
    fields: dict[str, Any] = {
        "csrfmiddlewaretoken": _CSRF,
        "token": token,
        "story": f"{STORY}{token}",
        "injury": "no",
        "wish": "交換をお願いします。",
        "reach": "open",
        "name": "計測 太郎",
        "email": f"bench-{token[:8].strip('-_').lower()}@example.jp",
        "language": "ja",
    }
    return Ask(reverse("portal:complain_check"), f"{name}={_CSRF}", urlencode(fields).encode())
