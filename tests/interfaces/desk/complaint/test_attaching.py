"""Files in the composer: chosen, shown, taken away, sent; with and without scripts nothing of it is ever lost."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, QueryDict
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from pytest_django.fixtures import Settings

from kikitori.casework.drafts import Page
from kikitori.casework.enclosures import FileGiven, enclose
from kikitori.casework.schedule_reply import schedule_reply, send_waiting_reply
from kikitori.interfaces.desk.complaint import sent_once
from kikitori.interfaces.desk.complaint.files_shown import Enclosed
from kikitori.interfaces.desk.complaint.uploads import files_given, numbers_there, refused_in_words
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import FileFlaw
from kikitori.records.letters.models import Message
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, see, send
from tests.interfaces.desk.conftest import BrowserOf

PDF = b"%PDF-1.7 x"
OUTBOX = Actor.system("outbox")
HTMX = {"HX-Request": "true"}


def upload(name: str = "報告.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def attach(client: Client, complaint: Complaint, form: str = "reply", **typed: object) -> HttpResponse:
    return client.post(at(complaint, f"attach/{form}"), {"token": "page-1", **typed})


def lies(cast: Cast, complaint: Complaint, role: str = "handler", form: Step = Step.REPLY) -> Enclosure:
    """A file in somebody's draft."""
    given = FileGiven("報告.pdf", len(PDF), lambda: PDF)
    page, now = Page(makers.token()), timezone.now()
    kept = enclose(cast.actor(role), complaint, form=form, text="文", files=[given], page=page, now=now)
    return kept.added[0]


def part(answer: HttpResponse, form: str = "reply") -> str:
    """What the composer shows of files."""
    return answer.content.decode().partition(f'id="files-{form}"')[2].partition('class="attach__more')[0]


# ---- without scripts


def test_file_added_keeps_what_was_typed_and_sends_nothing(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    answer = attach(client, complaint, body="書きかけの文", files=[upload(), upload("写真.png", b"\x89PNG")])
    draft = Draft.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{at(complaint)}?draft={draft.pk}#composer")
    page = client.get(answer["Location"])
    assert "ファイルを2件添付しました。まだ何も送信していません。" in words_of(page)
    assert "書きかけの文</textarea>" in page.content.decode()
    assert re.findall(r'name="enclosed" value="(\d+)"', part(page)) == [
        str(row.pk) for row in Enclosure.objects.all()
    ]
    assert part(page, "note").count("enclosed") == 0
    assert (Message.objects.count(), PendingReply.objects.count()) == (0, 0)


def test_refused_files_are_named_with_their_reason(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    answer = attach(client, complaint, files=[upload("空.txt", b""), upload("a.exe", b"MZ"), upload()])
    said = words_of(client.get(answer["Location"]))
    assert "「空.txt」は添付していません。中身が空です。" in said
    assert "「a.exe」は添付していません。プログラムです。" in said
    assert "ファイルを1件添付しました。" in said


def test_file_is_taken_away_and_the_text_stays(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    attach(client, complaint, body="文", files=upload())
    number = Enclosure.objects.get().pk
    answer = attach(client, complaint, body="文を直した", enclosed=number, drop=number)
    assert "ファイルを外しました。" in words_of(client.get(answer["Location"]))
    assert (Enclosure.objects.count(), Draft.objects.get().text) == (0, "文を直した")


def test_file_chosen_and_sent_in_one_go_goes_along(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    assert send(client, complaint, "reply", body="明細を添付します。", files=upload()).status_code == 303
    [file] = PendingReply.objects.get().enclosures.all()
    assert (file.name, Draft.objects.filter(is_sent=False).count()) == ("報告.pdf", 0)


def test_refused_file_stops_the_sending_and_costs_nothing(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    answer = send(client, complaint, "reply", body="添付します。", files=[upload(), upload("空.txt", b"")])
    assert answer.status_code == 422
    assert "「空.txt」は添付していません。" in words_of(answer)
    assert "添付します。</textarea>" in answer.content.decode()
    assert "報告.pdf" in part(answer)
    assert PendingReply.objects.count() == 0


@pytest.mark.parametrize("word", ["draft/reply", "templates"])
def test_file_chosen_before_another_button_is_pressed_is_kept_too(
    client: Client, cast: Cast, word: str
) -> None:
    complaint = bench.investigated(cast)
    client.post(at(complaint, word), {"token": "page-1", "body": "文", "files": upload()})
    assert [row.draft.text for row in Enclosure.objects.select_related("draft") if row.draft] == ["文"]


def test_note_keeps_its_files_among_ourselves(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    send(client, complaint, "note", body="証拠", files=upload("証拠.pdf"))
    said = Message.objects.get()
    assert (said.visibility, [row.name for row in said.enclosures.all()]) == ("internal", ["証拠.pdf"])
    page = see(client, complaint)
    assert f'{at(complaint)}files/{said.enclosures.get().pk}/"' in page.content.decode()
    assert "証拠.pdf" not in see(client, complaint, "as-seen").content.decode()


# ---- with scripts


def test_htmx_gets_the_list_alone(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    sent = {"token": "page-1", "body": "文", "files": [upload(), upload("空.txt", b"")]}
    answer = client.post(at(complaint, "attach/reply"), sent, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.strip().startswith('<div class="attach" id="files-reply">')
    assert ("報告.pdf" in page, "「空.txt」は添付していません。中身が空です。" in page) == (True, True)
    number = Enclosure.objects.get().pk
    after = client.post(at(complaint, "attach/reply"), {**sent, "files": "", "drop": number}, headers=HTMX)
    assert "報告.pdf" not in after.content.decode()


def test_autosave_is_no_upload_and_leaves_files_alone(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    attach(client, complaint, body="文", files=upload())
    page = see(client, complaint).content.decode()
    fields = re.findall(r'<textarea id="(?:reply|note)-text"[^>]*>', page)
    assert len(fields) == 2
    assert all('hx-encoding="application/x-www-form-urlencoded"' in each for each in fields)
    for text in ("文を", ""):
        client.post(at(complaint, "draft/reply"), {"token": "page-1", "body": text}, headers=HTMX)
    assert (Enclosure.objects.count(), Draft.objects.get().text) == (1, "")


def test_enter_in_a_field_of_one_line_takes_no_file_away(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    attach(client, complaint, body="文", files=upload())
    form = see(client, complaint).content.decode().partition(f'action="{at(complaint, "reply")}"')[2]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert 'name="drop"' not in first.group()
    assert at(complaint, "templates") in first.group()


# ---- the notice that nothing is attached


def test_notice_is_true(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    notice = "何も添付されていません"
    assert notice in words_of(send(client, complaint, "reply", body="明細を添付します。"))
    assert send(client, complaint, "reply", body="明細を添付します。", files=upload()).status_code == 303


def test_preview_names_the_files_as_the_letter_does(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    answer = send(client, complaint, "reply", body="明細です。", files=upload(), look="1")
    assert "添付： ・報告.pdf" in words_of(answer)
    assert PendingReply.objects.count() == 0


# ---- the same once more


def test_same_sending_twice_is_one_and_another_file_is_another(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    for content in (PDF, PDF, PDF + b"2"):
        client.post(
            at(complaint, "reply"), {"token": "t", "body": "添付します。", "files": upload(content=content)}
        )
    assert [row.enclosures.count() for row in PendingReply.objects.all()] == [1]
    # The third arrives from a page that was sent: it is refused in words, and the text is not sent twice.


@pytest.mark.parametrize("other", [upload("b.pdf"), upload(content=b"%PDF-2"), None])
def test_files_belong_to_what_names_a_sending(other: SimpleUploadedFile | None) -> None:
    def key(file: SimpleUploadedFile | None) -> str:
        typed = {"token": "t", "body": "x"} | ({"files": file} if file else {})
        return sent_once.key_of(RequestFactory().post("/x/", typed))

    assert key(upload()) == key(upload())
    assert key(upload()) != key(other)


def test_files_that_changed_meanwhile_are_said_and_nothing_is_sent(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    gone = lies(cast, complaint).pk
    Enclosure.objects.all().delete()
    answer = send(client, complaint, "reply", body="添付します。", enclosed=gone, checked="")
    checked = re.search(r'name="checked" value="([^"]+)"', answer.content.decode())
    assert checked is not None
    answer = send(client, complaint, "reply", body="添付します。", enclosed=gone, checked=checked[1])
    assert answer.status_code == 409
    assert "添付ファイルが、画面で見ていたものから変わっています。" in words_of(answer)
    assert PendingReply.objects.count() == 0


# ---- handed out


def test_file_is_a_download_that_cannot_act(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    for name, content in (("罠.html", b"<script>alert(1)</script>"), ("絵.svg", b"<svg onload=x>")):
        attach(client, complaint, body="文", files=upload(name, content))
    for row in Enclosure.objects.all():
        answer = client.get(at(complaint, f"files/{row.pk}"))
        assert answer.content in {b"<script>alert(1)</script>", b"<svg onload=x>"}
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
        assert answer["Cache-Control"] == "no-store"


def test_files_of_a_draft_are_its_writers_alone_and_others_everybodys_who_sees_the_complaint(
    client: Client, cast: Cast, browser_of: BrowserOf
) -> None:
    complaint = bench.investigated(cast)
    row = lies(cast, complaint)
    elsewhere = bench.investigated(cast)
    codes = {role: browser_of(role).get(at(complaint, f"files/{row.pk}")).status_code for role in
             ("handler", "colleague", "lead", "auditor")}  # fmt: skip
    assert codes == {"handler": 200, "colleague": 404, "lead": 404, "auditor": 404}
    assert "報告.pdf" not in see(browser_of("colleague"), complaint).content.decode()
    schedule_reply(cast.actor("handler"), complaint, body="文", now=timezone.now(), enclosed=[row.pk])
    assert browser_of("auditor").get(at(complaint, f"files/{row.pk}")).status_code == 200
    assert client.get(at(elsewhere, f"files/{row.pk}")).status_code == 404


def test_file_not_known_to_be_clean_is_shown_with_the_reason_and_not_handed_out(
    client: Client, cast: Cast, settings: Settings
) -> None:
    complaint = bench.investigated(cast)
    row = lies(cast, complaint)
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"clamav": "/nowhere"})
    for scan, words in (
        ("", "ウイルス検査中"),
        ("failed", "ウイルスの検査ができませんでした"),
        ("infected", "ウイルス"),
    ):
        Enclosure.objects.update(scan=scan)
        shown = part(see(client, complaint))
        assert (words in shown, f"files/{row.pk}/" in shown) == (True, False), scan
        assert client.get(at(complaint, f"files/{row.pk}")).status_code == 404


def test_lost_bytes_are_a_page_that_is_not_there(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    row = lies(cast, complaint)
    Enclosure.objects.filter(pk=row.pk).update(raw=None, digest="0" * 64)
    assert client.get(at(complaint, f"files/{row.pk}")).status_code == 404


@pytest.mark.parametrize(("word", "status"), [("attach/nonsense", 404), ("attach/propose", 404)])
def test_only_replies_and_notes_have_files(client: Client, cast: Cast, word: str, status: int) -> None:
    complaint = bench.investigated(cast)
    assert client.post(at(complaint, word), {"token": "t"}).status_code == status
    assert client.get(at(complaint, "attach/reply")).status_code == 405
    assert client.post(at(complaint, "attach/reply"), {"files": upload()}).status_code == 422


# ---- on the page of the complaint


def test_reply_shows_its_files_while_it_waits_and_after_it_has_gone(
    client: Client, cast: Cast, settings: Settings
) -> None:
    complaint = bench.investigated(cast)
    send(client, complaint, "reply", body="明細を添付します。", files=upload())
    waiting = see(client, complaint).content.decode().partition('id="waiting"')[2].partition("composer")[0]
    assert "報告.pdf" in waiting
    assert "ウイルス検査が終わってから送信します" not in waiting
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"clamav": "/nowhere"})
    assert "ウイルス検査が終わってから送信します" in words_of(see(client, complaint))
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"clamav": ""})
    pending = PendingReply.objects.get()
    send_waiting_reply(OUTBOX, pending.pk, now=pending.goes_at)
    for word in ("", "as-seen"):
        page = see(client, complaint, word).content.decode()
        assert f'{at(complaint)}files/{Enclosure.objects.get().pk}/"' in page.partition('class="timeline"')[2]


def test_number_of_queries_does_not_grow_with_files(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    now = timezone.now()

    def with_files(number: int) -> int:
        given = [FileGiven(f"{number}-{n}.pdf", 9, partial(PDF.__add__, bytes([n]))) for n in range(number)]
        page = Page(makers.token())
        actor = cast.actor("handler")
        kept = enclose(actor, complaint, form=Step.REPLY, text="x", files=given, page=page, now=now)
        pending = schedule_reply(actor, complaint, body="x", now=now, enclosed=[row.pk for row in kept.added])
        send_waiting_reply(OUTBOX, pending.pk, now=now + timedelta(minutes=1))
        return queries_for(client, at(complaint))

    assert with_files(9) <= with_files(1)


# ---- words


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [
        ("enclosed=1&enclosed=22", [1, 22]),
        ("enclosed=x&enclosed=-1&enclosed=１&enclosed=" + "9" * 19, []),
        ("", []),
    ],
)
def test_numbers_of_files_are_read_leniently(raw: str, numbers: list[int]) -> None:
    assert numbers_there(QueryDict(raw)) == numbers


def test_numbers_come_from_any_mapping() -> None:
    assert numbers_there({"enclosed": 3}) == numbers_there({"enclosed": ["3"]}) == [3]
    assert numbers_there({}) == []


def test_files_are_measured_before_they_are_read() -> None:
    [given] = files_given(MultiValueDict({"files": [upload("a", b"12345")], "other": [upload()]}))
    assert (given.name, given.size, given.read()) == ("a", 5, b"12345")


def test_file_without_a_name_is_called_so() -> None:
    [said] = refused_in_words([("", FileFlaw.EMPTY)])
    assert "“(no name)” was not added." in said or "「（名前なし）」" in said


@pytest.mark.parametrize(
    ("row", "cautions"),
    [
        (Enclosure(name="a.pdf", found="application/pdf"), 0),
        (Enclosure(name="a.jpg", found="application/pdf"), 1),
        (Enclosure(name="a.svg", found="image/svg+xml"), 1),
        (Enclosure(name="a.txt", found="text/html"), 2),
        (Enclosure(name="a.jpg", found="image/jpeg", tells_more=True), 1),
    ],
)
def test_what_its_sender_should_know(row: Enclosure, cautions: int) -> None:
    assert len(Enclosed(row).cautions) == cautions
