"""Webhooks in the desk: set up, tested, paused, renewed, removed; address and secret on no page but the once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.webhooks.keep import WebhookGiven, add_webhook
from kikitori.casework.webhooks.secrets import hidden_of
from kikitori.records.people.models import SettingChange
from kikitori.records.together.webhooks import Webhook, WebhookCall
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.settings.reading import beside, value_of

LIST, NEW, OWN = "/desk/settings/webhooks/", "/desk/settings/webhooks/new/", "/desk/notices/webhook/"
URL = "https://hooks.example.com/services/T0/very-secret-part"
TYPED: dict[str, Any] = {"name": "窓口のチャット", "url": URL, "kinds": ["escalation", "missed"]}
SECRET = re.compile(r"whsec_[\w+/=]+")


@pytest.fixture
def administrator(browser_of: BrowserOf) -> Client:
    return browser_of("administrator")


def one(cast: Cast, role: str = "administrator", **changes: Any) -> Webhook:
    own = role != "administrator"
    given = WebhookGiven(name="窓口のチャット", url=URL, kinds=["escalation", "missed"])
    row = add_webhook(cast.actor(role), given, own=own, now=timezone.now()).webhook
    Webhook.objects.filter(pk=row.pk).update(**changes)
    row.refresh_from_db()
    return row


def tried(row: Webhook, outcome: str = "taken", status: int | None = 200, **more: Any) -> WebhookCall:
    now = timezone.now()
    values = {"kind": "escalation", "fate": "sent", "at": now, "next_try_at": now, "give_up_at": now, **more}
    call = row.calls.create(message_id=f"msg_{row.calls.count()}", **values)
    row.attempts.create(call=call, at=now, outcome=outcome, status=status, milliseconds=87)
    return call


def page_of(row: Webhook) -> str:
    return f"{LIST}{row.pk}/"


# ---- set up


def test_organisations_is_added_and_its_secret_is_shown_this_once(administrator: Client) -> None:
    assert "お知らせの送り先（Webhook）" in words_of(administrator.get("/desk/settings/"))
    assert "Webhook はまだありません。" in words_of(administrator.get(LIST))
    form = administrator.get(NEW).content.decode()
    assert form.count("checked") == 2, "what is usually worth an interruption is ticked"
    assert 'value="mention"' not in form
    answer = administrator.post(NEW, TYPED)
    assert answer["Cache-Control"] == "no-store"
    row = Webhook.objects.get()
    [secret] = SECRET.findall(answer.content.decode())
    assert secret == hidden_of(row).secret
    assert "いま、送り先のシステムに写してください" in words_of(answer)
    for address in (LIST, page_of(row), "/desk/settings/changes/?kind=webhooks"):
        page = administrator.get(address)
        content = page.content.decode()
        assert secret not in content
        assert "very-secret-part" not in content
        assert "hooks.example.com" in words_of(page)


def test_own_is_set_up_beside_the_choices_about_notices(client: Client, cast: Cast) -> None:
    choices = words_of(client.get("/desk/notices/choices/"))
    assert "自分の Webhook を設定" in choices
    form = client.get(OWN).content.decode()
    assert 'name="name"' not in form
    assert 'value="mention"' in form
    answer = client.post(OWN, {"url": URL, "kinds": ["mention", "note"]})
    assert SECRET.search(answer.content.decode())
    row = Webhook.objects.get()
    assert (row.staff, row.kinds) == (cast.handler, ["mention", "note"])
    assert "自分の Webhook を管理" in words_of(client.get("/desk/notices/choices/"))
    assert "使用中" in words_of(client.get(OWN))
    assert client.get(page_of(row)).status_code == 403
    assert not SettingChange.objects.filter(kind="webhooks").exists()


def test_form_that_cannot_be_taken_keeps_all_but_the_address(administrator: Client) -> None:
    answer = administrator.post(NEW, {**TYPED, "url": "http://hooks.example.com/very-secret-part"})
    assert answer.status_code == 422
    assert "very-secret-part" not in answer.content.decode()
    assert beside(answer)["url"].startswith("https:// で始まり、インターネットから届くアドレスを")
    assert value_of(answer, "name") == "窓口のチャット"
    assert "入力されたアドレスは保存していません" in words_of(answer)
    empty = administrator.post(NEW, {})
    assert set(beside(empty)) == {"name", "url", "kinds"}
    assert not Webhook.objects.exists()


def test_what_must_be_given_is_marked_and_an_address_that_is_kept_is_not(
    administrator: Client, client: Client, cast: Cast
) -> None:
    def marked(page: Any) -> list[str]:
        labels = re.findall(r">([^<>]+)<span class=\"must\">", page.content.decode())
        return [label.strip() for label in labels]

    assert marked(administrator.get(NEW)) == ["名前", "アドレス（https://…）", "送る種類"]
    assert marked(administrator.get(page_of(one(cast)))) == ["名前", "送る種類"]
    assert marked(client.get(OWN)) == ["アドレス（https://…）", "送る種類"]


def test_form_sent_twice_makes_one(administrator: Client) -> None:
    administrator.post(NEW, TYPED)
    again = administrator.post(NEW, TYPED)
    assert (again.status_code, beside(again)) == (422, {"name": "同じ名前の Webhook がすでにあります。"})
    assert Webhook.objects.count() == 1


# ---- looked after


def test_saving_keeps_the_address_and_takes_it_into_use_again(administrator: Client, cast: Cast) -> None:
    row = one(cast, paused_at=timezone.now(), pause_reason="failing", failures=12)
    said = words_of(administrator.get(page_of(row)))
    assert "続けて10回以上失敗しました" in said
    assert "送り先でアドレスを確かめ、テスト送信のうえ再開してください。" in said
    assert "自動休止" in words_of(administrator.get(LIST))
    answer = administrator.post(page_of(row), {"name": "部屋", "url": "", "kinds": ["word"]}, follow=True)
    assert answer.redirect_chain == [(page_of(row), 303)]
    assert "保存し、使用中にしました。" in words_of(answer)
    row.refresh_from_db()
    assert (row.name, row.kinds, row.paused_at, hidden_of(row).url) == ("部屋", ["word"], None, URL)
    assert administrator.post(page_of(row), {"name": "", "url": "", "kinds": ["word"]}).status_code == 422


def test_paused_and_resumed_by_buttons(administrator: Client, cast: Cast) -> None:
    row = one(cast)
    said = words_of(administrator.post(page_of(row), {"do": "pause"}, follow=True))
    assert "休止中の出来事は、再開した後も送りません。" in said
    assert "手動で休止しています。" in said
    said = words_of(administrator.post(page_of(row), {"do": "resume"}, follow=True))
    assert "再開しました。" in said
    assert [
        each.after["paused"] for each in SettingChange.objects.filter(kind="webhooks").order_by("pk")
    ] == [
        "",
        "by_hand",
        "",
    ]


def test_secret_is_renewed_once_and_shown_once(administrator: Client, cast: Cast) -> None:
    row = one(cast)
    seen = value_of(administrator.get(page_of(row)), "seen")
    answer = administrator.post(page_of(row), {"do": "renew", "seen": seen})
    [secret] = SECRET.findall(answer.content.decode())
    row.refresh_from_db()
    assert hidden_of(row).secret == secret
    assert "古い署名の鍵もあと1週間は有効です" in words_of(answer)
    again = administrator.post(page_of(row), {"do": "renew", "seen": seen}, follow=True)
    assert "署名の鍵はその間に更新されています" in words_of(again)
    row.refresh_from_db()
    assert hidden_of(row).secret == secret


def test_removed_with_its_record(administrator: Client, client: Client, cast: Cast) -> None:
    row, own = one(cast), one(cast, "handler")
    tried(row)
    answer = administrator.post(page_of(row), {"do": "remove"}, follow=True)
    assert answer.redirect_chain == [(LIST, 303)]
    assert administrator.get(page_of(row)).status_code == 404
    answer = client.post(OWN, {"do": "remove"}, follow=True)
    assert answer.redirect_chain == [("/desk/notices/choices/", 303)]
    assert not Webhook.objects.filter(pk=own.pk).exists()


def test_what_the_key_of_the_site_no_longer_opens_asks_for_its_address(
    administrator: Client, cast: Cast
) -> None:
    row = one(cast)
    Webhook.objects.update(sealed="1.gone.AAAA", paused_at=timezone.now(), pause_reason="unreadable")
    assert "アドレスを入力し直し、続けて署名の鍵を更新してください。" in words_of(
        administrator.get(page_of(row))
    )
    for do in ("resume", "renew"):
        answer = administrator.post(page_of(row), {"do": do, "seen": row.secret_since}, follow=True)
        assert "アドレスを入力し直して保存してください。" in words_of(answer)
    answer = administrator.post(page_of(row), {"name": "a", "kinds": ["word"]})
    assert beside(answer)["url"].startswith("アドレスを入力してください")


# ---- the test, and the record


def test_test_is_sent_by_a_job_and_its_answer_shown(client: Client, cast: Cast) -> None:
    row = one(cast, "handler")
    answer = client.post(OWN, {"do": "test"}, follow=True)
    assert answer.redirect_chain == [(f"{OWN}#tries", 303)]
    said, content = words_of(answer), answer.content.decode()
    assert "テストを送信しています。" in said
    assert "1件が送信待ちです。" in said
    assert 'hx-trigger="every 2s"' in content
    assert "<noscript>" in content
    again = words_of(client.post(OWN, {"do": "test"}, follow=True))
    assert "送信待ちのテストがあるか" in again
    call = row.calls.get()
    row.attempts.create(call=call, at=timezone.now(), outcome="refused", status=404, milliseconds=120)
    row.calls.update(fate="failed")
    answer = client.get(OWN)
    said = words_of(answer)
    for words in ("テスト", "サーバーが受け付けず", "404", "120ミリ秒"):
        assert words in said, words
    assert "打ち切り" not in said, "a test is tried once"
    assert "every 2s" not in answer.content.decode()


OUTCOMES = {
    "taken": "受領", "refused": "サーバーが受け付けず", "redirected": "転送の指示あり", "gone": "アドレス廃止の応答",
    "slow": "10秒以内に応答なし", "unreachable": "サーバーに接続できず", "no_name": "この名前のサーバーなし",
    "certificate": "サーバー証明書が無効", "too_much": "応答が長すぎる", "not_public": "組織内のネットワークを指す名前",
}  # fmt: skip


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_outcome_is_told_in_words(browser_of: BrowserOf, cast: Cast, language: str) -> None:
    row = one(cast)
    for outcome in OUTCOMES:
        tried(row, outcome, None if outcome in {"slow", "no_name"} else 500)
    said = words_of(browser_of("administrator", language).get(page_of(row)))
    if language == "ja":
        assert all(words in said for words in OUTCOMES.values())
        assert said.count("応答なし") >= 3
    else:
        for words in ("Taken", "The server could not be reached", "no answer", "87 ms"):
            assert words in said, words


def test_failing_one_says_since_when_and_when_it_is_tried_again(administrator: Client, cast: Cast) -> None:
    now = timezone.now()
    row = one(cast, failures=3, failing_since=now - timedelta(hours=2), not_before=now + timedelta(minutes=9))
    for address in (LIST, page_of(row)):
        said = words_of(administrator.get(address))
        assert "失敗中（自動で再送）" in said
        assert "から失敗が続いています" in said
        assert "次に試す時刻:" in said


def test_record_is_read_page_by_page_and_costs_as_little_as_any(administrator: Client, cast: Cast) -> None:
    row = one(cast)
    few = queries_for(administrator, page_of(row))
    for _ in range(70):
        tried(row)
    assert queries_for(administrator, page_of(row)) <= few + 1
    first = administrator.get(page_of(row))
    assert first.content.decode().count("<tr>") == 31
    assert "after=" in first.content.decode()
    assert administrator.get(f"{page_of(row)}?after=nonsense").status_code == 400
    waiting = {
        "kind": "word",
        "at": timezone.now(),
        "next_try_at": timezone.now(),
        "give_up_at": timezone.now(),
    }
    row.calls.bulk_create(WebhookCall(webhook=row, message_id=f"w{n}", **waiting) for n in range(150))
    assert "送信待ちが99件を超えています。" in words_of(administrator.get(page_of(row)))


def test_list_costs_the_same_for_one_and_for_many(administrator: Client, cast: Cast) -> None:
    one(cast)
    few = queries_for(administrator, LIST)
    for number in range(10):
        given = WebhookGiven(name=f"{number}", url=URL, kinds=["word"])
        add_webhook(cast.actor("administrator"), given, own=False, now=timezone.now())
    assert queries_for(administrator, LIST) == few


def test_pause_is_told_where_whoever_set_it_up_comes_by(
    administrator: Client, client: Client, cast: Cast
) -> None:
    house, own = one(cast), one(cast, "handler")
    for reason, told in (("by_hand", False), ("failing", True), ("gone", True), ("", False)):
        paused = timezone.now() if reason else None
        Webhook.objects.update(paused_at=paused, pause_reason=reason)
        assert (
            "自動で休止した Webhook があります。" in words_of(administrator.get("/desk/settings/"))
        ) is told
        assert ("あなたの Webhook が自動で休止しました。" in words_of(client.get("/desk/notices/"))) is told
    Webhook.objects.filter(pk=own.pk).update(paused_at=timezone.now(), pause_reason="gone")
    Webhook.objects.filter(pk=house.pk).update(paused_at=None, pause_reason="")
    assert "自動で休止" not in words_of(administrator.get("/desk/settings/")), "of others it is told nothing"


# ---- who may, and what is sent


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_organisations_is_for_administrators(browser_of: BrowserOf, cast: Cast, role: str) -> None:
    row, browser = one(cast), browser_of(role)
    for address in (LIST, NEW, page_of(row)):
        assert browser.get(address).status_code == 403
        assert browser.post(address, TYPED).status_code == 403
    assert Webhook.objects.count() == 1


def test_nobody_reaches_anothers_own(browser_of: BrowserOf, cast: Cast) -> None:
    own = one(cast, "handler")
    administrator, lead = browser_of("administrator"), browser_of("lead")
    assert administrator.get(page_of(own)).status_code == 404
    for do in ("test", "pause", "renew", "remove"):
        assert administrator.post(page_of(own), {"do": do, "seen": own.secret_since}).status_code == 404
    assert administrator.get(OWN).status_code == 403
    assert "自分の Webhook" in words_of(lead.get(OWN))
    assert lead.post(OWN, {"do": "remove"}).status_code == 422, "they have none, so it is the form for one"
    own.refresh_from_db()
    assert (own.paused_at, own.calls.count()) == (None, 0)


UGLY = {
    "markup": "<script>alert(1)</script>", "template": "{{ 7*7 }}{% load %}%(x)s {0}", "emoji": "💢" * 40,
    "quotes": "'\"`; drop table records_webhook; --", "right to left": "\u202egnp.exe\u202c", "lines": "a\r\nb\nc",
    "long": "長" * 5_000, "surrogate": "a\ud800b".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
}  # fmt: skip


@pytest.mark.parametrize("typed", UGLY.values(), ids=UGLY)
@pytest.mark.parametrize("field", ["name", "url", "kinds", "do", "seen"])
def test_whatever_is_sent_is_answered_and_nothing_runs(
    administrator: Client, cast: Cast, field: str, typed: str
) -> None:
    row = one(cast)
    values = {**TYPED, "do": "renew" if field == "seen" else "", field: typed}
    for address in (NEW, page_of(row)):
        answer = administrator.post(address, {**values, "name": values["name"] if field == "name" else "別"})
        assert answer.status_code in {200, 303, 422}
        assert "<script>alert(1)" not in answer.content.decode()
    assert administrator.get(LIST).status_code == 200
    assert "<script>alert(1)" not in administrator.get(LIST).content.decode()


def test_number_that_is_nobodys_is_not_found(administrator: Client) -> None:
    for number in ("0", "999999999999999999"):
        assert administrator.get(f"{LIST}{number}/").status_code == 404
        assert administrator.post(f"{LIST}{number}/", {"do": "test"}).status_code == 404


def test_reading_changes_nothing(administrator: Client, cast: Cast) -> None:
    row = one(cast)
    for query in ("?do=test", "?do=remove", "?do=pause"):
        assert administrator.get(f"{page_of(row)}{query}").status_code == 200
    assert (Webhook.objects.count(), WebhookCall.objects.count()) == (1, 0)
    assert administrator.post(LIST).status_code == 405
