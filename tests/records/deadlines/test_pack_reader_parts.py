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
from tests.records.deadlines.packs_written import PARTS


def test_read_pack_reads_every_part() -> None:
    pack = read_pack(PARTS, "house.yaml")
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
    plain = read_pack(PARTS, "house.yaml").rule("plain")
    assert (plain.name, plain.audience, plain.begins) == (None, Audience.COMPLAINANT, Begins.ITSELF)
    assert (plain.direction, plain.calendar, plain.applies_if) == (Direction.AFTER, HOUSE, ALWAYS)
    assert (plain.met_by, plain.starts_again_on, plain.letter_parts) == ((), (), ())
    assert (plain.extension, plain.on_breach) == (None, USUAL_BREACH)
    short = PARTS.replace("      level: 3\n", "").replace("      times: 2\n", "")
    pack = read_pack(short, "house.yaml")
    assert pack.rule("notice").on_breach == Breach(2, "letter")
    extension = pack.rule("decision").extension
    assert extension is not None
    assert extension.times == 1


def test_read_pack_refuses_a_pause_of_what_is_owed_to_an_authority() -> None:
    paused = PARTS.replace(
        "unit: business_day", "unit: business_day\n    audience: authority\n    pausable: true"
    )
    with pytest.raises(PackError, match="field 'pausable': waiting for the complainant never stops"):
        read_pack(paused, "house.yaml")
