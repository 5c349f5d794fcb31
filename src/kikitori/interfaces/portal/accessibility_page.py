"""`/accessibility/`: how accessible the portal is, what is known to be missing, how to tell us; and the self-test."""

from __future__ import annotations

from django.http import HttpResponse

from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.dates import day_in_words
from kikitori.interfaces.portal.criteria import Result, self_test
from kikitori.interfaces.portal.door import open_page
from kikitori.interfaces.portal.visit import Visit

_PRINCIPLES = "1234"


@open_page
def accessibility(visit: Visit) -> HttpResponse:
    """The statement."""
    test = self_test()
    context = {
        "criteria": len(test.criteria),
        "checked_on": day_in_words(test.checked_on, visit.language, year=True),
    }
    return visit.show("accessibility", context)


@open_page
def criteria(visit: Visit) -> HttpResponse:
    """The self-test: every criterion, how it is tested, and with what result. In Japanese or English."""
    reader, test = tongue(visit.language), self_test()
    groups = [
        {
            "number": principle,
            "criteria": [
                {
                    "number": each.number,
                    "level": each.level,
                    "name": each.name.in_(reader),
                    "met": each.result is Result.MET,
                    "tests": [name.partition("::")[::2] for name in each.tests],
                    "by_hand": each.by_hand and each.by_hand.what.in_(reader),
                    "on": each.by_hand and day_in_words(each.by_hand.on, reader, year=True),
                }
                for each in test.criteria
                if each.number.startswith(principle)
            ],
        }
        for principle in _PRINCIPLES
    ]
    context = {
        "groups": groups,
        "reader": reader,
        "checked_on": day_in_words(test.checked_on, visit.language, year=True),
    }
    return visit.show("accessibility_test", context)
