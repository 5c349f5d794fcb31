"""Ways to begin, for whoever does not know how: a few words that are put into the large box.

They work as plain buttons and as links (`?opening=2`); a script only saves the round trip.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kikitori.foundation.language.readings import without_readings
from kikitori.records.people.models import Organisation
from kikitori.records.people.terms import OrganisationKind


@dataclass(frozen=True)
class Opening:
    """A tappable label and the words it writes."""

    label: Promise
    text: Promise

    @property
    def words(self) -> str:
        """The words in the reader's language, ready to be written on: Latin words with a blank behind them."""
        words = without_readings(str(self.text))  # they become the person's own
        return f"{words} " if words[-1:].isascii() else words


_SHOP = (
    Opening(
        _("Something I bought or received"), _("What I received was not as it should be. What I received is")
    ),
    Opening(_("How I was treated"), _("I want to tell you how I was treated. It was")),
    Opening(_("A bill or a payment"), _("The amount is not what I had been told. What I had been told was")),
)
_ASSOCIATION = (
    Opening(
        _("Fees or procedures"), _("I want to tell you about a fee or a procedure. What was asked of me was")
    ),
    Opening(
        _("A conference, course or examination"),
        _("I want to tell you about an event or an examination. It was"),
    ),
    Opening(_("How a member or officer behaved"), _("I want to tell you how somebody behaved. It was")),
)
_WISHES = (
    Opening(_("An exchange or my money back"), _("I would like an exchange, or my money back.")),
    Opening(_("An explanation"), _("I would like to know what happened and why.")),
    Opening(
        _("That it does not happen again"), _("I would like you to see to it that it does not happen again.")
    ),
)


def openings(step: str, organisation: Organisation) -> tuple[Opening, ...]:
    """The ways to begin on this page; none where they would be no help."""
    if step == "wish":
        return _WISHES
    if step == "story":
        return _ASSOCIATION if organisation.kind == OrganisationKind.ASSOCIATION.value else _SHOP
    return ()


def with_opening(text: str, number: str, choices: tuple[Opening, ...]) -> str:
    """The text with the chosen words at its end, on a line of their own. An unknown number changes nothing."""
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:3]) <= len(choices):
        return text
    words = choices[int(number[:3]) - 1].words
    return f"{text.rstrip()}\n{words}" if text.strip() else words
