"""What complaints hold for placeholders: one by itself and the same among many, each in its own language."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework.filling import placeholder_values, values_of_many
from kikitori.casework.house import House
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.placeholders import Placeholder
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(days=1)


def test_many_hold_what_each_holds_by_itself(cast: Cast) -> None:
    daughter = PersonGiven(
        name="試野 むすめ", authority="娘", contact_points=(ContactGiven(kind="email", value="m@example.jp"),)
    )
    made = [
        makers.investigated(cast),
        makers.acknowledged(cast, language="en", story="The box was crushed."),
        makers.acknowledged(cast, representative=daughter),
        makers.acknowledged(cast, complainant=None, anonymous=True),
    ]
    languages = {each.pk: each.language for each in made}
    several = list(Complaint.objects.select_related("assignee").filter(pk__in=languages).order_by("pk"))
    with CaptureQueriesContext(connection) as of_four:
        values = values_of_many(several, languages, House(), LATER)
    with CaptureQueriesContext(connection) as of_one:
        alone = values_of_many(several[:1], languages, House(), LATER)
    assert len(of_four) == len(of_one)
    assert alone[several[0].pk] == values[several[0].pk]
    investigated, english, represented, anonymous = (values[each.pk] for each in made)
    assert [each[Placeholder.REFERENCE] for each in values.values()] == [each.reference for each in made]
    assert investigated[Placeholder.PERSON] == "試野 はな 様"
    assert investigated[Placeholder.HANDLER] == "受田 ひかり"
    assert investigated[Placeholder.TODAY] == "2026年11月21日（土）"
    assert investigated[Placeholder.PROMISED] != ""
    assert english[Placeholder.PERSON] == "試野 はな"
    assert "November" in english[Placeholder.RECEIVED]
    assert english[Placeholder.ORGANISATION] == "Mihon-do"
    assert represented[Placeholder.PERSON] == "試野 むすめ 様"
    assert anonymous[Placeholder.PERSON] == "お申し出くださった方へ"
    assert anonymous[Placeholder.HANDLER] == ""


def test_what_the_complaint_does_not_hold_is_empty(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    values = placeholder_values(complaint, "ja", person=None, promised_at=None, house=House(), now=LATER)
    assert (values[Placeholder.PROMISED], values[Placeholder.HANDLER]) == ("", "")
    assert values_of_many([], {}, House(), LATER) == {}
