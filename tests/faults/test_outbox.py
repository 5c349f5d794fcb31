"""The worker is killed after a letter has gone out and before that is written down: still one letter for the reader."""

from __future__ import annotations

from threading import Event

import pytest

from tests.faults.people import Complainant
from tests.faults.site import Victim, until
from tests.faults.test_kill import deliver_what_is_left

pytestmark = pytest.mark.xdist_group("faults")


def test_worker_killed_between_sending_and_writing_down_leaves_one_letter(site, ledger):
    site.wait_ready()
    worker = site.find(Victim.WORKER)
    worker.suspend()
    try:
        person = Complainant(site.port, ledger, Event())
        person.complain()
        ((pk, complaint),) = site.ask(
            "select l.id, c.id from records_letter l join records_complaint c on c.id = l.complaint_id"
            " where c.reference = %s",
            person.reference,
        )
        letter = site.mailbox / f"{pk:08d}.eml"
        assert not letter.exists()
        with site.connect() as database, database.transaction():
            # What is written down after sending needs this row: the worker gets as far as that and no further.
            database.execute("select 1 from records_complaint where id = %s for update", [complaint])
            worker.resume()
            until(letter.exists, seconds=60, what="the letter to go out")
            first = letter.read_bytes()
            assert site.kill(Victim.WORKER)
    finally:
        if worker.is_running():
            worker.resume()
    assert site.ask("select state, tries from records_letter where id = %s", pk) == [("waiting", 0)]
    deliver_what_is_left(site)
    assert site.ask("select state, tries from records_letter where id = %s", pk) == [("sent", 1)]
    assert letter.read_bytes() == first
    assert [path.name for path in site.mailbox.iterdir() if path.stem.startswith(letter.stem)] == [
        letter.name
    ]
    assert site.ask(
        "select count(*) from records_event where complaint_id = %s and kind = 'letter_sent'", complaint
    ) == [(1,)]
    site.wait_ready()
