"""Agreement 合意の記録: kept in the step in which a proposal is accepted, and read as one PDF by both sides.

The sheet is kept and the paper is not: it is made anew, and is the same bytes for the same sheet and language (ADR
0035). A proposal that was accepted before agreements were kept is read from its rows as they are.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language, override

from kikitori.casework.step import Taken
from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.dates import Speaker
from kikitori.foundation.language.money import money_told
from kikitori.foundation.language.readings import EASY, in_brackets
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.proof_of_receipt import digest_in_groups
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.letters.record_blocks import Block, Facts, Note, Plainly, Record, Rows, Said, Section
from kikitori.records.letters.record_paper import RecordPaper, record_as_pdf
from kikitori.records.people.models import Organisation
from kikitori.records.remedies import agreement_labels as said
from kikitori.records.remedies.agreement import Parties, Yes, fingerprint_of, sheet_of
from kikitori.records.remedies.agreements import Agreement
from kikitori.records.remedies.labels import PROPOSAL_STATE, REMEDY_KIND
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.remedies.terms import ProposalState, RemedyKind, RemedyState

_LANGUAGES = ("ja", "en", EASY)


def keep_agreement(step: Taken, accepted: Proposal, remedies: Sequence[Remedy]) -> Agreement:
    """Write down what has just been agreed in this step. Three queries."""
    speaker = step.actor.name if step.actor.party_id is not None else ""
    sheet = _sheet(
        step.complaint,
        step.house.organisation,
        accepted,
        remedies,
        noted=step.actor.staff_id is not None,
        speaker=speaker,
    )
    return Agreement.objects.create(
        proposal=accepted, sheet=sheet, fingerprint=fingerprint_of(sheet), made_at=step.now
    )


def agreement_in(complaint: Complaint, round_: int, organisation: Organisation) -> Agreement | None:
    """What was agreed in this round; None where nothing was. The complaint was found through `visible_to`."""
    found = complaint.proposals.filter(round=round_, state=ProposalState.ACCEPTED.value)
    proposal = found.select_related("agreement").first()
    if proposal is None:
        return None
    kept: Agreement | None = getattr(proposal, "agreement", None)
    if kept is not None:
        return kept
    owed = list(proposal.remedies.exclude(state=RemedyState.DROPPED.value))
    sheet = _sheet(complaint, organisation, proposal, owed, noted=bool(proposal.answered_how), speaker="")
    made_at = proposal.answered_at or proposal.offered_at
    return Agreement(proposal=proposal, sheet=sheet, fingerprint=fingerprint_of(sheet), made_at=made_at)


def _sheet(
    complaint: Complaint,
    organisation: Organisation,
    accepted: Proposal,
    remedies: Sequence[Remedy],
    *,
    noted: bool,
    speaker: str,
) -> dict[str, Any]:
    theirs = complaint.parties.filter(role=PartyRole.COMPLAINANT.value).select_related("person").first()
    named = theirs is not None and not complaint.anonymous
    return sheet_of(
        reference=complaint.reference,
        parties=Parties(
            organisation_ja=organisation.name_in("ja"),
            organisation_en=organisation.name_in("en"),
            person=theirs.person.name if theirs and named else "",
            speaker=speaker,
        ),
        accepted=accepted,
        remedies=remedies,
        rounds=list(complaint.proposals.filter(round__lte=accepted.round)),
        yes=Yes(
            at=accepted.answered_at or accepted.offered_at,
            noted=noted,
            how=accepted.answered_how,
            words=accepted.answer,
        ),
        external={each: organisation.external_route_in(each) for each in _LANGUAGES},
    )


def agreement_paper(agreement: Agreement, language: str, zone: ZoneInfo) -> RecordPaper:
    """The record for a reader of `language`, its days those of `zone`. Raises NotSet."""
    reads = language if language in _LANGUAGES else tongue(language)
    with override(reads):
        record = _record(agreement, reads, Speaker(reads, zone))
    return record_as_pdf(record, at=agreement.made_at)


def _record(agreement: Agreement, reads: str, speaker: Speaker) -> Record:
    sheet, parties = agreement.sheet, agreement.sheet["parties"]
    organisation = parties["organisation_ja" if tongue(reads) == "ja" else "organisation_en"]
    title = f"{_w(said.TITLE)} {sheet['reference']}"
    cover = [
        (said.REFERENCE, sheet["reference"]),
        (said.AGREED_ON, _moment(sheet["yes"]["at"], speaker)),
        (said.WE, organisation),
        (said.THEY, parties["person"] or _w(said.ANONYMOUS)),
        (said.SPEAKER, parties["speaker"]),
        (said.ROAD, _road(sheet["yes"])),
    ]
    facts = Facts([(_w(label), text) for label, text in cover if text])
    return Record(
        language=tongue(reads),
        title=title,
        author=organisation,
        foot=f"{organisation} · {sheet['reference']}",
        cover=[facts],
        sections=[
            Section(_w(said.WHAT), _agreed(sheet, speaker)),
            Section(_w(said.ROUNDS), [_rounds(sheet, speaker)]),
            Section(_w(said.RIGHTS), _rights(sheet, reads)),
            Section(_w(said.FINGERPRINT), _checked(agreement)),
        ],
    )


def _agreed(sheet: dict[str, Any], speaker: Speaker) -> list[Block]:
    blocks: list[Block] = [Said(sheet["text"])]
    with_money = any(each["amount"] for each in sheet["remedies"])
    head = [said.DONE, said.BY, *([said.AMOUNT] if with_money else [])]
    rows = [
        [
            f"{_w(REMEDY_KIND[RemedyKind(each['kind'])])}: {each['text']}",
            in_brackets(speaker.day(date.fromisoformat(each["due_on"]))),
            *([_money(each)] if with_money else []),
        ]
        for each in sheet["remedies"]
    ]
    blocks.append(Rows([_w(each) for each in head], rows))
    if sheet["yes"]["words"]:
        blocks += [Note(_w(said.THEIR_WORDS)), Said(sheet["yes"]["words"])]
    return blocks


def _money(remedy: dict[str, Any]) -> str:
    if not remedy["amount"]:
        return ""
    return money_told(remedy["amount"], remedy["currency"], get_language() or "ja")


def _road(yes: dict[str, Any]) -> str:
    if not yes["noted"]:
        return _w(said.AT_THE_PORTAL)
    return _w(said.NOTED_HOW) % {"how": yes["how"]} if yes["how"] else _w(said.NOTED)


def _rounds(sheet: dict[str, Any], speaker: Speaker) -> Rows:
    rows = [
        [
            str(each["round"]),
            _moment(each["offered_at"], speaker),
            _w(PROPOSAL_STATE[ProposalState(each["state"])]),
            _moment(each["answered_at"], speaker) if each["answered_at"] else "–",
        ]
        for each in sheet["rounds"]
    ]
    return Rows([_w(each) for each in (said.ROUND, said.OFFERED, said.STATE, said.ANSWERED)], rows)


def _rights(sheet: dict[str, Any], reads: str) -> list[Block]:
    blocks: list[Block] = [Plainly(_w(said.NO_WAIVER))]
    route = in_brackets(sheet["external"].get(reads, ""))
    return [*blocks, Facts([(_w(said.ELSEWHERE), route)])] if route else blocks


def _checked(agreement: Agreement) -> list[Block]:
    digest = f"SHA-256 {digest_in_groups(agreement.fingerprint)}"
    return [Plainly(digest), Note(_w(said.FINGERPRINT_MEANING))]


def _moment(iso: str, speaker: Speaker) -> str:
    return in_brackets(speaker.moment(datetime.fromisoformat(iso)))


def _w(text: str | Lazy) -> str:
    """A word of ours, with its readings in brackets where it has any."""
    return in_brackets(str(text))
