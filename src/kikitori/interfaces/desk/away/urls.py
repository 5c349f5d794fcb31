"""Addresses of one's own absences, below /desk/away/ in the namespace `desk`."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.away.one_page import one_absence
from kikitori.interfaces.desk.away.own_page import own_absences

urlpatterns: list[URLPattern] = [
    path("", own_absences, name="away"),
    path("<row:number>/", one_absence, name="away_days"),
]
