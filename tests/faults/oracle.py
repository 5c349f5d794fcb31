"""The comparison of the ledger with the database and the mailbox, by the texts themselves.

Asked in plain SQL as the owner of the tables. What is taken from the product are its pure tables: of states, and
of how steps are told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg

from kikitori.casework.told_as import EVENT_OF
from kikitori.casework.told_as import UNNOTICED as UNNOTICED_STEPS
from kikitori.records.complaints.lifecycle import INITIAL, State, Step, StepNotPossible, state_after
from kikitori.records.complaints.terms import EventKind
from tests.faults.ledger import Ledger, Sent, digest
from tests.faults.site import Site

#: Events after which the complainant has exactly one letter more.
WITH_LETTER = frozenset(
    kind.value
    for kind in (
        EventKind.ACKNOWLEDGED,
        EventKind.INVESTIGATION_BEGUN,
        EventKind.REPLIED,
        EventKind.PROPOSED,
        EventKind.ACCEPTED,
        EventKind.DECIDED,
        EventKind.REMEDIES_FINISHED,
        EventKind.SOLUTION_ASKED,
        EventKind.CLOSED,
        EventKind.REOPENED,
        EventKind.WITHDRAWN,
    )
)
#: Events that change nothing an editor could overwrite, and so leave the version alone: those of the product's table,
#: and the other kinds its steps are told by.
UNNOTICED = frozenset(
    {
        *(EVENT_OF[step].value for step in UNNOTICED_STEPS),
        *("letter_failed", "letter_returned", "letter_replaced", "posting_taken_back", "reply_stuck"),
    }
)
STEP_OF = {kind: step for step, kind in EVENT_OF.items() if step is not Step.CLOSE_EXHAUSTED}
_HANDED_IN = (
    "with one(pk) as (values (%s)) select body from records_message m, one where m.complaint_id = one.pk"
    " union all select body from records_pendingreply p, one where p.complaint_id = one.pk"
)
#: How it ended where it was closed by another step than that of an agreement.
_WITHOUT_AGREEMENT = ("exhausted", "unhappy")
#: What each step of the ledger has left behind: the event, and where the words stand.
TRACES = {
    "assess": ("assessed", ""),
    "assign": ("assigned", ""),
    "investigate": ("investigation_begun", ""),
    "note": ("noted", "select body from records_message where complaint_id = %s"),
    # Handed in: its words wait, or have become a message.
    "reply": ("reply_written", _HANDED_IN),
    "write": ("heard", "select body from records_message where complaint_id = %s"),
    "propose": ("proposed", "select text from records_proposal where complaint_id = %s"),
    "accept": ("accepted", "select answer from records_proposal where complaint_id = %s"),
    "remedy": ("remedy_done", ""),
    "solved": ("solved", "select comment from records_verdict where complaint_id = %s"),
}


@dataclass
class Verdict:
    """What was found. Every list names what is wrong; the test wants them empty."""

    answered: int = 0
    present: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    illegal: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    steps: int = 0
    mails: int = 0

    @property
    def faults(self) -> list[str]:
        """Everything that is wrong."""
        return [*self.lost, *self.doubled, *self.halves, *self.illegal, *self.letters, *self.numbers]

    def figure(self, **more: object) -> str:
        """The line that is printed."""
        own = {
            "answered": self.answered,
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "half-written": len(self.halves),
            "illegal": len(self.illegal),
            "complaints": self.present,
            "steps": self.steps,
            "mails": self.mails,
            "letter-faults": len(self.letters),
            "number-faults": len(self.numbers),
        }
        return " ".join(f"{name}={value}" for name, value in {**more, **own}.items())


@dataclass(frozen=True)
class StillSite:
    """The site as it stands at one moment: what is written meanwhile is not seen, neither in part nor whole."""

    connection: psycopg.Connection
    mailbox: Path

    @classmethod
    @contextmanager
    def of(cls, site: Site) -> Iterator[StillSite]:
        """A reader of one snapshot."""
        with closing(site.connect()) as connection, connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            yield cls(connection, site.mailbox)

    def ask(self, query: str, *values: object) -> list[tuple]:
        """The rows of one query."""
        return self.connection.execute(query.encode(), values).fetchall()


def compare(site: Site, ledger: Ledger) -> Verdict:
    """Look at everything there is, as it stands at one moment."""
    with StillSite.of(site) as still:
        return _compare(still, ledger)


def _compare(site: StillSite, ledger: Ledger) -> Verdict:
    found = Verdict()
    complaints = site.ask("select id, reference, state, version, story from records_complaint order by id")
    _compare_complaints(found, ledger, complaints)
    _compare_steps(found, ledger, site, {reference: pk for pk, reference, *_ in complaints})
    found.numbers += _gaps(site, [reference for _pk, reference, *_ in complaints])
    found.halves += _halves(site)
    for pk, reference, state, version, _story in complaints:
        found.illegal += walk(site, pk, reference, state, version)
    _compare_letters(found, site)
    return found


def _compare_complaints(found: Verdict, ledger: Ledger, complaints: list[tuple]) -> None:
    """Every answered complaint is there once under its number; what was not answered, at most once."""
    by_text = defaultdict(list)
    for _pk, reference, _state, _version, story in complaints:
        by_text[digest(story)].append(reference)
    found.present = len(complaints)
    for sent in ledger.sent.values():
        found.answered += bool(sent.reference)
        found.lost += _lost(sent, by_text[sent.sha256])
    for sha, references in by_text.items():
        known = Counter(sent.sha256 for sent in ledger.sent.values())[sha]
        if len(references) > max(known, 1):
            found.doubled.append(f"{references} are one text")


def _lost(sent: Sent, references: list[str]) -> Iterator[str]:
    if sent.reference and sent.reference not in references:
        yield f"{sent.reference} was answered; its text stands under {references}"


def _compare_steps(found: Verdict, ledger: Ledger, site: StillSite, numbers: dict[str, int]) -> None:
    """Every step that was answered has happened exactly once, and its words stand there as they were typed."""
    taken: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in ledger.taken:
        taken[each.reference, each.step].append(each.sha256)
    found.steps = len(ledger.taken)
    for (reference, step), digests in taken.items():
        kind, words = TRACES[step]
        pk = numbers.get(reference, 0)
        events = site.ask("select id from records_event where complaint_id = %s and kind = %s", pk, kind)
        if len(events) < len(digests):
            found.lost.append(
                f"{reference}: {step} answered {len(digests)} times, happened {len(events)} times"
            )
        stored = Counter(digest(text) for (text,) in site.ask(words, pk)) if words else Counter(digests)
        for sha in digests:
            if sha and stored[sha] != digests.count(sha):
                found.doubled.append(f"{reference}: the words of {step} stand there {stored[sha]} times")


def _gaps(site: StillSite, references: list[str]) -> Iterator[str]:
    """Numbers of a year run from 1 without gaps, and the counter knows the last."""
    years: dict[int, list[int]] = defaultdict(list)
    for reference in references:
        _letter, year, number = reference.split("-")
        years[int(year)].append(int(number))
    for year, last in site.ask("select year, last from records_referencecounter"):
        if sorted(years[year]) != list(range(1, last + 1)):
            missing = set(range(1, last + 1)) - set(years[year])
            yield f"{year}: last {last}, missing {sorted(missing)}, {len(years[year])} given"


def _halves(site: StillSite) -> list[str]:
    """Complaints without a slip, a beginning, a promise or their clocks."""
    rows = site.ask(
        "select reference,"
        " (select count(*) from records_receipt r where r.complaint_id = c.id),"
        " (select count(*) from records_event e where e.complaint_id = c.id and e.kind = 'received'),"
        " (select count(*) from records_promise p where p.complaint_id = c.id and p.kind = 'acknowledgement'),"
        " (select count(*) from records_clock k where k.complaint_id = c.id) from records_complaint c"
    )
    return [
        f"{reference}: receipts {receipts}, received {begun}, first promises {promises}, clocks {clocks}"
        for reference, receipts, begun, promises, clocks in rows
        if (receipts, begun, promises) != (1, 1, 1) or clocks < 3
    ]


def walk(site: StillSite, pk: int, reference: str, state: str, version: int) -> list[str]:
    """Walk the events through the table of states; they must end where the complaint stands."""
    events = site.ask("select kind, data, at from records_event where complaint_id = %s order by id", pk)
    wrong = []
    at = INITIAL
    for kind, data, _moment in events[1:]:
        try:
            at = state_after(at, _step_of(kind, data))
        except StepNotPossible as refused:
            wrong.append(f"{reference}: {refused}")
    if not events or events[0][0] != EventKind.RECEIVED.value:
        wrong.append(f"{reference}: does not begin with being received")
    if at is not State(state):
        wrong.append(f"{reference}: its events lead to {at}, it stands at {state}")
    noticed = [kind for kind, *_ in events if kind not in UNNOTICED]
    if version != len(noticed):
        wrong.append(f"{reference}: version {version}, but an editor should notice {', '.join(noticed)}")
    wrong += [f"{reference}: {one[0]} twice at {one[2]}" for one, two in pairwise(events) if one == two]
    return wrong


def _step_of(kind: str, data: dict[str, Any]) -> Step:
    if kind == EventKind.CLOSED.value and data.get("outcome") in _WITHOUT_AGREEMENT:
        return Step.CLOSE_EXHAUSTED
    if kind in ("letter_failed", "letter_returned", "letter_replaced", "posting_taken_back"):
        return Step.DELIVER_LETTER
    if kind == EventKind.REPLY_STUCK.value:
        return Step.TAKE_BACK_REPLY
    return STEP_OF[EventKind(kind)]


def _compare_letters(found: Verdict, site: StillSite) -> None:
    """One letter for each step that writes one; each e-mail sent lies in the mailbox once, as it was written."""
    expected = Counter(
        f"{pk}:0"
        for (pk,) in site.ask("select id from records_event where kind = any(%s)", sorted(WITH_LETTER))
    )
    letters = site.ask("select id, key, medium, state, message_id, body from records_letter order by id")
    keys = Counter(key for _pk, key, *_ in letters)
    found.letters += [f"no letter {key}" for key in expected - keys]
    found.letters += [f"letter {key} belongs to no step" for key in keys - expected]
    told = Counter(
        pk
        for (pk,) in site.ask(
            "select (data->>'letter')::bigint from records_event where kind = 'letter_sent'"
        )
    )
    files = {path.name: path.read_bytes() for path in site.mailbox.glob("*.eml")}
    for pk, key, medium, state, message_id, body in letters:
        if medium != "email":
            continue
        raw = files.pop(f"{pk:08d}.eml", b"")
        mail = message_from_bytes(raw, policy=default)
        found.mails += bool(raw)
        part = mail.get_body(("plain",)) if raw else None
        same = part is not None and _is_as_written(part.get_content(), body, pk)
        if (state, str(mail["Message-ID"]), same, told[pk]) != ("sent", message_id, True, 1):
            found.letters.append(f"letter {key}: {state}, told {told[pk]} times, as written: {same}")
    found.letters += [f"{name} belongs to no letter" for name in files]


def _is_as_written(text: str, body: str, pk: int) -> bool:
    """The letter to its last sign; below it nothing but the link of this letter, once. Line ends are the mail's own."""
    text, body = (each.replace("\r\n", "\n").strip() for each in (text, body))
    below = text.removeprefix(body)
    return text.startswith(body) and below.count("/follow/link/") == below.count(f"/follow/link/{pk}-") <= 1
