"""What was said: messages, notes, questions and their answers, calls, and the complainant's own verdict."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label, on_day
from kikitori.interfaces.look import words
from kikitori.records.complaints.labels import CHANNEL
from kikitori.records.complaints.terms import Channel, EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.kinds import PendingTrouble
from kikitori.records.letters.labels import PENDING_TROUBLE
from kikitori.records.voices.labels import ROAD
from kikitori.records.voices.terms import Road


def message(event: Event, known: Known) -> Told:
    """A reply, a note, or a further word of the complainant."""
    message = known.message(event)
    text, language = (message.body, message.language) if message else ("", "")
    if message is None and event.kind != EventKind.REPLIED.value and "message" in event.data:
        return Told(_("A word that has been moved to another complaint"), "forward")
    if event.kind == EventKind.REPLIED.value:
        return Told(label(event), "send", text, language, "public")
    if event.kind == EventKind.NOTED.value:
        told = ", ".join(known.names(event, "mentioned"))
        lines = (_("Told: %(names)s") % {"names": told},) if told else ()
        return Told(label(event), "note", text, language, "internal", lines=lines)
    channel = CHANNEL[Channel(event.data.get("channel", Channel.WEB.value))]
    if "files_for" in event.data:
        return _files_alone(event.data.get("files", 1), channel)
    sentence = _("Word from the complainant (%(channel)s)") % {"channel": channel}
    return Told(sentence, "message", text, language, "from")


def _files_alone(n: int, channel: object) -> Told:
    """They stand with the word they belong to, further up."""
    sentence = ngettext(
        "%(n)s file came for an earlier word (%(channel)s)",
        "%(n)s files came for an earlier word (%(channel)s)",
        n,
    )
    return Told(sentence % {"n": n, "channel": channel}, "attach")


def reply_written(event: Event, known: Known) -> Told:
    """Handed in: when it goes, where somebody chose that moment."""
    kept = " / ".join(event.data.get("words", []))
    lines = (_("Sent with these words all the same: %(words)s") % {"words": kept},) if kept else ()
    if not event.data.get("chosen"):
        return Told(label(event), "send", lines=lines)
    at, now = datetime.fromisoformat(event.data["goes_at"]), known.standing.now
    when = words.short_clock(at, now, words.language(get_language()), known.standing.zone)
    if "before" in event.data:
        return Told(_("The reply is to be sent at another time: %(when)s") % {"when": when}, "clock")
    return Told(_("Reply written, to be sent: %(when)s") % {"when": when}, "clock", lines=lines)


def reply_stuck(event: Event, _known: Known) -> Told:
    """It could not go, and why."""
    reason = event.data.get("reason")
    lines = (str(PENDING_TROUBLE[PendingTrouble(reason)]),) if reason else ()
    return Told(label(event), "warning", lines=lines)


def asked(event: Event, known: Known) -> Told:
    """A question to the complainant (public) or to a third party (ours alone)."""
    inquiry = known.inquiry(event)
    text, by = (inquiry.question, event.data.get("answer_by")) if inquiry else ("", None)
    if event.data.get("asked_of") == "third_party":
        whom = inquiry.whom if inquiry else ""
        sentence = _("%(whom)s was asked, answer wanted by %(day)s") % {
            "whom": whom,
            "day": on_day(by, known),
        }
        return Told(sentence, "help", text, "", "internal")
    sentence = _("Question to the complainant, answer wanted by %(day)s") % {"day": on_day(by, known)}
    return Told(sentence, "help", text, known.language, "public")


def answered(event: Event, known: Known) -> Told:
    """The answer to a question, told to whom the question was."""
    inquiry = known.inquiry(event)
    text = inquiry.answer if inquiry else ""
    if inquiry and inquiry.asked_of == "third_party":
        return Told(_("Answer from %(whom)s") % {"whom": inquiry.whom}, "message", text, "", "internal")
    return Told(_("Answer from the complainant"), "message", text, known.language, "from")


def called(event: Event, known: Known) -> Told:
    """A call: what was said in it. The complainant can read this."""
    word = _("What was said on the phone; the complainant can read it too")
    return Told(label(event), "phone", event.data.get("said", ""), known.language, "public", word)


_NO = (EventKind.NOT_SOLVED.value, EventKind.LEFT_AT_THAT.value)


def other_road(event: Event, known: Known) -> Told:
    """How they were tried who did not answer, and what came of it; what was said stays among ourselves."""
    road = Road(event.data.get("road", Road.OTHER.value))
    if road is Road.NONE:
        return Told(_("No other way of reaching them is known"), "help")
    parts = {"what": label(event), "road": ROAD[road], "day": on_day(event.data.get("on"), known)}
    reached = event.data.get("reached")
    sentence = (
        _("%(what)s (%(road)s, %(day)s): reached")
        if reached
        else _("%(what)s (%(road)s, %(day)s): not reached")
    )
    return Told(
        sentence % parts, "phone" if road is Road.CALL else "send", event.data.get("said", ""), "", "internal"
    )


def ask_no_more(event: Event, _known: Known) -> Told:
    """They do not want to be asked again."""
    return Told(by_road(label(event), event.data.get("how")), "close")


def verdict(event: Event, known: Known) -> Told:
    """Solved, not solved, or a rating; with the complainant's words."""
    verdict = known.verdict(event)
    sentence = by_road(label(event), event.data.get("how"))
    if verdict and verdict.rating:
        sentence = _("%(what)s, handling %(rating)s of 5") % {"what": sentence, "rating": verdict.rating}
    if verdict and verdict.outcome_rating:
        sentence = _("%(what)s, outcome %(rating)s of 5") % {
            "what": sentence,
            "rating": verdict.outcome_rating,
        }
    mark = "close" if event.kind in _NO else "agree"
    return Told(sentence, mark, verdict.comment if verdict else "", known.language, "from")


def with_reason(event: Event, known: Known) -> Told:
    """Reopened, withdrawn, to be reviewed; the reason is the complainant's where they gave it, ours where staff did."""
    sentence = by_road(label(event), event.data.get("how"))
    own = (EventKind.WITHDRAWN.value, EventKind.REVIEW_ASKED.value)
    theirs = event.actor_kind == "complainant" or event.kind in own
    band = "from" if theirs else "public"
    return Told(sentence, "undo", event.data.get("reason", ""), known.language, band)
