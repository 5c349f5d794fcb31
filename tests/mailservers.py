"""A real Dovecot and a real Postfix on loopback, each with a configuration and a folder of its own.

Nothing of the system's own services is used or touched; both need root, as Debian builds them. Where they are not
installed a test is skipped with a reason, or fails where KIKITORI_REQUIRE_MAIL_SERVERS says so.
"""

from __future__ import annotations

import os
import pwd
import shutil
import smtplib
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.certificates import certified
from tests.config.sites import free_port
from tests.waiting import PATIENCE, wait_until

PASSWORD = "a-password-of-the-tests"
LACKING = "needs Dovecot (2.3) and Postfix, and root: apt install dovecot-imapd postfix"
#: Who owns the mails. No person, and on every Debian.
OWNER = "nobody"


def require_mail_servers() -> None:
    """Skip, or fail where they must be there."""
    program, version = _found("dovecot"), ""
    if program:
        version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    if version.startswith("2.3.") and _found("postfix") and os.geteuid() == 0:
        return
    if os.environ.get("KIKITORI_REQUIRE_MAIL_SERVERS"):
        pytest.fail(LACKING)
    pytest.skip(LACKING)


def _found(program: str) -> str | None:
    return shutil.which(program, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")


@contextmanager
def folder_of(prefix: str) -> Iterator[Path]:
    """A folder that other accounts can pass through, thrown away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Dovecot:
    """An IMAP server. Any user exists, with the one password; their mails lie in `mails`, each in a Maildir."""

    folder: Path
    port: int
    tls_port: int
    process: subprocess.Popen[bytes]

    @property
    def mails(self) -> Path:
        """Folder of everybody's mails."""
        return self.folder / "mails"

    @property
    def certificate(self) -> Path:
        """Whom to trust."""
        return self.folder / "certificate.pem"

    @contextmanager
    def signed_in(self, user: str) -> Iterator[IMAPClient]:
        """Somebody's own mail program, in their INBOX."""
        client = IMAPClient("127.0.0.1", port=self.port, ssl=False)
        client.login(user, PASSWORD)
        client.select_folder("INBOX")
        yield client
        client.logout()

    def renumber(self, user: str) -> None:
        """Make the server forget its numbers: it gives new ones under a new UIDVALIDITY, which is a second's."""
        before = self._validity(user)

        def is_new() -> bool:
            for left in (self.mails / user).glob("dovecot*"):
                left.unlink()
            return self._validity(user) != before

        wait_until(is_new)

    def _validity(self, user: str) -> int:
        with self.signed_in(user) as line:
            return int(line.folder_status("INBOX", ["UIDVALIDITY"])[b"UIDVALIDITY"])


@contextmanager
def dovecot(**more: str) -> Iterator[Dovecot]:
    """A running one. `more`: further settings."""
    with folder_of("kk-dovecot-") as folder:
        owner = pwd.getpwnam(OWNER)
        mails = folder / "mails"
        mails.mkdir()
        os.chown(mails, owner.pw_uid, owner.pw_gid)
        certificate, key = certified(folder, "localhost", "127.0.0.1")
        port, tls_port = free_port(), free_port()
        settings = {
            "base_dir": folder / "run", "state_dir": folder / "state", "log_path": folder / "log",
            "protocols": "imap", "listen": "127.0.0.1, 127.0.0.2", "disable_plaintext_auth": "no",
            "ssl": "yes", "ssl_cert": f"<{certificate}", "ssl_key": f"<{key}",
            "mail_location": f"maildir:{mails}/%u", "first_valid_uid": "1",
            "mail_max_userip_connections": "200", "auth_mechanisms": "plain login",
            **more,
        }  # fmt: skip
        lines = [f"{name} = {value}" for name, value in settings.items()]
        lines += [
            f"passdb {{\n driver = static\n args = password={PASSWORD}\n}}",
            f"userdb {{\n driver = static\n args = uid={owner.pw_uid} gid={owner.pw_gid} home={mails}/%u\n}}",
            f"service imap-login {{\n inet_listener imap {{\n port = {port}\n }}",
            f" inet_listener imaps {{\n port = {tls_port}\n ssl = yes\n }}\n chroot =\n}}",
            "service anvil {\n chroot =\n}",
            "service stats {\n chroot =\n}",
        ]
        configuration = folder / "dovecot.conf"
        configuration.write_text("\n".join(lines) + "\n")
        process = subprocess.Popen([str(_found("dovecot")), "-F", "-c", str(configuration)])
        running = Dovecot(folder, port, tls_port, process)
        try:
            wait_until(lambda: _greets(port) or process.poll() is not None)
            assert process.poll() is None, (folder / "log").read_text()
            yield running
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _greets(port: int) -> bool:
    with suppress(Exception):
        client = IMAPClient("127.0.0.1", port=port, ssl=False, timeout=5)
        client.logout()
        return True
    return False


@dataclass
class Postfix:
    """A mail server that takes mails in on `port` and brings them where its table of transports says."""

    folder: Path
    port: int

    def send(self, raw: bytes, *to: str, sender: str = "someone@example.com") -> None:
        """Hand a mail over; once this returns, it is Postfix's to bring it."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=PATIENCE) as line:
            line.sendmail(sender, list(to), raw)

    def waiting(self) -> int:
        """How many have not been brought yet."""
        return sum(
            1
            for name in ("incoming", "active", "deferred", "maildrop")
            for path in (self.folder / "queue" / name).rglob("*")
            if path.is_file()
        )

    def hurry(self) -> None:
        """Try those again that could not be brought."""
        subprocess.run([str(_found("postqueue")), "-c", str(self.folder / "etc"), "-f"], check=False)


@contextmanager
def postfix(mails: Path, users: Sequence[str], transports: dict[str, str]) -> Iterator[Postfix]:
    """A running one. Mails to `user@box.test` lie in `mails`/user; `transports`: address → where else.

    Whatever is for anybody else, such as a report to a sender, is thrown away: nothing leaves the machine.
    """
    with folder_of("kk-postfix-") as folder:
        owner, account = pwd.getpwnam(OWNER), pwd.getpwnam("postfix")
        etc, queue, data = folder / "etc", folder / "queue", folder / "data"
        for each in (etc, queue, data):
            each.mkdir()
        os.chown(data, account.pw_uid, account.pw_gid)
        port = free_port()
        (etc / "transport").write_text("".join(f"{to} {way}\n" for to, way in transports.items()))
        (etc / "boxes").write_text("".join(f"{user}@box.test {user}/\n" for user in users))
        settings = {
            "compatibility_level": "3.6", "queue_directory": queue, "data_directory": data,
            "maillog_file": folder / "log", "maillog_file_prefixes": folder,
            "inet_interfaces": "127.0.0.1", "inet_protocols": "ipv4", "myhostname": "mx.test",
            "mydestination": "", "default_transport": "discard", "relay_transport": "discard", "local_recipient_maps": "", "alias_maps": "", "alias_database": "",
            "mynetworks": "127.0.0.0/8", "smtpd_relay_restrictions": "permit_mynetworks, reject",
            "virtual_mailbox_domains": "box.test, lmtp.test", "virtual_mailbox_base": mails,
            "virtual_mailbox_maps": f"texthash:{etc}/boxes, texthash:{etc}/lmtp",
            "virtual_uid_maps": f"static:{owner.pw_uid}", "virtual_gid_maps": f"static:{owner.pw_gid}",
            "virtual_minimum_uid": "1", "transport_maps": f"texthash:{etc}/transport",
            "minimal_backoff_time": "1s", "maximal_backoff_time": "3s", "queue_run_delay": "1s",
            "transport_retry_time": "1s", "message_size_limit": "0", "mailbox_size_limit": "0",
            "virtual_mailbox_limit": "0", "default_destination_rate_delay": "0s",
            "smtpd_client_connection_count_limit": "0", "smtpd_client_connection_rate_limit": "0",
        }  # fmt: skip
        (etc / "lmtp").write_text("".join(f"{to} x\n" for to in transports if "@" in to))
        (etc / "main.cf").write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
        (etc / "master.cf").write_text(_services(port))
        _postfix(etc, "start")
        try:
            wait_until(lambda: _takes(port))
            yield Postfix(folder, port)
        finally:
            _postfix(etc, "stop")


def _services(port: int) -> str:
    """Every service that takes part, none of them in a chroot."""
    rows = [f"127.0.0.1:{port} inet n - n - - smtpd"]
    rows += [
        "pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr",
        "tlsmgr unix - - n 1000? 1 tlsmgr", "rewrite unix - - n - - trivial-rewrite",
        "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce",
        "flush unix n - n 1000? 0 flush", "proxymap unix - - n - - proxymap", "error unix - - n - - error",
        "retry unix - - n - - error", "discard unix - - n - - discard", "virtual unix - n n - - virtual",
        "lmtp unix - - n - - lmtp", "smtp unix - - n - - smtp", "anvil unix - - n - 1 anvil",
        "scache unix - - n - 1 scache", "showq unix n - n - - showq", "postlog unix-dgram n - n - 1 postlogd",
    ]  # fmt: skip
    return "\n".join(rows) + "\n"


def _postfix(etc: Path, word: str) -> None:
    done = subprocess.run(
        [str(_found("postfix")), "-c", str(etc), word], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _takes(port: int) -> bool:
    with suppress(OSError, smtplib.SMTPException), smtplib.SMTP("127.0.0.1", port, timeout=5):
        return True
    return False
