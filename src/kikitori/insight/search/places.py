"""Where in a complaint something can be found, and all its texts: read for the documents, and again for excerpts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from kikitori.insight.search.keys import contact_keys, locator_key, member_key, reference_keys, sound_keys
from kikitori.records.complaints.models import Complaint, Party, Receipt
from kikitori.records.complaints.terms import Visibility
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.mail_terms import MailState
from kikitori.records.letters.mails import Attachment
from kikitori.records.letters.models import Message
from kikitori.records.people.models import ContactPoint, Person, group_of
from kikitori.records.people.queries import cards_in
from kikitori.records.people.terms import ContactKind
from kikitori.records.people.ties import Membership


class Place(StrEnum):
    """Where it was found."""

    NUMBER = "number"
    LOCATOR = "locator"
    NAME = "name"
    READING = "reading"
    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    MEMBER = "member"
    TITLE = "title"
    STORY = "story"
    WISH = "wish"
    WORD = "word"
    REPLY = "reply"
    NOTE = "note"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a complaint. `also`: a form of it that it is found by too; `keys`: what else finds it.

    `in_words`: its own words find it; not those of a telephone number.
    """

    place: Place
    text: str
    also: str = ""
    keys: tuple[str, ...] = ()
    in_words: bool = True


_PLACE_OF_CONTACT = {
    ContactKind.EMAIL.value: Place.EMAIL,
    ContactKind.PHONE.value: Place.PHONE,
    ContactKind.FAX.value: Place.PHONE,
}
_OWN = ("pk", "reference", "receipt__locator", "title", "story", "desired_outcome")
_SPEAKS = ("party__complaint", "locator")


def texts_of(complaints: Collection[int]) -> dict[int, list[Text]]:
    """All texts of these complaints, in the order in which they are looked through. Ten queries.

    The title comes last: it is shown anyway, and mostly it is how the story begins.
    """
    found: dict[int, list[Text]] = {}
    titles: dict[int, Text] = {}
    people = people_of(complaints)
    theirs: dict[int, list[str]] = {}
    for pk, locator in Receipt.objects.filter(party__complaint__in=complaints).values_list(*_SPEAKS):
        theirs.setdefault(pk, []).append(locator)
    rows = Complaint.objects.filter(pk__in=complaints).values_list(*_OWN)
    for pk, reference, locator, title, story, wish in rows:
        texts = found[pk] = [Text(Place.NUMBER, reference, keys=reference_keys(reference))]
        slips = (*filter(None, [locator]), *theirs.get(pk, ()))
        texts += [Text(Place.LOCATOR, each, keys=(locator_key(each),)) for each in slips]
        texts += chain.from_iterable(people.get(pk, {}).values())
        texts += [Text(Place.STORY, story), Text(Place.WISH, wish)]
        titles[pk] = Text(Place.TITLE, title)
    for pk, text in chain(_said(complaints), _enclosed(complaints), titles.items()):
        if pk in found:
            found[pk].append(text)
    return found


def people_of(complaints: Collection[int]) -> dict[int, dict[int, list[Text]]]:
    """Complaint → person → what they are found by. Five queries."""
    parties = list(
        Party.objects.filter(complaint__in=complaints)
        .order_by("complaint", "id")
        .values_list("complaint", "person")
    )
    known = texts_of_people({person for _, person in parties})
    found: dict[int, dict[int, list[Text]]] = {}
    for complaint, person in parties:
        found.setdefault(complaint, {})[person] = known[person]
    return found


def texts_of_people(people: Collection[int]) -> dict[int, list[Text]]:
    """Card → what stands on it, and on the cards that were joined with it: name, reading, contact points, numbers.

    Four queries; none for nobody.
    """
    if not people:
        return {}
    groups = dict(Person.objects.filter(pk__in=people).values_list("pk", group_of()))
    cards: dict[int, list[Text]] = {}
    cards_of: dict[int, list[int]] = {}
    rows = cards_in(set(groups.values())).order_by("pk")
    for pk, group, name, kana, key in rows.values_list("pk", group_of(), "name", "name_kana", "name_key"):
        read = sound_keys(kana) if kana else ()
        cards_of.setdefault(group, []).append(pk)
        cards[pk] = [
            Text(Place.NAME, name, also=key, keys=sound_keys(name)),
            Text(Place.READING, kana, keys=read),
        ]
    points = ContactPoint.objects.filter(person__in=cards).order_by("person", "id")
    for person, kind, value, key in points.values_list("person", "kind", "value", "key"):
        place = _PLACE_OF_CONTACT.get(kind, Place.POST)
        text = Text(place, value, keys=contact_keys(kind, key), in_words=place is not Place.PHONE)
        cards[person].append(text)
    numbered = Membership.objects.filter(person__in=cards).exclude(number_key="").order_by("person", "id")
    for person, number, key in numbered.values_list("person", "number", "number_key"):
        cards[person].append(Text(Place.MEMBER, number, keys=(member_key(key),)))
    return {
        pk: list(chain(cards[pk], *(cards[other] for other in cards_of[group] if other != pk)))
        for pk, group in groups.items()
    }


def _said(complaints: Collection[int]) -> Iterator[tuple[int, Text]]:
    rows = Message.objects.filter(complaint__in=complaints).order_by("complaint", "id")
    for pk, visibility, theirs, body in rows.values_list(
        "complaint", "visibility", "from_complainant", "body"
    ):
        internal = visibility == Visibility.INTERNAL.value
        place = Place.NOTE if internal else Place.WORD if theirs else Place.REPLY
        yield pk, Text(place, body)


def _enclosed(complaints: Collection[int]) -> Iterator[tuple[int, Text]]:
    """Of mails that were filed, not of reports of servers or of what was discarded; of what was said with files.

    And of what entitles somebody to speak. Files of drafts and of replies that wait are nobody's to find yet.
    """
    filed = Attachment.objects.filter(mail__complaint__in=complaints, mail__state=MailState.FILED.value)
    rows = filed.exclude(name="")
    for pk, name in rows.order_by("mail", "number").values_list("mail__complaint", "name"):
        yield pk, Text(Place.FILE, name)
    said = Enclosure.objects.filter(draft__isnull=True, pending__isnull=True, way_in__isnull=True)
    ours = said.filter(complaint__in=complaints).exclude(name="")
    for pk, name in ours.order_by("message", "id").values_list("complaint_id", "name"):
        yield pk, Text(Place.FILE, name)
