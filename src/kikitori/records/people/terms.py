"""Words for people. Plain StrEnum, no Django, so that rules about people stay pure; labels in labels.py."""

from enum import StrEnum


class Role(StrEnum):
    """What a member of staff may do; the table of permissions per role is in access/permissions.py."""

    HANDLER = "handler"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


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
    VIEWS = "views"
