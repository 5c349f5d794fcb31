"""The foot of an entry that came by mail: its sender, its files, and the ways to the mail itself."""

from __future__ import annotations

from typing import Final

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.mail_shown import MailShown
from kikitori.interfaces.desk.mails.opened import File
from kikitori.interfaces.look.markup import NOTHING, filled, joined
from kikitori.interfaces.look.plain import one_line
from kikitori.interfaces.look.tags.signs import icon

_LINK: Final = '<a href="{}">{}</a>'
_BETWEEN: Final = filled(" {} ", "·")
_FILE: Final = (
    '<li>{} <a href="{}">{}</a> <span class="quiet">{} · <span class="nowrap">{}</span></span>{}{}</li>'
)


def drawn_mail(shown: MailShown) -> SafeString:
    """Files first, then the mail: as it is, as it came, otherwise read, elsewhere."""
    mail, address = shown.mail, reverse("desk:mail", args=[shown.mail.pk])
    ways = [
        filled(_LINK, address, _("Show the mail")),
        filled(_LINK, f"{address}?view=html", _("Show as HTML")),
        filled(_LINK, reverse("desk:mail_original", args=[mail.pk]), _("Download the original")),
    ]
    if shown.may_sort:
        ways.append(filled(_LINK, reverse("desk:mail_read_again", args=[mail.pk]), _("Read again as …")))
    if shown.move:
        ways.append(filled(_LINK, shown.move, _("Move")))
    sender = (
        filled('<bdi translate="no">{}</bdi>', one_line(mail.sender)) if mail.sender else _("No sender named")
    )
    files = (
        filled('<ul class="list small">{}</ul>', joined(map(_file, shown.files))) if shown.files else NOTHING
    )
    return filled(
        '{}<p class="small quiet">{} {}{}{}</p>',
        files,
        icon("mail"),
        sender,
        _BETWEEN,
        joined(ways, _BETWEEN),
    )


def _file(file: File) -> SafeString:
    address = reverse("desk:mail_attachment", args=[file.row.mail_id, file.row.number])
    name = one_line(file.row.name) if file.row.name else _("(no name)")
    look = (
        filled(' <a href="{}?show=1">{}<span class="hidden-words"> {}</span></a>', address, _("Look"), name)
        if file.is_picture
        else NOTHING
    )
    warning = file.warning or (_("Can do harm when opened") if file.acts else "")
    badge = (
        filled(' <span class="badge badge--late">{}{}</span>', icon("warning"), warning)
        if warning
        else NOTHING
    )
    return filled(_FILE, icon("attach"), address, name, file.kind, filesizeformat(file.row.size), look, badge)
