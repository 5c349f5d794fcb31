"""Every letter in やさしい日本語, as complaints led by the real verbs bring it about: whole, short, each kanji with its reading."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from kikitori.foundation.language.readings import BEGIN, END, MIDDLE, marked, without_readings
from kikitori.records.complaints.terms import Confidentiality
from kikitori.records.letters import compose as compose_module
from kikitori.records.letters.compose import Reader, has_letters
from kikitori.records.letters.dress import as_mail
from kikitori.records.letters.fixed_sentences import PLACES
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.models import Letter
from kikitori.records.people.models import Organisation
from tests import journeys, makers
from tests.cast import Cast

TEMPLATES = Path(compose_module.__file__).parent / "templates" / "letters"
KANJI = re.compile("[㐀-鿿々]")
#: A word, and its reading in brackets behind it.
READ = re.compile(r"[0-9]*[㐀-鿿々]+[（・][ぁ-ゖァ-ヺー]+）")
PLACE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
WRITTEN = sorted((TEMPLATES / "ja-easy").glob("*.txt"))
LONGEST = 50
#: What a letter must say, beside what all of them say.
SENTENCES = {
    "acknowledgement": [
        "ニュエン ラン 様",
        "話（はな）してくれて、ありがとうございます。",
        "「さらが 3まい われて いました。",
        "2026年（ねん）11月（がつ）30日（にち）（月曜日・げつようび） 午後（ごご）5時（じ）までに、はじめの答（こた）えを送（おく）ります。",
        "休（やす）みの日（ひ）は、数（かぞ）えません。",
        "お金（かね）はかかりません。",
    ],
    "question": [
        "ばんごうを おしえて ください。",
        "答（こた）えがなくても、あなたの話（はなし）は終（お）わりません。",
    ],
    "new_date": [
        "約束（やくそく）の日（ひ）が変（か）わります。",
        "すること: 決（き）まったことを知（し）らせること",
    ],
    "proposal": [
        "新（あたら）しい物（もの）と変（か）えること: さら 3まい",
        "「いやだ」と言（い）っても、損（そん）をしません。",
    ],
    "decision": ["答（こた）え: あなたの言（い）うとおりです。", "理由（りゆう）: しゃしんで わかりました。"],
    "decision:nothing": [
        "これは1回目（かいめ）の答（こた）えです。",
        "理由（りゆう）: あたらしい さらは もう おくりました。",
    ],
    "closed:silence": ["もう一度（いちど）始（はじ）めます。"],
    "reply": ["いま、みせに きいて います。"],
}


@pytest.fixture
def own_words_only(cast: Cast) -> None:
    """Names and addresses of the organisation are nobody's to give readings to: here they hold no kanji."""
    Organisation.objects.update(
        name_ja="みほん", phone_hours="9:00–17:00", external_route_ja="そうだん センター 188", address=""
    )


def test_every_kind_has_its_letter() -> None:
    assert {path.stem for path in WRITTEN} == {kind.value for kind in LetterKind}


@pytest.mark.parametrize(
    ("language", "own"),
    [
        ("ja", True),
        ("en", True),
        ("ja-easy", True),
        ("vi", False),
        ("../ja", False),
        ("", False),
        ("parts", True),
    ],
)
def test_language_with_letters_of_its_own_is_known(language: str, own: bool) -> None:
    assert has_letters(language) is own


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_letter_is_written_plainly(path: Path) -> None:
    """One thing a sentence, short, nothing politer than です and ます, each kanji read."""
    text = PLACE.sub("", path.read_text("utf-8"))
    assert not KANJI.search(re.sub(r"\{[^{}|]+\|[^{}|]+\}", "", text))
    plain = without_readings(marked(text))
    for sentence in re.split(r"[。\n]", plain):
        assert len(sentence) <= LONGEST, sentence
        assert not re.search(
            "いただ|申し|いたし|おり?ます|まいり|ございまし|くださいますよう|なければ", sentence
        ), sentence


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_letter_tells_what_its_sisters_tell(path: Path) -> None:
    """Every value that stands in the Japanese letter stands in this one; no date and no reason is lost by plainness.

    The sentences that a house may write anew are none of them: they are there in Japanese and English, and the easy
    letter has its own (`test_easy_decision_says_what_it_is` looks for each).
    """
    ours, theirs = (
        set(re.findall(r"\{\{ *([\w.]+)", (TEMPLATES / language / path.name).read_text("utf-8")))
        for language in ("ja-easy", "ja")
    )
    assert ours == {value for value in theirs if not value.startswith("fixed.")}
    if path.stem not in PLACES:
        assert ours == theirs


def decision(cast: Cast, language: str, stage: int) -> str:
    """A decision of that stage after which nothing is done, with two bodies outside."""
    return compose_module.compose(
        LetterKind.DECISION,
        language,
        complaint=makers.received(cast, language=language).complaint,
        organisation=Organisation.objects.get(),
        reader=Reader("ニュエン ラン", "様"),
        promises=[],
        why={},
        now=makers.FRIDAY,
        values={
            "stage": stage,
            "findings": [],
            "remedies": [],
            "no_remedy": "XYZ.",
            "bodies": [["ADR 1", "03-0000-0001"], ["ADR 2"]],
        },
    ).body


@pytest.mark.usefixtures("own_words_only")
@pytest.mark.parametrize("stage", [1, 2])
@pytest.mark.parametrize("phone", ["0120-000-000", ""])
def test_easy_decision_says_what_it_is(cast: Cast, stage: int, phone: str) -> None:
    """The stage, why nothing is done, what to do now, and every body that is named: as in the other languages."""
    Organisation.objects.update(phone=phone)
    written = {language: decision(cast, language, stage) for language in ("ja", "en", "ja-easy")}
    for body in written.values():
        assert "ADR 1\n" in body
        assert "03-0000-0001" in body
        assert "ADR 2" in body
        assert "XYZ." in body
    easy = written["ja-easy"]
    first = (
        "これは1回目（かいめ）の答（こた）えです。",
        "ほかの人（ひと）が、もう一度（いちど）考（かんが）えます（2回目（かいめ））。",
    )
    second = (
        "ほかの人（ひと）が、もう一度（いちど）考（かんが）えました（2回目（かいめ））。",
        "これで終（お）わりです。",
    )
    for number, sentences in ((1, first), (2, second)):
        for sentence in sentences:
            assert (sentence in easy) is (number == stage), easy
    assert "決（き）まったことと理由（りゆう）を知（し）らせます。" in easy
    assert "新（あたら）しくすることは、ありません。\n理由（りゆう）: XYZ." in easy
    assert ("ページか、電話（でんわ）で" in easy) is (stage == 1 and bool(phone))
    assert "ここに話（はな）すことができます。" in easy


@pytest.mark.usefixtures("own_words_only")
def test_every_letter_is_whole_and_each_kanji_has_its_reading(cast: Cast) -> None:
    letters = journeys.every_letter(cast, "ja-easy")
    assert {name.partition(":")[0] for name in letters} == {kind.value for kind in LetterKind}
    for name, letter in letters.items():
        whole = f"{letter.subject}\n{letter.body}"
        assert letter.language == "ja-easy"
        assert not set(whole) & {BEGIN, MIDDLE, END}, name
        assert not re.search(r"\{|\}|\||None", whole), name
        left = KANJI.findall(READ.sub("", whole.replace("ラン 様", "ラン")))
        assert left == [], (name, whole)
        assert letter.complaint.reference in letter.subject, name


@pytest.mark.usefixtures("own_words_only")
def test_letters_say_in_easy_words_where_else_to_turn(cast: Cast) -> None:
    Organisation.objects.update(external_route_easy="{町|まち}のセンターに{話|はな}せます。188")
    letters = journeys.every_letter(cast, "ja-easy")
    told = {
        name
        for name, letter in letters.items()
        if "町（まち）のセンターに話（はな）せます。188" in letter.body
    }
    assert {name.partition(":")[0] for name in told} >= {"acknowledgement", "proposal", "decision"}
    assert not any("そうだん センター" in letter.body for letter in letters.values())


def test_letters_say_what_their_reader_must_know(cast: Cast) -> None:
    letters = journeys.every_letter(cast, "ja-easy")
    missing = [
        (name, sentence, letters[name].body)
        for name, sentences in SENTENCES.items()
        for sentence in sentences
        if sentence not in letters[name].body
    ]
    assert missing == []


def test_mail_is_told_as_japanese(cast: Cast) -> None:
    letter = journeys.along_the_main_road(cast, "ja-easy").letters.get(kind="acknowledgement")
    letter.reply_to = "answer@example.jp"
    mail = message_from_bytes(as_mail(letter, "desk@example.jp").as_bytes(), policy=default)
    assert mail["Content-Language"] == "ja"
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert '<html lang="ja">' in html
    assert "この線（せん）より上（うえ）に、答（こた）えを書（か）いてください" in html


def test_notice_of_a_restricted_complaint_is_easy_too(cast: Cast) -> None:
    complaint = journeys.along_the_main_road(cast, "ja-easy")
    complaint.confidentiality = Confidentiality.RESTRICTED.value
    complaint.save()
    letter = Letter.objects.filter(complaint=complaint, kind="acknowledgement").get()
    mail = message_from_bytes(as_mail(letter, "desk@example.jp").as_bytes(), policy=default)
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert mail["Subject"] == "お知（し）らせがあります"
    assert "このメールには、中（なか）のことを書（か）いていません。" in text
    assert "われて" not in text


@pytest.mark.parametrize(
    ("name", "title", "greeted"),
    [
        ("ニュエン ラン", "様", "ニュエン ラン 様"),
        ("ニュエン ラン", "", "ニュエン ラン"),
        ("", "", marked("{話|はな}してくださった{方|かた}へ")),
    ],
)
def test_reader_is_greeted(name: str, title: str, greeted: str) -> None:
    assert Reader(name, title).greeting("ja-easy") == greeted


def test_braces_in_what_somebody_wrote_stay_as_they_are(cast: Cast) -> None:
    story = "{話|わな} と かいた。{{ organisation }} {% if %}"
    complaint = makers.acknowledged(cast, language="ja-easy", story=story)
    assert story in complaint.letters.get(kind="acknowledgement").body
