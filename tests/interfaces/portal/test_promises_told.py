"""What the page of promises says of rules of every shape, in each reading: no request, no database."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.interfaces.portal.promises_told import Told, told
from kikitori.interfaces.portal.promises_voice import Reading, Voice, with_ruby, without_readings
from kikitori.records.deadlines.calendar import Block, BusinessCalendar, Closure
from kikitori.records.deadlines.pack_reader import built_in_pack, shipped_packs
from kikitori.records.deadlines.rule_parts import (
    Audience,
    Begins,
    Breach,
    Condition,
    Direction,
    Extension,
)
from kikitori.records.deadlines.rules import Certainty, Pack, PackRole, Roll, Rule, Source, Trigger, Unit
from tests.makers import FRIDAY, JAPAN

OFFICE = BusinessCalendar()
SERVICE = built_in_pack("jp-default")
READINGS = list(Reading)
VISIT = Rule(
    id="site-visit",
    kind="visit",
    trigger=Trigger.RECEIVED,
    quantity=3,
    unit=Unit.BUSINESS_DAY,
    source=Source("Our own rules", "§ 4"),
    certainty=Certainty.VERIFIED,
    name=Bilingual("訪問", "Visit"),
)
ONLY_CONDUCT = Condition((("kind", frozenset({"conduct"})),))
TAG = re.compile(r"<rt>.*?</rt>|<rp>.*?</rp>|<[^>]+>")


def page(
    reading: Reading = Reading.EN,
    *,
    service: Pack = SERVICE,
    laws: tuple[Pack, ...] = (),
    calendar: BusinessCalendar = OFFICE,
    now: datetime = FRIDAY,
) -> Told:
    voice = Voice(reading, now.astimezone(calendar.zone).date())
    with translation.override(reading.language):
        return told(voice, [service, *laws], service, calendar, now)


def law(*rules: Rule, **changes: object) -> Pack:
    plain = Pack("act", 1, date(2020, 1, 1), "JP", rules, title=Bilingual("法", "Act"))
    return replace(plain, **changes)  # type: ignore[arg-type]


def with_rule(rule: Rule) -> Pack:
    """The shipped standard with one rule more, at its end."""
    return replace(SERVICE, rules=(*SERVICE.rules, rule))


def words_of(found: Told) -> list[str]:
    """Everything that stands on the page, without markup."""
    said = [found.as_of, found.pack, *found.origin, *found.counting, found.open_until]
    said += [each for row in (*found.hours, *found.closed) for each in row]
    said += [each for group in found.prolonging for each in group]
    said += [each for stage in found.stages for each in (stage.title, *stage.sentences, stage.day)]
    said += [each for rule in found.laws for each in (rule.title, rule.pack, *rule.sentences, rule.source)]
    return [TAG.sub("", each) for each in said]


# ── every shipped pack


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("pack", [name for name in shipped_packs() if name != SERVICE.id])
def test_every_rule_of_every_shipped_law_is_told_without_a_word_missing(pack: str, reading: Reading) -> None:
    found = built_in_pack(pack)
    for_them = [rule for rule in found.rules if rule.audience is Audience.COMPLAINANT]
    side = page(reading, laws=(found,))
    assert len(side.laws) == len(for_them)
    voice = Voice(reading, FRIDAY.date())
    for rule, said in zip(for_them, side.laws, strict=True):
        with translation.override(reading.language):
            span = without_readings(voice.span(rule.quantity, rule.unit))
        assert span in TAG.sub("", said.sentences[0])
        assert rule.source.title in TAG.sub("", said.source)
        assert len(said.sentences) == (3 if found.applies_if.wanted or rule.applies_if.wanted else 2)
    for words in words_of(side):
        assert not re.search(r"%\(|[{}|]|None", words), words
        if reading is Reading.EN:
            # Titles of Japanese laws stay as they are written there.
            assert words.startswith(("Source: ", "Modelled on: ")) or not re.search("[ぁ-ん]", words), words


@pytest.mark.parametrize("reading", READINGS)
def test_nothing_is_promised_that_is_owed_to_somebody_else(reading: Reading) -> None:
    others = [replace(VISIT, id=str(each), audience=each, quantity=77) for each in Audience]
    found = page(reading, laws=(law(*others),))
    assert len(found.laws) == 1
    assert "77" in " ".join(words_of(found))
    assert page(reading, laws=(law(*others[1:]),)).laws == ()


# ── stages


def test_rule_of_our_own_is_told_with_its_day() -> None:
    stage = page(service=with_rule(VISIT)).stages[-1]
    assert (stage.title, *stage.sentences) == (
        "Visit",
        "Within 3 business days after your complaint has reached us.",
    )
    assert stage.day == "If you told us now: by Thursday 26 November."


@pytest.mark.parametrize(
    "changes",
    [
        {"trigger": Trigger.DECIDED},
        {"trigger": Trigger.KNOWN},
        {"direction": Direction.BEFORE},
        {"begins": Begins.BY_HAND},
        {"trigger": Trigger.NAMED, "begins": Begins.BY_HAND},
    ],
)
def test_day_that_nobody_knows_yet_is_not_told(changes: dict[str, object]) -> None:
    assert page(service=with_rule(replace(VISIT, **changes))).stages[-1].day == ""  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (Reading.JA, "あてはまらないことがあります"),
        (Reading.EASY, "使うときと使わないときがあります"),
        (Reading.EN, "It does not apply to every complaint."),
    ],
)
def test_what_holds_for_some_complaints_alone_says_so(reading: Reading, said: str) -> None:
    some = replace(VISIT, applies_if=ONLY_CONDUCT)
    for found, holds in (
        (page(reading, service=with_rule(some)).stages[-1].sentences, True),
        (page(reading, service=replace(with_rule(VISIT), applies_if=ONLY_CONDUCT)).stages[0].sentences, True),
        (page(reading, service=with_rule(VISIT)).stages[-1].sentences, False),
        (page(reading, laws=(law(some),)).laws[0].sentences, True),
        (page(reading, laws=(law(VISIT, applies_if=ONLY_CONDUCT),)).laws[0].sentences, True),
        (page(reading, laws=(law(VISIT),)).laws[0].sentences, False),
    ):
        assert any(said in TAG.sub("", each) for each in found) is holds


@pytest.mark.parametrize(
    ("reading", "moment"),
    [
        (Reading.JA, "11月21日（土） 04:40まで"),
        (Reading.EASY, "11月21日（土曜日） 04:40まで"),
        (Reading.EN, "by Saturday 21 November, 04:40."),
    ],
)
def test_hours_are_told_to_the_minute(reading: Reading, moment: str) -> None:
    stage = page(reading, service=with_rule(replace(VISIT, unit=Unit.HOUR, quantity=12))).stages[-1]
    assert moment in TAG.sub("", stage.day)


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize("quantity", [1, 2, 19])
def test_every_count_is_told_in_every_reading(
    reading: Reading, unit: Unit, direction: Direction, quantity: int
) -> None:
    rule = replace(VISIT, unit=unit, direction=direction, quantity=quantity)
    said = {TAG.sub("", page(reading, laws=(law(each),)).laws[0].sentences[0]) for each in (
        rule, replace(rule, quantity=quantity + 1), replace(rule, trigger=Trigger.DECIDED),
        replace(rule, direction=Direction.AFTER if direction is Direction.BEFORE else Direction.BEFORE),
    )}  # fmt: skip
    assert len(said) == 4, "each is told apart from the others"
    assert all(re.search(r"\d", each) for each in said)


# ── law


@pytest.mark.parametrize(
    ("certainty", "seen_on", "said"),
    [
        (Certainty.VERIFIED, date(2026, 10, 2), "checked against the source on Friday 2 October"),
        (Certainty.VERIFIED, date(2025, 10, 3), "checked against the source on Friday 3 October 2025"),
        (Certainty.VERIFIED, None, "The number was checked against the source."),
        (Certainty.FROM_MEMORY, date(2026, 10, 2), "has not been checked against the source yet"),
        (Certainty.UNVERIFIED, None, "Whether the number is right is not certain yet."),
        (Certainty.PROPOSAL, None, "The number is our own choice; no law asks for it."),
    ],
)
def test_number_is_told_as_surely_as_it_is_known(
    certainty: Certainty, seen_on: date | None, said: str
) -> None:
    rule = replace(VISIT, certainty=certainty, source=Source("Act", "9", seen_on=seen_on))
    assert said in page(laws=(law(rule),)).laws[0].sentences[-1]


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://law.example/9", True),
        ("http://law.example/9", True),
        ("", False),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("//law.example", False),
        ("data:text/html,x", False),
        (" https://law.example", False),
    ],
)
def test_source_is_linked_only_where_it_leads_to_a_page(url: str, linked: bool) -> None:
    rule = replace(VISIT, source=Source("Act", url=url))
    assert page(laws=(law(rule),)).laws[0].url == (url if linked else "")


def test_nameless_pack_and_rule_are_called_by_their_ids() -> None:
    found = page(service=replace(with_rule(replace(VISIT, name=None)), title=None),
                 laws=(law(replace(VISIT, name=None), title=None),))  # fmt: skip
    assert found.stages[-1].title == "site-visit"
    assert found.pack == "Rules: jp-default, version 1"
    assert (found.laws[0].title, found.laws[0].pack) == ("site-visit", "act")


def test_service_pack_is_never_told_as_law_and_no_law_as_a_stage() -> None:
    other = replace(SERVICE, id="other")
    found = page(laws=(other, law(VISIT)))
    assert [rule.title for rule in found.laws] == ["Visit"]
    assert len(found.stages) == len(SERVICE.rules)
    assert other.role is PackRole.SERVICE


# ── prolonging


@pytest.mark.parametrize(
    ("extension", "said"),
    [
        (Extension(2), ["“Visit” may be prolonged once, by at most 2 business days.",
                        "You hear the new date before the first one has passed.", "You hear the reason, too."]),
        (Extension(1, times=3, notice_before_expiry=False),
         ["“Visit” may be prolonged at most 3 times, each time by at most 1 business day.",
          "You hear the reason, too."]),
        (Extension(1, reason_required=False),
         ["“Visit” may be prolonged once, by at most 1 business day.",
          "You hear the new date before the first one has passed."]),
        (Extension(1, notice_before_expiry=False, reason_required=False),
         ["“Visit” may be prolonged once, by at most 1 business day."]),
    ],
)  # fmt: skip
def test_extension_is_told_with_what_binds_it(extension: Extension, said: list[str]) -> None:
    assert list(page(laws=(law(replace(VISIT, extension=extension)),)).prolonging[-2]) == said


def test_house_that_prolongs_nothing_says_so_and_what_becomes_of_a_missed_date() -> None:
    strict = replace(SERVICE, rules=tuple(replace(rule, extension=None) for rule in SERVICE.rules))
    none, missed = page(service=strict).prolonging
    assert none == ("None of these times may be prolonged.",)
    assert missed[0].startswith("A date that we miss")


def test_extension_of_what_others_are_owed_is_nobodys_business_here() -> None:
    rule = replace(VISIT, audience=Audience.AUTHORITY, extension=Extension(9))
    assert len(page(laws=(law(rule),)).prolonging) == len(page().prolonging)


# ── whose choice


def test_sources_are_named_once_each_in_their_order() -> None:
    origin = page().origin
    assert origin[0] == "These times are our own choice; no law asks for them."
    assert len(origin) == len(set(origin)) > 1
    assert origin[1].startswith("Modelled on: JIS Q 10002:2019")


def test_times_that_a_law_asks_for_are_not_called_our_own() -> None:
    sure = replace(
        SERVICE, rules=tuple(replace(rule, certainty=Certainty.VERIFIED) for rule in SERVICE.rules)
    )
    assert all(said.startswith("Modelled on") for said in page(service=sure).origin)


# ── days


def test_days_of_one_kind_of_hours_stand_together() -> None:
    morning, evening = (
        Block(datetime.min.time().replace(hour=9), datetime.min.time().replace(hour=12)),
        Block(datetime.min.time().replace(hour=20), datetime.min.time()),
    )
    week = ((morning,), (morning,), (morning, evening), (), (), (morning,), ())
    assert page(calendar=replace(OFFICE, week=week)).hours == (
        ("from Monday to Tuesday", "09:00–12:00"),
        ("Wednesday", "09:00–12:00, 20:00–24:00"),
        ("from Thursday to Friday", "Closed"),
        ("Saturday", "09:00–12:00"),
        ("Sunday", "Closed"),
    )


def test_house_without_public_holidays_says_nothing_of_them() -> None:
    always = BusinessCalendar(holiday_country="", closures=())
    found = page(calendar=always)
    assert found.counting == (
        "Business days are the days on which we work.",
        "What reaches us after work has ended counts as of the next business day.",
    )
    assert found.closed == ()
    assert found.open_until == "Until Saturday 20 February 2027 no such day is planned."


def closed(*stretches: tuple[str, str], **names: str) -> tuple[tuple[str, str], ...]:
    calendar = BusinessCalendar(
        holiday_country="",
        closures=tuple(
            Closure(
                date.fromisoformat(first),
                date.fromisoformat(last),
                names.get("ja", "休"),
                names.get("en", "Off"),
            )
            for first, last in stretches
        ),
    )
    return page(calendar=calendar).closed


@pytest.mark.parametrize(
    ("stretches", "days"),
    [
        ([("2026-12-07", "2026-12-07")], ["Monday 7 December"]),
        ([("2026-12-07", "2026-12-09")], ["from Monday 7 December to Wednesday 9 December"]),
        # Two of one name that touch are told as one; with a day between they are two.
        ([("2026-12-07", "2026-12-08"), ("2026-12-09", "2026-12-10")],
         ["from Monday 7 December to Thursday 10 December"]),
        ([("2026-12-07", "2026-12-07"), ("2026-12-09", "2026-12-09")],
         ["Monday 7 December", "Wednesday 9 December"]),
        # What began before today and what ends after the months to come is told as far as it lies there.
        ([("2026-11-01", "2026-11-24")], ["from Friday 20 November to Tuesday 24 November"]),
        ([("2027-02-19", "2027-03-31")], ["Friday 19 February 2027"]),
        ([("2027-03-01", "2027-03-31")], []),
        ([("2026-11-01", "2026-11-19")], []),
    ],
)  # fmt: skip
def test_closed_days_are_told_as_stretches(stretches: list[tuple[str, str]], days: list[str]) -> None:
    assert closed(*stretches) == tuple((each, "Off") for each in days)


def test_day_is_that_of_the_house_and_not_of_the_reader() -> None:
    """At 16:00 in Tokyo it is the same day in London; at 8:00 it is the day before there."""
    london = replace(OFFICE, zone=ZoneInfo("Europe/London"))
    early = datetime(2026, 11, 20, 8, tzinfo=JAPAN)
    assert page(calendar=london, now=early).as_of == "In force on Thursday 19 November."
    assert page(now=early).as_of == "In force on Friday 20 November."


def test_calendar_that_opens_no_more_tells_no_date_and_still_has_a_page() -> None:
    shut = replace(OFFICE, closures=(Closure(date(2026, 1, 1), date(2029, 12, 31), "休業", "Closed"),))
    rolling = replace(VISIT, unit=Unit.WEEK, roll=Roll.NEXT)
    assert page(service=with_rule(rolling), calendar=shut).stages[-1].day == ""


@pytest.mark.parametrize("reading", READINGS)
def test_end_of_the_holiday_table_ends_what_is_said(reading: Reading) -> None:
    from kikitori.casework.given import known_years

    last = datetime(known_years().last_year, 12, 30, 12, tzinfo=JAPAN)
    found = page(reading, now=last)
    assert [len(row) for row in found.closed] == [2] * len(found.closed)
    assert found.stages[3].day == "", "twenty business days from then nobody can count"
    assert "%(" not in " ".join(words_of(found))


# ── ruby


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<b>法</b>", "&lt;b&gt;法&lt;/b&gt;"),
        ("100% & more", "100% &amp; more"),
        ("%(span)s", "%(span)s"),
        ("{漢", "{漢"),
        ("{|}", "{|}"),
    ],
)
def test_name_that_looks_like_markup_is_only_a_name(name: str, shown: str) -> None:
    rule = replace(VISIT, name=Bilingual(name, name), extension=Extension(1))
    found = page(Reading.EASY, laws=(law(rule),))
    assert shown in found.prolonging[-2][0]
    assert found.laws[0].title == name, "escaped by the template, which is handed it as plain text"


@given(st.text(alphabet="{}|<>&\"'漢かa%", max_size=30))
@settings(max_examples=50)
def test_ruby_loses_no_sign_and_lets_no_markup_through(text: str) -> None:
    shown = str(with_ruby(text))
    assert TAG.sub("", shown) == escape(without_readings(text))
    assert set(re.findall(r"<[^>]*>", shown)) <= {
        *("<ruby>", "</ruby>", "<rp>", "</rp>", "<rt>", "</rt>"),
    }


def test_level_of_a_breach_is_not_told_to_those_outside() -> None:
    assert page(service=with_rule(replace(VISIT, on_breach=Breach(7)))) == page(service=with_rule(VISIT))
