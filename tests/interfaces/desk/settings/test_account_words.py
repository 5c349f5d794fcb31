"""Changes of accounts in words: added, changed, closed, an address, a link, a password."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils.translation import override

from kikitori.interfaces.desk.settings.account_words import account_told

KEPT = {
    "staff": 7, "login": "arai", "name": "新井 めぐみ", "name_kana": "アライ メグミ", "role": "handler", "team": 3,
    "language": "ja", "email": "",
}  # fmt: skip


@dataclass
class Known:
    staff: dict[int, str] = field(default_factory=lambda: {7: "新井 めぐみ"})
    teams: dict[int, str] = field(default_factory=lambda: {3: "窓口"})


@pytest.mark.parametrize(
    ("before", "after", "ja", "en"),
    [
        ({}, KEPT, "新井 めぐみさんのアカウントの登録", "Account of 新井 めぐみ added"),
        (
            KEPT,
            {**KEPT, "role": "lead"},
            "新井 めぐみさんのアカウントの変更",
            "Account of 新井 めぐみ changed",
        ),
        (
            {"staff": 7, "active": True},
            {"staff": 7, "active": False, "left": {"drafts": 2}},
            "新井 めぐみさんのアカウントの利用停止",
            "Account of 新井 めぐみ closed",
        ),
        (
            {"staff": 7, "email": ""},
            {"staff": 7, "email": "a@example.jp"},
            "新井 めぐみさんのメールアドレスの設定",
            "E-mail address of 新井 めぐみ set",
        ),
        (
            {"staff": 7},
            {"staff": 7, "link": 1},
            "新井 めぐみさんのパスワード設定用リンクの発行",
            "Link for a password of 新井 めぐみ made",
        ),
        (
            {"staff": 7},
            {"staff": 7, "password": 1},
            "新井 めぐみさんのパスワードの設定",
            "新井 めぐみ has chosen a password",
        ),
    ],
)
def test_each_change_has_its_words(before: Any, after: Any, ja: str, en: str) -> None:
    with override("en"):
        assert account_told(before, after, Known()).what == en
    with override("ja"):
        told = account_told(before, after, Known()).what
    assert told == ja or "left" in after


def test_new_account_is_told_in_full() -> None:
    with override("ja"):
        lines = account_told({}, KEPT, Known()).after
    assert lines == [
        "サインイン名：arai",
        "氏名：新井 めぐみ (アライ メグミ)",
        "役割：担当者",
        "チーム：窓口",
        "言語：ja",
        "メールアドレス：なし",
    ]


def test_of_a_change_only_what_differs_is_told() -> None:
    after = {**KEPT, "role": "lead", "team": None, "name_kana": ""}
    with override("en"):
        told = account_told(KEPT, after, Known())
    assert told.before == ["Name: 新井 めぐみ (アライ メグミ)", "Role: Handler", "Team: 窓口"]
    assert told.after == ["Name: 新井 めぐみ", "Role: Lead", "Team: none"]
    assert told.url == "/desk/staff/7/"


def test_address_before_and_after_are_told() -> None:
    with override("en"):
        told = account_told({"staff": 7, "email": ""}, {"staff": 7, "email": "a@example.jp"}, Known())
    assert (told.before, told.after) == (["none"], ["a@example.jp"])
