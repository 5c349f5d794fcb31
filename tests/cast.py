"""The cast: one fixed actor per role, as every test knows them. People of this stage only."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Staff, Team
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import OrganisationKind, Role
from kikitori.records.people.tour import TourState


@dataclass(frozen=True)
class Cast:
    """Staff of one organisation, in two teams, and their actors."""

    handler: Staff
    colleague: Staff
    lead: Staff
    administrator: Staff
    auditor: Staff

    def actor(self, role: str) -> Actor:
        """`cast.actor("handler")`: the actor of that member of the cast."""
        return actor_for(getattr(self, role))


STAFF = (
    ("handler", "受田 ひかり", "ウケタ ヒカリ", Role.HANDLER),
    ("colleague", "隣野 まこと", "トナリノ マコト", Role.HANDLER),
    ("lead", "責田 みさき", "セメダ ミサキ", Role.LEAD),
    ("administrator", "管原 つかさ", "スガハラ ツカサ", Role.ADMINISTRATOR),
    ("auditor", "監物 じゅん", "ケンモツ ジュン", Role.AUDITOR),
)


def summon(password: str = "") -> Cast:
    """Write the organisation and its staff into the database. With a `password` they can sign in.

    They know the desk: its tour is over for all of them.

    Thousands of tests begin with this; so it takes three statements.
    """
    given = {
        "name_ja": "みほん堂",
        "name_en": "Mihon-do",
        "kind": OrganisationKind.CUSTOMER_SERVICE.value,
        "phone": "0120-000-000",
        "phone_hours": "平日 9:00–17:00",
        "external_route_ja": "お住まいの地域の消費生活センター（電話188）",
        "external_route_en": "Your local consumer affairs centre (phone 188)",
    }
    Organisation.objects.bulk_create(
        [Organisation(pk=1, **given)], update_conflicts=True, unique_fields=["pk"], update_fields=[*given]
    )
    team = Team.objects.create(name="お客様窓口")
    secret = make_password(password or None)
    staff = [
        Staff(
            login=login,
            name=name,
            name_kana=kana,
            role=role.value,
            team=team,
            password=secret,
            tour=TourState.OVER.value,
        )
        for login, name, kana, role in STAFF
    ]
    return Cast(**{person.login: person for person in Staff.objects.bulk_create(staff)})
