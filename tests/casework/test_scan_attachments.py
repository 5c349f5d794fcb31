"""Attachments before a virus scanner: what it says is written down, and so is that it could not be asked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kikitori.casework.errors import Refused
from kikitori.casework.scan_attachments import scan_attachments
from kikitori.records.letters.mails import Attachment, Mail
from tests.cast import Cast
from tests.foundation.clamd import EICAR, daemon
from tests.mails import POST, enclosing, filed
from tests.makers import FRIDAY


def scans(mail: Mail) -> list[str]:
    return list(Attachment.objects.filter(mail=mail).order_by("number").values_list("scan", flat=True))


def test_verdicts_are_written_down(cast: Cast, tmp_path: Path) -> None:
    mail = filed(enclosing(("a.pdf", "application/pdf", b"%PDF-1.7"), ("b.com", "application/pdf", EICAR)))
    with daemon(tmp_path / "clamd.ctl") as scanner:
        assert scan_attachments(POST, scanner, now=FRIDAY) == 2
        assert scan_attachments(POST, scanner, now=FRIDAY) == 0
    assert scans(mail) == ["clean", "infected"]


def test_scanner_that_is_away_is_said_and_asked_again(cast: Cast, tmp_path: Path) -> None:
    mail = filed(enclosing(*[(f"{n}.pdf", "application/pdf", b"%PDF-1.7") for n in range(5)]))
    place = tmp_path / "clamd.ctl"
    assert scan_attachments(POST, str(place), now=FRIDAY) == 0
    assert scans(mail) == ["failed"] * 3 + [""] * 2
    with daemon(place) as scanner:
        assert scan_attachments(POST, scanner, now=FRIDAY) == 2
        assert scan_attachments(POST, scanner, now=FRIDAY, again=True) == 3
    assert scans(mail) == ["clean"] * 5


def test_old_mails_are_left_alone(cast: Cast, tmp_path: Path) -> None:
    filed(enclosing(("a.pdf", "application/pdf", b"%PDF-1.7")))
    with daemon(tmp_path / "clamd.ctl") as scanner:
        assert scan_attachments(POST, scanner, now=FRIDAY + timedelta(days=3)) == 0


def test_staff_do_not_scan(cast: Cast) -> None:
    with pytest.raises(Refused):
        scan_attachments(cast.actor("handler"), "/nowhere", now=FRIDAY)
