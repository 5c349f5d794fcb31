"""What turns the codes of the archive into words and icons. Unknown codes raise: a list must not lie."""

from django import template
from django.conf import settings
from django.utils.functional import Promise as LazyText

from kikitori.interfaces.desk.addresses import complaint_address, person_address
from kikitori.interfaces.desk.badges import severity_badge, state_badge, state_icon, state_words
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.people.models import Person

register = template.Library()

register.simple_tag(severity_badge)
register.simple_tag(state_badge)
register.filter(state_icon)
register.filter(state_words)


@register.filter
def address(thing: Complaint | Person) -> str:
    """`href="{{ complaint|address }}"`: where a complaint or a person is found."""
    return person_address(thing.pk) if isinstance(thing, Person) else complaint_address(thing.reference)


@register.filter
def promise_kind(promise: Promise) -> str | LazyText:
    """`{{ promise|promise_kind }}`: what was promised."""
    return PROMISE_KIND[PromiseKind(promise.kind)]


@register.filter
def language_word(code: str) -> str:
    """`{{ person.language|language_word }}`: a language under its own name; a code we have no name for as it is."""
    return dict(settings.LANGUAGES).get(code, code)
