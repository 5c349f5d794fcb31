"""Jobs are rows of the caller's transaction."""

from __future__ import annotations

from datetime import UTC, datetime

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
