"""Settings kept 設定の記録: each change of what the organisation sets for itself leaves a line that nobody can change.

Every verb that writes a setting calls `note_change` in its own transaction. A form sends back the number of the change
it was built on (`newest_change`), so that nobody overwrites what they have not read.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting

#: What JSON can hold of a setting, empty where there was none; no sentences, no secrets.
Kept = Mapping[str, object] | Sequence[object]


#: The key of a line that sets nothing: a run over what the setting decides was asked for, or is through.
RUN = "run"
#: What codes of an organisation's own begin with.
_OWN = "own_"


def note_change(
    actor: Actor, kind: Setting, before: Kept, after: Kept, now: datetime
) -> SettingChange | None:
    """Write down who changed what from what into what. Nothing changed, nothing written: then None."""
    if before == after:
        return None
    return SettingChange.objects.create(
        kind=kind.value, at=now, by_id=actor.staff_id, before=before, after=after
    )


def newest_change_of(kind: Setting, code: str) -> int:
    """The number of the newest change of one entry by its code; 0 where nobody ever changed it. One query, or none."""
    if not code:
        return 0
    lines = SettingChange.objects.filter(kind=kind.value, after__code=code)
    return lines.order_by("-id").values_list("pk", flat=True).first() or 0


def fresh_code(codes: Iterable[str]) -> str:
    """The next code of an organisation's own; none that comes with Kikitori begins like it."""
    numbers = [int(code.removeprefix(_OWN)) for code in codes if code.startswith(_OWN)]
    return f"{_OWN}{max(numbers, default=0) + 1}"


def newest_change(kind: Setting) -> int:
    """The number of the newest change of this kind; 0 where nothing was ever changed. One query."""
    lines = SettingChange.objects.filter(kind=kind.value).exclude(after__has_key=RUN)
    return lines.order_by("-id").values_list("pk", flat=True).first() or 0
