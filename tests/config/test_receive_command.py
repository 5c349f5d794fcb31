"""`kikitori receive`: what a script gives, what it gets, and that a refusal leaves nothing behind."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kikitori.casework.errors import Problem
from kikitori.config.cli import main
from kikitori.config.commands.receive import _PROBLEMS, _document, _receive
from kikitori.config.trouble import USAGE, Trouble
from kikitori.foundation.postgres.embedded import database_url
from kikitori.records.complaints.models import Complaint, ReferenceCounter
from kikitori.records.people.models import Person
from tests.cast import summon
from tests.config.sites import kikitori

DOCUMENT = (
    '{"channel":"phone","kind":"complaint","language":"ja","received_at":"2026-01-20T16:40:00+09:00",'
    '"story":"届いた皿が割れていました。","desired_outcome":"交換してほしい。","anonymous":false,'
    '"complainant":{"name":"試野 はな","kana":"タメシノ ハナ",'
    '"contact_points":[{"kind":"email","value":"hana@example.jp"}]}}'
)


def numbers_given(site: Path) -> list[tuple]:
    """What the site has counted, by year."""
    address = database_url(site, "owner")
    assert address is not None
    with psycopg.connect(address) as connection:
        return connection.execute("select * from records_referencecounter order by 1").fetchall()


# ---- the whole command, on a real site


def test_complaint_is_received_once_per_token_and_shown_as_promised(running: Path) -> None:
    words = ("receive", "--json", "-", "--token", "an unguessable word")
    first, second = (kikitori(running, *words, said=DOCUMENT) for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    slip = json.loads(first.stdout)
    assert set(slip) == {"reference", "locator", "secret"}
    assert re.fullmatch(r"K-\d{4}-\d{6}", slip["reference"])
    assert re.fullmatch(r"[A-Z0-9]{4}-[A-Z0-9]{4}", slip["locator"])
    assert re.fullmatch(r"\d{16}", slip["secret"])
    shown = kikitori(running, "show", slip["reference"], "--json")
    assert shown.returncode == 0, shown.stderr
    values = json.loads(shown.stdout)
    assert values["reference"] == slip["reference"]
    assert values["received_at"] == "2026-01-20T16:40:00+09:00"
    assert [event["kind"] for event in values["timeline"]] == ["received"]
    assert [(p["kind"], p["state"]) for p in values["promises"]] == [("acknowledgement", "open")]
    assert slip["secret"] not in shown.stdout


def test_refusal_is_told_in_the_readers_language_and_takes_no_number(running: Path) -> None:
    before = numbers_given(running)
    bad = json.dumps({"channel": "pigeon", "story": "a\x00b"})
    done = kikitori(running, "receive", "--json", "-", "--lang", "ja", said=bad)
    assert (done.returncode, done.stdout) == (USAGE, "")
    sentences = ["できませんでした", "story: 保存できない文字", "channel: 使える値ではありません"]
    assert [sentence for sentence in sentences if sentence not in done.stderr] == []
    assert "Traceback" not in done.stderr
    assert numbers_given(running) == before


def test_file_is_read_with_its_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "complaint.json"
    file.write_bytes(b"\xef\xbb\xbf" + DOCUMENT.encode())
    assert _document(str(file)) == json.loads(DOCUMENT)


# ---- what it says to each kind of document, without a second site for each


@pytest.fixture
def house(db: None) -> None:
    """The organisation and its staff."""
    summon()


def refusal(**changes: Any) -> Trouble:
    """The trouble a document meets; nothing of it may be left behind."""
    document = {**json.loads(DOCUMENT), **changes}
    with pytest.raises(Trouble) as trouble:
        _receive(document, None)
    assert not Complaint.objects.exists()
    assert not Person.objects.exists()
    assert not ReferenceCounter.objects.exists()
    return trouble.value


@pytest.mark.parametrize(
    ("changes", "ja", "en"),
    [
        ({"story": None}, "story: 文字列で書いてください。", "story must be a string."),
        ({"story": " "}, "  story: 書かれていません", "  story is missing"),
        ({"story": "a\x00b"}, "  story: 保存できない文字", "  story holds characters that cannot be stored"),
        ({"story": "\ud800"}, "  story: 保存できない文字", "  story holds characters that cannot be stored"),
        ({"story": "あ" * 100_001}, "  story: 長すぎます", "  story is too long"),
        (
            {"channel": "\ud800"},
            "  channel: 使える値ではありません",
            "  channel is not one of the known words",
        ),
        ({"language": "tlh"}, "  language: 使える値ではありません", "  language is not one"),
        (
            {"received_at": "2099-01-01"},
            "  received_at: これからの日時です",
            "  received_at lies in the future",
        ),
        ({"received_at": "1999-01-01"}, "  received_at: 扱える範囲の外です", "  received_at is out of range"),
        (
            {"received_at": "0001-01-01T00:00:00+09:00"},
            "  received_at: 扱える",
            "  received_at is out of range",
        ),
        (
            {"received_at": "9999-12-31T23:59:59-12:00"},
            "  received_at: これから",
            "  received_at lies in the fut",
        ),
        (
            {"received_at": "soon"},
            "received_at: 2026-11-20T16:40:00+09:00 のような",
            "received_at must be a moment",
        ),
        (
            {"storry": "x"},
            "storry: という項目はありません。使える項目: channel",
            "storry is no field here; known are",
        ),
        ({"safety": {"ghosts": "yes"}}, "  safety: 使える値", "  safety is not one of"),
        ({"safety": {"injury": True}}, "safety: 質問ごとに", "safety must hold"),
        (
            {"complainant": {"contact_points": [{"kind": "email", "value": "nobody"}]}},
            "  complainant.contact_points.0: メールアドレスとして読めません",
            "  complainant.contact_points.0 is not a mail address",
        ),
        (
            {"complainant": {"name": "x\x00"}},
            "  complainant.name: 保存できない",
            "  complainant.name holds characters",
        ),
        ({"complainant": []}, "complainant: オブジェクト（{…}）で", "complainant must be an object"),
    ],
)
def test_each_fault_is_named_with_its_place_in_both_languages(
    house: None, changes: dict[str, Any], ja: str, en: str
) -> None:
    trouble = refusal(**changes)
    assert trouble.code == USAGE
    assert ja in trouble.text.ja
    assert en in trouble.text.en


def test_all_faults_are_named_at_once(house: None) -> None:
    trouble = refusal(story="", channel="pigeon", kind="rant")
    assert trouble.text.en.count("\n") == 3


def test_refusal_repeats_nothing_that_was_typed(house: None) -> None:
    trouble = refusal(channel="秘密の値")
    assert "秘密の値" not in f"{trouble} {trouble.text} {trouble.detail}"


def test_every_problem_the_verb_knows_has_words() -> None:
    assert set(_PROBLEMS) == {problem.value for problem in Problem}


@pytest.mark.parametrize(
    ("text", "en"),
    [
        (b"", "This is not JSON"),
        (b"{", "This is not JSON"),
        (b"\xff\xfe", "This is not JSON"),
        (b"{'story': 'x'}", "This is not JSON"),
        ('{"story": "皿"}'.encode("shift_jis"), "This is not JSON"),
        (b"[" * 200_000, "This is not JSON"),
        (b'"' + b"x" * 4_000_000 + b'"', "This is too large; 4 MB at most."),
    ],
)
def test_text_that_is_no_document_is_refused_before_the_database_is_started(
    tmp_path: Path, text: bytes, en: str
) -> None:
    file = tmp_path / "complaint.json"
    file.write_bytes(text)
    with pytest.raises(Trouble, match=re.escape(en)) as trouble:
        _document(str(file))
    assert trouble.value.code == USAGE


def test_surrogate_written_as_an_escape_is_read_and_left_to_the_verb(tmp_path: Path) -> None:
    file = tmp_path / "complaint.json"
    file.write_text(r'{"story": "\ud800"}', encoding="ascii")
    assert _document(str(file)) == {"story": "\ud800"}


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit code of a command run here, and what it said."""
    code = main(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_file_that_is_not_there_is_a_failure(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = command(capsys, "receive", "--lang", "ja", "--json", str(tmp_path / "none.json"))
    assert (code, out) == (1, "")
    assert "none.json を読めません" in err


@pytest.mark.parametrize("token", ["", "short", "x" * 15, "\udcff" * 20])
def test_token_that_can_be_guessed_or_not_be_read_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, token: str
) -> None:
    (tmp_path / "c.json").write_text(DOCUMENT, "utf-8")
    code, out, err = command(
        capsys, "receive", "--lang", "en", "--json", str(tmp_path / "c.json"), "--token", token
    )
    assert (code, out) == (USAGE, "")
    assert "--token must have 16 characters or more, in UTF-8." in err


def test_bad_json_on_standard_input_is_told_with_its_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"story": }'), "utf-8"))
    code, out, err = command(capsys, "receive", "--lang", "ja", "--json", "-")
    assert (code, out) == (USAGE, "")
    assert "JSON として読めません" in err
    assert "line 1 column 11" in err


@pytest.mark.parametrize(
    ("language", "word"), [("ja", "申出の JSON ファイル"), ("en", "file with the complaint")]
)
def test_help_shows_an_example_in_the_readers_language(
    capsys: pytest.CaptureFixture[str], language: str, word: str
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["receive", "--lang", language, "--help"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    assert word in said
    assert '"channel":"phone"' in said.replace("\n", "").replace(" ", "")
