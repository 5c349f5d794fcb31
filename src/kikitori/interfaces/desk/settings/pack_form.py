"""The text of a rule pack as it is written in the desk, and everything that keeps it from being kept."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.interfaces.desk.settings.mistakes import Mistake, told
from kikitori.interfaces.desk.settings.versions import Version, versions_of
from kikitori.records.deadlines.mistakes import TAKEN, must_be_another_word_than, must_stay
from kikitori.records.deadlines.pack_proof import mistakes_in
from kikitori.records.deadlines.pack_reader import line_of, numbered, read_pack
from kikitori.records.deadlines.pack_table import PackError

#: What messages call a pack that has no name yet.
NEW = "new"


class PackForm(forms.Form):
    """The text of a pack, why it is changed, and the newest version whoever writes it has read."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("The rules as text (YAML)"),
        help_text=gettext_lazy(
            "The version number is given by itself. The day from which it counts is “valid_from”."
        ),
        strip=False,
        error_messages={"required": gettext_lazy("The text is empty. Please write the rules.")},
        widget=forms.Textarea(
            attrs={
                "rows": "30",
                "class": "code-text",
                "data-guard": "",
                "spellcheck": "false",
                "autocapitalize": "none",
                "wrap": "off",
            }
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Why it is changed"),
        help_text=gettext_lazy("For whoever reads the history later."),
        required=False,
        widget=forms.TextInput(attrs={"class": "w-l", "autocomplete": "off"}),
    )

    def clean_text(self) -> str:
        """Line ends as a file has them."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class NewPackForm(PackForm):
    """The text of a pack of one's own, and why there is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = gettext_lazy("Why it is written")


def mistakes_of(text: str, newest: Version | None) -> list[Mistake]:
    """What keeps this text from being the next version of a pack, or a pack of its own where there is no `newest`."""
    name = newest.pack.id if newest else NEW
    found = mistakes_in(text, name)
    if not found:
        found = list(_not_the_same(text, newest) if newest else _not_new(text))
    return told(found, text)


def taken(text: str) -> list[Mistake]:
    """That the id in this text is that of another pack."""
    return told([_wrong(text, "id", TAKEN)], text)


def _not_the_same(text: str, newest: Version) -> Iterator[PackError]:
    """Id and role of a pack stay what they were."""
    pack = read_pack(text, newest.pack.id)
    for field, now, before in (
        ("id", pack.id, newest.pack.id),
        ("role", pack.role.value, newest.pack.role.value),
    ):
        if now != before:
            yield _wrong(text, field, must_stay(before))


def _not_new(text: str) -> Iterator[PackError]:
    """The id of a new pack belongs to nobody. The same pack sent twice is no mistake: it is kept once."""
    pack_id = read_pack(text, NEW).id
    if pack_id == NEW:
        yield _wrong(text, "id", must_be_another_word_than(NEW))
    versions = versions_of(pack_id)
    if versions and versions[-1].text != numbered(text, NEW, versions[-1].number):
        yield _wrong(text, "id", TAKEN)


def _wrong(text: str, field: str, problem: Bilingual) -> PackError:
    return PackError(NEW, problem, line=line_of(text, field), field=field)
