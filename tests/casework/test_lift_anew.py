"""What was lifted is over wherever it was lifted; and of each complaint the complainant reads what is true there."""

from datetime import timedelta

import pytest

from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.goes_on import where_it_has_gone_on
from kikitori.casework.lift import LIFTED, ask_to_lift, decide_lift
from kikitori.casework.lifting import Bar, bars_of
from kikitori.casework.merge import merge_complaint, separate_complaint
from kikitori.casework.move_message import move_message
from kikitori.casework.split import PartGiven, regroup_complaint, split_complaint
from kikitori.casework.write import hear
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from kikitori.records.voices.petitions import Petition
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, complainant_of

HOUR = timedelta(hours=1)
NOW = FRIDAY + 2 * HOUR
LATER = FRIDAY + 5 * HOUR
MUCH_LATER = FRIDAY + timedelta(days=40)
OLD, NEW = "部署が変わりました。", "配置が替わりました。"


@pytest.fixture
def second() -> Staff:
    return lead("second", "副田 みのる")


def lead(login: str, name: str) -> Staff:
    return Staff.objects.create(login=login, name=name, role=Role.LEAD.value)


def barred(cast: Cast, complaint: Complaint, words: str = "受田さん", at: timedelta = 2 * HOUR) -> Petition:
    row = name_unwanted(complainant_of(complaint), complaint, words=words, now=FRIDAY + at)
    return granted(cast, complaint, row, at=at)


def granted(cast: Cast, complaint: Complaint, row: Petition, *, at: timedelta = 3 * HOUR) -> Petition:
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=row,
        granted=True,
        barred=[cast.handler],
        words="担当を替えます。",
        now=FRIDAY + at,
    )
    return row


def split_off(cast: Cast, whole: Complaint) -> Complaint:
    given = PartGiven(title="電話", text="電話で三回")
    return split_complaint(cast.actor("lead"), whole, given, token=makers.token(), now=NOW)


def asked(cast: Cast, complaint: Complaint, reason: str = OLD, by: Staff | None = None) -> int:
    actor = actor_for(by) if by else cast.actor("lead")
    ask_to_lift(actor, complaint, staff=cast.handler, reason=reason, now=LATER)
    newest = complaint.events.filter(kind="lift_asked").last()
    assert newest is not None
    return newest.pk


def lifted(by: Staff, complaint: Complaint, entry: int) -> None:
    decide_lift(actor_for(by), complaint, asked=entry, granted=True, now=LATER + HOUR)


def barred_from(*complaints: Complaint) -> list[list[int]]:
    for complaint in complaints:
        complaint.refresh_from_db()
    return [complaint.barred for complaint in complaints]


def only_bar(complaint: Complaint) -> Bar:
    complaint.refresh_from_db()
    [bar] = bars_of(complaint)
    return bar


def told_lifted(row: Petition) -> bool:
    row.refresh_from_db()
    return LIFTED in row.chosen


# ── lifted elsewhere, barred again ──


def lifted_elsewhere_barred_again(cast: Cast, second: Staff) -> tuple[Complaint, int]:
    """Asked for in the part and in the whole, decided in the whole; then named again in the part. The old request."""
    whole = makers.investigated(cast)
    barred(cast, whole)
    part = split_off(cast, whole)
    part.refresh_from_db()
    stale = asked(cast, part)
    lifted(second, whole, asked(cast, whole))
    assert barred_from(whole, part) == [[], []]
    barred(cast, part, at=timedelta(days=40))
    return part, stale


def test_request_of_before_waits_no_more_once_lifted_elsewhere_and_barred_again(
    cast: Cast, second: Staff
) -> None:
    part, stale = lifted_elsewhere_barred_again(cast, second)
    assert only_bar(part).asked is None
    with pytest.raises(NotNow) as refusal:
        lifted(second, part, stale)
    assert refusal.value.obstacle is Obstacle.LIFT_NOT_ASKED
    assert barred_from(part) == [[cast.handler.pk]]


def test_new_bar_is_asked_about_anew_and_lifted_with_the_new_reason(cast: Cast, second: Staff) -> None:
    part, stale = lifted_elsewhere_barred_again(cast, second)
    entry = asked(cast, part, NEW)
    assert entry > stale
    lifted(second, part, entry)
    assert barred_from(part) == [[]]
    last = part.events.filter(kind="lift_decided").last()
    assert last is not None
    assert last.data["reason"] == NEW


def test_bar_stands_by_what_has_come_since_it_was_lifted_alone(cast: Cast, second: Staff) -> None:
    complaint = makers.investigated(cast)
    first = barred(cast, complaint)
    lifted(second, complaint, asked(cast, complaint))
    first.refresh_from_db()
    then = first.chosen[LIFTED]
    again = barred(cast, complaint, at=6 * HOUR)
    assert only_bar(complaint).petitions == {again.pk}
    lifted(second, complaint, asked(cast, complaint))
    first.refresh_from_db()
    assert first.chosen[LIFTED] == then, "it was lifted once, and then"
    assert told_lifted(again)


def test_bar_kept_is_the_same_bar(cast: Cast, second: Staff) -> None:
    complaint = makers.investigated(cast)
    row = barred(cast, complaint)
    decide_lift(
        actor_for(second),
        complaint,
        asked=asked(cast, complaint),
        granted=False,
        now=LATER,
        words="まだ早いです。",
    )
    assert only_bar(complaint).petitions == {row.pk}


def test_lifting_for_one_leaves_what_the_bar_of_another_stands_by(cast: Cast, second: Staff) -> None:
    complaint = makers.investigated(cast)
    row = name_unwanted(complainant_of(complaint), complaint, words="受田さんと隣野さん", now=NOW)
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=row,
        granted=True,
        barred=[cast.handler, cast.colleague],
        words="担当を替えます。",
        now=NOW,
    )
    lifted(second, complaint, asked(cast, complaint))
    bar = only_bar(complaint)
    assert (bar.staff, bar.petitions) == (cast.colleague.pk, {row.pk})


def test_word_of_another_complaint_that_came_before_the_lifting_holds_no_later_bar(
    cast: Cast, second: Staff
) -> None:
    other, complaint = makers.investigated(cast), makers.investigated(cast)
    word = hear(complainant_of(other), other, body="別の件です。", now=NOW)
    barred(cast, other)
    move_message(cast.actor("colleague"), other, message=word.pk, to=complaint, now=NOW)
    assert only_bar(complaint).is_of_another
    lifted(second, complaint, asked(cast, complaint))
    barred(cast, complaint, at=6 * HOUR)
    bar = only_bar(complaint)
    assert not bar.is_of_another
    assert not bar.came_along


# ── nobody lifts what they must not learn of ──


@pytest.mark.parametrize("who", ["decides", "asks"])
def test_bar_stays_where_the_naming_speaks_of_one_of_the_two(cast: Cast, second: Staff, who: str) -> None:
    """In the part somebody was named along with the second lead, who was not barred: of that bar they know nothing."""
    third, whole = lead("third", "三枝 けい"), makers.investigated(cast)
    part = split_off(cast, whole)
    row = name_unwanted(complainant_of(part), part, words="受田さんと副田さん", now=NOW)
    granted(cast, part, row)
    barred(cast, whole)
    asker, decider = (third, second) if who == "decides" else (second, third)
    lifted(decider, whole, asked(cast, whole, by=asker))
    assert barred_from(whole, part) == [[], [cast.handler.pk]]
    assert not part.events.filter(kind="lift_decided").exists()
    assert not told_lifted(row)


def test_two_who_may_know_of_both_lift_both(cast: Cast, second: Staff) -> None:
    third, whole = lead("third", "三枝 けい"), makers.investigated(cast)
    part = split_off(cast, whole)
    granted(cast, part, name_unwanted(complainant_of(part), part, words="受田さんと副田さん", now=NOW))
    barred(cast, whole)
    lifted(third, whole, asked(cast, whole))
    assert barred_from(whole, part) == [[], []]


# ── what the complainant reads beside their request ──


def separated(cast: Cast) -> tuple[Complaint, Complaint, Petition]:
    """Named in the first, joined into the second, decided there, and separated again."""
    one, two = makers.investigated(cast), makers.investigated(cast)
    row = name_unwanted(complainant_of(one), one, words="受田さん", now=NOW)
    merge_complaint(cast.actor("lead"), one, to=two, same_person=True, now=NOW)
    granted(cast, two, row)
    one.refresh_from_db()
    separate_complaint(cast.actor("lead"), one, now=LATER)
    row.refresh_from_db()
    assert row.complaint == one
    assert barred_from(one, two) == [[cast.handler.pk]] * 2
    return one, two, row


def test_request_is_not_called_lifted_while_its_own_complaint_keeps_the_bar(
    cast: Cast, second: Staff
) -> None:
    one, two, row = separated(cast)
    lifted(second, two, asked(cast, two))
    assert barred_from(one, two) == [[cast.handler.pk], []]
    assert not told_lifted(row)


def test_request_is_called_lifted_where_it_lies_though_it_was_decided_elsewhere(
    cast: Cast, second: Staff
) -> None:
    one, two, row = separated(cast)
    lifted(second, one, asked(cast, one))
    assert barred_from(one, two) == [[], [cast.handler.pk]]
    assert told_lifted(row)


def test_request_decided_elsewhere_about_somebody_else_is_left_alone(cast: Cast, second: Staff) -> None:
    one, _, row = separated(cast)
    about = name_unwanted(complainant_of(one), one, words="隣野さん", now=LATER)
    decide_bar(
        cast.actor("lead"),
        one,
        petition=about,
        granted=True,
        barred=[cast.colleague],
        words="担当を替えます。",
        now=LATER,
    )
    lifted(second, one, asked(cast, one))
    assert told_lifted(row)
    assert not told_lifted(about)


def test_request_whose_bar_was_lifted_long_ago_keeps_the_day_of_that(cast: Cast, second: Staff) -> None:
    one, _, row = separated(cast)
    lifted(second, one, asked(cast, one))
    row.refresh_from_db()
    then = row.chosen[LIFTED]
    again = barred(cast, one, at=timedelta(days=40))
    entry = asked(cast, one, NEW)
    decide_lift(actor_for(second), one, asked=entry, granted=True, now=MUCH_LATER)
    row.refresh_from_db()
    assert row.chosen[LIFTED] == then
    assert told_lifted(again)


def test_complaint_has_gone_on_in_all_that_it_was_ever_joined_with(cast: Cast) -> None:
    one, two, three, fourth = (makers.investigated(cast) for _ in range(4))
    boss = cast.actor("lead")
    merge_complaint(boss, one, to=two, same_person=True, now=NOW)
    merge_complaint(boss, two, to=three, same_person=True, now=NOW)
    one.refresh_from_db()
    separate_complaint(boss, one, now=LATER)
    assert where_it_has_gone_on(one) == {one.pk, two.pk, three.pk}
    assert where_it_has_gone_on(three) == {three.pk}
    assert where_it_has_gone_on(fourth) == {fourth.pk}


def test_part_that_was_put_back_has_gone_on_in_the_whole(cast: Cast) -> None:
    whole = makers.investigated(cast)
    part = split_off(cast, whole)
    assert where_it_has_gone_on(part) == {part.pk}
    regroup_complaint(cast.actor("lead"), part, now=LATER)
    assert where_it_has_gone_on(part) == {part.pk, whole.pk}
