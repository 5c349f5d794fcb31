"""Every pack that is shipped: readable by people, honest about what it rests on, and no number lost."""

from datetime import date, datetime

import pytest

from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.pack_reader import PackError, built_in_pack, shipped_packs, shipped_text
from kikitori.records.deadlines.rule_parts import Audience, Begins
from kikitori.records.deadlines.rules import Certainty, Pack, PackRole, Rule, Trigger
from kikitori.records.triage.sorting import SafetyQuestion
from tests.house.rules.source import JAPANESE

PACKS = [built_in_pack(pack_id) for pack_id in shipped_packs()]
RULES = [(pack, rule) for pack in PACKS for rule in pack.rules]
SEEN = date(2026, 11, 23)

#: Every number with how far it can be trusted, written down a second time from the reference: a change of either is
#: noticed. V verified, U unverified, M from memory, P our own proposal.
NUMBERS = """
jp-product-accident report 10 calendar_day U
jp-privacy-breach preliminary-report 5 calendar_day M
jp-privacy-breach final-report 30 calendar_day M
jp-privacy-breach final-report-malicious 60 calendar_day M
jp-privacy-breach notify-persons 5 calendar_day P
jp-whistleblowing investigation-notice 20 calendar_day M
uk-fca-disp acknowledgement 3 business_day P
uk-fca-disp summary-resolution 3 business_day U
uk-fca-disp final-response 8 week U
uk-fca-disp payment-response 15 business_day U
uk-fca-disp payment-last-response 35 business_day U
uk-fca-disp ombudsman-window 6 month U
au-rg271 acknowledgement 1 business_day U
au-rg271 response 30 calendar_day U
au-rg271 response-superannuation 45 calendar_day U
au-rg271 response-hardship 21 calendar_day U
us-cfpb response 15 calendar_day U
us-cfpb final-response 60 calendar_day U
us-cfpb feedback 60 calendar_day U
eu-psd2 response 15 business_day U
eu-psd2 last-response 35 business_day U
association-conduct preliminary-inquiry 30 calendar_day U
association-conduct inquiry-start 30 calendar_day U
association-conduct progress 30 calendar_day P
association-conduct panel-challenge 14 calendar_day U
association-conduct respondent-reply 28 calendar_day U
association-conduct finding 150 calendar_day U
association-conduct appeal 28 calendar_day U
association-conduct new-inquiry 50 calendar_day U
association-conduct inaction-answer 30 calendar_day P
association-conduct expulsion-notice 1 week U
association-conduct expulsion-notice-clear 8 calendar_day P
jp-default acknowledgement 1 business_day P
jp-default first-answer 5 business_day P
jp-default progress 10 business_day P
jp-default decision 20 business_day P
jp-default remedy 10 business_day P
jp-default follow-up 5 business_day P
"""
LETTER = {
    Certainty.VERIFIED: "V",
    Certainty.UNVERIFIED: "U",
    Certainty.FROM_MEMORY: "M",
    Certainty.PROPOSAL: "P",
}
every_rule = pytest.mark.parametrize(
    ("pack", "rule"), RULES, ids=[f"{pack.id}/{rule.id}" for pack, rule in RULES]
)
every_pack = pytest.mark.parametrize("pack", PACKS, ids=[pack.id for pack in PACKS])


def test_numbers_of_the_shipped_packs_are_those_of_the_reference_with_their_certainty() -> None:
    found = {
        f"{pack.id} {rule.id} {rule.quantity} {rule.unit} {LETTER[rule.certainty]}" for pack, rule in RULES
    }
    assert found == set(NUMBERS.strip().splitlines())


@every_pack
def test_pack_has_its_own_id_as_its_name_and_a_title_in_both_languages(pack: Pack) -> None:
    assert pack.title is not None
    assert JAPANESE.search(pack.title.ja)
    assert not JAPANESE.search(pack.title.en)
    assert pack.version == 1
    assert built_in_pack(pack.id) is pack
    assert shipped_text(pack.id).startswith("#"), "a pack begins with a word to whoever edits it"


def test_packs_and_rules_have_ids_of_their_own() -> None:
    ids = [pack.id for pack in PACKS]
    assert len(ids) == len(set(ids))
    assert len(RULES) == len({(pack.id, rule.id) for pack, rule in RULES})


def test_only_the_japanese_default_is_a_standard_of_service() -> None:
    assert [pack.id for pack in PACKS if pack.role is PackRole.SERVICE] == ["jp-default"]


@every_rule
def test_rule_has_a_name_that_a_complainant_may_read(pack: Pack, rule: Rule) -> None:
    assert rule.name is not None
    assert JAPANESE.search(rule.name.ja)
    assert rule.name.en.isascii()
    assert len(rule.name.ja) <= 40
    assert len(rule.name.en) <= 90
    assert rule.name.ja != rule.name.en
    assert [other.name for other in pack.rules].count(rule.name) == 1


@every_rule
def test_rule_says_where_it_is_written(pack: Pack, rule: Rule) -> None:
    assert rule.source.title
    assert rule.source.clause
    assert not rule.source.url or rule.source.url.startswith("https://")
    if pack.role is PackRole.LAW and rule.source.title != "Kikitori":
        assert rule.source.seen_on == SEEN


@every_rule
def test_no_rule_claims_to_be_verified_that_was_only_read_in_an_excerpt(pack: Pack, rule: Rule) -> None:
    assert rule.certainty is not Certainty.VERIFIED


@every_rule
def test_no_law_is_paused_by_waiting(pack: Pack, rule: Rule) -> None:
    assert pack.role is PackRole.SERVICE or not rule.pausable


@every_rule
def test_conditions_on_safety_use_the_questions_that_are_asked(pack: Pack, rule: Rule) -> None:
    words = {
        word
        for condition in (pack.applies_if, rule.applies_if)
        for asked, wanted in condition.wanted
        if asked == "safety"
        for word in wanted
    }
    assert words <= set(SafetyQuestion)


@every_rule
def test_rule_that_gives_more_time_asks_for_the_parts_of_the_letter_that_says_so(
    pack: Pack, rule: Rule
) -> None:
    if pack.role is PackRole.LAW and rule.extension:
        assert {"delay_reason", "new_date", "external_body"} <= set(rule.letter_parts)
        assert rule.extension.notice_before_expiry
        assert rule.extension.reason_required
        assert rule.on_breach.notice


@every_rule
def test_rule_that_is_owed_to_others_than_the_complainant_is_met_by_hand(pack: Pack, rule: Rule) -> None:
    assert rule.audience is Audience.COMPLAINANT or rule.is_met_by_hand


def test_product_accident_begins_by_itself_for_each_of_its_dangers_alone() -> None:
    rule = built_in_pack("jp-product-accident").rule("report")
    assert (rule.begins, rule.trigger, rule.audience) == (Begins.ITSELF, Trigger.KNOWN, Audience.AUTHORITY)
    for question in SafetyQuestion:
        assert rule.applies_if.holds({"safety": [question]}) is (
            question in {"injury", "fire", "co", "death"}
        )
    assert not rule.applies_if.holds({"safety": []})


def test_conduct_pack_applies_to_conduct_alone() -> None:
    condition = built_in_pack("association-conduct").applies_if
    assert condition.holds({"kind": ["conduct"]})
    assert not condition.holds({"kind": ["complaint"]})


@pytest.mark.parametrize("clock", ["00:00", "09:00", "12:00", "17:00", "23:59"])
def test_preliminary_report_of_a_leak_is_warned_of_on_the_third_day_and_due_on_the_fifth(clock: str) -> None:
    calendar = BusinessCalendar()
    known = datetime.fromisoformat(f"2026-11-20T{clock}").replace(tzinfo=calendar.zone)
    found = due(built_in_pack("jp-privacy-breach").rule("preliminary-report"), known, calendar)
    assert found.warn_from is not None
    assert (found.warn_from.date(), found.due_at.date()) == (date(2026, 11, 22), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("pack_id", "first", "last"),
    [("uk-fca-disp", "payment-response", "payment-last-response"), ("eu-psd2", "response", "last-response")],
)
def test_extension_of_a_holding_reply_reaches_the_last_day_and_no_further(
    pack_id: str, first: str, last: str
) -> None:
    pack = built_in_pack(pack_id)
    rule = pack.rule(first)
    assert rule.extension is not None
    assert rule.quantity + rule.extension.quantity * rule.extension.times == pack.rule(last).quantity
    assert not pack.rule(last).has_clock


def test_pack_that_is_not_shipped_is_refused() -> None:
    with pytest.raises(PackError, match="no such pack is shipped"):
        built_in_pack("fr-default")
