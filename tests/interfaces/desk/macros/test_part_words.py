"""Parts of a macro in words, in both languages: what is done, by whom, by when; and what is gone is said to be gone."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from kikitori.interfaces.desk.macros.part_words import ICON, PART_KIND, Names, by_day, part_told, parts_told
from kikitori.interfaces.desk.settings.macro_lines import macro_lines
from kikitori.records.together.parts import HOLDER, ME, Part, PartKind

K = PartKind
NAMES = Names({5: "隣野 まこと"}, {3: "お客様窓口"}, {7: "お詫び"})
SAID = [
    (
        Part(kind=K.ASSIGN, to=ME),
        "実行する人の担当になります。",
        "It comes into the hands of whoever uses this.",
    ),
    (Part(kind=K.ASSIGN, to="5"), "隣野 まことの担当になります。", "It goes into the hands of 隣野 まこと."),
    (
        Part(kind=K.ASSIGN, to="6"),
        "（削除済み）の担当になります。",
        "It goes into the hands of (not there any more).",
    ),
    (Part(kind=K.PLACE, queue="urgent"), "移動します: 置き場所「急ぎ」", "It is moved: queue “Urgent”."),
    (Part(kind=K.PLACE, team=3), "移動します: チーム「お客様窓口」", "It is moved: team “お客様窓口”."),
    (Part(kind=K.NOTE, words="確認"), "内部メモを残します:「確認」", "An internal note is kept: “確認”"),
    (
        Part(kind=K.TASK, words="確認", to=ME, days=1),
        "実行する人のやることに追加します（1営業日以内）:「確認」",
        "A task for whoever uses this, within 1 working day: “確認”",
    ),
    (
        Part(kind=K.TASK, words="確認", to=HOLDER, days=3),
        "その時点の担当者のやることに追加します（3営業日以内）:「確認」",
        "A task for whoever has it in hand, within 3 working days: “確認”",
    ),
    (
        Part(kind=K.CALL, days=2),
        "折り返し電話を約束します（2営業日以内）。",
        "A call back is promised, within 2 working days.",
    ),
    (
        Part(kind=K.CALL, days=2, words="配送の件"),
        "折り返し電話を約束します（2営業日以内）:「配送の件」",
        "A call back is promised, within 2 working days: “配送の件”",
    ),
    (
        Part(kind=K.PROMISE, days=1, words="写真をお返しします"),
        "次のことを約束します（1営業日以内）:「写真をお返しします」",
        "This is promised, within 1 working day: “写真をお返しします”",
    ),
    (
        Part(kind=K.ESCALATE, words="見て"),
        "責任者に上申します:「見て」",
        "It is brought before a lead: “見て”",
    ),
    (Part(kind=K.FOLLOW), "実行する人がフォローします。", "Whoever uses this follows it."),
    (
        Part(kind=K.REPLY, template=7),
        "定型文「お詫び」から返信の下書きを用意します。送信はしません。",
        "A reply from the template “お詫び” is laid ready. It is not sent.",
    ),
    (
        Part(kind=K.REPLY, template=8),
        "定型文「（削除済み）」から返信の下書きを用意します。送信はしません。",
        "A reply from the template “(not there any more)” is laid ready. It is not sent.",
    ),
]


@pytest.mark.parametrize(("part", "ja", "en"), SAID)
def test_part_is_told_in_both_languages(part: Part, ja: str, en: str) -> None:
    with override("ja"):
        assert part_told(part, NAMES) == ja
    with override("en"):
        assert part_told(part, NAMES) == en


def test_every_kind_is_told_called_and_drawn() -> None:
    assert {part.kind for part, _ja, _en in SAID} == set(PART_KIND) == set(ICON) == set(PartKind)


@pytest.mark.parametrize("kind", [K.TASK, K.CALL, K.PROMISE])
def test_day_that_is_known_takes_the_place_of_the_number(kind: PartKind) -> None:
    part = Part(kind=kind, days=2, words="確認", to=ME)
    with override("ja"):
        said = part_told(part, NAMES, by_day("11月25日（水）"))
    assert "11月25日（水）の終業まで" in said
    assert "営業日" not in said


@pytest.mark.parametrize("words", ["100%確実", "%(name)s", "%s %d"])
def test_signs_of_percent_in_what_people_wrote_are_only_signs(words: str) -> None:
    with override("ja"):
        for kind in (K.NOTE, K.TASK, K.PROMISE, K.ESCALATE):
            assert words in part_told(Part(kind=kind, words=words, to=ME, days=1), NAMES)


def test_parts_are_told_in_order() -> None:
    with override("ja"):
        told = parts_told([Part(kind=K.FOLLOW), Part(kind=K.ASSIGN, to=ME)], NAMES)
    assert told == ["実行する人がフォローします。", "実行する人の担当になります。"]


def test_record_of_changes_numbers_them_and_says_what_is_not_offered() -> None:
    kept = {
        "macro": 1,
        "name_ja": "引き取る",
        "name_en": "Take it",
        "parts": [{"kind": "assign", "to": "5"}, {"kind": "place", "team": 3}],
        "active": False,
    }
    with override("ja"):
        lines = list(macro_lines(kept, NAMES.staff, NAMES.teams, NAMES.templates))
    assert lines == [
        "引き取る / Take it",
        "1. 隣野 まことの担当になります。",
        "2. 移動します: チーム「お客様窓口」",
        "（選べません）",
    ]


def test_record_of_a_new_macro_has_nothing_before() -> None:
    assert list(macro_lines({}, {}, {}, {})) == []
