"""How Django forms are drawn: label above, support text, control, error below; 必須 as a word.

`FORM_RENDERER = "kikitori.interfaces.look.forms.LookRenderer"`; then `{{ form.name.as_field_group }}` and `{{ form }}`
use `look/field.html` and `look/form.html`. Forms never carry placeholders or disabled fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import ChoiceWidget

from kikitori.interfaces.look.controls import drawn


class LookRenderer(DjangoTemplates):
    """Draws fields and forms with the templates of the look; widgets are Django's, the usual ones drawn faster."""

    form_template_name = "look/form.html"
    field_template_name = "look/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """A control, a field or a form as markup."""
        control = drawn(template_name, context["widget"]) if "widget" in context else None
        return super().render(template_name, context, request) if control is None else control


class _HelpedChoices(ChoiceWidget):
    """Gives each choice its own support text and draws it as one large target."""

    template_name = "look/widgets/choices.html"

    def __init__(self, *args: Any, help_texts: Mapping[str, object] | None = None, **kwargs: Any) -> None:
        """Take `help_texts` (choice value → line below its label) beside everything the Django widget takes."""
        super().__init__(*args, **kwargs)
        self.help_texts = help_texts or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the option's support text."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["help"] = self.help_texts.get(str(value), "")
        return option


class Choices(_HelpedChoices, forms.RadioSelect):
    """One of several, as large targets."""


class ManyChoices(_HelpedChoices, forms.CheckboxSelectMultiple):
    """Any of several, as large targets."""
