"""What a test sees of how a page was drawn: the page's own template and its context.

Django tells of every template, each option of each list among them, with a copy of all that was known there. That is
a good part of what drawing takes, and no test asks for more than the page.
"""

from __future__ import annotations

from contextvars import ContextVar

from django.template import Context, Template
from django.test.signals import template_rendered
from django.utils.safestring import SafeString

_within: ContextVar[bool] = ContextVar("within a page", default=False)


def draw(template: Template, context: Context) -> SafeString:
    """In place of `Template._render`: tells of the outermost template alone."""
    if _within.get():
        return template.nodelist.render(context)
    token = _within.set(True)
    try:
        template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)
    finally:
        _within.reset(token)
