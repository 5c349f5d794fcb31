"""What stands around every view: one signed transaction, a request id, the fixed headers."""

from __future__ import annotations

import logging

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from kikitori.records.people.models import Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.config.views")]


@pytest.fixture
def quiet(client: Client) -> Client:
    """A client that hands out the page of a failure instead of raising it."""
    client.raise_request_exception = False
    return client


def written() -> int:
    return ProcrastinateJob.objects.count()


def test_a_view_runs_in_a_signed_transaction(client):
    answer = client.get("/who")
    said = answer.json()
    assert said["atomic"] is True
    assert said["signature"] == ["public", answer["X-Request-ID"]]


def test_a_signed_in_reader_signs_with_their_number(client):
    staff = Staff.objects.create(login="hanako", name="花子")
    client.force_login(staff)
    assert client.get("/who").json()["signature"][0] == f"staff:{staff.pk}"


def test_the_signature_does_not_outlive_the_request(client):
    client.get("/who")
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('kikitori.actor', true)")
        assert cursor.fetchone()[0] in (None, "")


def test_a_view_may_do_without_a_transaction(client):
    assert client.get("/loose").json() == {"atomic": False}


def test_what_a_view_wrote_is_there_once_it_answered(client):
    assert client.get("/write").status_code == 200
    assert written() == 1


@pytest.mark.parametrize("status", [302, 404, 422])
def test_what_a_view_wrote_stays_when_it_answers_below_500(client, status):
    assert client.get(f"/write?status={status}").status_code == status
    assert written() == 1


@pytest.mark.parametrize("status", [500, 503])
def test_what_a_view_wrote_is_undone_when_it_answers_with_a_failure(quiet, status):
    assert quiet.get(f"/write?status={status}").status_code == status
    assert written() == 0


@pytest.mark.parametrize("path", ["/write-then-fail", "/write-then-fail-in-template"])
def test_what_a_view_wrote_is_undone_when_it_fails(quiet, path):
    assert quiet.get(path).status_code == 500
    assert written() == 0


def test_a_lazy_template_is_rendered_inside_the_transaction(client):
    assert client.get("/lazy").content == b"True"


def test_request_ids_differ_and_those_of_the_client_are_not_believed(client):
    first = client.get("/loose", headers={"X-Request-ID": "mine"})["X-Request-ID"]
    second = client.get("/loose")["X-Request-ID"]
    assert len({first, second, "mine"}) == 3


def test_the_log_names_the_route_and_not_the_address(client, caplog):
    with caplog.at_level(logging.INFO, logger="kikitori.request"):
        client.get("/echo/himitsu?secret=1")
    (record,) = [record for record in caplog.records if record.name == "kikitori.request"]
    assert record.route == "echo/<str:word>"
    assert record.status == 200
    assert "himitsu" not in str(vars(record))


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
@pytest.mark.parametrize("path", ["/loose", "/nowhere", "/forbidden", "/write-then-fail"])
def test_every_answer_carries_the_headers(quiet, path, header, value):
    assert quiet.get(path)[header] == value


@pytest.mark.parametrize("path", ["/loose", "/nowhere", "/write-then-fail"])
def test_every_answer_carries_the_content_security_policy(quiet, path):
    policy = {}
    for directive in quiet.get(path)["Content-Security-Policy"].split("; "):
        name, _, sources = directive.partition(" ")
        policy[name] = sources
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert not [
        sources for sources in policy.values() if "unsafe" in sources or "*" in sources or "http" in sources
    ]


def test_the_permissions_policy_switches_devices_off(client):
    policy = client.get("/loose")["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", "))


def test_a_view_may_choose_its_own_caching(client):
    assert client.get("/cached")["Cache-Control"] == "max-age=60"
