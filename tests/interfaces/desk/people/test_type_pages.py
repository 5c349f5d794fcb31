"""Customer types at the desk: suggested with the reason, given by people, shown in the case, faded in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.customer_types import TypeGiven, give_type
from kikitori.casework.memberships import MembershipGiven, add_membership
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.customer_types import GivenType
from kikitori.records.people.models import Person
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, restricted, rows_in, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.people.conftest import ICHIRO, Post


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def given(cast: Cast, person: Person, kind: str = "assertive") -> GivenType:
    wanted = TypeGiven(
        type=kind, evidence="二度、はっきりと", review_on=timezone.localdate() + timedelta(days=9)
    )
    return give_type(cast.actor("handler"), person, wanted, now=timezone.now())


def faded(row: GivenType) -> GivenType:
    GivenType.objects.filter(pk=row.pk).update(review_on=timezone.localdate() - timedelta(days=1))
    return row


def often(cast: Cast, times: int = 4) -> None:
    for _ in range(times):
        taken_in(cast, complainant=ICHIRO)


def test_suggestion_is_made_with_its_reason_accepted_and_shown_in_the_case(
    client: Client, post: Post, cast: Cast, complaint: Complaint, ichiro: Person
) -> None:
    often(cast)
    page = client.get(f"/desk/people/{ichiro.pk}/")
    assert "顧客類型「頻繁に連絡」かもしれません: 90日間に苦情が5件" in words_of(page)
    form = client.get(f"/desk/people/{ichiro.pk}/types/?type=frequent").content.decode()
    assert "90日間に苦情が5件</textarea>" in form
    answer = post(
        "types/",
        type="frequent",
        evidence="90日間に苦情が5件",
        review_on=in_days(90),
        suggested="many_complaints",
        complaints=complaint.pk,
    )
    assert answer.status_code == 303
    assert ichiro.types.get().complaints == [complaint.pk]
    case = words_of(client.get(f"/desk/complaints/{complaint.reference}/"))
    for words in (
        "頻繁に連絡",
        "根気よく、毎回はじめてのように",
        "同じ担当者が続けて対応",
        "認定は変わりません",
    ):
        assert words in case
    assert "」かもしれません" not in words_of(client.get(f"/desk/people/{ichiro.pk}/"))


def test_dismissed_suggestion_is_not_made_again(
    client: Client, post: Post, cast: Cast, ichiro: Person
) -> None:
    often(cast)
    post("suggestions/", type="frequent", because="many_complaints", measure="5")
    assert "」かもしれません" not in words_of(client.get(f"/desk/people/{ichiro.pk}/"))
    assert "頻繁に連絡: 90日間に苦情が5件" in words_of(
        client.get(f"/desk/people/{ichiro.pk}/story/?of=changes")
    )
    answer = client.post(
        f"/desk/people/{ichiro.pk}/suggestions/", {"type": "frequent", "because": "顔"}, follow=True
    )
    assert "ほかの方が先に変更していました" in words_of(answer)


def test_complaints_the_reader_does_not_see_suggest_nothing(
    client: Client, browser_of: BrowserOf, cast: Cast, ichiro: Person
) -> None:
    for _ in range(4):
        restricted(cast, complainant=ICHIRO)
    assert "」かもしれません" not in words_of(client.get(f"/desk/people/{ichiro.pk}/"))
    assert "苦情が5件" in words_of(browser_of("lead").get(f"/desk/people/{ichiro.pk}/"))


def test_member_of_an_organisation_with_premium_support_is_suggested(
    client: Client, cast: Cast, ichiro: Person
) -> None:
    row = add_membership(
        cast.actor("handler"), ichiro, MembershipGiven(organisation="みほん商事"), now=timezone.now()
    )
    assert row.organisation is not None
    given(cast, row.organisation, "paying_support")
    page = words_of(client.get(f"/desk/people/{ichiro.pk}/"))
    assert "優先サポート契約のある「みほん商事」に所属" in page


@pytest.mark.parametrize(
    "typed",
    [
        {"type": "frequent", "evidence": ""},
        {"type": "", "evidence": "何度も"},
        {"type": "frequent", "evidence": "何度も", "review_on": "いつか"},
        {"type": "frequent", "evidence": "何度も", "review_on": "2020-01-01"},
    ],
)
def test_type_that_cannot_be_given_keeps_what_was_typed(
    post: Post, ichiro: Person, typed: dict[str, str]
) -> None:
    answer = post("types/", **{"review_on": in_days(30), **typed})
    assert answer.status_code == 422
    assert typed["evidence"] in answer.content.decode()
    assert not ichiro.types.exists()


def test_type_is_confirmed_and_taken_away(client: Client, post: Post, cast: Cast, ichiro: Person) -> None:
    row = given(cast, ichiro)
    assert post(f"types/{row.pk}/", act="confirm", review_on=in_days(60)).status_code == 303
    assert post(f"types/{row.pk}/", act="confirm", review_on="").status_code == 422
    assert post(f"types/{row.pk}/", reason="").status_code == 422
    assert post(f"types/{row.pk}/", reason="落ち着いた").status_code == 303
    page = client.post(f"/desk/people/{ichiro.pk}/types/{row.pk}/", {"reason": "x"}, follow=True)
    assert "ほかの方が先に変更していました" in words_of(page)


def test_faded_type_has_no_protocol_and_waits_for_a_look(
    client: Client, cast: Cast, complaint: Complaint, ichiro: Person
) -> None:
    row = faded(given(cast, ichiro))
    case = words_of(client.get(f"/desk/complaints/{complaint.reference}/"))
    assert "見直しがまだのため、いまは使われません" in case
    assert "落ち着いて、まっすぐに" not in case
    page = client.get("/desk/people/to-review/")
    assert rows_in(page) == 1
    assert "鈴木 一郎 様" in words_of(page)
    client.post(f"/desk/people/{ichiro.pk}/types/{row.pk}/", {"act": "confirm", "review_on": in_days(60)})
    assert rows_in(client.get("/desk/people/to-review/")) == 0


def test_type_of_an_unseen_person_waits_for_nobody_else(
    client: Client, browser_of: BrowserOf, cast: Cast
) -> None:
    hidden = restricted(cast, complainant=ICHIRO)
    row = given(cast, taken_in(cast, complainant=ICHIRO).parties.get().person)
    faded(row)
    Complaint.objects.exclude(pk=hidden.pk).update(confidentiality="restricted", assignee=cast.lead)
    assert rows_in(client.get("/desk/people/to-review/")) == 0
    assert rows_in(browser_of("auditor").get("/desk/people/to-review/")) == 1


def test_type_of_an_anonymous_complainant_is_not_shown_in_the_case(client: Client, cast: Cast) -> None:
    complaint = taken_in(cast, complainant=ICHIRO, anonymous=True)
    person = complaint.parties.get().person
    given(cast, person)
    assert "はっきり言う" not in words_of(client.get(f"/desk/complaints/{complaint.reference}/"))


def test_types_of_the_caller_are_shown_while_a_complaint_is_taken_down(
    client: Client, cast: Cast, ichiro: Person
) -> None:
    given(cast, ichiro)
    assert "落ち着いて、まっすぐに" in words_of(client.get("/desk/register/", {"person": ichiro.pk}))
    again = client.post("/desk/register/", {"person": ichiro.pk, "story": "", "channel": "phone"})
    assert again.status_code == 422
    assert "落ち着いて、まっすぐに" in words_of(again)


def test_case_and_list_ask_as_many_questions_for_many_types_as_for_one(
    client: Client, cast: Cast, complaint: Complaint, ichiro: Person
) -> None:
    addresses = [
        f"/desk/complaints/{complaint.reference}/",
        f"/desk/people/{ichiro.pk}/",
        f"/desk/people/{ichiro.pk}/types/",
    ]
    given(cast, ichiro)
    one = [queries_for(client, address) for address in addresses]
    for kind in ("frequent", "silent", "media", "paying_support"):
        given(cast, ichiro, kind)
    assert [queries_for(client, address) for address in addresses] == one


PROTOCOL = {
    "seen": "0",
    "text_ja": "ゆっくり話します。",
    "text_en": "",
    "tone_ja": "静かに",
    "tone_en": "",
    "queue_hint": "usual",
}


class TestProtocols:
    def test_lead_writes_a_protocol_and_the_case_shows_it(
        self, client: Client, browser_of: BrowserOf, cast: Cast, complaint: Complaint, ichiro: Person
    ) -> None:
        given(cast, ichiro)
        lead = browser_of("lead")
        assert "標準の手引き" in words_of(lead.get("/desk/protocols/"))
        assert lead.post("/desk/protocols/assertive/", PROTOCOL).status_code == 303
        assert "ゆっくり話します。" in words_of(client.get(f"/desk/complaints/{complaint.reference}/"))
        assert "「はっきり言う」の応対の手引きを作成" in words_of(
            lead.get("/desk/settings/changes/?kind=protocols")
        )
        assert "第1版" in words_of(lead.get("/desk/protocols/assertive/"))

    def test_second_writer_sees_both_texts(self, browser_of: BrowserOf) -> None:
        lead = browser_of("lead")
        lead.post("/desk/protocols/assertive/", PROTOCOL)
        answer = lead.post("/desk/protocols/assertive/", {**PROTOCOL, "text_ja": "別の言葉"})
        assert answer.status_code == 409
        assert "別の言葉" in answer.content.decode()
        assert "ゆっくり話します。" in answer.content.decode()

    def test_empty_protocol_is_refused_and_unknown_types_are_not_there(self, browser_of: BrowserOf) -> None:
        lead = browser_of("lead")
        assert lead.post("/desk/protocols/media/", {**PROTOCOL, "text_ja": ""}).status_code == 422
        assert lead.get("/desk/protocols/unknown/").status_code == 404
        assert lead.get("/desk/protocols/nobody/").status_code == 404

    def test_handler_reads_protocols_in_cases_alone(self, client: Client) -> None:
        assert client.get("/desk/protocols/").status_code == 403
