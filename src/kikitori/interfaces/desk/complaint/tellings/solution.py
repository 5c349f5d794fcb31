"""What was offered, decided and done, and how it ended."""

from __future__ import annotations

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label, on_day, remedy_line
from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.interfaces.look import words
from kikitori.records.complaints.labels import OUTCOME, STEP
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import EventKind, Outcome
from kikitori.records.complaints.timeline import Event
from kikitori.records.remedies.labels import APPROVAL_STATE, DROP_REASON, WHY_FALLEN
from kikitori.records.remedies.terms import ApprovalState, DropReason, WhyFallen


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
    lines = _with_approval(lines, event, known)
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
    return Told(label(event), "check", band="public", lines=_with_approval(tuple(lines), event, known))


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
    lines = [_("Proof: %(proof)s") % {"proof": remedy.proof}] if remedy.proof and not known.public else []
    if event.data.get("alone") and not known.public:
        lines.append(_("Granted and paid by the same person: nobody else here could have carried it out."))
    return Told(sentence, "kept", remedy.done_note, "", "internal", lines=tuple(lines))


def remedy_dropped(event: Event, known: Known) -> Told:
    """Something owed is not done any more: why, as the complainant was told, and what is done instead."""
    remedy = known.remedy(event)
    if remedy is None:
        return Told(label(event), "close")
    sentence = by_road(_("Not done any more: %(what)s") % {"what": remedy.text}, event.data.get("how"))
    lines = [str(DROP_REASON[DropReason(remedy.drop_reason)])] if remedy.drop_reason else []
    instead = next((row for row in known.standing.file.remedies if row.pk == remedy.replaced_by_id), None)
    if instead is not None:
        lines.append(_("Instead: %(what)s") % {"what": remedy_line(instead)})
    if event.data.get("alone") and not known.public:
        lines.append(_("Granted and dropped by the same person: nobody else here could have done it."))
    return Told(sentence, "close", remedy.drop_words, known.language, "public", lines=tuple(lines))


def remedy_verified(event: Event, known: Known) -> Told:
    """It has arrived, by whose word."""
    remedy = known.remedy(event)
    sentence = by_road(label(event), event.data.get("how"))
    return Told(sentence, "kept", remedy.text if remedy else "")


def approval_asked(event: Event, _known: Known) -> Told:
    """An offer past a limit waits for somebody; why, among ourselves."""
    word = event.data.get("step")
    if not word:
        return Told(label(event), "flag", "", "", "internal")
    values = {"step": STEP[Step(word)], "money": _money(event)}
    sentence = _("Approval asked for %(money)s: %(step)s") % values
    return Told(sentence, "flag", event.data.get("reason", ""), "", "internal")


def approval_answered(event: Event, _known: Known) -> Told:
    """What became of it."""
    word = event.data.get("answer")
    if not word:
        return Told(label(event), "undo", "", "", "internal")
    state = ApprovalState(word)
    values = {"state": APPROVAL_STATE[state], "money": _money(event)}
    why = event.data.get("why")
    text = str(WHY_FALLEN[WhyFallen(why)]) if why else event.data.get("reason", "")
    sentence = _("Request for approval of %(money)s: %(state)s") % values
    return Told(sentence, "agree" if state is ApprovalState.APPROVED else "undo", text, "", "internal")


def _money(event: Event) -> str:
    return words.money(event.data["amount"], words.language(get_language()), event.data["currency"])


def _with_approval(lines: tuple[str, ...], event: Event, known: Known) -> tuple[str, ...]:
    """Who approved it stands with it, for our eyes."""
    asked = "approved_by" in event.data and not known.public
    name = known.name(event, "approved_by") if asked else ""
    return (*lines, _("Approved by %(name)s") % {"name": name}) if name else lines


def closed(event: Event, _known: Known) -> Told:
    """How it ended."""
    if event.data.get("outcome") == "exhausted":
        return Told(_("Closed: every way has been tried"), "flag")
    if event.data.get("outcome") == "unhappy":
        return Told(_("Closed: still unhappy, though everything possible was done"), "flag")
    silent = event.data.get("because") == "silence"
    sentence = (
        _("Closed as not confirmed: there was no answer to the question whether it is solved")
        if silent
        else _("Closed as agreed: the complainant says it is solved")
    )
    return Told(sentence, "flag", event.data.get("note", ""), "", "internal")
