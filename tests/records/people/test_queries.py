"""The one organisation, also before it has been set up, and staff as actors."""

import pytest

from kikitori.records.people.models import Organisation, Staff
from kikitori.records.people.queries import actor_for, the_organisation
from kikitori.records.people.terms import Role
from tests.records import rows


def test_organisation_before_it_is_set_up_is_nameless_but_whole(db: None) -> None:
    nameless = the_organisation()
    assert (nameless.name_in("ja"), nameless.name_in("en")) == ("（名称未設定）", "(not named yet)")
    assert (nameless.time_zone, nameless.silence_days, nameless.pk) == ("Asia/Tokyo", 14, 1)
    assert not Organisation.objects.exists(), "asking writes nothing"


def test_organisation_is_the_first_row_and_no_other(db: None) -> None:
    Organisation.objects.create(pk=2, name_ja="よその家", name_en="Another house")
    assert the_organisation().name_ja == "（名称未設定）"
    Organisation.objects.create(pk=1, name_ja="みほん堂", name_en="Mihon-do")
    assert the_organisation().name_ja == "みほん堂"


@pytest.mark.parametrize("role", list(Role))
def test_member_of_staff_acts_in_their_own_name_and_role(role: Role) -> None:
    actor = actor_for(Staff(pk=5, login="x", name="責田 みさき", role=role.value))
    assert (actor.own_staff_id, actor.role, actor.name) == (5, role, "責田 みさき")


@pytest.mark.parametrize("role", ["", "superuser", "Handler"])
def test_member_of_staff_with_a_role_that_is_none_cannot_act(role: str) -> None:
    with pytest.raises(ValueError, match="Role"):
        actor_for(Staff(pk=5, role=role))


def test_somebody_who_was_never_hired_cannot_act(db: None) -> None:
    with pytest.raises(ValueError, match="staff"):
        actor_for(Staff(login="x", role="lead"))
    assert actor_for(rows.staff(role="lead")).role is Role.LEAD
