"""Leaflets of bodies as files: put in place, replaced, taken out; what goes with a referral stays as it was."""

from __future__ import annotations

import pytest

from kikitori.casework.bodies import newest_change_of
from kikitori.casework.enclosures import FileGiven
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.leaflets import leaflet_handed_out, leaflet_in_use, replace_leaflet, take_leaflet_out
from kikitori.casework.scan_enclosures import scan_enclosures
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from kikitori.records.referral.leaflets import LARGEST_LEAFLET, Leaflet
from kikitori.records.referral.models import Body
from tests import makers, referrals
from tests.cast import Cast
from tests.foundation.mail import pictures
from tests.makers import FRIDAY

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def given(content: bytes = PDF, name: str = "案内.pdf") -> FileGiven:
    return FileGiven(name, len(content), lambda: content)


def put(
    cast: Cast, body: Body, file: FileGiven | None = None, role: str = "lead", seen: int | None = None
) -> Leaflet:
    number = newest_change_of(body.pk) if seen is None else seen
    return replace_leaflet(cast.actor(role), body, file or given(), seen=number, now=FRIDAY)


def test_leaflet_is_kept_in_versions_with_who_put_it_there(cast: Cast) -> None:
    body = referrals.body(cast)
    assert leaflet_in_use(body) is None
    first = put(cast, body)
    second = put(cast, body, given(PDF + b"%2", "新しい案内.pdf"), role="administrator")
    first.refresh_from_db()
    assert (first.version, first.ended_at, second.version, second.ended_at) == (1, FRIDAY, 2, None)
    assert leaflet_in_use(body) == second
    change = SettingChange.objects.filter(kind="bodies").latest("pk")
    assert change.by == cast.administrator
    assert change.before["leaflet"] == {"name": "案内.pdf", "version": 1, "digest": first.digest}
    assert change.after["leaflet"]["name"] == "新しい案内.pdf"
    assert take_leaflet_out(cast.actor("lead"), body, seen=newest_change_of(body.pk), now=FRIDAY)
    assert leaflet_in_use(body) is None
    assert not take_leaflet_out(cast.actor("lead"), body, seen=newest_change_of(body.pk), now=FRIDAY)
    assert put(cast, body).version == 3
    assert Leaflet.objects.count() == 3


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"", "a.pdf", Problem.MISSING),
        (b"just words", "a.pdf", Problem.NOT_STORABLE),
        (b"MZ" + b"\0" * 100, "a.exe", Problem.NOT_STORABLE),
        (b"<html><script>alert(1)</script></html>", "a.html", Problem.NOT_STORABLE),
        (PDF, "a.jpg", Problem.NOT_STORABLE),
        (PDF + b"x" * LARGEST_LEAFLET, "a.pdf", Problem.TOO_LONG),
    ],
)
def test_what_is_no_leaflet_is_refused_and_the_one_before_stays(
    cast: Cast, content: bytes, name: str, problem: Problem
) -> None:
    body = referrals.body(cast)
    before = put(cast, body)
    with pytest.raises(Invalid) as refusal:
        put(cast, body, given(content, name))
    assert refusal.value.problems == {"file": problem}
    assert leaflet_in_use(body) == before


def test_nobody_changes_it_who_may_not_or_has_not_read_what_is_set(cast: Cast) -> None:
    body = referrals.body(cast)
    put(cast, body)
    for role in ("handler", "auditor"):
        with pytest.raises(Refused):
            put(cast, body, role=role)
        with pytest.raises(Refused):
            take_leaflet_out(cast.actor(role), body, seen=newest_change_of(body.pk), now=FRIDAY)
    with pytest.raises(NotNow) as refusal:
        put(cast, body, seen=0)
    assert refusal.value.obstacle is Obstacle.SET_MEANWHILE
    assert Leaflet.objects.count() == 1


def test_complainant_keeps_the_version_they_were_told_of(cast: Cast) -> None:
    body = referrals.body(cast)
    first = put(cast, body)
    passed = referrals.outside(cast, makers.investigated(cast), to=body)
    put(cast, body, given(PDF + b"%2"))
    passed.refresh_from_db()
    assert passed.leaflet == first
    letter = passed.complaint.letters.get(kind="referral")
    assert "案内.pdf" in letter.body
    other = referrals.body(cast, name_ja="別のセンター")
    plain = referrals.outside(cast, makers.investigated(cast), to=other)
    assert plain.leaflet is None
    assert ".pdf" not in plain.complaint.letters.get(kind="referral").body


def test_file_is_looked_at_before_it_is_handed_out(cast: Cast) -> None:
    """With a scanner that does not answer it waits; one with a virus is never handed out, and not named in letters."""
    body = referrals.body(cast)
    row = put(cast, body)
    assert leaflet_handed_out(row) == row
    assert leaflet_handed_out(None) is None
    scan_enclosures(Actor.system("mail"), "127.0.0.1:1", now=FRIDAY)
    row.refresh_from_db()
    assert row.scan == "failed"
    Leaflet.objects.update(scan="infected")
    passed = referrals.outside(cast, makers.investigated(cast), to=body)
    assert leaflet_handed_out(passed.leaflet) is None
    assert ".pdf" not in passed.complaint.letters.get(kind="referral").body


def test_picture_is_kept_without_where_it_was_taken(cast: Cast) -> None:
    taken = pictures.jpeg(pictures.app(1, b"Exif\0\0" + pictures.exif()))
    row = put(cast, referrals.body(cast), given(taken, "案内.jpg"))
    assert row.found == "image/jpeg"
    assert len(bytes(row.raw)) < len(taken)
