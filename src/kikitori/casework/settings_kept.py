"""Settings kept 設定の記録: each change of what the organisation sets for itself leaves a line that nobody can change.

Every verb that writes a setting calls `note_change` in its own transaction. A form sends back the number of the change
it was built on (`newest_change`), so that nobody overwrites what they have not read.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting

#: What JSON can hold of a setting, empty where there was none; no sentences, no secrets.
Kept = Mapping[str, object] | Sequence[object]


#: The key of a line that sets nothing: a run over what the setting decides was asked for, or is through.
RUN = "run"


def note_change(
    actor: Actor, kind: Setting, before: Kept, after: Kept, now: datetime
) -> SettingChange | None:
    """Write down who changed what from what into what. Nothing changed, nothing written: then None."""
    if before == after:
        return None
    return SettingChange.objects.create(
        kind=kind.value, at=now, by_id=actor.staff_id, before=before, after=after
    )


def newest_change(kind: Setting) -> int:
    """The number of the newest change of this kind; 0 where nothing was ever changed. One query."""
    lines = SettingChange.objects.filter(kind=kind.value).exclude(after__has_key=RUN)
    return lines.order_by("-id").values_list("pk", flat=True).first() or 0
