"""Addresses of rounds, below /desk/rounds/ in the namespace `desk`."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.rounds.pages import round_page, round_undo, rounds

urlpatterns: list[URLPattern] = [
    path("", rounds, name="rounds"),
    path("<row:number>/", round_page, name="round"),
    path("<row:number>/undo/", round_undo, name="round_undo"),
]
