"""The list of notices, the number in the bar, and following from the page of a complaint."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.following import follow
from kikitori.casework.write import hear, note
from kikitori.interfaces.desk.notices import PAGE
from kikitori.records.complaints.models import Complaint
from kikitori.records.together.models import Following, Notice
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, rows_in, taken_in, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, see, send
from tests.interfaces.desk.conftest import BrowserOf

LIST = "/desk/notices/"


def in_hand(cast: Cast) -> Complaint:
    """In the handler's hands, everything until now read."""
    complaint = taken_in(cast, maker=makers.investigated)
    Notice.objects.all().delete()
    return complaint


def noted(cast: Cast, complaint: Complaint, body: str, *, by: str = "lead") -> None:
    note(cast.actor(by), complaint, body=body, now=timezone.now())


def poured(cast: Cast, complaint: Complaint, number: int) -> None:
    now = timezone.now()
    Notice.objects.bulk_create(
        Notice(
            recipient=cast.handler,
            complaint=complaint,
            kind="added",
            by=cast.lead,
            at=now + timedelta(seconds=n // 2),
        )
        for n in range(number)
    )


def test_notice_says_who_what_and_where_and_is_read_by_opening_it(client: Client, cast: Cast) -> None:
    complaint = in_hand(cast)
    assert "すべて読みました。" in words_of(client.get(LIST))
    noted(cast, complaint, "@受田 ひかり 倉庫の回答を見てください")
    hear(makers.complainant_of(complaint), complaint, body="写真を送りました", now=timezone.now())
    page = client.get(LIST)
    for words in (
        "責田 みさきさんがメモであなたに知らせました",
        "@受田 ひかり 倉庫の回答を見てください",
        "申出者からの連絡",
        "写真を送りました",
        complaint.reference,
    ):
        assert words in words_of(page), words
    assert 'aria-label="お知らせ: 未読2件"' in client.get("/desk/queue/main/").content.decode()
    mention = Notice.objects.get(kind="mention")
    assert rows_in(client.get(LIST)) == 2, "looking at the list reads nothing"
    answer = client.post(f"{LIST}{mention.pk}/")
    assert (answer.status_code, answer["Location"]) == (303, f"{at(complaint)}#entry-{mention.event_id}")
    assert rows_in(client.get(LIST)) == 1
    assert rows_in(client.get(LIST, {"which": "all"})) == 2
    client.post(f"{LIST}{mention.pk}/", {"keep": "1"})
    assert rows_in(client.get(LIST)) == 2


def test_all_are_read_up_to_what_was_in_sight(client: Client, cast: Cast) -> None:
    complaint = in_hand(cast)
    noted(cast, complaint, "一")
    shown = client.get(LIST).context["newest"]
    noted(cast, complaint, "二")
    for broken in ("", "x", "９", "9" * 30):
        client.post(f"{LIST}read/", {"up_to": broken})
    assert rows_in(client.get(LIST)) == 2
    assert client.post(f"{LIST}read/", {"up_to": shown})["Location"] == LIST
    left = words_of(client.get(LIST))
    assert "二" in left
    assert rows_in(client.get(LIST)) == 1


def test_pages_neither_skip_nor_repeat_and_ask_no_more_for_fifty(client: Client, cast: Cast) -> None:
    complaint = in_hand(cast)
    noted(cast, complaint, "一")
    few = queries_for(client, LIST)
    poured(cast, complaint, PAGE + 5)
    assert queries_for(client, LIST) <= few
    seen, address = [], LIST
    while address:
        answer = client.get(address)
        seen += [line.row.pk for line in answer.context["lines"]]
        address = answer.context["onward_url"]
    assert seen == list(Notice.objects.order_by("-at", "-pk").values_list("pk", flat=True))
    assert client.get(LIST, {"which": "x"}).status_code == 400


def test_what_is_out_of_sight_is_in_no_list_no_number_and_under_no_address(
    client: Client, cast: Cast, browser_of: BrowserOf
) -> None:
    complaint = in_hand(cast)
    noted(cast, complaint, "極秘の相談")
    number = Notice.objects.get(recipient=cast.handler).pk
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted", assignee=cast.lead)
    for which in ("unread", "all"):
        answer = client.get(LIST, {"which": which})
        assert "極秘" not in answer.content.decode()
        assert rows_in(answer) == 0
    assert "未読1件" not in client.get("/desk/").content.decode()
    assert client.post(f"{LIST}{number}/").status_code == 404
    assert browser_of("lead").post(f"{LIST}{number}/").status_code == 404, "nor are they anybody else's"
    assert Notice.objects.get(pk=number).read_at is None


def test_following_begins_and_ends_on_the_page(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    assert "この苦情をフォローする" in words_of(see(client, complaint))
    answer = client.post(at(complaint, "follow"), {"act": "follow"})
    assert answer["Location"] == f"{at(complaint)}#followers"
    page = words_of(see(client, complaint))
    assert "フォローをやめる" in page
    assert "ほかの職員を追加" not in page
    client.post(at(complaint, "follow"), {"act": "leave"})
    assert not Following.objects.exists()
    assert client.get(at(complaint, "follow")).status_code == 405


@pytest.mark.parametrize("choice", ["", "x", "administrator"])
def test_lead_adds_only_who_sees_it(cast: Cast, browser_of: BrowserOf, choice: str) -> None:
    complaint = bench.investigated(cast)
    lead = browser_of("lead")
    page = see(lead, complaint).content.decode()
    assert f'<option value="{cast.auditor.pk}">{cast.auditor.name}</option>' in page
    assert cast.administrator.name not in page
    wrong = getattr(cast, choice).pk if choice == "administrator" else choice
    refused = lead.post(at(complaint, "follow"), {"act": "add", "staff": wrong}, follow=True)
    assert "この苦情を閲覧できる職員を選んでください" in words_of(refused)
    added = lead.post(at(complaint, "follow"), {"act": "add", "staff": cast.auditor.pk}, follow=True)
    assert "監物 じゅんさんがこの苦情をフォローします" in words_of(added)
    assert "責田 みさきさんがあなたをフォロワーに追加しました" in words_of(browser_of("auditor").get(LIST))
    assert (
        browser_of("handler").post(at(complaint, "follow"), {"act": "add", "staff": cast.lead.pk}).status_code
        == 403
    )


def test_note_names_a_colleague_by_a_plain_select_too(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    answer = send(client, complaint, "note", body="ご確認を", mention=cast.colleague.pk)
    assert answer.status_code == 303
    assert "知らせた相手: 隣野 まこと" in words_of(see(client, complaint))
    assert Notice.objects.get(kind="mention").recipient == cast.colleague


def test_note_that_names_somebody_who_may_not_see_it_says_so_and_stays_in_the_form(
    client: Client, cast: Cast
) -> None:
    complaint = bench.investigated(cast)
    answer = send(client, complaint, "note", body="@管原 つかさ さん、設定の件です")
    assert answer.status_code == 409
    page = words_of(answer)
    assert "次の方はこの苦情を閲覧できません: 管原 つかさ" in page
    assert "@管原 つかさ さん、設定の件です" in answer.content.decode()
    assert not complaint.messages.exists()
    assert not Notice.objects.filter(kind="mention").exists()


def test_name_in_a_reply_is_plain_text(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    body = "@責田 みさき<b>が</b>お返事します。"
    assert send(client, complaint, "reply", body=body).status_code == 303
    assert "@責田 みさき&lt;b&gt;が&lt;/b&gt;お返事します。" in see(client, complaint).content.decode()
    assert not Notice.objects.exists()
    assert not Following.objects.exists()


def test_notices_speak_english_too(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = in_hand(cast)
    follow(cast.actor("colleague"), complaint, now=timezone.now())
    noted(cast, complaint, "see @隣野 まこと")
    page = words_of(browser_of("colleague", "en").get(LIST))
    for words in ("責田 みさき has named you in a note", "I have read all of these", "Unread"):
        assert words in page
