"""What a mail about an account says. Its link opens a page, and a button there does it: reading changes nothing."""

from __future__ import annotations

from email.message import EmailMessage

from django.utils.translation import gettext as _
from django.utils.translation import override

from kikitori.foundation.language.bilingual import tongue
from kikitori.records.people.accounts import MailAbout
from kikitori.records.people.mail_dress import dressed


def account_mail(
    about: MailAbout, *, language: str, organisation: str, name: str, link: str = ""
) -> EmailMessage:
    """The mail in its reader's language, without sender and reader. `link`: of those that have one."""
    spoken = tongue(language)
    with override(spoken):
        values = {"organisation": organisation, "name": name, "link": link}
        subject, body = (text % values for text in _texts(about))
    return dressed(subject, body, spoken)


def _texts(about: MailAbout) -> tuple[str, str]:
    match about:
        case MailAbout.CONFIRM:
            return _("Is this your address?"), _(
                "%(name)s\n\n"
                "This address is to be yours at the complaint desk of %(organisation)s. Please open this page within"
                " three days and confirm it with the button there:\n%(link)s\n\n"
                "If you know nothing of this, you need do nothing: the address is then not used."
            )
        case MailAbout.PASSWORD:
            return _("Choose your password"), _(
                "%(name)s\n\n"
                "You can choose your password for the complaint desk of %(organisation)s. Please open this page within"
                " three days; it can be used once:\n%(link)s\n\n"
                "If you did not expect this, please tell your administrator."
            )
        case MailAbout.MOVED:
            return _("Your address has been changed"), _(
                "%(name)s\n\n"
                "At the complaint desk of %(organisation)s, another e-mail address is yours from now on. Nothing more"
                " comes to this one.\n\n"
                "If you did not expect this, please tell your administrator at once."
            )
        case MailAbout.UNDECIDED:
            return _("A request waits that no lead may decide"), _(
                "%(name)s\n\n"
                "Somebody who complains to %(organisation)s has asked that a certain person should not handle it. Leads"
                " decide this, but at present there is none who may decide this one. Please make somebody a lead who"
                " had no part in the matter; they are told of it then:\n%(link)s\n\n"
                "Which complaint it is and who was named is not told to you: it stays between the complainant and those"
                " who decide."
            )
