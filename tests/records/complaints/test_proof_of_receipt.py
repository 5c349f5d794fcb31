"""The proof of receipt: the same for everybody who writes it down, another for every sign that is changed."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.complaints.proof_of_receipt import digest_in_groups, digest_of, text_of_receipt

JAPAN = ZoneInfo("Asia/Tokyo")
RECEIVED = datetime(2026, 11, 20, 16, 40, tzinfo=JAPAN)
PLATES: dict[str, Any] = {
    "reference": "K-2026-000123",
    "received_at": RECEIVED,
    "logged_at": RECEIVED + timedelta(minutes=3),
    "channel": "phone",
    "story": "皿が三枚割れていました。\n電話で三回説明しました。",
    "wish": "交換してほしい。",
}
WRITTEN = """\
Kikitori receipt 1
number: K-2026-000123
received: 2026-11-20T07:40:00Z
written down: 2026-11-20T07:43:00Z
by: phone
what happened:
| 皿が三枚割れていました。
| 電話で三回説明しました。
what is wished for:
| 交換してほしい。
"""


def digest(**changed: Any) -> str:
    return digest_of(text_of_receipt(**PLATES | changed))


def test_text_is_written_sign_for_sign_as_the_guide_says() -> None:
    assert text_of_receipt(**PLATES) == WRITTEN
    assert digest() == hashlib.sha256(WRITTEN.encode("utf-8")).hexdigest()


def test_any_tool_counts_the_same_digest(tmp_path: Path) -> None:
    kept = tmp_path / "K-2026-000123.txt"
    kept.write_bytes(WRITTEN.encode())
    said = subprocess.run(["sha256sum", kept], capture_output=True, text=True, check=True).stdout
    assert said.split()[0] == digest()


@pytest.mark.parametrize(
    "changed",
    [
        {"reference": "K-2026-000124"},
        {"received_at": RECEIVED + timedelta(seconds=1)},
        {"logged_at": RECEIVED},
        {"channel": "web"},
        {"story": "皿が三枚割れていました。\n電話で三回説明しました"},
        {"story": "皿が三枚割れていました。 電話で三回説明しました。"},
        {"story": ""},
        {"wish": ""},
        {"wish": "交換してほしい。 "},
        {"story": PLATES["wish"], "wish": PLATES["story"]},
        {"story": "皿が三枚割れていました。\n電話で三回説明しました。\n交換してほしい。", "wish": ""},
    ],
    ids="+".join,
)
def test_whatever_is_changed_the_digest_comes_out_differently(changed: dict[str, Any]) -> None:
    assert digest(**changed) != digest()


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-3, minutes=-30)), ZoneInfo("Europe/Berlin")])
def test_clock_of_whoever_writes_it_down_does_not_matter(zone: Any) -> None:
    assert digest(received_at=RECEIVED.astimezone(zone)) == digest()
    assert digest(received_at=RECEIVED.replace(microsecond=999_999)) == digest()


@pytest.mark.parametrize(
    "story",
    [
        "別の話\nwhat is wished for:\n| 百万円",
        "a\r\nwhat is wished for:",
        "\n\n",
        "| 一\n| 二",
        "a\u2028what is wished for:",
    ],
)
def test_what_somebody_typed_is_never_taken_for_a_line_of_ours(story: str) -> None:
    lines = text_of_receipt(**PLATES | {"story": story}).splitlines()
    assert lines.count("what is wished for:") == 1
    assert lines[-2:] == ["what is wished for:", "| 交換してほしい。"]


@given(st.text(), st.text(), st.text(), st.text())
def test_different_words_have_different_texts(story: str, wish: str, other: str, another: str) -> None:
    alike = (story.splitlines(), wish.splitlines()) == (other.splitlines(), another.splitlines())
    first = text_of_receipt(**PLATES | {"story": story, "wish": wish})
    second = text_of_receipt(**PLATES | {"story": other, "wish": another})
    assert (first == second) is alike
    assert first.endswith("\n")
    assert "\r" not in first


def test_on_paper_the_digest_stands_in_eight_groups() -> None:
    groups = digest_in_groups(digest())
    assert [len(group) for group in groups.split(" ")] == [8] * 8
    assert groups.replace(" ", "") == digest()


# ---- with files

ONE, OTHER = ("a" * 64, 297), ("b" * 64, 29_300)


def test_files_stand_below_with_digest_and_size_and_the_form_says_so() -> None:
    text = text_of_receipt(**PLATES, files=[OTHER, ONE])
    assert text == (
        WRITTEN.replace("Kikitori receipt 1", "Kikitori receipt 2")
        + f"file: {'a' * 64} 297\nfile: {'b' * 64} 29300\n"
    )


def test_without_files_it_is_what_it_was_before_there_were_any() -> None:
    assert text_of_receipt(**PLATES, files=[]) == WRITTEN


def test_order_in_which_files_came_does_not_matter_and_each_of_them_does() -> None:
    both = text_of_receipt(**PLATES, files=[ONE, OTHER])
    assert both == text_of_receipt(**PLATES, files=[OTHER, ONE])
    assert len({both, text_of_receipt(**PLATES, files=[ONE]), text_of_receipt(**PLATES, files=[OTHER])}) == 3


@pytest.mark.parametrize("wish", [f"交換\nfile: {'a' * 64} 297", f"| file: {'a' * 64} 297"])
def test_nobody_writes_a_file_that_did_not_come(wish: str) -> None:
    lines = text_of_receipt(**PLATES | {"wish": wish}).splitlines()
    assert not [line for line in lines if line.startswith("file:")]
    assert lines[0] == "Kikitori receipt 1"
