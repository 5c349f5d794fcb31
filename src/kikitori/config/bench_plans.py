"""How each page asks the database: how many queries, and for each the plan it really had, as the role of the web.

The pages are drawn in this process; every query they make is heard, and explained on the same data. So are the sweeps
of the schedule, which are taken back afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from kikitori.casework.automation.keep import switch_automation, write_automation
from kikitori.casework.automation.run import run_automations
from kikitori.casework.deliver import letters_left_behind
from kikitori.casework.file_mails import file_waiting
from kikitori.casework.keep_mail import keep_mail
from kikitori.casework.sweep import ask_and_close, note_missed_promises, turn_clocks
from kikitori.casework.write import note
from kikitori.config.bench_load import Page, Refused
from kikitori.config.bench_mail import made_up_mails
from kikitori.config.bench_reading import Reading, read_plan
from kikitori.interfaces.portal.queries import receipt_of
from kikitori.records.access.visibility import visible_to
from kikitori.records.automation.rule import Action, OnEvent, OnTime, Rule
from kikitori.records.automation.terms import ActionKind, Anchor, Unit
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role

#: What runs by the clock, and the one question behind a sign-in at the portal.
SWEEPS: dict[str, Callable[[], object]] = {
    "sweep: promises": lambda: note_missed_promises(Actor.system("swept"), now=timezone.now()),
    "sweep: clocks": lambda: turn_clocks(Actor.system("swept"), now=timezone.now()),
    "sweep: letters": lambda: letters_left_behind(timezone.now()),
    "sweep: silence": lambda: ask_and_close(Actor.system("silence"), now=timezone.now()),
    "slip by locator": lambda: receipt_of("GGGG-GGGH"),
}
_SHOWN = (200, 302)
#: Clocks that run for a month yet, spread over the complaints.
_RUNNING = """
insert into records_clock (complaint_id, kind, rule, audience, started_at, due_at, reason, pauses, told, turns_at, why)
select id, 'decision', 'jp-default/1/decision', 'complainant', now(), soon, '', '[]', 'running', soon, '[]'
from (select id, now() + make_interval(days => 30, secs => n) as soon
      from generate_series(1, %(number)s) n
      join (select id, row_number() over (order by id) - 1 as place, count(*) over () as all_of_them
            from records_complaint) c on c.place = n %% c.all_of_them) as more
"""


@dataclass
class Heard:
    """The queries of one page: (milliseconds, SQL, parameters)."""

    name: str
    queries: list[tuple[float, str, Any]] = field(default_factory=list)
    #: Explained while its data was there; None: it still is.
    readings: list[tuple[str, Reading]] | None = None

    @property
    def milliseconds(self) -> float:
        """Time in the database, as this process saw it."""
        return sum(taken for taken, _, _ in self.queries)

    def explained(self) -> list[tuple[str, Reading]]:
        """Each query that reads, explained anew; what it locks is let go again."""
        if self.readings is not None:
            return self.readings
        return [(sql, plan_of(sql, parameters)) for _, sql, parameters in self.queries if _reads(sql)]


def hear_page(page: Page) -> Heard:
    """Draw a page once to warm up and once to listen. Raises Refused where it is neither shown nor leads on."""
    ask = page.ask()
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="ja")
    client.cookies = SimpleCookie(ask.cookie)
    client.get(ask.path)
    heard = Heard(page.name)
    with _hearing(heard):
        answer = client.get(ask.path)
    if answer.status_code not in _SHOWN or "/sign-in/" in answer.headers.get("Location", ""):
        raise Refused(f"{page.name}: {answer.status_code}")
    return heard


def hear_sweep(name: str) -> Heard:
    """Run one sweep and take back what it did."""
    heard = Heard(name)
    with transaction.atomic(), _hearing(heard):
        SWEEPS[name]()
        transaction.set_rollback(True)
    return heard


def hear_clocks(number: int) -> Heard:
    """Sweep `number` running clocks of which none is due, made for it on the complaints there are; all taken back."""
    heard = Heard(f"sweep: clocks, {number} more running, none due")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_RUNNING, {"number": number})
            cursor.execute("analyze records_clock")
        with _hearing(heard):
            turn_clocks(Actor.system("swept"), now=timezone.now() - timedelta(days=3650))
        heard.readings = heard.explained()
        transaction.set_rollback(True)
    return heard


def hear_mails(number: int) -> Heard:
    """File `number` mails together, each from somebody unknown, as a worker does; all taken back."""
    heard = Heard(f"mail: {number} filed together")
    actor = Actor.system("mail")
    with transaction.atomic():
        for raw in made_up_mails("plans", number):
            keep_mail(actor, [raw], mailbox=None, arrived_at=timezone.now())
        with _hearing(heard):
            file_waiting(actor, now=timezone.now)
        heard.readings = heard.explained()
        transaction.set_rollback(True)
    return heard


def hear_automations(number: int) -> Heard:
    """Two automations switched on, one of them waiting for time, and a note on `number` complaints; all taken back.

    Heard is the job that follows: it walks the open complaints to set their timers, goes through the new entries, and
    looks for what is due.
    """
    heard = Heard(f"automations: {number} new entries")
    now = timezone.now()
    lead = actor_for(Staff.objects.filter(role=Role.LEAD.value, is_active=True).earliest("pk"))
    with transaction.atomic():
        for when in (OnEvent((EventKind.NOTED,)), OnTime(Anchor.RECEIVED, 1, Unit.DAYS)):
            rule = Rule("計測", "Measured", when, actions=(Action(ActionKind.NOTE, text="計測"),))
            switch_automation(lead, write_automation(lead, rule, now=now), on=True, now=now)
        for complaint in visible_to(lead).filter(state=State.ACKNOWLEDGED.value).order_by("-pk")[:number]:
            note(lead, complaint, body="計測", now=now, token=f"plans {complaint.pk}")
        with _hearing(heard):
            run_automations(now=lambda: now)
        heard.readings = heard.explained()
        transaction.set_rollback(True)
    return heard


def plan_of(sql: str, parameters: Any) -> Reading:
    """Run a query that reads once more, under EXPLAIN."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY, FORMAT JSON) {sql}", parameters)
        ((explained,),) = cursor.fetchone()
        transaction.set_rollback(True)
    return read_plan(explained)


def sizes() -> dict[str, int]:
    """Rows of each table, as the planner believes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, greatest(reltuples, 0)::bigint from pg_class"
            " where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        return dict(cursor.fetchall())


def _reads(sql: str) -> bool:
    return sql.lstrip("( \n").upper().startswith("SELECT")


@contextmanager
def _hearing(heard: Heard) -> Iterator[None]:
    def listen(execute: Callable[..., Any], sql: str, params: Any, *how: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, *how)
        finally:
            heard.queries.append((1000 * (time.perf_counter() - began), sql, params))

    with connection.execute_wrapper(listen):
        yield
