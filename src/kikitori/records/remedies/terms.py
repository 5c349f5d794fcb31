"""Words for remedies. Plain StrEnum, no Django."""

from enum import StrEnum


class RemedyKind(StrEnum):
    """What is done for the person; what is done to the organisation is a corrective action."""

    APOLOGY = "apology"
    EXPLAIN = "explain"
    CORRECT = "correct"
    REPLACE = "replace"
    REPAIR = "repair"
    REFUND = "refund"
    DISCOUNT = "discount"
    COMPENSATE = "compensate"
    GIFT = "gift"
    RESTORE = "restore"
    EXPEDITE = "expedite"
    RECORD_FIX = "record_fix"
    ACCESS_FIX = "access_fix"
    FEE_WAIVER = "fee_waiver"
    REFERRAL = "referral"


class RemedyState(StrEnum):
    """Offered with a proposal; due once accepted or decided; done, then verified; or dropped with the proposal."""

    OFFERED = "offered"
    DUE = "due"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"


class DropReason(StrEnum):
    """Why something owed is not done any more. The first two are the complainant's wish, by whatever road."""

    DECLINED = "declined"
    EXCHANGED = "exchanged"
    UNREACHABLE = "unreachable"
    IMPOSSIBLE = "impossible"


class ProposalState(StrEnum):
    """An offer stands until it is accepted, declined or overtaken by the next round."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"


class ApprovalState(StrEnum):
    """An offer kept until somebody with the authority has looked at it."""

    ASKED = "asked"
    APPROVED = "approved"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    FALLEN = "fallen"


class WhyFallen(StrEnum):
    """Why an offer that waited can not be approved any more."""

    OVERTAKEN = "overtaken"
    MOVED_ON = "moved_on"
    DAY_PASSED = "day_passed"
    NOT_POSSIBLE = "not_possible"
    ASKER_MAY_NOT = "asker_may_not"


#: What is dropped only because they have said so.
THEIR_WISH = frozenset({DropReason.DECLINED, DropReason.EXCHANGED})
#: What has reached the person.
RECEIVED = frozenset({RemedyState.DONE, RemedyState.VERIFIED})
#: Remedies that cost money: these count against the limit of whoever offers them.
MONEY = frozenset(
    {
        RemedyKind.REFUND,
        RemedyKind.DISCOUNT,
        RemedyKind.COMPENSATE,
        RemedyKind.GIFT,
        RemedyKind.FEE_WAIVER,
    }
)
