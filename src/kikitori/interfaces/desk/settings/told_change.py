"""One change of the settings, told: what was done, and what stood there before and after."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Told:
    """One change. `note`: why, as whoever did it wrote; `text`: of a version taken back; `url`: where it stands."""

    what: str
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    note: str = ""
    text: str = ""
    url: str = ""
