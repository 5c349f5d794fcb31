"""The pages of automations: read, put together, tried and put into order by leads; the record shows what one may see."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kikitori.casework.automation.keep import switch_automation, write_automation
from kikitori.casework.automation.run import run_automations
from kikitori.records.automation.models import Automation, AutomationVersion, Firing
from kikitori.records.automation.rule import Action, OnTime
from kikitori.records.automation.terms import ActionKind, Anchor, Unit
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.selection.terms import Field
from tests.casework.automation.wired import after, note, only, rule
from tests.cast import Cast
from tests.interfaces.desk.arranged import taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

LIST, NEW, DRAFT = "/desk/automation/", "/desk/automation/new/", "/desk/automation/draft/"
UNPROCESSABLE, CONFLICT = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT
K = EventKind
#: A whole automation as the form sends it.
SENT: dict[str, Any] = {
    "name_ja": "返品の申出",
    "name_en": "Returns",
    "cause": "event",
    "kinds": ["received", "heard"],
    "by": ["complainant"],
    "all-0-field": "channel",
    "all-0-operator": "is",
    "all-0-values": ["phone"],
    "then-0-kind": "note",
    "then-0-text": "返品窓口に確認する",
    "do": "save",
}


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


def kept(cast: Cast, *, on: bool = False, name: str = "返品", **more: Any) -> Automation:
    made = rule(more.pop("when", after(K.RECEIVED)), *more.pop("actions", ()), name=name, **more)
    row = write_automation(cast.actor("lead"), made, now=timezone.now())
    if on:
        switch_automation(cast.actor("lead"), row, on=True, now=timezone.now())
    row.refresh_from_db()
    return row


def run() -> None:
    run_automations(now=timezone.now)


def test_first_page_says_that_nothing_happens_yet_and_offers_examples(browser_of: BrowserOf) -> None:
    shown = words_of(browser_of("lead").get(LIST))
    assert "自動処理はまだありません。" in shown
    for name in ("5営業日ご連絡していない", "優先サポート契約のお客様からの申出", "危険が疑われる申出"):
        assert name in shown, name
    english = words_of(browser_of("lead", "en").get(LIST))
    assert "Nothing happens by itself yet." in english
    assert "No word from us for 5 working days" in english


def test_automation_is_put_together_kept_off_and_read_again(cast: Cast, lead: Client) -> None:
    done = lead.post(NEW, SENT, follow=True)
    assert "「返品の申出」を保存しました。まだオフです。" in words_of(done)
    row = Automation.objects.get()
    assert (row.is_on, row.rule["when"]) == (False, {"event": ["received", "heard"], "by": ["complainant"]})
    shown = words_of(lead.get(LIST))
    for words in ("次の後：", "申出者", "受付経路", "内部メモを残す：「返品窓口に確認する」", "オフ"):
        assert words in shown, words
    form = lead.get(f"{LIST}{row.pk}/").content.decode()
    assert 'value="返品窓口に確認する"' in form
    told = words_of(lead.get("/desk/settings/changes/?kind=automation"))
    assert "自動処理「返品の申出」を作成" in told


def test_waiting_one_with_every_kind_of_action_survives_the_form(cast: Cast, lead: Client) -> None:
    team = cast.handler.team
    assert team is not None
    sent = {
        **{name: value for name, value in SENT.items() if name not in ("kinds", "by") and "then" not in name},
        "cause": "time",
        "amount": "４",
        "unit": "hours",
        "anchor": "promise",
        "stop": "on",
    }
    actions: list[dict[str, str]] = [
        {"kind": "assign", "who": str(cast.handler.pk)},
        {"kind": "round", "team": str(team.pk)},
        {"kind": "place", "queue": "urgent"},
        {"kind": "task", "who": "handler", "text": "電話する", "days": "２"},
        {"kind": "promise", "days": "3"},
        {"kind": "escalate", "text": "急ぎ"},
        {"kind": "follow", "who": "leads"},
    ]
    sent |= {f"then-{n}-{part}": value for n, each in enumerate(actions) for part, value in each.items()}
    assert lead.post(NEW, sent).status_code == HTTPStatus.SEE_OTHER
    row = Automation.objects.get()
    assert row.read.when == OnTime(Anchor.PROMISE, 4, Unit.HOURS)
    assert [action.kind for action in row.read.actions] == [ActionKind(each["kind"]) for each in actions]
    assert (row.read.actions[3].days, row.read.stop) == (2, True)
    page = lead.get(f"{LIST}{row.pk}/")
    again = sent_again(page)
    assert lead.post(f"{LIST}{row.pk}/", again, follow=True).status_code == HTTPStatus.OK
    assert AutomationVersion.objects.count() == 1, "sent as it was drawn, it says the same"


def sent_again(page: Any) -> dict[str, Any]:
    """What a browser would send of the form as it is drawn."""
    builder = page.context["builder"]
    data: dict[str, Any] = {"do": "save"}
    for form in (builder.form, *builder.actions, *builder.rows["all"], *builder.rows["any"]):
        for field in form:
            value = field.value()
            if value not in (None, False, ""):
                data[field.html_name] = "on" if value is True else value
    return data


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name_ja": "", "name_en": ""}, "名前を入力してください。"),
        ({"kinds": []}, "きっかけを一つ以上選んでください。"),
        (
            {"cause": "time", "amount": "0", "unit": "days", "anchor": "told"},
            "1から120までの数を入力してください。",
        ),
        ({"cause": "time", "amount": "x", "unit": "days", "anchor": "told"}, "数"),
        ({"then-0-text": ""}, "入力してください"),
        ({"then-0-text": "長" * 201}, "長すぎます。"),
        ({"then-0-kind": "assign", "then-0-who": "999999"}, "選んでください"),
        ({"all-0-field": "assignee", "all-0-values": ["me"]}, "「自分」も「自分のチーム」もありません"),
        ({"all-0-values": []}, "選んでください"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(
    lead: Client, changes: dict[str, Any], words: str
) -> None:
    refused = lead.post(NEW, {**SENT, **changes})
    assert refused.status_code == UNPROCESSABLE
    assert words in words_of(refused)
    if "name_ja" not in changes:
        assert 'value="返品の申出"' in refused.content.decode()
    assert not Automation.objects.exists()


def test_without_any_action_the_page_says_so(lead: Client) -> None:
    sent = {name: value for name, value in SENT.items() if not name.startswith("then")}
    refused = lead.post(NEW, sent)
    assert refused.status_code == UNPROCESSABLE
    assert "動作を一つ以上選んでください。" in words_of(refused)


@pytest.mark.parametrize("example", ["silence", "premium", "danger", "nobody"])
def test_every_example_opens_as_a_form_in_the_readers_language(browser_of: BrowserOf, example: str) -> None:
    for language in ("ja", "en"):
        page = browser_of("lead", language).get(f"{NEW}?example={example}")
        assert page.status_code == HTTPStatus.OK
        assert page.context["builder"].actions
    assert browser_of("lead").get(f"{NEW}?example=none").status_code == HTTPStatus.BAD_REQUEST


def test_rows_are_added_and_taken_away_without_keeping_anything(lead: Client) -> None:
    more = lead.post(NEW, {**SENT, "do": "add-then"})
    assert len(more.context["builder"].actions) == 2
    assert "error" not in more.content.decode().split("</head>")[1].split("<main")[0]
    fewer = lead.post(NEW, {**SENT, "do": "drop-then-0"})
    assert fewer.context["builder"].actions == []
    assert len(lead.post(NEW, {**SENT, "do": "add-any"}).context["builder"].rows["any"]) == 1
    assert not Automation.objects.exists()


def test_parts_are_drawn_again_alone(lead: Client) -> None:
    waits = words_of(lead.post(DRAFT, {**SENT, "part": "when", "cause": "time", "do": ""}))
    assert "起点" in waits
    assert "内部メモ" not in waits
    acts = words_of(lead.post(DRAFT, {**SENT, "then-0-kind": "promise", "do": "add-then"}))
    assert "何営業日以内か" in acts
    assert "動作2" in lead.post(DRAFT, {**SENT, "do": "add-then"}).content.decode()


def test_number_of_complaints_meant_at_this_moment_is_shown(cast: Cast, lead: Client) -> None:
    for _ in range(3):
        taken_in(cast)
    assert "現在3件" in words_of(lead.post(NEW, {**SENT, "do": "redraw"})).replace(" ", "") or (
        lead.post(NEW, {**SENT, "do": "redraw"}).context["number"].value == 3
    )


def test_two_editors_see_both(cast: Cast, lead: Client) -> None:
    row = kept(cast)
    address = f"{LIST}{row.pk}/"
    assert lead.post(address, {**SENT, "seen": "1"}).status_code == HTTPStatus.SEE_OTHER
    late = lead.post(address, {**SENT, "name_ja": "別の名前", "seen": "1"})
    assert late.status_code == CONFLICT
    assert "ほかの人が、この自動処理を先に書き改めました。" in words_of(late)
    assert 'value="別の名前"' in late.content.decode()
    versions = words_of(lead.get(address))
    assert "第2版" in versions or "版 2" in versions or "2" in versions


def test_switched_moved_and_told(cast: Cast, lead: Client) -> None:
    first, second = kept(cast, name="一"), kept(cast, name="二")
    done = lead.post(f"{LIST}{second.pk}/switch/", {"on": "1"}, follow=True)
    assert "「二」をオンにしました。" in words_of(done)
    lead.post(f"{LIST}{second.pk}/move/", {"way": "up"})
    assert [row.pk for row in Automation.objects.order_by("position")] == [second.pk, first.pk]
    assert "「二」をオフにしました。" in words_of(
        lead.post(f"{LIST}{second.pk}/switch/", {"on": "0"}, follow=True)
    )
    told = words_of(lead.get("/desk/settings/changes/?kind=automation"))
    assert "自動処理の順番を変更" in told


@pytest.mark.parametrize("way", ["move", "switch"])
def test_looking_changes_nothing(cast: Cast, lead: Client, way: str) -> None:
    row = kept(cast)
    assert lead.get(f"{LIST}{row.pk}/{way}/").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert lead.get(DRAFT).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_one_that_cannot_be_read_any_more_is_said_to_be_so_everywhere(cast: Cast, lead: Client) -> None:
    row = kept(cast, on=True)
    Automation.objects.filter(pk=row.pk).update(rule={"version": 9, "name": {"ja": "古い", "en": ""}})
    for path in ("", f"{row.pk}/", f"{row.pk}/trial/"):
        shown = words_of(lead.get(LIST + path))
        assert "読み取れなくなった" in shown, path
        assert "古い" in shown


def test_trial_is_a_table_with_links_and_writes_nothing(cast: Cast, lead: Client) -> None:
    complaint = taken_in(cast)
    row = kept(cast, conditions=only(Field.CHANNEL, "phone"), actions=(note("残す"),))
    events = complaint.events.count()
    page = lead.get(f"{LIST}{row.pk}/trial/?days=30&cases=50")
    shown = words_of(page)
    assert "1件のうち1件で、合わせて1回発動していました。" in shown
    assert "内部メモを残す：「残す」" in shown
    assert f"/desk/complaints/{complaint.reference}/" in page.content.decode()
    assert (complaint.events.count(), Firing.objects.count()) == (events, 0)
    for broken in ("days=7", "cases=9999"):
        assert lead.get(f"{LIST}{row.pk}/trial/?{broken}").status_code == HTTPStatus.BAD_REQUEST


def test_administrator_sets_up_and_sees_no_case(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = taken_in(cast, story="見えてはならない話")
    row = kept(cast, on=True)
    taken_in(cast, story="見えてはならない話")
    run()
    assert Firing.objects.exists()
    administrator = browser_of("administrator")
    assert "閲覧できる苦情がないため、試せません。" in words_of(administrator.get(f"{LIST}{row.pk}/trial/"))
    for path in ("", f"{row.pk}/", f"{row.pk}/log/", f"{row.pk}/trial/"):
        page = administrator.get(LIST + path)
        assert page.status_code == HTTPStatus.OK
        assert "見えてはならない" not in page.content.decode()
        assert complaint.reference not in page.content.decode()
    assert "記録はまだありません。" in words_of(administrator.get(f"{LIST}{row.pk}/log/"))


def fired(cast: Cast) -> None:
    """One more line in the record."""
    taken_in(cast)
    run()


def log_of(page: Any) -> list[str]:
    return [line.row.complaint.reference for line in page.context["lines"]]


def test_record_says_what_fired_why_and_what_it_did(cast: Cast, lead: Client) -> None:
    row = kept(cast, on=True, name="電話", conditions=only(Field.CHANNEL, "phone"), actions=(note("残す"),))
    complaint = taken_in(cast)
    run()
    for page in (
        lead.get(f"{LIST}{row.pk}/log/"),
        lead.get(f"/desk/complaints/{complaint.reference}/automation/"),
        lead.get(f"/desk/complaints/{complaint.reference}/"),
    ):
        shown = words_of(page)
        for words in ("発動", "きっかけ：", "条件が見た値", "内部メモを残す", "済み"):
            assert words in shown, words
    timeline = words_of(lead.get(f"/desk/complaints/{complaint.reference}/"))
    assert "自動処理「電話」" in timeline
    assert "自動処理の記録" in timeline
    as_seen = words_of(lead.get(f"/desk/complaints/{complaint.reference}/as-seen/"))
    assert "自動処理" not in as_seen, "the complainant reads no name of ours"


def test_case_on_which_nothing_fired_shows_no_record_and_its_page_says_so(cast: Cast, lead: Client) -> None:
    complaint = taken_in(cast)
    assert "自動処理の記録" not in words_of(lead.get(f"/desk/complaints/{complaint.reference}/"))
    own = lead.get(f"/desk/complaints/{complaint.reference}/automation/")
    assert "この苦情で発動した自動処理はありません。" in words_of(own)


def test_restricted_case_is_in_no_record_of_who_does_not_see_it(cast: Cast, browser_of: BrowserOf) -> None:
    row = kept(cast, on=True)
    hidden, plain = taken_in(cast, story="極秘"), taken_in(cast)
    run()
    Complaint.objects.filter(pk=hidden.pk).update(confidentiality="restricted")
    handler = browser_of("handler")
    assert handler.get(f"/desk/complaints/{hidden.reference}/automation/").status_code == HTTPStatus.NOT_FOUND
    assert handler.get(f"/desk/complaints/{plain.reference}/automation/").status_code == HTTPStatus.OK
    assert handler.get(f"{LIST}{row.pk}/log/").status_code == HTTPStatus.FORBIDDEN
    assert sorted(log_of(browser_of("lead").get(f"{LIST}{row.pk}/log/"))) == sorted(
        [hidden.reference, plain.reference]
    )


def test_trouble_is_shown_to_who_can_mend_it(cast: Cast, browser_of: BrowserOf) -> None:
    nobody = Action(ActionKind.TASK, who="handler", text="x", days=1)
    row = kept(cast, on=True, actions=(nobody,))
    for _ in range(3):
        taken_in(cast)
    run()
    lead, administrator = browser_of("lead"), browser_of("administrator")
    shown = words_of(lead.get(LIST))
    for words in (
        "次の自動処理をご確認ください。",
        "3回続けて失敗したため休止しています",
        "この7日間に3回失敗しました",
        "休止中",
    ):
        assert words in shown, words
    hidden = words_of(administrator.get(LIST))
    assert "3回続けて失敗したため休止しています" in hidden
    assert "この7日間に" not in hidden, "how often is said of complaints one sees"
    assert len(log_of(lead.get(f"{LIST}{row.pk}/log/?only=trouble"))) == 3
    told = words_of(lead.get("/desk/settings/changes/?kind=automation"))
    assert "3回続けて失敗したため休止" in told


@pytest.mark.parametrize("page", ["log", "list", "trial"])
def test_queries_do_not_grow_with_the_lines(cast: Cast, lead: Client, page: str) -> None:
    row = kept(cast, on=True, conditions=only(Field.CHANNEL, "phone"))
    more: dict[str, Callable[[], object]] = {
        "log": lambda: fired(cast),
        "list": lambda: kept(cast, conditions=only(Field.ASSIGNEE, str(cast.handler.pk))),
        "trial": lambda: taken_in(cast),
    }
    address = {"log": f"{LIST}{row.pk}/log/", "list": LIST, "trial": f"{LIST}{row.pk}/trial/"}[page]
    counts = []
    for number in (1, 6):
        for _ in range(number):
            more[page]()
        lead.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert lead.get(address).status_code == HTTPStatus.OK
        counts.append(len(asked))
    # Names of people are asked for once there are any; a list of six asks no more than a list of two.
    assert counts[1] <= counts[0] + 2


def test_long_record_has_pages(cast: Cast, lead: Client) -> None:
    row = kept(cast, on=True)
    complaint = taken_in(cast)
    now = timezone.now()
    Firing.objects.bulk_create(
        [
            Firing(
                automation=row,
                version=1,
                complaint=complaint,
                key=f"event {n}",
                chain="x",
                depth=1,
                at=now,
                outcome="done",
            )
            for n in range(45)
        ]
    )
    first = lead.get(f"{LIST}{row.pk}/log/")
    assert (len(log_of(first)), bool(first.context["onward_url"])) == (30, True)
    second = lead.get(first.context["onward_url"])
    assert (len(log_of(second)), bool(second.context["back_url"])) == (15, True)
    on_page = lead.get(f"/desk/complaints/{complaint.reference}/")
    assert len(on_page.context["facts"].firings) == 5
