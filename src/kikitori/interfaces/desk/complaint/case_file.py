"""What is on record about one complaint, read at most once, and only when somebody asks for it.

Pages, forms, the letter looked at and the rules of what comes next all read here, so that all parts of one answer
speak of the same rows. All tables are read by one statement, made once: most of the time went into that.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F

from kikitori.casework.outgoing import Addressee, addressee_among, with_roads
from kikitori.interfaces.desk.complaint.case_investigation import investigation_of
from kikitori.interfaces.desk.complaint.case_offers import CaseOffers
from kikitori.interfaces.desk.complaint.case_rows import named_row
from kikitori.interfaces.desk.complaint.investigation import Investigation
from kikitori.interfaces.desk.complaint.pinned import Guidelines
from kikitori.interfaces.desk.complaint.referral_rows import with_bodies
from kikitori.records.access.visibility import is_confided_in
from kikitori.records.complaints.breaches import BreachMember
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.mass import MassMember
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.deadlines.report_rows import LegalReport, LegalReportVersion
from kikitori.records.escalation.models import Escalation
from kikitori.records.inquiry.causes import Cause, causes_with
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.inquiry.models import CauseTerm, Finding, FoundCause, Inquiry
from kikitori.records.letters.drafts import PendingReply
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.mail_terms import MailState
from kikitori.records.letters.mails import Attachment, Mail
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.actor import Actor
from kikitori.records.people.branches import Branch
from kikitori.records.people.models import Staff
from kikitori.records.prevention.guidelines import GuidelinePin
from kikitori.records.referral.models import Referral
from kikitori.records.together.models import Following, Muting, Task
from kikitori.records.triage.models import SafetyAnswer
from kikitori.records.triage.redirections import Redirection
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.models import Verdict
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind

#: Whose names stand beside an escalation.
_WHOSE = ("holder", "deputy", "raised_by")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that came in, by its beginning."""

    pk: int
    beginning: str
    #: The complainant's; else somebody's who wrote by mail.
    is_theirs: bool = True


class CaseFile(CaseOffers):
    """What is on record about one complaint, as it stood when something of it was first asked for."""

    @cached_property
    def roads(self) -> list[Any]:
        """Who takes part: a row for each of their contact points (`road`, `address`, `note`), one for who has none."""
        return list(
            with_roads(self._complaint.parties.all()).annotate(note=F("person__contact_points__note"))
        )

    @cached_property
    def allegations(self) -> list[Allegation]:
        """The points raised, by number."""
        return sorted(self._rows(Allegation), key=lambda row: row.number)

    @cached_property
    def findings(self) -> dict[int, list[Finding]]:
        """What was found on each point (by its key), oldest first; points without a finding are absent."""
        found: defaultdict[int, list[Finding]] = defaultdict(list)
        for finding in self._rows(Finding):
            found[finding.allegation_id].append(finding)
        return dict(found)

    @cached_property
    def causes(self) -> dict[int, list[FoundCause]]:
        """Why each point came about (by its key), in the order in which it was named; points without are absent."""
        found: defaultdict[int, list[FoundCause]] = defaultdict(list)
        for row in self._rows(FoundCause):
            found[row.allegation_id].append(row)
        return dict(found)

    @cached_property
    def known_causes(self) -> dict[str, Cause]:
        """Every cause the house has words for, by code."""
        return causes_with(self._rows(CauseTerm))

    @cached_property
    def safety(self) -> dict[str, str]:
        """Safety question → answer."""
        return {row["question"]: row["answer"] for row in self._read[SafetyAnswer]}

    @cached_property
    def inquiries(self) -> list[Inquiry]:
        """Questions asked, with who asked, oldest first."""
        rows, names = self._rows(Inquiry), self._names(Inquiry)
        for row in rows:
            row.asked_by = named_row(row.asked_by_id, names[row.pk])
        return rows

    @cached_property
    def investigation(self) -> Investigation:
        """Plan, evidence, facts and opinions."""
        return investigation_of(self, self._complaint.reference, self._rows, self._names)

    @cached_property
    def conversations(self) -> list[Conversation]:
        """Guided conversations that led to it or were held about it, with who held them, oldest first."""
        rows, names = self._rows(Conversation), self._names(Conversation)
        for row in rows:
            row.staff = named_row(row.staff_id, names[row.pk])
        return rows

    @cached_property
    def promises(self) -> list[Promise]:
        """Everything promised, soonest first."""
        return sorted(self._rows(Promise), key=lambda row: (row.due_at, row.pk))

    @cached_property
    def clocks(self) -> list[Clock]:
        """Deadlines of the rules, soonest first."""
        return sorted(self._rows(Clock), key=lambda row: (row.due_at, row.pk))

    @cached_property
    def escalations(self) -> list[Escalation]:
        """What nobody above has acknowledged yet, the highest level first, with who has it."""
        names = {values["id"]: values for values in self._read[Escalation]}
        rows = self._rows(Escalation)
        for row in rows:
            for whose in _WHOSE:
                number = getattr(row, f"{whose}_id")
                setattr(row, whose, named_row(number, names[row.pk][f"{whose}_name"]) if number else None)
        return sorted(rows, key=lambda row: (-row.level, row.at, row.pk))

    @cached_property
    def letters(self) -> list[Letter]:
        """All letters without their texts, newest first."""
        return self._rows(Letter)[::-1]

    @cached_property
    def pending(self) -> list[PendingReply]:
        """Replies that wait to be sent, with who wrote them, oldest first."""
        names = {row["id"]: row["author_name"] for row in self._read[PendingReply]}
        rows = self._rows(PendingReply)
        for row in rows:
            row.author = named_row(row.author_id, names[row.pk]) if row.author_id else None
        return rows

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """What the complainant said to „is it solved?“, and how they rated us."""
        return self._rows(Verdict)

    @cached_property
    def petitions(self) -> list[Petition]:
        """What they asked for beside the matter, oldest first; not what is confided to leads."""
        return [row for row in self._rows(Petition) if row.kind != PetitionKind.BAR.value]

    @cached_property
    def named(self) -> list[Petition]:
        """Whom they named that should not handle it, oldest first. For the eyes of `confided` alone."""
        return [row for row in self._rows(Petition) if row.kind == PetitionKind.BAR.value]

    def confided(self, actor: Actor) -> list[Petition]:
        """Of these, what is for this reader to know: what `petitions_seen_by` finds, without asking."""
        rows = self.named if is_confided_in(actor) else []
        return [row for row in rows if actor.staff_id not in row.hidden_from]

    @property
    def open_petitions(self) -> list[Petition]:
        """Of these, what waits for an answer."""
        return [row for row in self.petitions if row.is_open]

    @cached_property
    def appointments(self) -> list[Appointment]:
        """Whom they named to speak for them, oldest first."""
        return self._rows(Appointment)

    @cached_property
    def reports(self) -> list[tuple[LegalReport, list[LegalReportVersion]]]:
        """Reports to authorities, each with its versions, oldest first."""
        versions = self._rows(LegalReportVersion)
        return [(row, [v for v in versions if v.report_id == row.pk]) for row in self._rows(LegalReport)]

    @cached_property
    def redirect_asked(self) -> Redirection | None:
        """Who asks that it be redirected, and where to; None where nobody does."""
        rows, names = self._rows(Redirection), self._names(Redirection)
        row = next((row for row in rows if row.is_asked), None)
        if row is not None:
            row.asked_by = named_row(row.asked_by_id, names[row.pk])
        return row

    @property
    def appointment(self) -> Appointment | None:
        """Who speaks for them, or is to be confirmed."""
        return next((row for row in self.appointments if row.stands), None)

    @cached_property
    def referrals(self) -> list[Referral]:
        """To whom it was passed on or brought, with who did it, oldest first."""
        return with_bodies(self._rows(Referral), self._read[Referral])

    @property
    def open_referrals(self) -> list[Referral]:
        """Of these, what waits for an answer."""
        return [row for row in self.referrals if row.is_open]

    @cached_property
    def entries_on_silence(self) -> list[Event]:
        """The newest entries in which we asked whether it is solved, tried another way, or they spoke; oldest first."""
        return sorted(self._rows(Event), key=lambda row: row.pk)

    @cached_property
    def mails(self) -> list[Mail]:
        """What came in by mail about it, without the bytes, oldest first; also what only seems to belong here."""
        return self._rows(Mail)

    @cached_property
    def enclosed(self) -> dict[int, list[Attachment]]:
        """Mail → what came with it, in its order."""
        found: defaultdict[int, list[Attachment]] = defaultdict(list)
        for row in sorted(self._rows(Attachment), key=lambda row: row.number):
            found[row.mail_id].append(row)
        return dict(found)

    @cached_property
    def tasks(self) -> list[Task]:
        """What somebody is, or was, to do, with whose it is, by when it is due."""
        names = {row["id"]: row["assignee_name"] for row in self._read[Task]}
        rows = self._rows(Task)
        for row in rows:
            row.assignee = named_row(row.assignee_id, names[row.pk])
        return sorted(rows, key=lambda row: (row.due_at, row.pk))

    @cached_property
    def files(self) -> list[Enclosure]:
        """Files of ours without their bytes, as they were added; those of drafts are their writers' alone."""
        return self._rows(Enclosure)

    @cached_property
    def way_in(self) -> WayIn | None:
        """What is known of how it came in, with the branch whose poster led here."""
        for values, row in zip(self._read[WayIn], self._rows(WayIn), strict=True):
            if row.branch_id is not None:
                names = {"name_ja": values["branch_ja"], "name_en": values["branch_en"]}
                row.branch = Branch(pk=row.branch_id, **names)
            return row
        return None

    @cached_property
    def words(self) -> list[Word]:
        """What could be moved elsewhere, the newest first: words of the complainant, and mails of others."""
        rows = [
            Word(values["id"], values["beginning"], values["from_complainant"])
            for values in self._read[Message]
        ]
        return sorted(rows, key=lambda row: -row.pk)

    @cached_property
    def links(self) -> list[Link]:
        """Links in either direction, oldest first. Who does not see the other end must not hear of them."""
        return self._rows(Link)

    @cached_property
    def joined_here(self) -> list[int]:
        """Numbers of complaints that go on in this one."""
        return sorted(values["id"] for values in self._read[Complaint])

    @cached_property
    def guidelines(self) -> Guidelines:
        """The versions of guidelines it went by and goes by."""
        return Guidelines.of(self._read, self._rows(GuidelinePin))

    @cached_property
    def belonging(self) -> tuple[int, str] | None:
        """Number and title of the mass complaint it belongs to."""
        rows = self._read[MassMember]
        return (rows[0]["mass_id"], rows[0]["title"]) if rows else None

    @cached_property
    def breach(self) -> int | None:
        """Number of the incident of leaked data it belongs to; what that says is for whoever keeps it."""
        return next((int(values["incident_id"]) for values in self._read[BreachMember]), None)

    @cached_property
    def found_in_common(self) -> str:
        """What was found for all of the mass complaint it belongs to."""
        return next((str(values["found"]) for values in self._read[MassMember]), "")

    @property
    def beginning(self) -> Mail | None:
        """The mail that began it."""
        filed = (row for row in self.mails if row.state == MailState.FILED.value)
        return next((row for row in filed if row.word_id is None), None)

    @property
    def held_mails(self) -> list[Mail]:
        """Mails in quarantine that seem to belong here."""
        return [row for row in self.mails if row.state == MailState.HELD.value]

    @cached_property
    def followers(self) -> list[Staff]:
        """Who wants to hear what happens, whoever began first."""
        names = {row["id"]: row["staff_name"] for row in self._read[Following]}
        return [named_row(row.staff_id, names[row.pk]) for row in self._rows(Following)]

    @cached_property
    def muted_by(self) -> set[int]:
        """Who wants to hear nothing more of it, by number."""
        return {row["staff_id"] for row in self._read[Muting]}

    @property
    def open_tasks(self) -> list[Task]:
        """What is still to be done, soonest first."""
        return [row for row in self.tasks if row.is_open]

    @property
    def ended_tasks(self) -> list[Task]:
        """What was done or dropped, the last first."""
        ended = [row for row in self.tasks if not row.is_open]
        return sorted(ended, key=lambda row: (row.ended_at or row.made_at, row.pk))[::-1]

    def mail_of(self, message: int) -> Mail | None:
        """The mail that has become this word."""
        return next((row for row in self.mails if row.word_id == message), None)

    @cached_property
    def addressee(self) -> Addressee:
        """To whom and by which road a letter goes: casework's choice."""
        return addressee_among(self.roads, sealed=self._complaint.is_sealed)

    @property
    def open_inquiries(self) -> list[Inquiry]:
        """Questions that wait for an answer."""
        return [row for row in self.inquiries if row.answered_at is None]

    @property
    def open_promises(self) -> list[Promise]:
        """Promises whose day has not been found missed, soonest first: those that letters tell."""
        return [row for row in self.promises if row.is_open]

    @property
    def owed_promises(self) -> list[Promise]:
        """Promises that somebody still waits for, soonest first."""
        return [row for row in self.promises if row.is_unkept]

    @property
    def running_clocks(self) -> list[Clock]:
        """Deadlines still to be met, soonest first."""
        return [row for row in self.clocks if row.is_running]

    def owed_of_kind(self, kind: PromiseKind) -> Promise | None:
        """The owed promise of one kind that is due first."""
        return next((row for row in self.owed_promises if row.kind == kind), None)
