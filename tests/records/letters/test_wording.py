"""Words worth another look: found in any width and kana, as whole words, and never where they are harmless."""

import pytest

from kikitori.records.letters.wording import Entry, WordingKind, check, speaks_of_enclosures
from kikitori.records.letters.wording_shipped import shipped_entries


def entry(*words: str, unless: tuple[str, ...] = ()) -> Entry:
    return Entry(key="x", kind=WordingKind.OTHER, words=words, unless=unless, why_ja="理由", why_en="reason")


def found(text: str, *words: str, unless: tuple[str, ...] = ()) -> tuple[str, ...]:
    hits = check(text, [entry(*words, unless=unless)])
    return hits[0].found if hits else ()


@pytest.mark.parametrize(
    ("text", "word", "as_written"),
    [
        ("どうぞご理解ください。", "ご理解ください", "ご理解ください"),
        ("システム上できません", "しすてむ上できません", "システム上できません"),
        ("ｼｽﾃﾑ上できません", "システム上できません", "ｼｽﾃﾑ上できません"),
        ("ﾊﾞﾊﾞｱと言う", "ババア", "ﾊﾞﾊﾞｱ"),
        ("１００％お返しします", "100%", "１００％"),
        ("You FAILED\n  to tell us", "you failed to", "You FAILED\n  to"),
        ("Ｇｕａｒａｎｔｅｅ", "guarantee", "Ｇｕａｒａｎｔｅｅ"),
        ("It's your fault.", "your fault", "your fault"),
        ("㌔ 必ず解決", "必ず解決", "必ず解決"),
    ],
)
def test_word_is_found_however_it_is_written(text: str, word: str, as_written: str) -> None:
    assert found(text, word) == (as_written,)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("We are japanning the tray", "jap"),
        ("Japan", "jap"),
        ("guaranteeing", "guarantee"),
        ("カタログ", "カタ"),
        ("アイカタ", "カタ"),
        ("ドメクラス", "メクラ"),
        ("retardation", "retard"),
        ("", "x"),
        ("何も", " "),
    ],
)
def test_part_of_a_longer_word_is_no_hit_where_the_script_tells(text: str, word: str) -> None:
    assert found(text, word) == ()


def test_harmless_longer_words_are_left_alone_and_others_still_found() -> None:
    assert found("案外人が多い", "外人", unless=("案外人",)) == ()
    assert found("案外人が多く、外人と書いた", "外人", unless=("案外人",)) == ("外人",)


def test_each_writing_is_named_once_in_order() -> None:
    assert found("絶対に。ゼッタイニ。絶対に。", "絶対に", "ぜったいに") == ("絶対に", "ゼッタイニ")


def test_hits_come_in_the_order_of_the_list() -> None:
    first, second = entry("あと"), Entry(key="y", kind=WordingKind.OTHER, words=("まえ",))
    assert [hit.entry.key for hit in check("まえとあと", [first, second])] == ["x", "y"]


def test_explanation_is_given_in_the_other_language_rather_than_none() -> None:
    assert (entry("a").why("ja"), entry("a").why("en")) == ("理由", "reason")
    assert Entry(key="y", kind=WordingKind.OTHER, words=("a",), why_en="only").why("ja") == "only"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("資料を添付いたします。", "添付"),
        ("別添のとおりです", "別添"),
        ("詳しくは別紙をご覧ください。", "別紙"),
        ("「調査報告書」を添付いたします。", "添付"),
        ("> 写真を見ました\n報告書を同封します。", "同封"),
        ("See the attachment.", "attachment"),
        ("返金の明細を同封しました。", "同封"),
        ("Please find attached the receipt.", "attached"),
        ("I enclose a form; see the Enclosure.", "Enclosure"),
        ("写真をお送りいただきありがとうございます。明細を添付します。", "添付"),
    ],
)
def test_text_that_speaks_of_something_attached(text: str, word: str) -> None:
    assert speaks_of_enclosures(text) == word


@pytest.mark.parametrize(
    "text",
    [
        "写真を添付いただき、ありがとうございます。",
        "ご送付くださった添付の写真を確認しました。",
        "添付された写真を見ました。",
        "次回は写真を添付してください。",
        "Thank you for the photo attached to your mail.",
        "the photo you attached",
        "Please attach a photo.",
        "We are detached from this.",
        "> 明細を添付します。",
        "＞ 別紙のとおりです。\n承りました。",
        "| see attached",
        "「写真を添付したのに」とのこと、申し訳ございません。",
        "『同封の書類』という題のお手紙を拝見しました。",
        "You wrote “see attached”, and we read it.",
        'The page called "Attachments" is mended.',
        "",
    ],
)
def test_what_the_other_one_attached_is_not_ours(text: str) -> None:
    assert speaks_of_enclosures(text) == ""


def test_shipped_list_is_sound() -> None:
    entries = shipped_entries()
    assert len({each.key for each in entries}) == len(entries)
    assert {each.kind for each in entries} == set(WordingKind)
    for each in entries:
        assert each.words, each.key
        assert each.why_ja, each.key
        assert each.why_en, each.key
        assert each.instead, each.key
        assert check(" ".join(each.words), [each]), each.key
    assert all(each.noted for each in entries if each.kind is WordingKind.DISCRIMINATORY)


@pytest.mark.parametrize(
    "text",
    [
        "お知らせいただき、ありがとうございます。割れた器が届いたとのこと、承りました。",
        "11月26日（木）までに最初のご回答をいたします。",
        "かたわらに置いた箱を、郊外人口の多い店で確かめました。案外人手がかかりました。",
        "この件は当社では判断できません。理由は次のとおりです。",
        "Thank you for telling us. You will have our first answer by Thursday 26 November.",
        "The Japanese office and the escape hatch, cripplingly slow: words in other words.",
    ],
)
def test_ordinary_letters_pass_the_shipped_list(text: str) -> None:
    assert [hit.found for hit in check(text, shipped_entries())] == []
