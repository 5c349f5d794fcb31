"""Who may write: only verbs change records, and a complaint's state is assigned in one function.

Reading types off a syntax tree is guessing, so the guess errs on the side of a finding: what is not plainly a dict, a
set, a digest, a session or the cache counts as a row.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.rules.source import FUNCTIONS, Finding, Module

_PLAIN = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "select_for_update",
}  # fmt: skip
WRITING = _PLAIN | {f"a{name}" for name in _PLAIN}
SQL = {"cursor", "execute", "executemany"}
_SQL_OF_MANAGERS = {"raw", "extra"}
#: Calls whose result is no row: `params = request.GET.copy(); params.update(…)` changes nothing that lasts.
_HARMLESS_CALLS = ("dict()", "set()", ".copy()", "Counter()", "OrderedDict()", "defaultdict()", "QueryDict()",
                   "get_context_data()", "SimpleCookie()")  # fmt: skip
_HARMLESS_ROOTS = ("hashlib.", "hmac.", "django.core.cache.", "super()", "register.")
_HARMLESS_ENDS = {
    "session",
    "headers",
    "cookies",
    "cleaned_data",
    "initial",
    "attrs",
    "environ",
    "params",
    "context",
}
_HARMLESS_TYPES = {
    "dict",
    "set",
    "Counter",
    "MutableMapping",
    "QueryDict",
    "defaultdict",
    "MutableSet",
    "SessionBase",
}
#: How many renamings are followed back; nobody writes more.
_FAR = 3
_DISPLAYS = (ast.Dict, ast.DictComp, ast.Set, ast.SetComp, ast.List, ast.ListComp)


def bound(module: Module, name: ast.Name) -> Iterator[ast.expr]:
    """The expressions and annotations that a name is bound to in the function (or module) around it."""
    scope: ast.AST = module.function(name) or module.tree
    if isinstance(scope, FUNCTIONS):
        given = [*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs]
        yield from (each.annotation for each in given if each.arg == name.id and each.annotation)
    for node in ast.walk(scope):
        for target, value in bindings(node):
            if isinstance(target, ast.Name) and target.id == name.id and value is not None:
                yield value


def bindings(node: ast.AST) -> list[tuple[ast.expr | None, ast.expr | None]]:
    """The names a statement binds, each with what it is bound to."""
    match node:
        case ast.Assign(targets=targets, value=value):
            return [(target, value) for target in targets]
        case ast.AnnAssign(target=target, annotation=annotation, value=value):
            return [(target, annotation), (target, value)]
        case ast.NamedExpr(target=target, value=value):
            return [(target, value)]
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            return [(target, value)]
        case ast.withitem(context_expr=value, optional_vars=target):
            return [(target, value)]
    return []


def harmless(module: Module, receiver: ast.expr, depth: int = 0) -> bool:
    """Is what this method is called on plainly something that is not a row?"""
    if isinstance(receiver, _DISPLAYS):
        return True
    text = module.dotted(receiver)
    last = text.rpartition(".")[2].rstrip("[]")
    if text.startswith(_HARMLESS_ROOTS) or text.endswith(_HARMLESS_CALLS) or last in _HARMLESS_TYPES:
        return True
    if isinstance(receiver, ast.Attribute):
        return receiver.attr in _HARMLESS_ENDS
    if isinstance(receiver, ast.Name) and depth < _FAR:
        values = list(bound(module, receiver))
        return bool(values) and all(harmless(module, value, depth + 1) for value in values)
    return False


def method_calls(module: Module) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    """Every call of a method, with the expression that names it."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def writes(module: Module) -> Iterator[Finding]:
    """Every call in a module that writes or locks rows."""
    for node, method in method_calls(module):
        if method.attr in WRITING and not harmless(module, method.value):
            yield module.finding(node, f"{module.dotted(method)}() writes a row: that is a verb's work")


def sql(module: Module) -> Iterator[Finding]:
    """Every place where a module speaks SQL of its own."""
    for node, method in method_calls(module):
        manager = method.attr in _SQL_OF_MANAGERS and ".objects" in module.dotted(method)
        if method.attr in SQL or manager:
            yield module.finding(node, f"{module.dotted(method)}() speaks SQL: use a query of the archive")


def roots(module: Module, expression: ast.expr, depth: int = 0) -> set[str]:
    """The dotted beginnings an expression may stand for, local names followed back to what they were bound to."""
    node: ast.expr = expression
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript | ast.Await):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name) and node.id not in module.origins and depth < _FAR:
        values = list(bound(module, node))
        if values:
            return set().union(*(roots(module, value, depth + 1) for value in values))
    return {module.dotted(node)}


def writes_on_records(module: Module) -> Iterator[Finding]:
    """Calls that write rows of the archive: for insight, which may write its own tables and no others."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING:
            if harmless(module, node.func.value):
                continue
            own = all(root.startswith("kikitori.insight") for root in roots(module, node.func.value))
            if not own:
                yield module.finding(
                    node, f"{module.dotted(node.func)}() may write a record: insight only reads them"
                )


def others_with_state(models: list[Module]) -> set[str]:
    """Models other than the complaint that have a `state` of their own, and the names other rows know them by."""
    found = set()
    for module in models:
        for node in module.nodes:
            if isinstance(node, ast.ClassDef) and node.name != "Complaint" and "state" in fields_of(node):
                related = [
                    each
                    for each in ast.walk(node)
                    if isinstance(each, ast.keyword) and each.arg == "related_name"
                ]
                names = {each.value.value for each in related if isinstance(each.value, ast.Constant)}
                found |= {node.name} | {str(name) for name in names if name != "+"}
    return found


def fields_of(node: ast.ClassDef) -> set[str]:
    """Names assigned in a class body."""
    targets = [target for each in node.body if isinstance(each, ast.Assign) for target in each.targets]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _flat(name: str) -> str:
    return name.replace("_", "").lower()


def _is_other(module: Module, receiver: ast.expr, others: set[str], depth: int = 0) -> bool:
    """Does this expression plainly stand for something else that has a state?"""
    text = module.dotted(receiver)
    parts = text.replace("()", "").split(".")
    if text == "self":
        classes = [each.name for each in module.around(receiver) if isinstance(each, ast.ClassDef)]
        return bool(classes) and classes[0] != "Complaint"
    if parts[-1] == "complaint":
        return False
    if others.intersection(parts) or _flat(parts[-1]).endswith(tuple(_flat(other) for other in others)):
        return True
    if isinstance(receiver, ast.Name) and depth < _FAR:
        values = list(bound(module, receiver))
        return bool(values) and all(_is_other(module, value, others, depth + 1) for value in values)
    return False


def state_assignments(module: Module, others: set[str]) -> Iterator[Finding]:
    """Where a complaint's state is set: by assignment, setattr, or a write that carries `state=`.

    Being born in the lifecycle's INITIAL state is no change of state.
    """
    message = "sets a complaint's state: only the doorway does"
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr == "state":
            if not _is_other(module, node.value, others):
                yield module.finding(node, message)
        elif isinstance(node, ast.Call):
            name = module.dotted(node.func)
            arguments = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if name == "setattr" and "state" in arguments and not _is_other(module, node.args[0], others):
                yield module.finding(node, message)
            given = [ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg == "state"]
            carries = any(not value.startswith("INITIAL") for value in given)
            made = name.rpartition(".")[2] == "Complaint"
            written = isinstance(node.func, ast.Attribute) and node.func.attr in WRITING
            if carries and (made or (written and not _is_other(module, node.func, others))):
                yield module.finding(node, message)
