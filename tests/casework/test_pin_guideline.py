"""Which version a complaint goes by: found by its assessment, kept, changed with a reason, never changed by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.follow_guideline import mark_item
from kikitori.casework.guidelines import put_into_force, take_out_of_use, write_guideline
from kikitori.casework.pin_guideline import choose_guideline
from kikitori.records.complaints.models import Complaint
from kikitori.records.prevention.guidelines import Guideline, GuidelineMark, GuidelinePin, GuidelineVersion
from kikitori.records.prevention.text import GuidelineText, InTwo, Item
from tests import makers
from tests.casework.verbs_of_guidelines import TEXT, before_one, going_by_one, in_force
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=3)
GENERAL = replace(TEXT, title=InTwo(ja="すべての苦情"), subjects=())
QUALITY = replace(TEXT, title=InTwo(ja="品質"), subjects=("quality",))


def assess(cast: Cast, complaint: Complaint, subject: str = "delivery", severity: str = "S3") -> None:
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity=severity,
        subject=subject,
        safety={},
        allegations=[AllegationGiven(text="割れていた")],
        now=LATER,
    )


def anew(cast: Cast, version: GuidelineVersion, text: GuidelineText) -> GuidelineVersion:
    """The next version of the same guideline."""
    row = Guideline.objects.get(pk=version.guideline_id)
    row = write_guideline(cast.actor("lead"), text, guideline=row.pk, seen=row.revision, now=FRIDAY)
    return put_into_force(
        cast.actor("lead"), row.pk, from_day=FRIDAY.date(), reason="改訂", seen=row.revision, now=FRIDAY
    )


def pins(complaint: Complaint) -> list[tuple[str, bool]]:
    """(title, does it hold), oldest first."""
    rows = complaint.guideline_pins.select_related("version")
    return [(row.version.text.title.ja, row.ended_at is None) for row in rows]


def holding(complaint: Complaint) -> GuidelinePin:
    return complaint.guideline_pins.get(ended_at=None)


def chosen(complaint: Complaint) -> list[dict[str, Any]]:
    """What the timeline holds of it."""
    return [event.data for event in complaint.events.filter(kind="guideline_chosen")]


# ── by the assessment ──


def test_assessment_pins_the_closest_and_says_why(cast: Cast) -> None:
    in_force(cast, GENERAL)
    version = in_force(cast)
    complaint = makers.assessed(cast)
    pin = holding(complaint)
    assert pin.version == version
    assert (pin.named, pin.others, pin.reason, pin.pinned_by) == (["subject"], 1, "", cast.handler)
    [data] = chosen(complaint)
    assert data == {"version": version.pk, "guideline": version.guideline_id, "number": 1,
                    "named": ["subject"], "others": 1}  # fmt: skip
    assert complaint.events.get(kind="guideline_chosen").visibility == "internal"


def test_nothing_is_pinned_and_nothing_told_where_none_applies(cast: Cast) -> None:
    in_force(cast, QUALITY)
    complaint = makers.assessed(cast)
    assert pins(complaint) == []
    assert chosen(complaint) == []


def test_complaint_that_was_only_received_goes_by_none(cast: Cast) -> None:
    in_force(cast)
    assert pins(makers.acknowledged(cast)) == []


def test_version_of_a_day_to_come_is_not_pinned(cast: Cast) -> None:
    row = write_guideline(cast.actor("lead"), TEXT, now=FRIDAY)
    put_into_force(
        cast.actor("lead"),
        row.pk,
        from_day=FRIDAY.date() + timedelta(days=1),
        reason="来週",
        seen=1,
        now=FRIDAY,
    )
    assert pins(makers.assessed(cast)) == []


def test_another_subject_pins_anew_and_keeps_the_history(cast: Cast) -> None:
    in_force(cast)
    in_force(cast, QUALITY)
    complaint = makers.assessed(cast)
    assess(cast, complaint, "quality")
    assert pins(complaint) == [("破損のお申し出", False), ("品質", True)]
    assert [data["number"] for data in chosen(complaint)] == [1, 1]
    assess(cast, complaint, "delivery")
    assert pins(complaint) == [("破損のお申し出", False), ("品質", False), ("破損のお申し出", True)]


def test_subject_without_a_guideline_ends_the_one_before(cast: Cast) -> None:
    complaint = going_by_one(cast)
    assess(cast, complaint, "quality")
    assert pins(complaint) == [("破損のお申し出", False)]
    assert chosen(complaint)[-1] == {"version": None}


def test_severity_can_change_it_too(cast: Cast) -> None:
    in_force(cast)
    in_force(cast, replace(TEXT, title=InTwo(ja="重大な破損"), severities=("S1", "S2")))
    complaint = makers.assessed(cast)
    assess(cast, complaint, severity="S2")
    assert pins(complaint) == [("破損のお申し出", False), ("重大な破損", True)]
    assert holding(complaint).named == ["subject", "severity"]


def test_same_assessment_again_leaves_it_even_where_a_newer_version_is_in_force(cast: Cast) -> None:
    version = in_force(cast)
    complaint = makers.assessed(cast)
    anew(cast, version, replace(version.text, title=InTwo(ja="新しい版")))
    assess(cast, complaint)
    assert pins(complaint) == [("破損のお申し出", True)]
    # Another severity, for which the same guideline applies: taking over is for people.
    assess(cast, complaint, severity="S4")
    assert pins(complaint) == [("破損のお申し出", True)]
    assert len(chosen(complaint)) == 1
    assert holding(complaint).severity == "S4"


def test_choice_by_hand_outlives_the_same_assessment_and_not_another_subject(cast: Cast) -> None:
    in_force(cast)
    general = in_force(cast, GENERAL)
    in_force(cast, QUALITY)
    complaint = makers.assessed(cast)
    choose_guideline(cast.actor("handler"), complaint, version=general, reason="こちらが合う", now=LATER)
    assess(cast, complaint)
    assert pins(complaint)[-1] == ("すべての苦情", True)
    assess(cast, complaint, "quality")
    assert pins(complaint)[-1] == ("品質", True)


# ── by hand ──


def test_newer_version_is_taken_over_with_a_reason_and_what_reads_as_it_did_stays_ticked(cast: Cast) -> None:
    version = in_force(cast)
    complaint = makers.investigated(cast)
    mark_item(cast.actor("handler"), complaint, item="i1", state="done", now=LATER)
    mark_item(cast.actor("handler"), complaint, item="i2", state="not_done", reason="ない", now=LATER)
    first, second = version.text.items
    items = (first, Item(id=second.id, text=InTwo(ja="写真または現物を受け取った")))
    newer = anew(cast, version, replace(version.text, items=items))
    choose_guideline(
        cast.actor("colleague"), complaint, version=newer, reason="新しい版に", now=LATER + timedelta(hours=1)
    )
    pin = holding(complaint)
    assert (pin.version, pin.reason, pin.pinned_by) == (newer, "新しい版に", cast.colleague)
    assert [(mark.item, mark.at, mark.by) for mark in pin.marks.all()] == [("i1", LATER, cast.handler)]
    assert chosen(complaint)[-1]["reason"] == "新しい版に"
    # What was said by the former version is kept with it.
    assert GuidelineMark.objects.filter(pin__version=version).count() == 2


def test_other_guideline_begins_with_nothing_ticked(cast: Cast) -> None:
    complaint = going_by_one(cast)
    mark_item(cast.actor("handler"), complaint, item="i1", state="done", now=LATER)
    general = in_force(cast, GENERAL)
    choose_guideline(cast.actor("handler"), complaint, version=general, reason="合う", now=LATER)
    assert not holding(complaint).marks.exists()


def test_reason_is_needed(cast: Cast) -> None:
    complaint = before_one(cast)
    with pytest.raises(Invalid) as refusal:
        choose_guideline(
            cast.actor("handler"), complaint, version=GuidelineVersion.objects.get(), reason=" ", now=LATER
        )
    assert refusal.value.problems == {"reason": Problem.MISSING}


def test_overtaken_version_and_one_out_of_use_are_refused(cast: Cast) -> None:
    complaint = before_one(cast)
    version = GuidelineVersion.objects.get()
    newer = anew(cast, version, replace(version.text, title=InTwo(ja="次")))
    row = Guideline.objects.get()
    for wanted in (version, newer):
        if wanted is newer:
            take_out_of_use(cast.actor("lead"), row.pk, reason="統合", seen=row.revision, now=FRIDAY)
        with pytest.raises(NotNow) as refusal:
            choose_guideline(cast.actor("handler"), complaint, version=wanted, reason="合う", now=LATER)
        assert refusal.value.obstacle is Obstacle.GUIDELINE_NOT_IN_FORCE
    assert pins(complaint) == []


def test_version_it_goes_by_already_leaves_nothing(cast: Cast) -> None:
    complaint = going_by_one(cast)
    before = complaint.events.count()
    choose_guideline(
        cast.actor("handler"), complaint, version=GuidelineVersion.objects.get(), reason="合う", now=LATER
    )
    assert complaint.events.count() == before
    assert len(pins(complaint)) == 1


# ── whatever happens later ──


deeds = some.lists(
    some.sampled_from(["write", "force", "end", "assess quality", "assess delivery", "choose", "tick"]),
    max_size=7,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    deeds=deeds, titles=some.lists(some.text("あいうえお", min_size=1, max_size=5), min_size=7, max_size=7)
)
def test_pinned_version_says_the_same_whatever_happens_later(
    cast: Cast, deeds: list[str], titles: list[str]
) -> None:
    in_force(cast)
    complaint = makers.investigated(cast)
    # Whichever it is: one example finds what those before it have left in force.
    pin = holding(complaint)
    version, before = pin.version, pin.version.words
    for deed, title in zip(deeds, titles, strict=False):
        row = Guideline.objects.get(pk=version.guideline_id)
        lead, seen = cast.actor("lead"), row.revision
        try:
            match deed:
                case "write":
                    text = replace(row.text, title=InTwo(ja=title), items=(Item(text=InTwo(ja=title)),))
                    write_guideline(lead, text, guideline=row.pk, seen=seen, now=LATER)
                case "force":
                    put_into_force(lead, row.pk, from_day=LATER.date(), reason=title, seen=seen, now=LATER)
                case "end":
                    take_out_of_use(lead, row.pk, reason=title, seen=seen, now=LATER)
                case "choose":
                    newest = row.versions.latest("number")
                    choose_guideline(lead, complaint, version=newest, reason=title, now=LATER)
                case "tick":
                    mark_item(lead, complaint, item="i1", state="done", now=LATER)
                case _:
                    assess(cast, complaint, deed.partition(" ")[2])
        except NotNow:
            continue
    kept = GuidelinePin.objects.select_related("version").get(pk=pin.pk)
    assert kept.version.pk == version.pk
    assert kept.version.words == before
    assert kept.version.text.item("i1") == version.text.item("i1")
    assert complaint.guideline_pins.filter(ended_at=None).count() <= 1
