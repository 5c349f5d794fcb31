"""Guidelines written, put into force and taken out of use: versions that never change, races that lose nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from kikitori.casework.errors import CaseworkError, Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.guideline_given import MOST_CONTACTS, MOST_ITEMS
from kikitori.casework.guidelines import put_into_force, take_out_of_use, write_guideline
from kikitori.config.grants import EXCEPTIONS
from kikitori.records.people.models import SettingChange
from kikitori.records.prevention.guideline_queries import in_force, to_be_read
from kikitori.records.prevention.guidelines import Guideline, GuidelineVersion
from kikitori.records.prevention.text import Contact, GuidelineText, InTwo, Item
from tests.cast import Cast, summon
from tests.makers import FRIDAY

TODAY = FRIDAY.date()
TEXT = GuidelineText(
    title=InTwo(ja="破損"),
    do=InTwo(ja="けががないか伺います。"),
    items=(Item(text=InTwo(ja="けがの確認"), need="needed"), Item(text=InTwo(ja="写真"))),
)


def written(
    cast: Cast, text: GuidelineText = TEXT, row: Guideline | None = None, by: str = "lead"
) -> Guideline:
    """By somebody who has read what stands now."""
    return write_guideline(
        cast.actor(by), text, guideline=row.pk if row else None, seen=row.revision if row else 0, now=FRIDAY
    )


def forced(cast: Cast, row: Guideline, day: date = TODAY, *, by: str = "lead") -> GuidelineVersion:
    row.refresh_from_db()
    return put_into_force(
        cast.actor(by), row.pk, from_day=day, reason="見直し", seen=row.revision, now=FRIDAY
    )


def changed(text: GuidelineText, title: str) -> GuidelineText:
    return replace(text, title=InTwo(ja=title))


# ── writing ──


def test_draft_is_kept_and_nothing_is_in_force_by_it(cast: Cast) -> None:
    row = written(cast)
    assert row.text.title.ja == "破損"
    assert [item.id for item in row.text.items] == ["i1", "i2"]
    assert not in_force(TODAY).exists()
    assert SettingChange.objects.get(kind="guidelines").after["draft"]["title"]["ja"] == "破損"


def test_ids_of_items_stay_with_them_and_are_never_used_twice(cast: Cast) -> None:
    row = written(cast)
    first, second = row.text.items
    row = written(cast, replace(row.text, items=(second, Item(text=InTwo(ja="新しい項目")))), row)
    assert [(item.id, item.text.ja) for item in row.text.items] == [("i2", "写真"), ("i3", "新しい項目")]
    row = written(cast, replace(row.text, items=(first, *row.text.items, Item(text=InTwo(ja="四つ目")))), row)
    assert [item.id for item in row.text.items] == ["i1", "i2", "i3", "i4"]


def test_id_that_nobody_gave_and_one_that_comes_twice_are_new_items(cast: Cast) -> None:
    items = (Item(id="i7", text=InTwo(ja="一")), Item(id="x", text=InTwo(ja="二")))
    row = written(cast, replace(TEXT, items=items))
    assert [item.id for item in row.text.items] == ["i1", "i2"]
    twice = (Item(id="i1", text=InTwo(ja="一")), Item(id="i1", text=InTwo(ja="二")))
    assert [item.id for item in written(cast, replace(TEXT, items=twice), row).text.items] == ["i1", "i3"]


def test_same_words_again_leave_no_line(cast: Cast) -> None:
    row = written(cast)
    assert written(cast, row.text, row).revision == row.revision
    assert SettingChange.objects.filter(kind="guidelines").count() == 1


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (GuidelineText(), {"title_ja": Problem.MISSING, "do_ja": Problem.MISSING}),
        (replace(TEXT, do=InTwo(ja=" ")), {"do_ja": Problem.MISSING}),
        (replace(TEXT, title=InTwo(ja="あ" * 121)), {"title_ja": Problem.TOO_LONG}),
        (replace(TEXT, subjects=("weather",)), {"subjects": Problem.UNKNOWN_WORD}),
        (replace(TEXT, severities=("S9",)), {"severities": Problem.UNKNOWN_WORD}),
        (replace(TEXT, kinds=("joke",)), {"kinds": Problem.UNKNOWN_WORD}),
        (replace(TEXT, items=(*TEXT.items, Item())), {"items.2.text_ja": Problem.MISSING}),
        (
            replace(TEXT, items=(Item(text=InTwo(ja="一"), need="must"),)),
            {"items.0.need": Problem.UNKNOWN_WORD},
        ),
        (replace(TEXT, contacts=(Contact(phone="03"),)), {"contacts.0.name_ja": Problem.MISSING}),
        (replace(TEXT, never=InTwo(en="\x00")), {"never_en": Problem.NOT_STORABLE}),
        (replace(TEXT, items=(TEXT.items[0],) * (MOST_ITEMS + 1)), {"items": Problem.OUT_OF_RANGE}),
        (
            replace(TEXT, contacts=(Contact(name=InTwo(ja="窓口")),) * (MOST_CONTACTS + 1)),
            {"contacts": Problem.OUT_OF_RANGE},
        ),
    ],
)
def test_what_cannot_be_kept_is_named(cast: Cast, text: GuidelineText, problems: dict[str, Problem]) -> None:
    with pytest.raises(Invalid) as refusal:
        written(cast, text)
    assert refusal.value.problems == problems
    assert not Guideline.objects.exists()


def test_one_language_is_enough(cast: Cast) -> None:
    text = GuidelineText(
        title=InTwo(en="Damaged"), do=InTwo(en="Ask."), items=(Item(text=InTwo(en="Asked")),)
    )
    assert written(cast, text).text.title.told_in("ja") == ("Damaged", "en")


def test_choices_are_kept_in_one_order_and_once(cast: Cast) -> None:
    row = written(cast, replace(TEXT, subjects=("delivery", "quality", "delivery"), severities=("S2", "S1")))
    assert row.text.subjects == ("quality", "delivery")
    assert row.text.severities == ("S1", "S2")


# ── in force ──


def test_version_is_numbered_with_its_day_and_reason(cast: Cast) -> None:
    version = forced(cast, written(cast))
    assert (version.number, version.in_force_from, version.reason, version.by) == (
        1,
        TODAY,
        "見直し",
        cast.lead,
    )
    assert list(in_force(TODAY)) == [version]
    line = SettingChange.objects.filter(kind="guidelines").latest("id")
    assert (line.after["version"], line.after["reason"], line.after["title"]["ja"]) == (1, "見直し", "破損")


def test_earlier_version_reads_as_ever_after_the_next(cast: Cast) -> None:
    row = written(cast)
    first = forced(cast, row)
    before = first.words
    written(cast, changed(row.text, "破損と不良"), Guideline.objects.get(pk=row.pk))
    second = forced(cast, row)
    first.refresh_from_db()
    assert first.words == before
    assert (first.text.title.ja, second.text.title.ja, second.number) == ("破損", "破損と不良", 2)
    assert list(in_force(TODAY)) == [second]


def test_version_of_a_day_to_come_waits_for_it(cast: Cast) -> None:
    row = written(cast)
    first = forced(cast, row)
    written(cast, changed(row.text, "来週から"), Guideline.objects.get(pk=row.pk))
    later = forced(cast, row, TODAY + timedelta(days=7))
    assert list(in_force(TODAY + timedelta(days=6))) == [first]
    assert list(in_force(TODAY + timedelta(days=7))) == [later]
    # It is read before its day.
    assert list(to_be_read()) == [later]


def test_later_version_with_an_earlier_day_holds_from_its_day_for_good(cast: Cast) -> None:
    row = written(cast)
    forced(cast, row, TODAY + timedelta(days=9))
    written(cast, changed(row.text, "早く"), Guideline.objects.get(pk=row.pk))
    sooner = forced(cast, row, TODAY + timedelta(days=2))
    assert [list(in_force(TODAY + timedelta(days=n))) for n in (1, 2, 30)] == [[], [sooner], [sooner]]


@pytest.mark.parametrize(
    ("day", "reason", "problems"),
    [
        (TODAY - timedelta(days=1), "見直し", {"from_day": Problem.IN_THE_PAST}),
        (None, "見直し", {"from_day": Problem.MISSING}),
        (date(9000, 1, 1), "見直し", {"from_day": Problem.OUT_OF_RANGE}),
        (TODAY, " ", {"reason": Problem.MISSING}),
        (TODAY, "あ" * 2001, {"reason": Problem.TOO_LONG}),
    ],
)
def test_day_and_reason_are_looked_at(
    cast: Cast, day: date | None, reason: str, problems: dict[str, Problem]
) -> None:
    row = written(cast)
    with pytest.raises(Invalid) as refusal:
        put_into_force(cast.actor("lead"), row.pk, from_day=day, reason=reason, seen=row.revision, now=FRIDAY)
    assert refusal.value.problems == problems


def test_same_words_are_not_put_into_force_twice(cast: Cast) -> None:
    row = written(cast)
    forced(cast, row)
    with pytest.raises(NotNow) as refusal:
        forced(cast, row)
    assert refusal.value.obstacle is Obstacle.NOTHING_CHANGED


def test_out_of_use_it_is_offered_to_nobody_and_comes_back_by_a_version(cast: Cast) -> None:
    row = written(cast)
    first = forced(cast, row)
    row.refresh_from_db()
    take_out_of_use(cast.actor("lead"), row.pk, reason="統合", seen=row.revision, now=FRIDAY)
    assert not in_force(TODAY).exists()
    assert not to_be_read().exists()
    assert SettingChange.objects.filter(kind="guidelines").latest("id").after["ended"] is True
    again = forced(cast, row)
    assert (again.number, again.words) == (2, first.words)
    assert list(in_force(TODAY)) == [again]


def test_draft_alone_cannot_be_taken_out_of_use(cast: Cast) -> None:
    row = written(cast)
    with pytest.raises(NotNow) as refusal:
        take_out_of_use(cast.actor("lead"), row.pk, reason="統合", seen=row.revision, now=FRIDAY)
    assert refusal.value.obstacle is Obstacle.NO_GUIDELINE


# ── who, and who was faster ──


@pytest.mark.parametrize("by", ["handler", "auditor", "administrator"])
def test_leads_alone_write(cast: Cast, by: str) -> None:
    row = written(cast)
    acts: list[Callable[[], object]] = [
        lambda: written(cast, by=by),
        lambda: written(cast, changed(TEXT, "別"), row, by=by),
        lambda: forced(cast, row, by=by),
        lambda: take_out_of_use(cast.actor(by), row.pk, reason="統合", seen=row.revision, now=FRIDAY),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert Guideline.objects.get().text == row.text


def test_nobody_overwrites_what_they_have_not_read(cast: Cast) -> None:
    row = written(cast)
    written(cast, changed(row.text, "一人目"), Guideline.objects.get(pk=row.pk))
    for act in (
        lambda: written(cast, changed(row.text, "二人目"), row),
        lambda: put_into_force(cast.actor("lead"), row.pk, from_day=TODAY, reason="x", seen=1, now=FRIDAY),
        lambda: take_out_of_use(cast.actor("lead"), row.pk, reason="x", seen=1, now=FRIDAY),
        lambda: write_guideline(cast.actor("lead"), TEXT, guideline=999, seen=1, now=FRIDAY),
    ):
        with pytest.raises(NotNow) as refusal:
            act()
        assert refusal.value.obstacle is Obstacle.SET_MEANWHILE
    assert Guideline.objects.get().text.title.ja == "一人目"


def test_database_itself_lets_nobody_change_a_version_or_a_mark(cast: Cast) -> None:
    assert EXCEPTIONS["records_guidelineversion"] == ("SELECT", "INSERT")
    assert EXCEPTIONS["records_guidelineread"] == ("SELECT", "INSERT")


def both(*does: Callable[[], object]) -> list[object]:
    """Each in a thread of its own, begun together: what came of it, or the refusal."""
    ready = Barrier(len(does))

    def run(do: Callable[[], object]) -> object:
        try:
            ready.wait()
            return do()
        except CaseworkError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(does)) as pool:
        return list(pool.map(run, does))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_edit_at_once_one_is_told() -> None:
    cast = summon()
    row = written(cast)
    actor = cast.actor("lead")
    found = both(
        *(
            lambda title=title: write_guideline(
                actor, changed(row.text, title), guideline=row.pk, seen=row.revision, now=FRIDAY
            )
            for title in ("一人目", "二人目")
        )
    )
    assert sorted(isinstance(one, NotNow) for one in found) == [False, True]
    assert Guideline.objects.get().revision == row.revision + 1


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_version() -> None:
    cast = summon()
    row = written(cast)
    actor = cast.actor("lead")

    def publish() -> object:
        return put_into_force(actor, row.pk, from_day=TODAY, reason="公開", seen=row.revision, now=FRIDAY)

    found = both(publish, publish)
    assert sorted(isinstance(one, NotNow) for one in found) == [False, True]
    assert [version.number for version in GuidelineVersion.objects.all()] == [1]
