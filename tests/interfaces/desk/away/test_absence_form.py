"""What people type about an absence: days in any width, somebody to stand in, and what is said where it cannot be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.interfaces.desk.away.forms import AbsenceForm
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.records.people.models import Staff
from kikitori.records.people.standing_in import Away, Roster
from tests.cast import Cast

TODAY = date(2026, 12, 2)
NOBODY = Roster(TODAY)


def posted(**typed: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({name: str(value) for name, value in typed.items()})
    return data


def form(cast: Cast, *, people: bool = False, roster: Roster = NOBODY, **typed: Any) -> AbsenceForm:
    data = posted(**{"first": "2026-12-05", "last": "2026-12-08", "deputy": "", **typed})
    if people:
        return AbsenceForm(roster, data, people=list(Staff.objects.order_by("pk")))
    return AbsenceForm(roster, data, whose=cast.handler)


@pytest.mark.parametrize(
    "text",
    ["2026-12-05", "2026/12/5", "2026.12.05", "2026年12月5日", "２０２６－１２－０５", "２０２６／１２／５"],
)
def test_day_is_read_as_it_is_written(cast: Cast, text: str) -> None:
    typed = form(cast, first=text)
    assert typed.is_valid()
    assert typed.values() == {"first": date(2026, 12, 5), "last": date(2026, 12, 8), "deputy": None}


@pytest.mark.parametrize("text", ["12/05/2026", "5.12.2026", "2026-13-01", "2026-02-30", "あした", "-1"])
@pytest.mark.parametrize("name", ["first", "last"])
def test_what_is_no_day_is_said(cast: Cast, name: str, text: str) -> None:
    typed = form(cast, **{name: text})
    with override("ja"):
        assert not typed.is_valid()
        assert "2026-12-01" in str(typed.errors[name])


@pytest.mark.parametrize("name", ["first", "last"])
def test_missing_day_is_asked_for(cast: Cast, name: str) -> None:
    typed = form(cast, **{name: ""})
    assert not typed.is_valid()
    assert str(PROBLEM[Problem.MISSING]) in str(typed.errors[name])


def test_deputy_is_one_of_those_who_can_stand_in(cast: Cast) -> None:
    typed = form(cast, deputy=cast.colleague.pk)
    assert typed.is_valid()
    assert typed.values()["deputy"] == cast.colleague
    for other in (cast.handler, cast.administrator, cast.auditor):
        assert not form(cast, deputy=other.pk).is_valid()
    for text in ("0", "x", "９", "1 or 1"):
        assert not form(cast, deputy=text).is_valid()


def test_absence_of_a_deputy_is_said_behind_their_name(cast: Cast) -> None:
    person = cast.colleague
    away = Away(1, person.pk, TODAY, TODAY + timedelta(days=1), None, person.name)
    with override("ja"):
        names = dict(form(cast, roster=Roster(TODAY, [away])).fields["deputy"].choices)
    assert names[str(person.pk)] == "隣野 まこと（12月3日まで不在、代理なし）"
    assert names[str(cast.lead.pk)] == "責田 みさき"


def test_of_several_people_one_is_chosen(cast: Cast) -> None:
    typed = form(cast, people=True, staff=cast.lead.pk, deputy=cast.handler.pk)
    assert typed.is_valid()
    assert typed.values()["staff"] == cast.lead
    assert typed.values()["deputy"] == cast.handler
    assert not form(cast, people=True, staff="").is_valid()
    assert not form(cast, people=True, staff="999999").is_valid()


def test_ones_own_form_asks_nobody_who_it_is(cast: Cast) -> None:
    assert "staff" not in form(cast).fields
    assert "staff" not in form(cast, staff=cast.lead.pk).fields


def test_form_begins_with_what_is_noted(cast: Cast) -> None:
    noted = {"first": date(2026, 12, 1), "last": date(2026, 12, 4), "deputy": str(cast.lead.pk)}
    drawn = AbsenceForm(NOBODY, whose=cast.handler, initial=noted).as_p()
    assert 'value="2026-12-01"' in drawn
    assert 'value="2026-12-04"' in drawn
    assert f'value="{cast.lead.pk}" selected' in drawn


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", "2026年12月1日（火）から2026年12月4日（金）までの不在が、すでに登録されています。"),
        ("en", "An absence from 1 Dec 2026 (Tue) to 4 Dec 2026 (Fri) is noted already."),
    ],
)
def test_overlap_names_the_other_days(cast: Cast, language: str, said: str) -> None:
    typed = form(cast)
    assert typed.is_valid()
    with override(language):
        typed.blame(NotNow(Obstacle.ALREADY_AWAY, "2026-12-01/2026-12-04"))
        assert said in str(typed.errors["first"])


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", ["staff", "first", "last", "deputy", "elsewhere"])
@pytest.mark.parametrize("problem", Problem)
def test_every_code_of_the_verb_becomes_a_sentence(
    cast: Cast, name: str, problem: Problem, language: str
) -> None:
    typed = form(cast)
    assert typed.is_valid()
    with override(language):
        typed.blame(Invalid({name: problem}))
        place = name if name in typed.fields else "__all__"
        (said,) = typed.errors[place]
    assert said.rstrip().endswith("。" if language == "ja" else ".")
