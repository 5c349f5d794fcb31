"""A row that several bring at once is there once, and nobody's transaction is spoiled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from kikitori.foundation.postgres.insert import insert_unless_there
from kikitori.records.letters.mails import Mail

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def mail(source: str, **more: object) -> Mail:
    return Mail(source=source, digest="0" * 64, size=4, raw=b"a\x00\xffb", arrived_at=NOW, **more)


def test_a_new_row_is_inserted_with_all_it_holds():
    row = mail("box:1", flaws=["no-date"], subject='„二“ "x" \\')
    assert insert_unless_there(row, by="source")
    found = Mail.objects.get(pk=row.pk)
    assert (bytes(found.raw), found.flaws, found.subject) == (b"a\x00\xffb", ["no-date"], '„二“ "x" \\')
    assert (found.arrived_at, found.state, found.confidence) == (NOW, "waiting", 1.0)


def test_the_row_can_be_saved_afterwards():
    row = mail("box:1")
    insert_unless_there(row, by="source")
    row.subject = "later"
    row.save()
    assert Mail.objects.get().subject == "later"


def test_a_row_that_is_there_is_left_as_it_is():
    insert_unless_there(mail("box:1", subject="first"), by="source")
    again = mail("box:1", subject="second")
    with transaction.atomic():
        assert not insert_unless_there(again, by="source")
        assert Mail.objects.get().subject == "first"  # the transaction still works
    assert again.pk is None


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_while_another_inserts_waits_and_yields():
    def second() -> bool:
        try:
            return insert_unless_there(mail("box:1"), by="source")
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            assert insert_unless_there(mail("box:1"), by="source")
            late = pool.submit(second)
        assert late.result() is False
    assert Mail.objects.count() == 1
