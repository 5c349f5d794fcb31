"""Addresses are taken as they are written; where two readings are possible there is none."""

from __future__ import annotations

import pytest

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
