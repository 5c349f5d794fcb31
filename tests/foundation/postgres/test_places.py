"""Where cluster and socket live: reachable for the server, closed to others, nothing existing changed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kikitori.foundation.postgres.account import server_account
from kikitori.foundation.postgres.errors import DatabaseTrouble
from kikitori.foundation.postgres.places import (
    SOCKET_LIMIT,
    choose_home,
    choose_sockets,
    fits,
    is_private,
    make_home,
    make_passable,
)

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can lend the server another account")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_choose_home_of_an_ordinary_user_is_the_data_folder(folder):
    assert choose_home(folder, None) == folder / "postgres"


@needs_root
def test_choose_home_of_root_is_the_data_folder_where_the_account_can_reach_it(folder):
    assert choose_home(folder, server_account({})) == folder / "postgres"


@needs_root
def test_choose_home_of_root_is_elsewhere_where_the_account_cannot_reach_the_data_folder(folder):
    data = folder / "closed" / "data"
    data.mkdir(parents=True)
    data.parent.chmod(0o700)
    home = choose_home(data, server_account({}), shared=folder / "shared")
    assert home.parent == folder / "shared"
    assert mode(data.parent) == 0o700


@needs_root
def test_choose_home_of_two_closed_data_folders_differs(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    (closed / "a").mkdir()
    (closed / "b").mkdir()
    account = server_account({})
    assert choose_home(closed / "a", account) != choose_home(closed / "b", account)


@needs_root
def test_choose_home_of_a_data_folder_made_anew_is_not_what_the_old_one_left(folder):
    data = folder / "closed"
    data.mkdir(mode=0o700)
    account = server_account({})
    old = choose_home(data, account, shared=folder / "shared")
    (old / "cluster").mkdir(parents=True)
    new = choose_home(data, account, shared=folder / "shared")
    assert new != old
    assert new.parent == old.parent
    assert (old / "cluster").exists()


def test_make_home_is_closed_and_its_new_parents_are_passable(folder):
    home = folder / "new" / "home"
    make_home(home, None)
    assert mode(home) == 0o700
    assert mode(home.parent) == 0o711


@needs_root
def test_make_home_belongs_to_the_account(folder):
    account = server_account({})
    make_home(folder / "home", account)
    assert account is not None
    assert (folder / "home").stat().st_uid == account.uid


@needs_root
def test_make_home_below_a_closed_directory_is_refused_and_leaves_it_closed(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(DatabaseTrouble):
        make_home(closed / "home", server_account({}))
    assert mode(closed) == 0o700


def test_make_home_may_be_repeated(folder):
    make_home(folder / "home", None)
    make_home(folder / "home", None)
    assert is_private(folder / "home", None)


def test_make_home_does_not_change_a_directory_that_is_open_to_others(folder):
    home = folder / "home"
    home.mkdir()
    home.chmod(0o755)
    with pytest.raises(DatabaseTrouble) as caught:
        make_home(home, None)
    assert str(home) in caught.value.text.ja
    assert mode(home) == 0o755


def test_make_home_does_not_follow_a_link(folder):
    (folder / "elsewhere").mkdir(mode=0o700)
    (folder / "home").symlink_to(folder / "elsewhere")
    with pytest.raises(DatabaseTrouble):
        make_home(folder / "home", None)


def test_make_passable_leaves_existing_directories_alone(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    make_passable(closed / "a" / "b")
    assert mode(closed) == 0o700
    assert mode(closed / "a" / "b") == 0o711


def test_choose_sockets_is_beside_the_cluster_where_the_path_is_short(folder):
    assert choose_sockets(folder, None) == folder / "socket"
    assert mode(folder / "socket") == 0o700


def test_choose_sockets_of_a_long_path_is_a_private_directory_elsewhere(folder):
    home = folder / ("x" * 100)
    home.mkdir()
    sockets = choose_sockets(home, None)
    try:
        assert home not in sockets.parents
        assert fits(sockets)
        assert is_private(sockets, None)
    finally:
        sockets.rmdir()


def test_choose_sockets_says_so_where_even_the_temporary_directory_is_too_deep(folder, monkeypatch):
    deep = folder / ("d" * 100)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    with pytest.raises(DatabaseTrouble) as caught:
        choose_sockets(deep, None)
    assert "TMPDIR" in caught.value.text.ja


@pytest.mark.parametrize(("length", "does"), [(SOCKET_LIMIT - len("/.s.PGSQL.5432"), True), (94, False)])
def test_fits_counts_bytes_to_the_last(length, does):
    assert fits(Path("/" + "a" * (length - 1))) is does


def test_fits_counts_bytes_and_not_letters():
    assert not fits(Path("/" + "苦" * 40))


def test_fits_knows_that_clients_take_a_comma_for_a_list_of_hosts():
    assert not fits(Path("/srv/a,b"))


def test_is_private_sees_owner_mode_and_kind(folder):
    private = folder / "private"
    private.mkdir(mode=0o700)
    assert is_private(private, None)
    private.chmod(0o750)
    assert not is_private(private, None)
    assert not is_private(folder / "missing", None)
    (folder / "file").touch(mode=0o600)
    assert not is_private(folder / "file", None)


@needs_root
def test_is_private_sees_that_a_directory_belongs_to_somebody_else(folder):
    (folder / "ours").mkdir(mode=0o700)
    assert not is_private(folder / "ours", server_account({}))
