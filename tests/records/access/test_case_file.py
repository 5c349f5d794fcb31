"""What may be in a case file for whom, and whose names are taken out of it."""

from __future__ import annotations

import pytest

from kikitori.records.access.case_file import (
    CHOSEN,
    NAMES_OUT,
    ROADS_OUT,
    FileFor,
    Meant,
    Section,
    chosen_among,
    is_chosen,
    is_offered,
    is_taken_out,
)
from kikitori.records.complaints.terms import PartyRole

OUTSIDE = [each for each in FileFor if each is not FileFor.HOUSE]


@pytest.mark.parametrize("reader", OUTSIDE)
@pytest.mark.parametrize("meant", [Meant.HOUSE, Meant.CONFIDED])
def test_what_is_ours_is_offered_to_nobody_outside(reader: FileFor, meant: Meant) -> None:
    assert not is_offered(meant, reader)
    assert not any(is_chosen(section, meant, reader) for section in Section)


@pytest.mark.parametrize("meant", Meant)
def test_house_may_have_everything_it_reads(meant: Meant) -> None:
    assert is_offered(meant, FileFor.HOUSE)


@pytest.mark.parametrize("section", Section)
def test_what_is_confided_is_in_no_file_by_itself(section: Section) -> None:
    assert not any(is_chosen(section, Meant.CONFIDED, reader) for reader in FileFor)


@pytest.mark.parametrize(
    ("reader", "sections"),
    [
        (FileFor.HOUSE, set(Section)),
        (FileFor.COMPLAINANT, set(Section)),
        (FileFor.RESPONDENT, {Section.STORY, Section.POINTS}),
        (FileFor.BODY, set(Section) - {Section.FILES}),
    ],
)
def test_sections_that_are_in_it_by_themselves(reader: FileFor, sections: set[Section]) -> None:
    assert (
        {each for each in Section if is_chosen(each, Meant.EVERYBODY, reader)} == sections == CHOSEN[reader]
    )


@pytest.mark.parametrize("reader", [FileFor.RESPONDENT, FileFor.BODY])
def test_pictures_go_to_others_only_by_hand(reader: FileFor) -> None:
    assert is_offered(Meant.EVERYBODY, reader)
    assert not is_chosen(Section.FILES, Meant.EVERYBODY, reader)


def test_every_reader_has_rules() -> None:
    assert set(CHOSEN) == set(NAMES_OUT) == set(ROADS_OUT) == set(FileFor)


@pytest.mark.parametrize(
    ("role", "names", "roads"),
    [
        (PartyRole.COMPLAINANT, {FileFor.RESPONDENT}, {FileFor.RESPONDENT, FileFor.BODY}),
        (PartyRole.REPRESENTATIVE, {FileFor.RESPONDENT}, {FileFor.RESPONDENT, FileFor.BODY}),
        (PartyRole.FORMER, {FileFor.RESPONDENT}, {FileFor.RESPONDENT, FileFor.BODY}),
        (PartyRole.RESPONDENT, {FileFor.COMPLAINANT, FileFor.BODY}, {FileFor.COMPLAINANT, FileFor.BODY}),
    ],
)
def test_whose_names_and_addresses_are_taken_out(
    role: PartyRole, names: set[FileFor], roads: set[FileFor]
) -> None:
    assert {each for each in FileFor if is_taken_out(role.value, each, among=NAMES_OUT)} == names
    assert {each for each in FileFor if is_taken_out(role.value, each, among=ROADS_OUT)} == roads


def test_unknown_role_has_nothing_taken_out_and_breaks_nothing() -> None:
    assert not is_taken_out("witness", FileFor.BODY, among=NAMES_OUT)


def test_only_what_was_offered_can_be_chosen() -> None:
    assert chosen_among(["a", "b"], ["b", "c", "b"]) == {"b"}
    assert chosen_among([], ["c"]) == frozenset()
