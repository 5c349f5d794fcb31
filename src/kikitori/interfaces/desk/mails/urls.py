"""Addresses of mails, below /desk/mails/ in the namespace `desk`."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.mails.decisions import mail_attach, mail_discard, mail_file, mail_read_again
from kikitori.interfaces.desk.mails.list_page import mails
from kikitori.interfaces.desk.mails.mail_page import mail_page
from kikitori.interfaces.desk.mails.serving import mail_attachment, mail_html, mail_original

urlpatterns: list[URLPattern] = [
    path("", mails, name="mails"),
    path("<row:mail>/", mail_page, name="mail"),
    path("<row:mail>/file/", mail_file, name="mail_file"),
    path("<row:mail>/attach/", mail_attach, name="mail_attach"),
    path("<row:mail>/discard/", mail_discard, name="mail_discard"),
    path("<row:mail>/read-again/", mail_read_again, name="mail_read_again"),
    path("<row:mail>/original", mail_original, name="mail_original"),
    path("<row:mail>/html", mail_html, name="mail_html"),
    path("<row:mail>/attachments/<row:enclosed>/", mail_attachment, name="mail_attachment"),
]
