"""How the questions and answers of a conversation are shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise as LazyText

from kikitori.interfaces.desk.complaint.folding import Folded, folded_briefly
from kikitori.interfaces.desk.conversation.stages import STAGE
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.inquiry.questions import Form, Question, QuestionSet, asked


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that lies behind, in the language of the conversation. `said` is empty where it was passed over."""

    key: str
    label: str
    said: Folded | None
    is_here: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose, and the key that chooses it."""

    value: str
    said: str
    key: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that is asked now."""

    key: str
    stage: str | LazyText
    ask: str
    hint: str
    form: Form
    choices: list[Choice]
    answer: str
    was_answered: bool
    number: int
    of: int

    @property
    def is_choice(self) -> bool:
        """Is it answered by choosing?"""
        return self.form is Form.CHOICE

    @property
    def is_line(self) -> bool:
        """Is it answered on one line?"""
        return self.form is Form.LINE


def answered(questions: QuestionSet, talk: Conversation, here: str = "") -> list[Answered]:
    """What has been asked so far and what was said, in order."""
    return [
        Answered(
            each.key,
            each.label.in_(talk.language),
            folded_briefly(each.said_of(talk.answers[each.key], talk.language))
            if talk.answers[each.key]
            else None,
            each.key == here,
        )
        for each in asked(questions, talk.answers)
        if each.key in talk.answers
    ]


def asked_now(questions: QuestionSet, talk: Conversation, question: Question, typed: str | None) -> Asked:
    """The question as the page shows it. `typed`: what was typed and could not be kept."""
    way = [each.key for each in asked(questions, talk.answers)]
    stands = talk.answers.get(question.key, "")
    return Asked(
        key=question.key,
        stage=STAGE[question.stage],
        ask=question.ask.in_(talk.language),
        hint=question.hint.in_(talk.language) if question.hint else "",
        form=question.form,
        choices=[
            Choice(each.value, each.said.in_(talk.language), str(number), each.value == stands)
            for number, each in enumerate(question.options, 1)
        ],
        answer=stands if typed is None else typed,
        was_answered=question.key in talk.answers,
        number=way.index(question.key) + 1 if question.key in way else len(way),
        of=len(way),
    )
