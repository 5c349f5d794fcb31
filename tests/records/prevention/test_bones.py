"""Heads of a fishbone: shipped ones, an organisation's own, those that are drawn, and those an analysis has kept."""

from __future__ import annotations

from kikitori.records.prevention.actions import FishboneHead
from kikitori.records.prevention.bones import as_drawn, drawn_heads, heads_with, shipped_heads, to_draw


def own(code: str, **said: object) -> FishboneHead:
    return FishboneHead(**{"code": code, "name_ja": "顧客", "place": 1, **said})


def test_own_words_and_own_heads_stand_in_their_order() -> None:
    known = heads_with(
        [own("people", name_ja="人員", place=9), own("own_1", name_en="Money", name_ja="", place=2)]
    )
    assert list(known) == ["method", "own_1", "machine", "material", "measurement", "environment", "people"]
    assert (known["people"].name.ja, known["people"].name.en) == ("人員", "人員")
    assert known["own_1"].name.ja == "Money"
    assert shipped_heads()["people"].name.ja == "人"


def test_head_out_of_use_is_drawn_only_where_something_stands_under_it() -> None:
    known = heads_with([own("people", is_offered=False)])
    assert "people" not in to_draw(known)
    assert next(iter(to_draw(known, {"people"}))) == "people"


def test_what_was_drawn_keeps_its_heads_by_name() -> None:
    kept = as_drawn(to_draw(heads_with([own("people", name_en="Customers")])).values())
    assert kept[0] == {"code": "people", "ja": "顧客", "en": "Customers"}
    assert drawn_heads(kept)["people"].en == "Customers"
    assert len(drawn_heads(kept)) == 6


def test_analysis_from_before_heads_were_kept_has_the_shipped_ones() -> None:
    assert drawn_heads([]) == {code: head.name for code, head in shipped_heads().items()}
