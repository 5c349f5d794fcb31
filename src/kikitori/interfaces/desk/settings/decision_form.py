"""The form for the sentences of the decision letter, a field for each of its places in each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Self

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.template_form import typed_text
from kikitori.records.letters.fixed_sentences import LANGUAGES, Own, Sentence, shipped

NAMES = dict(settings.LANGUAGES)
PLACE: dict[Sentence, Promise] = {
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
_WRONG = {
    Problem.UNKNOWN_WORD: _("Nothing fills what stands in braces here. See “What can be filled”."),
    Problem.TOO_LONG: _("This is too long. 600 characters can be kept."),
}


class DecisionForm(CardForm):
    """All places; an empty one has the sentence that comes with Kikitori."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **initial: Any) -> None:
        super().__init__(data, **initial)
        for language in LANGUAGES:
            for each in Sentence:
                label = format_lazy("{place} ({language})", place=PLACE[each], language=NAMES[language])
                self.fields[f"{language}_{each.value}"] = typed_text(label, 2)

    @classmethod
    def of(cls, own: Own, seen: int) -> Self:
        """With the sentences as they stand."""
        stands = {
            f"{language}_{each.value}": own.get(language, {}).get(each.value) or text
            for language in LANGUAGES
            for each, text in shipped(language).items()
        }
        return cls(None, seen=seen, **stands)

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """(language, its fields) of each."""
        return [(each, [self[f"{each}_{place.value}"] for place in Sentence]) for each in LANGUAGES]

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """What was typed, for the verb."""
        data = self.cleaned_data
        return {
            language: {each.value: data.get(f"{language}_{each.value}", "") for each in Sentence}
            for language in LANGUAGES
        }

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """`ja.opening` is the field ja_opening."""
        for place, problem in problems.items():
            self.add_error(place.replace(".", "_"), _WRONG[problem])


def sentence_lines(own: Own) -> Iterator[str]:
    """What an organisation has written, place by place."""
    for language in LANGUAGES:
        for each in Sentence:
            text = own.get(language, {}).get(each.value)
            if text:
                yield f"{PLACE[each]} ({NAMES[language]}): {text}"
