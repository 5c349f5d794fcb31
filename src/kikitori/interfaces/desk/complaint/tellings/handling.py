"""How the house handled it: received, assessed, assigned, brought before a lead; letters and promises."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kikitori.casework.report import BOUNCED
from kikitori.interfaces.desk.complaint.handing_words import facts_told, moment
from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings import paper, way
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label
from kikitori.interfaces.look import words
from kikitori.records.complaints.labels import CHANNEL, QUEUE, SEVERITY, URGENCY
from kikitori.records.complaints.terms import Channel, EventKind, Queue, Severity, Urgency
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.labels import what_was_promised
from kikitori.records.letters.kinds import LetterKind, Medium
from kikitori.records.letters.labels import LETTER_KIND, MEDIUM
from kikitori.records.together.hand_overs import HandOver
from kikitori.records.triage.labels import SAFETY_QUESTION
from kikitori.records.triage.sorting import SafetyQuestion


def received(event: Event, known: Known) -> Told:
    """It came in: the channel, and the person's own words."""
    channel = CHANNEL[Channel(event.data["channel"])]
    sentence = _("Received (%(channel)s)") % {"channel": channel}
    lines = () if known.public else tuple(way.lines_of(known.standing))
    return Told(sentence, "inbox", known.standing.complaint.story, known.language, "from", lines=lines)


def acknowledged(event: Event, _known: Known) -> Told:
    """The person has heard that we have it."""
    return Told(by_road(label(event), event.data.get("how")), "mail")


def assessed(event: Event, known: Known) -> Told:
    """How grave, how urgent, how many points, and why; the remark is ours alone."""
    data = event.data
    points = data.get("allegations", 0)
    sentence = _("Assessed: %(severity)s, urgency: %(urgency)s, %(points)s") % {
        "severity": SEVERITY[Severity(data["severity"])],
        "urgency": URGENCY[Urgency(data["urgency"])],
        "points": ngettext("%(n)s point", "%(n)s points", points) % {"n": points},
    }
    if known.public:
        return Told(label(event), "shield")
    return Told(
        sentence, "shield", data.get("note", ""), "", "internal", lines=tuple(reasons(data.get("placed", ())))
    )


def reasons(codes: object) -> list[str]:
    """Why a complaint was placed where it is, in words."""
    said = []
    for code in codes if isinstance(codes, list | tuple) else ():
        if code == "heated":
            said.append(_("The person is very upset: the urgency was raised by one."))
        elif code in set(SafetyQuestion):
            question = SAFETY_QUESTION[SafetyQuestion(code)]
            said.append(_("Safety: “%(question)s” yes, or the story says so") % {"question": question})
    return said


def assigned(event: Event, known: Known) -> Told:
    """Whose hands it is in. The complainant learns that it is in hand, not in whose."""
    if known.public:
        return Told(label(event), "assign")
    new, before = known.name(event, "to"), known.name(event, "before")
    sentence = (
        _("Handed from %(before)s to %(new)s") % {"before": before, "new": new}
        if before and before != new
        else _("Put into the hands of %(new)s") % {"new": new}
    )
    handed = known.hand_over(event)
    if handed is not None:
        return Told(sentence, "assign", handed.words, "", "internal", lines=_handed_over(handed, known))
    return Told(sentence, "assign", event.data.get("reason", ""), "", "internal")


def review_begun(event: Event, known: Known) -> Told:
    """Somebody looks at it again. The complainant learns that it is another person, not who."""
    if known.public:
        return Told(label(event), "people")
    sentence = _("Review begun: %(name)s looks at it again") % {"name": known.name(event, "to")}
    return Told(sentence, "people")


def _handed_over(handed: HandOver, known: Known) -> tuple[str, ...]:
    """What went along, and whether it has been read."""
    now = known.standing.now
    read = handed.read_at
    line = (
        _("Read by the receiver: %(when)s") % {"when": moment(read, now)}
        if read
        else _("The receiver has not confirmed yet that they have read it.")
    )
    return (*facts_told(handed.facts, now), line)


def placed(event: Event, known: Known) -> Told:
    """It was moved to another queue or team, or put back; in lines, what was where."""
    data = event.data
    nobody, none = _("nobody"), _("no team")
    lines = []
    if "queue" in data:
        before, after = (QUEUE[Queue(data[name])] for name in ("queue_before", "queue"))
        lines.append(_("Queue: %(before)s → %(after)s") % {"before": before, "after": after})
    if "team" in data:
        names = {
            "before": known.team(event, "team_before") or none,
            "after": known.team(event, "team") or none,
        }
        lines.append(_("Team: %(before)s → %(after)s") % names)
    if "to" in data:
        names = {"before": known.name(event, "before") or nobody, "after": known.name(event, "to") or nobody}
        lines.append(_("Handler: %(before)s → %(after)s") % names)
    sentence = _("Put back to where it was before") if data.get("undone") else label(event)
    return Told(
        sentence,
        "undo" if data.get("undone") else "forward",
        data.get("reason", ""),
        "",
        "internal",
        lines=tuple(lines),
    )


def begun(event: Event, _known: Known) -> Told:
    """Somebody has begun to look into it."""
    return Told(label(event), "search")


def call_promised(event: Event, known: Known) -> Told:
    """A call back was promised, about what."""
    promise = known.promise(event)
    return Told(by_road(label(event), promise.note if promise else ""), "phone")


def promised(event: Event, known: Known) -> Told:
    """Something was promised in our own words; the complainant can read it."""
    return Told(
        label(event),
        "promise",
        event.data.get("what", ""),
        known.language,
        "public",
        _("The complainant can read it"),
    )


def promise_kept(event: Event, known: Known) -> Told:
    """It was done, and how; the complainant can read it."""
    return Told(
        by_road(label(event), event.data.get("what", "")),
        "kept",
        event.data.get("how", ""),
        known.language,
        "public",
        _("The complainant can read it"),
    )


def replaced(event: Event, known: Known) -> Told:
    """A date was replaced by another; the reason is what the person was told."""
    zone = timezone.get_current_timezone()
    before, promise = datetime.fromisoformat(event.data["before"]), known.promise(event)
    sentence = _("New date instead of %(before)s: %(what)s") % {
        "before": words.moment(before, words.language(get_language()), zone),
        "what": what_was_promised(event.data["kind"], promise.note if promise else ""),
    }
    return Told(sentence, "promise", event.data.get("reason", ""), known.language, "public")


def letter(event: Event, known: Known) -> Told:
    """A letter went out, was posted, or could not be sent."""
    names = {"letter": LETTER_KIND[LetterKind(event.data["kind"])]}
    if event.kind == EventKind.LETTER_FAILED.value:
        if event.data.get("error") == BOUNCED:
            return Told(_("Did not arrive, reach them by other means: %(letter)s") % names, "warning")
        return Told(_("Could not be sent: %(letter)s") % names, "warning")
    if event.data.get("how"):
        return Told(by_road(_("Told by other means: %(letter)s") % names, event.data["how"]), "phone")
    medium = Medium(event.data.get("medium", Medium.EMAIL.value))
    if medium is Medium.PRINT:
        return paper.posted(event, known)
    return Told(_("Sent (%(medium)s): %(letter)s") % {**names, "medium": MEDIUM[medium]}, "mail")
