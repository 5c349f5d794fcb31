"""Which version of a question set is asked: the newest of our own, else the one shipped; and each stays readable for good."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from kikitori.records.inquiry.conversations import Conversation, QuestionSetVersion
from kikitori.records.inquiry.question_sets import (
    OWN_FROM,
    SHIPPED,
    in_use,
    newest_own,
    questions_of,
    read,
    shipped_text,
    text_of,
    version_of,
)
from kikitori.records.inquiry.questions import Purpose
from tests.makers import FRIDAY
from tests.records import rows
from tests.records.inquiry.test_question_reader import GOOD, changed, dumped

pytestmark = pytest.mark.django_db


def written(set_id: str, version: int, text: str = GOOD, **more: Any) -> QuestionSetVersion:
    return QuestionSetVersion.objects.create(set=set_id, version=version, text=text, at=FRIDAY, **more)


def titled(title: str, **more: Any) -> str:
    return changed(title={"ja": title, "en": title}, **more)


def names(purpose: Purpose | None = None) -> list[tuple[str, int]]:
    return [(each.id, each.version) for each in in_use(purpose)]


def test_house_that_has_written_none_asks_those_that_came_with_it() -> None:
    assert [set_id for set_id, _ in names()] == list(SHIPPED)
    assert all(version < OWN_FROM for _, version in names())
    assert newest_own() == {}


def test_own_version_of_a_shipped_set_is_asked_in_its_place() -> None:
    written("general", OWN_FROM, titled("うちの質問票"))
    assert [set_id for set_id, _ in names()] == list(SHIPPED)
    assert ("general", OWN_FROM) in names()
    assert in_use()[SHIPPED.index("general")].title.ja == "うちの質問票"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_newest_own_version_counts_in_whatever_order_they_were_written(order: tuple[int, ...]) -> None:
    for more in order:
        written("general", OWN_FROM + more, titled(f"第{more}版"))
    assert newest_own()["general"].version == OWN_FROM + 2
    assert ("general", OWN_FROM + 2) in names()


def test_set_of_the_house_alone_is_offered_behind_the_shipped_ones_by_its_name() -> None:
    for set_id in ("zoo", "archive"):
        written(set_id, OWN_FROM)
    assert [set_id for set_id, _ in names()] == [*SHIPPED, "archive", "zoo"]


def test_version_kept_because_somebody_asked_by_it_is_not_taken_for_an_own_one() -> None:
    """A shipped one is kept with its own low number."""
    shipped = read(shipped_text("general"))
    written("general", shipped.version, shipped_text("general"))
    assert newest_own() == {}
    assert ("general", shipped.version) in names()


@pytest.mark.parametrize("purpose", Purpose)
def test_only_sets_for_what_is_meant_are_offered(purpose: Purpose) -> None:
    written("ours", OWN_FROM, changed(purpose=purpose.value))
    found = in_use(purpose)
    assert found
    assert {each.purpose for each in found} == {purpose}
    assert "ours" in {each.id for each in found}


def test_set_is_known_by_the_place_where_it_is_kept_and_not_by_what_it_says_of_itself() -> None:
    """A text copied from another set would say another name and number."""
    written("ours", OWN_FROM + 4, changed(id="short", version=1))
    found = version_of("ours", OWN_FROM + 4)
    assert found is not None
    assert (found.id, found.version) == ("ours", OWN_FROM + 4)
    assert names()[-1] == ("ours", OWN_FROM + 4)


@pytest.mark.parametrize("set_id", SHIPPED)
def test_shipped_version_can_be_read_though_nobody_has_kept_it(set_id: str) -> None:
    shipped = read(shipped_text(set_id))
    assert text_of(set_id, shipped.version) == shipped_text(set_id)
    assert version_of(set_id, shipped.version) == shipped


@pytest.mark.parametrize(
    ("set_id", "version"),
    [
        ("general", 0),
        ("general", 999),
        ("general", OWN_FROM),
        ("nowhere", 1),
        ("", 1),
        ("../data/general", 1),
    ],
)
def test_version_that_nobody_has_written_is_none(set_id: str, version: int) -> None:
    assert text_of(set_id, version) is None
    assert version_of(set_id, version) is None


def test_kept_text_of_a_shipped_number_counts_more_than_the_file_of_today() -> None:
    """A later Kikitori may ship other words under the same number: whoever was asked by the old ones was."""
    number = read(shipped_text("general")).version
    written("general", number, titled("そのときの質問票"))
    found = version_of("general", number)
    assert found is not None
    assert found.title.ja == "そのときの質問票"


def test_conversation_is_read_by_the_version_it_was_begun_with() -> None:
    for more in (0, 1):
        written("ours", OWN_FROM + more, titled(f"第{more}版"))
    held = Conversation(set="ours", version=OWN_FROM, language="ja")
    assert questions_of(held).title.ja == "第0版"
    with pytest.raises(LookupError, match="ours 7"):
        questions_of(Conversation(set="ours", version=7, language="ja"))


def test_version_is_written_once_and_never_a_second_time() -> None:
    written("ours", OWN_FROM)
    with rows.must_refuse("question_set_version_once"):
        written("ours", OWN_FROM, titled("別の文"))


def test_versions_and_conversations_are_called_by_set_and_number() -> None:
    assert str(QuestionSetVersion(set="ours", version=OWN_FROM)) == f"ours {OWN_FROM}"
    assert str(Conversation(pk=7, set="ours", version=2)) == "ours 2 (7)"


def test_own_moments_and_reminders_stand_in_place_of_the_common_ones() -> None:
    said = {"ja": "落ち着いて。", "en": "Breathe."}
    own = read(changed(moments=[{"key": "calm", "name": said, "say": said}], call_minutes={10: said}))
    assert [each.key for each in own.moments] == ["calm"]
    assert [minute for minute, _ in own.call_minutes] == [10]
    common = read(GOOD)
    assert [each.key for each in common.moments] != ["calm"]
    assert [minute for minute, _ in common.call_minutes] == [15, 30, 60]


def test_list_of_sets_costs_one_query_however_many_there_are(django_assert_num_queries: Any) -> None:
    for number in range(5):
        written(f"ours{number}", OWN_FROM, dumped(yaml.safe_load(GOOD)))
    with django_assert_num_queries(1):
        assert len(in_use()) == len(SHIPPED) + 5
    with django_assert_num_queries(1):
        assert version_of("ours1", OWN_FROM) is not None
