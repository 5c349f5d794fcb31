"""Addresses are taken as they are written; where two readings are possible there is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.addresses import Address, addresses_of


@pytest.mark.parametrize(
    ("raw", "name", "address"),
    [
        (b"a@shop.example", "", "a@shop.example"),
        (b"<a@shop.example>", "", "a@shop.example"),
        (b"Aiko Mori <a@shop.example>", "Aiko Mori", "a@shop.example"),
        (b'"Mori, Aiko" <a@shop.example>', "Mori, Aiko", "a@shop.example"),
        (b'"Mori \\"Ai\\"" <a@shop.example>', 'Mori "Ai"', "a@shop.example"),
        (b"a@shop.example (Aiko)", "Aiko", "a@shop.example"),
        (b"a..b.@docomo.ne.jp", "", "a..b.@docomo.ne.jp"),
        (b'"a b"@shop.example', "", '"a b"@shop.example'),
        (b"<@relay.example:a@shop.example>", "", "a@shop.example"),
        ("森 愛子 <a@shop.example>".encode(), "森 愛子", "a@shop.example"),
        ("森 愛子 <a@shop.example>".encode("iso2022_jp"), "森 愛子", "a@shop.example"),
        ("森 <a@shop.example>".encode("cp932"), "森", "a@shop.example"),
        (b"=?UTF-8?B?5qOu?= <a@shop.example>", "森", "a@shop.example"),
        ("<苦情@shop.example>".encode(), "", "苦情@shop.example"),
    ],
)
def test_one_address_is_read_as_written(raw: bytes, name: str, address: str):
    assert addresses_of(raw) == [Address(name, address, sure=True)]


@pytest.mark.parametrize(
    "raw",
    [
        b"alice@shop.example)bob@evil.example",
        b"alice@shop.example bob@evil.example",
        b"<alice@shop.example> <bob@evil.example>",
        b"Alice <alice@shop.example>bob@evil.example",
        b"<alice@shop.example@evil.example>",
        b"alice(@shop.example",
        b"Undisclosed",
        b"<>",
        b"@",
        b"<",
    ],
)
def test_doubtful_one_is_never_sure(raw: bytes):
    assert [one for one in addresses_of(raw) if one.sure] == []


def test_list_is_kept_in_order_and_groups_are_opened():
    raw = b"friends: Aiko <a@shop.example>, b@shop.example; , c@shop.example"
    assert [one.address for one in addresses_of(raw)] == [
        "a@shop.example",
        "b@shop.example",
        "c@shop.example",
    ]


@pytest.mark.parametrize(
    "raw", [b'"x, a@shop.example, b@shop.example', b"(x, a@shop.example, b@shop.example"]
)
def test_what_never_closes_swallows_nobody(raw: bytes):
    assert "b@shop.example" in [one.address for one in addresses_of(raw)]


@pytest.mark.parametrize(
    "raw", [b'"a, b" <c@shop.example>', b"(a, b) c@shop.example", b"(a (b, c)) c@shop.example"]
)
def test_comma_in_quotes_or_comments_cuts_nothing(raw: bytes):
    assert [one.address for one in addresses_of(raw)] == ["c@shop.example"]


def test_number_of_people_is_limited():
    assert len(addresses_of(b"a@shop.example, " * 2_000)) == 500


def read(raw: str) -> list[tuple[str, str, bool]]:
    return [(one.name, one.address, one.sure) for one in addresses_of(raw.encode())]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ('"a@shop.example" <b@shop.example>', "a@shop.example"),
        ("a@shop.example <b@shop.example>", "a@shop.example"),
        ("=?UTF-8?Q?a=40shop.example?= <b@shop.example>", "a@shop.example"),
        ('"a@shop.example, c@shop.example" <b@shop.example>', "a@shop.example, c@shop.example"),
        ("b@shop.example (a@shop.example)", "a@shop.example"),
    ],
)
def test_address_that_is_only_a_name_is_never_written_to(raw: str, name: str):
    assert read(raw) == [(name, "b@shop.example", True)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<a@shop.example>,<b@shop.example>", ["a@shop.example", "b@shop.example"]),
        ("a@shop.example;b@shop.example", ["a@shop.example", "b@shop.example"]),
        ("a@shop.example,", ["a@shop.example"]),
        (", ,a@shop.example, ,", ["a@shop.example"]),
        ("undisclosed-recipients:;", []),
        ("A: ; B: b@shop.example;", ["b@shop.example"]),
        ("=?UTF-8?B?5qOuLCDmhJvlrZA=?= <a@shop.example>", ["a@shop.example"]),
        ("", []),
        (" \t\r\n", []),
        (",,,", []),
    ],
)
def test_signs_between_people_name_nobody(raw: str, expected: list[str]):
    assert [address for _, address, _ in read(raw)] == expected


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("'Aiko' <a@shop.example>", "Aiko"),
        ("<a@shop.example> (Aiko)", "Aiko"),
        ("Aiko\r\n\t<a@shop.example>", "Aiko"),
        ("=?ISO-2022-JP?B?GyRCPzkbKEI=?= <a@shop.example>", "森"),
        ("=?UTF-8?B?5qOu?= =?UTF-8?B?5oSb5a2Q?= <a@shop.example>", "森愛子"),
        ("👩‍👧‍👦 <a@shop.example>", "👩‍👧‍👦"),
        ("\u202eAiko <a@shop.example>", "Aiko"),
        ("Aiko\x00\x07 <a@shop.example>", "Aiko"),
    ],
)
def test_name_is_one_line_that_shows_what_it_says(raw: str, name: str):
    assert read(raw) == [(name, "a@shop.example", True)]


@pytest.mark.parametrize("sign", ["\r\nBcc: x@evil.example", "\x00", "\x1b[31m"])
def test_no_control_character_comes_out_in_an_address(sign: str):
    for one in addresses_of(f"<a{sign}@shop.example>, b@shop.example{sign}".encode()):
        assert not [sign for sign in one.address if ord(sign) < 32]


def test_address_longer_than_any_is_nobodys():
    assert addresses_of(b"x" * 3_000 + b"@shop.example") == []


@settings(max_examples=50)
@given(st.text(st.sampled_from('ab@.<>()[],;:" \\森＠\r\n\x1b$B'), max_size=40))
def test_any_header_names_somebody_or_nobody_and_never_a_half(text: str):
    for one in addresses_of(text.encode()):
        assert one.name or one.address
        assert not one.sure or "@" in one.address
        assert not {"\r", "\n", "\x00"} & set(one.name + one.address)
