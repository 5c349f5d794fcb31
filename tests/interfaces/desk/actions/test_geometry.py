"""Where lines and words of the drawings stand: nothing overlaps, nothing leaves the page, nothing is lost silently."""

from __future__ import annotations

import pytest

from kikitori.interfaces.desk.actions.geometry import LINE, bars, fish, whys, wrapped

LONG = "緩衝材の量が手順書に書かれておらず、担当者ごとに入れる量が違っていたため、箱の中で皿が動いた"
NAMES = {
    "people": "人",
    "method": "方法",
    "machine": "設備",
    "material": "材料",
    "measure": "測定",
    "place": "環境",
}


def width_of(line: str) -> float:
    return sum(1 if ord(letter) > 0x2000 else 0.56 for letter in line)


@pytest.mark.parametrize("letters", [5, 11, 20, 40])
@pytest.mark.parametrize(
    "text", [LONG, "Padding was never written into the packing instructions", "x" * 90, "混在 mixed 文 text"]
)
def test_no_line_is_longer_than_its_place_and_nothing_is_lost(text: str, letters: int) -> None:
    lines = wrapped(text, letters, most=99)
    assert all(width_of(line) <= letters + 1e-9 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_words_of_latin_letters_stay_whole_where_they_fit() -> None:
    assert wrapped("padding was never written", 8) == ["padding was", "never written"]


def test_what_does_not_fit_ends_in_a_sign_of_it() -> None:
    lines = wrapped(LONG, 10, most=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(width_of(line) <= 11 for line in lines)
    assert wrapped("短い", 10, most=2) == ["短い"]
    assert wrapped("  ", 10) == []


@pytest.mark.parametrize("number", [1, 2, 5, 7])
def test_boxes_stand_below_each_other(number: int) -> None:
    drawn = whys([LONG] * number)
    tops = [box.y for box in drawn.boxes]
    feet = [box.y + box.height for box in drawn.boxes]
    assert len(drawn.boxes) == number
    assert all(foot < top for foot, top in zip(feet, tops[1:], strict=False))
    assert feet[-1] < drawn.height
    assert [box.leads_on for box in drawn.boxes] == [True] * (number - 1) + [False]
    for box in drawn.boxes:
        assert all(box.y < line.y < box.y + box.height for line in box.lines)
        assert [two.y - one.y for one, two in zip(box.lines, box.lines[1:], strict=False)] == [LINE] * (
            len(box.lines) - 1
        )


def test_every_why_has_its_number() -> None:
    assert [box.lines[0].text[:2] for box in whys(["甲", "乙", "丙"]).boxes] == ["1.", "2.", "3."]


def test_bones_meet_the_spine_in_pairs() -> None:
    drawn = fish(LONG, NAMES, {})
    assert [bone.name.text for bone in drawn.bones] == list(NAMES.values())
    assert all(bone.y2 == drawn.spine for bone in drawn.bones)
    assert [bone.y1 < drawn.spine for bone in drawn.bones] == [True, False] * 3
    assert [bone.x2 for bone in drawn.bones] == sorted(bone.x2 for bone in drawn.bones)
    assert all(0 < bone.x1 < bone.x2 < drawn.neck for bone in drawn.bones)
    assert drawn.head_top >= 0
    assert drawn.head_top + drawn.head_height <= drawn.height


@pytest.mark.parametrize("number", [0, 1, 3, 4, 9])
def test_causes_stay_on_their_side_and_inside(number: int) -> None:
    drawn = fish("壊れた荷物", NAMES, {code: [LONG] * number for code in NAMES})
    for bone in drawn.bones:
        above = bone.y1 < drawn.spine
        for line in bone.causes:
            assert 0 < line.x < bone.x2
            assert 0 < line.y < drawn.height
            assert (line.y <= drawn.spine) == above
        rows = [line.y for line in bone.causes]
        assert rows == sorted(rows)
        assert len(set(rows)) == len(rows)


def test_more_causes_than_fit_are_counted() -> None:
    drawn = fish("x", NAMES, {"people": [f"要因{n}" for n in range(9)]})
    texts = [line.text for line in drawn.bones[0].causes]
    assert texts == ["要因0", "要因1", "要因2", "… +6"]


@pytest.mark.parametrize("rates", [[3.0, 1.0], [0.0, 5.0], [4.0, 0.0], [0.0, 0.0], [1e6, 1.0]])
def test_longest_bar_is_the_greatest_rate_and_none_has_no_length(rates: list[float]) -> None:
    drawn, limit = bars(rates, rates[0] / 2)
    assert all(1 <= bar.length <= 200 for bar in drawn)
    assert drawn[0].y < drawn[1].y
    if any(rates):
        assert max(bar.length for bar in drawn) == 200
    assert 0 <= limit <= 100
