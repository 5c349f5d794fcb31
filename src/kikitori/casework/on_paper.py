"""Letters on paper as they are written: each gets its number, and what will stand on it beside its text.

Called by outgoing.py alone, inside the step's transaction. Nothing that changes later changes a letter that is written.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.utils.translation import override

from kikitori.casework.house import House
from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.dates import Speaker
from kikitori.foundation.language.readings import in_brackets
from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.deadlines.labels import what_was_promised
from kikitori.records.deadlines.models import Promise
from kikitori.records.letters.compose import Reader, has_letters
from kikitori.records.letters.kinds import LetterKind, Medium
from kikitori.records.letters.models import Letter
from kikitori.records.letters.post_terms import asks_for_large_print
from kikitori.records.letters.postings import Posting
from kikitori.records.letters.sheets import Sheet, printed_accent, promise_line
from kikitori.records.letters.tear_off import ASKING, tear_off
from kikitori.records.people.models import Person
from kikitori.records.voices.silence import ASKED, SILENCE_DAYS

#: More dates than this are a table, and stand in the portal.
_MOST_PROMISES = 6


def lay_out(
    letter: Letter, person: Person | None, house: House, promises: Sequence[Promise], *, again: str = ""
) -> Posting:
    """What becomes of a letter on paper, not saved and without a number; from now on `letter.posting`.

    `again`: the number of the letter that it is sent in place of.
    """
    complaint, reads = letter.complaint, tongue(letter.language)
    speaker = Speaker(letter.language if has_letters(letter.language) else reads, house.zone)
    organisation = house.organisation
    sheet = Sheet(
        name=_name_on_envelope(person, reads),
        address=letter.to_address,
        date=in_brackets(speaker.day(letter.written_at)),
        reference=complaint.reference,
        again=again,
        sender=organisation.name_in(reads),
        sender_address=organisation.address,
        phone=organisation.phone,
        hours=organisation.phone_hours,
        promises=_promised(promises, speaker, letter.written_at),
        logo=organisation.logo.digest if organisation.logo else "",
        accent=printed_accent(organisation.accent),
        reader=person.pk if person else 0,
        reply=_torn_off(letter, person, house, speaker),
    )
    needs = (complaint.accommodation, person.accommodation if person else "")
    return Posting(letter=letter, sheet=asdict(sheet), large_print=asks_for_large_print(*needs))


def _torn_off(letter: Letter, person: Person | None, house: House, speaker: Speaker) -> dict[str, object]:
    """What is torn off where the letter asks for it. Two queries at most, and none for letters that ask nothing."""
    kind = LetterKind(letter.kind)
    if kind not in ASKING:
        return {}
    day = _answered_by(kind, letter.complaint, house)
    theirs = letter.complaint.parties.filter(role=PartyRole.COMPLAINANT.value)
    return tear_off(
        kind,
        speaker.language,
        by=in_brackets(speaker.day(day)) if day else "",
        phone=house.organisation.phone,
        rates=person is None or theirs.filter(person=person).exists(),
    )


def _answered_by(kind: LetterKind, complaint: Complaint, house: House) -> date | None:
    """Until when an answer helps, as the letter says it: also where it is written anew, to another address."""
    if kind is LetterKind.PROPOSAL:
        rounds = complaint.proposals.order_by("-round")
        return rounds.values_list("answer_by", flat=True).first()
    if kind is LetterKind.STILL_SOLVED:
        return None
    asked = complaint.events.filter(kind=ASKED).order_by("-pk").values_list("at", "data").first()
    if asked is None:
        return None
    at, data = asked
    return house.day_of(at + timedelta(days=data.get(SILENCE_DAYS, house.organisation.silence_days)))


def _name_on_envelope(person: Person | None, reads: str) -> str:
    """Who is meant, by the rule of the greeting: 様 or 御中, what they wish, and never two of them."""
    if person is None or not person.name:
        return ""
    return Reader(person.name, person.title).greeting("ja") if reads == "ja" else person.name


def _promised(promises: Sequence[Promise], speaker: Speaker, now: datetime) -> list[str]:
    """What is still to come, in the reader's language."""
    coming = [promise for promise in promises if promise.due_at > now][:_MOST_PROMISES]
    with override(speaker.language):
        return [
            in_brackets(
                promise_line(
                    speaker.language,
                    speaker.moment(promise.due_at),
                    what_was_promised(promise.kind, promise.note),
                )
            )
            for promise in coming
        ]


def register(letters: Sequence[Letter], house: House) -> None:
    """Number the letters on paper among these, which are saved. Four statements for any number; none for none.

    Locks the year's counter row until commit.
    """
    rows = [letter.posting for letter in letters if letter.medium == Medium.PRINT.value]
    if not rows:
        return
    locators = _locators({row.letter.complaint_id for row in rows})
    for row, number in zip(rows, _next_numbers(len(rows), rows[0].letter.written_at, house), strict=True):
        row.letter = row.letter  # saved meanwhile: now its key is known
        row.number = number
        complaint, reader = row.letter.complaint_id, row.sheet["reader"]
        row.sheet["locator"] = locators.get((complaint, reader)) or locators.get((complaint, 0), "")
    Posting.objects.bulk_create(rows)


def _locators(complaints: set[int]) -> dict[tuple[int, int], str]:
    """Complaint and card of whoever has a slip of their own → locator: 0 stands for the complaint's. One query.

    Whoever was appointed has a slip of their own, and cannot use another.
    """
    rows = Receipt.objects.filter(Q(complaint__in=complaints) | Q(party__complaint__in=complaints))
    found = rows.values_list("complaint", "party__complaint", "party__person", "locator")
    return {(own or theirs, person or 0): locator for own, theirs, person, locator in found}


def _next_numbers(count: int, now: datetime, house: House) -> list[str]:
    """`L-2026-000012` and so on: the year in the organisation's zone and the next numbers of that year."""
    year = house.day_of(now).year
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into records_lettercounter (year, last) values (%s, %s)"
            " on conflict (year) do update set last = records_lettercounter.last + excluded.last returning last",
            [year, count],
        )
        (last,) = cursor.fetchone()
    return [f"L-{year}-{number:06d}" for number in range(last - count + 1, last + 1)]
