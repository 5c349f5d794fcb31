"""Matters as written: one story with its wordings, its course and its slots. Read from YAML, checked for shape.

What the words mean (is it a known subject?) is for the tests, which know the taxonomies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.facts import Complainant, Contact
from kikitori.config.demo_texts.nodes import Node
from kikitori.config.demo_texts.steps import StepText, read_course

Course = tuple[StepText, ...]
DEFAULT_COURSE = "course"
SIX_MONTHS_IN_WEEKS = 25.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One way a person told it; one complaint is made of it.

    Without a `channel` it came by the web form or by e-mail, for people write the same in both.
    `weeks` is the span of weeks before now in which it came in. `stop` names the step after which the course
    rests, where somebody should act. `repeat_to` repeats the paragraphs until so many characters are reached.
    `voice` is f or m where the words tell. `dangers` are the safety questions answered yes, by default those of
    the matter.
    """

    place: str
    story: str
    desired: str
    channel: str
    weeks: tuple[float, float]
    course: str
    stop: str
    slots: Mapping[str, tuple[str, ...]]
    anonymous: bool
    accommodation: str
    customer_type: str
    voice: str
    person: Complainant | None
    person_key: str
    representative: Complainant | None
    repeat_to: int
    dangers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing that happened, to one person or to several."""

    place: str
    id: str
    language: str
    kind: str
    subject: str
    title: str
    echo: str
    pools: tuple[str, ...]
    slots: Mapping[str, tuple[str, ...]]
    wordings: tuple[Wording, ...]
    courses: Mapping[str, Course]


def read_matter(file: str, written: object, shared: Mapping[str, Course]) -> Matter:
    """One matter of a file. `shared`: courses that matters may name instead of writing their own."""
    node = Node(file, written)
    name = node.take("id", str)
    node.place = place = f"{file}: {name}"
    weeks = _weeks(place, node.raw("weeks"), (0.05, SIX_MONTHS_IN_WEEKS))
    dangers = node.words("dangers")
    courses = {
        key: _course(f"{place}, {key}", course, shared) for key, course in node.mapping("courses").items()
    }
    if "course" in node:
        courses[DEFAULT_COURSE] = _course(place, node.raw("course"), shared)
    matter = Matter(
        place=place,
        id=name,
        language=node.take("language", str, "ja"),
        kind=node.take("kind", str, "complaint"),
        subject=node.take("subject", str),
        title=node.take("title", str),
        echo=node.take("echo", str),
        pools=node.words("pools"),
        slots=_slots(place, node.mapping("slots")),
        wordings=tuple(
            _wording(f"{place}, wording {number}", wording, weeks, dangers)
            for number, wording in enumerate(node.take("wordings", list), start=1)
        ),
        courses=courses,
    )
    node.done()
    for wording in matter.wordings:
        _check_course_of(wording, courses)
    return matter


def _course(place: str, written: object, shared: Mapping[str, Course]) -> Course:
    if not isinstance(written, str):
        return read_course(place, written)
    if written not in shared:
        raise CorpusError(place, f"there is no shared course “{written}”")
    return shared[written]


def _check_course_of(wording: Wording, courses: Mapping[str, Course]) -> None:
    if wording.course not in courses:
        raise CorpusError(wording.place, f"there is no course “{wording.course}”")
    if wording.stop and wording.stop not in {step.verb for step in courses[wording.course]}:
        raise CorpusError(wording.place, f"the course has no step “{wording.stop}” to stop at")


def _wording(place: str, written: object, weeks: tuple[float, float], dangers: tuple[str, ...]) -> Wording:
    node = Node(place, written)
    person = node.raw("person")
    representative = node.raw("representative")
    wording = Wording(
        place=place,
        story=node.take("story", str),
        desired=node.take("desired", str, ""),
        channel=node.take("channel", str, ""),
        weeks=_weeks(place, node.raw("weeks"), weeks),
        course=node.take("course", str, DEFAULT_COURSE),
        stop=node.take("stop", str, ""),
        slots=_slots(place, node.mapping("slots")),
        anonymous=node.take("anonymous", bool, False),
        accommodation=node.take("accommodation", str, ""),
        customer_type=node.take("type", str, ""),
        voice=_voice(place, node.take("voice", str, "")),
        person=read_person(place, person) if isinstance(person, dict) else None,
        person_key=person if isinstance(person, str) else "",
        representative=read_person(place, representative) if representative is not None else None,
        repeat_to=node.take("repeat_to", int, 0),
        dangers=node.words("dangers") or dangers,
    )
    node.done()
    return wording


def read_person(place: str, written: object) -> Complainant:
    """A person written out; contacts are `[kind, value]` or `[kind, value, note]`."""
    node = Node(f"{place}, person", written)
    person = Complainant(
        name=node.take("name", str, ""),
        kana=node.take("kana", str, ""),
        kind=node.take("kind", str, "individual"),
        customer_type=node.take("type", str, "unknown"),
        contacts=tuple(_contact(node.place, contact) for contact in node.take("contacts", list, [])),
        authority=node.take("authority", str, ""),
    )
    node.done()
    return person


def _contact(place: str, written: object) -> Contact:
    match written:
        case [str(kind), str(value)]:
            return Contact(kind=kind, value=value)
        case [str(kind), str(value), str(note)]:
            return Contact(kind=kind, value=value, note=note)
    raise CorpusError(place, "a contact is [kind, value] or [kind, value, note], all quoted")


def _voice(place: str, written: str) -> str:
    if written not in ("", "f", "m"):
        raise CorpusError(place, "“voice” is f or m")
    return written


def _slots(place: str, written: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    node = Node(f"{place}, slots", written)
    return {name: node.words(name) for name in written}


def _weeks(place: str, written: object, default: tuple[float, float]) -> tuple[float, float]:
    match written:
        case None:
            return default
        case [int() | float() as least, int() | float() as most] if 0 <= least <= most <= SIX_MONTHS_IN_WEEKS:
            return float(least), float(most)
    raise CorpusError(place, "“weeks” is [least, most] weeks ago, within six months")
