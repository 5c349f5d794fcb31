"""Every step through the door: its form is shown, what is sent takes the step, and one lands at the new entry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from kikitori.casework.promise import promise_call_back
from kikitori.interfaces.desk.complaint.steps.table import STEPS
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, fresh, kinds, see, send
from tests.interfaces.desk.complaint.ways import WAYS
from tests.interfaces.desk.conftest import BrowserOf

#: Taken by itself after the last remedy; by hand only where a decision left nothing to be done.
BY_ITSELF = {"finish"}


def test_ways_cover_every_step_of_the_table() -> None:
    assert WAYS.keys() | BY_ITSELF == STEPS.keys()


@pytest.mark.parametrize("word", WAYS)
def test_form_is_shown_with_its_verb_and_reader(cast: Cast, browser_of: BrowserOf, word: str) -> None:
    way = WAYS[word]
    complaint = way.maker(cast, **way.changes)
    for language in ("ja", "en"):
        answer = see(browser_of(way.role, language), complaint, word)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert 'name="csrfmiddlewaretoken"' in page
        assert bench.hidden(answer)["token"]
        sides = {"spoken": "band--from", "shown": "band--public"}
        side = sides.get(STEPS[word].side, f"band--{STEPS[word].side}")
        assert side in page or "composer__panel" in page


@pytest.mark.parametrize("word", WAYS)
def test_step_is_taken_and_leads_to_its_entry(cast: Cast, browser_of: BrowserOf, word: str) -> None:
    way = WAYS[word]
    complaint = way.maker(cast, **way.changes)
    before = complaint.events.order_by("-pk").values_list("pk", flat=True)[0]
    client = browser_of(way.role)
    answer = send(client, complaint, word, **way.filled(complaint, cast))
    assert answer.status_code == 303, words_of(answer)
    entries = list(complaint.events.filter(pk__gt=before).order_by("pk"))
    entry = entries[0]
    assert way.event in [each.kind for each in entries]
    assert entry.actor_staff == getattr(cast, way.role)
    assert answer["Location"] == f"{at(complaint)}#entry-{entry.pk}"
    assert fresh(complaint).state == way.state
    page = see(client, complaint)
    assert f'id="entry-{entry.pk}"' in page.content.decode()
    with translation.override("ja"):
        for words in (*way.said, str(STEPS[word].done)):
            assert words in words_of(page)
    english = words_of(see(browser_of(way.role, "en"), complaint))
    assert "Next step" in english
    assert "次の一手" not in english


def test_last_remedy_tells_the_complainant_by_itself(client: Client, cast: Cast) -> None:
    complaint = bench.remedying(cast)
    for remedy in complaint.remedies.order_by("pk"):
        assert send(client, complaint, "remedy", remedy=remedy.pk).status_code == 303
    assert fresh(complaint).state == "confirming"
    assert kinds(complaint)[-1] == "remedies_finished"
    assert complaint.letters.filter(kind="remedies_done").exists()


def test_finishing_by_hand_tells_the_complainant(client: Client, cast: Cast) -> None:
    complaint = bench.decided(cast)
    assert see(client, complaint, "finish").status_code == 200
    assert send(client, complaint, "finish").status_code == 303
    assert fresh(complaint).state == "confirming"


def test_one_click_takes_it_into_my_hands(client: Client, cast: Cast) -> None:
    complaint = bench.assessed(cast)
    page = see(client, complaint)
    assert "自分が担当する" in words_of(page)
    assert send(client, complaint, "assign", to=cast.handler.pk).status_code == 303
    assert fresh(complaint).assignee == cast.handler
    assert "自分が担当する" not in words_of(see(client, complaint))


def test_colleagues_are_shown_with_what_is_in_their_hands(client: Client, cast: Cast) -> None:
    for _ in range(3):
        bench.investigated(cast)
    page = words_of(see(client, bench.assessed(cast), "assign"))
    assert "受田 ひかり 進行中 3件・お客様窓口" in page
    assert "隣野 まこと 進行中 0件・お客様窓口" in page
    assert cast.auditor.name not in page
    assert cast.administrator.name not in page


def test_colleague_who_has_left_cannot_be_chosen(client: Client, cast: Cast) -> None:
    complaint = bench.assessed(cast)
    cast.colleague.is_active = False
    cast.colleague.save()
    assert cast.colleague.name not in words_of(see(client, complaint, "assign"))
    assert send(client, complaint, "assign", to=cast.colleague.pk).status_code == 422
    assert fresh(complaint).assignee is None


def test_restricted_complaint_handed_on_leaves_my_sight_with_a_word(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    send(client, complaint, "assess", **bench.assessment(confidentiality="restricted"))
    assert "担当者と責任者のみ" in words_of(see(client, complaint))
    answer = send(client, complaint, "assign", to=cast.colleague.pk)
    assert (answer.status_code, answer["Location"]) == (303, "/desk/")
    assert "担当を割り当てました。" in words_of(client.get("/desk/"))
    assert see(client, complaint).status_code == 404


def test_beginning_takes_what_is_in_nobodys_hands(client: Client, cast: Cast) -> None:
    complaint = bench.assessed(cast)
    send(client, complaint, "investigate")
    assert fresh(complaint).assignee == cast.handler


def test_call_keeps_the_promise_to_call(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    now = timezone.now()
    promise = promise_call_back(cast.actor("handler"), complaint, at=now + timedelta(hours=2), now=now)
    send(client, complaint, "call", body="お話ししました。")
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_call_is_promised_in_the_organisations_zone(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    send(client, complaint, "promise-call", day=bench.in_days(3), time="９：１５")
    promise = complaint.promises.get(kind="call_back")
    local = promise.due_at.astimezone(bench.JAPAN)
    assert (local.date().isoformat(), f"{local:%H:%M}") == (bench.in_days(3), "09:15")
