"""Languages are folders: what lies there is offered, each door in those it speaks, and a new one needs no other change."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from django.conf import settings as site
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from kikitori.config.door_language import language_at
from kikitori.config.languages import offered
from kikitori.config.languages.offered import LanguageFault, folder_of, further, languages
from kikitori.records.complaints.models import Complaint
from tests.cast import Cast, summon
from tools.catalogues import QuietCatalog


def planted(folder: Path, text: str, *, name: str = "vi") -> Path:
    """A folder of a language with this language.yaml."""
    made = folder / name
    (made / "LC_MESSAGES").mkdir(parents=True)
    (made / "language.yaml").write_text(text, encoding="utf-8")
    return made


def spoken(folder: Path, **words: str) -> None:
    """Give it a compiled catalogue."""
    catalog = QuietCatalog(locale="vi", fuzzy=False)
    for msgid, text in words.items():
        catalog.add(msgid.replace("_", " "), text)
    stream = io.BytesIO()
    write_mo(stream, catalog)
    (folder / "LC_MESSAGES" / "django.mo").write_bytes(stream.getvalue())


@pytest.fixture
def cast(db: None) -> Cast:
    return summon()


@pytest.fixture
def vietnamese(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The house with a fourth language: its folder is planted beside the one that is there."""
    for each in further():
        shutil.copytree(each.folder, tmp_path / each.folder.name)
    folder = planted(tmp_path, "code: vi\nname: Tiếng Việt\n")
    spoken(folder, Make_a_complaint="Gửi khiếu nại", What_happened="x")
    settings.LANGUAGES, settings.LOCALE_PATHS = languages(tmp_path), [tmp_path]
    yield folder
    translation.activate("ja")


# ── what lies in the folder ──


def test_house_speaks_three_languages_to_complainants_and_two_to_staff() -> None:
    assert [code for code, _name in site.LANGUAGES] == ["ja", "en", "ja-easy"]
    assert dict(site.LANGUAGES)["ja-easy"] == "やさしい にほんご"
    assert [code for code, _name in site.STAFF_LANGUAGES] == ["ja", "en"]


@pytest.mark.parametrize(
    ("text", "name", "fault"),
    [
        ("name: Tiếng Việt", "vi", "needs code and name"),
        ("[]", "vi", "needs code and name"),
        ("", "vi", "needs code and name"),
        ("code: vi\nname: ''", "vi", "has no name"),
        ("code: ../vi\nname: x", "vi", "is no code of a language"),
        ("code: VI\nname: x", "vi", "is no code of a language"),
        ("code: vi-of-the-north\nname: x", "vi", "is no code of a language"),
        ("code: ko\nname: x", "vi", "the folder of ko is called ko"),
    ],
)
def test_folder_that_cannot_be_offered_says_why(tmp_path: Path, text: str, name: str, fault: str) -> None:
    planted(tmp_path, text, name=name)
    with pytest.raises(LanguageFault, match=fault):
        further(tmp_path)


@pytest.mark.parametrize(
    ("code", "folder"), [("vi", "vi"), ("ja-easy", "ja_Easy"), ("zh-hant", "zh_Hant"), ("pt-br", "pt_BR")]
)
def test_folder_is_named_as_django_looks_for_it(code: str, folder: str) -> None:
    assert folder_of(code) == folder == translation.to_locale(code)


def test_folders_without_a_language_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "offered.py").write_text("")
    assert further(tmp_path) == []
    assert languages(tmp_path) == list(offered.OF_STAFF)


def test_every_code_fits_what_is_kept_of_a_complaint() -> None:
    longest = Complaint._meta.get_field("language").max_length or 0
    assert all(len(each.code) <= longest for each in further())


# ── doors ──


@pytest.mark.parametrize(
    ("path", "wanted", "spoken"),
    [
        ("/", "ja-easy", "ja-easy"),
        ("/complain/", "vi", "vi"),
        ("/desk/", "ja-easy", "ja"),
        ("/desk/complaints/", "vi", "en"),
        ("/desk/", "en", "en"),
        ("/desk/", "ja", "ja"),
        ("/desks/", "ja-easy", "ja-easy"),
    ],
)
def test_door_speaks_what_its_people_speak(path: str, wanted: str, spoken: str) -> None:
    assert language_at(path, wanted) == spoken


# ── a fourth language ──


@pytest.mark.usefixtures("cast", "vietnamese")
def test_planted_language_is_offered_chosen_and_kept() -> None:
    client = Client()
    assert 'value="vi" lang="vi" aria-pressed="false">Tiếng Việt</button>' in client.get("/").content.decode()
    client.post("/language/", {"language": "vi", "next": "/"})
    answer = client.get("/")
    page = answer.content.decode()
    assert '<html lang="vi">' in page
    assert "Gửi khiếu nại" in page
    assert answer.headers["Content-Language"] == "vi"
    assert "お約束と期限" in page, "what it does not say yet stands there in Japanese"


@pytest.mark.usefixtures("cast", "vietnamese")
def test_planted_language_is_that_of_a_complaint_and_of_its_promises() -> None:
    client = Client(headers={"accept-language": "vi"})
    assert "<h1>" in client.get("/promises/").content.decode()
    client.post("/complain/", {"story": "Đĩa bị vỡ."})
    page = client.get("/complain/check/").content.decode()
    client.post("/complain/check/", {"story": "Đĩa bị vỡ.", "language": "vi", "token": token_on(page)})
    assert Complaint.objects.get().language == "vi"
    letter = Complaint.objects.get().letters.filter(kind="acknowledgement").first()
    assert letter is None or letter.subject.startswith("[")


def token_on(page: str) -> str:
    """The token of the draft on the check page."""
    return page.partition('name="token" value="')[2].partition('"')[0]


@pytest.mark.usefixtures("cast", "vietnamese")
def test_desk_does_not_offer_it() -> None:
    page = Client(headers={"accept-language": "vi"}).get("/desk/sign-in/").content.decode()
    assert "Tiếng Việt" not in page
    assert '<html lang="en">' in page
