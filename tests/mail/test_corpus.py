"""Every mail of the corpus is read as its expectation says; the rules of expectations are in README.md beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kikitori.foundation.mail.reading import as_json, read_mail

CORPUS = Path(__file__).parent / "corpus"
NAMES = sorted(path.relative_to(CORPUS).with_suffix("").as_posix() for path in CORPUS.rglob("*.eml"))
NOT_JUDGED = {"about", "confidence_at_least", "confidence_at_most"}


def differences(expected: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """Each key that is not as expected: what was wanted, what was got."""
    wrong = [
        f"{key}\n  wanted {value!r}\n  got    {got[key]!r}"
        for key, value in expected.items()
        if key not in NOT_JUDGED and got[key] != value
    ]
    low, high = expected.get("confidence_at_least", 0.0), expected.get("confidence_at_most", 1.0)
    if not low <= got["confidence"] <= high:
        wrong.append(f"confidence\n  wanted {low} to {high}\n  got    {got['confidence']}")
    return wrong


@pytest.mark.parametrize("name", NAMES)
def test_mail_is_read_as_expected(name: str):
    expected = json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))
    wrong = differences(expected, as_json(read_mail((CORPUS / f"{name}.eml").read_bytes())))
    assert not wrong, "\n".join([f"{name}: {expected['about']}", *wrong])


def test_difference_names_key_wanted_and_got():
    got = {"subject": "b", "confidence": 0.4}
    expected = {"about": "x", "subject": "a", "confidence_at_least": 0.9}
    assert differences(expected, got) == [
        "subject\n  wanted 'a'\n  got    'b'",
        "confidence\n  wanted 0.9 to 1.0\n  got    0.4",
    ]
    assert differences({"about": "x", "subject": "b", "confidence_at_most": 0.5}, got) == []
