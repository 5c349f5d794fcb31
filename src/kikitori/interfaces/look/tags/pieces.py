"""Pieces of a page, each drawn from its own template with its own context: what a page calls `title` cannot leak in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("look/notice.html")
def notice(text: str, kind: str = "info", title: str = "") -> dict[str, str]:
    """`{% notice text kind="warning" title=… %}`: kind is info, success, warning or error."""
    return {"text": text, "kind": kind, "title": title}


@register.inclusion_tag("look/empty_state.html")
def empty_state(
    title: str, text: str = "", *, action: str = "", action_url: str = "", mark: str = "inbox"
) -> dict[str, str]:
    """`{% empty_state title text action=… action_url=… %}`: what will appear here and the one way to start."""
    return {"title": title, "text": text, "action": action, "action_url": action_url, "mark": mark}


@register.inclusion_tag("look/pagination.html")
def pagination(newer_url: str = "", older_url: str = "") -> dict[str, str]:
    """`{% pagination newer_url=… older_url=… %}`: for keyset pages; nothing when there is only one."""
    return {"newer_url": newer_url, "older_url": older_url}


@register.inclusion_tag("look/tabs.html")
def tabs(items: Sequence[Any], label: str) -> dict[str, Any]:
    """`{% tabs items label %}`: links with url, label, current, count, late."""
    return {"items": items, "label": label}


@register.inclusion_tag("look/steps.html")
def steps(current: int, total: int, left: str = "") -> dict[str, Any]:
    """`{% steps 2 3 left="…" %}`: where the person is; `left` says what is still to come."""
    return {"current": current, "total": total, "range": range(1, total + 1), "left": left}


@register.inclusion_tag("look/dialog.html")
def dialog(
    name: str,
    title: str,
    verb: str,
    *,
    action: str = "",
    text: str = "",
    form: BaseForm | None = None,
    danger: bool = False,
) -> dict[str, Any]:
    """`{% dialog "ask" title verb action=url form=form %}`: a form in a native dialog, opened by `data-open="ask"`."""
    return {
        "name": name,
        "title": title,
        "verb": verb,
        "action": action,
        "text": text,
        "dialog_form": form,
        "danger": danger,
    }


@register.inclusion_tag("look/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """`{% error_summary form %}`: every error of the forms, linked to its field; nothing when all is well."""
    entries: list[tuple[str, str]] = []
    fields = [field for form in forms for field in form]
    often = Counter(str(message) for field in fields for message in field.errors)
    for form in forms:
        entries += [("", str(message)) for message in form.non_field_errors()]
    for field in fields:
        for message in map(str, field.errors):
            # The same words for several fields tell nobody which is meant.
            named = _("%(label)s: %(message)s") % {"label": field.label, "message": message}
            entries.append((_target(field), named if often[message] > 1 else message))
    return {"entries": entries}


def _target(field: BoundField) -> str:
    """The id to jump to: the field itself, or the first choice of a group; a hidden field has no place on the page."""
    if field.is_hidden:
        return ""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.id_for_label or field.auto_id)
