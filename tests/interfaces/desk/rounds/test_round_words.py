"""Rounds in words, without a database: why each complaint was left, and what was asked for, in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.round_verbs import STEP_OF, why_of
from kikitori.casework.use_macro import PartRefused
from kikitori.interfaces.desk.rounds.told import round_told, why_told
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import Decision, Reason
from kikitori.records.complaints.labels import QUEUE, STATE
from kikitori.records.complaints.lifecycle import State, Step, StepNotPossible
from kikitori.records.complaints.terms import Queue
from kikitori.records.selection.labels import FATE, ROUND_KIND
from kikitori.records.selection.rounds import Round
from kikitori.records.selection.terms import Fate, RoundKind
from kikitori.records.together.parts import Part, PartKind
from tests.house.rules.source import JAPANESE


def in_both(code: str) -> tuple[str, str]:
    with override("ja"):
        ja = why_told(code)
    with override("en"):
        en = why_told(code)
    return ja, en


@pytest.mark.parametrize(
    "code",
    [
        *(f"obstacle:{each.value}" for each in Obstacle),
        *(f"state:{each.value}" for each in State),
        "unseen",
        "invalid",
        "part",
        "fault",
    ],
)
def test_reason_is_a_sentence_in_both_languages(code: str) -> None:
    ja, en = in_both(code)
    assert ja.endswith("。")
    assert en.endswith(".")
    assert JAPANESE.search(ja)
    assert not JAPANESE.search(en)


@pytest.mark.parametrize("reason", Reason)
def test_refusal_is_told_by_its_reason(reason: Reason) -> None:
    ja, en = in_both(f"reason:{reason.value}")
    assert JAPANESE.search(ja)
    assert ja != en


def test_no_two_reasons_of_ours_are_told_alike_and_none_is_nothing() -> None:
    for told in zip(*(in_both(code) for code in ("unseen", "invalid", "part", "fault")), strict=True):
        assert len(set(told)) == 4
    assert in_both("") == ("", "")


@pytest.mark.parametrize("state", State)
def test_state_that_forbids_it_is_named(state: State) -> None:
    for language in ("ja", "en"):
        with override(language):
            assert str(STATE[state]) in why_told(f"state:{state.value}")


@pytest.mark.parametrize("code", ["later", "obstacle:later", "state:", "reason:nobody", "obstacle"])
def test_word_that_nobody_wrote_is_an_error_and_no_empty_line(code: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        why_told(code)


REFUSALS = [
    (NotNow(Obstacle.GRAVE_IS_URGENT), "obstacle:grave_is_urgent"),
    (NotNow(Obstacle.CANNOT_BE_TOLD, "受田 ひかり"), "obstacle:cannot_be_told"),
    (Unseen(), "unseen"),
    (Invalid({"to": Problem.OUT_OF_RANGE}), "invalid"),
    (StepNotPossible(State.CLOSED_ACCEPTED, Step.DECIDE), "state:closed_accepted"),
    *((Refused(Decision(allowed=False, reason=reason)), f"reason:{reason.value}") for reason in Reason),
]


@pytest.mark.parametrize(("refusal", "code"), REFUSALS)
def test_refusal_of_a_verb_is_kept_as_one_word_and_told_again(refusal: Exception, code: str) -> None:
    assert why_of(refusal) == code
    ja, en = in_both(code)
    assert ja
    assert en
    assert "受田" not in ja + en


@pytest.mark.parametrize(("refusal", "code"), REFUSALS)
def test_refusal_within_a_macro_is_the_one_of_its_part(refusal: Exception, code: str) -> None:
    wrapped = PartRefused(1, Part(kind=PartKind.NOTE), refusal)
    assert why_of(wrapped) == ("part" if isinstance(refusal, Invalid) else code)


@pytest.mark.parametrize(
    ("kind", "values", "ja", "en"),
    [
        (RoundKind.NOTE, {"body": "確認中"}, "内部メモ", "Internal note added"),
        (RoundKind.LETTER, {}, "返信", "Common reply sent"),
        (RoundKind.UNDO, {}, "戻", "Put back to where they were before"),
        (RoundKind.PLACE, {"queue": "urgent"}, "移動", "Moved"),
        (RoundKind.PLACE, {"queue": "main", "team": None}, "移動", "Moved"),
    ],
)
def test_what_was_asked_for_is_told_without_the_words_that_were_written(
    kind: RoundKind, values: dict[str, object], ja: str, en: str
) -> None:
    begun = Round(kind=kind.value, values=values)
    for language, expected in (("ja", ja), ("en", en)):
        with override(language):
            told = round_told(begun)
            assert expected in told
            assert "確認中" not in told
            if "queue" in values:
                assert str(QUEUE[Queue(values["queue"])]) in told


def test_every_kind_of_round_has_a_step_that_needs_a_permission_and_a_name() -> None:
    assert set(STEP_OF) == set(RoundKind) == set(ROUND_KIND)
    assert all(step in NEEDED for step in STEP_OF.values())
    assert set(FATE) == set(Fate)
    for table in (ROUND_KIND, FATE):
        said = {}
        for language in ("ja", "en"):
            with override(language):
                said[language] = [str(words) for words in table.values()]  # type: ignore[attr-defined]
        assert all(map(JAPANESE.search, said["ja"]))
        assert not any(map(JAPANESE.search, said["en"]))
        assert len(set(said["ja"])) == len(set(said["en"])) == len(table)  # type: ignore[arg-type]
