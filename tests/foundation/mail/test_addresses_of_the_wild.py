"""Addresses as RFC 5322 and its forerunners allow them, as carriers gave them out, and as nobody may be fooled by them."""

from __future__ import annotations

from email.utils import formataddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.addresses import Address, addresses_of
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.reading import read_mail


def named(raw: str | bytes) -> list[tuple[str, str]]:
    """Names and addresses of those of whom it is certain."""
    found = addresses_of(raw.encode() if isinstance(raw, str) else raw)
    return [(one.name, one.address) for one in found if one.sure]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        # RFC 5322 appendix A, with other people.
        ("Mori Aiko <mori@machine.example>", [("Mori Aiko", "mori@machine.example")]),
        (
            'Aiko <a@x.example>, mori@example.net, "Sato \\"Q\\" Ken" <k@y.example>',
            [("Aiko", "a@x.example"), ("", "mori@example.net"), ('Sato "Q" Ken', "k@y.example")],
        ),
        ("Desk:Aiko <a@x.example>,ken@y.example;", [("Aiko", "a@x.example"), ("", "ken@y.example")]),
        ("Undisclosed recipients:;", []),
        ("Desk:;, a@x.example", [("", "a@x.example")]),
        ("Aiko(her name) <a@x.example(work)>", [("Aiko(her name)", "a@x.example")]),
        ("<@relay.example,@other.example:a@x.example>", [("", "a@x.example")]),
        ("Aiko <a @ x.example>", [("Aiko", "a@x.example")]),
        ("Aiko\r\n <a@x.example>", [("Aiko", "a@x.example")]),
        (", a@x.example,, b@x.example,", [("", "a@x.example"), ("", "b@x.example")]),
        # Local parts that the standard forbids and carriers gave out, and those it allows and nobody expects.
        ("<a..b@carrier.example>", [("", "a..b@carrier.example")]),
        ("<.a@carrier.example>", [("", ".a@carrier.example")]),
        ("<a.@carrier.example>", [("", "a.@carrier.example")]),
        ("<-a-@carrier.example>", [("", "-a-@carrier.example")]),
        ("a+plates@x.example", [("", "a+plates@x.example")]),
        ("o'brien@x.example", [("", "o'brien@x.example")]),
        ("a/b=c?d@x.example", [("", "a/b=c?d@x.example")]),
        ('"a b"@x.example', [("", '"a b"@x.example')]),
        ("a@[192.0.2.1]", [("", "a@[192.0.2.1]")]),
        # Names as mailers write them.
        ("'Aiko Mori' <a@x.example>", [("Aiko Mori", "a@x.example")]),
        ('"森 愛子" <a@x.example>', [("森 愛子", "a@x.example")]),
        ("森　愛子 <a@x.example>", [("森　愛子", "a@x.example")]),
        ("森愛子<a@x.example>", [("森愛子", "a@x.example")]),
        ("株式会社 見本（営業） <a@x.example>", [("株式会社 見本（営業）", "a@x.example")]),
        ("=?UTF-8?B?5qOu?= =?UTF-8?B?5oSb5a2Q?= <a@x.example>", [("森愛子", "a@x.example")]),
        ('"=?UTF-8?B?5qOu?=" <a@x.example>', [("森", "a@x.example")]),
        ("a@x.example (森 愛子)", [("森 愛子", "a@x.example")]),
        ('"Mori, Aiko (Ms.)" <a@x.example>', [("Mori, Aiko (Ms.)", "a@x.example")]),
        ("Ms. Aiko Mori <a@x.example>", [("Ms. Aiko Mori", "a@x.example")]),
        # Domains of other letters.
        ("森@例え.example", [("", "森@例え.example")]),
        ("a@xn--r8jz45g.example", [("", "a@xn--r8jz45g.example")]),
    ],
)
def test_people_are_read_from_every_form_there_is(raw: str, found: list[tuple[str, str]]):
    assert named(raw) == found


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "iso2022_jp", "utf-8"])
@pytest.mark.parametrize("name", ["表 能子", "ソフト販売", "森, 愛子", "十（仮）", "予定 <仮>"])
def test_name_in_any_charset_cuts_no_list(name: str, codec: str):
    """Second bytes of Shift_JIS and pairs of ISO-2022-JP are those of commas, quotes, backslashes and brackets."""
    quoted = f'"{name}" <a@x.example>, b@x.example'.encode(codec)
    assert [address for _, address in named(quoted)][-1] == "b@x.example"


@pytest.mark.parametrize(
    "raw",
    [
        # Two people in one: who is meant is not for us to choose.
        "alice@x.example <bob@y.example> carol@z.example",
        "<alice@x.example <bob@y.example>",
        "alice@x.example bob@y.example",
        "alice@x.example@y.example",
        "alice@x.example(<bob@y.example>",
        "alice@x.example]bob@y.example",
        '"alice@x.example"bob@y.example carol@z.example',
        # Nobody.
        "alice",
        "alice@",
        "@x.example",
        "<alice>",
        "<>",
        "( )",
        '""',
    ],
)
def test_nobody_is_certain_where_two_are_possible_or_none(raw: str):
    """After CVE-2023-27043: one parser's Alice must never be another's Bob."""
    assert named(raw) == []


@pytest.mark.parametrize("sign", ["(", ")", "<", ">", ")(", "> >"])
def test_sign_without_its_other_half_between_two_addresses_leaves_neither(sign: str):
    assert [one.address for one in addresses_of(f"alice@x.example{sign}<bob@y.example>".encode())] == [""]


@pytest.mark.parametrize(
    "name", ["営業部(東京", "見本商会)", "a < b", "(仮) 森", "森 (a@x.example)", '"a@x.example("']
)
def test_sign_without_its_other_half_in_a_name_alone_harms_nobody(name: str):
    assert [address for _, address in named(f"{name} <bob@y.example>")] == ["bob@y.example"]


@pytest.mark.parametrize(
    ("raw", "flaw"),
    [
        (b"", Flaw.NO_FROM),
        (b"From: \n", Flaw.NO_FROM),
        (b"From: Aiko\n", Flaw.BAD_FROM),
        (b"From: <>\n", Flaw.BAD_FROM),
        (b"From: a@x.example b@x.example\n", Flaw.BAD_FROM),
        (b"From: a@x.example, b@x.example\n", Flaw.SEVERAL_FROM),
        (b"From: a@x.example\nFrom: b@x.example\n", Flaw.DUPLICATE_HEADER),
    ],
)
def test_mail_says_what_is_wrong_with_its_sender(raw: bytes, flaw: Flaw):
    assert flaw in read_mail(raw + b"Subject: x\n\nx").flaws


def test_sender_whose_mail_has_one_address_and_one_name_is_the_one_with_the_address():
    assert read_mail(b"From: Desk, a@x.example\n\nx").sender.address == "a@x.example"


#: Any letters and signs; of blanks the one that every mailer writes alike.
NAMES = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn"),
        include_characters=" ",
        exclude_characters="\"\\'=",
    ),
    max_size=30,
)
LOCALS = st.text(st.sampled_from("abcXYZ019.+_-"), min_size=1, max_size=20)


@settings(max_examples=60)
@given(NAMES, LOCALS)
def test_person_as_another_library_writes_them_is_read(name: str, local: str):
    raw = formataddr((name, f"{local}@x.example"), "utf-8")
    assert addresses_of(raw.encode()) == [Address(" ".join(name.split()), f"{local}@x.example", sure=True)]


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["森 愛子", "Mori, Aiko", "", 'A "B" C', "(仮)"]), LOCALS), max_size=12
    )
)
def test_list_as_another_library_writes_it_is_read_in_its_order(people: list[tuple[str, str]]):
    raw = ", ".join(formataddr((name, f"{local}@x.example"), "utf-8") for name, local in people)
    found = addresses_of(raw.encode())
    assert [one.address for one in found] == [f"{local}@x.example" for _, local in people]


@settings(max_examples=60)
@given(st.binary(max_size=80), st.binary(max_size=80))
def test_whatever_stands_around_it_an_address_is_never_made_up(before: bytes, after: bytes):
    raw = before + b" <a@x.example> " + after
    for one in addresses_of(raw):
        if one.sure and one.address:
            local, _, domain = one.address.rpartition("@")
            assert local
            assert domain
            assert "\n" not in one.address
