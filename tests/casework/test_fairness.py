"""What somebody who waits for us must be able to count on, where two people or two clocks get into each other's way."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.assess import assess_complaint
from kikitori.casework.confirm import ask_if_solved, confirm_solved, confirm_unsolved
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.inquire import ask_complainant, ask_third_party, record_answer
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.promise import note_missed_promise, replace_promise
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.remedy import carry_out_remedy
from kikitori.casework.sweep import ask_and_close, note_missed_promises
from kikitori.casework.write import hear, reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY, JAPAN

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SWEPT = Actor.system("swept")
SILENT = Actor.system("silence")
BY_PHONE = PersonGiven(
    name="試野 はな", contact_points=(ContactGiven(kind="post", value="東京都見本区1-2-3"),)
)


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=JAPAN)


def offered(cast: Cast, *days: date, **changes: object) -> Complaint:
    """An offer of one apology for each of `days`."""
    complaint = makers.investigated(cast, **changes)  # type: ignore[arg-type]
    propose_solution(
        cast.actor("handler"),
        complaint,
        text="次のとおりご提案します。",
        remedies=[RemedyGiven(kind="apology", text=f"{day:%m%d}のお詫び", due_on=day) for day in days],
        answer_by=date(2026, 12, 18),
        now=FRIDAY + HOUR,
    )
    return complaint


def promised(complaint: Complaint, kind: str) -> list[tuple[str, date]]:
    """State and day of each promise of a kind, in the order in which they were made."""
    rows = complaint.promises.filter(kind=kind).order_by("id")
    return [(each.state, each.due_at.astimezone(JAPAN).date()) for each in rows]


@contextmanager
def fault_at(kind: str, complaint: Complaint) -> Iterator[None]:
    """The database breaks down whenever this event of this complaint is to be written."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(
            "create function break_down() returns trigger language plpgsql as"
            " $$ begin raise exception 'out of order'; end $$"
        )
        cursor.execute(
            "create trigger breaking before insert on records_event for each row"
            f" when (new.kind = '{kind}' and new.complaint_id = {complaint.pk}) execute function break_down()"
        )
        cursor.execute("set role kikitori_web")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset role")
            cursor.execute("drop function break_down() cascade")
            cursor.execute("set role kikitori_web")


# ---- the offer that was read is the offer that is answered


@pytest.mark.parametrize("verb", [accept_proposal, decline_proposal])
@pytest.mark.parametrize("who", ["complainant", "handler"])
def test_offer_overtaken_while_it_was_read_is_not_answered(cast: Cast, verb: object, who: str) -> None:
    complaint = offered(cast, date(2026, 12, 4))
    first = complaint.proposals.get().pk
    propose_solution(
        cast.actor("handler"),
        complaint,
        text="やはり、こちらでお願いします。",
        remedies=[RemedyGiven(kind="explain", text="ご説明のみ", due_on=date(2026, 12, 4))],
        answer_by=date(2026, 12, 4),
        now=FRIDAY + 2 * HOUR,
    )
    actor = makers.complainant_of(complaint) if who == "complainant" else cast.actor("handler")
    with pytest.raises(NotNow) as refusal:
        verb(actor, complaint, proposal=first, now=FRIDAY + 3 * HOUR)  # type: ignore[operator]
    assert refusal.value.obstacle is Obstacle.NO_OPEN_PROPOSAL
    assert [each.state for each in complaint.proposals.all()] == ["replaced", "offered"]
    newest = complaint.proposals.last()
    assert newest is not None
    verb(actor, complaint, proposal=newest.pk, now=FRIDAY + 3 * HOUR)  # type: ignore[operator]
    newest.refresh_from_db()
    assert newest.state in ("accepted", "declined")


def test_offer_of_another_complaint_cannot_be_answered_here(cast: Cast) -> None:
    mine, other = makers.proposed(cast), makers.proposed(cast)
    with pytest.raises(NotNow):
        accept_proposal(
            makers.complainant_of(mine), mine, proposal=other.proposals.get().pk, now=FRIDAY + 2 * HOUR
        )
    assert other.proposals.get().state == mine.proposals.get().state == "offered"


# ---- every day told is a promise


def test_each_day_of_an_accepted_offer_is_promised_and_kept_by_itself(cast: Cast) -> None:
    first, second = date(2026, 11, 27), date(2026, 12, 4)
    complaint = offered(cast, first, second, first)
    accept_proposal(makers.complainant_of(complaint), complaint, now=FRIDAY + 2 * HOUR)
    assert promised(complaint, "remedy") == [("open", first), ("open", second)]
    done = [("open", "open"), ("kept", "open"), ("kept", "kept")]
    for remedy, states in zip(complaint.remedies.order_by("due_on", "id"), done, strict=True):
        carry_out_remedy(cast.actor("handler"), complaint, remedy=remedy, now=at(11, 26))
        assert tuple(state for state, _ in promised(complaint, "remedy")) == states
    assert complaint.state == "confirming"


def test_first_of_two_days_that_passes_is_noticed(cast: Cast) -> None:
    complaint = offered(cast, date(2026, 11, 27), date(2026, 12, 11))
    accept_proposal(makers.complainant_of(complaint), complaint, now=FRIDAY + 2 * HOUR)
    assert note_missed_promises(SWEPT, now=at(11, 28)) == 1
    assert [state for state, _ in promised(complaint, "remedy")] == ["missed", "open"]
    late = complaint.remedies.order_by("due_on")[0]
    carry_out_remedy(cast.actor("handler"), complaint, remedy=late, now=at(11, 30))
    event = complaint.events.get(kind="remedy_done")
    assert [(each["kind"], each["late"]) for each in event.data["kept"]] == [("remedy", True)]


def test_later_thing_done_early_keeps_its_own_day(cast: Cast) -> None:
    complaint = offered(cast, date(2026, 11, 27), date(2026, 12, 11))
    accept_proposal(makers.complainant_of(complaint), complaint, now=FRIDAY + 2 * HOUR)
    early = complaint.remedies.order_by("-due_on")[0]
    carry_out_remedy(cast.actor("handler"), complaint, remedy=early, now=at(11, 25))
    assert promised(complaint, "remedy") == [("open", date(2026, 11, 27)), ("kept", date(2026, 12, 11))]


def test_new_date_for_a_remedy_moves_what_is_to_be_done_by_it_and_nothing_else(cast: Cast) -> None:
    complaint = offered(cast, date(2026, 11, 27), date(2026, 12, 11))
    accept_proposal(makers.complainant_of(complaint), complaint, now=FRIDAY + 2 * HOUR)
    replace_promise(
        cast.actor("handler"),
        complaint,
        promise=complaint.promises.filter(kind="remedy").order_by("due_at")[0],
        to=date(2026, 12, 8),
        reason="品切れのため。",
        now=at(11, 26),
    )
    assert [each.due_on for each in complaint.remedies.order_by("id")] == [
        date(2026, 12, 8),
        date(2026, 12, 11),
    ]
    carry_out_remedy(
        cast.actor("handler"), complaint, remedy=complaint.remedies.order_by("id")[0], now=at(12, 7)
    )
    assert [state for state, _ in promised(complaint, "remedy")] == ["replaced", "open", "kept"]


def test_only_a_day_that_has_passed_is_told_anew_on_accepting(cast: Cast) -> None:
    complaint = offered(cast, date(2026, 11, 27), date(2026, 12, 3), date(2026, 12, 11))
    accept_proposal(makers.complainant_of(complaint), complaint, now=at(12, 3))
    days = [date(2026, 12, 17), date(2026, 12, 3), date(2026, 12, 11)]
    assert [each.due_on for each in complaint.remedies.order_by("id")] == days
    assert [day for _, day in promised(complaint, "remedy")] == sorted(days)
    assert complaint.events.get(kind="accepted").data["remedy_due_on"] == "2026-12-17"


@pytest.mark.parametrize("hour", [16, 17, 18, 23])
def test_decision_with_a_remedy_for_today_promises_today_whatever_the_hour(cast: Cast, hour: int) -> None:
    complaint = makers.investigated(cast)
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings={n: FindingGiven(outcome="upheld", reasons="確認", causes=makers.CAUSE) for n in (1, 2)},
        remedies=[RemedyGiven(kind="apology", text="電話でのお詫び", due_on=date(2026, 11, 25))],
        now=at(11, 25, hour),
    )
    (promise,) = complaint.promises.filter(kind="remedy")
    assert promise.due_at.astimezone(JAPAN).date() == date(2026, 11, 25)
    assert promise.due_at >= at(11, 25, hour)


# ---- a no is answered


@pytest.mark.parametrize(
    ("language", "day", "never"),
    [("ja", "2026年12月8日（火）17:00", "Thank you"), ("en", "Tuesday 8 December 2026, 17:00", "お返事")],
)
def test_no_to_an_offer_is_answered_with_the_day_of_our_next_word(
    cast: Cast, language: str, day: str, never: str
) -> None:
    complaint = offered(cast, date(2026, 12, 4), language=language)
    decline_proposal(cast.actor("handler"), complaint, how="電話", now=at(11, 24))
    letter = complaint.letters.get(kind="going_on")
    assert promised(complaint, "progress")[-1] == ("open", date(2026, 12, 8))
    assert day in letter.body
    assert never not in letter.body
    assert letter.language == language


def test_not_solved_is_answered_with_both_new_days_also_on_paper(cast: Cast) -> None:
    complaint = makers.confirming(cast, complainant=BY_PHONE)
    confirm_unsolved(cast.actor("handler"), complaint, comment="欠けている", how="電話", now=at(11, 24))
    letter = complaint.letters.get(kind="going_on")
    assert (letter.medium, letter.state) == ("print", "to_print")
    for kind in ("progress", "decision"):
        (state, day) = promised(complaint, kind)[-1]
        assert state == "open"
        assert f"{day.month}月{day.day}日" in letter.body


# ---- nobody writes into the void


def test_word_after_the_question_is_owed_an_answer(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    ask_if_solved(cast.actor("handler"), complaint, now=at(11, 24))
    assert not complaint.promises.filter(state="open").exists()
    hear(makers.complainant_of(complaint), complaint, body="一枚にまだ傷があります。", now=at(11, 25))
    assert promised(complaint, "progress")[-1] == ("open", date(2026, 12, 9))
    assert [each["kind"] for each in complaint.events.get(kind="heard").data["promised"]] == ["progress"]
    assert note_missed_promises(SWEPT, now=at(12, 10)) == 1
    assert complaint.events.filter(kind="escalated").exists()
    reply(cast.actor("handler"), complaint, body="お取り替えします。", now=at(12, 10))
    assert [state for state, _ in promised(complaint, "progress")][-1] == "missed"
    assert not complaint.promises.filter(state="open").exists()


def test_second_word_makes_no_second_promise(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    ask_if_solved(cast.actor("handler"), complaint, now=at(11, 24))
    for hour in (9, 11, 15):
        hear(makers.complainant_of(complaint), complaint, body=f"{hour}時です。", now=at(11, 25, hour))
    assert complaint.promises.filter(kind="progress", state="open").count() == 1


def test_word_before_the_acknowledgement_does_not_put_off_the_first_answer(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    hear(
        cast.actor("handler"),
        complaint,
        body="もう一枚割れていました。",
        channel="phone",
        now=FRIDAY + HOUR / 4,
    )
    assert promised(complaint, "progress") == []
    note_missed_promises(SWEPT, now=at(11, 25))
    hear(cast.actor("handler"), complaint, body="まだですか。", channel="phone", now=at(11, 25))
    acknowledge_complaint(cast.actor("handler"), complaint, now=at(11, 25, 11))
    assert promised(complaint, "progress") == [("open", date(2026, 11, 30))]


def test_word_after_the_end_stays_without_a_promise_nobody_could_keep(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    confirm_solved(makers.complainant_of(complaint), complaint, now=at(11, 24))
    hear(makers.complainant_of(complaint), complaint, body="ありがとうございました。", now=at(11, 25))
    # What is open was told with the end: they are asked once more whether it holds.
    assert list(complaint.promises.filter(state="open").values_list("rule", flat=True)) == ["second-contact"]


def test_word_by_a_road_that_does_not_exist_is_refused_with_its_field(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    with pytest.raises(Invalid) as refusal:
        hear(cast.actor("handler"), complaint, body=" ", channel="pigeon", now=at(11, 24))
    assert refusal.value.problems == {"body": Problem.MISSING, "channel": Problem.UNKNOWN_WORD}
    assert not complaint.messages.exists()


# ---- an answer is never written over


def test_their_own_word_is_not_written_over_by_what_somebody_noted(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    asked = ask_complainant(
        cast.actor("handler"),
        complaint,
        question="何枚ですか。",
        answer_by=date(2026, 12, 1),
        now=FRIDAY + HOUR,
    )
    hear(makers.complainant_of(complaint), complaint, body="三枚です。", now=at(11, 24))
    with pytest.raises(NotNow) as refusal:
        record_answer(
            cast.actor("colleague"), complaint, inquiry=asked, answer="二枚とのこと", now=at(11, 24, 11)
        )
    assert refusal.value.obstacle is Obstacle.QUESTION_NOT_OPEN
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_at) == ("三枚です。", at(11, 24))


def test_two_clerks_who_record_the_same_answer_leave_the_first(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    asked = ask_third_party(
        cast.actor("handler"),
        complaint,
        whom="配送会社",
        question="記録は？",
        answer_by=date(2026, 12, 1),
        now=FRIDAY + HOUR,
    )
    record_answer(cast.actor("handler"), complaint, inquiry=asked, answer="横積みあり", now=at(11, 24))
    with pytest.raises(NotNow):
        record_answer(cast.actor("colleague"), complaint, inquiry=asked, answer="記録なし", now=at(11, 24))
    asked.refresh_from_db()
    assert asked.answer == "横積みあり"
    assert complaint.events.filter(kind="answer_recorded").count() == 1


# ---- two clerks


def test_assessment_from_an_old_page_does_not_open_what_was_restricted_meanwhile(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    seen_before = Complaint.objects.get(pk=complaint.pk)

    def assess(row: Complaint, confidentiality: str) -> None:
        assess_complaint(
            cast.actor("lead"),
            row,
            severity="S3",
            subject="staff",
            safety={},
            allegations=[],
            confidentiality=confidentiality,
            now=at(11, 24),
        )

    assess(complaint, "restricted")
    assess(seen_before, "")
    complaint.refresh_from_db()
    assert complaint.confidentiality == "restricted"


def test_missed_promise_noted_meanwhile_disturbs_no_editor(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    confirm = Complaint.objects.get(pk=complaint.pk).version
    overdue = complaint.promises.filter(state="open").earliest("due_at")
    assert note_missed_promise(SWEPT, overdue, now=at(12, 1))
    assert Complaint.objects.get(pk=complaint.pk).version == confirm


# ---- all or nothing, and one that fails holds up nobody


@pytest.mark.django_db(transaction=True)
def test_last_remedy_and_what_follows_from_it_are_one(cast: Cast) -> None:
    complaint = offered(cast, date(2026, 12, 4))
    accept_proposal(makers.complainant_of(complaint), complaint, now=FRIDAY + 2 * HOUR)
    remedy = complaint.remedies.get()
    with fault_at("remedies_finished", complaint), pytest.raises(DatabaseError, match="out of order"):
        carry_out_remedy(cast.actor("handler"), complaint, remedy=remedy, now=at(11, 24))
    remedy.refresh_from_db()
    assert remedy.state == "due"
    assert not complaint.events.filter(kind="remedy_done").exists()
    carry_out_remedy(cast.actor("handler"), complaint, remedy=remedy, now=at(11, 24))
    assert Complaint.objects.get(pk=complaint.pk).state == "confirming"


@pytest.mark.django_db(transaction=True)
def test_missed_promise_is_noted_and_brought_before_a_lead_or_neither() -> None:
    cast = summon()
    broken, sound = makers.received(cast).complaint, makers.received(cast).complaint
    with fault_at("escalated", broken):
        assert note_missed_promises(SWEPT, now=at(11, 25)) == 1
    assert [broken.promises.get().state, sound.promises.get().state] == ["open", "missed"]
    assert sound.events.filter(kind="escalated").count() == 1
    assert note_missed_promises(SWEPT, now=at(11, 25)) == 1
    assert broken.events.filter(kind="escalated").count() == 1


@pytest.mark.django_db(transaction=True)
def test_question_that_cannot_be_asked_holds_up_no_other() -> None:
    cast = summon()
    broken, sound = makers.confirming(cast), makers.confirming(cast)
    due = sound.promises.get(kind="follow_up").due_at
    with fault_at("solution_asked", broken):
        assert ask_and_close(SILENT, now=due) == (1, 0)
    assert not broken.letters.filter(kind="is_it_solved").exists()
    assert ask_and_close(SILENT, now=due) == (1, 0)
    assert broken.letters.filter(kind="is_it_solved").count() == 1
