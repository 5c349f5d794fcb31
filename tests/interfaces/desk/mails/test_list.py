"""The quarantine: what must be looked at first, why, by reason; and what was decided, to look it up."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.sort_mail import discard_held
from kikitori.interfaces.desk.mails.list_page import PAGE
from kikitori.interfaces.desk.mails.quarantine import REASONS, Tab
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mail_terms import Held
from kikitori.records.letters.mails import Mail
from tests.cast import Cast
from tests.interfaces.desk.arranged import nav_counts, queries_for, rows_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.mails.conftest import Came
from tests.mails import raw

LIST = "/desk/mails/"


def recopied(mail: Mail, times: int) -> None:
    """Many more held mails like this one, each a minute later to be looked at."""
    assert mail.look_by is not None
    twins = [Mail.objects.get(pk=mail.pk) for _ in range(times)]
    for number, twin in enumerate(twins, start=1):
        twin.pk, twin.source = None, f"copy {number}"
        twin.look_by = mail.look_by + timedelta(minutes=number // 3)
    Mail.objects.bulk_create(twins)


def test_held_mail_is_listed_with_who_why_and_by_when(client: Client, came: Came) -> None:
    mail = came()
    page = client.get(LIST)
    assert rows_in(page) == 1
    for words in ("特売", "試野 花子", "hanako@example.com", "機械が送ったメールです"):
        assert words in words_of(page)
    assert f'href="/desk/mails/{mail.pk}/"' in page.content.decode()
    assert nav_counts(page)[LIST] == 1


def test_what_must_be_looked_at_first_comes_first(client: Client, came: Came) -> None:
    for number, hours in enumerate((3, 9, 1)):
        mail = came(raw(f"{number}", subject=f"{number}番", Precedence="bulk"))
        Mail.objects.filter(pk=mail.pk).update(look_by=timezone.now() + timedelta(hours=hours))
    assert re.findall(r">(\d)番</a>", client.get(LIST).content.decode()) == ["2", "0", "1"]


def test_overdue_ones_are_marked_in_the_bar_and_on_today(client: Client, came: Came) -> None:
    mail = came()
    assert "count--late" not in client.get(LIST).content.decode().partition("</nav>")[0]
    Mail.objects.filter(pk=mail.pk).update(look_by=timezone.now() - timedelta(hours=1))
    assert "count--late" in client.get(LIST).content.decode().partition("</nav>")[0]
    assert "判断を待つメールが1通あります" in words_of(client.get("/desk/"))
    assert "うち1通は見る期限を過ぎています" in words_of(client.get("/desk/"))


def test_tabs_part_held_mails_by_reason_and_leave_none_out(client: Client, came: Came) -> None:
    parts = [REASONS[tab] for tab in REASONS if tab is not Tab.ALL]
    assert sorted(reason for part in parts for reason in part) == sorted(Held)
    came()
    came(raw("差出人なし。", sender=""))
    shown = {tab: rows_in(client.get(f"{LIST}?tab={tab}")) for tab in Tab}
    assert shown == {
        "all": 2,
        "suspicious": 1,
        "machine": 1,
        "unreadable": 0,
        "oversized": 0,
        "noted": 0,
        "discarded": 0,
    }


def test_noted_and_discarded_ones_can_be_looked_up(
    client: Client, cast: Cast, came: Came, complaint: Complaint
) -> None:
    letter = complaint.letters.get()
    came(raw("不在です。", subject="不在", In_Reply_To=letter.message_id, Auto_Submitted="auto-replied"))
    discard_held(cast.actor("handler"), came().pk, reason="広告でした。", now=timezone.now())
    assert "不在" in words_of(client.get(f"{LIST}?tab=noted"))
    discarded = words_of(client.get(f"{LIST}?tab=discarded"))
    assert "広告でした。" in discarded
    assert "受田 ひかり" in discarded
    assert rows_in(client.get(LIST)) == 0


def test_empty_lists_say_what_comes_here(client: Client) -> None:
    assert "判断を待つメールはありません" in words_of(client.get(LIST))
    assert "破棄したメールはありません" in words_of(client.get(f"{LIST}?tab=discarded"))


def test_long_list_is_walked_page_by_page(client: Client, came: Came) -> None:
    recopied(came(), PAGE + 1)
    first = client.get(LIST)
    assert rows_in(first) == PAGE
    onward = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert onward
    assert rows_in(client.get(onward[1].replace("&amp;", "&"))) == 2


def test_number_of_queries_does_not_grow_with_the_rows(client: Client, came: Came) -> None:
    mail = came()
    one = queries_for(client, LIST)
    recopied(mail, 30)
    assert queries_for(client, LIST) == one == 6


@pytest.mark.parametrize("wrong", ["?tab=nonsense", "?after=x", "?tab=all&after=999"])
def test_broken_address_is_refused(client: Client, wrong: str) -> None:
    assert client.get(LIST + wrong).status_code == 400


def test_mail_of_a_hidden_complaint_is_neither_listed_nor_counted(
    browser_of: BrowserOf, client: Client, hidden: Mail
) -> None:
    assert hidden.state == "held"
    page = client.get(LIST)
    assert (rows_in(page), nav_counts(page)[LIST]) == (0, 0)
    page = browser_of("lead").get(LIST)
    assert (rows_in(page), nav_counts(page)[LIST]) == (1, 1)


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_may_not_sort_has_no_list_and_no_number(browser_of: BrowserOf, came: Came, role: str) -> None:
    came()
    assert browser_of(role).get(LIST).status_code == 403
    assert LIST not in nav_counts(browser_of("auditor").get("/desk/"))


def test_list_speaks_english_to_an_english_reader(browser_of: BrowserOf, came: Came) -> None:
    came()
    page = words_of(browser_of("handler", "en").get(LIST))
    assert "A machine has sent it" in page
    assert "Look at it by" in page
