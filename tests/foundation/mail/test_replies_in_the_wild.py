"""What is new in an answer: by the mailers people here use, above, below and between, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.reading import read_mail
from kikitori.foundation.mail.replies import new_words
from tests.foundation.mail.mails import of_parts

OURS = "森様\n\nお待たせしております。11月27日までにお返事いたします。\n\nお客様相談室"
MARKED = "\n".join(f"> {line}".rstrip() for line in OURS.split("\n"))
#: How mailers introduce what they mark.
INTRODUCED = {
    "gmail ja": "2026年11月20日(金) 10:12 お客様相談室 <soudan@shop.example>:",
    "gmail ja without name": "2026年11月20日(金) 10:12 <soudan@shop.example>:",
    "gmail en": "On Fri, Nov 20, 2026 at 10:12 AM Desk <desk@shop.example> wrote:",
    "gmail broken": "On Fri, Nov 20, 2026 at 10:12 AM お客様相談室 <soudan@shop.example>\nwrote:",
    "iphone ja": "2026/11/20 10:12、お客様相談室 <soudan@shop.example>のメール:",
    "iphone en": "On Nov 20, 2026, at 10:12, Desk <desk@shop.example> wrote:",
    "thunderbird": "On 2026/11/20 10:12, お客様相談室 wrote:",
    "thunderbird ja": "2026/11/20 10:12、お客様相談室 のメッセージ:",
    "becky": "On Fri, 20 Nov 2026 10:12:34 +0900\nお客様相談室 <soudan@shop.example> wrote:",
    "shuriken": "お客様相談室 <soudan@shop.example> さんは書きました:",
    "german": "Am 20.11.2026 um 10:12 schrieb Desk <desk@shop.example>:",
    "french": "Le ven. 20 nov. 2026 à 10:12, Desk <desk@shop.example> a écrit :",
    "chinese": "Desk <desk@shop.example> 于2026年11月20日周五 10:12写道：",
    "korean": "2026년 11월 20일 (금) 오전 10:12, Desk <desk@shop.example>님이 작성:",
}
#: How mailers put a header above what they do not mark.
HEADED = {
    "outlook ja": "差出人: お客様相談室 <soudan@shop.example>\n送信日時: 2026年11月20日 10:12\n宛先: 森\n件名: Re: 皿の件",
    "outlook ja bold": "*差出人:* お客様相談室 <soudan@shop.example>\n*送信日時:* 2026年11月20日 10:12\n*件名:* 皿の件",
    "outlook en": "From: Desk <desk@shop.example>\nSent: Friday, November 20, 2026 10:12 AM\nTo: Mori\nSubject: Re: plates",
    "outlook marked": "-----Original Message-----\nFrom: Desk <desk@shop.example>\nSent: Friday\nSubject: plates",
    "yahoo ja": "----- Original Message -----\n差出人: お客様相談室 <soudan@shop.example>\n件名: 皿の件",
    "live mail": "-----元のメッセージ-----\n差出人: お客様相談室\n送信日時: 2026年11月20日\n件名: 皿の件",
    "outlook de": "Von: Desk <desk@shop.example>\nGesendet: Freitag, 20. November 2026 10:12\nAn: Mori\nBetreff: x",
    "outlook fr": "De : Desk <desk@shop.example>\nEnvoyé : vendredi 20 novembre 2026\nÀ : Mori\nObjet : x",
    "full width": "差出人：お客様相談室 <soudan@shop.example>\n送信日時：2026年11月20日\n件名：皿の件",
}
NEW = {
    "one line": "交換でお願いします。",
    "several": "返信ありがとうございます。\n\n交換でお願いします。\n急ぎません。",
    "list": "1. 皿\n2. 茶碗\n- どちらも割れていました",
    "english": "A replacement, please.\n\nNo hurry.",
    "with quotation marks": "「返品できない」と言われました。\n“No returns”, they said.",
    "with a colon": "理由:\n箱が濡れていました。",
    "with times": "11月21日の10:30に在宅しています。",
    "with an address": "今後は mori2@shop.example へお願いします。",
    "with a price": "代金 3,300円 -> 返金をお願いします",
}


@pytest.mark.parametrize("new", NEW.values(), ids=NEW)
@pytest.mark.parametrize("introduced", INTRODUCED.values(), ids=INTRODUCED)
def test_answer_above_what_is_marked_is_all_that_is_new(introduced: str, new: str):
    assert new_words(f"{new}\n\n{introduced}\n\n{MARKED}\n", "Re: 皿の件").text == new


@pytest.mark.parametrize("introduced", INTRODUCED.values(), ids=INTRODUCED)
def test_answer_below_what_is_marked_is_all_that_is_new(introduced: str):
    new = NEW["several"]
    assert new_words(f"{introduced}\n{MARKED}\n\n{new}\n", "Re: 皿の件").text == new


@pytest.mark.parametrize("new", NEW.values(), ids=NEW)
@pytest.mark.parametrize("headed", HEADED.values(), ids=HEADED)
def test_answer_above_a_header_is_all_that_is_new(headed: str, new: str):
    assert new_words(f"{new}\n\n{headed}\n\n{OURS}\n", "Re: 皿の件").text == new


@pytest.mark.parametrize("new", NEW.values(), ids=NEW)
def test_letter_that_answers_nothing_is_new_as_a_whole(new: str):
    assert new_words(new, "皿の件").text == new


@pytest.mark.parametrize("mark", [">", "> ", ">> ", "＞", "| "])
def test_answers_between_the_lines_are_kept_in_their_order(mark: str):
    text = f"{mark}いつ届きましたか。\n{mark}どこで。\n十一月三日です。\n\n{mark}何が割れましたか。\n{mark}いくつ。\n皿が二枚です。"
    kept = new_words(text, "Re: 皿の件").text
    assert kept.replace("\n\n", "\n").endswith("皿が二枚です。")
    assert "十一月三日です。" in kept
    if not mark.startswith("|"):
        assert "何が割れましたか。" not in kept


@pytest.mark.parametrize(
    "signature",
    [
        "-- \n森 愛子\n〒150-0001 東京都\n03-0000-0000",
        "--\n森 愛子",
        "━━━━━━━━━━━━━━\n森 愛子\nTEL 03-0000-0000\naiko@shop.example\n━━━━━━━━━━━━━━",
        "*-*-*-*-*-*-*-*-*-*\n株式会社ひだまり\n森 愛子\nhttps://shop.example/\n*-*-*-*-*-*-*-*-*-*",
        "iPhoneから送信",
        "Android から Gmail で送信",
        "Sent from my iPhone",
        "Sent from Outlook for iOS",
    ],
)
@pytest.mark.parametrize(
    "quoted", ["", f"\n\n{INTRODUCED['gmail ja']}\n{MARKED}"], ids=["alone", "answering"]
)
def test_signature_is_told_from_the_words_whether_or_not_something_is_quoted(signature: str, quoted: str):
    cut = new_words(f"交換でお願いします。\n\n{signature}{quoted}", "Re: 皿の件" if quoted else "皿の件")
    assert cut.text == "交換でお願いします。"
    assert cut.signature == signature.replace("-- ", "--")


@pytest.mark.parametrize(
    "words",
    [
        # Rules and dashes people write themselves.
        "一回目\n-----\n二回目",
        "=====\n急いでいます\n=====\n早くしてください",
        "- 皿\n- 茶碗",
        "-- 二回目です --",
        # What looks like a header, or like an attribution, in the middle of a sentence.
        "差出人の名前が違いました。",
        "件名: 皿の件\nよろしくお願いします。",
        "On Monday I called. They wrote nothing down.",
        "To: whoever reads this\nPlease answer.",
        "From the first day it was broken.",
        "Date: last Monday. Place: your shop.",
        "店長は「対応する」と書きました。",
        "2026年11月20日(金) 10:12 に電話しました。",
        "2026/11/20 10:12 電話、不在\n2026/11/21 9:30 電話、話し中",
        "返事は aiko@shop.example までお願いします:",
        # Arrows, scores, less-than signs.
        "> 一番上の矢印です",
        "保証 -> 二年のはず",
        "3 > 2 ではありませんか",
        # A form copied from a page.
        "【お名前】森 愛子\n【電話】03-0000-0000\n【内容】皿が割れていた",
        "お名前: 森 愛子\nメールアドレス: aiko@shop.example\nご用件: 交換",
    ],
)
def test_somebodys_own_words_are_never_taken_for_a_quotation(words: str):
    text = f"皿の件です。\n{words}\n以上です。"
    assert new_words(text, "皿の件").text == text


@pytest.mark.parametrize(
    "subject", ["Fwd: 皿の件", "FW: 皿の件", "Fw：皿の件", "転送: 皿の件", "WG: x", "TR: x", "Re: FW: x"]
)
@pytest.mark.parametrize("headed", HEADED.values(), ids=HEADED)
def test_forwarded_letter_is_what_we_are_to_read(subject: str, headed: str):
    text = f"ご参考まで。\n\n{headed}\n\n{OURS}"
    assert new_words(text, subject).text == text


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------",
        "---------- 転送メッセージ ----------",
        "Begin forwarded message:",
        "以下、転送いたします。",
        "-------- Forwarded Message --------",
    ],
)
def test_letter_passed_on_within_an_answer_is_kept(mark: str):
    passed = f"{mark}\nFrom: 店 <mise@shop.example>\nSubject: お断り\n\n返品できません。"
    assert new_words(f"店からはこう言われました。\n\n{passed}", "Re: 皿の件").text.endswith(
        "返品できません。"
    )


@pytest.mark.parametrize(
    "line",
    [
        "----- この線より上にご返信ください -----",
        "--- この線より上にご返信ください ---",
        "> ----- この線より上にご返信ください -----",
        "-- Please type your reply above this line --",
        "--- Please write your answer above this line ---",
    ],
)
def test_our_own_line_ends_what_is_new(line: str):
    assert new_words(f"交換で。\n\n{line}\n\n{OURS}", "Re: 皿の件").text == "交換で。"


@pytest.mark.parametrize(
    ("html", "new"),
    [
        (
            (
                '<div dir="ltr">交換で。</div><div class="gmail_quote"><div class="gmail_attr">2026年11月20日(金) 10:12 '
                'soudan@shop.example:</div><blockquote class="gmail_quote">お待たせしております。</blockquote></div>'
            ),
            "交換で。",
        ),
        (
            (
                '<p>交換で。</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>差出人:</b> 相談室</div>'
                "<div>お待たせしております。</div>"
            ),
            "交換で。",
        ),
        (
            (
                '<p class="MsoNormal">交換で。</p><div style="border:none;border-top:solid #E1E1E1 1.0pt">'
                "<p><b>From:</b> Desk</p></div><p>Wait, please.</p>"
            ),
            "交換で。",
        ),
        (
            (
                '交換で。<br><br><div class="moz-cite-prefix">On 2026/11/20 10:12, Desk wrote:</div>'
                '<blockquote type="cite">Wait, please.</blockquote>'
            ),
            "交換で。",
        ),
        (
            '<div>交換で。</div><div class="yahoo_quoted"><div>On Friday, Desk wrote:</div><div>Wait.</div></div>',
            "交換で。",
        ),
        ('<div>交換で。</div><div class="protonmail_quote">Wait.</div>', "交換で。"),
        ('<div>交換で。</div><div class="gmail_signature">森 愛子</div>', "交換で。"),
    ],
)
def test_answer_in_html_alone_is_cut_where_its_mailer_marked_it(html: str, new: str):
    part = b"Content-Type: text/html; charset=utf-8\n\n" + html.encode()
    raw = of_parts(part).replace(b"MIME-Version", "Subject: Re: 皿の件\nMIME-Version".encode())
    found = read_mail(raw)
    assert found.reply_text == new
    assert len(found.text) > len(new)


OWN = st.lists(
    st.sampled_from(
        [*"\n".join(NEW.values()).split("\n"), "", "はい。", "No.", "…", "よろしくお願いします。"]
    ),
    min_size=1,
    max_size=8,
).map("\n".join)


@settings(max_examples=60)
@given(OWN.filter(lambda text: bool(text.strip())), st.sampled_from(sorted(INTRODUCED)))
def test_own_words_of_any_kind_survive_a_marked_quotation(own: str, name: str):
    cut = new_words(f"{own}\n\n{INTRODUCED[name]}\n{MARKED}", "Re: 皿の件")
    kept = [line for line in cut.text.split("\n") if line]
    assert kept == [line.rstrip() for line in own.split("\n") if line.strip()]


@settings(max_examples=60)
@given(OWN.filter(lambda text: bool(text.strip())), st.sampled_from(sorted(HEADED)))
def test_own_words_of_any_kind_survive_a_header(own: str, name: str):
    cut = new_words(f"{own}\n\n{HEADED[name]}\n\n{OURS}", "Re: 皿の件")
    kept = [line for line in cut.text.split("\n") if line]
    assert kept == [line.rstrip() for line in own.split("\n") if line.strip()]


@settings(max_examples=40)
@given(OWN, st.sampled_from(["\n", "\r\n", "\r"]))
def test_line_ends_change_nothing_that_is_new(own: str, end: str):
    text = f"{own}\n\n{INTRODUCED['gmail en']}\n{MARKED}"
    assert new_words(text.replace("\n", end), "Re: x") == new_words(text, "Re: x")


@settings(max_examples=40)
@given(OWN)
def test_what_is_new_stays_new(own: str):
    """Cutting a second time takes nothing more from words without quotation or signature."""
    once = new_words(own).text
    assert new_words(once).text == once
