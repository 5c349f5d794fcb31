"""`kikitori up` fetches by itself where there is a mailbox: from the mail server to a complaint, nobody helping."""

from __future__ import annotations

import http.client
import json
from base64 import b64encode
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from kikitori.foundation.postgres.embedded import database_url
from tests.config.sites import Up, copy_of, is_gone, kikitori, migrated_site
from tests.mails import raw
from tests.mailservers import PASSWORD, Dovecot
from tests.waiting import wait_until


def call(up: Up, address: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    """POST to a running site; status 0 where it does not even read it."""
    line = http.client.HTTPConnection("127.0.0.1", up.port, timeout=60)
    try:
        line.request("POST", address, body, {"Host": "localhost", **headers})
        answer = line.getresponse()
        return answer.status, answer.read()
    except (BrokenPipeError, ConnectionResetError):
        return 0, b""
    finally:
        line.close()


def test_webhook_takes_mails_larger_than_any_form_of_ours(folder: Path) -> None:
    data = copy_of(migrated_site(), folder)
    added = kikitori(
        data, "mail", "add", "web", "--kind", "webhook", "--provider", "postmark", "--address",
        "web@example.jp", "--secret", "-", said="name:word",
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    address = urlsplit(added.stdout.strip()).path
    body = json.dumps({"RawEmail": "Subject: large\r\n\r\n" + "x" * 8_000_000}).encode()
    signed = {
        "Authorization": f"Basic {b64encode(b'name:word').decode()}",
        "Content-Type": "application/json",
    }
    up = Up(data).start()
    try:
        up.wait_ready()
        assert call(up, address, body, **signed) == (200, b'{"kept": 1}')
        assert call(up, address, body, **{**signed, "Authorization": "Basic eDp5"})[0] == 403
        assert call(up, "/complain/", body, **signed)[0] in {0, 413}
        with psycopg.connect(str(database_url(data, "owner"))) as connection:
            [(size,)] = connection.execute("select size from records_mail").fetchall()
        assert size > 8_000_000
    finally:
        up.sweep()


def test_up_fetches_files_and_leaves_nobody_behind(imap: Dovecot, user: str, folder: Path) -> None:
    data = copy_of(migrated_site(), folder)
    added = kikitori(
        data, "mail", "add", user, "--address", f"{user}@example.jp", "--host", "127.0.0.1", "--port",
        str(imap.port), "--security", "plain", "--user", user, "--secret", "-", said=PASSWORD,
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    up = Up(data).start()
    try:
        up.wait_ready()
        with imap.signed_in(user) as line:
            line.append("INBOX", raw())

        def stories() -> list[tuple]:
            with psycopg.connect(str(database_url(data, "owner"))) as connection:
                return connection.execute("select story from records_complaint").fetchall()

        wait_until(stories)
        assert "ケトルの蓋が閉まりません" in stories()[0][0]
        fetching = up.child("fetch").pid
        assert up.stop() == 0
        assert is_gone(fetching)
        assert "Traceback" not in up.output()
    finally:
        up.sweep()
