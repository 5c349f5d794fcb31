"""Choosing a template 定型文 while one writes: found as one types, filled from the complaint, put below the text."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.enclosures import enclose
from kikitori.casework.errors import Invalid
from kikitori.casework.filling import placeholder_values
from kikitori.casework.templates import KEYS, templates_for
from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.drafting import page_of
from kikitori.interfaces.desk.complaint.standing import Standing, stand
from kikitori.interfaces.desk.complaint.uploads import files_given
from kikitori.interfaces.desk.door import desk_page
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.labels import POLITENESS
from kikitori.records.letters.placeholders import Filled, Placeholder, Politeness, fill
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.actor import Actor

#: So many are shown; who looks for another one types a word of it.
_MOST = 30
_LONGEST_SEARCH = 100
_EXCERPT = 90


@dataclass(frozen=True, slots=True)
class Choice:
    """One text of a template: its value in the form, what the button says, whether the reader knows its language."""

    value: str
    words: str
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """One template in the list."""

    name: str
    excerpt: str
    choices: list[Choice]


def found_templates(standing: Standing, words: str) -> list[Chosen]:
    """Templates for this complaint, those of its subject first. One query."""
    theirs = tongue(standing.complaint.language)
    rows = templates_for(standing.complaint.subject, words[:_LONGEST_SEARCH])[:_MOST]
    return [_chosen(row, theirs) for row in rows]


def _chosen(row: ReplyTemplate, theirs: str) -> Chosen:
    keys = sorted((key for key in KEYS if row.texts.get(key)), key=lambda key: not key.startswith(theirs))
    return Chosen(
        row.name,
        one_line(row.texts[keys[0]], _EXCERPT) if keys else "",
        [Choice(f"{row.pk}:{key}", words_of_key(key), key.startswith(theirs)) for key in keys],
    )


def words_of_key(key: str) -> str:
    """`ja/very_polite` in words: the language, and how polite."""
    language, _slash, politeness = key.partition("/")
    return _("%(language)s, %(politeness)s") % {
        "language": _("Japanese") if language == "ja" else _("English"),
        "politeness": POLITENESS[Politeness(politeness)],
    }


def values_of(standing: Standing, language: str) -> dict[Placeholder, str]:
    """What the complaint holds for each placeholder, for a reader of `language`; empty where it holds nothing."""
    promised = next(iter(standing.file.open_promises), None)
    return placeholder_values(
        standing.complaint,
        language,
        person=standing.file.addressee.person,
        promised_at=promised.due_at if promised else None,
        house=standing.house,
        now=standing.now,
    )


def filled_template(standing: Standing, value: str) -> Filled | None:
    """The text somebody has chosen (`12:ja/polite`), filled; None where there is no such text (any more)."""
    number, _colon, key = value.partition(":")
    if key not in KEYS or not (number.isascii() and number.isdigit()) or len(number) > len("9" * 18):
        return None
    row = ReplyTemplate.objects.filter(pk=int(number), is_active=True).first()
    if row is None or not row.texts.get(key):
        return None
    language = key.partition("/")[0]
    return fill(row.texts[key], values_of(standing, language), language)


@desk_page(Permission.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """GET: the list for `q`, as a part of the page. POST: the chosen text below what was typed; nothing is sent.

    Without scripts what was typed is kept as a draft, and the page shown anew.
    """
    standing = stand(request, actor, reference)
    if request.method != "POST":
        words = request.GET.get("q", "")
        context = {"complaint": standing.complaint, "found": found_templates(standing, words), "words": words}
        return render(request, "desk/complaint/_templates.html", context)
    typed, chosen = request.POST.get("body", ""), request.POST.get("template", "")
    filled = filled_template(standing, chosen) if chosen else None
    if chosen and filled is None:
        raise Http404
    text = below(typed, filled.text) if filled else typed
    page = page_of(request)
    try:
        saved = page and enclose(
            actor,
            standing.complaint,
            form=Step.REPLY,
            text=text,
            files=files_given(request.FILES),
            page=page,
            now=timezone.now(),
        )
    except Invalid:  # too long together: it stays as it was, and the field says so when it is sent
        text, saved = typed, None
    if request.headers.get("HX-Request") == "true":
        context = {"complaint": standing.complaint, "text": text, "token": request.POST.get("token", "")}
        return render(request, "desk/complaint/_reply_text.html", {**context, "keep": standing.complaint.pk})
    asked = {"draft": saved.draft.pk} if saved and saved.draft else {}
    search = {} if chosen else {"templates": request.POST.get("q", "")}
    address = f"{complaint_address(reference)}?{urlencode({**asked, **search})}#composer"
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def below(typed: str, text: str) -> str:
    """`text` below what was typed, with an empty line between."""
    before = typed.replace("\r\n", "\n").rstrip()
    return f"{before}\n\n{text}" if before else text
