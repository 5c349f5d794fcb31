"""The command line: help in both languages, clear errors, exit codes."""

from __future__ import annotations

import argparse
import re

import pytest

from kikitori.config import cli
from kikitori.config.terminal import chosen_language, complain, port_number, say
from kikitori.config.trouble import FAILURE, USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.errors import DatabaseTrouble

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def helped(capsys, *words: str) -> str:
    with pytest.raises(SystemExit) as caught:
        cli.main([*words, "--help"])
    assert caught.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "ja_JP"}, "ja"),
        ({"LANG": "ja_JP", "LC_ALL": ""}, "ja"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_follows_the_locale(environ, language):
    assert chosen_language([], environ) == language


@pytest.mark.parametrize("words", [["--lang", "ja"], ["up", "--lang=ja"], ["--lang=ja", "up"]])
def test_the_language_that_is_asked_for_wins(words):
    assert chosen_language(words, {"LC_ALL": "en_US.UTF-8"}) == "ja"


def test_english_may_be_asked_for_in_a_japanese_locale():
    assert chosen_language(["--lang", "en"], {"LANG": "ja_JP.UTF-8"}) == "en"


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_help_in_japanese_is_japanese_throughout(capsys, command):
    text = helped(capsys, command, "--lang", "ja")
    assert text.startswith("使い方: kikitori")
    assert "".join(cli.command_module(command).HELP.ja.split()) in "".join(text.split())
    assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{2,}", text)


@pytest.mark.parametrize("command", ["", *cli.COMMANDS])
def test_help_in_english_has_no_japanese(capsys, command):
    text = helped(capsys, *([command] if command else []), "--lang", "en")
    assert text.startswith("usage: kikitori")
    assert not JAPANESE.search(text)


def test_help_names_every_command_and_not_the_hidden_one(capsys):
    text = helped(capsys)
    assert all(re.search(rf"^    {command}\b", text, re.MULTILINE) for command in cli.COMMANDS)
    assert "manage" not in text
    assert "--fill" not in helped(capsys, "demo")


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_takes_a_data_folder_and_a_language(command):
    with pytest.raises(SystemExit):
        cli.build_parser("en").parse_args([command, "--data"])
    module = cli.command_module(command)
    assert module.HELP.ja
    assert module.HELP.en
    assert callable(module.run)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["up", "--nonsense"],
        ["up", "--port"],
        ["up", "--port", "x"],
        ["--lang", "fr", "up"],
        ["show"],
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_cannot_be_understood_is_told_with_code_2(capsys, monkeypatch, words, language):
    monkeypatch.setenv("LANG", f"{language}_XX")
    with pytest.raises(SystemExit) as caught:
        cli.main(words)
    assert caught.value.code == USAGE
    said = capsys.readouterr().err
    assert said
    assert "Traceback" not in said
    if "--lang" not in words:
        assert bool(JAPANESE.search(said)) is (language == "ja")


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "できませんでした: "), ("en", "That did not work: ")],
)
def test_a_trouble_is_told_in_the_readers_language_without_traceback(capsys, monkeypatch, language, words):
    monkeypatch.setenv("KIKITORI_TIME_ZONE", "Asia/Edo")
    assert cli.main(["doctor", "--lang", language]) == USAGE
    said = capsys.readouterr().err
    assert said.startswith(words)
    assert "KIKITORI_TIME_ZONE" in said
    assert "Traceback" not in said


def test_a_trouble_is_told_with_its_detail_on_lines_of_its_own(capsys):
    trouble = Trouble(Bilingual(ja="だめでした。", en="No luck."), "line 1\nline 2\n", code=USAGE)
    assert complain(trouble, "ja") == USAGE
    assert capsys.readouterr().err == "できませんでした: だめでした。\nline 1\nline 2\n"


def test_a_trouble_of_the_database_is_a_failure(capsys):
    assert complain(DatabaseTrouble(Bilingual(ja="止まっています。", en="It is down.")), "en") == FAILURE
    assert capsys.readouterr().err == "That did not work: It is down.\n"


def test_a_wrong_setting_is_told_before_anything_is_started(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("KIKITORI_PORT", "abc")
    assert cli.main(["up", "--data", str(tmp_path / "new")]) == USAGE
    assert "KIKITORI_PORT" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_words_for_people_leave_standard_output_to_results(capsys):
    say(Bilingual(ja="はい", en="yes"), "ja")
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "はい\n")


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("8000", 8000), ("65535", 65535)])
def test_port_number_reads_ports(text, port):
    assert port_number(text) == port


@pytest.mark.parametrize("text", ["0", "65536", "-1", "8e3", "", "８０００", "eighty"])
def test_port_number_refuses_the_rest(text):
    with pytest.raises(argparse.ArgumentTypeError):
        port_number(text)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_folder_the_system_keeps_for_itself_is_told(capsys, language):
    """There even root may make no file."""
    assert cli.main(["show", "K-2026-000001", "--data", "/sys/kernel", "--lang", language]) == FAILURE
    said = capsys.readouterr().err
    assert "/sys/kernel" in said
    assert "Traceback" not in said
    assert bool(JAPANESE.search(said)) is (language == "ja")


def test_a_failure_of_our_own_is_not_dressed_up(monkeypatch):
    """A file that is missing is our mistake: the traceback is wanted."""
    module = cli.command_module("doctor")
    monkeypatch.setattr(module, "run", lambda _: open("/nowhere/at/all"))  # noqa: PTH123, SIM115
    with pytest.raises(FileNotFoundError):
        cli.main(["doctor"])
