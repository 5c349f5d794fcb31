"""The import contracts of pyproject.toml: kept by the house, and broken by every import they are there to forbid.

Planted imports live in a toy house with our floors and rooms, checked by the same program with the same contracts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.rules.source import PACKAGE, ROOT

TOY = (
    "config/settings",
    "interfaces/desk/today",
    "interfaces/portal/follow",
    "interfaces/api/keys",
    "interfaces/mail/read",
    "interfaces/look/icons",
    "casework/step",
    "insight/themes",
    "insight/models",
    "records/models",
    "records/selection/queries",
    "records/apps",
    "records/access/policy",
    "records/conduct/models",
    "records/deadlines/calendar",
    "records/deadlines/models",
    "records/letters/kinds",
    "records/triage/sorting",
    "records/complaints/lifecycle",
    "records/complaints/labels",
    "records/complaints/models",
    "records/people/models",
    "foundation/language/text",
    "foundation/mail/reading",
    "foundation/crypto",
    "foundation/contrast",
)
#: (contract, importing module, statement)
PLANTED = [
    ("floors", "foundation/crypto", "import kikitori.records.people.models"),
    ("floors", "records/access/policy", "from kikitori.casework import step"),
    ("floors", "records/people/models", "import kikitori.insight.models"),
    ("floors", "casework/step", "from kikitori.insight import themes"),
    ("floors", "insight/themes", "from kikitori.casework import step"),
    ("floors", "casework/step", "from kikitori.interfaces.desk import today"),
    ("floors", "interfaces/desk/today", "from kikitori.config import settings"),
    ("rooms", "records/people/models", "from kikitori.records.complaints import models"),
    ("rooms", "records/complaints/labels", "from kikitori.records.letters import kinds"),
    ("rooms", "records/access/policy", "from kikitori.records.deadlines import calendar"),
    ("rooms", "records/conduct/models", "from kikitori.records.triage import sorting"),
    ("rooms", "records/letters/kinds", "from kikitori.records import models"),
    ("rooms", "records/deadlines/models", "from kikitori.records.selection import queries"),
    ("rooms", "records/selection/queries", "from kikitori.records import models"),
    ("doors", "interfaces/desk/today", "from kikitori.interfaces.portal import follow"),
    ("doors", "interfaces/mail/read", "from kikitori.interfaces.desk import today"),
    ("doors", "interfaces/look/icons", "from kikitori.interfaces.desk import today"),
    ("pure", "records/complaints/lifecycle", "import django.db"),
    ("pure", "records/complaints/lifecycle", "from kikitori.records.complaints import labels"),
    ("pure", "records/deadlines/calendar", "from kikitori.records.complaints.models import x"),
    ("pure", "records/triage/sorting", "import psycopg"),
    ("pure", "records/letters/kinds", "from procrastinate import App"),
    ("pure", "foundation/language/text", "from django.utils.html import escape"),
    ("pure", "foundation/mail/reading", "from django.core.mail import EmailMessage"),
    ("pure", "interfaces/mail/read", "from django.core.mail import EmailMessage"),
]
#: (contract, a new room it does not know)
UNNAMED = [("floors", "attic"), ("rooms", "records/cellar"), ("doors", "interfaces/window")]
ALLOWED = [
    ("config/settings", "from kikitori.interfaces.desk import today"),
    ("interfaces/desk/today", "from kikitori.interfaces.look import icons"),
    ("interfaces/portal/follow", "from kikitori.casework import step"),
    ("interfaces/desk/today", "from kikitori.insight import themes"),
    ("casework/step", "from kikitori.records.access import policy"),
    ("records/access/policy", "from kikitori.records.complaints import lifecycle"),
    ("records/complaints/models", "from kikitori.records.people.models import x"),
    ("records/models", "from kikitori.records.conduct.models import x"),
    ("records/selection/queries", "from kikitori.records.deadlines.models import x"),
    ("records/people/models", "from kikitori.foundation import crypto"),
    ("records/deadlines/calendar", "from kikitori.records.complaints import lifecycle"),
]


def toy(folder: Path) -> Path:
    """A house with our rooms and one line in each module; labels know Django, as they may."""
    for name in TOY:
        path = folder / "kikitori" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        for room in (path.parent, *path.parent.parents):
            if room != folder and folder in room.parents:
                (room / "__init__.py").touch()
        path.write_text("x = 1\n", encoding="utf-8")
    (folder / "kikitori/records/complaints/labels.py").write_text("import django\n", encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def plant(folder: Path, module: str, statement: str) -> None:
    """Add an import to a module of the toy."""
    with (folder / "kikitori" / f"{module}.py").open("a", encoding="utf-8") as stream:
        stream.write(f"{statement}\n")


DRIVER = """
import importlib, os, sys
from importlinter.cli import lint_imports
for folder in sys.argv[1:]:
    os.chdir(folder)
    sys.path[0] = folder
    importlib.invalidate_caches()
    print("@", folder, flush=True)
    lint_imports(no_logo=True, no_cache=True)
"""


def contracts() -> list[dict[str, str]]:
    """The contracts as pyproject.toml has them."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return list(linter["contracts"])


def linted(folders: list[Path]) -> dict[Path, set[str]]:
    """Which contracts the house in each folder breaks, by their id; one run of the program for all of them.

    Fails when the program cannot check a house, so that a mistake in a contract is never taken for a verdict.
    """
    names = {contract["name"]: contract["id"] for contract in contracts()}
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, *map(str, folders)],
        env={**os.environ, "COLUMNS": "250", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts: dict[Path, set[str]] = {}
    for part in done.stdout.split("@ ")[1:]:
        lines = part.splitlines()
        found = {name: line for line in lines for name in names if line in {f"{name} KEPT", f"{name} BROKEN"}}
        assert found.keys() == names.keys(), part + done.stderr
        verdicts[Path(lines[0])] = {names[name] for name, line in found.items() if line.endswith("BROKEN")}
    assert verdicts.keys() == set(folders), done.stderr
    return verdicts


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """For every case its verdict: the broken contracts of a toy with one plant, of a sound toy, of our house."""
    base = tmp_path_factory.mktemp("houses")
    folders = {
        f"{module}: {statement}": toy(base / f"planted{n}")
        for n, (_, module, statement) in enumerate(PLANTED)
    }
    for case, folder in folders.items():
        plant(folder, *case.split(": ", 1))
    folders["allowed"] = toy(base / "allowed")
    for module, statement in ALLOWED:
        plant(folders["allowed"], module, statement)
    for n, (_contract, room) in enumerate(UNNAMED):
        folders[room] = toy(base / f"unnamed{n}")
        (folders[room] / "kikitori" / room).mkdir()
        (folders[room] / "kikitori" / room / "__init__.py").touch()
    folders["house"] = base / "house"
    shutil.copytree(
        ROOT / PACKAGE, base / "house/kikitori", ignore=shutil.ignore_patterns("__pycache__", "static")
    )
    shutil.copy(ROOT / "pyproject.toml", base / "house")
    verdicts = linted(list(folders.values()))
    return {case: verdicts[folder] for case, folder in folders.items()}


def test_contracts_are_the_four_of_the_architecture():
    assert [contract["id"] for contract in contracts()] == ["floors", "rooms", "doors", "pure"]


def test_sound_house_keeps_all_contracts_with_every_import_that_is_allowed(broken: dict[str, set[str]]):
    assert broken["allowed"] == set()


@pytest.mark.parametrize(("contract", "module", "statement"), PLANTED)
def test_contract_is_broken_by_planted_import(
    broken: dict[str, set[str]], contract: str, module: str, statement: str
):
    assert contract in broken[f"{module}: {statement}"]


@pytest.mark.parametrize(("contract", "room"), UNNAMED)
def test_room_that_no_contract_names_is_caught(broken: dict[str, set[str]], contract: str, room: str):
    assert contract in broken[room]


def test_house_keeps_its_contracts(broken: dict[str, set[str]]):
    assert broken["house"] == set(), "run lint-imports to see the imports"
