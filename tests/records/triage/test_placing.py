"""The rules table of triage, row by row, and the answers as they are kept."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils.translation import override

from kikitori.records.complaints.terms import Severity
from kikitori.records.triage.labels import ANSWER, SAFETY_QUESTION
from kikitori.records.triage.models import SafetyAnswer
from kikitori.records.triage.sorting import Answer, SafetyQuestion, place
from tests.makers import FRIDAY
from tests.records import rows

Q = SafetyQuestion
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
NOBODY: frozenset[SafetyQuestion] = frozenset()


@pytest.mark.parametrize(
    ("answers", "suspected", "judged", "heated", "placed", "reasons"),
    [
        # Nobody has said anything yet.
        ({}, NOBODY, None, False, ("S3", "normal", "main"), ()),
        ({}, NOBODY, None, True, ("S3", "today", "main"), ("heated",)),
        # What people said.
        ({Q.INJURY: YES}, NOBODY, None, False, ("S1", "now", "urgent"), ("injury",)),
        ({Q.FIRE: YES}, NOBODY, None, False, ("S1", "now", "urgent"), ("fire",)),
        ({Q.CO: YES}, NOBODY, None, False, ("S1", "now", "urgent"), ("co",)),
        ({Q.DEATH: YES}, NOBODY, None, False, ("S1", "now", "urgent"), ("death",)),
        ({Q.THREAT_TO_SELF: YES}, NOBODY, None, False, ("S1", "now", "urgent"), ("threat_to_self",)),
        ({Q.CHILD: YES}, NOBODY, None, False, ("S2", "today", "urgent"), ("child",)),
        ({Q.DATA_LEAK: YES}, NOBODY, None, False, ("S2", "today", "urgent"), ("data_leak",)),
        ({Q.LEGAL_DEADLINE: YES}, NOBODY, None, False, ("S2", "today", "urgent"), ("legal_deadline",)),
        ({Q.INJURY: NO, Q.FIRE: NO}, NOBODY, None, False, ("S3", "normal", "main"), ()),
        ({Q.INJURY: UNKNOWN}, NOBODY, None, False, ("S3", "normal", "main"), ()),
        # The gravest counts, and every reason is told in the order of the questions.
        ({Q.CHILD: YES, Q.INJURY: YES}, NOBODY, None, False, ("S1", "now", "urgent"), ("injury", "child")),
        ({Q.DATA_LEAK: YES, Q.FIRE: NO}, NOBODY, None, False, ("S2", "today", "urgent"), ("data_leak",)),
        # What the story seems to say, until somebody says no.
        ({}, frozenset({Q.FIRE}), None, False, ("S1", "now", "urgent"), ("fire",)),
        ({Q.FIRE: UNKNOWN}, frozenset({Q.FIRE}), None, False, ("S1", "now", "urgent"), ("fire",)),
        ({Q.FIRE: NO}, frozenset({Q.FIRE}), None, False, ("S3", "normal", "main"), ()),
        ({Q.FIRE: NO}, frozenset({Q.FIRE, Q.CHILD}), None, False, ("S2", "today", "urgent"), ("child",)),
        # A handler's judgement raises and lowers what nobody answered, and never lowers an answer.
        ({}, NOBODY, Severity.S1, False, ("S1", "now", "urgent"), ("judged",)),
        ({}, NOBODY, Severity.S2, False, ("S2", "today", "urgent"), ("judged",)),
        ({}, NOBODY, Severity.S3, False, ("S3", "normal", "main"), ("judged",)),
        ({}, NOBODY, Severity.S4, False, ("S4", "low", "main"), ("judged",)),
        ({Q.CHILD: YES}, NOBODY, Severity.S1, False, ("S1", "now", "urgent"), ("child", "judged")),
        ({Q.CHILD: YES}, NOBODY, Severity.S2, False, ("S2", "today", "urgent"), ("child", "judged")),
        ({Q.CHILD: YES}, NOBODY, Severity.S4, False, ("S2", "today", "urgent"), ("child",)),
        ({Q.INJURY: YES}, NOBODY, Severity.S3, False, ("S1", "now", "urgent"), ("injury",)),
        # Anger brings a look sooner, never a graver judgement, and never another queue.
        ({}, NOBODY, Severity.S4, True, ("S4", "normal", "main"), ("judged", "heated")),
        ({}, NOBODY, Severity.S3, True, ("S3", "today", "main"), ("judged", "heated")),
        ({Q.CHILD: YES}, NOBODY, None, True, ("S2", "now", "urgent"), ("child", "heated")),
        ({Q.INJURY: YES}, NOBODY, None, True, ("S1", "now", "urgent"), ("injury",)),
    ],
)
def test_complaint_is_placed_by_the_table_with_its_reasons(
    answers: dict[SafetyQuestion, Answer],
    suspected: frozenset[SafetyQuestion],
    judged: Severity | None,
    heated: bool,
    placed: tuple[str, str, str],
    reasons: tuple[str, ...],
) -> None:
    found = place(answers, suspected=suspected, judged=judged, heated=heated)
    assert (found.severity.value, found.urgency.value, found.queue.value) == placed
    assert found.reasons == reasons


@pytest.mark.parametrize(("judged", "heated"), list(product([None, *Severity], [False, True])))
def test_urgent_queue_is_for_what_is_grave_and_nothing_else(judged: Severity | None, heated: bool) -> None:
    for question in [None, *SafetyQuestion]:
        found = place({question: YES} if question else {}, judged=judged, heated=heated)
        assert (found.queue.value == "urgent") is (found.severity in (Severity.S1, Severity.S2))


# ---- asked and kept


@pytest.mark.parametrize(
    ("code", "ja", "en"),
    [
        ("injury", "けがをした方、具合の悪くなった方がいますか", "Was anybody hurt or made ill?"),
        ("fire", "発火・発煙・爆発がありましたか", "Was there fire, smoke or an explosion?"),
        ("co", "ガス漏れや一酸化炭素のおそれがありましたか", "Was there gas or carbon monoxide?"),
        ("death", "亡くなった方がいますか", "Did anybody die?"),
        (
            "child",
            "お子さんや、自分の身を守るのが難しい方に関わりますか",
            "Is a child, or somebody who cannot protect themselves, affected?",
        ),
        (
            "threat_to_self",
            "ご自身を傷つけるような言葉がありますか",
            "Does the person speak of harming themselves?",
        ),
        ("data_leak", "個人情報が他人の手に渡りましたか", "Has personal data reached the wrong hands?"),
        ("legal_deadline", "法律上の期限に関わりますか", "Does a legal deadline depend on this?"),
    ],
)
def test_question_is_asked_in_plain_words_that_yes_or_no_can_answer(code: str, ja: str, en: str) -> None:
    question = SAFETY_QUESTION[SafetyQuestion(code)]
    with override("ja"):
        assert str(question) == ja
        assert [str(ANSWER[answer]) for answer in Answer] == ["はい", "いいえ", "わからない"]
    with override("en"):
        assert str(question) == en
        assert [str(ANSWER[answer]) for answer in Answer] == ["Yes", "No", "Not known"]


@pytest.mark.django_db
def test_question_about_a_complaint_has_one_answer() -> None:
    complaint, other = rows.complaint(), rows.complaint()
    for each, question in ((complaint, Q.FIRE), (complaint, Q.CO), (other, Q.FIRE)):
        SafetyAnswer.objects.create(complaint=each, question=question.value, answer="yes", answered_at=FRIDAY)
    with rows.must_refuse("safety_question_once"):
        SafetyAnswer.objects.create(complaint=other, question="fire", answer="no", answered_at=FRIDAY)
    assert str(other.safety_answers.get()) == "fire: yes"


@pytest.mark.django_db
def test_answer_stays_with_whoever_wrote_it_down_and_goes_with_the_complaint() -> None:
    complaint, staff = rows.complaint(), rows.staff()
    SafetyAnswer.objects.create(
        complaint=complaint,
        question="fire",
        answer="no",
        answered_at=FRIDAY + timedelta(minutes=5),
        answered_by=staff,
    )
    with rows.must_be_kept_for("SafetyAnswer"):
        staff.delete()
    complaint.delete()
    assert not SafetyAnswer.objects.exists()
