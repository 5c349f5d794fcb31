"""Exceptions from house rules: each has a reason, and none outlives its need."""

from __future__ import annotations

import pytest

from tests.house.rules.allowances import ALLOWED, unexcused
from tests.house.rules.source import ROOT, Finding

FINDING = Finding("src/kikitori/casework/close.py", 7, "is too long", "close_complaint")


@pytest.mark.parametrize("key", [FINDING.path, f"{FINDING.path}::close_complaint", "src/kikitori/casework/"])
def test_exception_covers_its_module_function_or_folder(key: str):
    assert unexcused("sizes", [FINDING], {"sizes": {key: "one readable table"}}) == []


def test_exception_covers_no_other_function():
    left = unexcused("sizes", [FINDING], {"sizes": {f"{FINDING.path}::reopen": "one readable table"}})
    assert FINDING in left


def test_exception_covers_no_other_rule():
    assert unexcused("print", [FINDING], {"sizes": {FINDING.path: "one readable table"}}) == [FINDING]


def test_exception_nobody_needs_is_itself_a_finding():
    [stale] = unexcused("sizes", [], {"sizes": {FINDING.path: "one readable table"}})
    assert "no longer needs" in stale.message


def test_every_exception_names_a_file_and_a_reason():
    for rule, excuses in ALLOWED.items():
        for key, reason in excuses.items():
            assert (ROOT / key.partition("::")[0]).exists(), f"{rule}: {key} does not exist"
            assert len(reason.split()) >= 4, f"{rule}: {key}: “{reason}” is no reason"
