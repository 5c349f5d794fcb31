"""The public face of a demonstration house, and what complainants add there, by the real verbs and each at its time.

Once in a house: what somebody has set or asked for since is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Self

from kikitori.casework.answer_petition import answer_petition
from kikitori.casework.bar import name_unwanted
from kikitori.casework.branches import BranchGiven, came_from, save_branch
from kikitori.casework.enclosures import FileGiven
from kikitori.casework.house import House
from kikitori.casework.improvements import ImprovementGiven, publish_improvement, write_improvement
from kikitori.casework.once import key_of
from kikitori.casework.parcels import Handed, Owner, hand_in
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.casework.settings_kept import newest_change
from kikitori.config.demo_course import pass_time
from kikitori.config.demo_pictures import photo, printed
from kikitori.config.demo_texts.facts import DemoComplaint
from kikitori.config.demo_texts.officetime import Office
from kikitori.config.demo_texts.public import DemoFiles, DemoImprovement, DemoPetition, PublicFacts
from kikitori.records.complaints.lifecycle import IN_HAND
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role, Setting
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind

#: The posters were up before the first complaint of the demonstration.
_BEFORE = timedelta(days=200)
#: Of the complaints people write on the web, so many came by a poster: one of each.
_BY_POSTER = 8
#: After whatever happened last; and the office hours until it is answered.
_ASKED_AFTER, _HOURS = timedelta(minutes=20), 1


def show_to_everybody(facts: PublicFacts, staff: Iterable[Staff], now: datetime) -> None:
    """Branches with their posters, and what improved."""
    lead = actor_for(next(one for one in staff if one.role == Role.LEAD.value))
    if not newest_change(Setting.BRANCHES):
        for branch in facts.branches:
            given = BranchGiven(name_ja=branch.name.ja, name_en=branch.name.en, code=branch.code)
            save_branch(lead, given, now=now - _BEFORE)
    if not newest_change(Setting.IMPROVEMENTS):
        for one in sorted(facts.improvements, key=lambda each: -each.months):
            _publish(lead, one, now)


def _publish(lead: Actor, one: DemoImprovement, now: datetime) -> None:
    """Written in the month that followed its own, and read by everybody from then on."""
    house = House()
    at = now.astimezone(house.zone)
    for _ in range(one.months):
        at = at.replace(day=1) - timedelta(days=1)
    written = min(at + timedelta(days=9), now)
    title_easy, words_easy = one.easy
    given = ImprovementGiven(
        title_ja=one.title.ja,
        words_ja=one.words.ja,
        title_en=one.title.en,
        words_en=one.words.en,
        title_easy=title_easy,
        words_easy=words_easy,
        month=house.day_of(at),
        complaints=one.complaints,
    )
    row = write_improvement(lead, given, now=written)
    publish_improvement(lead, row.pk, seen=row.version, now=written)


@dataclass(frozen=True, slots=True)
class Along:
    """What comes along with some complaints, by their keys: the code of a poster, and files."""

    posters: Mapping[str, str]
    files: Mapping[str, Sequence[FileGiven]]

    @classmethod
    def of(cls, facts: PublicFacts, planned: Sequence[DemoComplaint]) -> Self:
        """For these complaints, the oldest first."""
        return cls(_by_posters(facts, planned), _with_files(facts, planned))

    def born(self, one: DemoComplaint) -> Callable[[Complaint], None] | None:
        """What is written down of the way by which it came."""
        return came_from(self.posters.get(one.key, ""))

    def handed(self, one: DemoComplaint, token: str) -> Handed | None:
        """Its files, handed in; None where there are none. Once: what was received before has them already."""
        files = self.files.get(one.key, ())
        if not files or Complaint.objects.filter(intake_key=key_of("intake", token)).exists():
            return None
        owner = Owner(token=token)
        hand_in(Actor.newcomer(), owner, files, now=one.logged_at)
        return Handed(owner)


def _by_posters(facts: PublicFacts, planned: Sequence[DemoComplaint]) -> Mapping[str, str]:
    """By whose poster some of them came: key of the complaint → code."""
    codes = [branch.code for branch in facts.branches]
    on_the_web = [one.key for one in planned if one.channel == "web"]
    return {key: codes[number % len(codes)] for number, key in enumerate(on_the_web[::_BY_POSTER])}


def _with_files(facts: PublicFacts, planned: Sequence[DemoComplaint]) -> Mapping[str, Sequence[FileGiven]]:
    """What lies with some of them: with the newest of each of these matters that came by the web."""
    found: dict[str, Sequence[FileGiven]] = {}
    for sent in facts.files:
        fits = [one.key for one in planned if one.matter in sent.matters and one.channel == "web"]
        if fits:
            found[fits[-1]] = list(_files(sent))
    return found


def _files(sent: DemoFiles) -> Iterator[FileGiven]:
    for name, content in ((sent.photo, photo()), (sent.paper, printed(sent.lines))):
        if name:
            yield FileGiven(name=name, size=len(content), read=partial(bytes, content))


def ask_beside(facts: PublicFacts, now: datetime) -> None:
    """One complainant has something added and is answered; another names somebody, and no lead has decided yet."""
    if Petition.objects.exists():
        return
    house = House()
    office = Office(house.zone, lambda day: not house.calendar.is_business_day(day))
    waiting = Complaint.objects.filter(
        state__in=[state.value for state in IN_HAND],
        channel="web",
        language="ja",
        confidentiality="ordinary",
        assignee__isnull=False,
        allegations__isnull=False,
    )
    for complaint in waiting.distinct().order_by("-pk"):
        asked = max(complaint.events.values_list("at", flat=True)) + _ASKED_AFTER
        answered = office.after(asked, _HOURS)
        if answered >= now:
            continue
        if not Petition.objects.exists():
            _ask_and_answer(facts.petition, complaint, asked, answered)
            pass_time(complaint, now, today=now)
        else:
            name_unwanted(Actor.complainant(complaint.pk), complaint, words=facts.naming, now=asked)
            return


def _ask_and_answer(wanted: DemoPetition, complaint: Complaint, asked: datetime, answered: datetime) -> None:
    given = PetitionGiven(kind=PetitionKind.SUMMARY.value, words=wanted.asks)
    row = petition(Actor.complainant(complaint.pk), complaint, given, now=asked)
    pass_time(complaint, answered, today=answered)
    answer_petition(
        actor_for(Staff.objects.get(complaints=complaint)),
        complaint,
        petition=row,
        granted=True,
        words=wanted.answer,
        text=wanted.point,
        now=answered,
    )
