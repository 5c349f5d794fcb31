"""What `doctor` looks at. Each finding is a sentence; a later one may depend on the earlier ones being fine."""

from __future__ import annotations

import shutil
import smtplib
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path

import psycopg

from kikitori.config import stamps
from kikitori.config.database import address
from kikitori.config.database_log import SETTINGS, told_by
from kikitori.config.environment import Environment
from kikitori.config.health import HEARTBEAT_LIMIT
from kikitori.config.post.signs import IN_TROUBLE, PAUSED_WEBHOOKS, UNFILED, UNREAD
from kikitori.config.post.words import TROUBLES, UNREAD_NOW
from kikitori.config.prepared import running_database
from kikitori.config.secret_key import NAME as SECRET
from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.check import check_database
from kikitori.foundation.postgres.errors import DatabaseTrouble
from kikitori.records.deadlines.duties import Duty
from kikitori.records.letters.mail_terms import MailTrouble
from kikitori.records.together.terms import PauseReason

LITTLE_SPACE = 1_000_000_000
MAIL_TIMEOUT = 10
#: Why a webhook has paused itself, and what to do.
_PAUSES = {
    PauseReason.FAILING: Bilingual(
        ja="1日以上失敗が続いたため休止しています。設定の画面でテストのうえ再開してください",
        en="paused after failing for a day: send a test in the settings and take it into use again",
    ),
    PauseReason.GONE: Bilingual(
        ja="相手のアドレスが廃止されたため休止しています。新しいアドレスを設定してください",
        en="paused, for the address is gone: set a new one",
    ),
    PauseReason.UNREADABLE: Bilingual(
        ja="保存されたアドレスを開けないため休止しています。アドレスを入力し直してください",
        en="paused, for the kept address cannot be opened: give it anew",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    fine: bool
    text: Bilingual
    detail: str = ""


def examine(environment: Environment) -> Iterator[Finding]:
    """Yield the findings, in an order in which each makes sense after the last."""
    version = f"Kikitori {metadata.version('kikitori')}, Python {sys.version.split()[0]}"
    yield Finding(True, Bilingual(ja=version, en=version))
    try:
        with running_database(environment):
            yield from _folder(environment.data)
            yield from _database(environment)
    except (Trouble, DatabaseTrouble) as trouble:
        yield Finding(False, trouble.text, trouble.detail)
    yield _mail(environment)
    yield _address(environment)


def _folder(data: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(data).free
    yield Finding(
        free > LITTLE_SPACE,
        Bilingual(
            ja=f"データフォルダ {data}（空き {free / 1e9:.1f} GB）",
            en=f"Data folder {data} ({free / 1e9:.1f} GB free)",
        ),
    )
    secret = data / SECRET
    if secret.exists():
        private = stat.S_IMODE(secret.stat().st_mode) & 0o077 == 0
        yield Finding(
            private,
            Bilingual(
                ja="秘密鍵はほかの利用者から読めません"
                if private
                else f"{secret} がほかの利用者から読めます（chmod 600）",
                en="The secret key is private" if private else f"{secret} can be read by others (chmod 600)",
            ),
        )


def _database(environment: Environment) -> Iterator[Finding]:
    run_time = address(environment)
    try:
        check_database(run_time, "kikitori_web")
    except DatabaseTrouble as trouble:
        yield Finding(False, trouble.text, trouble.detail)
        return
    yield Finding(
        True,
        Bilingual(
            ja="データベース: 日本語の検索ができ、実行時の権限も適切です",
            en="Database: Japanese can be searched, and the run-time role may do no more than it should",
        ),
    )
    yield _log_of_the_database(run_time)
    current = stamps.is_migrated(environment.data, run_time)
    yield Finding(
        current,
        Bilingual(
            ja="データベースはこの版に合っています"
            if current
            else "データベースがこの版に合っていません（kikitori migrate）",
            en="The database is up to date"
            if current
            else "The database is not up to date (kikitori migrate)",
        ),
    )
    if current:
        yield _worker(run_time)
        yield from _mailboxes(run_time)
        yield _incoming(run_time)
        yield from _webhooks(run_time)
        yield from _officers(run_time)


def _log_of_the_database(run_time: str) -> Finding:
    """As this login meets it: settings can differ by role and by database."""
    with psycopg.connect(run_time, autocommit=True) as connection:
        rows = connection.execute(
            "select name, setting from pg_settings where name = any(%s)", [list(SETTINGS)]
        ).fetchall()
    change = ", ".join(told_by(dict(rows)))
    if not change:
        return Finding(
            True,
            Bilingual(
                ja="データベースのログに、申出のことばは残りません",
                en="The log of the database keeps nobody's words",
            ),
        )
    return Finding(
        False,
        Bilingual(
            ja=f"データベースのログに、申出のことばが残ることがあります。PostgreSQL で設定してください: {change}",
            en=f"The log of the database may keep what people wrote. Set in PostgreSQL: {change}",
        ),
    )


def _worker(run_time: str) -> Finding:
    with psycopg.connect(run_time, autocommit=True) as connection:
        connection.execute("set role kikitori_web")
        row = connection.execute(
            "select (select count(*) from procrastinate_workers"
            " where last_heartbeat > now() - make_interval(secs => %s)),"
            " (select count(*) from procrastinate_jobs where status = 'todo'"
            " and coalesce(scheduled_at, '-infinity') < now() - interval '5 minutes'),"
            " (select count(*) from procrastinate_jobs where status = 'failed')",
            [HEARTBEAT_LIMIT],
        ).fetchone()
    workers, late, failed = row or (0, 0, 0)
    return Finding(
        late == 0 and failed == 0,
        Bilingual(
            ja=f"ジョブ: 稼働中のワーカー {workers}、遅れているジョブ {late}、失敗したジョブ {failed}",
            en=f"Jobs: {workers} workers alive, {late} jobs late, {failed} failed",
        ),
    )


def _mailboxes(run_time: str) -> Iterator[Finding]:
    """One finding for each mailbox in use that is in trouble, or that nobody reads."""
    with psycopg.connect(run_time, autocommit=True) as connection:
        connection.execute("set role kikitori_web")
        troubled = connection.execute(IN_TROUBLE).fetchall()
        unread = connection.execute(UNREAD).fetchall()
    for name, trouble, since in troubled:
        yield _of_a_mailbox(name, TROUBLES[MailTrouble(trouble)], since)
    for name, seen in unread:
        yield _of_a_mailbox(name, UNREAD_NOW, seen)


def _of_a_mailbox(name: str, told: Bilingual, since: datetime | None) -> Finding:
    text = Bilingual(ja=f"受信箱「{name}」: {told.ja}", en=f"Mailbox “{name}”: {told.en}")
    return Finding(False, text, f"{since:%Y-%m-%d %H:%M %Z}" if since else "")


def _incoming(run_time: str) -> Finding:
    """Mails that nobody has filed for five minutes, or that wait for a person's decision beyond their date."""
    with psycopg.connect(run_time, autocommit=True) as connection:
        connection.execute("set role kikitori_web")
        row = connection.execute(
            f"select ({UNFILED}),"  # noqa: S608 - our own words
            " (select count(*) from records_mail where state = 'held' and look_by < now())"
        ).fetchone()
    waiting, overdue = row or (0, 0)
    return Finding(
        waiting == 0 and overdue == 0,
        Bilingual(
            ja=f"受信メール: 5分を過ぎても振り分け前 {waiting}、確認の期限を過ぎた保留 {overdue}",
            en=f"Incoming mail: {waiting} not filed within 5 minutes, {overdue} in quarantine beyond their date",
        ),
    )


def _webhooks(run_time: str) -> Iterator[Finding]:
    """One finding for each webhook that has paused itself."""
    with psycopg.connect(run_time, autocommit=True) as connection:
        connection.execute("set role kikitori_web")
        paused = connection.execute(PAUSED_WEBHOOKS).fetchall()
    for name, login, reason, since in paused:
        told = _PAUSES[PauseReason(reason)]
        of_ja, of_en = (f"{login} の Webhook", f"Webhook of {login}") if login else ("Webhook", "Webhook")
        text = Bilingual(ja=f"{of_ja}「{name}」: {told.ja}", en=f"{of_en} “{name}”: {told.en}")
        yield Finding(False, text, f"{since:%Y-%m-%d %H:%M %Z}")


def _officers(run_time: str) -> Iterator[Finding]:
    """A hint where nobody at work is in charge of a legal duty: a lead gets the task then, so nothing is wrong."""
    with psycopg.connect(run_time, autocommit=True) as connection:
        connection.execute("set role kikitori_web")
        row = connection.execute(
            "select count(*) from records_legalofficer as named join records_staff as staff"
            " on staff.id = named.officer_id where staff.is_active"
        ).fetchone()
    if row is not None and row[0] < len(Duty):
        yield Finding(
            True,
            Bilingual(
                ja="法令報告（製品事故・漏えい）の担当者が決まっていません。決まるまで責任者のやることになります（設定）",
                en="Nobody is in charge of some reports to authorities (product accidents, leaks): until somebody is"
                " named in the settings, a lead gets the task",
            ),
        )


def _mail(environment: Environment) -> Finding:
    way = environment.mail_way
    if way.folder is not None:
        return Finding(
            True,
            Bilingual(
                ja=f"メールは送らず、フォルダ {way.folder} に書き出します",
                en=f"Letters are not sent but written to {way.folder}",
            ),
        )
    where = f"{way.host}:{way.port}"
    try:
        connect = smtplib.SMTP_SSL if way.tls else smtplib.SMTP
        with connect(way.host, way.port, timeout=MAIL_TIMEOUT) as server:
            if way.starttls:
                server.starttls()
            if way.user:
                server.login(way.user, way.password)
    except (OSError, smtplib.SMTPException) as error:
        return Finding(
            False,
            Bilingual(
                ja=f"メールサーバー {where} に接続できません", en=f"The mail server {where} cannot be used"
            ),
            str(error),
        )
    return Finding(
        True, Bilingual(ja=f"メールサーバー {where} に接続できます", en=f"The mail server {where} answers")
    )


def _address(environment: Environment) -> Finding:
    if environment.base_url or environment.host in ("127.0.0.1", "::1", "localhost"):
        return Finding(
            True, Bilingual(ja=f"サイトの住所: {environment.address}", en=f"Address: {environment.address}")
        )
    return Finding(
        False,
        Bilingual(
            ja="ほかの機械から使うには KIKITORI_BASE_URL に住所（https://…）を設定してください",
            en="To be used from other machines the site needs its address in KIKITORI_BASE_URL (https://…)",
        ),
    )
