"""Words for people in Python code can be translated, and are."""

from __future__ import annotations

import pytest

from tests.house.rules import wording
from tests.house.rules.allowances import unexcused
from tests.house.rules.source import PACKAGE, planted, report, rooms

FORMS = f"{PACKAGE}/interfaces/desk/planted.py"
IMPORT = "from django.utils.translation import gettext, gettext_lazy as _, ngettext, pgettext\n"


@pytest.mark.parametrize(
    "call",
    [
        'gettext(f"Hello {name}")',
        '_(f"Hello")',
        '_("Hello " + name)',
        '_("Hello {}".format(name))',
        '_("Hello %s" % name)',
        "_(text)",
        'ngettext(f"{n} complaint", "complaints", n)',
        'pgettext("verb", f"Close {n}")',
        '_("苦情")',
        '_("%s by %s")',
        '_("{} by {}")',
    ],
)
def test_msgid_nobody_can_find_is_caught(call: str):
    assert list(wording.broken_msgids(planted(f"{IMPORT}label = {call}\n", FORMS)))


@pytest.mark.parametrize(
    "call",
    [
        '_("Hello")',
        '_("one " "two")',
        '_("Due %(date)s") % {"date": date}',
        'ngettext("%(n)d complaint", "%(n)d complaints", n)',
        'pgettext("verb", "Close")',
        '_("Page %s") % 3',
    ],
)
def test_plain_msgid_is_left_alone(call: str):
    assert list(wording.broken_msgids(planted(f"{IMPORT}label = {call}\n", FORMS))) == []


def test_gettext_under_another_name_is_recognised():
    text = "from django.utils.translation import gettext as said\nlabel = said(f'Hello {name}')\n"
    assert list(wording.broken_msgids(planted(text, FORMS)))


def test_japanese_in_code_is_caught_but_not_in_docstrings_and_comments():
    text = '"""苦情の窓口。"""\n# 苦情\ndef a():\n    """申出者。"""\n    return "苦情"\n'
    assert [found.line for found in wording.japanese_in_code(planted(text, FORMS))] == [5]


def test_a_dash_among_dashes_is_no_japanese():
    assert list(wording.japanese_in_code(planted('DASHES = "[-‐ーｰ]"\n', FORMS))) == []


@pytest.mark.parametrize(
    "call",
    [
        'forms.CharField(label="Name")',
        'forms.CharField(help_text=f"At most {n}")',
        'forms.ChoiceField(empty_label="Choose")',
        'models.CharField(verbose_name="name")',
        'ValidationError("Too long")',
        'form.add_error(None, "Too long")',
        'messages.success(request, "Saved")',
    ],
)
def test_untranslated_label_is_caught(call: str):
    assert list(wording.untranslated(planted(f"x = {call}\n", FORMS)))


@pytest.mark.parametrize(
    "call",
    [
        'forms.CharField(label=_("Name"))',
        'forms.CharField(label="")',
        "forms.CharField(label=labels.NAME)",
        'log.warning("retry", "later")',
        'messages.success(request, _("Saved"))',
    ],
)
def test_translated_label_is_left_alone(call: str):
    assert list(wording.untranslated(planted(f"x = {call}\n", FORMS))) == []


def test_msgids_of_the_package_are_plain_english():
    left = unexcused("msgids", (each for module in rooms() for each in wording.broken_msgids(module)))
    assert not left, report(left)


def test_interfaces_and_verbs_hold_no_japanese_outside_catalogues():
    """config is left out: its command line speaks before Django does, in pairs; the demo's people speak Japanese."""
    found = rooms("interfaces", "casework", "insight")
    left = unexcused(
        "Japanese in code", (each for module in found for each in wording.japanese_in_code(module))
    )
    assert not left, report(left)


def test_labels_and_messages_of_the_package_are_translated():
    left = unexcused("untranslated", (each for module in rooms() for each in wording.untranslated(module)))
    assert not left, report(left)
