"""The list of rule packs: which are in use, which could be, how sure each is, and the choice between them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.rule_packs import add_pack_version, use_packs
from kikitori.records.deadlines.pack_reader import shipped_packs
from kikitori.records.people.models import Organisation, SettingChange
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.settings.forms import COUNCIL, STANDARD
from tests.interfaces.desk.settings.reading import chosen, table_rows

RULES = "/desk/rules/"


def kept(cast: Cast, text: str = COUNCIL) -> int:
    return add_pack_version(cast.actor("lead"), text, "x", "", timezone.now()).version


def row_of(page: object, title: str) -> str:
    (found,) = [row for row in table_rows(page) if title in row]
    return found


def test_list_tells_packs_in_use_from_others(lead: Client) -> None:
    used, _word, unused = words_of(lead.get(RULES)).partition("未使用")
    assert "標準の対応期限" in used
    assert "重大製品事故の報告" in used
    assert "英国の金融事業者" in unused
    assert "イギリス" in unused


def test_choice_is_kept_and_said(lead: Client) -> None:
    page = lead.post(RULES, {"packs": ["uk-fca-disp", "jp-default"]}, follow=True)
    assert "選んだ規則で数えます" in words_of(page)
    assert Organisation.objects.get().rule_packs == ["jp-default", "uk-fca-disp"]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (["uk-fca-disp"], "「自社の基準」も1つ選んでください"),
        ([], "「自社の基準」も1つ選んでください"),
        (["jp-default", "nobody"], "見つからない規則"),
    ],
)
def test_choice_that_cannot_be_is_refused_and_kept(lead: Client, chosen: list[str], said: str) -> None:
    page = lead.post(RULES, {"packs": chosen})
    assert page.status_code == 422
    assert said in words_of(page)
    content = page.content.decode()
    assert ('id="use-uk-fca-disp" value="uk-fca-disp" checked' in content) == ("uk-fca-disp" in chosen)
    assert Organisation.objects.get().rule_packs == []


def test_every_shipped_pack_is_listed_once(lead: Client) -> None:
    page = lead.get(RULES)
    assert len(table_rows(page)) == len(shipped_packs())
    for pack in shipped_packs():
        assert page.content.decode().count(f'value="{pack}"') == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", ["自社の基準", "標準添付", "有効開始: 2019年1月1日（火）", "規則6件", "自社で決定 6"]),
        (
            "en",
            ["Our own standard", "Shipped", "Valid from: 1 Jan 2019 (Tue)", "6 rules", "Our own choice 6"],
        ),
    ],
)
def test_row_says_what_a_pack_is_and_how_sure(browser_of: BrowserOf, language: str, said: list[str]) -> None:
    row = row_of(browser_of("lead", language).get(RULES), "jp-default")
    for each in said:
        assert each in row


def test_pack_in_use_is_ticked_and_another_is_not(lead: Client) -> None:
    page = lead.get(RULES)
    assert set(chosen(page, "packs")) == {
        "jp-default", "jp-product-accident", "jp-privacy-breach", "jp-whistleblowing",
    }  # fmt: skip


def test_pack_written_here_is_marked_with_its_version(lead: Client, cast: Cast) -> None:
    kept(cast)
    row = row_of(lead.get(RULES), "council")
    assert "ここで作成 1001" in row
    assert "評議会の決まり" in row


def test_newest_version_that_counts_today_is_the_one_that_is_listed(lead: Client, cast: Cast) -> None:
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    kept(cast, STANDARD.replace("quantity: 5", "quantity: 4", 1))
    kept(cast, STANDARD.replace("2019-01-01", later).replace("quantity: 5", "quantity: 3", 1))
    assert "ここで作成 1001" in row_of(lead.get(RULES), "jp-default")


def test_pack_that_is_not_valid_yet_says_from_when(lead: Client, cast: Cast) -> None:
    later = timezone.localdate() + timedelta(days=30)
    kept(cast, COUNCIL.replace("2019-01-01", later.isoformat()))
    row = row_of(lead.get(RULES), "council")
    assert "まだ有効" in row
    assert f"{later.year}年{later.month}月{later.day}日" in row


def test_choice_keeps_the_order_of_those_in_use(lead: Client, cast: Cast) -> None:
    kept(cast)
    use_packs(cast.actor("lead"), ["council", "jp-default"], timezone.now())
    lead.post(RULES, {"packs": ["jp-default", "uk-fca-disp", "council"]})
    assert Organisation.objects.get().rule_packs == ["council", "jp-default", "uk-fca-disp"]


def test_two_standards_of_our_own_are_refused_with_both_kept(lead: Client, cast: Cast) -> None:
    kept(cast, STANDARD.replace("id: jp-default", "id: ours"))
    page = lead.post(RULES, {"packs": ["jp-default", "ours"]})
    assert page.status_code == 422
    assert "「自社の基準」は1つだけ選んでください" in words_of(page)
    assert set(chosen(page, "packs")) == {"jp-default", "ours"}
    assert "<title>エラー：" in page.content.decode()


def test_standard_that_is_not_valid_yet_is_refused(lead: Client, cast: Cast) -> None:
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    kept(cast, STANDARD.replace("id: jp-default", "id: ours").replace("2019-01-01", later))
    page = lead.post(RULES, {"packs": ["ours"]})
    assert page.status_code == 422
    assert SettingChange.objects.filter(after__has_key="in_use").count() == 0


def test_choosing_the_same_again_leaves_one_line(lead: Client) -> None:
    for _time in range(2):
        assert lead.post(RULES, {"packs": ["jp-default"]}).status_code == 303
    assert SettingChange.objects.count() == 1


def test_page_asks_as_often_for_thirty_versions_as_for_one(lead: Client, cast: Cast) -> None:
    kept(cast)
    once = queries_for(lead, RULES)
    for number in range(30):
        kept(cast, COUNCIL.replace("quantity: 14", f"quantity: {number + 20}"))
    assert queries_for(lead, RULES) == once
    assert len([row for row in table_rows(lead.get(RULES)) if "council" in row]) == 1


@pytest.mark.parametrize("role", ["handler", "colleague", "auditor"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_neither_read_nor_choose(browser_of: BrowserOf, role: str, method: str) -> None:
    assert getattr(browser_of(role), method)(RULES, {"packs": ["jp-default"]}).status_code == 403
    assert Organisation.objects.get().rule_packs == []
