"""Addresses of letters on paper, below /desk/letters/ in the namespace `desk`."""

from __future__ import annotations

from django.urls import path

from kikitori.interfaces.desk.paper.pdf_pages import letter_pdf, letters_pdf
from kikitori.interfaces.desk.paper.posting_pages import (
    letter_again,
    letter_returned,
    letters_posted,
    posting_taken_back,
)

urlpatterns = [
    path("pdf/", letters_pdf, name="letters_pdf"),
    path("posted/", letters_posted, name="letters_posted"),
    path("<row:number>/pdf/", letter_pdf, name="letter_pdf"),
    path("<row:number>/not-posted/", posting_taken_back, name="posting_taken_back"),
    path("<row:number>/returned/", letter_returned, name="letter_returned"),
    path("<row:number>/again/", letter_again, name="letter_again"),
]
