"""Pages of guidelines: the library, one to be read, writing, putting into force, reading marks, deviations."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.follow_guideline import mark_item
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import SettingChange
from kikitori.records.prevention.guidelines import Guideline, GuidelineRead, GuidelineVersion
from kikitori.records.prevention.text import Contact, InTwo
from tests.casework.verbs_of_guidelines import TEXT, in_force
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, see, send
from tests.interfaces.desk.conftest import BrowserOf

LIST = "/desk/guidelines/"
FULL = replace(
    TEXT,
    title=InTwo(ja="破損のお申し出", en="Damaged goods"),
    never=InTwo(ja="「お客様の扱い方では」と言わない。"),
    escalation=InTwo(ja="3件続いたら責任者へ。"),
    contacts=(Contact(name=InTwo(ja="品質の窓口"), phone="03-0000-0000", mail="hinshitsu@example.jp"),),
)


def long_ago() -> datetime:
    """Before the complaints of the bench, which are some days old."""
    return timezone.now() - timedelta(days=60)


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


@pytest.fixture
def version(cast: Cast) -> GuidelineVersion:
    return in_force(cast, FULL, now=long_ago())


def typed(**changes: object) -> dict[str, object]:
    """A whole form of a new guideline."""
    return {
        "seen": "0", "title_ja": "請求の誤り", "do_ja": "記録を確かめます。", "subjects": ["billing"],
        "item_0_text_ja": "二つ目", "item_0_place": "2", "item_0_need": "optional",
        "item_1_text_ja": "一つ目", "item_1_place": "1", "item_1_need": "before_decision",
        "contact_0_name_ja": "会計", "contact_0_phone": "03-0000-0000", **changes,
    }  # fmt: skip


def address(version: GuidelineVersion, word: str = "") -> str:
    return f"{LIST}{version.guideline_id}/{word}"


# ── the library ──


def test_empty_library_says_what_will_stand_here(client: Client, lead: Client) -> None:
    assert "対応指針はまだありません" in words_of(client.get(LIST))
    words = words_of(lead.get(LIST))
    assert "書き始めるための例" in words
    assert "安全にかかわるお申し出" in words


@pytest.mark.parametrize("role", ["handler", "lead", "auditor", "administrator"])
def test_everybody_at_the_desk_reads(browser_of: BrowserOf, version: GuidelineVersion, role: str) -> None:
    browser = browser_of(role)
    assert "破損のお申し出" in words_of(browser.get(LIST))
    words = words_of(browser.get(address(version)))
    for said in (
        "まず、けががなかったかを伺います。",
        "「お客様の扱い方では」と言わない。",
        "品質の窓口",
        "3件続いたら責任者へ。",
    ):
        assert said in words


def test_other_language_gets_the_words_there_are_and_says_which(
    browser_of: BrowserOf, version: GuidelineVersion
) -> None:
    answer = browser_of("handler", "en").get(address(version))
    assert "Damaged goods" in words_of(answer)
    assert '<div class="plain" lang="ja">' in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ("?show=in_force", True), ("?show=draft", False), ("?show=ended", False), ("?show=unread", True),
        ("?subject=delivery", True), ("?subject=billing", False), ("?words=写真", True), ("?words=けが 写真", True),
        ("?words=会費", False), ("?words=DAMAGED", True), ("?show=in_force&subject=delivery&words=窓口", True),
    ],
)  # fmt: skip
def test_library_is_looked_through(
    client: Client, version: GuidelineVersion, asked: str, *, is_there: bool
) -> None:
    found = f'href="{address(version)}"' in client.get(LIST + asked).content.decode()
    assert found is is_there


@pytest.mark.parametrize("asked", ["?show=everything", "?subject=weather"])
def test_word_there_is_not_is_answered_so(client: Client, asked: str) -> None:
    assert client.get(LIST + asked).status_code == 400


def test_draft_is_shown_to_those_who_write_alone(browser_of: BrowserOf, lead: Client) -> None:
    lead.post(f"{LIST}new/", typed())
    row = Guideline.objects.get()
    assert "請求の誤り" in words_of(lead.get(LIST))
    for role in ("handler", "auditor", "administrator"):
        assert "請求の誤り" not in words_of(browser_of(role).get(LIST))
        assert browser_of(role).get(f"{LIST}{row.pk}/").status_code == 404


def test_library_costs_the_same_for_one_and_for_many(cast: Cast, lead: Client) -> None:
    counts = []
    for many in (1, 12):
        for _ in range(many):
            in_force(cast, FULL, now=long_ago())
        counts.append([queries_for(lead, LIST + page) for page in ("", "readers/")])
    assert counts[0] == counts[1]


# ── writing ──


def test_draft_is_written_ordered_by_place_and_leads_to_putting_it_into_force(lead: Client) -> None:
    answer = lead.post(f"{LIST}new/", typed())
    row = Guideline.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{LIST}{row.pk}/force/")
    assert [(item.id, item.text.ja, item.need) for item in row.text.items] == [
        ("i1", "一つ目", "before_decision"),
        ("i2", "二つ目", "optional"),
    ]
    assert row.text.contacts[0].name.ja == "会計"
    assert row.text.subjects == ("billing",)


def test_example_fills_the_form_and_writes_nothing(lead: Client) -> None:
    page = lead.get(f"{LIST}new/?example=fee").content.decode()
    assert "会費・請求の誤り" in page
    assert "A wrong fee or charge" in page
    assert not Guideline.objects.exists()
    assert lead.get(f"{LIST}new/?example=nothing").status_code == 400


def test_what_is_missing_is_said_beside_its_row_and_nothing_is_lost(lead: Client) -> None:
    answer = lead.post(
        f"{LIST}new/", typed(title_ja="", contact_0_name_ja="", item_0_text_ja="", item_0_text_en="")
    )
    assert answer.status_code == 422
    words = words_of(answer)
    assert "題名（日本語） エラー： 入力してください。" in words
    assert "問い合わせ先1：名称（日本語） エラー： 入力してください。" in words
    assert "記録を確かめます。" in answer.content.decode()
    assert not Guideline.objects.exists()


def test_change_of_somebody_else_is_shown_and_nothing_lost(lead: Client, version: GuidelineVersion) -> None:
    row = version.guideline
    lead.post(address(version, "edit/"), typed(seen=str(row.revision), title_ja="一人目"))
    answer = lead.post(address(version, "edit/"), typed(seen=str(row.revision), title_ja="二人目"))
    assert answer.status_code == 409
    assert "一人目" in words_of(answer)
    assert "二人目" in answer.content.decode()
    assert Guideline.objects.get().text.title.ja == "一人目"


def test_put_into_force_with_what_is_new_in_sight(lead: Client, version: GuidelineVersion) -> None:
    row = version.guideline
    lead.post(address(version, "edit/"), typed(seen=str(row.revision)))
    row.refresh_from_db()
    page = lead.get(address(version, "force/"))
    assert "第2版を発効させる" in words_of(page)
    assert "請求の誤り" in words_of(page)
    today = timezone.localdate()
    given = {
        "seen": str(row.revision),
        "from_day": f"{today + timedelta(days=1):%Y-%m-%d}",
        "reason": "見直し",
    }
    missing = lead.post(address(version, "force/"), {**given, "reason": ""})
    assert missing.status_code == 422
    answer = lead.post(address(version, "force/"), given)
    assert (answer.status_code, answer["Location"]) == (303, address(version))
    assert row.versions.count() == 2
    again = lead.post(address(version, "force/"), given)
    assert again.status_code == 409
    assert row.versions.count() == 2


def test_taken_out_of_use_it_stays_readable_and_stands_in_the_record(
    lead: Client, client: Client, version: GuidelineVersion
) -> None:
    answer = lead.post(address(version, "end/"), {"seen": str(version.guideline.revision), "reason": "統合"})
    assert answer.status_code == 303
    assert "使用をやめる" not in words_of(client.get(address(version)))
    assert "まず、けががなかったかを伺います。" in words_of(client.get(address(version, "1/")))
    words = words_of(lead.get("/desk/settings/changes/?kind=guidelines"))
    for said in ("書き始めました", "発効させました", "使用をやめました"):
        assert f"対応指針「破損のお申し出」{'を' if said != '使用をやめました' else 'の'}{said}" in words
    assert SettingChange.objects.filter(kind="guidelines").count() == 3


@pytest.mark.parametrize("word", ["9/", "0/", "9/read/"])
def test_version_there_is_not_is_404(client: Client, version: GuidelineVersion, word: str) -> None:
    ask = client.post if word.endswith("read/") else client.get
    assert ask(address(version, word)).status_code == 404
    assert client.get(f"{LIST}999/").status_code == 404


# ── read and understood ──


def test_today_counts_what_is_unread_until_it_is_marked(client: Client, version: GuidelineVersion) -> None:
    assert "まだ読んでいない対応指針が1件あります" in words_of(client.get("/desk/"))
    answer = client.post(address(version, "1/read/"))
    assert (answer.status_code, answer["Location"]) == (303, address(version, "1/"))
    assert "まだ読んでいない対応指針" not in words_of(client.get("/desk/"))
    assert "この版は、既読・理解済みです。" in words_of(client.get(address(version, "1/")))


def test_looking_at_it_marks_nothing(client: Client, version: GuidelineVersion) -> None:
    client.get(address(version, "1/"))
    assert client.get(address(version, "1/read/")).status_code == 405
    assert not GuidelineRead.objects.exists()


@pytest.mark.parametrize("onward", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_way_on_leads_nowhere_else(client: Client, version: GuidelineVersion, onward: str) -> None:
    assert client.post(address(version, "1/read/"), {"next": onward})["Location"] == address(version, "1/")
    assert client.post(address(version, "1/read/"), {"next": "/desk/"})["Location"] == "/desk/"


@pytest.mark.parametrize("role", ["lead", "auditor"])
def test_who_has_read_what_is_seen_by_person(
    browser_of: BrowserOf, client: Client, version: GuidelineVersion, role: str
) -> None:
    client.post(address(version, "1/read/"))
    words = words_of(browser_of(role).get(f"{LIST}readers/"))
    assert "3人中1人" in words
    assert "隣野 まこと 未読1件" in words
    assert "監物 じゅん 未読" not in words


# ── on the page of a complaint ──


def with_one(cast: Cast, version: GuidelineVersion) -> Complaint:
    """Going by that version."""
    complaint = bench.investigated(cast)
    assert complaint.guideline_pins.get().version == version
    return complaint


def test_guideline_stands_beside_the_facts_with_its_reason_and_buttons(
    cast: Cast, client: Client, version: GuidelineVersion
) -> None:
    complaint = with_one(cast, version)
    words = words_of(see(client, complaint))
    for said in ("破損のお申し出", "第1版", "けががないか確かめた", "この苦情の主題に合わせて書かれています。",
                 "この版を、まだ既読にしていません。", "必要な項目が、まだ1件残っています。"):  # fmt: skip
        assert said in words
    client.post(address(version, "1/read/"))
    assert "この版を、まだ既読にしていません。" not in words_of(see(client, complaint))


def test_tick_is_one_press_and_can_be_taken_back(
    cast: Cast, client: Client, version: GuidelineVersion
) -> None:
    complaint = with_one(cast, version)
    for state, left in (("done", 0), ("open", 1)):
        answer = send(client, complaint, "guideline-item", item="i1", state=state)
        assert answer.status_code == 303
        assert (f"必要な項目が、まだ{left}件残っています。" in words_of(see(client, complaint))) is bool(left)


def test_reader_without_the_step_sees_the_list_and_no_button(
    cast: Cast, browser_of: BrowserOf, version: GuidelineVersion
) -> None:
    page = see(browser_of("auditor"), with_one(cast, version)).content.decode()
    assert "けががないか確かめた" in page
    assert "guideline-item" not in page


def test_newer_version_is_offered_and_taken_over_by_a_press(
    cast: Cast, client: Client, lead: Client, version: GuidelineVersion
) -> None:
    complaint = with_one(cast, version)
    row = version.guideline
    lead.post(address(version, "edit/"), typed(seen=str(row.revision)))
    row.refresh_from_db()
    lead.post(
        address(version, "force/"),
        {"seen": str(row.revision), "from_day": f"{timezone.localdate():%Y-%m-%d}", "reason": "見直し"},
    )
    assert "新しい第2版が出ています。" in words_of(see(client, complaint))
    newer = row.versions.get(number=2)
    answer = send(client, complaint, "guideline", version=newer.pk, reason="新しい版に")
    assert answer.status_code == 303
    words = words_of(see(client, complaint))
    assert "第2版が出ています" not in words
    assert "受田 ひかりさんが選びました：新しい版に" in words


def test_decision_is_told_what_is_open_and_refused_what_holds_it_up(
    cast: Cast, client: Client, lead: Client, version: GuidelineVersion
) -> None:
    complaint = with_one(cast, version)
    assert "対応指針の確認項目のうち1件が" in words_of(see(client, complaint, "decide"))
    strict = replace(FULL, items=(replace(FULL.items[0], need="before_decision"),), kinds=("complaint",))
    in_force(cast, strict, now=long_ago())
    other = bench.investigated(cast)
    answer = send(client, other, "decide", **bench.decision(related_seen="on"))
    assert answer.status_code == 409
    assert "対応指針の確認項目1は、決定の前に必要です。" in words_of(answer)


def test_deviations_are_listed_with_their_reasons_for_those_who_see_the_complaint(
    cast: Cast, browser_of: BrowserOf, version: GuidelineVersion
) -> None:
    complaint = with_one(cast, version)
    nothing = words_of(browser_of("lead").get(f"{LIST}deviations/"))
    assert "これまでのところ" in nothing
    mark_item(
        cast.actor("handler"), complaint, item="i2", state="not_done", reason="写真はない", now=timezone.now()
    )
    for role in ("lead", "auditor"):
        answer = browser_of(role).get(f"{LIST}deviations/")
        assert "2. 写真を受け取った" in words_of(answer)
        assert "写真はない" in words_of(answer)
        assert at(complaint) in answer.content.decode()
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.lead.pk])
    assert "写真はない" not in words_of(browser_of("lead").get(f"{LIST}deviations/"))
    assert browser_of("handler").get(f"{LIST}deviations/").status_code == 403


def test_page_of_a_complaint_asks_no_more_with_a_guideline_than_without(cast: Cast, client: Client) -> None:
    before = queries_for(client, at(bench.investigated(cast)))
    in_force(cast, FULL, now=long_ago())
    assert queries_for(client, at(bench.investigated(cast))) == before
