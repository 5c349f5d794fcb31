"""Name, logo and colour in the settings: looked at first, kept then, and seen on every page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kikitori.casework.account_mail import link_of, make_mail
from kikitori.casework.look import LARGEST_LOGO
from kikitori.interfaces.look.own import address_of
from kikitori.records.people.accounts import MailAbout
from kikitori.records.people.logos import Logo
from kikitori.records.people.models import Organisation, SettingChange
from tests.cast import Cast
from tests.foundation.mail import pictures
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf

PAGE = "/desk/settings/look/"
TYPED = {"seen": "0", "name_ja": "みほん堂", "name_en": "Mihon-do", "accent": "#ffd500", "kept_logo": ""}


def file(content: bytes = pictures.PNG, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead", "en")


def test_page_shows_what_is_set(lead: Client) -> None:
    page = lead.get(PAGE)
    assert page.status_code == 200
    assert 'value="Mihon-do"' in page.content.decode()
    assert "The mark of Kikitori stands in its place." in words_of(page)
    assert "No colour is chosen." in words_of(page)
    assert "own.css" in page.content.decode()
    assert "/look/colours-" not in page.content.decode()


def test_looking_first_keeps_nothing_and_shows_the_page_in_the_colour(lead: Client) -> None:
    answer = lead.post(PAGE, {**TYPED, "look": "1"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="{address_of("#ffd500")}"' in text
    assert "Nothing is kept yet." in words_of(answer)
    assert "#ffd500 would have a contrast of only 1.2 : 1 here." in words_of(answer)
    assert "It is shown darker, as #816b00" in words_of(answer)
    assert "#ffd500 as you chose it: contrast" in words_of(answer)
    assert 'value="#ffd500"' in text
    assert Organisation.objects.get().accent == ""
    assert not SettingChange.objects.exists()


def test_colour_is_kept_and_every_page_carries_its_sheet(lead: Client, cast: Cast) -> None:
    answer = lead.post(PAGE, {**TYPED, "accent": "0A5C3F"})
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    sheet = f'<link rel="stylesheet" href="{address_of("#0a5c3f")}">'
    for path in ("/desk/", PAGE, "/", "/complain/", "/promises/"):
        text = lead.get(path, follow=True).content.decode()
        assert sheet in text, path
        assert text.index("kikitori.css") < text.index(sheet)
    link = link_of(make_mail(cast.handler, MailAbout.PASSWORD, "", timezone.now()))
    for path in ("/desk/sign-in/", urlsplit(link).path, "/desk/account/address/0-gone/"):
        assert sheet in Client().get(path).content.decode(), path
    assert "style=" not in lead.get(PAGE).content.decode()


def test_logo_is_looked_at_first_and_need_not_be_chosen_twice(lead: Client) -> None:
    answer = lead.post(PAGE, {**TYPED, "logo": file(), "look": "1"})
    kept = re.search(r'name="kept_logo" value="([0-9a-f]{64})"', answer.content.decode())
    assert kept is not None
    address = f"/look/logo-{kept[1]}.png"
    assert f'src="{address}"' in answer.content.decode()
    assert lead.get(address).status_code == 200
    assert Organisation.objects.get().logo is None
    lead.post(PAGE, {**TYPED, "kept_logo": kept[1]})
    logo = Organisation.objects.get().logo
    assert logo is not None
    assert logo.digest == kept[1]
    for path in ("/", "/desk/", "/complain/"):
        assert f'<img class="brand__logo" src="{address}" width="16" height="8" alt="">' in (
            lead.get(path, follow=True).content.decode()
        )


def test_logo_can_be_kept_at_once_and_taken_away_again(lead: Client) -> None:
    lead.post(PAGE, {**TYPED, "logo": file()})
    logo = Organisation.objects.get().logo
    assert logo is not None
    seen = str(SettingChange.objects.latest("pk").pk)
    lead.post(PAGE, {**TYPED, "seen": seen, "kept_logo": logo.digest, "no_logo": "on"})
    assert Organisation.objects.get().logo is None
    assert "brand__logo" not in lead.get("/").content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "cannot be drawn as a picture"),
        (pictures.PNG[:40], "cannot be drawn as a picture"),
        (pictures.PNG + b"\0" * LARGEST_LOGO, "larger than 5 MB"),
    ],
)
def test_file_that_is_no_logo_is_refused_and_what_was_typed_stays(
    lead: Client, content: bytes, words: str
) -> None:
    answer = lead.post(PAGE, {**TYPED, "logo": file(content, "logo.svg")})
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert 'value="#ffd500"' in answer.content.decode()
    assert not Logo.objects.exists()
    assert not SettingChange.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"accent": "green"}, "This is no colour we can read."),
        ({"accent": "#0a5c3f;}*{}"}, "This is no colour we can read."),
        ({"name_ja": "", "name_en": ""}, "Please fill this in."),
        ({"kept_logo": "0" * 64}, "no longer kept"),
        ({"kept_logo": "0" * 65}, ""),
    ],
)
def test_what_cannot_be_set_is_said_beside_its_field(lead: Client, typed: dict[str, str], words: str) -> None:
    answer = lead.post(PAGE, {**TYPED, **typed})
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert not SettingChange.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"accent": "red"}, "This is no colour we can read."),
        ({"accent": "</style><script>"}, "This is no colour we can read."),
        ({"accent": "#12"}, "This is no colour we can read."),
        ({"name_ja": "", "name_en": " "}, "Please fill this in."),
        ({"name_ja": "み" * 201}, ""),
        ({"kept_logo": "0" * 64}, "no longer kept"),
    ],
)
def test_looking_first_says_the_same_of_what_cannot_be_set(
    lead: Client, typed: dict[str, str], words: str
) -> None:
    answer = lead.post(PAGE, {**TYPED, **typed, "look": "1"})
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert "Nothing is kept yet." not in words_of(answer)
    assert f'href="{address_of("#ffd500")}"' not in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace("<script type", "")


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("en", {"name_en": "Sample House"}, "Sample House"),
        ("ja", {"name_ja": "あたらしい堂"}, "あたらしい堂"),
        ("en", {"name_ja": "あたらしい堂", "name_en": ""}, "あたらしい堂"),
    ],
)
def test_looking_first_shows_the_new_name_too(
    browser_of: BrowserOf, language: str, typed: dict[str, str], shown: str
) -> None:
    page = browser_of("lead", language).post(PAGE, {**TYPED, **typed, "look": "1"}).content.decode()
    assert re.search(rf"<title>[^<]* — {shown}</title>", page)
    assert f'font-weight="700">{shown}</text>' in page
    assert Organisation.objects.get().name_en == "Mihon-do"


def test_whoever_comes_second_reads_both(lead: Client, browser_of: BrowserOf) -> None:
    browser_of("administrator").post(PAGE, {**TYPED, "accent": "#0a5c3f"})
    answer = lead.post(PAGE, {**TYPED, "name_en": "Other"})
    assert answer.status_code == 409
    assert "Colour: #0a5c3f" in words_of(answer)
    assert 'value="Other"' in answer.content.decode()
    assert Organisation.objects.get().name_en == "Mihon-do"


def test_setting_the_same_again_says_so(lead: Client) -> None:
    lead.post(PAGE, {**TYPED, "accent": ""})
    assert "It looks so already." in words_of(lead.get(PAGE))


def test_change_stands_in_the_record(lead: Client) -> None:
    lead.post(PAGE, TYPED)
    record = words_of(lead.get("/desk/settings/changes/?kind=look"))
    assert "Name, logo and colour set" in record
    assert "Colour: #ffd500" in record


def test_slip_of_the_desk_carries_the_logo(lead: Client, browser_of: BrowserOf) -> None:
    lead.post(PAGE, {**TYPED, "logo": file()})
    assert 'class="sheet__logo"' not in lead.get("/desk/").content.decode()
    assert "名称・ロゴ・色" in words_of(browser_of("lead", "ja").get("/desk/settings/"))


@pytest.mark.parametrize(("role", "status"), [("handler", 403), ("auditor", 403), ("administrator", 200)])
def test_page_is_for_who_may(browser_of: BrowserOf, role: str, status: int) -> None:
    assert browser_of(role).get(PAGE).status_code == status
