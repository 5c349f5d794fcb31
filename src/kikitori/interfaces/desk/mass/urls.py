"""Addresses of mass complaints, below /desk/mass/ in the namespace `desk`."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.mass.letters import common, common_edit, common_new
from kikitori.interfaces.desk.mass.one_letter import one_letter
from kikitori.interfaces.desk.mass.pages import mass, mass_add, mass_edit, mass_new, masses

urlpatterns: list[URLPattern] = [
    path("", masses, name="masses"),
    path("new/", mass_new, name="mass_new"),
    path("<row:mass>/", mass, name="mass"),
    path("<row:mass>/edit/", mass_edit, name="mass_edit"),
    path("<row:mass>/add/", mass_add, name="mass_add"),
    path("<row:mass>/letters/new/", common_new, name="mass_common_new"),
    path("<row:mass>/letters/<row:common>/", common, name="mass_common"),
    path("<row:mass>/letters/<row:common>/edit/", common_edit, name="mass_common_edit"),
    path("<row:mass>/letters/<row:common>/<str:reference>/", one_letter, name="mass_letter"),
]
