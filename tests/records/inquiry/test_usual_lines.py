"""Lines of inquiry that are usually followed: for every subject some, in both languages, few enough to be read."""

from __future__ import annotations

import pytest

from kikitori.records.complaints.terms import Subject
from kikitori.records.inquiry.plan import UsualInquiryLine
from kikitori.records.inquiry.usual_lines import ANY, lines_with, shipped_lines, usual_lines


@pytest.mark.parametrize("subject", list(Subject))
def test_every_subject_has_a_few_lines_in_both_languages(subject: Subject) -> None:
    lines = usual_lines(subject.value)
    assert 1 <= len(lines) <= 5
    for line in lines:
        for words, longest in ((line.what, 1000), (line.source, 200)):
            assert words is not None
            assert words.ja != words.en
            assert words.en.isascii() or "’" in words.en
            assert not words.ja.isascii()
            assert max(len(words.ja), len(words.en)) <= longest


def test_lines_are_shipped_for_subjects_there_are() -> None:
    assert {line.subject for line in shipped_lines().values()} <= {
        ANY,
        *(subject.value for subject in Subject),
    }


def test_subject_without_lines_of_its_own_gets_those_that_always_make_sense() -> None:
    assert usual_lines("other") == usual_lines("something else")
    assert usual_lines("delivery") != usual_lines("other")


def test_lines_are_phrases_not_orders() -> None:
    said = [line.what.ja for subject in Subject for line in usual_lines(subject.value)]
    assert not [text for text in said if text.endswith(("。", "ください"))]


def own(code: str, subject: str, **said: object) -> UsualInquiryLine:
    return UsualInquiryLine(**{"code": code, "subject": subject, "what_ja": "写真を見る", "place": 1, **said})


def test_codes_are_told_apart_and_begin_with_their_subject() -> None:
    for code, line in shipped_lines().items():
        assert code == line.code
        assert code.rpartition("_")[0] == line.subject


def test_own_words_stand_in_the_place_of_the_shipped_ones_and_in_their_order() -> None:
    rows = [
        own("delivery_1", "delivery", what_ja="経路を見る", place=9),
        own("own_1", "delivery", what_ja="", what_en="See the van", place=1),
    ]
    said = [(line.code, line.what.ja) for line in usual_lines("delivery", rows)]
    assert said == [
        ("own_1", "See the van"),
        ("delivery_2", shipped_lines()["delivery_2"].what.ja),
        ("delivery_1", "経路を見る"),
    ]


def test_what_is_out_of_use_is_not_offered_and_keeps_its_words() -> None:
    rows = [own(f"delivery_{n}", "delivery", is_offered=False) for n in (1, 2)]
    assert usual_lines("delivery", rows) == usual_lines("other")
    kept = lines_with(rows)["delivery_1"]
    assert (kept.what.ja, kept.source) == ("写真を見る", None)


def test_first_line_of_a_subject_takes_the_place_of_what_always_makes_sense() -> None:
    assert [line.code for line in usual_lines("other", [own("own_1", "other")])] == ["own_1"]
