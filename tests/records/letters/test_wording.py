"""Words worth another look: found in any width and kana, as whole words, and never where they are harmless."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


# ---- what is shipped, word by word

SHIPPED = shipped_entries()
WORDS = [(each, word) for each in SHIPPED for word in each.words]
HARMLESS = [(each, word) for each in SHIPPED for word in each.unless]


@pytest.mark.parametrize(("each", "word"), WORDS, ids=[word for _, word in WORDS])
def test_every_shipped_word_is_found_within_a_sentence(each: Entry, word: str) -> None:
    for text in (word, f"。{word}。", f"、{word}、と書きました", f"({word})", word.upper()):
        hits = check(text, [each])
        assert [hit.entry.key for hit in hits] == [each.key], text
        assert all(found in text for hit in hits for found in hit.found)


@pytest.mark.parametrize(("each", "word"), HARMLESS, ids=[word for _, word in HARMLESS])
def test_no_shipped_word_is_found_where_it_is_harmless(each: Entry, word: str) -> None:
    assert check(f"。{word}。", [each]) == []


def test_shipped_entries_say_why_in_both_languages_and_what_instead() -> None:
    for each in SHIPPED:
        assert each.why("ja").endswith("。")
        assert each.why("en").endswith(".")
        assert each.instead
        assert len(set(each.words)) == len(each.words)


# ---- any text at all


@given(st.text(max_size=300))
def test_looking_through_a_text_always_ends_and_shows_its_own_words(text: str) -> None:
    for hit in check(text, SHIPPED):
        assert hit.found
        assert all(found in text for found in hit.found)
        assert len(set(hit.found)) == len(hit.found)


@given(st.text(alphabet="絶対に必ずﾊﾞカばかﾞ 100%\nabご理解ください", max_size=80))
def test_what_is_found_in_a_part_is_found_in_the_whole(part: str) -> None:
    first = [hit.entry.key for hit in check(part, SHIPPED)]
    whole = [hit.entry.key for hit in check(f"前文。\n{part}\n。後文", SHIPPED)]
    assert set(first) <= set(whole)


@given(st.text(max_size=300))
def test_word_of_something_attached_stands_in_the_text(text: str) -> None:
    word = speaks_of_enclosures(text)
    assert not word or word in unicodedata.normalize("NFKC", text)


@given(st.text(max_size=100))
def test_quoted_text_is_never_ours(text: str) -> None:
    quoted = "\n".join(f"> {line}" for line in text.splitlines())
    assert speaks_of_enclosures(f"{quoted}\n承りました。") == ""


@pytest.mark.parametrize(
    "text",
    ["添" * 50_000, "「" * 50_000, "> " * 20_000, '"' * 50_000, "ご" * 100_000, "お送りいただき" * 12_000],
)
def test_long_text_takes_no_longer_than_its_length(text: str) -> None:
    begun = time.process_time()
    speaks_of_enclosures(text)
    took = time.process_time() - begun
    assert took < 5
    check(text, SHIPPED[:3])
    assert time.process_time() - begun < 20
