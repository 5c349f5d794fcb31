"""Tasks: what a colleague is to do in this complaint, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework import tasks
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.away.away_words import name_told
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.people.models import Staff
from kikitori.records.together.models import Task

_SHOWN = 60


class _Dated(StepForm):
    """A day, and a time where one matters."""

    day = fields.DayField(label=_("By which day"))
    time = fields.TimeOfDayField(
        label=_("By what time"), required=False, help_text=_("Empty: until work ends on that day.")
    )

    def by(self) -> date | datetime:
        """A day, or with a time a moment of it."""
        day: date = self.cleaned_data["day"]
        time = self.cleaned_data["time"]
        return datetime.combine(day, time, self.standing.zone) if time else day

    def name_of(self, person: Staff) -> str:
        """A colleague to choose, with the days on which they are away."""
        return name_told(person.name, self.standing.roster, person.pk)

    def holder(self, place: str) -> str:
        """Of a moment it is the time that has passed."""
        if place != "by":
            return place
        return "time" if self.cleaned_data.get("time") else "day"


class _OneTask(StepForm):
    """One of the tasks of the complaint."""

    from_address = frozenset({"task"})

    def set_up(self) -> None:
        """Which one."""
        self.fields["task"] = fields.one_of(
            _("Task"), self.tasks(), lambda row: f"{one_line(row.title, _SHOWN)} ({row.assignee.name})"
        )

    def tasks(self) -> Iterable[Task]:
        """Those it can be done to."""
        return self.standing.file.open_tasks

    def first_values(self) -> dict[str, Any]:
        """The one that is due first."""
        first = next(iter(self.tasks()), None)
        return {"task": str(first.pk)} if first else {}


class AddTask(_Dated):
    """Something new to do."""

    step = Step.ADD_TASK
    verb = _("Add the task")
    done = _("The task has been added.")
    about = _("For colleagues only. Whoever has it finds it under their tasks, and in Today once it is due.")
    calls = staticmethod(tasks.add_task)

    title_line = fields.line(_("What is to be done"))

    def set_up(self) -> None:
        """Everybody who sees the complaint and can do something in it."""
        able = tasks.able_to_take(self.standing.complaint)
        self.fields["to"] = fields.one_of(_("By whom"), able, self.name_of)
        self.order_fields(["title_line", "to", "day", "time"])

    def first_values(self) -> dict[str, Any]:
        """Mostly one's own, and today."""
        return {"to": str(self.standing.actor.staff_id), "day": self.standing.today}

    def values(self) -> dict[str, Any]:
        """What, who, by when."""
        return {"title": self.said("title_line"), "to": self.cleaned_data["to"], "by": self.by()}

    def holder(self, place: str) -> str:
        """`title` is what the page is called."""
        return "title_line" if place == "title" else super().holder(place)


class FinishTask(_OneTask):
    """It is done."""

    step = Step.FINISH_TASK
    verb = pgettext_lazy("task", "It is done")
    done = _("The task is finished. It can be taken up again.")
    needs = (needs.AN_OPEN_TASK,)
    calls = staticmethod(tasks.finish_task)


class TakeUpTask(_OneTask):
    """It is to be done after all."""

    step = Step.TAKE_UP_TASK
    verb = _("Take it up again")
    done = _("The task is open again.")
    needs = (needs.AN_ENDED_TASK,)
    calls = staticmethod(tasks.take_up_task)

    def tasks(self) -> Iterable[Task]:
        """Those that are over, the last one first."""
        return self.standing.file.ended_tasks


class ReassignTask(_OneTask):
    """Somebody else is to do it."""

    step = Step.REASSIGN_TASK
    verb = _("Give it to them")
    done = _("Somebody else has the task now.")
    needs = (needs.AN_OPEN_TASK,)
    calls = staticmethod(tasks.reassign_task)

    def set_up(self) -> None:
        """Which one, and to whom."""
        super().set_up()
        able = tasks.able_to_take(self.standing.complaint)
        self.fields["to"] = fields.one_of(_("To whom"), able, lambda person: person.name)


class RescheduleTask(_Dated, _OneTask):
    """Another day."""

    step = Step.RESCHEDULE_TASK
    verb = _("Change the day")
    done = _("The day of the task has been changed.")
    needs = (needs.AN_OPEN_TASK,)
    calls = staticmethod(tasks.reschedule_task)

    def set_up(self) -> None:
        """Which one, when, and why."""
        _OneTask.set_up(self)
        self.fields["reason"] = fields.text(_("Why, for the colleague"), required=False, rows=2)
        self.order_fields(["task", "day", "time", "reason"])

    def values(self) -> dict[str, Any]:
        """A day, or with a time a moment of it."""
        return {"task": self.cleaned_data["task"], "by": self.by(), "reason": self.said("reason")}


class DropTask(_OneTask):
    """It is not to be done any more."""

    step = Step.DROP_TASK
    verb = _("Drop it")
    done = _("The task has been dropped, with the reason.")
    needs = (needs.AN_OPEN_TASK,)
    calls = staticmethod(tasks.drop_task)

    def set_up(self) -> None:
        """Which one, and why."""
        super().set_up()
        self.fields["reason"] = fields.text(_("Why it is not to be done"), rows=2)
