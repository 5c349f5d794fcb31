"""ClamAV's protocol, spoken with a daemon of the test's own, and with the real one where the machine has it."""

from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from kikitori.foundation.clamav import NotScanned, address_of, find_virus
from tests.foundation.clamd import EICAR, daemon
from tests.waiting import wait_until


def test_clean_file_is_clean_over_a_socket_and_over_a_port(tmp_path: Path) -> None:
    for place in (tmp_path / "clamd.ctl", None):
        with daemon(place) as address:
            assert find_virus(address, [b"%PDF-1.7", b"", b"x" * 200_000]).is_clean


def test_virus_is_named_also_where_it_lies_across_pieces(tmp_path: Path) -> None:
    with daemon(tmp_path / "clamd.ctl") as address:
        assert find_virus(address, [EICAR]).virus == "Eicar-Test-Signature"
        assert find_virus(address, [EICAR[:30], EICAR[30:]]).virus == "Eicar-Test-Signature"


def test_empty_file_is_clean(tmp_path: Path) -> None:
    with daemon(tmp_path / "clamd.ctl") as address:
        assert find_virus(address, []).is_clean


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"", b"stream: \xff\0", b"x" * 9000]
)
def test_answer_that_is_no_verdict_is_none(tmp_path: Path, answer: bytes) -> None:
    with daemon(tmp_path / "clamd.ctl", answer=answer) as address, pytest.raises(NotScanned):
        find_virus(address, [b"a"])


def test_file_too_large_for_it_is_not_scanned(tmp_path: Path) -> None:
    with daemon(tmp_path / "clamd.ctl", most=1000) as address, pytest.raises(NotScanned):
        find_virus(address, [b"a" * 500_000] * 20)


def test_nobody_there_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(NotScanned):
        find_virus(str(tmp_path / "nobody.ctl"), [b"a"])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(NotScanned):
            find_virus(f"127.0.0.1:{taken.getsockname()[1]}", [b"a"])


@pytest.mark.parametrize("place", ["", "clamd", "host:", "host:0", "host:99999", "host:http", ":3310"])
def test_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        address_of(place)


def test_places_are_read() -> None:
    assert address_of("/run/clamd.ctl") == "/run/clamd.ctl"
    assert address_of("scanner:3310") == ("scanner", 3310)
    assert address_of("[::1]:3310") == ("::1", 3310)


@pytest.mark.skipif(shutil.which("clamd") is None, reason="no clamd on this machine")
def test_real_daemon_finds_the_test_file(tmp_path: Path) -> None:
    signatures = tmp_path / "signatures"
    signatures.mkdir()
    (signatures / "own.ndb").write_text(f"Test.File:0:*:{EICAR.hex()}\n")
    place, settings = tmp_path / "clamd.ctl", tmp_path / "clamd.conf"
    settings.write_text(
        f"LocalSocket {place}\nDatabaseDirectory {signatures}\nForeground yes\nUser root\nTemporaryDirectory {tmp_path}\n"
    )
    server = subprocess.Popen(["clamd", "--config-file", str(settings)], stdout=subprocess.DEVNULL)
    try:
        wait_until(place.exists)
        assert find_virus(str(place), [EICAR]).virus.startswith("Test.File")
        assert find_virus(str(place), [b"%PDF-1.7"]).is_clean
    finally:
        server.terminate()
        server.wait(20)
