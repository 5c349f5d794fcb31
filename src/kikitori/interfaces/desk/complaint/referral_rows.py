"""Referrals as they come out of the one statement of a file: each with whom it went to, and who passed it on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kikitori.foundation.postgres.stencil import as_row
from kikitori.interfaces.desk.complaint.case_parts import BODY_KEPT
from kikitori.records.people.models import Staff
from kikitori.records.referral.models import Body, Referral


def with_bodies(rows: list[Referral], read: Iterable[Mapping[str, Any]]) -> list[Referral]:
    """The same rows, with what was read beside them."""
    beside = {values["id"]: values for values in read}
    for row in rows:
        values = beside[row.pk]
        row.body = Body(pk=row.body_id, **{name: values[f"body_{name}"] for name in BODY_KEPT})
        if row.referred_by_id is not None:
            row.referred_by = as_row(Staff, {"id": row.referred_by_id, "name": values["by"]})
    return rows
