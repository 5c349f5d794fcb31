"""Modules and functions stay small, and so does the house on the whole."""

from __future__ import annotations

import pytest

from tests.house.rules import sizes
from tests.house.rules.allowances import unexcused
from tests.house.rules.source import modules, planted, report, rooms


def _function(length: int) -> str:
    return "def long():\n" + "    act()\n" * (length - 1)


def test_module_of_401_lines_is_caught():
    assert list(sizes.long_modules(planted("x = 1\n" * 401)))


def test_module_of_400_lines_passes():
    assert list(sizes.long_modules(planted("x = 1\n" * 400))) == []


def test_module_of_tests_may_have_600_lines():
    path = "tests/casework/test_planted.py"
    assert list(sizes.long_modules(planted("x = 1\n" * 600, path))) == []
    assert list(sizes.long_modules(planted("x = 1\n" * 601, path)))


def test_function_of_61_lines_is_caught():
    assert list(sizes.long_functions(planted(_function(61))))


def test_function_of_60_lines_passes():
    assert list(sizes.long_functions(planted(_function(60)))) == []


def test_method_and_coroutine_count_as_functions():
    inner = "".join(f"    {line}\n" for line in _function(61).splitlines())
    assert list(sizes.long_functions(planted(f"class A:\n{inner}")))
    assert list(sizes.long_functions(planted(f"async {_function(61)}")))


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.5, 0), ([7], 0.9, 7), ([1, 2, 3, 4], 0.5, 3), (list(range(1, 11)), 0.9, 10), ([5, 1, 3], 0.5, 3)],
)
def test_percentile_is_a_value_of_the_list(values: list[int], share: float, expected: int):
    assert sizes.percentile(values, share) == expected


def test_spread_catches_a_heavy_median_and_a_heavy_tail():
    light, heavy = planted("x = 1\n" * 20), planted("x = 1\n" * 300)
    assert [*sizes.spread([light] * 19 + [heavy])] == []
    assert "ninth decile" in report(sizes.spread([light] * 8 + [heavy] * 2))
    assert "median" in report(sizes.spread([heavy] * 3))


def test_spread_leaves_name_plates_out():
    plates = [planted('"""x"""\n', f"src/kikitori/room{n}/__init__.py") for n in range(9)]
    assert "median" in report(sizes.spread([*plates, planted("x = 1\n" * 150)]))


def test_modules_of_the_package_are_at_most_400_lines():
    left = unexcused("module size", (each for module in rooms() for each in sizes.long_modules(module)))
    assert not left, report(left)


def test_functions_of_the_package_are_at_most_60_lines():
    left = unexcused("function size", (each for module in rooms() for each in sizes.long_functions(module)))
    assert not left, report(left)


def test_sizes_of_the_package_stay_low_on_the_whole():
    found = list(sizes.spread(rooms()))
    assert not found, report(found)


def test_scripts_and_tests_stay_readable():
    found = [each for module in modules("tools", "tests") for each in sizes.long_modules(module)]
    left = unexcused("size beside the package", found)
    assert not left, report(left)
