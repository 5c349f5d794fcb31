"""`kikitori show`: one complaint for a person, in their language, or for a script."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kikitori.casework.write import note
from kikitori.config.commands.show import _for_a_person, _values
from kikitori.config.trouble import FAILURE, Trouble
from tests import journeys, makers
from tests.cast import Cast, summon
from tests.config.sites import kikitori
from tests.makers import FRIDAY


@pytest.fixture
def cast(db: None) -> Cast:
    """The organisation and its staff."""
    return summon()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("K-1999-000001", "K-1999-000001"),
        ("受付".encode("euc_jp").decode("utf-8", "surrogateescape"), "\ufffd" * 4),
    ],
)
def test_reference_never_given_out_is_a_failure_and_no_traceback(
    running: Path, typed: str, told: str
) -> None:
    done = kikitori(running, "show", typed, "--lang", "ja")
    assert (done.returncode, done.stdout) == (FAILURE, "")
    assert done.stderr == f"できませんでした: 受付番号 {told} の申出はありません。\n"


@pytest.mark.parametrize("typed", ["K-2026-000001", "k-2026-000001"])
def test_reference_is_found_however_its_letter_is_typed(cast: Cast, typed: str) -> None:
    makers.received(cast)
    assert _values(typed)["reference"] == "K-2026-000001"


@pytest.mark.parametrize(
    "typed", ["", "%", "K-2026-00000_", "K-2026-000001 or 1=1", "試野", "K-2026-000001\ufffd"]
)
def test_what_is_no_reference_finds_nothing(cast: Cast, typed: str) -> None:
    makers.received(cast)
    with pytest.raises(Trouble) as trouble:
        _values(typed)
    assert trouble.value.code == FAILURE
    assert trouble.value.text.en == f"There is no complaint {typed}."


def test_person_reads_the_case_in_japanese(cast: Cast) -> None:
    complaint = journeys.along_the_main_road(cast, "ja")
    text = _for_a_person(_values(complaint.reference), "ja")
    lines = text.splitlines()
    assert lines[0] == "K-2026-000001  届いた皿が三枚割れていました。電話で三回同じ説明をしました。"
    assert "取下げ" in lines[1]
    assert "2026年11月20日（金）16:40" in lines[1]
    assert any("2026年11月24日（火）17:00" in line for line in lines)
    assert any("2026年12月4日（金）17:00" in line for line in lines)
    assert "■ 約束" in lines
    assert "■ 経過" in lines


def test_person_reads_the_case_in_english(cast: Cast) -> None:
    complaint = journeys.along_the_main_road(cast, "en")
    text = _for_a_person(_values(complaint.reference), "en")
    assert "Friday 20 November 2026, 16:40" in text
    assert "■ Promises" in text
    assert "■ What happened" in text
    assert "Complaint received" in text
    assert "(staff:handler)" in text


def test_every_event_stands_on_a_line_of_its_own(cast: Cast) -> None:
    complaint = journeys.along_the_main_road(cast, "en")
    text = _for_a_person(_values(complaint.reference), "en")
    happened = text.partition("■ What happened\n")[2].splitlines()
    assert len(happened) == complaint.events.count()


def test_script_and_person_see_internal_events_too(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    note(cast.actor("handler"), complaint, body="倉庫に確認。", now=FRIDAY + timedelta(hours=1))
    values = _values(complaint.reference)
    assert "倉庫に確認。" in json.dumps(values, ensure_ascii=False)
    assert "Internal note" in _for_a_person(values, "en")


def test_story_gives_no_orders_to_the_terminal(cast: Cast) -> None:
    story = "皿が\x1b]0;owned\x07割れた\x9b31m。\n二行目\tです"
    complaint = makers.received(cast, story=story).complaint
    text = _for_a_person(_values(complaint.reference), "ja")
    assert not {"\x1b", "\x07", "\x9b"} & set(text)
    assert "二行目\tです" in text
    assert _values(complaint.reference)["story"] == story
