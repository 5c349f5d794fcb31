"""Addresses of what the organisation itself puts on every page."""

from django.urls import path

from kikitori.interfaces.look.own import colours, logo

app_name = "look"
urlpatterns = [
    path("colours-<slug:accent>-<slug:mark>.css", colours, name="colours"),
    path("logo-<slug:digest>.png", logo, name="logo"),
]
