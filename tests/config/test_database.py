"""Which database a process talks to, and as whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from kikitori.config.database import address, django_databases, split_address
from kikitori.config.environment import load
from kikitori.foundation.postgres.record import DatabaseRecord, write_record

URL = "postgresql://u:p@db.example:6543/name"
OWNER_URL = "postgresql://o:p@db.example/name"


@pytest.mark.parametrize(
    ("url", "settings"),
    [
        (
            URL,
            {
                "NAME": "name",
                "USER": "u",
                "PASSWORD": "p",
                "HOST": "db.example",
                "PORT": "6543",
                "OPTIONS": {},
            },
        ),
        (
            "postgres://u%40x:p%2F%3A@/na%20me?host=%2Fvar%2Frun&sslmode=require",
            {
                "NAME": "na me",
                "USER": "u@x",
                "PASSWORD": "p/:",
                "HOST": "/var/run",
                "PORT": "",
                "OPTIONS": {"sslmode": "require"},
            },
        ),
        ("", {"NAME": "kikitori", "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "OPTIONS": {}}),
    ],
)
def test_split_address_reads_every_part(url, settings):
    assert split_address(url) == settings


@pytest.mark.parametrize("role", ["web", "worker"])
def test_run_time_roles_connect_by_the_run_time_address(role):
    assert address(load(database_url=URL, database_owner_url=OWNER_URL, database_role=role)) == URL


def test_the_owner_connects_by_its_own_address_or_the_only_one():
    assert address(load(database_url=URL, database_owner_url=OWNER_URL, database_role="owner")) == OWNER_URL
    assert address(load(database_url=URL, database_owner_url=None, database_role="owner")) == URL


def test_the_embedded_database_is_found_by_the_data_folder(tmp_path):
    write_record(tmp_path, DatabaseRecord.fresh(Path("/h"), Path("/s o/c")))
    environment = load(data=tmp_path, database_url=None, database_role="web")
    settings = django_databases(environment)["default"]
    assert settings["USER"] == "kikitori_login"
    assert settings["HOST"] == "/s o/c"
    owner = load(data=tmp_path, database_url=None, database_role="owner")
    assert django_databases(owner)["default"]["USER"] == "kikitori_owner"


def test_settings_can_be_read_before_the_first_start(tmp_path):
    environment = load(data=tmp_path, database_url=None, database_role="web")
    assert address(environment) == ""
    assert django_databases(environment)["default"]["ENGINE"] == "django.db.backends.dummy"


@pytest.mark.parametrize("role", ["web", "worker"])
def test_run_time_roles_are_taken_on_and_statements_not_prepared(role):
    options = django_databases(load(database_url=URL, database_role=role))["default"]["OPTIONS"]
    assert options["assume_role"] == f"kikitori_{role}"
    assert options["prepare_threshold"] is None


def test_the_owner_takes_on_no_role():
    assert (
        "assume_role"
        not in django_databases(load(database_url=URL, database_role="owner"))["default"]["OPTIONS"]
    )


def test_only_the_web_keeps_a_pool_and_checks_what_it_takes_from_it():
    pooled = {
        role: "pool" in django_databases(load(database_url=URL, database_role=role))["default"]["OPTIONS"]
        for role in ("web", "worker", "owner")
    }
    assert pooled == {"web": True, "worker": False, "owner": False}
    assert (
        django_databases(load(database_url=URL, database_role="web"))["default"]["CONN_HEALTH_CHECKS"] is True
    )
