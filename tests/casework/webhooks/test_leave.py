"""What is left to be told with a step: to the organisation's once, to one's own what one is told; in its transaction."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from kikitori.casework.errors import Refused, Unseen
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.following import add_follower, follow
from kikitori.casework.webhooks.keep import pause_webhook, remove_webhook
from kikitori.casework.webhooks.leave import MOST_TESTS, leave_test
from kikitori.casework.webhooks.upkeep import forget_calls
from kikitori.casework.write import hear, note
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.together.webhooks import WebhookCall, WebhookTest
from tests import makers
from tests.casework.webhooks.receiving import DAY, HOUR, MINUTE, NOW, every_kind, set_up
from tests.cast import Cast, summon

URL = "https://hooks.example.com/x"


def left() -> set[tuple[str, str]]:
    """(whose, kind) of every call."""
    rows = WebhookCall.objects.values_list("webhook__staff__login", "kind")
    return {(login or "house", kind) for login, kind in rows}


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="kikitori.call_webhook").count()


def noted(cast: Cast, it: Complaint, body: str = "確認しました") -> None:
    note(cast.actor("lead"), it, body=body, now=NOW)


def test_organisations_is_told_once_however_many_are_told_of_it(cast: Cast, complaint: Complaint) -> None:
    set_up(cast, URL)
    for role in ("colleague", "auditor"):
        follow(cast.actor(role), complaint, now=NOW)
    noted(cast, complaint)
    [call] = WebhookCall.objects.all()
    assert (call.kind, call.complaint, call.at, call.next_try_at, call.urgent) == (
        "note",
        complaint,
        NOW,
        NOW,
        False,
    )
    assert call.give_up_at == NOW + 24 * HOUR
    assert call.message_id.startswith("msg_")
    assert jobs() == 1


def test_organisations_is_told_also_where_nobody_of_ours_is(cast: Cast) -> None:
    made = makers.received(cast).complaint
    set_up(cast, URL)
    noted(cast, made)
    assert left() == {("house", "note")}


def test_only_chosen_kinds_are_told(cast: Cast, complaint: Complaint) -> None:
    set_up(cast, URL, kinds=("word",))
    set_up(cast, URL, role="handler", kinds=("escalation",))
    noted(cast, complaint)
    assert left() == set()
    hear(makers.complainant_of(complaint), complaint, body="写真です", now=NOW)
    escalate_complaint(cast.actor("lead"), complaint, reason="判断を", now=NOW)
    assert left() == {("house", "word"), ("handler", "escalation")}


def test_own_is_told_of_what_one_is_told_and_of_nothing_one_has_done(
    cast: Cast, complaint: Complaint
) -> None:
    for role in ("handler", "colleague", "lead"):
        set_up(cast, URL, role=role, kinds=every_kind())
    noted(cast, complaint)
    assert left() == {("handler", "note")}
    noted(cast, complaint, "@隣野 まこと 見てください")
    assert left() == {("handler", "note"), ("colleague", "mention")}
    add_follower(cast.actor("lead"), complaint, staff=cast.auditor, now=NOW)
    assert left() == {("handler", "note"), ("colleague", "mention")}


def test_who_is_made_a_follower_is_told(cast: Cast, complaint: Complaint) -> None:
    set_up(cast, URL, role="colleague", kinds=("added",))
    add_follower(cast.actor("lead"), complaint, staff=cast.colleague, now=NOW)
    assert left() == {("colleague", "added")}


def test_of_a_restricted_complaint_the_organisations_is_told_nothing(
    cast: Cast, complaint: Complaint
) -> None:
    set_up(cast, URL)
    set_up(cast, URL, role="handler", kinds=every_kind())
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    noted(cast, Complaint.objects.get(pk=complaint.pk))
    assert left() == {("handler", "note")}, "it is in the handler's hands"


def test_urgent_complaint_is_told_as_such(cast: Cast, complaint: Complaint) -> None:
    set_up(cast, URL)
    Complaint.objects.filter(pk=complaint.pk).update(queue="urgent")
    urgent = Complaint.objects.get(pk=complaint.pk)
    escalate_complaint(cast.actor("handler"), urgent, reason="至急", now=NOW)
    noted(cast, urgent)
    assert dict(WebhookCall.objects.values_list("kind", "urgent")) == {"escalation": True, "note": False}


def test_paused_one_is_left_nothing(cast: Cast, complaint: Complaint) -> None:
    row = set_up(cast, URL).webhook
    pause_webhook(cast.actor("administrator"), row.pk, now=NOW)
    noted(cast, complaint)
    assert (left(), jobs()) == (set(), 0)


def test_what_did_not_happen_is_told_to_nobody(cast: Cast, complaint: Complaint) -> None:
    set_up(cast, URL)

    def broken_off() -> None:
        with transaction.atomic():
            noted(cast, complaint)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert (left(), jobs()) == (set(), 0)


def test_many_notices_leave_one_job(cast: Cast, complaint: Complaint) -> None:
    set_up(cast, URL)
    for number in range(5):
        noted(cast, complaint, f"{number}")
    assert (WebhookCall.objects.count(), jobs()) == (5, 1)


@pytest.mark.parametrize(("webhooks", "statements"), [(0, 21), (1, 25), (6, 45)])
def test_step_costs_one_question_where_there_is_no_webhook(
    cast: Cast,
    complaint: Complaint,
    webhooks: int,
    statements: int,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for number in range(webhooks):
        set_up(cast, URL, name=f"{number}")
    with django_assert_max_num_queries(statements):
        noted(cast, complaint)


# ---- the test


def test_test_is_left_once_while_it_waits_and_so_often_in_an_hour(cast: Cast) -> None:
    row, me = set_up(cast, URL, role="handler").webhook, cast.actor("handler")
    assert leave_test(me, row.pk, now=NOW)
    assert not leave_test(me, row.pk, now=NOW), "one waits already"
    for number in range(1, MOST_TESTS):
        WebhookCall.objects.update(fate="sent")
        assert leave_test(me, row.pk, now=NOW + number * MINUTE)
    WebhookCall.objects.update(fate="sent")
    assert not leave_test(me, row.pk, now=NOW + 59 * MINUTE)
    assert leave_test(me, row.pk, now=NOW + 61 * MINUTE)
    assert not WebhookCall.objects.exclude(kind="test", complaint=None).exists()


def test_nobody_tests_what_is_not_theirs(cast: Cast) -> None:
    own, house = set_up(cast, URL, role="handler").webhook, set_up(cast, URL).webhook
    for role, number, wrong in (
        ("lead", own.pk, Unseen),
        ("administrator", own.pk, Unseen),
        ("handler", house.pk, Refused),
        ("administrator", 999_999, Unseen),
    ):
        with pytest.raises(wrong):
            leave_test(cast.actor(role), number, now=NOW)
    assert not WebhookCall.objects.exists()


def test_paused_one_can_be_tested(cast: Cast) -> None:
    row, administrator = set_up(cast, URL).webhook, cast.actor("administrator")
    pause_webhook(administrator, row.pk, now=NOW)
    assert leave_test(administrator, row.pk, now=NOW)


def used_up(cast: Cast, role: str, number: int, count: int = MOST_TESTS) -> None:
    """So many tests, one a minute, all through."""
    for minute in range(count):
        assert leave_test(cast.actor(role), number, now=NOW + minute * MINUTE)
        WebhookCall.objects.update(fate="sent")


@pytest.mark.parametrize("role", ["handler", "administrator"])
def test_removing_and_making_anew_gives_no_new_tests(cast: Cast, role: str) -> None:
    actor = cast.actor(role)
    for count in (4, MOST_TESTS - 4):
        row = set_up(cast, URL, role=role).webhook
        used_up(cast, role, row.pk, count)
        remove_webhook(actor, row.pk, now=NOW)
    again = set_up(cast, URL, role=role).webhook
    assert not leave_test(actor, again.pk, now=NOW + 59 * MINUTE)
    assert leave_test(actor, again.pk, now=NOW + 71 * MINUTE)


def test_many_webhooks_give_no_more_tests_than_one(cast: Cast) -> None:
    one, other = (set_up(cast, URL, name=name).webhook for name in ("一", "二"))
    used_up(cast, "administrator", one.pk)
    assert not leave_test(cast.actor("administrator"), other.pk, now=NOW + 59 * MINUTE)
    used_up(cast, "handler", set_up(cast, URL, role="handler").webhook.pk, 1)


def test_test_that_was_not_left_is_not_counted(cast: Cast) -> None:
    row, me = set_up(cast, URL, role="handler").webhook, cast.actor("handler")
    assert leave_test(me, row.pk, now=NOW)
    assert not any(leave_test(me, row.pk, now=NOW) for _ in range(MOST_TESTS + 1)), "one waits already"
    WebhookCall.objects.update(fate="sent")
    used_up(cast, "handler", row.pk, MOST_TESTS - 1)


def test_what_was_counted_is_forgotten_with_the_calls(cast: Cast) -> None:
    used_up(cast, "handler", set_up(cast, URL, role="handler").webhook.pk, 3)
    forget_calls(NOW + 29 * DAY)
    assert WebhookTest.objects.count() == 3
    forget_calls(NOW + 31 * DAY)
    assert not WebhookTest.objects.exists()


def at_once(count: int, act: Callable[[int], bool]) -> list[bool]:
    """This so many times, each in a thread of its own, begun together."""
    start = Barrier(count)

    def run(number: int) -> bool:
        try:
            start.wait(timeout=30)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_tests_asked_for_at_once_are_one() -> None:
    cast = summon()
    number = set_up(cast, URL).webhook.pk
    second = Staff.objects.create(login="second", name="管原 つづき", role="administrator")
    actors = [cast.actor("administrator"), Actor.staff(second.pk, Role.ADMINISTRATOR, second.name)] * 3
    left_one = at_once(len(actors), lambda place: leave_test(actors[place], number, now=NOW))
    assert left_one.count(True) == 1
    assert WebhookCall.objects.count() == WebhookTest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_tests_of_several_webhooks_at_once_are_no_more_than_may_be() -> None:
    cast = summon()
    numbers = [set_up(cast, URL, name=f"{place}").webhook.pk for place in range(MOST_TESTS + 4)]
    me = cast.actor("administrator")
    found = at_once(len(numbers), lambda place: leave_test(me, numbers[place], now=NOW))
    assert found.count(True) == MOST_TESTS
    assert WebhookCall.objects.count() == MOST_TESTS


# ---- several steps at once


@pytest.mark.django_db(transaction=True)
def test_steps_that_call_the_same_webhook_do_not_wait_for_each_other() -> None:
    """One step is not through yet when another leaves its call: neither waits, and what that one says is called for."""
    cast = summon()
    set_up(cast, URL)
    one, two = makers.investigated(cast), makers.investigated(cast)
    WebhookCall.objects.all().delete()
    ProcrastinateJob.objects.all().delete()

    def beside() -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("set local lock_timeout = '10s'")
                noted(cast, two)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        noted(cast, one)
        pool.submit(beside).result(timeout=60)
        transaction.set_rollback(True)
    assert list(WebhookCall.objects.values_list("complaint", flat=True)) == [two.pk]
    assert jobs() == 1
