"""What the complaint is: the story, the points with findings and causes, promises, offers and remedies, as items."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.case_pdf.items import Item
from kikitori.interfaces.desk.complaint.clock_words import name_of_clock
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.complaint.tellings.told import remedy_line
from kikitori.interfaces.look import words
from kikitori.interfaces.look.plain import one_line
from kikitori.records.access.case_file import Meant, Section
from kikitori.records.complaints.labels import OUTCOME
from kikitori.records.complaints.models import Allegation
from kikitori.records.complaints.terms import Outcome
from kikitori.records.deadlines.clock import ClockState
from kikitori.records.deadlines.labels import CLOCK_STATE, PROMISE_STATE, what_was_promised
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseState
from kikitori.records.letters.record_blocks import Block, Facts, Heading, Listed, Rows, Said
from kikitori.records.remedies.labels import PROPOSAL_STATE, REMEDY_STATE
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.remedies.terms import ProposalState, RemedyState

_HEADING = 60


def matter_of(standing: Standing, *, house: bool) -> list[Item]:
    """These items; `house`: with what is ours alone in them."""
    return [
        _story(standing),
        *_points(standing, house=house),
        *_promises(standing, house=house),
        *_solution(standing, house=house),
    ]


def short(text: str) -> str:
    """The beginning of a text, as a heading."""
    line = one_line(text)
    return line if len(line) <= _HEADING else f"{line[:_HEADING]}…"


def on(moment: object) -> str:
    """A day in full, or nothing."""
    return words.day(moment, words.language(get_language())) if moment else ""  # type: ignore[arg-type]


def at(standing: Standing, moment: object) -> str:
    """A moment in full, where the organisation is; or nothing. Of what is sealed the day alone."""
    if isinstance(moment, date) and (not isinstance(moment, datetime) or standing.complaint.is_sealed):
        return words.day(moment, words.language(get_language()), standing.zone)
    return words.moment(moment, words.language(get_language()), standing.zone) if moment else ""  # type: ignore[arg-type]


def _story(standing: Standing) -> Item:
    complaint = standing.complaint
    blocks: list[Block] = [Said(complaint.story)]
    if complaint.desired_outcome:
        blocks += [Heading(_("What they want")), Said(complaint.desired_outcome)]
    return Item("story", Section.STORY, Meant.EVERYBODY, _("What happened, in their words"), tuple(blocks))


def _points(standing: Standing, *, house: bool) -> Iterator[Item]:
    file = standing.file
    for point in file.allegations:
        findings = file.findings.get(point.pk, [])
        rows = [
            (_("Expected"), point.expected),
            (pgettext("case file", "What happened instead"), point.actual),
        ]
        rows = [row for row in rows if row[1]]
        for finding in findings if house else findings[-1:]:
            outcome = f"{OUTCOME[Outcome(finding.outcome)]} ({at(standing, finding.found_at)})"
            rows += [(pgettext("case file", "Finding"), outcome), (_("Reasons"), finding.reasons)]
        if house:
            rows += _causes(standing, point)
        said = Said(point.text) if short(point.text) != point.text else None
        heading = Heading(f"{point.number}. {short(point.text)}")
        blocks = (heading, *([said] if said else ()), *([Facts(rows)] if rows else ()))
        # What was written while nobody outside was to read it stays so, until a decision has spoken of it.
        meant = Meant.EVERYBODY if point.told or findings else Meant.HOUSE
        yield Item(f"point-{point.number}", Section.POINTS, meant, heading.text, blocks)


def _causes(standing: Standing, point: Allegation) -> list[tuple[str, str]]:
    names, tongue = standing.file.known_causes, get_language() or ""
    return [
        (_("Cause"), f"{names[row.code].name.in_(tongue) if row.code in names else row.code}\n{row.evidence}")
        for row in standing.file.causes.get(point.pk, ())
    ]


def _promises(standing: Standing, *, house: bool) -> Iterator[Item]:
    file = standing.file
    if file.promises:
        rows = [
            [
                what_was_promised(row.kind, row.note),
                on(row.made_at.astimezone(standing.zone)),
                at(standing, row.due_at),
                _became(standing, row, house=house),
            ]
            for row in file.promises
        ]
        head = [_("What was promised"), _("Promised on"), pgettext("case file", "By"), _("What became of it")]
        yield Item(
            "promises", Section.PROMISES, Meant.EVERYBODY, _("Promises kept and missed"), (Rows(head, rows),)
        )
    if file.clocks:
        tongue = words.language(get_language())
        rows = [
            [
                name_of_clock(row, tongue, standing.house),
                on(row.started_at.astimezone(standing.zone)),
                at(standing, row.due_at),
                str(CLOCK_STATE[ClockState(row.state_at(standing.now))]),
            ]
            for row in file.clocks
        ]
        head = [_("Deadline"), _("Counted from"), pgettext("case file", "By"), _("How it stands")]
        title = _("Deadlines of the rules")
        yield Item("clocks", Section.PROMISES, Meant.HOUSE, title, (Heading(title), Rows(head, rows)))


def _became(standing: Standing, row: Promise, *, house: bool) -> str:
    said = str(PROMISE_STATE[PromiseState(row.state)])
    if row.kept_at is not None:
        said = f"{said}\n{at(standing, row.kept_at)}"
    return f"{said}\n{row.reason}" if house and row.reason else said


def _solution(standing: Standing, *, house: bool) -> Iterator[Item]:
    file = standing.file
    for offer in file.proposals:
        remedies = [row for row in file.remedies if row.proposal_id == offer.pk]
        title = _("Proposal, round %(round)s") % {"round": offer.round}
        blocks = (
            Heading(title),
            Said(offer.text),
            Listed([_remedy(standing, row, house=house) for row in remedies]),
            Facts(_answer(standing, offer)),
        )
        yield Item(f"round-{offer.round}", Section.SOLUTION, Meant.EVERYBODY, title, blocks)
    decided = [row for row in file.remedies if row.proposal_id is None]
    if decided:
        title = _("What was decided to be done")
        listed = Listed([_remedy(standing, row, house=house) for row in decided])
        yield Item("decided", Section.SOLUTION, Meant.EVERYBODY, title, (Heading(title), listed))


def _answer(standing: Standing, offer: Proposal) -> list[tuple[str, str]]:
    rows = [
        (pgettext("case file", "Offered on"), at(standing, offer.offered_at)),
        (_("Answer asked for until"), on(offer.answer_by)),
        (_("What became of it"), str(PROPOSAL_STATE[ProposalState(offer.state)])),
        (_("Answered"), at(standing, offer.answered_at)),
        (_("By what road"), offer.answered_how),
        (_("In their words"), offer.answer),
    ]
    return [row for row in rows if row[1]]


def _remedy(standing: Standing, row: Remedy, *, house: bool) -> str:
    state = str(REMEDY_STATE[RemedyState(row.state)])
    done = f"{state}, {on(row.done_at.astimezone(standing.zone))}" if row.done_at else state
    note = f" – {row.done_note}" if house and row.done_note else ""
    return f"{remedy_line(row)} – {done}{note}"
