"""Name, logo and colour: set by whoever may, kept with what stood there before, never over somebody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.look import LARGEST_LOGO, LookGiven, checked_look, keep_logo, look_of, set_look
from kikitori.casework.settings_kept import newest_change
from kikitori.foundation.paper.picture_size import PictureSize, picture_size
from kikitori.records.people.actor import Actor
from kikitori.records.people.logos import Logo
from kikitori.records.people.models import Organisation, SettingChange
from kikitori.records.people.queries import the_organisation
from kikitori.records.people.terms import Setting
from tests.cast import Cast
from tests.foundation.mail import pictures
from tests.makers import FRIDAY

GREEN = LookGiven(name_ja="みほん堂", name_en="Mihon-do", accent="0A5C3F")


def put(cast: Cast, given: LookGiven = GREEN, role: str = "lead", **how: int) -> bool:
    seen = how.get("seen", newest_change(Setting.LOOK))
    return set_look(cast.actor(role), given, seen=seen, now=FRIDAY)


def test_colour_is_kept_in_one_way_of_writing_with_what_stood_there(cast: Cast) -> None:
    assert put(cast)
    own = the_organisation()
    assert (own.name_ja, own.name_en, own.accent, own.logo) == ("みほん堂", "Mihon-do", "#0a5c3f", None)
    line = SettingChange.objects.get()
    assert (line.kind, line.by, line.at) == ("look", cast.lead, FRIDAY)
    assert line.before["accent"] == ""
    assert line.after == {"name_ja": "みほん堂", "name_en": "Mihon-do", "accent": "#0a5c3f", "logo": ""}


def test_look_is_checked_without_being_kept(db: None) -> None:
    given = LookGiven(name_ja=" みほん \n 堂 ", name_en="", accent=" 0A5 ")
    assert checked_look(given) == LookGiven(name_ja="みほん 堂", accent="#00aa55")
    assert checked_look(LookGiven(name_en="Mihon")) == LookGiven(name_en="Mihon")
    with pytest.raises(Invalid) as raised:
        checked_look(LookGiven(accent="red", logo="0" * 64))
    assert raised.value.problems == {
        "name_ja": Problem.MISSING,
        "accent": Problem.UNKNOWN_WORD,
        "logo": Problem.MISSING,
    }
    assert not SettingChange.objects.exists()


def test_look_that_is_set_already_writes_no_line(cast: Cast) -> None:
    put(cast)
    assert not put(cast)
    assert not put(cast, look_of(the_organisation()))
    assert SettingChange.objects.count() == 1


def test_nothing_else_of_the_organisation_is_touched(cast: Cast) -> None:
    before: dict[str, object] = dict(Organisation.objects.values().get())
    put(cast)
    after: dict[str, object] = dict(Organisation.objects.values().get())
    assert {name for name in before if before[name] != after[name]} == {"accent"}


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_leads_and_administrators_set_it(cast: Cast, role: str) -> None:
    assert put(cast, role=role)


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_nobody_else_sets_it(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        put(cast, role=role)
    with pytest.raises(Refused):
        keep_logo(cast.actor(role), pictures.PNG, now=FRIDAY)
    with pytest.raises(Refused):
        set_look(Actor.newcomer(), GREEN, seen=0, now=FRIDAY)
    assert not Logo.objects.exists()


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        (LookGiven(), {"name_ja": Problem.MISSING}),
        (LookGiven(name_ja=" \n "), {"name_ja": Problem.MISSING}),
        (LookGiven(name_ja="み" * 201), {"name_ja": Problem.TOO_LONG}),
        (LookGiven(name_ja="みほん", name_en="a\0b"), {"name_en": Problem.NOT_STORABLE}),
        (LookGiven(name_ja="みほん", accent="green"), {"accent": Problem.UNKNOWN_WORD}),
        (LookGiven(name_ja="みほん", accent="#0a5c3f;}"), {"accent": Problem.UNKNOWN_WORD}),
        (LookGiven(name_ja="みほん", logo="0" * 64), {"logo": Problem.MISSING}),
        (LookGiven(accent="x"), {"name_ja": Problem.MISSING, "accent": Problem.UNKNOWN_WORD}),
    ],
)
def test_what_is_wrong_is_said_at_once_and_nothing_is_set(
    cast: Cast, given: LookGiven, problems: dict[str, Problem]
) -> None:
    with pytest.raises(Invalid) as raised:
        put(cast, given)
    assert raised.value.problems == problems
    assert not SettingChange.objects.exists()


def test_one_language_is_enough_for_a_name(cast: Cast) -> None:
    put(cast, LookGiven(name_en="Mihon-do"))
    assert the_organisation().name_in("ja") == "Mihon-do"


def test_nobody_sets_it_over_what_they_have_not_read(cast: Cast) -> None:
    put(cast)
    with pytest.raises(NotNow) as raised:
        put(cast, LookGiven(name_ja="ほか"), seen=0)
    assert raised.value.obstacle is Obstacle.SET_MEANWHILE
    assert the_organisation().name_ja == "みほん堂"


# ── the logo ──


def test_logo_is_painted_anew_before_it_is_kept(cast: Cast) -> None:
    photo = pictures.jpeg(pictures.app(1, b"Exif\0\0" + pictures.exif(1)))
    logo = keep_logo(cast.actor("lead"), photo, now=FRIDAY)
    content = bytes(Logo.objects.get().content)
    assert picture_size(content) == PictureSize(logo.width, logo.height) == PictureSize(16, 8)
    assert content.startswith(b"\x89PNG")
    assert pictures.SECRET not in content


def test_logo_is_shown_once_it_is_set_and_gone_when_it_is_taken_away(cast: Cast) -> None:
    logo = keep_logo(cast.actor("lead"), pictures.PNG, now=FRIDAY)
    assert the_organisation().logo is None
    put(cast, LookGiven(name_ja="みほん堂", logo=logo.digest))
    assert the_organisation().logo == logo
    assert look_of(the_organisation()).logo == logo.digest
    put(cast, LookGiven(name_ja="みほん堂"))
    assert the_organisation().logo is None
    kept = [line.after["logo"] for line in SettingChange.objects.order_by("pk")]
    assert kept == [logo.digest[:12], ""]


def test_same_logo_twice_is_one(cast: Cast) -> None:
    lead = cast.actor("lead")
    assert keep_logo(lead, pictures.PNG, now=FRIDAY) == keep_logo(lead, pictures.PNG, now=FRIDAY)
    assert Logo.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", Problem.NOT_STORABLE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", Problem.NOT_STORABLE),
        (pictures.PNG[:50], Problem.NOT_STORABLE),
        (pictures.PNG + b"\0" * LARGEST_LOGO, Problem.TOO_LONG),
    ],
    ids=["nothing", "svg", "half", "too large"],
)
def test_file_that_is_no_logo_is_refused_with_its_reason(
    cast: Cast, content: bytes, problem: Problem
) -> None:
    with pytest.raises(Invalid) as raised:
        keep_logo(cast.actor("lead"), content, now=FRIDAY)
    assert raised.value.problems == {"logo": problem}
    assert not Logo.objects.exists()


def test_logo_nobody_kept_is_forgotten_after_a_day_and_the_one_in_use_never(cast: Cast) -> None:
    lead = cast.actor("lead")
    used = keep_logo(lead, pictures.PNG, now=FRIDAY)
    put(cast, LookGiven(name_ja="みほん堂", logo=used.digest))
    looked_at = keep_logo(lead, pictures.JPEG, now=FRIDAY)
    later = FRIDAY + timedelta(hours=23)
    keep_logo(lead, pictures.webp(), now=later)
    assert Logo.objects.filter(pk=looked_at.pk).exists()
    keep_logo(lead, pictures.webp(), now=FRIDAY + timedelta(days=1, minutes=1))
    assert not Logo.objects.filter(pk=looked_at.pk).exists()
    assert Logo.objects.filter(pk=used.pk).exists()


def test_logo_that_was_shown_once_stays_for_the_letters_that_carry_it(cast: Cast) -> None:
    lead = cast.actor("lead")
    first, second = (keep_logo(lead, each, now=FRIDAY) for each in (pictures.PNG, pictures.JPEG))
    for logo in (first.digest, second.digest, ""):
        put(cast, LookGiven(name_ja="みほん堂", logo=logo))
    keep_logo(lead, pictures.webp(), now=FRIDAY + timedelta(days=30))
    assert set(Logo.objects.filter(was_shown=True)) == {first, second}


def test_logo_in_use_since_before_that_was_noted_stays_too(cast: Cast) -> None:
    lead = cast.actor("lead")
    old = keep_logo(lead, pictures.PNG, now=FRIDAY)
    Organisation.objects.update(logo=old)
    put(cast, LookGiven(name_ja="みほん堂"))
    keep_logo(lead, pictures.JPEG, now=FRIDAY + timedelta(days=30))
    assert Logo.objects.filter(pk=old.pk).exists()


def test_organisation_is_read_with_its_logo_in_one_query_and_without_its_bytes(cast: Cast) -> None:
    logo = keep_logo(cast.actor("lead"), pictures.PNG, now=FRIDAY)
    put(cast, LookGiven(name_ja="みほん堂", logo=logo.digest))
    with CaptureQueriesContext(connection) as asked:
        found = the_organisation().logo
        assert found is not None
        assert (found.digest, found.width) == (logo.digest, 16)
    assert len(asked) == 1
    assert '"content"' not in asked[0]["sql"]
