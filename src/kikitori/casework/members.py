"""Staff 職員: accounts added and changed by administrators, addresses and passwords; each change is kept.

Nobody gives a role to themselves, and the last administrator stays one. No password is ever known to anybody but its
owner: they choose it on a page that a link opens once. Closing an account is leaving.py's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kikitori.casework.account_mail import mail_of, make_mail, take_back_links
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.leaving import MUST_GO, holdings_of, is_last_administrator
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.foundation.language.contact import BadMailAddress, MailAddress, mail_address
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.policy import may
from kikitori.records.people.accounts import GOOD_FOR, AccountMail, MailAbout
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role, Setting

#: So many mails that ask for an address in an hour, so that nobody writes to whomever they like through us.
MOST_ASKED = 5
_HOUR = timedelta(hours=1)
_LONGEST_LOGIN, _LONGEST_NAME, _LONGEST_ADDRESS = 150, 200, 254


@dataclass(frozen=True, kw_only=True)
class MemberGiven:
    """One of ours as an administrator wants them. `team`: its number. The login is given once and never changes."""

    login: str = ""
    name: str = ""
    name_kana: str = ""
    role: str = ""
    team: int | None = None
    language: str = "ja"
    email: str = ""


def add_member(actor: Actor, given: MemberGiven, *, now: datetime) -> Staff:
    """A new account, with which nobody can sign in before they have chosen a password. Raises Refused, Invalid.

    `login`: MISSING, TOO_LONG, OUT_OF_RANGE where it is taken or holds a blank.
    """
    _require(actor)
    check = Checked()
    login = check.text("login", given.login, longest=_LONGEST_LOGIN, needed=True)
    values = _values(check, given)
    values["email"] = _address(check, given.email)
    if login and any(sign.isspace() for sign in login):
        check.problems["login"] = Problem.OUT_OF_RANGE
    check.done()
    staff = Staff(login=login, **values)
    staff.set_unusable_password()
    with transaction.atomic():
        try:
            with transaction.atomic():
                staff.save()
        except IntegrityError as taken:
            raise Invalid({"login": Problem.OUT_OF_RANGE}) from taken
        note_change(actor, Setting.ACCOUNTS, {}, _kept(staff), now)
    return staff


def change_member(actor: Actor, staff: Staff, given: MemberGiven, *, now: datetime) -> None:
    """Name, role, team, language; the address has a verb of its own. Raises Refused; Invalid.

    `role`: OUT_OF_RANGE for one's own and for the last administrator's; MISSING where somebody would hold what people
    of that role cannot hold, which is to be handed on first.
    """
    _require(actor)
    check = Checked()
    values = _values(check, given)
    check.done()
    with transaction.atomic():
        # Two administrators who take the role from each other wait here.
        wait_for_turn(Setting.ACCOUNTS.value)
        own = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
        if not own.is_active:
            raise Invalid({"staff": Problem.OUT_OF_RANGE})
        if values["role"] != own.role:
            _check_role(actor, own, Role(values["role"]))
        before = _kept(own)
        for name, value in values.items():
            setattr(own, name, value)
        own.save(update_fields=list(values))
        note_change(actor, Setting.ACCOUNTS, before, _kept(own), now)


def set_address(actor: Actor, staff: Staff, *, email: str, now: datetime) -> None:
    """An administrator says where mails to somebody go, at once; empty: nowhere. The address before is told.

    Raises Refused; Invalid, with `staff` for a closed account.
    """
    _require(actor)
    check = Checked()
    address = _address(check, email)
    check.done()
    with transaction.atomic():
        own = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
        if not own.is_active:
            raise Invalid({"staff": Problem.OUT_OF_RANGE})
        _move(actor, own, address, now)


def ask_for_address(actor: Actor, *, email: str, now: datetime) -> AccountMail | None:
    """One's own address: used once it was confirmed from there. Empty: none from now on, and nothing is asked.

    Returns the mail that asks. Raises Invalid; NotNow: NOTHING_CHANGED for the one that holds already,
    ASKED_OFTEN_ENOUGH after MOST_ASKED within an hour. Those who ask for one account at once wait for each other.
    """
    check = Checked()
    address = _address(check, email)
    check.done()
    with transaction.atomic():
        own = Staff.objects.select_for_update(of=("self",)).get(pk=actor.own_staff_id)
        if address == own.email:
            raise NotNow(Obstacle.NOTHING_CHANGED)
        if not address:
            _move(actor, own, "", now)
            return None
        lately = AccountMail.objects.filter(staff=own, about=MailAbout.CONFIRM.value, made_at__gt=now - _HOUR)
        if lately.count() >= MOST_ASKED:
            raise NotNow(Obstacle.ASKED_OFTEN_ENOUGH)
        return make_mail(own, MailAbout.CONFIRM, address, now)


def confirm_address(token: str, *, now: datetime) -> Staff:
    """Whoever reads mails at the new address has pressed the button: it holds. Raises NotNow(GONE_MEANWHILE)."""
    with transaction.atomic():
        mail = _used(token, MailAbout.CONFIRM, now)
        _move(actor_for(mail.staff), mail.staff, mail.to, now)
    return mail.staff


def offer_password(actor: Actor, staff: Staff, *, now: datetime) -> AccountMail:
    """A link by which they choose a password, mailed where they have an address, and there to be shown once.

    It takes those back that were made before. The password holds until another is chosen. Raises Refused,
    Invalid(`staff`) for a closed account.
    """
    _require(actor)
    with transaction.atomic():
        own = Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
        if not own.is_active:
            raise Invalid({"staff": Problem.OUT_OF_RANGE})
        take_back_links(own, now, MailAbout.PASSWORD)
        mail = make_mail(own, MailAbout.PASSWORD, own.email, now)
        before = {"staff": own.pk}
        note_change(actor, Setting.ACCOUNTS, before, {**before, "link": mail.pk}, now)
    return mail


def choose_password(token: str, *, password: str, now: datetime) -> Staff:
    """Their own password, by the link; every session of before ends. Raises NotNow(GONE_MEANWHILE), WeakPassword."""
    with transaction.atomic():
        mail = _used(token, MailAbout.PASSWORD, now)
        own = mail.staff
        try:
            validate_password(password, own)
        except ValidationError as weak:
            raise WeakPassword(weak.messages) from weak
        own.set_password(password)
        own.save(update_fields=["password"])
        before = {"staff": own.pk}
        note_change(actor_for(own), Setting.ACCOUNTS, before, {**before, "password": mail.pk}, now)
    return own


class WeakPassword(Exception):
    """A password that is too short or too common; `messages` say so in the reader's language."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


def waiting_address(staff: Staff, *, now: datetime) -> AccountMail | None:
    """The newest mail that asks whether an address is theirs, while its link is good. One query."""
    rows = AccountMail.objects.filter(staff=staff, about=MailAbout.CONFIRM.value).order_by("-pk")
    newest = rows.first()
    return newest if newest and newest.used_at is None and newest.made_at > now - GOOD_FOR else None


def _require(actor: Actor) -> None:
    decision = may(actor, Permission.MANAGE_STAFF)
    if not decision.allowed:
        raise Refused(decision)


def _values(check: Checked, given: MemberGiven) -> dict[str, Any]:
    """Everything but login and address, with every problem noted."""
    if given.language not in dict(settings.STAFF_LANGUAGES):
        check.problems["language"] = Problem.UNKNOWN_WORD
    if given.team is not None and not Team.objects.filter(pk=given.team).exists():
        check.problems["team"] = Problem.OUT_OF_RANGE
    return {
        "name": check.line("name", given.name, longest=_LONGEST_NAME, needed=True),
        "name_kana": check.line("name_kana", given.name_kana, longest=_LONGEST_NAME),
        "role": check.word("role", given.role, Role).value,
        "team_id": given.team,
        "language": given.language,
    }


def _address(check: Checked, email: str) -> str:
    """Lax: what works is taken, as Japanese carriers once gave it out. What is none or cannot be sent to is refused.

    It is kept without quotes where it can be read again without them.
    """
    typed = check.line("email", email, longest=_LONGEST_ADDRESS)
    if not typed:
        return ""
    try:
        address = mail_address(typed)
    except BadMailAddress:
        address = None
    if address is None or not address.sendable.isascii():
        check.problems.setdefault("email", Problem.NOT_AN_ADDRESS)
        return ""
    bare = f"{address.local}@{address.domain}"
    return bare if _reads_as(bare, address) else address.sendable


def _reads_as(written: str, address: MailAddress) -> bool:
    try:
        return mail_address(written) == address
    except BadMailAddress:
        return False


def _check_role(actor: Actor, own: Staff, role: Role) -> None:
    if own.pk == actor.staff_id or is_last_administrator(own):
        raise Invalid({"role": Problem.OUT_OF_RANGE})
    handles = Permission.INVESTIGATE in OF_ROLE[role]
    if not handles and holdings_of(own).keys() & set(MUST_GO):
        raise Invalid({"role": Problem.MISSING})


def _move(actor: Actor, own: Staff, address: str, now: datetime) -> None:
    """The address holds from now on, and no link that was made before; the address before is told of it."""
    before = own.email
    if address == before:
        return
    take_back_links(own, now, MailAbout.CONFIRM, MailAbout.PASSWORD)
    own.email = address
    own.save(update_fields=["email"])
    kept = {"staff": own.pk}
    note_change(actor, Setting.ACCOUNTS, {**kept, "email": before}, {**kept, "email": address}, now)
    if before:
        make_mail(own, MailAbout.MOVED, before, now)


def _used(token: str, about: MailAbout, now: datetime) -> AccountMail:
    mail = mail_of(token, about, now=now, locked=True)
    if mail is None:
        raise NotNow(Obstacle.GONE_MEANWHILE)
    mail.used_at = now
    mail.save(update_fields=["used_at"])
    return mail


def _kept(staff: Staff) -> dict[str, object]:
    """An account as the record of changes holds it."""
    return {
        "staff": staff.pk,
        "login": staff.login,
        "name": staff.name,
        "name_kana": staff.name_kana,
        "role": staff.role,
        "team": staff.team_id,
        "language": staff.language,
        "email": staff.email,
    }
