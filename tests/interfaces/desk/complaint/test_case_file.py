"""The file of a complaint: asked once, whole and in order, and anew for a new standing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Model, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kikitori.casework import write
from kikitori.casework.close import SPOKEN
from kikitori.casework.promising import open_after
from kikitori.casework.schedule_reply import send_waiting_reply
from kikitori.interfaces.desk.complaint import timeline
from kikitori.interfaces.desk.complaint.ahead import ahead_of
from kikitori.interfaces.desk.complaint.facts import Facts
from kikitori.interfaces.desk.complaint.recipient import recipient_of
from kikitori.interfaces.desk.complaint.steps.table import STEPS
from kikitori.records.complaints.models import Complaint
from kikitori.records.inquiry.models import Finding
from kikitori.records.people.actor import Actor
from tests.cast import Cast
from tests.interfaces.desk.arranged import by_post, queries_for
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, fresh, see, send, standing
from tests.interfaces.desk.conftest import BrowserOf

#: What surrounds every page of the desk: session, person, signature, organisation; what waits in the bar.
FRAME = 5
TABLES = ("allegations", "findings", "safety", "inquiries", "remedies", "promises", "clocks", "letters", "verdicts",
          "roads", "entries_on_silence")  # fmt: skip


def written(cast: Cast, complaint: Complaint, number: int) -> Complaint:
    """So many more entries: replies, notes and words of the complainant by turns."""
    now = timezone.now() - timedelta(hours=3)
    for n in range(number):
        moment = now + timedelta(minutes=n)
        match n % 3:
            case 0:
                write.reply(cast.actor("handler"), complaint, body=f"返信 {n}", now=moment)
            case 1:
                write.note(cast.actor("colleague"), complaint, body=f"メモ {n}", now=moment)
            case _:
                write.hear(cast.actor("handler"), complaint, body=f"言葉 {n}", channel="phone", now=moment)
    return complaint


@pytest.mark.parametrize("table", TABLES)
def test_table_is_asked_once_however_often_it_is_read(cast: Cast, table: str) -> None:
    file = standing(bench.remedying(cast), cast).file
    with CaptureQueriesContext(connection) as asked:
        for _ in range(3):
            getattr(file, table)
    assert len(asked) == 1


def test_whole_page_reads_each_table_at_most_once(cast: Cast) -> None:
    at_desk = standing(bench.remedying(cast), cast, "lead")
    with CaptureQueriesContext(connection) as asked:
        timeline.newest(at_desk)
        ahead_of(at_desk)
        recipient_of(at_desk)
        facts = Facts(at_desk)
        for each in ("points", "safety", "rounds", "decided_remedies", "letters", "parties", "owed"):
            getattr(facts, each)
    tables = [query["sql"].partition(' FROM "')[2].partition('"')[0] for query in asked]
    assert len(tables) == len(set(tables))


def test_new_standing_reads_anew(cast: Cast) -> None:
    complaint = bench.investigated(cast)
    before = standing(complaint, cast)
    assert before.file.inquiries == []
    bench.ask_third_party(cast.actor("handler"), complaint, whom="配送会社", question="記録は？",
                          answer_by=bench.today(), now=timezone.now())  # fmt: skip
    assert before.file.inquiries == []
    assert len(replace(before).file.inquiries) == 1


@pytest.mark.parametrize("state", bench.IN_STATE)
def test_file_holds_what_the_tables_hold(cast: Cast, state: str) -> None:
    """Every column, as the queries of the tables themselves would bring it, in the order that is promised."""
    complaint = bench.IN_STATE[state](cast)
    file = standing(complaint, cast).file
    points = complaint.allegations.order_by("number")
    for found, rows in (
        (file.allegations, points),
        ([each for point in points for each in file.findings.get(point.pk, [])], _findings(complaint)),
        (file.inquiries, complaint.inquiries.order_by("pk")),
        (file.proposals, complaint.proposals.order_by("round")),
        (file.remedies, complaint.remedies.order_by("pk")),
        (file.promises, complaint.promises.order_by("due_at", "pk")),
        (file.clocks, complaint.clocks.order_by("due_at", "pk")),
        (file.letters, complaint.letters.defer("body").order_by("-pk")),
        (file.verdicts, complaint.verdicts.order_by("pk")),
    ):
        assert [values_of(row) for row in found] == [values_of(row) for row in rows]
    assert file.safety == dict(complaint.safety_answers.values_list("question", "answer"))


def _findings(complaint: Complaint) -> QuerySet[Finding]:
    return Finding.objects.filter(allegation__complaint=complaint).order_by("allegation__number", "pk")


def values_of(row: Model) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def test_rows_know_their_complaint_their_offer_and_whose_act_it_was(cast: Cast) -> None:
    complaint = bench.remedying(cast)
    file = standing(complaint, cast).file
    assert file.remedies
    with CaptureQueriesContext(connection) as asked:
        named = [(row.complaint, row.proposal, row.done_by and row.done_by.name) for row in file.remedies]
        named += [(row.complaint, None, row.asked_by.name) for row in file.inquiries]
        file.letters[0].subject  # noqa: B018 - is it there without being asked for?
    assert len(asked) == 0
    inquiries = complaint.inquiries.select_related("asked_by")
    assert named == [
        *((complaint, row.proposal, row.done_by and row.done_by.name) for row in complaint.remedies.all()),
        *((complaint, None, row.asked_by.name) for row in inquiries),
    ]
    assert file.letters[0].get_deferred_fields() == {"body"}
    assert file.letters[0].body == complaint.letters.latest("pk").body


@pytest.mark.parametrize("state", ["confirming", "solution_asked", "closed"])
def test_last_word_is_the_newest_of_those_that_count(cast: Cast, state: str) -> None:
    complaint = bench.IN_STATE[state](cast) if state in bench.IN_STATE else getattr(bench, state)(cast)
    words = complaint.events.filter(kind__in=(*SPOKEN, "solution_asked")).order_by("pk")
    assert standing(complaint, cast).file.entries_on_silence == list(words)


def test_everything_on_record_is_one_query(cast: Cast) -> None:
    file = standing(bench.remedying(cast), cast).file
    with CaptureQueriesContext(connection) as asked:
        for table in TABLES:
            if table != "roads":
                getattr(file, table)
    assert len(asked) == 1


# ── how many queries a page costs ──


#: The complaint, its entries, two for the file, colleagues and messages; drafts, and working days for sending later;
#: that one is here, who else is, and who can be told; the macros there are, what was handed over to whoever has it, and
#: whether anything has been done by itself; and who is away.
A_PAGE = 16


def test_page_costs_the_same_with_one_entry_and_with_fifty(client: Client, cast: Cast) -> None:
    few, many = bench.investigated(cast), bench.investigated(cast)
    written(cast, few, 3)
    written(cast, many, 50 - many.events.count())
    assert many.events.count() == 50
    assert queries_for(client, at(few)) == queries_for(client, at(many)) <= FRAME + A_PAGE


def test_page_of_one_entry_asks_for_next_to_nothing(client: Client, cast: Cast) -> None:
    complaint = bench.received(cast)
    assert complaint.events.count() == 1
    assert queries_for(client, at(complaint)) <= FRAME + A_PAGE


def test_page_with_everything_on_it_stays_small(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = written(cast, bench.remedying(cast), 12)
    assert queries_for(browser_of("lead"), at(complaint)) <= FRAME + A_PAGE


@pytest.mark.parametrize("word", ["reply", "assess", "propose", "decide", "new-date", "as-seen"])
def test_form_costs_the_same_however_long_the_story(client: Client, cast: Cast, word: str) -> None:
    few, many = bench.investigated(cast), written(cast, bench.investigated(cast), 24)
    written(cast, few, 3)
    assert queries_for(client, at(many, word)) <= max(queries_for(client, at(few, word)), FRAME + A_PAGE)


# ── the promises a letter tells are those that are made ──

#: How each step that changes promises is taken: maker, word, what is typed that day, does something stay owed?
PROMISING: dict[str, tuple[bench.Made, str, Callable[[], dict[str, object]], bool]] = {
    "acknowledge": (bench.received, "acknowledge", dict, False),
    "investigate": (bench.assessed, "investigate", dict, False),
    "reply": (bench.investigated, "reply", lambda: {"body": "はい"}, False),
    "propose": (bench.investigated, "propose", bench.offer, False),
    "decline": (bench.proposed, "decline", lambda: {"how": "電話"}, False),
    "decide": (bench.investigated, "decide", bench.decision, False),
    "finish": (bench.decided, "finish", dict, False),
    "ask-solved": (bench.confirming, "ask-solved", dict, False),
    "unsolved": (bench.solution_asked, "unsolved", lambda: {"how": "電話"}, False),
    "reopen": (bench.closed, "reopen", lambda: {"reason": "写真"}, False),
    "withdraw": (bench.investigated, "withdraw", lambda: {"how": "電話"}, False),
    "call": (bench.investigated, "call", lambda: {"body": "話した"}, False),
}


@pytest.mark.parametrize("case", PROMISING)
def test_promises_told_beforehand_are_those_that_are_made(
    cast: Cast, browser_of: BrowserOf, case: str
) -> None:
    maker, word, typed, owed = PROMISING[case]
    complaint = maker(cast)
    before = standing(complaint, cast, "lead")
    told = open_after(
        before.complaint, STEPS[word].step, before.now, promises=before.file.promises, remedies_due=owed,
        house=before.house,
    )  # fmt: skip
    assert send(browser_of("lead"), complaint, word, **typed()).status_code == 303
    for pending in complaint.pending_replies.all():
        send_waiting_reply(Actor.system("outbox"), pending.pk, now=pending.goes_at)
    made = standing(complaint, cast).file.open_promises
    zone = bench.JAPAN
    assert [(each.kind, each.due_at.astimezone(zone).date()) for each in told] == [
        (each.kind, each.due_at.astimezone(zone).date()) for each in made
    ]


def test_end_of_remedies_of_an_earlier_round_tells_when_we_ask(cast: Cast, browser_of: BrowserOf) -> None:
    """Remedies of an earlier round are named as done; that they exist must not hide the day of our question."""
    lead = browser_of("lead")
    complaint = bench.solution_asked(cast)
    assert send(lead, complaint, "unsolved", how="電話で").status_code == 303
    assert send(lead, complaint, "decide", **bench.decision()).status_code == 303
    shown = see(lead, complaint, "finish").content.decode()
    assert send(lead, complaint, "finish").status_code == 303
    body = complaint.letters.filter(kind="remedies_done").latest("pk").body
    day = complaint.promises.get(kind="follow_up", state="open").due_at.astimezone(bench.JAPAN)
    said = f"{day.month}月{day.day}日"
    assert said in body
    assert said in shown.partition("受け取る方が読む文面")[2].partition("</section>")[0]


# ── nothing is offered that the verb would refuse ──


def test_solved_is_not_offered_while_something_is_owed(cast: Cast, browser_of: BrowserOf) -> None:
    lead = browser_of("lead")
    complaint = bench.investigated(cast)
    assert send(lead, complaint, "decide", **{**bench.offer(), **bench.decision()}).status_code == 303
    for word in ("solved", "ask-solved", "close", "close-exhausted", "finish"):
        assert f'href="{at(complaint, word)}"' not in see(lead, complaint).content.decode(), word
        assert see(lead, complaint, word).status_code == 409, word
        assert send(lead, complaint, word, how="電話で", reason="理由").status_code == 409, word
    assert fresh(complaint).state == "decided"


def test_title_that_turns_the_line_is_shown_without_its_disguise(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast, title="返金\u202e済み\u2066です\u200b")
    for word in ("", "reply", "as-seen"):
        page = see(client, complaint, word).content.decode()
        assert "返金済みです" in page
        assert "\u202e" not in page.partition("<main")[2].partition("</h1>")[0]


def test_paper_letter_is_one_query_more_for_nobody(client: Client, cast: Cast) -> None:
    """Whoever the recipient is and by whichever road: the same number of queries."""
    counts = {
        queries_for(client, at(bench.received(cast, **changes)))
        for changes in ({}, {"complainant": by_post()}, {"representative": by_post("代理 人")})
    }
    assert len(counts) == 1
