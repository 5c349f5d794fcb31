"""The investigation at the desk: planned, taken in, compared, and beside each point of a decision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from kikitori.casework.note_fact import FactGiven, note_fact
from kikitori.casework.take_evidence import take_evidence
from kikitori.records.complaints.models import Complaint
from kikitori.records.inquiry.plan import UsualInquiryLine
from tests.casework.verbs_of_investigation import BOX
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, fresh, see, send
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import FRIDAY

EVIDENCE = {"kind": "document", "what": "配送の記録", "source": "配送会社", "bears_1": "supports"}


def boxed(cast: Cast, complaint: Complaint) -> None:
    """A crushed box, and a fact it shows."""
    actor, now = cast.actor("handler"), timezone.now()
    row = take_evidence(actor, complaint, given=replace(BOX, got_on=bench.today()), now=now)
    note_fact(
        actor,
        complaint,
        given=FactGiven(nature="fact", text="角がつぶれている", point=1, evidence=row),
        now=now,
    )


def check(client: Any, complaint: Complaint) -> Any:
    return client.get(f"{at(complaint)}evidence/check/")


# ── planning ──


@pytest.mark.parametrize(("severity", "offered"), [("S1", True), ("S3", True), ("S4", False)])
def test_usual_lines_are_offered_in_proportion(
    cast: Cast, browser_of: BrowserOf, severity: str, *, offered: bool
) -> None:
    complaint = bench.investigated(cast, severity=severity)
    page = see(browser_of("handler"), complaint, "plan").content.decode()
    assert ("配送の経路と引渡しの記録を取り寄せる" in page) is offered
    assert ("ふつう調べること" in page) is offered


def test_where_no_piece_is_a_file_nothing_is_said_to_be_unchanged(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    boxed(cast, complaint)
    text = words_of(check(browser_of("handler"), complaint))
    assert "ファイルのある証拠はないため、照合するものはありません。" in text
    assert "変わっていません" not in text


def test_lines_in_our_own_words_are_offered(cast: Cast, browser_of: BrowserOf) -> None:
    UsualInquiryLine.objects.create(
        code="delivery_1", subject="delivery", what_ja="車を見る", place=1, written_at=FRIDAY
    )
    UsualInquiryLine.objects.create(
        code="delivery_2", subject="delivery", what_ja="写真", place=2, is_offered=False, written_at=FRIDAY
    )
    page = see(browser_of("handler"), bench.investigated(cast), "plan").content.decode()
    assert "車を見る" in page
    assert "配送の経路と引渡しの記録を取り寄せる" not in page
    assert "破損・遅れの様子を写真と梱包材で確かめる" not in page


def test_lines_are_offered_once(cast: Cast, browser_of: BrowserOf) -> None:
    complaint, client = bench.investigated(cast), browser_of("handler")
    send(client, complaint, "plan", line_0_what="記録")
    assert "ふつう調べること" not in words_of(see(client, complaint, "plan"))


def test_row_that_is_wrong_is_named_beside_its_field(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    answer = send(browser_of("handler"), complaint, "plan", line_0_what="写真", line_2_what="記録",
                  line_2_to=str(cast.handler.pk))  # fmt: skip
    assert answer.status_code == 422
    assert "「調査項目3の期日」が空です" in words_of(answer)
    assert not fresh(complaint).inquiry_lines.exists()


# ── evidence ──


def test_new_file_is_taken_in_with_its_digest(cast: Cast, browser_of: BrowserOf) -> None:
    complaint, client = bench.investigated(cast), browser_of("handler")
    sent = SimpleUploadedFile("記録.pdf", b"%PDF-1.7 x")
    answer = send(client, complaint, "evidence", **EVIDENCE, got_on=bench.in_days(0), files=sent)
    assert answer.status_code == 303, words_of(answer)
    row = fresh(complaint).evidence.get()
    assert (row.file_name, row.size, len(row.digest)) == ("記録.pdf", 10, 64)
    page = client.get(at(complaint)).content.decode()
    assert f"files/{row.enclosure_id}/" in page
    assert "E-1" in page


def test_file_that_is_here_already_is_offered_and_a_refused_one_is_named(
    cast: Cast, browser_of: BrowserOf
) -> None:
    complaint, client = bench.investigated(cast), browser_of("handler")
    day = bench.in_days(0)
    send(
        client,
        complaint,
        "evidence",
        **EVIDENCE,
        got_on=day,
        files=SimpleUploadedFile("記録.pdf", b"%PDF-1.7 x"),
    )
    row = fresh(complaint).evidence.get()
    assert f'value="e{row.enclosure_id}"' in see(client, complaint, "evidence").content.decode()
    send(client, complaint, "evidence", **EVIDENCE, got_on=day, there=f"e{row.enclosure_id}")
    assert fresh(complaint).evidence.count() == 2
    empty = send(
        client, complaint, "evidence", **EVIDENCE, got_on=day, files=SimpleUploadedFile("空.pdf", b"")
    )
    assert empty.status_code == 422
    assert "空.pdf" in words_of(empty)
    assert "配送の記録" in empty.content.decode(), "what was typed is there"


def test_two_files_at_once_are_refused(cast: Cast, browser_of: BrowserOf) -> None:
    complaint, client = bench.investigated(cast), browser_of("handler")
    day = bench.in_days(0)
    send(
        client,
        complaint,
        "evidence",
        **EVIDENCE,
        got_on=day,
        files=SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"),
    )
    number = fresh(complaint).evidence.get().enclosure_id
    answer = send(client, complaint, "evidence", **EVIDENCE, got_on=day, there=f"e{number}",
                  files=SimpleUploadedFile("b.pdf", b"%PDF-1.7 y"))  # fmt: skip
    assert answer.status_code == 422
    assert fresh(complaint).evidence.count() == 1


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_whoever_reads_compares_every_file_and_nothing_is_written(
    cast: Cast, browser_of: BrowserOf, role: str
) -> None:
    complaint, client = bench.investigated(cast), browser_of("handler")
    assert "証拠はまだありません。" in words_of(check(browser_of(role), complaint))
    boxed(cast, complaint)
    send(client, complaint, "evidence", **EVIDENCE, got_on=bench.in_days(0),
         files=SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"))  # fmt: skip
    before = complaint.events.count()
    text = words_of(check(browser_of(role), complaint))
    assert "すべてのファイルが、登録したときのまま変わっていません。" in text
    assert "ファイルなし（照合の対象外）" in text
    assert complaint.events.count() == before


def test_changed_file_is_called_so(cast: Cast, browser_of: BrowserOf) -> None:
    complaint, client = bench.investigated(cast), browser_of("handler")
    send(client, complaint, "evidence", **EVIDENCE, got_on=bench.in_days(0),
         files=SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("update records_enclosure set raw = %s", [b"%PDF-1.7 z"])
    text = words_of(check(browser_of("auditor"), complaint))
    assert "登録したときと違う証拠が1件あります。" in text
    assert "この証拠をもとに認定しないでください。" in text


def test_who_does_not_see_it_finds_no_page(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.auditor.pk])
    assert check(browser_of("auditor"), complaint).status_code == 404


# ── on the page of the complaint ──


def test_facts_and_opinions_stand_apart_with_what_shows_them(cast: Cast, browser_of: BrowserOf) -> None:
    complaint, client = bench.investigated(cast), browser_of("handler")
    boxed(cast, complaint)
    send(client, complaint, "fact", nature="opinion", text="梱包が弱い", whose="包装の専門家")
    text = words_of(client.get(at(complaint)))
    assert "E-1による" in text
    assert "包装の専門家の意見" in text
    assert "申出事項1: 申出事項を裏付ける" in text


def test_auditor_reads_all_of_it_and_is_offered_no_step(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    boxed(cast, complaint)
    page = browser_of("auditor").get(at(complaint)).content.decode()
    assert "角がつぶれている" in page
    assert "/custody/" not in page
    assert f"{at(complaint)}plan/" not in page
    assert f"{at(complaint)}evidence/check/" in page


def test_words_of_strangers_stay_words(cast: Cast, browser_of: BrowserOf) -> None:
    complaint, client = bench.investigated(cast), browser_of("handler")
    mark = "<script>alert(1)</script>"
    for word, typed in (
        ("plan", {"line_0_what": mark, "line_0_source": mark}),
        ("fact", {"nature": "fact", "text": mark}),
    ):
        send(client, complaint, word, **typed)
    send(
        client,
        complaint,
        "evidence",
        **{**EVIDENCE, "what": mark, "source": mark},
        got_on=bench.in_days(0),
        place=mark,
    )
    for page in (client.get(at(complaint)), check(client, complaint), see(client, complaint, "decide")):
        assert mark not in page.content.decode()


# ── deciding ──


def test_ground_stands_beside_the_point(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    boxed(cast, complaint)
    text = words_of(see(browser_of("handler"), complaint, "decide"))
    assert "裏付ける証拠 E-1 つぶれた箱" in text
    assert "角がつぶれている (E-1)" in text
    assert "関連する申出を" not in text


def test_number_that_is_not_in_the_register_is_refused_and_the_words_stay(
    cast: Cast, browser_of: BrowserOf
) -> None:
    complaint = bench.investigated(cast)
    answer = send(browser_of("handler"), complaint, "decide", **bench.decision(reasons_1="E-4のとおり"))
    assert answer.status_code == 409
    assert "E-4という証拠は登録されていないか" in words_of(answer)
    assert "E-4のとおり" in answer.content.decode()


def test_grave_one_leads_to_its_plan(cast: Cast, browser_of: BrowserOf) -> None:
    complaint, lead = bench.investigated(cast, severity="S2"), browser_of("lead")
    assert "調査計画がなければ決定できません。" in words_of(see(lead, complaint, "decide"))
    answer = send(lead, complaint, "decide", **bench.decision())
    assert answer.status_code == 409
    assert f"{at(complaint)}plan/" in answer.content.decode()
    send(lead, complaint, "plan", line_0_what="現物")
    assert "まだ終わっていない調査項目が1件あります。" in words_of(see(lead, complaint, "decide"))
    assert send(lead, complaint, "decide", **bench.decision()).status_code == 303


def test_related_complaints_are_looked_at_or_it_is_said_why_not(cast: Cast, browser_of: BrowserOf) -> None:
    other, complaint = bench.decided(cast), bench.investigated(cast)
    client = browser_of("handler")
    page = see(client, complaint, "decide")
    assert other.reference in page.content.decode()
    assert "認容" in words_of(page)
    answer = send(client, complaint, "decide", **bench.decision())
    assert answer.status_code == 422
    assert "「関連する申出」が空です" in words_of(answer)
    assert (
        send(client, complaint, "decide", **bench.decision(related_why_not="別の店の話")).status_code == 303
    )
    data = complaint.events.get(kind="decided").data
    assert (data["related"], data["related_looked_at"], data["related_why_not"]) == (1, False, "別の店の話")
    assert "関連する申出を確かめていません：別の店の話" in words_of(client.get(at(complaint)))


def test_tick_is_enough_and_of_what_is_slight_nobody_is_asked(cast: Cast, browser_of: BrowserOf) -> None:
    bench.decided(cast)
    usual, slight = bench.investigated(cast), bench.investigated(cast, severity="S4")
    client = browser_of("handler")
    assert send(client, usual, "decide", **bench.decision(related_seen="on")).status_code == 303
    assert usual.events.get(kind="decided").data["related_looked_at"] is True
    assert send(client, slight, "decide", **bench.decision()).status_code == 303
    assert "related" not in slight.events.get(kind="decided").data


def test_complainant_reads_nothing_of_it(cast: Cast, browser_of: BrowserOf) -> None:
    bench.decided(cast)
    complaint, client = bench.investigated(cast), browser_of("handler")
    boxed(cast, complaint)
    send(client, complaint, "decide", **bench.decision(related_why_not="別の店の話"))
    page = client.get(f"{at(complaint)}as-seen/").content.decode()
    assert not [secret for secret in ("つぶれた箱", "角がつぶれている", "別の店の話") if secret in page]
