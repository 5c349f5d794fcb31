"""The new words of a reply."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.replies import new_words

QUOTED = "> 先日はありがとうございました。\n> 窓口の佐藤です。"
ATTRIBUTIONS = {
    "gmail ja": "2026年11月20日(金) 10:12 窓口 <soudan@shop.example>:",
    "gmail en": "On Fri, Nov 20, 2026 at 10:12 AM Desk <desk@shop.example> wrote:",
    "gmail wrapped": "On Fri, Nov 20, 2026 at 10:12 AM Desk of a very long name\n<desk@shop.example> wrote:",
    "apple ja": "2026/11/20 10:12、窓口 <soudan@shop.example>のメール:",
    "thunderbird ja": "On 2026/11/20 10:12, 窓口 wrote:",
    "thunderbird ja old": "(2026/11/20 10:12), 窓口 wrote:",
    "becky": "On Fri, 20 Nov 2026 10:12:34 +0900\n窓口 <soudan@shop.example> wrote:",
    "sanwa": "窓口 さんは書きました:",
    "san no": "佐藤さんからのメール:",
    "german": "Desk <desk@shop.example> schrieb am Fr., 20.\nNov. 2026 um 10:12 Uhr:",
    "russian": '20 нояб. 2026 г. 10:12 пользователь "Desk" <\ndesk@shop.example> написал:',
    "zoho": "---- On Fri, 20 Nov 2026 10:12:34 +0900 Desk <desk@shop.example> wrote ----",
    "inbox": "On Fri, 20 Nov 2026 at 10:12 Desk\n\n<\nmailto:Desk <desk@shop.example>\n> wrote:",
}
UNMARKED = {
    "outlook ja": "差出人: 窓口 <soudan@shop.example>\n送信日時: 2026年11月20日 10:12\n宛先: 山田\n件名: 修理の件\n\n窓口です。",
    "outlook ja full width": "差出人： 窓口 <soudan@shop.example>\n送信日時： 2026年11月20日 10:12\n件名： 修理の件\n\n窓口です。",
    "outlook en": "From: Desk <desk@shop.example>\nSent: Friday, November 20, 2026 10:12 AM\nSubject: x\n\nDesk here.",
    "outlook line": "-----Original Message-----\nFrom: Desk\nSent: x\n\nDesk here.",
    "outlook line ja": "-----元のメッセージ-----\n差出人: 窓口\n\n窓口です。",
    "date first": "Date: Fri, 20 Nov 2026 10:12:34 +0900\nSubject: x\nFrom: desk@shop.example\nTo: a@shop.example\n\nDesk here.",
    "outlook rule": "________________________________\n差出人: 窓口 <s@shop.example>\n送信日時: 2026年11月20日 10:12\n件名: x\n\n窓口です。",
}
SIGNATURES = [
    "-- \n山田花子\n090-0000-0000",
    "--\nHanako",
    "iPhoneから送信",
    "私のiPhoneから送信",
    "Androidスマートフォンから送信",
    "ドコモメールから送信",
    "Sent from my iPhone",
    "Get Outlook for iOS",
    "Outlook for iOS を入手",
    "==========\n株式会社ひだまり 山田花子\nTEL: 03-0000-0000\n==========",
    "━━━━━━━━━━\n山田花子\n〒100-0001 東京都\nhanako@shop.example\n━━━━━━━━━━",
    "-Hanako Yamada",
    "\u1427",
]
OWN = [
    "昨日メールで送信しました。",
    "写真はiPhoneで撮って送信しました。",
    "お返事は封書でお願いします。",
    "申込みはアプリから送信しました。",
    "■お名前： 山田花子\n■電話番号： 090-0000-0000\n■お問い合わせ内容： まだ届きません。",
    "件名: 修理の件\n何度もお願いしています。",
    "日時: 11月20日 10:12\n場所: 本店",
    "店員さんは「返品できません」と書きました。",
    "From: the beginning it was broken.",
    "| 品名 | 数 |\n| ケトル | 1 |",
    "On Friday I wrote: please help. Nobody did.",
    "-----\n以上です",
    "> これは引用ではなく矢印です",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_marked_quotation_goes_with_the_line_before_it(attribution: str):
    assert (
        new_words(f"まだ直っていません。\n\n{attribution}\n{QUOTED}", "Re: x").text == "まだ直っていません。"
    )


@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS)
def test_answer_below_the_quotation_is_kept(attribution: str):
    assert (
        new_words(f"{attribution}\n{QUOTED}\n\nまだ直っていません。", "Re: x").text == "まだ直っていません。"
    )


@pytest.mark.parametrize("quotation", UNMARKED.values(), ids=UNMARKED)
def test_everything_below_a_header_goes(quotation: str):
    assert new_words(f"まだ直っていません。\n\n{quotation}", "Re: x").text == "まだ直っていません。"


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signature_is_set_apart(signature: str):
    cut = new_words(f"まだ直っていません。\n\n{signature}")
    assert (cut.text, cut.signature) == ("まだ直っていません。", signature.replace("-- ", "--"))


@pytest.mark.parametrize("words", OWN)
def test_persons_own_words_stay(words: str):
    text = f"修理の件です。\n{words}"
    assert new_words(text).text == text


SHOWN = "御社の回答です。\n> 返品できません。\n> 規則です。\nこれはひどい。"


def test_marked_lines_among_own_words_stay_where_nothing_is_answered():
    assert new_words(SHOWN, "返品の件", answers=False).text == SHOWN
    assert new_words(SHOWN, "Re: 返品の件").text == "御社の回答です。\nこれはひどい。"


@pytest.mark.parametrize(
    "text",
    ["> 古い\n> 文\n新しい文", "新しい文\n\n> 古い\n> 文", f"新しい文\n\n佐藤さんは書きました:\n{QUOTED}\n"],
)
def test_quotation_goes_where_nothing_is_answered_too(text: str):
    assert new_words(text, answers=False).text == "新しい文"


def test_frame_around_everything_is_no_signature():
    text = "==========\nまだ届きません。\nhanako@shop.example\n=========="
    assert new_words(text).text == text
    assert new_words(f"{text}\n\n> 古い\n> 文", "Re: x").text == ""


def test_answers_between_quotations_are_kept():
    text = "> いつですか。\n20日です。\n> どこですか。\n本店です。"
    assert new_words(text, "Re: x").text == "20日です。\n本店です。"


@pytest.mark.parametrize("subject", ["Fwd: x", "FW: x", "転送: x", "Re: Fwd: x"])
def test_what_is_passed_on_is_kept_whole(subject: str):
    text = "読んでください。\n\n差出人: 店\n送信日時: 昨日\n件名: お断り\n\n返品できません。"
    assert new_words(text, subject).text == text


def test_line_of_our_own_letters_ends_the_answer():
    assert new_words("はい。\n\n----- この線より上にご返信ください -----\n古い文", "Re: x").text == "はい。"


def test_table_of_bars_behind_an_attribution_is_a_quotation():
    text = "Yes.\n\n2026/11/20 sam via Desk <desk@shop.example>\n\n| Is it solved?\n|\n| Sam\n"
    assert new_words(text, "Re: x").text == "Yes."


LINES = st.sampled_from(
    [
        *(
            "まだ直っていません。",
            "> 古い",
            ">> older",
            "",
            " ",
            "--",
            "-----",
            "=====",
            "TEL 03-0000-0000",
            "| a",
            "C> b",
        ),
        *(
            "iPhoneから送信",
            "On Fri, 20 Nov 2026 10:12 a@b.example wrote:",
            "差出人: a@b.example",
            "件名: x",
            "begin",
        ),
        *(
            "On 10:12",
            "-----Original Message-----",
            "Forwarded message",
            "---------- Forwarded message ----------",
        ),
    ]
)


@settings(max_examples=100)
@given(st.lists(LINES, max_size=25), st.sampled_from(["", "Re: x", "Fwd: x"]))
def test_new_words_are_lines_of_the_text_in_their_order(lines: list[str], subject: str):
    """Nothing is invented, changed or moved."""
    cut = new_words("\n".join(lines), subject)
    left = iter([line.rstrip() for line in lines])
    assert [line for line in cut.text.split("\n") if line and line not in left] == []
    assert [
        line for line in cut.signature.split("\n") if line and line not in [each.rstrip() for each in lines]
    ] == []


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_any_text_has_new_words_out_of_itself(text: str):
    cut = new_words(text)
    known = {line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")}
    assert set(cut.text.split("\n")) <= known | {""}
