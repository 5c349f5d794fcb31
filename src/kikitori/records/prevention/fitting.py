"""Which guideline a complaint gets, and why that one: the one written most closely for it. Pure and deterministic.

A subject says most about what to do, the kind of matter after it, the severity least; so a guideline that names the
subject comes before one that does not, whatever else it names. Among equals the one that names fewer others is the
closer one; then the one that was there first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kikitori.records.prevention.terms import Fits
from kikitori.records.prevention.text import GuidelineText


@dataclass(frozen=True, slots=True)
class About:
    """What of a complaint decides which guideline it gets."""

    subject: str
    severity: str
    kind: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A guideline in force. `number`: of the guideline; the lower one was there first."""

    number: int
    text: GuidelineText


@dataclass(frozen=True, slots=True)
class Fit:
    """The one that applies, by what it was written for this complaint, and how many others would apply less closely."""

    number: int
    named: tuple[Fits, ...]
    others: int


def applies(text: GuidelineText, about: About) -> bool:
    """Is it meant for such a complaint? What it does not name, it leaves open."""
    return all(not named or value in named for _, named, value in _ways(text, about))


def closest(offers: Iterable[Offer], about: About) -> Fit | None:
    """The closest of those that apply; None where none does. The order in which they are given changes nothing."""
    applying = sorted(
        (each for each in offers if applies(each.text, about)), key=lambda each: _rank(each, about)
    )
    if not applying:
        return None
    best = applying[0]
    named = tuple(way for way, named, _ in _ways(best.text, about) if named)
    return Fit(best.number, named, len(applying) - 1)


def _ways(text: GuidelineText, about: About) -> tuple[tuple[Fits, Sequence[str], str], ...]:
    return (
        (Fits.SUBJECT, text.subjects, about.subject),
        (Fits.KIND, text.kinds, about.kind),
        (Fits.SEVERITY, text.severities, about.severity),
    )


def _rank(offer: Offer, about: About) -> tuple[object, ...]:
    """Lower is closer."""
    ways = _ways(offer.text, about)
    return (*(not named for _, named, _ in ways), *(len(named) for _, named, _ in ways), offer.number)
