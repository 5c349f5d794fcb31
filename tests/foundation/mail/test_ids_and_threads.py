"""Which mail answers which: ids as RFC 5322 has them and as mailers write them. They are claims, and never lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.reading import read_mail
from tests.foundation.mail.mails import plain

SAID = "交換でお願いします。"
QUOTED = f"{SAID}\n\n> お待ちください。\n> 相談室"


def of(**fields: str) -> tuple[str, str, tuple[str, ...]]:
    """Message-ID, In-Reply-To and References as they are read."""
    head = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    read = read_mail(f"From: a@x.example\n{head}\nx".encode())
    return read.message_id, read.in_reply_to, read.references


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<1@x.example>", "<1@x.example>"),
        ("  <1@x.example>  ", "<1@x.example>"),
        ("<1@x.example> (a comment)", "<1@x.example>"),
        ("\n <1@x.example>", "<1@x.example>"),
        ("< 1@x.example >", "<1@x.example>"),
        ("<1@x.exa\n mple>", "<1@x.example>"),
        ("<1$%&'*+/=?^_`{|}~-@x.example>", "<1$%&'*+/=?^_`{|}~-@x.example>"),
        ("<no-at-sign>", "<no-at-sign>"),
        ("<1@[192.0.2.1]>", "<1@[192.0.2.1]>"),
        ("<苦情@x.example>", "<苦情@x.example>"),
        ("<1@x.example><2@x.example>", "<1@x.example>"),
        ("1@x.example", "1@x.example"),
        ("", ""),
        ("<>", "<>"),
    ],
)
def test_id_of_a_mail_is_read_as_it_is_meant(written: str, read: str):
    assert of(Message_ID=written)[0] == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<0@x.example>", "<0@x.example>"),
        # RFC 822 allowed words beside it, and several.
        ("Your message of Fri, 20 Nov 2026 10:12:00 +0900 <0@x.example>", "<0@x.example>"),
        ('"Mori Aiko" <0@x.example>', "<0@x.example>"),
        ("<0@x.example> <1@x.example>", "<0@x.example>"),
        ("0@x.example", ""),
        ("", ""),
    ],
)
def test_mail_that_is_answered_is_found_beside_whatever_else_is_written(written: str, read: str):
    assert of(In_Reply_To=written)[1] == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<0@x.example> <1@x.example>", ("<0@x.example>", "<1@x.example>")),
        (
            "<0@x.example>\n <1@x.example>\n\t<2@x.example>",
            ("<0@x.example>", "<1@x.example>", "<2@x.example>"),
        ),
        ("<0@x.example>,<1@x.example>", ("<0@x.example>", "<1@x.example>")),
        ("<0@x.example><1@x.example>", ("<0@x.example>", "<1@x.example>")),
        ("words <0@x.example> words", ("<0@x.example>",)),
        ("<0@x.example", ()),
        ("> <", ()),
        ("", ()),
    ],
)
def test_thread_is_kept_in_its_order(written: str, read: tuple[str, ...]):
    assert of(References=written)[2] == read


@pytest.mark.parametrize("many", [200, 201, 5_000])
def test_thread_of_any_length_is_read_up_to_an_end(many: int):
    found = of(References=" ".join(f"<{number}@x.example>" for number in range(many)))[2]
    assert found == tuple(f"<{number}@x.example>" for number in range(200))


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", " ", "\t"])
def test_id_holds_no_sign_that_could_end_it_or_steer_anything(sign: str):
    read = of(
        Message_ID=f"<1{sign}@x.example>",
        In_Reply_To=f"<0{sign}@x.example>",
        References=f"<0{sign}@x.example>",
    )
    assert read == ("<1@x.example>", "<0@x.example>", ("<0@x.example>",))


def test_id_longer_than_any_is_cut_or_none():
    message_id, answered, thread = of(
        Message_ID="<" + "x" * 5_000 + ">",
        In_Reply_To="<" + "x" * 5_000 + ">",
        References="<" + "x" * 5_000 + ">",
    )
    assert len(message_id) <= 902
    assert (answered, thread) == ("", ())


@pytest.mark.parametrize("missing", ["", "Message-ID:\n", "Message-ID:   \n"])
def test_mail_without_an_id_is_said_to_have_none(missing: str):
    read = read_mail(f"From: a@x.example\n{missing}\nx".encode())
    assert read.message_id == ""
    assert Flaw.NO_MESSAGE_ID in read.flaws


@pytest.mark.parametrize(
    ("fields", "new"),
    [
        ({"In_Reply_To": "<0@desk.example>"}, SAID),
        ({"References": "<0@desk.example>"}, SAID),
        ({"Subject": "Re: x"}, SAID),
    ],
)
def test_mail_that_answers_another_by_any_sign_is_cut_like_an_answer(fields: dict[str, str], new: str):
    raw = plain(QUOTED, **fields).replace(b"Subject: x\n", b"", 1 if "Subject" in fields else 0)
    assert read_mail(raw).reply_text == new


@pytest.mark.parametrize(
    "subject",
    ["Re: 皿", "RE：皿", "Re[2]: 皿", "Re(3): 皿", "Re^2: 皿", "返信: 皿", "AW: 皿", "SV: 皿", "回复：皿"],
)
def test_subject_says_in_many_ways_that_it_answers(subject: str):
    text = "ご回答のここが違います。\n> 返品できません。\n> 規則です。\n納得できません。"
    raw = plain(text, Subject=subject).replace(b"Subject: x\n", b"", 1)
    assert "返品できません。" not in read_mail(raw).reply_text


@pytest.mark.parametrize(
    "subject", ["皿", "Reclaim", "Return: 皿", "Are: you there", "返信がない", "Result: broken"]
)
def test_subject_of_a_new_letter_keeps_what_it_shows(subject: str):
    text = "ご回答のここが違います。\n> 返品できません。\n> 規則です。\n納得できません。"
    raw = plain(text, Subject=subject).replace(b"Subject: x\n", b"", 1)
    assert read_mail(raw).reply_text == text


@settings(max_examples=60)
@given(st.binary(max_size=80))
def test_any_bytes_give_ids_that_are_one_word(noise: bytes):
    noise = noise.replace(b"\n", b"").replace(b"\r", b"")
    read = read_mail(
        b"References: " + noise + b"\nIn-Reply-To: " + noise + b"\nMessage-ID: " + noise + b"\n\nx"
    )
    for one in (*read.references, read.in_reply_to, read.message_id):
        assert one == "".join(one.split())
        assert one.isprintable() or not one.isascii()
    assert all(one.startswith("<") and one.endswith(">") for one in read.references)
    assert read.in_reply_to in ("", *read.references)
