"""The parts of a pack beside its days: read as written, and every nested mistake shown where it stands."""

import pytest

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.deadlines.pack_reader import PackError, read_pack
from kikitori.records.deadlines.rule_parts import (
    ALWAYS,
    USUAL_BREACH,
    Audience,
    Begins,
    Breach,
    Condition,
    Direction,
    Extension,
)
from kikitori.records.deadlines.rules import HOUSE, PackRole, Trigger, Unit

PACK = """\
id: house
version: 1
valid_from: 2026-04-01
jurisdiction: JP
role: law
title: {ja: 規則, en: Rules}
applies_if: {kind: [conduct, mediation], language: [ja]}
source: {title: 社内規程, clause: 第4条}
certainty: proposal
rules:
  - id: notice
    name: {ja: 総会の通知, en: Notice of the meeting}
    kind: notice
    audience: respondent
    trigger: named
    begins: by_hand
    applies_if:
      safety: [fire, co]
    quantity: 2
    unit: year
    direction: before
    calendar: GB-SCT
    met_by: [by_hand, decide]
    on_breach:
      level: 3
      notice: letter
    letter_parts: [day, grounds]
  - id: decision
    kind: decision
    trigger: received
    quantity: 20
    unit: business_day
    met_by: [decide]
    starts_again_on: [reopen, confirm_unsolved]
    extension:
      quantity: 10
      times: 2
      notice_before_expiry: false
      reason_required: false
  - id: plain
    kind: decision
    trigger: received
    quantity: 1
    unit: month
"""


def test_read_pack_reads_every_part() -> None:
    pack = read_pack(PACK, "house.yaml")
    assert (pack.role, pack.title) == (PackRole.LAW, Bilingual("規則", "Rules"))
    assert pack.applies_if == Condition(
        (("kind", frozenset({"conduct", "mediation"})), ("language", frozenset({"ja"})))
    )
    notice = pack.rule("notice")
    assert notice.name == Bilingual("総会の通知", "Notice of the meeting")
    assert (notice.audience, notice.trigger, notice.begins) == (
        Audience.RESPONDENT,
        Trigger.NAMED,
        Begins.BY_HAND,
    )
    assert notice.applies_if == Condition((("safety", frozenset({"fire", "co"})),))
    assert (notice.unit, notice.direction, notice.calendar) == (Unit.YEAR, Direction.BEFORE, "GB-SCT")
    assert (notice.met_by, notice.on_breach, notice.letter_parts) == (
        ("by_hand", "decide"),
        Breach(3, "letter"),
        ("day", "grounds"),
    )
    decision = pack.rule("decision")
    assert decision.starts_again_on == ("reopen", "confirm_unsolved")
    assert decision.extension == Extension(10, 2, notice_before_expiry=False, reason_required=False)


def test_read_pack_fills_in_the_parts_that_are_left_out() -> None:
    plain = read_pack(PACK, "house.yaml").rule("plain")
    assert (plain.name, plain.audience, plain.begins) == (None, Audience.COMPLAINANT, Begins.ITSELF)
    assert (plain.direction, plain.calendar, plain.applies_if) == (Direction.AFTER, HOUSE, ALWAYS)
    assert (plain.met_by, plain.starts_again_on, plain.letter_parts) == ((), (), ())
    assert (plain.extension, plain.on_breach) == (None, USUAL_BREACH)
    short = PACK.replace("      level: 3\n", "").replace("      times: 2\n", "")
    pack = read_pack(short, "house.yaml")
    assert pack.rule("notice").on_breach == Breach(2, "letter")
    extension = pack.rule("decision").extension
    assert extension is not None
    assert extension.times == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "rule", "field", "problem"),
    [
        ("role: law", "role: order", 5, "", "role", "must be one of service, law, not 'order'"),
        ("role: law", "role: service", 11, "", "rules", "needs the rules acknowledgement, first-answer"),
        ("title: {ja: 規則, en: Rules}", "title: 規則", 6, "", "title", "must be a table"),
        ("title: {ja: 規則, en: Rules}", "title: {ja: 規則}", 6, "", "en", "is missing"),
        ("title: {ja: 規則, en: Rules}", "title: {ja: '', en: Rules}", 6, "", "ja", "must say something"),
        ("{kind: [conduct,", "{mood: [conduct,", 7, "", "applies_if", "can ask for kind"),
        ("[conduct, mediation]", "conduct", 7, "", "kind", "must be a list of words, not 'conduct'"),
        ("[conduct, mediation]", "[conduct, 5]", 7, "", "kind", "must be a list of words; 5 is none"),
        ("[conduct, mediation]", "[gossip]", 7, "", "applies_if", "'kind' is never 'gossip'"),
        ("language: [ja]", "language: []", 7, "", "applies_if", "names no word for 'language'"),
        ("ja: 総会の通知, ", "", 12, "notice", "ja", "is missing"),
        ("ja: 総会の通知,", "ja: 5,", 12, "notice", "ja", "must be text, not 5"),
        ("ja: 総会の通知,", "fr: avis,", 12, "notice", "fr", "is not known"),
        ("audience: respondent", "audience: press", 14, "notice", "audience", "must be one of complainant"),
        ("begins: by_hand", "begins: itself", 16, "notice", "begins", "must be by_hand where somebody"),
        ("begins: by_hand", "begins: later", 16, "notice", "begins", "must be one of itself, by_hand"),
        (
            "    applies_if:\n      safety: [fire, co]",
            "    applies_if: always",
            17,
            "notice",
            "applies_if",
            "must be a table",
        ),
        (
            "safety: [fire, co]",
            "safety: [fire, yes]",
            18,
            "notice",
            "safety",
            "a list of words; True is none",
        ),
        ("safety: [fire, co]", "severity: [S9]", 18, "notice", "applies_if", "'severity' is never 'S9'"),
        ("unit: year", "unit: decade", 20, "notice", "unit", "must be one of business_day"),
        ("quantity: 2\n", "quantity: 21\n", 19, "notice", "quantity", "must be 1 to 20 for the unit year"),
        ("direction: before", "direction: up", 21, "notice", "direction", "must be one of after, before"),
        ("calendar: GB-SCT", "calendar: FR", 22, "notice", "calendar", "must be house or one of JP, GB-ENG"),
        ("met_by: [by_hand, decide]", "met_by: [dance]", 23, "notice", "met_by", "'dance' is no step"),
        ("met_by: [by_hand, decide]", "met_by: decide", 23, "notice", "met_by", "must be a list of words"),
        ("level: 3", "level: 0", 25, "notice", "on_breach", "level must be 1 or more, not 0"),
        ("level: 3", "level: high", 25, "notice", "level", "must be a whole number, not 'high'"),
        ("      notice: letter", "      notices: letter", 26, "notice", "notices", "is not known"),
        ("[day, grounds]", "[day, Grounds!]", 27, "notice", "letter_parts", "small letters"),
        (
            "[reopen, confirm_unsolved]",
            "[by_hand]",
            34,
            "decision",
            "starts_again_on",
            "'by_hand' is no step",
        ),
        ("      quantity: 10", "      amount: 10", 36, "decision", "amount", "is not known"),
        ("      quantity: 10\n", "", 36, "decision", "quantity", "is missing"),
        ("quantity: 10", "quantity: 0", 36, "decision", "extension", "quantity must be 1 or more"),
        ("times: 2", "times: 10", 36, "decision", "extension", "times must be 1 to 9, not 10"),
        ("times: 2", "times: twice", 37, "decision", "times", "must be a whole number, not 'twice'"),
        (
            "expiry: false",
            "expiry: 0",
            38,
            "decision",
            "notice_before_expiry",
            "must be true or false, not 0",
        ),
        ("required: false", "required: maybe", 39, "decision", "reason_required", "must be true or false"),
        (
            "unit: month",
            "unit: month\n    pausable: true",
            45,
            "plain",
            "pausable",
            "no meaning for the unit month",
        ),
    ],
)
def test_read_pack_shows_a_nested_mistake_where_it_stands(
    *, old: str, new: str, line: int, rule: str, field: str, problem: str
) -> None:
    assert old in PACK
    with pytest.raises(PackError) as refused:
        read_pack(PACK.replace(old, new, 1), "house.yaml")
    wrong = refused.value
    assert (wrong.file, wrong.line, wrong.rule, wrong.field) == ("house.yaml", line, rule, field)
    assert problem in wrong.problem


def test_read_pack_refuses_a_pause_of_what_is_owed_to_an_authority() -> None:
    paused = PACK.replace(
        "unit: business_day", "unit: business_day\n    audience: authority\n    pausable: true"
    )
    with pytest.raises(PackError, match="field 'pausable': waiting for the complainant never stops"):
        read_pack(paused, "house.yaml")
