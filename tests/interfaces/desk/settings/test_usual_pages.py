"""Pages of the usual lines of inquiry and of the heads of the fishbone: listed, said in own words, taken out of use."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kikitori.records.inquiry.plan import UsualInquiryLine
from kikitori.records.people.models import SettingChange
from kikitori.records.prevention.actions import FishboneHead
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import FRIDAY

LINES, HEADS = "/desk/settings/usual-lines/", "/desk/settings/heads/"
#: What both pages are asked alike: where they are, one of them, and a whole form.
BOTH = [
    pytest.param(
        SimpleNamespace(
            kind="lines",
            at=LINES,
            code="delivery_1",
            model=UsualInquiryLine,
            row={"subject": "delivery", "what_ja": "写真", "place": 1, "written_at": FRIDAY},
            typed={
                "subject": "delivery",
                "what_ja": "車を見る",
                "source_ja": "車庫",
                "place": "1",
                "is_offered": "on",
            },
            word="what_ja",
            shipped="配送の経路と引渡しの記録を取り寄せる / Get the record of the route and of the hand-over",
            told="よく使う調査項目「車を見る」",
            missing="明らかにすること（日本語） エラー： 入力してください。",
        ),
        id="lines",
    ),
    pytest.param(
        SimpleNamespace(
            kind="heads",
            at=HEADS,
            code="people",
            model=FishboneHead,
            row={"name_ja": "顧客", "place": 1, "written_at": FRIDAY, "is_offered": False},
            typed={"name_ja": "顧客", "name_en": "Customers", "place": "1", "is_offered": "on"},
            word="name_ja",
            shipped="人 / People",
            told="特性要因図の枝「顧客」",
            missing="名称（日本語） エラー： 入力してください。",
        ),
        id="heads",
    ),
]


@pytest.fixture
def lead(browser_of: BrowserOf, cast: Cast) -> Client:
    return browser_of("lead")


def test_lists_show_both_languages_and_what_has_no_lines(lead: Client) -> None:
    words = words_of(lead.get(LINES))
    assert "専用の調査項目がない分野すべて" in words
    assert "Get the record of the route and of the hand-over" in words
    assert "専用の調査項目がない分野: " in words
    heads = words_of(lead.get(HEADS))
    assert heads.index("方法・手順") < heads.index("設備・システム")
    assert "Machine or system" in heads


@pytest.mark.parametrize("page", BOTH)
def test_list_costs_the_same_for_one_and_for_fifty_of_our_own(lead: Client, page: SimpleNamespace) -> None:
    counts = []
    for many in (1, 50):
        for n in range(many):
            page.model.objects.create(code=f"own_{many}_{n}", **page.row)
        with CaptureQueriesContext(connection) as asked:
            lead.get(page.at)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", BOTH)
def test_one_is_added_said_otherwise_and_taken_out_of_use(lead: Client, page: SimpleNamespace) -> None:
    answer = lead.post(f"{page.at}new/", page.typed)
    assert (answer.status_code, answer["Location"]) == (303, page.at)
    assert page.model.objects.get().code == "own_1"
    assert "自組織の言葉" in words_of(lead.get(page.at))
    seen = str(SettingChange.objects.latest("id").pk)
    assert f'value="{seen}"' in lead.get(f"{page.at}own_1/").content.decode()
    lead.post(f"{page.at}own_1/", {**page.typed, "is_offered": "", "seen": seen})
    assert "使用停止中" in words_of(lead.get(page.at))
    changes = words_of(lead.get(f"/desk/settings/changes/?kind={page.kind}"))
    assert f"{page.told}を追加しました" in changes
    assert f"{page.told}の使用を止めました" in changes
    assert "並び順: 1" in changes
    assert page.shipped in words_of(lead.get(f"{page.at}{page.code}/"))


@pytest.mark.parametrize("page", BOTH)
def test_nothing_typed_is_lost(lead: Client, page: SimpleNamespace) -> None:
    answer = lead.post(f"{page.at}new/", {**page.typed, page.word: "", "name_en": "", "place": "7"})
    assert answer.status_code == 422
    assert page.missing in words_of(answer)
    assert 'value="7"' in answer.content.decode()
    assert not page.model.objects.exists()
    assert lead.post(f"{page.at}new/", {**page.typed, "place": "many"}).status_code == 422
    first, second = ({**page.typed, page.word: said, "seen": "0"} for said in ("一度目", "二度目"))
    lead.post(f"{page.at}{page.code}/", first)
    answer = lead.post(f"{page.at}{page.code}/", second)
    assert answer.status_code == 409
    assert "一度目" in words_of(answer)
    assert "二度目" in answer.content.decode()
    assert SettingChange.objects.filter(kind=page.kind).count() == 1


@pytest.mark.parametrize("page", BOTH)
def test_who_sets_nothing_finds_no_page_and_no_code_no_row(
    browser_of: BrowserOf, lead: Client, page: SimpleNamespace
) -> None:
    assert [lead.get(f"{page.at}{code}/").status_code for code in ("own_9", "nothing")] == [404, 404]
    assert [browser_of(role).get(page.at).status_code for role in ("handler", "auditor")] == [403, 403]


def test_last_head_stays(lead: Client) -> None:
    for code in ("people", "method", "machine", "material", "measurement"):
        assert lead.post(f"{HEADS}{code}/", {"name_ja": "枝", "seen": "0"}).status_code == 303
    answer = lead.post(f"{HEADS}environment/", {"name_ja": "枝", "seen": "0"})
    assert answer.status_code == 422
    assert "図に描く枝は、1本から12本までです。" in words_of(answer)
