"""Complaints that were right: what changes after them, or why nothing does; and what is told to everybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Refused, Unseen
from kikitori.casework.mass import MassGiven, begin_mass
from kikitori.casework.mass_children import join_mass
from kikitori.casework.prevent.answering import say_why_no_action, unanswered
from kikitori.casework.prevent.carry_out import begin_action, finish_action
from kikitori.casework.prevent.publishing import complaints_behind, draft_improvement
from kikitori.casework.prevent.raising import link_action
from kikitori.records.complaints.models import Complaint
from kikitori.records.prevention.actions import NoAction
from kikitori.records.prevention.lifecycle import ActionStepNotPossible
from kikitori.records.prevention.models import Improvement
from tests import makers
from tests.cast import Cast
from tests.corrective import approved, carried_out, fresh, raised
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import CAUSE, FRIDAY

LATER = FRIDAY + timedelta(hours=5)


def decided(cast: Cast, *outcomes: str) -> Complaint:
    complaint = makers.investigated(cast)
    findings = {
        number: FindingGiven(outcome=outcome, reasons="記録のとおりです。", causes=CAUSE)
        for number, outcome in enumerate(outcomes, start=1)
    }
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings=findings,
        words="ご指摘のとおりでした。",
        no_remedy=makers.NO_REMEDY,
        now=LATER,
    )
    return complaint


def test_what_was_right_waits_for_an_answer(cast: Cast) -> None:
    right, partly, wrong = (
        decided(cast, "upheld", "not_upheld"),
        decided(cast, "partly", "not_upheld"),
        decided(cast, "not_upheld", "unable"),
    )
    makers.investigated(cast)
    assert set(unanswered(cast.actor("lead"))) == {right, partly}
    assert wrong not in unanswered(cast.actor("lead"))
    assert list(unanswered(cast.actor("administrator"))) == []


def test_action_or_reason_is_an_answer(cast: Cast) -> None:
    handler = cast.actor("handler")
    by_action, by_mass, by_reason = (decided(cast, "upheld", "upheld") for _ in range(3))
    raised(cast, complaint=by_action)
    mass = begin_mass(handler, MassGiven(title="箱つぶれ"), now=LATER)
    join_mass(handler, by_mass, mass=mass, now=LATER)
    assert set(unanswered(handler)) == {by_mass, by_reason}
    raised(cast, mass=mass)
    say_why_no_action(handler, by_reason, reason="一度きりの停電によるものです。", now=LATER)
    assert list(unanswered(handler)) == []
    said = NoAction.objects.get()
    assert (said.complaint, said.reason, said.by, said.at) == (
        by_reason,
        "一度きりの停電によるものです。",
        cast.handler,
        LATER,
    )


def test_reason_said_anew_takes_the_place_and_an_action_takes_it_away(cast: Cast) -> None:
    handler, complaint = cast.actor("handler"), decided(cast, "upheld", "upheld")
    say_why_no_action(handler, complaint, reason="一", now=LATER)
    say_why_no_action(handler, complaint, reason="二", now=LATER)
    assert NoAction.objects.get().reason == "二"
    link_action(handler, raised(cast), complaint=complaint, now=LATER)
    assert not NoAction.objects.exists()


def test_reason_is_asked_of_who_may_and_of_what_they_see(cast: Cast) -> None:
    complaint = decided(cast, "upheld", "upheld")
    with pytest.raises(Invalid):
        say_why_no_action(cast.actor("handler"), complaint, reason=" ", now=LATER)
    for role in ("auditor", "administrator"):
        with pytest.raises(Refused):
            say_why_no_action(cast.actor(role), complaint, reason="x", now=LATER)
    complaint.barred = [cast.colleague.pk]
    complaint.save()
    with pytest.raises(Unseen):
        say_why_no_action(cast.actor("colleague"), complaint, reason="x", now=LATER)


def test_pages_ask_for_the_answer_and_keep_it(cast: Cast, client: Client, browser_of: BrowserOf) -> None:
    complaint = decided(cast, "upheld", "upheld")
    where = f"/desk/actions/unanswered/{complaint.reference}/"
    for address in ("/desk/actions/unanswered/", f"/desk/complaints/{complaint.reference}/"):
        assert where in client.get(address).content.decode()
    assert where not in browser_of("auditor").get("/desk/actions/unanswered/").content.decode()
    assert client.get(where).status_code == 200
    assert client.post(where, {"reason": ""}).status_code == 422
    assert client.post(where, {"reason": "一度きりの停電です。"}).status_code == 303
    assert "すべての認容に回答があります。" in words_of(client.get("/desk/actions/unanswered/"))
    assert "一度きりの停電です。" in words_of(client.get(f"/desk/complaints/{complaint.reference}/"))
    assert "一度きりの停電です。" in client.get(where).content.decode()
    assert client.get("/desk/actions/unanswered/K-2026-999999/").status_code == 404
    assert browser_of("auditor").get(where).status_code == 403


# ---- you said – we did


def test_draft_says_what_was_done_and_how_many_complained(cast: Cast) -> None:
    handler, action = cast.actor("handler"), carried_out(cast)
    mass = begin_mass(handler, MassGiven(title="箱つぶれ"), now=LATER)
    one, other = makers.acknowledged(cast), makers.acknowledged(cast)
    for each in (one, other):
        join_mass(handler, each, mass=mass, now=LATER)
    link_action(handler, action, mass=mass, now=LATER)
    link_action(handler, action, complaint=one, now=LATER)
    assert complaints_behind(action) == 2
    draft = draft_improvement(cast.actor("lead"), action, now=LATER)
    assert (draft.title_ja, draft.words_ja, draft.title_en) == (
        "皿が割れて届く",
        "手順書を改め、全員が試した。",
        "",
    )
    assert (draft.month, draft.complaints, draft.is_public) == (date(2026, 11, 1), 2, False)
    assert fresh(action).improvement == draft
    assert action.events.last().data == {"improvement": draft.pk}
    with pytest.raises(NotNow) as twice:
        draft_improvement(cast.actor("lead"), action, now=LATER)
    assert twice.value.obstacle is Obstacle.ALREADY_THERE


def test_nothing_is_told_of_what_was_not_done_and_by_nobody_who_may_not(cast: Cast) -> None:
    with pytest.raises(ActionStepNotPossible):
        draft_improvement(cast.actor("lead"), approved(cast), now=LATER)
    with pytest.raises(Refused):
        draft_improvement(cast.actor("handler"), carried_out(cast), now=LATER)


def test_words_that_point_at_somebody_are_not_drafted(cast: Cast, browser_of: BrowserOf) -> None:
    action, handler = approved(cast), cast.actor("handler")
    begin_action(handler, action, now=LATER)
    finish_action(handler, action, how="K-2026-000012 の件を受けて改めた。", now=LATER)
    with pytest.raises(Invalid):
        draft_improvement(cast.actor("lead"), action, now=LATER)
    answer = browser_of("lead").post(f"/desk/actions/{action.reference}/draft/", follow=True)
    assert "改善の公表のページで書いてください" in words_of(answer)
    assert not Improvement.objects.exists()


def test_draft_is_one_press_and_leads_to_its_page(cast: Cast, browser_of: BrowserOf, client: Client) -> None:
    action = carried_out(cast)
    where = f"/desk/actions/{action.reference}/draft/"
    assert where not in client.get(f"/desk/actions/{action.reference}/").content.decode()
    lead = browser_of("lead")
    assert where in lead.get(f"/desk/actions/{action.reference}/").content.decode()
    answer: Any = lead.post(where, follow=True)
    assert answer.redirect_chain[0][0] == f"/desk/settings/improvements/{Improvement.objects.get().pk}/"
    assert "手順書を改め、全員が試した。" in answer.content.decode()
    assert "下書き" in words_of(lead.get(f"/desk/actions/{action.reference}/"))


# ---- notices


def test_notice_leads_to_the_action_and_says_what_has_happened(
    cast: Cast, client: Client, browser_of: BrowserOf
) -> None:
    action = approved(cast)
    page = client.get("/desk/notices/")
    said = words_of(page)
    for words in ("計画を承認した", "責田 みさき", action.reference, "皿が割れて届く"):
        assert words in said
    [notice] = page.context["lines"]
    answer = client.post(f"/desk/notices/{notice.row.pk}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/actions/{action.reference}/")
    assert "お知らせはまだありません" not in words_of(client.get("/desk/notices/?which=all"))
    assert not client.get("/desk/notices/").context["lines"]
