"""ASVS 14.2.1, 16.2.5: no secret, no address of a network and no word of a story in a log, an address or a mail.

Somebody complains with a name and an address, reads their slip, follows it, writes and is answered, through the web and
the worker's hands, while everything that any part of ours or of others says is heard down to the finest.
"""

from __future__ import annotations

import logging
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.signals import request_started
from django.db import connection
from pytest_django.fixtures import Settings

from kikitori.casework.deliver import deliver_letter
from kikitori.casework.mail_link import token_of
from kikitori.casework.write import reply
from kikitori.config.logs import Line, logging_settings
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from tests.cast import Cast, summon
from tests.interfaces.portal.visitor import Seen, Slip, StillClock, Visitor
from tests.letterbox import into_folder
from tests.makers import FRIDAY

pytestmark = [pytest.mark.django_db, pytest.mark.as_owner]
ADDRESS, BROWSER = "203.0.113.77", "Kikimimi/4.2 (himitsu)"
STORY = "ひみつの箱のことです。会計の人が、箱を持ち出しました。"
WISH = "箱を会に戻してください。"
WORD = "鍵は赤い引き出しにありました。"
ANSWER = "箱は会に戻りました。"
NAME, EMAIL, PHONE = "秘野 もも", "momo@example.jp", "03-0000-4321"
#: Whose every word is heard …
HEARD = ("kikitori", "django.request", "django.security", "django.server", "procrastinate", "psycopg")
#: … and who, below a warning, speaks on no site.
SILENT = ("django.template", "django.db")
#: What tells from where somebody came, and by what.
TRACES = (ADDRESS, "203.0.113", BROWSER, "Kikimimi")
#: What else must stand in no log.
PEOPLES = ("ひみつ", "箱", "引き出し", "秘野", "もも", EMAIL, "momo", "0000-4321", "00004321", "himitsu")


def written(secret: str) -> list[str]:
    """The secret and its parts, however somebody groups them."""
    digits = "".join(secret.split())
    groups = re.findall("....", digits)
    parts = [digits[at : at + 8] for at in range(0, 9, 4)]
    return [*(glue.join(groups) for glue in ("", " ", "-", "　", "%20", "+")), *parts]


@dataclass
class Lived:
    """What somebody outside has seen of a complaint, and what we have sent and said."""

    visitor: Visitor
    said: Callable[[], str]
    letters: Path
    slip: Slip = field(init=False)
    #: Every address that was asked for, with what stood behind its question mark.
    asked: list[str] = field(default_factory=list)
    pages: list[Seen] = field(default_factory=list)

    def sees(self, page: Seen) -> Seen:
        """One more page."""
        self.pages.append(page)
        return page

    def note(self, environ: dict[str, Any], **_rest: Any) -> None:
        """One more request."""
        self.asked.append(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> StillClock:
    still = StillClock(FRIDAY)
    monkeypatch.setattr("django.utils.timezone.now", still)
    return still


@pytest.fixture
def cast(db: None, clock: StillClock) -> Cast:
    return summon()


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """Everything that was logged, as a site writes it in both forms; ours and what speaks of requests and jobs to DEBUG."""
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.startswith(HEARD)]
    before = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.NOTSET)
    caplog.set_level(logging.DEBUG)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.WARNING)

    def told() -> str:
        records = [*caplog.get_records("setup"), *caplog.get_records("call")]
        return "\n".join(Line(form).format(each) for each in records for form in ("text", "json"))

    yield told
    for each, level in zip(loggers, before, strict=True):
        each.setLevel(level)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_site_lets_those_speak_who_would_tell_all(form: str) -> None:
    """Django tells of templates and statements with all that stands in them, below a warning."""
    loggers = logging_settings(form)["loggers"]
    assert loggers["django"]["level"] == "WARNING"
    assert not [name for name in loggers if name.startswith(SILENT)]


@pytest.fixture
def arrived(cast: Cast, said: Callable[[], str], settings: Settings, tmp_path: Path) -> Iterator[Lived]:
    """Somebody at the portal, who has done nothing yet."""
    into_folder(settings, tmp_path / "letters")
    visitor = Visitor("ja", address=ADDRESS)
    visitor.client.defaults["HTTP_USER_AGENT"] = BROWSER
    lived = Lived(visitor, said, tmp_path / "letters")
    request_started.connect(lived.note)
    yield lived
    request_started.disconnect(lived.note)


@pytest.fixture
def lived(arrived: Lived, cast: Cast, clock: StillClock) -> Lived:
    """The whole way, with a slip of the finger at each station."""
    visitor, sees = arrived.visitor, arrived.sees
    sees(visitor.writes(STORY, WISH, reach="open", name=NAME, email="momo@@example.jp", phone=PHONE))
    sees(visitor.fill(email=EMAIL))
    arrived.slip = Slip.on(sees(visitor.fill()))
    sees(visitor.go("/follow/"))
    sees(visitor.fill("sign-in", locator=arrived.slip.locator, secret="1" + arrived.slip.secret[1:-1] + "x"))
    sees(visitor.opens(arrived.slip))
    sees(visitor.go("/follow/write/"))
    sees(visitor.fill("answer", words=""))
    sees(visitor.fill("answer", words=WORD))
    clock.forward(minutes=31)
    sees(visitor.go("/follow/write/"))
    sees(visitor.opens(arrived.slip))
    complaint = Complaint.objects.get()
    reply(cast.actor("handler"), complaint, body=ANSWER, now=clock.now)
    for letter in Letter.objects.filter(medium="email"):
        deliver_letter(Actor.system("outbox"), letter.pk, now=clock.now)
    sees(visitor.go("/follow/"))
    sees(visitor.press("/leave/"))
    return arrived


def test_way_was_really_gone(lived: Lived) -> None:
    """What follows would hold of an empty house as well."""
    assert [page.status for page in lived.pages] == [
        422,
        200,
        200,
        200,
        422,
        200,
        200,
        422,
        200,
        200,
        200,
        200,
        200,
    ]
    complaint = Complaint.objects.get()
    assert (complaint.story, complaint.desired_outcome) == (STORY, WISH)
    assert set(complaint.messages.values_list("body", flat=True)) == {WORD, ANSWER}
    assert len(list(lived.letters.glob("*.eml"))) == 2
    assert lived.said().count("kikitori.request") > 2 * len(lived.pages)


def test_log_holds_neither_secret_nor_traces_nor_words(lived: Lived) -> None:
    said = lived.said()
    assert [each for each in written(lived.slip.secret) if each in said] == []
    assert [each for each in (*TRACES, *PEOPLES) if each in said] == []
    assert lived.slip.locator not in said
    assert lived.slip.reference not in said


def test_addresses_hold_no_code_and_no_word(lived: Lived) -> None:
    """Those that were asked for, and those that stand on the pages to be asked for."""
    there = [
        found for page in lived.pages for found in re.findall(r'(?:href|action|src)="([^"]*)"', page.html)
    ]
    assert "/follow/write/" in {*there}
    for address in (*lived.asked, *there):
        for word in (
            *written(lived.slip.secret),
            lived.slip.locator,
            lived.slip.reference,
            *TRACES,
            *PEOPLES,
        ):
            assert word not in address, address


def test_secret_stands_on_the_slip_and_on_no_other_page(lived: Lived) -> None:
    secret = lived.slip.secret
    with_it = [
        at for at, page in enumerate(lived.pages) if any(each in page.html for each in written(secret)[:4])
    ]
    assert with_it == [2]
    assert lived.pages[2].answer["Cache-Control"] == "no-store"


def test_mails_hold_neither_secret_nor_traces(lived: Lived) -> None:
    for file in lived.letters.glob("*.eml"):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        texts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        read = "\n".join([str(mail.items()), *texts, file.read_text("utf-8", "replace")])
        assert [each for each in (*written(lived.slip.secret), *TRACES) if each in read] == []
        assert not list(mail.iter_attachments())


def rows() -> str:
    """Every row of every table, with what lies packed in sessions and in the cache."""
    told = [str(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT whole::text FROM "{table}" whole')
            told += [row for (row,) in cursor]
        cursor.execute("SELECT value FROM kikitori_cache")
        told += [b64decode(value).decode("latin-1") for (value,) in cursor]
    return "\n".join(told)


def test_token_of_a_mailed_link_is_in_its_mail_alone(lived: Lived, clock: StillClock) -> None:
    """Asked for, pressed, asked for once more: no log, no row and no page but its own says it."""
    visitor, letter = Visitor("ja", address=ADDRESS), Letter.objects.filter(medium="email").latest("id")
    token = token_of(letter)
    assert any(
        token
        in str(
            message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("plain",)).get_content()
        )
        for file in lived.letters.glob("*.eml")
    )
    visitor.go(f"/follow/link/{token}/")
    page = visitor.fill("open")
    assert lived.slip.reference in page.main
    mark = token.partition("-")[2]
    for told in (lived.said(), rows(), page.html):
        assert mark not in told


def test_rows_hold_neither_secret_nor_traces(lived: Lived) -> None:
    kept = rows()
    assert STORY in kept
    assert [each for each in (*written(lived.slip.secret), *TRACES) if each in kept] == []


def test_jobs_hold_numbers_alone(lived: Lived) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        given = [args for (args,) in cursor]
    assert given
    assert all(re.fullmatch(r"[\x20-\x7e]*", args) and EMAIL not in args for args in given)


def test_failure_in_the_middle_is_logged_without_the_words_that_failed(arrived: Lived) -> None:
    """PostgreSQL shows the row that it refuses: the whole complaint."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if sql.startswith('INSERT INTO "records_complaint"'):
            execute("UPDATE records_complaint SET state = NULL", None, False, context)
        return done

    visitor = arrived.visitor
    visitor.client.raise_request_exception = False
    visitor.writes(STORY, WISH, reach="open", name=NAME, email=EMAIL)
    with connection.execute_wrapper(refuse):
        page = visitor.fill()
    assert page.status == 500
    said = arrived.said()
    assert "NotNullViolation" in said
    assert [each for each in (*TRACES, *PEOPLES) if each in said] == []
