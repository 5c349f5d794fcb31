"""Whole letters as Japanese mailers, telephones and carriers send them: the subject, the sender and the words come through."""

from __future__ import annotations

import base64

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.charset import decode
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.flowed import unflowed
from kikitori.foundation.mail.reading import Reading, read_mail
from tests.foundation.mail.mails import of_parts

TEXT = "十一月三日に届いた皿が割れていました。交換をお願いします。"
SUBJECT = "皿が割れていました"
NAME = "森 愛子"


def word(text: str, charset: str = "ISO-2022-JP", codec: str = "iso2022_jp") -> bytes:
    return b"=?%s?B?%s?=" % (charset.encode(), base64.b64encode(text.encode(codec)))


def letter(*fields: bytes, body: bytes) -> Reading:
    return read_mail(b"\r\n".join([*fields, b"", body]))


def must_say(found: Reading, subject: str = SUBJECT, name: str = NAME, text: str = TEXT) -> None:
    assert (found.subject, found.sender.name, found.text) == (subject, name, text)
    assert found.sender.address == "aiko@shop.example"
    assert found.sender.sure


def test_letter_of_the_nineties_is_all_in_seven_bits():
    found = letter(
        b"From: " + word(NAME) + b" <aiko@shop.example>",
        b"Subject: " + word(SUBJECT),
        b"Content-Type: text/plain; charset=ISO-2022-JP",
        b"Content-Transfer-Encoding: 7bit",
        body=TEXT.encode("iso2022_jp"),
    )
    must_say(found)
    assert found.confidence == 1.0
    assert found.charset == "iso2022_jp"


def test_letter_before_mime_has_its_kanji_in_the_header_as_they_are():
    """No encoded words, no Content-Type: the escape sequences say it all."""
    found = letter(
        NAME.encode("iso2022_jp").join([b"From: ", b" <aiko@shop.example>"]),
        b"Subject: " + SUBJECT.encode("iso2022_jp"),
        body=TEXT.encode("iso2022_jp"),
    )
    must_say(found)
    assert Flaw.CHARSET_MISSING in found.flaws


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "utf-8"])
def test_letter_of_a_script_has_eight_bits_everywhere_and_says_nothing_of_them(codec: str):
    found = letter(
        b"From: " + NAME.encode(codec) + b" <aiko@shop.example>",
        b"Subject: " + SUBJECT.encode(codec),
        body=TEXT.encode(codec),
    )
    must_say(found)
    assert found.charset == codec


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("ISO-2022-JP", "cp932"),
        ("ISO-2022-JP", "utf-8"),
        ("ISO-2022-JP", "euc_jp"),
        ("Shift_JIS", "iso2022_jp"),
        ("Shift_JIS", "utf-8"),
        ("Shift_JIS", "euc_jp"),
        ("EUC-JP", "cp932"),
        ("EUC-JP", "utf-8"),
        ("UTF-8", "cp932"),
        ("UTF-8", "iso2022_jp"),
        ("UTF-8", "euc_jp"),
        ("us-ascii", "utf-8"),
        ("us-ascii", "cp932"),
        ("iso-8859-1", "cp932"),
        ("iso-8859-1", "utf-8"),
        ("windows-1252", "euc_jp"),
        ("gb2312", "cp932"),
        ("unknown-8bit", "cp932"),
        ("x-user-defined", "utf-8"),
        ("jis-x-9999", "cp932"),
    ],
)
def test_letter_whose_declaration_lies_is_read_rightly_and_said_to_lie(declared: str, codec: str):
    found = letter(
        b"From: aiko@shop.example",
        f"Content-Type: text/plain; charset={declared}".encode(),
        body=TEXT.encode(codec),
    )
    assert found.text == TEXT
    assert found.flaws & {Flaw.CHARSET_WRONG, Flaw.CHARSET_UNKNOWN, Flaw.CHARSET_MISSING}
    assert found.confidence < 1


@pytest.mark.parametrize(
    "declaration",
    [
        'text/plain; charset="iso-2022-jp"',
        "text/plain; charset='iso-2022-jp'",
        "text/plain;charset=iso-2022-jp",
        "text/plain; charset=iso-2022-jp; format=flowed",
        "text/plain; format=flowed; charset=iso-2022-jp",
        "text/plain; charset=iso-2022-jp format=flowed",
        "text/plain; charset = ISO-2022-JP",
        "text/plain;\r\n\tcharset=iso-2022-jp",
        "TEXT/PLAIN; CHARSET=ISO-2022-JP",
        "text/plain; charset=iso-2022-jp (Japanese)",
        "text; charset=iso-2022-jp",
        "text/plain; charset*=us-ascii'en'iso-2022-jp",
    ],
)
def test_declaration_is_understood_however_a_mailer_writes_it(declaration: str):
    found = letter(
        b"From: aiko@shop.example",
        b"Content-Type: " + declaration.encode(),
        body=TEXT.encode("iso2022_jp"),
    )
    assert found.text == TEXT


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        ("①皿 ②茶碗 Ⅲ階 ㈱見本 ㍉ ㌔ № ℡", "cp932", "Shift_JIS"),
        ("髙橋、山﨑、塚本、德永と申します。", "cp932", "Shift_JIS"),
        ("ｶｯﾌﾟとｿｰｻｰが割れてました。", "cp932", "Shift_JIS"),
        ("ｶｯﾌﾟとｿｰｻｰが割れてました。", "euc_jp", "EUC-JP"),
        ("～からーまで－∥￢", "cp932", "Shift_JIS"),
        ("〜から−まで", "iso2022_jp", "ISO-2022-JP"),
        ("お皿😡が割れていました💔", "utf-8", "UTF-8"),
        ("𠮷野家の𩸽", "utf-8", "UTF-8"),
        ("葛󠄀城市", "utf-8", "UTF-8"),
        ("が (合成) と が", "utf-8", "UTF-8"),
        ("ヷヸヹヺ ゔ ㇰ", "utf-8", "UTF-8"),
        ("円記号 \\1,000 と ‾", "utf-8", "UTF-8"),
        ("全角　空白　です", "cp932", "Shift_JIS"),
    ],
)
def test_letters_beyond_the_standard_come_through(text: str, codec: str, declared: str):
    found = letter(
        b"From: aiko@shop.example",
        f"Content-Type: text/plain; charset={declared}".encode(),
        b"Content-Transfer-Encoding: base64",
        body=base64.encodebytes(text.encode(codec)),
    )
    assert (found.text, found.flaws - {Flaw.NO_DATE, Flaw.NO_MESSAGE_ID}) == (text, frozenset())


def test_long_subject_is_cut_by_a_mailer_within_its_kanji():
    """Eleven kanji to a word; each word begins and ends in ASCII, as RFC 1468 wants it."""
    subject = "先日お電話でお伝えした十一月三日に届いた皿の交換の件につきまして（再々送）"
    words = [word(subject[at : at + 11]) for at in range(0, len(subject), 11)]
    found = letter(b"From: aiko@shop.example", b"Subject: " + b"\r\n ".join(words), body=b"x")
    assert found.subject == subject


@pytest.mark.parametrize("step", range(1, 9))
def test_long_subject_is_cut_by_a_carrier_within_its_bytes(step: int):
    raw = SUBJECT.encode("cp932")
    words = [b"=?Shift_JIS?B?%s?=" % base64.b64encode(raw[at : at + step]) for at in range(0, len(raw), step)]
    found = letter(b"From: aiko@shop.example", b"Subject: " + b"\r\n ".join(words), body=b"x")
    assert found.subject == SUBJECT


@pytest.mark.parametrize(
    ("subject", "read"),
    [
        (b"Re: " + word(SUBJECT), f"Re: {SUBJECT}"),
        (b"Re:" + word(SUBJECT), f"Re:{SUBJECT}"),
        (b"Fwd: [" + word("苦情") + b"] " + word(SUBJECT), f"Fwd: [苦情] {SUBJECT}"),
        (b'"' + word(SUBJECT) + b'"', f'"{SUBJECT}"'),
        (word(SUBJECT) + b" (2/3)", f"{SUBJECT} (2/3)"),
        (word("ｻﾗ ﾉ ｹﾝ", "Shift_JIS", "cp932"), "ｻﾗ ﾉ ｹﾝ"),
        (word("①皿の件", "ISO-2022-JP", "cp932"), "①皿の件"),
        (b"=?iso-2022-jp?q?=1B$B=3B.=1B(B?=", "皿"),
        (b"  " + word(SUBJECT) + b"  ", SUBJECT),
        (b"", ""),
    ],
)
def test_subject_is_one_line_of_what_they_wrote(subject: bytes, read: str):
    assert letter(b"From: aiko@shop.example", b"Subject: " + subject, body=b"x").subject == read


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'attachment; filename="=?ISO-2022-JP?B?GyRCO1EbKEIuanBn?="', "姿.jpg"),
        (b"attachment; filename*=iso-2022-jp''%1B%24B%3BQ%1B%28B.jpg", "姿.jpg"),
        (b"attachment; filename*=shift_jis''%8Ep.jpg", "姿.jpg"),
        (b"attachment; filename*=utf-8'ja'%E5%A7%BF.jpg", "姿.jpg"),
        (b"attachment; filename*0*=utf-8''%E5%A7; filename*1*=%BF.jpg", "姿.jpg"),
        ('attachment; filename="姿.jpg"'.encode("cp932"), "姿.jpg"),
        ('attachment; filename="姿.jpg"'.encode("iso2022_jp"), "姿.jpg"),
        ("attachment; filename=姿.jpg".encode(), "姿.jpg"),
        ('attachment; filename="表示.jpg"'.encode("cp932"), "表示.jpg"),
        ('attachment; filename="ソ能.jpg"'.encode("cp932"), "ソ能.jpg"),
        (b'attachment; filename="=?utf-8?B?5ae/?= =?utf-8?B?LmpwZw==?="', "姿.jpg"),
        (b'attachment; filename="%E5%A7%BF.jpg"', "姿.jpg"),
    ],
)
def test_photograph_keeps_the_name_that_the_telephone_gave_it(header: bytes, name: str):
    photograph = b"Content-Type: image/jpeg\nContent-Disposition: " + header + b"\n\n\xff\xd8\xff"
    [found] = read_mail(of_parts(b"\nx", photograph)).attachments
    assert found.name == name


def test_decorated_mail_of_a_telephone_is_read_by_its_plain_words():
    inner = of_parts(
        b"Content-Type: text/plain; charset=Shift_JIS\n\n" + TEXT.encode("cp932"),
        b"Content-Type: text/html; charset=Shift_JIS\n\n<BODY><DIV>"
        + TEXT.encode("cp932")
        + b"</DIV></BODY>",
        kind="alternative",
        boundary="inner",
    ).partition(b"\n\n")[2]
    related = b"Content-Type: multipart/alternative; boundary=inner\n\n" + inner
    picture = b"Content-Type: image/gif; name=01.gif\nContent-ID: <01@1>\nContent-Transfer-Encoding: base64\n\nR0lGODlh"
    found = read_mail(of_parts(related, picture, kind="related"))
    assert found.text == TEXT
    assert [(one.name, one.content_id) for one in found.attachments] == [("01.gif", "01@1")]


SENTENCES = [
    "皿が割れていました。",
    "カタログと色がちがいます",
    "お世話になっております。先月お願いした修理の件でご連絡しました。",
    "届かない",
    "ふざけるな！責任者を出せ。",
    "電話しても、だれも出ませんでした…",
    "会員番号は A-1024 です。",
    "返金をお願いします。\n以上",
    "アレルギーの表示がありませんでした。",
    "学会の査読について異議を申し立てます。",
    "「ご理解ください」と言われました。",
    "１２月３日（木）午後２時に伺います。",
    "ペットボトルに異物が混入していた。",
    "子どもがけがをしました。至急ご連絡ください。",
]


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentence_without_a_declaration_is_read_by_its_bytes(sentence: str, codec: str):
    assert decode(sentence.encode(codec)).text == sentence


@pytest.mark.parametrize("codec", ["utf-8", "cp932"])
@pytest.mark.parametrize("sentence", ["ｶｶｸｶﾞ ﾁｶﾞｲﾏｽ", "ﾄﾞｱ ｶﾞ ｼﾏﾗﾅｲ", "ﾍﾝｷﾝ ｼﾃｸﾀﾞｻｲ"])
def test_sentence_of_half_width_kana_alone_is_read_by_its_bytes(sentence: str, codec: str):
    assert decode(sentence.encode(codec)).text == sentence


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4),
    st.sampled_from(["utf-8", "cp932", "euc_jp"]),
)
def test_several_sentences_are_read_as_surely_as_one(sentences: list[str], codec: str):
    text = "\n".join(sentences)
    for declared in ("", "us-ascii", "iso-8859-1"):
        assert decode(text.encode(codec), declared).text == text


@pytest.mark.parametrize(
    ("text", "delete", "whole"),
    [
        # RFC 3676 §4.1–§4.5.
        ("a \nb \nc", False, "a b c"),
        ("a\nb", False, "a\nb"),
        ("a \n\nb", False, "a \nb"),
        ("> a \n> b\n> c", False, "> a b\n> c"),
        (">> a \n>> b", False, ">> a b"),
        ("> a \n>> b", False, "> a \n>> b"),
        (" From me", False, "From me"),
        (" > not quoted", False, "> not quoted"),
        ("a \n-- \nAiko", False, "a \n-- \nAiko"),
        ("> a \n> -- \n> Aiko", False, "> a \n> -- \n> Aiko"),
        # §4.2, DelSp: Japanese has no blanks between its words.
        ("皿が割れて \nいました。", True, "皿が割れていました。"),
        ("皿が \n割れて \nいました。", True, "皿が割れていました。"),
        ("a  \nb", True, "a b"),
    ],
)
def test_flowed_lines_are_put_together_as_the_standard_says(text: str, delete: bool, whole: str):
    assert unflowed(text, delete_spaces=delete) == whole


PLAIN = st.text(st.sampled_from("皿が割れたab.>-"), min_size=1, max_size=30).filter(
    lambda line: line.rstrip(" ") not in ("--", "-- ")
)


@settings(max_examples=60)
@given(st.lists(PLAIN, min_size=1, max_size=5), st.integers(2, 9))
def test_flowed_lines_come_back_as_the_paragraphs_they_were(paragraphs: list[str], width: int):
    """Written as RFC 3676 §4 says: broken with a soft blank, stuffed where a line would look like something else."""
    lines = []
    for paragraph in paragraphs:
        pieces = [paragraph[at : at + width] for at in range(0, len(paragraph), width)]
        for number, piece in enumerate(pieces):
            stuffed = f" {piece}" if piece.startswith((">", " ", "From ")) else piece
            lines.append(stuffed + (" " if number < len(pieces) - 1 else ""))
    assume(not any(line.strip() == "--" for line in lines))
    assert unflowed("\n".join(lines), delete_spaces=True) == "\n".join(paragraphs)
