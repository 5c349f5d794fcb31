"""The vault at the desk: what is sealed, who deals with it, and who is designated."""

from __future__ import annotations

from django.utils import timezone

from kikitori.casework.grants import sealed_without_reader
from kikitori.casework.write import hear
from kikitori.records.access.seals import Grant, Receiver
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import fresh, see, send
from tests.interfaces.desk.conftest import BrowserOf


def test_whoever_seals_it_comes_to_today_and_reads_what_not_to_do(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.receiving(cast)
    colleague = browser_of("colleague")
    shown = words_of(see(colleague, complaint, "seal"))
    assert "いま封印する" in shown
    answer = send(colleague, complaint, "seal", reason="記録の書き換え")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    assert "通報した人を探さないでください" in words_of(colleague.get("/desk/"))
    assert see(colleague, complaint, "").status_code == 404
    assert fresh(complaint).state == "vaulted"


def test_vault_lists_what_one_was_let_into_and_what_waits(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.sealed(cast)
    lead = browser_of("lead")
    page = lead.get("/desk/vault/")
    assert complaint.reference in words_of(page)
    assert "調査するかどうかを、まだ知らせていません。" in words_of(page)
    hear(makers.complainant_of(complaint), complaint, body="まだあります。", now=timezone.now())
    assert "返事を待つ言葉があります" in words_of(lead.get("/desk/vault/"))
    send(lead, complaint, "reply", body="読みました。")
    assert complaint.reference not in words_of(browser_of("colleague").get("/desk/vault/"))
    assert browser_of("administrator").get("/desk/vault/").status_code == 403


def test_times_of_the_reporter_are_shown_to_the_day(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.sealed(cast)
    word = hear(makers.complainant_of(complaint), complaint, body="夜中に書きました。", now=timezone.now())
    minute = word.at.astimezone(makers.JAPAN).strftime("%H:%M")
    page = see(browser_of("lead"), complaint, "").content.decode()
    entry = page[page.index("夜中に書きました。") - 1500 : page.index("夜中に書きました。")]
    assert minute not in entry[entry.rindex('<li class="entry') :]
    beside = words_of(see(browser_of("lead"), complaint, "tell-inquiry"))
    last = beside.index("申出者の直近の言葉")
    assert minute not in beside[last : beside.index("夜中に書きました。", last)]


def test_administrator_designates_and_reads_none(cast: Cast, browser_of: BrowserOf) -> None:
    admin = browser_of("administrator")
    page = admin.get("/desk/settings/receivers/")
    assert "まだ誰も指定されていません" in words_of(page)
    answer = admin.post(
        "/desk/settings/receivers/", {"staff": [cast.auditor.pk, cast.colleague.pk], "seen": ""}
    )
    assert answer.status_code == 303
    assert set(Receiver.objects.values_list("staff", flat=True)) == {cast.auditor.pk, cast.colleague.pk}
    overtaken = admin.post("/desk/settings/receivers/", {"staff": [cast.auditor.pk], "seen": "0"})
    assert overtaken.status_code == 409
    assert cast.colleague.name in words_of(overtaken)
    assert admin.post("/desk/settings/receivers/", {"staff": ["12345678"], "seen": ""}).status_code == 422
    assert "公益通報の従事者を指定" in words_of(admin.get("/desk/settings/changes/"))


def test_what_nobody_can_read_is_told_as_a_number_and_goes_to_whoever_is_designated(
    cast: Cast, browser_of: BrowserOf
) -> None:
    complaint = bench.sealed(cast)
    Grant.objects.update(ended_at=timezone.now())
    admin = browser_of("administrator")
    page = words_of(admin.get("/desk/settings/receivers/"))
    assert "誰も読めない封印中の苦情が1件あります" in page
    assert complaint.reference not in page
    numbers = [*Receiver.objects.values_list("staff", flat=True), cast.colleague.pk]
    seen = admin.get("/desk/settings/receivers/").context["form"].initial["seen"]
    said = admin.post("/desk/settings/receivers/", {"staff": numbers, "seen": seen}, follow=True)
    assert "誰も読めなかった封印中の苦情1件を" in words_of(said)
    assert not sealed_without_reader().exists()
