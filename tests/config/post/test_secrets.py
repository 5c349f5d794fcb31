"""What is said of a mailbox on the command line: what signs in, since when it is read, and nothing that was not said."""

from __future__ import annotations

import argparse
import io
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from kikitori.config import cli
from kikitori.config.post.mailboxes import _said, _secret, _since
from kikitori.config.trouble import USAGE, Trouble
from kikitori.records.letters.mails import Mailbox

TOKENS = {"client_secret": "of the application", "refresh_token": "one"}


def typed(line: str) -> argparse.Namespace:
    return cli.build_parser("en").parse_args(["mail", *line.split()])


def secret(file: Path, line: str = "add desk", kind: str = "imap", mailbox: Mailbox | None = None) -> Any:
    arguments = typed(line)
    arguments.secret = str(file)
    return _secret(arguments, kind, mailbox)


def held(tmp_path: Path, content: str | bytes) -> Path:
    file = tmp_path / "secret"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def refused(file: Path, line: str = "add desk --sign-in google") -> Trouble:
    with pytest.raises(Trouble) as wrong:
        secret(file, line)
    return wrong.value


@pytest.mark.parametrize(
    ("content", "password"),
    [
        ("geheim", "geheim"),
        ("geheim\n", "geheim"),
        ("geheim\r\n", "geheim"),
        (" with blanks ", " with blanks "),
        ("合言葉", "合言葉"),
        ("two\nlines\n", "two\nlines"),
        ('{"refresh_token": "x"}', '{"refresh_token": "x"}'),
    ],
)
def test_password_is_what_stands_in_the_file_without_the_end_of_its_line(
    tmp_path: Path, content: str, password: str
) -> None:
    assert secret(held(tmp_path, content)) == {"password": password}


def test_key_of_a_webhook_is_the_text_itself(tmp_path: Path) -> None:
    assert secret(held(tmp_path, "key-1\n"), "add desk --kind webhook", "webhook") == {"key": "key-1"}


def test_nothing_was_said_of_a_secret_and_none_is_taken() -> None:
    assert _secret(typed("add desk"), "imap") is None


def test_secret_may_come_by_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("geheim\n"))
    assert _secret(typed("add desk --secret -"), "imap") == {"password": "geheim"}


@pytest.mark.parametrize("sign_in", ["google", "microsoft"])
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (TOKENS, TOKENS),
        ({"refresh_token": "one"}, {"refresh_token": "one"}),
        ({"client_secret": "s"}, {"client_secret": "s"}),
        ({**TOKENS, "access_token": "short-lived", "expires_in": 3600}, TOKENS),
    ],
)
def test_tokens_are_read_from_json_and_what_soon_runs_out_is_left(
    tmp_path: Path, sign_in: str, given: dict[str, Any], kept: dict[str, str]
) -> None:
    assert secret(held(tmp_path, json.dumps(given)), f"add desk --sign-in {sign_in}") == kept


@pytest.mark.parametrize(
    "content",
    [
        "",
        "geheim",
        "{}",
        "[]",
        "null",
        "7",
        '"refresh_token"',
        '{"refresh_token": ""}',
        '{"refresh_token": null}',
        '{"refresh_token": 7}',
        '{"refresh_token": ["x"]}',
        '{"token": "x"}',
        '{"refresh_token": "x"',
        "[" * 30_000,
        '{"a":' * 6_000,
    ],
)
def test_what_holds_no_tokens_is_told_with_how_it_should_look(tmp_path: Path, content: str) -> None:
    trouble = refused(held(tmp_path, content))
    assert trouble.code == USAGE
    for words in (trouble.text.ja, trouble.text.en):
        assert '"refresh_token"' in words
        assert "geheim" not in words


@pytest.mark.parametrize("content", [b"\xff\xfe", "合言葉".encode("cp932")])
def test_file_that_is_no_text_is_told_without_what_is_in_it(tmp_path: Path, content: bytes) -> None:
    trouble = refused(held(tmp_path, content), "add desk")
    assert trouble.code == USAGE
    assert "secret" in trouble.text.en
    assert trouble.detail == "UnicodeDecodeError"


@pytest.mark.parametrize("name", ["nowhere", ".", "x" * 300])
def test_file_that_cannot_be_read_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    trouble = refused(tmp_path / name, "add desk")
    assert trouble.code == USAGE
    assert str(tmp_path / name) in trouble.text.ja


def test_mailbox_that_is_changed_is_signed_in_to_as_before_unless_something_else_is_said(
    tmp_path: Path,
) -> None:
    known = Mailbox(kind="imap", settings={"sign_in": "google"})
    file = held(tmp_path, json.dumps(TOKENS))
    assert secret(file, "change desk", "imap", known) == TOKENS
    assert secret(file, "change desk --sign-in password", "imap", known) == {"password": json.dumps(TOKENS)}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("add desk", {}),
        ("add desk --kind pipe", {"kind": "pipe"}),
        (
            "add desk --address desk@desk.example --host h --user u",
            {"address": "desk@desk.example", "host": "h", "user": "u"},
        ),
        (
            "change desk --folder Desk --after move --move-to Done",
            {"folder": "Desk", "after": "move", "move_to": "Done"},
        ),
        ("change desk --unencrypted", {"unencrypted": True}),
        ("change desk --since all", {"since": None}),
        ("add desk --port 1143", {"port": 1143}),
    ],
)
def test_only_what_was_said_is_changed(line: str, said: dict[str, Any]) -> None:
    known = Mailbox(kind="imap", settings={}) if line.startswith("change") else None
    assert _said(typed(line), known) == said


@pytest.mark.parametrize(
    ("line", "port"),
    [
        ("change desk --security tls", 0),
        ("change desk --security starttls --port 1143", 1143),
        ("change desk --host other", None),
    ],
)
def test_other_way_of_securing_has_its_own_usual_port(line: str, port: int | None) -> None:
    assert _said(typed(line), Mailbox(kind="imap", settings={})).get("port") == port


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-04-01T09:00", "2026-04-01T09:00:00+09:00"),
        ("2026-04-01", "2026-04-01T00:00:00+09:00"),
        ("2026-04-01T09:00:30+00:00", "2026-04-01T09:00:30+00:00"),
        ("2024-02-29T23:59", "2024-02-29T23:59:00+09:00"),
    ],
)
def test_moment_without_a_zone_is_one_of_the_house(text: str, iso: str) -> None:
    found = _since(text)
    assert found is not None
    assert found.isoformat() == iso


def test_all_has_no_beginning_and_now_begins_now() -> None:
    assert _since("all") is None
    before = timezone.now()
    found = _since("now")
    assert isinstance(found, datetime)
    assert timedelta(0) <= found - before < timedelta(minutes=1)
