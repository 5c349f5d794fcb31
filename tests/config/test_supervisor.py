"""The supervisor in this very process: what it does in which order, and that it leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import socket

import pytest

from kikitori.config.environment import load
from kikitori.config.running import RunningSite
from kikitori.config.supervisor import SIGNALS, Supervisor
from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.errors import DatabaseTrouble
from tests.config.sites import answers, copy_of, free_port, is_gone, migrated_site
from tests.waiting import wait_until

WORDS = Bilingual(ja="だめでした。", en="No luck.")


def stop() -> None:
    signal.raise_signal(signal.SIGTERM)


@pytest.fixture
def said() -> list[str]:
    return []


def a_site(data, said, port: int) -> RunningSite:
    environment = load(data=data, port=port, database_url=None, database_role="web", mail="", static="plain")
    return RunningSite(environment, lambda text: said.append(text.en))


def test_pages_are_open_while_a_site_is_filled_and_jobs_run_afterwards(folder, said):
    port = free_port()
    running = a_site(copy_of(migrated_site(), folder), said, port)
    supervisor = Supervisor([running])
    web, worker, _post = running.children
    seen = []

    def fill() -> None:
        assert answers(port)[0] == 200
        assert json.loads(answers(port, "/readyz")[1])["worker"] is False
        assert worker.process is None
        assert web.process is not None
        seen.append(web.process.pid)
        os.kill(seen[0], signal.SIGKILL)
        wait_until(lambda: supervisor.look_after() or said)
        wait_until(lambda: supervisor.look_after() or answers(port)[0] == 200)
        assert worker.process is None

    def ready() -> None:
        wait_until(lambda: supervisor.look_after() or answers(port, "/readyz")[0] == 200)
        seen.extend(child.process.pid for child in running.children if child.process is not None)
        seen.append(running.database.server.postmaster())
        stop()

    assert supervisor.run(ready, fill) == 0
    assert said == ["web ended (-9); starting it again."]
    assert len(set(seen)) == 4
    assert all(is_gone(pid) for pid in seen)


@pytest.mark.parametrize("trouble", [Trouble, DatabaseTrouble])
def test_a_fill_that_fails_is_told(trouble):
    def fill() -> None:
        raise trouble(WORDS)

    with pytest.raises(trouble):
        Supervisor([]).run(lambda: pytest.fail("it is not ready"), fill)


@pytest.mark.parametrize("trouble", [Trouble, DatabaseTrouble])
def test_told_to_stop_it_does_not_complain_of_what_that_broke(trouble):
    """As when Ctrl-C reaches the migration, too."""
    supervisor = Supervisor([])

    def fill() -> None:
        assert supervisor.look_after() is False
        stop()
        assert supervisor.look_after() is True
        raise trouble(WORDS)

    assert supervisor.run(lambda: pytest.fail("it is not ready"), fill) == 0


@pytest.mark.parametrize("how", SIGNALS)
def test_any_of_its_signals_stops_it_and_they_are_given_back(how):
    before = [signal.getsignal(each) for each in SIGNALS]
    ready = []

    def note() -> None:
        ready.append(how)
        signal.raise_signal(how)

    assert Supervisor([]).run(note) == 0
    assert ready == [how]
    assert [signal.getsignal(each) for each in SIGNALS] == before


def test_told_to_stop_while_filling_it_never_says_it_is_ready():
    assert Supervisor([]).run(lambda: pytest.fail("it is not ready"), stop) == 0


def test_no_site_begins_before_each_has_its_port(tmp_path, said):
    """A taken port is told at once, not after half a minute of preparing the other site."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = int(listener.getsockname()[1])
        first = a_site(tmp_path / "first", said, free_port())
        second = a_site(tmp_path / "second", said, taken)
        with pytest.raises(Trouble) as caught:
            Supervisor([first, second]).run(lambda: pytest.fail("it is not ready"))
    assert str(taken) in caught.value.text.ja
    assert sorted(path.name for path in (tmp_path / "first").iterdir()) == ["up.lock"]
    again = a_site(tmp_path / "first", said, free_port())
    again.claim()
    again.close()


def test_two_sites_in_one_folder_are_refused(tmp_path, said):
    port = free_port()
    first, second = a_site(tmp_path, said, port), a_site(tmp_path, said, free_port())
    first.claim()
    try:
        with pytest.raises(Trouble) as caught:
            second.claim()
        second.close()
        assert f"http://localhost:{port}" in caught.value.text.ja
        (tmp_path / "up.lock").write_text("")
        with pytest.raises(Trouble) as caught:
            second.claim()
        assert str(tmp_path) in caught.value.text.ja
    finally:
        first.close()
    second.claim()
    second.close()


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_an_address_that_is_not_ours_is_told(tmp_path, said, host):
    environment = load(data=tmp_path, host=host, database_url=None, database_role="web")
    running = RunningSite(environment, lambda text: said.append(text.en))
    with pytest.raises(Trouble) as caught:
        running.claim()
    running.close()
    assert host in caught.value.text.ja
    assert "--host" in caught.value.text.en
