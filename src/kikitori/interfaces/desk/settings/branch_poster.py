"""A branch's poster: one sheet with a code to be photographed. The address holds the branch's code and nothing else."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from kikitori.interfaces.desk.square_code import SquareCode, square_code
from kikitori.interfaces.look.poster import PosterText, poster_texts
from kikitori.records.people.branches import Branch
from kikitori.records.people.models import Organisation

SIZES = ("a4", "a5")


@dataclass(frozen=True, slots=True)
class Poster:
    """Everything that stands on it. `short`: the address without what everybody leaves out when they type it."""

    texts: list[PosterText]
    name: str
    branch: str
    short: str
    code: SquareCode
    phone: str
    hours: str


def poster_of(branch: Branch, organisation: Organisation) -> Poster:
    """The poster of this branch."""
    address = settings.ENVIRONMENT.address + reverse("portal:at", args=[branch.code])
    return Poster(
        texts=poster_texts(),
        name=_both(organisation.name_in("ja"), organisation.name_in("en")),
        branch=_both(branch.name_in("ja"), branch.name_in("en")),
        short=address.partition("://")[2],
        code=square_code(address),
        phone=organisation.phone,
        hours=organisation.phone_hours,
    )


def _both(ja: str, en: str) -> str:
    return " / ".join(dict.fromkeys((ja, en)))
