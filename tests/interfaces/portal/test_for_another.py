"""Writing for somebody else at the portal: for whom, what entitles, and what stays unsent."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kikitori.casework.errors import Problem
from kikitori.interfaces.portal.complain_forms import ANOTHER, MYSELF, NAMELESS, NOTHING, OPEN, ReachForm
from kikitori.interfaces.portal.drafts import Draft
from kikitori.interfaces.portal.sending import fields_of, intake_of, writes_for_another
from kikitori.interfaces.portal.summary import summary
from kikitori.records.complaints.models import Complaint
from tests.interfaces.portal.visitor import Visitor
from tests.makers import FRIDAY

TOKEN = "abcdefghijklmnopqrst_-"
FOR_HIM = {
    "story": "父の家の鍵が交換されていません。",
    "for_whom": ANOTHER,
    "their_name": "代田 さぶろう",
    "their_kana": "しろた さぶろう",
    "entitled": "娘です。父に頼まれました。",
    "entitled_proof": "later",
    "reach": OPEN,
    "name": "代田 りか",
    "kana": "しろた りか",
    "email": "rika@example.jp",
}


def draft(**changes: Any) -> Draft:
    return Draft(TOKEN, FOR_HIM | changes)


def intake(**changes: Any) -> Any:
    return intake_of(draft(**changes), language="ja", now=FRIDAY)


def rows(**changes: Any) -> dict[str, str]:
    return {row.label: row.text for row in summary(draft(**changes), "ja")[2].rows}


# ── what is sent ──


def test_other_person_complains_and_whoever_writes_speaks_for_them() -> None:
    given = intake()
    assert (given.complainant.name, given.complainant.kana) == ("代田 さぶろう", "しろた さぶろう")
    assert given.complainant.contact_points == ()
    speaks = given.representative
    assert (speaks.name, speaks.authority, speaks.authority_proof) == (
        "代田 りか",
        "娘です。父に頼まれました。",
        "later",
    )
    assert [point.value for point in speaks.contact_points] == ["rika@example.jp"]
    assert given.anonymous is False


def test_all_of_it_may_stay_empty() -> None:
    given = intake(their_name="", their_kana="", entitled="", entitled_proof="")
    assert given.complainant.name == ""
    assert (given.representative.authority, given.representative.authority_proof) == ("", "none")


@pytest.mark.parametrize("for_whom", [MYSELF, "", "everybody"])
def test_for_oneself_nothing_of_it_is_sent(for_whom: str) -> None:
    given = intake(for_whom=for_whom)
    assert given.representative is None
    assert given.complainant.name == "代田 りか"
    assert "代田 さぶろう" not in repr(given)


@pytest.mark.parametrize("reach", [NAMELESS, NOTHING])
def test_who_stays_nameless_speaks_for_nobody(reach: str) -> None:
    given = intake(reach=reach)
    assert given.representative is None
    assert not writes_for_another(draft(reach=reach))
    assert "代田" not in repr(given)


@pytest.mark.parametrize(
    ("verbs", "ours"),
    [
        ("complainant.name", "their_name"),
        ("complainant.kana", "their_kana"),
        ("representative.name", "name"),
        ("representative.kana", "kana"),
        ("representative.authority", "entitled"),
        ("representative.authority_proof", "entitled_proof"),
        ("representative.contact_points.0", "email"),
        ("story", "story"),
    ],
)
def test_refused_value_finds_the_field_it_came_from(verbs: str, ours: str) -> None:
    assert fields_of({verbs: Problem.TOO_LONG}, draft()) == {ours: Problem.TOO_LONG}


def test_refused_name_of_whoever_writes_for_themselves_is_their_own() -> None:
    assert fields_of({"complainant.name": Problem.TOO_LONG}, draft(for_whom=MYSELF)) == {
        "name": Problem.TOO_LONG
    }


# ── the form and the check page ──


@pytest.mark.parametrize(("name", "limit"), [("their_name", 300), ("their_kana", 300), ("entitled", 1000)])
def test_limits_are_those_of_the_verb(name: str, limit: int) -> None:
    assert ReachForm({name: "あ" * limit}).is_valid()
    assert set(ReachForm({name: "あ" * (limit + 1)}).errors) == {name}


@pytest.mark.parametrize("name", ["for_whom", "entitled_proof"])
def test_word_that_is_not_among_the_answers_is_refused(name: str) -> None:
    assert set(ReachForm({name: "perhaps"}).errors) == {name}
    assert ReachForm({name: ""}).is_valid()


def test_check_page_says_for_whom_and_why() -> None:
    shown = rows()
    assert shown["その方のお名前"] == "代田 さぶろう"
    assert shown["その方のお名前の読み（カナ）"] == "シロタ サブロウ"
    assert shown["代わりに申し出る事情（ご関係）"] == "娘です。父に頼まれました。"
    assert shown["委任状などの書面"] == "あとで持参または送付する"
    assert shown["お名前"] == "代田 りか"


def test_what_was_left_out_is_said_so() -> None:
    shown = rows(their_name="", their_kana="", entitled="", entitled_proof="")
    assert shown["その方のお名前"] == shown["代わりに申し出る事情（ご関係）"] == "お伝えになりません"
    assert "その方のお名前の読み（カナ）" not in shown
    assert "委任状などの書面" not in shown


@pytest.mark.parametrize("changes", [{"for_whom": MYSELF}, {"reach": NAMELESS}, {"reach": NOTHING}])
def test_what_is_not_sent_does_not_stand_there(changes: dict[str, str]) -> None:
    assert "その方のお名前" not in rows(**changes)


# ── the pages ──


def typed() -> dict[str, str]:
    return {name: value for name, value in FOR_HIM.items() if name != "story"}


def folded_open(html: str) -> bool:
    found = re.search(r'<details class="folded"( open)?>\s*<summary>ほかの人のために', html)
    assert found is not None
    return bool(found[1])


def test_daughter_complains_for_her_father_from_the_first_page_to_the_slip(visitor: Visitor) -> None:
    seen = visitor.writes(FOR_HIM["story"], **typed())
    for told in ("代田 さぶろう", "娘です。父に頼まれました。", "代田 りか", "rika@example.jp"):
        assert told in seen.main
    visitor.fill()
    complaint = Complaint.objects.get()
    parts = {party.role: party for party in complaint.parties.select_related("person")}
    assert parts["complainant"].person.name == "代田 さぶろう"
    speaks = parts["representative"]
    assert (speaks.person.name, speaks.authority_proof, speaks.mandate) == ("代田 りか", "later", "")
    assert complaint.letters.get().to_address == "rika@example.jp"


def test_whoever_writes_for_themselves_meets_one_folded_line(visitor: Visitor) -> None:
    visitor.go("/complain/")
    visitor.fill(story="皿")
    seen = visitor.fill()
    assert not folded_open(seen.html)
    assert seen.form("complaint").value("for_whom") == MYSELF
    visitor.fill()
    visitor.fill()
    assert list(Complaint.objects.get().parties.values_list("role", flat=True)) == ["complainant"]


def test_wrong_value_elsewhere_keeps_all_of_it(visitor: Visitor) -> None:
    seen = visitor.writes(FOR_HIM["story"], **(typed() | {"email": "rika"}))
    assert seen.status == 422
    assert folded_open(seen.html)
    for name in ("their_name", "their_kana", "entitled", "entitled_proof", "for_whom"):
        assert seen.form("complaint").value(name) == FOR_HIM[name]


def test_too_long_name_of_theirs_is_said_beside_it(visitor: Visitor) -> None:
    seen = visitor.writes(FOR_HIM["story"], their_name="あ" * 301)
    assert seen.status == 422
    assert folded_open(seen.html)
    assert any("長すぎます" in error for error in seen.errors)


def test_another_language_and_a_page_back_lose_nothing(visitor: Visitor) -> None:
    visitor.writes(FOR_HIM["story"], **typed())
    seen = visitor.go("/complain/reach/", edit="1")
    assert folded_open(seen.html)
    seen = visitor.fill(press=("show_in", "en"))
    for name in ("their_name", "entitled"):
        assert seen.form("complaint").value(name) == FOR_HIM[name]
    assert "I write for somebody else" in seen.main


def test_lost_session_loses_nothing_of_it(visitor: Visitor) -> None:
    visitor.writes(FOR_HIM["story"], **typed())
    visitor.client.cookies.clear()
    visitor.fill()
    assert Complaint.objects.get().parties.filter(role="representative").exists()


def test_holder_of_that_slip_is_whoever_wrote_and_can_name_somebody_else(visitor: Visitor) -> None:
    visitor.writes(FOR_HIM["story"], **typed())
    visitor.fill()
    complaint = Complaint.objects.get()
    visitor.enters(complaint)
    visitor.go("/follow/representative/")
    assert visitor.fill("answer", name="先野 かず").path == "/follow/"
    assert complaint.appointments.get().name == "先野 かず"
