"""Macros are written: what they may say, versions are kept, nobody overwrites what they have not read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kikitori.casework.errors import Invalid, NotNow, Problem, Refused
from kikitori.casework.macros import MacroGiven, macros_in_use, save_macro
from kikitori.casework.templates import TemplateGiven, save_template
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.together.macros import Macro, MacroVersion
from kikitori.records.together.parts import HOLDER, ME, Part, PartKind
from tests.cast import Cast
from tests.makers import FRIDAY

TAKE = Part(kind=PartKind.ASSIGN, to=ME)
NOTE = Part(kind=PartKind.NOTE, words="配送会社に確認する")
GIVEN = MacroGiven(name_ja="引き取る", name_en="Take it", parts=[TAKE, NOTE])


def saved(cast: Cast, given: MacroGiven = GIVEN, role: str = "lead", **more: int) -> Macro:
    return save_macro(cast.actor(role), given, now=FRIDAY, **more)


def problems(cast: Cast, given: MacroGiven) -> dict[str, Problem]:
    with pytest.raises(Invalid) as refusal:
        saved(cast, given)
    assert not Macro.objects.exists()
    return refusal.value.problems


def test_macro_says_its_parts_in_order(cast: Cast) -> None:
    own = Macro.objects.get(pk=saved(cast).pk)
    assert own.steps == [TAKE, NOTE]
    assert (own.name_in("ja"), own.name_in("en"), own.version) == ("引き取る", "Take it", 1)


@pytest.mark.parametrize(("ja", "en"), [("引き取る", ""), ("", "Take it")])
def test_name_in_one_language_serves_both(cast: Cast, ja: str, en: str) -> None:
    own = saved(cast, replace(GIVEN, name_ja=ja, name_en=en))
    assert own.name_in("ja") == own.name_in("en") == str(own) == (ja or en)


def test_versions_are_kept_with_who_and_when(cast: Cast) -> None:
    own = saved(cast)
    later = replace(GIVEN, parts=[NOTE])
    save_macro(cast.actor("administrator"), later, macro=own.pk, seen=1, now=FRIDAY + timedelta(days=1))
    newest, first = own.versions.all()
    assert (newest.number, newest.by, newest.steps) == (2, cast.administrator, [NOTE])
    assert (first.number, first.by, first.at, first.steps) == (1, cast.lead, FRIDAY, [TAKE, NOTE])
    kept = SettingChange.objects.filter(kind="macros").order_by("id")
    assert [row.by for row in kept] == [cast.lead, cast.administrator]
    assert [len(row.after["parts"]) for row in kept] == [2, 1]
    assert kept[1].before == kept[0].after


def test_saving_the_same_makes_no_version(cast: Cast) -> None:
    own = saved(cast)
    saved(cast, macro=own.pk, seen=1)
    assert MacroVersion.objects.count() == SettingChange.objects.filter(kind="macros").count() == 1


def test_nobody_overwrites_what_they_have_not_read(cast: Cast) -> None:
    own = saved(cast)
    saved(cast, replace(GIVEN, name_ja="預かる"), macro=own.pk, seen=1)
    for seen, macro in ((0, own.pk), (1, own.pk), (3, own.pk), (1, own.pk + 1000)):
        with pytest.raises(NotNow):
            saved(cast, replace(GIVEN, name_ja="別の名", name_en=""), macro=macro, seen=seen)
    own.refresh_from_db()
    assert (own.name_ja, own.version) == ("預かる", 2)


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_whoever_may_not_write_templates_writes_no_macro(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        saved(cast, role=role)
    assert not Macro.objects.exists()


@pytest.mark.parametrize("other", [{"name_ja": "引き取る"}, {"name_en": "Take it"}, {"name_en": "引き取る"}])
def test_name_belongs_to_one_macro_in_whichever_language(cast: Cast, other: dict[str, str]) -> None:
    saved(cast)
    with pytest.raises(Invalid) as refusal:
        saved(cast, MacroGiven(parts=[NOTE], **other))
    assert refusal.value.problems == dict.fromkeys(other, Problem.UNKNOWN_WORD)
    assert Macro.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (replace(GIVEN, name_ja=" ", name_en=""), {"name_ja": Problem.MISSING}),
        (replace(GIVEN, name_ja="長" * 61), {"name_ja": Problem.TOO_LONG}),
        (replace(GIVEN, parts=[]), {"parts": Problem.MISSING}),
        (replace(GIVEN, parts=[NOTE] * 11), {"parts": Problem.OUT_OF_RANGE}),
        (replace(GIVEN, name_en="x\x00"), {"name_en": Problem.NOT_STORABLE}),
    ],
)
def test_what_cannot_be_a_macro_is_refused(
    cast: Cast, given: MacroGiven, expected: dict[str, Problem]
) -> None:
    assert problems(cast, given) == expected


K = PartKind
FLAWED: list[tuple[Part, dict[str, Problem]]] = [
    (Part(kind=K.ASSIGN), {"to": Problem.MISSING}),
    (Part(kind=K.ASSIGN, to=HOLDER), {"to": Problem.OUT_OF_RANGE}),
    (Part(kind=K.ASSIGN, to="999999"), {"to": Problem.OUT_OF_RANGE}),
    (Part(kind=K.ASSIGN, to="somebody"), {"to": Problem.OUT_OF_RANGE}),
    (Part(kind=K.PLACE), {"queue": Problem.MISSING}),
    (Part(kind=K.PLACE, queue="cellar"), {"queue": Problem.UNKNOWN_WORD}),
    (Part(kind=K.PLACE, team=999_999), {"team": Problem.OUT_OF_RANGE}),
    (Part(kind=K.NOTE, words=" \n"), {"words": Problem.MISSING}),
    (Part(kind=K.NOTE, words="長" * 2001), {"words": Problem.TOO_LONG}),
    (Part(kind=K.TASK, words="", to=ME, days=1), {"words": Problem.MISSING}),
    (Part(kind=K.TASK, words="確認", days=1), {"to": Problem.MISSING}),
    (Part(kind=K.TASK, words="確認", to=ME), {"days": Problem.OUT_OF_RANGE}),
    (Part(kind=K.TASK, words="長" * 201, to=ME, days=1), {"words": Problem.TOO_LONG}),
    (Part(kind=K.CALL, days=61), {"days": Problem.OUT_OF_RANGE}),
    (Part(kind=K.CALL, days=-1), {"days": Problem.OUT_OF_RANGE}),
    (Part(kind=K.PROMISE, days=1), {"words": Problem.MISSING}),
    (Part(kind=K.PROMISE, words="送る"), {"days": Problem.OUT_OF_RANGE}),
    (Part(kind=K.ESCALATE), {"words": Problem.MISSING}),
    (Part(kind=K.REPLY), {"template": Problem.MISSING}),
    (Part(kind=K.REPLY, template=999_999), {"template": Problem.OUT_OF_RANGE}),
    (
        Part(kind=K.REPLY, template=999_999, politeness="rude"),
        {"template": Problem.OUT_OF_RANGE, "politeness": Problem.UNKNOWN_WORD},
    ),
]


def test_every_flaw_of_every_part_is_told_at_its_place(cast: Cast) -> None:
    for flawed, expected in FLAWED:
        found = problems(cast, replace(GIVEN, parts=[NOTE, flawed]))
        assert found == {f"parts.1.{name}": problem for name, problem in expected.items()}, flawed


def test_whom_a_part_names_must_be_able_to_take_it(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    for unable in (cast.auditor, cast.administrator, cast.colleague):
        for part in (
            Part(kind=K.ASSIGN, to=str(unable.pk)),
            Part(kind=K.TASK, words="確認", to=str(unable.pk), days=1),
        ):
            assert problems(cast, replace(GIVEN, parts=[part])) == {"parts.0.to": Problem.OUT_OF_RANGE}


def test_every_part_that_is_whole_is_kept(cast: Cast) -> None:
    template = save_template(
        cast.actor("lead"), TemplateGiven(name="お詫び", texts={"ja/polite": "…"}), now=FRIDAY
    )
    team = cast.handler.team_id
    parts = [
        Part(kind=K.ASSIGN, to=str(cast.colleague.pk)),
        Part(kind=K.PLACE, queue="urgent", team=team),
        NOTE,
        Part(kind=K.TASK, words="確認", to=HOLDER, days=2),
        Part(kind=K.CALL, days=1),
        Part(kind=K.PROMISE, words="写真をお返しします", days=60),
        Part(kind=K.ESCALATE, words="見てください"),
        Part(kind=K.FOLLOW),
        Part(kind=K.REPLY, template=template.pk, politeness="polite"),
    ]
    assert {part.kind for part in parts} == set(PartKind)
    own = saved(cast, replace(GIVEN, parts=parts))
    assert own.steps == parts
    assert not own.for_many


def test_template_out_of_use_is_not_laid_ready(cast: Cast) -> None:
    given = TemplateGiven(name="古い", texts={"ja/polite": "…"}, is_active=False)
    template = save_template(cast.actor("lead"), given, now=FRIDAY)
    part = Part(kind=K.REPLY, template=template.pk)
    assert problems(cast, replace(GIVEN, parts=[part])) == {"parts.0.template": Problem.OUT_OF_RANGE}


def test_two_replies_are_one_too_many(cast: Cast) -> None:
    template = save_template(
        cast.actor("lead"), TemplateGiven(name="お詫び", texts={"ja/polite": "…"}), now=FRIDAY
    )
    part = Part(kind=K.REPLY, template=template.pk)
    assert problems(cast, replace(GIVEN, parts=[part, NOTE, part])) == {
        "parts.2.template": Problem.OUT_OF_RANGE
    }


def test_what_a_kind_does_not_ask_for_is_left_out(cast: Cast) -> None:
    part = Part(kind=K.FOLLOW, words="消える", days=3, to=ME, team=1, template=1)
    assert saved(cast, replace(GIVEN, parts=[part])).parts == [{"kind": "follow"}]


def test_politeness_not_chosen_is_the_usual_one(cast: Cast) -> None:
    template = save_template(
        cast.actor("lead"), TemplateGiven(name="お詫び", texts={"ja/polite": "…"}), now=FRIDAY
    )
    own = saved(cast, replace(GIVEN, parts=[Part(kind=K.REPLY, template=template.pk)]))
    assert own.steps[0].politeness == "polite"


def test_only_those_in_use_are_offered_by_name(cast: Cast) -> None:
    saved(cast, replace(GIVEN, name_ja="い", name_en="b"))
    saved(cast, replace(GIVEN, name_ja="あ", name_en="a"))
    saved(cast, replace(GIVEN, name_ja="う", name_en="c", is_active=False))
    assert [macro.name_ja for macro in macros_in_use()] == ["あ", "い"]


@pytest.mark.parametrize(
    ("parts", "for_many"),
    [([TAKE, NOTE], True), ([NOTE, Part(kind=K.CALL, days=1)], False), ([Part(kind=K.FOLLOW)], True)],
)
def test_what_is_promised_to_one_person_is_not_for_many(parts: list[Part], for_many: bool) -> None:
    assert Macro(parts=[part.as_kept() for part in parts]).for_many is for_many
