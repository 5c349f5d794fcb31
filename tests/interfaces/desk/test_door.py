"""The door: who is not signed in is sent to sign in, who may not is told why, what is unseen is not there."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern
from django.utils import timezone

from kikitori.casework.errors import Refused, Unseen
from kikitori.casework.write import note
from kikitori.insight.search.upkeep import keep_up
from kikitori.interfaces.desk import urls
from kikitori.interfaces.desk.door import complaint_or_404, desk_page, open_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import Decision, Reason
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Message
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from tests.cast import Cast
from tests.interfaces.desk.arranged import by_post, restricted, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

PAGES = [
    "/desk/",
    "/desk/queue/urgent/",
    "/desk/queue/main/",
    "/desk/queue/mine/",
    "/desk/queue/unassigned/",
    "/desk/register/",
    "/desk/letters/",
    "/desk/find/?q=x",
    "/desk/people/1/",
    "/desk/letters/1/",
]


def request_of(member: str, cast: Cast, **headers: str) -> HttpRequest:
    request = RequestFactory().get("/desk/somewhere/?a=1", headers=headers)
    request.user = getattr(cast, member)
    return request


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_stranger_is_sent_to_sign_in_and_back(client: Client, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/desk/sign-in/?next=/desk/")


@pytest.mark.django_db
def test_htmx_is_told_to_leave_the_page_as_a_whole() -> None:
    answer = Client().get("/desk/queue/main/", headers={"HX-Request": "true"})
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer["HX-Redirect"] == "/desk/sign-in/?next=/desk/queue/main/"
    assert answer.content == b""


@pytest.mark.parametrize("address", PAGES)
def test_administrator_is_told_why_and_finds_the_settings_and_the_way_out(
    browser_of: BrowserOf, address: str
) -> None:
    answer = browser_of("administrator").get(address)
    assert answer.status_code == 403
    assert "このページは開けません" in words_of(answer)
    content = answer.content.decode()
    assert 'action="/desk/sign-out/"' in content
    bar = content.partition('<nav class="nav"')[2].partition("</nav>")[0]
    assert [bar.count("<a "), bar.count('href="/desk/settings/"')] == [1, 1]
    assert '<a class="button" href="/desk/settings/">設定へ</a>' in content


def test_administrator_learns_of_no_complaint_by_its_number(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, story="秘密の話です。")
    answers = [
        browser_of("administrator").get(f"/desk/{where}")
        for where in (f"find/?q={complaint.reference}", "find/?q=K-2026-999999", "queue/main/")
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert not any("秘密" in answer.content.decode() for answer in answers)


def test_auditor_reads_and_is_not_offered_to_take_in(browser_of: BrowserOf) -> None:
    auditor = browser_of("auditor")
    assert auditor.get("/desk/").status_code == 200
    assert "/desk/register/" not in auditor.get("/desk/").content.decode()
    assert auditor.get("/desk/register/").status_code == 403
    assert auditor.post("/desk/register/", {"story": "x"}).status_code == 403
    assert Complaint.objects.count() == 0


def test_page_gets_the_actor_and_the_zone_of_the_house(cast: Cast) -> None:
    Organisation.objects.update(time_zone="America/New_York")
    seen: list[object] = []

    @desk_page(Permission.READ)
    def page(request: HttpRequest, actor: Actor) -> HttpResponse:
        seen.extend((actor, timezone.get_current_timezone_name(), frame_of(request).actor))
        return HttpResponse()

    page(request_of("handler", cast))
    actor = cast.actor("handler")
    assert seen == [actor, "America/New_York", actor]
    assert timezone.get_current_timezone_name() == "Asia/Tokyo"


def test_verb_that_sees_nothing_is_a_404(cast: Cast) -> None:
    @desk_page()
    def page(request: HttpRequest, actor: Actor) -> HttpResponse:
        raise Unseen

    with pytest.raises(Http404):
        page(request_of("handler", cast))


def test_refusal_of_a_verb_is_a_403_with_its_reason_and_takes_back_what_was_written(cast: Cast) -> None:
    complaint = taken_in(cast)

    @desk_page()
    def page(request: HttpRequest, actor: Actor) -> HttpResponse:
        note(actor, complaint, body="書きかけ", now=timezone.now())
        raise Refused(Decision(allowed=False, reason=Reason.GRAVE))

    with transaction.atomic():
        answer = page(request_of("handler", cast))
    assert answer.status_code == 403
    assert "責任者" in answer.content.decode() or "lead" in answer.content.decode()
    assert not Message.objects.filter(complaint=complaint, body="書きかけ").exists()


def test_view_keeps_what_it_needs_for_the_permission_matrix() -> None:
    @desk_page(Permission.WITHDRAW)
    def page(request: HttpRequest, actor: Actor) -> HttpResponse:
        return HttpResponse()

    assert page.needs is Permission.WITHDRAW  # type: ignore[attr-defined]
    assert open_page(lambda _request: HttpResponse()).needs is None  # type: ignore[attr-defined]


def test_every_page_of_the_desk_says_what_it_needs() -> None:
    needs = {
        each.name: each.callback.needs  # type: ignore[attr-defined]
        for each in urls.urlpatterns
        if isinstance(each, URLPattern)
    }
    assert {name for name, needed in needs.items() if needed is None} == {"sign_in", "sign_out"}
    assert needs["register"] is Permission.RECEIVE
    assert needs["letter_told"] is needs["letter"]
    assert needs["ladder"] is needs["absences"] is needs["absence"] is Permission.MANAGE_LADDER
    assert needs["notices_everybody"] is Permission.MANAGE_NOTICES
    assert needs["keys"] is needs["tour"] is needs["own_look"] is Permission.USE_DESK
    assert needs["approve"] is Permission.ANSWER_APPROVAL
    assert needs["vault"] is Permission.KEEP_SEAL
    assert len(needs) == 28


class TestComplaintOr404:
    def test_seen_complaint_comes_with_its_hands(self, cast: Cast) -> None:
        complaint = taken_in(cast)
        assert complaint_or_404(cast.actor("handler"), complaint.reference) == complaint

    @pytest.mark.parametrize("reference", ["K-2026-999999", "", "k-2026-000001", "' or 1=1 --", "💢" * 300])
    def test_number_never_given_out_is_not_there(self, cast: Cast, reference: str) -> None:
        with pytest.raises(Http404):
            complaint_or_404(cast.actor("handler"), reference)

    def test_restricted_one_is_not_there_for_who_may_not_see_it(self, cast: Cast) -> None:
        hidden = restricted(cast)
        with pytest.raises(Http404):
            complaint_or_404(cast.actor("handler"), hidden.reference)
        assert complaint_or_404(cast.actor("auditor"), hidden.reference) == hidden


def test_restricted_complaint_shines_through_nowhere(cast: Cast, client: Client) -> None:
    hidden = restricted(cast, ago=timedelta(days=40), complainant=by_post("隠野 しずか"))
    keep_up(100)
    person = hidden.parties.get().person_id
    letter = hidden.letters.first()
    assert letter is not None
    for address in (*PAGES[:7], "/desk/?whose=all", "/desk/queue/main/?state=closed"):
        content = client.get(address).content.decode()
        assert "極秘" not in content
        assert hidden.reference not in content
        assert "隠野" not in content
    assert client.get(f"/desk/people/{person}/").status_code == 404
    assert client.get(f"/desk/letters/{letter.pk}/").status_code == 404
    assert client.post(f"/desk/letters/{letter.pk}/").status_code == 404
    for words in (hidden.reference, "隠野", "カクレノ", "フミノ"):
        found = client.get("/desk/find/", {"q": words})
        assert found.status_code == 200
        assert "当てはまる苦情はありません" in words_of(found)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/desk/people/0/", "/desk/people/999999999999999999/", "/desk/letters/77/"]
)
def test_number_of_no_row_is_a_404(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/desk/people/9999999999999999999999/",
        "/desk/people/-1/",
        "/desk/people/x/",
        "/desk/letters/1e3/",
        "/desk/queue/nobody/",
        "/desk/queue/URGENT/",
        "/desk/queue/../",
    ],
)
def test_address_of_nothing_is_a_404(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/desk/", "/desk/queue/main/", "/desk/letters/", "/desk/find/", "/desk/people/1/"],
)
def test_lists_cannot_be_posted_to(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "state=resolved",
        "state=OPEN",
        "sort=title",
        "sort=-received_at",
        "after=x",
        "before=1",
        "after=1-99999999999999999999",
        "state=open&sort=newest;drop",
    ],
)
def test_queue_asked_for_what_it_does_not_know_answers_400(client: Client, query: str) -> None:
    assert client.get(f"/desk/queue/main/?{query}").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/desk/?whose=theirs",
        "/desk/?after=0",
        "/desk/letters/?pile=sent",
        "/desk/letters/?after=-",
        "/desk/people/1/?after=no",
    ],
)
def test_other_lists_answer_400_too(client: Client, cast: Cast, address: str) -> None:
    taken_in(cast)
    assert client.get(address.replace("/1/", f"/{_somebody()}/")).status_code == 400


def _somebody() -> int:
    complaint = Complaint.objects.get()
    return complaint.parties.get().person_id
