"""The documents are true: what they name exists, what must be written down is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.rules.source import JAPANESE, ROOT, tracked

DOCUMENTS = [name for name in tracked() if name.endswith(".md")]
ADRS = sorted(name for name in tracked() if name.startswith("docs/adr/"))
#: Paths in backticks, written from the root of the repository.
NAMED_PATH = re.compile(r"`((?:src|tests|docs|tools)/[\w./-]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
PINNED = re.compile(r"^[\w-]+")


def read(name: str) -> str:
    """A document's text."""
    return (ROOT / name).read_text(encoding="utf-8")


def missing_paths(name: str, text: str) -> list[str]:
    """Paths and links of a document that lead nowhere."""
    links = [link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    places = [ROOT / path for path in NAMED_PATH.findall(text)] + [
        (ROOT / name).parent / link for link in links
    ]
    return [
        str(place.relative_to(ROOT) if place.is_relative_to(ROOT) else place)
        for place in places
        if not place.exists()
    ]


def dependencies() -> set[str]:
    """Every package pyproject.toml asks for, at run time and for development."""
    project = tomllib.loads(read("pyproject.toml"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted += [
        line for extra in project["project"].get("optional-dependencies", {}).values() for line in extra
    ]
    return {match.group(0) for line in wanted if (match := PINNED.match(line))}


def rows(text: str) -> dict[str, list[str]]:
    """The rows of every table of a document, by their first cell."""
    lines = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    return {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines}


def test_path_that_leads_nowhere_is_caught_when_planted():
    assert missing_paths(
        "docs/planted.md", "see `src/kikitori/attic.py` and [the map](nowhere.md#there)"
    ) == [
        "src/kikitori/attic.py",
        "docs/nowhere.md",
    ]


def test_path_that_exists_and_address_elsewhere_are_left_alone():
    assert (
        missing_paths("docs/planted.md", "`docs/adr/` and [text](https://example.org/) and [up](../LICENSE)")
        == []
    )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_names_only_what_exists(name: str):
    assert missing_paths(name, read(name)) == []


def test_every_dependency_has_its_line_with_licence_and_reason():
    written = rows(read("docs/dependencies.md"))
    assert dependencies() - written.keys() == set()
    for package in dependencies():
        licence, why, instead = written[package]
        assert licence, package
        assert len(why.split()) >= 1, package
        assert instead, package


def test_no_line_is_left_of_a_dependency_that_went_away():
    written = rows(read("docs/dependencies.md")).keys() - {"package", "---"}
    assert {name for name in written if not set(name) <= {"-"}} - dependencies() == set()


def test_decisions_are_numbered_without_gaps():
    assert [Path(name).name[:4] for name in ADRS] == [f"{number:04d}" for number in range(1, len(ADRS) + 1)]


@pytest.mark.parametrize("name", ADRS)
def test_decision_has_its_four_parts_on_one_page(name: str):
    text = read(name)
    assert text.startswith(f"# {Path(name).name[:4]}. ")
    assert re.search(r"^Status: (?:proposed|accepted|replaced by \d{4}), \d{4}-\d{2}$", text, re.MULTILINE)
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 60


@pytest.mark.parametrize("thing", ["step", "letter", "channel"])
def test_adding_a_thing_touches_at_most_five_places(thing: str):
    section = read("CONTRIBUTING.md").partition(f"## How to add a {thing}\n")[2].partition("\n## ")[0]
    places = re.findall(r"^\d+\. `([^`]+)`", section, re.MULTILINE)
    assert 2 <= len(places) <= 5
    assert len(places) == len(re.findall(r"^\d+\.", section, re.MULTILINE)), "each place begins with its path"
    assert all((ROOT / place).exists() for place in places)


def test_licence_is_the_apache_licence_word_for_word():
    text = read("LICENSE")
    assert text.splitlines()[1:3] == [
        " " * 33 + "Apache License",
        " " * 27 + "Version 2.0, January 2004",
    ]
    assert "END OF TERMS AND CONDITIONS" in text
    assert len(text) == 11358


def test_vendored_files_have_their_licence_beside_them_and_a_line_in_the_notice():
    notice = read("NOTICE")
    vendored = [name for name in tracked() if "/vendor/" in name and not name.endswith(".txt")]
    assert vendored
    for name in vendored:
        path = ROOT / name
        beside = [
            path.with_suffix(".LICENSE.txt"),
            path.with_name(f"{path.name}.LICENSE.txt"),
            path.with_name("LICENSE"),
        ]
        assert any(each.exists() for each in beside), name
        assert name in notice, name


def test_glossary_speaks_both_languages_in_every_row_of_the_trade():
    trade = read("docs/glossary.md").partition("\n## ")[2].partition("\n## ")[0]
    for first, cells in rows(trade).items():
        if first != "日本語" and not set(first) <= {"-"}:
            assert JAPANESE.search(first), first
            assert re.search("[A-Za-z]", cells[0]), first
            assert len(cells[2].split()) >= 4, first


def test_text_files_end_lines_as_unix_does():
    """CRLF would break the shell script and every hash. Letters on the wire have it by their standard."""
    contents = {name: (ROOT / name).read_bytes() for name in tracked() if not name.endswith(".eml")}
    assert [name for name, content in contents.items() if b"\r\n" in content and b"\0" not in content] == []
