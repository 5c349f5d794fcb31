"""Lines of inquiry that are usually followed: for every subject some, in both languages, few enough to be read."""

from __future__ import annotations

import pytest

from kikitori.records.complaints.terms import Subject
from kikitori.records.inquiry.usual_lines import subjects_with_lines, usual_lines


@pytest.mark.parametrize("subject", list(Subject))
def test_every_subject_has_a_few_lines_in_both_languages(subject: Subject) -> None:
    lines = usual_lines(subject.value)
    assert 1 <= len(lines) <= 5
    for line in lines:
        for words, longest in ((line.what, 1000), (line.source, 200)):
            assert words.ja != words.en
            assert words.en.isascii() or "’" in words.en
            assert not words.ja.isascii()
            assert max(len(words.ja), len(words.en)) <= longest


def test_lines_are_shipped_for_subjects_there_are() -> None:
    assert subjects_with_lines() <= {subject.value for subject in Subject}


def test_subject_without_lines_of_its_own_gets_those_that_always_make_sense() -> None:
    assert usual_lines("other") == usual_lines("something else")
    assert usual_lines("delivery") != usual_lines("other")


def test_lines_are_phrases_not_orders() -> None:
    said = [line.what.ja for subject in Subject for line in usual_lines(subject.value)]
    assert not [text for text in said if text.endswith(("。", "ください"))]
