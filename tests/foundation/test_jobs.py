"""Jobs are rows of the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from kikitori.foundation import jobs

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.order_by("id"))


def test_a_job_carries_its_name_and_ids():
    jobs.defer("weigh", complaint_id=5, part="a")
    (job,) = waiting()
    assert job.task_name == "kikitori.weigh"
    assert job.args == {"complaint_id": 5, "part": "a"}
    assert job.status == "todo"


def test_a_job_of_a_transaction_that_failed_does_not_exist():
    with transaction.atomic():
        jobs.defer("weigh", complaint_id=5)
        transaction.set_rollback(True)
    assert waiting() == []


def test_a_job_is_not_seen_before_commit():
    with transaction.atomic():
        jobs.defer("weigh", complaint_id=5)
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("select count(*) from procrastinate_jobs")
            assert cursor.fetchone() == (0,)
        other.close()
    assert len(waiting()) == 1


def test_a_second_job_with_the_same_queueing_lock_is_left_out():
    jobs.defer("weigh", queueing_lock="weigh:5", complaint_id=5)
    jobs.defer("weigh", queueing_lock="weigh:5", complaint_id=5)
    assert len(waiting()) == 1


def test_a_job_left_out_does_not_spoil_the_transaction_around_it():
    with transaction.atomic():
        jobs.defer("weigh", queueing_lock="weigh:5", complaint_id=5)
        jobs.defer("weigh", queueing_lock="weigh:5", complaint_id=5)
        jobs.defer("tell", complaint_id=5)
    assert [job.task_name for job in waiting()] == ["kikitori.weigh", "kikitori.tell"]


def test_other_queueing_locks_and_none_do_not_hinder_each_other():
    for lock in ("weigh:5", "weigh:6", None, None):
        jobs.defer("weigh", queueing_lock=lock, complaint_id=5)
    assert len(waiting()) == 4


def test_a_lock_is_free_again_once_its_job_is_being_done():
    jobs.defer("weigh", queueing_lock="weigh:5", complaint_id=5)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing'")
    jobs.defer("weigh", queueing_lock="weigh:5", complaint_id=5)
    assert [job.status for job in waiting()] == ["doing", "todo"]


def test_a_job_may_be_told_to_wait():
    moment = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)
    jobs.defer("weigh", schedule_at=moment, complaint_id=5)
    assert waiting()[0].scheduled_at == moment


def test_a_job_may_be_deferred_without_a_transaction():
    jobs.defer("weigh", complaint_id=1)
    assert len(waiting()) == 1


# ---- several transactions at once


def in_its_own(*names: str, meeting: Barrier | None = None) -> None:
    """In a thread of its own: one transaction that leaves a job for each of these; after each it meets others."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                # Where one waits for another after all, the test ends with an error and not never.
                cursor.execute("set local lock_timeout = '10s'")
            for name in names:
                jobs.defer("weigh", queueing_lock=name, what=name)
                if meeting is not None:
                    meeting.wait(timeout=30)
    finally:
        connection.close()


def names_of(status: str = "todo") -> list[str]:
    return sorted(job.args["what"] for job in ProcrastinateJob.objects.filter(status=status))


def test_two_that_leave_the_same_jobs_in_opposite_orders_do_not_wait_for_each_other():
    """Each has left one when the other leaves it, too: with a lock on the row, one of them would be broken off."""
    orders: Sequence[tuple[str, str]] = (("one", "two"), ("two", "one"))
    meeting = Barrier(len(orders))
    with ThreadPoolExecutor(len(orders)) as pool:
        for done in [pool.submit(in_its_own, *order, meeting=meeting) for order in orders]:
            done.result(timeout=60)
    assert names_of() == ["one", "one", "two", "two"], "rather one too many than one too few"


def test_nobody_waits_for_a_transaction_that_has_left_the_same_job():
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        jobs.defer("weigh", queueing_lock="one", what="one")
        pool.submit(in_its_own, "one").result(timeout=60)
        transaction.set_rollback(True)
    assert names_of() == ["one"], "the transaction that left it first failed; the other needs it all the same"


def test_job_left_beside_another_does_not_hinder_those_to_come():
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            jobs.defer("weigh", queueing_lock="one", what="one")
            pool.submit(in_its_own, "one").result(timeout=60)
        assert names_of() == ["one", "one"]
        for _ in range(3):
            pool.submit(in_its_own, "one").result(timeout=60)
    jobs.defer("weigh", queueing_lock="one", what="one")
    assert names_of() == ["one", "one"]


def test_one_that_finds_the_job_waiting_keeps_nobody_from_leaving_it():
    jobs.defer("weigh", queueing_lock="one", what="one")
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        jobs.defer("weigh", queueing_lock="one", what="one")
        with connection.copy().cursor() as cursor:
            cursor.execute("update procrastinate_jobs set status = 'doing'")
            cursor.connection.close()
        pool.submit(in_its_own, "one").result(timeout=60)
        locks = ProcrastinateJob.objects.filter(status="todo").values_list("queueing_lock", flat=True)
        assert list(locks) == ["one"]


def test_job_that_was_left_again_can_wait_for_its_moment():
    moment = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)
    jobs.defer("weigh", queueing_lock="one", schedule_at=moment, what="one")
    jobs.defer("weigh", queueing_lock="one", what="one")
    assert [(job.queueing_lock, job.scheduled_at) for job in waiting()] == [("one", moment)]
