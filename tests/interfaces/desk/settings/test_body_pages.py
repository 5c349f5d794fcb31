"""Pages of the register: looked into by everybody at the desk, changed by leads, with figures for those who judge."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kikitori.records.people.models import SettingChange
from kikitori.records.referral.models import Body, Referral
from tests import makers, referrals
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted, words_of
from tests.interfaces.desk.conftest import BrowserOf

LIST = "/desk/settings/bodies/"


@pytest.fixture
def lead(browser_of: BrowserOf, cast: Cast) -> Client:
    return browser_of("lead")


def typed(**changes: object) -> dict[str, object]:
    """A whole form."""
    return {"kind": "external", "name_ja": "見本センター", "name_en": "", "is_active": "on", **changes}


def decided(cast: Cast, body: Body, *outcomes: str) -> None:
    """So many complaints that went there and came back."""
    for outcome in outcomes:
        row = referrals.outside(cast, makers.investigated(cast), to=body)
        Referral.objects.filter(pk=row.pk).update(outcome=outcome)


def test_empty_register_says_what_will_stand_there(lead: Client) -> None:
    assert "まだ登録がありません。" in words_of(lead.get(LIST))


def test_entry_is_added_and_listed(lead: Client) -> None:
    answer = lead.post(f"{LIST}new/", typed(phone="03-0000-0001", answer_days="60", in_letters="on"))
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    row = Body.objects.get()
    assert (row.name_ja, row.answer_days, row.turn_days, row.in_letters) == ("見本センター", 60, None, True)
    words = words_of(lead.get(LIST))
    for each in ("見本センター", "外部機関", "03-0000-0001", "通知に記載"):
        assert each in words


def test_entry_is_changed_and_taken_out_of_use(lead: Client, cast: Cast) -> None:
    row = referrals.body(cast)
    page = lead.get(f"{LIST}{row.pk}/").content.decode()
    assert "申立書をお送りください。" in page
    seen = SettingChange.objects.latest("pk").pk
    lead.post(f"{LIST}{row.pk}/", typed(name_ja="改めた名", is_active="", seen=str(seen)))
    row.refresh_from_db()
    assert (row.name_ja, row.is_active) == ("改めた名", False)
    assert "改めた名" in words_of(lead.get(LIST))
    assert "「改めた名」の使用を停止" in words_of(lead.get("/desk/settings/changes/?kind=bodies")) or (
        "を停止" in words_of(lead.get("/desk/settings/changes/?kind=bodies"))
    )


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"name_ja": ""}, "name_ja"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"answer_days": "-3"}, "answer_days"),
        ({"turn_days": "many"}, "turn_days"),
        ({"kind": "specialist", "in_letters": "on"}, "in_letters"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    lead: Client, changes: dict[str, Any], name: str
) -> None:
    answer = lead.post(f"{LIST}new/", typed(**changes))
    assert answer.status_code == 422
    assert name in answer.context["form"].errors
    assert not Body.objects.exists()


def test_change_of_somebody_else_is_shown_and_nothing_lost(lead: Client, cast: Cast) -> None:
    row = referrals.body(cast)
    seen = str(SettingChange.objects.latest("pk").pk)
    lead.post(f"{LIST}{row.pk}/", typed(name_ja="一度目", seen=seen))
    answer = lead.post(f"{LIST}{row.pk}/", typed(name_ja="二度目", seen=seen))
    assert answer.status_code == 409
    assert "一度目" in words_of(answer)
    assert "二度目" in answer.content.decode()


def test_entry_that_is_not_there_is_404(lead: Client) -> None:
    assert lead.get(f"{LIST}999/").status_code == 404


@pytest.mark.parametrize(("role", "changes"), [("handler", 403), ("auditor", 403), ("administrator", 200)])
def test_everybody_looks_into_it_and_few_change_it(
    browser_of: BrowserOf, cast: Cast, role: str, changes: int
) -> None:
    row = referrals.body(cast)
    client = browser_of(role)
    assert client.get(LIST).status_code == 200
    assert client.get(f"{LIST}new/").status_code == changes
    assert client.get(f"{LIST}{row.pk}/").status_code == changes


def test_rate_is_shown_from_five_decisions_to_leads_and_auditors(browser_of: BrowserOf, cast: Cast) -> None:
    body = referrals.body(cast)
    decided(cast, body, "overturned", "partly", "confirmed", "confirmed", "settled")
    assert "判断は5件未満" in words_of(browser_of("lead").get(LIST))
    decided(cast, body, "confirmed")
    for role in ("lead", "auditor"):
        assert "40%（5件中2件）" in words_of(browser_of(role).get(LIST))
    for role in ("handler", "administrator"):
        words = words_of(browser_of(role).get(LIST))
        assert "40%" not in words
        assert "判断が覆った割合" not in words or role == "administrator"


def test_figures_count_what_the_reader_sees_alone(browser_of: BrowserOf, cast: Cast) -> None:
    body = referrals.body(cast)
    decided(cast, body, *["overturned"] * 5)
    restricted(cast)
    seen = browser_of("auditor").get(LIST).context["figures"]
    assert (seen.all.decided, seen.went[body.pk]) == (5, 5)


def test_list_costs_the_same_for_one_and_for_thirty(lead: Client, cast: Cast) -> None:
    counts = []
    for many in (1, 30):
        for n in range(many):
            Body.objects.create(kind="external", name_ja=f"センター{many}-{n}")
        with CaptureQueriesContext(connection) as asked:
            lead.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_english_reader_reads_english(browser_of: BrowserOf, cast: Cast) -> None:
    referrals.body(cast)
    words = words_of(browser_of("lead", "en").get(LIST))
    for each in ("External bodies and experts", "Sample Resolution Centre", "Fewer than 5 decided"):
        assert each in words
