"""Change a person 人の記録の変更: name, order of the name, title, language, wishes. What stood there before is kept."""

from dataclasses import asdict, dataclass
from datetime import datetime

from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.intake import is_language, kana_key, name_key
from kikitori.casework.on_card import on_card
from kikitori.foundation.language.names import normalise_kana
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person
from kikitori.records.people.terms import CardChange, Honorific, NameOrder, PersonKind
from kikitori.records.people.ties import PersonChange


@dataclass(frozen=True, kw_only=True)
class DetailsGiven:
    """What somebody's card says of them, as typed; everything may be empty but the words from closed lists."""

    kind: str = PersonKind.INDIVIDUAL.value
    name: str = ""
    name_kana: str = ""
    name_order: str = NameOrder.UNKNOWN.value
    honorific: str = Honorific.USUAL.value
    language: str = "ja"
    contact_wish: str = ""
    accommodation: str = ""
    do_not_contact: bool = False


def details_of(person: Person) -> DetailsGiven:
    """The card as it stands."""
    return DetailsGiven(**{name: getattr(person, name) for name in DetailsGiven.__dataclass_fields__})


def newest_details(person: Person) -> int:
    """The number of the newest change of these; 0 where nothing was ever changed. One query."""
    lines = PersonChange.objects.filter(person=person, kind=CardChange.DETAILS.value)
    return lines.order_by("-pk").values_list("pk", flat=True).first() or 0


def change_person(
    actor: Actor, person: Person, given: DetailsGiven, *, seen: int, now: datetime, reason: str = ""
) -> bool:
    """Set the card as given; False where it says so already. Letters already written keep what they say.

    `seen`: the change the editor had before them (newest_details). `reason`: who asked for it, or why.
    Raises Unseen, Refused, Invalid, NotNow(SET_MEANWHILE).
    """
    check = Checked()
    why = check.text("reason", reason, longest=2000)
    wanted = DetailsGiven(
        kind=check.word("kind", given.kind, PersonKind).value,
        name=check.line("name", given.name),
        name_kana=normalise_kana(check.line("name_kana", given.name_kana)),
        name_order=check.word("name_order", given.name_order, NameOrder).value,
        honorific=check.word("honorific", given.honorific, Honorific).value,
        language=given.language,
        contact_wish=check.text("contact_wish", given.contact_wish, longest=2000),
        accommodation=check.text("accommodation", given.accommodation, longest=2000),
        do_not_contact=given.do_not_contact,
    )
    if not is_language(given.language):
        check.problems["language"] = Problem.UNKNOWN_WORD
    check.done()
    with on_card(actor, person, now=now) as card:
        if newest_details(card.person) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        before, after = asdict(details_of(card.person)), asdict(wanted)
        changed = [name for name, value in after.items() if before[name] != value]
        if not changed:
            return False
        for name in changed:
            setattr(card.person, name, after[name])
        card.person.name_key = name_key(card.person.name)
        card.person.kana_key = kana_key(card.person.name_kana)
        card.person.save(update_fields=[*changed, "name_key", "kana_key"])
        card.say(
            CardChange.DETAILS,
            why=why,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return True
