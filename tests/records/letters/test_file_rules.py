"""Which files may go out, and under which names: whatever somebody calls a file, its reader can save it."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.letters.file_rules import (
    LARGEST_FILE,
    LARGEST_PARCEL,
    LARGEST_WHOLE,
    MOST_FILES,
    FileFlaw,
    ending_of,
    file_name,
    flaw_among,
    flaw_of,
    is_misnamed,
    may_tell_more,
    told_kind,
)
from kikitori.records.letters.labels import FILE_FLAW
from tests.records.told import told_in_both

PDF, JPEG, EXE = "application/pdf", "image/jpeg", "application/x-msdownload"


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("調査報告書.pdf", "調査報告書.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\写真.jpg", "写真.jpg"),
        ("..", ""),
        (".", ""),
        ("", ""),
        ("   ", ""),
        ("\x00\x01", ""),
        ("invoice\x00.pdf", "invoice.pdf"),
        ("a\r\nContent-Type: text/html\r\n\r\n.pdf", "html.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("ゼロ\u200b幅.txt", "ゼロ幅.txt"),
        ("絵文字😀👨‍👩‍👧.png", "絵文字😀👨👩👧.png"),
        ("a<b>c:d|e?f*.pdf", "a_b_c_d_e_f_.pdf"),
        ('"引用".pdf', "引用_.pdf"),
        ("報告 。. .", "報告 。"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("LPT1.pdf", "_LPT1.pdf"),
        ("consent.pdf", "consent.pdf"),
        ("https://example.com/a.pdf", "https___example.com_a.pdf"),
        ("\ud83d.pdf", "pdf"),
    ],
)
def test_name_is_fit_for_every_disk(called: str, name: str) -> None:
    assert file_name(called) == name


@pytest.mark.parametrize("sign", ["a", "報", "😀", "é"])
def test_name_of_three_hundred_signs_keeps_its_ending_and_fits_a_disk(sign: str) -> None:
    name = file_name(sign * 300 + ".xlsx")
    assert name.endswith("….xlsx")
    assert 150 < len(name.encode()) <= 200
    assert set(name.removesuffix("….xlsx")) == {sign}


def test_long_name_without_an_ending_is_cut_all_the_same() -> None:
    assert file_name("長" * 300).endswith("…")
    assert file_name("x." + "y" * 300).endswith("…")
    assert len(file_name("長" * 300).encode()) <= 200


@given(st.text(max_size=400))
def test_no_name_breaks_a_line_climbs_out_of_a_folder_or_is_too_long(called: str) -> None:
    name = file_name(called)
    assert len(name.encode()) <= 200
    assert not set(name) & set('/\\\r\n\0<>:"|?*\u202e\u200f')
    assert name not in {".", ".."}
    assert name == name.strip()
    assert file_name(name) == name


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), ("a.", ""), ("報告。書", ""), (".b", "b")],
)
def test_ending_is_found_in_any_case(name: str, ending: str) -> None:
    assert ending_of(name) == ending


@pytest.mark.parametrize(
    ("name", "kind", "size", "flaw"),
    [
        ("a.pdf", PDF, 1, None),
        ("a.pdf", PDF, LARGEST_FILE, None),
        ("a.pdf", PDF, LARGEST_FILE + 1, FileFlaw.TOO_LARGE),
        ("a.pdf", PDF, 100_000_000, FileFlaw.TOO_LARGE),
        ("a.pdf", "application/x-empty", 0, FileFlaw.EMPTY),
        ("photo.jpg", EXE, 9, FileFlaw.PROGRAM),
        ("photo.jpg", "text/x-script", 9, FileFlaw.PROGRAM),
        ("setup.EXE", "text/plain", 9, FileFlaw.PROGRAM),
        ("report.pdf.js", "text/plain", 9, FileFlaw.PROGRAM),
        ("link.lnk", "application/octet-stream", 9, FileFlaw.PROGRAM),
        ("page.html", "text/html", 9, None),
        ("drawing.svg", "image/svg+xml", 9, None),
        ("", "application/octet-stream", 9, None),
    ],
)
def test_what_speaks_against_a_file(name: str, kind: str, size: int, flaw: FileFlaw | None) -> None:
    assert flaw_of(name, kind, size) is flaw


@pytest.mark.parametrize(
    ("size", "others", "flaw"),
    [
        (1, [], None),
        (1, [1] * (MOST_FILES - 1), None),
        (1, [1] * MOST_FILES, FileFlaw.TOO_MANY),
        (LARGEST_FILE, [LARGEST_WHOLE - LARGEST_FILE], None),
        (LARGEST_FILE, [LARGEST_WHOLE - LARGEST_FILE + 1], FileFlaw.TOO_MUCH),
    ],
)
def test_what_speaks_against_one_more(size: int, others: list[int], flaw: FileFlaw | None) -> None:
    assert flaw_among(size, others) is flaw


@pytest.mark.parametrize(
    ("size", "others", "flaw"),
    [
        (LARGEST_FILE, [LARGEST_FILE] * 3, None),
        (1, [LARGEST_FILE] * 4, FileFlaw.TOO_MUCH),
        (1, [1] * MOST_FILES, FileFlaw.TOO_MANY),
    ],
)
def test_what_no_mail_carries_may_be_more(size: int, others: list[int], flaw: FileFlaw | None) -> None:
    assert LARGEST_PARCEL > LARGEST_WHOLE
    assert flaw_among(size, others, LARGEST_PARCEL) is flaw


@pytest.mark.parametrize(
    ("kind", "tells"),
    [
        (JPEG, True),
        ("image/heic", True),
        ("image/tiff", True),
        ("video/quicktime", True),
        ("image/gif", False),
        ("image/svg+xml", False),
        (PDF, False),
        ("audio/mp4", False),
        ("", False),
    ],
)
def test_which_kinds_may_tell_of_whoever_took_them(kind: str, tells: bool) -> None:
    assert may_tell_more(kind) is tells


@pytest.mark.parametrize(
    ("name", "kind", "misnamed"),
    [
        ("a.pdf", PDF, False),
        ("a.PDF", PDF, False),
        ("a.jpeg", JPEG, False),
        ("a.jpg", PDF, True),
        ("a", PDF, True),
        ("a.pdf", "application/octet-stream", True),
        ("a.png", JPEG, True),
        ("a.txt", "text/html", True),
        ("a.txt", "text/plain", False),
        ("a.csv", "text/plain", False),
        ("a.doc", "application/x-ole-storage", False),
        ("a.xlsx", "application/zip", False),
        ("", "text/plain", False),
    ],
)
def test_name_that_promises_another_kind(name: str, kind: str, misnamed: bool) -> None:
    assert is_misnamed(name, kind) is misnamed


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (PDF, PDF),
        (JPEG, JPEG),
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("text/plain", "application/octet-stream"),
        ("text/x-script", "application/octet-stream"),
    ],
)
def test_nothing_that_could_run_is_told_as_what_it_is(kind: str, told: str) -> None:
    assert told_kind(kind) == told


def test_every_flaw_has_words_of_its_own_in_both_languages() -> None:
    told = told_in_both(FILE_FLAW)
    assert set(told) == {flaw.value for flaw in FileFlaw}
    assert all(ja != en and ja.endswith("。") and en.endswith(".") for ja, en in told.values())
    assert len(set(told.values())) == len(told)


def test_limits_are_said_with_their_numbers() -> None:
    with translation.override("en"):
        assert str(FILE_FLAW[FileFlaw.TOO_LARGE]).startswith("It is larger than 10 MB.")
        assert "14 MB" in str(FILE_FLAW[FileFlaw.TOO_MUCH])
        assert "10 files" in str(FILE_FLAW[FileFlaw.TOO_MANY])
    with translation.override("ja"):
        assert str(FILE_FLAW[FileFlaw.TOO_LARGE]).startswith("10 MBを超えています。")
