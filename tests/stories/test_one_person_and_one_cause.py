"""Somebody is written down twice, and is one again and two. Thirty have one cause, and each gets their own letter."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_string
from email.policy import default
from functools import cache

import pytest

from tests.stories.conftest import PASSWORD, House, Visitor
from tests.stories.desk import Desk
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
THIRTY = 30
#: Everybody has told us already; what happens next is the story.
_TOLD = f"""
import json, sys
from kikitori.config.prepared import prepared_site
with prepared_site(sys.argv[1]):
    from django.utils import timezone
    from kikitori.casework.acknowledge import acknowledge_complaint
    from kikitori.casework.intake import ContactGiven, Intake, PersonGiven
    from kikitori.casework.mass import MassGiven, begin_mass
    from kikitori.casework.receive import receive_complaint
    from kikitori.casework.rounds import begin_round
    from kikitori.records.people.models import Staff
    from kikitori.records.people.queries import actor_for
    handler, now = actor_for(Staff.objects.get(login="handler")), timezone.now()

    def told(name, address, story):
        points = (ContactGiven(kind="email", value=address),)
        given = Intake(channel="phone", language="ja", received_at=now, story=story,
                       complainant=PersonGiven(name=name, contact_points=points))
        complaint = receive_complaint(handler, given, token=f"{{address}} {{story}}", now=now).complaint
        acknowledge_complaint(handler, complaint, now=now)
        return complaint

    twice = [told("二度 かける", "twice@example.jp", f"{{n}}回目の電話です。") for n in (1, 2)]
    thirty = [told(f"申出 {{n:02}}子", f"c{{n:02}}@example.jp", f"箱がつぶれていました（{{n}}）。") for n in range({THIRTY})]
    mass = begin_mass(handler, MassGiven(title="配送拠点での箱つぶれ", found="固定具の不足でした。"), now=now)
    begin_round(handler, "mass", [each.pk for each in thirty], values={{"mass": mass.pk}}, token="thirty", now=now)
    print(json.dumps({{"twice": [each.reference for each in twice], "mass": mass.pk,
                      "thirty": [each.reference for each in thirty]}}))
"""


@dataclass(frozen=True)
class Told:
    """What the house knows when the story begins."""

    twice: list[str]
    mass: int
    thirty: list[str]


@pytest.fixture
def told(house: House) -> Told:
    """The same for every story of this file: what is told is told once to each house."""
    return _told(house)


@cache
def _told(house: House) -> Told:
    command = [sys.executable, "-c", _TOLD, str(house.data)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=90, env=environment)
    return Told(**json.loads(done.stdout.splitlines()[-1]))


def letters_with(house: House, words: str) -> dict[str, str]:
    """Address → the text of the letter it got that holds these words; twice to one address fails."""
    found: dict[str, str] = {}
    for raw in house.letters():
        mail = message_from_string(raw, policy=default)
        body = mail.get_body(("plain",))
        text = body.get_content() if body else ""
        if words in text:
            address = str(mail["To"]).rpartition("<")[2].rstrip(">")
            assert address not in found, address
            found[address] = text
    return found


def test_joined_by_mistake_and_taken_out_again(told: Told, visit: Callable[..., Visitor]) -> None:
    desk = Desk(visit("en"), "handler", PASSWORD)
    desk.speak("en")
    first, second = told.twice
    desk.step(first, "merge", to=second, same_person="on", reason="同じ方の二回目")
    desk.visitor.reads("It goes on in the other complaint.")
    desk.visitor.reads("Goes on in")
    desk.open_complaint(second)
    for words in ("Joined with this one", "1回目の電話です。", first):
        desk.visitor.reads(words)
    desk.step(first, "separate", reason="別の件でした")
    desk.visitor.reads("It is a complaint of its own again.")
    desk.open_complaint(second)
    page = desk.visitor.page.locator("body").inner_text()
    assert "Joined with this one" not in page
    desk.open_complaint(first)
    desk.visitor.reads("Taken out of the other complaint again")


def test_thirty_of_one_cause_each_get_their_own_letter(
    told: Told, house: House, visit: Callable[..., Visitor]
) -> None:
    desk = Desk(visit("en"), "handler", PASSWORD)
    desk.speak("en")
    visitor, special = desk.visitor, told.thirty[7]
    visitor.open(f"/desk/mass/{told.mass}/")
    visitor.reads("30 complaints of one cause")
    assert visitor.page.locator("[data-row]").count() == THIRTY
    visitor.press("Write to all of them")
    visitor.page.fill("[name=text_ja_polite]", "{受付番号}の件、原因は固定具の不足でした。")
    visitor.press("See the letters")
    visitor.reads("30 ready")
    for reference in told.thirty:
        visitor.reads(f"{reference}の件、原因は固定具の不足でした。")

    visitor.press(f"See and change {special}")
    visitor.reads("申出 07子 様")
    visitor.page.fill("[name=text]", "原因は固定具の不足でした。花瓶は別便でお返しします。")
    visitor.press("Keep these words for this one")
    visitor.reads("Own words")
    visitor.press("Send 30 letters")
    visitor.reads("Done for 30 complaints")

    wait_until(lambda: len(letters_with(house, "原因は固定具の不足でした。")) == THIRTY)
    sent = letters_with(house, "原因は固定具の不足でした。")
    for number, reference in enumerate(told.thirty):
        letter = sent[f"c{number:02}@example.jp"]
        assert f"申出 {number:02}子 様" in letter
        assert set(re.findall(r"K-\d+-\d+", letter)) <= {reference}
        assert ("花瓶は別便で" in letter) == (reference == special)

    desk.step(special, "leave-mass", reason="花瓶の件は個別に")
    visitor.reads("It goes its own way.")
    visitor.open(f"/desk/mass/{told.mass}/")
    visitor.reads("29 complaints of one cause")
    assert special not in visitor.page.locator("main table").inner_text()
