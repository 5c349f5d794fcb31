"""Is a reply easy to read? Long sentences, much politeness and double denial are noticed, plain words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.letters.easy_words import LONGEST, HardBecause, hard_sentences

LONG, POLITE, TWICE = HardBecause.LONG, HardBecause.POLITE, HardBecause.TWICE_DENIED


@pytest.mark.parametrize(
    "text",
    [
        "新しい皿を送ります。",
        "ありがとうございます。",
        "12月4日（金曜日）に、皿が届きます。電話してください。",
        "わかりません。もう一度聞きます。",
        "> ご査収くださいますようお願い申し上げます。",
        "https://example.jp/a/very/long/address/that/nobody/can/make/shorter/than/it/is",
        "",
        "\n\n  \n",
    ],
)
def test_plain_text_is_left_alone(text: str) -> None:
    assert hard_sentences(text) == []


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("お待ちいただけますか。", (POLITE,)),
        ("確認いたします。", (POLITE,)),
        ("ご了承ください。", (POLITE,)),
        ("担当の者が伺います。", (POLITE,)),
        ("お返事をさしあげます。", (POLITE,)),
        ("弊社でございます。", (POLITE,)),
        ("行かなければなりません。", (TWICE,)),
        ("できないわけではありません。", (TWICE,)),
        ("あ" * (LONGEST + 1) + "。", (LONG,)),
        (
            "倉庫の記録を調べたところ、箱を包む人がいつもとちがう日だったことがわかりましたので、お詫び申し上げます。",
            (LONG, POLITE),
        ),
    ],
)
def test_hard_sentence_is_named_with_its_reason(text: str, because: tuple[HardBecause, ...]) -> None:
    (found,) = hard_sentences(text)
    assert found.sentence == text
    assert found.because == because


#: Sentences of everyday replies in which a machine could see politeness or a double denial that is not there.
ORDINARY = (
    "記録を聞いただけです。", "紙に名前を書いただけで、お金はかかりません。", "荷物がとどいただろうと思います。",
    "ずっと待っていたし、電話もしました。", "手紙も書いたし、電話もしました。", "二つの記録は一致しました。", "数が一致しません。",
    "話が合致します。", "山の頂上の店です。", "神社に参拝する人がいます。", "手を合わせて拝みます。", "皿は、すぐになおります。",
    "バスが店の前をとおります。", "次の駅でおります。", "紙を二つにおります。", "花がかおります。", "ごめんなさい。",
    "おはようございます。", "道があぶないから、さわらないでください。", "危ないので、入らないでください。", "人が少ないので、すぐにできません。",
    "わからないから、答えません。", "店にないので、送れません。", "来ない人は、電話をしないでください。", "わからない人は行かないでください。",
    "電話に出ないときは、待たないでください。", "忘れないように、書いてください。", "お金がない人は払いません。",
    "使えないのは、わたしたちのせいではありません。", "来ないのは私ではありません。", "つまらないことは書きません。",
    "レシートがなければ、交換できません。", "連絡がなければ、何もしないでください。", "名前がなければ、送れないです。",
    "まずは、お金はかかりません。", "きずはありません。", "ここに水はありません。", "みずはでません。", "みずにはいません。",
    "このままでは使えません。", "少ないお金では買えません。", "きたないところはありません。", "危ないことはありません。",
    "あぶない物はありません。", "もったいないことはありません。", "少なくはありません。", "送らなくてもいいです。", "何もしなくて大丈夫です。",
)  # fmt: skip


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_sentence_is_left_alone(text: str) -> None:
    assert hard_sentences(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "見ていただきました。", "来ていただけませんか。", "教えていただければ、調べます。", "待っていただくことになります。", "お越し頂けますか。",
        "送っていただかなくてもいいです。", "送ることはいたしかねます。", "お送りいたしました。", "送付致します。", "いま調べております。", "読んでおりません。",
        "ほかに担当の者がおります。", "拝見しました。", "拝啓", "どうなさいますか。", "ご存じですか。", "承知しました。", "お帰りになられました。",
        "つないでおります。",
    ],
)  # fmt: skip
def test_further_politeness_is_noticed(text: str) -> None:
    assert [each.because for each in hard_sentences(text)] == [(POLITE,)]


@pytest.mark.parametrize(
    "text",
    [
        "できないことはありません。", "知らない人はいません。", "わからないとは言えません。", "直らないとは限りません。", "行かないわけにはいきません。",
        "わからなくはないです。", "できなくもない。", "来ないはずがない。", "書かなくてはいけません。", "出さないといけません。", "行かなければ、なりません。",
        "言わずにはいられません。", "見ないではいられない。", "なかったわけではありません。", "わからないものはない。", "出さなければならない日です。",
    ],
)  # fmt: skip
def test_double_denial_is_noticed(text: str) -> None:
    assert [each.because for each in hard_sentences(text)] == [(TWICE,)]


def test_only_the_hard_sentences_are_named_in_their_order() -> None:
    found = hard_sentences(
        "皿を送ります。ご確認いただきたく存じます。12月4日に着きます。\n伺います！ありがとうございます。"
    )
    assert [each.sentence for each in found] == ["ご確認いただきたく存じます。", "伺います！"]


def test_more_than_five_would_be_a_lecture() -> None:
    assert len(hard_sentences("いただきます。" * 40)) == 5


def test_sentence_of_exactly_the_longest_is_fine() -> None:
    assert hard_sentences("あ" * (LONGEST - 1) + "。") == []


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    for each in hard_sentences(text):
        assert each.because
        assert each.sentence in text
