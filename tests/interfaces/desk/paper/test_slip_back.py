"""Letters on paper that ask something: what is torn off, kept with them, and how its answer is written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kikitori.casework.confirm import ask_if_solved, confirm_solved
from kikitori.casework.post_again import NewAddress, post_again
from kikitori.casework.posting import PostingGiven, post_letter
from kikitori.casework.second_contact import ask_again
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Letter
from kikitori.records.letters.paper import paper_of
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from kikitori.records.voices.models import Verdict
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import by_post
from tests.makers import FRIDAY
from tests.printed import text_of

DAY = timedelta(days=1)
WEEK = FRIDAY + 7 * DAY
#: The letter, and the steps by which its answer is written down.
ASKED = {
    "proposal": ["accept", "decline"],
    "is_it_solved": ["solved", "unsolved", "left-at-that"],
    "still_solved": ["holds", "reopen"],
}


def letter_of(cast: Cast, kind: str, **changes: Any) -> Letter:
    """A letter of this kind on paper, and posted."""
    given = {"complainant": by_post("文野 ゆう"), **changes}
    if kind == "proposal":
        complaint = makers.proposed(cast, **given)
    else:
        complaint = makers.confirming(cast, **given)
        ask_if_solved(cast.actor("handler"), complaint, now=WEEK)
    if kind == "still_solved":
        confirm_solved(makers.complainant_of(complaint), complaint, now=WEEK)
        ask_again(Actor.system("second_contact"), complaint, now=WEEK + 14 * DAY)
    return complaint.letters.select_related("posting", "complaint").get(kind=kind)


@pytest.mark.parametrize("kind", ASKED)
def test_answer_is_one_click_from_the_letter_and_from_the_complaint(
    client: Client, cast: Cast, kind: str
) -> None:
    letter = letter_of(cast, kind)
    assert "返信用" in text_of(paper_of([letter.posting]).content)
    assert "返信用紙が戻ってきましたか" not in client.get(f"/desk/letters/{letter.pk}/").content.decode()
    post_letter(cast.actor("handler"), letter, given=PostingGiven(), now=WEEK + 15 * DAY)
    reference = letter.complaint.reference
    page = client.get(f"/desk/letters/{letter.pk}/")
    assert "返信用紙が戻ってきましたか" in page.content.decode()
    whole = client.get(f"/desk/complaints/{reference}/").content.decode()
    for word in ASKED[kind]:
        address = f"/desk/complaints/{reference}/{word}/"
        assert f'href="{address}"' in page.content.decode(), word
        assert address in whole, word
        assert client.get(address).status_code == 200


def test_what_was_ticked_is_written_down_with_its_ratings(client: Client, cast: Cast) -> None:
    letter = letter_of(cast, "is_it_solved")
    post_letter(cast.actor("handler"), letter, given=PostingGiven(), now=WEEK)
    address = f"/desk/complaints/{letter.complaint.reference}/solved/"
    form = client.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "no_more"}
    typed |= {"how": "返信用紙", "rating": "4", "outcome": "2", "comment": "皿がきれいでした。"}
    assert client.post(address, typed).status_code in (302, 303)
    verdict = Verdict.objects.get()
    assert (verdict.solved, verdict.rating, verdict.outcome_rating) == (True, 4, 2)
    assert Complaint.objects.get(pk=letter.complaint_id).ending == "agreed"


def test_paper_says_until_when_as_its_letter_does_whatever_is_set_later(cast: Cast) -> None:
    proposal = letter_of(cast, "proposal")
    answer_by = proposal.complaint.proposals.get().answer_by
    assert f"{answer_by.month}月{answer_by.day}日" in proposal.posting.sheet["reply"]["by"]
    solved = letter_of(cast, "is_it_solved")
    assert "2026年12月11日（金）以降に" in solved.body
    assert solved.posting.sheet["reply"]["by"].startswith("2026年12月11日（金）")
    Organisation.objects.update(silence_days=30)
    anew = post_again(
        cast.actor("handler"), solved, NewAddress(typed="東京都見本区9-9", heard="電話"), now=WEEK + 2 * DAY
    )
    assert anew.posting.sheet["reply"] == solved.posting.sheet["reply"]
    assert letter_of(cast, "still_solved").posting.sheet["reply"]["by"] == "お返事は、なくてもかまいません。"


def test_other_letters_have_none(client: Client, cast: Cast) -> None:
    letter = (
        makers.acknowledged(cast, complainant=by_post("文野 ゆう")).letters.select_related("posting").get()
    )
    assert letter.posting.sheet["reply"] == {}
    post_letter(cast.actor("handler"), letter, given=PostingGiven(), now=WEEK)
    assert "返信用紙が戻ってきましたか" not in client.get(f"/desk/letters/{letter.pk}/").content.decode()
