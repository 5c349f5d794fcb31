"""`kikitori mail read`: any file is read, for a person or for a script, without a site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kikitori.config import cli
from kikitori.config.trouble import FAILURE, USAGE
from tests.config.sites import kikitori

KEYS = [
    *(
        "file",
        "subject",
        "from",
        "to",
        "date",
        "message_id",
        "in_reply_to",
        "references",
        "text",
        "reply_text",
    ),
    *("html_present", "attachments", "is_auto_reply", "is_bounce", "charset", "confidence", "warnings"),
]
PLAIN = (
    "From: 山田 花子 <hanako@shop.example>\r\nTo: soudan@kikitori.example\r\nSubject: 届きません\r\n"
    "Date: Fri, 20 Nov 2026 10:12:00 +0900\r\nMessage-ID: <1@shop.example>\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nまだ届きません。\r\n"
).encode()


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A mail in a file."""
    file = tmp_path / "届きません.eml"
    file.write_bytes(PLAIN)
    return file


def read(tmp_path: Path, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return kikitori(tmp_path, "mail", "read", *words, said=said)


@pytest.mark.parametrize(("language", "word"), [("ja", "メール"), ("en", "mails")])
def test_help_is_in_both_languages(capsys: pytest.CaptureFixture[str], language: str, word: str):
    with pytest.raises(SystemExit) as ended:
        cli.main(["mail", "read", "--help", "--lang", language])
    assert ended.value.code == 0
    assert word in capsys.readouterr().out


@pytest.mark.parametrize("words", [(), ("read",), ("nonsense", "x.eml")])
def test_what_cannot_be_understood_is_told_with_code_2(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
):
    with pytest.raises(SystemExit) as ended:
        cli.main(["mail", *words])
    assert ended.value.code == USAGE
    assert "kikitori mail" in capsys.readouterr().err


def test_json_has_the_file_first_and_exactly_the_promised_keys(tmp_path: Path, mail: Path):
    done = read(tmp_path, "--json", str(mail))
    [line] = done.stdout.splitlines()
    values = json.loads(line)
    assert done.returncode == 0
    assert list(values) == KEYS
    assert values["file"] == str(mail)
    assert values["text"] == "まだ届きません。"
    assert values["date"] == "2026-11-20T10:12:00+09:00"


def test_several_files_are_a_line_each_in_their_order(tmp_path: Path, mail: Path):
    other = tmp_path / "other.eml"
    other.write_bytes(PLAIN.replace("届きません".encode(), b"again"))
    lines = read(tmp_path, "--json", str(other), str(mail)).stdout.splitlines()
    assert [json.loads(line)["file"] for line in lines] == [str(other), str(mail)]


def test_standard_input_is_a_dash(tmp_path: Path):
    done = read(tmp_path, "--json", "-", said=PLAIN.decode())
    assert json.loads(done.stdout)["file"] == "-"
    assert json.loads(done.stdout)["subject"] == "届きません"


@pytest.mark.parametrize(
    "raw", [b"", b"\0\xff\x1b$B", b"\n" * 10, PLAIN[:60]], ids=["empty", "rubbish", "blank", "cut"]
)
def test_any_bytes_are_read_with_code_0(tmp_path: Path, raw: bytes):
    file = tmp_path / "any.eml"
    file.write_bytes(raw)
    done = read(tmp_path, "--json", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert list(json.loads(done.stdout)) == KEYS


@pytest.mark.parametrize("language", ["ja", "en"])
def test_file_that_cannot_be_opened_is_told_and_the_others_are_read(
    tmp_path: Path, mail: Path, language: str
):
    done = read(tmp_path, "--json", "--lang", language, str(tmp_path / "none.eml"), str(tmp_path), str(mail))
    assert done.returncode == FAILURE
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == [str(mail)]
    assert "none.eml" in done.stderr
    assert ("開けません" in done.stderr) is (language == "ja")


def test_name_in_another_encoding_is_shown(tmp_path: Path):
    file = os.fsencode(tmp_path) + "苦情.eml".encode("cp932").join([b"/", b""])
    Path(os.fsdecode(file)).write_bytes(PLAIN)
    done = read(tmp_path, "--json", os.fsdecode(file))
    assert done.returncode == 0
    assert json.loads(done.stdout)["file"].endswith(".eml")


def test_line_of_json_holds_nothing_that_ends_a_line_for_others(tmp_path: Path):
    file = tmp_path / "ends.eml"
    file.write_bytes(PLAIN + "\u0085\u2028\u2029\v\f\x1c.".encode())
    [line] = read(tmp_path, "--json", str(file)).stdout.splitlines()
    assert "\u2028" in json.loads(line)["text"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", ("差出人: 山田 花子 <hanako@shop.example>", "HTML だけ")),
        ("en", ("From: 山田 花子", "HTML alone")),
    ],
)
def test_person_is_told_in_their_language(tmp_path: Path, language: str, said: tuple[str, ...]):
    file = tmp_path / "html.eml"
    file.write_bytes(PLAIN.replace(b"text/plain", b"text/html"))
    shown = read(tmp_path, "--lang", language, str(file)).stdout
    assert [word for word in (*said, "まだ届きません。", "(html_only)") if word not in shown] == []


def test_mail_cannot_steer_the_terminal(tmp_path: Path):
    file = tmp_path / "escape.eml"
    file.write_bytes(PLAIN + "\x1b[2J\x1b]0;x\x07\u202egnp.exe".encode())
    shown = read(tmp_path, str(file)).stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "<U+001B>[2J" in shown


def test_command_starts_without_django(tmp_path: Path, mail: Path):
    code = (
        "import sys; from kikitori.config.cli import main; "
        f"main(['mail', 'read', '--json', {str(mail)!r}]); sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
