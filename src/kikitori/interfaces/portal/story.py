"""The story so far: public events as dated sentences, and the days still to come.

Each kind of event names the few values it may tell. Whatever else an event carries (who it was assigned to and why, a
remark at closing) never reaches this page, and neither does a kind that is not listed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kikitori.interfaces.portal.promised import sentence_of
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.telling import Teller
from kikitori.records.complaints.terms import Channel, EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.people.actor import ActorKind
from kikitori.records.remedies.labels import REMEDY_KIND
from kikitori.records.remedies.terms import RemedyKind
from kikitori.records.voices.terms import PetitionKind, Road

Tell = Callable[[Event, Teller], str]


@dataclass(frozen=True)
class Line:
    """One dated sentence. `words`: the person's own, told with it. `ahead`: still to come. `current`: the newest."""

    at: datetime
    sentence: str
    words: str = ""
    #: For what is still to come: the day in words, without a time.
    day: str = ""
    ahead: bool = False
    current: bool = False
    #: Done by somebody who speaks for the complainant.
    for_them: bool = False


def story(file: File, teller: Teller) -> list[Line]:
    """What happened, oldest first; at the end what is still promised, soonest first."""
    past, verdicts = [], _words_on_the_result(file)
    for event in file.events:
        tell = TOLD.get(event.kind)
        sentence = tell(event, teller) if tell else ""
        if sentence:
            words = _own_words(event) or verdicts.get(event.pk, "")
            past.append(Line(event.at, sentence, words, for_them="representative" in event.data))
    if past:
        last = past[-1]
        past[-1] = replace(last, current=True)
    ahead = [
        Line(promise.due_at, str(sentence_of(promise)), day=teller.day(promise.due_at), ahead=True)
        for promise in file.open_promises
        if promise.due_at >= teller.now
    ]
    return past + ahead


_SAYS_WHY = frozenset({EventKind.WITHDRAWN.value, EventKind.REOPENED.value, EventKind.REVIEW_ASKED.value})


def _own_words(event: Event) -> str:
    """What a complainant said to a withdrawal, a reopening or a review; what staff wrote stays inside."""
    by_themselves = event.actor_kind == ActorKind.COMPLAINANT.value
    return str(event.data.get("reason", "")) if event.kind in _SAYS_WHY and by_themselves else ""


def _words_on_the_result(file: File) -> dict[int, str]:
    """Event → what was said with it about how it was solved or handled. No query where nothing was."""
    told = {event.pk: event.data["verdict"] for event in file.events if event.data.get("verdict")}
    said = {verdict.pk: verdict.comment for verdict in file.verdicts} if told else {}
    return {event: said.get(verdict, "") for event, verdict in told.items()}


def _received(event: Event, _teller: Teller) -> str:
    match event.data.get("channel"):
        case Channel.PHONE.value:
            return _("We took down your complaint on the phone.")
        case Channel.WEB.value:
            return _("Your complaint reached us through this site.")
        case Channel.EMAIL.value:
            return _("Your complaint reached us by e-mail.")
        case Channel.POST.value | Channel.FAX.value:
            return _("Your complaint reached us on paper.")
        case Channel.IN_PERSON.value:
            return _("We took down your complaint at the counter.")
        case _:
            return _("Your complaint reached us.")


def _acknowledged(event: Event, teller: Teller) -> str:
    days = {made["kind"]: teller.from_iso(made["due_at"]) for made in event.data.get("promised", [])}
    first, decision = days.get(PromiseKind.PROGRESS.value), days.get(PromiseKind.DECISION.value)
    if first and decision:
        return _(
            "We confirmed that we have it, and promised a first answer by %(first)s and a decision by %(decision)s."
        ) % {"first": first, "decision": decision}
    return _("We confirmed that we have it.")


def _asked(event: Event, teller: Teller) -> str:
    day = teller.from_iso(event.data.get("answer_by"))
    if day:
        return _("We asked you a question. An answer helps most by %(day)s.") % {"day": day}
    return _("We asked you a question.")


def _heard(event: Event, _teller: Teller) -> str:
    if event.data.get("channel") == Channel.PHONE.value:
        return _("We heard from you on the phone.")
    return _("We heard from you.")


def _proposed(event: Event, teller: Teller) -> str:
    day = teller.from_iso(event.data.get("answer_by"))
    return _("We sent you a proposal and keep it open for you until %(day)s.") % {"day": day}


def _accepted(event: Event, teller: Teller) -> str:
    day = teller.from_iso(event.data.get("remedy_due_on"))
    if day:
        return _("You accepted our proposal. All of it will be done by %(day)s.") % {"day": day}
    return _("You accepted our proposal.")


def _remedy_done(event: Event, _teller: Teller) -> str:
    try:
        what = REMEDY_KIND[RemedyKind(event.data.get("kind", ""))]
    except ValueError:
        return _("Something that was agreed has been done.")
    return _("Done as agreed: %(what)s.") % {"what": what}


def _remedy_verified(event: Event, _teller: Teller) -> str:
    try:
        what = REMEDY_KIND[RemedyKind(event.data.get("kind", ""))]
    except ValueError:
        return _("You told us that something which was agreed has reached you.")
    return _("You told us that it has reached you: %(what)s.") % {"what": what}


def _remedy_dropped(event: Event, _teller: Teller) -> str:
    try:
        what = REMEDY_KIND[RemedyKind(event.data.get("kind", ""))]
    except ValueError:
        return _("Something that was agreed is not done any more. We wrote to you why.")
    return _("Not done any more: %(what)s. We wrote to you why.") % {"what": what}


def _closed(event: Event, _teller: Teller) -> str:
    if event.data.get("outcome") == "exhausted":
        return _(
            "We closed the complaint, as nothing more can be done here. The letter names where else to turn."
        )
    if event.data.get("outcome") == "unhappy":
        return _(
            "We closed the complaint. You told us that it is not solved for you. The letter says what was done, "
            "and where else to turn."
        )
    if event.data.get("because") == "silence":
        return _(
            "We closed the complaint without knowing whether it is solved, as we could not reach you. "
            "You can have it taken up again."
        )
    return _("We closed the complaint as solved. You can have it taken up again.")


_TRIED = {
    Road.CALL: gettext_lazy("We tried to reach you by phone."),
    Road.MAIL: gettext_lazy("We tried to reach you by e-mail."),
    Road.LETTER: gettext_lazy("We tried to reach you by letter."),
    Road.VISIT: gettext_lazy("We came to see you and did not meet you."),
    Road.REPRESENTATIVE: gettext_lazy("We tried to reach you through your representative."),
    Road.OTHER: gettext_lazy("We tried to reach you in another way."),
}


def _other_road(event: Event, _teller: Teller) -> str:
    """What they could not know of otherwise; where no other way is known, there is nothing to tell."""
    if event.data.get("reached"):
        return _("We got in touch with you, as we had not heard whether it is solved.")
    road = Road(event.data.get("road", Road.OTHER.value))
    return str(_TRIED[road]) if road in _TRIED else ""


def _call_promised(event: Event, teller: Teller) -> str:
    due = event.data.get("due_at")
    moment = teller.moment(datetime.fromisoformat(due)) if isinstance(due, str) else ""
    return _("We promised to call you on %(moment)s.") % {"moment": moment}


def _promised(event: Event, teller: Teller) -> str:
    values = {"what": str(event.data.get("what", "")), "day": teller.from_iso(event.data.get("due_at"))}
    return _("We promised you by %(day)s: %(what)s") % values


def _promise_kept(event: Event, _teller: Teller) -> str:
    return _("We did what we had promised you: %(how)s") % {"how": str(event.data.get("how", ""))}


def _date_changed(event: Event, teller: Teller) -> str:
    values = {
        "before": teller.from_iso(event.data.get("before")),
        "after": teller.from_iso(event.data.get("due_at")),
        "reason": str(event.data.get("reason", "")),
    }
    if values["reason"]:
        return _("We told you another day: %(after)s in place of %(before)s. The reason: %(reason)s") % values
    return _("We told you another day: %(after)s in place of %(before)s.") % values


def _asked_for(event: Event, _teller: Teller) -> str:
    if event.data.get("about") == PetitionKind.SUMMARY.value:
        return _("You told us that we have not understood something rightly.")
    return _("You told us what would make it easier for you.")


def _bar_decided(event: Event, _teller: Teller) -> str:
    """Nothing of a bar that came along with somebody else's word: here nobody was named."""
    if event.data.get("of_another"):
        return ""
    if event.data.get("granted"):
        return _("Whom you named does not handle this any more.")
    return _("We decided about the person you named. The reason stands with it.")


def _lift_decided(event: Event, _teller: Teller) -> str:
    """That it was lifted, and why; nothing where it was only asked for and the bar stays."""
    if not event.data.get("granted") or event.data.get("of_another"):
        return ""
    reason = str(event.data.get("reason", ""))
    return _("Whom you had named may handle this again. The reason: %(reason)s") % {"reason": reason}


def _petition_answered(event: Event, _teller: Teller) -> str:
    if "after" in event.data:
        return _("We corrected what we have understood, as you asked.")
    if event.data.get("granted"):
        return _("We did what you had asked for.")
    return _("We answered what you had asked for. The reason stands with it.")


def _representative_answered(event: Event, _teller: Teller) -> str:
    if event.data.get("granted"):
        return _("We confirmed who speaks for you. They have a slip of their own.")
    return _("We answered about the person who was to speak for you. The reason stands with it.")


def _representative_ended(event: Event, _teller: Teller) -> str:
    if event.actor_kind == ActorKind.COMPLAINANT.value:
        return _("You ended it: nobody speaks for you any more.")
    return _("We ended it: nobody speaks for you any more. The reason stands with it.")


def _referred(event: Event, teller: Teller) -> str:
    day = teller.from_iso(event.data.get("expected_on"))
    return _("We passed it on, and promised to tell you by %(day)s what they answer.") % {"day": day}


def _turned(event: Event, teller: Teller) -> str:
    day = teller.from_iso(event.data.get("expected_on"))
    return _("We noted that you turned to somebody else, and promised to write to you by %(day)s.") % {
        "day": day
    }


def _referral_answered(event: Event, _teller: Teller) -> str:
    if event.data.get("stands"):
        return _("Others have decided about it. What they said stands with it.")
    return _("They answered. What they said stands with it, and we went on working on it.")


def _always(sentence: Callable[[], str]) -> Tell:
    """A sentence that needs no values; asked for late, so that it speaks the reader's language."""
    return lambda _event, _teller: sentence()


TOLD: dict[str, Tell] = {
    EventKind.RECEIVED.value: _received,
    EventKind.ACKNOWLEDGED.value: _acknowledged,
    EventKind.ASSIGNED.value: _always(lambda: _("Your complaint was put into somebody's hands.")),
    EventKind.INVESTIGATION_BEGUN.value: _always(lambda: _("We began to find out what happened.")),
    EventKind.QUESTION_ASKED.value: _asked,
    EventKind.ANSWER_RECORDED.value: _always(lambda: _("We wrote down your answer.")),
    EventKind.REPLIED.value: _always(lambda: _("We wrote to you.")),
    EventKind.HEARD.value: _heard,
    EventKind.PROPOSED.value: _proposed,
    EventKind.ACCEPTED.value: _accepted,
    EventKind.DECLINED.value: _always(lambda: _("You declined our proposal. We went on working on it.")),
    EventKind.DECIDED.value: _always(lambda: _("We decided on each of your points and wrote to you why.")),
    EventKind.REMEDY_DONE.value: _remedy_done,
    EventKind.REMEDY_VERIFIED.value: _remedy_verified,
    EventKind.REMEDY_DROPPED.value: _remedy_dropped,
    EventKind.SOLUTION_ASKED.value: _always(lambda: _("We asked you whether it is solved.")),
    EventKind.SOLVED.value: _always(lambda: _("You told us that it is solved.")),
    EventKind.NOT_SOLVED.value: _always(
        lambda: _("You told us that it is not solved. We went on working on it.")
    ),
    EventKind.RATED.value: _always(lambda: _("You rated how we dealt with it. Thank you.")),
    EventKind.LEFT_AT_THAT.value: _always(
        lambda: _("You told us that it is not solved, and that you leave it at that.")
    ),
    EventKind.OTHER_ROAD_TRIED.value: _other_road,
    EventKind.ASKED_AGAIN.value: _always(lambda: _("We asked you whether it is still solved.")),
    EventKind.HOLDS.value: _always(lambda: _("You told us that it is still solved.")),
    EventKind.ASKING_STOPPED.value: _always(lambda: _("You asked us not to ask again.")),
    EventKind.CLOSED.value: _closed,
    EventKind.REOPENED.value: _always(lambda: _("The complaint was taken up again.")),
    EventKind.CONFIDED.value: _always(lambda: _("You named somebody who should not handle this.")),
    EventKind.BAR_DECIDED.value: _bar_decided,
    EventKind.LIFT_DECIDED.value: _lift_decided,
    EventKind.PETITIONED.value: _asked_for,
    EventKind.PETITION_ANSWERED.value: _petition_answered,
    EventKind.LINK_SENT.value: _always(
        lambda: _("A link to this page was asked for, and we sent it to your mail address.")
    ),
    EventKind.REPRESENTATIVE_NAMED.value: _always(lambda: _("You named somebody who is to speak for you.")),
    EventKind.REPRESENTATIVE_ANSWERED.value: _representative_answered,
    EventKind.REPRESENTATIVE_ENDED.value: _representative_ended,
    EventKind.REVIEW_ASKED.value: _always(lambda: _("You asked for a review.")),
    EventKind.REVIEW_BEGUN.value: _always(
        lambda: _("Somebody who had no part in it so far began to look at it again.")
    ),
    EventKind.REFERRED.value: _referred,
    EventKind.TURNED_OUTSIDE.value: _turned,
    EventKind.REFERRAL_ANSWERED.value: _referral_answered,
    EventKind.REDIRECTED.value: _always(lambda: _("We told you where you can turn with this.")),
    EventKind.REDIRECT_UNDONE.value: _always(lambda: _("We took this up again ourselves.")),
    EventKind.SEALED.value: _always(
        lambda: _(
            "We moved this into a protected area. Only a few people who are designated for it can read it now. "
            "Nothing about it is sent to you by mail or post."
        )
    ),
    EventKind.INQUIRY_TOLD.value: _always(lambda: _("We told you whether we look into what you reported.")),
    EventKind.OUTCOME_TOLD.value: _always(lambda: _("We told you what came of it.")),
    EventKind.UNSEALED.value: _always(
        lambda: _("We took this out of the protected area. It is handled like other complaints now.")
    ),
    EventKind.WITHDRAWN.value: _always(lambda: _("You withdrew the complaint.")),
    EventKind.CALL_PROMISED.value: _call_promised,
    EventKind.CALLED_BACK.value: _always(lambda: _("We spoke with you on the phone.")),
    EventKind.PROMISED.value: _promised,
    EventKind.PROMISE_KEPT.value: _promise_kept,
    EventKind.PROMISE_REPLACED.value: _date_changed,
    EventKind.CLOCK_EXTENDED.value: _date_changed,
    EventKind.MESSAGE_MOVED.value: _always(
        lambda: _("We put a message of yours with this complaint, where it belongs.")
    ),
    EventKind.MERGED.value: _always(
        lambda: _("We put this complaint together with another one and go on with it there.")
    ),
    EventKind.SPLIT_OFF.value: lambda event, _teller: (
        _("We treat a part of it as a complaint of its own, under the number %(number)s.")
        % {"number": event.data.get("reference", "")}
    ),
    EventKind.REGROUPED.value: _always(
        lambda: _("We put this complaint back together with the one it was part of.")
    ),
    EventKind.SEPARATED.value: _always(lambda: _("We took this complaint up again by itself.")),
}
