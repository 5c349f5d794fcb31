"""The public face of the demonstration: posters, improvements, files, a request answered and one that waits."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from pytest_django.fixtures import Settings

from kikitori.casework.house import House
from kikitori.config import demo
from kikitori.config.demo_pictures import photo, printed
from kikitori.config.demo_public import Along
from kikitori.config.demo_texts.corpus import HOUSES, demo_complaints
from kikitori.config.demo_texts.facts import DemoComplaint
from kikitori.config.demo_texts.public import public_facts
from kikitori.foundation.language.readings import in_kana, marked
from kikitori.foundation.paper.picture_size import PictureSize, picture_size
from kikitori.records.complaints.models import Allegation
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.models import Letter
from kikitori.records.people.branches import Branch
from kikitori.records.people.models import SettingChange
from kikitori.records.prevention.models import Improvement
from kikitori.records.voices.petitions import Petition
from tests.letterbox import into_folder

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
KANJI = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def mailbox(settings: Settings, tmp_path: Path) -> Path:
    into_folder(settings, tmp_path)
    return tmp_path


def planned(house: str) -> tuple[DemoComplaint, ...]:
    return demo_complaints(house, now=NOW)


def fill(house: str, keys: set[str], now: datetime = NOW) -> int:
    return demo.fill(house, now=now, report=lambda *_: None, only=keys)


def newest_in_hand(house: str) -> set[str]:
    """The newest complaints of the web that somebody looks into."""
    verbs = {"investigate", "ask_third_party", "note", "reply"}
    on_the_web = [
        one for one in planned(house) if (one.channel, one.language) == ("web", "ja") and one.course
    ]
    return {one.key for one in on_the_web if one.course[-1].verb in verbs}


# ── texts ──


@pytest.mark.parametrize("house", HOUSES)
def test_texts_are_whole_in_both_languages(house: str) -> None:
    facts = public_facts(house)
    assert facts.branches
    assert len(facts.improvements) == 3
    for one in facts.improvements:
        assert all((one.title.ja, one.title.en, one.words.ja, one.words.en))
        assert KANJI.search(one.words.ja)
        assert not KANJI.search(one.words.en)
        assert one.complaints > 1
    assert any(one.easy[0] for one in facts.improvements)


@pytest.mark.parametrize("house", HOUSES)
def test_every_kanji_of_an_easy_text_has_its_reading(house: str) -> None:
    for one in public_facts(house).improvements:
        for text in one.easy:
            assert not KANJI.search(in_kana(marked(text))), text
            assert "{" not in in_kana(marked(text))


@pytest.mark.parametrize("house", HOUSES)
def test_files_go_with_matters_there_are(house: str) -> None:
    plan = planned(house)
    for sent in public_facts(house).files:
        assert sent.photo or sent.paper
        assert any(one.matter in sent.matters and one.channel == "web" for one in plan), sent.matters
    assert len(Along.of(public_facts(house), plan).files) == len(public_facts(house).files)


def test_posters_bring_some_complaints_of_the_web_and_no_others() -> None:
    plan = planned("shop")
    posters = Along.of(public_facts("shop"), plan).posters
    on_the_web = {one.key for one in plan if one.channel == "web"}
    assert set(posters) < on_the_web
    assert set(posters.values()) == {"honten", "ekimae"}
    assert len(on_the_web) / 12 < len(posters) < len(on_the_web) / 4


# ── pictures ──


def test_photo_is_a_small_picture_that_any_reader_draws() -> None:
    assert picture_size(photo()) == PictureSize(240, 180)
    assert len(photo()) < 10_000


def test_page_of_print_holds_its_lines() -> None:
    pdf = printed(["CARD STATEMENT", r"Order (40-2217) \ 13,200 JPY"])
    [page] = pypdfium2.PdfDocument(pdf)
    words = page.get_textpage().get_text_bounded()
    assert "CARD STATEMENT" in words
    assert r"Order (40-2217) \ 13,200 JPY" in words
    assert len(pdf) < 2_000


# ── the house ──


@pytest.mark.django_db
@pytest.mark.parametrize("house", HOUSES)
def test_everybody_reads_what_improved_and_posters_hang(house: str, mailbox: Path) -> None:
    fill(house, set())
    facts = public_facts(house)
    assert set(Branch.objects.values_list("code", flat=True)) == {one.code for one in facts.branches}
    rows = Improvement.objects.order_by("-month")
    assert [row.title_ja for row in rows] == [one.title.ja for one in facts.improvements]
    assert all(row.is_public and row.published_at is not None for row in rows)
    assert all(row.month < date(2026, 12, 1) for row in rows)
    assert len({row.month for row in rows}) == 3
    changes = SettingChange.objects.filter(kind__in=("branches", "improvements"))
    assert all(change.at <= NOW for change in changes)
    before = changes.count()
    fill(house, set())
    assert changes.count() == before


@pytest.mark.django_db
def test_what_somebody_changed_since_is_left_alone(mailbox: Path) -> None:
    fill("shop", set())
    Branch.objects.all().delete()
    Improvement.objects.update(title_ja="書き改めた")
    fill("shop", set())
    assert not Branch.objects.exists()
    assert set(Improvement.objects.values_list("title_ja", flat=True)) == {"書き改めた"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "now",
    [
        NOW.replace(month=3, day=31),
        NOW.replace(month=1, day=1),
        NOW.replace(hour=0, minute=5),
        datetime(2026, 11, 28, 18, 0, tzinfo=UTC),
    ],
)
def test_improvements_are_of_past_months_whatever_the_day(mailbox: Path, now: datetime) -> None:
    fill("shop", set(), now)
    first = House().day_of(now).replace(day=1)
    months = [row.month for row in Improvement.objects.order_by("-month")]
    assert months[0] == (first - timedelta(days=1)).replace(day=1)
    assert len(set(months)) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("house", HOUSES)
def test_files_and_posters_come_with_their_complaints_once(house: str, mailbox: Path) -> None:
    along = Along.of(public_facts(house), planned(house))
    poster = next(iter(along.posters))
    keys = {*along.files, poster}
    plan = [one for one in planned(house) if one.key in keys]
    here = Along.of(public_facts(house), plan)
    assert fill(house, keys) == len(keys)
    names = {name for files in here.files.values() for name in (each.name for each in files)}
    rows = Enclosure.objects.filter(complaint__isnull=False, message__isnull=True)
    assert set(rows.values_list("name", flat=True)) == names
    assert set(rows.values_list("found", flat=True)) <= {"image/png", "application/pdf"}
    assert WayIn.objects.filter(branch__isnull=False).count() == len(here.posters)
    count = Enclosure.objects.count()
    assert fill(house, keys) == 0
    assert Enclosure.objects.count() == count


@pytest.mark.django_db
@pytest.mark.parametrize("house", HOUSES)
def test_one_request_is_answered_and_one_naming_waits(house: str, mailbox: Path) -> None:
    keys = newest_in_hand(house)
    fill(house, keys)
    facts = public_facts(house)
    asked, named = (
        Petition.objects.order_by("asked_at", "pk").filter(kind="summary").get(),
        Petition.objects.get(kind="bar"),
    )
    assert (asked.state, asked.words, asked.answer) == ("granted", facts.petition.asks, facts.petition.answer)
    assert asked.answered_at is not None
    assert asked.asked_at < asked.answered_at < NOW
    assert asked.promise is not None
    assert asked.promise.state == "kept"
    assert Allegation.objects.filter(complaint=asked.complaint, text=facts.petition.point).count() == 1
    assert Letter.objects.get(complaint=asked.complaint, kind="petition").state in ("sent", "shown")
    assert (named.state, named.words) == ("open", facts.naming)
    assert named.complaint_id != asked.complaint_id
    for one in (asked.complaint, named.complaint):
        moments = [event.at for event in one.events.all()]
        assert moments == sorted(moments)
        assert moments[-1] <= NOW
    fill(house, keys)
    assert Petition.objects.count() == 2
