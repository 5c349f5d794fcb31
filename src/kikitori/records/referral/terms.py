"""Words of referral. Pure; what they are called is in labels.py, what the complainant reads in told.py."""

from enum import StrEnum


class BodyKind(StrEnum):
    """Who takes a complaint over that we cannot solve: somebody of ours who knows more, or a body outside."""

    SPECIALIST = "specialist"
    DEPARTMENT = "department"
    EXTERNAL = "external"


#: Those of our own house: asking them does not take the complaint out of our hands.
INSIDE = frozenset({BodyKind.SPECIALIST, BodyKind.DEPARTMENT})


class Basis(StrEnum):
    """What entitles us to pass on what is personal (個人情報保護法 18条, 27条1項): consent, or the exception."""

    CONSENT = "consent"
    WITHIN = "within"
    NOTHING_PERSONAL = "nothing_personal"
    LAW = "law"
    LIFE = "life"
    HEALTH = "health"
    STATE = "state"


#: Exceptions of the law: each is explained in words, for whoever looks at it later.
EXCEPTIONS = frozenset({Basis.LAW, Basis.LIFE, Basis.HEALTH, Basis.STATE})


class SharedKind(StrEnum):
    """What can be passed on, one by one."""

    SUMMARY = "summary"
    POINT = "point"
    WISH = "wish"
    STORY = "story"
    WORD = "word"
    FILE = "file"
    NAME = "name"
    CONTACT = "contact"


#: By these somebody can be known.
PERSONAL = frozenset({SharedKind.NAME, SharedKind.CONTACT})


class ReferralOutcome(StrEnum):
    """What came of it. `confirmed`: they decided as we had; `advised`: an expert told us what they know."""

    ADVISED = "advised"
    CONFIRMED = "confirmed"
    OVERTURNED = "overturned"
    PARTLY = "partly"
    SETTLED = "settled"
    NOT_ADMITTED = "not_admitted"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"


#: What only somebody of our own does, and what only a body outside can do to a decision of ours.
OF_INSIDE = frozenset({ReferralOutcome.ADVISED, ReferralOutcome.WITHDRAWN, ReferralOutcome.NO_ANSWER})
OF_OUTSIDE = frozenset(ReferralOutcome) - {ReferralOutcome.ADVISED}
