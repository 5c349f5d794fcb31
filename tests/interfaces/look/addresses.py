"""The only address the look itself needs: where the language is changed. The doors' own are not its business."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

urlpatterns = [path("language/", set_language, name="set_language")]
