"""Which guideline a complaint gets: the closest of those that apply, always the same one, with its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kikitori.records.complaints.terms import Kind, Severity, Subject
from kikitori.records.prevention.fitting import About, Fit, Offer, applies, closest
from kikitori.records.prevention.terms import Fits
from kikitori.records.prevention.text import GuidelineText

ABOUT = About("delivery", "S3", "complaint")


def meant(subjects: str = "", severities: str = "", kinds: str = "") -> GuidelineText:
    """`meant("delivery quality", "S1")`."""
    return GuidelineText(
        subjects=tuple(subjects.split()), severities=tuple(severities.split()), kinds=tuple(kinds.split())
    )


def found(*texts: GuidelineText, about: About = ABOUT) -> Fit | None:
    """Numbered from 1."""
    return closest([Offer(number, text) for number, text in enumerate(texts, start=1)], about)


@pytest.mark.parametrize(
    ("text", "does"),
    [
        (meant(), True),
        (meant("delivery"), True),
        (meant("quality delivery"), True),
        (meant("quality"), False),
        (meant(severities="S3"), True),
        (meant(severities="S1 S2"), False),
        (meant(kinds="complaint"), True),
        (meant(kinds="inquiry"), False),
        (meant("delivery", "S3", "complaint"), True),
        (meant("delivery", "S1", "complaint"), False),
        (meant("delivery", "S3", "praise"), False),
    ],
)
def test_guideline_applies_where_all_that_it_names_is_so(text: GuidelineText, *, does: bool) -> None:
    assert applies(text, ABOUT) is does


def test_nothing_applies_where_nothing_is_in_force_or_fits() -> None:
    assert found() is None
    assert found(meant("quality"), meant(severities="S1")) is None


@pytest.mark.parametrize(
    ("closer", "farther"),
    [
        (meant("delivery"), meant()),
        (meant("delivery"), meant(severities="S3")),
        (meant("delivery"), meant(kinds="complaint", severities="S3")),
        (meant(kinds="complaint"), meant(severities="S3")),
        (meant(severities="S3"), meant()),
        (meant("delivery", "S3"), meant("delivery")),
        (meant("delivery", kinds="complaint"), meant("delivery", "S3")),
        (meant("delivery"), meant("delivery quality")),
        (meant("delivery", "S3"), meant("delivery", "S3 S4")),
        # The subject says most: naming it among many is closer than naming nothing but the rest.
        (meant("delivery quality package"), meant("", "S3", "complaint")),
    ],
)
def test_one_that_is_written_more_closely_is_chosen_whichever_was_first(
    closer: GuidelineText, farther: GuidelineText
) -> None:
    first, second = found(closer, farther), found(farther, closer)
    assert first is not None
    assert second is not None
    assert (first.number, second.number) == (1, 2)
    assert first.others == second.others == 1


def test_of_two_alike_the_one_that_was_there_first_is_chosen() -> None:
    fit = found(meant("quality"), meant("delivery"), meant("delivery"))
    assert fit == Fit(2, (Fits.SUBJECT,), 1)


def test_reason_names_what_it_was_written_for_and_how_many_others_would_do() -> None:
    fit = found(meant(), meant("delivery", "S3"), meant("delivery"), meant("quality"))
    assert fit == Fit(2, (Fits.SUBJECT, Fits.SEVERITY), 2)
    assert found(meant()) == Fit(1, (), 0)
    assert found(meant(kinds="complaint")) == Fit(1, (Fits.KIND,), 0)


words = some.builds(
    GuidelineText,
    subjects=some.lists(some.sampled_from(list(Subject)), unique=True, max_size=3).map(tuple),
    severities=some.lists(some.sampled_from(list(Severity)), unique=True, max_size=3).map(tuple),
    kinds=some.lists(some.sampled_from(list(Kind)), unique=True, max_size=2).map(tuple),
)
abouts = some.builds(
    About, some.sampled_from(list(Subject)), some.sampled_from(list(Severity)), some.sampled_from(list(Kind))
)


@given(texts=some.lists(words, max_size=8), about=abouts, turned=some.randoms())
def test_order_in_which_guidelines_are_read_changes_nothing(
    texts: list[GuidelineText], about: About, turned: object
) -> None:
    offers = [Offer(number, text) for number, text in enumerate(texts, start=1)]
    shuffled = list(offers)
    turned.shuffle(shuffled)  # type: ignore[attr-defined]
    assert closest(offers, about) == closest(shuffled, about)


@given(texts=some.lists(words, max_size=8), about=abouts)
def test_chosen_one_applies_and_all_that_apply_are_counted(texts: list[GuidelineText], about: About) -> None:
    fit = found(*texts, about=about)
    applying = [number for number, text in enumerate(texts, start=1) if applies(text, about)]
    if fit is None:
        assert not applying
        return
    assert fit.number in applying
    assert fit.others == len(applying) - 1


@given(texts=some.lists(words, min_size=1, max_size=8), about=abouts)
def test_one_that_does_not_apply_changes_nothing_but_its_absence(
    texts: list[GuidelineText], about: About
) -> None:
    offers = [Offer(number, text) for number, text in enumerate(texts, start=1)]
    only = [offer for offer in offers if applies(offer.text, about)]
    assert closest(offers, about) == closest(only, about)
