"""What the holder of a slip learns where complaints were joined, split or grouped: where it goes on, never who."""

from __future__ import annotations

from datetime import timedelta

from kikitori.casework.intake import PersonGiven
from kikitori.casework.mass import MassGiven, begin_mass, change_mass
from kikitori.casework.mass_children import join_mass
from kikitori.casework.merge import merge_complaint, separate_complaint
from kikitori.casework.split import regroup_complaint, split_complaint
from tests import makers
from tests.casework.verbs_of_grouping import PART
from tests.cast import Cast
from tests.interfaces.portal.visitor import Visitor
from tests.makers import FRIDAY, token

LATER = FRIDAY + timedelta(hours=2)


def test_joined_complaint_says_where_it_goes_on_and_takes_words_there(cast: Cast, visitor: Visitor) -> None:
    handler = cast.actor("handler")
    first, second = makers.acknowledged(cast), makers.acknowledged(cast, story="別の日の電話の記録です。")
    merge_complaint(handler, first, to=second, now=LATER)
    visitor.enters(first)
    page = visitor.go("/follow/")
    assert f"受付番号{second.reference}にまとめて" in page.main
    assert "届いた皿が三枚割れていました。" in page.main
    assert "別の日の電話の記録です。" not in page.main
    visitor.go("/follow/write/")
    visitor.fill("answer", words="箱の写真もあります。")
    assert second.messages.filter(body="箱の写真もあります。", from_complainant=True).count() == 1
    assert not first.messages.exists()
    separate_complaint(handler, first, now=LATER)
    assert second.reference not in visitor.go("/follow/").main


def test_split_complaint_names_the_number_of_its_part(cast: Cast, visitor: Visitor) -> None:
    handler, whole = cast.actor("handler"), makers.assessed(cast)
    part = split_complaint(handler, whole, PART, token=token(), now=LATER, reason="担当が違う")
    visitor.enters(whole)
    page = visitor.go("/follow/")
    assert f"受付番号{part.reference}の別のお申し出" in page.main
    assert "担当が違う" not in page.main
    regroup_complaint(handler, part, now=LATER)
    visitor.enters(part)
    page = visitor.go("/follow/")
    assert "元のお申し出と一つに戻しました" in page.main
    assert whole.reference in page.main


def test_nobody_learns_who_the_others_are_and_how_many_only_if_it_is_told(
    cast: Cast, visitor: Visitor
) -> None:
    handler = cast.actor("handler")
    mass = begin_mass(handler, MassGiven(title="極秘の題名", found="内々の認定"), now=LATER)
    mine = makers.acknowledged(cast)
    others = [
        makers.acknowledged(cast, complainant=PersonGiven(name=f"他野 {n}"), story=f"{n}番目の秘密")
        for n in range(2)
    ]
    for each in (mine, *others):
        join_mass(handler, each, mass=mass, now=LATER, reason="内部の理由")
    visitor.enters(mine)
    secrets = [
        "極秘の題名",
        "内々の認定",
        "内部の理由",
        "他野",
        "番目の秘密",
        *(each.reference for each in others),
    ]
    page = visitor.go("/follow/").main
    assert not [secret for secret in secrets if secret in page]
    assert "同じ原因の申出" not in page
    told = MassGiven(title="極秘の題名", found="内々の認定", tells_number=True)
    change_mass(handler, mass, told, seen=1, now=LATER)
    page = visitor.go("/follow/").main
    assert "同じ原因の申出を、ほかに2名の方から" in page
    assert not [secret for secret in secrets if secret in page]
