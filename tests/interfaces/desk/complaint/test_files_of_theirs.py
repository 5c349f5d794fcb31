"""Files the complainant handed in, at the desk: with their word, with their custody, and for nobody who must not see."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.parcels import Handed, Owner, hand_in
from kikitori.casework.receive import receive_complaint
from kikitori.casework.write import hear
from kikitori.config.case_json import case_as_values
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at
from tests.makers import FRIDAY, INTAKE, complainant_of

PDF = b"%PDF-1.7 receipt"
DIGEST = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def cast(db: None) -> Cast:
    return summon()


@pytest.fixture
def client(cast: Cast) -> Client:
    browser = Client(headers={"accept-language": "ja"})
    browser.force_login(cast.lead)
    return browser


def file(name: str = "領収書.pdf", content: bytes = PDF) -> FileGiven:
    return FileGiven(name, len(content), lambda: content)


def came_with(*files: FileGiven) -> Complaint:
    """A complaint sent at the portal with these files."""
    newcomer, owner = Actor.newcomer(), Owner(makers.token())
    numbers = [row.pk for row in hand_in(newcomer, owner, files, now=FRIDAY).added]
    handed = Handed(owner, tuple(numbers))
    return receive_complaint(newcomer, INTAKE, token=makers.token(), now=FRIDAY, handed=handed).complaint


def shown(client: Client, complaint: Complaint) -> str:
    return client.get(at(complaint)).content.decode()


def test_they_stand_with_the_receipt_and_can_be_saved(client: Client, cast: Cast) -> None:
    complaint = came_with(file(), file("皿.txt", b"memo"))
    page = shown(client, complaint)
    row = complaint.enclosures.earliest("pk")
    assert f'href="{at(complaint, f"files/{row.pk}")}"' in page
    assert page.index(complaint.story[:10]) < page.index("領収書.pdf") < page.index("皿.txt")
    answer = client.get(at(complaint, f"files/{row.pk}"))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/octet-stream")


def test_custody_tells_since_when_and_by_which_digest(client: Client) -> None:
    page = shown(client, came_with(file()))
    assert "申出者から届いたファイル。2026年11月20日（金）16:40から、そのまま保管" in page
    assert " ".join(DIGEST[n : n + 8] for n in range(0, 64, 8)) in page


def test_what_may_do_harm_or_tell_too_much_is_said_before_it_is_opened(client: Client) -> None:
    page = shown(
        client, came_with(file("皿.pdf", b"<script>alert(1)</script>"), file("皿.heic", b"1234ftypheic..."))
    )
    assert "開くと害を及ぼすことがあります" in page
    assert "名前と中身の種類が違います" in page
    assert "撮影の場所や機器の情報が残っている可能性があります" in page


def test_files_with_a_message_stand_with_the_message(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    owner, speaker = Owner(complaint=complaint), complainant_of(complaint)
    hand_in(speaker, owner, [file("あとから.pdf")], now=FRIDAY)
    assert "あとから.pdf" not in shown(client, complaint)
    hear(speaker, complaint, body="領収書を見つけました。", now=FRIDAY, handed=Handed(owner))
    page = shown(client, complaint)
    assert page.index("領収書を見つけました。") < page.index("あとから.pdf")


def test_files_that_came_later_stand_once_and_their_word_is_not_said_twice(
    client: Client, cast: Cast
) -> None:
    complaint = makers.investigated(cast)
    actor, owner = complainant_of(complaint), Owner(complaint=complaint)
    for name in ("一枚目.pdf", "二枚目.pdf"):
        hand_in(actor, owner, [file(name)], now=FRIDAY)
        hear(actor, complaint, body="写真です。", now=FRIDAY, token="page", handed=Handed(owner))
    page = shown(client, complaint)
    links = [f'href="{at(complaint, f"files/{row.pk}")}"' for row in Enclosure.objects.all()]
    assert [page.count(each) for each in ("写真です。", *links)] == [1, 1, 1]
    assert "以前の連絡に、ファイルが1件追加されました（ウェブ）" in page


def test_files_of_ours_have_no_custody(client: Client, cast: Cast) -> None:
    assert "そのまま保管" not in shown(client, bench.investigated(cast))


def test_what_the_complainant_sees_shows_their_files(client: Client) -> None:
    complaint = came_with(file())
    assert "領収書.pdf" in client.get(at(complaint, "as-seen")).content.decode()


def test_who_does_not_see_the_complaint_does_not_see_its_files(cast: Cast) -> None:
    complaint = came_with(file())
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    number = complaint.enclosures.get().pk
    browser = Client()
    browser.force_login(cast.colleague)
    assert browser.get(at(complaint, f"files/{number}")).status_code == 404
    browser.force_login(cast.administrator)
    assert browser.get(at(complaint, f"files/{number}")).status_code == 403
    assert PDF not in Client().get(at(complaint, f"files/{number}")).content


def test_virus_takes_the_link_away_and_says_so(client: Client) -> None:
    complaint = came_with(file())
    row = complaint.enclosures.get()
    Enclosure.objects.update(scan="infected")
    assert f'href="{at(complaint, f"files/{row.pk}")}"' not in shown(client, complaint)
    assert client.get(at(complaint, f"files/{row.pk}")).status_code == 404


def test_command_line_lists_files_as_values(cast: Cast) -> None:
    complaint = came_with(file(), file("二.pdf", PDF + b"2"))
    complaint.refresh_from_db()
    files = case_as_values(Actor.system("test"), complaint, FRIDAY)["files"]
    assert [each["name"] for each in files] == ["領収書.pdf", "二.pdf"]
    assert files[0] == {
        "name": "領収書.pdf",
        "kind": "application/pdf",
        "size": len(PDF),
        "sha256": DIGEST,
        "at": "2026-11-20T16:40:00+09:00",
        "message": None,
        "from_complainant": True,
        "scan": None,
    }
    [received] = [
        event
        for event in case_as_values(Actor.system("test"), complaint, FRIDAY)["timeline"]
        if event["kind"] == "received"
    ]
    assert received["data"]["files"] == 2


def test_command_line_says_with_which_message_and_nothing_of_what_waits(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    owner, speaker = Owner(complaint=complaint), complainant_of(complaint)
    hand_in(speaker, owner, [file()], now=FRIDAY)
    assert case_as_values(cast.actor("handler"), complaint, FRIDAY)["files"] == []
    message = hear(speaker, complaint, body="どうぞ。", now=FRIDAY, handed=Handed(owner))
    [listed] = case_as_values(speaker, complaint, FRIDAY)["files"]
    assert (listed["message"], listed["from_complainant"]) == (message.pk, True)
