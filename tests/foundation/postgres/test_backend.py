"""The database backend: a pool whose connections have taken on their role."""

from __future__ import annotations

import pytest

from kikitori.config.database import django_databases
from kikitori.config.environment import load
from kikitori.foundation.postgres.backend.base import DatabaseWrapper
from kikitori.foundation.postgres.embedded import database_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrapper(running):
    """A connection of the web role from a pool of its own, outside Django's registry."""
    environment = load(database_url=database_url(running.data, "login"), database_role="web")
    settings = django_databases(environment)["default"] | {
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "CONN_MAX_AGE": 0,
        "TIME_ZONE": None,
        "TEST": {},
    }
    settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 1, "timeout": 5}
    made = DatabaseWrapper(settings, alias="pooled")
    yield made
    made.close()
    made.close_pool()


def asked(wrapper: DatabaseWrapper, query: str):
    with wrapper.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_a_pooled_connection_has_taken_on_its_role(wrapper):
    assert asked(wrapper, "select current_user") == "kikitori_web"
    assert asked(wrapper, "select session_user") == "kikitori_login"


def test_a_connection_given_back_and_taken_again_still_has_its_role(wrapper):
    first = asked(wrapper, "select pg_backend_pid()")
    wrapper.close()
    assert asked(wrapper, "select pg_backend_pid()") == first
    assert asked(wrapper, "select current_user") == "kikitori_web"


def test_a_connection_that_died_in_the_pool_is_not_handed_out(wrapper, running):
    dead = asked(wrapper, "select pg_backend_pid()")
    wrapper.close()
    with running.server.connect() as administrator:
        administrator.execute("select pg_terminate_backend(%s, 5000)", [dead])
    assert asked(wrapper, "select pg_backend_pid()") != dead
    assert asked(wrapper, "select current_user") == "kikitori_web"


def test_without_a_role_none_is_taken_on(running):
    environment = load(database_url=database_url(running.data, "login"), database_role="owner")
    settings = django_databases(environment)["default"] | {
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "CONN_MAX_AGE": 0,
        "TIME_ZONE": None,
        "TEST": {},
    }
    plain = DatabaseWrapper(settings, alias="plain")
    assert asked(plain, "select current_user") == "kikitori_login"
    plain.close()
