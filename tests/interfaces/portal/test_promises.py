"""The page of the promises in force: its numbers are those of the rules, in three readings, for everybody."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kikitori.interfaces.portal.promises_told import Told, told
from kikitori.interfaces.portal.promises_voice import Reading, Voice, easy_words, with_ruby, without_readings
from kikitori.interfaces.portal.promises_words import WORDS
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.models import Closure, RulePack
from kikitori.records.deadlines.pack_reader import built_in_pack, read_pack, shipped_text
from kikitori.records.deadlines.packs import OWN_FROM, Packs
from kikitori.records.deadlines.rules import Certainty, PackRole, Trigger, Unit
from kikitori.records.people.models import Organisation
from kikitori.records.people.queries import the_organisation
from tests.interfaces.portal.visitor import Visitor
from tests.makers import FRIDAY

LAW = """
id: sample-law
version: 1
valid_from: 2020-01-01
jurisdiction: JP
role: law
title: {ja: 見本法, en: Sample Act}
rules:
  - id: written-answer
    name: {ja: 書面での回答, en: Answer in writing}
    kind: answer
    trigger: received
    quantity: 37
    unit: calendar_day
    applies_if: {subject: [quality]}
    extension: {quantity: 11, times: 1}
    source: {title: 見本法, clause: 第9条, url: "https://law.example/9", seen_on: 2026-10-02}
    certainty: verified
  - id: report
    name: {ja: 役所への報告, en: Report to the authority}
    kind: report
    audience: authority
    trigger: known
    quantity: 43
    unit: calendar_day
    source: {title: 見本法, clause: 第10条}
    certainty: from_memory
  - id: notice
    name: {ja: 期日の通知, en: Notice of the hearing}
    kind: notice
    trigger: named
    begins: by_hand
    direction: before
    quantity: 17
    unit: calendar_day
    source: {title: 見本法, clause: 第11条}
    certainty: from_memory
"""
READINGS = list(Reading)
TAG = re.compile(r"<rt>.*?</rt>|<rp>.*?</rp>|<[^>]+>")


def written(text: str, pack: str, number: int = OWN_FROM) -> None:
    """A version of a pack written here, in use from now on."""
    RulePack.objects.create(pack=pack, version=number, text=text, added_at=FRIDAY)


def page(reading: Reading, *packs: str, now: datetime = FRIDAY) -> Told:
    """The page of the shipped standard and these texts of law."""
    calendar = BusinessCalendar()
    service = built_in_pack("jp-default")
    voice = Voice(reading, now.astimezone(calendar.zone).date())
    with translation.override(reading.language):
        return told(voice, [service, *(read_pack(text, "own") for text in packs)], service, calendar, now)


def bare(text: str) -> str:
    """Without markup and readings."""
    return TAG.sub("", text)


def sentences(found: Told) -> list[str]:
    """Every whole sentence of the page that is ours."""
    said = [found.as_of, *found.origin[:1], *found.counting, found.open_until]
    said += [each for group in found.prolonging for each in group]
    said += [each for stage in found.stages for each in (*stage.sentences, stage.day)]
    said += [each for rule in found.laws for each in rule.sentences]
    return [bare(each) for each in said if each]


# ── numbers come from the rules ──


@pytest.mark.parametrize("words", READINGS)
def test_every_number_in_force_stands_on_the_page(visitor: Visitor, words: Reading) -> None:
    packs = Packs(the_organisation)
    service = packs.service(packs.in_force(FRIDAY.date()))
    text = bare(visitor.go(f"/promises/?words={words.value}").html)
    for rule in service.rules:
        voice = Voice(words, FRIDAY.date())
        with translation.override(words.language):
            assert without_readings(voice.span(rule.quantity, rule.unit)) in text, rule.id


@pytest.mark.parametrize("words", READINGS)
def test_number_changed_in_a_version_of_our_own_changes_the_page(visitor: Visitor, words: Reading) -> None:
    address = f"/promises/?words={words.value}"
    assert "7" not in "".join(re.findall(r"\d+(?=営業日| business day)", bare(visitor.go(address).html)))
    text = shipped_text("jp-default").replace("version: 1", f"version: {OWN_FROM}", 1)
    written(text.replace("quantity: 5\n    unit: business_day\n    warn_at: [60, 80]",
                         "quantity: 7\n    unit: business_day\n    warn_at: [60, 80]"), "jp-default")  # fmt: skip
    page = bare(visitor.go(address).html)
    assert re.search("7営業日|7 business days", page)
    assert re.search("12月2日|2 December", page), "the seventh business day from Friday 20 November"


def test_days_are_those_a_promise_made_now_would_have(visitor: Visitor) -> None:
    text = visitor.go("/promises/").main
    for day in ("11月24日（火）", "11月30日（月）", "12月21日（月）"):
        assert f"{day}まで" in text


@pytest.mark.parametrize("words", READINGS)
def test_deadlines_of_law_stand_there_with_clause_and_certainty(visitor: Visitor, words: Reading) -> None:
    written(LAW.replace("version: 1", f"version: {OWN_FROM}"), "sample-law")
    assert "37" not in visitor.go(f"/promises/?words={words.value}").main, "not in use, not on the page"
    Organisation.objects.update(rule_packs=["jp-default", "sample-law"])
    seen = visitor.go(f"/promises/?words={words.value}")
    text = bare(seen.html)
    assert "37" in text
    assert "11" in text
    assert "見本法 第9条" in text
    assert 'href="https://law.example/9"' in seen.html
    assert re.search("10月2日|2 October", text)
    assert "43" not in re.findall(r"\d+", text), "what an authority is owed is not a promise to the reader"


def test_number_from_memory_is_not_passed_off_as_checked() -> None:
    checked, remembered = page(Reading.EN, LAW).laws
    assert "The number was checked against the source on Friday 2 October." in checked.sentences
    assert "It does not apply to every complaint." in checked.sentences
    assert remembered.sentences[-1] == "The number has not been checked against the source yet."
    assert remembered.sentences[0] == "At least 17 days before the day that the rule names."


def test_link_of_a_source_is_never_a_script() -> None:
    text = LAW.replace("https://law.example/9", "javascript:alert(1)")
    assert page(Reading.EN, text).laws[0].url == ""


def test_prolonging_is_told_with_its_notice() -> None:
    own, law, missed = page(Reading.EN, LAW).prolonging
    assert own[0] == "“Our decision” may be prolonged at most 2 times, each time by at most 20 business days."
    assert own[1] == "You hear the new date before the first one has passed."
    assert law[0] == "“Answer in writing” may be prolonged once, by at most 11 days."
    assert missed[0].startswith("A date that we miss")


def test_closed_days_of_the_months_to_come_stand_there(visitor: Visitor) -> None:
    Closure.objects.create(
        name_ja="棚卸し", name_en="Stocktaking", first=date(2026, 12, 7), last=date(2026, 12, 9)
    )
    text = visitor.go("/promises/?words=en").main
    for words in ("Monday 7 December to Wednesday 9 December", "Stocktaking", "Labor Thanksgiving Day",
                  "Monday to Friday", "9:00–17:00", "Tuesday 29 December to Sunday 3 January 2027"):  # fmt: skip
        assert words in text.replace("09:00", "9:00"), words


def test_year_without_a_holiday_table_still_has_a_page(visitor: Visitor) -> None:
    far = page(Reading.JA, now=datetime(2199, 5, 5, tzinfo=UTC))
    assert [stage.day for stage in far.stages] == [""] * len(far.stages)
    assert (far.closed, far.open_until) == ((), ""), "nothing is known, so nothing is said"


# ── readings ──


def test_page_follows_the_reader_and_a_link_chooses(visitor: Visitor, reader: Visitor) -> None:
    assert "いつまでに、何をするか" in visitor.go("/promises/").main
    assert "What happens, and by when" in reader.go("/promises/").main
    assert '<html lang="ja"' in reader.go("/promises/?words=easy").html
    assert '<html lang="en"' in visitor.go("/promises/?words=en").html
    assert '<html lang="ja"' in visitor.go("/promises/?words=nonsense").html
    assert '<html lang="ja"' in visitor.go("/promises/").html, (
        "a link chooses one page, not a language for good"
    )


def test_readings_are_links_with_the_current_one_marked(visitor: Visitor) -> None:
    html = visitor.go("/promises/?words=easy").html
    nav = re.search(r'<nav class="languages".*?</nav>', html, re.DOTALL)
    assert nav is not None
    assert re.findall(r'href="\?words=(\w+)"', nav[0]) == ["ja", "easy", "en"]
    assert re.findall(r'aria-current="page"[^>]*>([^<]+)</a>', nav[0]) == ["やさしい にほんご"]
    assert 'action="/language/"' not in html


def test_first_page_and_foot_lead_here(visitor: Visitor) -> None:
    assert visitor.go("/").html.count('href="/promises/') >= 3
    assert 'href="/promises/"' in visitor.go("/follow/").html


def test_page_leaves_no_trace_and_takes_three_queries(visitor: Visitor) -> None:
    """The organisation, its closures, the packs written here."""
    with CaptureQueriesContext(connection) as captured:
        visitor.go("/promises/")
    assert sum(each["sql"].startswith('SELECT "records_') for each in captured) == 3
    assert set(visitor.client.cookies) <= {name for name in visitor.client.cookies if "csrf" in name}
    answer = visitor.client.get("/promises/")
    assert answer["Cache-Control"] == visitor.client.get("/")["Cache-Control"]
    assert answer["Content-Language"] == "ja" or "Content-Language" not in answer


def test_other_places_to_turn_are_those_of_the_organisation(visitor: Visitor) -> None:
    Organisation.objects.update(
        external_route_ja="見本センター 0120-999-999", external_route_en="Sample Centre"
    )
    assert "見本センター" in visitor.go("/promises/?words=easy").main
    assert "Sample Centre" in visitor.go("/promises/?words=en").main
    Organisation.objects.update(external_route_ja="", external_route_en="")
    assert "Ask us" in visitor.go("/promises/?words=en").main


def test_other_places_to_turn_are_told_in_easy_words_with_readings(visitor: Visitor) -> None:
    Organisation.objects.update(
        external_route_ja="消費生活センター", external_route_easy="{町|まち}のセンター 188"
    )
    for page in ("/promises/?words=easy", "/promises/"):
        seen = visitor.go(page)
        assert ("<ruby>町<rp>（</rp><rt>まち</rt>" in seen.html) == page.endswith("easy")
        assert ("消費生活センター" in seen.html) != page.endswith("easy")


def test_templates_hold_no_number() -> None:
    from importlib import resources

    text = (resources.files("kikitori.interfaces.portal") / "templates/portal/promises.html").read_text(
        "utf-8"
    )
    assert re.findall(r"(?<![\w-])\d+", re.sub(r"</?h\d[^>]*>", "", text)) == []


# ── やさしい日本語 ──

NUMBERED = re.compile(r"%\(\w+\)s")
KANJI = re.compile("[㐀-鿿々]")
KATAKANA = re.compile("[ァ-ヶー]+")
#: Not: 〜ないわけではない, 〜なければならない, 〜ないことはない, 〜ずにはいられない.
TWICE_DENIED = re.compile(
    r"ない[^。]{0,12}(?:ない|ません)|なけれ?ば[^。]*(?:ない|なりません)|ず(?:に)?は[^。]*(?:ない|ません)"
)


def test_plain_japanese_has_every_sentence_of_the_others_and_the_same_values() -> None:
    assert easy_words().keys() == WORDS.keys()
    with translation.override("en"):
        for key, sentence in easy_words().items():
            theirs = set(NUMBERED.findall(str(WORDS[key])))
            assert set(NUMBERED.findall(sentence)) == theirs, key


@pytest.mark.parametrize(("key", "sentence"), easy_words().items())
def test_plain_japanese_is_plain(key: str, sentence: str) -> None:
    plain = without_readings(NUMBERED.sub("", sentence))
    assert len(plain) <= 50
    assert plain.count("。") <= 1, "one thought"
    assert not TWICE_DENIED.search(plain)
    assert all(len(word) <= 5 for word in KATAKANA.findall(plain)), "few loan words"
    assert len("".join(KATAKANA.findall(plain))) <= len(plain) / 5
    left = re.sub(r"\{[^{}|]+\|[^{}|]+\}", "", sentence)
    assert not KANJI.search(NUMBERED.sub("", left)), "every kanji has its reading"
    if plain.endswith("。"):
        assert re.search("(です|ます|ました|ません|ください)。$", plain)


def test_double_denial_is_noticed() -> None:
    for bad in ("できないわけではない。", "知らせないことはありません。", "行かなければなりません。"):
        assert TWICE_DENIED.search(bad)


def test_sentences_stay_short_with_their_numbers_in() -> None:
    found = sentences(page(Reading.EASY, LAW))
    assert len(found) > 15
    too_long = [each for each in found for part in each.split("。") if len(part) > 50]
    assert too_long == []


@pytest.mark.parametrize("reading", READINGS)
def test_every_trigger_unit_and_certainty_has_its_words(reading: Reading) -> None:
    voice = Voice(reading, FRIDAY.date())
    with translation.override(reading.language):
        said = [voice.raw(f"after.{each.value}") for each in Trigger]
        said += [voice.raw(f"before.{each.value}") for each in Trigger]
        said += [voice.raw(f"certainty.{each.value}") for each in Certainty]
        spans = [voice.span(3, each) for each in Unit]
    assert all(said)
    assert len(set(spans)) == len(Unit)


def test_days_have_their_readings() -> None:
    voice = Voice(Reading.EASY, FRIDAY.date())
    assert voice.day(date(2026, 12, 4)) == "12{月|がつ}{4日|よっか}（{金曜日|きんようび}）"
    assert voice.day(date(2027, 1, 12)) == "2027{年|ねん}1{月|がつ}12{日|にち}（{火曜日|かようび}）"
    assert voice.span(1, Unit.CALENDAR_DAY) == "1{日|にち}"
    assert voice.span(5, Unit.CALENDAR_DAY) == "{5日|いつか}"


def test_ruby_escapes_what_it_did_not_write() -> None:
    assert with_ruby("<b>{日|に<ち}</b>") == (
        "&lt;b&gt;<ruby>日<rp>（</rp><rt>に&lt;ち</rt><rp>）</rp></ruby>&lt;/b&gt;"
    )


def test_pack_of_law_is_read_as_law() -> None:
    assert read_pack(LAW, "own").role is PackRole.LAW
