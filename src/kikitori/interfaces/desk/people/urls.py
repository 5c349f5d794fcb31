"""Addresses of people, below those of the desk."""

from django.urls import URLPattern, path

from kikitori.interfaces.desk.people.card_pages import (
    person_change,
    person_contact,
    person_contacts,
    person_membership,
    person_memberships,
)
from kikitori.interfaces.desk.people.page import person_page
from kikitori.interfaces.desk.people.same_pages import person_pair, person_same
from kikitori.interfaces.desk.people.story import person_story
from kikitori.interfaces.desk.people.type_pages import (
    person_dismiss,
    person_type,
    person_types,
    types_to_review,
)

urlpatterns: list[URLPattern] = [
    path("to-review/", types_to_review, name="types_to_review"),
    path("<row:person>/", person_page, name="person"),
    path("<row:person>/story/", person_story, name="person_story"),
    path("<row:person>/change/", person_change, name="person_change"),
    path("<row:person>/contacts/", person_contacts, name="person_contacts"),
    path("<row:person>/contacts/<row:number>/", person_contact, name="person_contact"),
    path("<row:person>/memberships/", person_memberships, name="person_memberships"),
    path("<row:person>/memberships/<row:number>/", person_membership, name="person_membership"),
    path("<row:person>/same/", person_same, name="person_same"),
    path("<row:person>/same/<row:number>/", person_pair, name="person_pair"),
    path("<row:person>/types/", person_types, name="person_types"),
    path("<row:person>/types/<row:number>/", person_type, name="person_type"),
    path("<row:person>/suggestions/", person_dismiss, name="person_dismiss"),
]
