"""Settings people give: read, checked, and told in words when wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kikitori.config.database import default_data_folder
from kikitori.config.environment import load
from kikitori.config.trouble import USAGE, Trouble


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    """Only what the test sets."""
    for name in ("DATABASE_URL", "KIKITORI_DATA", "KIKITORI_DATABASE_ROLE", "KIKITORI_STATIC"):
        monkeypatch.delenv(name, raising=False)


def test_without_any_setting_a_site_runs_at_home():
    environment = load()
    assert environment.database_url is None
    assert environment.address == "http://localhost:8000"
    assert environment.host == "127.0.0.1"
    assert environment.time_zone == "Asia/Tokyo"
    assert environment.demo is False
    assert environment.mail_way.folder == environment.data / "mailbox"


def test_settings_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("KIKITORI_PORT", "9000")
    monkeypatch.setenv("KIKITORI_DATA", "/srv/kikitori")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@db/kikitori")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://o:p@db/kikitori")
    environment = load()
    assert environment.port == 9000
    assert environment.data == Path("/srv/kikitori")
    assert environment.database_url == "postgresql://u:p@db/kikitori"
    assert environment.database_owner_url == "postgresql://o:p@db/kikitori"


def test_what_is_chosen_beats_the_environment(monkeypatch):
    monkeypatch.setenv("KIKITORI_PORT", "9000")
    assert load(port=9001).port == 9001


def test_an_empty_database_url_is_none(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "")
    assert load().database_url is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KIKITORI_PORT", "abc"),
        ("KIKITORI_PORT", "0"),
        ("KIKITORI_PORT", "65536"),
        ("KIKITORI_BASE_URL", "kikitori.example"),
        ("KIKITORI_BASE_URL", "ftp://kikitori.example"),
        ("KIKITORI_BASE_URL", "https://"),
        ("DATABASE_URL", "mysql://u@h/d"),
        ("DATABASE_OWNER_URL", "/a/path"),
        ("KIKITORI_MAIL", "mail.example"),
        ("KIKITORI_MAIL", "smtp://"),
        ("KIKITORI_MAIL", "smtp://host:port"),
        ("KIKITORI_CLAMAV", "clamd"),
        ("KIKITORI_CLAMAV", "scanner:http"),
        ("KIKITORI_TIME_ZONE", "Asia/Edo"),
        ("KIKITORI_TIME_ZONE", "../../etc/passwd"),
        ("KIKITORI_LOG", "xml"),
        ("KIKITORI_DEMO", "perhaps"),
        ("KIKITORI_DATABASE_ROLE", "postgres"),
    ],
)
def test_a_wrong_setting_is_named_with_what_was_given(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(Trouble) as caught:
        load()
    assert f"  {name}: " in caught.value.detail
    assert repr(value).replace("u@", "…@") in caught.value.detail
    assert caught.value.code == USAGE


def test_all_wrong_settings_are_named_at_once(monkeypatch):
    monkeypatch.setenv("KIKITORI_PORT", "abc")
    monkeypatch.setenv("KIKITORI_TIME_ZONE", "Asia/Edo")
    with pytest.raises(Trouble) as caught:
        load()
    assert len(caught.value.detail.splitlines()) == 2


@pytest.mark.parametrize("name", ["DATABASE_URL", "KIKITORI_MAIL"])
def test_a_wrong_setting_with_a_password_is_not_shown(monkeypatch, name):
    monkeypatch.setenv(name, "imap://user:himitsu@host")
    with pytest.raises(Trouble) as caught:
        load()
    assert "himitsu" not in caught.value.detail
    assert "himitsu" not in str(caught.value)


def test_hosts_are_the_address_those_named_and_home():
    environment = load(base_url="https://kujo.example", allowed_hosts="a.example, b.example,,")
    assert environment.hosts == ["kujo.example", "a.example", "b.example", "localhost", "127.0.0.1", "[::1]"]


def test_a_slash_at_the_end_of_the_address_is_dropped():
    assert load(base_url="https://kujo.example/").address == "https://kujo.example"


@pytest.mark.parametrize(
    ("address", "secure"), [("https://a.example", True), ("http://a.example", False), ("", False)]
)
def test_a_site_is_secure_by_its_address(address, secure):
    assert load(base_url=address).is_secure is secure


def test_the_sender_is_named_or_of_the_sites_host():
    assert load(mail_from="desk@a.example").sender == "desk@a.example"
    assert load(base_url="https://kujo.example").sender == "kikitori@kujo.example"


def test_the_data_folder_is_absolute(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert load(data="here").data == tmp_path / "here"


def test_variables_for_a_child_make_the_same_site(monkeypatch):
    environment = load(
        data="/srv/k", port=9001, host="192.0.2.1", demo=True, database_role="worker", static="plain"
    )
    for name, value in environment.as_variables().items():
        monkeypatch.setenv(name, value)
    assert load(static="plain") == environment


@pytest.mark.parametrize(
    ("user", "folder"), [(0, "/var/lib/kikitori/site"), (1000, "/home/h/.local/share/kikitori/site")]
)
def test_the_usual_data_folder_is_the_users_own(monkeypatch, user, folder):
    monkeypatch.setattr("os.geteuid", lambda: user)
    monkeypatch.setenv("HOME", "/home/h")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert default_data_folder() == Path(folder)


def test_the_usual_data_folder_follows_xdg(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_DATA_HOME", "/xdg")
    assert default_data_folder() == Path("/xdg/kikitori/site")


def test_the_same_site_in_another_role_ignores_what_the_environment_says_meanwhile(monkeypatch):
    environment = load(data="/srv/k", database_url=None, demo=True)
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@h/d")
    worker = environment.for_role("worker")
    assert worker.database_role == "worker"
    assert worker.database_url is None
    assert worker.demo is True
