"""The portal in やさしい日本語: every page, each kanji of ours with its reading, chosen and kept like any language."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings

from kikitori.config.languages.offered import further
from kikitori.foundation.language.readings import BEGIN, END, MIDDLE, marked, without_readings
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Organisation
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import Hand, Seen, StillClock, Visitor
from tools import catalogues

KANJI = re.compile("[㐀-鿿々]")
STORY = "さらが われて いました。でんわは できません。"
#: Each language's name for itself is its own.
OWN_NAME = "日本語"
(EASY,) = (each for each in further() if each.code == "ja-easy")


@pytest.fixture
def newcomer(clock: StillClock, cast: Cast) -> Visitor:
    """Somebody who reads easy Japanese. The organisation's own name and words hold no kanji here."""
    Organisation.objects.update(name_ja="みほん", phone_hours="9:00–17:00", external_route_ja="")
    return Visitor("ja-easy")


def without_reading(seen: Seen) -> list[str]:
    """Characters on a page that nobody is told how to read."""
    page = seen.html.replace(OWN_NAME, "")
    page = re.sub('data-insert="[^"]*"', "", page)  # words for the person's own text
    page = re.sub(r"<ruby>.*?</ruby>", "", page, flags=re.DOTALL)
    return KANJI.findall(page)


def assert_sound(seen: Seen, status: int = 200) -> None:
    """In our language, told to browsers as Japanese, without a mark or a word that cannot be read."""
    assert seen.status == status, seen.text[:300]
    assert '<html lang="ja"' in seen.html
    assert seen.answer.headers["Content-Language"] == "ja"
    assert not set(seen.html) & {BEGIN, MIDDLE, END}
    assert not re.search(r"\{[^{}|]+\|[^{}|]+\}", seen.html)
    assert without_reading(seen) == [], seen.path


# ── pages ──


@pytest.mark.parametrize(
    "path",
    ["/", "/complain/", "/complain/erased/", "/follow/", "/left/", "/improvements/", "/accessibility/"],
)
def test_page_for_everybody_can_be_read(newcomer: Visitor, path: str) -> None:
    assert_sound(newcomer.go(path))


def test_where_else_to_turn_is_told_in_easy_words(newcomer: Visitor) -> None:
    Organisation.objects.update(
        external_route_ja="消費生活センター", external_route_easy="{町|まち}のセンター 188"
    )
    newcomer.writes(STORY)
    assert_sound(newcomer.seen)
    assert "<ruby>町<rp>（</rp><rt>まち</rt><rp>）</rp></ruby>のセンター 188" in newcomer.seen.html


def test_way_to_the_slip_can_be_read(newcomer: Visitor) -> None:
    newcomer.go("/complain/")
    assert_sound(newcomer.fill(), status=422)
    assert_sound(newcomer.fill(story=STORY))
    assert_sound(newcomer.fill(wish="あたらしい さらが ほしいです。"))
    assert_sound(newcomer.fill(email="lan@@example.jp"), status=422)
    assert_sound(newcomer.fill(email="lan@example.jp", needs=["plain_words", "large_print"]))
    slip = newcomer.fill()
    assert_sound(slip)
    assert "受付うけつけの紙かみ" in re.sub("[（）]", "", slip.text)
    kept = Complaint.objects.get()
    assert kept.language == "ja-easy"


@pytest.mark.parametrize(
    ("make", "pages"),
    [
        (makers.acknowledged, ("", "write/", "withdraw/", "solved/")),
        (makers.proposed, ("", "accept/", "decline/", "write/", "reopen/")),
        (makers.confirming, ("", "solved/", "unsolved/", "rate/")),
    ],
)
def test_pages_behind_a_slip_can_be_read(
    newcomer: Visitor, cast: Cast, make: Callable[..., Complaint], pages: tuple[str, ...]
) -> None:
    complaint = make(cast)
    Complaint.objects.update(story=STORY, desired_outcome="")
    complaint.messages.update(body=STORY)
    complaint.allegations.update(text="さら")
    complaint.remedies.update(text="さら")
    complaint.proposals.update(text="あたらしい さらを おくります。")
    complaint.letters.update(subject="みほん", body=STORY)
    newcomer.enters(complaint)
    for page in pages:
        seen = newcomer.go(f"/follow/{page}")
        assert seen.status in (200, 409)
        assert_sound(seen, status=seen.status)


def test_wrong_codes_and_lost_pages_are_told_plainly(newcomer: Visitor) -> None:
    newcomer.go("/follow/")
    wrong = newcomer.fill("sign-in", locator="K7FM-3QTA", secret="1111222233334444")
    assert_sound(wrong, status=wrong.status)
    assert wrong.status in (403, 422)
    assert_sound(newcomer.go("/nowhere/"), status=404)


def test_promises_are_read_in_the_easy_reading(newcomer: Visitor) -> None:
    seen = newcomer.go("/promises/")
    assert '<article class="easy">' in seen.html
    assert "いつまでにするかも" in seen.main


# ── the choice ──


def test_language_is_offered_under_its_own_name_and_kept(visitor: Visitor) -> None:
    seen = visitor.go("/")
    assert re.search(r'value="ja-easy" lang="ja" aria-pressed="false">やさしい にほんご</button>', seen.html)
    visitor.post("/language/", {"language": "ja-easy", "next": "/"})
    assert "こまったことを" in visitor.go("/").text
    assert re.search(r'value="ja-easy" lang="ja" aria-pressed="true"', visitor.seen.html)
    after = visitor.go("/follow/")
    assert "受付うけつけの紙かみ" in re.sub("[（）]", "", after.text)


def test_changing_the_language_while_writing_loses_no_word(visitor: Visitor) -> None:
    visitor.go("/complain/")
    seen = visitor.fill(story=STORY, press=("show_in", "ja-easy"))
    assert seen.form("complaint").values["story"] == [STORY]
    assert '<html lang="ja"' in seen.html
    assert "<ruby>" in seen.html
    assert visitor.client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ja-easy"


def test_example_puts_words_without_readings_into_the_box(newcomer: Visitor) -> None:
    newcomer.go("/complain/")
    seen = newcomer.fill(press=("opening", "1"))
    assert seen.form("complaint").values["story"] == ["届いた物が、思っていたのとちがいました。届いたのは、"]


def test_reader_can_have_letters_in_another_language_than_the_page(newcomer: Visitor) -> None:
    newcomer.complains(STORY, language="en", email="lan@example.jp")
    assert Complaint.objects.get().language == "en"


def test_what_they_need_is_kept_in_words_of_the_house(newcomer: Visitor) -> None:
    newcomer.complains(STORY, needs=["plain_words"])
    assert Complaint.objects.get().accommodation == "やさしい言葉で、ふりがなを付けてほしい"


@pytest.mark.parametrize(
    "code",
    [
        "ja-Easy",
        "JA-EASY",
        "ja_Easy",
        "easy",
        "ja-easy;q=1",
        "../ja",
        "ja-easy\u0000",
        "<b>",
        "ja-" + "x" * 900,
        "zz",
        "",
    ],
)
def test_code_that_is_none_of_ours_changes_nothing(visitor: Visitor, code: str) -> None:
    answer = visitor.client.post("/language/", {"language": code, "next": "/"})
    assert answer.status_code in (302, 303, 400)
    kept = visitor.client.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    assert kept is None or kept.value.lower() in dict(settings.LANGUAGES)
    visitor.client.cookies[settings.LANGUAGE_COOKIE_NAME] = re.sub(r"[^ -~]", "", code)
    page = visitor.client.get("/").content.decode()
    assert '<html lang="ja"' in page
    assert "<ruby>" not in page or code.lower().startswith("ja-easy")


def test_form_with_an_unknown_language_is_shown_again(newcomer: Visitor) -> None:
    newcomer.go("/complain/")
    newcomer.fill(story=STORY)
    newcomer.fill()
    seen = newcomer.fill(language="tlh")
    assert seen.status == 422
    assert not Complaint.objects.exists()


def test_braces_and_marks_that_somebody_types_are_only_text(newcomer: Visitor) -> None:
    typed = f"{{話|わな}} <b>{BEGIN}話{MIDDLE}わな"
    newcomer.complains(typed)
    kept = Complaint.objects.get()
    assert kept.story.startswith("{話|わな} <b>")
    page = newcomer.reads(kept)
    assert "{話|わな} &lt;b&gt;" in page.html
    assert "<b>" not in page.html


def test_desk_stays_with_the_languages_of_the_staff(newcomer: Visitor) -> None:
    seen = newcomer.go("/desk/sign-in/")
    assert "<ruby>" not in seen.html
    assert "ja-easy" not in seen.html
    assert not set(seen.html) & {BEGIN, MIDDLE, END}
    assert "サインイン" in seen.text


def test_what_came_back_with_the_slip_speaks_easily(
    newcomer: Visitor, cast: Cast, hand: Callable[..., Hand]
) -> None:
    complaint = makers.acknowledged(cast, language="ja-easy", story=STORY)
    seen = newcomer.opens(hand(complaint))
    assert seen.status == 200
    assert "担当たんとうの人ひとが読よんでいます" in re.sub("[（）]", "", seen.text)


# ── the catalogue itself ──

TEXTS = [
    (key[1], marked(text))
    for key, message in catalogues.keyed(catalogues.read(EASY.po, EASY.lang)).items()
    for text in catalogues.strings(message)
]
LONGEST = 45
POLITE = re.compile("いただ|頂|申し上げ|いたし|おります|まいり|ございまし|くださいますよう|うかが|承")
TWICE = re.compile(r"ない[^。]{0,12}(?:ない|ません)|なけれ?ば[^。]*(?:ない|なりません)")


@pytest.mark.parametrize(("msgid", "text"), TEXTS)
def test_text_is_written_plainly(msgid: str, text: str) -> None:
    """Every kanji with its reading in kana, short sentences, no politeness beyond です and ます, no double denial."""
    bare = re.sub(f"{BEGIN}[^{END}]*{END}", "", text)
    assert not KANJI.search(bare), bare
    for reading in re.findall(f"{MIDDLE}([^{END}]*){END}", text):
        assert re.fullmatch("[ぁ-ゖー]+", reading), reading
    plain = re.sub(r"%\(\w+\)s|</?strong>|[A-Z_]{9,}", "", without_readings(text))
    for sentence in re.split("[。？]", plain):
        assert len(sentence) <= LONGEST, sentence
    assert not POLITE.search(plain)
    assert not TWICE.search(plain)
