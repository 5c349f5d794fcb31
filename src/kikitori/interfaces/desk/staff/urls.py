"""Addresses of staff and accounts, below /desk/ in the namespace `desk`."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.staff.link_pages import confirm_address, new_password
from kikitori.interfaces.desk.staff.list_page import staff
from kikitori.interfaces.desk.staff.member_pages import add_staff, staff_member
from kikitori.interfaces.desk.staff.own_address import own_address

urlpatterns: list[URLPattern] = [
    path("staff/", staff, name="staff"),
    path("staff/new/", add_staff, name="staff_new"),
    path("staff/<row:staff>/", staff_member, name="staff_member"),
    path("account/", own_address, name="own_address"),
    path("account/address/<slug:token>/", confirm_address, name="confirm_address"),
    path("account/password/<slug:token>/", new_password, name="new_password"),
]
