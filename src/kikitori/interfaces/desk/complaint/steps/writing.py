"""Writing: a reply to the complainant, a note among ourselves, a word of theirs written down.

Three forms, so that public and internal can never be mixed up by a switch.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kikitori.casework import write
from kikitori.casework.drafts import Page, draft_sent
from kikitori.casework.enclosures import Enclosed as Kept
from kikitori.casework.enclosures import enclose
from kikitori.casework.errors import Invalid, Problem, Refused
from kikitori.casework.schedule_reply import move_reply, schedule_reply, take_back_reply, texts_since
from kikitori.casework.templates import signature_for
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.files_shown import Enclosed
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.looking_again import (
    Doubts,
    doubts_of,
    was_for_later,
    was_looked_at,
)
from kikitori.interfaces.desk.complaint.needs import A_REPLY_TO_COME, A_WAITING_REPLY
from kikitori.interfaces.desk.complaint.sentences import problem_in
from kikitori.interfaces.desk.complaint.uploads import files_given, numbers_there, refused_in_words
from kikitori.interfaces.look import words
from kikitori.records.complaints.labels import CHANNEL
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import Channel
from kikitori.records.deadlines.sending import good_moments
from kikitori.records.deadlines.working_time import moment_of
from kikitori.records.letters.drafts import Draft
from kikitori.records.letters.file_rules import FileFlaw, file_name
from kikitori.records.letters.kinds import LetterKind

#: Roads by which a complainant says more; the others are how whole complaints come in.
_ROADS = (
    Channel.PHONE,
    Channel.IN_PERSON,
    Channel.POST,
    Channel.EMAIL,
    Channel.FAX,
    Channel.SNS,
    Channel.WEB,
)


class Drafted(StepForm):
    """A form whose text is kept on the server while it is typed."""

    from_address = frozenset({"draft"})

    draft = forms.IntegerField(required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @cached_property
    def drafts(self) -> list[Draft]:
        """This person's drafts of it, the newest first."""
        return [row for row in self.standing.drafts if row.form == self.step.value]

    def first_values(self) -> dict[str, Any]:
        """The draft that was asked for in the address, or the newest."""
        wanted = next((row for row in self.drafts if str(row.pk) == self.asked.get("draft")), None)
        found = wanted or next(iter(self.drafts), None)
        self.asked = {}
        return {"body": found.text, "draft": found.pk, "revision": found.revision} if found else {}

    @property
    def drafted(self) -> Draft | None:
        """The draft this form goes on with."""
        number = self["draft"].value()
        return next((row for row in self.drafts if str(row.pk) == str(number)), None)

    @property
    def other_drafts(self) -> list[Draft]:
        """What other windows have kept."""
        return [row for row in self.drafts if row is not self.drafted]

    @property
    def sheet(self) -> Page:
        """The page this was typed into."""
        found = self.cleaned_data
        return Page(found.get("token", ""), found.get("draft"), found.get("revision"))

    @cached_property
    def numbers(self) -> list[int]:
        """The files that go with it: those its sender has seen on the page, or those of its draft."""
        if self.is_bound:
            return numbers_there(self.data)
        own = self.drafted
        return [row.pk for row in self.standing.file.files if own and row.draft_id == own.pk]

    @property
    def enclosed(self) -> list[Enclosed]:
        """The same, as the page shows them."""
        own = {row.pk for row in self.standing.drafts if row.form == self.step.value}
        rows = self.standing.file.files
        return [Enclosed(row) for row in rows if row.pk in self.numbers and row.draft_id in own]

    def take_in(self, sent: MultiValueDict[str, Any]) -> None:
        """Keep files that were chosen and sent in one go, with what was typed."""
        given = files_given(sent)
        if not given:
            return
        at = self.standing
        self.full_clean()
        try:
            kept = enclose(
                at.actor,
                at.complaint,
                form=self.step,
                text=self.data.get("body", ""),
                files=given,
                page=self.sheet,
                now=at.now,
            )
        except Invalid:  # the field says so
            kept = Kept(None, [], [(file_name(each.name), FileFlaw.TEXT) for each in given])
        except Refused:  # the page says so
            return
        self.numbers += [row.pk for row in kept.added]
        self.standing = replace(at)
        self.__dict__.pop("drafts", None)
        for refusal in refused_in_words(kept.refused):
            self.add_error(None, refusal)

    def values(self) -> dict[str, Any]:
        """The text, and its files."""
        return {"body": self.cleaned_data["body"], "enclosed": self.numbers}

    def take(self, seen_version: int | None) -> None:
        """What has been sent is no draft any more."""
        super().take(seen_version)
        at = self.standing
        draft_sent(
            at.actor, at.complaint, form=self.step, text=self.said("body"), page=self.sheet, now=at.now
        )


class AtAMoment(StepForm):
    """Something that goes at a chosen moment: one in working hours, or any day and time."""

    day = fields.DayField(label=_("Another day"), required=False)
    time = fields.TimeOfDayField(label=_("Time"), required=False)

    def set_up(self) -> None:
        """Moments in working hours, to choose from."""
        at = self.standing
        tongue = words.language(get_language())
        options = [
            (moment.isoformat("T", "minutes"), words.when(moment, at.now, tongue, at.zone))
            for moment in good_moments(at.calendar, at.now)
        ]
        self.fields["moment"] = fields.choice(
            _("Send it later"), options, required=False, coerce=datetime.fromisoformat
        )

    @property
    def is_for_later(self) -> bool:
        """Is a moment wanted at all?"""
        return True

    def clean(self) -> dict[str, Any]:
        """The moment that was chosen, where one is wanted: the day and time typed before the one picked."""
        found = super().clean()
        self.goes_at = self._moment() if self.is_for_later else None
        if self.is_for_later and self.goes_at is None and not self.has_trouble_with_later:
            self.add_error("moment", _("Please choose when the reply shall go, or send it now."))
        return found

    @property
    def has_trouble_with_later(self) -> bool:
        """Is something wrong with the moment that was chosen?"""
        return self.is_bound and bool(self.errors.keys() & {"moment", "day", "time"})

    def _moment(self) -> datetime | None:
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        if day is None and time is None:
            return self.cleaned_data.get("moment")
        if time is None:
            self.add_error("time", problem_in(Problem.MISSING, self.fields["time"].label or ""))
            return None
        return moment_of(self.standing.zone, day or self.standing.today, time)

    def holder(self, place: str) -> str:
        """The moment is a day and a time."""
        return "day" if place == "goes_at" else place


class Reply(Drafted, AtAMoment):
    """To the complainant. Handing it in sends it, a little later."""

    step = Step.REPLY
    title = _("Reply to the complainant")
    verb = _("Send the reply")
    done = _("The reply is handed in. Until it goes it can be taken back.")
    side = Side.PUBLIC
    page = "desk/complaint/write.html"
    calls = staticmethod(schedule_reply)
    can_cross = True
    sends = LetterKind.REPLY
    says = ("body",)

    body = fields.text(_("Reply"))

    @property
    def is_for_later(self) -> bool:
        """Was the button for sending it later pressed?"""
        return "later" in self.data or was_for_later(self.data.get("checked", ""))

    @cached_property
    def doubts(self) -> Doubts | None:
        """What is worth another look before it goes; None while the form has mistakes."""
        if not self.is_bound or self.errors:
            return None
        return doubts_of(
            self.said("body"), language=self.standing.complaint.language, has_files=bool(self.enclosed)
        )

    @property
    def pauses(self) -> bool:
        """Something was found that the sender has not seen yet."""
        looked_at = was_looked_at(self.data.get("checked", ""), self.said("body"))
        return bool(self.doubts) and not looked_at

    def values(self) -> dict[str, Any]:
        """The text, its files, when it goes, and what its writer knew."""
        seen = self.cleaned_data.get("seen_event")
        return {**super().values(), "goes_at": self.goes_at, "seen_event": seen}

    def said_meanwhile(self) -> dict[str, str]:
        """What colleagues have written to the same person since this was begun."""
        at, seen = self.standing, self.cleaned_data.get("seen_event")
        texts = [] if seen is None else texts_since(at.actor, at.complaint, seen)
        return {"body": "\n\n".join(texts)} if texts else {}

    def letter_values(self) -> dict[str, Any] | None:
        """The text with the signature below it, and the names of its files."""
        found = super().letter_values()
        at = self.standing
        return found and {
            **found,
            "signature": signature_for(at.actor.staff_id, at.complaint.language),
            "enclosed": [file.row.name for file in self.enclosed],
            "medium": at.file.addressee.medium.value,
        }


class TakeBack(StepForm):
    """A reply that has not gone yet, back into the hands of whoever takes it."""

    step = Step.TAKE_BACK_REPLY
    verb = _("Take it back and write on")
    done = _("The reply has been taken back. Its text is below; nothing has been sent.")
    about = _("Nothing has been sent yet. The text comes back as a draft, and the complainant never sees it.")
    needs = (A_WAITING_REPLY,)
    from_address = frozenset({"pending"})
    calls = staticmethod(take_back_reply)

    def set_up(self) -> None:
        """Which one."""
        self.fields["pending"] = fields.one_of(
            _("Reply"), self.standing.file.pending, lambda row: one_line(row.body, 60)
        )

    def first_values(self) -> dict[str, Any]:
        """Mostly there is one."""
        waiting = self.standing.file.pending
        return {"pending": str(waiting[0].pk)} if waiting else {}


class MoveReply(AtAMoment):
    """A reply that waits shall go at another time."""

    step = Step.SCHEDULE_REPLY
    title = _("Change when the reply goes")
    verb = _("Send it at this time")
    done = _("The reply goes at the time you have chosen.")
    about = _("Nothing has been sent yet. A promise counts as kept only once the reply has gone.")
    needs = (A_REPLY_TO_COME,)
    from_address = frozenset({"pending"})
    calls = staticmethod(move_reply)

    def set_up(self) -> None:
        """Which one, and when."""
        waiting = [row for row in self.standing.file.pending if not row.is_stuck]
        self.fields["pending"] = fields.one_of(_("Reply"), waiting, lambda row: one_line(row.body, 60))
        super().set_up()
        self.fields["moment"].label = _("When shall it go?")
        self.order_fields(["pending", "moment", "day", "time"])

    def first_values(self) -> dict[str, Any]:
        """Mostly there is one."""
        waiting = [row for row in self.standing.file.pending if not row.is_stuck]
        return {"pending": str(waiting[0].pk)} if waiting else {}

    def values(self) -> dict[str, Any]:
        """Which one, and when it goes."""
        return {"pending": self.cleaned_data["pending"], "goes_at": self.goes_at}


class Note(Drafted):
    """Among ourselves. The complainant never sees it, nothing is sent."""

    step = Step.NOTE
    title = _("Internal note")
    verb = _("Keep the note")
    done = _("The note has been kept. The complainant does not see it.")
    page = "desk/complaint/write.html"
    calls = staticmethod(write.note)

    body = fields.text(_("Note"))

    def set_up(self) -> None:
        """Who else sees the complaint, to be told of it."""
        rows = {str(row.pk): row for row in self.standing.others_seeing}
        options = [("", _("Nobody in particular")), *((key, row.name) for key, row in rows.items())]
        self.fields["mention"] = fields.drop_down(_("Tell a colleague"), options, required=False)
        self.colleagues = rows

    def values(self) -> dict[str, Any]:
        """The text, its files, and whom to tell beside those named in it."""
        chosen = self.colleagues.get(self.cleaned_data.get("mention") or "")
        return {**super().values(), "mention": chosen}


class Hear(StepForm):
    """What the complainant said by phone, at the counter or on paper."""

    step = Step.HEAR
    verb = _("Write it down")
    done = _("It has been written down.")
    about = _(
        "In their own words. The complainant can read it. If we had asked them something, this is the answer."
    )
    side = Side.SPOKEN
    calls = staticmethod(write.hear)

    channel = fields.choice(
        _("How did they tell us?"), [(c.value, CHANNEL[c]) for c in _ROADS], in_a_row=True
    )
    body = fields.text(_("What they said"))

    def first_values(self) -> dict[str, Any]:
        """Mostly it is the phone."""
        return {"channel": Channel.PHONE.value}
