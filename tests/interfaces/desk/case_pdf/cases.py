"""Complaints with something of everything in them, and case files made of them through the desk's own page."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.test import Client

from kikitori.casework.bar import name_unwanted
from kikitori.casework.enclosures import is_handed_out
from kikitori.casework.write import hear, note
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.models import Message
from kikitori.records.people.models import ContactPoint, Person
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, complainant_of

NOW = FRIDAY + timedelta(days=1)
ROOM = "/desk/complaints/{}/case-file/"
OUTSIDE = ("complainant", "respondent", "body")
SECRET_NOTE = "内緒の覚え書き。試野さんには言わない。"
#: Said of the respondent in words of the complainant.
ACCUSED = (
    "店員の悪野 たろうさん（０３－９９９９－８８８８）が皿を投げました。連絡は試野 はな 090-1111-2222 まで。"
)


def room(complaint: Complaint, reader: str = "") -> str:
    """The address of the page."""
    return ROOM.format(complaint.reference) + (f"?for={reader}" if reader else "")


def full(cast: Cast, *, unwanted: str = "受田さんには見せないで。", **changes: Any) -> Complaint:
    """An agreed one with a respondent, telephone numbers, an internal note, and somebody named in confidence."""
    complaint = makers.confirming(cast, **changes)
    theirs = Person.objects.get(parts__complaint=complaint, parts__role="complainant")
    ContactPoint.objects.create(person=theirs, kind="phone", value="090-1111-2222", key="+819011112222")
    accused = Person.objects.create(name="悪野 たろう", name_kana="アクノ タロウ", created_at=NOW)
    ContactPoint.objects.create(person=accused, kind="phone", value="03-9999-8888", key="+81399998888")
    Party.objects.create(complaint=complaint, person=accused, role="respondent")
    note(cast.actor("handler"), complaint, body=SECRET_NOTE, now=NOW)
    hear(cast.actor("handler"), complaint, body=ACCUSED, channel="phone", now=NOW)
    name_unwanted(complainant_of(complaint), complaint, words=unwanted, now=NOW)
    return complaint


def enclosed(complaint: Complaint, name: str, content: bytes, found: str, **more: Any) -> Enclosure:
    """A file of the complainant's, with their last word unless told otherwise."""
    if not more:
        more = {"message": Message.objects.filter(complaint=complaint, from_complainant=True).last()}
    row = Enclosure.objects.create(
        complaint=complaint,
        name=name,
        found=found,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        raw=content,
        added_at=NOW,
        **more,
    )
    assert is_handed_out(row)
    return row


def offered(client: Client, complaint: Complaint, reader: str) -> dict[str, bool]:
    """Key of each item on the page → is it ticked."""
    groups = client.get(room(complaint, reader)).context["groups"]
    return {tick.item.key: tick.is_ticked for group in groups for tick in group.ticks}


def sent(client: Client, complaint: Complaint, reader: str, **more: Any) -> Any:
    """The answer to the form with what is ticked by itself, or with `chosen`."""
    chosen = more.pop("chosen", None)
    if chosen is None:
        chosen = [key for key, ticked in offered(client, complaint, reader).items() if ticked]
    return client.post(room(complaint), {"for": reader, "in": chosen, "language": "ja", "black": "", **more})


def made(client: Client, complaint: Complaint, reader: str, **more: Any) -> bytes:
    """The PDF."""
    answer = sent(client, complaint, reader, **more)
    assert answer.status_code == 200
    assert answer["content-type"] == "application/pdf"
    return bytes(answer.content)
