"""The cast: one fixed actor per role, as every test knows them. People of this stage only."""

from dataclasses import dataclass

from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Staff, Team
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import OrganisationKind, Role


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


def summon(password: str = "") -> Cast:
    """Write the organisation and its staff into the database. With a `password` they can sign in."""
    Organisation.objects.update_or_create(
        pk=1,
        defaults={
            "name_ja": "みほん堂",
            "name_en": "Mihon-do",
            "kind": OrganisationKind.CUSTOMER_SERVICE.value,
            "phone": "0120-000-000",
            "phone_hours": "平日 9:00–17:00",
            "external_route_ja": "お住まいの地域の消費生活センター（電話188）",
            "external_route_en": "Your local consumer affairs centre (phone 188)",
        },
    )
    team = Team.objects.create(name="お客様窓口")
    staff = {}
    for login, name, kana, role in (
        ("handler", "受田 ひかり", "ウケタ ヒカリ", Role.HANDLER),
        ("colleague", "隣野 まこと", "トナリノ マコト", Role.HANDLER),
        ("lead", "責田 みさき", "セメダ ミサキ", Role.LEAD),
        ("administrator", "管原 つかさ", "スガハラ ツカサ", Role.ADMINISTRATOR),
        ("auditor", "監物 じゅん", "ケンモツ ジュン", Role.AUDITOR),
    ):
        person = Staff(login=login, name=name, name_kana=kana, role=role.value, team=team)
        if password:
            person.set_password(password)
        else:
            person.set_unusable_password()
        person.save()
        staff[login] = person
    return Cast(**staff)
