"""How somebody is addressed: what follows the name, and which part of it is the family's. Pure."""

from kikitori.records.people.terms import Honorific, NameOrder

_WORD = {
    Honorific.SAMA: "様",
    Honorific.SENSEI: "先生",
    Honorific.DONO: "殿",
    Honorific.NONE: "",
}


def honorific_of(honorific: str, *, is_body: bool) -> str:
    """What follows the name in Japanese; empty where they wish for none."""
    usual = "御中" if is_body else "様"
    return _WORD.get(Honorific(honorific), usual)


def family_name(name: str, order: str) -> str:
    """The part of a name by which somebody is called; empty where nobody has asked them."""
    parts = name.split()
    if not parts:
        return ""
    match NameOrder(order):
        case NameOrder.FAMILY_FIRST:
            return parts[0]
        case NameOrder.GIVEN_FIRST:
            return parts[-1]
        case NameOrder.SINGLE:
            return name
        case NameOrder.UNKNOWN:
            return ""
