"""Question sets 質問票: what is asked in a conversation, in which order, and what the answers come to. Pure.

The order is the founding articles': let them tell it (open), make it plain what it is about (define), hear of one time
it happened (example), ask what they would like (wish). What is asked depends only on answers to earlier questions, so
that no set can run in a circle, and an answer that a changed branch no longer asks for is kept but counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kikitori.foundation.language.bilingual import Bilingual


class Stage(StrEnum):
    """What a question is for."""

    OPEN = "open"
    DEFINE = "define"
    EXAMPLE = "example"
    WISH = "wish"
    SAFETY = "safety"
    DUTY = "duty"
    REACH = "reach"


class Form(StrEnum):
    """How it is answered: in their own words, on one line, or by choosing."""

    WORDS = "words"
    LINE = "line"
    CHOICE = "choice"


class Purpose(StrEnum):
    """What a conversation is held for."""

    INTAKE = "intake"
    INTERVIEW = "interview"


#: What an answer can become of itself. `safety.<question>` is one of the safety questions (triage).
STORY, WISH, SUBJECT, KIND, ALLEGATION = "story", "wish", "subject", "kind", "allegation"
NAME, KANA, PHONE, EMAIL, POST, ANONYMOUS = "name", "kana", "phone", "email", "post", "anonymous"
ACCOMMODATION = "accommodation"
#: Kept with the conversation alone; and: only leads and whoever it is given to may read any of it.
RECORD, RESTRICTED = "record", "restricted"
SAFETY = "safety."
#: Only one question of a set may fill these.
SINGLE = frozenset({SUBJECT, KIND, NAME, KANA, PHONE, EMAIL, POST, ANONYMOUS, ACCOMMODATION, RESTRICTED})
FILLS = SINGLE | {STORY, WISH, ALLEGATION, RECORD}
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    value: str
    said: Bilingual


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `ask`: as it is said aloud. `label`: what its answer is called in the story that comes of it.

    `when`: earlier questions and the answers to them (any of these) without which it is not asked. `hint`: what to say
    if they do not know what to say. `fills`: what its answer becomes; where empty, a line of the story. `clears`:
    safety questions that an answer has answered with no, because this one has named them all.
    """

    key: str
    stage: Stage
    form: Form
    ask: Bilingual
    label: Bilingual
    fills: str = ""
    options: tuple[Option, ...] = ()
    when: tuple[tuple[str, frozenset[str]], ...] = ()
    clears: tuple[tuple[str, frozenset[str]], ...] = ()
    hint: Bilingual | None = None

    def said_of(self, answer: str, language: str) -> str:
        """The answer in words of a language: what was typed, or what the chosen option is called."""
        return next((each.said.in_(language) for each in self.options if each.value == answer), answer)


@dataclass(frozen=True, slots=True)
class Moment:
    """A hard moment of a conversation, and what helps."""

    key: str
    name: Bilingual
    say: Bilingual


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """One version of a set. `call_minutes`: when a call has gone on so long, a reminder is shown."""

    id: str
    version: int
    purpose: Purpose
    title: Bilingual
    questions: tuple[Question, ...]
    moments: tuple[Moment, ...] = ()
    call_minutes: tuple[tuple[int, Bilingual], ...] = ()

    def question(self, key: str) -> Question | None:
        """The question of this key."""
        return next((each for each in self.questions if each.key == key), None)


#: What was answered: question → text, or the value chosen; empty where it was passed over.
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the answers come to, for whoever takes the complaint in. Empty where nothing was said."""

    story: str = ""
    wish: str = ""
    subject: str = ""
    kind: str = ""
    name: str = ""
    kana: str = ""
    phone: str = ""
    email: str = ""
    post: str = ""
    accommodation: str = ""
    anonymous: bool = False
    restricted: bool = False
    safety: Mapping[str, str] = field(default_factory=dict)
    allegations: tuple[str, ...] = ()


def is_asked(question: Question, answers: Answers) -> bool:
    """Do the answers given so far lead to it?"""
    return all(answers.get(key, "") in values for key, values in question.when)


def asked(questions: QuestionSet, answers: Answers) -> Iterator[Question]:
    """The questions these answers lead to, in order. An answer to a question that is not asked leads nowhere."""
    counted: dict[str, str] = {}
    for question in questions.questions:
        if is_asked(question, counted):
            yield question
            if question.key in answers:
                counted[question.key] = answers[question.key]


def next_open(questions: QuestionSet, answers: Answers, *, after: str = "") -> Question | None:
    """The first question not yet answered or passed over, looked for behind `after` first; None when all are."""
    way = list(asked(questions, answers))
    start = next((number for number, each in enumerate(way, 1) if each.key == after), 0)
    return next((each for each in (*way[start:], *way[:start]) if each.key not in answers), None)


def before(questions: QuestionSet, answers: Answers, key: str) -> Question | None:
    """The question asked before this one; the last of all where this one is not asked."""
    way = list(asked(questions, answers))
    place = next((number for number, each in enumerate(way) if each.key == key), len(way))
    return way[place - 1] if place else None


def said(questions: QuestionSet, answers: Answers) -> list[tuple[Question, str]]:
    """Questions with what was said to them, without those passed over."""
    return [(each, answers[each.key]) for each in asked(questions, answers) if answers.get(each.key)]


def facts_of(questions: QuestionSet, answers: Answers, language: str) -> Facts:
    """What was typed once, put where it belongs.

    The story begins with what they told first, in their words; what was asked further follows, each line with the name
    of its question. Nothing is said twice, and nothing that was typed is left out. A later answer
    may still say otherwise than what an earlier one has cleared.
    """
    single: dict[str, str] = {}
    told: list[str] = []
    wishes: list[str] = []
    points: list[str] = []
    lines: list[str] = []
    safety: dict[str, str] = {}
    for question, answer in said(questions, answers):
        words = question.said_of(answer, language)
        safety |= {each: NO for value, named in question.clears if value == answer for each in named}
        if question.fills.startswith(SAFETY):
            safety[question.fills.removeprefix(SAFETY)] = answer
        elif question.fills in SINGLE:
            single[question.fills] = answer
        elif question.fills == WISH:
            wishes.append(words)
        elif question.fills == STORY:
            told.append(words)
        elif question.clears or question.fills == RECORD:
            continue
        else:
            lines.append(_line(question.label.in_(language), words, language))
            points += [words] if question.fills == ALLEGATION else []
    anonymous, restricted = (single.pop(name, "") == YES for name in (ANONYMOUS, RESTRICTED))
    return Facts(
        story="\n\n".join(filter(None, ["\n\n".join(told), "\n".join(lines)])),
        wish="\n".join(wishes),
        safety=safety,
        allegations=tuple(points),
        anonymous=anonymous,
        restricted=restricted,
        **single,
    )


def _line(label: str, words: str, language: str) -> str:
    """„〔いつ〕 11月20日の夕方“; what takes several lines begins on one of its own."""
    name = f"〔{label}〕" if language == "ja" else f"[{label}]"
    return f"{name}\n{words}" if "\n" in words else f"{name} {words}"
