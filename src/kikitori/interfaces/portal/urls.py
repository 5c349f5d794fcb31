"""Addresses of the portal. None of them ever holds a locator, the secret of a slip or a number of a complaint."""

from django.urls import path

from kikitori.interfaces.portal import (
    accessibility_page,
    check,
    complain,
    complain_files,
    embed,
    home,
    improvements_page,
    mail_links,
    promises_page,
    sign_in,
)
from kikitori.interfaces.portal.answer_pages import page_for
from kikitori.interfaces.portal.answers import ANSWERS
from kikitori.interfaces.portal.files import agreement, file, leaflet, receipt

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("promises/", promises_page.promises, name="promises"),
    path("accessibility/", accessibility_page.accessibility, name="accessibility"),
    path("accessibility/self-test/", accessibility_page.criteria, name="criteria"),
    path("improvements/", improvements_page.improvements, name="improvements"),
    path("at/<str:code>/", complain.at, name="at"),
    path("embed/", embed.embed, name="embed"),
    path("complain/begin/", embed.begin, name="begin"),
    path("complain/", complain.story, name="complain_story"),
    path("complain/files/", complain_files.files, name="complain_files"),
    path("complain/wish/", complain.wish, name="complain_wish"),
    path("complain/reach/", complain.reach, name="complain_reach"),
    path("complain/check/", check.check, name="complain_check"),
    path("complain/erase/", complain.erase, name="erase"),
    path("complain/erased/", complain.erased, name="erased"),
    path("follow/", sign_in.follow, name="follow"),
    path("follow/link/", mail_links.ask, name="link_ask"),
    path("follow/link/asked/", mail_links.asked, name="link_asked"),
    path("follow/link/<slug:token>/", mail_links.mail_link, name="mail_link"),
    path("follow/files/<int:enclosed>/", file, name="file"),
    path("follow/leaflets/<int:referral>/", leaflet, name="leaflet"),
    path("follow/receipt/", receipt, name="receipt"),
    path("follow/agreement/<int:round_>/", agreement, name="agreement"),
    *[path(f"follow/{name}/", page_for(name), name=name) for name in ANSWERS],
    path("leave/", sign_in.leave, name="leave"),
    path("left/", sign_in.left, name="left"),
]
