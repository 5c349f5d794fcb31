"""The form for the fixed sentences of a letter, a field for each of its places in each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Self

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.template_form import typed_text
from kikitori.records.letters.fixed_sentences import LANGUAGES, Own, ProposalSentence, Sentence, shipped
from kikitori.records.letters.kinds import LetterKind

NAMES = dict(settings.LANGUAGES)
_OF_DECISION: dict[StrEnum, Promise] = {
    Sentence.OPENING: _("First sentence"),
    Sentence.FIRST_STAGE: _("That it is the first stage"),
    Sentence.SECOND_STAGE: _("That it is the second stage"),
    Sentence.POINTS: _("Heading above the points, their findings and reasons"),
    Sentence.ACTIONS: _("Heading above what will be done"),
    Sentence.NOTHING: _("Where nothing will be done"),
    Sentence.FURTHER: _("Heading above how to go further"),
    Sentence.AGAIN: _("How to ask for a review, where we have no telephone"),
    Sentence.AGAIN_OR_PHONE: _("How to ask for a review"),
    Sentence.ENDED: _("After the second stage: that it ends here"),
    Sentence.ELSEWHERE: _("Before the external body, after the first stage"),
    Sentence.ELSEWHERE_NOW: _("Before the external body, after the second stage"),
}
_OF_PROPOSAL: dict[StrEnum, Promise] = {
    ProposalSentence.OPENING: _("First sentence"),
    ProposalSentence.OFFERED: _("Heading above what is offered"),
    ProposalSentence.ANSWER: _("Heading above until when we ask for an answer"),
    ProposalSentence.HOW: _("How to answer, where we have no telephone"),
    ProposalSentence.HOW_OR_PHONE: _("How to answer"),
    ProposalSentence.DECLINED: _("That saying no costs nothing"),
    ProposalSentence.RIGHTS: _("That saying yes gives up no right"),
    ProposalSentence.ELSEWHERE: _("Heading above where else to turn"),
}
PLACE = {LetterKind.DECISION: _OF_DECISION, LetterKind.PROPOSAL: _OF_PROPOSAL}
_WRONG = {
    Problem.UNKNOWN_WORD: _("Nothing fills what stands in braces here. See “What can be filled”."),
    Problem.TOO_LONG: _("This is too long. 600 characters can be kept."),
}


class SentenceForm(CardForm):
    """All places of one letter; an empty one has the sentence that comes with Kikitori."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def __init__(self, kind: LetterKind, data: Mapping[str, Any] | None = None, **initial: Any) -> None:
        super().__init__(data, **initial)
        self.places = PLACE[kind]
        for language in LANGUAGES:
            for each, words in self.places.items():
                label = format_lazy("{place} ({language})", place=words, language=NAMES[language])
                self.fields[f"{language}_{each.value}"] = typed_text(label, 2)

    @classmethod
    def of(cls, kind: LetterKind, own: Own, seen: int) -> Self:
        """With the sentences as they stand."""
        stands = {
            f"{language}_{place}": own.get(language, {}).get(place) or text
            for language in LANGUAGES
            for place, text in shipped(kind, language).items()
        }
        return cls(kind, None, seen=seen, **stands)

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """(language, its fields) of each."""
        return [(each, [self[f"{each}_{place.value}"] for place in self.places]) for each in LANGUAGES]

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """What was typed, for the verb."""
        data = self.cleaned_data
        return {
            language: {each.value: data.get(f"{language}_{each.value}", "") for each in self.places}
            for language in LANGUAGES
        }

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """`ja.opening` is the field ja_opening."""
        for place, problem in problems.items():
            self.add_error(place.replace(".", "_"), _WRONG[problem])


def sentence_lines(kind: LetterKind, own: Own) -> Iterator[str]:
    """What an organisation has written, place by place."""
    for language in LANGUAGES:
        for each, words in PLACE[kind].items():
            text = own.get(language, {}).get(each.value)
            if text:
                yield f"{words} ({NAMES[language]}): {text}"
