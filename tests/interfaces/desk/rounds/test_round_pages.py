"""Pages of rounds: asked from a list, told one by one, undone by a button; only for whoever asked."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from kikitori.casework.macros import MacroGiven, save_macro
from kikitori.casework.rounds import AT_ONCE
from kikitori.records.complaints.models import Complaint
from kikitori.records.selection.rounds import Round
from kikitori.records.together.parts import ME, Part, PartKind
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import copied, restricted, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import FRIDAY

MAIN = "queue:main:open"


def ask(client: Client, *some: Complaint, **values: Any) -> Any:
    picked = {} if values.get("everything") else {"picked": [each.pk for each in some]}
    return client.post(
        "/desk/rounds/", {"source": MAIN, "token": "t", "kind": "assign", "do": "take", **picked, **values}
    )


def test_chosen_ones_are_assigned_and_the_list_says_so(client: Client, cast: Cast) -> None:
    one, two, other = (taken_in(cast) for _ in range(3))
    answer = ask(client, one, two, to=cast.colleague.pk)
    begun = Round.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/queue/main/?state=open&round={begun.pk}")
    assert set(Complaint.objects.filter(assignee=cast.colleague)) == {one, two}
    back = client.get(answer["Location"])
    assert "2件を処理しました" in words_of(back)
    assert f'action="/desk/rounds/{begun.pk}/undo/"' in back.content.decode()
    undone = client.post(f"/desk/rounds/{begun.pk}/undo/", {"source": MAIN})
    assert not Complaint.objects.filter(assignee__isnull=False).exists()
    assert "2件を元に戻しました" in words_of(client.get(undone["Location"]))
    assert other.assignee is None


def test_sending_twice_is_one_round(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    first, second = (ask(client, complaint, kind="note", body="覚え") for _ in range(2))
    assert first["Location"] == second["Location"]
    assert complaint.messages.count() == 1


def test_what_was_not_possible_is_told_with_its_reason(client: Client, cast: Cast) -> None:
    grave, light = taken_in(cast, maker=makers.assessed, severity="S1"), taken_in(cast)
    answer = ask(client, grave, light, kind="place", queue="main", source="queue:urgent:open")
    assert "できませんでした" in words_of(client.get(answer["Location"]))
    page = words_of(client.get(f"/desk/rounds/{Round.objects.get().pk}/"))
    assert "変更できなかったもの" in page
    assert "重大な苦情（S1・S2）は「急ぎ」に置きます。" in page
    assert "すでにそこにあります。" in page


def test_question_is_asked_first_and_inside_the_list_where_scripts_are(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    page = ask(client, complaint, do="").content.decode()
    assert f'name="picked" value="{complaint.pk}"' in page
    assert "<html" in page
    inside = client.post(
        "/desk/rounds/",
        {"source": MAIN, "kind": "place", "picked": complaint.pk},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "<html" not in inside
    assert 'name="queue"' in inside
    assert not Round.objects.exists()


def test_what_is_missing_is_said_and_what_was_typed_stays(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    answer = ask(client, complaint, to="", reason="交代のため")
    assert answer.status_code == 422
    assert "交代のため" in answer.content.decode()
    nobody = ask(client, kind="note", body="消えない言葉")
    assert nobody.status_code == 422
    assert "苦情が選ばれていません" in words_of(nobody)
    assert "消えない言葉" in nobody.content.decode()
    assert not Round.objects.exists()


def test_all_of_a_list_is_that_list_and_many_are_watched(client: Client, cast: Cast) -> None:
    urgent = taken_in(cast, safety={"injury": "yes"})
    copied(taken_in(cast), AT_ONCE)
    answer = ask(client, everything="1", to=cast.colleague.pk)
    begun = Round.objects.get()
    assert answer["Location"] == f"/desk/rounds/{begun.pk}/"
    assert begun.items.count() == AT_ONCE + 1
    assert not begun.items.filter(complaint=urgent).exists()
    page = client.get(answer["Location"]).content.decode()
    assert f'max="{AT_ONCE + 1}"' in page
    assert 'hx-trigger="every 2s"' in page
    Round.objects.update(ended_at=begun.asked_at)
    assert "hx-trigger" not in client.get(answer["Location"]).content.decode().partition("<main")[2]


def test_round_of_another_and_what_is_not_seen_stay_hidden(
    browser_of: BrowserOf, client: Client, cast: Cast
) -> None:
    seen, hidden = taken_in(cast), restricted(cast)
    ask(client, seen, hidden, kind="note", body="覚え")
    begun = Round.objects.get()
    assert [item.complaint for item in begun.items.all()] == [seen]
    for method, address in (("get", ""), ("post", "undo/")):
        assert getattr(browser_of("lead"), method)(f"/desk/rounds/{begun.pk}/{address}").status_code == 404
    Complaint.objects.filter(pk=seen.pk).update(confidentiality="restricted", assignee=cast.lead)
    page = words_of(client.get(f"/desk/rounds/{begun.pk}/"))
    assert seen.reference not in page
    assert "ほか1件" in page


def test_auditor_can_choose_nothing(browser_of: BrowserOf, cast: Cast) -> None:
    taken_in(cast)
    page = browser_of("auditor").get("/desk/queue/main/").content.decode()
    assert "data-pick" not in re.sub(r"<script.*?</script>", "", page)
    assert browser_of("auditor").post("/desk/rounds/").status_code == 403


def test_hostile_choices_are_bad_requests(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    for change in (
        {"source": "queue:attic:open"}, {"source": "view:x"}, {"source": ""}, {"kind": "decide"}, {"kind": "undo"},
        {"picked": ["1; drop"]}, {"picked": ["9" * 19]}, {"picked": ["１"]}, {"picked": [str(n) for n in range(201)]},
    ):  # fmt: skip
        assert ask(client, complaint, **change).status_code == 400, change
    assert client.get("/desk/queue/main/?round=x").status_code == 200
    assert ask(client, complaint, source="view:99", everything="1").status_code == 404
    assert not Round.objects.exists()


def test_macro_is_chosen_with_its_steps_in_sight_and_used_on_each(client: Client, cast: Cast) -> None:
    one, two = taken_in(cast), taken_in(cast)
    take = [Part(kind=PartKind.ASSIGN, to=ME), Part(kind=PartKind.NOTE, words="確認中")]
    macro = save_macro(cast.actor("lead"), MacroGiven(name_ja="引き取る", parts=take), now=FRIDAY)
    call = [Part(kind=PartKind.CALL, days=1)]
    save_macro(cast.actor("lead"), MacroGiven(name_ja="電話を約束", parts=call), now=FRIDAY)
    asked = words_of(ask(client, one, two, kind="macro", do="ask"))
    assert "実行する人の担当になります。" in asked
    assert "内部メモを残します:「確認中」" in asked
    assert "電話を約束" not in asked
    answer = ask(client, one, two, kind="macro", macro=macro.pk)
    assert set(Complaint.objects.filter(assignee=cast.handler)) == {one, two}
    assert "2件を処理しました" in words_of(client.get(answer["Location"]))
    page = client.get(f"/desk/rounds/{Round.objects.get().pk}/")
    assert "定型操作「引き取る」を実行" in words_of(page)
    assert "/undo/" not in page.content.decode()


def test_without_a_macro_for_many_the_form_says_so(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    assert "まとめて使える定型操作がありません。" in words_of(ask(client, complaint, kind="macro", do="ask"))
    answer = ask(client, complaint, kind="macro")
    assert answer.status_code == 422
    assert not Round.objects.exists()
