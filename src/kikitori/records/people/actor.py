"""Who acts. The first argument of every verb; never taken from a thread or a request behind one's back.

Pure: built by interfaces from whoever stands at the door, and by jobs with a reason.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from kikitori.records.people.terms import Mandate, Role


class ActorKind(StrEnum):
    """The four kinds that may act on a complaint."""

    STAFF = "staff"
    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"
    SYSTEM = "system"


#: What an actor of each kind must say of itself, and what else it may; a name may be said by all.
_FIELDS: dict[ActorKind, tuple[frozenset[str], frozenset[str]]] = {
    ActorKind.STAFF: (frozenset({"staff_id"}), frozenset({"role"})),
    ActorKind.COMPLAINANT: (frozenset(), frozenset({"complaint_id", "person_id", "party_id", "mandate"})),
    ActorKind.RESPONDENT: (frozenset({"complaint_id"}), frozenset({"person_id"})),
    ActorKind.SYSTEM: (frozenset({"reason"}), frozenset()),
}
_FIELD_NAMES = frozenset().union(*(needs | may_have for needs, may_have in _FIELDS.values()))


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """One actor. Exactly the fields that belong to its kind are set.

    Staff: `staff_id` and `role`. Complainant: `complaint_id`, the one complaint whose receipt was shown,
    and `person_id` where the person is known; whoever they have appointed has `party_id` and `mandate` too.
    System: `reason`, which every event it writes carries.
    """

    kind: ActorKind
    name: str = ""
    staff_id: int | None = None
    role: Role | None = None
    complaint_id: int | None = None
    person_id: int | None = None
    #: The part of somebody whom the complainant has appointed, and what they may do.
    party_id: int | None = None
    mandate: Mandate | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse one who is two things, or nobody. Raises ValueError; no field of another kind is ever looked at."""
        needs, may_have = _FIELDS[self.kind]
        given = {name for name in _FIELD_NAMES if getattr(self, name) not in (None, "")}
        about = self.complaint_id is not None or not given & {"person_id", "party_id", "mandate"}
        appointed = (self.party_id is None) is (self.mandate is None)
        if not (needs <= given <= needs | may_have and about and appointed):
            raise ValueError(f"{self.kind} cannot be an actor with {sorted(given) or 'nothing'}")

    @classmethod
    def staff(cls, staff_id: int, role: Role, name: str) -> Self:
        """A signed-in member of staff."""
        return cls(kind=ActorKind.STAFF, staff_id=staff_id, role=role, name=name)

    @classmethod
    def complainant(cls, complaint_id: int, person_id: int | None = None, name: str = "") -> Self:
        """Whoever holds the receipt of this one complaint; who complained for somebody else counts as them."""
        return cls(kind=ActorKind.COMPLAINANT, complaint_id=complaint_id, person_id=person_id, name=name)

    @classmethod
    def representative(
        cls,
        complaint_id: int,
        party_id: int,
        mandate: Mandate,
        *,
        person_id: int | None = None,
        name: str = "",
    ) -> Self:
        """Whom the complainant has appointed, with a receipt of their own: the complainant, as far as that goes."""
        return cls(
            kind=ActorKind.COMPLAINANT,
            complaint_id=complaint_id,
            party_id=party_id,
            mandate=mandate,
            person_id=person_id,
            name=name,
        )

    @classmethod
    def newcomer(cls) -> Self:
        """Somebody at the portal who has no complaint yet; may do one thing: make one."""
        return cls(kind=ActorKind.COMPLAINANT)

    @classmethod
    def system(cls, reason: str) -> Self:
        """Kikitori itself, for `reason` (a word such as `swept`, stored with every event)."""
        return cls(kind=ActorKind.SYSTEM, reason=reason)

    @property
    def own_staff_id(self) -> int:
        """The member of staff, for steps that nobody else may take. Raises ValueError for any other actor."""
        if self.staff_id is None:
            raise ValueError(f"{self.kind} is not staff")
        return self.staff_id

    @property
    def signature(self) -> str:
        """Short form for the database session and the logs; holds no personal data."""
        match self.kind:
            case ActorKind.STAFF:
                return f"staff:{self.staff_id}"
            case ActorKind.COMPLAINANT | ActorKind.RESPONDENT:
                return f"{self.kind}:{self.complaint_id or 'new'}"
            case ActorKind.SYSTEM:
                return f"system:{self.reason}"
