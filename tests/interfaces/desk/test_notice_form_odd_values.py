"""The form for notices with values nobody asked for: every one is told or read, none is lost, no other field suffers."""

from __future__ import annotations

from datetime import time
from functools import partial
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.notice_form import NoticeForm
from kikitori.interfaces.desk.notice_meanings import NOTICE_MEANING
from kikitori.records.together.choices import ALWAYS, PERSONAL, USUAL, Choice, Choices
from kikitori.records.together.labels import BY_MAIL, NOTICE_KIND, WHOSE
from kikitori.records.together.terms import ByMail, NoticeKind, Whose
from tests.house.rules.source import JAPANESE
from tests.interfaces.desk.odd_values import (
    ODD_CHOICES,
    ODD_NUMBERS,
    ODD_TIMES,
    assert_kept_as_typed,
    assert_refused,
    assert_said,
)


def as_sent(choices: Choices = USUAL, **changes: str) -> dict[str, Any]:
    """What a browser sends of these choices."""
    sent: dict[str, Any] = {"times": ", ".join(f"{each:%H:%M}" for each in choices.times), "seen": "3"}
    if choices.quiet:
        sent["quiet_from"], sent["quiet_until"] = (f"{each:%H:%M}" for each in choices.quiet)
    for name in ("working_days", "urgent_anytime"):
        if getattr(choices, name):
            sent[name] = "on"
    for kind, choice in choices.kinds.items():
        sent[f"{kind}_mail"] = choice.mail.value
        if choice.desk and kind not in ALWAYS:
            sent[f"{kind}_desk"] = "on"
        if kind not in PERSONAL:
            sent[f"{kind}_whose"] = choice.whose.value
    return {**sent, **changes}


def made(**changes: str) -> NoticeForm:
    form = NoticeForm(USUAL, as_sent(**changes))
    form.is_valid()
    return form


@pytest.mark.parametrize("what", ODD_TIMES)
def test_times_that_are_none_are_told_and_stay(what: str) -> None:
    assert_refused(partial(made, times=ODD_TIMES[what]), "times", ODD_TIMES[what])


@pytest.mark.parametrize("what", sorted(set(ODD_TIMES) - {"minute 60"}))
@pytest.mark.parametrize("field", ["quiet_from", "quiet_until"])
def test_ends_of_quiet_hours_that_are_no_times_are_told_and_stay(field: str, what: str) -> None:
    assert_refused(partial(made, **{field: ODD_TIMES[what]}), field, ODD_TIMES[what])
    assert set(made(**{field: ODD_TIMES[what]}).errors) == {field}


@pytest.mark.parametrize("kind", [NoticeKind.MENTION, NoticeKind.NOTE, NoticeKind.MISSED])
def test_choice_that_was_not_offered_is_told_beside_its_kind_alone(kind: NoticeKind) -> None:
    for what, typed in ODD_CHOICES.items():
        names = [f"{kind}_mail"] + ([f"{kind}_whose"] if kind not in PERSONAL else [])
        for name in names:
            assert_kept_as_typed(partial(made, **{name: typed}), name, typed)
            assert set(made(**{name: typed}).errors) == {name}, what


@pytest.mark.parametrize("what", ODD_NUMBERS)
def test_change_that_was_lost_is_nobodys_or_the_form_is_refused(what: str) -> None:
    form = made(seen=ODD_NUMBERS[what])
    if "seen" not in form.errors:
        assert form.seen_change >= 0
    assert_said(partial(made, seen=ODD_NUMBERS[what]), "seen")
    assert set(form.errors) <= {"seen"}


def test_missing_change_is_nobodys() -> None:
    assert made(seen="").seen_change == -1
    assert made(seen="0").seen_change == 0
    assert made(seen="12").seen_change == 12


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0:00", (time(0),)),
        ("23:59", (time(23, 59),)),
        ("８：３０", (time(8, 30),)),
        ("8:30,8:30", (time(8, 30), time(8, 30))),
        ("16:00、8:30", (time(16), time(8, 30))),
        ("8:30;16", (time(8, 30), time(16))),
        ("  8:30  ", (time(8, 30),)),
        ("8:30\u300016:00", (time(8, 30), time(16))),
        (",,8:30,,", (time(8, 30),)),
        ("8:30・12:15・19:45", (time(8, 30), time(12, 15), time(19, 45))),
        ("、", ()),
    ],
)
def test_times_are_read_in_every_way_people_write_them(typed: str, read: tuple[time, ...]) -> None:
    form = made(times=typed)
    assert not form.errors
    assert form.given().times == read


times = st.times().map(lambda each: each.replace(second=0, microsecond=0))


@given(
    st.fixed_dictionaries(
        {
            kind: st.builds(
                Choice,
                st.just(True) if kind in ALWAYS else st.booleans(),
                st.sampled_from(ByMail),
                st.just(Whose.FOLLOWED) if kind in PERSONAL else st.sampled_from(Whose),
            )
            for kind in NoticeKind
        }
    ),
    st.lists(times, min_size=1, max_size=6).map(tuple),
    st.none() | st.tuples(times, times),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=25)
def test_whatever_can_be_chosen_is_read_as_it_was_chosen(
    kinds: dict[NoticeKind, Choice],
    digests: tuple[time, ...],
    quiet: tuple[time, time] | None,
    days: bool,
    soon: bool,
) -> None:
    chosen = Choices(kinds, digests, quiet, days, soon)
    form = NoticeForm(USUAL, as_sent(chosen))
    assert form.is_valid(), form.errors
    assert form.given() == chosen


def test_nothing_sent_at_all_says_what_every_kind_lacks_and_breaks_nothing() -> None:
    form = NoticeForm(USUAL, {})
    assert not form.is_valid()
    assert {f"{kind}_mail" for kind in NoticeKind} <= set(form.errors)
    for field in form.errors:
        assert_said(lambda: NoticeForm(USUAL, {}), field)


@pytest.mark.parametrize("for_everybody", [False, True])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_control_says_its_kind_and_what_it_does(language: str, for_everybody: bool) -> None:
    with override(language):
        form = NoticeForm(USUAL, for_everybody=for_everybody)
        labels = {name: str(field.label) for name, field in form.fields.items()}
        for kind in NoticeKind:
            own = [
                labels[name] for name in labels if name in (f"{kind}_desk", f"{kind}_mail", f"{kind}_whose")
            ]
            assert own
            assert len(set(own)) == len(own)
            assert all(str(NOTICE_KIND[kind]) in label for label in own)
        shown = [label for name, label in labels.items() if name != "seen"]
        assert all(bool(JAPANESE.search(label)) is (language == "ja") for label in shown)


@pytest.mark.parametrize("kind", NoticeKind)
def test_line_of_each_kind_has_its_title_its_meaning_and_its_menus(kind: NoticeKind) -> None:
    for language in ("ja", "en"):
        with override(language):
            line = dict(zip(NoticeKind, NoticeForm(USUAL).lines, strict=True))[kind]
            assert (line.title, line.meaning) == (NOTICE_KIND[kind], NOTICE_MEANING[kind])
            menu = [str(name) for _, name in line.mail.field.choices]  # type: ignore[attr-defined]
            assert menu == [str(BY_MAIL[each]) for each in ByMail]
            if line.whose is not None:
                reach = [str(name) for _, name in line.whose.field.choices]  # type: ignore[attr-defined]
                assert reach == [str(WHOSE[each]) for each in Whose]


@pytest.mark.parametrize("problem", Problem)
def test_every_code_of_the_verb_has_a_sentence_in_both_languages(problem: Problem) -> None:
    for field in ("times", "quiet_from", "working_days"):
        told = {}
        for language in ("ja", "en"):
            with override(language):
                form = made()
                form.blame({field: problem})
                [told[language]] = [str(each) for each in form.errors[field]]
        assert JAPANESE.search(told["ja"])
        assert not JAPANESE.search(told["en"])
        assert (told["ja"][-1], told["en"][-1]) == ("。", ".")


def test_faults_of_one_field_leave_what_was_chosen_in_all_others() -> None:
    broken = made(times="ゆうがた", note_mail="soon", word_whose="mine", working_days="on")
    assert set(broken.errors) == {"times"}
    values = {name: broken[name].value() for name in ("times", "note_mail", "word_whose", "working_days")}
    assert values == {"times": "ゆうがた", "note_mail": "soon", "word_whose": "mine", "working_days": True}
