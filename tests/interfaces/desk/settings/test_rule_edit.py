"""Writing a new version of a pack: looked at first, kept with its reason, and nothing that was typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.rule_packs import add_pack_version
from kikitori.records.deadlines.models import RulePack
from kikitori.records.people.models import SettingChange
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.settings.forms import COUNCIL, STANDARD, with_quantity, writing
from tests.interfaces.desk.settings.reading import beside, summed_up, value_of

PACK, EDIT = "/desk/rules/jp-default/", "/desk/rules/jp-default/edit/"
TEXT, FASTER = STANDARD, with_quantity(3)


def written(cast: Cast, text: str = FASTER, note: str = "早くお答えするため") -> int:
    return add_pack_version(cast.actor("lead"), text, "x", note, timezone.now()).version


def test_looking_first_keeps_nothing_and_shows_both_dates(lead: Client) -> None:
    page = lead.post(EDIT, {"text": FASTER, "note": "", "seen": "1", "do": "look"})
    words = words_of(page)
    assert page.status_code == 200
    for said in ("まだ保存していません", "受付から5営業日 → 受付から3営業日", "金曜日 16:40", "12月29日"):
        assert said in words
    assert RulePack.objects.count() == 0


def test_new_version_is_kept_beside_the_shipped_one(lead: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    page = lead.post(EDIT, {"text": FASTER, "note": "早く", "seen": "1", "do": "save"}, follow=True)
    assert "版1001を作りました" in words_of(page)
    row = RulePack.objects.get()
    assert (row.version, row.note, row.added_by) == (1001, "早く", cast.lead)
    complaint.refresh_from_db()
    assert complaint.rule_packs["jp-default"] == 1
    assert taken_in(cast).rule_packs["jp-default"] == 1001
    assert "この版で数えています" in words_of(lead.get(PACK))


def test_mistakes_are_all_listed_and_the_text_is_kept(lead: Client) -> None:
    text = TEXT.replace("quantity: 5", "quantity: 0", 1).replace("trigger: told", "trigger: tld")
    page = lead.post(EDIT, {"text": text, "note": "わけ", "seen": "1", "do": "save"})
    words, content = words_of(page), page.content.decode()
    assert page.status_code == 422
    assert "直すところが2か所あります" in words
    assert "規則「first-answer」、項目「quantity」" in words
    assert "規則「progress」、項目「trigger」" in words
    assert content.count('<a href="#id_text">') == 2
    assert "trigger: tld" in content
    assert 'value="わけ"' in content
    assert RulePack.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "本文が空です"),
        (TEXT.replace("id: jp-default", "id: mine"), "前の版と同じ jp-default のまま"),
        (TEXT.replace("role: service", "role: law"), "前の版と同じ service のまま"),
    ],
)
def test_text_that_cannot_be_this_pack_is_refused(lead: Client, text: str, said: str) -> None:
    page = lead.post(EDIT, {"text": text, "note": "", "seen": "1", "do": "save"})
    assert page.status_code == 422
    assert said in words_of(page)
    assert RulePack.objects.count() == 0


def test_second_editor_reads_both_texts(lead: Client, cast: Cast) -> None:
    written(cast)
    mine = TEXT.replace("quantity: 5", "quantity: 8", 1)
    page = lead.post(EDIT, {"text": mine, "note": "", "seen": "1", "do": "save"})
    assert page.status_code == 409
    words, content = words_of(page), page.content.decode()
    assert "責田 みさきさんが版1001を作りました" in words
    assert "quantity: 8" in content
    assert "受付から3営業日 → 受付から8営業日" in words
    assert 'name="seen" value="1001"' in content
    assert lead.post(EDIT, {"text": mine, "note": "", "seen": "1001", "do": "save"}).status_code == 303
    assert list(RulePack.objects.values_list("version", flat=True)) == [1001, 1002]


def test_same_text_sent_twice_is_one_version(lead: Client) -> None:
    form = {"text": FASTER, "note": "", "seen": "1", "do": "save"}
    assert [lead.post(EDIT, form).status_code for _time in range(2)] == [303, 303]
    assert RulePack.objects.count() == 1


def test_form_begins_with_the_newest_text_word_for_word(lead: Client, cast: Cast) -> None:
    assert value_of(lead.get(EDIT), "text").rstrip() == TEXT.rstrip()
    assert value_of(lead.get(EDIT), "seen") == "1"
    written(cast)
    assert value_of(lead.get(EDIT), "text").rstrip() == RulePack.objects.get().text.rstrip()
    assert value_of(lead.get(EDIT), "seen") == "1001"


@pytest.mark.parametrize(
    ("own", "said"), [(False, "添付の規則はそのまま残り、"), (True, "前の版はそのまま残ります")]
)
def test_page_says_what_becomes_of_the_version_before(lead: Client, cast: Cast, own: bool, said: str) -> None:
    if own:
        written(cast)
    assert said in words_of(lead.get(EDIT))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", ["変わるところ", "受付から5営業日 → 受付から3営業日", "日付が変わります", "数えた日の一覧", "変わる行"]),
        ("en", ["What would be different", "5 business days after receipt → 3 business days after receipt",
                "Another date", "The days as they were counted", "The lines that would be different"]),
    ],
)  # fmt: skip
def test_look_speaks_the_readers_language(browser_of: BrowserOf, language: str, said: list[str]) -> None:
    words = words_of(browser_of("lead", language).post(EDIT, writing(FASTER)))
    for each in said:
        assert each in words


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("unit: business_day", "unit: calendar_day", "受付から1営業日 → 受付から1日"),
        ("unit: business_day", "unit: hour", "受付から1営業日 → 受付から1時間"),
        ("id: follow-up", "id: follow-up", "変わりません"),
        ("warn_at: [50, 75]", "warn_at: [40, 75]", "受付から1営業日"),
    ],
)
def test_look_shows_the_rules_that_would_be_different(
    lead: Client, before: str, after: str, said: str
) -> None:
    page = lead.post(EDIT, writing(TEXT.replace(before, after, 1)))
    assert page.status_code == 200
    if before == after:
        assert "変わる規則はありません" in words_of(page)
    else:
        assert said in words_of(page)


def test_look_at_a_rule_more_and_a_rule_less_says_so(lead: Client, cast: Cast) -> None:
    add_pack_version(cast.actor("lead"), COUNCIL, "x", "", timezone.now())
    more = COUNCIL + "  - {id: vote, kind: vote, trigger: decided, quantity: 2, unit: week}\n"
    address = "/desk/rules/council/edit/"
    assert "新しい規則" in words_of(lead.post(address, writing(more, seen="1001")))
    renamed = COUNCIL.replace("id: hearing", "id: audience")
    words = words_of(lead.post(address, writing(renamed, seen="1001")))
    assert "なくなる規則" in words
    assert "新しい規則" in words


def test_number_that_is_typed_is_no_matter(lead: Client) -> None:
    lead.post(EDIT, writing(FASTER.replace("version: 1\n", "version: 77\n"), do="save"))
    row = RulePack.objects.get()
    assert row.version == 1001
    assert "version: 1001" in row.text


def test_mistake_stands_with_its_line_and_the_line_itself(lead: Client) -> None:
    text = TEXT.replace("trigger: told", "trigger: tld")
    number = text.splitlines().index("    trigger: tld") + 1 if "    trigger: tld" in text.splitlines() else 0
    page = lead.post(EDIT, writing(text))
    assert number
    assert f"{number}行目" in words_of(page)
    assert "<code" in page.content.decode()
    assert words_of(page).count("trigger: tld") == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT.replace("id: jp-default", "id: mine", 1), "行目、項目「id」: 前の版と同じ jp-default のまま"),
        (TEXT.replace("role: service", "role: law", 1), "行目、項目「role」: 前の版と同じ service のまま"),
    ],
)
def test_what_must_stay_is_named_with_its_line(lead: Client, text: str, said: str) -> None:
    page = lead.post(EDIT, writing(text))
    assert page.status_code == 422
    assert said in words_of(page)


def test_both_id_and_role_are_named_at_once(lead: Client) -> None:
    text = TEXT.replace("id: jp-default", "id: mine", 1).replace("role: service", "role: law", 1)
    assert "直すところが2か所あります" in words_of(lead.post(EDIT, writing(text)))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_empty_text_is_said_beside_its_field_and_the_reason_kept(
    browser_of: BrowserOf, language: str
) -> None:
    page = browser_of("lead", language).post(EDIT, writing("", note="わけ", do="save"))
    assert page.status_code == 422
    assert beside(page)["text"]
    assert summed_up(page) == ["text"]
    assert value_of(page, "note") == "わけ"


@pytest.mark.parametrize(("note", "field"), [("わ" * 2_001, "note")])
def test_reason_that_cannot_be_kept_is_said_beside_its_field(lead: Client, note: str, field: str) -> None:
    page = lead.post(EDIT, writing(FASTER, note=note, do="save"))
    assert page.status_code == 422
    assert "長すぎます" in beside(page)[field]
    assert value_of(page, "text").rstrip() == FASTER.rstrip()
    assert RulePack.objects.count() == 0


@pytest.mark.parametrize("seen", ["", "x", "-1"])
def test_form_that_lost_its_place_keeps_nothing(lead: Client, seen: str) -> None:
    page = lead.post(EDIT, writing(FASTER, seen=seen, do="save"))
    assert page.status_code == 422
    assert value_of(page, "text").rstrip() == FASTER.rstrip()
    assert RulePack.objects.count() == 0


def test_conflict_shows_what_is_different_from_theirs(lead: Client, cast: Cast) -> None:
    written(cast)
    page = lead.post(EDIT, writing(with_quantity(8), note="わけ", do="save"))
    assert page.status_code == 409
    assert '<details class="fold" open>' in page.content.decode()
    assert "diff__line--added" in page.content.decode()
    assert value_of(page, "note") == "わけ"
    assert "<title>エラー：" in page.content.decode()


def test_look_after_somebody_elses_version_compares_with_theirs_and_saving_is_refused(
    lead: Client, cast: Cast
) -> None:
    written(cast)
    look = lead.post(EDIT, writing(with_quantity(8)))
    assert "受付から3営業日 → 受付から8営業日" in words_of(look)
    assert value_of(look, "seen") == "1"
    assert lead.post(EDIT, writing(with_quantity(8), do="save")).status_code == 409


def test_text_is_shown_as_text(lead: Client) -> None:
    text = FASTER + "# </textarea><script>alert(1)</script>\n"
    content = lead.post(EDIT, writing(text)).content.decode()
    assert "<script>alert(1)" not in content
    assert value_of(lead.post(EDIT, writing(text)), "text").rstrip() == text.rstrip()


def test_very_long_text_is_refused_and_not_lost(lead: Client) -> None:
    page = lead.post(EDIT, writing(TEXT + "#" * 200_000))
    assert page.status_code == 422
    assert "200000文字まで" in words_of(page)
    assert len(value_of(page, "text")) > 200_000


def test_form_asks_as_often_for_thirty_versions_as_for_one(lead: Client, cast: Cast) -> None:
    written(cast)
    once = queries_for(lead, EDIT)
    for days in range(6, 36):
        written(cast, with_quantity(days))
    assert queries_for(lead, EDIT) == once


@pytest.mark.parametrize("role", ["handler", "colleague", "auditor"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_neither_read_nor_write(browser_of: BrowserOf, role: str, method: str) -> None:
    assert getattr(browser_of(role), method)(EDIT, writing(FASTER, do="save")).status_code == 403
    assert (RulePack.objects.count(), SettingChange.objects.count()) == (0, 0)
