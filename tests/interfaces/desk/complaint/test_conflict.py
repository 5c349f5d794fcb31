"""Two editors: the second sees both texts, who changed what since, and goes on from either."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework import write
from kikitori.casework.bar import name_unwanted
from kikitori.casework.deliver import deliver_letter
from kikitori.interfaces.desk.complaint.conflict import newest_event, only_mechanical
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from tests.cast import Cast
from tests.interfaces.desk.arranged import call_promised, missed, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import fresh, hidden, kinds, see, send
from tests.interfaces.desk.conftest import BrowserOf
from tests.letterbox import into_folder
from tests.makers import complainant_of


def test_second_assessor_sees_both_texts_and_who_was_first(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.assessed(cast)
    first, second = browser_of("colleague"), browser_of("handler")
    seen = hidden(see(second, complaint, "assess"))
    send(first, complaint, "assess", **bench.assessment(title_line="隣野の件名", severity="S2"),
         **hidden(see(first, complaint, "assess")))  # fmt: skip
    answer = send(
        second, complaint, "assess", **bench.assessment(title_line="受田の件名", note="受田のメモ"), **seen
    )
    assert answer.status_code == 409
    page = words_of(answer)
    for words in ("ほかの職員がこの苦情を更新しました", "隣野 まこと", "初期評価: S2 重大な損害・権利", "隣野の件名", "受田の件名",
                  "受田のメモ", "違いあり", "いまの内容から始める", "自分の入力で続ける"):  # fmt: skip
        assert words in page
    assert fresh(complaint).title == "隣野の件名"


def test_second_editor_goes_on_with_their_own_words(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.assessed(cast)
    second = browser_of("handler")
    seen = hidden(see(second, complaint, "assess"))
    send(browser_of("colleague"), complaint, "assess", **bench.assessment(title_line="隣野の件名"))
    mine = bench.assessment(title_line="受田の件名")
    both = send(second, complaint, "assess", **mine, **seen)
    again = send(second, complaint, "assess", **mine, **hidden(both))
    assert again.status_code == 303
    assert fresh(complaint).title == "受田の件名"


def test_second_editor_goes_on_from_what_stands_now(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.assessed(cast)
    second = browser_of("handler")
    seen = hidden(see(second, complaint, "assess"))
    send(browser_of("colleague"), complaint, "assess", **bench.assessment(title_line="隣野の件名"))
    both = send(second, complaint, "assess", **bench.assessment(), **seen)
    assert f'href="{bench.at(complaint, "assess")}"' in both.content.decode()
    assert 'value="隣野の件名"' in see(second, complaint, "assess").content.decode()


def test_third_change_between_shows_the_conflict_once_more(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.assessed(cast)
    second, first = browser_of("handler"), browser_of("colleague")
    seen = hidden(see(second, complaint, "assess"))
    send(first, complaint, "assess", **bench.assessment(title_line="一度目"))
    both = send(second, complaint, "assess", **bench.assessment(), **seen)
    send(first, complaint, "assess", **bench.assessment(title_line="二度目"))
    again = send(second, complaint, "assess", **bench.assessment(), **hidden(both))
    assert again.status_code == 409
    assert "二度目" in words_of(again)


def test_form_corrected_after_an_error_still_stands_on_its_first_ground(
    cast: Cast, browser_of: BrowserOf
) -> None:
    complaint = bench.assessed(cast)
    second = browser_of("handler")
    seen = hidden(see(second, complaint, "assess"))
    send(browser_of("colleague"), complaint, "assess", **bench.assessment(title_line="隣野の件名"))
    wrong = send(second, complaint, "assess", **bench.assessment(severity=""), **seen)
    assert wrong.status_code == 422
    corrected = send(second, complaint, "assess", **bench.assessment(), **hidden(wrong))
    assert corrected.status_code == 409


def test_offer_typed_while_another_was_sent_shows_both(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    second = browser_of("handler")
    seen = hidden(see(second, complaint, "propose"))
    send(
        browser_of("lead"),
        complaint,
        "propose",
        **bench.offer(text="責任者の案", remedy_0_text="返送料の負担"),
    )
    answer = send(second, complaint, "propose", **bench.offer(text="担当者の案"), **seen)
    assert answer.status_code == 409
    page = words_of(answer)
    for words in ("責任者の案", "担当者の案", "返送料の負担", "皿三枚の交換", "解決案を提示しました（第1回"):
        assert words in page
    assert complaint.proposals.count() == 1


def test_decision_typed_while_another_was_sent_can_only_be_copied(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    second = browser_of("handler")
    seen = hidden(see(second, complaint, "decide"))
    first = bench.decision(reasons_1="責任者の理由", outcome_1="partly")
    send(browser_of("lead"), complaint, "decide", **first)
    answer = send(second, complaint, "decide", **bench.decision(), **seen)
    assert answer.status_code == 409
    page = words_of(answer)
    assert "梱包の緩衝材が足りなかったため。" in page
    assert "決定" in page
    assert [finding.reasons for finding in complaint.allegations.get(number=1).findings.all()] == [
        "責任者の理由"
    ]


def test_new_word_of_the_complainant_is_seen_before_deciding(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    seen = hidden(see(client, complaint, "decide"))
    write.hear(Actor.complainant(complaint.pk), complaint, body="写真を送ります。", now=timezone.now())
    answer = send(client, complaint, "decide", **bench.decision(), **seen)
    assert answer.status_code == 409
    assert "写真を送ります。" in words_of(answer)


def test_letter_that_went_out_meanwhile_is_no_change(client: Client, cast: Cast, settings, tmp_path) -> None:
    into_folder(settings, tmp_path)
    complaint = bench.assessed(cast)
    seen = hidden(see(client, complaint, "assess"))
    letter = Letter.objects.get(complaint=complaint)
    deliver_letter(Actor.system("outbox"), letter.pk, now=timezone.now())
    assert kinds(complaint)[-1] == "letter_sent"
    assert send(client, complaint, "assess", **bench.assessment(), **seen).status_code == 303


def test_promise_found_missed_meanwhile_is_no_change(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    promise = call_promised(cast, complaint, due=-bench.A_DAY)
    seen = hidden(see(client, complaint, "propose"))
    missed(promise)
    assert send(client, complaint, "propose", **bench.offer(), **seen).status_code == 303


def test_machines_and_people_are_told_apart(cast: Cast) -> None:
    complaint = bench.investigated(cast)
    before = newest_event(complaint)
    assert only_mechanical(cast.actor("handler"), complaint, before)
    missed(call_promised(cast, complaint, due=-bench.A_DAY))
    assert not only_mechanical(cast.actor("handler"), complaint, before)
    assert only_mechanical(cast.actor("handler"), complaint, complaint.events.get(kind="call_promised").pk)


def test_what_is_confided_is_no_change_to_whoever_may_not_read_it(cast: Cast) -> None:
    complaint = bench.investigated(cast)
    before = newest_event(complaint)
    name_unwanted(complainant_of(complaint), complaint, words="受田さん", now=timezone.now())
    assert only_mechanical(cast.actor("handler"), complaint, before)
    assert not only_mechanical(cast.actor("lead"), complaint, before)


@pytest.mark.parametrize(
    "basis", [{}, {"seen_version": "", "seen_event": ""}, {"seen_version": "x", "seen_event": "y"}]
)
def test_form_without_its_ground_is_taken_or_asked_again_never_a_failure(
    client: Client, cast: Cast, basis: dict[str, str]
) -> None:
    complaint = bench.assessed(cast)
    assert send(client, complaint, "assess", **bench.assessment(), **basis).status_code in (303, 422)


def test_conflict_speaks_english_too(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.assessed(cast)
    second = browser_of("handler", "en")
    seen = hidden(see(second, complaint, "assess"))
    send(browser_of("colleague"), complaint, "assess", **bench.assessment(title_line="theirs"))
    page = words_of(send(second, complaint, "assess", **bench.assessment(title_line="mine"), **seen))
    for words in ("Somebody has gone on with this complaint while you were writing.", "What stands now",
                  "What you typed", "Go on from what stands now", "Go on from what you typed", "Differs"):  # fmt: skip
        assert words in page
