"""The front door: read all demonstration data, checked, and plan a house's complaints up to a given now.

Reading takes well under a second with libyaml; nothing is read before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.facts import DemoComplaint, Organisation
from kikitori.config.demo_texts.houses import read_organisation, read_pools
from kikitori.config.demo_texts.matters import Course, read_matter
from kikitori.config.demo_texts.officetime import Office
from kikitori.config.demo_texts.people import read_people
from kikitori.config.demo_texts.planning import House, plan
from kikitori.config.demo_texts.remarks import read_remarks
from kikitori.config.demo_texts.steps import read_course

HOUSES = ("shop", "association")
DEFAULT_SEED = "minamo"
_OWN_FILES = frozenset(
    {"organisation.yaml", "pools.yaml", "courses.yaml", "public.yaml", "referrals.yaml", "actions.yaml"}
)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def organisation(key: str) -> Organisation:
    """The facts of one house, `shop` or `association`."""
    return house(key).organisation


def demo_complaints(
    key: str,
    *,
    now: datetime,
    seed: str = DEFAULT_SEED,
    zone: tzinfo | None = None,
    is_holiday: Callable[[date], bool] = lambda _: False,
) -> tuple[DemoComplaint, ...]:
    """Every complaint of one house over the six months before `now` (aware), the oldest first.

    `zone` is where the house stands (Asia/Tokyo by default); `is_holiday` tells public holidays, on which nobody
    works, as on the house's own closures. Deterministic for the same arguments. Raises CorpusError.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    chosen = house(key)
    closed = chosen.organisation.is_closure
    office = Office(zone or ZoneInfo("Asia/Tokyo"), lambda day: closed(day) or is_holiday(day))
    return plan(chosen, now=now, seed=seed, office=office)


@lru_cache(maxsize=len(HOUSES))
def house(key: str) -> House:
    """All data of one house, read and checked for shape. Raises CorpusError with the place of the fault."""
    if key not in HOUSES:
        raise CorpusError(key, f"there is no such house; there are {', '.join(HOUSES)}")
    root = files(__package__)
    return read_house(key, root / key, root)


def read_house(key: str, folder: Traversable, common: Traversable) -> House:
    """Read one house from its folder; `common` holds the people and remarks that all houses draw on.

    Beside organisation, pools and shared courses every file is a list of matters.
    """
    shared: dict[str, Course] = {}
    courses = folder / "courses.yaml"
    if courses.is_file():
        shared = {
            str(name): read_course(f"{key}/courses.yaml: {name}", steps)
            for name, steps in _load(courses, f"{key}/courses.yaml").items()
        }
    matters = [
        read_matter(f"{key}/{file.name}", matter, shared)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml") and file.name not in _OWN_FILES
        for matter in _load(file, f"{key}/{file.name}")
    ]
    twice = {matter.id for matter in matters if sum(other.id == matter.id for other in matters) > 1}
    if twice:
        raise CorpusError(key, f"two matters are called {', '.join(sorted(twice))}")
    return House(
        organisation=read_organisation(
            key, f"{key}/organisation.yaml", _load(folder / "organisation.yaml", f"{key}/organisation.yaml")
        ),
        pools=read_pools(f"{key}/pools.yaml", _load(folder / "pools.yaml", f"{key}/pools.yaml")),
        people=read_people("people.yaml", _load(common / "people.yaml", "people.yaml")),
        remarks=read_remarks("remarks.yaml", _load(common / "remarks.yaml", "remarks.yaml")),
        matters=tuple(matters),
    )


def _load(file: Traversable, place: str) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  a safe loader
    except yaml.YAMLError as error:
        raise CorpusError(place, f"not readable as YAML: {error}") from error
