"""The documents follow the archive: nothing is missed that is committed late, and all of it can be made again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.write import note
from kikitori.insight.search import upkeep
from kikitori.insight.search.documents import MOST_SIGNS, RULES, made_of
from kikitori.insight.search.find import search
from kikitori.insight.search.models import SearchDocument, SearchProgress
from kikitori.insight.search.places import Place, Text
from kikitori.insight.search.upkeep import keep_up, rebuild, standing
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Person
from tests import makers
from tests.cast import Cast, summon
from tests.insight.search.conftest import FoundBy
from tests.makers import FRIDAY


def everything() -> list[tuple[Any, ...]]:
    return list(SearchDocument.objects.order_by("pk").values_list())


def never() -> None:
    pytest.fail("nobody else writes")


def test_rebuilding_makes_the_same_documents_again(cast: Cast) -> None:
    for state in (makers.received, makers.confirming, makers.proposed):
        state(cast)
    keep_up(100)
    before = everything()
    assert len(before) == 3
    assert rebuild(never) == 3
    assert everything() == before
    SearchDocument.objects.all().delete()
    rebuild(never)
    assert everything() == before
    assert standing().is_complete


def test_second_look_makes_nothing(cast: Cast) -> None:
    makers.received(cast)
    assert keep_up(100) >= 1
    assert keep_up(100) == 0
    assert standing().is_complete


def test_what_has_changed_is_counted_as_waiting(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    assert not standing().is_complete
    keep_up(100)
    note(cast.actor("handler"), complaint, body="続報", now=FRIDAY, token=makers.token())
    now = standing()
    assert (now.documents, now.complaints, now.waiting, now.is_complete) == (1, 1, 1, False)


def test_one_look_makes_no_more_than_it_is_asked_for_and_the_newest_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_up(1)
    made = [makers.received(cast).complaint for _ in range(5)]
    monkeypatch.setattr(upkeep, "BATCH", 2)
    assert keep_up(2) == 2
    assert set(SearchDocument.objects.values_list("pk", flat=True)) == {each.pk for each in made[3:]}
    assert keep_up(100) == 3


def test_person_who_changes_in_one_complaint_is_found_by_it_in_the_others(cast: Cast, found: FoundBy) -> None:
    mail = ContactGiven(kind="email", value="sakura@example.jp")
    known = PersonGiven(name="髙橋 さくら", kana="タカハシ サクラ", contact_points=(mail,))
    first = makers.received(cast, complainant=known).complaint
    assert found("03-9999-0000") == []
    more = PersonGiven(
        name="髙橋 さくら", contact_points=(mail, ContactGiven(kind="phone", value="03-9999-0000"))
    )
    second = makers.received(cast, complainant=more).complaint
    assert Person.objects.count() == 1
    assert found("03-9999-0000") == [second, first]


def test_new_rules_make_all_documents_anew(cast: Cast) -> None:
    makers.received(cast)
    keep_up(100)
    SearchProgress.objects.update(rules=RULES - 1)
    SearchDocument.objects.update(rules=RULES - 1, signs="")
    keep_up(100)
    assert set(SearchDocument.objects.values_list("rules", flat=True)) == {RULES}
    assert SearchProgress.objects.get().rules == RULES
    assert not SearchDocument.objects.filter(signs="").exists()


@pytest.mark.parametrize("gone_back", [{"horizon": 2**60}, {"done_to": 2**60, "seen_to": 2**60}])
def test_restored_database_is_read_from_the_beginning(
    cast: Cast, found: FoundBy, gone_back: dict[str, int]
) -> None:
    keep_up(100)
    SearchProgress.objects.update(**gone_back)
    complaint = makers.received(cast, story="復元のあとの皿").complaint
    assert found("復元") == [complaint]
    assert SearchProgress.objects.get().horizon < 2**60


def test_document_goes_with_its_complaint(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    keep_up(100)
    document = SearchDocument.objects.get(pk=complaint.pk)
    assert document._meta.get_field("complaint").remote_field.on_delete.__name__ == "CASCADE"


def test_endless_text_is_filed_up_to_a_limit() -> None:
    made = made_of([Text(Place.STORY, "皿が割れた。" * 100_000), Text(Place.WISH, "交換")])
    assert len(made.signs) == MOST_SIGNS
    assert "割れ" in made.words
    assert "交換" not in made.words


# ---- beside others who write


class Beside:
    """A transaction of its own, in a thread of its own, that ends when it is told to."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.may_end = threading.Event()
        self.is_done = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(work,))
        self.thread.start()
        assert self.is_done.wait(30)

    def _run(self, work: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                work()
                self.is_done.set()
                assert self.may_end.wait(30)
        finally:
            self.is_done.set()
            connection.close()

    def end(self) -> None:
        """Let it commit."""
        self.may_end.set()
        self.thread.join(30)


@pytest.fixture
def alone(transactional_db: None) -> Cast:
    return summon()


def found_now(cast: Cast, words: str) -> list[Complaint]:
    keep_up(100)
    return [hit.complaint for hit in search(cast.actor("handler"), words).hits]


def test_complaint_committed_late_is_not_missed(alone: Cast) -> None:
    """Its events have lower numbers than one that has been read already."""
    other = makers.received(alone, story="器").complaint
    keep_up(10)
    late = Beside(lambda: makers.received(alone, story="遅れて確定した皿"))
    note(alone.actor("handler"), other, body="先に確定した皿", now=FRIDAY, token=makers.token())
    for _ in range(3):
        assert found_now(alone, "皿") == [other]
    late.end()
    assert len(found_now(alone, "皿")) == 2
    for _ in range(3):
        keep_up(10)
    progress = SearchProgress.objects.get()
    assert progress.done_to == progress.seen_to


def test_event_committed_late_on_a_complaint_that_was_read_is_not_missed(alone: Cast) -> None:
    complaint = makers.received(alone, story="皿").complaint
    other = makers.received(alone, story="器", received_at=FRIDAY - timedelta(days=1)).complaint
    keep_up(10)
    late = Beside(
        lambda: note(alone.actor("handler"), complaint, body="遅れた続報", now=FRIDAY, token=makers.token())
    )
    note(alone.actor("handler"), other, body="早い続報", now=FRIDAY, token=makers.token())
    assert found_now(alone, "続報") == [other]
    keep_up(10)
    late.end()
    assert found_now(alone, "続報") == [complaint, other]


def test_walk_waits_for_those_who_were_writing_when_it_was_begun(alone: Cast) -> None:
    complaint = makers.received(alone, story="皿").complaint
    late = Beside(
        lambda: note(alone.actor("handler"), complaint, body="遅れた続報", now=FRIDAY, token=makers.token())
    )
    pauses: list[int] = []

    def pause() -> None:
        pauses.append(1)
        late.end()

    assert rebuild(pause) >= 1
    assert pauses
    assert [hit.complaint for hit in search(alone.actor("handler"), "続報").hits] == [complaint]


def test_two_who_look_at_once_do_not_get_into_each_others_way(alone: Cast) -> None:
    complaint = makers.received(alone, story="皿").complaint
    keep_up(10)
    note(alone.actor("handler"), complaint, body="続報", now=FRIDAY, token=makers.token())
    other = Beside(upkeep._one_batch)
    assert keep_up(10) == 0
    other.end()
    assert found_now(alone, "続報") == [complaint]
