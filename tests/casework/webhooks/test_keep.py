"""Keeping webhooks: who may, what is taken, what is shown once and never again, and what the record holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.leaving import close_account
from kikitori.casework.webhooks.keep import (
    MOST,
    OF_HOUSE,
    WebhookGiven,
    add_webhook,
    change_webhook,
    pause_webhook,
    remove_webhook,
    renew_webhook,
    resume_webhook,
)
from kikitori.casework.webhooks.secrets import hidden_of, seal_webhooks_anew
from kikitori.casework.webhooks.whose import its_webhook, webhooks_of
from kikitori.foundation.crypto import NotOurs
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from kikitori.records.together.choices import PERSONAL
from kikitori.records.together.terms import Holding, NoticeKind
from kikitori.records.together.webhooks import Webhook
from tests.casework.webhooks.receiving import NOW, every_kind, set_up
from tests.cast import Cast, summon

URL = "https://hooks.example.com/services/T0/B0/very-secret-part"
LATER = NOW + timedelta(hours=1)
GIVEN = WebhookGiven(name="チャット", url=URL, kinds=["escalation", "missed"])


def changes() -> list[SettingChange]:
    return list(SettingChange.objects.filter(kind="webhooks").order_by("pk"))


def test_organisations_is_set_up_and_its_secret_leaves_once(cast: Cast) -> None:
    shown = set_up(cast, URL)
    [row] = webhooks_of(None)
    assert shown.secret.startswith("whsec_")
    assert (row.name, row.host, row.set_by, row.is_of_house) == (
        "チャット",
        "hooks.example.com",
        cast.administrator,
        True,
    )
    assert hidden_of(row).secret == shown.secret
    assert hidden_of(row).url == URL
    kept = json.dumps([each.after for each in changes()]) + row.sealed + str(row)
    assert "very-secret-part" not in kept
    assert shown.secret not in kept


def test_own_is_nobody_elses_and_no_setting(cast: Cast) -> None:
    mine = set_up(cast, URL, role="handler", kinds=every_kind()).webhook
    assert webhooks_of(cast.handler.pk) == [mine]
    assert not webhooks_of(None) + webhooks_of(cast.lead.pk)
    assert not changes()
    assert its_webhook(cast.actor("handler"), mine.pk) == mine
    for role in ("colleague", "lead", "administrator", "auditor"):
        with pytest.raises(Unseen):
            its_webhook(cast.actor(role), mine.pk)


@pytest.mark.parametrize("role", ["handler", "colleague", "lead", "auditor"])
def test_only_an_administrator_keeps_the_organisations(cast: Cast, role: str) -> None:
    actor, row = cast.actor(role), set_up(cast, URL).webhook
    attempts = (
        lambda: add_webhook(actor, GIVEN, own=False, now=NOW),
        lambda: its_webhook(actor, row.pk),
        lambda: change_webhook(actor, row.pk, GIVEN, now=NOW),
        lambda: renew_webhook(actor, row.pk, seen=row.secret_since, now=NOW),
        lambda: pause_webhook(actor, row.pk, now=NOW),
        lambda: resume_webhook(actor, row.pk, now=NOW),
        lambda: remove_webhook(actor, row.pk, now=NOW),
    )
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    assert len(changes()) == 1


def test_who_gets_no_notices_has_no_webhook_of_their_own(cast: Cast) -> None:
    with pytest.raises(Refused):
        add_webhook(cast.actor("administrator"), GIVEN, own=True, now=NOW)


WRONG = [
    ({"url": ""}, {"url": Problem.MISSING}),
    ({"url": "http://hooks.example.com/"}, {"url": Problem.NOT_AN_ADDRESS}),
    ({"url": "https://127.0.0.1/"}, {"url": Problem.NOT_AN_ADDRESS}),
    ({"url": "https://[::1]/"}, {"url": Problem.NOT_AN_ADDRESS}),
    ({"url": "https://169.254.169.254/latest/meta-data/"}, {"url": Problem.NOT_AN_ADDRESS}),
    ({"url": "https://localhost/"}, {"url": Problem.NOT_AN_ADDRESS}),
    ({"url": "https://user:word@hooks.example.com/"}, {"url": Problem.NOT_AN_ADDRESS}),
    ({"url": "https://hooks.example.com/\x00"}, {"url": Problem.NOT_STORABLE}),
    ({"url": "https://hooks.example.com/ a"}, {"url": Problem.NOT_AN_ADDRESS}),
    ({"url": "https://hooks.example.com/" + "a" * 2_000}, {"url": Problem.TOO_LONG}),
    ({"url": "javascript:alert(1)"}, {"url": Problem.NOT_AN_ADDRESS}),
    ({"kinds": []}, {"kinds": Problem.MISSING}),
    ({"kinds": ["escalation", "everything"]}, {"kinds": Problem.UNKNOWN_WORD}),
    ({"kinds": ["mention"]}, {"kinds": Problem.UNKNOWN_WORD}),
    ({"name": ""}, {"name": Problem.MISSING}),
    ({"name": "長" * 101}, {"name": Problem.TOO_LONG}),
    ({"name": "", "url": "x", "kinds": []}, {"name": Problem.MISSING, "url": Problem.NOT_AN_ADDRESS, "kinds": Problem.MISSING}),
]  # fmt: skip


@pytest.mark.parametrize(("given", "problems"), WRONG)
def test_what_cannot_be_taken_is_told_all_at_once_and_nothing_is_kept(
    cast: Cast, given: dict[str, object], problems: dict[str, Problem]
) -> None:
    values = WebhookGiven(**{"name": "チャット", "url": URL, "kinds": ["escalation"], **given})
    with pytest.raises(Invalid) as raised:
        add_webhook(cast.actor("administrator"), values, own=False, now=NOW)
    assert raised.value.problems == problems
    assert not Webhook.objects.exists()


def test_name_is_given_once_and_there_are_only_so_many(cast: Cast) -> None:
    for number in range(MOST):
        set_up(cast, URL, name=f"チャット{number}")
    with pytest.raises(Invalid) as raised:
        set_up(cast, URL, name="チャット0")
    assert raised.value.problems == {"url": Problem.OUT_OF_RANGE}
    remove_webhook(cast.actor("administrator"), webhooks_of(None)[3].pk, now=NOW)
    with pytest.raises(Invalid) as raised:
        set_up(cast, URL, name="チャット0")
    assert raised.value.problems == {"name": Problem.OUT_OF_RANGE}


def test_person_has_one_and_no_more(cast: Cast) -> None:
    set_up(cast, URL, role="handler")
    with pytest.raises(Invalid):
        set_up(cast, URL, role="handler")
    set_up(cast, URL, role="colleague")
    assert Webhook.objects.count() == 2


def test_room_of_the_organisation_hears_nothing_that_is_said_in_person() -> None:
    assert not set(OF_HOUSE) & PERSONAL
    assert set(OF_HOUSE) | PERSONAL == set(NoticeKind)


def test_changing_keeps_the_address_unless_another_is_given(cast: Cast) -> None:
    shown = set_up(cast, URL)
    administrator = cast.actor("administrator")
    row = change_webhook(
        administrator, shown.webhook.pk, WebhookGiven(name="部屋", kinds=["missed"]), now=LATER
    )
    assert (row.name, row.kinds, hidden_of(row).url) == ("部屋", ["missed"], URL)
    moved = WebhookGiven(name="部屋", url="https://chat.example.net/x", kinds=["missed"])
    row = change_webhook(administrator, row.pk, moved, now=LATER)
    assert (row.host, hidden_of(row).url, hidden_of(row).secret) == (
        "chat.example.net",
        "https://chat.example.net/x",
        shown.secret,
    )
    assert [each.after["host"] for each in changes()] == [
        "hooks.example.com",
        "hooks.example.com",
        "chat.example.net",
    ]


def test_secret_is_renewed_once_however_often_the_form_is_sent(cast: Cast) -> None:
    shown = set_up(cast, URL)
    administrator, number, seen = (
        cast.actor("administrator"),
        shown.webhook.pk,
        shown.webhook.secret_since,
    )
    again = renew_webhook(administrator, number, seen=seen, now=LATER)
    with pytest.raises(NotNow) as raised:
        renew_webhook(administrator, number, seen=seen, now=LATER)
    assert raised.value.obstacle is Obstacle.SET_MEANWHILE
    hidden = hidden_of(Webhook.objects.get())
    assert again.secret != shown.secret
    assert hidden.keys_at(LATER) == [again.secret, shown.secret]
    assert hidden.keys_at(LATER + timedelta(days=7)) == [again.secret]
    third = renew_webhook(
        administrator, number, seen=Webhook.objects.get().secret_since, now=LATER + timedelta(hours=1)
    )
    assert hidden_of(Webhook.objects.get()).keys_at(LATER) == [third.secret, again.secret]
    assert len(changes()) == 3


def test_paused_by_hand_and_resumed_as_if_it_had_never_failed(cast: Cast) -> None:
    row, administrator = set_up(cast, URL).webhook, cast.actor("administrator")
    Webhook.objects.update(failures=4, failing_since=NOW, not_before=LATER)
    pause_webhook(administrator, row.pk, now=NOW)
    assert pause_webhook(administrator, row.pk, now=LATER).paused_at == NOW
    resume_webhook(administrator, row.pk, now=LATER)
    row.refresh_from_db()
    assert (row.paused_at, row.pause_reason, row.failures, row.failing_since, row.not_before) == (
        None,
        "",
        0,
        None,
        None,
    )
    assert [each.after["paused"] for each in changes()] == ["", "by_hand", ""]


def test_removed_with_everything(cast: Cast) -> None:
    row = set_up(cast, URL).webhook
    remove_webhook(cast.actor("administrator"), row.pk, now=LATER)
    assert not Webhook.objects.exists()
    assert changes()[-1].after == {}
    with pytest.raises(Unseen):
        its_webhook(cast.actor("administrator"), row.pk)


def test_who_leaves_is_told_nothing_more(cast: Cast) -> None:
    set_up(cast, URL, role="colleague")
    close_account(cast.actor("administrator"), cast.colleague, left=list(Holding), now=NOW)
    assert not Webhook.objects.exists()


# ---- two at once


@pytest.mark.django_db(transaction=True)
def test_name_is_given_once_also_by_two_at_once() -> None:
    """One is renamed, another one too, a third is made: whoever comes later is told, and nobody meets a fault."""
    cast = summon()
    numbers = [set_up(cast, URL, name=name).webhook.pk for name in ("一", "二")]
    actor, start = cast.actor("administrator"), Barrier(3)
    given = WebhookGiven(name="同じ名", url=URL, kinds=["missed"])
    attempts = [
        *(partial(change_webhook, actor, number, given, now=LATER) for number in numbers),
        partial(add_webhook, actor, given, own=False, now=LATER),
    ]

    def run(attempt: Callable[[], object]) -> dict[str, Problem]:
        try:
            start.wait(timeout=30)
            attempt()
        except Invalid as invalid:
            return invalid.problems
        finally:
            connection.close()
        return {}

    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(run, attempts))
    assert sorted(found, key=len) == [{}, {"name": Problem.OUT_OF_RANGE}, {"name": Problem.OUT_OF_RANGE}]
    assert Webhook.objects.filter(name="同じ名").count() == 1


@pytest.mark.django_db(transaction=True)
def test_change_waits_for_whoever_adds_one_at_this_moment() -> None:
    """The name given there is not to be seen yet, and taken all the same."""
    cast = summon()
    number = set_up(cast, URL, name="一").webhook.pk
    begun = Event()

    def change() -> Problem | None:
        try:
            begun.set()
            given = WebhookGiven(name="二", kinds=["missed"])
            change_webhook(cast.actor("administrator"), number, given, now=LATER)
        except Invalid as invalid:
            return invalid.problems["name"]
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            set_up(cast, URL, name="二")
            found = pool.submit(change)
            assert begun.wait(30)
        assert found.result(timeout=60) is Problem.OUT_OF_RANGE


# ---- secrets at rest


def test_sealed_value_opens_in_no_other_row(cast: Cast) -> None:
    one, other = set_up(cast, URL).webhook, set_up(cast, URL, role="handler").webhook
    other.sealed = one.sealed
    with pytest.raises(NotOurs):
        hidden_of(other)


def test_after_the_key_was_changed_it_is_sealed_anew_and_the_old_key_may_go(cast: Cast, settings) -> None:
    shown = set_up(cast, URL)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    system = Actor.system("mail")
    assert (seal_webhooks_anew(system), seal_webhooks_anew(system)) == (1, 0)
    settings.SECRET_KEY_FALLBACKS = []
    assert hidden_of(Webhook.objects.get()).secret == shown.secret


def test_what_no_key_opens_is_left_and_needs_its_address_anew(cast: Cast, settings) -> None:
    shown = set_up(cast, URL)
    row, administrator = shown.webhook, cast.actor("administrator")
    settings.SECRET_KEY = "quite another" * 5
    assert seal_webhooks_anew(Actor.system("mail")) == 0
    as_it_is = WebhookGiven(name="チャット", kinds=["missed"])
    for attempt in (
        lambda: resume_webhook(administrator, row.pk, now=LATER),
        lambda: change_webhook(administrator, row.pk, as_it_is, now=LATER),
        lambda: renew_webhook(administrator, row.pk, seen=row.secret_since, now=LATER),
    ):
        with pytest.raises(Invalid) as raised:
            attempt()
        assert raised.value.problems == {"url": Problem.MISSING}
    change_webhook(administrator, row.pk, GIVEN, now=LATER)
    again = renew_webhook(administrator, row.pk, seen=row.secret_since, now=LATER)
    assert hidden_of(Webhook.objects.get()).url == URL
    assert again.secret != shown.secret


@pytest.mark.parametrize("role", ["handler", "lead", "administrator"])
def test_nobody_seals_by_hand(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        seal_webhooks_anew(cast.actor(role))
