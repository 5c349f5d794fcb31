"""The embedded database as a whole: first start, second start, what is refused, ordinary users and root."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

import kikitori
from kikitori.foundation.postgres import embedded as embedded_module
from kikitori.foundation.postgres import places, roles
from kikitori.foundation.postgres.account import Account, run_as, server_account
from kikitori.foundation.postgres.embedded import EmbeddedPostgres, database_url
from kikitori.foundation.postgres.errors import DatabaseTrouble
from kikitori.foundation.postgres.record import NAME, read_record

IMPORT_PATHS = os.pathsep.join(
    [str(Path(kikitori.__file__).parent.parent), str(Path(psycopg.__file__).parent.parent)]
)
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can lend the server another account")


def test_database_url_of_a_new_folder_is_none(tmp_path):
    assert database_url(tmp_path, "login") is None


@pytest.mark.parametrize(("role", "user"), [("owner", roles.OWNER), ("login", roles.LOGIN)])
def test_database_url_connects_as_that_role(running, role, user):
    address = database_url(running.data, role)
    assert address is not None
    with psycopg.connect(address) as connection:
        assert connection.execute("select current_user").fetchone() == (user,)


def test_the_record_is_closed_and_marked_complete(running):
    record = read_record(running.data)
    assert record is not None
    assert record.bootstrapped > 0
    assert stat.S_IMODE((running.data / NAME).stat().st_mode) == 0o600


def test_a_second_start_keeps_passwords_and_data(stopped):
    address = database_url(stopped.data, "owner")
    assert address is not None
    stopped.start()
    with psycopg.connect(address) as connection:
        connection.execute("create table kept_over_a_stop as select 1 as n")
    stopped.stop()
    second = EmbeddedPostgres(stopped.data)
    assert second.start() == "started"
    assert database_url(stopped.data, "owner") == address
    with psycopg.connect(address) as connection:
        assert connection.execute("select n from kept_over_a_stop").fetchone() == (1,)
    second.stop()


def test_a_lost_cluster_is_told_and_not_replaced_by_an_empty_one(stopped):
    cluster = stopped.server.cluster
    away = cluster.rename(stopped.data / "away")
    with pytest.raises(DatabaseTrouble) as caught:
        EmbeddedPostgres(stopped.data).start()
    assert str(cluster) in caught.value.text.ja
    assert not cluster.exists()
    away.rename(cluster)
    assert stopped.start() == "started"
    stopped.stop()


def test_a_lost_record_is_told_and_the_database_left_alone(stopped):
    record = stopped.data / NAME
    away = record.rename(stopped.data / "away.json")
    with pytest.raises(DatabaseTrouble) as caught:
        EmbeddedPostgres(stopped.data).start()
    assert NAME in caught.value.text.ja
    assert not record.exists()
    away.rename(record)
    assert stopped.start() == "started"
    stopped.stop()


def test_a_first_start_that_was_broken_off_is_taken_up_again(folder, monkeypatch):
    """Cut off between initdb and bootstrap, and with the draft of another initdb lying about."""

    def cut_off(*_: object, **__: object) -> None:
        raise psycopg.OperationalError("the connection was cut off")

    with monkeypatch.context() as patched:
        patched.setattr(psycopg, "connect", cut_off)
        with pytest.raises(DatabaseTrouble) as caught:
            EmbeddedPostgres(folder, for_tests=True).start()
    assert "cut off" in caught.value.detail
    record = read_record(folder)
    assert record is not None
    assert record.bootstrapped == 0
    (folder / record.home / "cluster.new").mkdir()
    embedded = EmbeddedPostgres(folder, for_tests=True)
    assert embedded.start() == "adopted"
    address = database_url(folder, "login")
    assert address is not None
    psycopg.connect(address).close()
    embedded.stop()


def test_a_cluster_of_another_major_version_is_refused_untouched(stopped):
    version = stopped.server.cluster / "PG_VERSION"
    ours = version.read_text()
    version.write_text("15\n")
    with pytest.raises(DatabaseTrouble) as caught:
        EmbeddedPostgres(stopped.data).start()
    assert "15" in caught.value.text.ja
    assert ours.strip() in caught.value.text.en
    assert version.read_text() == "15\n"
    version.write_text(ours)


def test_a_lost_socket_directory_is_made_anew(stopped):
    shutil.rmtree(stopped.server.sockets)
    assert stopped.start() == "started"
    stopped.stop()


def test_a_data_folder_may_be_moved(stopped):
    moved = stopped.data.with_name(f"{stopped.data.name}-moved")
    stopped.data.rename(moved)
    elsewhere = EmbeddedPostgres(moved)
    assert elsewhere.start() == "started"
    address = database_url(moved, "login")
    assert address is not None
    psycopg.connect(address).close()
    elsewhere.stop()
    moved.rename(stopped.data)


def test_a_data_folder_moved_to_a_very_long_path_finds_another_place_for_its_socket(stopped):
    deep = stopped.data.with_name("x" * 100)
    stopped.data.rename(deep)
    elsewhere = EmbeddedPostgres(deep)
    assert elsewhere.start() == "started"
    sockets = elsewhere.server.sockets
    elsewhere.stop()
    deep.rename(stopped.data)
    assert deep not in sockets.parents
    assert stopped.start() == "started"
    stopped.stop()


def test_a_very_long_data_folder_works(folder):
    data = folder / ("申出" * 10) / ("x" * 60)
    places.make_passable(data)
    embedded = EmbeddedPostgres(data, for_tests=True)
    embedded.start()
    address = database_url(data, "login")
    assert address is not None
    psycopg.connect(address).close()
    sockets = embedded.server.sockets
    assert data not in sockets.parents
    assert embedded.stop() is True
    assert not sockets.exists()


@pytest.mark.parametrize("name", ["苦情の箱", "お申し出 ２０２６", "e\u0301té", "箱😀"])
def test_a_data_folder_with_a_name_beyond_ascii_works(stopped, name):
    named = stopped.data.with_name(name)
    stopped.data.rename(named)
    elsewhere = EmbeddedPostgres(named)
    try:
        assert elsewhere.start() == "started"
        assert named in elsewhere.server.sockets.parents, "its socket lies in it, too"
        address = database_url(named, "login")
        assert address is not None
        assert address.isascii()
        psycopg.connect(address).close()
    finally:
        elsewhere.stop()
        named.rename(stopped.data)


@pytest.mark.parametrize("name", ["database.users", "database.starting"])
def test_a_folder_in_which_nothing_can_be_written_is_told_in_both_languages(tmp_path, name):
    """As on a disk that is full or mounted read-only: a file of ours cannot be opened."""
    (tmp_path / name).mkdir()
    with pytest.raises(DatabaseTrouble) as caught:
        EmbeddedPostgres(tmp_path).start()
    trouble = caught.value
    assert "空き容量" in trouble.text.ja
    assert "has room" in trouble.text.en
    assert name in trouble.detail
    assert str(tmp_path) in trouble.text.ja


def test_a_data_folder_that_is_not_there_is_told_and_not_made(tmp_path):
    with pytest.raises(DatabaseTrouble, match="cannot be written"):
        EmbeddedPostgres(tmp_path / "away").start()
    assert not (tmp_path / "away").exists()


FILL_THE_DISK = """
import resource, sys
from pathlib import Path
from kikitori.foundation.postgres.embedded import EmbeddedPostgres
from kikitori.foundation.postgres.errors import DatabaseTrouble
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
try:
    EmbeddedPostgres(Path(sys.argv[1]), for_tests=True).start()
except DatabaseTrouble as trouble:
    print(trouble.text.ja, trouble.detail)
"""


def test_a_full_disk_is_told_and_leaves_nothing_half_made(folder):
    done = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, folder],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": IMPORT_PATHS, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert "空き容量" in done.stdout, done.stderr
    assert "No usable temporary directory" in done.stdout or "File too large" in done.stdout
    assert not (folder / "database.json").exists()
    assert EmbeddedPostgres(folder).stop() is False


def test_a_folder_with_quotes_and_spaces_works(folder):
    data = folder / 'it\'s "a" $(folder), & `more`'
    places.make_passable(data)
    embedded = EmbeddedPostgres(data, for_tests=True)
    embedded.start()
    address = database_url(data, "login")
    assert address is not None
    psycopg.connect(address).close()
    assert embedded.stop() is True


def test_the_server_before_start_is_not_there(tmp_path):
    with pytest.raises(RuntimeError):
        _ = EmbeddedPostgres(tmp_path).server
    assert EmbeddedPostgres(tmp_path).stop() is False


def test_stop_leaves_the_server_to_those_who_still_use_it(running):
    guest = EmbeddedPostgres(running.data, for_tests=True)
    guest.start()
    assert guest.stop() is False
    assert running.server.postmaster() is not None


def test_the_last_user_stops_a_server_it_did_not_start(stopped):
    second = EmbeddedPostgres(stopped.data)
    stopped.start()
    second.start()
    assert stopped.stop() is False
    assert second.stop() is True
    assert second.server.postmaster() is None


START_AND_ASK = """
import json, sys
from pathlib import Path
import psycopg
from kikitori.foundation.postgres.embedded import EmbeddedPostgres, database_url
data = Path(sys.argv[1])
embedded = EmbeddedPostgres(data, for_tests=True)
embedded.start()
with psycopg.connect(database_url(data, "login")) as connection:
    trigrams = connection.execute("select cardinality(show_trgm('苦情'))").fetchone()[0]
home = str(embedded.server.cluster.parent)
print(json.dumps({"trigrams": trigrams, "home": home, "stopped": embedded.stop()}))
"""


def start_and_ask(python: str, data: Path, **options) -> dict:
    """Run a whole life of the server in a process of its own."""
    done = subprocess.run(
        [python, "-c", START_AND_ASK, data],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": IMPORT_PATHS, "PYTHONDONTWRITEBYTECODE": "1"},
        **options,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@needs_root
def test_root_with_a_closed_data_folder_keeps_the_cluster_elsewhere_and_changes_no_mode(folder, monkeypatch):
    shared = folder / "shared"
    monkeypatch.setattr(places, "SHARED", shared)
    monkeypatch.setattr(
        embedded_module, "choose_home", lambda data, account: places.choose_home(data, account, shared)
    )
    data = folder / "closed" / "data"
    data.mkdir(parents=True)
    for directory in (data, data.parent):
        directory.chmod(0o700)
    before = {path: path.stat().st_mode for path in (folder, data, data.parent)}
    embedded = EmbeddedPostgres(data, for_tests=True)
    embedded.start()
    try:
        assert shared in embedded.server.cluster.parents
        assert {path: path.stat().st_mode for path in before} == before
        record = read_record(data)
        assert record is not None
        assert Path(record.home).parent == shared
        account = server_account()
        assert account is not None
        assert embedded.server.cluster.stat().st_uid == account.uid
        address = database_url(data, "login")
        assert address is not None
        psycopg.connect(address).close()
    finally:
        embedded.stop()


@needs_root
def test_an_ordinary_user_runs_its_own_server(folder):
    account = server_account()
    assert account is not None
    python = _python_for(account)
    if python is None:
        pytest.skip("no Python here that another account can run")
    data = folder / "data"
    data.mkdir(mode=0o700)
    os.chown(data, account.uid, account.gid)
    said = start_and_ask(python, data, user=account.uid, group=account.gid, extra_groups=[])
    assert said == {"trigrams": 3, "home": str(data / "postgres"), "stopped": True}
    assert (data / "postgres").stat().st_uid == account.uid


def _python_for(account: Account) -> str | None:
    """A Python of our version that the account can run: our own may lie below a closed home."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (sys.executable, f"/usr/bin/python{version}", f"/usr/local/bin/python{version}"):
        script = f'PYTHONPATH="{IMPORT_PATHS}" exec "{candidate}" -B -c "import psycopg, kikitori"'
        if run_as(account, ["/bin/sh", "-c", script]).returncode == 0:
            return candidate
    return None


def test_another_process_finds_what_this_one_left(folder):
    assert start_and_ask(sys.executable, folder)["stopped"] is True
    embedded = EmbeddedPostgres(folder, for_tests=True)
    assert embedded.start() == "started"
    embedded.stop()
