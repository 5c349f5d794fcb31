"""Kinds of letters and how they travel. Plain StrEnum, no Django."""

from enum import StrEnum


class LetterKind(StrEnum):
    """One template in each language per kind."""

    ACKNOWLEDGEMENT = "acknowledgement"
    IN_HAND = "in_hand"
    REPLY = "reply"
    QUESTION = "question"
    PROPOSAL = "proposal"
    ACCEPTED = "accepted"
    GOING_ON = "going_on"
    DECISION = "decision"
    REMEDIES_DONE = "remedies_done"
    REMEDY_DROPPED = "remedy_dropped"
    IS_IT_SOLVED = "is_it_solved"
    CLOSED = "closed"
    REOPENED = "reopened"
    REVIEW = "review"
    REFERRAL = "referral"
    REFERRAL_RESULT = "referral_result"
    PETITION = "petition"
    REPRESENTATIVE = "representative"
    WITHDRAWN = "withdrawn"
    NEW_DATE = "new_date"
    REDIRECTED = "redirected"
    LINK = "link"
    STILL_SOLVED = "still_solved"


class Medium(StrEnum):
    """How a letter travels: by e-mail, on paper, or only by being there in the portal."""

    EMAIL = "email"
    PRINT = "print"
    PORTAL = "portal"


class LetterState(StrEnum):
    """`waiting`: in the outbox. `to_print`: somebody must print and post it. `shown`: in the portal.

    `told`: it did not arrive, and somebody has told the person by other means. `replaced`: it was written anew, to
    another address.
    """

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    TO_PRINT = "to_print"
    SHOWN = "shown"
    TOLD = "told"
    REPLACED = "replaced"


class PendingState(StrEnum):
    """`waiting`: goes by itself when its moment comes. `stuck`: could not go then; a person decides."""

    WAITING = "waiting"
    STUCK = "stuck"
    OUT = "out"
    TAKEN_BACK = "taken_back"


#: A reply in these states stands on the page of its complaint.
PENDING_SEEN = frozenset({PendingState.WAITING.value, PendingState.STUCK.value})


class PendingTrouble(StrEnum):
    """Why a reply could not be sent in its author's name when its moment came. `virus`: one was found in its files."""

    AUTHOR_LEFT = "author_left"
    NOT_SEEN = "not_seen"
    NOT_ALLOWED = "not_allowed"
    STATE = "state"
    VIRUS = "virus"
