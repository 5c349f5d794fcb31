"""Addresses of the ledger, below /desk/ledger/."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.ledger.fairness_page import fairness
from kikitori.interfaces.desk.ledger.pages import ledger, ledger_file

urlpatterns: list[URLPattern] = [
    path("", ledger, name="ledger"),
    path("file/", ledger_file, name="ledger_file"),
    path("fairness/", fairness, name="fairness"),
]
