"""What is asked for beside the matter itself: kept in their words, heeded at once where it can be, answered in time."""

from datetime import date, timedelta
from typing import Any

import pytest

from kikitori.casework.answer_petition import answer_petition
from kikitori.casework.close import close_as_exhausted
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.heed import added
from kikitori.casework.merge import merge_complaint, separate_complaint
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.casework.promise import replace_promise
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.people.ties import PersonChange
from kikitori.records.together.models import Notice
from kikitori.records.voices.petitions import Petition
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, JAPAN, complainant_of

HOUR = timedelta(hours=1)
NOW = FRIDAY + 2 * HOUR
LATER = FRIDAY + timedelta(days=5)


def asks(complaint: Complaint, kind: str = "summary", **given: Any) -> Petition:
    return petition(complainant_of(complaint), complaint, PetitionGiven(kind=kind, **given), now=NOW)


def answers(cast: Cast, row: Petition, *, granted: bool, **given: Any) -> None:
    answer_petition(
        cast.actor("handler"),
        row.complaint,
        petition=row,
        granted=granted,
        now=LATER,
        **{"words": "お返事です。", **given},
    )


# ── what we have understood ──


def test_correction_keeps_their_words_and_how_the_point_read(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    text = complaint.allegations.get(number=2).text
    row = asks(complaint, point=2, words="  四回です。\r\n三回ではありません。 ")
    assert (row.kind, row.words, row.state) == ("summary", "四回です。\n三回ではありません。", "open")
    assert row.chosen == {"point": 2, "text": text}
    event = complaint.events.get(kind="petitioned")
    assert (event.visibility, event.data["about"], event.data["point"]) == ("public", "summary", 2)
    assert "四回" not in str(event.data)


def test_answer_is_promised_for_the_day_of_a_first_answer(cast: Cast) -> None:
    row = asks(makers.investigated(cast), words="違います")
    promise = row.promise
    assert promise is not None
    assert (promise.kind, promise.state, promise.rule) == ("petition", "open", "jp-default/1/first-answer")
    assert row.due_at == promise.due_at
    # Five working days from Friday evening, the holiday on Monday left out.
    assert promise.due_at.astimezone(JAPAN).isoformat() == "2026-12-01T17:00:00+09:00"


def test_handler_is_told_of_it(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    asks(complaint, words="違います")
    assert Notice.objects.filter(complaint=complaint, recipient=cast.handler, kind="word").exists()


def test_something_that_is_missing_names_no_point(cast: Cast) -> None:
    assert asks(makers.investigated(cast), words="電話の件が抜けています").chosen == {}


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"words": ""}, {"words": Problem.MISSING}),
        ({"words": " \n "}, {"words": Problem.MISSING}),
        ({"words": "あ" * 10_001}, {"words": Problem.TOO_LONG}),
        ({"words": "違う", "point": 9}, {"point": Problem.UNKNOWN_WORD}),
        ({"kind": "wish", "words": "違う"}, {"kind": Problem.UNKNOWN_WORD}),
        ({"kind": "help"}, {"words": Problem.MISSING}),
        ({"kind": "help", "language": "tlh"}, {"language": Problem.UNKNOWN_WORD}),
        ({"kind": "help", "eases": ["magic"]}, {"eases": Problem.UNKNOWN_WORD}),
    ],
)
def test_what_cannot_be_taken_leaves_nothing_behind(
    cast: Cast, given: dict[str, Any], problems: dict[str, Problem]
) -> None:
    complaint = makers.investigated(cast)
    before = complaint.promises.count()
    with pytest.raises(Invalid) as refusal:
        asks(complaint, **given)
    assert refusal.value.problems == problems
    assert not Petition.objects.exists()
    assert complaint.promises.count() == before
    assert not complaint.events.filter(kind="petitioned").exists()


def test_each_thing_asked_for_has_a_promise_of_its_own(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    first, second = asks(complaint, words="一つ目"), asks(complaint, words="二つ目")
    answers(cast, first, granted=False)
    states = {row.pk: row.promise.state for row in Petition.objects.all() if row.promise}
    assert states == {first.pk: "kept", second.pk: "open"}


def test_point_is_put_right_and_both_readings_stay_on_the_timeline(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    before = complaint.allegations.get(number=1).text
    answers(cast, asks(complaint, point=1, words="四枚です"), granted=True, text="皿が四枚割れていた")
    assert complaint.allegations.get(number=1).text == "皿が四枚割れていた"
    data = complaint.events.get(kind="petition_answered").data
    assert (data["point"], data["before"], data["after"]) == (1, before, "皿が四枚割れていた")
    assert complaint.letters.get(kind="petition").body.count("お返事です。") == 1


def test_missing_point_is_added_behind_the_others(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    answers(cast, asks(complaint, words="抜けています"), granted=True, text="電話がつながらなかった")
    assert [point.number for point in complaint.allegations.all()] == [1, 2, 3]
    data = complaint.events.get(kind="petition_answered").data
    assert (data["point"], data["after"], "before" in data) == (3, "電話がつながらなかった", False)


def test_first_point_can_be_added_before_any_assessment(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    answers(cast, asks(complaint, words="聞いてください"), granted=True, text="皿が割れていた")
    assert complaint.allegations.get().number == 1


def test_declined_correction_changes_no_point_and_says_why(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    before = complaint.allegations.get(number=1).text
    row = asks(complaint, point=1, words="四枚です")
    answers(cast, row, granted=False, words="お電話では三枚と伺いました。", text="捨てられる文")
    row.refresh_from_db()
    assert (row.state, row.answer, row.answered_by_id) == (
        *("declined", "お電話では三枚と伺いました。"),
        cast.handler.pk,
    )
    assert complaint.allegations.get(number=1).text == before
    assert "before" not in complaint.events.get(kind="petition_answered").data


@pytest.mark.parametrize(("words", "text", "problem"), [("", "新しい文", "words"), ("はい", "", "text")])
def test_answer_needs_words_and_a_correction_its_new_reading(
    cast: Cast, words: str, text: str, problem: str
) -> None:
    row = asks(makers.investigated(cast), point=1, words="違います")
    with pytest.raises(Invalid) as refusal:
        answers(cast, row, granted=True, words=words, text=text)
    assert set(refusal.value.problems) == {problem}
    row.refresh_from_db()
    assert row.is_open


def test_point_that_was_decided_keeps_the_words_it_was_decided_on(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = asks(complaint, point=1, words="四枚です")
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings={n: FindingGiven(outcome="upheld", reasons="写真", causes=makers.CAUSE) for n in (1, 2)},
        no_remedy=makers.NO_REMEDY,
        now=FRIDAY + 3 * HOUR,
    )
    with pytest.raises(NotNow) as refusal:
        answers(cast, row, granted=True, text="四枚")
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.POINT_DECIDED, "1")
    answers(cast, row, granted=False)
    row.refresh_from_db()
    assert row.state == "declined"


def test_answer_is_given_once(cast: Cast) -> None:
    row = asks(makers.investigated(cast), words="違います")
    answers(cast, row, granted=False)
    with pytest.raises(NotNow) as refusal:
        answers(cast, row, granted=False, words="もう一度")
    assert refusal.value.obstacle is Obstacle.PETITION_NOT_OPEN
    row.refresh_from_db()
    assert row.answer == "お返事です。"


def test_petition_of_another_complaint_is_none_of_this_one(cast: Cast) -> None:
    row, other = asks(makers.investigated(cast), words="違います"), makers.investigated(cast)
    with pytest.raises(NotNow):
        answer_petition(cast.actor("handler"), other, petition=row, granted=False, words="いいえ", now=LATER)


def test_late_answer_is_late_and_stays_so(cast: Cast) -> None:
    row = asks(makers.investigated(cast), words="違います")
    answer_petition(
        cast.actor("handler"),
        row.complaint,
        petition=row,
        granted=False,
        words="遅くなりました。",
        now=NOW + timedelta(days=30),
    )
    [kept] = row.complaint.events.get(kind="petition_answered").data["kept"]
    assert (kept["kind"], kept["late"]) == ("petition", True)


def test_what_was_asked_for_is_answered_after_the_end_too(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = asks(complaint, words="違います")
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings={n: FindingGiven(outcome="not_upheld", reasons="記録なし") for n in (1, 2)},
        now=FRIDAY + 3 * HOUR,
    )
    close_as_exhausted(cast.actor("lead"), complaint, reason="尽くしました。", now=FRIDAY + 4 * HOUR)
    answers(cast, row, granted=False)
    row.refresh_from_db()
    assert row.state == "declined"
    assert row.promise is not None
    assert row.promise.state == "kept"
    assert "kept" in complaint.events.get(kind="petition_answered").data


# ── help ──


def test_what_can_be_heeded_at_once_stands_where_everybody_looks(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = asks(
        complaint, "help", eases=["large_print", "no_phone"], accommodation="大きな文字で\n電話は使えない"
    )
    assert (row.state, row.promise, row.answered_at) == ("noted", None, NOW)
    complaint.refresh_from_db()
    assert complaint.accommodation == "大きな文字で\n電話は使えない"
    person = complaint.parties.get(role="complainant").person
    assert person.accommodation == complaint.accommodation
    line = PersonChange.objects.get(person=person)
    assert (line.kind, line.by_id) == ("details", None)
    assert line.data["after"] == {"accommodation": "大きな文字で\n電話は使えない"}


@pytest.mark.parametrize("ease", ["interpreter", "companion", "paper", "aloud"])
def test_what_somebody_has_to_arrange_is_promised_an_answer(cast: Cast, ease: str) -> None:
    row = asks(makers.investigated(cast), "help", eases=[ease], accommodation="手配が要る")
    assert row.is_open
    assert row.promise is not None


def test_words_of_their_own_are_heeded_and_answered(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = asks(
        complaint, "help", eases=["large_print"], accommodation="大きな文字で", words="午後だけ電話して"
    )
    assert row.is_open
    complaint.refresh_from_db()
    assert complaint.accommodation == "大きな文字で\n午後だけ電話して"


def test_language_is_changed_on_the_complaint_and_the_card(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = asks(complaint, "help", language="en")
    assert (row.state, row.chosen["language"]) == ("noted", {"before": "ja", "after": "en"})
    complaint.refresh_from_db()
    assert complaint.language == "en"
    assert complaint.parties.get(role="complainant").person.language == "en"
    assert complaint.events.get(kind="petitioned").data["language"] == {"before": "ja", "after": "en"}


def test_language_of_now_is_no_change(cast: Cast) -> None:
    row = asks(makers.investigated(cast), "help", language="ja", eases=["plain_words"])
    assert "language" not in row.chosen


def test_nobody_known_by_name_is_helped_all_the_same(cast: Cast) -> None:
    complaint = makers.received(cast, anonymous=True, complainant=None).complaint
    asks(complaint, "help", eases=["no_phone"], accommodation="電話は使えない")
    complaint.refresh_from_db()
    assert complaint.accommodation == "電話は使えない"
    assert not PersonChange.objects.exists()


def test_help_that_was_arranged_is_answered_in_words(cast: Cast) -> None:
    row = asks(makers.investigated(cast), "help", eases=["interpreter"], accommodation="手話通訳")
    answers(cast, row, granted=True, words="火曜日に手話通訳者が同席します。")
    letter = row.complaint.letters.get(kind="petition")
    assert "火曜日に手話通訳者が同席します。" in letter.body
    assert "■ お求めの内容\n手話通訳\n" in letter.body, "what they chose, where they wrote no words"


@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        ("", "", ""),
        ("", "大きな文字で", "大きな文字で"),
        ("大きな文字で", "大きな文字で", "大きな文字で"),
        ("大きな文字で", "電話は使えない\n大きな文字で", "大きな文字で\n電話は使えない"),
        ("一\n二", "\n \n三", "一\n二\n三"),
    ],
)
def test_line_is_added_once_and_nothing_is_written_over(before: str, wanted: str, after: str) -> None:
    assert added(before, wanted) == after


def test_more_than_the_field_holds_is_cut_and_stands_whole_with_the_petition(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    words = "あ" * 5000
    row = asks(complaint, "help", words=words)
    complaint.refresh_from_db()
    assert (len(complaint.accommodation), row.words) == (2000, words)


def test_staff_write_it_down_with_the_road_it_came_by(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    given = PetitionGiven(kind="help", words="大きな文字でお願いします")
    row = petition(cast.actor("handler"), complaint, given, how="電話", now=NOW)
    assert row.how == "電話"
    assert complaint.events.get(kind="petitioned").data["how"] == "電話"


def test_petition_says_little_of_itself_in_a_log(cast: Cast) -> None:
    assert str(asks(makers.investigated(cast), words="秘密")) == "summary open"


# ── whatever becomes of the complaint and of the date ──


def test_another_day_that_was_told_is_the_day_of_the_answer(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = asks(complaint, words="違います")
    old = row.promise
    assert old is not None
    replace_promise(
        cast.actor("handler"),
        complaint,
        promise=old,
        to=date(2026, 12, 10),
        reason="調べています。",
        now=LATER,
    )
    row.refresh_from_db()
    assert row.promise is not None
    assert (row.promise_id, row.due_at) == (
        Promise.objects.get(state="open", kind="petition").pk,
        row.promise.due_at,
    )
    assert row.due_at is not None
    assert row.due_at.astimezone(JAPAN).date() == date(2026, 12, 10)
    answers(cast, row, granted=False)
    assert dict(Promise.objects.filter(kind="petition").values_list("pk", "state")) == {
        old.pk: "replaced",
        row.promise_id: "kept",
    }


def test_answer_stays_promised_when_the_complaint_is_closed(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    findings = {n: FindingGiven(outcome="not_upheld", reasons="記録がありません。") for n in (1, 2)}
    decide_complaint(cast.actor("handler"), complaint, findings=findings, no_remedy=makers.NO_REMEDY, now=NOW)
    row = asks(complaint, kind="help", eases=["interpreter"])
    close_as_exhausted(cast.actor("lead"), complaint, reason="尽くしました。", now=NOW + HOUR)
    assert dict(complaint.promises.filter(state__in=("open", "cancelled")).values_list("kind", "state")) == {
        "follow_up": "cancelled",
        "petition": "open",
    }
    assert row.promise is not None
    answers(cast, row, granted=True)
    row.promise.refresh_from_db()
    assert row.promise.state == "kept"


def test_what_is_asked_for_is_answered_where_the_complaint_goes_on(cast: Cast) -> None:
    one, other = makers.investigated(cast), makers.investigated(cast)
    row = asks(one, point=1, words="四枚です")
    merge_complaint(cast.actor("lead"), one, to=other, same_person=True, now=NOW + HOUR)
    row.refresh_from_db()
    assert (row.complaint_id, row.promise and row.promise.complaint_id) == (other.pk, other.pk)
    texts = list(other.allegations.values_list("text", flat=True))
    answers(cast, row, granted=True, text="皿が四枚割れていた")
    row.refresh_from_db()
    assert (row.state, row.promise and row.promise.state) == ("granted", "kept")
    assert list(other.allegations.values_list("text", flat=True)) == [*texts, "皿が四枚割れていた"]


@pytest.mark.parametrize("answered", [True, False])
def test_what_was_asked_comes_back_with_the_complaint(cast: Cast, answered: bool) -> None:
    one, other = makers.investigated(cast), makers.investigated(cast)
    theirs, row = asks(other, words="その件ではない"), asks(one, point=1, words="四枚です")
    chosen = dict(row.chosen)
    merge_complaint(cast.actor("lead"), one, to=other, same_person=True, now=NOW + HOUR)
    row.refresh_from_db()
    if answered:
        answers(cast, row, granted=False)
    separate_complaint(cast.actor("lead"), one, now=LATER + HOUR)
    row.refresh_from_db()
    theirs.refresh_from_db()
    assert (row.complaint_id, row.chosen, theirs.complaint_id) == (one.pk, chosen, other.pk)
    if not answered:
        answers(cast, row, granted=False)
        row.refresh_from_db()
    assert (row.state, row.promise and row.promise.state) == ("declined", "kept")


def test_what_was_asked_comes_back_through_two_joinings(cast: Cast) -> None:
    one, other, third = (makers.investigated(cast) for _ in range(3))
    row = asks(one, words="違います")
    lead = cast.actor("lead")
    merge_complaint(lead, one, to=other, same_person=True, now=NOW + HOUR)
    merge_complaint(lead, other, to=third, same_person=True, now=NOW + 2 * HOUR)
    row.refresh_from_db()
    assert row.complaint_id == third.pk
    separate_complaint(lead, other, now=NOW + 3 * HOUR)
    row.refresh_from_db()
    assert row.complaint_id == other.pk
    separate_complaint(lead, one, now=NOW + 4 * HOUR)
    row.refresh_from_db()
    assert (row.complaint_id, row.chosen) == (one.pk, {})


def test_what_was_chosen_without_a_word_stands_in_the_answer_as_it_was_offered(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = asks(
        complaint, kind="help", eases=["interpreter"], accommodation="通訳が必要", offered="An interpreter"
    )
    assert (row.words, row.asked, row.asked_here) == ("", "An interpreter", "通訳が必要")
    answers(cast, row, granted=True)
    assert "An interpreter" in complaint.letters.get(kind="petition").body


def test_words_stand_after_what_was_chosen(cast: Cast) -> None:
    row = asks(
        makers.investigated(cast), kind="help", eases=["paper"], accommodation="紙で", words="大きめに"
    )
    assert row.asked == row.asked_here == "紙で\n大きめに"
