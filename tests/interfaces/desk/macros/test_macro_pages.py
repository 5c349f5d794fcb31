"""Macros in the settings and on the page of a complaint: written, offered with a reason, looked at, used once."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kikitori.casework.macros import MacroGiven, save_macro
from kikitori.casework.templates import TemplateGiven, save_template
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.models import Staff
from kikitori.records.together.macros import Macro
from kikitori.records.together.parts import ME, Part, PartKind
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import FRIDAY

K = PartKind
TAKE = Part(kind=K.ASSIGN, to=ME)
NOTE = Part(kind=K.NOTE, words="配送会社に確認する")
TYPED = {
    "name_ja": "引き取る",
    "name_en": "Take it",
    "is_active": "on",
    "seen": "0",
    "part_0-kind": "assign",
    "part_0-to": "me",
    "part_1-kind": "note",
    "part_1-words": "配送会社に確認する",
    "do": "save",
}


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


def macro_of(cast: Cast, *parts: Part, name: str = "引き取る") -> Macro:
    return save_macro(cast.actor("lead"), MacroGiven(name_ja=name, parts=parts), now=FRIDAY)


def address(complaint: Complaint, macro: Macro) -> str:
    return f"/desk/complaints/{complaint.reference}/macros/{macro.pk}/"


def form_of(client: Client, url: str) -> dict[str, str]:
    """The hidden fields of the form that does it."""
    content = client.get(url).content.decode()
    form = content.rpartition('<form method="post" action="' + url)[2]
    return dict(re.findall(r'<input type="hidden" name="(token|seen)" value="([^"]*)"', form))


def test_macro_is_written_listed_and_recorded(lead: Client) -> None:
    assert "定型操作はまだありません" in words_of(lead.get("/desk/macros/"))
    assert lead.post("/desk/macros/new/", TYPED).status_code == 303
    page = words_of(lead.get("/desk/macros/"))
    assert "「引き取る」を第1版として保存しました。" in page
    assert "実行する人の担当になります。" in page
    assert "内部メモを残します:「配送会社に確認する」" in page
    assert "定型操作「引き取る」を作成" in words_of(lead.get("/desk/settings/changes/"))
    assert Macro.objects.get().steps == [TAKE, NOTE]


def test_parts_are_added_without_scripts_and_nothing_is_kept_before_it_is_said(lead: Client) -> None:
    answer = lead.post("/desk/macros/new/", {**TYPED, "do": "add", "new": "task"})
    assert answer.status_code == 200
    content = answer.content.decode()
    # What a browser sends back next: each part still says what it is.
    kinds = re.findall(r'<input type="hidden" name="part_(\d)-kind" value="([^"]*)">', content)
    assert kinds == [("0", "assign"), ("1", "note"), ("2", "task")]
    assert "配送会社に確認する" in content
    assert "error-summary" not in content
    assert not Macro.objects.exists()


def test_next_version_keeps_the_one_before_and_a_second_editor_loses_nothing(
    lead: Client, browser_of: BrowserOf
) -> None:
    lead.post("/desk/macros/new/", TYPED)
    url = f"/desk/macros/{Macro.objects.get().pk}/"
    browser_of("administrator").post(url, {**TYPED, "seen": "1", "part_1-words": "管理者のメモ"})
    answer = lead.post(url, {**TYPED, "seen": "1", "part_1-words": "責任者のメモ"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "責任者のメモ" in page
    assert "管理者のメモ" in page
    assert Macro.objects.get().steps[1].words == "管理者のメモ"
    assert lead.post(url, {**TYPED, "seen": "2", "part_1-words": "責任者のメモ"}).status_code == 303
    versions = words_of(lead.get(url))
    assert all(f"版{number}" in versions for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name_ja": "", "name_en": ""}, "少なくとも一つの言語で名前を付けてください。"),
        ({"part_1-words": ""}, "入力してください。"),
        (
            {"part_1-kind": "task", "part_1-days": "99", "part_1-to": "me"},
            "1から60までの数を入力してください。",
        ),
        ({"part_0-kind": "", "part_1-kind": ""}, "手順を少なくとも一つ追加してください。"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(lead: Client, change: dict[str, str], said: str) -> None:
    answer = lead.post("/desk/macros/new/", {**TYPED, **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "エラー：" in answer.content.decode()
    assert not Macro.objects.exists()


def test_macro_that_does_not_exist_is_not_found(lead: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    assert lead.get("/desk/macros/999999/").status_code == 404
    assert lead.get(f"/desk/complaints/{complaint.reference}/macros/999999/").status_code == 404
    macro = macro_of(cast, NOTE)
    Macro.objects.filter(pk=macro.pk).update(is_active=False)
    assert lead.get(address(complaint, macro)).status_code == 404
    assert lead.post(address(complaint, macro)).status_code == 404


def test_complaint_offers_what_is_possible_and_says_why_the_rest_is_not(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.assessed, severity="S1")
    possible = macro_of(cast, TAKE, NOTE)
    macro_of(cast, Part(kind=K.PLACE, queue="main"), name="通常へ")
    macro_of(cast, Part(kind=K.PLACE, queue="urgent"), name="急ぎへ")
    page = client.get(f"/desk/complaints/{complaint.reference}/").content.decode()
    assert f'<a href="{address(complaint, possible)}">引き取る</a>' in page
    words = words_of(client.get(f"/desk/complaints/{complaint.reference}/"))
    assert "通常へ" in words
    assert "すべて、すでにそのとおりになっています。" in words
    assert page.count("/macros/") == 1


def test_reader_is_offered_none(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, macro = taken_in(cast), macro_of(cast, NOTE)
    auditor = browser_of("auditor")
    assert "/macros/" not in auditor.get(f"/desk/complaints/{complaint.reference}/").content.decode()
    assert auditor.get(address(complaint, macro)).status_code == 403


def test_offering_thirty_macros_asks_no_more_than_offering_one(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    url = f"/desk/complaints/{complaint.reference}/"

    def queries() -> int:
        with CaptureQueriesContext(connection) as heard:
            assert client.get(url).status_code == 200
        return len(heard)

    macro_of(cast, TAKE, Part(kind=K.ASSIGN, to=str(cast.colleague.pk)))
    client.get(url)
    one = queries()
    for number in range(30):
        macro_of(cast, Part(kind=K.ASSIGN, to=str(cast.lead.pk)), NOTE, name=f"操作{number}")
    assert queries() == one


def test_page_says_beforehand_what_will_be_done_and_a_get_does_nothing(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    macro = macro_of(cast, TAKE, NOTE, Part(kind=K.CALL, days=1))
    before = complaint.events.count()
    page = words_of(client.get(address(complaint, macro)))
    assert "次の順に実行します" in page
    assert "実行する人の担当になります。" in page
    assert "折り返し電話を約束します（" in page
    assert "の終業まで）" in page
    assert "申出者も読めます" in page
    assert complaint.events.count() == before


def test_all_of_it_is_done_once_however_often_it_is_pressed(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    macro = macro_of(cast, TAKE, NOTE, Part(kind=K.TASK, words="電話", to=ME, days=1))
    form = form_of(client, address(complaint, macro))
    first = client.post(address(complaint, macro), form)
    second = client.post(address(complaint, macro), form)
    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"]
    assert re.fullmatch(rf"/desk/complaints/{complaint.reference}/#entry-\d+", first["Location"])
    assert Message.objects.filter(body=NOTE.words).count() == complaint.tasks.count() == 1
    page = words_of(client.get(f"/desk/complaints/{complaint.reference}/"))
    assert "「引き取る」を実行しました。" in page


def test_reply_stands_in_the_composer_and_has_not_gone(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    given = TemplateGiven(name="お詫び", texts={"ja/polite": "ご迷惑をおかけしました。"})
    template = save_template(cast.actor("lead"), given, now=FRIDAY)
    macro = macro_of(cast, TAKE, Part(kind=K.REPLY, template=template.pk))
    letters = Letter.objects.count()
    answer = client.post(address(complaint, macro), form_of(client, address(complaint, macro)))
    draft = Draft.objects.get()
    assert answer["Location"] == f"/desk/complaints/{complaint.reference}/?draft={draft.pk}#composer"
    page = client.get(answer["Location"].partition("#")[0])
    assert re.search(r"<textarea[^>]*>\s*ご迷惑をおかけしました。", page.content.decode())
    assert "返信の下書きを下に用意しました。まだ何も送っていません。" in words_of(page)
    assert Letter.objects.count() == letters


def test_part_that_cannot_be_done_is_named_and_nothing_is_done(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    macro = macro_of(cast, NOTE, Part(kind=K.ASSIGN, to=str(cast.colleague.pk)))
    form = form_of(client, address(complaint, macro))
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    answer = client.post(address(complaint, macro), form)
    assert answer.status_code == 409
    page = words_of(answer)
    assert "2番目の手順を実行できませんでした: 担当を割り当てる" in page
    assert "どの手順も実行していません。" in page
    assert "指定された人は在職していないか、これを担当できません。" in page
    assert not Message.objects.filter(body=NOTE.words).exists()
    assert "以上をすべて実行する" not in page


def test_macro_changed_meanwhile_is_shown_anew(client: Client, cast: Cast) -> None:
    complaint, macro = taken_in(cast), macro_of(cast, NOTE)
    form = form_of(client, address(complaint, macro))
    given = MacroGiven(name_ja="引き取る", parts=[TAKE])
    save_macro(cast.actor("lead"), given, macro=macro.pk, seen=1, now=FRIDAY)
    answer = client.post(address(complaint, macro), form)
    assert answer.status_code == 409
    assert "この定型操作が変更されました。" in words_of(answer)
    assert "実行する人の担当になります。" in words_of(answer)
    assert not Message.objects.filter(body=NOTE.words).exists()
    again = form_of(client, address(complaint, macro))
    assert client.post(address(complaint, macro), again).status_code == 303


def test_what_leaves_ones_sight_leads_to_the_front_page(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    macro = macro_of(cast, NOTE, Part(kind=K.ASSIGN, to=str(cast.colleague.pk)))
    answer = client.post(address(complaint, macro), form_of(client, address(complaint, macro)))
    assert (answer.status_code, answer["Location"]) == (303, "/desk/")


@pytest.mark.parametrize("method", ["get", "post"])
def test_restricted_complaint_is_not_there(client: Client, cast: Cast, method: str) -> None:
    hidden, macro = restricted(cast), macro_of(cast, NOTE)
    assert getattr(client, method)(address(hidden, macro)).status_code == 404
    assert not Message.objects.filter(body=NOTE.words).exists()


@pytest.mark.parametrize("seen", ["", "x", "2", "9" * 30])
def test_form_that_does_not_say_what_was_read_does_nothing(client: Client, cast: Cast, seen: str) -> None:
    complaint, macro = taken_in(cast), macro_of(cast, NOTE)
    answer = client.post(address(complaint, macro), {"token": makers.token(), "seen": seen})
    assert answer.status_code == 409
    assert not Message.objects.filter(body=NOTE.words).exists()


def test_english_reader_reads_english(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast)
    given = MacroGiven(name_ja="引き取る", name_en="Take it", parts=[TAKE, NOTE])
    macro = save_macro(cast.actor("lead"), given, now=FRIDAY)
    page = words_of(browser_of("handler", "en").get(address(complaint, macro)))
    assert "Take it" in page
    assert "This will be done, in this order" in page
    assert "It comes into the hands of whoever uses this." in page
