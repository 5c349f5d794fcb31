"""Branches and what their posters say of a complaint: kept where the code is known, silent where it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kikitori.casework.branches import BranchGiven, came_from, newest_change_of, save_branch
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.intake import Intake
from kikitori.casework.receive import receive_complaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.people.actor import Actor
from kikitori.records.people.branches import Branch
from kikitori.records.people.models import SettingChange
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

GINZA = BranchGiven(name_ja="銀座店", name_en="Ginza", code="Ginza-2")


def put(cast: Cast, given: BranchGiven = GINZA, branch: Branch | None = None, role: str = "lead") -> Branch:
    number, seen = (branch.pk, newest_change_of(branch.pk)) if branch else (None, 0)
    return save_branch(cast.actor(role), given, branch=number, seen=seen, now=FRIDAY)


def came(code: str) -> Complaint:
    """A complaint by the portal, from whoever stood before the poster of this code."""
    given = Intake(channel="web", story="皿が割れていました。", received_at=FRIDAY)
    return receive_complaint(
        Actor.newcomer(), given, token=makers.token(), now=FRIDAY, born=came_from(code)
    ).complaint


def test_branch_is_kept_with_its_code_in_small_letters(cast: Cast) -> None:
    branch = put(cast)
    assert (branch.name_ja, branch.name_en, branch.code, branch.is_active) == (
        *("銀座店", "Ginza", "ginza-2"),
        True,
    )
    line = SettingChange.objects.get()
    assert (line.kind, line.by, line.before) == ("branches", cast.lead, {})
    assert line.after["code"] == "ginza-2"


def test_branch_is_changed_and_taken_out_of_use_with_what_stood_there(cast: Cast) -> None:
    branch = put(cast)
    put(cast, BranchGiven(name_ja="銀座本店", code="ginza-2", is_active=False), branch)
    branch.refresh_from_db()
    assert (branch.name_ja, branch.is_active) == ("銀座本店", False)
    newest = SettingChange.objects.latest("pk")
    assert (newest.before["name_ja"], newest.after["name_ja"]) == ("銀座店", "銀座本店")


def test_saving_without_a_change_writes_no_line(cast: Cast) -> None:
    branch = put(cast)
    put(cast, branch=branch)
    assert SettingChange.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        (BranchGiven(), {"name_ja": Problem.MISSING, "code": Problem.MISSING}),
        (BranchGiven(name_en="Ginza"), {"code": Problem.MISSING}),
        (BranchGiven(name_ja="店", code="銀座"), {"code": Problem.UNKNOWN_WORD}),
        (BranchGiven(name_ja="店", code="a b"), {"code": Problem.UNKNOWN_WORD}),
        (BranchGiven(name_ja="店", code="../a"), {"code": Problem.UNKNOWN_WORD}),
        (BranchGiven(name_ja="店", code="-a"), {"code": Problem.UNKNOWN_WORD}),
        (BranchGiven(name_ja="店", code="a-"), {"code": Problem.UNKNOWN_WORD}),
        (BranchGiven(name_ja="店", code="ａ"), {"code": Problem.UNKNOWN_WORD}),
        (BranchGiven(name_ja="店", code="a" * 21), {"code": Problem.TOO_LONG}),
        (BranchGiven(name_ja="店" * 101, code="a"), {"name_ja": Problem.TOO_LONG}),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    cast: Cast, given: BranchGiven, problems: dict[str, Problem]
) -> None:
    with pytest.raises(Invalid) as raised:
        put(cast, given)
    assert raised.value.problems == problems
    assert not Branch.objects.exists()


@pytest.mark.parametrize("code", ["a", "7", "a-1", "a" * 20])
def test_short_and_long_codes_are_codes(cast: Cast, code: str) -> None:
    assert put(cast, BranchGiven(name_ja="店", code=code)).code == code


def test_two_branches_never_share_a_code(cast: Cast) -> None:
    put(cast)
    with pytest.raises(Invalid) as raised:
        put(cast, BranchGiven(name_ja="ほか", code="GINZA-2"))
    assert raised.value.problems == {"code": Problem.OUT_OF_RANGE}


def test_nobody_changes_what_they_have_not_read(cast: Cast) -> None:
    branch = put(cast)
    with pytest.raises(NotNow) as raised:
        save_branch(cast.actor("lead"), GINZA, branch=branch.pk, seen=0, now=FRIDAY)
    assert raised.value.obstacle is Obstacle.SET_MEANWHILE
    with pytest.raises(NotNow):
        save_branch(cast.actor("lead"), GINZA, branch=branch.pk + 1000, seen=0, now=FRIDAY)


def test_what_happens_to_other_branches_hinders_nobody(cast: Cast) -> None:
    mine = put(cast)
    seen = newest_change_of(mine.pk)
    other = put(cast, BranchGiven(name_ja="渋谷店", code="shibuya"))
    put(cast, BranchGiven(name_ja="渋谷本店", code="shibuya"), other)
    added = save_branch(cast.actor("lead"), BranchGiven(name_ja="上野店", code="ueno"), seen=seen, now=FRIDAY)
    assert added.pk
    changed = replace(GINZA, name_ja="銀座本店")
    assert (
        save_branch(cast.actor("lead"), changed, branch=mine.pk, seen=seen, now=FRIDAY).name_ja == "銀座本店"
    )
    with pytest.raises(NotNow):
        save_branch(cast.actor("lead"), GINZA, branch=mine.pk, seen=seen, now=FRIDAY)


def test_newest_change_is_that_of_the_branch_alone(cast: Cast) -> None:
    mine, other = put(cast), put(cast, BranchGiven(name_ja="渋谷店", code="shibuya"))
    lines = dict(SettingChange.objects.values_list("after__branch", "pk"))
    assert {each.pk: newest_change_of(each.pk) for each in (mine, other)} == lines
    assert newest_change_of(other.pk + 1) == 0


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_only_leads_and_administrators_keep_branches(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        put(cast, role=role)
    assert put(cast, role="administrator").pk


# ── what a poster says ──


def test_complaint_keeps_the_branch_whose_poster_led_to_it(cast: Cast) -> None:
    branch = put(cast)
    complaint = came("GINZA-2")
    assert complaint.way_in.branch == branch
    assert complaint.state == "acknowledged"


@pytest.mark.parametrize("code", ["", "nobody-knows-it", "ginza-2x", "'; drop table", "銀座"])
def test_code_that_nobody_knows_leaves_no_trace_and_hinders_nobody(cast: Cast, code: str) -> None:
    put(cast)
    complaint = came(code)
    assert complaint.reference
    assert not WayIn.objects.exists()


def test_code_out_of_use_leaves_no_trace_and_old_complaints_keep_theirs(cast: Cast) -> None:
    branch = put(cast)
    before = came("ginza-2")
    put(cast, BranchGiven(name_ja="銀座店", code="ginza-2", is_active=False), branch)
    came("ginza-2")
    assert [way.complaint for way in WayIn.objects.all()] == [before]


def test_timeline_and_proof_are_those_of_a_complaint_without_a_poster(cast: Cast) -> None:
    put(cast)
    with_poster, without = came("ginza-2"), came("")
    said = [set(each.events.earliest("pk").data) for each in (with_poster, without)]
    assert said[0] == said[1]


def test_branch_is_called_in_the_readers_language_or_in_the_one_it_has(cast: Cast) -> None:
    both = put(cast)
    assert (both.name_in("ja"), both.name_in("ja-easy"), both.name_in("en")) == ("銀座店", "銀座店", "Ginza")
    only = put(cast, BranchGiven(name_en="Shibuya", code="shibuya"))
    assert only.name_in("ja") == "Shibuya"
