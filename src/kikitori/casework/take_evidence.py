"""Take evidence 証拠: a file, a thing or a statement gets its number, its SHA-256 and the first line of its custody.

What is written down is never changed (config/grants.py): every further line is added, a withdrawal too. A new file is
kept with an internal note, whole: nothing is taken out of a picture that may prove something.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.filed_with_note import file_with_note
from kikitori.casework.given import Checked, known_years
from kikitori.casework.house import House
from kikitori.casework.step import Taken, taking
from kikitori.foundation.mail.reading import read_mail
from kikitori.foundation.storage import NotStored
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.inquiry.citing import cited_in
from kikitori.records.inquiry.evidence import CustodyEntry, Evidence, EvidenceBearing
from kikitori.records.inquiry.terms import (
    BY_HAND,
    FOR_A_REASON,
    NAMES_WHOM,
    Bearing,
    CustodyKind,
    EvidenceKind,
)
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.mails import Attachment
from kikitori.records.letters.raw import raw_of
from kikitori.records.people.actor import Actor

_LONGEST, _LONGEST_NOTE = 5000, 2000
_ON_PAPER = frozenset({EvidenceKind.STATEMENT, EvidenceKind.SYSTEM_RECORD})


@dataclass(frozen=True, kw_only=True)
class EvidenceGiven:
    """A piece of evidence as somebody hands it in.

    One of `file` (new), `enclosure`, `attachment` (numbers of what lies with the complaint) or `place`; a statement or
    what a system says may have none. `bearings`: point → a Bearing.
    """

    kind: str
    what: str
    source: str
    got_on: date | None
    place: str = ""
    file: FileGiven | None = None
    enclosure: int | None = None
    attachment: int | None = None
    bearings: Mapping[int, str] = field(default_factory=dict)


def take_evidence(actor: Actor, complaint: Complaint, *, given: EvidenceGiven, now: datetime) -> Evidence:
    """Enter it into the register, numbered on from the last. Raises Invalid, FileNotKept, NotNow.

    NotNow: NO_SUCH_POINT with the number; GONE_MEANWHILE where the file named does not lie with the complaint.
    """
    house, check = House(), Checked()
    kind = check.word("kind", given.kind, EvidenceKind)
    place = check.line("place", given.place, longest=300)
    values = {
        "what": check.text("what", given.what, longest=_LONGEST, needed=True),
        "source": check.line("source", given.source, longest=300, needed=True),
        "place": place,
        "got_on": _past_day(check, "got_on", given.got_on, house.day_of(now)),
    }
    _check_where(check, kind, given, place)
    bearings = {
        number: check.word(f"bearings.{number}", word, Bearing) for number, word in given.bearings.items()
    }
    check.done()
    with taking(actor, complaint, Step.TAKE_EVIDENCE, now=now, house=house) as step:
        last = step.complaint.evidence.aggregate(last=Max("number"))["last"] or 0
        row = Evidence(complaint=step.complaint, number=last + 1, kind=kind.value, **values)
        row.taken_at, row.taken_by_id = now, actor.own_staff_id
        _lay_in(step, row, given)
        row.save(force_insert=True)
        _bear(step, row, bearings)
        _enter(step, row, CustodyKind.TAKEN_IN, row.got_on, whom=row.place)
        step.say(evidence=row.number, digest=row.digest)
    return row


def note_custody(
    actor: Actor,
    complaint: Complaint,
    *,
    evidence: Evidence,
    kind: str,
    whom: str = "",
    note: str = "",
    happened_on: date | None,
    now: datetime,
) -> CustodyEntry:
    """Write down what has happened to a piece of evidence. Destroyed and withdrawn need a reason, others whom or where.

    Raises Invalid, NotNow(NO_SUCH_EVIDENCE), NotNow(EVIDENCE_WITHDRAWN) where it was withdrawn or destroyed before.
    """
    house, check = House(), Checked()
    word = check.word("kind", kind, CustodyKind)
    if word not in BY_HAND:
        check.problems.setdefault("kind", Problem.UNKNOWN_WORD)
    name = check.line("whom", whom, longest=300, needed=word in NAMES_WHOM)
    text = check.text("note", note, longest=_LONGEST_NOTE, needed=word in FOR_A_REASON)
    day = _past_day(check, "happened_on", happened_on, house.day_of(now))
    check.done()
    with taking(actor, complaint, Step.NOTE_CUSTODY, now=now, house=house) as step:
        own = step.complaint.evidence.filter(pk=evidence.pk).first()
        if own is None:
            raise NotNow(Obstacle.NO_SUCH_EVIDENCE, evidence.name)
        if own.custody.filter(kind__in=[each.value for each in FOR_A_REASON]).exists():
            raise NotNow(Obstacle.EVIDENCE_WITHDRAWN, own.name)
        entry = _enter(step, own, word, day, whom=name, note=text)
        step.say(evidence=own.number, custody=word.value)
    return entry


def require_cited(step: Taken, *texts: str) -> None:
    """What reasons cite is in the register and still stands. Raises NotNow(NO_SUCH_EVIDENCE). One query where any is.

    What was destroyed has been looked at, and may be cited; what was withdrawn may not.
    """
    wanted = set().union(*map(cited_in, texts))
    if not wanted:
        return
    standing = step.complaint.evidence.filter(number__in=wanted).exclude(
        custody__kind=CustodyKind.WITHDRAWN.value
    )
    for missing in sorted(wanted - set(standing.values_list("number", flat=True))):
        raise NotNow(Obstacle.NO_SUCH_EVIDENCE, f"E-{missing}")


def content_of_attachment(row: Attachment) -> bytes:
    """What came with a mail, at its place in it. Raises NotStored where the mail, or that part of it, is gone."""
    with raw_of(row.mail) as raw:
        parts = read_mail(raw, charset=row.mail.read_as).attachments
        if row.number >= len(parts):
            raise NotStored(f"{row.mail.digest}/{row.number}")
        return b"".join(parts[row.number].content())


def _check_where(check: Checked, kind: EvidenceKind, given: EvidenceGiven, place: str) -> None:
    """Exactly one file or a place; a statement needs neither."""
    files = [given.file, given.enclosure, given.attachment]
    number = sum(each is not None for each in files)
    if number > 1:
        check.problems["file"] = Problem.OUT_OF_RANGE
    elif not number and not place and kind not in _ON_PAPER:
        check.problems.setdefault("place", Problem.MISSING)


def _past_day(check: Checked, name: str, day: date | None, today: date) -> date:
    if day is None:
        check.problems[name] = Problem.MISSING
        return today
    if day > today:
        check.problems[name] = Problem.IN_THE_FUTURE
    elif day.year < known_years().first_year:
        check.problems[name] = Problem.OUT_OF_RANGE
    return day


def _lay_in(step: Taken, row: Evidence, given: EvidenceGiven) -> None:
    """The file it is, with its SHA-256: of what lies in a row or the store, that of the day it came."""
    found: dict[str, Any] = {}
    if given.file is not None:
        file = file_with_note(step, given.file, row.what)
        found = {"enclosure": file, "digest": file.digest, "size": file.size, "file_name": file.name}
    elif given.enclosure is not None:
        file = _enclosed(step, given.enclosure)
        found = {"enclosure": file, "digest": file.digest, "size": file.size, "file_name": file.name}
    elif given.attachment is not None:
        came, content = _attached(step, given.attachment)
        digest = hashlib.sha256(content).hexdigest()
        name = came.name[:255]
        found = {"attachment": came, "digest": digest, "size": len(content), "file_name": name}
    for name, value in found.items():
        setattr(row, name, value)


def _enclosed(step: Taken, number: int) -> Enclosure:
    """A file that lies with the complaint for good; what is still being written may be taken away again."""
    kept = step.complaint.enclosures.filter(draft__isnull=True, pending__isnull=True).defer("raw")
    for row in kept.filter(pk=number):
        return row
    raise NotNow(Obstacle.GONE_MEANWHILE)


def _attached(step: Taken, number: int) -> tuple[Attachment, bytes]:
    for row in Attachment.objects.filter(pk=number, mail__complaint=step.complaint).select_related("mail"):
        try:
            return row, content_of_attachment(row)
        except NotStored as gone:
            raise NotNow(Obstacle.GONE_MEANWHILE) from gone
    raise NotNow(Obstacle.GONE_MEANWHILE)


def _bear(step: Taken, row: Evidence, bearings: Mapping[int, Bearing]) -> None:
    points = {each.number: each for each in step.complaint.allegations.all()} if bearings else {}
    for number in bearings:
        if number not in points:
            raise NotNow(Obstacle.NO_SUCH_POINT, str(number))
    EvidenceBearing.objects.bulk_create(
        EvidenceBearing(evidence=row, allegation=points[number], bearing=bearing.value)
        for number, bearing in sorted(bearings.items())
    )


def _enter(
    step: Taken, row: Evidence, kind: CustodyKind, day: date, *, whom: str = "", note: str = ""
) -> CustodyEntry:
    """The next line of its custody; the complaint's lock keeps the last one still."""
    last = row.custody.aggregate(last=Max("number"))["last"] or 0
    return CustodyEntry.objects.create(
        evidence=row,
        number=last + 1,
        kind=kind.value,
        whom=whom,
        note=note,
        happened_on=day,
        at=step.now,
        noted_by_id=step.actor.own_staff_id,
    )
