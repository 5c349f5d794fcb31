"""The demonstration: a fictional shop and a fictional association, six months of complaints, by the real verbs.

Filling can be broken off and taken up again: every complaint is one transaction and its key is its token.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from kikitori.casework.absences import note_absence
from kikitori.casework.following import mark_read, unread_of
from kikitori.casework.house import House
from kikitori.casework.intake import ContactGiven, Intake, PersonGiven
from kikitori.casework.ladder import LevelGiven, set_ladder, the_levels
from kikitori.casework.receive import receive_complaint
from kikitori.casework.settings_kept import newest_change
from kikitori.config.demo_actions import prevent_more
from kikitori.config.demo_afterwards import answer_afterwards
from kikitori.config.demo_course import carry_on, pass_time
from kikitori.config.demo_duties import name_officers, see_to_duties, settle_old_duty
from kikitori.config.demo_guidelines import put_examples_into_force, see_to_items, write_one_anew
from kikitori.config.demo_mail import bring_mails
from kikitori.config.demo_public import Along, ask_beside, show_to_everybody
from kikitori.config.demo_referrals import keep_register, pass_on
from kikitori.config.demo_texts.actions import demo_actions
from kikitori.config.demo_texts.corpus import demo_complaints, organisation
from kikitori.config.demo_texts.public import public_facts
from kikitori.config.demo_texts.referrals import referral_facts
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import SELF_SERVED, Channel
from kikitori.records.deadlines.calendar import YEAR_END, ClosedCode
from kikitori.records.deadlines.models import Closure
from kikitori.records.deadlines.queries import house_calendar
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Staff, Team
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role, Setting

if TYPE_CHECKING:
    from kikitori.config.demo_texts import facts

#: The same for every demonstration: it is printed at the start, and the demonstration listens at home only.
PASSWORD = "kikitori-demo"  # noqa: S105
Report = Callable[[int, int], None]
_READ_WITHIN = timedelta(days=2)
_LEAVE = timedelta(days=6)


def fill(house: str, *, now: datetime, report: Report, only: Collection[str] | None = None) -> int:
    """Fill this site with the house `shop` or `association` as of `now`. Returns how many complaints were added.

    `report(done, all)` is called after each. Complaints that are there already are left alone. `only`: keys of
    the complaints that are wanted, where a few will do.
    """
    staff = _open_house(organisation(house))
    _set_ladder(organisation(house), staff, now)
    calendar = house_calendar()

    def is_free(day: date) -> bool:
        closed = calendar.why_closed(day)
        return closed is not None and closed.code in (ClosedCode.HOLIDAY, ClosedCode.CLOSURE)

    planned = [
        one for one in demo_complaints(house, now=now, is_holiday=is_free) if only is None or one.key in only
    ]
    public = public_facts(house)
    show_to_everybody(public, staff.values(), now)
    keep_register(referral_facts(house), staff.values(), now)
    put_examples_into_force(staff.values(), now)
    name_officers(staff.values(), now)
    along = Along.of(public, planned)
    added = 0
    for number, one in enumerate(planned, start=1):
        with transaction.atomic(), _all_or_nothing():
            _without_waiting_for_the_disk()
            added += _live_through(one, staff, along, now)
        report(number, len(planned))
    write_one_anew(staff.values(), now)
    ask_beside(public, now)
    pass_on(referral_facts(house), now)
    see_to_duties(house, now)
    if only is None:
        prevent_more(demo_actions(house), staff.values(), now)
        answer_afterwards(now)
        bring_mails(house, now)
    _send_on_leave(staff, now)
    _read_old_notices(staff.values(), now)
    _forget_letter_jobs()
    return added


def sign_ins(house: str) -> list[tuple[str, str, str]]:
    """(role, login, password), one per role, for the person who started the demonstration."""
    first: dict[str, str] = {}
    for member in organisation(house).staff:
        first.setdefault(member.role, member.login)
    return [(role, login, PASSWORD) for role, login in first.items()]


def is_filled() -> bool:
    """Has this site been opened before?"""
    return Complaint.objects.exists()


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """No savepoints inside: a step that fails undoes its whole complaint here, so none has to be undone alone."""
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        connection.features.uses_savepoints = True


def _without_waiting_for_the_disk() -> None:
    """A demonstration may lose its last complaint in a power cut; it can be filled again."""
    with connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit = off")


def _open_house(facts: facts.Organisation) -> Mapping[str, Staff]:
    """Organisation, closures, teams and staff. Reference data: written here, not by verbs."""
    with transaction.atomic():
        Organisation.objects.update_or_create(
            pk=1,
            defaults={
                "name_ja": facts.name.ja,
                "name_en": facts.name.en,
                "kind": facts.kind,
                "phone": facts.phone,
                "phone_hours": facts.phone_hours,
                "address": facts.address,
                "external_route_ja": facts.external_route.ja,
                "external_route_en": facts.external_route.en,
                "external_route_easy": facts.external_route_easy,
            },
        )
        if not Closure.objects.exists():
            _close_days(facts)
        teams = {name: Team.objects.get_or_create(name=name)[0] for name in facts.teams}
        password = make_password(PASSWORD)
        return {
            member.login: Staff.objects.get_or_create(
                login=member.login,
                defaults={
                    "name": member.name,
                    "name_kana": member.kana,
                    "email": member.email,
                    "role": member.role,
                    "team": teams.get(member.team),
                    "language": member.language,
                    "password": password,
                },
            )[0]
            for member in facts.staff
        }


def _close_days(facts: facts.Organisation) -> None:
    """A row for each stretch of days of one name; the usual closure at the year's end is a setting of its own."""
    stretches: list[Closure] = []
    for day in facts.closures:
        on = date(2000, day.month, day.day)
        if YEAR_END.covers(on):
            continue
        before = stretches[-1] if stretches else None
        if before and before.name_ja == day.reason.ja and on - before.last == timedelta(days=1):
            before.last = on
        else:
            stretches.append(
                Closure(name_ja=day.reason.ja, name_en=day.reason.en, first=on, last=on, yearly=True)
            )
    Closure.objects.bulk_create(stretches)


def _set_ladder(facts: facts.Organisation, staff: Mapping[str, Staff], now: datetime) -> None:
    """The levels of escalation, by the verb that sets them; left alone where somebody has set others since."""
    if not facts.ladder or the_levels():
        return
    levels = [
        LevelGiven(
            name_ja=level.name.ja,
            name_en=level.name.en,
            holder=staff[level.holder].pk,
            deputy=staff[level.deputy].pk if level.deputy else None,
            answer_within_minutes=level.minutes,
            from_severity=level.from_severity,
        )
        for level in facts.ladder
    ]
    administrator = next(one for one in staff.values() if one.role == Role.ADMINISTRATOR.value)
    set_ladder(actor_for(administrator), levels, seen=newest_change(Setting.LADDER), now=now)


def _send_on_leave(staff: Mapping[str, Staff], now: datetime) -> None:
    """One handler is away, and whoever signs in as handler stands in: what that looks like is seen at once.

    Once in a house: who has come back, or was sent by somebody since, is left alone.
    """
    signs_in, *others = [one for one in staff.values() if one.role == Role.HANDLER.value]
    lead = next(one for one in staff.values() if one.role == Role.LEAD.value)
    if newest_change(Setting.ABSENCE) or not others:
        return
    first = House().day_of(now) - timedelta(days=1)
    note_absence(actor_for(lead), others[-1], first=first, last=first + _LEAVE, now=now, deputy=signs_in)


def _live_through(one: facts.DemoComplaint, staff: Mapping[str, Staff], along: Along, now: datetime) -> bool:
    """Receive one complaint and take every step of its course. False if it had been received before."""
    token = f"demo:{one.organisation}:{one.key}"
    by_themselves = Channel(one.channel) in SELF_SERVED
    received = receive_complaint(
        Actor.newcomer() if by_themselves else actor_for(staff[one.handler]),
        Intake(
            channel=one.channel,
            kind=one.kind,
            language=one.language,
            subject=one.subject,
            title=one.title,
            story=one.story,
            desired_outcome=one.desired_outcome,
            received_at=one.received_at,
            anonymous=one.anonymous,
            accommodation=one.accommodation,
            complainant=_person(one.complainant),
            representative=_person(one.representative),
            safety=one.safety,
        ),
        token=token,
        now=one.logged_at,
        born=along.born(one),
        handed=along.handed(one, token),
    )
    if received.repeated:
        return False
    complaint = received.complaint
    for step in one.course:
        pass_time(complaint, step.at, today=now)
        carry_on(complaint, step, staff, one.handler)
        see_to_items(complaint, step.verb, actor_for(staff[one.handler]), step.at)
        settle_old_duty(complaint, step.verb, actor_for(staff[one.handler]), step.at, today=now)
    pass_time(complaint, now, today=now)
    return True


def _person(one: facts.Complainant | None) -> PersonGiven | None:
    if one is None:
        return None
    return PersonGiven(
        name=one.name,
        kana=one.kana,
        kind=one.kind,
        customer_type=one.customer_type,
        authority=one.authority,
        contact_points=tuple(
            ContactGiven(kind=contact.kind, value=contact.value, note=contact.note)
            for contact in one.contacts
        ),
    )


def _read_old_notices(staff: Iterable[Staff], now: datetime) -> None:
    """Everybody has read what they were told until two days ago."""
    for person in staff:
        actor = actor_for(person)
        old = unread_of(actor).filter(at__lt=now - _READ_WITHIN)
        for number, at in list(old.values_list("pk", "at")):
            mark_read(actor, notice=number, now=at + _READ_WITHIN)


def _forget_letter_jobs() -> None:
    """The letters have been sent; their jobs would find nothing to do, a thousand times."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where status = 'todo' and task_name like 'kikitori.deliver_letter%'"
        )
