"""Pages of causes: listed, said in own words, added, taken out of use; what others have changed is not lost."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kikitori.records.inquiry.models import CauseTerm
from kikitori.records.people.models import SettingChange
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import FRIDAY

LIST = "/desk/settings/causes/"


@pytest.fixture
def lead(browser_of: BrowserOf, cast: Cast) -> Client:
    return browser_of("lead")


def typed(**changes: object) -> dict[str, object]:
    """A whole form."""
    return {"name_ja": "梱包材", "name_en": "Packing", "needs": "", "is_offered": "on", **changes}


def test_all_causes_are_listed_in_both_languages(lead: Client) -> None:
    words = words_of(lead.get(LIST))
    assert "期待と提供の差" in words
    assert "Gap between what was expected and what was delivered" in words
    assert "それを招いた、ほかの原因" in words


def test_list_costs_the_same_for_one_and_for_fifty_of_our_own(lead: Client, cast: Cast) -> None:
    counts = []
    for many in (1, 50):
        for n in range(many):
            CauseTerm.objects.create(code=f"own_{many}_{n}", name_ja=f"原因{n}", written_at=FRIDAY)
        with CaptureQueriesContext(connection) as asked:
            lead.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_cause_of_our_own_is_added_and_offered(lead: Client) -> None:
    answer = lead.post(f"{LIST}new/", typed())
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    assert CauseTerm.objects.get().code == "own_1"
    assert "自組織の言葉" in words_of(lead.get(LIST))


def test_shipped_cause_is_said_otherwise_and_its_first_name_stays_in_sight(lead: Client) -> None:
    page = words_of(lead.get(f"{LIST}process/"))
    assert "手順の不備 / Procedure missing or wrong" in page
    lead.post(f"{LIST}process/", typed(name_ja="作業手順", seen="0"))
    assert "作業手順" in words_of(lead.get(LIST))
    assert "手順の不備 / Procedure missing or wrong" in words_of(lead.get(f"{LIST}process/"))


def test_what_is_missing_is_said_beside_the_field_and_the_rest_stays(lead: Client) -> None:
    answer = lead.post(f"{LIST}new/", typed(name_ja="", name_en="", needs="until"))
    assert answer.status_code == 422
    assert "名称（日本語） エラー： 入力してください。" in words_of(answer)
    assert re.search(r'value="until"[^>]*checked', answer.content.decode())
    assert not CauseTerm.objects.exists()


def test_change_of_somebody_else_is_shown_and_nothing_lost(lead: Client) -> None:
    lead.post(f"{LIST}process/", typed(name_ja="一度目", seen="0"))
    answer = lead.post(f"{LIST}process/", typed(name_ja="二度目", seen="0"))
    assert answer.status_code == 409
    words = words_of(answer)
    assert "一度目" in words
    assert "二度目" in answer.content.decode()
    assert SettingChange.objects.filter(kind="causes").count() == 1


@pytest.mark.parametrize("code", ["own_9", "nothing", "new-one"])
def test_cause_that_is_not_there_is_404(lead: Client, code: str) -> None:
    assert lead.get(f"{LIST}{code}/").status_code == 404


def test_changes_are_told_in_the_record(lead: Client) -> None:
    lead.post(f"{LIST}new/", typed())
    lead.post(f"{LIST}own_1/", typed(is_offered="", seen=str(SettingChange.objects.latest("id").pk)))
    words = words_of(lead.get("/desk/settings/changes/?kind=causes"))
    assert "原因「梱包材」を追加しました" in words
    assert "原因「梱包材」を選べないようにしました" in words


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_who_sets_nothing_finds_no_page(browser_of: BrowserOf, cast: Cast, role: str) -> None:
    assert browser_of(role).get(LIST).status_code == 403
