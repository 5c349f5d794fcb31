"""`{% load look %}`: the one library of tags and filters that every page uses. See `kikitori.interfaces.look.tags`."""

from __future__ import annotations

from django import template

from kikitori.interfaces.look.tags import dues, keyboard, pieces, signs, texts, times

register = template.Library()
for part in (signs, times, dues, texts, pieces, keyboard):
    register.tags |= part.register.tags
    register.filters |= part.register.filters
