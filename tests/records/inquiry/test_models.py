"""Questions with their answers, and findings that are added and never written over."""

from datetime import date, timedelta
from typing import Any

import pytest

from kikitori.records.inquiry.models import Finding, Inquiry
from tests.makers import FRIDAY
from tests.records import rows

pytestmark = pytest.mark.django_db


def question(**changes: Any) -> Inquiry:
    values = {"asked_of": "complainant", "question": "ご注文番号をお聞かせください。", "asked_at": FRIDAY}
    made = {"complaint": changes.pop("complaint", None) or rows.complaint()}
    made["asked_by"] = changes.pop("asked_by", None) or rows.staff()
    return Inquiry.objects.create(**made | values | changes)


def finding(**changes: Any) -> Finding:
    values = {"outcome": "upheld", "reasons": "写真で確かめました。", "found_at": FRIDAY}
    made = {"allegation": changes.pop("allegation", None) or rows.allegation()}
    made["found_by"] = changes.pop("found_by", None) or rows.staff()
    return Finding.objects.create(**made | values | changes)


def test_question_waits_for_its_answer_without_a_day_if_none_was_named() -> None:
    made = Inquiry.objects.get(pk=question().pk)
    assert (made.answer, made.answered_at, made.answer_by, made.whom) == ("", None, None, "")


def test_questions_are_read_in_the_order_they_were_asked() -> None:
    first = question(answer_by=date(2026, 12, 24))
    second = question(complaint=first.complaint, asked_by=first.asked_by, asked_at=FRIDAY - timedelta(days=9))
    question(asked_by=first.asked_by)
    assert list(first.complaint.inquiries.all()) == [first, second]


@pytest.mark.parametrize("field", ["question", "asked_at", "asked_by", "asked_of"])
def test_question_says_what_whom_when_and_who_asks(field: str) -> None:
    made = question()
    with rows.must_refuse(field):
        Inquiry.objects.filter(pk=made.pk).update(**{field: None})


@pytest.mark.parametrize(("text", "said"), [("短い?", "短い?"), ("長" * 80, "長" * 60)])
def test_question_in_a_list_is_its_first_words(text: str, said: str) -> None:
    assert str(Inquiry(question=text)) == said


def test_third_party_with_a_long_name_has_room_and_a_longer_one_is_not_cut() -> None:
    asker = rows.staff()
    assert question(asked_by=asker, asked_of="third_party", whom="運" * 200).whom == "運" * 200
    with rows.must_not_fit():
        question(asked_by=asker, asked_of="third_party", whom="運" * 201)


def test_later_finding_stands_beside_the_earlier_and_is_read_after_it() -> None:
    first = finding()
    second = finding(allegation=first.allegation, found_by=first.found_by, outcome="partly")
    assert [each.outcome for each in first.allegation.findings.all()] == ["upheld", "partly"]
    assert first.allegation.findings.last() == second


@pytest.mark.parametrize("field", ["reasons", "outcome", "found_at", "found_by"])
def test_finding_without_reasons_or_a_name_behind_it_is_none(field: str) -> None:
    made = finding()
    with rows.must_refuse(field):
        Finding.objects.filter(pk=made.pk).update(**{field: None})


def test_who_asked_and_who_found_stay_with_what_they_wrote() -> None:
    asker, finder = rows.staff(), rows.staff("colleague")
    asked, found = question(asked_by=asker), finding(found_by=finder)
    with rows.must_be_kept_for("Inquiry"):
        asker.delete()
    with rows.must_be_kept_for("Finding"):
        finder.delete()
    asked.complaint.delete()
    found.allegation.complaint.delete()
    assert not Inquiry.objects.exists()
    assert not Finding.objects.exists()


def test_finding_in_a_log_holds_no_reasons() -> None:
    made = finding(reasons="秘密")
    assert str(made) == f"upheld ({made.allegation_id})"
