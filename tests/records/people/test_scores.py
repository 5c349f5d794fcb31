"""When two cards look alike enough to ask somebody: never for a shared name alone."""

from dataclasses import replace

import pytest

from kikitori.foundation.language.names import kana_sound, name_fold
from kikitori.records.people.scores import Features, Likeness, likenesses

L = Likeness
HANA = Features(name=name_fold("試野 はな"), kana="タメシノハナ", sound=kana_sound("タメシノ ハナ"))
MAIL, PHONE, POST = ("email", "hana@example.jp"), ("phone", "+81312345678"), ("post", "見本町1")
NOBODY = Features()


def with_(*roads: tuple[str, str], one: Features = NOBODY) -> Features:
    return replace(one, roads=frozenset(roads))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (HANA, HANA, (L.NAME_AND_READING,)),
        (with_(MAIL), with_(MAIL, PHONE), (L.MAIL,)),
        (with_(PHONE), with_(PHONE), (L.PHONE,)),
        (with_(PHONE, MAIL, one=HANA), with_(PHONE, MAIL, one=HANA), (L.MAIL, L.PHONE, L.NAME_AND_READING)),
        # A household shares its address, and many share a name: neither alone is a reason, both together are.
        (with_(POST), with_(POST), ()),
        (replace(HANA, kana="", sound=""), HANA, ()),
        (with_(POST, one=replace(HANA, kana="", sound="")), with_(POST, one=HANA), (L.ADDRESS, L.NAME)),
        (NOBODY, NOBODY, ()),
        (with_(("other", "庭先")), with_(("other", "庭先")), ()),
        (with_(("phone", "")), with_(("phone", "")), ()),
    ],
)
def test_cards_have_in_common_what_they_have_in_common(
    one: Features, other: Features, found: tuple[Likeness, ...]
) -> None:
    assert likenesses(one, other) == likenesses(other, one) == found


def test_reading_that_sounds_alike_is_asked_about_together_with_the_name() -> None:
    ono, oono = (
        Features(name="大野花", kana=kana, sound=kana_sound(kana)) for kana in ("オーノハナ", "オオノハナ")
    )
    assert likenesses(ono, oono) == (L.SOUND, L.NAME)
    assert likenesses(replace(ono, name="小野花"), oono) == ()


def test_member_number_counts_within_one_organisation_only() -> None:
    one, other = (Features(numbers=frozenset({(body, "a12")})) for body in (None, 7))
    assert likenesses(one, one) == (L.MEMBER_NUMBER,)
    assert likenesses(one, other) == ()
