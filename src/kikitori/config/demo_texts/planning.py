"""From matters to complaints: who, when, in which words, and every step of the course with its date.

Deterministic: the same data, seed and now give the same complaints. Steps that would lie after now are left off,
which is why young complaints stand at every stage.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.facts import Complainant, DemoComplaint, Organisation
from kikitori.config.demo_texts.houses import Pools
from kikitori.config.demo_texts.matters import Matter, Wording
from kikitori.config.demo_texts.officetime import Office
from kikitori.config.demo_texts.people import Pair, People, introduce, make_people, next_pair
from kikitori.config.demo_texts.remarks import Remarks
from kikitori.config.demo_texts.slots import Filler, choose, draw
from kikitori.config.demo_texts.steps import HANDLER, LEAD
from kikitori.config.demo_texts.unfolding import SELF_SERVED, Crew, Unfolding

#: Above 1 more of them are young: the houses grow, and much is under way at any time.
_GROWTH = 2.0
#: Where a wording names no channel: the form is used more than the mailbox.
_IN_WRITING = ("web", "web", "email")
#: The youngest a call or letter can be: it has been written down by now.
_JUST_NOW = timedelta(minutes=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything the plan of one organisation draws on."""

    organisation: Organisation
    pools: Pools
    people: People
    remarks: Mapping[str, Remarks]
    matters: tuple[Matter, ...]


def plan(house: House, *, now: datetime, seed: str, office: Office) -> tuple[DemoComplaint, ...]:
    """Every complaint of the house over the six months before `now` (aware), the oldest first."""
    pairs = {
        lang: make_people(house.people, lang, f"{seed}:{house.organisation.key}:{lang}")
        for lang in ("ja", "en")
    }
    complaints = [
        _Planner(house=house, matter=matter, wording=wording, turn=turn, seed=seed, office=office).complaint(
            now, pairs
        )
        for matter in house.matters
        for turn, wording in enumerate(matter.wordings)
    ]
    return tuple(sorted(complaints, key=lambda complaint: (complaint.logged_at, complaint.key)))


class _Planner:
    """Plans one complaint; all its dice are its own, so that one new matter does not change the others."""

    def __init__(
        self, *, house: House, matter: Matter, wording: Wording, turn: int, seed: str, office: Office
    ) -> None:
        self.house, self.matter, self.turn, self.office = house, matter, turn, office
        self.seed = f"{seed}:{house.organisation.key}:{matter.id}"
        self.dice = random.Random(f"{self.seed}:{turn}")  # noqa: S311  a story, not a secret
        self.wording = replace(wording, channel=wording.channel or self.dice.choice(_IN_WRITING))
        staff = [member.login for member in house.organisation.staff if member.role == HANDLER]
        handler = self.dice.choice(staff)
        self.crew = Crew(
            handler=handler,
            other=next(login for login in staff if login != handler),
            lead=next(member.login for member in house.organisation.staff if member.role == LEAD),
        )

    def complaint(self, now: datetime, pairs: Mapping[str, list[Pair]]) -> DemoComplaint:
        received, logged = self._arrival(now)
        person = self._person(pairs)
        filler = self._filler(received.date(), person)
        today = received.date()
        spoken_before = any(
            other.course == self.wording.course for other in self.matter.wordings[: self.turn]
        )
        unfolding = Unfolding(
            remarks=self.house.remarks[self.matter.language] if spoken_before else None,
            matter=self.matter,
            wording=self.wording,
            crew=self.crew,
            office=self.office,
            filler=filler,
            dice=self.dice,
        )
        return DemoComplaint(
            key=f"demo:{self.seed}:{self.turn}",
            organisation=self.house.organisation.key,
            matter=self.matter.id,
            language=self.matter.language,
            channel=self.wording.channel,
            kind=self.matter.kind,
            subject=self.matter.subject,
            received_at=received,
            logged_at=logged,
            title=filler.fill(self.matter.title, today),
            story=self._story(filler, today),
            desired_outcome=filler.fill(self.wording.desired, today),
            anonymous=self.wording.anonymous,
            accommodation=self.wording.accommodation,
            safety=dict.fromkeys(self.wording.dangers, "yes"),
            complainant=person,
            representative=self.wording.representative,
            handler=self.crew.handler,
            course=tuple(step for step in unfolding.steps_from(logged) if step.at < now),
        )

    def _arrival(self, now: datetime) -> tuple[datetime, datetime]:
        """When it reached us and when it was written down: at any hour by web, in office hours otherwise."""
        least, most = self.wording.weeks
        weeks = least + (most - least) * self.dice.random() ** _GROWTH
        wanted = now.astimezone(self.office.zone) - timedelta(weeks=weeks)
        if self.wording.channel in SELF_SERVED:
            hour = self.dice.choice(
                [0, 6, 7, 8, 9, 10, 11, 12, 12, 13, 15, 17, 18, 19, 20, 20, 21, 21, 22, 23]
            )
            received = wanted.replace(hour=hour, minute=self.dice.randrange(60), second=0, microsecond=0)
            if received >= now:
                received -= timedelta(days=1)
            return received, received
        hour = 11 if self.wording.channel == "post" else self.dice.choice([9, 10, 10, 11, 13, 14, 15, 16])
        at = time(hour, self.dice.randrange(30, 60))
        received = datetime.combine(self.office.open_day(wanted.date()), at, self.office.zone)
        while received > now - _JUST_NOW or not self.office.is_open(received.date()):
            received -= timedelta(days=1)
        return received, received + timedelta(minutes=self.dice.randrange(4, 25))

    def _person(self, pairs: Mapping[str, list[Pair]]) -> Complainant | None:
        people, wording = self.house.people, self.wording
        if wording.person_key:
            if wording.person_key not in people.regulars:
                raise CorpusError(wording.place, f"nobody is called “{wording.person_key}”")
            return people.regulars[wording.person_key]
        if wording.person is not None:
            return wording.person
        if wording.anonymous:
            return None
        usual = "member" if self.house.organisation.kind == "association" else "unknown"
        return introduce(
            people,
            next_pair(pairs[self.matter.language], wording.voice),
            language=self.matter.language,
            channel=wording.channel,
            customer_type=wording.customer_type or usual,
            dice=self.dice,
        )

    def _filler(self, received: date, person: Complainant | None) -> Filler:
        matter, wording, house = self.matter, self.wording, self.house.organisation
        names = {member.login: member.name.split()[0] for member in house.staff}
        values = {
            "org": house.name.in_(matter.language),
            "phone": house.phone,
            "handler": names[self.crew.handler],
            "lead": names[self.crew.lead],
            "name": person.name if person else "",
            "order": f"M-{self.dice.randrange(10_000, 99_999)}-{self.dice.randrange(10, 99)}",
            "number": f"{self.dice.randrange(1_000, 9_999):05d}",
        }
        values |= draw(
            matter.place,
            self.house.pools,
            matter.pools,
            language=matter.language,
            turn=self.turn,
            seed=self.seed,
        )
        for name, options in {**matter.slots, **wording.slots}.items():
            values[name] = choose(f"{wording.place}: {name}", options, self.turn, f"{self.seed}:{name}")
        return Filler(
            place=wording.place,
            language=matter.language,
            values=values,
            received=received,
            open_day=self.office.open_day,
        )

    def _story(self, filler: Filler, today: date) -> str:
        if not self.wording.repeat_to:
            return filler.fill(self.wording.story, today)
        paragraphs = self.wording.story.split("\n\n")
        told: list[str] = []
        while sum(map(len, told)) < self.wording.repeat_to:
            told.append(paragraphs[len(told) % len(paragraphs)].replace("{again}", str(len(told) + 1)))
        return filler.fill("\n\n".join(told), today)
