"""The form for notices, without a database: every kind has its controls, and what is typed is read kindly."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from django.utils.translation import override

from kikitori.interfaces.desk.notice_form import NoticeForm
from kikitori.interfaces.desk.notice_meanings import NOTICE_MEANING
from kikitori.interfaces.desk.settings.notice_words import notice_lines
from kikitori.records.together.choices import ALWAYS, PERSONAL, USUAL, Choice, Choices
from kikitori.records.together.terms import ByMail, NoticeKind, Whose
from tests.house.rules.source import JAPANESE

ODD = replace(
    USUAL,
    kinds={**USUAL.kinds, NoticeKind.WORD: Choice(desk=False, mail=ByMail.SOON, whose=Whose.TEAM)},
    times=(time(7, 5), time(12)),
    quiet=None,
    working_days=False,
    urgent_anytime=True,
)


def sent(form: NoticeForm, **changes: Any) -> dict[str, Any]:
    """What a browser sends of this form, with some of it typed otherwise."""
    values: dict[str, Any] = {}
    for name in form.fields:
        value = changes.get(name, form.initial.get(name))
        if value is False or value is None:
            continue
        values[name] = (
            "on" if value is True else value.strftime("%H:%M") if isinstance(value, time) else value
        )
    return values


@pytest.mark.parametrize("choices", [USUAL, ODD])
def test_form_that_is_sent_back_untouched_means_what_it_showed(choices: Choices) -> None:
    form = NoticeForm(choices, sent(NoticeForm(choices)))
    assert form.is_valid(), form.errors
    assert form.given() == choices


def test_what_cannot_be_chosen_has_no_control() -> None:
    form = NoticeForm(USUAL)
    lines = dict(zip(NoticeKind, form.lines, strict=True))
    assert {kind for kind, line in lines.items() if line.desk is None} == ALWAYS
    assert {kind for kind, line in lines.items() if line.whose is None} == PERSONAL
    assert all(line.mail is not None for line in lines.values())


def test_every_kind_is_explained_in_both_languages() -> None:
    assert set(NOTICE_MEANING) == set(NoticeKind)
    for language in ("ja", "en"):
        with override(language):
            said = [str(meaning) for meaning in NOTICE_MEANING.values()]
        assert len(set(said)) == len(said)
        assert all(each.endswith("。" if language == "ja" else ".") for each in said)


def test_team_is_offered_to_a_person_and_not_for_everybody() -> None:
    for for_everybody, offered in ((False, set(Whose)), (True, {Whose.MINE, Whose.FOLLOWED})):
        form = NoticeForm(USUAL, for_everybody=for_everybody)
        assert {value for value, _ in form.fields["note_whose"].choices} == {word.value for word in offered}
    refused = NoticeForm(USUAL, sent(NoticeForm(USUAL), note_whose="team"), for_everybody=True)
    assert set(refused.errors) == {"note_whose"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("8:30, 16:00", (time(8, 30), time(16))),
        ("８：３０、１６：００", (time(8, 30), time(16))),
        ("8:30 16:00", (time(8, 30), time(16))),
        ("9・12", (time(9), time(12))),
        ("", ()),
        ("  ", ()),
    ],
)
def test_times_are_read_in_any_width(typed: str, read: tuple[time, ...]) -> None:
    form = NoticeForm(USUAL, sent(NoticeForm(USUAL), times=typed))
    assert form.is_valid(), form.errors
    assert form.given().times == read


@pytest.mark.parametrize("typed", ["25:00", "8:61", "half past eight", "8:30:00:0", "-1:00", "a:b"])
def test_times_that_are_none_are_told(typed: str) -> None:
    form = NoticeForm(USUAL, sent(NoticeForm(USUAL), times=typed))
    assert set(form.errors) == {"times"}
    assert form["times"].value() == typed


def test_quiet_hours_have_two_ends_or_none() -> None:
    for changes, wrong in (
        ({"quiet_from": None, "quiet_until": None}, set()),
        ({"quiet_from": None}, {"quiet_from"}),
        ({"quiet_until": None}, {"quiet_until"}),
        ({"quiet_until": "25:99"}, {"quiet_until"}),
    ):
        form = NoticeForm(
            USUAL, {**sent(NoticeForm(USUAL)), **{name: value or "" for name, value in changes.items()}}
        )
        assert set(form.errors) == wrong, changes
        if not wrong:
            assert form.given().quiet is None


KEPT = {
    "kinds": {"note": {"desk": False, "mail": "soon"}, "word": {"whose": "mine"}, "gone": {"desk": True}},
    "times": ["07:05"],
    "quiet": ["22:00", "06:00"],
    "working_days": False,
    "urgent_anytime": True,
}
TOLD = {
    "ja": [
        "申出者からの連絡: 自分が担当するもの",
        "ほかの担当者の内部メモ: 画面に出さない / メール: すぐに",
        "まとめの時刻: 07:05",
        "メールを止める時間帯: 22:00～06:00",
        "毎日",
        "急ぎのものは時間帯を問わない",
    ],
    "en": [
        "Word from the complainant: In my hands",
        "Internal note of a colleague: not in the desk / by e-mail: At once",
        "Digest at 07:05",
        "Quiet from 22:00 to 06:00",
        "On every day",
        "What cannot wait: at any time",
    ],
}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_record_of_changes_tells_what_differs(language: str) -> None:
    with override(language):
        assert sorted(notice_lines(KEPT)) == sorted(TOLD[language])
        [usual] = notice_lines({})
        assert bool(JAPANESE.search(usual)) == (language == "ja")
        assert list(notice_lines({"quiet": []})) == [
            "メールを止める時間帯なし" if language == "ja" else "No quiet hours"
        ]
