"""The form of a round: which controls each kind has, whom and what it offers, and where it says what is wrong."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils.translation import override

from kikitori.casework.errors import Problem
from kikitori.casework.macros import MacroGiven, save_macro
from kikitori.casework.mass import MassGiven, begin_mass
from kikitori.interfaces.desk.rounds.round_form import VERB, RoundForm
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.records.complaints.terms import Queue
from kikitori.records.people.models import Staff, Team
from kikitori.records.selection.terms import RoundKind
from kikitori.records.together.parts import Part, PartKind
from tests.cast import Cast
from tests.house.rules.source import JAPANESE
from tests.makers import FRIDAY

K = RoundKind


def form(cast: Cast, kind: RoundKind, typed: str | None = None, role: str = "handler") -> RoundForm:
    return RoundForm(kind, cast.actor(role), None if typed is None else QueryDict(typed))


def offered(made: RoundForm, name: str) -> list[str]:
    return [str(value) for value, _ in made.fields[name].choices]  # type: ignore[attr-defined]


def macro(cast: Cast, name: str, *steps: Part) -> int:
    return save_macro(cast.actor("lead"), MacroGiven(name_ja=name, name_en=name, parts=steps), now=FRIDAY).pk


NOTE, PROMISE = (
    Part(kind=PartKind.NOTE, words="確認中"),
    Part(kind=PartKind.PROMISE, words="写真をお返しします", days=3),
)


@pytest.mark.parametrize(
    ("kind", "controls"),
    [
        (K.ASSIGN, ["to", "reason"]),
        (K.PLACE, ["queue", "team", "reason"]),
        (K.MASS, ["mass", "title", "reason"]),
        (K.NOTE, ["body"]),
        (K.MACRO, ["macro"]),
    ],
)
def test_kind_asks_for_what_it_needs_and_nothing_else(
    cast: Cast, kind: RoundKind, controls: list[str]
) -> None:
    assert list(form(cast, kind).fields) == controls


@pytest.mark.parametrize("kind", sorted(VERB))
@pytest.mark.parametrize("language", ["ja", "en"])
def test_button_says_what_will_happen_in_the_readers_language(
    cast: Cast, kind: RoundKind, language: str
) -> None:
    with override(language):
        said = str(form(cast, kind).verb)
        assert bool(JAPANESE.search(said)) is (language == "ja")


def test_hands_that_are_offered_are_those_of_whoever_looks_into_complaints(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    able = {str(cast.handler.pk), str(cast.lead.pk)}
    assert set(offered(form(cast, K.ASSIGN), "to")) == {"", *able}


def test_places_that_are_offered_are_all_queues_and_all_teams(cast: Cast) -> None:
    team = Team.objects.create(name="配送")
    made = form(cast, K.PLACE)
    assert offered(made, "queue") == ["", *(each.value for each in Queue)]
    assert set(offered(made, "team")) == {"", str(team.pk), str(cast.handler.team_id)}


def test_newest_mass_complaints_are_offered_first_and_only_to_those_who_see_them(cast: Cast) -> None:
    older, newer = (
        begin_mass(cast.actor("lead"), MassGiven(title=each), now=FRIDAY) for each in ("箱", "皿")
    )
    found = offered(form(cast, K.MASS, role="lead"), "mass")
    assert found[0] == ""
    assert offered(form(cast, K.MASS), "mass") == [""]
    assert found.index(str(newer.pk)) < found.index(str(older.pk))


def test_macros_that_are_offered_are_those_for_many(cast: Cast) -> None:
    quiet, loud = macro(cast, "覚え", NOTE), macro(cast, "返事", NOTE, PROMISE)
    found = offered(form(cast, K.MACRO), "macro")
    assert str(quiet) in found
    assert str(loud) not in found


def test_house_without_such_a_macro_is_told_why_none_is_offered(cast: Cast) -> None:
    macro(cast, "返事", PROMISE)
    made = form(cast, K.MACRO)
    assert offered(made, "macro") == []
    assert str(made.fields["macro"].help_text)


@pytest.mark.parametrize(
    ("kind", "typed", "values"),
    [
        (K.ASSIGN, "to={colleague}&reason=交代", {"to": "colleague", "reason": "交代"}),
        (K.ASSIGN, "to={colleague}", {"to": "colleague", "reason": ""}),
        (K.PLACE, "queue=urgent", {"queue": "urgent", "reason": ""}),
        (K.PLACE, "team={team}", {"queue": "", "team": "team", "reason": ""}),
        (K.NOTE, "body=確認中", {"body": "確認中"}),
        (K.NOTE, "body=確認中&reason=x&to=1&queue=vip", {"body": "確認中"}),
        (K.MASS, "title=箱の破損", {"title": "箱の破損", "reason": ""}),
    ],
)
def test_what_was_typed_is_handed_to_the_verb_with_numbers_for_people(
    cast: Cast, kind: RoundKind, typed: str, values: dict[str, str]
) -> None:
    numbers = {"colleague": cast.colleague.pk, "team": cast.handler.team_id}
    made = form(cast, kind, typed.format(**numbers))
    assert made.is_valid(), made.errors
    assert made.values() == {
        name: numbers.get(value, value) if name in ("to", "team") else value for name, value in values.items()
    }


@pytest.mark.parametrize(
    ("kind", "typed", "beside"),
    [
        (K.ASSIGN, "", "to"),
        (K.ASSIGN, "to=", "to"),
        (K.ASSIGN, "to=nobody", "to"),
        (K.ASSIGN, "to=2147483647", "to"),
        (K.ASSIGN, "to={auditor}", "to"),
        (K.PLACE, "queue=nowhere", "queue"),
        (K.PLACE, "team=x", "team"),
        (K.NOTE, "", "body"),
        (K.NOTE, "body=a%00b", "body"),
        (K.MASS, "mass=2147483647", "mass"),
        (K.MASS, "mass='; drop table", "mass"),
        (K.MACRO, "", "macro"),
        (K.MACRO, "macro=7", "macro"),
    ],
)
def test_what_was_not_offered_is_refused_beside_its_control(
    cast: Cast, kind: RoundKind, typed: str, beside: str
) -> None:
    made = form(cast, kind, typed.format(auditor=cast.auditor.pk))
    assert not made.is_valid()
    assert set(made.errors) == {beside}


@pytest.mark.parametrize("kind", sorted(VERB))
def test_form_that_was_only_opened_says_nothing_of_what_is_missing(cast: Cast, kind: RoundKind) -> None:
    assert form(cast, kind).errors == {}


@pytest.mark.parametrize(
    ("kind", "field", "problem", "beside"),
    [
        (K.ASSIGN, "to", Problem.OUT_OF_RANGE, "to"),
        (K.ASSIGN, "reason", Problem.TOO_LONG, "reason"),
        (K.PLACE, "queue", Problem.MISSING, "queue"),
        (K.PLACE, "team", Problem.OUT_OF_RANGE, "team"),
        (K.MASS, "title", Problem.MISSING, "title"),
        (K.NOTE, "body", Problem.TOO_LONG, "body"),
        (K.MACRO, "macro", Problem.MISSING, "macro"),
        # What no control of this form is about is said at the top.
        (K.NOTE, "complaints", Problem.MISSING, "__all__"),
        (K.NOTE, "complaints", Problem.OUT_OF_RANGE, "__all__"),
        (K.ASSIGN, "queue", Problem.UNKNOWN_WORD, "__all__"),
    ],
)
def test_code_of_the_verb_becomes_a_sentence_in_its_place(
    cast: Cast, kind: RoundKind, field: str, problem: Problem, beside: str
) -> None:
    for language in ("ja", "en"):
        with override(language):
            made = form(cast, kind, f"body=x&to={cast.colleague.pk}&title=x")
            made.is_valid()
            before = len(made.errors.get(beside, []))
            made.blame({field: problem})
            said = [str(each) for each in made.errors[beside]][before:]
            assert len(said) == 1
            assert bool(JAPANESE.search(said[0])) is (language == "ja")


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("complaints", Problem.MISSING),
        ("complaints", Problem.OUT_OF_RANGE),
        ("title", Problem.MISSING),
        ("queue", Problem.MISSING),
        ("macro", Problem.MISSING),
    ],
)
def test_sentence_says_what_to_do_and_not_only_that_something_is_missing(
    cast: Cast, field: str, problem: Problem
) -> None:
    with override("en"):
        made = form(cast, K.PLACE, "queue=main")
        made.is_valid()
        made.blame({field: problem})
        [said] = [str(each) for several in made.errors.values() for each in several]
        assert said != str(PROBLEM[problem])
        assert said.endswith(".")


def test_every_control_has_a_name_that_no_other_control_of_the_page_has(cast: Cast) -> None:
    for kind in VERB:
        assert {each.auto_id for each in form(cast, kind)} == {
            f"id_round_{each}" for each in form(cast, kind).fields
        }
