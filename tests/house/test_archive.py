"""Every model is in the archive's table of contents; migrations know no room."""

from __future__ import annotations

import pytest

from tests.house.rules import archive
from tests.house.rules.source import PACKAGE, ROOT, modules, planted, report

ROOM = f"{PACKAGE}/records/voices/models.py"
MODEL = "from django.db import models\nclass Survey(models.Model):\n    pass\n"
MIGRATION = f"{PACKAGE}/records/migrations/0001_initial.py"


def test_model_missing_from_the_contents_is_caught():
    contents = planted("from kikitori.records.voices.models import Answer\n", archive.CONTENTS)
    [found] = archive.unlisted([planted(MODEL, ROOM)], contents)
    assert "Survey" in found.message


def test_model_listed_in_the_contents_passes():
    contents = planted("from kikitori.records.voices.models import Survey\n", archive.CONTENTS)
    assert list(archive.unlisted([planted(MODEL, ROOM)], contents)) == []


def test_model_of_the_same_name_from_another_room_does_not_count():
    contents = planted("from kikitori.records.people.models import Survey\n", archive.CONTENTS)
    assert list(archive.unlisted([planted(MODEL, ROOM)], contents))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MODEL, ["Survey"]),
        ("from django.db.models import Model\nclass A(Model):\n    pass\n", ["A"]),
        ("import django.db.models\nclass A(django.db.models.Model):\n    pass\n", ["A"]),
        (f"{MODEL}class Long(Survey):\n    pass\n", ["Survey", "Long"]),
        (MODEL.replace("pass", "class Meta:\n        abstract = True"), []),
        ("class Plain:\n    pass\n", []),
        (
            "from django.contrib.auth.models import AbstractUser\nclass Staff(AbstractUser):\n    pass\n",
            ["Staff"],
        ),
    ],
)
def test_models_are_recognised_by_their_bases(text: str, expected: list[str]):
    assert archive.models_in(planted(text, ROOM)) == expected


@pytest.mark.parametrize("text", ["def count():\n    return 1\n", "LIMIT = 3\n", "class A:\n    pass\n"])
def test_code_in_the_contents_is_caught(text: str):
    assert list(archive.contents_only(planted(f'"""Contents."""\n{text}', archive.CONTENTS)))


def test_contents_of_imports_pass():
    text = '"""Contents."""\nfrom kikitori.records.voices.models import Survey\n\n__all__ = ["Survey"]\n'
    assert list(archive.contents_only(planted(text, archive.CONTENTS))) == []


@pytest.mark.parametrize(
    "line",
    [
        "import kikitori.records.complaints.lifecycle",
        "from kikitori.records.people import models",
        "import kikitori",
    ],
)
def test_migration_that_imports_a_room_is_caught(line: str):
    assert list(archive.rooted_migrations(planted(f"{line}\n", MIGRATION)))


def test_migration_of_values_passes():
    assert (
        list(archive.rooted_migrations(planted("from django.db import migrations, models\n", MIGRATION)))
        == []
    )


def test_every_model_is_listed_in_the_contents():
    [contents] = [module for module in modules(f"{PACKAGE}/records") if module.path == archive.CONTENTS]
    found = list(archive.unlisted(modules(f"{PACKAGE}/records"), contents))
    assert not found, report(found)


def test_contents_hold_imports_only():
    [contents] = [module for module in modules(f"{PACKAGE}/records") if module.path == archive.CONTENTS]
    found = list(archive.contents_only(contents))
    assert not found, report(found)


def test_archive_defines_models_in_its_rooms_only():
    """At least the rooms that exist today are seen by the rule; otherwise it would pass by looking at nothing."""
    seen = {module.path for module in modules(f"{PACKAGE}/records") if archive.models_in(module)}
    assert {f"{PACKAGE}/records/people/models.py", f"{PACKAGE}/records/complaints/models.py"} <= seen
    assert archive.CONTENTS not in seen


def test_migrations_know_no_room():
    found = [
        each for m in modules(PACKAGE) if "/migrations/" in m.path for each in archive.rooted_migrations(m)
    ]
    assert not found, report(found)


def test_migrations_lie_in_one_folder_of_the_archive():
    """One data app, one folder of migrations; insight keeps its own, because its tables can be thrown away."""
    folders = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / PACKAGE).rglob("migrations") if path.is_dir()
    }
    assert folders <= {f"{PACKAGE}/records/migrations", f"{PACKAGE}/insight/migrations"}
