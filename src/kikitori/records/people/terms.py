"""Words for people. Plain StrEnum, no Django, so that rules about people stay pure; labels in labels.py."""

from enum import StrEnum


class Role(StrEnum):
    """What a member of staff may do; the table of permissions per role is in access/permissions.py."""

    HANDLER = "handler"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


#: Those who stand in for somebody who is away: whoever may look into complaints (access/permissions.py).
STANDS_IN = (Role.HANDLER, Role.LEAD)


class Colours(StrEnum):
    """The colours 配色 in which somebody wants the desk: as each machine has them, or the same on all."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class PersonKind(StrEnum):
    """A human being, or a body (company, association, household) that complains as one."""

    INDIVIDUAL = "individual"
    BODY = "body"


class ContactKind(StrEnum):
    """Roads back to a person."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    FAX = "fax"
    OTHER = "other"


class CustomerType(StrEnum):
    """Customer type 顧客類型: changes tone and queue only, never a finding."""

    UNKNOWN = "unknown"
    ASSERTIVE = "assertive"
    PAYING_SUPPORT = "paying_support"
    FREQUENT = "frequent"
    SILENT = "silent"
    PROXY = "proxy"
    MEMBER = "member"
    PUBLIC = "public"
    MEDIA = "media"
    OFFICIAL = "official"


class Mandate(StrEnum):
    """What somebody appointed by the complainant may do for them 代理の範囲: `act` is all that is theirs to decide."""

    SPEAK = "speak"
    ACT = "act"


class NameOrder(StrEnum):
    """Which part of a name is the family's; nobody guesses."""

    UNKNOWN = "unknown"
    FAMILY_FIRST = "family_first"
    GIVEN_FIRST = "given_first"
    SINGLE = "single"


class Honorific(StrEnum):
    """What follows the name in Japanese letters 敬称; usual is 様, and 御中 for bodies."""

    USUAL = "usual"
    SAMA = "sama"
    SENSEI = "sensei"
    DONO = "dono"
    NONE = "none"


class Judgement(StrEnum):
    """What somebody said about two cards that look alike."""

    SAME = "same"
    DIFFERENT = "different"


class QueueHint(StrEnum):
    """Where complaints of people of a customer type are best kept; a hint, never a rule."""

    USUAL = "usual"
    VIP = "vip"
    SAME_HANDS = "same_hands"
    REACH_OUT = "reach_out"


class CardChange(StrEnum):
    """What can be changed on somebody's card, for the record of changes (PersonChange)."""

    DETAILS = "details"
    CONTACT_ADDED = "contact_added"
    CONTACT_PREFERRED = "contact_preferred"
    CONTACT_RETIRED = "contact_retired"
    MEMBERSHIP_ADDED = "membership_added"
    MEMBERSHIP_ENDED = "membership_ended"
    JOINED = "joined"
    PARTED = "parted"
    HELD_APART = "held_apart"
    TYPE_GIVEN = "type_given"
    TYPE_RENEWED = "type_renewed"
    TYPE_ENDED = "type_ended"
    SUGGESTION_DISMISSED = "suggestion_dismissed"


class OrganisationKind(StrEnum):
    """The two kinds of bodies that run Kikitori."""

    CUSTOMER_SERVICE = "customer_service"
    ASSOCIATION = "association"


class Setting(StrEnum):
    """What an organisation sets for itself, and of which each change is kept (SettingChange)."""

    LADDER = "ladder"
    ABSENCE = "absence"
    RULE_PACKS = "rule_packs"
    CALENDAR = "calendar"
    MAILBOXES = "mailboxes"
    WRITING = "writing"
    PROTOCOLS = "protocols"
    VIEWS = "views"
    QUESTIONS = "questions"
    MACROS = "macros"
    AUTOMATION = "automation"
    NOTICES = "notices"
    WEBHOOKS = "webhooks"
    ACCOUNTS = "accounts"
    LOOK = "look"
    BRANCHES = "branches"
    CAUSES = "causes"
    LINES = "lines"
    HEADS = "heads"
    IMPROVEMENTS = "improvements"
    EMBEDDING = "embedding"
    BODIES = "bodies"
    AUTHORITY = "authority"
    GUIDELINES = "guidelines"
    OFFICERS = "officers"
    RECEIVERS = "receivers"
    FOLLOW_UP = "follow_up"
