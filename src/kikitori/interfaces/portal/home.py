"""The first page: who we are, how to complain, how to follow, what will happen and when."""

from django.http import HttpResponse

from kikitori.interfaces.portal.door import open_page
from kikitori.interfaces.portal.rule_times import rule_times
from kikitori.interfaces.portal.visit import Visit


@open_page
def home(visit: Visit) -> HttpResponse:
    """`/`: three doors and the dates one can count on."""
    return visit.show("home", {"times": rule_times(visit)})
