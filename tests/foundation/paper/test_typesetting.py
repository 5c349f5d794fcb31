"""Setting pages: values are never markup, nothing is read or fetched, the same values are the same bytes."""

from __future__ import annotations

import logging
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kikitori.foundation.paper import apart, compiled, typesetting
from kikitori.foundation.paper.apart import set_apart
from kikitori.foundation.paper.compiled import NotSet
from kikitori.foundation.paper.typesetting import MANY, set_pages
from tests.printed import is_tagged, pages, text_of, title_of

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PLAIN = """\
#let given = json(bytes(sys.inputs.at("letter")))
#set document(title: given.title)
#set text(font: "Noto Sans JP", fallback: false, lang: "ja")
#given.text
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template in a folder of its own."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "plain.typ").write_text(PLAIN, encoding="utf-8")
    return folder / "plain.typ"


def made(template: Path, text: str, *, at: datetime = NOON) -> bytes:
    return set_pages(template, {"letter": {"title": "件名", "text": text}}, at=at)


@pytest.mark.parametrize(
    "text",
    [
        "*強調* _斜体_ = 見出し - 箇条 + 番号 / 用語: 説明",
        '#read("/etc/passwd") #include "secret.typ" #import "@preview/cetz:0.3.4"',
        "$x^2$ `raw` ```py code``` <label> @reference // 注 /* 注 */",
        "\\u{1f600} ~ -- --- ... 'a' \"b\" https://example.jp/#x",
        ']} ) #panic() #{ while true {} } #sys.inputs #eval("1")',
        "#set page(width: 1pt)\\ \\# {{ x }} {% load y %}",
    ],
)
def test_markup_in_values_is_printed_as_it_was_written(template: Path, text: str) -> None:
    assert "".join(text_of(made(template, text)).split()) == "".join(text.split())


def test_pages_are_tagged_titled_and_the_same_each_time(template: Path) -> None:
    first = made(template, "本文")
    assert first == made(template, "本文")
    assert is_tagged(first)
    assert title_of(first) == "件名"


@pytest.mark.parametrize(
    ("text", "at"),
    [("本文。", NOON), ("本文", NOON + timedelta(seconds=1))],
    ids=["other text", "other moment"],
)
def test_other_values_are_other_bytes(template: Path, text: str, at: datetime) -> None:
    assert made(template, text, at=at) != made(template, "本文")


@pytest.mark.parametrize(
    "reach",
    [
        '#read("../secret.txt")',
        '#read("/etc/hostname")',
        '#include "../secret.txt"',
        '#import "@preview/cetz:0.3.4": canvas',
        '#import "@local/cetz:0.3.4": canvas',
        '#image("https://example.jp/x.png")',
    ],
)
def test_template_reaches_nothing_outside_its_folder(template: Path, reach: str) -> None:
    (template.parent.parent / "secret.txt").write_text("極秘", encoding="utf-8")
    template.write_text(f"{PLAIN}\n{reach}\n", encoding="utf-8")
    with pytest.raises(NotSet):
        made(template, "本文")


def test_pages_that_cannot_be_made_accessible_are_made_all_the_same(
    template: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        printed = made(template, "見え🙂ない")
    assert "見え" in text_of(printed)
    [record] = caplog.records
    assert record.accessible  # type: ignore[attr-defined]
    assert "見え" not in caplog.text


def test_trouble_says_nothing_of_what_stood_there(template: Path, caplog: pytest.LogCaptureFixture) -> None:
    template.write_text(f"{PLAIN}\n#panic(given.text)\n", encoding="utf-8")
    with caplog.at_level(logging.DEBUG), pytest.raises(NotSet) as trouble:
        made(template, "極秘の本文")
    assert "極秘" not in f"{trouble.value!r} {caplog.text}"
    assert len(caplog.records) == 2


def test_long_text_runs_over_pages(template: Path) -> None:
    printed = pages(made(template, "長い文です。" * 3000))
    assert len(printed) > 5
    assert sum(page.count("。") for page in printed) == 3000


# ---- many pages


@pytest.mark.parametrize("signs", [MANY - 100, MANY, MANY + 1, 3 * MANY])
def test_many_pages_come_from_another_process_and_are_the_same(
    template: Path, signs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "皿が割れた。" * (signs // 6)
    apart = made(template, text)
    monkeypatch.setattr(typesetting, "MANY", 10 * MANY)
    assert made(template, text) == apart
    assert "".join(text_of(apart).split()) == text


def test_many_pages_wait_for_nobody_who_sets_one_here(template: Path) -> None:
    """Whoever sets a page in this process takes its turn; those set apart need none."""
    with compiled._TURN, ThreadPoolExecutor(1) as beside:
        many = beside.submit(made, template, "長い。\n" * MANY)
        assert len(pages(many.result(timeout=60))) > 1


def test_template_that_fails_apart_is_told_as_here(template: Path, caplog: pytest.LogCaptureFixture) -> None:
    template.write_text('#panic("no")', encoding="utf-8")
    with pytest.raises(NotSet), caplog.at_level(logging.WARNING):
        made(template, "秘密" * MANY)
    assert "秘密" not in caplog.text


def test_pages_that_never_end_are_given_up(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PATIENCE", 2)
    endless = "#for i in range(100000) { for j in range(100000) { let x = i * j } }"
    template.write_text(endless, encoding="utf-8")
    with pytest.raises(NotSet) as given_up:
        set_apart(template, {"letter": "{}"}, NOON)
    assert isinstance(given_up.value.__cause__, subprocess.TimeoutExpired)


def test_process_apart_is_told_nothing_of_ours(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIKITORI_SECRET_KEY", "a key")
    seen: list[object] = []

    def noted(*asked: object, **how: object) -> subprocess.CompletedProcess[bytes]:
        seen.append(how["env"])
        return subprocess.CompletedProcess(asked, 0, b"%PDF")

    monkeypatch.setattr(apart.subprocess, "run", noted)
    assert set_apart(template, {}, NOON) == b"%PDF"
    assert seen == [{}]
