"""80. CVE-2014-9472 (RT): a mail in UTF-32 wrote warnings without end. Reading writes no line anywhere, and warns of nothing."""

from __future__ import annotations

import logging
import warnings

import pytest

from tests.mail.test_corpus import CORPUS, NAMES
from tests.security.mails import of_text, read_wholly
from tests.security.test_72_poison_mails import POISON

FLOODS = {
    "utf-32 in base64": b"Content-Type: text/plain; charset=utf-32\nContent-Transfer-Encoding: base64\n\n"
    + b"/////w==\n" * 20_000,
    "unicode escapes": of_text(b"\\d" * 50_000, b"text/plain; charset=unicode_escape"),
    "html": of_text(b"<!x <a &#xFFFFFFFF; " * 5_000, b"text/html"),
    **POISON,
}


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that is logged, the finest included."""
    caplog.set_level(logging.NOTSET)
    return caplog


@pytest.mark.parametrize("raw", FLOODS.values(), ids=FLOODS)
def test_reading_says_nothing(raw: bytes, lines: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read_wholly(raw)
    assert lines.records == []
    assert capfd.readouterr() == ("", "")


def test_reading_the_corpus_says_nothing(lines: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]):
    for name in NAMES:
        read_wholly((CORPUS / f"{name}.eml").read_bytes())
    assert lines.records == []
    assert capfd.readouterr() == ("", "")
