"""A complaint full of what harms typesetters becomes a case file all the same, and says it as it was written."""

from __future__ import annotations

import pytest
from django.test import Client

from kikitori.casework.errors import Invalid, Problem
from tests import makers, printed
from tests.cast import Cast, summon
from tests.interfaces.desk.case_pdf.cases import made

#: What would read a file, run code, fetch something, or break out of where it stands.
HOSTILE = (
    '#read("/etc/passwd") #image("/etc/hostname") #import "@preview/x:1.0.0": * #panic() '
    '"; #eval("1+1") ]#[ *太字* $x$ <a> @b \\ // /* %!PS {{ 7*7 }} {% include "x" %} ${jndi:ldap://x} '
    "=cmd|'/c calc'!A1 <script>alert(1)</script> \u202egnp.exe"
)


@pytest.fixture
def cast(db: None) -> Cast:
    return summon()


@pytest.mark.django_db
def test_hostile_words_are_words_wherever_they_stand(cast: Cast) -> None:
    client = Client(headers={"accept-language": "ja"})
    client.force_login(cast.handler)
    story = f"{HOSTILE}\n\n{'ばか' * 5000}"
    complaint = makers.proposed(cast, story=f"{story}\x07", desired_outcome=HOSTILE)
    text = "".join(printed.text_of(made(client, complaint, "house")).split())
    for words in (
        '#read("/etc/passwd")',
        '#import"@preview/x:1.0.0":*',
        "{{7*7}}",
        "<script>alert(1)</script>",
        "gnp.exe",
    ):
        assert words in text, words
    for harm in ("root:x:", "\u202e", "\x00", "\x07"):
        assert harm not in text, harm


@pytest.mark.django_db
def test_what_no_table_can_hold_never_comes_so_far(cast: Cast) -> None:
    """A NUL would end a text early wherever C reads it: it is told to whoever typed it, before anything is written."""
    with pytest.raises(Invalid) as refused:
        makers.received(cast, story=f"{HOSTILE}\x00", desired_outcome=HOSTILE)
    assert refused.value.problems == {"story": Problem.NOT_STORABLE}
