"""What the complainant asked for beside the matter itself, and what we answered."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label
from kikitori.records.complaints.timeline import Event
from kikitori.records.voices.labels import PETITION_KIND
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind


def asked_for(event: Event, known: Known) -> Told:
    """What, in their words; of a point that is not right also how it read then."""
    row = known.petition(event)
    lines = []
    if row is not None and {"point", "text"} <= row.chosen.keys():
        lines.append(_("Point %(number)s read: %(text)s") % _point(row.chosen["point"], row.chosen["text"]))
    language = event.data.get("language")
    if language:
        names = dict(settings.LANGUAGES)
        lines.append(
            _("Language: %(before)s → %(after)s")
            % {each: names.get(language[each], language[each]) for each in ("before", "after")}
        )
    words = row.asked_here if row is not None else ""
    return Told(_named(event), "message", words, known.language, "from", lines=tuple(lines))


def answered(event: Event, known: Known) -> Told:
    """Done as asked or not, with what we said; both readings of a point that was changed."""
    row, data = known.petition(event), event.data
    lines = []
    if "before" in data:
        lines.append(_("Point %(number)s read: %(text)s") % _point(data["point"], data["before"]))
    if "after" in data:
        lines.append(_("Point %(number)s reads now: %(text)s") % _point(data["point"], data["after"]))
    done = _("Done as asked: %(what)s") if data.get("granted") else _("Not done, with the reason: %(what)s")
    sentence = done % {"what": _kind(event)}
    text = row.answer if row is not None else ""
    return Told(sentence, "reply", text, known.language, "public", lines=tuple(lines))


def confided(event: Event, known: Known) -> Told:
    """Whom they named; told to leads alone whom it does not speak of, and to them with the words."""
    row = _confided(event, known)
    sentence, words = by_road(label(event), event.data.get("how")), row.words if row else ""
    return Told(sentence, "lock", words, "", "internal", _("Confided to leads"))


def bar_decided(event: Event, known: Known) -> Told:
    """Who does not handle it any more, or nobody; and what the complainant was told, who learns no names."""
    if known.public:
        return Told(label(event), "lock")
    row, names = _confided(event, known), known.names(event, "barred")
    barred = [_("Barred: %(name)s") % {"name": name} for name in names] or [_("Nobody was barred.")]
    if event.data.get("of_another"):
        barred.append(_("Came along with a word that was moved here."))
    if event.data.get("tasks"):
        barred.append(_("Their open tasks went to %(name)s.") % {"name": known.name(event, "to")})
    answer = row.answer if row else ""
    return Told(label(event), "lock", answer, "", "internal", _("Confided to leads"), lines=tuple(barred))


def lift_asked(event: Event, known: Known) -> Told:
    """For whom, and why, as the complainant will read it; to them nothing before it is decided."""
    if known.public:
        return Told(label(event), "lock")
    lines = (_("Barred: %(name)s") % {"name": known.name(event, "staff")},)
    reason = event.data.get("reason", "")
    return Told(label(event), "lock", reason, "", "internal", _("Confided to leads"), lines=lines)


def lift_decided(event: Event, known: Known) -> Told:
    """Lifted or not, with the reason: the complainant's, or that of whoever keeps the bar."""
    if known.public:
        return Told(label(event), "lock")
    granted = event.data.get("granted")
    said = _("Bar lifted: %(name)s") if granted else _("The bar stays: %(name)s")
    text = event.data.get("reason" if granted else "words", "")
    lines = (said % {"name": known.name(event, "staff")},)
    return Told(label(event), "lock", text, "", "internal", _("Confided to leads"), lines=lines)


def _confided(event: Event, known: Known) -> Petition | None:
    number = event.data.get("petition")
    return next((row for row in known.standing.confided if row.pk == number), None)


def _named(event: Event) -> str:
    sentence = _("%(what)s: %(kind)s") % {"what": label(event), "kind": _kind(event)}
    return by_road(sentence, event.data.get("how"))


def _kind(event: Event) -> object:
    return PETITION_KIND[PetitionKind(event.data.get("about", PetitionKind.HELP.value))]


def _point(number: int, text: str) -> dict[str, object]:
    return {"number": number, "text": text}
