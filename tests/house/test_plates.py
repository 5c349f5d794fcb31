"""Every module says what it is for, every room has a name plate, nothing is called `utils`."""

from __future__ import annotations

import pytest

from tests.house.rules import plates
from tests.house.rules.allowances import unexcused
from tests.house.rules.source import PACKAGE, modules, planted, report, rooms, tracked

ROOM = f"{PACKAGE}/records/voices/__init__.py"
PLATE = '"""Voices (声): what people say.\n\nMay import: people, complaints, foundation.\n"""\n'


@pytest.mark.parametrize(
    "path",
    [
        f"{PACKAGE}/casework/utils.py",
        f"{PACKAGE}/common/text.py",
        f"{PACKAGE}/interfaces/desk/form_helpers.py",
        f"{PACKAGE}/records/services/__init__.py",
        f"{PACKAGE}/interfaces/desk/templates/misc/a.html",
        "tests/stories/helper.py",
    ],
)
def test_drawer_is_caught_when_planted(path: str):
    assert list(plates.drawers(path))


@pytest.mark.parametrize("path", [f"{PACKAGE}/records/people/desk_hours.py", "docs/commonplace.md", "run"])
def test_name_with_meaning_is_left_alone(path: str):
    assert list(plates.drawers(path)) == []


@pytest.mark.parametrize("text", ["x = 1\n", "", "# only a comment\n"])
def test_missing_module_docstring_is_caught(text: str):
    assert list(plates.docstring(planted(text)))


def test_plate_of_three_lines_passes():
    assert list(plates.plate(planted(PLATE, ROOM))) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        '"""One line."""\n',
        '"""1\n2\n3\n4\n5\n6\n7\n"""\n',
        f"{PLATE}from kikitori.records.voices.models import Survey\n",
        f"{PLATE}__all__ = []\n",
    ],
    ids=["nothing", "too short", "too long", "import", "assignment"],
)
def test_plate_is_caught_when_wrong(text: str):
    assert list(plates.plate(planted(text, ROOM)))


def test_plate_of_a_package_django_asks_for_may_be_one_line():
    path = f"{PACKAGE}/interfaces/look/templatetags/__init__.py"
    assert list(plates.plate(planted('"""Template tags of the shared look."""\n', path))) == []


@pytest.mark.parametrize(
    "text",
    [
        "def close():\n    pass\n",
        "async def close():\n    pass\n",
        'class Post:\n    """Post."""\n    def deliver(self):\n        pass\n',
        'class Post:\n    """Post."""\n    @property\n    def late(self):\n        pass\n',
        "class Post:\n    pass\n",
    ],
)
def test_public_name_without_docstring_is_caught(text: str):
    assert list(plates.undescribed(planted(text)))


@pytest.mark.parametrize(
    "text",
    [
        "def _inner():\n    pass\n",
        'def close():\n    """Close."""\n    def inner():\n        pass\n',
        'class Post:\n    """Post."""\n    class Meta:\n        pass\n    def __str__(self):\n        return ""\n',
        'class Words(Protocol):\n    """What a letter needs."""\n    @property\n    def kind(self): ...\n',
        "@overload\ndef close():\n    ...\n",
    ],
)
def test_private_nested_and_dunder_names_need_no_docstring(text: str):
    assert list(plates.undescribed(planted(text))) == []


def test_repository_has_no_drawers():
    left = unexcused("drawers", (each for path in tracked() for each in plates.drawers(path)))
    assert not left, report(left)


def test_every_module_has_a_docstring():
    everywhere = rooms() + [module for module in modules("tools", "tests") if module.text.strip()]
    left = unexcused("docstrings", (each for module in everywhere for each in plates.docstring(module)))
    assert not left, report(left)


def test_every_package_has_a_name_plate_and_nothing_else():
    left = unexcused("plates", (each for module in modules(PACKAGE) for each in plates.plate(module)))
    assert not left, report(left)


def test_public_names_of_the_strict_rooms_are_described():
    found = rooms("casework", "records", "foundation")
    left = unexcused("descriptions", (each for module in found for each in plates.undescribed(module)))
    assert not left, report(left)
