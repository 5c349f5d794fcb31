"""What is typed to change somebody's card: read in any width, blamed beside its field, given to the verb as it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from kikitori.casework.change_person import DetailsGiven
from kikitori.casework.errors import Problem
from kikitori.casework.intake import ContactGiven
from kikitori.casework.memberships import MembershipGiven
from kikitori.interfaces.desk.people.forms import (
    CardForm,
    ContactForm,
    DetailsForm,
    MembershipForm,
    ReasonForm,
    ReviewForm,
    TypeForm,
    UntilForm,
)
from kikitori.records.people.models import Person
from kikitori.records.people.terms import ContactKind, CustomerType, Honorific, NameOrder, PersonKind

GOOD: dict[type[CardForm], dict[str, Any]] = {
    DetailsForm: {"name": "試野 はな", "kind": "individual"},
    ContactForm: {"kind": "phone", "value": "03-9999-0000", "heard": "電話で"},
    MembershipForm: {"number": "M-1"},
    TypeForm: {"type": "assertive", "review_on": "2027-04-01"},
    ReasonForm: {"reason": "本人から"},
    UntilForm: {"until": "2026-12-31"},
    ReviewForm: {"review_on": "2027-04-01"},
}
DAYS = [(MembershipForm, "since"), (MembershipForm, "until"), (TypeForm, "review_on"), (UntilForm, "until")]
CHOICES = [
    (DetailsForm, "kind", PersonKind),
    (DetailsForm, "name_order", NameOrder),
    (DetailsForm, "honorific", Honorific),
    (ContactForm, "kind", ContactKind),
    (TypeForm, "type", CustomerType),
]


def faults(form: Any) -> set[str]:
    form.is_valid()
    return set(form.errors)


@pytest.mark.parametrize("form", GOOD)
def test_what_is_asked_for_is_enough(form: type[CardForm]) -> None:
    assert faults(form(GOOD[form])) == set()


@pytest.mark.parametrize("form", GOOD)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_empty_form_says_of_each_needed_field_that_it_is_missing(form: type[CardForm], language: str) -> None:
    with override(language):
        empty = form({})
        needed = {name for name, field in empty.fields.items() if field.required}
        assert faults(empty) == needed
        assert all(str(said[0]) for said in empty.errors.values())


@pytest.mark.parametrize(("form", "field"), DAYS)
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("2028/2/29", date(2028, 2, 29)),
        ("2027.1.1", date(2027, 1, 1)),
        ("２０２７年４月１日", date(2027, 4, 1)),
        (" 2027-04-01 ", date(2027, 4, 1)),
    ],
)
def test_day_is_read_in_every_way_people_write_it(
    form: type[CardForm], field: str, typed: str, day: date
) -> None:
    filled = form({**GOOD[form], field: typed})
    assert filled.is_valid(), filled.errors
    assert filled.cleaned_data[field] == day


@pytest.mark.parametrize(("form", "field"), DAYS)
@pytest.mark.parametrize(
    "typed", ["2027-02-29", "31.12.2026", "12/31/2026", "令和9年4月1日", "tomorrow", "0", "\x00", "2026-1"]
)
def test_day_that_is_none_is_refused_beside_its_field(form: type[CardForm], field: str, typed: str) -> None:
    assert faults(form({**GOOD[form], field: typed})) == {field}


@pytest.mark.parametrize(("form", "field", "words"), CHOICES)
def test_every_word_of_the_list_can_be_chosen(form: type[CardForm], field: str, words: Any) -> None:
    for word in words:
        refused = faults(form({**GOOD[form], field: word.value})) == {field}
        # Nobody gives somebody the type „not known“.
        assert refused is (word is CustomerType.UNKNOWN)


@pytest.mark.parametrize(("form", "field", "words"), CHOICES)
@pytest.mark.parametrize("typed", ["crank", "\x00", "\ud800", "INDIVIDUAL", "1"])
def test_word_outside_the_list_is_refused(form: type[CardForm], field: str, words: Any, typed: str) -> None:
    assert faults(form({**GOOD[form], field: typed})) == {field}


@pytest.mark.parametrize("form", GOOD)
def test_nul_is_refused_in_every_text(form: type[CardForm]) -> None:
    texts = [name for name, field in form(GOOD[form]).fields.items() if type(field).__name__ == "CharField"]
    for name in texts:
        assert faults(form({**GOOD[form], name: "a\x00"})) == {name}


@pytest.mark.parametrize("form", GOOD)
def test_code_of_the_verb_stands_beside_its_field_or_at_the_top(form: type[CardForm]) -> None:
    for problem in Problem:
        filled = form(GOOD[form])
        filled.is_valid()
        name = next(iter(filled.fields))
        filled.blame({name: problem, "nowhere": problem})
        assert {name, "__all__"} <= set(filled.errors), problem


def test_field_that_is_wrong_already_is_not_blamed_twice() -> None:
    form = ContactForm({**GOOD[ContactForm], "value": ""})
    form.is_valid()
    form.blame({"value": Problem.TOO_LONG})
    assert len(form.errors["value"]) == 1


def test_several_forms_of_a_kind_on_one_page_have_controls_of_their_own() -> None:
    ids = {UntilForm(about=number)["until"].auto_id for number in (0, 1, 2)}
    assert len(ids) == 3


@pytest.mark.parametrize(
    "person",
    [
        Person(kind="individual", name="試野 はな", name_kana="タメシノ ハナ", language="ja"),
        Person(kind="body", name="見本商会", honorific="none", language="en", do_not_contact=True),
        Person(name="李", name_order="single", contact_wish="夕方", accommodation="large print"),
        Person(),
    ],
)
def test_card_that_is_saved_unchanged_stays_what_it_was(person: Person) -> None:
    form = DetailsForm.of(person, 4)
    again = DetailsForm({name: form[name].value() for name in form.fields})
    assert again.is_valid(), again.errors
    kept = again.given
    assert all(
        getattr(kept, name) == getattr(person, name)
        for name in DetailsGiven.__dataclass_fields__
        if name != "reason"
    )
    assert again.cleaned_data["seen"] == 4


def test_new_road_is_given_with_its_remark() -> None:
    form = ContactForm({"kind": "email", "value": " hana@example.jp", "note": "夜だけ", "heard": "電話"})
    assert form.is_valid()
    assert form.given == ContactGiven(kind="email", value=" hana@example.jp", note="夜だけ")


def test_membership_without_an_organisation_is_one_of_ours() -> None:
    form = MembershipForm({"number": "M-1", "since": "2026-04-01"})
    assert form.is_valid()
    assert form.given == MembershipGiven(
        organisation="", role="", number="M-1", since=date(2026, 4, 1), until=None
    )


def test_type_is_given_with_its_evidence_and_the_day_of_the_next_look() -> None:
    form = TypeForm({**GOOD[TypeForm], "evidence": "4件", "suggested": "many_complaints"})
    assert form.is_valid()
    given = form.given
    assert (given.type, given.evidence, given.review_on) == ("assertive", "4件", date(2027, 4, 1))


@pytest.mark.parametrize("suggested", ["x" * 41, "\x00"])
def test_forged_suggestion_is_refused(suggested: str) -> None:
    assert faults(TypeForm({**GOOD[TypeForm], "suggested": suggested})) == {"suggested"}
