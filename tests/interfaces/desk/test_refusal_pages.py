"""What was refused is kept by the pages that refuse it, and read by leads and auditors who see the complaint."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.errors import Refused
from kikitori.casework.refusals import note_refusal
from kikitori.casework.write import note
from kikitori.interfaces.desk.door import desk_page
from kikitori.records.access.permissions import Permission
from kikitori.records.access.refusals import STATE, Refusal
from kikitori.records.complaints.lifecycle import State, Step
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, restricted, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.test_door import request_of

PAGE = "/desk/refusals/"


def tried(cast: Cast, complaint: Complaint, step: Step = Step.DECIDE, who: str = "auditor") -> None:
    note_refusal(cast.actor(who), complaint, step, "role", now=timezone.now())


def step_page(complaint: Complaint, step: str) -> str:
    return f"/desk/complaints/{complaint.reference}/{step}/"


# ── where lines come from ──


def test_form_sent_by_somebody_whose_role_forbids_it_is_a_line_and_no_more(
    browser_of: BrowserOf, cast: Cast
) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    before = Complaint.objects.get(pk=complaint.pk)
    answer = browser_of("auditor").post(step_page(complaint, "note"), {"body": "書いてはいけない"})
    assert answer.status_code == 403
    [row] = Refusal.objects.all()
    assert (row.complaint_id, row.staff, row.role, row.wanted, row.why) == (
        complaint.pk,
        cast.auditor,
        "auditor",
        "note",
        "role",
    )
    after = Complaint.objects.get(pk=complaint.pk)
    assert (after.version, after.events.count()) == (before.version, before.events.count())


def test_look_at_the_letter_is_no_attempt_until_it_is_sent(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, auditor = taken_in(cast, maker=makers.investigated), browser_of("auditor")
    typed = {"words": "打った言葉", "summary": "打った言葉"}
    assert auditor.post(step_page(complaint, "decide"), {**typed, "look": "1"}).status_code == 403
    assert not Refusal.objects.exists()
    assert auditor.post(step_page(complaint, "decide"), typed).status_code == 403
    assert Refusal.objects.get().wanted == "decide"


def test_page_that_was_open_too_long_is_a_line(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    answer = browser_of("handler").post(step_page(complaint, "accept"), {})
    assert answer.status_code == 409
    [row] = Refusal.objects.all()
    assert (row.wanted, row.why, row.state) == ("accept", STATE, "investigating")


def test_looking_at_a_form_that_is_forbidden_is_no_attempt(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    assert browser_of("auditor").get(step_page(complaint, "note")).status_code == 403
    assert browser_of("handler").get(step_page(complaint, "accept")).status_code == 409
    assert not Refusal.objects.exists()


def test_what_was_typed_wrongly_is_no_attempt(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    assert browser_of("handler").post(step_page(complaint, "note"), {"body": ""}).status_code == 422
    assert not Refusal.objects.exists()


def test_complaint_that_does_not_exist_for_somebody_leaves_no_line_of_theirs(
    browser_of: BrowserOf, cast: Cast
) -> None:
    hidden = restricted(cast)
    assert browser_of("handler").post(step_page(hidden, "note"), {"body": "x"}).status_code == 404
    assert not Refusal.objects.exists()


def test_door_keeps_the_line_and_takes_back_what_the_page_had_written(cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)

    @desk_page()
    def page(request: object, actor: object) -> object:
        note(cast.actor("handler"), complaint, body="書きかけ", now=timezone.now())
        return note(cast.actor("auditor"), complaint, body="だめ", now=timezone.now())

    request = request_of("auditor", cast)
    request.method = "POST"
    events = complaint.events.count()
    assert page(request).status_code == 403
    [row] = Refusal.objects.all()
    assert (row.staff, row.wanted) == (cast.auditor, "note")
    assert Complaint.objects.get(pk=complaint.pk).events.count() == events


# ── who reads them ──


def test_lead_reads_who_tried_what_why_not_and_how_often(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    for _time in range(3):
        tried(cast, complaint)
    answer = browser_of("lead").get(PAGE)
    said = words_of(answer)
    for words in (
        complaint.reference,
        cast.auditor.name,
        "監査",
        "決定する",
        "調査中",
        "その日に3回",
        "試みた人の役割に含まれない操作です。",
    ):
        assert words in said
    assert f'href="/desk/complaints/{complaint.reference}/"' in answer.content.decode()


def test_page_reads_well_in_english_too(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    note_refusal(
        makers.complainant_of(complaint), complaint, Permission.CONFIDE, "mandate", now=timezone.now()
    )
    said = words_of(browser_of("auditor", "en").get(PAGE))
    assert "Complainant or representative" in said
    assert "Write down who should not handle it" in said
    assert "They speak for somebody else, who has to do this themselves." in said
    assert "times on that day" not in said


def test_state_is_told_as_it_was_then(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    note_refusal(
        cast.actor("handler"), complaint, Step.ACCEPT, STATE, now=timezone.now(), state=State.CONFIRMING
    )
    said = words_of(browser_of("lead").get(PAGE))
    assert "解決確認中" in said
    assert "この操作のできない段階" in said


@pytest.mark.parametrize("role", ["handler", "administrator"])
def test_others_do_not_open_it_and_are_not_shown_the_way(browser_of: BrowserOf, role: str) -> None:
    browser = browser_of(role)
    assert browser.get(PAGE).status_code == 403
    assert PAGE not in browser.get("/desk/keys/").content.decode()


@pytest.mark.parametrize("role", ["lead", "auditor"])
def test_way_there_is_in_the_menu(browser_of: BrowserOf, role: str) -> None:
    assert f'href="{PAGE}"' in browser_of(role).get("/desk/").content.decode()


def test_who_is_barred_reads_nothing_of_that_complaint(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    row = name_unwanted(makers.complainant_of(complaint), complaint, words="責任者", now=timezone.now())
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=row,
        granted=True,
        barred=[cast.auditor],
        words="そうします。",
        now=timezone.now(),
    )
    tried(cast, complaint, who="handler")
    assert complaint.reference in words_of(browser_of("lead").get(PAGE))
    assert complaint.reference not in words_of(browser_of("auditor").get(PAGE))


def test_empty_record_says_what_will_stand_there(browser_of: BrowserOf, cast: Cast) -> None:
    assert "拒まれた操作はありません" in words_of(browser_of("lead").get(PAGE))


def test_record_is_read_in_pages_newest_first(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    now = timezone.now()
    for days in range(35):
        note_refusal(
            cast.actor("auditor"), complaint, Step.NOTE, "role", now=now - timedelta(days=days), state=None
        )
    lead = browser_of("lead")
    first = lead.get(PAGE)
    assert first.content.decode().count("data-row") == 30
    onward = first.context["onward_url"]
    assert lead.get(onward).content.decode().count("data-row") == 5
    assert lead.get(f"{PAGE}?after=x").status_code == 400


def test_as_many_questions_for_thirty_lines_as_for_one(browser_of: BrowserOf, cast: Cast) -> None:
    lead = browser_of("lead")
    tried(cast, taken_in(cast, maker=makers.investigated))
    lead.get(PAGE)
    few = queries_for(lead, PAGE)
    for _number in range(5):
        other = taken_in(cast, maker=makers.investigated)
        for step in (Step.NOTE, Step.DECIDE, Step.REPLY):
            tried(cast, other, step)
    assert queries_for(lead, PAGE) == few


def test_refusal_says_itself_where_it_was(cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    with pytest.raises(Refused) as caught:
        note(cast.actor("auditor"), complaint, body="x", now=timezone.now())
    assert (caught.value.step, caught.value.complaint) == (Step.NOTE, complaint)
    assert "auditor" in str(Refusal(actor_kind="auditor", wanted="note", why="role", day="2026-11-24"))
