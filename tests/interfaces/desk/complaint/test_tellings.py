"""Every kind of event is told, in both languages, from its kind and values alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from kikitori.casework.deliver import deliver_letter
from kikitori.casework.posting import post_letter
from kikitori.casework.reissue import reissue_slip
from kikitori.casework.sweep import note_missed_promises
from kikitori.interfaces.desk.complaint import timeline
from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings import table
from kikitori.interfaces.desk.complaint.tellings.handling import reasons
from kikitori.interfaces.desk.complaint.tellings.table import tell
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import by_post, call_promised, missed, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import see, send, standing
from tests.interfaces.desk.conftest import BrowserOf
from tests.letterbox import into_folder


def told(complaint: Complaint, cast: Cast, kind: str, language: str, *, public: bool = False) -> str:
    """The newest event of a kind, in words."""
    with translation.override(language):
        event = complaint.events.filter(kind=kind).order_by("pk").last()
        assert event is not None, kind
        return tell(event, Known(standing(complaint, cast), [event], public=public)).sentence


#: kind → (how it comes about, what is said in ja, in en)
SAID: dict[str, tuple[bench.Made, str, str]] = {
    "received": (bench.received, "受付（電話）", "Received (Phone)"),
    "acknowledged": (bench.acknowledged, "受付を通知しました", "Receipt confirmed to the complainant"),
    "assessed": (bench.assessed, "初期評価: S3 通常・緊急度 通常・申出事項 2件",
                 "Assessed: S3 Ordinary, urgency: As usual, 2 points"),
    "assigned": (bench.investigated, "受田 ひかりを担当に割り当てました", "Put into the hands of 受田 ひかり"),
    "investigation_begun": (bench.investigated, "調査を始めました", "Investigation begun"),
    "question_asked": (bench.third_party_asked, "配送会社に照会しました（回答の希望日", "配送会社 was asked, answer wanted by"),
    "proposed": (bench.proposed, "解決案を提示しました（第1回、回答の期日", "Solution proposed (round 1), held open until"),
    "accepted": (bench.remedying, "解決案が受け入れられました", "Proposal accepted"),
    "decided": (bench.decided, "決定しました", "Decision made"),
    "remedy_done": (bench.confirming, "実施済み: 書面によるお詫び", "Done: 書面によるお詫び"),
    "remedies_finished": (bench.confirming, "すべての救済を実施しました", "All remedies carried out"),
    "solution_asked": (bench.solution_asked, "解決したかを尋ねました", "Complainant asked whether it is solved"),
    "solved": (bench.closed, "申出者の回答: 解決した", "Complainant says: solved"),
    "closed": (bench.closed, "合意で終了: 申出者から解決したとの回答", "Closed as agreed: the complainant says it is solved"),
    "withdrawn": (bench.withdrawn, "申出者が取り下げました", "Withdrawn by the complainant"),
}  # fmt: skip


@pytest.mark.parametrize("kind", SAID)
def test_event_is_told_in_both_languages(cast: Cast, kind: str) -> None:
    maker, ja, en = SAID[kind]
    complaint = maker(cast)
    assert told(complaint, cast, kind, "ja").startswith(ja)
    assert told(complaint, cast, kind, "en").startswith(en)


def test_every_kind_of_event_has_a_telling() -> None:
    assert set(table._TELLERS) == set(EventKind)


def test_kind_nobody_has_heard_of_is_told_by_its_word(cast: Cast) -> None:
    complaint = bench.received(cast)
    event = Event(
        pk=1, complaint=complaint, kind="moved_to_mars", at=timezone.now(), data={}, visibility="internal"
    )
    assert tell(event, Known(standing(complaint, cast), [event])).sentence == "moved_to_mars"


@pytest.mark.parametrize(
    "kind", [kind for kind in EventKind if kind not in {"received", "assessed", "promise_replaced"}]
)
def test_event_with_nothing_in_it_is_still_told(cast: Cast, kind: str) -> None:
    complaint = bench.received(cast)
    of_letter = kind.startswith("letter_")
    data = {"kind": "reply", "number": "L-2026-000012", "reason": "moved"} if of_letter else {}
    event = Event(pk=1, complaint=complaint, kind=kind, at=timezone.now(), data=data, visibility="public")
    for public in (False, True):
        assert tell(event, Known(standing(complaint, cast), [event], public=public)).sentence


def test_letters_sent_failed_and_posted_are_told_apart(
    client: Client, cast: Cast, settings, tmp_path
) -> None:
    into_folder(settings, tmp_path)
    mailed = bench.acknowledged(cast)
    deliver_letter(Actor.system("outbox"), mailed.letters.get().pk, now=timezone.now())
    assert told(mailed, cast, "letter_sent", "ja") == "送りました（電子メール）: 受付通知"
    lost = bench.acknowledged(cast)
    Letter.objects.filter(complaint=lost).update(to_address="nowhere")
    deliver_letter(Actor.system("outbox"), lost.letters.get().pk, now=timezone.now())
    assert told(lost, cast, "letter_failed", "ja") == "送れませんでした: 受付通知"
    assert "自動" in words_of(see(client, lost))
    posted = bench.acknowledged(cast, complainant=by_post())
    post_letter(cast.actor("handler"), posted.letters.get(), now=timezone.now())
    assert told(posted, cast, "letter_sent", "en") == "Printed and posted: Confirmation of receipt"


def test_missed_promise_and_what_followed_are_told(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    call_promised(cast, complaint, due=-timedelta(hours=2))
    note_missed_promises(Actor.system("swept"), now=timezone.now())
    assert told(complaint, cast, "escalated", "ja") == "責田 みさきに上申しました"
    page = words_of(see(client, complaint))
    assert "約束の超過（折り返し電話）" in page
    assert "約束の期日を過ぎました" in page


def test_reason_of_a_person_who_escalates_is_theirs(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    send(client, complaint, "escalate", reason="progress")
    assert "責田 みさきに上申しました" in words_of(see(client, complaint))
    assert "progress" in words_of(see(client, complaint))


def test_handing_over_names_both_colleagues(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    send(client, complaint, "assign", to=cast.colleague.pk)
    assert told(complaint, cast, "assigned", "ja") == "担当を受田 ひかりから隣野 まことに引き継ぎました"


def test_new_slip_is_told_without_its_secret(cast: Cast) -> None:
    complaint = bench.received(cast)
    slip = reissue_slip(cast.actor("handler"), complaint, token=makers.token(), now=timezone.now())
    assert told(complaint, cast, "receipt_issued", "ja") == "控えを再発行しました"
    event = complaint.events.get(kind="receipt_issued")
    assert slip.secret not in str(event.data)


def test_reasons_for_a_place_are_told_in_words() -> None:
    with translation.override("ja"):
        assert reasons(["judged", "heated", "fire"]) == [
            "強い怒りや動揺があるため、緊急度を一段上げました。",
            "安全の確認: 「発火・発煙・爆発がありましたか」に「はい」、または文面にその記述",
        ]
        assert reasons(None) == reasons("fire") == []


def test_who_acted_is_named_to_staff_and_not_to_the_complainant(cast: Cast) -> None:
    complaint = bench.closed(cast)
    staff = [entry.who for entry in timeline.newest(standing(complaint, cast)).entries]
    assert {"受田 ひかり", "申出者", "自動"} <= set(staff)
    with translation.override("ja"):
        theirs = {entry.who for entry in timeline.newest(standing(complaint, cast), public=True).entries}
    assert theirs == {"みほん堂", "申出者"}


def test_timeline_is_read_in_order_and_whole(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.closed(cast)
    entries = timeline.newest(standing(complaint, cast)).entries
    assert [entry.pk for entry in entries] == list(
        complaint.events.order_by("pk").values_list("pk", flat=True)
    )
    assert missed(call_promised(cast, bench.investigated(cast), due=-timedelta(hours=1))).state == "missed"
