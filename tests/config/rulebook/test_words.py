"""Rules in words: every word that a rule may hold is told, in both languages."""

from dataclasses import replace

import pytest

from kikitori.config.rulebook.words import certainty_of, heading, name_of, span
from kikitori.records.deadlines.pack_reader import built_in_pack
from kikitori.records.deadlines.rule_parts import Audience, Begins, Direction
from kikitori.records.deadlines.rules import Certainty, OutsideHours, PackRole, Roll, Rule, Trigger, Unit

DECISION = replace(built_in_pack("jp-default").rule("decision"), pausable=False, extension=None)
DAYS = replace(DECISION, unit=Unit.CALENDAR_DAY)


@pytest.mark.parametrize(
    ("rule", "ja", "en"),
    [
        (DECISION, "受付から20営業日以内", "20 business days after receipt"),
        (replace(DECISION, quantity=1), "受付から1営業日以内", "1 business day after receipt"),
        (
            replace(DAYS, direction=Direction.BEFORE, trigger=Trigger.NAMED, begins=Begins.BY_HAND),
            "指定の日時の20日前まで（手動で開始）",
            "20 days before the moment that is named (begun by hand)",
        ),
        (
            replace(DAYS, first_day_counts=True, roll=Roll.NEXT, calendar="JP"),
            "受付から20日以内（初日算入、JP の祝日による、末日が休みなら翌営業日）",
            "20 days after receipt (the first day counts, holidays of JP, moved on from a closed day)",
        ),
        (
            replace(DECISION, outside_hours=OutsideHours.SAME_DAY, audience=Audience.AUTHORITY),
            "受付から20営業日以内（営業時間外も当日起算、官公庁に対して）",
            "20 business days after receipt (from the day itself, out of hours too, owed to: authority)",
        ),
    ],
)
def test_span_tells_the_count_and_what_is_unusual_about_it(rule: Rule, ja: str, en: str) -> None:
    assert span(rule, "ja") == ja
    assert span(rule, "en") == en


def test_every_unit_trigger_and_audience_is_told_apart() -> None:
    for language in ("ja", "en"):
        units = {span(replace(DECISION, unit=unit, quantity=2), language) for unit in Unit}
        triggers = {
            span(replace(DECISION, trigger=trigger, begins=Begins.BY_HAND), language) for trigger in Trigger
        }
        audiences = {span(replace(DECISION, audience=audience), language) for audience in Audience}
        certainties = {certainty_of(replace(DECISION, certainty=word), language) for word in Certainty}
        assert [len(each) for each in (units, triggers, audiences, certainties)] == [
            *(len(Unit), len(Trigger), len(Audience), len(Certainty))
        ]


def test_rule_without_a_name_is_called_by_its_id() -> None:
    assert name_of(replace(DECISION, name=None), "ja") == "decision"


@pytest.mark.parametrize("role", list(PackRole))
def test_heading_tells_kind_and_use(role: PackRole) -> None:
    pack = replace(built_in_pack("jp-default"), role=role)
    assert heading(pack, "en", in_use=True) != heading(pack, "en", in_use=False)
    assert ("[standard of service" in heading(pack, "en", in_use=True)) is (role is PackRole.SERVICE)
