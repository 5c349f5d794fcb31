"""`{% key_map %}`: the keys there are, where they do something; `{% script_keys %}`: those that scripts go by."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kikitori.interfaces.look import keys

register = template.Library()


@register.inclusion_tag("look/key_map.html", takes_context=True)
def key_map(context: Context, level: int = 3) -> dict[str, Any]:
    """Every key of this page, by place, below headings of this level; `more_keys` are those of its bar."""
    page = {str(name): value for name, value in context.flatten().items()}
    return {"groups": list(keys.grouped(page)), "more_keys": page.get("more_keys", []), "level": level}


@register.simple_tag
def script_keys() -> SafeString:
    """Attributes for the element in which scripts look their keys up: `data-next="j" …`."""
    return format_html_join(" ", 'data-{}="{}"', keys.script_keys().items())
