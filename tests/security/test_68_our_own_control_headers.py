"""68. CVE-2023-41259, CVE-2012-4735 (RT): headers by which the system spoke to itself were believed from outside.

What is read of a mail is what it says, as text; no field of it has a meaning to us beyond those of the standards.
"""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.reading import as_json, read_mail
from tests.security.mails import HEAD


@pytest.mark.parametrize(
    "field",
    [
        b"X-Kikitori-Actor: system",
        b"X-Kikitori-Complaint: K-2026-000131",
        b"X-RT-Command: resolve",
        b"X-Kikitori-Trusted: yes",
        b"Authentication-Results: shop.example; dkim=pass",
        b"ARC-Seal: i=1",
        b"Resent-From: <director@shop.example>",
        b"Sender: <director@shop.example>",
        b"Reply-To: <director@shop.example>",
        b"X-Original-Sender: director@shop.example",
    ],
)
def test_field_of_control_changes_nothing_that_is_read(field: bytes):
    plain, crafted = HEAD + b"\nwords", HEAD + field + b"\n\nwords"
    assert as_json(read_mail(crafted)) == as_json(read_mail(plain))
