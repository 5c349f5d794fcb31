"""Calls and imports the house does without, with what to use in their place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from tests.house.rules.source import Finding, Module

#: Dotted names; anything that is one of these, or lies below one, is refused.
PRINTING = {"print": "library code does not print: return the words, or log"}
SIGNALS = {
    "django.db.models.signals": "no signals for business effects: the verb says what happens",
    "django.dispatch": "no signals for business effects: the verb says what happens",
    "django.core.signals": "no signals for business effects: the verb says what happens",
    "django.contrib.auth.signals": "no signals for business effects: the verb says what happens",
}
THREAD_LOCALS = {
    "threading.local": "no thread-local: the actor is the first argument",
    "asgiref.local": "no thread-local: the actor is the first argument",
    "contextvars": "no hidden context: the actor is the first argument",
}
DANGERS = {
    "eval": "eval runs data as code",
    "exec": "exec runs data as code",
    "compile": "compile runs data as code",
    "__import__": "an import that no tool can see",
    "importlib.import_module": "an import that no tool can see",
    "pickle": "unpickling runs data as code: use JSON",
    "marshal": "unmarshalling trusts its input: use JSON",
    "shelve": "a shelf is a pickle: use the database",
    "os.system": "a shell: start a program from an argument list",
    "os.popen": "a shell: start a program from an argument list",
    "subprocess.getoutput": "a shell: start a program from an argument list",
    "subprocess.getstatusoutput": "a shell: start a program from an argument list",
    "yaml.unsafe_load": "yaml.unsafe_load makes objects: use yaml.safe_load",
    "tempfile.mktemp": "a name anybody can take first: use mkstemp",
}
UNSAFE_MARKUP = {
    "django.utils.safestring.mark_safe": "mark_safe trusts a text: use format_html or a template",
    "django.utils.safestring.SafeString()": "SafeString trusts a text: use format_html or a template",
    "django.utils.safestring.SafeText()": "SafeText trusts a text: use format_html or a template",
    "django.utils.html.html_safe": "html_safe trusts a text: use format_html or a template",
}


def uses(module: Module, banned: dict[str, str], *, imports: bool = True) -> Iterator[Finding]:
    """Where a module imports or names one of the banned things, whatever it calls them.

    `imports=False` leaves import lines alone, where a type's name is welcome and only its use is not.
    A banned name that ends in `()` is banned as a call only.
    """
    for node, name in names_in(module):
        if isinstance(node, ast.Import | ast.ImportFrom) and not imports:
            continue
        for ban, message in banned.items():
            if name in {ban, f"{ban}()"} or name.startswith(f"{ban}."):
                yield module.finding(node, message)


@cache
def names_in(module: Module) -> list[tuple[ast.AST, str]]:
    """Every dotted name in a module and where it stands; found once for all rules."""
    return [(node, name) for node in module.nodes for name in named_by(module, node)]


def named_by(module: Module, node: ast.AST) -> list[str]:
    """The dotted names a node brings in or uses; only the outermost of a chain speaks, so that none counts twice."""
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{each.name}" for each in node.names]
    if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
        above = module.parents.get(node)
        name = module.dotted(node)
        called = isinstance(above, ast.Call) and above.func is node
        return [] if isinstance(above, ast.Attribute) else [f"{name}()" if called else name]
    return []


def shells(module: Module) -> Iterator[Finding]:
    """Calls with `shell=` anything but a plain False."""
    for node in module.nodes:
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                off = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
                if keyword.arg == "shell" and not off:
                    yield module.finding(node, "a shell: start a program from an argument list")


def object_making_yaml(module: Module) -> Iterator[Finding]:
    """`yaml.load` with any loader but a safe one: it makes objects of what the file says."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and module.dotted(node.func) in {"yaml.load", "yaml.load_all"}:
            loaders = [*node.args[1:2], *(each.value for each in node.keywords if each.arg == "Loader")]
            values = [each for loader in loaders for each in [loader, *bound(module, loader)]]
            if not any("SafeLoader" in ast.unparse(value) for value in values):
                yield module.finding(node, "yaml.load makes objects: use yaml.safe_load or a SafeLoader")


def bound(module: Module, name: ast.expr) -> list[ast.expr]:
    """What a module binds a name to at its top level."""
    return [
        node.value
        for node in module.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(name, ast.Name) and isinstance(target, ast.Name) and target.id == name.id
    ]


def careless_handlers(module: Module) -> Iterator[Finding]:
    """`except:` without a kind, and broad handlers that do nothing at all: nothing is silently dropped."""
    for node in module.nodes:
        if not isinstance(node, ast.ExceptHandler):
            continue
        if node.type is None:
            yield module.finding(node, "bare except catches Ctrl-C too: name what you expect")
            continue
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        broad = {module.dotted(kind) for kind in kinds} & {"Exception", "BaseException"}
        if broad and all(isinstance(each, ast.Pass | ast.Continue) for each in node.body):
            yield module.finding(node, "a fault of any kind vanishes here: name what you expect, or say it")
