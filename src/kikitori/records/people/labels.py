"""What the words for people are called on screen, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.records.people.terms import (
    CardChange,
    Colours,
    ContactKind,
    CustomerType,
    Honorific,
    Judgement,
    NameOrder,
    OrganisationKind,
    PersonKind,
    QueueHint,
    Role,
    Setting,
)

ROLE = {
    Role.HANDLER: _("Handler"),
    Role.LEAD: _("Lead"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
}
COLOURS = {
    Colours.AUTO: pgettext_lazy("colours", "Same as this device"),
    Colours.LIGHT: _("Light colours"),
    Colours.DARK: _("Dark colours"),
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
NAME_ORDER = {
    NameOrder.UNKNOWN: _("Not asked"),
    NameOrder.FAMILY_FIRST: _("Family name first"),
    NameOrder.GIVEN_FIRST: _("Given name first"),
    NameOrder.SINGLE: _("One name only"),
}
HONORIFIC = {
    Honorific.USUAL: _("As usual"),
    Honorific.SAMA: pgettext_lazy("honorific", "Sama, also for bodies"),
    Honorific.SENSEI: pgettext_lazy("honorific", "Sensei (teacher, doctor, lawyer)"),
    Honorific.DONO: pgettext_lazy("honorific", "Dono (office to office)"),
    Honorific.NONE: _("None: the name alone"),
}
JUDGEMENT = {
    Judgement.SAME: _("The same person"),
    Judgement.DIFFERENT: _("Different people"),
}
QUEUE_HINT = {
    QueueHint.USUAL: _("As every complaint"),
    QueueHint.VIP: _("VIP folder"),
    QueueHint.SAME_HANDS: _("Stays with the same handler"),
    QueueHint.REACH_OUT: _("We get in touch first"),
}
CARD_CHANGE = {
    CardChange.DETAILS: _("Details changed"),
    CardChange.CONTACT_ADDED: _("Contact point added"),
    CardChange.CONTACT_PREFERRED: _("Contact point preferred"),
    CardChange.CONTACT_RETIRED: _("Contact point taken out"),
    CardChange.MEMBERSHIP_ADDED: _("Membership noted"),
    CardChange.MEMBERSHIP_ENDED: _("Membership ended"),
    CardChange.JOINED: _("Joined with another card"),
    CardChange.PARTED: _("Joining taken back"),
    CardChange.HELD_APART: _("Noted as different people"),
    CardChange.TYPE_GIVEN: _("Customer type given"),
    CardChange.TYPE_RENEWED: _("Customer type confirmed"),
    CardChange.TYPE_ENDED: _("Customer type taken away"),
    CardChange.SUGGESTION_DISMISSED: _("Suggestion dismissed"),
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
    Setting.WRITING: _("Templates and wording"),
    Setting.PROTOCOLS: _("Protocols for customer types"),
    Setting.VIEWS: _("Shared views"),
    Setting.QUESTIONS: _("Question sets"),
    Setting.MACROS: _("Macros"),
    Setting.AUTOMATION: _("Automations"),
    Setting.NOTICES: _("Notices of everybody"),
    Setting.WEBHOOKS: _("Webhooks"),
    Setting.ACCOUNTS: _("Accounts"),
    Setting.LOOK: _("Name, logo and colour"),
    Setting.BRANCHES: _("Branches and posters"),
    Setting.CAUSES: _("Causes"),
    Setting.LINES: _("Usual lines of inquiry"),
    Setting.HEADS: _("Heads of the fishbone"),
    Setting.BODIES: _("External bodies and experts"),
    Setting.IMPROVEMENTS: _("Published improvements"),
    Setting.EMBEDDING: _("Form on other sites"),
    Setting.AUTHORITY: _("Limits on money"),
    Setting.OFFICERS: _("Officers for legal duties"),
    Setting.RECEIVERS: _("Receivers of reports of wrongdoing"),
    Setting.GUIDELINES: _("Guidelines"),
    Setting.FOLLOW_UP: _("Days of the follow-up"),
}
