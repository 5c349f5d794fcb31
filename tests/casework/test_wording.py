"""The wording list: shipped entries until somebody changes them; what is sent all the same is noted internally."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kikitori.casework.errors import Invalid, Problem, Refused
from kikitori.casework.schedule_reply import schedule_reply
from kikitori.casework.wording import entries_in_use, save_entry, switch_entry, the_list
from kikitori.records.letters.wording import Entry, WordingKind
from kikitori.records.letters.wording_shipped import shipped_entries
from kikitori.records.people.models import SettingChange
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

OWN = Entry(
    key="", kind=WordingKind.OTHER, words=("弊社ルール",), why_ja="社内の言葉です。", instead="「決まり」"
)


def test_list_begins_with_what_is_shipped(cast: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert entries_in_use() == list(shipped_entries())


def test_changed_entry_stands_in_place_of_the_shipped_one(cast: Cast) -> None:
    first = shipped_entries()[0]
    save_entry(cast.actor("lead"), replace(first, words=("ご容赦ください",)), now=FRIDAY)
    assert entries_in_use()[0].words == ("ご容赦ください",)
    assert len(entries_in_use()) == len(shipped_entries())
    assert (the_list()[0].is_shipped, the_list()[0].is_changed) == (True, True)


def test_own_entry_comes_last_and_is_kept_in_the_record(cast: Cast) -> None:
    save_entry(cast.actor("administrator"), OWN, now=FRIDAY)
    assert entries_in_use()[-1].words == ("弊社ルール",)
    change = SettingChange.objects.get(kind="writing")
    assert (change.by, change.before, change.after["words"]) == (cast.administrator, {}, ["弊社ルール"])


def test_entry_is_switched_off_and_on(cast: Cast) -> None:
    key = shipped_entries()[0].key
    switch_entry(cast.actor("lead"), key, on=False, now=FRIDAY)
    assert key not in {each.key for each in entries_in_use()}
    switch_entry(cast.actor("lead"), key, on=True, now=FRIDAY)
    assert entries_in_use() == list(shipped_entries())
    assert switch_entry(cast.actor("lead"), "nobody", on=False, now=FRIDAY) is None


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        (replace(OWN, words=()), {"words": Problem.MISSING}),
        (replace(OWN, words=(" ",)), {"words": Problem.MISSING}),
        (replace(OWN, words=("長" * 61,)), {"words": Problem.TOO_LONG}),
        (replace(OWN, words=tuple(map(str, range(101)))), {"words": Problem.TOO_LONG}),
        (replace(OWN, why_ja="", why_en=""), {"why_ja": Problem.MISSING}),
    ],
)
def test_entry_says_what_and_why(cast: Cast, given: Entry, problems: dict[str, Problem]) -> None:
    with pytest.raises(Invalid) as refusal:
        save_entry(cast.actor("lead"), given, now=FRIDAY)
    assert refusal.value.problems == problems


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_list_is_kept_by_leads_and_administrators(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        save_entry(cast.actor(role), OWN, now=FRIDAY)


def test_words_to_be_noted_stand_in_the_internal_entry_and_others_do_not(cast: Cast) -> None:
    complaint, now = makers.investigated(cast), FRIDAY + timedelta(hours=1)
    schedule_reply(cast.actor("handler"), complaint, body="外人の方には絶対に。ご理解ください。", now=now)
    event = complaint.events.get(kind="reply_written")
    assert (event.data["words"], event.visibility) == (["外人"], "internal")
    schedule_reply(cast.actor("handler"), complaint, body="ご理解ください。", now=now)
    assert "words" not in complaint.events.filter(kind="reply_written").latest("pk").data
