"""What complaints hold for the placeholders of a text: of one, or of many in two queries. Reads, writes nothing."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kikitori.casework.house import House
from kikitori.casework.outgoing import addressee_among, with_roads
from kikitori.foundation.language.dates import Speaker
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseState
from kikitori.records.letters.compose import Reader
from kikitori.records.letters.placeholders import Placeholder
from kikitori.records.people.models import Person


def placeholder_values(
    complaint: Complaint,
    language: str,
    *,
    person: Person | None,
    promised_at: datetime | None,
    house: House,
    now: datetime,
) -> dict[Placeholder, str]:
    """The values for a reader of `language`; empty where the complaint holds nothing. Asks the database nothing.

    `person`: to whom letters go. `promised_at`: what they may expect next.
    """
    speaker = Speaker(language, house.zone)
    reader = Reader.of(person, anonymous=complaint.anonymous)
    organisation = house.organisation
    return {
        Placeholder.PERSON: reader.greeting(language) if language == "ja" else reader.name,
        Placeholder.REFERENCE: complaint.reference,
        Placeholder.TITLE: complaint.title,
        Placeholder.RECEIVED: speaker.day(complaint.received_at),
        Placeholder.PROMISED: speaker.day(promised_at) if promised_at else "",
        Placeholder.TODAY: speaker.day(house.day_of(now)),
        Placeholder.HANDLER: complaint.assignee.name if complaint.assignee else "",
        Placeholder.ORGANISATION: organisation.name_in(language),
        Placeholder.PHONE: organisation.phone,
    }


def values_of_many(
    complaints: Sequence[Complaint], languages: dict[int, str], house: House, now: datetime
) -> dict[int, dict[Placeholder, str]]:
    """Complaint → its values, each in its own language. Two queries for any number; assignees are at hand."""
    roads: defaultdict[int, list[Any]] = defaultdict(list)
    for party in with_roads(Party.objects.filter(complaint__in=complaints)):
        roads[party.complaint_id].append(party)
    still_open = Promise.objects.filter(complaint__in=complaints, state=PromiseState.OPEN.value)
    soonest = dict(
        still_open.order_by("complaint", "due_at", "id")
        .distinct("complaint")
        .values_list("complaint", "due_at")
    )
    return {
        each.pk: placeholder_values(
            each,
            languages[each.pk],
            person=addressee_among(roads[each.pk]).person,
            promised_at=soonest.get(each.pk),
            house=house,
            now=now,
        )
        for each in complaints
    }
