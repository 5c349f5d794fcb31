"""Addresses for providers."""

from __future__ import annotations

from django.urls import path

from kikitori.interfaces.mail import hooks

app_name = "mail"

urlpatterns = [
    path("<str:token>/", hooks.hook, name="hook"),
]
