"""`kikitori rules add`, `use`, `remove`: through the verbs, by the machine, and what is refused in words."""

import pytest

from kikitori.casework.house import House
from kikitori.config.rulebook.changed import _added, _removed, _used
from kikitori.config.trouble import FAILURE, USAGE, Trouble
from kikitori.records.deadlines.models import RulePack
from kikitori.records.people.models import SettingChange
from tests import makers
from tests.cast import Cast
from tests.config.rulebook.packs_at_hand import COUNCIL, STRICTER


def add(text: str, *, use: bool = False, note: str = "") -> str:
    return str(_added(text, "ours.yaml", note, use=use))


def test_pack_is_added_by_nobody_in_particular_and_not_used_unasked(cast: Cast) -> None:
    assert add(COUNCIL, note="決定\udcff") == "council/1001"
    row = RulePack.objects.get()
    assert (row.added_by, row.note) == (None, "決定\ufffd")
    assert "council" not in House().packs.in_use
    assert SettingChange.objects.get().by is None


def test_law_that_is_used_stands_beside_the_others(cast: Cast) -> None:
    before = House().packs.in_use
    add(COUNCIL, use=True)
    assert House().packs.in_use == (*before, "council")


def test_standard_that_is_used_takes_the_place_of_the_one_before(cast: Cast) -> None:
    add(STRICTER.replace("id: jp-default", "id: ours"), use=True)
    chosen = House().packs.in_use
    assert "ours" in chosen
    assert "jp-default" not in chosen
    assert "jp-privacy-breach" in chosen


def test_new_version_of_a_pack_in_use_is_used_as_it_is(cast: Cast) -> None:
    before = House().packs.in_use
    add(STRICTER, use=True)
    assert House().packs.in_use == before


def test_standard_of_the_future_is_neither_used_nor_left_behind(cast: Cast) -> None:
    later = STRICTER.replace("id: jp-default", "id: ours").replace("2019-01-01", "2099-01-01")
    with pytest.raises(Trouble, match="no version of it is valid today"):
        add(later, use=True)
    assert not RulePack.objects.exists()


def test_packs_are_chosen_and_told(cast: Cast) -> None:
    assert _used(["jp-default", "us-cfpb", "jp-default"]) == ["jp-default", "us-cfpb"]


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (["jp-defautl\x1b"], "jp-defautl\ufffd: there is no such pack."),
        (["us-cfpb"], "exactly one standard of service (role: service); there is none among them."),
    ],
)
def test_wrong_choice_is_told_with_code_2(cast: Cast, ids: list[str], said: str) -> None:
    with pytest.raises(Trouble) as wrong:
        _used(ids)
    assert wrong.value.code == USAGE
    assert said in wrong.value.text.en
    assert wrong.value.text.ja


def test_note_too_long_to_keep_is_told_with_code_2(cast: Cast) -> None:
    with pytest.raises(Trouble, match="--note is too long") as wrong:
        add(COUNCIL, note="x" * 2_001)
    assert wrong.value.code == USAGE


def test_version_nobody_needs_is_removed(cast: Cast) -> None:
    add(COUNCIL)
    _removed("council", 1001)
    assert not RulePack.objects.exists()


@pytest.mark.parametrize(("pack", "version"), [("council", 1002), ("jp-default", 1), ("\udcff", 1001)])
def test_what_was_not_added_here_cannot_be_removed(cast: Cast, pack: str, version: int) -> None:
    add(COUNCIL)
    with pytest.raises(Trouble, match="is no version that was added here") as wrong:
        _removed(pack, version)
    assert wrong.value.code == FAILURE


def test_version_that_is_needed_says_by_how_many(cast: Cast) -> None:
    add(STRICTER)
    makers.received(cast)
    with pytest.raises(Trouble) as wrong:
        _removed("jp-default", 1001)
    assert wrong.value.text.en == "1 complaints are counted by this version, so it stays."
    add(COUNCIL, use=True)
    with pytest.raises(Trouble, match="last version of a pack that is in use"):
        _removed("council", 1001)


def test_role_cannot_change_within_a_pack(cast: Cast) -> None:
    with pytest.raises(Trouble) as wrong:
        add(STRICTER.replace("role: service", "role: law"))
    assert wrong.value.text.en.splitlines() == [
        "ours.yaml cannot be used as a rule pack.",
        "✗ ours.yaml, field role: must stay service, as in the versions before",
    ]
    assert wrong.value.text.ja.splitlines()[1] == (
        "✗ ours.yaml、項目 role: 前の版と同じ service のままにしてください"
    )
