"""Words for people in Python code: translatable, whole, and in English until a catalogue speaks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.rules.source import JAPANESE, Finding, Module

TRANSLATORS = frozenset(
    {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext",
     "npgettext_lazy"}
)  # fmt: skip
_TEXTS = {
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": 2,
    "pgettext_lazy": 2,
    "npgettext": 3,
    "npgettext_lazy": 3,
}
#: Keyword arguments whose value a person reads.
SPOKEN = frozenset({"label", "help_text", "empty_label", "verbose_name", "verbose_name_plural"})
#: Calls whose text a person reads, by the end of their dotted name, with the position of the text.
SAID = {
    "ValidationError": 0,
    ".add_error": 1,
    "messages.success": 1,
    "messages.warning": 1,
    "messages.error": 1,
    "messages.info": 1,
}


def gettext_arguments(module: Module) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Every text handed to a translation function, under whatever name the module calls it."""
    for node in module.nodes:
        if isinstance(node, ast.Call):
            name = module.dotted(node.func)
            last = name.rpartition(".")[2]
            if last in TRANSLATORS and ("translation" in name or name == last):
                for argument in node.args[: _TEXTS.get(last, 1)]:
                    yield node, argument


def broken_msgids(module: Module) -> Iterator[Finding]:
    """Texts the catalogues can never find: built at run time, or not English."""
    for node, argument in gettext_arguments(module):
        if isinstance(argument, ast.JoinedStr):
            yield module.finding(
                node, "an f-string inside gettext is never found: use %(name)s and format afterwards"
            )
        elif not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            yield module.finding(node, "gettext takes a plain text: format what it returns")
        elif JAPANESE.search(argument.value):
            yield module.finding(node, "msgids are English: Japanese belongs in locale/ja")
        elif argument.value.count("%s") + argument.value.count("{}") > 1:
            yield module.finding(node, "two places without names cannot change their order: name them")


def docstrings(module: Module) -> set[int]:
    """Identities of the constants that are docstrings or stand alone as a statement."""
    return {id(node.value) for node in module.nodes if isinstance(node, ast.Expr)}


def japanese_in_code(module: Module) -> Iterator[Finding]:
    """Japanese in a string of code: a reader of English would meet it untranslated."""
    said = docstrings(module)
    for node in module.nodes:
        text = node.value if isinstance(node, ast.Constant) and id(node) not in said else None
        if isinstance(text, str) and JAPANESE.search(re.sub("[ーｰ]", "", text)):
            yield module.finding(node, f"“{text[:24]}” is not translatable: an English msgid, and locale/ja")


def untranslated(module: Module) -> Iterator[Finding]:
    """Labels and messages that are plain texts, so that every reader gets the same language."""
    for node in module.nodes:
        if not isinstance(node, ast.Call):
            continue
        spoken = [keyword.value for keyword in node.keywords if keyword.arg in SPOKEN]
        name = module.dotted(node.func)
        spoken += [node.args[at] for end, at in SAID.items() if name.endswith(end) and len(node.args) > at]
        for text in spoken:
            plain = isinstance(text, ast.JoinedStr) or (
                isinstance(text, ast.Constant) and isinstance(text.value, str)
            )
            if plain and not (isinstance(text, ast.Constant) and text.value == ""):
                yield module.finding(text, "a person reads this: wrap it in gettext")
