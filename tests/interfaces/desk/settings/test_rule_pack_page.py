"""One rule pack as a lead reads it: its rules, its versions, what changed between them, and taking one back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.rule_packs import add_pack_version, use_packs
from kikitori.records.deadlines.models import RulePack
from kikitori.records.deadlines.pack_reader import shipped_packs
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.settings.forms import COUNCIL, STANDARD, with_quantity
from tests.interfaces.desk.settings.reading import table_rows

RULES, PACK = "/desk/rules/", "/desk/rules/jp-default/"
TEXT, FASTER = STANDARD, with_quantity(3)


def written(cast: Cast, text: str = FASTER, note: str = "早くお答えするため") -> int:
    return add_pack_version(cast.actor("lead"), text, "x", note, timezone.now()).version


def test_pack_is_read_as_a_table_with_its_sources(browser_of: BrowserOf) -> None:
    page = browser_of("lead", "en").get("/desk/rules/uk-fca-disp/")
    words = words_of(page)
    for said in ("8 weeks after receipt", "Final response", "FCA Handbook, DISP DISP 1.6", "Not checked",
                 "Shipped with the program", "No complaint is counted by this version."):  # fmt: skip
        assert said in words
    assert 'rel="noreferrer noopener external"' in page.content.decode()


def test_history_says_who_when_and_why_and_what_changed(lead: Client, cast: Cast) -> None:
    number = written(cast)
    content = lead.get(PACK).content.decode()
    words = words_of(lead.get(PACK))
    assert "早くお答えするため" in words
    assert "責田 みさき" in words
    assert f"版1から版{number}への変更" in words
    assert "なくなった行:" in words
    assert content.count("diff__line--added") == 2
    old = words_of(lead.get(f"{PACK}?version=1&against={number}"))
    assert f"版{number}から版1への変更" in old
    assert lead.get(f"{PACK}?version=7").status_code == 400
    assert lead.get("/desk/rules/nobody/").status_code == 404
    assert lead.get("/desk/rules/nobody/edit/").status_code == 404


def test_version_nobody_needs_is_taken_back(lead: Client, cast: Cast) -> None:
    number = written(cast)
    page = lead.post(PACK, {"remove": str(number)}, follow=True)
    assert f"版{number}を取り消しました" in words_of(page)
    assert RulePack.objects.count() == 0


def test_version_a_complaint_keeps_stays_with_the_reason(lead: Client, cast: Cast) -> None:
    number = written(cast)
    taken_in(cast)
    page = lead.post(PACK, {"remove": str(number)})
    assert page.status_code == 409
    assert f"版{number}は残ります。1件の苦情が、この版で数えています" in words_of(page)
    assert RulePack.objects.count() == 1


def test_shipped_version_cannot_be_taken_back(lead: Client) -> None:
    page = lead.post(PACK, {"remove": "1"}, follow=True)
    assert "ここで作ったものではない" in words_of(page)
    assert lead.post(PACK, {"remove": "x"}).status_code == 400


def test_only_version_of_a_pack_of_our_own_leads_back_to_the_list(lead: Client, cast: Cast) -> None:
    text = TEXT.replace("id: jp-default", "id: ours").replace("role: service\n", "")
    number = written(cast, text)
    page = lead.post("/desk/rules/ours/", {"remove": str(number)}, follow=True)
    assert page.redirect_chain == [(RULES, 303)]
    assert lead.get("/desk/rules/ours/").status_code == 404


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("pack", shipped_packs())
def test_every_shipped_pack_can_be_read(browser_of: BrowserOf, pack: str, language: str) -> None:
    page = browser_of("administrator", language).get(f"/desk/rules/{pack}/")
    assert page.status_code == 200
    assert "%(" not in words_of(page)
    assert pack in page.content.decode()


@pytest.mark.parametrize(("chosen", "said"), [(True, "使用中"), (False, "未使用")])
def test_page_says_whether_the_pack_is_in_use(lead: Client, cast: Cast, chosen: bool, said: str) -> None:
    written(cast, COUNCIL)
    use_packs(cast.actor("lead"), ["jp-default", *(["council"] if chosen else [])], timezone.now())
    assert said in words_of(lead.get("/desk/rules/council/")).partition("規則の内容")[0]


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [
        (0, "ja", "この版で数えている苦情はありません"),
        (1, "ja", "1件の苦情が"),
        (2, "ja", "2件の苦情が"),
        (0, "en", "No complaint is counted by this version"),
        (1, "en", "1 complaint keeps this version"),
        (2, "en", "2 complaints keep this version"),
    ],
)
def test_page_says_how_many_complaints_keep_the_version(
    browser_of: BrowserOf, cast: Cast, number: int, language: str, said: str
) -> None:
    for _ in range(number):
        taken_in(cast, maker=makers.acknowledged)
    assert said in words_of(browser_of("lead", language).get(PACK))


def test_version_that_counts_today_is_told_from_one_to_come(lead: Client, cast: Cast) -> None:
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    coming = written(cast, FASTER.replace("2019-01-01", later))
    rows = [row for row in table_rows(lead.get(PACK)) if row.startswith((str(coming), "1 "))]
    assert [("現在有効" in row, "表示中" in row) for row in rows] == [(False, True), (True, False)]


def test_version_with_an_end_says_until_when(lead: Client, cast: Cast) -> None:
    written(cast, COUNCIL.replace("jurisdiction", "valid_to: 2030-12-31\njurisdiction"))
    assert "2030年12月31日" in words_of(lead.get("/desk/rules/council/"))


def test_older_version_can_be_read_as_it_was(lead: Client, cast: Cast) -> None:
    written(cast)
    assert "受付から5営業日" in words_of(lead.get(f"{PACK}?version=1"))
    assert "受付から3営業日" in words_of(lead.get(f"{PACK}?version=1001"))
    assert "受付から3営業日" in words_of(lead.get(PACK))


def test_first_version_is_compared_with_nothing(lead: Client) -> None:
    assert 'id="compare"' not in lead.get(PACK).content.decode()


def test_any_two_versions_can_be_compared(lead: Client, cast: Cast) -> None:
    written(cast)
    written(cast, with_quantity(8))
    page = words_of(lead.get(f"{PACK}?version=1002&against=1"))
    assert "版1から版1002への変更" in page
    assert "quantity: 8" in page
    same = words_of(lead.get(f"{PACK}?version=1001&against=1001"))
    assert "2つの本文は同じです" in same


@pytest.mark.parametrize(
    "asked", ["?version=", "?version=x", "?version=0", "?against=7", "?version=１", "?version=1e3"]
)
def test_version_that_is_none_is_refused(lead: Client, asked: str) -> None:
    assert lead.get(PACK + asked).status_code == 400


@pytest.mark.parametrize(
    "address", ["/desk/rules/nobody/", "/desk/rules/JP-DEFAULT/", "/desk/rules/jp-default.1/"]
)
def test_pack_that_is_none_is_not_found(lead: Client, address: str) -> None:
    assert lead.get(address).status_code == 404
    assert lead.post(address, {"remove": "1"}).status_code == 404


def test_conditions_of_a_pack_and_of_its_rules_are_said(lead: Client, cast: Cast) -> None:
    text = COUNCIL.replace(
        "certainty: verified", "certainty: verified\napplies_if: {kind: [complaint]}"
    ).replace("met_by: [hear]", "met_by: [hear], applies_if: {severity: [S1, S2]}")
    written(cast, text)
    words = words_of(lead.get("/desk/rules/council/"))
    assert words.count("対象:") == 2


def test_only_version_of_a_pack_in_use_says_why_it_stays(lead: Client, cast: Cast) -> None:
    number = written(cast, COUNCIL)
    use_packs(cast.actor("lead"), ["jp-default", "council"], timezone.now())
    page = lead.post("/desk/rules/council/", {"remove": str(number)})
    assert page.status_code == 409
    assert "版1001は残ります。使用中の" in words_of(page)
    assert "<title>エラー：" in page.content.decode()
    assert RulePack.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "1 complaint is counted by it"),
        ("en", 2, "2 complaints are counted by it"),
        ("ja", 2, "2件の苦情が"),
    ],
)
def test_version_that_is_needed_says_by_how_many(
    browser_of: BrowserOf, cast: Cast, language: str, number: int, said: str
) -> None:
    version = written(cast)
    for _ in range(number):
        taken_in(cast)
    page = browser_of("lead", language).post(PACK, {"remove": str(version)})
    assert page.status_code == 409
    assert said in words_of(page)


def test_button_to_take_back_stands_beside_our_own_versions_only(lead: Client, cast: Cast) -> None:
    number = written(cast)
    content = lead.get(PACK).content.decode()
    assert f'name="remove" value="{number}"' in content
    assert 'name="remove" value="1"' not in content


def test_source_that_is_no_web_page_is_no_link(lead: Client, cast: Cast) -> None:
    written(cast, COUNCIL.replace('clause: "12"', 'clause: "12", url: "javascript:alert(1)"'))
    content = lead.get("/desk/rules/council/").content.decode()
    assert 'href="javascript:' not in content
    assert "javascript:alert(1)" in content


def test_source_that_was_read_says_when(lead: Client, cast: Cast) -> None:
    source = 'clause: "12", url: "https://example.com/bylaws", seen_on: 2026-05-04'
    written(cast, COUNCIL.replace('clause: "12"', source))
    page = lead.get("/desk/rules/council/")
    assert "2026年5月4日" in words_of(page)
    assert 'href="https://example.com/bylaws" rel="noreferrer noopener external"' in page.content.decode()


def test_page_asks_as_often_for_thirty_versions_as_for_one(lead: Client, cast: Cast) -> None:
    written(cast)
    once = queries_for(lead, PACK)
    for days in range(6, 36):
        written(cast, with_quantity(days))
    assert queries_for(lead, PACK) == once


@pytest.mark.parametrize("role", ["handler", "colleague", "auditor"])
def test_others_may_neither_read_nor_take_back(browser_of: BrowserOf, cast: Cast, role: str) -> None:
    number = written(cast)
    browser = browser_of(role)
    assert browser.get(PACK).status_code == 403
    assert browser.post(PACK, {"remove": str(number)}).status_code == 403
    assert RulePack.objects.count() == 1
