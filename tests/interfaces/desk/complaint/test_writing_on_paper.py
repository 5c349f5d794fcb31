"""The forms of writing without a database: which draft they go on with, which files go, and when a reply goes."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from kikitori.casework.drafts import Page
from kikitori.interfaces.desk.complaint.choosing import below, words_of_key
from kikitori.interfaces.desk.complaint.drawing_files import drawn_files
from kikitori.interfaces.desk.complaint.files_shown import Enclosed
from kikitori.interfaces.desk.complaint.looking_again import (
    Doubts,
    fingerprint,
    was_for_later,
    was_looked_at,
)
from kikitori.interfaces.desk.complaint.steps.writing import MoveReply, Note, Reply, TakeBack
from kikitori.interfaces.desk.complaint.tellings.conversation import reply_stuck, reply_written
from kikitori.interfaces.desk.settings.writing_words import writing_lines
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.kinds import PendingTrouble
from kikitori.records.letters.labels import PENDING_TROUBLE
from tests.interfaces.desk.complaint.on_paper import JAPAN, NOON, event, known, on_paper

MINUTE = timedelta(minutes=1)


def draft(pk: int, form: str = "reply", text: str = "") -> Draft:
    return Draft(pk=pk, form=form, text=text or f"下書き{pk}", revision=pk * 10, saved_at=NOON + pk * MINUTE)


def file(pk: int, **lies: int) -> Enclosure:
    return Enclosure(pk=pk, name=f"{pk}.pdf", found="application/pdf", size=9, **lies)


def pending(pk: int, *, stuck: bool = False) -> PendingReply:
    state = "stuck" if stuck else "waiting"
    return PendingReply(pk=pk, body=f"返信{pk}", language="ja", state=state, goes_at=NOON)


def paper(*drafts: Draft, **rows: Any) -> Any:
    """A standing with these drafts, the newest first."""
    standing = on_paper(**rows)
    vars(standing)["drafts"] = sorted(drafts, key=lambda row: row.saved_at, reverse=True)
    return standing


def typed(standing: Any, **values: object) -> Reply:
    """A reply as it was sent."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, [str(each) for each in value] if isinstance(value, list) else [str(value)])
    return Reply(standing, data)


# ---- which draft


def test_form_goes_on_with_the_newest_draft_of_its_own() -> None:
    standing = paper(draft(1), draft(2), draft(3, "note"))
    reply, note = Reply(standing), Note(standing)
    assert (reply["body"].value(), reply["draft"].value(), reply["revision"].value()) == ("下書き2", 2, 20)
    assert (note["body"].value(), note["draft"].value()) == ("下書き3", 3)
    assert reply.drafted is not None
    assert (reply.drafted.pk, [row.pk for row in reply.other_drafts]) == (2, [1])


@pytest.mark.parametrize(("asked", "found"), [("1", 1), ("2", 2), ("3", 2), ("99", 2), ("x", 2), ("", 2)])
def test_draft_named_in_the_address_is_taken_if_it_is_one_of_this_form(asked: str, found: int) -> None:
    standing = paper(draft(1), draft(2), draft(3, "note"))
    assert Reply(standing, given={"draft": asked})["draft"].value() == found


def test_form_without_a_draft_is_empty() -> None:
    form = Reply(paper())
    assert (form["body"].value(), form.drafted, form.other_drafts, form.enclosed) == (None, None, [], [])


def test_text_of_a_draft_never_comes_from_the_address() -> None:
    assert Reply(paper(), given={"body": "x", "draft": "1"})["body"].value() is None


def test_page_is_named_by_what_it_holds_hidden() -> None:
    form = typed(paper(draft(4)), body="x", token="t", draft=4, revision=40)
    assert form.is_valid()
    assert form.sheet == Page("t", 4, 40)


# ---- which files


def test_files_of_the_draft_stand_in_the_form_and_no_others() -> None:
    rows = [
        file(1, draft_id=2),
        file(2, draft_id=1),
        file(3, draft_id=77),
        file(4, pending_id=5),
        file(5, message_id=6),
    ]
    standing = paper(draft(1), draft(2), files=rows)
    assert [each.row.pk for each in Reply(standing).enclosed] == [1]
    assert [each.row.pk for each in Reply(standing, given={"draft": "1"}).enclosed] == [2]
    assert Note(standing).enclosed == []


@pytest.mark.parametrize(
    ("named", "shown"), [([1], [1]), ([1, 2], [1, 2]), ([3], []), ([4], []), ([], []), ([1, 1], [1])]
)
def test_form_that_comes_back_shows_the_files_its_sender_saw_and_owns(
    named: list[int], shown: list[int]
) -> None:
    rows = [file(1, draft_id=2), file(2, draft_id=1), file(3, draft_id=77), file(4, pending_id=5)]
    form = typed(paper(draft(1), draft(2), files=rows), body="x", enclosed=named)
    assert [each.row.pk for each in form.enclosed] == shown
    assert form.is_valid()
    # The verb is asked for all of them, and says if one is not there any more.
    assert form.values()["enclosed"] == named


def test_note_hands_its_files_on_too() -> None:
    form = Note(paper(draft(3, "note"), files=[file(1, draft_id=3)]), QueryDict("body=x&enclosed=1"))
    assert form.is_valid()
    assert form.values() == {"body": "x", "enclosed": [1], "mention": None}


# ---- when it goes


@pytest.mark.parametrize(
    ("chosen", "goes_at"),
    [
        ({}, None),
        ({"day": "2026-11-27", "time": "09:30"}, None),
        ({"later": "1", "day": "2026-11-27", "time": "09:30"}, (27, 9, 30)),
        ({"later": "1", "day": "２０２６－１１－２７", "time": "９：３０"}, (27, 9, 30)),
        ({"later": "1", "time": "18:00"}, (24, 18, 0)),
        ({"checked": "abc:later", "time": "18:00"}, (24, 18, 0)),
        ({"checked": "abc", "time": "18:00"}, None),
    ],
)
def test_moment_is_day_and_time_of_the_house(
    chosen: dict[str, str], goes_at: tuple[int, int, int] | None
) -> None:
    form = typed(paper(), body="x", **chosen)
    assert form.is_valid(), form.errors
    expected = datetime(2026, 11, goes_at[0], goes_at[1], goes_at[2], tzinfo=JAPAN) if goes_at else None
    assert form.values()["goes_at"] == expected


def test_typed_day_comes_before_the_suggestion_that_was_picked() -> None:
    form = Reply(paper())
    value, _words = form.fields["moment"].choices[0]
    both = typed(paper(), body="x", later=1, moment=value, day="2026-12-01", time="10:00")
    assert both.is_valid()
    assert both.goes_at == datetime(2026, 12, 1, 10, tzinfo=JAPAN)
    picked = typed(paper(), body="x", later=1, moment=value)
    assert picked.is_valid()
    assert picked.goes_at is not None
    assert picked.goes_at.isoformat("T", "minutes") == value


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"later": "1"}, "moment"),
        ({"later": "1", "day": "2026-11-27"}, "time"),
        ({"later": "1", "day": "tomorrow", "time": "9:00"}, "day"),
        ({"later": "1", "day": "2026-11-27", "time": "25:00"}, "time"),
        ({"later": "1", "moment": "2020"}, "moment"),
        ({"later": "1", "day": "2099-01-01", "time": "9:00"}, "day"),
    ],
)
def test_moment_that_cannot_be_is_said_beside_its_field(chosen: dict[str, str], field: str) -> None:
    form = typed(paper(), body="x", **chosen)
    assert not form.is_valid()
    assert field in form.errors
    assert form.has_trouble_with_later
    assert form["body"].value() == "x"


def test_suggestions_are_in_working_hours_and_to_come() -> None:
    moments = [datetime.fromisoformat(value) for value, _ in Reply(paper()).fields["moment"].choices]
    assert len(moments) == 3
    assert moments == sorted(moments)
    assert all(each > NOON and time(9) <= each.astimezone(JAPAN).time() < time(18) for each in moments)


def test_moment_is_blamed_on_the_day() -> None:
    assert (Reply(paper()).holder("goes_at"), Reply(paper()).holder("body")) == ("day", "body")


# ---- back, and at another time


def test_any_reply_that_has_not_gone_can_be_taken_back() -> None:
    form = TakeBack(paper(pending=[pending(1), pending(2, stuck=True)]))
    assert [value for value, _ in form.fields["pending"].choices] == ["1", "2"]
    assert form["pending"].value() == "1"
    assert TakeBack(paper(pending=[pending(1), pending(2)]), given={"pending": "2"})["pending"].value() == "2"


def test_only_a_reply_that_waits_can_go_at_another_time() -> None:
    rows = [pending(1, stuck=True), pending(2), pending(3)]
    form = MoveReply(paper(pending=rows))
    assert [value for value, _ in form.fields["pending"].choices] == ["2", "3"]
    assert form["pending"].value() == "2"
    assert [field.name for field in form.visible] == ["pending", "moment", "day", "time"]
    sent = MoveReply(paper(pending=rows), QueryDict("pending=3&day=2026-11-27&time=9:00"))
    assert sent.is_valid()
    assert (sent.values()["pending"].pk, sent.values()["goes_at"].astimezone(JAPAN).hour) == (3, 9)
    assert not MoveReply(paper(pending=rows), QueryDict("pending=1&day=2026-11-27&time=9:00")).is_valid()
    assert not MoveReply(paper(pending=rows), QueryDict("pending=3")).is_valid()


def test_form_for_another_time_is_empty_where_nothing_waits() -> None:
    assert MoveReply(paper(pending=[pending(1, stuck=True)]))["pending"].value() is None


# ---- told on the timeline


@pytest.mark.parametrize("language", ["ja", "en"])
def test_reply_written_for_later_and_moved_are_told_apart(language: str) -> None:
    at = (NOON + timedelta(days=2)).isoformat()
    soon = event("reply_written", public=False, goes_at=at, chosen=False)
    later = event("reply_written", public=False, goes_at=at, chosen=True, words=["絶対に"])
    moved = event("reply_written", public=False, goes_at=at, chosen=True, before=NOON.isoformat())
    with translation.override(language):
        told = [reply_written(each, known(on_paper(), each)) for each in (soon, later, moved)]
    assert len({each.sentence for each in told}) == 3
    assert [each.mark for each in told] == ["send", "clock", "clock"]
    assert ["絶対に" in " ".join(each.lines) for each in told] == [False, True, False]
    assert all("12:00" in each.sentence for each in told[1:])


@pytest.mark.parametrize("trouble", PendingTrouble)
def test_stuck_reply_is_told_with_its_reason(trouble: PendingTrouble) -> None:
    entry = event("reply_stuck", public=False, reason=trouble.value)
    assert reply_stuck(entry, known(on_paper(), entry)).lines == (str(PENDING_TROUBLE[trouble]),)


def test_stuck_reply_of_old_is_told_without_one() -> None:
    entry = event("reply_stuck", public=False)
    assert reply_stuck(entry, known(on_paper(), entry)).lines == ()


# ---- looked at before it goes


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a b", "a  b\r\n", True),
        ("一行目\n二行目", "一行目\r\n二行目 ", True),
        ("a b", "ab", False),
        ("ご理解ください", "ご理解下さい", False),
        ("", " ", True),
    ],
)
def test_text_is_known_again_however_its_lines_end(one: str, other: str, same: bool) -> None:
    assert (fingerprint(one) == fingerprint(other)) is same
    assert was_looked_at(fingerprint(one), other) is same
    assert was_looked_at(f"{fingerprint(one)}:later", other) is same


@pytest.mark.parametrize(
    ("said", "later"), [("abc", False), ("abc:later", True), ("", False), (":later", True)]
)
def test_whether_it_was_for_later_is_said_with_it(said: str, later: bool) -> None:
    assert was_for_later(said) is later


@pytest.mark.parametrize(
    ("doubts", "any_"),
    [
        (Doubts([], [], "", "x"), False),
        (Doubts([], ["【要記入：日】"], "", "x"), True),
        (Doubts([], [], "添付", "x"), True),
    ],
)
def test_nothing_found_is_no_doubt(doubts: Doubts, any_: bool) -> None:
    assert bool(doubts) is any_


# ---- templates


@pytest.mark.parametrize(
    ("before", "whole"),
    [
        ("", "文"),
        ("  \r\n", "文"),
        ("前文", "前文\n\n文"),
        ("前文\r\n\r\n\r\n", "前文\n\n文"),
        ("一\r\n二", "一\n二\n\n文"),
    ],
)
def test_chosen_text_stands_below_with_an_empty_line(before: str, whole: str) -> None:
    assert below(before, "文") == whole


@pytest.mark.parametrize(
    ("key", "ja", "en"),
    [
        ("ja/polite", "日本語・丁寧", "Japanese, Polite"),
        ("ja/very_polite", "日本語・より丁寧", "Japanese, Very polite"),
        ("en/polite", "英語・丁寧", "English, Polite"),
        ("en/very_polite", "英語・より丁寧", "English, Very polite"),
    ],
)
def test_texts_of_a_template_are_called_by_language_and_politeness(key: str, ja: str, en: str) -> None:
    for language, words in (("ja", ja), ("en", en)):
        with translation.override(language):
            assert words_of_key(key) == words


def test_record_of_changes_tells_templates_words_and_signatures() -> None:
    with translation.override("en"):
        template = {"template": "お詫び", "texts": {"ja/polite": "文", "en/polite": ""}, "active": False}
        assert list(writing_lines(template)) == ["お詫び", "Japanese, Polite: 文", "(cannot be chosen)"]
        wording = {"wording": "k", "words": ["あ", "い"], "why": "理由", "active": False}
        assert list(writing_lines(wording)) == ["あ / い", "理由", "(not looked for)"]
        signature = {"signature": 1, "text_ja": "受田", "text_en": ""}
        assert list(writing_lines(signature)) == ["受田"]
        assert list(writing_lines({})) == []


# ---- files on the page


def test_name_of_a_file_cannot_become_markup() -> None:
    name = "<img src=x onerror=alert(1)>.pdf"
    shown = Enclosed(
        Enclosure(pk=1, name=name, found="application/pdf", size=1, digest="0" * 64, added_at=NOON)
    )
    shown.row.complaint = on_paper().complaint
    drawn = drawn_files([shown])
    assert "<img" not in drawn
    assert "&lt;img" in drawn


def test_no_files_draw_nothing() -> None:
    assert drawn_files([]) == ""
