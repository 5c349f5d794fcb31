"""Rule packs: chosen, read, looked at, kept as new versions, taken back; and nothing that was typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.rule_packs import add_pack_version
from kikitori.records.deadlines.models import RulePack
from kikitori.records.deadlines.pack_reader import shipped_text
from kikitori.records.people.models import Organisation
from tests.cast import Cast
from tests.interfaces.desk.arranged import taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

RULES, PACK, EDIT = "/desk/rules/", "/desk/rules/jp-default/", "/desk/rules/jp-default/edit/"
TEXT = shipped_text("jp-default")
FASTER = TEXT.replace("quantity: 5", "quantity: 3", 1)


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


def written(cast: Cast, text: str = FASTER, note: str = "早くお答えするため") -> int:
    return add_pack_version(cast.actor("lead"), text, "x", note, timezone.now()).version


def test_list_tells_packs_in_use_from_others(lead: Client) -> None:
    used, _word, unused = words_of(lead.get(RULES)).partition("未使用")
    assert "標準の対応期限" in used
    assert "重大製品事故の報告" in used
    assert "英国の金融事業者" in unused
    assert "イギリス" in unused


def test_choice_is_kept_and_said(lead: Client) -> None:
    page = lead.post(RULES, {"packs": ["uk-fca-disp", "jp-default"]}, follow=True)
    assert "選んだ規則で数えます" in words_of(page)
    assert Organisation.objects.get().rule_packs == ["jp-default", "uk-fca-disp"]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (["uk-fca-disp"], "「自社の基準」も1つ選んでください"),
        ([], "「自社の基準」も1つ選んでください"),
        (["jp-default", "nobody"], "見つからない規則"),
    ],
)
def test_choice_that_cannot_be_is_refused_and_kept(lead: Client, chosen: list[str], said: str) -> None:
    page = lead.post(RULES, {"packs": chosen})
    assert page.status_code == 422
    assert said in words_of(page)
    content = page.content.decode()
    assert ('id="use-uk-fca-disp" value="uk-fca-disp" checked' in content) == ("uk-fca-disp" in chosen)
    assert Organisation.objects.get().rule_packs == []


def test_pack_is_read_as_a_table_with_its_sources(browser_of: BrowserOf) -> None:
    page = browser_of("lead", "en").get("/desk/rules/uk-fca-disp/")
    words = words_of(page)
    for said in ("8 weeks after receipt", "Final response", "FCA Handbook, DISP DISP 1.6", "Not checked",
                 "Shipped with the program", "No complaint is counted by this version."):  # fmt: skip
        assert said in words
    assert 'rel="noreferrer noopener external"' in page.content.decode()


def test_history_says_who_when_and_why_and_what_changed(lead: Client, cast: Cast) -> None:
    number = written(cast)
    content = lead.get(PACK).content.decode()
    words = words_of(lead.get(PACK))
    assert "早くお答えするため" in words
    assert "責田 みさき" in words
    assert f"版1から版{number}への変更" in words
    assert "なくなった行:" in words
    assert content.count("diff__line--added") == 2
    old = words_of(lead.get(f"{PACK}?version=1&against={number}"))
    assert f"版{number}から版1への変更" in old
    assert lead.get(f"{PACK}?version=7").status_code == 400
    assert lead.get("/desk/rules/nobody/").status_code == 404
    assert lead.get("/desk/rules/nobody/edit/").status_code == 404


def test_looking_first_keeps_nothing_and_shows_both_dates(lead: Client) -> None:
    page = lead.post(EDIT, {"text": FASTER, "note": "", "seen": "1", "do": "look"})
    words = words_of(page)
    assert page.status_code == 200
    for said in ("まだ保存していません", "受付から5営業日 → 受付から3営業日", "金曜日 16:40", "12月29日"):
        assert said in words
    assert RulePack.objects.count() == 0


def test_new_version_is_kept_beside_the_shipped_one(lead: Client, cast: Cast) -> None:
    complaint = taken_in(cast)
    page = lead.post(EDIT, {"text": FASTER, "note": "早く", "seen": "1", "do": "save"}, follow=True)
    assert "版1001を作りました" in words_of(page)
    row = RulePack.objects.get()
    assert (row.version, row.note, row.added_by) == (1001, "早く", cast.lead)
    complaint.refresh_from_db()
    assert complaint.rule_packs["jp-default"] == 1
    assert taken_in(cast).rule_packs["jp-default"] == 1001
    assert "この版で数えています" in words_of(lead.get(PACK))


def test_mistakes_are_all_listed_and_the_text_is_kept(lead: Client) -> None:
    text = TEXT.replace("quantity: 5", "quantity: 0", 1).replace("trigger: told", "trigger: tld")
    page = lead.post(EDIT, {"text": text, "note": "わけ", "seen": "1", "do": "save"})
    words, content = words_of(page), page.content.decode()
    assert page.status_code == 422
    assert "直すところが2か所あります" in words
    assert "規則「first-answer」、項目「quantity」" in words
    assert "規則「progress」、項目「trigger」" in words
    assert content.count('<a href="#id_text">') == 2
    assert "trigger: tld" in content
    assert 'value="わけ"' in content
    assert RulePack.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "本文が空です"),
        (TEXT.replace("id: jp-default", "id: mine"), "前の版と同じ jp-default のまま"),
        (TEXT.replace("role: service", "role: law"), "前の版と同じ service のまま"),
    ],
)
def test_text_that_cannot_be_this_pack_is_refused(lead: Client, text: str, said: str) -> None:
    page = lead.post(EDIT, {"text": text, "note": "", "seen": "1", "do": "save"})
    assert page.status_code == 422
    assert said in words_of(page)
    assert RulePack.objects.count() == 0


def test_second_editor_reads_both_texts(lead: Client, cast: Cast) -> None:
    written(cast)
    mine = TEXT.replace("quantity: 5", "quantity: 8", 1)
    page = lead.post(EDIT, {"text": mine, "note": "", "seen": "1", "do": "save"})
    assert page.status_code == 409
    words, content = words_of(page), page.content.decode()
    assert "責田 みさきさんが版1001を作りました" in words
    assert "quantity: 8" in content
    assert "受付から3営業日 → 受付から8営業日" in words
    assert 'name="seen" value="1001"' in content
    assert lead.post(EDIT, {"text": mine, "note": "", "seen": "1001", "do": "save"}).status_code == 303
    assert list(RulePack.objects.values_list("version", flat=True)) == [1001, 1002]


def test_same_text_sent_twice_is_one_version(lead: Client) -> None:
    form = {"text": FASTER, "note": "", "seen": "1", "do": "save"}
    assert [lead.post(EDIT, form).status_code for _time in range(2)] == [303, 303]
    assert RulePack.objects.count() == 1


def test_version_nobody_needs_is_taken_back(lead: Client, cast: Cast) -> None:
    number = written(cast)
    page = lead.post(PACK, {"remove": str(number)}, follow=True)
    assert f"版{number}を取り消しました" in words_of(page)
    assert RulePack.objects.count() == 0


def test_version_a_complaint_keeps_stays_with_the_reason(lead: Client, cast: Cast) -> None:
    number = written(cast)
    taken_in(cast)
    page = lead.post(PACK, {"remove": str(number)})
    assert page.status_code == 409
    assert f"版{number}は残ります。1件の苦情が、この版で数えています" in words_of(page)
    assert RulePack.objects.count() == 1


def test_shipped_version_cannot_be_taken_back(lead: Client) -> None:
    page = lead.post(PACK, {"remove": "1"}, follow=True)
    assert "ここで作ったものではない" in words_of(page)
    assert lead.post(PACK, {"remove": "x"}).status_code == 400


def test_only_version_of_a_pack_of_our_own_leads_back_to_the_list(lead: Client, cast: Cast) -> None:
    text = TEXT.replace("id: jp-default", "id: ours").replace("role: service\n", "")
    number = written(cast, text)
    page = lead.post("/desk/rules/ours/", {"remove": str(number)}, follow=True)
    assert page.redirect_chain == [(RULES, 303)]
    assert lead.get("/desk/rules/ours/").status_code == 404
