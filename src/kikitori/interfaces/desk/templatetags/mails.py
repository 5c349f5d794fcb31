"""What pages of mails are drawn with: words for the codes in their rows."""

from django import template

from kikitori.records.letters.labels import HELD
from kikitori.records.letters.mail_terms import Held

register = template.Library()


@register.filter
def held_word(code: str) -> str:
    """`{{ mail.held|held_word }}`: why it is held. Unknown codes raise: a list must not lie."""
    return str(HELD[Held(code)])
