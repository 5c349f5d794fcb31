"""One line of the record in words, whatever was kept in it; old lines, and what is gone since, included."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kikitori.casework.bodies import BodyGiven
from kikitori.casework.house import House
from kikitori.casework.rule_packs import add_pack_version
from kikitori.interfaces.desk.settings.change_words import SHOWN, Named, told
from kikitori.interfaces.desk.settings.told_change import Told
from kikitori.records.people.models import SettingChange, Team
from kikitori.records.people.terms import Setting
from tests.cast import Cast
from tests.interfaces.desk.settings.forms import COUNCIL
from tests.makers import FRIDAY

RUN = {"reason": "台風", "asked": 1, "complaints": 0, "clocks": 0, "looked_at": 3, "left": 0}
HOUSE = {"time_zone": "UTC", "week": [], "holiday_country": "", "closed_at_year_end": False}
DAYS = {"name_ja": "休", "name_en": "off", "first": "2027-01-05", "last": "2027-01-06", "yearly": False}
LEVEL = {"number": 1, "name_ja": "室長", "name_en": "Head", "holder": 1, "deputy": None,
         "answer_within_minutes": 60, "from_severity": ""}  # fmt: skip

MACRO = {"macro": 1, "name_ja": "引き取る", "name_en": "", "parts": [{"kind": "follow"}], "active": True}
VIEW: dict[str, Any] = {
    "view": 1, "name": "期限の近いもの", "team": None, "sort": "newest", "columns": ["state", "handler"], "position": 0,
    "conditions": {"version": 1, "any": [], "all": [
        {"field": "state", "operator": "is", "values": ["open"]},
        {"field": "promise_due", "operator": "before", "day": {"away": 3, "working": True}},
    ]},
}  # fmt: skip
AUTOMATION = {"automation": 1, "name": {"ja": "沈黙", "en": "Silence"}, "version": 1, "on": True}
IMAP = {"name": "相談窓口", "kind": "imap", "address": "voice@example.jp", "is_active": True, "host": "mail.example.jp",
        "port": 993, "security": "tls", "user": "voice", "folder": "INBOX", "sign_in": "password", "client_id": "",
        "tenant": "", "after": "move", "move_to": "取込済み", "since": None,
        "secret_at": "2026-11-27T00:00:00+00:00"}  # fmt: skip
HOOK = {"name": "代行", "kind": "webhook", "address": "h@example.jp", "is_active": True, "provider": "mailgun",
        "secret_at": "2026-11-27T00:00:00+00:00"}  # fmt: skip
LOOK = {"name_ja": "みほん堂", "name_en": "Mihon-do", "accent": "#0a5c3f", "logo": "0123456789ab"}
BRANCH = {"branch": 1, "name_ja": "銀座店", "name_en": "Ginza", "code": "ginza", "active": True}
IMPROVEMENT = {"improvement": 1, "title_ja": "箱を厚くしました", "words_ja": "割れにくい箱に替えました。", "title_en": "",
               "words_en": "", "month": "2026-11-01", "complaints": 14, "public": False}  # fmt: skip
PROTOCOL = {"type": "frequent", "queue_hint": "same_hands", "tone_ja": "静かに", "text_ja": "一行目\n\n二行目",
            "tone_en": "", "text_en": "Slowly."}  # fmt: skip
BODY: dict[str, Any] = {
    **asdict(
        BodyGiven(kind="external", name_ja="見本センター", answer_days=60, turn_days=180, in_letters=True)
    ),
    "body": 1,
}


def say(kind: str, before: Any, after: Any, language: str = "en") -> Told:
    row = SettingChange(kind=kind, at=FRIDAY, before=before, after=after)
    with translation.override(language):
        return told(row, Named(House().packs))


def test_every_setting_has_its_icon_and_its_words() -> None:
    assert set(SHOWN) == set(Setting)


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("kind", "before", "after", "ja", "en"),
    [
        ("ladder", [], [LEVEL], "上申の段階の変更", "Escalation levels set"),
        ("ladder", [LEVEL], [], "上申の段階の変更", "Escalation levels set"),
        ("absence", {}, {"staff": 1, "first": "2027-01-05", "last": "2027-01-06"}, "不在の登録", "Absence noted"),
        ("absence", {"staff": 1, "first": "2027-01-05", "last": "2027-01-06"}, {}, "不在の取消し", "Absence taken back"),
        (
            "absence",
            {"staff": 1, "first": "2027-01-05", "last": "2027-01-06"},
            {"staff": 1, "first": "2027-01-05", "last": "2027-01-08", "deputy": 2},
            "不在の変更",
            "Absence changed",
        ),
        ("calendar", HOUSE, {**HOUSE, "time_zone": "Asia/Tokyo"}, "全員の営業日の変更", "Business days of everybody set"),
        ("calendar", {}, {"closure": DAYS, "team": None}, "休業日の追加: 休", "Closure added: off"),
        ("calendar", {"closure": DAYS, "team": None}, {}, "休業日の削除: 休", "Closure removed: off"),
        ("calendar", {}, {"run": "asked", "reason": "台風", "event_before": 0}, "進行中の期限の数え直しの依頼",
         "Counting the running deadlines anew was asked for"),
        ("calendar", {}, {**RUN, "run": "done", "asked_by": None}, "進行中の期限の数え直し（依頼: システムさん）",
         "Running deadlines counted anew, asked for by System"),
        ("rule_packs", {"pack": "jp-default", "version": 1}, {"pack": "jp-default", "version": 1001},
         "「標準の対応期限」版1001の作成", "“Our standard of service”: version 1001 written"),
        ("rule_packs", {}, {"pack": "gone", "version": 1001}, "新しい規則集: 「gone」", "New rule pack: “gone”"),
        ("rule_packs", {"pack": "gone", "version": 1001, "note": "", "text": "id: gone"}, {},
         "「gone」版1001の取消し", "“gone”: version 1001 taken back"),
        ("rule_packs", {"in_use": [], "usual": True}, {"in_use": ["jp-default"], "usual": False},
         "使用する規則集の選択", "Rule packs in use chosen"),
        ("protocols", {}, PROTOCOL, "「頻繁に連絡」の応対の手引きを作成", "Protocol for “Often in touch” written"),
        ("mailboxes", {}, IMAP, "受信箱「相談窓口」の追加", "Mailbox “相談窓口” added"),
        ("mailboxes", IMAP, {**IMAP, "user": "koe"}, "受信箱「相談窓口」の変更", "Mailbox “相談窓口” changed"),
        ("mailboxes", IMAP, {**IMAP, "is_active": False}, "受信箱「相談窓口」の使用終了",
         "Mailbox “相談窓口” taken out of use"),
        ("mailboxes", {**IMAP, "is_active": False}, IMAP, "受信箱「相談窓口」の変更", "Mailbox “相談窓口” changed"),
        ("automation", {}, AUTOMATION, "自動処理「沈黙」を作成", "Automation “Silence” written"),
        ("automation", AUTOMATION, {**AUTOMATION, "version": 2}, "自動処理「沈黙」を変更",
         "Automation “Silence” changed"),
        ("automation", AUTOMATION, {**AUTOMATION, "on": False, "paused": True},
         "自動処理「沈黙」が3回続けて失敗したため休止",
         "Automation “Silence” has paused itself after failing three times in a row"),
        ("automation", {"order": [1, 2]}, {"order": [2, 1]}, "自動処理の順番を変更",
         "Order of the automations changed"),
        ("views", {}, VIEW, "一覧「期限の近いもの」の共有", "View “期限の近いもの” shared"),
        ("views", VIEW, {**VIEW, "sort": "oldest"}, "一覧「期限の近いもの」の変更", "View “期限の近いもの” changed"),
        ("views", VIEW, {}, "一覧「期限の近いもの」の共有の終了", "View “期限の近いもの” no longer shared"),
    ],
    ids=str,
)  # fmt: skip
def test_what_was_done_is_said_in_both_languages(
    kind: str, before: Any, after: Any, ja: str, en: str
) -> None:
    assert say(kind, before, after, "ja").what == ja
    assert say(kind, before, after, "en").what == en


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("kind", "before", "after", "url"),
    [
        ("ladder", [], [LEVEL], "/desk/ladder/"),
        ("absence", {}, {"staff": 1, "first": "2027-01-05", "last": "2027-01-06"}, "/desk/ladder/absences/"),
        ("calendar", HOUSE, HOUSE, "/desk/calendar/"),
        ("calendar", {}, {"closure": DAYS, "team": None}, "/desk/calendar/closures/"),
        ("calendar", {}, {"run": "asked", "reason": "台風", "event_before": 0}, ""),
        ("rule_packs", {}, {"pack": "jp-default", "version": 1001}, "/desk/rules/jp-default/"),
        ("rule_packs", {}, {"pack": "gone", "version": 1001}, ""),
        ("rule_packs", {"in_use": [], "usual": True}, {"in_use": [], "usual": False}, "/desk/rules/"),
        ("automation", {}, AUTOMATION, "/desk/automation/"),
        ("automation", {"order": [1, 2]}, {"order": [2, 1]}, "/desk/automation/"),
    ],
    ids=str,
)
def test_line_leads_to_where_it_can_be_looked_at(kind: str, before: Any, after: Any, url: str) -> None:
    assert say(kind, before, after).url == url


def test_team_is_linked_while_it_is_there_and_called_by_its_number_afterwards(cast: Cast) -> None:
    team = Team.objects.create(name="夜間窓口")
    kept = {"team": team.pk, "time_zone": "", "week": []}
    after = {**kept, "time_zone": "UTC"}
    assert say("calendar", kept, after).url == f"/desk/calendar/teams/{team.pk}/"
    assert "夜間窓口" in say("calendar", kept, after).what
    number = team.pk
    team.delete()
    assert say("calendar", kept, after).url == ""
    assert str(number) in say("calendar", kept, after).what


@pytest.mark.usefixtures("cast")
def test_what_was_taken_back_keeps_note_and_text_and_has_no_sides() -> None:
    found = say("rule_packs", {"pack": "gone", "version": 1001, "note": "誤り", "text": "id: gone"}, {})
    assert (found.note, found.text, found.before, found.after) == ("誤り", "id: gone", [], [])


def test_reason_of_a_version_is_found_while_it_is_there(cast: Cast) -> None:
    add_pack_version(cast.actor("lead"), COUNCIL, "x", "評議会の決定", FRIDAY)
    after = {"pack": "council", "version": 1001}
    assert say("rule_packs", {}, after).note == "評議会の決定"
    assert say("rule_packs", {}, {**after, "version": 1002}).note == ""


def test_who_asked_is_named_though_they_have_left(cast: Cast) -> None:
    after = {**RUN, "run": "done", "asked_by": cast.lead.pk}
    assert cast.lead.name in say("calendar", {}, after).what
    assert "System" in say("calendar", {}, {**after, "asked_by": 999_999}).what


def test_mailbox_is_told_with_its_place_and_without_its_secret() -> None:
    first = ["相談窓口 <voice@example.jp>", "Fetched (IMAP)", "Server mail.example.jp:993, encrypted (TLS)",
             "Signs in as voice, folder “INBOX”", "Fetched mails are moved to “取込済み”"]  # fmt: skip
    assert say("mailboxes", {}, IMAP).after == first
    assert say("mailboxes", {}, IMAP).before == []
    new_secret = say("mailboxes", IMAP, {**IMAP, "secret_at": "2026-11-28T00:00:00+00:00"})
    assert (new_secret.before, new_secret.after) == (first, [*first, "With a new password or key"])
    assert say("mailboxes", IMAP, {**IMAP, "is_active": False}).after == [*first, "Not in use any more"]
    assert say("mailboxes", {}, HOOK).after[1:] == ["Sent by a mail service (webhook)", "Service: Mailgun"]


@pytest.mark.usefixtures("cast")
def test_protocol_is_told_line_by_line() -> None:
    assert say("protocols", {}, PROTOCOL).after == [
        "Queue: Stays with the same handler",
        "静かに",
        "一行目",
        "二行目",
        "Slowly.",
    ]
    assert say("protocols", {}, PROTOCOL).before == []


@pytest.mark.django_db
def test_shared_view_is_told_with_all_it_is() -> None:
    assert say("views", {}, VIEW, "ja").after == [
            "期限の近いもの", "全員用", "状態: 進行中のものすべて", "次の約束の日: 3営業日後より前", "新しい順", "列: 状態、担当者",
        ]  # fmt: skip
    broken = {**VIEW, "team": 99, "conditions": {"version": 99}, "sort": "gone", "columns": ["gone"]}
    assert len(say("views", {}, broken).after) == 3


def test_question_set_is_told_by_its_versions() -> None:
    told = say(
        "questions", {"set": "general", "version": 1001}, {"set": "general", "version": 1002, "questions": 30}
    )
    assert (told.before, told.after) == (["Version 1001"], ["Version 1002", "Questions: 30"])
    assert say("questions", {}, {"set": "visit", "version": 1001, "questions": 9}).before == []


@pytest.mark.django_db
def test_macro_is_told_with_its_steps() -> None:
    assert say("macros", {}, MACRO, "ja").after == ["引き取る", "1. 実行する人がフォローします。"]
    changed = say("macros", MACRO, {**MACRO, "parts": [], "active": False}, "ja")
    assert (changed.what, changed.after) == ("定型操作「引き取る」を変更", ["引き取る", "（選べません）"])


def test_closed_account_is_told_with_what_was_left(cast: Cast) -> None:
    after = {"staff": cast.handler.pk, "active": False, "left": {"drafts": 2, "views": 1}}
    told = say("accounts", {"staff": cast.handler.pk, "active": True}, after, "ja")
    assert (told.what, told.before) == ("受田 ひかりさんの利用を停止", [])
    assert told.after == ["下書き: 2", "自分用の一覧: 1"]


WEBHOOK = {
    "name": "チャット",
    "host": "hooks.example.com",
    "kinds": ["escalation", "missed"],
    "secret_at": "2026-11-24T01:00:00+00:00",
    "paused": "",
}


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("before", "after", "ja", "en"),
    [
        ({}, {}, "「チャット」を追加", "“チャット” added"),
        ({}, None, "「チャット」を削除", "“チャット” removed"),
        ({}, {"paused": "by_hand"}, "「チャット」を休止", "“チャット” paused"),
        ({}, {"paused": "failing"}, "「チャット」が自動で休止", "“チャット” has paused itself"),
        ({}, {"paused": "gone"}, "「チャット」が自動で休止", "“チャット” has paused itself"),
        ({"paused": "gone"}, {}, "「チャット」を再開", "“チャット” taken into use again"),
        ({}, {"secret_at": "2026-11-25"}, "「チャット」の署名の鍵を更新", "“チャット”: secret renewed"),
        ({}, {"kinds": ["missed"]}, "「チャット」を変更", "“チャット” changed"),
    ],
)
def test_webhook_is_told_without_address_and_secret(
    before: dict[str, Any], after: dict[str, Any] | None, ja: str, en: str
) -> None:
    added = ja.endswith("追加")
    was: Any = {} if added else {**WEBHOOK, **before}
    now: Any = {} if after is None else {**WEBHOOK, **after}
    assert say("webhooks", was, now, "ja").what == f"Webhook{ja}"
    assert say("webhooks", was, now).what == f"Webhook {en}"
    lines = say("webhooks", {}, WEBHOOK, "ja").after
    assert lines == ["チャット", "サーバー: hooks.example.com", "送る種類: 約束の超過、上申"]


@pytest.mark.usefixtures("cast")
def test_every_kind_of_setting_can_be_told() -> None:
    kept: dict[Setting, tuple[Any, Any]] = {
        Setting.LADDER: ([], []),
        Setting.ABSENCE: ({}, {}),
        Setting.CALENDAR: (HOUSE, HOUSE),
        Setting.RULE_PACKS: ({"in_use": [], "usual": True}, {"in_use": [], "usual": True}),
        Setting.MAILBOXES: ({}, IMAP),
        Setting.WRITING: (
            {},
            {"template": "お詫び", "subject": "", "texts": {"ja/polite": "はい"}, "active": True},
        ),
        Setting.PROTOCOLS: ({}, PROTOCOL),
        Setting.VIEWS: ({}, VIEW),
        Setting.QUESTIONS: ({}, {"set": "general", "version": 1001, "questions": 30}),
        Setting.MACROS: ({}, MACRO),
        Setting.AUTOMATION: ({}, AUTOMATION),
        Setting.NOTICES: ({}, {"kinds": {"note": {"mail": "soon"}}}),
        Setting.WEBHOOKS: ({}, WEBHOOK),
        Setting.LOOK: (LOOK, {**LOOK, "accent": "", "logo": ""}),
        Setting.BRANCHES: ({}, BRANCH),
        Setting.CAUSES: (
            {},
            {"code": "own_1", "name_ja": "梱包材", "name_en": "Packing", "needs": "", "offered": True},
        ),
        Setting.LINES: (
            {},
            {
                "code": "own_1",
                "subject": "any",
                "what_ja": "写真",
                "what_en": "Photographs",
                "source_ja": "",
                "source_en": "",
                "place": 1,
                "offered": True,
            },
        ),
        Setting.HEADS: (
            {},
            {"code": "own_1", "name_ja": "顧客", "name_en": "Customers", "place": 7, "offered": True},
        ),
        Setting.IMPROVEMENTS: ({}, IMPROVEMENT),
        Setting.AUTHORITY: (
            {"currency": "JPY", "of_role": {"handler": 30_000, "lead": 500_000}, "four_eyes": None},
            {"currency": "JPY", "of_role": {"handler": 10_000, "lead": 500_000}, "four_eyes": 100_000},
        ),
        Setting.OFFICERS: ({}, {"breach": {"officer": 1, "deputy": None}}),
        Setting.FOLLOW_UP: (
            {"other_road_days": 7, "silence_days": 14, "second_contact_days": 14},
            {"other_road_days": 7, "silence_days": 14, "second_contact_days": 0},
        ),
        Setting.GUIDELINES: ({}, {"guideline": 1, "draft": {"title": {"ja": "破損", "en": ""}}}),
        Setting.RECEIVERS: ({}, {"staff": [1], "names": ["責田 みさき"]}),
        Setting.EMBEDDING: ({"origins": []}, {"origins": ["https://www.example.jp"]}),
        Setting.BODIES: ({}, BODY),
        Setting.ACCOUNTS: ({"staff": 1, "active": True}, {"staff": 1, "active": False, "left": {}}),
    }
    assert set(kept) == set(Setting)
    assert all(say(kind.value, *values).what for kind, values in kept.items())


def test_names_are_asked_for_once_however_many_lines_are_told(cast: Cast) -> None:
    lines: list[tuple[str, Any, Any]] = [
        ("ladder", [], [{**LEVEL, "holder": cast.lead.pk}]),
        ("absence", {}, {"staff": cast.lead.pk, "first": "2027-01-05", "last": "2027-01-06"}),
        ("calendar", {}, {"closure": DAYS, "team": 1}),
        ("rule_packs", {}, {"pack": "council", "version": 1001}),
    ]
    named = Named(House().packs)
    with translation.override("ja"), CaptureQueriesContext(connection) as asked:
        for kind, before, after in lines * 10:
            told(SettingChange(kind=kind, at=FRIDAY, before=before, after=after), named)
    assert len(asked) <= 4


@pytest.mark.usefixtures("cast")
def test_automation_is_told_with_its_version_and_whether_it_is_on() -> None:
    off = {**AUTOMATION, "on": False}
    found = say("automation", AUTOMATION, {**off, "version": 2})
    assert (found.before, found.after) == (["Version 1", "On"], ["Version 2", "Off"])
    assert say("automation", {}, off, "ja").before == []


@pytest.mark.usefixtures("cast")
def test_look_is_told_with_its_names_colour_and_logo() -> None:
    found = say("look", LOOK, {**LOOK, "name_en": "", "accent": "", "logo": ""})
    assert found.what == "Name, logo and colour set"
    assert found.before == ["みほん堂", "Mihon-do", "Colour: #0a5c3f", "With the logo 0123456789ab"]
    assert found.after == ["みほん堂", "Colour of Kikitori", "Without a logo"]
    assert say("look", LOOK, LOOK, "ja").after[2:] == ["色: #0a5c3f", "ロゴあり（0123456789ab）"]


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ({}, BRANCH, "Branch “銀座店” added"),
        (BRANCH, {**BRANCH, "code": "ginza-2"}, "Branch “銀座店” changed"),
        (BRANCH, {**BRANCH, "active": False}, "Branch “銀座店” taken out of use"),
        ({**BRANCH, "active": False}, BRANCH, "Branch “銀座店” taken into use again"),
        ({}, {**BRANCH, "name_ja": ""}, "Branch “Ginza” added"),
    ],
)
def test_branch_is_told_by_what_was_done_to_it(before: Any, after: Any, what: str) -> None:
    found = say("branches", before, after)
    assert found.what == what
    assert f"Code: {after['code']}" in found.after
    assert ("(out of use: complaints by its poster name no branch)" in found.after) != after["active"]
    assert bool(found.before) == bool(before)


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("before", "after", "what", "last"),
    [
        ({}, {}, "written", "Nobody outside can read it"),
        ({}, {"public": True}, "published", "Everybody can read it"),
        ({"public": True}, {}, "taken back", "Nobody outside can read it"),
        ({"complaints": 3}, {}, "written anew", "Nobody outside can read it"),
    ],
)
def test_improvement_is_told_by_what_was_done_to_it(before: Any, after: Any, what: str, last: str) -> None:
    was = {} if what == "written" else {**IMPROVEMENT, **before}
    found = say("improvements", was, {**IMPROVEMENT, **after})
    assert found.what == f"Improvement “箱を厚くしました” {what}"
    assert found.after == [
        *("箱を厚くしました", "割れにくい箱に替えました。", "Nov 2026", "Complaints that led to it: 14", last)
    ]
    assert "2026年11月" in say("improvements", {}, IMPROVEMENT, "ja").after


@pytest.mark.usefixtures("cast")
def test_sentences_of_the_decision_letter_are_told_place_by_place() -> None:
    told = say("writing", {"decision": {}}, {"decision": {"ja": {"opening": "結論です。"}}}, "ja")
    assert told.what == "決定の通知の文を変更"
    assert told.before == []
    assert told.after == ["はじめの文 (日本語): 結論です。"]
    assert say("writing", {"decision": {}}, {"decision": {}}).what == "Sentences of the decision letter set"
