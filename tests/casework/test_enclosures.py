"""Files with what one writes: none is lost, none goes twice, and none goes where its text does not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from kikitori.casework import write
from kikitori.casework.deliver import deliver_letter
from kikitori.casework.drafts import Page, discard_draft, draft_sent, drafts_of, save_draft
from kikitori.casework.enclosures import (
    Enclosed,
    FileGiven,
    enclose,
    files_of_draft,
    is_handed_out,
    take_away,
)
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Refused, Unseen
from kikitori.casework.scan_enclosures import forget_unused_files, scan_enclosures
from kikitori.casework.schedule_reply import UNDO, schedule_reply, send_waiting_reply, take_back_reply
from kikitori.insight.search.places import Place, texts_of
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import LARGEST_FILE, FileFlaw
from kikitori.records.letters.models import Letter, Message
from kikitori.records.letters.raw import LARGEST_IN_ROW, content_of, enclosure_store
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast, summon
from tests.foundation.clamd import EICAR, daemon
from tests.foundation.mail import pictures
from tests.letterbox import read
from tests.makers import FRIDAY
from tests.records import rows

NOW = FRIDAY + timedelta(hours=1)
GOES = NOW + UNDO
OUTBOX, POST = Actor.system("outbox"), Actor.system("mail")
PDF = b"%PDF-1.7 x"


def given(name: str = "報告.pdf", content: bytes = PDF, size: int | None = None) -> FileGiven:
    return FileGiven(name, len(content) if size is None else size, lambda: content)


def added(
    cast: Cast,
    complaint: Complaint,
    *files: FileGiven,
    text: str = "",
    page: str = "a",
    form: Step = Step.REPLY,
    role: str = "handler",
) -> Enclosed:
    return enclose(cast.actor(role), complaint, form=form, text=text, files=files, page=Page(page), now=NOW)


def handed_in(cast: Cast, *files: FileGiven) -> tuple[Complaint, PendingReply]:
    complaint = makers.investigated(cast)
    numbers = [row.pk for row in added(cast, complaint, *(files or (given(),)), text="添付します。").added]
    pending = schedule_reply(cast.actor("handler"), complaint, body="添付します。", now=NOW, enclosed=numbers)
    return complaint, pending


def names(**where: object) -> list[str]:
    return list(Enclosure.objects.filter(**where).order_by("pk").values_list("name", flat=True))


def with_scanner(settings: Settings, place: Path) -> str:
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"clamav": str(place)})
    return str(place)


# ---- added to a draft


def test_file_lies_with_the_draft_of_its_text_and_on_no_timeline(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    events, version = complaint.events.count(), complaint.version
    kept = added(cast, complaint, given(), given("写真.png", pictures.PNG), text="書きかけ")
    assert kept.draft == Draft.objects.get()
    assert (kept.draft.text, kept.refused) == ("書きかけ", [])
    assert names(draft=kept.draft) == ["報告.pdf", "写真.png"]
    first = Enclosure.objects.earliest("pk")
    assert (first.found, first.size, content_of(first)) == ("application/pdf", len(PDF), PDF)
    assert (first.added_by, first.added_at, first.scan) == (cast.handler, NOW, "")
    complaint.refresh_from_db()
    assert (complaint.events.count(), complaint.version) == (events, version)


def test_files_alone_are_a_draft_and_stay_when_the_text_is_emptied(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    added(cast, complaint, given())
    actor = cast.actor("handler")
    for text in ("あ", "", " \n"):
        save_draft(actor, complaint, form=Step.REPLY, text=text, page=Page("a"), now=NOW)
    assert [row.text for row in drafts_of(actor, complaint)] == [""]
    assert names() == ["報告.pdf"]


def test_what_is_refused_is_named_and_the_others_are_kept(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    never = FileGiven("film.mp4", LARGEST_FILE + 1, lambda: pytest.fail("read all the same"))
    kept = added(
        cast,
        complaint,
        given("空.txt", b""),
        never,
        given("写真.jpg", b"MZ\x90\x00"),
        given("../../良い.pdf"),
        given("short.pdf", b"", size=5),
    )
    assert kept.refused == [
        ("空.txt", FileFlaw.EMPTY),
        ("film.mp4", FileFlaw.TOO_LARGE),
        ("写真.jpg", FileFlaw.PROGRAM),
        ("short.pdf", FileFlaw.EMPTY),
    ]
    assert names() == ["良い.pdf"]


def test_nothing_but_refused_files_leaves_no_draft(cast: Cast) -> None:
    kept = added(cast, makers.investigated(cast), given("空.txt", b""))
    assert (kept.draft, Draft.objects.count()) == (None, 0)


def test_no_more_than_ten_and_not_more_than_a_mail_carries(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    kept = added(cast, complaint, *[given(f"{n}.pdf", PDF + bytes([n])) for n in range(11)])
    assert (len(kept.added), kept.refused) == (10, [("10.pdf", FileFlaw.TOO_MANY)])
    big = [given(f"{n}.bin", bytes([65 + n]) * 7_500_000) for n in range(2)]
    kept = added(cast, complaint, *big, form=Step.NOTE, page="b")
    assert (len(kept.added), kept.refused) == (1, [("1.bin", FileFlaw.TOO_MUCH)])


def test_same_file_twice_is_one_and_another_name_is_another(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    added(cast, complaint, given(), given())
    added(cast, complaint, given(), given("別名.pdf"))
    assert names() == ["報告.pdf", "別名.pdf"]


@pytest.mark.django_db(transaction=True)
def test_same_file_from_one_page_at_once_is_one_file() -> None:
    complaint = makers.investigated(cast := summon())
    start = Barrier(5)

    def send(_number: int) -> None:
        try:
            start.wait(timeout=30)
            added(cast, complaint, given(), text="同じ")
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(send, range(5)))
    assert (names(), Draft.objects.count()) == (["報告.pdf"], 1)


def test_large_file_lies_in_the_store_under_its_content(cast: Cast) -> None:
    content = b"%PDF-" + b"x" * LARGEST_IN_ROW
    [row] = added(cast, makers.investigated(cast), given("大.pdf", content)).added
    row.refresh_from_db()
    assert (row.raw, row.size, content_of(row)) == (None, len(content), content)


def test_full_disk_is_said_and_costs_nothing_else(
    cast: Cast, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"data": tmp_path})
    (tmp_path / "enclosures").write_bytes(b"a file stands where the folder should be")
    large = given("大.pdf", b"%PDF-" + b"x" * LARGEST_IN_ROW)
    kept = added(cast, makers.investigated(cast), large, given(), text="文")
    assert kept.refused == [("大.pdf", FileFlaw.NO_ROOM)]
    assert (names(), Draft.objects.get().text) == (["報告.pdf"], "文")
    assert "file not kept" in caplog.text


def test_photograph_for_the_complainant_tells_nothing_of_where_it_was_taken(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    photo = pictures.jpeg(pictures.app(1, b"Exif\0\0" + pictures.exif(1)))
    broken = photo[:60]
    assert pictures.SECRET in photo
    kept = added(cast, complaint, given("a.jpg", photo), given("b.jpg", broken))
    assert [(pictures.SECRET in content_of(row), row.tells_more) for row in kept.added] == [
        (False, False),
        (False, True),
    ]
    assert content_of(kept.added[1]) == broken
    [evidence] = added(cast, complaint, given("a.jpg", photo), form=Step.NOTE).added
    assert content_of(evidence) == photo


def test_who_may_not_write_adds_nothing(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    for role, error in (("auditor", Refused), ("administrator", Unseen)):
        with pytest.raises(error):
            added(cast, complaint, given(), role=role)
    assert names() == []


def test_text_that_cannot_be_kept_keeps_no_file_either(cast: Cast) -> None:
    with pytest.raises(Invalid):
        added(cast, makers.investigated(cast), given(), text="x" * 100_001)
    assert names() == []


def test_file_that_arrives_after_its_page_was_sent_is_refused_in_words(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    draft_sent(cast.actor("handler"), complaint, form=Step.REPLY, text="x", page=Page("a"), now=NOW)
    kept = added(cast, complaint, given())
    assert (kept.draft, kept.refused) == (None, [("報告.pdf", FileFlaw.PAGE_SENT)])


# ---- taken away, thrown away, left behind


def test_own_file_can_be_taken_away_and_nobody_elses(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    [row] = added(cast, complaint, given(), text="文").added
    assert not take_away(cast.actor("colleague"), complaint, enclosure=row.pk)
    assert not take_away(cast.actor("handler"), makers.investigated(cast), enclosure=row.pk)
    assert take_away(cast.actor("handler"), complaint, enclosure=row.pk)
    assert not take_away(cast.actor("handler"), complaint, enclosure=row.pk)
    assert Draft.objects.get().text == "文"


def test_file_that_waits_with_its_reply_cannot_be_taken_away(cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    assert not take_away(cast.actor("handler"), complaint, enclosure=pending.enclosures.get().pk)


def test_draft_thrown_away_goes_with_its_files(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    draft = added(cast, complaint, given()).draft
    assert draft is not None
    assert discard_draft(cast.actor("handler"), complaint, draft=draft.pk)
    assert names() == []


def test_file_its_sender_has_not_seen_stays_when_the_text_is_sent(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    [seen] = added(cast, complaint, given(), text="文").added
    added(cast, complaint, given("後から.pdf", PDF + b"2"), text="文")
    added(cast, complaint, given("別の窓.pdf", PDF + b"3"), text="別の文", page="b")
    schedule_reply(cast.actor("handler"), complaint, body="文", now=NOW, enclosed=[seen.pk])
    draft_sent(cast.actor("handler"), complaint, form=Step.REPLY, text="文", page=Page("a"), now=NOW)
    left = {row.text: names(draft=row) for row in drafts_of(cast.actor("handler"), complaint)}
    assert left == {"": ["後から.pdf"], "別の文": ["別の窓.pdf"]}


# ---- handed in, gone, taken back


def test_files_wait_with_the_reply_and_go_with_it(cast: Cast, folder: Path) -> None:
    complaint, pending = handed_in(cast, given(), given("写真.png", pictures.PNG))
    assert names(pending=pending) == ["報告.pdf", "写真.png"]
    assert send_waiting_reply(OUTBOX, pending.pk, now=GOES) == "out"
    said = complaint.messages.get()
    assert names(message=said) == names() == ["報告.pdf", "写真.png"]
    assert complaint.events.get(kind="replied").data["files"] == 2
    letter = complaint.letters.get(kind="reply")
    assert "添付：\n・報告.pdf\n・写真.png\n" in letter.body
    deliver_letter(OUTBOX, letter.pk, now=GOES)
    mail = read((folder / f"{letter.pk:08d}.eml").read_bytes())
    assert [part.get_filename() for part in mail.iter_attachments()] == ["報告.pdf", "写真.png"]
    assert next(mail.iter_attachments()).get_content() == PDF


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("post", "同封：\n・報告.pdf"),
        ("", "この返信のファイルは、お申し出のページからご覧いただけます。\n・報告.pdf"),
    ],
)
def test_letter_on_paper_lists_what_is_enclosed(cast: Cast, way: str, words: str) -> None:
    complaint, pending = handed_in(cast)
    points = complaint.parties.get().person.contact_points
    points.update(kind=way, value="〒100-0001 見本区1-1") if way else points.all().delete()
    send_waiting_reply(OUTBOX, pending.pk, now=GOES)
    assert words in complaint.letters.get(kind="reply").body


def test_files_of_a_confidential_complaint_wait_in_the_portal(cast: Cast, folder: Path) -> None:
    complaint, pending = handed_in(cast)
    send_waiting_reply(OUTBOX, pending.pk, now=GOES)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    letter = complaint.letters.get(kind="reply")
    deliver_letter(OUTBOX, letter.pk, now=GOES)
    mail = read((folder / f"{letter.pk:08d}.eml").read_bytes())
    assert (list(mail.iter_attachments()), names()) == ([], ["報告.pdf"])


@pytest.mark.parametrize("role", ["handler", "colleague"])
def test_reply_taken_back_brings_its_files_with_it(cast: Cast, role: str) -> None:
    complaint, pending = handed_in(cast)
    draft = take_back_reply(cast.actor(role), complaint, pending=pending, now=NOW)
    assert draft is not None
    assert (draft.staff, names(draft=draft), names()) == (getattr(cast, role), ["報告.pdf"], ["報告.pdf"])
    again = schedule_reply(
        cast.actor(role),
        complaint,
        body=draft.text,
        now=NOW,
        enclosed=list(draft.enclosures.values_list("pk", flat=True)),
    )
    assert names(pending=again) == ["報告.pdf"]


def test_file_goes_with_one_text_only(cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    number = pending.enclosures.get().pk
    with pytest.raises(NotNow) as refusal:
        schedule_reply(cast.actor("handler"), complaint, body="もう一通", now=NOW, enclosed=[number])
    assert refusal.value.obstacle is Obstacle.FILES_CHANGED
    assert PendingReply.objects.count() == 1


@pytest.mark.parametrize("whose", ["colleague", "note", "elsewhere", "nobody"])
def test_only_files_of_own_drafts_of_this_form_go(cast: Cast, whose: str) -> None:
    complaint = makers.investigated(cast)
    made = {
        "colleague": lambda: added(cast, complaint, given(), role="colleague"),
        "note": lambda: added(cast, complaint, given(), form=Step.NOTE),
        "elsewhere": lambda: added(cast, makers.investigated(cast), given()),
        "nobody": lambda: Enclosed(None, [Enclosure(pk=10**12)]),
    }[whose]()
    with pytest.raises(NotNow):
        files_of_draft(cast.actor("handler"), complaint, Step.REPLY, [made.added[0].pk])


def test_files_of_a_note_lie_with_it_and_never_with_a_letter(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    numbers = [row.pk for row in added(cast, complaint, given(), form=Step.NOTE, text="証拠").added]
    before = Letter.objects.count()
    said = write.note(cast.actor("handler"), complaint, body="証拠", now=NOW, enclosed=numbers)
    assert (names(message=said), said.visibility) == (["報告.pdf"], "internal")
    assert complaint.events.latest("pk").data["files"] == 1
    assert Letter.objects.count() == before


# ---- found by search


def test_names_are_found_once_their_text_is_said(cast: Cast) -> None:
    complaint, pending = handed_in(cast)

    def found() -> list[str]:
        return [each.text for each in texts_of([complaint.pk])[complaint.pk] if each.place is Place.FILE]

    added(cast, complaint, given("下書きの.pdf"), page="b")
    assert found() == []
    send_waiting_reply(OUTBOX, pending.pk, now=GOES)
    assert found() == ["報告.pdf"]


# ---- scanned


def test_without_a_scanner_everything_goes_but_what_was_found_infected(cast: Cast) -> None:
    for scan, goes in (("", True), ("clean", True), ("failed", True), ("infected", False)):
        assert is_handed_out(Enclosure(scan=scan)) is goes


def test_with_a_scanner_nothing_goes_that_is_not_known_to_be_clean(
    settings: Settings, tmp_path: Path
) -> None:
    with_scanner(settings, tmp_path / "clamd.ctl")
    for scan, goes in (("", False), ("clean", True), ("failed", False), ("infected", False)):
        assert is_handed_out(Enclosure(scan=scan)) is goes


def test_reply_waits_for_the_scanner_and_goes_then(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    place = with_scanner(settings, tmp_path / "clamd.ctl")
    complaint, pending = handed_in(cast)
    assert scan_enclosures(POST, place, now=NOW) == 0  # it is away
    assert Enclosure.objects.get().scan == "failed"
    late = GOES + timedelta(minutes=3)
    assert send_waiting_reply(OUTBOX, pending.pk, now=late) == "waiting"
    assert not complaint.messages.exists()
    with daemon(tmp_path / "clamd.ctl"):
        assert scan_enclosures(POST, place, now=late) == 0
        assert scan_enclosures(POST, place, now=late, again=True) == 1
    with connection.cursor() as cursor:
        cursor.execute("select queueing_lock from procrastinate_jobs where queueing_lock like 'reply:%'")
        assert cursor.fetchall() == [(f"reply:{pending.pk}",)]
    assert send_waiting_reply(OUTBOX, pending.pk, now=late) == "out"


def test_reply_with_a_virus_is_stuck_and_told_why(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    place = with_scanner(settings, tmp_path / "clamd.ctl")
    complaint, pending = handed_in(cast, given("a.pdf", PDF + EICAR))
    with daemon(tmp_path / "clamd.ctl"):
        assert scan_enclosures(POST, place, now=NOW) == 1
    assert send_waiting_reply(OUTBOX, pending.pk, now=GOES) == "stuck"
    pending.refresh_from_db()
    assert pending.trouble == "virus"
    assert complaint.events.latest("pk").data["reason"] == "virus"
    draft = take_back_reply(cast.actor("handler"), complaint, pending=pending, now=GOES)
    assert draft is not None
    [number] = draft.enclosures.values_list("pk", flat=True)
    with pytest.raises(NotNow) as refusal:
        schedule_reply(cast.actor("handler"), complaint, body="x", now=GOES, enclosed=[number])
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.VIRUS_FOUND, "a.pdf")


def test_adding_a_file_has_it_scanned_within_seconds(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    complaint = makers.investigated(cast)

    def jobs() -> int:
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from procrastinate_jobs where queueing_lock = 'scan_enclosures'")
            (number,) = cursor.fetchone()
        return int(number)

    added(cast, complaint, given())
    assert jobs() == 0
    with_scanner(settings, tmp_path / "clamd.ctl")
    added(cast, complaint, given("b.pdf"))
    added(cast, complaint, given("c.pdf"))
    assert jobs() == 1


def test_scanner_that_is_away_is_asked_three_times_and_no_more(cast: Cast, tmp_path: Path) -> None:
    added(cast, makers.investigated(cast), *[given(f"{n}.pdf") for n in range(5)])
    assert scan_enclosures(POST, str(tmp_path / "nowhere"), now=NOW) == 0
    assert sorted(Enclosure.objects.values_list("scan", flat=True)) == ["", "", "failed", "failed", "failed"]


def test_staff_do_not_scan(cast: Cast) -> None:
    with pytest.raises(Refused):
        scan_enclosures(cast.actor("handler"), "/nowhere", now=NOW)


# ---- the store


def test_only_bytes_nobody_refers_to_are_forgotten(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    lost, kept = added(
        cast, complaint, *[given(f"{sign}.bin", sign.encode() * (LARGEST_IN_ROW + 1)) for sign in "ab"]
    ).added
    take_away(cast.actor("handler"), complaint, enclosure=lost.pk)
    forget_unused_files(older_than=3600)
    assert {lost.digest, kept.digest} <= set(enclosure_store().kept(older_than=-1))
    assert forget_unused_files(older_than=-1) >= 1
    left = set(enclosure_store().kept(older_than=-1))
    assert (lost.digest in left, kept.digest in left) == (False, True)
    assert len(content_of(kept)) == LARGEST_IN_ROW + 1


# ---- the row


@pytest.mark.django_db
@pytest.mark.parametrize("places", [(), ("draft", "message"), ("draft", "pending", "message")])
def test_file_lies_in_exactly_one_place(places: tuple[str, ...]) -> None:
    complaint = rows.complaint()
    staff = summon().handler
    lies = {
        "draft": Draft.objects.create(
            staff=staff, complaint=complaint, form="reply", text="", window="w", saved_at=NOW
        ),
        "pending": PendingReply.objects.create(
            complaint=complaint, body="", language="ja", written_at=NOW, goes_at=NOW
        ),
        "message": Message.objects.create(
            complaint=complaint, visibility="public", channel="web", body="x", at=NOW
        ),
    }
    with rows.must_refuse("enclosure_lies_in_one_place"):
        Enclosure.objects.create(
            complaint=complaint,
            found="text/plain",
            size=1,
            digest="0" * 64,
            added_at=NOW,
            **{place: lies[place] for place in places},
        )
