"""`kikitori insight`: how search stands, and all of it made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kikitori.casework.write import note
from kikitori.config.cli import main
from kikitori.config.commands.insight import _rebuild, _status
from kikitori.insight.search.models import SearchDocument
from tests import makers
from tests.cast import summon
from tests.config.sites import kikitori
from tests.makers import FRIDAY


def test_site_without_complaints_can_be_found_whole_once_it_was_read(running: Path) -> None:
    done = kikitori(running, "insight", "rebuild", "--lang", "en")
    assert (done.returncode, done.stdout) == (0, "")
    assert "0 documents have been made anew" in done.stderr
    done = kikitori(running, "insight", "status", "--lang", "ja")
    assert done.returncode == 0
    assert "苦情 0 件のうち 0 件" in done.stderr


def test_what_is_missing_is_said_and_made(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    cast = summon()
    complaint = makers.received(cast).complaint
    assert _status("en") == 1
    assert "0 of 1 complaints have a document" in capsys.readouterr().err
    assert _rebuild("ja") == 0
    assert "1 件の控えを作り直しました" in capsys.readouterr().err
    assert _status("en") == 0
    assert SearchDocument.objects.count() == 1
    note(cast.actor("handler"), complaint, body="続報", now=FRIDAY, token=makers.token())
    assert _status("en") == 1
    assert "1 have changed since" in capsys.readouterr().err


def test_it_must_be_said_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["insight", "--lang", "ja"])
    assert ended.value.code == 2
    assert "次の引数が必要です" in capsys.readouterr().err
