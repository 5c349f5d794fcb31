"""What the words for people are called on screen, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.people.terms import (
    ContactKind,
    CustomerType,
    OrganisationKind,
    PersonKind,
    Role,
    Setting,
)

ROLE = {
    Role.HANDLER: _("Handler"),
    Role.LEAD: _("Lead"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
}
PERSON_KIND = {
    PersonKind.INDIVIDUAL: _("Individual"),
    PersonKind.BODY: _("Company or body"),
}
CONTACT_KIND = {
    ContactKind.EMAIL: _("E-mail"),
    ContactKind.PHONE: _("Phone"),
    ContactKind.POST: pgettext_lazy("contact", "Postal address"),
    ContactKind.FAX: _("Fax"),
    ContactKind.OTHER: pgettext_lazy("contact", "Other way"),
}
CUSTOMER_TYPE = {
    CustomerType.UNKNOWN: _("Not known"),
    CustomerType.ASSERTIVE: _("Speaks plainly"),
    CustomerType.PAYING_SUPPORT: _("Premium support"),
    CustomerType.FREQUENT: _("Often in touch"),
    CustomerType.SILENT: _("Leaves without a word"),
    CustomerType.PROXY: _("Speaks for someone"),
    CustomerType.MEMBER: _("Member"),
    CustomerType.PUBLIC: _("General public"),
    CustomerType.MEDIA: _("Media"),
    CustomerType.OFFICIAL: _("Public authority"),
}
ORGANISATION_KIND = {
    OrganisationKind.CUSTOMER_SERVICE: _("Customer-service department"),
    OrganisationKind.ASSOCIATION: _("Professional association"),
}
SETTING = {
    Setting.LADDER: _("Escalation levels"),
    Setting.ABSENCE: _("Absences"),
    Setting.RULE_PACKS: _("Rule packs"),
    Setting.CALENDAR: _("Business days and closures"),
    Setting.MAILBOXES: _("Mailboxes"),
    Setting.VIEWS: _("Shared views"),
}
