"""What the tables themselves refuse, whoever asks; and what was joined before is known after the migration."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from kikitori import records
from kikitori.casework.mass_children import join_chosen, leave_mass
from kikitori.casework.merge import merge_complaint, separate_complaint
from kikitori.records.access.visibility import children_seen_by, masses_seen_by
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.mass import CommonItem, CommonReply, MassChange, MassComplaint, MassMember
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

[MIGRATION] = (Path(records.__file__).parent / "migrations").glob("*_groups.py")


def test_tables_refuse_what_cannot_be(cast: Cast) -> None:
    one, other = makers.acknowledged(cast), makers.acknowledged(cast)
    mass, second = (MassComplaint.objects.create(title=title, begun_at=FRIDAY) for title in "一二")
    reply = CommonReply.objects.create(mass=mass, politeness="polite", written_at=FRIDAY)
    link = {"kind": "related", "at": FRIDAY}
    Link.objects.create(one=one, other=other, **link)
    MassMember.objects.create(mass=mass, complaint=one, joined_at=FRIDAY)
    CommonItem.objects.create(reply=reply, complaint=one)
    refused = (
        lambda: Link.objects.create(one=one, other=other, **link),
        lambda: Link.objects.create(one=one, other=one, **link),
        lambda: MassMember.objects.create(mass=second, complaint=one, joined_at=FRIDAY),
        lambda: CommonItem.objects.create(reply=reply, complaint=one),
    )
    for write in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    MassMember.objects.create(mass=second, complaint=one, joined_at=FRIDAY, left_at=FRIDAY)
    change = MassChange.objects.create(mass=mass, kind="begun", at=FRIDAY)
    said = [str(each) for each in (Link.objects.get(), mass, MassMember.objects.first(), change, reply)]
    assert said == [
        f"{one.pk} related {other.pk}",
        "一",
        f"{mass.pk}: {one.pk}",
        f"{mass.pk} begun 2026-11-20 16:40",
        f"{mass.pk} 2026-11-20 16:40",
    ]
    assert str(CommonItem.objects.get()) == f"{reply.pk}: {one.pk}"


def test_what_was_joined_before_goes_on_where_its_timeline_says(cast: Cast) -> None:
    """Joined, joined elsewhere since, and taken out again: the newest entry counts, and only while it stands joined."""
    still, moved, out, first, last = (makers.acknowledged(cast) for _ in range(5))
    handler = cast.actor("handler")
    for one, others in ((still, [first]), (moved, [first, last]), (out, [last])):
        for number, other in enumerate(others, start=1):
            merge_complaint(handler, one, to=other, now=FRIDAY)
            if number < len(others) or one is out:
                separate_complaint(handler, one, now=FRIDAY)
            one.refresh_from_db()
    known = dict(Complaint.objects.values_list("pk", "merged_into"))
    assert {number for number, into in known.items() if into} == {still.pk, moved.pk}
    Complaint.objects.update(merged_into=None)
    found = re.search(r'_GOES_ON = """(.*?)"""', MIGRATION.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    with connection.cursor() as cursor:
        cursor.execute(found[1])
    assert dict(Complaint.objects.values_list("pk", "merged_into")) == known


def test_sight_of_a_mass_complaint_follows_its_children(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    mass = join_chosen(cast.actor("handler"), complaint, mass=None, title="原因", now=FRIDAY).mass
    everybody = {
        name: cast.actor(name) for name in ("handler", "colleague", "lead", "auditor", "administrator")
    }
    everybody |= {"holder": makers.complainant_of(complaint), "machine": Actor.system("tested")}
    by_child = {
        name for name, actor in everybody.items() if masses_seen_by(actor).filter(pk=mass.pk).exists()
    }
    assert by_child == {"handler", "colleague", "lead", "auditor"}
    assert list(children_seen_by(makers.complainant_of(complaint), mass)) == [complaint]
    leave_mass(cast.actor("handler"), complaint, now=FRIDAY)
    empty = {name for name, actor in everybody.items() if masses_seen_by(actor).filter(pk=mass.pk).exists()}
    assert empty == {"handler", "lead", "auditor"}
