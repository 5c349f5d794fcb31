"""Corrective actions at the desk: the list and its filters, one from raising to approval, and who sees what of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kikitori.casework.mass import MassGiven, begin_mass
from kikitori.casework.mass_children import join_mass
from kikitori.casework.prevent.analyse import AnalysisGiven, AnalysisLine, analyse_action
from kikitori.casework.prevent.checking import check_actions
from kikitori.casework.prevent.raising import hand_over_action, link_action
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import CorrectiveAction, FishboneHead
from tests import makers
from tests.cast import Cast
from tests.corrective import approved, came, carried_out, cycle_of, day, fresh, planned, raised
from tests.interfaces.desk.arranged import restricted, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import FRIDAY

PLANNED = {
    "kind": "ca_rule",
    "plan": "手順書に緩衝材の量を書く。",
    "causes": ["process"],
    "subject": "",
    "days_before": "90",
    "days_after": "60",
    "threshold": "50",
    "unit": "",
}
WHYS = {
    "says_0": "箱の中で皿が動いた",
    "shown_0": "写真",
    "says_2": "量が決まっていない",
    "shown_2": "手順書",
    "roots": ["process"],
}


def at(action: CorrectiveAction, step: str = "") -> str:
    return f"/desk/actions/{action.reference}/{f'{step}/' if step else ''}"


def posted(client: Client, action: CorrectiveAction, step: str, **typed: Any) -> Any:
    return client.post(at(action, step), {"seen": fresh(action).version, **typed})


def references(answer: Any) -> list[str]:
    return [shown.row.reference for shown in answer.context["rows"]]


def test_one_is_raised_analysed_planned_and_approved_by_forms(
    cast: Cast, client: Client, browser_of: BrowserOf
) -> None:
    answer = client.post(
        "/desk/actions/new/",
        {
            "title": "皿が割れて届く",
            "problem": "続いている。",
            "seen_in": "月次報告",
            "owner": cast.handler.pk,
        },
    )
    action = CorrectiveAction.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, at(action))
    assert "受田 ひかりさんが原因を調べます。" in words_of(client.get(at(action)))
    assert posted(client, action, "analyse", **WHYS).status_code == 303
    assert [line["says"] for line in cycle_of(action).analysis] == [
        "箱の中で皿が動いた",
        "量が決まっていない",
    ]
    due = (timezone.localdate() + timedelta(days=5)).isoformat()
    assert posted(client, action, "plan", due_on=due, **PLANNED).status_code == 303
    page = words_of(browser_of("lead").get(at(action)))
    assert "実施を担当しない責任者が、承認するか差し戻します。" in page
    assert "実施前の発生率の50%" in page
    assert "実施後に0件でも偶然と区別できません" in page
    assert posted(browser_of("lead"), action, "approve").status_code == 303
    assert fresh(action).state == "approved"
    assert posted(client, action, "begin").status_code == 303
    assert posted(client, action, "finish", how="改めた。").status_code == 303
    page = words_of(client.get(at(action)))
    assert "これまでの状況" in page
    assert fresh(action).state == "implemented"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("make", [raised, planned, approved, carried_out])
def test_page_is_there_in_every_state_and_language(
    cast: Cast, browser_of: BrowserOf, make: Any, language: str
) -> None:
    action = make(cast)
    for role in ("handler", "lead", "auditor"):
        assert browser_of(role, language).get(at(action)).status_code == 200


def test_result_is_a_table_and_a_picture_and_former_cycles_stay(cast: Cast, client: Client) -> None:
    came(cast, range(-4, 0))
    action = carried_out(cast)
    came(cast, [12, 13, 14])
    check_actions(Actor.system("watched"), now=day(15))
    answer = client.get(at(action))
    page = words_of(answer)
    for words in ("第2回", "前の回は効果が不十分でした", "効果不十分", "30日あたり", "効果確認日を待たずに"):
        assert words in page
    content = answer.content.decode()
    assert content.count('<svg class="drawn"') == 2
    assert '<th scope="row">実施前</th><td class="number">4</td>' in content


def test_form_of_a_fishbone_has_our_heads_and_loses_nothing_under_one_that_is_retired(
    cast: Cast, client: Client
) -> None:
    action = raised(cast)
    given = AnalysisGiven(
        method="fishbone",
        lines=(AnalysisLine(says="交代が昼に重なる", shown="勤務表", bone="people"),),
        roots=("process",),
    )
    analyse_action(cast.actor("handler"), action, given, now=FRIDAY)
    for code, name, offered in (
        ("people", "人員", False),
        ("machine", "機械", False),
        ("own_1", "予算", True),
    ):
        FishboneHead.objects.create(code=code, name_ja=name, place=1, is_offered=offered, written_at=FRIDAY)
    form = client.get(at(action, "analyse") + "?method=fishbone")
    assert "交代が昼に重なる" in form.content.decode()
    assert [name for name, _places in form.context["form"].groups][:2] == ["人員", "予算"]
    assert "機械" not in words_of(form)
    drawn = words_of(client.get(at(action)))
    assert "人 交代が昼に重なる" in drawn
    assert "予算" not in drawn
    typed = {"says_machine_0": "古い印字機", "shown_machine_0": ""}
    answer = posted(client, action, "analyse", method="fishbone", roots=["process"], **typed)
    assert answer.status_code == 422
    assert "古い印字機" in answer.content.decode()


def test_fish_is_drawn_and_told_in_words(cast: Cast, client: Client) -> None:
    action = raised(cast)
    lines = [AnalysisLine(says=f"要因{n}", shown="記録", bone="method") for n in range(6)]
    given = AnalysisGiven(method="fishbone", lines=lines, roots=("process",))
    analyse_action(cast.actor("handler"), action, given, now=FRIDAY)
    page = client.get(at(action)).content.decode()
    assert page.count("<div>要因") == 6
    assert page.count('text-anchor="middle">') == 6
    assert "… +3" in page
    form = client.get(at(action, "analyse")).content.decode()
    assert form.count('value="要因') == 3


def test_lists_hold_what_their_names_say(cast: Cast, client: Client, browser_of: BrowserOf) -> None:
    made = {
        "raised": raised(cast),
        "planned": planned(cast),
        "approved": approved(cast),
        "done": carried_out(cast),
    }
    hand_over_action(cast.actor("handler"), made["raised"], to=cast.colleague, now=FRIDAY)
    CorrectiveAction.objects.filter(pk=made["approved"].pk).update(due_on=FRIDAY.date())
    CorrectiveAction.objects.filter(pk=made["planned"].pk).update(due_on="2999-01-01")
    expected = {
        "open": ["raised", "planned", "approved", "done"],
        "mine": ["planned", "approved", "done"],
        "late": ["approved"],
        "approve": ["planned"],
        "watched": ["done"],
        "all": ["raised", "planned", "approved", "done"],
    }
    for which, names in expected.items():
        answer = client.get(f"/desk/actions/?which={which}")
        assert set(references(answer)) == {made[name].reference for name in names}, which
    assert references(browser_of("colleague").get("/desk/actions/?which=mine")) == [made["raised"].reference]
    assert client.get("/desk/actions/?which=lost").status_code == 400


def test_list_asks_the_same_few_questions_however_long_it_is(
    cast: Cast, client: Client, django_assert_num_queries: Any
) -> None:
    raised(cast)
    client.get("/desk/actions/")
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/actions/")
    for _ in range(5):
        raised(cast)
    with django_assert_num_queries(len(few)):
        client.get("/desk/actions/")


def test_page_asks_the_same_questions_whatever_it_comes_from(
    cast: Cast, client: Client, django_assert_num_queries: Any
) -> None:
    action = raised(cast, complaint=makers.acknowledged(cast))
    client.get(at(action))
    with CaptureQueriesContext(connection) as few:
        client.get(at(action))
    for _ in range(3):
        link_action(cast.actor("handler"), action, complaint=makers.acknowledged(cast), now=FRIDAY)
    with django_assert_num_queries(len(few)):
        client.get(at(action))


def test_what_is_unseen_is_not_there(cast: Cast, browser_of: BrowserOf) -> None:
    hidden = restricted(cast)
    action = raised(cast)
    link_action(cast.actor("lead"), action, complaint=hidden, now=FRIDAY)
    handler = browser_of("handler").get(at(action))
    assert handler.status_code == 200
    assert hidden.reference not in handler.content.decode()
    assert "あなたが閲覧できない申出も元になっています。" in words_of(handler)
    assert hidden.reference in browser_of("lead").get(at(action)).content.decode()
    colleague = browser_of("colleague")
    for address in (at(action), at(action, "plan"), at(action, "analyse")):
        assert colleague.get(address).status_code == 404
    assert references(colleague.get("/desk/actions/?which=all")) == []


def test_auditor_reads_and_is_offered_nothing(cast: Cast, browser_of: BrowserOf) -> None:
    action, auditor = planned(cast), browser_of("auditor")
    page = auditor.get(at(action)).content.decode()
    assert '<form method="post" action="/desk/actions/' not in page
    assert at(action, "plan") not in page
    for step in ("plan", "approve", "analyse", "drop"):
        assert posted(auditor, action, step).status_code == 403
    assert auditor.get("/desk/actions/new/").status_code == 403


def test_handler_is_not_offered_to_approve(cast: Cast, client: Client, browser_of: BrowserOf) -> None:
    action = planned(cast)
    assert at(action, "approve") not in client.get(at(action)).content.decode()
    assert at(action, "approve") in browser_of("lead").get(at(action)).content.decode()
    assert posted(client, action, "approve").status_code == 403
    hand_over_action(cast.actor("handler"), action, to=cast.lead, now=FRIDAY)
    assert at(action, "approve") not in browser_of("lead").get(at(action)).content.decode()
    answer = browser_of("lead").post(at(action, "approve"), {"seen": fresh(action).version}, follow=True)
    assert "自分で承認や判断をすることができません" in words_of(answer)


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(cast: Cast, client: Client) -> None:
    action = planned(cast)
    answer = posted(client, action, "plan", due_on="2020-01-01", **{**PLANNED, "threshold": "400"})
    assert answer.status_code == 422
    assert {"due_on", "threshold"} <= set(answer.context["form"].errors)
    assert "手順書に緩衝材の量を書く。" in answer.content.decode()
    wrong = posted(client, action, "analyse", says_3="書いた", roots=["process"])
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["shown_3"]
    raising = client.post("/desk/actions/new/", {"title": "", "problem": "x"})
    assert raising.status_code == 422


def test_somebody_who_came_first_is_not_overwritten(cast: Cast, client: Client) -> None:
    action = planned(cast)
    due = (timezone.localdate() + timedelta(days=5)).isoformat()
    answer = client.post(at(action, "plan"), {"seen": action.version - 1, "due_on": due, **PLANNED})
    assert answer.status_code == 409
    assert "手順書に緩衝材の量を書く。" in answer.content.decode()
    assert cycle_of(action).plan != PLANNED["plan"]
    late = posted(client, approved(cast), "plan", due_on=due, **PLANNED)
    assert (late.status_code, "承認済" in words_of(late)) == (409, True)


def test_press_needs_a_press_and_unknown_words_are_not_there(cast: Cast, client: Client) -> None:
    action = planned(cast)
    for step in ("approve", "begin", "draft", "unlink", "sing"):
        assert client.get(at(action, step)).status_code == 404
    assert fresh(action).state == "planned"
    assert client.get(at(action, "analyse") + "?method=guess").status_code == 400


def test_every_form_opens(cast: Cast, client: Client, browser_of: BrowserOf) -> None:
    action = carried_out(cast, unit="注文")
    for step in ("count", "link", "hand-over", "anew", "finish", "drop"):
        assert client.get(at(action, step)).status_code == 200
    for step in ("send-back", "judge"):
        assert browser_of("lead").get(at(action, step)).status_code == 200
    assert client.get(at(action, "analyse") + "?method=fishbone").status_code == 200


def test_source_is_added_by_its_number(cast: Cast, client: Client) -> None:
    action, complaint, hidden = raised(cast), makers.acknowledged(cast), restricted(cast)
    assert posted(client, action, "link", reference=complaint.reference).status_code == 303
    assert [row.complaint for row in action.sources.all()] == [complaint]
    for number in (hidden.reference, "K-2026-999999"):
        assert posted(client, action, "link", reference=number).status_code == 422


def test_raised_from_a_complaint_or_a_mass_complaint_it_shows_there(cast: Cast, client: Client) -> None:
    complaint = makers.investigated(cast)
    mass = begin_mass(cast.actor("handler"), MassGiven(title="箱つぶれ", found="固定具の不足"), now=FRIDAY)
    join_mass(cast.actor("handler"), complaint, mass=mass, now=FRIDAY + timedelta(hours=1))
    typed = {"title": "固定具を替える", "problem": "x", "owner": cast.handler.pk}
    for where in (f"complaint={complaint.reference}", f"mass={mass.pk}"):
        form = client.get(f"/desk/actions/new/?{where}")
        assert form.status_code == 200
        assert client.post(f"/desk/actions/new/?{where}", typed).status_code == 303
    assert "固定具の不足" in client.get(f"/desk/actions/new/?mass={mass.pk}").content.decode()
    page = client.get(f"/desk/complaints/{complaint.reference}/").content.decode()
    for action in CorrectiveAction.objects.all():
        assert at(action) in page
    assert f"/desk/actions/new/?mass={mass.pk}" in client.get(f"/desk/mass/{mass.pk}/").content.decode()
    for where in ("complaint=K-2026-999999", "mass=9999", "mass=x"):
        assert client.get(f"/desk/actions/new/?{where}").status_code == 404
