"""Readings of cards that were there before: the database folds them as the program folds new ones."""

import re
from pathlib import Path

import pytest
from django.db import connection

from kikitori import records
from kikitori.foundation.language.names import kana_sound, normalise_kana

[MIGRATION] = (Path(records.__file__).parent / "migrations").glob("*_people.py")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "reading",
    [
        "オオノ ハナ",
        "ｵｰﾉ",
        "ハットリ",
        "ミヅエ",
        "キョウコ",
        "ユウゴ",
        "ジャン＝ポール",
        "ヴァイオラ",
        "サトウ・ハルカ",
        "ヱビス",
    ],
)
def test_old_reading_meets_the_new_one(reading: str) -> None:
    sql = MIGRATION.read_text(encoding="utf-8").replace("\\\\", "\\")
    found = re.search(r"set kana_key = (left\(.*?, 300\))\s+where", sql, re.DOTALL)
    assert found is not None
    with connection.cursor() as cursor:
        cursor.execute(f"select {found[1]} from (select %s as name_kana) old", [normalise_kana(reading)])
        assert cursor.fetchone()[0] == kana_sound(reading)
