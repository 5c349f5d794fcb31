"""What was offered, decided and done, and how it ended."""

from __future__ import annotations

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label, on_day, remedy_line
from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.records.complaints.labels import OUTCOME
from kikitori.records.complaints.terms import EventKind, Outcome
from kikitori.records.complaints.timeline import Event


def proposed(event: Event, known: Known) -> Told:
    """An offer with everything in it."""
    proposal = known.proposal(event)
    if proposal is None:
        return Told(label(event), "suggestion")
    sentence = _("Solution proposed (round %(round)s), held open until %(day)s") % {
        "round": proposal.round,
        "day": on_day(proposal.answer_by.isoformat(), known),
    }
    lines = tuple(remedy_line(remedy) for remedy in known.remedies_of(proposal))
    return Told(sentence, "suggestion", proposal.text, known.language, "public", lines=lines)


def proposal_answered(event: Event, known: Known) -> Told:
    """The offer was accepted or declined, by what road, in which words."""
    proposal = known.proposal(event)
    accepted = event.kind == EventKind.ACCEPTED.value
    sentence = by_road(label(event), event.data.get("how"))
    text = proposal.answer if proposal else ""
    return Told(sentence, "agree" if accepted else "close", text, known.language, "from")


def causes_found(event: Event, known: Known) -> Told:
    """Why each point came about, as it was named then. Internal."""
    if known.public:
        return Told(label(event), "search")
    language, names = get_language() or "", known.standing.file.known_causes
    lines = []
    for number, codes in sorted(event.data.get("causes", {}).items(), key=lambda pair: int(pair[0])):
        point = known.point(int(number))
        said = [names[code].name.in_(language) if code in names else code for code in codes]
        lines.append(
            _("%(number)s. %(point)s: %(outcome)s")
            % {
                "number": number,
                "point": point.text if point else "",
                "outcome": listed(said) or _("no cause any more"),
            }
        )
    return Told(label(event), "search", band="internal", lines=tuple(lines))


def decided(event: Event, known: Known) -> Told:
    """The decision: each point and its finding."""
    lines = []
    for number, outcome in sorted(event.data.get("outcomes", {}).items(), key=lambda pair: int(pair[0])):
        point = known.point(int(number))
        lines.append(
            _("%(number)s. %(point)s: %(outcome)s")
            % {"number": number, "point": point.text if point else "", "outcome": OUTCOME[Outcome(outcome)]}
        )
    if "related" in event.data and not known.public:
        lines.append(_related(event))
    return Told(label(event), "check", band="public", lines=tuple(lines))


def _related(event: Event) -> str:
    """What was said of related complaints."""
    number = event.data["related"]
    if event.data.get("related_looked_at"):
        return ngettext(
            "%(n)s related complaint was looked at", "%(n)s related complaints were looked at", number
        ) % {"n": number}
    return _("Related complaints were not looked at: %(why)s") % {
        "why": event.data.get("related_why_not", "")
    }


def remedy_done(event: Event, known: Known) -> Told:
    """One thing owed is done; the remark is ours alone."""
    remedy = known.remedy(event)
    if remedy is None:
        return Told(label(event), "kept")
    sentence = _("Done: %(what)s") % {"what": remedy.text}
    return Told(sentence, "kept", remedy.done_note, "", "internal")


def closed(event: Event, _known: Known) -> Told:
    """How it ended."""
    if event.data.get("outcome") == "exhausted":
        return Told(_("Closed: every way has been tried"), "flag")
    silent = event.data.get("because") == "silence"
    sentence = (
        _("Closed as agreed: there was no answer to the question whether it is solved")
        if silent
        else _("Closed as agreed: the complainant says it is solved")
    )
    return Told(sentence, "flag", event.data.get("note", ""), "", "internal")
