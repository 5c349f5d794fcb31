"""A complaint that is being written: kept in the browser's session until it is sent, never among the records.

Each page posts its own answers and carries the others along hidden, so that a draft survives the loss of its session,
and the check page sends exactly what it shows. The token is given at the first page and stays with the draft.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from kikitori.foundation.crypto import new_token
from kikitori.foundation.language.text import clean_text
from kikitori.interfaces.portal.holder import SESSION_LIFE

_KEY = "portal_draft"
_SENT = "portal_sent"
_SENT_SHOWN = timedelta(minutes=30)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
#: A draft longer than this stays in its page: a session is no place for a book.
_MOST = 250_000
#: Fields with several answers; every other one has one text. `enclosed`: the files the check page has shown.
MANY = frozenset({"needs", "enclosed"})
FIELDS = (
    *("story", "injury", "fire", "enclosed"),
    *("wish",),
    *("for_whom", "their_name", "their_kana", "entitled", "entitled_proof"),
    *("reach", "name", "kana", "email", "phone", "contact_note", "postal_code", "address"),
    *("needs", "needs_note", "language"),
    "at",
)
#: By whose poster somebody came: carried along, never asked.
CAME_BY = ("at",)
_LONGEST_CODE = 20

Value = str | list[str]


@dataclass
class Draft:
    """What has been written so far, as typed. `values` holds only what was answered."""

    token: str
    values: dict[str, Value] = field(default_factory=dict)

    @classmethod
    def new(cls) -> "Draft":
        """An empty one with a token of its own."""
        return cls(new_token())

    @classmethod
    def posted(cls, data: QueryDict) -> "Draft":
        """A draft as a form brings it. A token that we cannot have given is replaced by a new one."""
        token = data.get("token", "")
        draft = cls(token if _TOKEN.fullmatch(token) else new_token())
        draft.answer(data, FIELDS)
        return draft

    def came_by(self, code: str) -> None:
        """They came by the poster of this code. What can be no code is left out."""
        if code and len(code) <= _LONGEST_CODE:
            self.values["at"] = clean_text(code)

    def answer(self, data: QueryDict, names: tuple[str, ...]) -> None:
        """Take over the answers to these fields that a form holds. A field the form does not have stays."""
        for name in names:
            if name in MANY:
                if name in data or f"{name}_asked" in data:
                    self.values[name] = [clean_text(value) for value in data.getlist(name) if value]
            elif name in data:
                self.values[name] = clean_text(data.get(name, ""))

    def text(self, name: str) -> str:
        """One answer, without blanks around it."""
        value = self.values.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def many(self, name: str) -> list[str]:
        """Several answers."""
        value = self.values.get(name, [])
        return value if isinstance(value, list) else []

    def show_files(self, numbers: Iterable[int]) -> None:
        """These files stand on the page from which it will be sent, and no others go with it."""
        self.values["enclosed"] = [str(number) for number in numbers]
        if not self.values["enclosed"]:
            del self.values["enclosed"]

    @property
    def fits(self) -> bool:
        """Short enough for a session."""
        return sum(len(str(value)) for value in self.values.values()) <= _MOST

    def carried(self, leaving_out: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The answers a page carries along hidden: all but those it asks for itself."""
        pairs = [("token", self.token)]
        for name in FIELDS:
            if name not in leaving_out and name in self.values:
                value = self.values[name]
                pairs += [(name, each) for each in (value if isinstance(value, list) else [value])]
        return pairs


def draft_in(session: SessionBase, now: datetime) -> Draft | None:
    """The draft of this browser, if there is one of the last day."""
    kept = session.get(_KEY)
    if not kept or now - datetime.fromisoformat(kept["at"]) >= SESSION_LIFE:
        return None
    return Draft(kept["token"], kept["values"])


def keep(session: SessionBase, draft: Draft, now: datetime) -> None:
    """Keep the draft for a day from now, if it fits."""
    if draft.fits:
        session[_KEY] = {"token": draft.token, "values": draft.values, "at": now.isoformat()}


def drop(session: SessionBase) -> None:
    """Forget the draft and that anything was sent."""
    session.pop(_KEY, None)
    session.pop(_SENT, None)


def note_sent(session: SessionBase, draft: Draft, reference: str, now: datetime) -> None:
    """The draft has become a complaint: only its number is remembered, for whoever goes back a page.

    Another draft begun meanwhile in the same browser stays.
    """
    kept = session.get(_KEY)
    if kept and kept["token"] == draft.token:
        del session[_KEY]
    session[_SENT] = {"reference": reference, "at": now.isoformat()}


def just_sent(session: SessionBase, now: datetime) -> str:
    """The number of a complaint sent from this browser in the last half hour; empty if there is none."""
    sent = session.get(_SENT)
    if not sent or now - datetime.fromisoformat(sent["at"]) >= _SENT_SHOWN:
        return ""
    return str(sent["reference"])
