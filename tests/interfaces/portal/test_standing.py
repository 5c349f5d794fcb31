"""Where it stands: for every state a sentence, one date, at most three things to do, and only possible ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.close import close_as_agreed, close_as_exhausted
from kikitori.casework.confirm import ask_if_solved, confirm_solved, confirm_unsolved
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.inquire import ask_complainant, ask_third_party
from kikitori.casework.promise import promise_call_back, replace_promise
from kikitori.casework.propose import RemedyGiven
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.portal.answers import ANSWERS
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.standing import SENTENCE, Standing, standing
from kikitori.records.complaints.lifecycle import CLOSED, State
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, complainant_of

DAY = timedelta(days=1)


def stands(complaint: Complaint, now: object = FRIDAY + DAY) -> Standing:
    complaint.refresh_from_db()
    return standing(File(complainant_of(complaint), complaint), now)  # type: ignore[arg-type]


def pages(found: Standing) -> list[str]:
    return [action.page for action in found.actions]


def decided(cast: Cast, *, remedies: bool = False) -> Complaint:
    complaint = makers.investigated(cast)
    decide_complaint(
        cast.actor("lead"),
        complaint,
        findings={
            1: FindingGiven(outcome="upheld", reasons="a", causes=makers.CAUSE),
            2: FindingGiven(outcome="partly", reasons="b", causes=makers.CAUSE),
        },
        remedies=[RemedyGiven(kind="apology", text="書面", due_on=date(2026, 12, 4))] if remedies else [],
        no_remedy=makers.NO_REMEDY,
        now=FRIDAY + timedelta(hours=2),
    )
    return complaint


def test_every_state_has_a_sentence_of_its_own_in_both_languages() -> None:
    for language in ("ja", "en"):
        with translation.override(language):
            sentences = [str(SENTENCE[state]) for state in State]
            assert len(set(sentences)) == len(State)
            assert all(sentence[-1] in "。.?" for sentence in sentences)


def test_sentence_names_no_code_of_the_machine() -> None:
    with translation.override("en"):
        for state in State:
            assert "_" not in str(SENTENCE[state])


@pytest.mark.django_db
class TestStates:
    """Complaints brought to their states by the real verbs."""

    def test_received_waits_for_the_confirmation(self, cast: Cast) -> None:
        found = stands(makers.received(cast).complaint)
        assert "お申し出は届いています" in str(found.sentence)
        assert str(found.word) == "受け付けたことをお知らせする日"
        assert pages(found) == ["write", "withdraw"]

    def test_acknowledged_names_the_first_answer(self, cast: Cast) -> None:
        found = stands(makers.acknowledged(cast))
        assert str(found.word) == "次にご連絡する日"
        assert found.day is not None
        assert found.day.date() == date(2026, 11, 30)  # type: ignore[union-attr]

    def test_question_waits_for_the_person_with_their_date(self, cast: Cast) -> None:
        complaint = makers.investigated(cast)
        ask_complainant(cast.actor("handler"), complaint, question="番号は？", answer_by=date(2026, 11, 27),
                        now=FRIDAY + timedelta(hours=1))  # fmt: skip
        found = stands(complaint)
        assert "おたずねしたいことがあります" in str(found.sentence)
        assert found.day == date(2026, 11, 27)
        assert pages(found) == ["write", "withdraw"]
        assert str(found.actions[0].label) == "おたずねに答える"

    def test_question_to_others_names_nobody(self, cast: Cast) -> None:
        complaint = makers.investigated(cast)
        ask_third_party(cast.actor("handler"), complaint, whom="配送会社", question="記録は？",
                        answer_by=date(2026, 11, 27), now=FRIDAY + timedelta(hours=1))  # fmt: skip
        found = stands(complaint)
        assert "関係先に確かめています" in str(found.sentence)
        assert "配送会社" not in str(found.sentence)
        assert str(found.word) == "次にご連絡する日"

    def test_proposal_offers_yes_no_and_a_word(self, cast: Cast) -> None:
        found = stands(makers.proposed(cast))
        assert pages(found) == ["accept", "decline", "write"]
        assert found.day == date(2026, 12, 4)
        assert not found.late
        assert [action.page for action in found.more] == [
            "correct",
            "help",
            "representative",
            "unwanted",
            "withdraw",
        ]

    def test_accepted_proposal_is_being_done_by_its_day(self, cast: Cast) -> None:
        complaint = makers.proposed(cast)
        accept_proposal(complainant_of(complaint), complaint, now=FRIDAY + timedelta(hours=3))
        found = stands(complaint)
        assert "行うことが決まり" in str(found.sentence)
        assert str(found.word) == "終える予定の日"
        assert pages(found) == ["write", "withdraw"]

    def test_declined_proposal_goes_on(self, cast: Cast) -> None:
        complaint = makers.proposed(cast)
        decline_proposal(complainant_of(complaint), complaint, now=FRIDAY + timedelta(hours=3))
        found = stands(complaint)
        assert "まだ結論は出ていません" in str(found.sentence)
        assert found.day is not None

    def test_everything_done_asks_whether_it_is_solved(self, cast: Cast) -> None:
        found = stands(makers.confirming(cast))
        assert "お約束したことは、すべて終わりました" in str(found.sentence)
        assert pages(found) == ["solved", "unsolved", "write"]
        assert [action.page for action in found.more] == [
            "enough",
            "review",
            "correct",
            "help",
            "representative",
            "unwanted",
            "withdraw",
            "rate",
        ]

    def test_decision_without_remedies_can_be_called_solved(self, cast: Cast) -> None:
        found = stands(decided(cast))
        assert "結論が出ました" in str(found.sentence)
        assert pages(found) == ["solved", "unsolved", "write"]

    def test_decision_with_something_owed_cannot_be_called_solved_yet(self, cast: Cast) -> None:
        found = stands(decided(cast, remedies=True))
        assert pages(found) == ["unsolved", "write"]
        assert str(found.word) == "終える予定の日"

    def test_nothing_agreed_is_not_called_done(self, cast: Cast) -> None:
        complaint = decided(cast)
        ask_if_solved(cast.actor("handler"), complaint, now=FRIDAY + timedelta(hours=3))
        assert "こちらでの対応は終わりました" in str(stands(complaint).sentence)

    def test_solved_is_closed_with_the_way_back_open(self, cast: Cast) -> None:
        complaint = makers.confirming(cast)
        confirm_solved(complainant_of(complaint), complaint, now=FRIDAY + DAY)
        found = stands(complaint)
        assert "解決したものとして" in str(found.sentence)
        assert (found.day, found.late) == (None, False)
        assert pages(found) == ["reopen", "rate", "write"]
        assert [action.page for action in found.more] == [
            "review",
            "correct",
            "help",
            "representative",
            "unwanted",
            "no-more",
        ]

    def test_silence_is_not_called_solved(self, cast: Cast) -> None:
        complaint = makers.confirming(cast)
        ask_if_solved(cast.actor("handler"), complaint, now=FRIDAY + DAY)
        close_as_agreed(Actor.system("silence"), complaint, now=FRIDAY + 30 * DAY)
        found = stands(complaint, FRIDAY + 31 * DAY)
        assert complaint.state == "closed_accepted"
        assert "解決したかどうかは確認できていません" in str(found.sentence)

    def test_closed_without_agreement_says_that_there_is_a_decision(self, cast: Cast) -> None:
        complaint = decided(cast)
        close_as_exhausted(cast.actor("lead"), complaint, reason="x", now=FRIDAY + DAY)
        assert "終了しています。結論は下のとおりです" in str(stands(complaint).sentence)

    def test_withdrawn_can_be_taken_up_again(self, cast: Cast) -> None:
        complaint = makers.investigated(cast)
        withdraw_complaint(complainant_of(complaint), complaint, now=FRIDAY + DAY)
        found = stands(complaint)
        assert "取り下げられています" in str(found.sentence)
        assert pages(found)[0] == "reopen"

    def test_reopened_has_new_dates(self, cast: Cast) -> None:
        complaint = makers.investigated(cast)
        withdraw_complaint(complainant_of(complaint), complaint, now=FRIDAY + DAY)
        reopen_complaint(complainant_of(complaint), complaint, reason="また", now=FRIDAY + 2 * DAY)
        found = stands(complaint, FRIDAY + 2 * DAY)
        assert "もう一度取り上げています" in str(found.sentence)
        assert found.day is not None

    def test_unsolved_goes_on_with_new_dates(self, cast: Cast) -> None:
        complaint = makers.confirming(cast)
        confirm_unsolved(complainant_of(complaint), complaint, now=FRIDAY + DAY)
        found = stands(complaint)
        assert "まだ結論は出ていません" in str(found.sentence)
        assert found.day is not None

    def test_date_that_has_passed_is_called_late(self, cast: Cast) -> None:
        complaint = makers.acknowledged(cast)
        assert not stands(complaint, FRIDAY + 9 * DAY).late
        assert stands(complaint, FRIDAY + 11 * DAY).late

    def test_soonest_promise_is_the_one_date(self, cast: Cast) -> None:
        complaint = makers.acknowledged(cast)
        at = FRIDAY + timedelta(hours=20)
        promise_call_back(cast.actor("handler"), complaint, at=at, now=FRIDAY + timedelta(hours=1))
        found = stands(complaint, FRIDAY + timedelta(hours=2))
        assert (str(found.word), found.day) == ("お電話する日", at)

    def test_replaced_date_gives_way_to_the_new_one(self, cast: Cast) -> None:
        complaint = makers.acknowledged(cast)
        promise = complaint.promises.get(kind="progress")
        replace_promise(cast.actor("handler"), complaint, promise=promise, to=date(2026, 12, 3), reason="r",
                        now=FRIDAY + timedelta(hours=1))  # fmt: skip
        found = stands(complaint)
        assert found.day is not None
        assert found.day.date() == date(2026, 12, 3)  # type: ignore[union-attr]


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(State))
def test_no_state_offers_what_it_would_refuse(cast: Cast, state: State) -> None:
    """Whatever a state is reached by, every button on the page leads to a step the table allows."""
    complaint = makers.proposed(cast)
    Complaint.objects.filter(pk=complaint.pk).update(state=state.value)
    complaint.refresh_from_db()
    file = File(complainant_of(complaint), complaint)
    found = standing(file, FRIDAY)
    offered = [action.page for action in [*found.actions, *found.more]]
    assert len(found.actions) <= 3
    assert len(offered) == len(set(offered))
    assert all(file.can(ANSWERS[page].step) for page in offered)
    # Where we have told somebody to turn elsewhere, they can still tell us that this was wrong, and nothing else.
    assert bool(offered) is (state is not State.MERGED)
    assert state is not State.REDIRECTED or offered == ["write"]
    assert (found.day is None) is (state in CLOSED)


@pytest.mark.django_db
def test_stands_is_told_to_whoever_reads_in_their_language(cast: Cast) -> None:
    found = stands(makers.proposed(cast))
    with translation.override("en"):
        assert str(found.sentence) == "We have a proposal for you. Please tell us whether you accept it."
        assert [str(action.label) for action in found.actions] == [
            "Accept this proposal", "Decline this proposal", "Say more or ask something"
        ]  # fmt: skip
