"""The tests themselves: each can fail, none sleeps, none replaces what is ours."""

from __future__ import annotations

import pytest

from tests.house.rules import suite
from tests.house.rules.allowances import unexcused
from tests.house.rules.source import modules, planted, report

PATH = "tests/casework/test_planted.py"


@pytest.mark.parametrize(
    "text",
    [
        "def test_close_closed_complaint():\n    close()\n",
        "def test_close_closed_complaint():\n    x = 1\n",
        "def test_close_closed_complaint():\n    assert True\n",
        "def test_close_closed_complaint():\n    assert 'the sum is right'\n",
        "class TestClose:\n    def test_close_closed_complaint(self):\n        pass\n",
    ],
)
def test_test_that_cannot_fail_is_caught(text: str):
    assert list(suite.cannot_fail(planted(text, PATH)))


@pytest.mark.parametrize(
    "text",
    [
        "def test_close_closed_complaint():\n    assert close() == 1\n",
        "def test_close_closed_complaint():\n    with pytest.raises(NotNow):\n        close()\n",
        "def test_close_closed_page(page):\n    expect(page).to_have_title('x')\n",
        "def test_close_closed_page(client):\n    assert_unseen(client)\n",
        "def test_close_closed_page():\n    pytest.fail('x')\n",
    ],
)
def test_test_that_claims_something_is_left_alone(text: str):
    assert list(suite.cannot_fail(planted(text, PATH))) == []


@pytest.mark.parametrize(
    "text",
    [
        "import time\ndef test_a_b():\n    time.sleep(1)\n",
        "from time import sleep\nsleep(1)\n",
        "def test_a_b(page):\n    page.wait_for_timeout(500)\n",
    ],
)
def test_sleep_is_caught_when_planted(text: str):
    assert list(suite.sleeping(planted(text, PATH)))


@pytest.mark.parametrize(
    "text",
    [
        "from unittest import mock\nmock.patch('kikitori.casework.close.close_complaint')\n",
        "from unittest.mock import patch\npatch.object('kikitori.records', 'x')\n",
        "def test_a_b(monkeypatch):\n    monkeypatch.setattr('kikitori.records.letters.post.send', None)\n",
        "from kikitori.casework import close\ndef test_a_b(monkeypatch):\n    monkeypatch.setattr(close, 'x', 1)\n",
    ],
)
def test_mock_of_our_own_is_caught_when_planted(text: str):
    assert list(suite.own_mocks(planted(text, PATH)))


@pytest.mark.parametrize(
    "text",
    [
        "def test_a_b(monkeypatch):\n    monkeypatch.setenv('KIKITORI_PORT', '1')\n",
        "from kikitori.x import y\ndef test_a_b(monkeypatch):\n    monkeypatch.setattr(y.os, 'geteuid', lambda: 0)\n",
        "from kikitori.x import y\ndef test_a_b(monkeypatch):\n    monkeypatch.setattr(y, 'LOG_LIMIT', 10)\n",
        "import socket\ndef test_a_b(monkeypatch):\n    monkeypatch.setattr(socket, 'socket', None)\n",
    ],
)
def test_change_of_the_outside_world_is_left_alone(text: str):
    assert list(suite.own_mocks(planted(text, PATH))) == []


@pytest.mark.parametrize(("name", "caught"), [("test_close", True), ("test_close_closed_complaint", False)])
def test_name_must_say_a_condition(name: str, caught: bool):
    assert bool(list(suite.nameless(planted(f"def {name}():\n    assert 1 == x\n", PATH)))) is caught


@pytest.mark.parametrize("rule", [suite.cannot_fail, suite.sleeping, suite.own_mocks, suite.nameless])
def test_suite_keeps_its_own_rules(rule):
    left = unexcused(rule.__name__, (each for module in modules("tests") for each in rule(module)))
    assert not left, report(left)
