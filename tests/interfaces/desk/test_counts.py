"""The numbers around every page: one statement, made once for each role, that says the same as the lists."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from kikitori.casework.assign import assign_complaint
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.following import unread_counted
from kikitori.casework.guideline_reading import unread_guidelines_counted
from kikitori.foundation.postgres.counted import LIMIT, UpTo
from kikitori.interfaces.desk.alerts import AlertCounts, before_whom
from kikitori.interfaces.desk.counts import Counts, count_all
from kikitori.interfaces.desk.horizon import GROUPS, Horizon
from kikitori.interfaces.desk.mails.quarantine import MailCounts, held_counted
from kikitori.interfaces.desk.outbox import OutboxCounts, Pile, pile
from kikitori.interfaces.desk.owed import Group, OwedCounts, Whose, owed
from kikitori.interfaces.desk.queues import IN_BAR, QueueName, places_counted, queue
from kikitori.interfaces.desk.waiting_replies import RepliesCounts, replies_counted
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Role
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import by_post, call_promised, restricted, taken_in
from tests.mails import filed, raw

HOUR = timedelta(hours=1)


def horizon() -> Horizon:
    return Horizon.at(timezone.now(), makers.JAPAN)


def asked_anew(actor: Actor, border: Horizon) -> Counts:
    """The same, by the lists and queries themselves."""
    groups = {
        whose: {
            group: sum(border.group_of(each.due_at) is group for each in owed(actor, border, whose))
            for group in GROUPS
        }
        for whose in Whose
    }
    places = {name: UpTo(queue(actor, name).count()) for name in IN_BAR}
    alerts = AlertCounts.of_rows(before_whom(actor))
    replies = RepliesCounts.of_rows(replies_counted(actor))
    held = MailCounts.of_rows(held_counted(actor, border))
    unread = sum(row["number"] for row in unread_counted(actor))
    guidelines = sum(row["number"] for row in unread_guidelines_counted(actor))
    outbox = OutboxCounts(*(UpTo(pile(actor, name).count()) for name in Pile))
    return Counts(OwedCounts(groups), places, outbox, alerts, held, unread, replies, guidelines)


@pytest.fixture
def busy_house(cast: Cast) -> None:
    """Something in every place, in several hands, seen by some."""
    for number, hands in enumerate((cast.handler, cast.colleague, None, cast.handler)):
        complaint = taken_in(cast, maker=makers.acknowledged, complainant=by_post(f"文野 {number}"))
        if hands:
            assign_complaint(cast.actor("lead"), complaint, to=hands, now=timezone.now())
        for due in (-2 * HOUR, HOUR, 30 * HOUR, 200 * HOUR):
            call_promised(cast, complaint, due=due + number * HOUR)
        if number < 3:
            escalate_complaint(
                cast.actor("lead"), complaint, reason="判断を", level=1 + number, now=timezone.now()
            )
    taken_in(cast, safety={"fire": "yes"})
    for number, days in enumerate((0, 1, 5)):
        filed(raw(f"{number}", Precedence="bulk"), at=timezone.now() - timedelta(days=days))
    hidden = restricted(cast).letters.get(kind="acknowledgement").message_id
    filed(raw("極秘", sender="x@example.org", In_Reply_To=hidden), at=timezone.now())
    call_promised(cast, restricted(cast, complainant=by_post("隠野 しずか")), due=-HOUR)


@pytest.mark.usefixtures("busy_house")
@pytest.mark.parametrize("who", ["handler", "colleague", "lead", "auditor", "administrator"])
def test_statement_made_for_a_role_counts_what_its_reader_sees(cast: Cast, who: str) -> None:
    for _ in range(2):  # made, and found made
        assert count_all(cast.actor(who), horizon()) == asked_anew(cast.actor(who), horizon())


@pytest.mark.usefixtures("busy_house")
def test_two_of_one_role_count_their_own(cast: Cast) -> None:
    mine = [
        count_all(cast.actor(who), horizon()).owed.of(Whose.MINE, GROUPS) for who in ("handler", "colleague")
    ]
    assert mine[0] > mine[1] > 0


@pytest.mark.usefixtures("busy_house")
def test_statement_counts_from_the_moment_it_is_asked(cast: Cast) -> None:
    for ahead in (timedelta(), timedelta(days=1), timedelta(days=40)):
        border = Horizon.at(timezone.now() + ahead, makers.JAPAN)
        assert count_all(cast.actor("lead"), border) == asked_anew(cast.actor("lead"), border)


@pytest.mark.parametrize("role", Role)
def test_counting_all_is_one_query_at_most(cast: Cast, role: Role, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(1):
        count_all(Actor.staff(cast.handler.pk, role, ""), horizon())


def test_only_staff_have_counts(cast: Cast) -> None:
    with pytest.raises(ValueError, match="staff"):
        count_all(makers.complainant_of(taken_in(cast)), horizon())


def rows(*groups: tuple[Group, int]) -> list[dict[str, object]]:
    return [{"place": GROUPS.index(group), "number": number} for group, number in groups]


@pytest.mark.parametrize(
    ("counted", "more"),
    [
        (rows(), set()),
        (rows((Group.LATE, 2), (Group.WEEK, 5)), set()),
        # At the limit it is exact; one more, and the last group is not whole.
        (rows((Group.LATE, LIMIT)), set()),
        (rows((Group.LATE, LIMIT + 1)), set(Group)),
        (rows((Group.LATE, LIMIT), (Group.NOON, 1)), set(Group) - {Group.LATE}),
        (rows((Group.LATE, 1), (Group.WEEK, LIMIT)), {Group.WEEK}),
        (
            rows((Group.TODAY, LIMIT), (Group.TOMORROW, 1)),
            {Group.TOMORROW, Group.WEEK},
        ),
    ],
)
def test_of_what_was_not_counted_to_its_end_there_is_more(counted, more) -> None:
    whole = rows((Group.LATE, 1))
    for whose, other, counts in (
        (Whose.ALL, Whose.MINE, OwedCounts.of_rows(counted, whole)),
        (Whose.MINE, Whose.ALL, OwedCounts.of_rows(whole, counted)),
    ):
        assert {group for group in Group if counts.of(whose, (group,)).is_more} == more
        assert counts.of(whose).is_more == bool(more)
        assert counts.of(whose) == min(LIMIT, sum(row["number"] for row in counted))
        # Each is counted for itself: a house that is a thousand late hides nobody's own.
        assert (counts.of(other), counts.of(other).is_more) == (1, False)


def test_place_with_more_than_anybody_reads_says_so() -> None:
    counted = places_counted([{"place": "main", "number": LIMIT + 1}, {"place": "mine", "number": LIMIT}])
    assert {name: (int(number), number.is_more) for name, number in counted.items()} == {
        QueueName.URGENT: (0, False),
        QueueName.UNASSIGNED: (0, False),
        QueueName.MINE: (LIMIT, False),
        QueueName.MAIN: (LIMIT, True),
    }


@pytest.mark.parametrize("part", ["nav", "tabs"])
@pytest.mark.parametrize(
    ("number", "shown"), [(UpTo(7), "7"), (UpTo(1000, is_more=True), "1,000+"), (UpTo(1000), "1,000")]
)
def test_more_is_shown_with_a_plus(part: str, number: UpTo, shown: str) -> None:
    item = {"url": "/", "label": "通常", "count": number, "current": False, "late": False, "key": "5"}
    drawn = render_to_string(f"look/{part}.html", {"items": [item], "label": "一覧"})
    assert f">{shown}</span>" in drawn
