"""Reading question sets from YAML, whole or not at all, with every mistake named. Pure.

A misspelt field is a mistake, and so is a branch that waits for an answer nobody can give: a question that is silently
never asked would be missed only when somebody needed its answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.inquiry.question_mistakes import (
    BOTH,
    MISSING,
    NO_ALIASES,
    NO_LIST,
    NO_NUMBER,
    NO_STORY,
    NO_SUCH_ANSWER,
    NO_TABLE,
    NO_WORD,
    NOT_EARLIER,
    NOT_TO_CHOOSE,
    NOT_YAML,
    TOO_LONG,
    TOO_MANY,
    TWICE,
    UNKNOWN,
    Mistake,
    SetError,
)
from kikitori.records.inquiry.questions import (
    FILLS,
    SAFETY,
    SINGLE,
    STORY,
    Form,
    Moment,
    Option,
    Purpose,
    Question,
    QuestionSet,
    Stage,
)

LONGEST_SET = 100_000
MOST_QUESTIONS = 60
#: Keys 1 to 9 choose; beyond, a list is no question any more that one can ask aloud.
MOST_OPTIONS = 9
#: What `options: yes_no` stands for.
YES_NO_WORD = "yes_no"
YES_NO = (
    Option("yes", Bilingual("はい", "Yes")),
    Option("no", Bilingual("いいえ", "No")),
    Option("unknown", Bilingual("分からない", "Not known")),
)
#: Ten times as fast where libyaml came with it, and as safe.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_SET_FIELDS = ("id", "version", "purpose", "title", "questions", "moments", "call_minutes")
_QUESTION_FIELDS = ("key", "stage", "form", "ask", "label", "fills", "options", "when", "clears", "hint")
_MOMENT_FIELDS = ("key", "name", "say")

Word = TypeVar("Word", bound=StrEnum)


def read_question_set(text: str, safety: frozenset[str], words: Mapping[str, frozenset[str]]) -> QuestionSet:
    """The set a text says. `safety`: safety questions there are; `words`: values `subject` and `kind` may have.

    Raises SetError with every mistake.
    """
    return _Reading(safety, words).read(_loaded(text))


def _loaded(text: str) -> Any:
    if len(text) > LONGEST_SET:
        raise SetError([Mistake("", TOO_LONG)])
    try:
        # An alias repeats what it names, and what repeats itself: a few lines could become millions.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_LOADER)):
            raise SetError([Mistake("", NO_ALIASES)])
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 - one of the two safe loaders
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, SetError):
            raise
        mark = getattr(error, "problem_mark", None)
        raise SetError([Mistake(f"line {mark.line + 1}" if mark else "", NOT_YAML)]) from error


class _Reading:
    """One reading; mistakes gather until the end."""

    def __init__(self, safety: frozenset[str], words: Mapping[str, frozenset[str]]) -> None:
        self.mistakes: list[Mistake] = []
        self.safety = safety
        self.fills = FILLS | {SAFETY + each for each in safety}
        self.words = words

    def wrong(self, place: str, what: Bilingual) -> None:
        self.mistakes.append(Mistake(place, what))

    def read(self, given: Any) -> QuestionSet:
        table = self.table("", given, _SET_FIELDS)
        questions = self.questions(table.get("questions"))
        found = QuestionSet(
            id=self.name("id", table.get("id")),
            version=self.number("version", table.get("version")),
            purpose=self.word("purpose", table.get("purpose"), Purpose),
            title=self.both("title", table.get("title")),
            questions=tuple(questions),
            moments=tuple(self.moments(table.get("moments", []))),
            call_minutes=tuple(self.minutes(table.get("call_minutes", {}))),
        )
        for fills in sorted(_used_twice(questions)):
            self.wrong(f"fills {fills}", TWICE)
        if questions and not any(each.fills == STORY and not each.when for each in questions):
            self.wrong("questions", NO_STORY)
        if self.mistakes:
            raise SetError(self.mistakes)
        return found

    def questions(self, given: Any) -> list[Question]:
        found: dict[str, Question] = {}
        rows = self.rows("questions", given)
        if len(rows) > MOST_QUESTIONS:
            self.wrong("questions", TOO_MANY)
        for number, row in enumerate(rows[:MOST_QUESTIONS], 1):
            question = self.question(f"questions {number}", row, found)
            if question.key in found:
                self.wrong(f"questions {number} key", TWICE)
            found.setdefault(question.key, question)
        return list(found.values())

    def question(self, place: str, row: Any, earlier: Mapping[str, Question]) -> Question:
        table = self.table(place, row, _QUESTION_FIELDS)
        form = self.word(f"{place} form", table.get("form"), Form)
        fills = str(table.get("fills", ""))
        if fills and fills not in self.fills:
            self.wrong(f"{place} fills", UNKNOWN)
        options = tuple(self.options(f"{place} options", table.get("options"), form, fills))
        return Question(
            key=self.name(f"{place} key", table.get("key")),
            stage=self.word(f"{place} stage", table.get("stage"), Stage),
            form=form,
            ask=self.both(f"{place} ask", table.get("ask")),
            label=self.both(f"{place} label", table.get("label")),
            fills=fills,
            options=options,
            when=tuple(self.when(f"{place} when", table.get("when", {}), earlier)),
            clears=tuple(self.clears(f"{place} clears", table.get("clears", {}), options)),
            hint=self.both(f"{place} hint", table["hint"]) if "hint" in table else None,
        )

    def options(self, place: str, given: Any, form: Form, fills: str) -> Iterator[Option]:
        if form is not Form.CHOICE:
            if given is not None:
                self.wrong(place, NOT_TO_CHOOSE)
            return
        if given == YES_NO_WORD:
            yield from YES_NO
            return
        rows = given if isinstance(given, dict) else {}
        if not rows:
            self.wrong(place, MISSING if given is None else NO_TABLE)
        if len(rows) > MOST_OPTIONS:
            self.wrong(place, TOO_MANY)
        for value, said in rows.items():
            name = _as_said(value)
            word = self.name(f"{place} {name}", name)
            if word not in self.words.get(fills.partition(".")[0], {word}):
                self.wrong(f"{place} {word}", UNKNOWN)
            yield Option(word, self.both(f"{place} {name}", said))

    def when(
        self, place: str, given: Any, earlier: Mapping[str, Question]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        if not isinstance(given, dict):
            self.wrong(place, NO_TABLE)
            return
        for key, listed in given.items():
            question = earlier.get(str(key))
            if question is None or question.form is not Form.CHOICE:
                self.wrong(f"{place} {key}", NOT_EARLIER)
                continue
            said = frozenset(map(_as_said, listed if isinstance(listed, list) else [listed]))
            for value in sorted(said - {each.value for each in question.options}):
                self.wrong(f"{place} {key} {value}", NO_SUCH_ANSWER)
            yield question.key, said

    def clears(
        self, place: str, given: Any, options: tuple[Option, ...]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        rows = given if isinstance(given, dict) else {}
        if rows != given:
            self.wrong(place, NO_TABLE)
        for value, listed in rows.items():
            named = frozenset(map(str, listed)) if isinstance(listed, list) else frozenset[str]()
            if _as_said(value) not in {each.value for each in options}:
                self.wrong(f"{place} {_as_said(value)}", NO_SUCH_ANSWER)
            if not named:
                self.wrong(f"{place} {_as_said(value)}", NO_LIST)
            for each in sorted(named - self.safety):
                self.wrong(f"{place} {_as_said(value)} {each}", UNKNOWN)
            yield _as_said(value), named

    def moments(self, given: Any) -> Iterator[Moment]:
        for number, row in enumerate(self.rows("moments", given) if given else [], 1):
            place = f"moments {number}"
            table = self.table(place, row, _MOMENT_FIELDS)
            yield Moment(
                self.name(f"{place} key", table.get("key")),
                self.both(f"{place} name", table.get("name")),
                self.both(f"{place} say", table.get("say")),
            )

    def minutes(self, given: Any) -> Iterator[tuple[int, Bilingual]]:
        if not isinstance(given, dict):
            self.wrong("call_minutes", NO_TABLE)
            return
        for minute, said in given.items():
            yield self.number(f"call_minutes {minute}", minute), self.both(f"call_minutes {minute}", said)

    # ---- values

    def table(self, place: str, given: Any, fields: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(given, dict):
            self.wrong(place, NO_TABLE)
            return {}
        for name in given:
            if name not in fields:
                self.wrong(f"{place} {name}".strip(), UNKNOWN)
        return {name: given[name] for name in fields if name in given}

    def rows(self, place: str, given: Any) -> list[Any]:
        if not isinstance(given, list) or not given:
            self.wrong(place, MISSING if given is None else NO_LIST)
            return []
        return given

    def both(self, place: str, given: Any) -> Bilingual:
        said = given if isinstance(given, dict) else {}
        ja, en = (str(said.get(each) or "").strip() for each in ("ja", "en"))
        if not (ja and en) or set(said) != {"ja", "en"}:
            self.wrong(place, MISSING if given is None else BOTH)
            return Bilingual("-", "-")
        return Bilingual(ja, en)

    def name(self, place: str, given: Any) -> str:
        word = given if isinstance(given, str) else ""
        if not _WORD.fullmatch(word):
            self.wrong(place, MISSING if given is None else NO_WORD)
        return word

    def number(self, place: str, given: Any) -> int:
        if isinstance(given, bool) or not isinstance(given, int) or given < 1:
            self.wrong(place, MISSING if given is None else NO_NUMBER)
            return 1
        return given

    def word(self, place: str, given: Any, words: type[Word]) -> Word:
        try:
            return words(given)
        except ValueError:
            listed = ", ".join(words)
            said = Bilingual(f"{listed} のどれかにしてください", f"must be one of {listed}")
            self.wrong(place, MISSING if given is None else said)
            return next(iter(words))


def _as_said(value: Any) -> str:
    """YAML reads yes and no as truth; here they are answers."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _used_twice(questions: list[Question]) -> set[str]:
    """What two questions would fill although it has room for one answer."""
    seen: set[str] = set()
    twice: set[str] = set()
    for each in questions:
        if each.fills in SINGLE or each.fills.startswith(SAFETY):
            twice |= {each.fills} & seen
            seen.add(each.fills)
    return twice
