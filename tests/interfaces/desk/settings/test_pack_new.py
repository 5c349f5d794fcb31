"""A wholly new rule pack: begun from an example in the reader's language, looked at first, kept once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.rule_packs import add_pack_version
from kikitori.records.deadlines.models import RulePack
from kikitori.records.deadlines.pack_proof import mistakes_in
from kikitori.records.deadlines.pack_reader import read_pack
from kikitori.records.people.models import Organisation, SettingChange
from tests.cast import Cast
from tests.interfaces.desk.arranged import taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.settings.forms import COUNCIL, STANDARD, writing
from tests.interfaces.desk.settings.reading import beside, value_of

NEW = "/desk/rules/new/"


def council(**changes: str) -> dict[str, object]:
    return writing(**{"text": COUNCIL, "seen": "0", **changes})


# ---- the example


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("country", ["JP", "GB-ENG", "AU", ""])
def test_example_can_be_read_as_it_is(browser_of: BrowserOf, language: str, country: str) -> None:
    Organisation.objects.update(holiday_country=country)
    text = value_of(browser_of("lead", language).get(NEW), "text")
    assert mistakes_in(text, "new") == []
    pack = read_pack(text, "new")
    assert (pack.id, pack.valid_from) == ("our-rules", timezone.localdate())
    assert pack.jurisdiction == (country.partition("-")[0] or "JP")


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "あとで変えられない"), ("en", "It never changes later")]
)
def test_example_explains_itself_in_the_readers_language(
    browser_of: BrowserOf, language: str, said: str
) -> None:
    lines = value_of(browser_of("lead", language).get(NEW), "text").splitlines()
    comments = [line.strip() for line in lines if line.strip().startswith("#")]
    assert len(comments) >= 12
    assert any(said in line for line in comments)
    assert all("&" not in line for line in comments)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_example_shows_its_dates_when_it_is_looked_at(browser_of: BrowserOf, language: str) -> None:
    lead = browser_of("lead", language)
    page = lead.post(NEW, council(text=value_of(lead.get(NEW), "text")))
    assert page.status_code == 200
    words = words_of(page)
    assert {"ja": "上司による確認", "en": "Second look"}[language] in words
    assert {"ja": "受付から3営業日", "en": "3 business days after receipt"}[language] in words


# ---- looked at, kept


def test_looking_first_keeps_nothing_and_compares_with_nothing(lead: Client) -> None:
    page = lead.post(NEW, council())
    words = words_of(page)
    assert page.status_code == 200
    for said in ("この規則による期日", "まだ保存していません", "受付から14日", "金曜日 16:40"):
        assert said in words
    for left_out in ("いまの規則", "新しい規則:", "別の期日", "変わる行"):
        assert left_out not in words
    assert value_of(page, "text").rstrip() == COUNCIL.rstrip()
    assert (RulePack.objects.count(), SettingChange.objects.count()) == (0, 0)


def test_pack_is_kept_with_its_reason_and_counts_for_nothing_yet(lead: Client, cast: Cast) -> None:
    page = lead.post(NEW, council(do="save", note="評議会の決定"), follow=True)
    assert page.redirect_chain == [("/desk/rules/council/", 303)]
    assert "規則集を保存しました" in words_of(page)
    row = RulePack.objects.get()
    assert (row.pack, row.version, row.note, row.added_by) == ("council", 1001, "評議会の決定", cast.lead)
    assert "council" not in taken_in(cast).rule_packs
    used, _word, unused = words_of(lead.get("/desk/rules/")).partition("未使用")
    assert "評議会の決まり" in unused
    assert "評議会の決まり" not in used


def test_kept_pack_can_be_chosen_and_then_counts(lead: Client, cast: Cast) -> None:
    lead.post(NEW, council(do="save"))
    lead.post("/desk/rules/", {"packs": ["jp-default", "council"]})
    assert taken_in(cast).rule_packs == {"jp-default": 1, "council": 1001}


def test_form_sent_twice_is_one_pack(lead: Client) -> None:
    assert [lead.post(NEW, council(do="save")).status_code for _time in range(2)] == [303, 303]
    assert RulePack.objects.count() == 1
    assert SettingChange.objects.count() == 1


@pytest.mark.parametrize("line_ends", ["\n", "\r\n"])
def test_line_ends_of_a_browser_are_those_of_a_file(lead: Client, line_ends: str) -> None:
    lead.post(NEW, council(text=COUNCIL.replace("\n", line_ends), do="save"))
    assert "\r" not in RulePack.objects.get().text


# ---- mistakes


@pytest.mark.parametrize("do", ["look", "save"])
@pytest.mark.parametrize(
    ("language", "place", "said"),
    [
        ("ja", "2行目、項目「id」: すでにある規則集の名前です", "新しい版を書いてください"),
        (
            "en",
            "Line 2, field “id”: is the id of a pack that is there already",
            "write a new version of that pack",
        ),
    ],
)
def test_id_of_a_shipped_pack_is_named_with_its_line(
    browser_of: BrowserOf, do: str, language: str, place: str, said: str
) -> None:
    text = "# ours\n" + COUNCIL.replace("id: council", "id: uk-fca-disp")
    page = browser_of("lead", language).post(NEW, council(text=text, do=do, note="わけ"))
    assert page.status_code == 422
    words = words_of(page)
    assert place in words
    assert said in words
    assert words.count("id: uk-fca-disp") == 2, "the line itself stands with the mistake, and in the text"
    assert value_of(page, "text").rstrip() == text.rstrip()
    assert value_of(page, "note") == "わけ"
    assert RulePack.objects.count() == 0


def test_id_of_a_pack_written_here_is_taken_too(lead: Client, cast: Cast) -> None:
    add_pack_version(cast.actor("administrator"), COUNCIL, "x", "", timezone.now())
    other = COUNCIL.replace("quantity: 14", "quantity: 15")
    page = lead.post(NEW, council(text=other, do="save"))
    assert page.status_code == 422
    assert "すでにある規則集の名前です" in words_of(page)
    assert RulePack.objects.count() == 1


def test_id_that_is_the_address_of_this_page_cannot_be(lead: Client) -> None:
    page = lead.post(NEW, council(text=COUNCIL.replace("id: council", "id: new"), do="save"))
    assert page.status_code == 422
    assert "new 以外の名前にしてください" in words_of(page)


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("quantity: 14", "quantity: 0", "規則「hearing」、項目「quantity」"),
        ("unit: calendar_day", "unit: moon", "規則「hearing」、項目「unit」"),
        ("met_by: [hear]", "met_by: [listen]", "規則「hearing」、項目「met_by」"),
        ("certainty: verified", "certainty: sure", "項目「certainty」"),
        ("id: council", "id: The Council", "1行目、項目「id」"),
        ("valid_from: 2019-01-01", "valid_from: 2019-02-30", "項目「valid_from」"),
        ("jurisdiction: JP\n", "", "項目「jurisdiction」"),
        ("rules:", "rules: {", "YAML"),
    ],
)  # fmt: skip
def test_every_mistake_is_named_and_the_text_kept(lead: Client, before: str, after: str, place: str) -> None:
    assert before in COUNCIL
    text = COUNCIL.replace(before, after, 1)
    page = lead.post(NEW, council(text=text, do="save"))
    assert page.status_code == 422
    assert place in words_of(page)
    assert value_of(page, "text").rstrip() == text.rstrip()
    assert RulePack.objects.count() == 0


def test_empty_text_is_said_beside_its_field(lead: Client) -> None:
    page = lead.post(NEW, council(text="", do="save"))
    assert page.status_code == 422
    assert "本文が空です" in beside(page)["text"]


def test_reason_that_is_too_long_is_said_beside_its_field_and_kept(lead: Client) -> None:
    page = lead.post(NEW, council(note="わ" * 2_001, do="save"))
    assert page.status_code == 422
    assert "長すぎます" in beside(page)["note"]
    assert value_of(page, "note") == "わ" * 2_001
    assert RulePack.objects.count() == 0


def test_standard_of_service_of_our_own_needs_all_its_rules(lead: Client) -> None:
    page = lead.post(NEW, council(text=COUNCIL.replace("jurisdiction", "role: service\njurisdiction")))
    assert "自社の基準には次の規則も必要です" in words_of(page)
    whole = STANDARD.replace("id: jp-default", "id: ours")
    assert lead.post(NEW, council(text=whole, do="save")).status_code == 303


# ---- the ways there


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_list_of_rules_leads_to_it(browser_of: BrowserOf, role: str) -> None:
    assert f'href="{NEW}"' in browser_of(role).get("/desk/rules/").content.decode()


@pytest.mark.parametrize("role", ["handler", "colleague", "auditor"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_are_refused(browser_of: BrowserOf, role: str, method: str) -> None:
    assert getattr(browser_of(role), method)(NEW, council(do="save")).status_code == 403
    assert RulePack.objects.count() == 0


def test_reason_is_asked_for_as_of_a_new_pack(lead: Client) -> None:
    assert "この規則集をつくる理由" in words_of(lead.get(NEW))
    assert "変更の理由" in words_of(lead.get("/desk/rules/jp-default/edit/"))


def test_leaving_leads_back_to_the_list(lead: Client) -> None:
    content = lead.get(NEW).content.decode()
    assert content.count('href="/desk/rules/"') == 2
