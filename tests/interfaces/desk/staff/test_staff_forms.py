"""What is typed about an account: who somebody is, where mails go, a password twice; and each code in words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override

from kikitori.casework.errors import Problem
from kikitori.casework.members import MemberGiven
from kikitori.interfaces.desk.staff.forms import AddressForm, MemberForm, PasswordForm
from kikitori.records.people.labels import ROLE
from kikitori.records.people.terms import Role
from tests.cast import Cast

TYPED = {
    "login": "arai", "name": "新井 めぐみ", "name_kana": "アライ メグミ", "role": "lead", "team": "", "language": "en",
    "email": "a..b.@docomo.example.jp",
}  # fmt: skip
LONG = "きょうはあさからあめがふっている"


def posted(**typed: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({name: str(value) for name, value in typed.items()})
    return data


def test_new_account_is_read_in_full(cast: Cast) -> None:
    form = MemberForm(posted(**{**TYPED, "team": cast.handler.team_id}))
    assert form.is_valid()
    assert form.given() == MemberGiven(
        login="arai",
        name="新井 めぐみ",
        name_kana="アライ メグミ",
        role="lead",
        team=cast.handler.team_id,
        language="en",
        email="a..b.@docomo.example.jp",
    )


@pytest.mark.parametrize("name", ["login", "name", "role", "language"])
def test_what_is_needed_is_asked_for(cast: Cast, name: str) -> None:
    form = MemberForm(posted(**{**TYPED, name: ""}))
    assert not form.is_valid()
    assert set(form.errors) == {name}


@pytest.mark.parametrize("name", ["name_kana", "team", "email"])
def test_what_may_be_missing_is_left_out(cast: Cast, name: str) -> None:
    assert MemberForm(posted(**{**TYPED, name: ""})).is_valid()


@pytest.mark.parametrize(
    ("name", "value"), [("role", "king"), ("role", "Lead"), ("team", "0"), ("team", "x"), ("language", "fr")]
)
def test_choices_are_those_there_are(cast: Cast, name: str, value: str) -> None:
    assert not MemberForm(posted(**{**TYPED, name: value})).is_valid()


def test_account_there_is_shows_how_it_stands_and_no_sign_in_name(cast: Cast) -> None:
    form = MemberForm(member=cast.lead)
    assert {"login", "email"}.isdisjoint(form.fields)
    drawn = str(form)
    assert 'value="責田 みさき"' in drawn
    assert re.search(r'<input[^>]*value="lead"[^>]*checked', drawn)
    assert f'value="{cast.lead.team_id}" selected' in drawn


def test_sign_in_name_and_address_sent_along_are_not_read(cast: Cast) -> None:
    form = MemberForm(posted(**TYPED), member=cast.lead)
    assert form.is_valid()
    assert (form.given().login, form.given().email) == ("", "")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_role_says_what_it_may(cast: Cast, language: str) -> None:
    with override(language):
        drawn = str(MemberForm()["role"])
        helps = MemberForm().fields["role"].widget.help_texts
        for role in Role:
            assert str(ROLE[role]) in drawn
            assert str(helps[role.value]) in drawn
    assert len({str(each) for each in helps.values()}) == len(Role)


def test_address_is_no_field_that_browsers_judge(cast: Cast) -> None:
    for form in (MemberForm(), AddressForm()):
        drawn = str(form["email"])
        assert 'type="text"' in drawn
        assert 'inputmode="email"' in drawn


@pytest.mark.parametrize("typed", ["", " ", "x", "a@b", "a..b.@docomo.example.jp"])
def test_address_is_left_to_the_verb(typed: str) -> None:
    form = AddressForm(posted(email=typed))
    assert form.is_valid()
    assert form.cleaned_data["email"] == typed


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("problem", Problem)
@pytest.mark.parametrize("name", ["login", "name", "role", "team", "email", "staff"])
def test_every_code_of_the_verbs_becomes_a_sentence(
    cast: Cast, name: str, problem: Problem, language: str
) -> None:
    form = MemberForm(posted(**TYPED))
    assert form.is_valid()
    with override(language):
        form.blame({name: problem})
        (said,) = form.errors[name if name in form.fields else "__all__"]
    assert said.rstrip().endswith("。" if language == "ja" else ".")


@pytest.mark.parametrize(
    ("password", "again", "wrong"),
    [
        (LONG, LONG, set()),
        (" " + LONG + " ", " " + LONG + " ", set()),
        (LONG, LONG + " ", {"again"}),
        (LONG, "", {"again"}),
        ("", LONG, {"password"}),
        ("", "", {"password", "again"}),
        ("x" * 4097, "x" * 4097, {"password", "again"}),
    ],
)
def test_password_is_typed_twice_and_not_touched(password: str, again: str, wrong: set[str]) -> None:
    form = PasswordForm(posted(password=password, again=again))
    assert form.is_valid() is not bool(wrong)
    assert set(form.errors) == wrong
    if not wrong:
        assert form.cleaned_data["password"] == password


def test_password_is_never_written_back_into_the_page() -> None:
    form = PasswordForm(posted(password=LONG, again="x"))
    assert not form.is_valid()
    assert LONG not in str(form)
