"""Closing without agreement: only once this person has been told, beside an answer of ours, where else to turn."""

from datetime import timedelta

import pytest

from kikitori.casework.close import close_as_exhausted, knows_where_to_turn
from kikitori.casework.deliver import deliver_letter
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.posting import post_letter
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from tests import makers, referrals
from tests.casework.verbs import POST, decide, decided
from tests.cast import Cast
from tests.makers import FRIDAY

DAY = timedelta(days=1)


def close(cast: Cast, complaint: Complaint) -> str:
    close_as_exhausted(cast.actor("lead"), complaint, reason="尽くしました。", now=FRIDAY + DAY)
    complaint.refresh_from_db()
    return complaint.state


def told(complaint: Complaint) -> list[str]:
    return list(complaint.letters.filter(tells_route=True).values_list("kind", flat=True))


def test_decision_tells_it_and_then_it_may_be_closed(cast: Cast) -> None:
    complaint = decided(cast)
    assert told(complaint) == ["decision"]
    assert close(cast, complaint) == "closed_exhausted"


def test_offer_tells_it_as_well(cast: Cast) -> None:
    assert told(makers.proposed(cast)) == ["proposal"]


def test_confirmation_of_receipt_comes_too_early_to_count(cast: Cast) -> None:
    assert told(makers.investigated(cast)) == []


def test_without_words_of_our_own_nothing_was_told_however_good_they_are_today(cast: Cast) -> None:
    words = Organisation.objects.get()
    Organisation.objects.update(external_route_ja="", external_route_en="")
    complaint = decided(cast)
    Organisation.objects.update(
        external_route_ja=words.external_route_ja, external_route_en=words.external_route_en
    )
    with pytest.raises(NotNow) as refusal:
        close(cast, complaint)
    assert refusal.value.obstacle is Obstacle.ROUTE_NOT_TOLD


def test_body_of_the_register_that_is_named_in_letters_is_enough_to_have_told(cast: Cast) -> None:
    Organisation.objects.update(external_route_ja="", external_route_en="")
    referrals.body(cast)
    assert told(decided(cast)) == ["decision"]


@pytest.mark.parametrize("state", ["failed", "to_print", "replaced"])
def test_letter_that_has_not_gone_has_told_nothing(cast: Cast, state: str) -> None:
    complaint = decided(cast)
    complaint.letters.filter(kind="decision").update(state=state)
    assert not knows_where_to_turn(complaint)
    with pytest.raises(NotNow) as refusal:
        close(cast, complaint)
    assert refusal.value.obstacle is Obstacle.ROUTE_NOT_TOLD


@pytest.mark.parametrize("state", ["waiting", "sent", "shown", "told"])
def test_letter_on_its_way_or_there_has_told_it(cast: Cast, state: str) -> None:
    complaint = decided(cast)
    complaint.letters.filter(kind="decision").update(state=state)
    assert knows_where_to_turn(complaint)


def test_letter_on_paper_tells_it_once_it_is_posted(cast: Cast) -> None:
    complaint = makers.investigated(cast, complainant=POST)
    decide(cast.actor("handler"), complaint)
    letter = complaint.letters.get(kind="decision")
    assert not knows_where_to_turn(complaint)
    post_letter(cast.actor("handler"), letter, now=FRIDAY + DAY)
    assert knows_where_to_turn(complaint)


def test_who_has_been_passed_on_or_has_turned_outside_knows_it(cast: Cast) -> None:
    passed, turned = referrals.with_a_body(cast), makers.investigated(cast)
    referrals.turned(cast, turned, to=referrals.body(cast, name_ja="別のセンター"))
    Letter.objects.update(state="failed")
    assert knows_where_to_turn(passed)
    assert knows_where_to_turn(turned)


def test_expert_of_our_own_is_nowhere_else_to_turn(cast: Cast) -> None:
    complaint = referrals.with_an_expert(cast)
    assert told(complaint) == []
    assert not knows_where_to_turn(complaint)


# ── bodies of the register in our letters ──


@pytest.mark.parametrize(
    ("language", "name"),
    [("ja", "見本紛争解決センター"), ("en", "Sample Resolution Centre"), ("ja-easy", "見本")],
)
def test_decision_names_bodies_beside_our_own_words(cast: Cast, language: str, name: str) -> None:
    referrals.body(cast)
    referrals.body(cast, name_ja="名を出さない所", name_en="Unnamed", in_letters=False)
    referrals.body(cast, name_ja="使わない所", name_en="Unused", is_active=False)
    complaint = makers.investigated(cast, language=language)
    decide(cast.actor("handler"), complaint)
    text = complaint.letters.get(kind="decision").body
    assert name in text
    assert "188" in text, "what the house says itself stays"
    assert not any(each in text for each in ("名を出さない", "使わない", "Unnamed", "Unused"))


def test_closing_letter_names_them_with_their_days(cast: Cast) -> None:
    referrals.body(cast)
    complaint = decided(cast)
    close(cast, complaint)
    text = complaint.letters.get(kind="closed").body
    assert "見本紛争解決センター" in text
    assert "180日以内" in text


def test_letter_of_agreement_names_nobody(cast: Cast) -> None:
    referrals.body(cast)
    complaint = makers.closed(cast)
    letter = complaint.letters.get(kind="closed")
    assert "見本紛争解決センター" not in letter.body
    assert not letter.tells_route


def test_delivered_letter_still_tells_it(cast: Cast) -> None:
    complaint = decided(cast)
    letter = complaint.letters.get(kind="decision")
    deliver_letter(Actor.system("outbox"), letter.pk, now=FRIDAY + DAY)
    letter.refresh_from_db()
    assert (letter.tells_route, knows_where_to_turn(complaint)) == (True, True)
