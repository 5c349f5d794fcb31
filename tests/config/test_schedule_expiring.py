"""What has expired is forgotten every night, each part for itself: one that fails stops no other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from pytest_django.fixtures import Settings

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.parcels import Owner, hand_in
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.people.actor import Actor
from tests.config.test_schedule import in_queue, put, session, states, work
from tests.makers import FRIDAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def refusing_parcels(db: None) -> Iterator[None]:
    """The table of parcels lets no row go."""
    body = "begin raise 'refused'; end"
    in_queue(
        f"reset role; create function refuse() returns trigger language plpgsql as $${body}$$;"
        "create trigger refuse before delete on records_parcel execute function refuse(); set role kikitori_web"
    )
    yield
    in_queue("reset role; drop function refuse() cascade; set role kikitori_web")


def test_parts_that_cannot_be_forgotten_stop_no_other_and_are_seen(
    refusing_parcels: None, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Sessions are before them and counters after them; both go all the same."""
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"data": tmp_path})
    (folder := tmp_path / "mails" / "drafts" / "no-file").mkdir(parents=True)
    os.utime(folder, (0, 0))
    over = session(ends_in=timedelta(minutes=-1))
    cache.set("over", 5, -60)
    hand_in(Actor.newcomer(), Owner("page"), [FileGiven("a.txt", 4, lambda: b"text")], now=FRIDAY)
    put("forget_what_expired", timestamp=0)
    work()
    assert not Session.objects.filter(pk=over).exists()
    assert in_queue("select count(*) from kikitori_cache") == 0
    assert Enclosure.objects.count() == 1, "what had been done of this part is taken back"
    assert states("forget_what_expired") == ["failed"]
    told = [record for record in caplog.records if record.getMessage() == "not forgotten"]
    assert [vars(record)["part"] for record in told] == ["parcels", "mails broken off"]
