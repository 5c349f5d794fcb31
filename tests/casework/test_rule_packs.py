"""Versions of rule packs written here: added, chosen, taken back, and who did it, from what to what."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework.errors import (
    Invalid,
    NotNow,
    NotOneService,
    Obstacle,
    PackInUse,
    Problem,
    Refused,
)
from kikitori.casework.house import House
from kikitori.casework.rule_packs import (
    add_pack_version,
    complaints_counted_by,
    remove_pack_version,
    use_packs,
)
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Clock, RulePack
from kikitori.records.deadlines.pack_reader import shipped_text
from kikitori.records.deadlines.pack_table import PackError
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, SettingChange
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.desk.arranged import copied
from tests.makers import FRIDAY

OURS = (
    shipped_text("jp-default")
    .replace("quantity: 20\n", "quantity: 15\n")
    .replace("version: 1\n", "version: 7 # ours\n")
)
COUNCIL = """id: council
version: 1
valid_from: 2026-01-01
jurisdiction: JP
source: {title: Bylaws, clause: "12"}
certainty: verified
rules:
  - {id: hearing, kind: hearing, trigger: received, quantity: 14, unit: calendar_day, met_by: [hear]}
"""


def keep(cast: Cast, text: str = OURS, note: str = "") -> RulePack:
    return add_pack_version(cast.actor("administrator"), text, "ours.yaml", note, FRIDAY)


def changes() -> list[tuple[object, object, object]]:
    return [(row.by_id, row.before, row.after) for row in SettingChange.objects.filter(kind="rule_packs")]


def test_version_has_our_number_its_own_id_and_every_other_word_of_its_text(cast: Cast) -> None:
    row = keep(cast, note="理事会の決定")
    assert (row.pack, row.version, row.note) == ("jp-default", 1001, "理事会の決定")
    assert (row.added_by, row.added_at) == (cast.administrator, FRIDAY)
    assert row.text == OURS.replace("version: 7 # ours", "version: 1001 # ours")
    assert House().packs.version("jp-default", 1001).rule("decision").quantity == 15
    assert changes() == [
        (cast.administrator.pk, {"pack": "jp-default", "version": 1}, {"pack": "jp-default", "version": 1001})
    ]


def test_complaint_received_afterwards_is_counted_by_it_and_the_one_before_is_not(cast: Cast) -> None:
    before = makers.received(cast).complaint
    keep(cast)
    after = makers.received(cast).complaint
    assert (before.rule_packs["jp-default"], after.rule_packs["jp-default"]) == (1, 1001)
    assert set(after.clocks.values_list("rule", flat=True)) >= {"jp-default/1001/decision"}


def test_next_version_has_the_next_number(cast: Cast) -> None:
    keep(cast)
    assert keep(cast, OURS.replace("quantity: 15", "quantity: 12")).version == 1002
    assert keep(cast, COUNCIL).version == 1001


def test_same_text_again_is_the_version_that_is_there(cast: Cast) -> None:
    first = keep(cast)
    again = add_pack_version(cast.actor("lead"), first.text, "editor", "twice", FRIDAY + timedelta(hours=1))
    assert again == first
    assert RulePack.objects.count() == 1
    assert len(changes()) == 1


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_rules_are_nothing_for_handlers_and_auditors(cast: Cast, role: str) -> None:
    actor = cast.actor(role)
    keep(cast)
    for attempt in (
        lambda: add_pack_version(actor, COUNCIL, "ours.yaml", "", FRIDAY),
        lambda: use_packs(actor, ["jp-default"], FRIDAY),
        lambda: remove_pack_version(actor, "jp-default", 1001, FRIDAY),
    ):
        with pytest.raises(Refused):
            attempt()
    assert RulePack.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OURS.replace("unit: business_day", "unit: fortnight", 1), "field 'unit': must be one of"),
        (OURS.replace("role: service", "role: law"), "field 'role': must stay service"),
        ("- a\n- b\n", "must be a table of fields and values"),
        ("{" * 5000, "nested too deeply"),
        ("id: a\n---\nid: b\n", "expected a single document"),
        (OURS + "#" * 200_000, "is too long"),
        ("id: a\x00", "is not YAML"),
        (OURS.replace("version: 7 # ours", "version: &seven 7").replace("quantity: 10", "quantity: *seven"), "without & or *"),
        (OURS.replace("quantity: 10", "quantity: &ten 10", 1).replace("version: 7 # ours\n", "") + "version: *ten\n", "without & or *"),
    ],
    ids=["unit", "role", "list", "deep", "two documents", "long", "nul", "anchor", "alias"],
)  # fmt: skip
def test_what_is_no_pack_is_refused_whole(cast: Cast, text: str, said: str) -> None:
    with pytest.raises(PackError, match=r"^ours[.]yaml") as wrong:
        keep(cast, text)
    assert said in str(wrong.value)
    assert not RulePack.objects.exists()
    assert not changes()


def test_note_that_cannot_be_kept_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as wrong:
        keep(cast, note="x" * 2_001)
    assert wrong.value.problems == {"note": Problem.TOO_LONG}
    assert not RulePack.objects.exists()


def test_packs_in_use_are_those_chosen_in_that_order_each_once(cast: Cast) -> None:
    keep(cast, COUNCIL)
    was = list(House().packs.in_use)
    chosen = ["council", "jp-default"]
    use_packs(cast.actor("lead"), [*chosen, "council"], FRIDAY)
    assert House().packs.in_use == tuple(chosen)
    assert makers.received(cast).complaint.rule_packs == {"council": 1001, "jp-default": 1}
    assert changes()[-1] == (cast.lead.pk, {"in_use": was, "usual": True}, {"in_use": chosen, "usual": False})


@pytest.mark.parametrize(
    ("ids", "found"),
    [([], ()), (["council"], ()), (["jp-default", "other"], ("jp-default", "other"))],
)
def test_exactly_one_standard_of_service_is_in_use(
    cast: Cast, ids: list[str], found: tuple[str, ...]
) -> None:
    keep(cast, COUNCIL)
    keep(cast, OURS.replace("id: jp-default", "id: other"))
    with pytest.raises(NotOneService) as wrong:
        use_packs(cast.actor("lead"), ids, FRIDAY)
    assert wrong.value.found == found
    assert Organisation.objects.get().rule_packs == []


def test_unknown_pack_is_named_by_its_place(cast: Cast) -> None:
    with pytest.raises(Invalid) as wrong:
        use_packs(cast.actor("lead"), ["jp-default", "jp-defautl", "../x"], FRIDAY)
    assert wrong.value.problems == {"packs.1": Problem.UNKNOWN_WORD, "packs.2": Problem.UNKNOWN_WORD}


def test_standard_that_is_not_in_force_yet_gives_no_dates_today(cast: Cast) -> None:
    later = OURS.replace("id: jp-default", "id: other").replace("2019-01-01", "2026-11-21")
    keep(cast, later)
    with pytest.raises(Invalid) as wrong:
        use_packs(cast.actor("lead"), ["other"], FRIDAY)
    assert wrong.value.problems == {"packs.0": Problem.OUT_OF_RANGE}
    use_packs(cast.actor("lead"), ["other"], FRIDAY + timedelta(days=1))
    assert House().packs.in_use == ("other",)


@pytest.mark.usefixtures("db")
def test_command_line_chooses_before_the_organisation_has_a_name() -> None:
    use_packs(Actor.system("command_line"), ["jp-default"], FRIDAY)
    assert Organisation.objects.get().rule_packs == ["jp-default"]
    assert SettingChange.objects.get().by is None


def test_version_nobody_is_counted_by_goes_and_its_text_stays_readable(cast: Cast) -> None:
    row = keep(cast, note="Mistake")
    remove_pack_version(cast.actor("lead"), "jp-default", 1001, FRIDAY)
    assert not RulePack.objects.exists()
    kept = {"pack": "jp-default", "version": 1001, "note": "Mistake", "text": row.text}
    assert changes()[-1] == (cast.lead.pk, kept, {})
    assert makers.received(cast).complaint.rule_packs["jp-default"] == 1


def test_number_of_a_version_taken_back_is_not_given_again(cast: Cast) -> None:
    keep(cast)
    remove_pack_version(cast.actor("lead"), "jp-default", 1001, FRIDAY)
    assert keep(cast).version == 1002


def test_version_kept_by_complaints_stays_and_says_by_how_many(cast: Cast) -> None:
    keep(cast)
    withdrawn = makers.received(cast).complaint
    withdraw_complaint(cast.actor("handler"), withdrawn, reason="解決した", now=FRIDAY)
    makers.received(cast)
    with pytest.raises(PackInUse) as wrong:
        remove_pack_version(cast.actor("lead"), "jp-default", 1001, FRIDAY)
    assert wrong.value.complaints == 2
    assert RulePack.objects.exists()


def test_version_a_clock_was_counted_by_stays_though_no_complaint_keeps_it(cast: Cast) -> None:
    keep(cast)
    complaint = makers.received(cast).complaint
    Complaint.objects.filter(pk=complaint.pk).update(rule_packs={"jp-default": 1})
    assert Clock.objects.filter(rule__startswith="jp-default/1001/").exists()
    with pytest.raises(PackInUse) as wrong:
        remove_pack_version(cast.actor("lead"), "jp-default", 1001, FRIDAY)
    assert wrong.value.complaints == 1


def test_version_of_another_pack_whose_name_begins_alike_is_not_counted(cast: Cast) -> None:
    keep(cast)
    makers.received(cast)
    keep(cast, OURS.replace("id: jp-default", "id: jp"))
    remove_pack_version(cast.actor("lead"), "jp", 1001, FRIDAY)
    assert RulePack.objects.count() == 1


def test_last_version_of_a_pack_in_use_stays(cast: Cast) -> None:
    keep(cast, COUNCIL)
    use_packs(cast.actor("lead"), ["jp-default", "council"], FRIDAY)
    with pytest.raises(PackInUse) as wrong:
        remove_pack_version(cast.actor("lead"), "council", 1001, FRIDAY)
    assert wrong.value.complaints == 0


@pytest.mark.parametrize(("pack", "version"), [("jp-default", 1), ("jp-default", 1002), ("nothing", 1001)])
def test_only_a_version_written_here_can_be_taken_back(cast: Cast, pack: str, version: int) -> None:
    keep(cast)
    with pytest.raises(Invalid) as wrong:
        remove_pack_version(cast.actor("lead"), pack, version, FRIDAY)
    assert wrong.value.problems == {"version": Problem.UNKNOWN_WORD}


# ---- who is counted by a version


def test_keepers_of_a_version_and_those_counted_by_it_are_each_counted_once(cast: Cast) -> None:
    keep(cast)
    both, kept_only, clock_only, neither = (makers.received(cast).complaint for _ in range(4))
    kept_only.clocks.all().delete()
    Complaint.objects.filter(pk__in=[clock_only.pk, neither.pk]).update(rule_packs={"jp-default": 1})
    neither.clocks.all().delete()
    assert both.clocks.count() > 1
    assert complaints_counted_by("jp-default", 1001) == 3
    assert complaints_counted_by("jp-default", 1) == 2
    assert complaints_counted_by("jp-default", 100) == 0
    assert complaints_counted_by("jp", 1001) == 0


@pytest.mark.parametrize("pack", ["jp_default", "jp%", "%", "jp-default/1001/decision"])
def test_name_of_a_pack_is_no_pattern(cast: Cast, pack: str) -> None:
    keep(cast)
    makers.received(cast)
    assert complaints_counted_by(pack, 1001) == 0


@pytest.mark.as_owner
def test_keepers_of_a_version_are_found_by_indexes_in_one_query(cast: Cast) -> None:
    """On a table in which everybody keeps another one; PostgreSQL is told how many rows there are."""
    complaint = makers.received(cast).complaint
    twins = copied(complaint, 4_000)
    clock = {"kind": "decision", "started_at": FRIDAY, "due_at": FRIDAY}
    Clock.objects.bulk_create(
        Clock(complaint=twin, rule="jp-default/1/decision", **clock) for twin in twins for _ in range(2)
    )
    Complaint.objects.filter(pk__in=[twin.pk for twin in twins[:7]]).update(rule_packs={"council": 1001})
    with connection.cursor() as cursor:
        cursor.execute("analyze records_complaint, records_clock")
        with CaptureQueriesContext(connection) as asked:
            assert complaints_counted_by("council", 1001) == 7
        (query,) = asked.captured_queries
        cursor.execute(f"explain {query['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "complaint_rule_packs" in plan
    assert "clock_rule_pattern" in plan
    assert "Seq Scan" not in plan


# ---- two at once


def keep_seen(cast: Cast, quantity: int, seen: int) -> RulePack:
    text = OURS.replace("quantity: 15", f"quantity: {quantity}")
    return add_pack_version(cast.actor("lead"), text, "x", "", FRIDAY, seen=seen)


def test_who_writes_over_a_version_they_have_not_read_is_told(cast: Cast) -> None:
    keep_seen(cast, 12, seen=1)
    with pytest.raises(NotNow) as refused:
        keep_seen(cast, 13, seen=1)
    assert refused.value.obstacle is Obstacle.SET_MEANWHILE
    assert keep_seen(cast, 13, seen=1001).version == 1002


def test_same_words_are_the_same_version_whatever_was_read(cast: Cast) -> None:
    first = keep_seen(cast, 12, seen=1)
    assert keep_seen(cast, 12, seen=1) == first
    assert RulePack.objects.count() == 1


def test_new_pack_is_written_by_whoever_has_read_that_there_is_none(cast: Cast) -> None:
    lead = cast.actor("lead")
    assert add_pack_version(lead, COUNCIL, "x", "", FRIDAY, seen=0).version == 1001
    with pytest.raises(NotNow):
        add_pack_version(lead, COUNCIL.replace("14", "15"), "x", "", FRIDAY, seen=0)
    assert RulePack.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_get_two_numbers_or_one_is_told() -> None:
    cast, start = summon(), Barrier(2)

    def write(quantity: int) -> str:
        try:
            start.wait(timeout=30)
            return str(keep_seen(cast, quantity, seen=1).version)
        except NotNow as refused:
            return refused.obstacle.value
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(write, [12, 13])) == ["1001", "set_meanwhile"]
    assert RulePack.objects.count() == 1


# ---- what is written and what is not


@pytest.mark.parametrize(
    ("note", "kept"),
    [("", ""), ("  早く ", "早く"), ("一行目\n二行目", "一行目\n二行目"), ("x" * 2_000, "x" * 2_000)],
)
def test_note_is_kept_as_it_was_written(cast: Cast, note: str, kept: str) -> None:
    assert keep(cast, note=note).note == kept


@pytest.mark.parametrize(
    "text",
    [
        COUNCIL.replace("version: 1\n", "version:    1   # first\n"),
        COUNCIL.replace("version: 1\n", "").replace("id: council\n", "id: council\nversion: 9\n"),
        "# a word before\n" + COUNCIL + "# and after\n",
        COUNCIL.replace("\n", "\n\n", 3),
    ],
    ids=["spaces", "place", "comments", "blank lines"],
)
def test_every_other_word_of_a_text_stays(cast: Cast, text: str) -> None:
    row = add_pack_version(cast.actor("lead"), text, "x", "", FRIDAY)
    assert "version: 1001" in " ".join(row.text.split())
    assert len(row.text.splitlines()) == len(text.splitlines())
    assert [line for line in row.text.splitlines() if "version" not in line] == [
        line for line in text.splitlines() if "version" not in line
    ]


@pytest.mark.parametrize("day", [FRIDAY.date(), FRIDAY.date() + timedelta(days=1)], ids=["today", "tomorrow"])
def test_version_counts_from_its_day_on(cast: Cast, day: date) -> None:
    keep(cast, OURS.replace("2019-01-01", day.isoformat()))
    counted = makers.received(cast).complaint.rule_packs["jp-default"]
    assert counted == (1001 if day <= FRIDAY.date() else 1)


def test_version_whose_time_is_over_counts_no_more(cast: Cast) -> None:
    ended = OURS.replace("valid_from: 2019-01-01", "valid_from: 2019-01-01\nvalid_to: 2026-11-19")
    keep(cast, ended)
    assert makers.received(cast).complaint.rule_packs["jp-default"] == 1


def test_of_several_versions_the_newest_counts(cast: Cast) -> None:
    for quantity in (12, 13, 14):
        keep(cast, OURS.replace("quantity: 15", f"quantity: {quantity}"))
    assert makers.received(cast).complaint.rule_packs["jp-default"] == 1003


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_leads_and_administrators_may_do_all_of_it(cast: Cast, role: str) -> None:
    actor = cast.actor(role)
    add_pack_version(actor, COUNCIL, "x", "", FRIDAY)
    use_packs(actor, ["jp-default", "council"], FRIDAY)
    use_packs(actor, ["jp-default"], FRIDAY)
    remove_pack_version(actor, "council", 1001, FRIDAY)
    assert [by for by, _before, _after in changes()] == [actor.staff_id] * 4


def test_choice_that_is_the_same_leaves_no_line(cast: Cast) -> None:
    use_packs(cast.actor("lead"), ["jp-default"], FRIDAY)
    use_packs(cast.actor("lead"), ["jp-default", "jp-default"], FRIDAY)
    assert len(changes()) == 1


def test_refused_choice_leaves_everything_as_it_was(cast: Cast) -> None:
    use_packs(cast.actor("lead"), ["jp-default"], FRIDAY)
    for ids in ([], ["council"], ["jp-default", "nobody"]):
        with pytest.raises((Invalid, NotOneService)):
            use_packs(cast.actor("lead"), ids, FRIDAY)
    assert Organisation.objects.get().rule_packs == ["jp-default"]
    assert len(changes()) == 1


def test_older_version_of_several_can_be_taken_back(cast: Cast) -> None:
    for quantity in (12, 13):
        keep(cast, OURS.replace("quantity: 15", f"quantity: {quantity}"))
    remove_pack_version(cast.actor("lead"), "jp-default", 1001, FRIDAY)
    assert list(RulePack.objects.values_list("version", flat=True)) == [1002]


def test_version_taken_back_twice_is_refused_the_second_time(cast: Cast) -> None:
    keep(cast)
    remove_pack_version(cast.actor("lead"), "jp-default", 1001, FRIDAY)
    with pytest.raises(Invalid):
        remove_pack_version(cast.actor("lead"), "jp-default", 1001, FRIDAY)
    assert len(changes()) == 2


def test_closed_complaint_holds_its_version_as_well(cast: Cast) -> None:
    keep(cast)
    complaint = makers.received(cast).complaint
    withdraw_complaint(cast.actor("handler"), complaint, reason="解決した", now=FRIDAY)
    complaint.clocks.all().delete()
    with pytest.raises(PackInUse) as wrong:
        remove_pack_version(cast.actor("lead"), "jp-default", 1001, FRIDAY)
    assert wrong.value.complaints == 1
