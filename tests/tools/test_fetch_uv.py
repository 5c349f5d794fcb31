"""Fetching uv without pip: the right wheel for the machine, nothing but what the lock promised, nothing half-made."""

from __future__ import annotations

import hashlib
import http.server
import io
import ssl
import stat
import subprocess
import threading
import zipfile
from pathlib import Path

import pytest

from tools.fetch_uv import NotToBeHad, download, main, unpack, wheel_for

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = b"#!/bin/sh\necho uv 1.2.3\n"
NAMES = (
    "uv-1.2.3.tar.gz",
    "uv-1.2.3-py3-none-macosx_10_12_x86_64.whl",
    "uv-1.2.3-py3-none-macosx_11_0_arm64.whl",
    "uv-1.2.3-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl",
    "uv-1.2.3-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "uv-1.2.3-py3-none-musllinux_1_1_x86_64.whl",
    "uv-1.2.3-py3-none-win_amd64.whl",
)


def lock(*wheels: tuple[str, str], package: str = "uv") -> str:
    """A lock with another package before the one that matters."""
    listed = "".join(
        f'    {{ url = "{url}", hash = "sha256:{checksum}", size = 1 }},\n' for url, checksum in wheels
    )
    return (
        'version = 1\n[[package]]\nname = "uvloop"\nversion = "9"\n'
        'wheels = [{ url = "http://x/uvloop-9-cp311-manylinux_2_17_x86_64.whl", hash = "sha256:99" }]\n'
        f'[[package]]\nname = "{package}"\nversion = "1.2.3"\nwheels = [\n{listed}]\n'
    )


@pytest.mark.parametrize(
    ("system", "machine", "libc", "name"),
    [
        ("Linux", "x86_64", "glibc", NAMES[4]),
        ("Linux", "x86_64", "", NAMES[5]),
        ("Linux", "aarch64", "glibc", NAMES[3]),
        ("Linux", "aarch64", "", NAMES[3]),
        ("Darwin", "arm64", "", NAMES[2]),
        ("Darwin", "x86_64", "", NAMES[1]),
    ],
)
def test_each_kind_of_machine_gets_its_wheel(system, machine, libc, name):
    text = lock(*((f"http://x/{each}", str(number)) for number, each in enumerate(NAMES)))
    assert wheel_for(text, system, machine, libc) == (f"http://x/{name}", str(NAMES.index(name)))


@pytest.mark.parametrize(
    ("system", "machine", "libc"),
    [("Linux", "mips", "glibc"), ("Linux", "86", "glibc"), ("SunOS", "x86_64", ""), ("Linux", "ppc64le", "")],
)
def test_a_machine_nobody_made_a_wheel_for_is_told(system, machine, libc):
    with pytest.raises(NotToBeHad, match=machine):
        wheel_for(lock(*((f"http://x/{name}", "0") for name in NAMES)), system, machine, libc)


@pytest.mark.parametrize(
    "text", ["", "version = 1\n", lock(("http://x/" + NAMES[4], "0"), package="uv-build")]
)
def test_a_lock_without_uv_is_told(text):
    with pytest.raises(NotToBeHad):
        wheel_for(text, "Linux", "x86_64", "glibc")


def wheel(program: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("uv/__init__.py", "")
        archive.writestr("uv-1.2.3.data/scripts/uv", program)
        archive.writestr("uv-1.2.3.data/scripts/uvx", b"another")
    return made.getvalue()


WHEEL = wheel(PROGRAM)
CHECKSUM = hashlib.sha256(WHEEL).hexdigest()


class Shelf(http.server.BaseHTTPRequestHandler):
    """Hands out one wheel, whatever is asked for, except what is missing."""

    def do_GET(self) -> None:
        content = WHEEL
        self.send_response(404 if "missing" in self.path else 200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def shelf(request, monkeypatch):
    """The address of an index: `http`, or `https` with a certificate that nobody vouches for."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    scheme = getattr(request, "param", "http")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    if scheme == "https":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"{scheme}://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("shelf", ["http", "https"], indirect=True)
def test_what_the_lock_promised_is_taken_whoever_hands_it_out(shelf):
    assert download(f"{shelf}/{NAMES[4]}", CHECKSUM) == WHEEL


@pytest.mark.parametrize("shelf", ["http", "https"], indirect=True)
def test_anything_else_is_refused(shelf):
    with pytest.raises(NotToBeHad, match="checksum"):
        download(f"{shelf}/{NAMES[4]}", "0" * 64)


def test_what_is_missing_is_told(shelf):
    with pytest.raises(NotToBeHad, match="missing"):
        download(f"{shelf}/missing.whl", CHECKSUM)


def test_nobody_there_is_told():
    with pytest.raises(NotToBeHad, match=r"127\.0\.0\.1:1"):
        download("http://127.0.0.1:1/uv.whl", CHECKSUM)


def test_the_program_is_unpacked_alone_and_may_be_run(tmp_path):
    program = unpack(WHEEL, tmp_path / "a b" / "聴")
    assert subprocess.run([program], capture_output=True, check=True).stdout == b"uv 1.2.3\n"
    assert stat.S_IMODE(program.stat().st_mode) == 0o755
    assert [path.name for path in program.parent.iterdir()] == ["uv"]


def test_an_older_program_is_replaced(tmp_path):
    unpack(wheel(b"old"), tmp_path)
    assert unpack(WHEEL, tmp_path).read_bytes() == PROGRAM


def test_the_whole_way_from_the_lock_to_the_program(shelf, tmp_path, monkeypatch):
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    (tmp_path / "uv.lock").write_text(lock(*((f"{shelf}/{name}", CHECKSUM) for name in NAMES)), "utf-8")
    assert main(str(tmp_path / "uv.lock"), str(tmp_path / ".uv")) == 0
    assert (tmp_path / ".uv" / "bin" / "uv").read_bytes() == PROGRAM


def test_what_went_wrong_is_one_line_and_leaves_nothing(tmp_path, capsys):
    (tmp_path / "uv.lock").write_text("version = 1\n")
    assert main(str(tmp_path / "uv.lock"), str(tmp_path / ".uv")) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / ".uv").exists()


@pytest.mark.skipif(
    not (ROOT / "uv.lock").exists(), reason="the lock belongs to the repository, not the package"
)
@pytest.mark.parametrize(
    ("system", "machine", "libc"),
    [
        ("Linux", "x86_64", "glibc"),
        ("Linux", "aarch64", "glibc"),
        ("Linux", "x86_64", ""),
        ("Darwin", "arm64", ""),
    ],
)
def test_our_own_lock_knows_the_usual_machines(system, machine, libc):
    url, checksum = wheel_for((ROOT / "uv.lock").read_text("utf-8"), system, machine, libc)
    assert url.startswith("https://")
    assert len(bytes.fromhex(checksum)) == 32
