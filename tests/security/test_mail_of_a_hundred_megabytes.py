"""A mail of a hundred megabytes is read out of its file: Python's own parser took 670 MB of memory for one."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.security.mails import HEAD

SIZE = 100_000_000
READS = """
import json, mmap, os, psutil, sys
from kikitori.foundation.mail.reading import as_json, read_mail
this = psutil.Process()
with open(sys.argv[1], "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
    read_mail(b"From: a@b.example\\n\\nx")
    before = this.memory_info()
    values = as_json(read_mail(mapped))
    after = this.memory_info()
own = lambda memory: memory.rss - memory.shared
print(json.dumps({"grown": own(after) - own(before), "attachments": values["attachments"], "text": len(values["text"])}))
"""


@pytest.fixture(params=["base64", "8bit", "quoted-printable", "x-uuencode", "text"])
def large(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A mail with one large part."""
    file = tmp_path / "large.eml"
    kind = "text/plain" if request.param == "text" else "application/pdf"
    encoding = "8bit" if request.param == "text" else request.param
    line = {"base64": base64.encodebytes(b"x" * 57), "x-uuencode": b"M" + b"!" * 60 + b"\n"}.get(
        request.param, b"x" * 75 + b"\n"
    )
    block = line * 10_000
    with file.open("wb") as out:
        out.write(HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n--b\n")
        out.write(f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n".encode())
        for _ in range(SIZE // len(block)):
            out.write(block)
        out.write(b"\n--b--\n")
    return file


def test_memory_does_not_grow_with_the_mail(large: Path):
    """Pages of the file itself are shared with the system's cache and no memory of ours."""
    done = subprocess.run(
        [sys.executable, "-c", READS, str(large)], capture_output=True, text=True, check=True
    )
    values = json.loads(done.stdout)
    assert values["grown"] < 60_000_000
    assert values["text"] >= len("words")
    assert all(one["size"] > SIZE * 0.7 for one in values["attachments"])
