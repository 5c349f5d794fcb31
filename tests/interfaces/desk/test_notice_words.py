"""Every kind of notice in words, in both languages: from rows that nobody has written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from kikitori.casework.noticing import TOLD
from kikitori.interfaces.desk.notices import ICON, lines_of
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.models import Staff
from kikitori.records.together.models import Notice
from kikitori.records.together.terms import NoticeKind
from tests.house.rules.source import JAPANESE
from tests.interfaces.desk.complaint.on_paper import NOON, STAFF, complaint, event

#: kind of notice, kind of entry, by whom → in Japanese and in English
SAID: list[tuple[NoticeKind, str, Staff | None, str, str]] = [
    (
        NoticeKind.MENTION,
        "noted",
        STAFF[2],
        "隣野 まことさんがメモであなたに知らせました",
        "隣野 まこと has named you in a note",
    ),
    (
        NoticeKind.NOTE,
        "noted",
        STAFF[2],
        "隣野 まことさんが内部メモを残しました",
        "隣野 まこと has kept an internal note",
    ),
    (NoticeKind.NOTE, "noted", None, "自動さんが内部メモを残しました", "Automatic has kept an internal note"),
    (
        NoticeKind.ADDED,
        "",
        STAFF[3],
        "責田 みさきさんがあなたをフォロワーに追加しました",
        "責田 みさき has made you a follower",
    ),
    (NoticeKind.WORD, "heard", None, "申出者からの連絡", "Word from the complainant"),
    (NoticeKind.WORD, "not_solved", None, "申出者の回答: 解決していない", "Complainant says: not solved"),
    (NoticeKind.STATE, "decided", STAFF[3], "決定しました", "Decision made"),
    (NoticeKind.STATE, "withdrawn", None, "申出者が取り下げました", "Withdrawn by the complainant"),
    (
        NoticeKind.CONFIDED,
        "confided",
        None,
        "申出者が担当から外してほしい人を挙げました",
        "Complainant named somebody who should not handle it",
    ),
    (NoticeKind.MISSED, "promise_missed", None, "約束の期日を過ぎました", "Promise missed"),
    (
        NoticeKind.HANDED_OVER,
        "",
        STAFF[3],
        "責田 みさきさんから引き継がれました",
        "責田 みさき has handed it over to you",
    ),
    (
        NoticeKind.ASSIGNED,
        "assigned",
        STAFF[3],
        "責田 みさきさんが、この苦情の担当をあなたにしました",
        "責田 みさき has put this complaint into your hands",
    ),
    (
        NoticeKind.TASK,
        "task_added",
        STAFF[3],
        "責田 みさきさんが、やることをあなたに割り当てました",
        "責田 みさき has given you a task",
    ),
    (NoticeKind.ESCALATION, "escalated", STAFF[1], "責任者に上申しました", "Brought before a lead"),
    (NoticeKind.RETURNED, "letter_returned", STAFF[1], "通知が返戻されました", "Letter came back"),
    (NoticeKind.APPROVAL, "approval_asked", STAFF[1], "承認を依頼しました", "Approval asked for"),
]


def on_paper(kind: NoticeKind, entry: str, by: Staff | None) -> Notice:
    row = Notice(kind=kind.value, by=by, at=NOON, complaint=complaint(), recipient=STAFF[1])
    row.event = event(entry, by=by or "system") if entry else None
    return row


@pytest.mark.parametrize(("kind", "entry", "by", "ja", "en"), SAID)
def test_notice_is_said_in_the_readers_language(
    kind: NoticeKind, entry: str, by: Staff | None, ja: str, en: str
) -> None:
    for language, expected in (("ja", ja), ("en", en)):
        with translation.override(language):
            [line] = lines_of([on_paper(kind, entry, by)])
            assert (str(line.says), line.text, line.icon) == (expected, "", ICON[kind])


def test_every_kind_is_said_and_has_a_sign_of_its_own() -> None:
    """What is told of corrective actions is said by their own records: tests/interfaces/desk/actions."""
    assert {kind for kind, *_ in SAID} == set(NoticeKind) - {NoticeKind.ACTION}
    assert ICON.keys() == set(NoticeKind)
    assert len(set(ICON.values())) == len(NoticeKind)


@pytest.mark.parametrize("kind", TOLD)
def test_entry_that_is_told_has_words_in_both_languages(kind: EventKind) -> None:
    said = {}
    for language in ("ja", "en"):
        with translation.override(language):
            said[language] = str(lines_of([on_paper(TOLD[kind], kind.value, STAFF[2])])[0].says)
    assert JAPANESE.search(said["ja"])
    assert said["ja"] != said["en"]


def test_nothing_said_to_the_complainant_by_us_is_told_to_ourselves() -> None:
    """Who writes a reply is no news to those who read the timeline; what comes back is."""
    assert not {EventKind.REPLIED, EventKind.REPLY_WRITTEN, EventKind.LETTER_SENT} & TOLD.keys()
    assert {EventKind.HEARD, EventKind.NOT_SOLVED, EventKind.DECLINED} <= TOLD.keys()
    given = {EventKind.TASK_ADDED, EventKind.TASK_REASSIGNED}
    assert {kind for kind in TOLD if kind.value.startswith(("clock", "task"))} == given, (
        "to whom they are given"
    )


def test_several_are_said_in_their_order() -> None:
    rows = [on_paper(kind, entry, by) for kind, entry, by, *_ in SAID]
    for number, row in enumerate(rows):
        row.at = NOON - timedelta(minutes=number)
    with translation.override("en"):
        assert [str(line.says) for line in lines_of(rows)] == [en for *_, en in SAID]
    assert lines_of([]) == []
