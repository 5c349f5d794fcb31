"""What somebody brings, without a database: the fields of each road, odd values in them, and what is left out."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from kikitori.casework.errors import Problem
from kikitori.casework.way_in import WayGiven
from kikitori.interfaces.desk.brought_form import ROADS, SCANS, BroughtForm, scans_given
from kikitori.interfaces.desk.register_form import CHANNELS
from kikitori.records.complaints.labels import AUTHORITY_PROOF, CHANNEL
from kikitori.records.complaints.terms import AuthorityProof, Channel
from kikitori.records.letters.post_terms import ScanPart
from tests.house.rules.source import JAPANESE
from tests.interfaces.desk.odd_values import (
    ODD_CHOICES,
    ODD_DAYS,
    ODD_TEXTS,
    assert_kept_as_typed,
    assert_refused,
    assert_said,
)

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
LEAST = {"token": "A" * 22, "channel": "post", "received_at": "2026-11-28T09:30", "story": "皿が割れた。"}
#: Everything there is to say about a way here, whichever road it was.
EVERYTHING = {
    "postmarked_on": "2026-11-20",
    "fax_number": "03-0000-0000",
    "passed_on_by": "第三支部",
    "post_url": "https://sns.example.jp/1",
    "post_handle": "@komatta",
    "post_is_public": "yes",
    "interpreter": "手話通訳 見本さん",
}
TOLD: dict[Channel, WayGiven] = {
    Channel.POST: WayGiven(postmarked_on=date(2026, 11, 20), fax_number="03-0000-0000"),
    Channel.FAX: WayGiven(fax_number="03-0000-0000"),
    Channel.COMMITTEE: WayGiven(passed_on_by="第三支部"),
    Channel.SNS: WayGiven(post_url="https://sns.example.jp/1", post_handle="@komatta", post_is_public=True),
    Channel.IN_PERSON: WayGiven(interpreter="手話通訳 見本さん"),
}
LINES = ("fax_number", "passed_on_by", "post_url", "post_handle", "interpreter")


def made(**typed: Any) -> BroughtForm:
    form = BroughtForm({**LEAST, **typed})
    form.is_valid()
    return form


@pytest.mark.parametrize("road", ROADS)
def test_of_each_road_only_its_own_fields_are_told(road: Channel) -> None:
    form = made(channel=road.value, **EVERYTHING)
    assert not form.errors
    assert form.way(()) == TOLD.get(road, WayGiven())


@pytest.mark.parametrize("road", ROADS)
def test_what_another_road_asks_for_stays_in_the_form_all_the_same(road: Channel) -> None:
    form = made(channel=road.value, **EVERYTHING)
    assert {name: form[name].value() for name in EVERYTHING} == EVERYTHING


@pytest.mark.parametrize("road", ROADS)
def test_every_road_is_enough_by_itself(road: Channel) -> None:
    form = made(channel=road.value)
    assert not form.errors
    assert form.way(()) == WayGiven()
    assert form.intake(NOW).channel == road.value


def test_roads_are_those_of_the_desk_and_two_on_which_others_bring_it() -> None:
    assert set(ROADS) - set(CHANNELS) == {Channel.COMMITTEE, Channel.SNS}
    assert len(ROADS) == len(set(ROADS))
    for road in Channel:
        assert ("channel" in made(channel=road.value).errors) is (road not in ROADS)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_roads_and_proofs_are_offered_by_their_names(language: str) -> None:
    with override(language):
        fields = made().fields
        roads = {key: str(name) for key, name in fields["channel"].choices}  # type: ignore[attr-defined]
        proofs = {key: str(name) for key, name in fields["rep_proof"].choices if key}  # type: ignore[attr-defined]
        assert roads == {road.value: str(CHANNEL[road]) for road in ROADS}
        assert proofs == {each.value: str(AUTHORITY_PROOF[each]) for each in AuthorityProof}


@pytest.mark.parametrize(("typed", "read"), [("", None), ("yes", True), ("no", False)])
def test_whether_everybody_can_read_it_has_three_answers(typed: str, read: bool | None) -> None:
    assert made(channel="sns", post_is_public=typed).way(()).post_is_public is read


@pytest.mark.parametrize("what", ODD_DAYS)
def test_postmark_that_is_no_day_is_told_and_stays(what: str) -> None:
    assert_refused(partial(made, postmarked_on=ODD_DAYS[what]), "postmarked_on", ODD_DAYS[what])


@pytest.mark.parametrize("what", ODD_CHOICES)
@pytest.mark.parametrize("field", ["channel", "post_is_public", "rep_proof"])
def test_what_was_not_offered_is_told_and_stays(field: str, what: str) -> None:
    typed = {field: ODD_CHOICES[what]}
    assert_kept_as_typed(partial(made, **typed), field, ODD_CHOICES[what])
    assert field in made(**typed).errors
    assert made(**typed).intake(NOW).story == LEAST["story"]


@pytest.mark.parametrize("what", ODD_TEXTS)
def test_no_line_breaks_the_form_and_none_is_lost(what: str) -> None:
    typed = dict.fromkeys(LINES, ODD_TEXTS[what])
    for field in LINES:
        assert_kept_as_typed(partial(made, **typed), field, ODD_TEXTS[what])


@pytest.mark.parametrize("what", [each for each in ODD_TEXTS if each not in ("nothing", "blanks")])
def test_story_is_kept_as_it_was_written_or_refused_and_still_there(what: str) -> None:
    typed = ODD_TEXTS[what]
    form = made(story=typed)
    assert form["story"].value() == typed
    if "story" in form.errors:
        assert_said(partial(made, story=typed), "story")
        assert "\x00" in typed
    else:
        assert form.intake(NOW).story == typed


@pytest.mark.parametrize("what", sorted(set(ODD_DAYS) - {"American", "with time", "number"}))
def test_moment_that_is_none_is_told_in_both_languages(what: str) -> None:
    assert_refused(partial(made, received_at=ODD_DAYS[what]), "received_at", ODD_DAYS[what])


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("post_url", Problem.NOT_AN_ADDRESS),
        ("postmarked_on", Problem.IN_THE_FUTURE),
        *((field, problem) for field in LINES for problem in (Problem.TOO_LONG, Problem.NOT_STORABLE)),
    ],
)
def test_codes_of_the_way_are_told_beside_their_field(field: str, problem: Problem) -> None:
    told = {}
    for language in ("ja", "en"):
        with override(language):
            form = made(**EVERYTHING)
            form.blame({field: problem})
            told[language] = [str(each) for each in form.errors[field]]
    assert [bool(JAPANESE.search(each)) for each in told["ja"]] == [True] * len(told["ja"])
    assert not any(JAPANESE.search(each) for each in told["en"])


def test_address_of_a_page_is_not_taken_for_one_of_mails() -> None:
    with override("en"):
        form = made(**EVERYTHING)
        form.blame({"post_url": Problem.NOT_AN_ADDRESS})
        assert "https://" in str(form.errors["post_url"])
        assert "e-mail" not in str(form.errors["post_url"])


REPRESENTED = {"rep_name": "代理 太郎", "rep_authority": "娘。電話で確認"}


@pytest.mark.parametrize("proof", [None, *AuthorityProof])
def test_authority_in_writing_goes_with_the_representative(proof: AuthorityProof | None) -> None:
    word = proof.value if proof else ""
    intake = made(**REPRESENTED, rep_proof=word).intake(NOW)
    assert intake.representative is not None
    assert intake.representative.authority_proof == word


def test_authority_of_nobody_is_left_out_but_the_fold_stays_open() -> None:
    form = made(rep_proof=next(iter(AuthorityProof)).value)
    assert form.intake(NOW).representative is None
    assert form.has_representative()
    assert not made().has_representative()


class Files:
    """Files beside a form, as a request carries them."""

    def __init__(self, **sent: list[tuple[str, bytes]]) -> None:
        self.sent = MultiValueDict(
            {
                name: [SimpleUploadedFile(own, content) for own, content in files]
                for name, files in sent.items()
            }
        )

    def told(self) -> list[tuple[ScanPart, str, int]]:
        return [(part, each.name, each.size) for part, each in scans_given(self.sent)]


def test_every_field_for_files_says_what_its_files_show() -> None:
    files = Files(
        scans=[("手紙.pdf", b"12")], authority_scans=[("委任状.jpg", b"1")], screens=[("a.png", b"")]
    )
    assert files.told() == [
        (ScanPart.PAGE, "手紙.pdf", 2),
        (ScanPart.AUTHORITY, "委任状.jpg", 1),
        (ScanPart.SCREEN, "a.png", 0),
    ]
    assert set(SCANS.values()) == set(ScanPart)


def test_several_pages_keep_their_order_and_other_files_are_not_ours() -> None:
    files = Files(scans=[(f"{n}.pdf", b"x" * n) for n in range(12)], virus=[("x.exe", b"MZ")])
    assert [name for _, name, _ in files.told()] == [f"{n}.pdf" for n in range(12)]
    assert Files().told() == []


def test_nothing_of_a_file_is_read_before_it_is_wanted() -> None:
    class Unread(io.BytesIO):
        name, size = "大.pdf", 10**9

        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("read")

    [(part, given)] = scans_given(MultiValueDict({"scans": [Unread()]}))
    assert (part, given.name, given.size) == (ScanPart.PAGE, "大.pdf", 10**9)
    with pytest.raises(AssertionError):
        given.read()
