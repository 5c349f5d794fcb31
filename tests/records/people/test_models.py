"""Tables of people: what they hold, what they refuse, and in which order contact points are tried."""

from typing import Any

import pytest
from django.db import DataError, transaction

from kikitori.foundation.language.readings import marked
from kikitori.foundation.language.text import clean_text, storable
from kikitori.records.people.models import ContactPoint, Organisation, Person, Staff, Team
from kikitori.records.people.ties import Membership
from tests.records import rows

pytestmark = pytest.mark.django_db


# ---- the organisation


@pytest.mark.parametrize(
    ("ja", "en", "language", "name"),
    [
        ("みほん堂", "Mihon-do", "ja", "みほん堂"),
        ("みほん堂", "Mihon-do", "ja-JP", "みほん堂"),
        ("みほん堂", "Mihon-do", "en", "Mihon-do"),
        ("みほん堂", "Mihon-do", "en-GB", "Mihon-do"),
        ("みほん堂", "Mihon-do", "ko", "Mihon-do"),
        ("みほん堂", "Mihon-do", "jav", "Mihon-do"),
        ("みほん堂", "Mihon-do", "", "Mihon-do"),
        ("みほん堂", "", "en", "みほん堂"),
        ("", "Mihon-do", "ja", "Mihon-do"),
        ("", "", "ja", ""),
    ],
)
def test_organisation_is_named_in_the_language_of_its_reader(
    ja: str, en: str, language: str, name: str
) -> None:
    assert Organisation(name_ja=ja, name_en=en).name_in(language) == name


@pytest.mark.parametrize(
    ("ja", "en", "language", "route"),
    [
        ("消費生活センター（188）", "The consumer centre", "ja", "消費生活センター（188）"),
        ("消費生活センター（188）", "The consumer centre", "en", "The consumer centre"),
        ("消費生活センター（188）", "", "en", "消費生活センター（188）"),
        ("", "The consumer centre", "ja", "The consumer centre"),
        ("", "", "en", ""),
    ],
)
def test_where_else_to_turn_is_told_in_another_language_rather_than_not_at_all(
    ja: str, en: str, language: str, route: str
) -> None:
    organisation = Organisation(name_ja="み", name_en="M", external_route_ja=ja, external_route_en=en)
    assert organisation.external_route_in(language) == route


@pytest.mark.parametrize(
    ("easy", "language", "route"),
    [
        ("{町|まち}のセンター 188", "ja-easy", marked("{町|まち}のセンター 188")),
        ("", "ja-easy", "消費生活センター（188）"),
        ("{町|まち}のセンター 188", "ja", "消費生活センター（188）"),
        ("{町|まち}のセンター 188", "en", "The consumer centre"),
    ],
)
def test_where_else_to_turn_has_easy_words_where_somebody_wrote_them(
    easy: str, language: str, route: str
) -> None:
    organisation = Organisation(
        external_route_ja="消費生活センター（188）",
        external_route_en="The consumer centre",
        external_route_easy=easy,
    )
    assert organisation.external_route_in(language) == route


def test_organisation_begins_as_a_japanese_customer_service_department() -> None:
    new = Organisation.objects.create(pk=1, name_ja="みほん堂", name_en="Mihon-do")
    new.refresh_from_db()
    assert (new.kind, new.default_language, new.time_zone) == ("customer_service", "ja", "Asia/Tokyo")
    assert (new.silence_days, new.phone, new.address, str(new)) == (14, "", "", "みほん堂")


@pytest.mark.parametrize("days", [-1, -14])
def test_silence_cannot_end_before_it_begins(days: int) -> None:
    with rows.must_refuse("silence_days"):
        Organisation.objects.create(pk=1, name_ja="み", name_en="M", silence_days=days)


# ---- staff


def test_login_belongs_to_one_person_alone() -> None:
    rows.staff("handler")
    with rows.must_refuse("login"):
        rows.staff("handler")


@pytest.mark.parametrize("other", ["Handler", "handler ", "ｈａｎｄｌｅｒ", "hand1er", "h\u0430ndler"])
def test_logins_that_look_alike_are_two_people(other: str) -> None:
    one, two = rows.staff("handler"), rows.staff(other)
    assert Staff.objects.get_by_natural_key("handler") == one
    assert Staff.objects.get_by_natural_key(other) == two


def test_staff_has_no_password_until_one_is_set() -> None:
    assert not rows.staff().has_usable_password()


def test_staff_is_by_default_a_handler_in_no_team() -> None:
    new = Staff.objects.get(pk=rows.staff().pk)
    assert (new.role, new.team, new.language, new.is_active) == ("handler", None, "ja", True)
    assert str(new) == "受田 ひかり"


def test_team_has_one_name_and_stays_while_somebody_is_in_it() -> None:
    team = Team.objects.create(name="お客様窓口")
    rows.staff(team=team)
    with rows.must_refuse("name"):
        Team.objects.create(name="お客様窓口")
    with rows.must_be_kept_for("Staff"):
        team.delete()
    Staff.objects.update(team=None)
    team.delete()
    assert not Team.objects.exists()


# ---- people


def test_person_may_be_anybody_and_give_nothing() -> None:
    nobody = Person.objects.get(pk=rows.person("").pk)
    assert (nobody.kind, nobody.name_order, nobody.language) == ("individual", "unknown", "ja")
    assert (nobody.name, nobody.name_kana, nobody.accommodation, nobody.same_as) == ("", "", "", None)
    assert not nobody.types.exists()
    assert not nobody.contact_points.exists()
    assert str(nobody) == f"#{nobody.pk}"


NAMES = [
    "蟻",
    "髙橋﨑𠮷",
    "\ufa19山",
    "葛\U000e0100城 飛鳥",
    "ﾔﾏﾀﾞ ﾀﾛｳ",
    "José María de la Concepción Fernández y Gutiérrez de los Ríos",
    "Nguyễn Thị Ánh",
    "O’Neill; DROP TABLE--",
    "<b>太字</b> & 'quote' \"quote\"",
    "👩‍👧‍👦🇯🇵",
    "\u202eabc\u202c",
    "محمد علي",
    "%s {0} {{7*7}} \\x00",
]


@pytest.mark.parametrize("name", NAMES)
def test_name_comes_back_as_it_was_given(name: str) -> None:
    assert Person.objects.get(pk=rows.person(name).pk).name == name == str(Person(name=name))


@pytest.mark.parametrize("raw", ["a\x00b", "a\ud800b", "\ud83d"])
def test_what_a_table_cannot_hold_is_held_once_it_is_storable(raw: str) -> None:
    with pytest.raises((UnicodeEncodeError, DataError)), transaction.atomic():
        rows.person(raw)
    kept = Person.objects.get(pk=rows.person(storable(raw)).pk).name
    assert kept == clean_text(raw)
    assert "\ufffd" in kept


def test_name_of_three_hundred_letters_has_room_and_one_more_has_not() -> None:
    assert Person.objects.get(pk=rows.person("長" * 300).pk).name == "長" * 300
    with rows.must_not_fit():
        rows.person("長" * 301)


def test_body_is_kept_while_somebody_belongs_to_it() -> None:
    body = rows.person("みほん商事", kind="body")
    member = Membership.objects.create(person=rows.person(), organisation=body)
    assert list(body.members.all()) == [member]
    with rows.must_be_kept_for("Membership"):
        body.delete()


def test_contact_points_go_with_their_person() -> None:
    gone, stays = rows.person(), rows.person("隣野 まこと")
    for each in (gone, stays):
        ContactPoint.objects.create(person=each, kind="email", value="a@example.jp", key="a@example.jp")
    gone.delete()
    assert [point.person for point in ContactPoint.objects.all()] == [stays]


# ---- contact points


def point(person: Person, **changes: Any) -> ContactPoint:
    values = {"person": person, "kind": "email", "value": "Hana@Example.JP", "key": "hana@example.jp"}
    return ContactPoint.objects.create(**values | changes)


def test_same_road_to_the_same_person_is_written_down_once() -> None:
    person = rows.person()
    point(person)
    with rows.must_refuse("contact_point_once_per_person"):
        point(person, value="hana@example.jp")


@pytest.mark.parametrize(
    "changes", [{"kind": "other"}, {"key": "hana+b@example.jp"}, {"key": "Hana@example.jp"}]
)
def test_another_road_to_the_same_person_is_another_point(changes: dict[str, Any]) -> None:
    person = rows.person()
    assert {point(person), point(person, **changes)} == set(person.contact_points.all())


def test_family_may_share_one_address() -> None:
    both = rows.person(), rows.person("試野 たろう")
    for each in both:
        point(each)
    assert ContactPoint.objects.filter(key="hana@example.jp").count() == len(both)


@pytest.mark.parametrize(
    ("preferred", "order"),
    [
        ((False, False, False), [0, 1, 2]),
        ((False, True, False), [1, 0, 2]),
        ((False, False, True), [2, 0, 1]),
        ((True, False, True), [0, 2, 1]),
        ((True, True, True), [0, 1, 2]),
    ],
)
def test_preferred_points_are_tried_first_then_the_oldest(
    preferred: tuple[bool, ...], order: list[int]
) -> None:
    person = rows.person()
    made = [point(person, key=str(n), preferred=wish) for n, wish in enumerate(preferred)]
    assert list(person.contact_points.all()) == [made[n] for n in order]


@pytest.mark.parametrize(
    ("kind", "by_mail"),
    [("email", True), ("phone", False), ("post", False), ("fax", False), ("other", False), ("EMAIL", False)],
)
def test_letter_goes_by_mail_to_mail_addresses_alone(kind: str, by_mail: bool) -> None:
    assert ContactPoint(kind=kind, value="a@example.jp").is_email is by_mail


def test_contact_point_in_a_log_names_no_address() -> None:
    made = point(rows.person(), note="夜のみ")
    assert str(made) == f"email:{made.pk}"
    assert "@" not in repr(made)


@pytest.mark.parametrize("field", ["value", "key"])
def test_contact_point_longer_than_its_column_is_refused_not_cut(field: str) -> None:
    person = rows.person()
    with rows.must_not_fit():
        point(person, **{field: "1" * 501})
    assert not person.contact_points.exists()
