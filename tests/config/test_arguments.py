"""What is typed behind `kikitori`: read as it was meant, or refused before anything is started. In both languages."""

from __future__ import annotations

import argparse
from datetime import date
from functools import cache
from typing import Any

import pytest

from kikitori.config import cli
from kikitori.config.trouble import USAGE
from tests.house.rules.source import JAPANESE


@cache
def parser(language: str) -> argparse.ArgumentParser:
    """Made once for each language; reading changes nothing in it."""
    return cli.build_parser(language)


def read(line: str, language: str = "en") -> dict[str, Any]:
    return vars(parser(language).parse_args(line.split()))


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("up", {"port": None, "host": None, "data": None, "language": "en"}),
        ("up --port 80 --host 0.0.0.0", {"port": 80, "host": "0.0.0.0"}),  # noqa: S104 - read, not listened on
        ("up --host ::1", {"host": "::1"}),
        ("serve --port 65535", {"port": 65535}),
        ("demo --data /srv/demo", {"data": "/srv/demo", "fill": None}),
        ("doctor", {"command": "doctor"}),
        ("migrate --data x", {"data": "x"}),
        ("work", {"command": "work"}),
        ("show K-2026-000131", {"reference": "K-2026-000131", "json": False}),
        ("show K-2026-000131 --json", {"json": True}),
        ("receive --json -", {"json": "-", "token": None}),
        ("receive --json a.json --token sixteen-or-more-x", {"token": "sixteen-or-more-x"}),
        ("create-admin", {"login": None, "name": None, "email": "", "password_stdin": False}),
        ("create-admin --login aiko --password-stdin", {"login": "aiko", "password_stdin": True}),
        ("insight status", {"task": "status"}),
        ("insight --data x rebuild", {"task": "rebuild", "data": "x"}),
        ("bench", {"what": "pages", "rounds": 5, "requests": 40, "fill": 0, "json": False}),
        (
            "bench mail --mails 10 --workers 1 --json",
            {"what": "mail", "mails": 10, "workers": 1, "json": True},
        ),
        ("bench desk --plans", {"what": "desk", "plans": True}),
        ("rules show", {"json": False, "pack": None, "all": False}),
        (
            "rules due --pack jp-default --rule ack --at 2026-11-20T10:00",
            {"team": None, "at": "2026-11-20T10:00"},
        ),
        ("rules test", {"files": []}),
        ("rules test a.csv b.csv", {"files": ["a.csv", "b.csv"]}),
        ("rules check a.yaml", {"files": ["a.yaml"]}),
        ("rules add a.yaml --use", {"file": "a.yaml", "note": "", "use": True}),
        ("rules use a b", {"packs": ["a", "b"]}),
        ("rules remove a 3", {"pack": "a", "version": 3}),
        ("rules simulate a.yaml --since 2026-01-31", {"since": date(2026, 1, 31), "until": None}),
        ("rules simulate a.yaml --since 2024-02-29 --until 2024-12-31", {"until": date(2024, 12, 31)}),
        ("mail fetch", {"once": False}),
        ("mail fetch --once", {"once": True}),
        ("mail listen", {"port": 2424, "socket": None, "host": "127.0.0.1", "smtp": False}),
        ("mail listen --socket /run/a.sock", {"socket": "/run/a.sock"}),
        ("mail receive --mailbox desk", {"mailbox": "desk"}),
        ("mail read a.eml -", {"files": ["a.eml", "-"], "json": False}),
        ("mail status --json", {"json": True}),
        ("mail add desk", {"name": "desk", "kind": None, "secret": None, "unencrypted": None}),
        ("mail add desk --kind webhook --provider postmark", {"kind": "webhook", "provider": "postmark"}),
        ("mail add desk --security starttls --sign-in google", {"security": "starttls", "sign_in": "google"}),
        ("mail add desk --since now", {"since": "now"}),
        ("mail change desk --since 2026-04-01T09:00", {"since": "2026-04-01T09:00"}),
        ("mail change desk --after move --move-to Done", {"after": "move", "move_to": "Done"}),
        ("mail change desk --unencrypted", {"unencrypted": True}),
        ("mail remove desk", {"name": "desk"}),
        ("mail consent desk --port 8123", {"name": "desk", "port": 8123}),
    ],
)
def test_line_is_read_as_it_was_meant(line: str, values: dict[str, Any]) -> None:
    found = read(line)
    assert {name: found[name] for name in values} == values


REFUSED = [
    # Nothing, or no command.
    "",
    "upp",
    "up up",
    # Numbers that are none, or none of that kind.
    "up --port 0",
    "up --port 65536",
    "up --port 80.5",
    "up --port -80",
    "up --port ８０",
    "bench --rounds x",
    "bench --requests 1.5",
    "bench --mails many",
    "rules remove a 0x1",
    "rules remove a -1",
    # Words outside of their list.
    "bench everything",
    "demo --fill nobody",
    "mail add desk --kind pop3",
    "mail add desk --security ssl",
    "mail add desk --sign-in apple",
    "mail add desk --after burn",
    "mail add desk --provider gmail",
    "up --lang fr",
    # Days and moments that are none.
    "mail add desk --since yesterday",
    "mail add desk --since 2026-02-30",
    "mail add desk --since 2026/04/01",
    "rules simulate a.yaml --since 2026-13-01",
    "rules simulate a.yaml --since today",
    "rules simulate a.yaml --until 2026-01-01",
    # What is needed and not there.
    "show",
    "receive",
    "rules",
    "rules check",
    "rules due --pack a --rule b",
    "rules use",
    "rules remove a",
    "mail",
    "mail read",
    "mail add",
    "mail change",
    "mail consent",
    "evidence",
    "insight",
    # Two that exclude each other, and short forms of a name: a later one could mean something else.
    "mail listen --port 25 --socket /run/a.sock",
    "mail fetch --onc",
    "create-admin --pass",
    "show K-2026-000131 --js",
    "up --dat x",
    # A password is no argument.
    "create-admin --password secret",
    "mail add desk --password secret",
]


@pytest.mark.parametrize("line", REFUSED)
def test_line_that_cannot_be_meant_is_refused_before_anything_starts(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        read(line)
    assert ended.value.code == USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: kikitori")
    assert not JAPANESE.search(said.err.replace(line, "").replace("８０", ""))


@pytest.mark.parametrize("line", ["mail add desk --since x", "up --port x", "show", "bench everything"])
def test_refusal_in_japanese_names_the_same_argument(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main([*line.split()[:1], "--lang", "ja", *line.split()[1:]])
    said = capsys.readouterr().err
    assert said.startswith("使い方: kikitori")
    assert "error" not in said


@pytest.mark.parametrize("command", ["mail", "rules", "evidence", "insight"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_folder_and_language_may_stand_before_or_after_what_is_to_be_done(
    command: str, language: str
) -> None:
    task = {"mail": "status", "rules": "show", "evidence": "verify", "insight": "status"}[command]
    for line in (f"{command} --data x --lang ja {task}", f"{command} {task} --data x --lang ja"):
        found = read(line, language)
        assert (found["data"], found["lang"], found["task"]) == ("x", "ja", task)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_argument_of_every_command_is_explained_in_the_readers_language(language: str) -> None:
    """What is not explained is hidden on purpose, and then from both."""
    for found in everything_in(parser(language)):
        if found.help == argparse.SUPPRESS or isinstance(found, argparse._HelpAction):
            continue
        if isinstance(found, argparse._SubParsersAction):
            continue
        assert found.help, found.dest
        assert bool(JAPANESE.search(found.help)) is (language == "ja"), found.dest


def test_both_languages_have_the_same_arguments() -> None:
    ja, en = (
        [(each.dest, tuple(each.option_strings), each.required) for each in everything_in(parser(language))]
        for language in ("ja", "en")
    )
    assert ja == en


def everything_in(one: argparse.ArgumentParser) -> list[argparse.Action]:
    found: list[argparse.Action] = []
    for action in one._actions:
        found.append(action)
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                found += everything_in(below)
    return found
