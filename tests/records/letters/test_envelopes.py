"""Windows of envelopes: what they always show lies on the paper, above the fold, beside nothing else."""

from __future__ import annotations

import pytest

from kikitori.records.letters.envelopes import CHOU3, DL, FOLD, PAPER_WIDTH, Envelope, envelope_for

BOTH = pytest.mark.parametrize("envelope", [CHOU3, DL], ids=lambda envelope: envelope.name)


@BOTH
def test_part_that_is_always_seen_is_seen_wherever_the_paper_slides(envelope: Envelope) -> None:
    seen, window = envelope.seen, envelope.window
    for right in (0, envelope.width - PAPER_WIDTH):
        for down in (0, envelope.height - FOLD):
            assert window.left <= seen.left + right <= seen.right + right <= window.right
            assert window.top <= seen.top + down <= seen.bottom + down <= window.bottom


@BOTH
def test_one_millimetre_more_would_be_hidden_somewhere(envelope: Envelope) -> None:
    seen, window = envelope.seen, envelope.window
    assert seen.right + 1 + envelope.width - PAPER_WIDTH > window.right
    assert seen.bottom + 1 + envelope.height - FOLD > window.bottom


@BOTH
def test_room_is_enough_for_an_address_of_four_lines(envelope: Envelope) -> None:
    assert envelope.seen.width >= 60
    assert envelope.seen.height >= 4 * 5.5


@BOTH
def test_neither_sender_nor_text_can_be_seen_in_the_window(envelope: Envelope) -> None:
    """The paper slides right and down only: what lies right of the window, or below it, stays hidden."""
    assert envelope.sender_at.left >= envelope.window.right
    assert envelope.sender_at.right <= PAPER_WIDTH - 15
    assert envelope.body_at >= envelope.window.bottom
    assert envelope.body_at >= envelope.sender_at.bottom


@BOTH
def test_window_is_one_the_post_office_allows(envelope: Envelope) -> None:
    """At least 80 long and, for 長形3号, 45 high; 12 from every edge where machines hold the envelope."""
    window = envelope.window
    assert window.width >= 80
    assert min(window.left, window.top, envelope.width - window.right, envelope.height - window.bottom) >= 12
    assert envelope.height <= 120
    assert envelope.width <= 235


@pytest.mark.parametrize(("language", "envelope"), [("ja", CHOU3), ("en", DL)])
def test_envelope_follows_the_language_of_the_letter(language: str, envelope: Envelope) -> None:
    assert envelope_for(language) is envelope
