"""How the rules read source: names resolved through imports, places named, the whole house seen."""

from __future__ import annotations

import ast

import pytest

from tests.house.rules.source import PACKAGE, Finding, modules, planted, report, rooms, tracked, walked


@pytest.mark.parametrize(
    ("text", "dotted"),
    [
        ("import datetime\ndatetime.datetime.now", "datetime.datetime.now"),
        ("import datetime as dt\ndt.datetime.now", "datetime.datetime.now"),
        ("from datetime import datetime as moment\nmoment.now()", "datetime.datetime.now()"),
        ("import os.path\nos.path.join", "os.path.join"),
        ("from a.b import c\nc.d(1)[2].e", "a.b.c.d()[].e"),
        ("x = 1\nx.y", "x.y"),
        ("(1 + 2).real", "?.real"),
    ],
)
def test_expression_is_resolved_through_imports(text: str, dotted: str):
    module = planted(text)
    statement = module.tree.body[-1]
    assert isinstance(statement, ast.Expr)
    assert module.dotted(statement.value) == dotted


def test_awaited_expression_is_resolved_as_what_is_awaited():
    module = planted("from a import b\nasync def f():\n    await b()\n")
    [waited] = [node for node in module.nodes if isinstance(node, ast.Await)]
    assert module.dotted(waited) == "a.b()"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"{PACKAGE}/casework/close.py", "kikitori.casework.close"),
        (f"{PACKAGE}/casework/__init__.py", "kikitori.casework"),
        ("tests/house/test_source.py", "tests.house.test_source"),
    ],
)
def test_module_is_named_by_its_path(path: str, name: str):
    assert planted("", path).name == name


def test_place_names_classes_and_functions_from_the_outside_in():
    module = planted("class Post:\n    def deliver(self):\n        def inner():\n            x\n")
    [name] = [node for node in module.nodes if isinstance(node, ast.Name)]
    assert module.where(name) == "Post.deliver.inner"
    function = module.function(name)
    assert function is not None
    assert function.name == "inner"


def test_report_lists_findings_in_order_of_place():
    said = report([Finding("b.py", 1, "second"), Finding("a.py", 9, "first", "act")])
    assert said == "\na.py:9: first (in act)\nb.py:1: second"


def test_whole_house_is_seen():
    """A rule that looks at nothing keeps every promise."""
    seen = {module.path for module in modules()}
    assert {f"{PACKAGE}/casework/step.py", f"{PACKAGE}/records/models.py", "tests/conftest.py"} <= seen
    assert {"pyproject.toml", "LICENSE", "uv.lock"} <= set(tracked())
    assert not any("/.venv/" in name or name.startswith(".venv/") for name in tracked())


def test_whole_house_is_seen_without_git_too():
    assert {"pyproject.toml", ".ci/check", "run", f"{PACKAGE}/casework/step.py"} <= set(walked())
    assert set(walked()) == set(tracked())


def test_rooms_leave_migrations_out():
    assert [module.path for module in rooms("records") if "/migrations/" in module.path] == []
    assert {module.path.split("/")[2] for module in rooms("records", "casework")} == {"records", "casework"}
