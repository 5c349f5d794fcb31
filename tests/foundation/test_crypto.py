"""Secrets: the slip's digits, the locator, slow hashes, fingerprints."""

from __future__ import annotations

import re
import threading
from collections import Counter

import pytest
from argon2 import extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation import crypto

pytestmark = pytest.mark.costly_hashes
KEY = "a key of the house"
OTHER_KEY = "the key of another house"


def test_tokens_are_unguessable_and_fit_into_an_address() -> None:
    tokens = {crypto.new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(re.fullmatch(r"[\w-]{22}", token) for token in tokens)  # 128 bits in base64


def test_locator_is_short_and_without_look_alikes() -> None:
    for _ in range(200):
        assert re.fullmatch(
            r"[ACDEFGHJKMNPQRTWXY34679]{4}-[ACDEFGHJKMNPQRTWXY34679]{4}", crypto.new_locator()
        )


@pytest.mark.parametrize("pair", ["0O", "1I", "1L", "5S", "8B", "2Z", "UV"])
def test_locator_never_uses_both_of_two_letters_that_sound_or_look_alike(pair: str) -> None:
    assert not set(pair) <= set(crypto._ALPHABET)


def test_locators_say_nothing_about_order() -> None:
    """No letter stands at one place more often than chance allows; two locators in a row share no beginning."""
    locators = [crypto.new_locator() for _ in range(1000)]
    assert len(set(locators)) == 1000
    first_letters = Counter(locator[0] for locator in locators)
    assert max(first_letters.values()) < 120


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=40))
def test_digits_of_a_slip_are_sixteen_and_belong_to_the_token(token: str) -> None:
    digits = crypto.receipt_digits(token, KEY)
    assert re.fullmatch(r"[0-9]{16}", digits)
    assert digits == crypto.receipt_digits(token, KEY)


def test_digits_cannot_be_told_without_the_key() -> None:
    assert crypto.receipt_digits("token", KEY) != crypto.receipt_digits("token", OTHER_KEY)


def test_digits_of_different_tokens_differ() -> None:
    assert len({crypto.receipt_digits(f"token-{n}", KEY) for n in range(500)}) == 500


def test_digits_keep_their_leading_noughts() -> None:
    some = [crypto.receipt_digits(f"token-{n}", KEY) for n in range(500)]
    assert any(digits.startswith("0") for digits in some)
    assert {len(digits) for digits in some} == {16}


def test_digits_are_printed_in_groups_of_four() -> None:
    assert crypto.in_groups("1234567890123456") == "1234 5678 9012 3456"


def test_fingerprint_is_keyed_and_of_one_purpose() -> None:
    prints = {
        crypto.fingerprint("intake", "token", KEY),
        crypto.fingerprint("message", "token", KEY),
        crypto.fingerprint("intake", "token", OTHER_KEY),
        crypto.fingerprint("intake", "tokens", KEY),
    }
    assert len(prints) == 4
    assert all(re.fullmatch(r"[0-9a-f]{64}", each) for each in prints)


def test_fingerprint_does_not_run_purpose_and_value_together() -> None:
    assert crypto.fingerprint("in", "take", KEY) != crypto.fingerprint("intake", "", KEY)
    assert crypto.fingerprint("intake", "", KEY) != crypto.fingerprint("", "intake", KEY)


def test_slow_hash_is_argon2id_of_the_recommended_cost_with_its_own_salt() -> None:
    one, two = crypto.slow_hash("1234567890123456"), crypto.slow_hash("1234567890123456")
    assert one != two
    assert one.startswith("$argon2id$")
    cost = extract_parameters(one)
    assert (cost.memory_cost, cost.time_cost, cost.parallelism) == (19_456, 2, 1)
    assert len(one) <= 200


def test_secret_matches_its_own_hash_alone() -> None:
    stored = crypto.slow_hash("1234567890123456")
    assert crypto.matches("1234567890123456", stored)
    for wrong in ("1234567890123457", "", "1234 5678 9012 3456", "1234567890123456 "):
        assert not crypto.matches(wrong, stored)


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$", "$argon2id$v=19$m=1,t=1,p=1$x$y"])
def test_secret_matches_nothing_that_is_no_hash(stored: str | None) -> None:
    assert not crypto.matches("0000000000000000", stored)


def test_unknown_locator_is_checked_against_a_hash_of_the_same_cost() -> None:
    """So that nobody can tell from the time an answer takes whether a locator exists."""
    assert extract_parameters(crypto._NOBODY) == extract_parameters(crypto.slow_hash("1"))


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\x00", "", "番号", "😀" * 1000])
def test_any_text_can_be_fingerprinted_and_tried_as_a_secret(text: str) -> None:
    """A JSON body may hold half a character: an answer is given all the same, and it is no."""
    assert re.fullmatch(r"[0-9a-f]{64}", crypto.fingerprint("intake", text, KEY))
    assert not crypto.matches(text, crypto.slow_hash("1234567890123456"))


def test_two_broken_texts_have_two_fingerprints() -> None:
    assert len({crypto.fingerprint("intake", text, KEY) for text in ("\ud800", "\ud801", "\ufffd", "?")}) == 4


@pytest.mark.parametrize(
    ("digits", "groups"),
    [
        ("0000000000000000", "0000 0000 0000 0000"),
        ("0012003400560078", "0012 0034 0056 0078"),
        ("12345", "1234 5"),
        ("1234", "1234"),
        ("", ""),
    ],
)
def test_groups_keep_every_digit_and_end_without_a_blank(digits: str, groups: str) -> None:
    assert crypto.in_groups(digits) == groups
    assert crypto.in_groups(digits).replace(" ", "") == digits


def test_hash_made_beside_is_the_slow_one() -> None:
    with crypto.slow_hash_beside("1234567890123456") as made:
        stored = made()
    assert crypto.matches("1234567890123456", stored)
    assert not crypto.matches("1234567890123457", stored)
    assert extract_parameters(stored) == extract_parameters(crypto.slow_hash("1"))


def test_hash_made_beside_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    with pytest.raises(KeyError), crypto.slow_hash_beside("1234567890123456"):
        raise KeyError
    assert set(threading.enumerate()) == before


def test_sealed_text_opens_with_its_key_purpose_and_row_alone() -> None:
    sealed = crypto.seal("合言葉", keys=[KEY], purpose="mailbox", about="7")
    assert "合言葉" not in sealed
    assert crypto.unseal(sealed, keys=[OTHER_KEY, KEY], purpose="mailbox", about="7") == "合言葉"
    for keys, purpose, about in (
        ([OTHER_KEY], "mailbox", "7"),
        ([KEY], "other", "7"),
        ([KEY], "mailbox", "8"),
    ):
        with pytest.raises(crypto.NotOurs):
            crypto.unseal(sealed, keys=keys, purpose=purpose, about=about)


def test_same_text_is_never_sealed_the_same_way_twice() -> None:
    seals = {crypto.seal("a", keys=[KEY], purpose="p", about="1") for _ in range(50)}
    assert len(seals) == 50


@pytest.mark.parametrize("at", [0, 3, 12, -1])
def test_sealed_text_that_was_touched_does_not_open(at: int) -> None:
    sealed = crypto.seal("合言葉", keys=[KEY], purpose="p", about="1")
    touched = sealed[:at] + ("B" if sealed[at] != "B" else "C") + (sealed[at + 1 :] if at != -1 else "")
    with pytest.raises(crypto.NotOurs):
        crypto.unseal(touched, keys=[KEY], purpose="p", about="1")


@given(st.text(max_size=60))
def test_any_text_as_a_seal_is_refused_and_nothing_else(text: str) -> None:
    with pytest.raises(crypto.NotOurs):
        crypto.unseal(text, keys=[KEY], purpose="p", about="1")


def test_seal_says_whether_it_is_of_the_newest_key() -> None:
    sealed = crypto.seal("a", keys=[KEY], purpose="p", about="1")
    assert crypto.is_sealed_anew(sealed, keys=[KEY, OTHER_KEY], purpose="p")
    assert not crypto.is_sealed_anew(sealed, keys=[OTHER_KEY, KEY], purpose="p")
