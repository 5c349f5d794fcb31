"""Mails for tests, built from bytes."""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).parents[2] / "mail" / "corpus"


def plain(text: str = "x", charset: str = "utf-8", **fields: str) -> bytes:
    """A mail of one part. `fields`: further header fields, `_` for `-`."""
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    head = (
        "From: a@shop.example\nTo: b@shop.example\nSubject: x\nDate: Fri, 20 Nov 2026 10:12:00 +0900\n"
        f"Message-ID: <1@shop.example>\nMIME-Version: 1.0\n{more}"
        f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return head.encode() + text.encode(charset)


def of_parts(*parts: bytes, kind: str = "mixed", boundary: str = "b") -> bytes:
    """A multipart of parts, each with its own header."""
    head = f"From: a@shop.example\nMIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary={boundary}\n\n".encode()
    mark = f"--{boundary}".encode()
    return head + b"".join(mark + b"\n" + part + b"\n" for part in parts) + mark + b"--\n"


def corpus() -> list[bytes]:
    """Every mail of the corpus."""
    return [path.read_bytes() for path in sorted(CORPUS.rglob("*.eml"))]
