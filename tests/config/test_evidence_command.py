"""`kikitori evidence verify`: every file compared, exit code 1 where one differs."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.take_evidence import EvidenceGiven, take_evidence
from kikitori.config.commands.evidence import verify
from kikitori.config.trouble import FAILURE, Trouble
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.cast import Cast, summon
from tests.config.sites import kikitori
from tests.makers import FRIDAY


@pytest.fixture
def cast(db: None) -> Cast:
    """The organisation and its staff."""
    return summon()


def kept(cast: Cast, content: bytes = b"%PDF-1.7 x") -> Complaint:
    """A complaint with one file among its evidence."""
    complaint = makers.investigated(cast)
    given = EvidenceGiven(
        kind="document",
        what="記録",
        source="配送会社",
        got_on=FRIDAY.date(),
        file=FileGiven("a.pdf", len(content), lambda: content),
    )
    take_evidence(cast.actor("handler"), complaint, given=given, now=FRIDAY)
    return complaint


def written_over(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(statement)


def test_house_without_evidence_has_nothing_that_differs(running: Path) -> None:
    done = kikitori(running, "evidence", "verify", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Evidence compared: 0. Nothing differs.\n"


def test_reference_never_given_out_is_a_failure_and_no_traceback(running: Path) -> None:
    done = kikitori(running, "evidence", "verify", "K-1999-000001", "--lang", "ja")
    assert (done.returncode, done.stdout) == (FAILURE, "")
    assert done.stderr == "できませんでした: 受付番号 K-1999-000001 の申出はありません。\n"


def test_all_is_well(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    complaint = kept(cast)
    kept(cast, b"%PDF-1.7 y")
    assert verify("", "ja") == 0
    assert capsys.readouterr().out == "証拠 2 件を照合しました。違いはありません。\n"
    assert verify(complaint.reference.lower(), "en") == 0
    assert capsys.readouterr().out == "Evidence compared: 1. Nothing differs.\n"


def test_changed_file_is_named_and_ends_in_failure(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    complaint, other = kept(cast), kept(cast, b"%PDF-1.7 y")
    written_over(f"update records_enclosure set raw = 'z' where complaint_id = {complaint.pk}")
    assert verify("", "en") == FAILURE
    out = capsys.readouterr().out
    assert f"{complaint.reference} E-1: not what was taken in." in out
    assert other.reference not in out
    assert out.endswith("Evidence compared: 2. Different or gone: 1.\n")
    assert verify(other.reference, "en") == 0


def test_file_that_is_gone_is_named(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    complaint = kept(cast, b"y" * 400_000)
    written_over("update records_enclosure set digest = repeat('0', 64)")
    assert verify(complaint.reference, "ja") == FAILURE
    assert f"{complaint.reference} E-1: ファイルがありません。" in capsys.readouterr().out


def test_unknown_reference_raises_words(cast: Cast) -> None:
    with pytest.raises(Trouble):
        verify("K-1999-000001", "ja")
