"""Controls of forms, drawn without templates: a list to choose from took Django one template for each of its options.

What stands here is what Django 5.2 draws for the same control, sign for sign (tests/interfaces/look/test_controls.py);
whatever else there is, Django draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.timezone import is_aware, localtime

from kikitori.interfaces.look.markup import NOTHING, filled, joined

Widget = Mapping[str, Any]
"""What Django hands to the template of a control as `widget`."""
_OPTION_TEMPLATE: Final = "django/forms/widgets/select_option.html"


def drawn(template_name: str, widget: Widget) -> SafeString | None:
    """The control, or None where Django has to draw it."""
    draw = _DRAWN.get(template_name)
    return draw(widget) if draw else None


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    """What is False is left out, what is True has no value."""
    return joined(
        filled(" {}", name) if value is True else filled(' {}="{}"', name, _plainly(value))
        for name, value in attrs.items()
        if value is not False
    )


def _plainly(value: object) -> object:
    """As `|stringformat:'s'` makes it: not in figures of the reader's language."""
    return value if isinstance(value, SafeString) else str(value)


def _input(widget: Widget) -> SafeString:
    value = widget["value"]
    return filled(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        NOTHING if value is None else filled(' value="{}"', _plainly(value)),
        _attributes(widget["attrs"]),
    )


def _textarea(widget: Widget) -> SafeString:
    value = widget["value"]
    return filled(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"],
        _attributes(widget["attrs"]),
        _shown(value) if value else "",
    )


def _shown(value: object) -> object:
    """As a template shows a value: numbers and times in the reader's way."""
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    return localize(value)


def _select(widget: Widget) -> SafeString | None:
    groups = widget["optgroups"]
    if any(option["template_name"] != _OPTION_TEMPLATE for _, options, _ in groups for option in options):
        return None
    return filled(
        '<select name="{}"{}>{}\n</select>',
        widget["name"],
        _attributes(widget["attrs"]),
        joined(_group(name, options) for name, options, _ in groups),
    )


def _group(name: object, options: Iterable[Widget]) -> SafeString:
    inside = joined(
        filled(
            '\n  <option value="{}"{}>{}</option>\n',
            _plainly(option["value"]),
            _attributes(option["attrs"]),
            _shown(option["label"]),
        )
        for option in options
    )
    return filled('\n  <optgroup label="{}">{}\n  </optgroup>', name, inside) if name else inside


_DRAWN: Final[dict[str, Callable[[Widget], SafeString | None]]] = {
    **{
        f"django/forms/widgets/{name}.html": _input
        for name in (
            *("input", "text", "number", "email", "url", "password", "hidden", "date", "time", "datetime"),
            *("checkbox", "file", "tel", "search", "color"),
        )
    },
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
