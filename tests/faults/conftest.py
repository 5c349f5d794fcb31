"""One real site for all quick fault tests, with staff who can sign in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, models

from kikitori.records.people.models import Organisation, Staff, Team
from kikitori.records.people.terms import Role
from tests.faults.ledger import Ledger
from tests.faults.people import PASSWORD
from tests.faults.site import Site
from tests.standing import Standing

CLERKS = ("clerk1", "clerk2", "clerk3", "lead")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones run only when asked for by `-m faults` (or by name)."""
    if "faults" in (config.option.markexpr or "") or any("::" in word for word in config.args):
        return
    for item in items:
        if item.get_closest_marker("faults"):
            item.add_marker(pytest.mark.skip(reason="minutes long; run them with: pytest -m faults"))


@contextmanager
def _open_site() -> Iterator[Site]:
    running = Site.new()
    try:
        running.start()
        running.wait_ready()
        open_house(running)
        yield running
    finally:
        running.throw_away()


_SITE = Standing(_open_site, Path(__file__).parent)


@pytest.fixture
def site() -> Site:
    """A running site with an organisation and staff, the same for all tests here."""
    return _SITE.here()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """With the last fault the site is thrown away."""
    _SITE.leave(nextitem)


def pytest_sessionfinish() -> None:
    """So it is when a run was broken off."""
    _SITE.leave(None)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A new book."""
    book = Ledger(tmp_path / "ledger.jsonl")
    yield book
    book.close()


def open_house(site: Site) -> None:
    """Organisation, a team and its staff, as rows: there is no page for that yet."""
    password = make_password(PASSWORD)
    with site.connect() as database:
        plant(database, Organisation(pk=1, name_ja="みほん堂", name_en="Mihon-do", phone="0120-000-000"))
        plant(database, Team(pk=1, name="お客様窓口"))
        for login in CLERKS:
            role = Role.LEAD if login == "lead" else Role.HANDLER
            plant(
                database,
                Staff(login=login, name=f"受田 {login}", role=role.value, team_id=1, password=password),
            )


def plant(database: psycopg.Connection, row: models.Model) -> None:
    """Insert one row with every column as the model fills it."""
    fields = [field for field in row._meta.concrete_fields if not (field.primary_key and row.pk is None)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    database.execute(f'insert into "{row._meta.db_table}" ({columns}) values ({marks})'.encode(), values)
