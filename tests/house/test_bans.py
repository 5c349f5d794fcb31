"""Nothing dangerous, hidden or careless is called anywhere in the package."""

from __future__ import annotations

import pytest

from tests.house.rules import bans
from tests.house.rules.allowances import unexcused
from tests.house.rules.source import modules, planted, report, rooms

PLANTED_USES = [
    ("print", bans.PRINTING, "def show(x):\n    print(x)\n"),
    ("print passed on", bans.PRINTING, "def show(say=print):\n    say(1)\n"),
    ("signal receiver", bans.SIGNALS, "from django.dispatch import receiver\n"),
    ("post_save", bans.SIGNALS, "from django.db.models.signals import post_save\n"),
    (
        "signals by module",
        bans.SIGNALS,
        "from django.db.models import signals\nsignals.post_save.connect(f)\n",
    ),
    ("login signal", bans.SIGNALS, "import django.contrib.auth.signals\n"),
    ("thread-local", bans.THREAD_LOCALS, "import threading\nhere = threading.local()\n"),
    ("thread-local by name", bans.THREAD_LOCALS, "from threading import local as nook\nhere = nook()\n"),
    ("asgiref local", bans.THREAD_LOCALS, "from asgiref.local import Local\n"),
    ("context variable", bans.THREAD_LOCALS, "from contextvars import ContextVar\n"),
    ("eval", bans.DANGERS, "x = eval('1')\n"),
    ("exec", bans.DANGERS, "exec('x = 1')\n"),
    ("pickle", bans.DANGERS, "import pickle\n"),
    ("pickle by another name", bans.DANGERS, "from pickle import loads as read\n"),
    ("os.system", bans.DANGERS, "import os\nos.system('ls')\n"),
    ("os.popen", bans.DANGERS, "from os import popen\npopen('ls')\n"),
    ("yaml.unsafe_load", bans.DANGERS, "import yaml\nyaml.unsafe_load(text)\n"),
    ("mktemp", bans.DANGERS, "import tempfile\ntempfile.mktemp()\n"),
    ("import by text", bans.DANGERS, "import importlib\nimportlib.import_module(name)\n"),
    ("mark_safe", bans.UNSAFE_MARKUP, "from django.utils.safestring import mark_safe\nx = mark_safe(y)\n"),
    ("SafeString", bans.UNSAFE_MARKUP, "from django.utils.safestring import SafeString\nx = SafeString(y)\n"),
    (
        "mark_safe by module",
        bans.UNSAFE_MARKUP,
        "from django.utils import safestring\nsafestring.mark_safe(x)\n",
    ),
]
INNOCENT_USES = [
    (bans.PRINTING, "blueprint = 1\nmatrix.print_margin = 2\n"),
    (bans.SIGNALS, "import signal\nsignal.signal(signal.SIGTERM, stop)\n"),
    (bans.THREAD_LOCALS, "import threading\nlock = threading.Lock()\n"),
    (bans.DANGERS, "import re\nre.compile('x')\nmodel.eval_later()\nimport yaml\nyaml.safe_load(text)\n"),
    (bans.UNSAFE_MARKUP, "from django.utils.html import format_html\nx = format_html('<b>{}</b>', y)\n"),
    (bans.UNSAFE_MARKUP, "from django.utils.safestring import SafeString\ndef icon() -> SafeString: ...\n"),
]


@pytest.mark.parametrize(("name", "banned", "text"), PLANTED_USES, ids=[name for name, _, _ in PLANTED_USES])
def test_ban_catches_planted_use(name: str, banned: dict[str, str], text: str):
    assert list(bans.uses(planted(text), banned)), f"{name} slipped through"


@pytest.mark.parametrize(("banned", "text"), INNOCENT_USES)
def test_ban_leaves_innocent_use_alone(banned: dict[str, str], text: str):
    assert list(bans.uses(planted(text), banned)) == []


def test_ban_counts_a_chain_once():
    found = list(bans.uses(planted("import os\nos.system('ls')\n"), bans.DANGERS))
    assert [finding.line for finding in found] == [2]


def test_finding_names_the_function_around_it():
    [found] = bans.uses(planted("class Post:\n    def deliver(self):\n        print(1)\n"), bans.PRINTING)
    assert (found.where, found.line) == ("Post.deliver", 3)


@pytest.mark.parametrize(
    "call", ["run('ls', shell=True)", "subprocess.Popen(c, shell=flag)", "anything(shell=1)"]
)
def test_shell_is_caught_when_planted(call: str):
    assert list(bans.shells(planted(f"{call}\n")))


def test_shell_false_is_no_shell():
    assert list(bans.shells(planted("run(['ls'], shell=False)\n"))) == []


@pytest.mark.parametrize(
    "handler",
    ["except:\n    raise", "except Exception:\n    pass", "except (OSError, BaseException):\n    pass"],
)
def test_careless_handler_is_caught_when_planted(handler: str):
    assert list(bans.careless_handlers(planted(f"try:\n    act()\n{handler}\n")))


@pytest.mark.parametrize("handler", ["except OSError:\n    pass", "except Exception:\n    log(1)\n    raise"])
def test_careful_handler_is_left_alone(handler: str):
    assert list(bans.careless_handlers(planted(f"try:\n    act()\n{handler}\n"))) == []


@pytest.mark.parametrize(
    ("rule", "banned"),
    [
        ("printing", bans.PRINTING),
        ("signals", bans.SIGNALS),
        ("thread-locals", bans.THREAD_LOCALS),
        ("dangers", bans.DANGERS),
    ],
)
def test_package_uses_nothing_banned(rule: str, banned: dict[str, str]):
    left = unexcused(rule, (each for module in rooms() for each in bans.uses(module, banned)))
    assert not left, report(left)


def test_package_trusts_no_text_as_markup():
    found = (each for module in rooms() for each in bans.uses(module, bans.UNSAFE_MARKUP, imports=False))
    left = unexcused("unsafe markup", found)
    assert not left, report(left)


def test_package_starts_no_shell():
    left = unexcused("shells", (each for module in modules() for each in bans.shells(module)))
    assert not left, report(left)


def test_package_makes_no_objects_from_yaml():
    left = unexcused("yaml", (each for module in rooms() for each in bans.object_making_yaml(module)))
    assert not left, report(left)


def test_package_drops_no_fault_silently():
    left = unexcused(
        "careless handlers", (each for module in rooms() for each in bans.careless_handlers(module))
    )
    assert not left, report(left)
