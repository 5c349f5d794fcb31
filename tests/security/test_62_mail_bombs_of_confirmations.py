"""62. Mail bombs: whoever sends automatic confirmations to a victim gets no answer of ours to multiply.

Reading must tell the mails of machines, whatever way they say it, for only what is told can be left unanswered.
"""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.reading import read_mail
from tests.security.mails import HEAD


@pytest.mark.parametrize(
    "field",
    [
        b"Auto-Submitted: auto-generated",
        b"AUTO-SUBMITTED:   Auto-Replied",
        b'Auto-Submitted: auto-replied; owner-email="a@evil.example"',
        b"Precedence: bulk",
        b"Precedence:\n bulk",
        b"List-Unsubscribe: <mailto:a@evil.example>",
        b"X-Auto-Response-Suppress: OOF",
        b"Return-Path: <>",
        b"X-Autoreply: yes",
    ],
)
def test_confirmation_of_a_machine_is_told(field: bytes):
    assert read_mail(HEAD + field + b"\n\nYour ticket has been created.").is_auto_reply


@pytest.mark.parametrize("times", [1, 500, 5_000])
def test_no_flood_of_fields_hides_it(times: int):
    assert read_mail(
        HEAD + b"Auto-Submitted: auto-replied\n" + b"Received: x\n" * times + b"\nwords"
    ).is_auto_reply


def test_first_auto_submitted_counts():
    """A second one that says `no` does not undo it, nor does one in the body."""
    raw = HEAD + b"Auto-Submitted: auto-replied\nAuto-Submitted: no\n\nAuto-Submitted: no"
    assert read_mail(raw).is_auto_reply
