"""Every job of the house: what the worker runs when asked, and what it runs by the clock. Thin: verbs do the work.

Procrastinate runs a job at least once; each of these may run twice without harm. A worker that was killed
leaves its jobs „doing“: the sweep gives them back to the queue. croniter: five fields, minute first; a sixth, seconds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from psycopg import sql

from kikitori.casework import recount, rounds
from kikitori.casework.account_mail import JOB as JOB_ACCOUNT_MAIL
from kikitori.casework.account_mail import mails_left_behind as account_mails_left_behind
from kikitori.casework.account_mail import send_account_mail
from kikitori.casework.automation.run import JOB as JOB_AUTOMATIONS
from kikitori.casework.automation.run import run_automations
from kikitori.casework.breach.telling import JOB as JOB_BREACH
from kikitori.casework.breach.telling import notices_left_behind, send_breach_notice
from kikitori.casework.deliver import deliver_letter, letters_left_behind
from kikitori.casework.drafts import forget_sent_pages
from kikitori.casework.duties import watch_duties
from kikitori.casework.enclosures import SCAN_JOB
from kikitori.casework.file_mails import file_waiting
from kikitori.casework.mail_link import JOB as JOB_LINK
from kikitori.casework.mail_link import links_left_behind, send_asked_link
from kikitori.casework.namings_due import tell_of_undecided_namings
from kikitori.casework.notice_mail import JOB as JOB_NOTICE_MAIL
from kikitori.casework.notice_mail import mails_left_behind, send_notice_mail
from kikitori.casework.notices_due import make_due_mails
from kikitori.casework.parcels import forget_unsent
from kikitori.casework.presence import forget_absent
from kikitori.casework.prevent.checking import check_actions
from kikitori.casework.scan_attachments import scan_attachments
from kikitori.casework.scan_enclosures import forget_unused_files, scan_enclosures
from kikitori.casework.schedule_reply import JOB as JOB_REPLY
from kikitori.casework.schedule_reply import replies_left_behind, send_waiting_reply
from kikitori.casework.second_contact import ask_again_where_due
from kikitori.casework.sweep import (
    ask_and_close,
    note_missed_promises,
    raise_unanswered_escalations,
    turn_clocks,
)
from kikitori.casework.webhooks.call import PATIENCE, call_webhook
from kikitori.casework.webhooks.leave import JOB as JOB_WEBHOOK
from kikitori.casework.webhooks.leave import ask_for_calls
from kikitori.casework.webhooks.upkeep import forget_calls, give_up_old, webhooks_left_behind
from kikitori.config.sessions import SessionStore
from kikitori.foundation import jobs
from kikitori.foundation.outbound import Outbound
from kikitori.foundation.postgres.session import signed_transaction
from kikitori.insight.search.upkeep import keep_up
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.raw import enclosure_store, mail_store
from kikitori.records.people.actor import Actor

logger = logging.getLogger(__name__)

#: A worker that has not been heard of for so long is dead (its heartbeat comes every ten seconds).
DEAD_AFTER_SECONDS = 45
KEEP_JOBS_HOURS = 24 * 7
#: Complaints that one job makes findable; the next begins five seconds after it has begun, or when it has ended.
SEARCH_AT_ONCE = 1000
SEARCH_QUEUE = "search"
AUTOMATION_QUEUE = "automation"
_DAY_SECONDS = 24 * 60 * 60.0


@app.task(name=jobs.PREFIX + "deliver_letter", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def deliver(letter_id: int) -> None:
    """Send one letter of the outbox."""
    actor = Actor.system("outbox")
    with signed_transaction(actor.signature, f"job-{uuid4().hex[:12]}"):
        deliver_letter(actor, letter_id, now=timezone.now())


@app.task(name=jobs.PREFIX + "deliver_letters", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def deliver_several(letter_ids: list[int]) -> None:
    """Send letters that were written together. Where the road is closed, the rest try it each by a job of their own.

    One that cannot be sent because of a fault of ours does not keep back those behind it, and is tried again.
    """
    actor, faults = Actor.system("outbox"), list[Exception]()
    for at, letter_id in enumerate(letter_ids, 1):
        try:
            with signed_transaction(actor.signature, f"job-{uuid4().hex[:12]}"):
                outcome = deliver_letter(actor, letter_id, now=timezone.now())
        except Exception as fault:
            logger.exception("letter not sent", extra={"letter": letter_id})
            faults.append(fault)
            continue
        if outcome is LetterState.WAITING:
            for other in letter_ids[at:]:
                jobs.defer("deliver_letter", queueing_lock=f"letter:{other}", letter_id=other)
            break
    if faults:
        raise ExceptionGroup("letters not sent", faults)


@app.periodic(cron="* * * * *")
@app.task(name=jobs.PREFIX + "sweep_letters", queueing_lock="sweep_letters")
def sweep_letters(timestamp: int) -> None:
    """Give every letter whose time has come a job, in case its own was lost."""
    for letter_id in letters_left_behind(timezone.now()):
        jobs.defer("deliver_letter", queueing_lock=f"letter:{letter_id}", letter_id=letter_id)


@app.task(name=jobs.PREFIX + JOB_REPLY, retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def send_reply(pending_id: int) -> None:
    """Send one reply whose moment has come, unless it was taken back."""
    actor = Actor.system("outbox")
    with signed_transaction(actor.signature, f"job-{uuid4().hex[:12]}"):
        send_waiting_reply(actor, pending_id, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name=jobs.PREFIX + "sweep_replies", queueing_lock="sweep_replies")
def sweep_replies(timestamp: int) -> None:
    """Give every reply whose moment has passed a job, in case its own was lost."""
    for pending_id in replies_left_behind(timezone.now()):
        jobs.defer(JOB_REPLY, queueing_lock=f"reply:{pending_id}", pending_id=pending_id)


@app.task(name=jobs.PREFIX + JOB_NOTICE_MAIL, retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def send_notices(number: int) -> None:
    """Send one e-mail that says how many notices wait for somebody."""
    actor = Actor.system("outbox")
    with signed_transaction(actor.signature, f"job-{uuid4().hex[:12]}"):
        send_notice_mail(number, now=timezone.now())


@app.task(name=jobs.PREFIX + JOB_ACCOUNT_MAIL, retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def send_about_account(number: int) -> None:
    """Send one e-mail about an account of ours."""
    actor = Actor.system("outbox")
    with signed_transaction(actor.signature, f"job-{uuid4().hex[:12]}"):
        send_account_mail(number, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name=jobs.PREFIX + "sweep_notices", queueing_lock="sweep_notices")
def sweep_notices(timestamp: int) -> None:
    """Make mails of the notices whose time has come; and give those and mails of accounts a job that lost it."""
    now = timezone.now()
    make_due_mails(now)
    for number in mails_left_behind(now):
        jobs.defer(JOB_NOTICE_MAIL, queueing_lock=f"notice-mail:{number}", number=number)
    for number in account_mails_left_behind(now):
        jobs.defer(JOB_ACCOUNT_MAIL, queueing_lock=f"account-mail:{number}", number=number)
    for number in notices_left_behind(now):
        jobs.defer(JOB_BREACH, queueing_lock=f"breach-notice:{number}", number=number)


@app.task(name=jobs.PREFIX + JOB_BREACH, retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def tell_affected(number: int) -> None:
    """Tell one person whose data may have leaked."""
    actor = Actor.system("outbox")
    with signed_transaction(actor.signature, f"job-{uuid4().hex[:12]}"):
        send_breach_notice(number, now=timezone.now())


@app.task(name=jobs.PREFIX + JOB_LINK, retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def send_link(number: int) -> None:
    """Look at one wish for a link, and send it where it is right."""
    actor = Actor.system("link_asked")
    with signed_transaction(actor.signature, f"job-{uuid4().hex[:12]}"):
        send_asked_link(actor, number, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name=jobs.PREFIX + "sweep_links", queueing_lock="sweep_links")
def sweep_links(timestamp: int) -> None:
    """Have every wish for a link looked at, in case its own job was lost."""
    for number in links_left_behind(timezone.now()):
        jobs.defer(JOB_LINK, queueing_lock=f"link:{number}", number=number)


@app.task(name=jobs.PREFIX + JOB_WEBHOOK, retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def call_one_webhook(number: int) -> None:
    """Make the calls of one webhook that are due."""
    call_webhook(Actor.system("outbox"), number, now=timezone.now, ask=Outbound(seconds=PATIENCE))


@app.periodic(cron="* * * * *")
@app.task(name=jobs.PREFIX + "sweep_webhooks", queueing_lock="sweep_webhooks")
def sweep_webhooks(timestamp: int) -> None:
    """End calls that are no news any more; and give those webhooks a job for which calls have become due."""
    now = timezone.now()
    give_up_old(now)
    for number in webhooks_left_behind(now):
        ask_for_calls(number)


@app.task(
    name=jobs.PREFIX + "file_mails",
    retry=RetryStrategy(max_attempts=5, exponential_wait=2),
    pass_context=True,
)
def file_mails(context: JobContext) -> None:
    """File every mail that waits. After a worker has died over this job, with care."""
    file_waiting(Actor.system("mail"), now=timezone.now, careful=context.job.attempts > 0)


@app.periodic(cron="* * * * *")
@app.task(name=jobs.PREFIX + "sweep_mails", queueing_lock="sweep_mails")
def sweep_mails(timestamp: int) -> None:
    """File what a lost job has left behind, with care."""
    file_waiting(Actor.system("mail"), now=timezone.now, careful=True)


@app.periodic(cron="* * * * *")
@app.task(name=jobs.PREFIX + "scan_attachments", queueing_lock="scan_attachments")
def scan_new_attachments(timestamp: int) -> None:
    """Have new attachments looked at, where there is a scanner; every ten minutes also those that could not be."""
    scanner = settings.ENVIRONMENT.clamav
    if scanner:
        actor, now = Actor.system("mail"), timezone.now()
        scan_attachments(actor, scanner, now=now)
        scan_enclosures(actor, scanner, now=now)
        if timestamp // 60 % 10 == 0:
            scan_attachments(actor, scanner, now=now, again=True)
            scan_enclosures(actor, scanner, now=now, again=True)


@app.task(name=jobs.PREFIX + SCAN_JOB)
def scan_new_enclosures() -> None:
    """Have files looked at that somebody has just added: their reply may go in a few seconds."""
    if settings.ENVIRONMENT.clamav:
        scan_enclosures(Actor.system("mail"), settings.ENVIRONMENT.clamav, now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name=jobs.PREFIX + "sweep_promises", queueing_lock="sweep_promises")
def sweep_promises(timestamp: int) -> None:
    """Note promises that were missed; tell leads once more of what they were to decide by its day."""
    note_missed_promises(Actor.system("swept"), now=timezone.now())
    tell_of_undecided_namings(Actor.system("swept"), now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name=jobs.PREFIX + "sweep_clocks", queueing_lock="sweep_clocks")
def sweep_clocks(timestamp: int) -> None:
    """Say which deadlines are near or past, and bring them before somebody; give tasks for those of legal duties."""
    now = timezone.now()
    turn_clocks(Actor.system("swept"), now=now)
    watch_duties(Actor.system("legal_duty"), now=now)


@app.periodic(cron="* * * * *")
@app.task(name=jobs.PREFIX + "sweep_escalations", queueing_lock="sweep_escalations")
def sweep_escalations(timestamp: int) -> None:
    """Take escalations that nobody has acknowledged in time one level up."""
    raise_unanswered_escalations(Actor.system("unanswered"), now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(
    name=jobs.PREFIX + recount.JOB,
    queueing_lock=recount.JOB,
    lock=recount.JOB,
    retry=RetryStrategy(max_attempts=5, exponential_wait=2),
)
def recount_house(timestamp: int) -> None:
    """Count the deadlines of the house anew where somebody has asked for it; also if the job of the asking was lost."""
    recount.recount_house(Actor.system("recount"), now=timezone.now())


@app.task(name=jobs.PREFIX + rounds.JOB, retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def carry_on_round(number: int) -> None:
    """Do to the complaints of a round that still wait what was asked for."""
    rounds.carry_on(number, now=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(name=jobs.PREFIX + "sweep_rounds", queueing_lock="sweep_rounds")
def sweep_rounds(timestamp: int) -> None:
    """Give every round that has not ended a job, in case its own was lost."""
    for number in rounds.rounds_left_behind(timezone.now()):
        jobs.defer(rounds.JOB, queueing_lock=f"round:{number}", number=number)


@app.periodic(cron="* * * * * */10")
@app.task(
    name=jobs.PREFIX + JOB_AUTOMATIONS,
    queueing_lock=JOB_AUTOMATIONS,
    lock=JOB_AUTOMATIONS,
    queue=AUTOMATION_QUEUE,
)
def run_automations_by_themselves(timestamp: int) -> None:
    """What happens by itself after new entries and by the clock; where no automation is on, that is one question."""
    run_automations(now=timezone.now)


@app.periodic(cron="10 * * * *")
@app.task(name=jobs.PREFIX + "sweep_silence", queueing_lock="sweep_silence")
def sweep_silence(timestamp: int) -> None:
    """Ask whether it is solved when that was promised, close what stayed silent; ask once more whether it holds."""
    ask_and_close(Actor.system("silence"), now=timezone.now())
    ask_again_where_due(Actor.system("second_contact"), now=timezone.now())


@app.periodic(cron="20 * * * *")
@app.task(name=jobs.PREFIX + "sweep_actions", queueing_lock="sweep_actions")
def sweep_actions(timestamp: int) -> None:
    """Count what came again after corrective actions; what proved ineffective begins anew."""
    check_actions(Actor.system("watched"), now=timezone.now())


@app.periodic(cron="* * * * * */5")
@app.task(
    name=jobs.PREFIX + "index_search", queueing_lock="index_search", lock="index_search", queue=SEARCH_QUEUE
)
def index_search(timestamp: int) -> None:
    """Let search find what has changed, within seconds; where nothing has, that is two questions to the database."""
    keep_up(SEARCH_AT_ONCE)


@app.periodic(cron="40 * * * *")
@app.task(name=jobs.PREFIX + "forget_search_jobs", queueing_lock="forget_search_jobs")
async def forget_search_jobs(timestamp: int) -> None:
    """Drop finished jobs of the search and of automation after an hour: there are a thousand of them in it."""
    for queue in (SEARCH_QUEUE, AUTOMATION_QUEUE):
        await app.job_manager.delete_old_jobs(nb_hours=1, queue=queue, include_failed=False)


@app.periodic(cron="* * * * *")
@app.task(name=jobs.PREFIX + "sweep_stalled_jobs", queueing_lock="sweep_stalled_jobs")
async def sweep_stalled_jobs(timestamp: int) -> None:
    """Give jobs of dead workers back to the queue; those of which another waits already are ended instead."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS)
    for job in stalled:
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            # Its place (the queueing lock) has been taken meanwhile: whoever waits there does the same work.
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        logger.warning("job given back", extra={"job": job.id, "task": job.task_name})


@app.periodic(cron="15 3 * * *")
@app.task(name=jobs.PREFIX + "forget_old_jobs", queueing_lock="forget_old_jobs")
async def forget_old_jobs(timestamp: int) -> None:
    """Drop rows of finished jobs after a week; letters and timeline keep what matters."""
    await app.job_manager.delete_old_jobs(nb_hours=KEEP_JOBS_HOURS, include_failed=True)


@app.periodic(cron="25 3 * * *")
@app.task(name=jobs.PREFIX + "forget_what_expired", queueing_lock="forget_what_expired")
def forget_what_expired(timestamp: int) -> None:
    """Drop what nobody reads any more and would pile up: sessions, counters, old calls, mails broken off half-way.

    One part that fails stops no other: it is logged, and the job fails at the end, so that it is seen.
    """
    now, failed = timezone.now(), list[str]()
    for part, forget in _EXPIRING.items():
        try:
            with transaction.atomic():
                forget(now)
        except Exception:
            logger.exception("not forgotten", extra={"part": part})
            failed.append(part)
    if failed:
        raise RuntimeError(f"not forgotten: {', '.join(failed)}")


def _forget_counters(_now: datetime) -> None:
    table = sql.Identifier(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("delete from {} where expires < now()").format(table))


#: What expires, by its name in the log.
_EXPIRING: dict[str, Callable[[datetime], object]] = {
    "sessions": lambda _now: SessionStore.clear_expired(),
    "sent pages": forget_sent_pages,
    "presence": forget_absent,
    "calls of webhooks": forget_calls,
    "parcels": forget_unsent,
    "mails broken off": lambda _now: mail_store().forget_drafts(older_than=_DAY_SECONDS),
    "files broken off": lambda _now: enclosure_store().forget_drafts(older_than=_DAY_SECONDS),
    "unused files": lambda _now: forget_unused_files(older_than=_DAY_SECONDS),
    "counters": _forget_counters,
}
