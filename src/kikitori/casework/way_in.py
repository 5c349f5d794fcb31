"""Take in what somebody brings 届いた書面の受付: a letter, a fax, what was written in public, a committee's file.

The complaint is received as on every road; with it, in the same transaction, what stood on the paper and its scans. A
scan that cannot be kept keeps no complaint out: it is named with its reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings

from kikitori.casework.enclosures import SCAN_JOB, Enclosed, FileGiven, judged
from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.intake import Intake
from kikitori.casework.receive import Received, receive_complaint
from kikitori.foundation import jobs
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.letters.file_rules import FileFlaw
from kikitori.records.letters.post_terms import ScanPart
from kikitori.records.people.actor import Actor

_PAGES = ("http://", "https://")


@dataclass(frozen=True, kw_only=True)
class WayGiven:
    """What is known of its way here, as typed; everything may be empty. `is_public`: yes, no, or nobody knows."""

    postmarked_on: date | None = None
    fax_number: str = ""
    passed_on_by: str = ""
    post_url: str = ""
    post_handle: str = ""
    post_is_public: bool | None = None
    interpreter: str = ""
    scans: Sequence[tuple[ScanPart, FileGiven]] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """What the person gets in hand, and the files that could not be kept."""

    received: Received
    refused: list[tuple[str, FileFlaw]] = field(default_factory=list)


def receive_brought(actor: Actor, given: Intake, way: WayGiven, *, token: str, now: datetime) -> Brought:
    """Take it in with its way here. The same `token` twice is one complaint with the scans of the first time.

    Scans are kept as they are: they prove what came. Raises Refused, Invalid (with all problems of either).
    """
    row = checked_way(way, given, now)
    done = Enclosed(None)

    def written(complaint: Complaint) -> None:
        if not (way.scans or _says_something(row)):
            return
        row.complaint = complaint
        row.save(force_insert=True)
        for part, each in way.scans:
            scan = judged(each, done.added, done, bare=False)
            if scan is not None:
                scan.complaint, scan.way_in, scan.part = complaint, row, part.value
                scan.added_by_id, scan.added_at = actor.staff_id, now
                scan.save()
                done.added.append(scan)
        if done.added and settings.ENVIRONMENT.clamav:
            jobs.defer(SCAN_JOB, queueing_lock=SCAN_JOB)

    received = receive_complaint(actor, given, token=token, now=now, born=written)
    return Brought(received, done.refused)


def checked_way(way: WayGiven, given: Intake, now: datetime) -> WayIn:
    """The row, not saved. Raises Invalid."""
    check = Checked()
    row = WayIn(
        postmarked_on=way.postmarked_on,
        fax_number=check.line("fax_number", way.fax_number, longest=64),
        passed_on_by=check.line("passed_on_by", way.passed_on_by, longest=200),
        post_url=check.line("post_url", way.post_url, longest=1000),
        post_handle=check.line("post_handle", way.post_handle, longest=200),
        post_is_public=way.post_is_public,
        interpreter=check.line("interpreter", way.interpreter, longest=200),
    )
    if row.post_url and not row.post_url.lower().startswith(_PAGES):
        check.problems["post_url"] = Problem.NOT_AN_ADDRESS
    house = House()
    if way.postmarked_on and way.postmarked_on > house.day_of(min(given.received_at, now)):
        check.problems["postmarked_on"] = Problem.IN_THE_FUTURE
    check.done()
    return row


def _says_something(row: WayIn) -> bool:
    told = (row.fax_number, row.passed_on_by, row.post_url, row.post_handle, row.interpreter)
    return any(told) or row.postmarked_on is not None or row.post_is_public is not None


def problems_of(way: WayGiven, given: Intake, now: datetime) -> dict[str, Problem]:
    """What is wrong with the way, for a page that says everything at once."""
    try:
        checked_way(way, given, now)
    except Invalid as invalid:
        return invalid.problems
    return {}
