"""`kikitori mail …` on a real site: set a mailbox, read it, receive on standard input, listen, tell how it goes."""

from __future__ import annotations

import json
import os
import pwd
import re
import signal
import smtplib
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from kikitori.config.prepared import own_command
from kikitori.foundation.postgres.embedded import database_url
from tests.config.loaded import kikitori
from tests.config.sites import surroundings
from tests.httpsserver import https
from tests.mails import raw
from tests.mailservers import OWNER, PASSWORD, Dovecot
from tests.waiting import PATIENCE, wait_until

MEGABYTE = 1024 * 1024


def ask(site: Path, query: str, *values: object) -> list[tuple]:
    """Rows, as the owner of the tables."""
    address = database_url(site, "owner")
    assert address is not None
    with psycopg.connect(address) as connection:
        return connection.execute(query.encode(), values).fetchall()


def add(site: Path, server: Dovecot, user: str, *more: str, secret: str = PASSWORD) -> None:
    """A mailbox of this user, over TLS with the server's own certificate unknown: so without."""
    done = kikitori(
        site, "mail", "add", user, "--address", f"{user}@example.jp", "--host", "127.0.0.1", "--port",
        str(server.port), "--security", "plain", "--user", user, "--secret", "-", *more, said=f"{secret}\n",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def status(site: Path, name: str | None) -> dict:
    done = kikitori(site, "mail", "status", "--json")
    assert done.returncode == 0, done.stderr
    [row] = [each for each in json.loads(done.stdout)["mailboxes"] if each["name"] == name]
    return row


def peak(site: Path, *words: str, stdin: Path | None = None) -> int:
    """Run a command to its end; the most memory it ever held, in bytes, as last seen before the end."""
    with (stdin or Path(os.devnull)).open("rb") as said:
        process = subprocess.Popen(
            own_command(*words), env=surroundings(site), stdin=said, stdout=subprocess.DEVNULL
        )
    most = 0

    def is_over() -> bool:
        nonlocal most
        if process.poll() is not None:
            return True
        told = Path(f"/proc/{process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", told)
        most = int(found[1]) * 1024 if found else most
        return False

    wait_until(is_over)
    assert process.returncode == 0
    return most


def large_mail(path: Path) -> int:
    """A mail of a hundred megabytes, written without ever being in memory; its size."""
    line = b"x" * 76 + b"\r\n"
    with path.open("wb") as file:
        file.write(b"From: p@example.com\r\nSubject: large\r\n\r\n")
        for _ in range(100):
            file.write(line * (MEGABYTE // len(line)))
        file.write(path.name.encode() + b"\r\n")
        return file.tell()


def test_mailbox_is_added_read_and_told_about(running: Path, imap: Dovecot, user: str) -> None:
    add(running, imap, user)
    with imap.signed_in(user) as line:
        line.append("INBOX", raw())
        line.append("INBOX", raw("二通目", subject="二"))
    assert status(running, user)["last_read_at"] is None
    assert kikitori(running, "mail", "fetch", "--once").returncode == 0
    row = status(running, user)
    assert (row["fetched"], row["waiting"], row["trouble"]) == (2, 2, None)
    assert row["last_read_at"]
    listed = kikitori(running, "mail", "list", "--json").stdout
    assert user in listed
    assert PASSWORD not in listed
    assert PASSWORD not in str(ask(running, "select b::text from records_mailbox b"))
    assert kikitori(running, "mail", "remove", user).returncode == 0
    assert status(running, user)["active"] is False
    assert ask(running, "select secret from records_mailbox where name = %s", user) == [("",)]


def test_secret_is_no_argument(running: Path) -> None:
    for word in ("--password", "--token", "--refresh-token"):
        assert kikitori(running, "mail", "add", "x", word, "geheim").returncode == 2


def test_trouble_is_told_in_words_and_in_a_class(running: Path, imap: Dovecot, user: str) -> None:
    add(running, imap, user, secret="a wrong one")
    done = kikitori(running, "mail", "fetch", "--once")
    assert done.returncode == 1
    assert "a wrong one" not in done.stdout + done.stderr
    row = status(running, user)
    assert row["trouble"] == "sign_in"
    assert row["trouble_since"]
    assert "サインインを断られました" in kikitori(running, "mail", "status", "--lang", "ja").stdout
    changed = kikitori(running, "mail", "change", user, "--secret", "-", said=PASSWORD)
    assert changed.returncode == 0, changed.stderr
    assert kikitori(running, "mail", "fetch", "--once").returncode == 0
    assert status(running, user)["trouble"] is None
    kikitori(running, "mail", "remove", user)


def test_wrong_values_are_told_by_field(running: Path) -> None:
    done = kikitori(
        running, "mail", "add", "x", "--address", "nobody", "--host", "mail.example.jp", "--security", "plain",
        "--lang", "en",
    )  # fmt: skip
    assert done.returncode == 2
    for words in (
        "address is not a mail address",
        "security plain is for",
        "user is missing",
        "secret is missing",
    ):
        assert words in done.stderr
    assert kikitori(running, "mail", "change", "nobody-has-this").returncode == 1


def test_tokens_are_given_as_json(running: Path, user: str) -> None:
    words = (
        "mail", "add", user, "--address", "a@example.jp", "--host", "imap.gmail.com", "--user", "a@example.jp",
        "--sign-in", "google", "--client-id", "c", "--secret", "-",
    )  # fmt: skip
    assert kikitori(running, *words, said="not json").returncode == 2
    assert kikitori(running, *words, said='{"refresh_token": "r", "client_secret": "s"}').returncode == 0
    kikitori(running, "mail", "remove", user)


def test_webhook_prints_the_address_nobody_can_guess(running: Path, user: str) -> None:
    done = kikitori(
        running, "mail", "add", user, "--kind", "webhook", "--provider", "mailgun", "--address", "a@example.jp",
        "--secret", "-", said="key",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    token = done.stdout.strip().rstrip("/").rpartition("/")[2]
    assert len(token) >= 22
    assert token not in kikitori(running, "mail", "list", "--json").stdout


def test_piped_mail_is_kept_once_and_exactly(running: Path, tmp_path: Path) -> None:
    content = b"From: p@example.com\nSubject: \xff\n\nbytes \x00\x80\r\x1a\n"
    (tmp_path / "mail").write_bytes(content)

    def receive() -> dict:
        done = subprocess.run(
            own_command("mail", "receive"),
            env=surroundings(running),
            input=content,
            capture_output=True,
            check=True,
        )
        return json.loads(done.stdout)

    first, second = receive(), receive()
    assert (first["repeated"], second) == (False, {"mail": first["mail"], "repeated": True})
    assert ask(running, "select raw from records_mail where id = %s", first["mail"]) == [(content,)]
    assert status(running, None)["fetched"] >= 1


@pytest.mark.parametrize(
    ("words", "said", "surrounding", "code"),
    [
        ((), "", {}, os.EX_DATAERR),
        (("--mailbox", "no such"), "Subject: x\n\n", {}, os.EX_TEMPFAIL),
        ((), "Subject: x\n\n", {"DATABASE_URL": "postgresql://127.0.0.1:1/none"}, os.EX_TEMPFAIL),
        ((), "Subject: x\n\n", {"KIKITORI_DATA": "/proc/nowhere"}, os.EX_TEMPFAIL),
    ],
)
def test_mail_server_is_told_to_try_again_whatever_goes_wrong(
    running: Path, words: tuple, said: str, surrounding: dict, code: int
) -> None:
    done = kikitori(running, "mail", "receive", *words, said=said, **surrounding)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_large_mails_are_never_in_memory_whole(
    running: Path, imap: Dovecot, user: str, tmp_path: Path
) -> None:
    add(running, imap, user)
    with imap.signed_in(user):
        usual = peak(running, "mail", "fetch", "--once")
    owner = pwd.getpwnam(OWNER)
    lies = imap.mails / user / "new" / "1.large"
    sizes = [large_mail(lies), large_mail(tmp_path / "piped")]
    os.chown(lies, owner.pw_uid, owner.pw_gid)
    fetched = peak(running, "mail", "fetch", "--once")
    piped = peak(running, "mail", "receive", stdin=tmp_path / "piped")
    kept = ask(running, "select size from records_mail order by id desc limit 2")
    assert [size for (size,) in reversed(kept)] == sizes
    assert usual > 0
    assert max(fetched, piped) - usual < 32 * MEGABYTE
    kikitori(running, "mail", "remove", user)


def test_fetcher_that_is_told_to_stop_twice_at_once_stops(running: Path, imap: Dovecot, user: str) -> None:
    """A supervisor that ends says so, and the kernel says it again."""
    add(running, imap, user)
    for _ in range(3):
        process = subprocess.Popen(own_command("mail", "fetch"), env=surroundings(running))
        before = status(running, user)["last_read_at"]
        query = "select seen_at is not null and trouble = '' from records_mailbox where name = %s"
        wait_until(lambda: ask(running, query, user) == [(True,)])
        assert before is None or process.poll() is None
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) in {0, -signal.SIGTERM}
    kikitori(running, "mail", "remove", user)


def test_listener_takes_large_mails_from_a_mail_server_and_ends_when_told(
    running: Path, user: str, tmp_path: Path
) -> None:
    import psutil  # type: ignore[import-untyped]

    assert (
        kikitori(running, "mail", "add", user, "--kind", "lmtp", "--address", "l@example.jp").returncode == 0
    )
    path = tmp_path / "lmtp"
    process = subprocess.Popen(
        own_command("mail", "listen", "--socket", str(path)),
        env=surroundings(running),
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        wait_until(lambda: path.exists() or process.poll() is not None)
        with smtplib.LMTP(str(path), timeout=PATIENCE) as line:
            line.sendmail("a@example.com", ["L@example.jp"], raw())
            usual = psutil.Process(process.pid).memory_info().rss
            line.sendmail(
                "a@example.com", ["l@example.jp"], b"Subject: x\r\n\r\n" + (b"y" * 76 + b"\r\n") * 700_000
            )
            assert psutil.Process(process.pid).memory_info().rss - usual < 32 * MEGABYTE
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        said = process.stderr.read().decode()
        process.stderr.close()
    assert "Traceback" not in said
    assert not path.exists()
    assert status(running, user)["fetched"] == 2


def test_consent_is_for_mailboxes_of_google_and_microsoft(running: Path) -> None:
    kikitori(running, "mail", "add", "pipe", "--kind", "pipe", "--address", "p@example.jp")
    done = kikitori(running, "mail", "consent", "pipe", "--lang", "en")
    assert done.returncode == 2
    assert "does not sign in with Google or Microsoft" in done.stderr
    assert kikitori(running, "mail", "consent", "nobody").returncode == 1


def test_mailbox_of_google_may_wait_for_its_consent(running: Path) -> None:
    done = kikitori(
        running, "mail", "add", "google", "--address", "g@example.jp", "--host", "imap.gmail.com", "--user", "g@example.jp",
        "--sign-in", "google", "--client-id", "c",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    kikitori(running, "mail", "remove", "google")


def test_consent_that_was_given_is_kept_and_shown_nowhere(running: Path, tmp_path: Path) -> None:
    kikitori(
        running, "mail", "add", "kujo", "--address", "k@example.jp", "--host", "outlook.office365.com", "--user",
        "k@example.jp", "--sign-in", "microsoft", "--client-id", "c",
    )  # fmt: skip
    started = {
        "device_code": "d",
        "user_code": "ABCD-EFGH",
        "verification_uri": "https://m.example/",
        "interval": 1,
    }
    answers = iter([started, {"access_token": "short-lived", "refresh_token": "himitsu"}])
    with https(
        tmp_path, lambda *_: (200, {}, json.dumps(next(answers)).encode()), "login.microsoftonline.com"
    ) as server:
        done = subprocess.run(
            [
                sys.executable, "-m", "tests.config.post.elsewhere", str(server.port), str(server.certificate),
                "mail", "consent", "kujo", "--lang", "en",
            ],
            env=surroundings(running), cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "open https://m.example/, type this code and agree: ABCD-EFGH" in done.stderr
    assert "himitsu" not in done.stdout + done.stderr
    [(secret, active)] = ask(running, "select secret, is_active from records_mailbox where name = 'kujo'")
    assert active
    assert secret
    assert "himitsu" not in secret
    assert [path for path, _ in server.asked] == [
        "/common/oauth2/v2.0/devicecode", "/common/oauth2/v2.0/token",
    ]  # fmt: skip
