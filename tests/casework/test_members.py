"""Accounts: by whom they are added and changed, whose role nobody gives themselves, and addresses that move."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.hashers import check_password, is_password_usable
from django.db import connection

from kikitori.casework.account_mail import mail_of, token_of
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.members import (
    MOST_ASKED,
    MemberGiven,
    WeakPassword,
    add_member,
    ask_for_address,
    change_member,
    choose_password,
    confirm_address,
    offer_password,
    set_address,
    waiting_address,
)
from kikitori.records.people.accounts import GOOD_FOR, AccountMail, MailAbout
from kikitori.records.people.models import SettingChange, Staff
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY

GIVEN = MemberGiven(
    login="shinjin", name="新井 めぐみ", name_kana="アライ メグミ", role="handler", email="arai@example.jp"
)
LONG = "きょうはあさからあめがふっている"
MINUTE = timedelta(minutes=1)


def added(cast: Cast, **changes: object) -> Staff:
    return add_member(cast.actor("administrator"), replace(GIVEN, **changes), now=FRIDAY)


def as_given(staff: Staff, **changes: object) -> MemberGiven:
    now = {"name": staff.name, "name_kana": staff.name_kana, "role": staff.role, "team": staff.team_id}
    return MemberGiven(**{**now, "language": staff.language, **changes})


def changed(cast: Cast, staff: Staff, **changes: object) -> None:
    change_member(cast.actor("administrator"), staff, as_given(staff, **changes), now=FRIDAY)


def lines() -> list[tuple[dict, dict]]:
    return [(line.before, line.after) for line in SettingChange.objects.filter(kind="accounts")]


# ---- adding


def test_new_account_is_kept_and_lets_nobody_in_yet(cast: Cast) -> None:
    staff = added(cast, team=cast.handler.team_id)
    staff.refresh_from_db()
    assert (staff.login, staff.name, staff.name_kana) == ("shinjin", "新井 めぐみ", "アライ メグミ")
    assert (staff.role, staff.team, staff.language) == ("handler", cast.handler.team, "ja")
    assert (staff.email, staff.is_active) == ("arai@example.jp", True)
    assert not is_password_usable(staff.password)
    ((before, after),) = lines()
    assert before == {}
    assert (after["login"], after["role"], after["email"]) == ("shinjin", "handler", "arai@example.jp")
    assert "password" not in after


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_others_look_after_no_account(cast: Cast, role: str) -> None:
    actor = cast.actor(role)
    for does in (
        lambda: add_member(actor, GIVEN, now=FRIDAY),
        lambda: change_member(actor, cast.colleague, as_given(cast.colleague, role="lead"), now=FRIDAY),
        lambda: set_address(actor, cast.colleague, email="x@example.jp", now=FRIDAY),
        lambda: offer_password(actor, cast.colleague, now=FRIDAY),
    ):
        with pytest.raises(Refused):
            does()
    assert lines() == []


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"login": " "}, {"login": Problem.MISSING}),
        ({"login": "a b"}, {"login": Problem.OUT_OF_RANGE}),
        ({"login": "ａ　ｂ"}, {"login": Problem.OUT_OF_RANGE}),
        ({"login": "handler"}, {"login": Problem.OUT_OF_RANGE}),
        ({"login": "x" * 151}, {"login": Problem.TOO_LONG}),
        ({"login": "a\x00"}, {"login": Problem.NOT_STORABLE}),
        ({"name": ""}, {"name": Problem.MISSING}),
        ({"name": "あ" * 201}, {"name": Problem.TOO_LONG}),
        ({"role": ""}, {"role": Problem.MISSING}),
        ({"role": "king"}, {"role": Problem.UNKNOWN_WORD}),
        ({"language": "xx"}, {"language": Problem.UNKNOWN_WORD}),
        ({"team": 999_999}, {"team": Problem.OUT_OF_RANGE}),
        ({"email": "nobody"}, {"email": Problem.NOT_AN_ADDRESS}),
        ({"email": "arai megumi@example.jp"}, {"email": Problem.NOT_AN_ADDRESS}),
        ({"email": "新井@example.jp"}, {"email": Problem.NOT_AN_ADDRESS}),
        ({"email": '"新井"@example.jp'}, {"email": Problem.NOT_AN_ADDRESS}),
        ({"email": "a@example.jp\nBcc: b@example.jp"}, {"email": Problem.NOT_AN_ADDRESS}),
        ({"email": f"{'x' * 250}@example.jp"}, {"email": Problem.TOO_LONG}),
        ({"name": "", "role": ""}, {"name": Problem.MISSING, "role": Problem.MISSING}),
    ],
)
def test_what_cannot_be_is_refused_with_every_reason(
    cast: Cast, changes: dict[str, object], problems: dict[str, Problem]
) -> None:
    with pytest.raises(Invalid) as refusal:
        added(cast, **changes)
    assert refusal.value.problems == problems
    assert lines() == []
    assert not Staff.objects.filter(name="新井 めぐみ").exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("arai..megumi.@docomo.example.jp", "arai..megumi.@docomo.example.jp"),
        (".arai@docomo.example.jp", ".arai@docomo.example.jp"),
        ("ａｒａｉ＠example.jp", "arai@example.jp"),
        ("Arai@EXAMPLE.JP", "Arai@example.jp"),
        ('"arai"@example.jp', "arai@example.jp"),
        ('"arai..m."@docomo.example.jp', "arai..m.@docomo.example.jp"),
        ('"arai megumi"@example.jp', '"arai megumi"@example.jp'),
        ('"arai@home"@example.jp', '"arai@home"@example.jp'),
        (r'"a\"b\\c"@example.jp', r'"a\"b\\c"@example.jp'),
        ("arai@例え.jp", "arai@xn--r8jz45g.jp"),
    ],
)
def test_addresses_that_work_are_taken(cast: Cast, typed: str, kept: str) -> None:
    assert added(cast, email=typed).email == kept


@pytest.mark.parametrize(
    "typed", ['"arai megumi"@example.jp', "arai..m.@docomo.example.jp", "arai@example.jp"]
)
def test_address_kept_is_the_same_when_it_is_given_again(cast: Cast, typed: str) -> None:
    staff = added(cast, email=typed)
    set_address(cast.actor("administrator"), staff, email=staff.email, now=FRIDAY)
    assert mails() == []


@pytest.mark.django_db(transaction=True)
def test_same_sign_in_name_at_once_is_one_account() -> None:
    cast, start = summon(), Barrier(2)

    def add(_: int) -> bool:
        try:
            start.wait(timeout=30)
            added(cast)
        except Invalid:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(add, range(2))) == [False, True]
    assert Staff.objects.filter(login="shinjin").count() == 1


# ---- changing


def test_change_is_kept_with_what_was_there_before(cast: Cast) -> None:
    changed(cast, cast.colleague, name="隣野 まこと子", role="lead", language="en", team=None)
    cast.colleague.refresh_from_db()
    assert (cast.colleague.name, cast.colleague.role) == ("隣野 まこと子", "lead")
    assert (cast.colleague.language, cast.colleague.team) == ("en", None)
    ((before, after),) = lines()
    assert (before["role"], after["role"]) == ("handler", "lead")


def test_changing_nothing_leaves_no_line(cast: Cast) -> None:
    changed(cast, cast.colleague)
    assert lines() == []


def test_address_and_sign_in_name_are_not_changed_in_passing(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(email="old@example.jp")
    given = as_given(cast.colleague, email="new@example.jp", login="other")
    change_member(cast.actor("administrator"), cast.colleague, given, now=FRIDAY)
    cast.colleague.refresh_from_db()
    assert (cast.colleague.email, cast.colleague.login) == ("old@example.jp", "colleague")


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_nobody_gives_a_role_to_themselves_and_the_last_administrator_stays_one(
    cast: Cast, role: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        changed(cast, cast.administrator, role=role)
    assert refusal.value.problems == {"role": Problem.OUT_OF_RANGE}
    second = added(cast, role="administrator")
    with pytest.raises(Invalid):
        changed(cast, cast.administrator, role=role)
    changed(cast, second, role="auditor")
    changed(cast, cast.administrator, name="管原 つかさ子")
    cast.administrator.refresh_from_db()
    assert (cast.administrator.name, cast.administrator.role) == ("管原 つかさ子", "administrator")


@pytest.mark.parametrize(("role", "possible"), [("auditor", False), ("administrator", False), ("lead", True)])
def test_whoever_holds_complaints_gets_no_role_that_holds_none(cast: Cast, role: str, possible: bool) -> None:
    makers.investigated(cast)
    if possible:
        changed(cast, cast.handler, role=role)
    else:
        with pytest.raises(Invalid) as refusal:
            changed(cast, cast.handler, role=role)
        assert refusal.value.problems == {"role": Problem.MISSING}
    cast.handler.refresh_from_db()
    assert (cast.handler.role == role) is possible


def test_closed_account_is_not_changed(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    with pytest.raises(Invalid) as refusal:
        changed(cast, cast.colleague, name="別の名")
    assert refusal.value.problems == {"staff": Problem.OUT_OF_RANGE}


# ---- addresses


def mails() -> list[tuple[str, str]]:
    return list(AccountMail.objects.values_list("about", "to"))


def test_administrator_sets_an_address_and_the_one_before_is_told(cast: Cast) -> None:
    administrator = cast.actor("administrator")
    set_address(administrator, cast.handler, email="one@example.jp", now=FRIDAY)
    assert mails() == []
    set_address(administrator, cast.handler, email="two@example.jp", now=FRIDAY)
    set_address(administrator, cast.handler, email="two@example.jp", now=FRIDAY)
    set_address(administrator, cast.handler, email="", now=FRIDAY)
    assert mails() == [("moved", "one@example.jp"), ("moved", "two@example.jp")]
    assert [(before["email"], after["email"]) for before, after in lines()] == [
        ("", "one@example.jp"),
        ("one@example.jp", "two@example.jp"),
        ("two@example.jp", ""),
    ]


def test_address_of_a_closed_account_is_not_set(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    with pytest.raises(Invalid) as refusal:
        set_address(cast.actor("administrator"), cast.colleague, email="x@example.jp", now=FRIDAY)
    assert refusal.value.problems == {"staff": Problem.OUT_OF_RANGE}
    assert (mails(), lines()) == ([], [])


def test_own_address_holds_once_it_was_confirmed(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(email="old@example.jp")
    mail = ask_for_address(cast.actor("handler"), email="new@example.jp", now=FRIDAY)
    assert mail is not None
    cast.handler.refresh_from_db()
    assert cast.handler.email == "old@example.jp"
    assert mails() == [("confirm", "new@example.jp")]
    assert waiting_address(cast.handler, now=FRIDAY) == mail
    confirm_address(token_of(mail), now=FRIDAY + MINUTE)
    cast.handler.refresh_from_db()
    assert cast.handler.email == "new@example.jp"
    assert mails()[1:] == [("moved", "old@example.jp")]
    assert waiting_address(cast.handler, now=FRIDAY) is None
    line = SettingChange.objects.get()
    assert (line.by, line.after["email"]) == (cast.handler, "new@example.jp")


def test_own_address_is_given_up_at_once(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(email="old@example.jp")
    assert ask_for_address(cast.actor("handler"), email="", now=FRIDAY) is None
    cast.handler.refresh_from_db()
    assert cast.handler.email == ""


def test_asking_for_the_address_one_has_is_refused(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(email="old@example.jp")
    with pytest.raises(NotNow) as refusal:
        ask_for_address(cast.actor("handler"), email="old@example.jp", now=FRIDAY)
    assert refusal.value.obstacle is Obstacle.NOTHING_CHANGED
    with pytest.raises(Invalid):
        ask_for_address(cast.actor("handler"), email="?", now=FRIDAY)


def refused(does) -> Obstacle | None:
    try:
        does()
    except NotNow as not_now:
        return not_now.obstacle
    return None


def test_own_address_is_asked_for_so_often_in_an_hour_and_no_more(cast: Cast) -> None:
    """Else anybody who is signed in writes through us to whomever they like."""
    actor = cast.actor("handler")

    def ask(number: int, minutes: int) -> Obstacle | None:
        address = f"{number}@example.jp"
        return refused(lambda: ask_for_address(actor, email=address, now=FRIDAY + minutes * MINUTE))

    assert [ask(number, number) for number in range(MOST_ASKED)] == [None] * MOST_ASKED
    assert ask(90, 59) is Obstacle.ASKED_OFTEN_ENOUGH
    assert AccountMail.objects.count() == MOST_ASKED
    assert refused(lambda: ask_for_address(cast.actor("lead"), email="x@example.jp", now=FRIDAY)) is None
    assert ask(91, 60) is None, "the first lies an hour back"
    assert ask(92, 60) is Obstacle.ASKED_OFTEN_ENOUGH


def test_giving_up_ones_address_is_no_asking(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(email="old@example.jp")
    actor = cast.actor("handler")
    for number in range(MOST_ASKED):
        ask_for_address(actor, email=f"{number}@example.jp", now=FRIDAY)
    assert refused(lambda: ask_for_address(actor, email="", now=FRIDAY)) is None
    cast.handler.refresh_from_db()
    assert cast.handler.email == ""


def test_links_used_or_taken_back_count_as_asked(cast: Cast) -> None:
    actor = cast.actor("handler")
    for number in range(MOST_ASKED):
        mail = ask_for_address(actor, email=f"{number}@example.jp", now=FRIDAY)
        assert mail is not None
        confirm_address(token_of(mail), now=FRIDAY)
    asked = refused(lambda: ask_for_address(actor, email="x@example.jp", now=FRIDAY))
    assert asked is Obstacle.ASKED_OFTEN_ENOUGH


@pytest.mark.django_db(transaction=True)
def test_asking_many_times_at_once_asks_no_more_often() -> None:
    cast, start = summon(), Barrier(MOST_ASKED + 3)

    def ask(number: int) -> Obstacle | None:
        try:
            start.wait(timeout=30)
            address = f"{number}@example.jp"
            return refused(lambda: ask_for_address(cast.actor("handler"), email=address, now=FRIDAY))
        finally:
            connection.close()

    with ThreadPoolExecutor(start.parties) as pool:
        found = list(pool.map(ask, range(start.parties)))
    assert found.count(None) == MOST_ASKED
    assert AccountMail.objects.count() == MOST_ASKED


def gone(does) -> bool:
    return refused(does) is Obstacle.GONE_MEANWHILE


def test_link_is_good_once_and_for_three_days(cast: Cast) -> None:
    mail = ask_for_address(cast.actor("handler"), email="new@example.jp", now=FRIDAY)
    assert mail is not None
    token = token_of(mail)
    assert gone(lambda: confirm_address(token, now=FRIDAY + GOOD_FOR))
    confirm_address(token, now=FRIDAY + GOOD_FOR - MINUTE)
    assert gone(lambda: confirm_address(token, now=FRIDAY + MINUTE))


def test_of_two_addresses_asked_for_the_one_confirmed_first_holds(cast: Cast) -> None:
    actor = cast.actor("handler")
    first = ask_for_address(actor, email="one@example.jp", now=FRIDAY)
    second = ask_for_address(actor, email="two@example.jp", now=FRIDAY)
    assert first is not None
    assert second is not None
    confirm_address(token_of(first), now=FRIDAY)
    # It was to take the place of an address that holds no more.
    second.staff.refresh_from_db()
    late = f"{second.pk}-{token_of(AccountMail(pk=second.pk, staff=cast.handler, about='confirm', to='two@example.jp')).partition('-')[2]}"
    assert gone(lambda: confirm_address(late, now=FRIDAY))
    cast.handler.refresh_from_db()
    assert cast.handler.email == "one@example.jp"


@pytest.mark.parametrize(
    "changes",
    ["", "-", "1", "x-y", "９-a", "999999999999999999-a", "1" * 30 + "-a", "1-", "1-" + "0" * 64, "1-é"],
)
def test_made_up_links_open_nothing(cast: Cast, changes: str) -> None:
    ask_for_address(cast.actor("handler"), email="new@example.jp", now=FRIDAY)
    assert gone(lambda: confirm_address(changes, now=FRIDAY))
    assert gone(lambda: choose_password(changes, password=LONG, now=FRIDAY))


def test_link_for_one_thing_does_not_do_the_other(cast: Cast) -> None:
    asked = ask_for_address(cast.actor("handler"), email="new@example.jp", now=FRIDAY)
    offered = offer_password(cast.actor("administrator"), cast.handler, now=FRIDAY)
    assert asked is not None
    assert gone(lambda: choose_password(token_of(asked), password=LONG, now=FRIDAY))
    assert gone(lambda: confirm_address(token_of(offered), now=FRIDAY))


def test_link_of_a_closed_account_is_good_for_nothing(cast: Cast) -> None:
    offered = offer_password(cast.actor("administrator"), cast.handler, now=FRIDAY)
    Staff.objects.filter(pk=cast.handler.pk).update(is_active=False)
    assert gone(lambda: choose_password(token_of(offered), password=LONG, now=FRIDAY))
    cast.handler.refresh_from_db()
    with pytest.raises(Invalid):
        offer_password(cast.actor("administrator"), cast.handler, now=FRIDAY)


# ---- passwords


def test_owner_chooses_the_password_once(cast: Cast) -> None:
    staff = added(cast)
    mail = offer_password(cast.actor("administrator"), staff, now=FRIDAY)
    assert (mail.about, mail.to) == (MailAbout.PASSWORD.value, "arai@example.jp")
    token = token_of(mail)
    choose_password(token, password=LONG, now=FRIDAY + MINUTE)
    staff.refresh_from_db()
    assert check_password(LONG, staff.password)
    assert gone(lambda: choose_password(token, password=LONG + "。", now=FRIDAY + MINUTE))
    last = SettingChange.objects.order_by("-pk").first()
    assert last is not None
    assert last.by == staff
    assert LONG not in str(last.after)


def test_older_links_end_with_the_password_they_were_to_replace(cast: Cast) -> None:
    administrator = cast.actor("administrator")
    first, second = (offer_password(administrator, cast.handler, now=FRIDAY) for _ in range(2))
    older = token_of(first)
    choose_password(token_of(second), password=LONG, now=FRIDAY)
    assert gone(lambda: choose_password(older, password=LONG + "。", now=FRIDAY))


def test_new_link_takes_back_those_of_before_unused(cast: Cast) -> None:
    """The first went to somebody else: whoever reads it there opens nothing, before and after."""
    administrator = cast.actor("administrator")
    first = offer_password(administrator, cast.handler, now=FRIDAY)
    mis_sent = token_of(first)
    second = offer_password(administrator, cast.handler, now=FRIDAY + MINUTE)
    assert gone(lambda: choose_password(mis_sent, password=LONG, now=FRIDAY + MINUTE))
    first.refresh_from_db()
    assert first.used_at == FRIDAY + MINUTE
    choose_password(token_of(second), password=LONG, now=FRIDAY + 2 * MINUTE)
    assert gone(lambda: choose_password(mis_sent, password=LONG + "。", now=FRIDAY + 2 * MINUTE))


def test_new_link_leaves_those_of_others_and_for_other_things_alone(cast: Cast) -> None:
    administrator = cast.actor("administrator")
    others = offer_password(administrator, cast.colleague, now=FRIDAY)
    asked = ask_for_address(cast.actor("handler"), email="new@example.jp", now=FRIDAY)
    assert asked is not None
    offer_password(administrator, cast.handler, now=FRIDAY)
    choose_password(token_of(others), password=LONG, now=FRIDAY)
    confirm_address(token_of(asked), now=FRIDAY)


@pytest.mark.parametrize("of_before", ["wrong@example.jp", ""])
def test_change_of_address_takes_links_for_a_password_back(cast: Cast, of_before: str) -> None:
    """As it was sent, and as it would be sent now: neither opens anything."""
    administrator = cast.actor("administrator")
    Staff.objects.filter(pk=cast.handler.pk).update(email=of_before)
    cast.handler.refresh_from_db()
    sent = token_of(offer_password(administrator, cast.handler, now=FRIDAY))
    set_address(administrator, cast.handler, email="right@example.jp", now=FRIDAY)
    again = token_of(AccountMail.objects.select_related("staff").get(about="password"))
    for token in (sent, again):
        assert gone(lambda: choose_password(token, password=LONG, now=FRIDAY))
    cast.handler.refresh_from_db()
    anew = offer_password(administrator, cast.handler, now=FRIDAY)
    assert anew.to == "right@example.jp"
    choose_password(token_of(anew), password=LONG, now=FRIDAY)


def test_link_holds_no_longer_than_the_address_it_was_made_for(cast: Cast) -> None:
    """Also where the address was changed by no verb of ours."""
    token = token_of(offer_password(cast.actor("administrator"), cast.handler, now=FRIDAY))
    Staff.objects.filter(pk=cast.handler.pk).update(email="other@example.jp")
    assert gone(lambda: choose_password(token, password=LONG, now=FRIDAY))


def test_setting_the_same_address_takes_nothing_back(cast: Cast) -> None:
    administrator = cast.actor("administrator")
    Staff.objects.filter(pk=cast.handler.pk).update(email="one@example.jp")
    cast.handler.refresh_from_db()
    mail = offer_password(administrator, cast.handler, now=FRIDAY)
    set_address(administrator, cast.handler, email="one@example.jp", now=FRIDAY)
    assert choose_password(token_of(mail), password=LONG, now=FRIDAY) == cast.handler


def test_change_of_address_takes_back_what_was_asked_of_others(cast: Cast) -> None:
    """What waits to be confirmed does so no more, also where its mail has not gone yet."""
    mail = ask_for_address(cast.actor("handler"), email="new@example.jp", now=FRIDAY)
    assert mail is not None
    set_address(cast.actor("administrator"), cast.handler, email="set@example.jp", now=FRIDAY)
    assert waiting_address(cast.handler, now=FRIDAY) is None
    mail = AccountMail.objects.select_related("staff").get(pk=mail.pk)
    assert gone(lambda: confirm_address(token_of(mail), now=FRIDAY))


def test_link_goes_where_the_address_is_now_whatever_the_page_had_read(cast: Cast) -> None:
    read_before = Staff.objects.get(pk=cast.handler.pk)
    set_address(cast.actor("administrator"), cast.handler, email="now@example.jp", now=FRIDAY)
    assert offer_password(cast.actor("administrator"), read_before, now=FRIDAY).to == "now@example.jp"


@pytest.mark.django_db(transaction=True)
def test_of_two_links_made_at_once_one_is_good() -> None:
    cast, start = summon(), Barrier(2)

    def offer(_: int) -> str:
        try:
            start.wait(timeout=30)
            return token_of(offer_password(cast.actor("administrator"), cast.handler, now=FRIDAY))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        tokens = list(pool.map(offer, range(2)))
    good = [token for token in tokens if mail_of(token, MailAbout.PASSWORD, now=FRIDAY)]
    assert len(good) == 1


@pytest.mark.parametrize("weak", ["short", "passwordpassword"[:8], ""])
def test_weak_password_is_refused_and_the_link_stays_good(cast: Cast, weak: str) -> None:
    mail = offer_password(cast.actor("administrator"), cast.handler, now=FRIDAY)
    with pytest.raises(WeakPassword) as refusal:
        choose_password(token_of(mail), password=weak, now=FRIDAY)
    assert refusal.value.messages
    choose_password(token_of(mail), password=LONG, now=FRIDAY)


def test_without_an_address_the_link_is_only_shown(cast: Cast) -> None:
    mail = offer_password(cast.actor("administrator"), cast.handler, now=FRIDAY)
    assert (mail.to, mail.state) == ("", "shown")
