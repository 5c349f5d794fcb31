"""Today: what we promised, to whom, and the one thing to do about it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.assign import assign_complaint
from kikitori.casework.intake import PersonGiven
from kikitori.interfaces.desk.today import PAGE
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import (
    Maker,
    by_post,
    call_promised,
    missed,
    queries_for,
    rows_in,
    taken_in,
    words_of,
)
from tests.interfaces.desk.conftest import BrowserOf

DAY = timedelta(days=1)


def section(page, name: str) -> str:
    return page.content.decode().partition(f'aria-labelledby="group-{name}"')[2].partition("</section>")[0]


def test_promise_says_when_what_to_whom_and_what_to_do(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.acknowledged, complainant=PersonGiven(name="鈴木 一郎"))
    missed(call_promised(cast, complaint, due=timedelta(hours=-2), note="返金の件"))
    page = client.get("/desk/")
    late = section(page, "late")
    for words in ("折り返し電話", "鈴木 一郎 様", complaint.reference, "超過", "2時間前", "返金の件"):
        assert words in late
    assert f'href="/desk/complaints/{complaint.reference}/call/"' in late
    assert "電話をかける" in late
    assert "届いた皿が三枚割れていました" in late


@pytest.mark.parametrize(
    ("maker", "kind", "step"),
    [
        (makers.received, "acknowledgement", ("acknowledge", "確認して受付を通知する")),
        (makers.acknowledged, "progress", ("reply", "返信を書く")),
        (makers.acknowledged, "decision", ("assess", "初期評価をする")),
        (makers.assessed, "decision", ("investigate", "調査を始める")),
        (makers.investigated, "decision", ("decide", "決定を書く")),
        (makers.confirming, "follow_up", ("ask-solved", "解決したかを尋ねる")),
    ],
)
def test_button_leads_to_the_step_that_keeps_the_promise(
    client: Client, cast: Cast, maker: Maker, kind: str, step: tuple[str, str]
) -> None:
    word, verb = step
    complaint = taken_in(cast, maker=maker, ago=timedelta(days=60))
    promise = complaint.promises.get(kind=kind, kept_at=None)
    missed(promise)
    late = section(client.get("/desk/"), "late")
    assert f'/desk/complaints/{complaint.reference}/{word}/"' in late
    assert verb in late
    assert client.get(f"/desk/complaints/{complaint.reference}/{word}/").status_code == 200


def test_overdue_promise_can_be_given_a_new_date(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    late = call_promised(cast, complaint, due=timedelta(hours=-1))
    coming = call_promised(cast, complaint, due=timedelta(hours=1))
    content = client.get("/desk/").content.decode()
    address = f"/desk/complaints/{complaint.reference}/new-date/?promise="
    assert f"{address}{late.pk}" in content
    assert f"{address}{coming.pk}" not in content
    assert client.get(f"{address}{late.pk}").status_code == 200


def test_grave_decision_is_not_offered_to_who_may_not_take_it(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated, ago=timedelta(days=60), severity="S1")
    missed(complaint.promises.get(kind="decision"))
    address = f"/desk/complaints/{complaint.reference}"
    handlers = section(browser_of("handler").get("/desk/"), "late")
    assert f'{address}/propose/"' in handlers
    assert f'{address}/decide/"' not in handlers
    assert f'{address}/decide/"' in section(browser_of("lead").get("/desk/"), "late")


def test_auditor_is_offered_a_look_and_nothing_else(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast)
    call_promised(cast, complaint, due=timedelta(hours=-1))
    late = section(browser_of("auditor").get("/desk/"), "late")
    assert "苦情を開く" in late
    assert "new-date" not in late
    assert re.findall(r'class="button[^"]*" href="([^"]+)"', late) == [
        f"/desk/complaints/{complaint.reference}/"
    ]


def test_groups_stand_in_order_with_the_numbers_of_their_rows(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    now = timezone.localtime(timezone.now(), makers.JAPAN)
    tomorrow = (now + DAY).replace(hour=9, minute=0) - now
    for due in (-DAY, timedelta(hours=-1), tomorrow, tomorrow + timedelta(minutes=5), tomorrow + 2 * DAY):
        call_promised(cast, complaint, due=due)
    page = client.get("/desk/")
    assert section(page, "late").count("data-row") == 2
    assert section(page, "tomorrow").count("data-row") >= 2
    names = re.findall(r'id="group-(\w+)"', page.content.decode())
    assert names == [each for each in ("late", "noon", "today", "tomorrow", "week") if each in names]
    for name in names:
        text = section(page, name)
        count = re.search(r'class="count[^"]*">(\d+)<', text)
        assert count
        assert int(count[1]) == text.count("data-row")


def test_page_counts_until_tonight_and_the_overdue_among_them(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    for hours in (-30, -2, -1):
        call_promised(cast, complaint, due=timedelta(hours=hours))
    assert "今日中の約束 3件 · うち超過 3件" in words_of(client.get("/desk/"))


def test_mine_shows_only_what_is_in_my_hands(client: Client, cast: Cast) -> None:
    mine = taken_in(cast, maker=makers.investigated)
    other = taken_in(cast)
    for complaint in (mine, other):
        call_promised(cast, complaint, due=timedelta(hours=-1))
    everybody, own = client.get("/desk/"), client.get("/desk/?whose=mine")
    assert other.reference in everybody.content.decode()
    assert other.reference not in own.content.decode()
    assert mine.reference in own.content.decode()


def test_quiet_day_says_what_will_stand_here(browser_of: BrowserOf) -> None:
    page = browser_of("handler").get("/desk/")
    assert "待っている約束はありません" in words_of(page)
    assert page.content.decode().count('href="/desk/register/"') == 2
    assert "待っている約束はありません" in words_of(browser_of("auditor").get("/desk/"))


def test_side_shows_my_work_by_the_next_promise(client: Client, cast: Cast) -> None:
    later = taken_in(cast, maker=makers.investigated, story="あとの件です。")
    sooner = taken_in(cast, maker=makers.investigated, story="さきの件です。")
    call_promised(cast, sooner, due=timedelta(minutes=30))
    taken_in(cast, story="他人の件です。")
    side = words_of(client.get("/desk/")).partition("自分の進行中")[2]
    assert side.index("さきの件です。") < side.index("あとの件です。")
    assert "他人の件です。" not in side
    assert "2件すべて" in side
    assert later.assignee_id == cast.handler.pk


def test_empty_handed_person_is_shown_where_work_waits(client: Client, cast: Cast) -> None:
    assert "未割当の苦情を見る" not in words_of(client.get("/desk/"))
    taken_in(cast)
    assert "未割当の苦情を見る" in words_of(client.get("/desk/"))


def test_side_shows_the_load_of_the_team(client: Client, cast: Cast) -> None:
    for _ in range(2):
        taken_in(cast, maker=makers.investigated)
    complaint = taken_in(cast)
    assign_complaint(cast.actor("lead"), complaint, to=cast.colleague, now=timezone.now())
    side = words_of(client.get("/desk/")).partition("チームの負荷")[2]
    assert "受田 ひかり （自分） 2件 隣野 まこと 1件 責田 みさき 0件" in side
    assert "管原" not in side
    assert "監物" not in side


def test_side_shows_letters_that_wait(client: Client, cast: Cast) -> None:
    assert "対応を待つ通知文" not in words_of(client.get("/desk/"))
    taken_in(cast, maker=makers.acknowledged, complainant=by_post())
    page = client.get("/desk/")
    assert "印刷して郵送するもの 1通" in words_of(page)
    assert "送れなかったもの" not in words_of(page)
    assert 'href="/desk/letters/?pile=to_print"' in page.content.decode()


def test_page_speaks_english_to_an_english_reader(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast)
    call_promised(cast, complaint, due=timedelta(hours=-1))
    page = browser_of("handler", "en").get("/desk/")
    for words in (
        "Promised today",
        "Overdue",
        "Make the call",
        "1 hour ago",
        "How much the team has in hand",
    ):
        assert words in words_of(page)
    assert '<html lang="en"' in page.content.decode()
    assert f'<span lang="ja">{complaint.title}</span>' in page.content.decode()


@pytest.mark.parametrize(
    "story",
    [
        "<script>alert(1)</script>",
        "あ" * 10_000,
        "x",
        "\u202eevil\u202c",
        "https://example.com/" + "x" * 400,
        "{{ 7|add:7 }}",
    ],
)
@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "\u202e山", "W" * 60, ""])
def test_ugly_texts_stay_texts(client: Client, cast: Cast, story: str, name: str) -> None:
    complaint = taken_in(cast, story=story, complainant=PersonGiven(name=name))
    call_promised(cast, complaint, due=timedelta(hours=-1), note=story[:280])
    content = client.get("/desk/").content.decode()
    assert "<script>alert" not in content
    assert "<img src=x" not in content
    assert "\u202e" not in content
    assert complaint.reference in content


def test_everything_overdue_is_shown_page_by_page_and_once(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    complaint.promises.update(state="cancelled")
    pattern = call_promised(cast, complaint, due=-timedelta(hours=1))
    Promise.objects.bulk_create(
        Promise(
            complaint=complaint,
            kind="call_back",
            made_at=pattern.made_at,
            due_at=pattern.due_at - timedelta(seconds=number // 2),
        )
        for number in range(1, PAGE + 5)
    )
    first = client.get("/desk/")
    assert rows_in(first) == PAGE
    total = f">{PAGE + 5}<"
    assert total in section(first, "late")
    onward = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert onward
    second = client.get(onward[1].replace("&amp;", "&"))
    assert rows_in(second) == 5
    assert total in section(second, "late")
    links = re.findall(r"new-date/\?promise=(\d+)", (first.content + second.content).decode())
    assert len(links) == len(set(links)) == PAGE + 5
    back = re.search(r'rel="prev" href="([^"]+)"', second.content.decode())
    assert back
    again = client.get(back[1].replace("&amp;", "&")).content.decode()
    assert re.findall(r"new-date/\?promise=(\d+)", again) == links[:PAGE]


def test_number_of_queries_does_not_grow_with_the_rows(client: Client, cast: Cast) -> None:
    def add(number: int) -> None:
        complaint = taken_in(cast, maker=makers.investigated, complainant=by_post(f"文野 {number}"))
        call_promised(cast, complaint, due=timedelta(hours=-1))

    add(0)
    one = queries_for(client, "/desk/")
    for number in range(1, 5):
        add(number)
    assert Complaint.objects.count() == 5
    assert queries_for(client, "/desk/") == one == 14
