"""A word that stands in a sealed complaint alone is found nowhere but there: not by any role, page, index or figure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.link import link_complaints
from kikitori.casework.receivers import name_receivers
from kikitori.casework.seal import seal_complaint
from kikitori.casework.write import hear
from kikitori.insight.search.find import search
from kikitori.insight.search.models import SearchDocument
from kikitori.insight.search.upkeep import keep_up, standing
from kikitori.records.access.seals import SealedReading
from kikitori.records.complaints.models import Complaint
from kikitori.records.together.webhooks import Webhook, WebhookCall
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.test_permission_matrix import DESK, NOBODY, World, world  # noqa: F401 - the fixture

CANARY = "かなりあ八七三一"
ROLES = ("handler", "lead", "administrator", "auditor")


@pytest.fixture
def cast(db: None) -> Cast:
    return summon()


def sealed(cast: Cast) -> Complaint:
    """Told with the word in every place a complaint has for words, filed in the index, then sealed."""
    name_receivers(cast.actor("administrator"), [cast.colleague.pk], seen=0, now=makers.FRIDAY)
    complaint = makers.acknowledged(cast, story=f"検査の記録が{CANARY}で書き換えられています。")
    now = makers.FRIDAY + timedelta(hours=1)
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S3",
        subject="staff",
        safety={},
        allegations=[AllegationGiven(text=f"{CANARY}の件")],
        title=f"{CANARY}について",
        now=now,
    )
    hear(makers.complainant_of(complaint), complaint, body=f"{CANARY}の続きです。", now=now)
    keep_up(100)
    assert SearchDocument.objects.filter(complaint=complaint).exists()
    seal_complaint(cast.actor("handler"), complaint, reason=f"{CANARY}は通報です。", now=now)
    complaint.refresh_from_db()
    return complaint


def test_index_forgets_it_and_nobody_finds_it_even_before(cast: Cast) -> None:
    complaint = sealed(cast)
    for who in (*ROLES, "colleague"):
        assert search(cast.actor(who), CANARY).hits == []
    keep_up(100)
    assert not SearchDocument.objects.filter(complaint=complaint).exists()
    assert standing().is_complete
    assert keep_up(100) == 0, "it is not read again and again"


def test_no_page_of_anybody_else_shows_the_word_or_the_number(world: World) -> None:  # noqa: F811
    """Every page of the table without arguments, and with those of another complaint it is linked with."""
    cast = world.cast
    link_to = world.ordinary
    complaint = makers.acknowledged(cast)
    link_complaints(
        cast.actor("handler"),
        complaint,
        to=link_to,
        kind="same_matter",
        now=makers.FRIDAY + timedelta(hours=1),
    )
    other = sealed(cast)
    seal_complaint(cast.actor("handler"), complaint, reason="通報", now=timezone.now())
    values = world.arguments()
    found = []
    # Each page as somebody sees it who sees everything else: by turns a lead and an auditor.
    clients = [(role, world.client(role)) for role in ("lead", "auditor")]
    for place, page in enumerate(page for page in DESK if set(page.arguments) <= values.keys()):
        role, client = clients[place % 2]
        answer = client.get(page.at(**values))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        words = (CANARY, other.reference, complaint.reference)
        found += [(role, page.name) for word in words if word.encode() in body]
    assert found == []


def test_number_answers_as_one_never_given_out_and_the_asking_is_kept(cast: Cast) -> None:
    complaint = sealed(cast)
    for role in ("handler", "lead", "auditor"):  # an administrator opens no page of complaints at all
        client = Client()
        client.force_login(getattr(cast, role))
        for rest in ("", "reply/", "case-file/"):
            there, nowhere = (
                _asked(client, f"/desk/complaints/{number}/{rest}")
                for number in (complaint.reference, NOBODY)
            )
            assert there == nowhere
    tried = list(SealedReading.objects.filter(shown=False).values_list("staff__login", "complaint"))
    read_by = {login for login, _ in tried}
    assert read_by == {"handler", "lead", "auditor"}
    assert {number for _, number in tried} == {complaint.pk}


def _asked(client: Client, address: str) -> tuple[int, str, int]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    number = address.split("/")[3]
    said = answer.content.decode().replace(number, "")
    return answer.status_code, said, len([each for each in captured if "SAVEPOINT" not in each["sql"]])


def test_reading_is_kept_each_time_and_shown_to_those_who_read_it(cast: Cast) -> None:
    complaint = sealed(cast)
    client, other = Client(), Client()
    client.force_login(cast.colleague)
    other.force_login(cast.lead)
    address = f"/desk/complaints/{complaint.reference}/"
    assert other.get(address).status_code == 404
    assert client.get(address).status_code == 200
    page = client.get(address)
    assert page.status_code == 200
    assert CANARY in page.content.decode()
    readings = SealedReading.objects.filter(complaint=complaint, staff=cast.colleague, shown=True)
    assert readings.count() == 2
    assert cast.lead.name in page.content.decode(), "who asked in vain"


def test_no_webhook_is_told(cast: Cast) -> None:
    kinds = ["word", "state", "assigned", "missed"]
    own = {"sealed": "x", "host": "hooks.example.com", "kinds": kinds, "set_by": cast.lead}
    for staff in (None, cast.colleague):
        Webhook.objects.create(staff=staff, secret_at=makers.FRIDAY, made_at=makers.FRIDAY, **own)
    complaint = sealed(cast)
    WebhookCall.objects.all().delete()
    hear(makers.complainant_of(complaint), complaint, body="もう一つ", now=timezone.now())
    assert not WebhookCall.objects.exists()
    assert complaint.notices.filter(recipient=cast.colleague, kind="word").exists()
