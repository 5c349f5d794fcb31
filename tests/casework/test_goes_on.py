"""What arrives for a joined complaint arrives where it goes on, through as many joinings as there were; and back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.errors import NotNow, Obstacle, Unseen
from kikitori.casework.goes_on import joined_in, way_of, where_it_goes_on
from kikitori.casework.intake import PersonGiven
from kikitori.casework.merge import merge_complaint, separate_complaint
from kikitori.casework.same_person import join_people
from kikitori.casework.sort_mail import attach_held_to
from kikitori.casework.write import hear_where_it_goes_on
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mails import Mail
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.mails import filed, raw
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=3)


def merge(cast: Cast, one: Complaint, to: Complaint, *, same_person: bool = True) -> None:
    merge_complaint(cast.actor("handler"), one, to=to, now=LATER, same_person=same_person)
    one.refresh_from_db()


@pytest.fixture
def chain(cast: Cast) -> tuple[Complaint, Complaint, Complaint]:
    """One by mail, joined with a second, which was then joined with a third."""
    first = filed(raw()).complaint
    assert first is not None
    second, third = makers.acknowledged(cast), makers.investigated(cast)
    merge(cast, first, second)
    merge(cast, second, third)
    return first, second, third


def test_a_chain_leads_to_its_end(chain: tuple[Complaint, Complaint, Complaint]) -> None:
    first, second, third = chain
    assert [each.pk for each in way_of(first)] == [first.pk, second.pk, third.pk]
    assert [where_it_goes_on(each).pk for each in chain] == [third.pk] * 3
    assert joined_in(third) == {each.pk for each in chain}
    assert joined_in(first) == {first.pk}


def test_answers_to_any_of_them_arrive_at_the_end(
    cast: Cast, chain: tuple[Complaint, Complaint, Complaint]
) -> None:
    first, second, third = chain
    began = Mail.objects.get()
    by_thread = filed(raw("箱の写真も送ります。", In_Reply_To=began.message_id))
    by_number = filed(raw("届いたのは12日です。", subject=f"Re: {second.reference}"))
    eve = {"sender": "<eve@example.org>", "In_Reply_To": began.message_id}
    stranger = filed(raw("私にも教えてください。", **eve))
    assert [mail.complaint for mail in (by_thread, by_number)] == [third, third]
    assert (stranger.state, stranger.held) == ("held", "unknown_sender")
    said = list(third.messages.filter(from_complainant=True).order_by("pk").values_list("body", flat=True))
    assert said[-2:] == ["箱の写真も送ります。", "届いたのは12日です。"]
    attach_held_to(cast.actor("handler"), stranger.pk, first, writer="complainant", now=LATER)
    assert third.messages.filter(body="私にも教えてください。").exists()


def test_holder_of_the_old_slip_is_heard_where_it_goes_on(
    cast: Cast, chain: tuple[Complaint, Complaint, Complaint]
) -> None:
    first, _second, third = chain
    holder = makers.complainant_of(first)
    twice = [
        hear_where_it_goes_on(holder, first, body="追伸です。", now=LATER, token="once") for _ in range(2)
    ]
    assert [word.complaint for word in twice] == [third, third]
    assert third.messages.filter(body="追伸です。").count() == 1
    with pytest.raises(Unseen):
        hear_where_it_goes_on(holder, third, body="のぞき見", now=LATER)
    alone = makers.acknowledged(cast)
    own = hear_where_it_goes_on(makers.complainant_of(alone), alone, body="続きです。", now=LATER)
    assert own.complaint == alone


def test_what_was_promised_comes_back_from_the_end_of_the_chain(
    cast: Cast, chain: tuple[Complaint, Complaint, Complaint]
) -> None:
    first, second, third = chain
    carried = first.events.get(kind="merged").data["carried"]
    assert set(third.promises.filter(pk__in=carried).values_list("state", flat=True)) == {"open"}
    separate_complaint(cast.actor("handler"), first, now=LATER)
    assert set(first.promises.filter(state="open").values_list("pk", flat=True)) == set(carried)
    assert where_it_goes_on(Complaint.objects.get(pk=first.pk)).pk == first.pk
    separate_complaint(cast.actor("handler"), second, now=LATER)
    second.refresh_from_db()
    assert (second.state, second.merged_into_id) == ("reopened", None)
    assert filed(raw("その後の話です。", subject=f"Re: {first.reference}")).complaint == first
    assert not third.promises.filter(pk__in=carried).exists()


def test_only_what_is_the_same_persons_is_joined(cast: Cast) -> None:
    """Whoever holds the other slip would read the story of somebody else there."""
    other_name = PersonGiven(name="別野 ひと")
    mine, theirs = makers.acknowledged(cast), makers.acknowledged(cast, complainant=other_name)
    before = list(Complaint.objects.order_by("pk").values())
    with pytest.raises(NotNow) as refused:
        merge(cast, mine, theirs, same_person=False)
    assert refused.value.obstacle is Obstacle.ANOTHER_PERSON
    assert list(Complaint.objects.order_by("pk").values()) == before
    assert not theirs.messages.exists()
    nameless = makers.acknowledged(cast, complainant=None, anonymous=True)
    merge(cast, nameless, mine, same_person=False)
    one, other = (each.parties.get().person for each in (mine, theirs))
    join_people(cast.actor("handler"), one, other, now=LATER)
    merge(cast, mine, theirs, same_person=False)
    assert (mine.state, mine.merged_into) == ("merged", theirs)


def test_a_circle_cannot_be_made(cast: Cast, chain: tuple[Complaint, Complaint, Complaint]) -> None:
    first, _second, third = chain
    with pytest.raises(Exception, match="not possible in state merged"):
        merge(cast, third, first)
    assert where_it_goes_on(third).pk == third.pk


def test_machine_may_not_join(cast: Cast) -> None:
    one, other = makers.acknowledged(cast), makers.acknowledged(cast)
    with pytest.raises(Exception, match="role"):
        merge_complaint(Actor.system("tested"), one, to=other, now=LATER)
