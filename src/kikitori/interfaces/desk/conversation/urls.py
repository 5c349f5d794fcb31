"""Addresses of conversations."""

from django.urls import path

from kikitori.interfaces.desk.conversation.asking import ask, keep
from kikitori.interfaces.desk.conversation.breaking_off import drop
from kikitori.interfaces.desk.conversation.ending import read_back
from kikitori.interfaces.desk.conversation.start import start

urlpatterns = [
    path("", start, name="conversations"),
    path("<row:conversation>/", ask, name="conversation"),
    path("<row:conversation>/keep/", keep, name="conversation_keep"),
    path("<row:conversation>/read-back/", read_back, name="conversation_read_back"),
    path("<row:conversation>/drop/", drop, name="conversation_drop"),
]
