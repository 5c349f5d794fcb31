"""What the holder of a slip can say, as forms. The free text is called `words` on all of them.

One name, so that words find their way back to any page after a new sign-in, and to the message page when a step is
not possible any more.
"""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.given import LONGEST_TEXT
from kikitori.interfaces.look.forms import Choices, LookRenderer
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.sentences import TOO_LONG

_ANSWER_LIMIT = 10_000
_WORSE_TO_BETTER = (
    ("1", pgettext_lazy("rating", "1 – badly")),
    ("2", pgettext_lazy("rating", "2 – not well")),
    ("3", pgettext_lazy("rating", "3 – neither well nor badly")),
    ("4", pgettext_lazy("rating", "4 – well")),
    ("5", pgettext_lazy("rating", "5 – very well")),
)
_LESS_TO_MORE = (
    ("1", pgettext_lazy("content", "1 – not at all")),
    ("2", pgettext_lazy("content", "2 – rather not")),
    ("3", pgettext_lazy("content", "3 – partly")),
    ("4", pgettext_lazy("content", "4 – rather content")),
    ("5", pgettext_lazy("content", "5 – very content")),
)
_NO_CHOICE = {
    "required": _("Please choose one of the five."),
    "invalid_choice": _("Please choose one of the five."),
}


def free_words(
    label: Any, *, limit: int = _ANSWER_LIMIT, needed: Any = "", help_text: Any = "", rows: int = 5
) -> forms.CharField:
    """Free text, under the one name all forms have for it."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(needed),
        max_length=limit,
        error_messages={"required": needed, "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"data-guard": True, "rows": rows}),
    )


def _rating(label: Any, choices: tuple[tuple[str, Any], ...]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=Choices(),
        error_messages=_NO_CHOICE,
    )


class AnswerForm(forms.Form):
    """Words, and nothing else."""

    default_renderer = LookRenderer
    #: The files that go along: those its page has shown, and those it brought.
    sent_along: tuple[int, ...] = ()
    #: Fields whose first value may come with the address, from a link beside what it is about.
    from_address: ClassVar[tuple[str, ...]] = ()

    @property
    def said(self) -> str:
        """The words, once the form is valid."""
        return str(self.cleaned_data.get("words", ""))


class ArrivedForm(AnswerForm):
    """One thing that was done has reached them; named by the link beside it."""

    from_address = ("remedy",)

    remedy = forms.IntegerField(widget=forms.HiddenInput)


class WriteForm(AnswerForm):
    """A further word or a question."""

    words = free_words(
        _("Your message"),
        limit=LONGEST_TEXT,
        needed=_("Please write your message."),
        help_text=_("Anything new, anything that is missing, or a question."),
        rows=8,
    )


class ProposalForm(AnswerForm):
    """An answer to one particular offer: the one that was on the page."""

    proposal = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AcceptForm(ProposalForm):
    """Yes, with or without words."""

    words = free_words(_("Anything you would like to add"))


class DeclineForm(ProposalForm):
    """No, with or without words."""

    words = free_words(
        _("What is missing, or what would be better?"),
        help_text=_("You need not say why. If you do, the next proposal can be better."),
    )


class WithdrawForm(AnswerForm):
    """Taking it back. A reason is welcome and never demanded."""

    words = free_words(_("If you like, tell us why"), rows=4)


class RatedForm(AnswerForm):
    """An answer, and with it two ratings that may both be left out; neither is ever chosen beforehand."""

    rating = _rating(_("How did we deal with it?"), _WORSE_TO_BETTER)
    outcome = _rating(_("How content are you with what came of it?"), _LESS_TO_MORE)
    words = free_words(_("Anything you would like to add"), rows=4)

    def of_file(self, file: File) -> None:
        """Whoever speaks for the complainant is not asked for their verdict."""
        if not file.can_rate:
            del self.fields["rating"], self.fields["outcome"]

    @property
    def stars(self) -> int | None:
        """Of the handling, 1 to 5, or None."""
        return self._chosen("rating")

    @property
    def outcome_stars(self) -> int | None:
        """Of the outcome, 1 to 5, or None."""
        return self._chosen("outcome")

    def _chosen(self, name: str) -> int | None:
        return int(self.cleaned_data[name]) if self.cleaned_data.get(name) else None


class SolvedForm(RatedForm):
    """Solved, how it went, and whether we may ask once more."""

    no_more = forms.BooleanField(label=_("Please do not ask me again later"), required=False)

    @property
    def may_be_asked(self) -> bool:
        """May we ask once more, days later?"""
        return not self.cleaned_data.get("no_more")


class EnoughForm(RatedForm):
    """Not solved, and no more of it."""

    words = free_words(
        _("What is still not right?"),
        help_text=_("You may leave this empty. What you write is kept as you say it."),
        rows=4,
    )


class CameBackForm(AnswerForm):
    """It has come back."""

    words = free_words(_("What has happened?"), help_text=_("You may leave this empty and tell us later."))


class NoMoreForm(AnswerForm):
    """Nothing to write: to be asked no more needs no words."""


class UnsolvedForm(AnswerForm):
    """Not solved."""

    words = free_words(
        _("What is still missing?"), help_text=_("You may leave this empty and tell us later.")
    )


class RateForm(RatedForm):
    """How we dealt with it, and what came of it; one of them at least, or words."""

    def clean(self) -> dict[str, Any]:
        """An empty form says nothing."""
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error("rating", _("Please choose one of the five, or write a word."))
        return self.cleaned_data


class ReviewForm(AnswerForm):
    """Having it looked at once more; reasons are welcome and never demanded."""

    words = free_words(
        _("What should we look at in particular?"), help_text=_("You may leave this empty."), rows=4
    )


class ReopenForm(AnswerForm):
    """Taking it up again needs a reason, for somebody has to begin somewhere."""

    words = free_words(
        _("What has happened since, or what is still missing?"),
        needed=_("Please tell us in a sentence what is still missing, so that we know where to begin."),
    )
