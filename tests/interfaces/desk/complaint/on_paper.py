"""Complaints on paper: real rows that nobody has written down, so that sentences and rules are tested without a database.

Whatever was not given is empty; whoever asks the database all the same is refused by pytest.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kikitori.interfaces.desk.complaint.investigation import Investigation
from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.pinned import Guidelines
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.models import Allegation, Complaint, Party
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.calendar import YEAR_END, BusinessCalendar
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.escalation.models import Escalation
from kikitori.records.inquiry.causes import shipped_causes
from kikitori.records.inquiry.models import Inquiry
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Person, Staff
from kikitori.records.people.standing_in import Roster
from kikitori.records.people.terms import Role
from kikitori.records.remedies.limits import SHIPPED
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.together.models import Task

JAPAN = ZoneInfo("Asia/Tokyo")
#: Tuesday noon after a public holiday.
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=JAPAN)
TODAY = NOON.date()
HOUSE = Organisation(pk=1, name_ja="みほん堂", name_en="Mihon-do")
STAFF = {
    1: Staff(pk=1, name="受田 ひかり"),
    2: Staff(pk=2, name="隣野 まこと"),
    3: Staff(pk=3, name="責田 みさき"),
}
_EMPTY: dict[str, Any] = {
    **dict.fromkeys(
        (
            "allegations",
            "inquiries",
            "remedies",
            "promises",
            "clocks",
            "letters",
            "verdicts",
            "roads",
            "escalations",
            "pending",
            "mails",
            "words",
            "links",
            "joined_here",
            "tasks",
            "followers",
            "files",
            "petitions",
            "appointments",
            "referrals",
            "approvals",
            "named",
        ),
        (),
    ),
    "findings": {},
    "causes": {},
    "investigation": Investigation(),
    "known_causes": shipped_causes(),
    "enclosed": {},
    "safety": {},
    "redirect_asked": None,
    "reports": (),
    "entries_on_silence": [],
    "belonging": None,
    "way_in": None,
    "muted_by": frozenset(),
    "found_in_common": "",
    "guidelines": Guidelines(),
}


def days(number: int) -> date:
    """A day from today."""
    return TODAY + timedelta(days=number)


def hours(number: float) -> datetime:
    """A moment from now."""
    return NOON + timedelta(hours=number)


def complaint(**values: Any) -> Complaint:
    """A complaint by phone, in Japanese, assessed and in hand unless said otherwise."""
    usual = {
        "pk": 1, "reference": "K-2026-000131", "state": "investigating", "channel": "phone", "language": "ja",
        "title": "皿が三枚割れていた", "story": "届いた皿が三枚割れていました。", "desired_outcome": "交換してほしい。",
        "received_at": hours(-20), "logged_at": hours(-20), "assessed_at": hours(-19), "assignee": STAFF[1],
    }  # fmt: skip
    return Complaint(**{**usual, **values})


def on_paper(
    state: str = "investigating", role: str = "handler", about: dict[str, Any] | None = None, **rows: Any
) -> Standing:
    """Somebody's standing before a complaint with these rows; `about` changes the complaint itself."""
    actor = Actor.staff(1, Role(role), STAFF[1].name)
    at = Standing(actor, complaint(state=state, **(about or {})), HOUSE, NOON)
    vars(at.bound)["ties"] = rows.pop("ties", [])
    rows_away = rows.pop("away", [])
    vars(at)["bars"] = rows.pop("bars", [])
    vars(at)["sealed"] = rows.pop("sealed", None)
    vars(at.file).update({**_EMPTY, **rows})
    vars(at)["drafts"] = []
    vars(at)["related"] = []
    vars(at)["company"] = []
    vars(at)["could_be_let_in"] = [STAFF[3]]
    vars(at)["others_seeing"] = [STAFF[2], STAFF[3]]
    vars(at.house)["calendar"] = BusinessCalendar(zone=JAPAN, closures=(YEAR_END,))
    vars(at.house.packs)["own"] = []
    vars(at.house)["bodies_in_letters"] = []
    vars(at.house)["limits"] = SHIPPED
    vars(at.house)["_rosters"] = {at.today: Roster(at.today, rows_away)}
    return at


def event(kind: str, *, by: Staff | str | None = STAFF[1], public: bool = True, **data: Any) -> Event:
    """One entry of the timeline; `by`: a colleague, „complainant“, „system“."""
    return Event(
        pk=7,
        kind=kind,
        at=NOON,
        data=data,
        visibility="public" if public else "internal",
        actor_kind=by if isinstance(by, str) else "staff",
        actor_staff=None if isinstance(by, str) else by,
    )


def known(at: Standing, *events: Event, public: bool = False, messages: tuple[Message, ...] = ()) -> Known:
    """What these entries speak of."""
    found = Known(at, events, public)
    vars(found)["_messages"] = {row.pk: row for row in messages}
    vars(found)["_others"] = {}
    vars(found)["_staff"] = {number: row.name for number, row in STAFF.items()}
    return found


# ── rows ──


def task(due: float = 24, state: str = "open", **values: Any) -> Task:
    """A task due in so many hours."""
    ended = NOON if state != "open" else None
    usual = {
        "pk": 1,
        "title": "倉庫に確認する",
        "assignee": STAFF[2],
        "made_at": hours(-5),
        "ended_at": ended,
    }
    return Task(state=state, due_at=hours(due), **{**usual, **values})


def promise(kind: str = "decision", due: float = 200, state: str = "open", **values: Any) -> Promise:
    """A promise due in so many hours."""
    usual = {"pk": 100 + int(due), "kind": kind, "due_at": hours(due), "state": state, "made_at": hours(-20)}
    return Promise(**{**usual, **values})


def escalation(**values: Any) -> Escalation:
    """A request that waits at level 1, before whom `values` say."""
    usual = {"pk": 31, "level": 1, "cause": "request", "at": hours(-2), "reason": "判断をお願いします。"}
    return Escalation(**{**usual, **values})


def inquiry(*, answered: bool = False, by: date | None = None, **values: Any) -> Inquiry:
    """A question to the complainant, or to whom `values` say."""
    usual = {"pk": 5, "asked_of": "complainant", "question": "箱はつぶれていましたか。", "answer_by": by,
             "asked_at": hours(-3), "asked_by": STAFF[1], "answered_at": hours(-1) if answered else None,
             "answer": "はい。" if answered else ""}  # fmt: skip
    return Inquiry(**{**usual, **values})


def proposal(state: str = "offered", by: date | None = None, number: int = 1) -> Proposal:
    """An offer."""
    return Proposal(
        pk=number, round=number, text="新しい皿とお取り替えします。", state=state, answer_by=by or days(14)
    )


def remedy(state: str = "due", offer: Proposal | None = None, **values: Any) -> Remedy:
    """An exchange of plates, in an offer or from a decision."""
    usual = {
        "pk": 9,
        "kind": "replace",
        "text": "皿三枚の交換",
        "due_on": days(7),
        "state": state,
        "proposal": offer,
    }
    return Remedy(**{**usual, **values})


def point(number: int = 1, text: str = "皿が三枚割れていた") -> Allegation:
    """A point raised."""
    return Allegation(pk=number, number=number, text=text)


def letter(state: str = "sent", pk: int = 50, **values: Any) -> Letter:
    """A letter by e-mail."""
    usual = {
        "kind": "reply",
        "medium": "email",
        "to_address": "hana@example.jp",
        "key": "7:0",
        "written_at": NOON,
    }
    return Letter(**{"pk": pk, "state": state, **usual, **values})


def clock(kind: str = "decision", due: float = 400, **values: Any) -> Clock:
    """A deadline of the rules."""
    return Clock(**{"kind": kind, "started_at": hours(-20), "due_at": hours(due), **values})


def party(
    road: str | None = "email", address: str = "hana@example.jp", *, role: str = "complainant", pk: int = 1,
    name: str = "試野 はな", kind: str = "individual", note: str = "",
) -> Party:  # fmt: skip
    """Somebody's part in it, by one road."""
    row = Party(pk=pk, role=role, person=Person(pk=pk, name=name, kind=kind))
    row.road, row.address, row.note = road, address, note  # type: ignore[attr-defined]  # as the query adds them
    return row
