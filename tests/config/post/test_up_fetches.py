"""`kikitori up` fetches by itself where there is a mailbox: from the mail server to a complaint, nobody helping."""

from __future__ import annotations

from pathlib import Path

import psycopg

from kikitori.foundation.postgres.embedded import database_url
from tests.config.sites import Up, copy_of, is_gone, kikitori, migrated_site
from tests.mails import raw
from tests.mailservers import PASSWORD, Dovecot
from tests.waiting import wait_until


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
