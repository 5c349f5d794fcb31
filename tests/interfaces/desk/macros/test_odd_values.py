"""Macros with values nobody asked for: no part is lost, none is made of nothing, and each fault stands at its part."""

from __future__ import annotations

from functools import partial
from itertools import permutations

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.macros.builder import Builder, kept, sent
from kikitori.interfaces.desk.macros.part_form import MacroForm, Offer, PartForm
from kikitori.interfaces.desk.macros.part_words import ICON, PART_KIND, Names, by_day, part_told, parts_told
from kikitori.records.complaints.labels import QUEUE
from kikitori.records.complaints.terms import Queue
from kikitori.records.letters.labels import POLITENESS
from kikitori.records.letters.placeholders import Politeness
from kikitori.records.together.macros import Macro
from kikitori.records.together.parts import ASKS, HOLDER, ME, MOST_DAYS, MOST_PARTS, Part, PartKind
from tests.house.rules.source import JAPANESE
from tests.interfaces.desk.odd_values import (
    ODD_CHOICES,
    ODD_NUMBERS,
    ODD_TEXTS,
    assert_kept_as_typed,
    assert_said,
)

K = PartKind
OFFER = Offer([("5", "隣野 まこと")], [("3", "お客様窓口")], [("7", "お詫び")])
NAMES = Names({5: "隣野 まこと"}, {3: "お客様窓口"}, {7: "お詫び"})
FULL = {
    "to": "5",
    "queue": "urgent",
    "team": "3",
    "days": "2",
    "words": "電話",
    "template": "7",
    "politeness": "polite",
}
ASKED = {name: [kind for kind in K if name in ASKS[kind]] for name in FULL}


def made(kind: PartKind, **typed: str) -> PartForm:
    """One part as it would be saved."""
    values = {name: typed.get(name, FULL[name]) for name in ASKS[kind]}
    form = PartForm(0, kind, OFFER, {f"part_0-{name}": value for name, value in values.items()})
    form.is_valid()
    return form


def posted(do: str = "save", *kinds: PartKind, **more: str) -> Builder:
    data = QueryDict(mutable=True)
    data.update({"name_ja": "引き取る", "seen": "1", "do": do})
    for number, kind in enumerate(kinds):
        data[f"part_{number}-kind"] = kind.value
        for name in ASKS[kind]:
            data[f"part_{number}-{name}"] = FULL[name]
    data.update(more)
    return sent(data, OFFER)


@pytest.mark.parametrize("what", ODD_TEXTS)
def test_words_of_a_part_are_kept_as_typed_or_refused_and_still_there(what: str) -> None:
    typed = ODD_TEXTS[what]
    for kind in ASKED["words"]:
        assert_kept_as_typed(partial(made, kind, words=typed), "words", typed)
        form = made(kind, words=typed)
        if not form.errors:
            assert form.part().words == typed
        else:
            assert "\x00" in typed


@pytest.mark.parametrize("what", ODD_CHOICES)
def test_whom_and_what_nobody_offered_is_told_and_stays(what: str) -> None:
    typed = ODD_CHOICES[what]
    for name in ("to", "queue", "team", "template", "politeness"):
        for kind in ASKED[name]:
            assert_kept_as_typed(partial(made, kind, **{name: typed}), name, typed)
            assert set(made(kind, **{name: typed}).errors) == {name}


@pytest.mark.parametrize("what", ODD_NUMBERS)
def test_days_that_are_no_number_are_told_and_what_is_one_is_left_to_the_verb(what: str) -> None:
    typed = ODD_NUMBERS[what]
    for kind in ASKED["days"]:
        assert_kept_as_typed(partial(made, kind, days=typed), "days", typed)
        form = made(kind, days=typed)
        if not form.errors:
            assert isinstance(form.part().days, int)
            assert not 1 <= form.part().days <= MOST_DAYS or typed == "1_0"


@pytest.mark.parametrize(
    ("typed", "days"), [("1", 1), ("６０", 60), (" 3 ", 3), ("\u30003\u3000", 3), ("007", 7), ("", 0)]
)
def test_days_are_read_in_any_width(typed: str, days: int) -> None:
    for kind in ASKED["days"]:
        form = made(kind, days=typed)
        assert not form.errors
        assert form.part().days == days


@pytest.mark.parametrize("kind", K)
def test_part_holds_what_its_kind_asks_for_and_nothing_else(kind: PartKind) -> None:
    form = made(kind)
    assert list(form.fields) == list(ASKS[kind])
    assert [bound.name for bound in form.asked] == list(ASKS[kind])
    numbers = {"team": 3, "days": 2, "template": 7}
    expected = {name: numbers.get(name, FULL[name]) for name in ASKS[kind]}
    assert form.part() == Part(kind=kind, **expected)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", K)
def test_empty_part_is_read_and_what_it_lacks_is_left_to_the_verb(kind: PartKind) -> None:
    form = made(kind, **dict.fromkeys(FULL, ""))
    assert set(form.errors) <= {"politeness"}
    assert form.part() == Part(kind=kind)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_menus_say_their_words_in_the_readers_language(language: str) -> None:
    with override(language):
        queues = dict(made(K.PLACE).fields["queue"].choices)  # type: ignore[attr-defined]
        polite = dict(made(K.REPLY).fields["politeness"].choices)  # type: ignore[attr-defined]
        hands = dict(made(K.TASK).fields["to"].choices)  # type: ignore[attr-defined]
        assert {each.value: QUEUE[each] for each in Queue}.items() <= queues.items()
        assert polite == {each.value: POLITENESS[each] for each in Politeness}
        assert list(hands) == ["", ME, HOLDER, "5"]
        assert list(dict(made(K.ASSIGN).fields["to"].choices)) == ["", ME, "5"]  # type: ignore[attr-defined]
        own = [str(hands[word]) for word in ("", ME, HOLDER)]
        assert len(set(own)) == 3
        assert all(bool(JAPANESE.search(word)) is (language == "ja") for word in own)


def test_several_steps_come_in_every_order_they_were_put_into() -> None:
    for kinds in permutations((K.ASSIGN, K.NOTE, K.TASK, K.FOLLOW)):
        given = posted("save", *kinds).given()
        assert given is not None
        assert tuple(part.kind for part in given.parts) == kinds


@given(
    st.lists(st.sampled_from(K), min_size=1, max_size=MOST_PARTS),
    st.lists(st.tuples(st.sampled_from(["up", "down"]), st.integers(0, 12)), max_size=4),
)
@settings(max_examples=25)
def test_moving_steps_loses_none_and_moving_back_undoes_it(
    kinds: list[PartKind], moves: list[tuple[str, int]]
) -> None:
    for word, place in moves:
        moved = [part.kind for part in posted(f"{word}-{place}", *kinds).parts]
        assert sorted(moved) == sorted(kinds)
        other = place - 1 if word == "up" else place + 1
        back = "down" if word == "up" else "up"
        inside = 0 <= place < len(kinds) and 0 <= other < len(kinds)
        assert (moved == kinds) is (not inside or kinds[place] is kinds[other])
        if inside:
            assert [part.kind for part in posted(f"{back}-{other}", *moved).parts] == kinds
        kinds = moved


@pytest.mark.parametrize(
    "do",
    ["", "up", "up-", "up--1", "up-x", "up-²", "up-1.0", "up-99", "up-" + "9" * 400, "drop-", "drop-٣", "fly-0", "\x00"],
)  # fmt: skip
def test_button_that_is_none_changes_nothing(do: str) -> None:
    kinds = (K.ASSIGN, K.NOTE, K.TASK)
    assert [part.kind for part in posted(do, *kinds).parts] == list(kinds)


@pytest.mark.parametrize("place", range(4))
def test_dropped_step_is_gone_and_all_others_keep_what_was_typed(place: int) -> None:
    kinds = [K.ASSIGN, K.NOTE, K.TASK, K.ESCALATE]
    builder = posted(f"drop-{place}", *kinds)
    assert [part.kind for part in builder.parts] == [kind for at, kind in enumerate(kinds) if at != place]
    assert all(part[name].value() == FULL[name] for part in builder.parts for name in ASKS[part.kind])


@pytest.mark.parametrize("kind", K)
def test_added_step_stands_at_the_end_and_the_eleventh_is_not_taken(kind: PartKind) -> None:
    assert [part.kind for part in posted("add", K.NOTE, new=kind.value).parts] == [K.NOTE, kind]
    full = [K.NOTE] * MOST_PARTS
    assert [part.kind for part in posted("add", *full, new=kind.value).parts] == full


@pytest.mark.parametrize("new", ["", "reply_now", "NOTE", "\x00", "note ", "close"])
def test_step_that_is_none_is_not_added(new: str) -> None:
    assert [part.kind for part in posted("add", K.NOTE, new=new).parts] == [K.NOTE]


def test_more_steps_than_a_macro_holds_reach_the_verb_that_refuses_them() -> None:
    assert len(posted("save", *[K.FOLLOW] * (MOST_PARTS + 5)).parts) == MOST_PARTS + 1


@pytest.mark.parametrize("what", ODD_TEXTS)
def test_name_is_kept_as_typed_or_refused_and_still_there(what: str) -> None:
    typed = ODD_TEXTS[what]
    for field in ("name_ja", "name_en"):
        assert_kept_as_typed(partial(MacroForm, {"seen": "1", field: typed}), field, typed)


@pytest.mark.parametrize("what", ODD_NUMBERS)
def test_version_that_is_none_never_stands_for_one(what: str) -> None:
    builder = posted("save", K.NOTE, seen=ODD_NUMBERS[what])
    assert_said(partial(MacroForm, {"seen": ODD_NUMBERS[what]}), "seen")
    if builder.given() is not None:
        assert builder.seen >= 0


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("name_ja", Problem.MISSING),
        ("name_ja", Problem.UNKNOWN_WORD),
        ("name_en", Problem.TOO_LONG),
        ("parts.1.words", Problem.MISSING),
        ("parts.1.words", Problem.NOT_STORABLE),
        ("parts.2.days", Problem.OUT_OF_RANGE),
        ("parts.2.to", Problem.OUT_OF_RANGE),
        ("parts.0.to", Problem.MISSING),
    ],
)
def test_fault_of_the_verb_stands_at_its_part_in_both_languages(place: str, problem: Problem) -> None:
    told = {}
    for language in ("ja", "en"):
        with override(language):
            builder = posted("save", K.ASSIGN, K.NOTE, K.TASK)
            assert builder.given() is not None
            builder.blame({place: problem})
            _, number, name = place.split(".") if "." in place else ("", "", place)
            form = builder.parts[int(number)] if number else builder.form
            [told[language]] = [str(each) for each in form.errors[name]]
            assert builder.errors
            others = [part for part in builder.parts if part is not form]
            assert not any(part.errors for part in others)
    assert JAPANESE.search(told["ja"])
    assert not JAPANESE.search(told["en"])


def test_every_kind_is_called_differently_and_has_a_sign() -> None:
    for language in ("ja", "en"):
        with override(language):
            names = [str(PART_KIND[kind]) for kind in K]
            assert len(set(names)) == len(names)
            assert all(bool(JAPANESE.search(name)) is (language == "ja") for name in names)
            assert [str(made(kind).title) for kind in K] == names
    assert set(ICON) == set(K)


@pytest.mark.parametrize("kind", K)
def test_part_is_told_in_both_languages_with_names_for_numbers(kind: PartKind) -> None:
    part = made(kind).part()
    with override("ja"):
        ja = part_told(part, NAMES)
    with override("en"):
        en = part_told(part, NAMES)
    assert ja != en
    assert JAPANESE.search(ja)
    assert not any(sign in ja + en for sign in ("%(", "None", "{", "_("))
    if "to" in ASKS[kind]:
        assert "隣野 まこと" in ja
        assert "隣野 まこと" in en
    if "template" in ASKS[kind]:
        assert "お詫び" in ja
    if "team" in ASKS[kind]:
        assert "お客様窓口" in ja
    if "words" in ASKS[kind]:
        assert "電話" in ja
        assert "電話" in en


@pytest.mark.parametrize("kind", K)
def test_part_that_names_somebody_gone_says_so_and_breaks_nothing(kind: PartKind) -> None:
    part = made(kind).part()
    for language, gone in (("ja", "なくなりました"), ("en", "not there any more")):
        with override(language):
            told = part_told(part, Names({}, {}, {}))
        names_rows = bool({"to", "team", "template"} & set(ASKS[kind]))
        assert bool(JAPANESE.search(told)) or language == "en"
        if language == "en":
            assert (gone in told) is names_rows


@pytest.mark.parametrize(
    ("days", "en"), [(1, "within 1 working day"), (2, "within 2 working days"), (60, "60")]
)
def test_days_are_told_in_the_number_they_are(days: int, en: str) -> None:
    part = Part(kind=K.CALL, days=days)
    with override("en"):
        assert en in part_told(part, NAMES)
        assert by_day("24 November") in part_told(part, NAMES, by_day("24 November"))
    with override("ja"):
        assert f"{days}営業日" in part_told(part, NAMES)


def test_words_that_look_like_places_to_be_filled_are_told_as_they_are() -> None:
    for words in ("%(name)s", "100%", "%s %d", "{name}", "{{ x }}", "<b>"):
        for kind in ASKED["words"]:
            assert words in part_told(Part(kind=kind, words=words, days=1, to=ME), NAMES)


def test_parts_are_told_in_their_order() -> None:
    parts = [made(kind).part() for kind in K]
    assert parts_told(parts, NAMES) == [part_told(part, NAMES) for part in parts]
    assert parts_told([], NAMES) == []


@pytest.mark.parametrize(
    ("ja", "en", "in_ja", "in_en"),
    [("引き取る", "Take over", "引き取る", "Take over"), ("引き取る", "", "引き取る", "引き取る"), ("", "X", "X", "X")],
)  # fmt: skip
def test_macro_is_drawn_as_it_is_kept_and_called_in_the_language_there_is(
    ja: str, en: str, in_ja: str, in_en: str
) -> None:
    parts = [made(kind).part() for kind in (K.ASSIGN, K.TASK, K.REPLY)]
    macro = Macro(
        name_ja=ja, name_en=en, parts=[part.as_kept() for part in parts], version=4, is_active=False
    )
    builder = kept(macro, OFFER)
    assert (macro.name_in("ja"), macro.name_in("en"), macro.name_in("fr")) == (in_ja, in_en, in_en)
    assert (builder.form["name_ja"].value(), builder.form["seen"].value()) == (ja, 4)
    assert builder.form["is_active"].value() is False
    drawn = [{name: part[name].value() for name in ASKS[part.kind]} for part in builder.parts]
    assert drawn == [{name: getattr(part, name) for name in ASKS[part.kind]} for part in parts]
    assert not macro.for_many
    assert Macro(parts=[{"kind": "note", "words": "x"}, {"kind": "follow"}]).for_many
