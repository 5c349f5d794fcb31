"""When mails about notices and calls of one's own webhook may go, and when their time has come まとめ・時間帯. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from kikitori.records.together.choices import Choices
from kikitori.records.together.terms import ByMail

#: More mails than this in an hour nobody gets; what comes then waits and goes together.
MOST_IN_AN_HOUR = 6
HOUR = timedelta(hours=1)
#: After so many days without a digest, what waits is given whatever the calendar says.
_LONGEST_WAIT = 14
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """Where these choices are lived by: the zone of the organisation, and on which of its days it works."""

    zone: tzinfo
    works: Callable[[date], bool]

    def is_quiet(self, choices: Choices, moment: datetime) -> bool:
        """Does no mail go at this moment?"""
        local = moment.astimezone(self.zone)
        if choices.working_days and not self.works(local.date()):
            return True
        if choices.quiet is None:
            return False
        begins, ends = choices.quiet
        now = local.time()
        return begins <= now < ends if begins <= ends else now >= begins or now < ends

    def quiet_until(self, choices: Choices, moment: datetime) -> datetime | None:
        """When the quiet that holds at this moment ends, a fortnight later at the latest; None where none holds."""
        if not self.is_quiet(choices, moment):
            return None
        first = moment.astimezone(self.zone).date()
        times = sorted({time.min, choices.quiet[1] if choices.quiet else time.min})
        for day in (first + number * _DAY for number in range(_LONGEST_WAIT + 1)):
            for each in times:
                found = datetime.combine(day, each, self.zone)
                if found > moment and not self.is_quiet(choices, found):
                    return found
        return moment + _LONGEST_WAIT * _DAY

    def has_come(
        self, choices: Choices, by_mail: ByMail, *, at: datetime, now: datetime, urgent: bool
    ) -> bool:
        """Is it time, at `now`, for the mail about something that happened at `at`?

        What happens in quiet hours waits for the next digest. Nothing goes in quiet hours but what may at any time.
        """
        if urgent and choices.urgent_anytime:
            return True
        if self.is_quiet(choices, now):
            return False
        if by_mail is ByMail.SOON and not self.is_quiet(choices, at):
            return True
        return now - at > _LONGEST_WAIT * _DAY or any(
            at < moment <= now for moment in self._digests(choices, at)
        )

    def _digests(self, choices: Choices, since: datetime) -> Iterator[datetime]:
        first = since.astimezone(self.zone).date()
        for day in (first + number * _DAY for number in range(_LONGEST_WAIT + 1)):
            if not choices.working_days or self.works(day):
                yield from (datetime.combine(day, each, self.zone) for each in choices.times)
