"""The catalogues of further languages: every string complainants see is asked of them, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kikitori.config.languages.offered import further
from kikitori.foundation.language.readings import BEGIN, END, MIDDLE
from tools import catalogues, further_catalogues

HOME = "{% load i18n %}<p>{% trans 'Make a complaint' %}</p>"
CODE = 'from django.utils.translation import gettext as _\nWORD = _("Your slip")\n'
LABELS = (
    "from django.utils.translation import gettext_lazy as _\n"
    'CHANNEL = {"web": _("Web")}\nSTATE = {"open": _("Being looked into")}\n'
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small house with a portal, a desk, labels, and one further language."""
    for name, text in {
        "interfaces/portal/templates/portal/home.html": HOME,
        "interfaces/portal/slip.py": CODE,
        "interfaces/portal/promises_words.py": CODE.replace("Your slip", "Elsewhere"),
        "interfaces/desk/page.py": CODE.replace("Your slip", "Only for staff"),
        "interfaces/look/templates/look/base.html": HOME.replace("Make a complaint", "Skip to the main text"),
        "interfaces/look/templates/look/nav.html": HOME.replace("Make a complaint", "Main navigation"),
        "records/complaints/labels.py": LABELS,
        "config/languages/ja_Easy/language.yaml": (
            'code: ja-easy\nname: "やさしい にほんご"\nlang: ja\nelsewhere: [interfaces/portal/promises_words.py]\n'
        ),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def write(package: Path, **texts: str) -> None:
    """Write texts into the catalogue, as a person would."""
    (language,) = further(further_catalogues.languages_of(package))
    catalog = catalogues.read(language.po, "ja")
    for key, message in catalogues.keyed(catalog).items():
        message.string = texts.get(key[1].replace(" ", "_"), message.string)
    catalogues.replace(language.po, catalogues.po_bytes(catalog))


ALL = {
    "Make_a_complaint": "{話|はなし}を{書|か}く",
    "Your_slip": "{受付|うけつけ}の{紙|かみ}",
    "Web": "サイト",
    "Skip_to_the_main_text": "{読|よ}むところへ",
}


def test_every_string_complainants_see_is_wanted_and_no_other(package: Path) -> None:
    (language,) = further(further_catalogues.languages_of(package))
    found = {msgid for _context, msgid in further_catalogues.wanted(package, language)}
    assert found == {"Make a complaint", "Your slip", "Web", "Skip to the main text"}


def test_what_is_missing_is_listed_until_it_is_written(package: Path) -> None:
    assert any("missing “Your slip”" in fault for fault in further_catalogues.check(package))
    assert further_catalogues.update(package) == ["ja-easy: 4 strings, 4 without a translation"]
    assert sum("no ja text" in fault for fault in further_catalogues.check(package)) == 4
    write(package, **ALL)
    assert any("not compiled" in fault for fault in further_catalogues.check(package))
    further_catalogues.update(package)
    assert list(further_catalogues.check(package)) == []
    assert further_catalogues.update(package) == []


def test_compiled_catalogue_holds_marks_and_the_written_one_braces(package: Path) -> None:
    further_catalogues.update(package)
    write(package, **ALL)
    further_catalogues.update(package)
    (language,) = further(further_catalogues.languages_of(package))
    assert "{受付|うけつけ}" in language.po.read_text("utf-8")
    compiled = language.po.with_suffix(".mo").read_bytes().decode("utf-8", "replace")
    assert f"{BEGIN}受付{MIDDLE}うけつけ{END}の" in compiled


def test_string_that_is_gone_goes_and_one_that_comes_is_asked_for(package: Path) -> None:
    further_catalogues.update(package)
    write(package, **ALL)
    (package / "interfaces/portal/slip.py").write_text(CODE.replace("Your slip", "Your receipt"))
    faults = list(further_catalogues.check(package))
    assert any("missing “Your receipt”" in fault for fault in faults)
    assert any("“Your slip” is no longer shown" in fault for fault in faults)
    assert further_catalogues.update(package) == ["ja-easy: 4 strings, 1 without a translation"]
    (language,) = further(further_catalogues.languages_of(package))
    assert "受付" not in language.po.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("%(n)s {紙|かみ}", "placeholders differ"),
        ("<b>{紙|かみ}</b>", "markup differs"),
        (" {紙|かみ}", "space at the beginning"),
        ("slip", "is not Japanese"),
    ],
)
def test_text_that_would_break_a_page_is_a_fault(package: Path, text: str, fault: str) -> None:
    further_catalogues.update(package)
    write(package, **(ALL | {"Your_slip": text}))
    assert any(fault in each for each in further_catalogues.check(package))


def test_readings_are_no_placeholders(package: Path) -> None:
    further_catalogues.update(package)
    write(package, **ALL)
    assert not any("placeholders" in each for each in further_catalogues.check(package))


def test_house_check_asks_the_further_languages_too(package: Path) -> None:
    assert any(fault.startswith("ja-easy: missing") for fault in catalogues.check(package))


def test_desk_is_asked_of_no_further_language(package: Path) -> None:
    further_catalogues.update(package)
    (language,) = further(further_catalogues.languages_of(package))
    text = language.po.read_text("utf-8")
    for unseen in ("Only for staff", "Main navigation", "Being looked into", "Elsewhere"):
        assert unseen not in text
