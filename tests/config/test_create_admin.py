"""Registering the first administrator: what is asked, what is refused, what is written."""

from __future__ import annotations

import io

import pytest

from kikitori.config import cli
from kikitori.config.commands.create_admin import register
from kikitori.config.trouble import Trouble
from kikitori.records.people.models import Staff

PASSWORD = "kirin-no-ashiato-2026"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ja", "en"])
def test_register_writes_an_administrator_with_a_hashed_password(language):
    register("kanri", "管理 太郎", "kanri@kikitori.example", PASSWORD, language)
    staff = Staff.objects.get(login="kanri")
    assert (staff.name, staff.role, staff.email) == ("管理 太郎", "administrator", "kanri@kikitori.example")
    assert staff.language == language
    assert staff.tour == "shown", "whoever is first here is shown what there is to set"
    assert staff.check_password(PASSWORD)
    assert staff.password.startswith("argon2$argon2id$")


@pytest.mark.django_db
def test_register_a_name_that_is_taken_is_told_and_changes_nothing():
    register("kanri", "管理 太郎", "", PASSWORD, "ja")
    with pytest.raises(Trouble) as caught:
        register("kanri", "別人", "", "another-long-password", "ja")
    assert "すでに使われています" in caught.value.text.ja
    assert Staff.objects.get(login="kanri").name == "管理 太郎"


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["", "short", "password1234"])
@pytest.mark.parametrize(("language", "words"), [("ja", "パスワード"), ("en", "password")])
def test_register_a_weak_password_is_refused_with_the_reason(password, language, words):
    with pytest.raises(Trouble) as caught:
        register("kanri", "x", "", password, language)
    assert words in caught.value.detail
    assert not Staff.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("login", "name"), [("x" * 151, "x"), ("x", "a\x00b")])
def test_register_what_the_database_cannot_hold_is_told(login, name):
    with pytest.raises(Trouble) as caught:
        register(login, name, "", PASSWORD, "en")
    assert "cannot be used" in caught.value.text.en
    assert not Staff.objects.exists()


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command with these words and this standard input; returns code and words for people."""
    monkeypatch.setenv("LANG", "C")

    def command(*words: str, said: str = "", at_terminal: bool = False) -> tuple[int, str]:
        class Input(io.StringIO):
            def isatty(self) -> bool:
                return at_terminal

        monkeypatch.setattr("sys.stdin", Input(said))
        code = cli.main(["create-admin", *words])
        return code, capsys.readouterr().err

    return command


@pytest.mark.parametrize(
    ("words", "option"),
    [((), "--login"), (("--login", "a"), "--name"), (("--login", "a", "--name", "b"), "--password-stdin")],
)
def test_without_a_terminal_it_says_what_to_give(run, words, option):
    code, said = run(*words)
    assert code == 2
    assert option in said


def test_at_a_terminal_it_asks_for_what_was_left_out(run):
    code, said = run(said="kanri\n\n", at_terminal=True)
    assert "Sign-in name: Name: " in said
    assert code == 2
    assert "Name is empty" in said


def test_at_a_terminal_it_asks_in_japanese(run):
    _, said = run("--lang", "ja", said="\n", at_terminal=True)
    assert said.startswith("サインイン名: ")


def test_at_a_terminal_the_password_is_asked_for_twice(run, monkeypatch):
    given = iter([PASSWORD, "something-else-again"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(given))
    code, said = run("--login", "kanri", "--name", "x", at_terminal=True)
    assert code == 1
    assert "differ" in said


def test_at_a_terminal_ctrl_c_leaves_quietly(run, monkeypatch):
    def interrupted(_prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("getpass.getpass", interrupted)
    assert run("--login", "kanri", "--name", "x", at_terminal=True) == (cli.INTERRUPTED, "")
