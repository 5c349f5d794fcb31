"""What an address asks for, read strictly: a word outside the list, or a broken place, is answered with 400.

Guessing instead would show a list that is not the one somebody was sent a link to.
"""

from collections.abc import Collection

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest

from kikitori.interfaces.desk.keyset import Mark, Row, Slice, slice_of


def word_from(request: HttpRequest, name: str, words: Collection[str], default: str) -> str:
    """The word given as `?name=`; `default` where there is none. Raises BadRequest for one not in `words`."""
    given = request.GET.get(name, "") or default
    if given not in words:
        raise BadRequest(f"unknown {name}")
    return given


def mark_from(request: HttpRequest, name: str) -> Mark | None:
    """The place given as `?name=`, if any. Raises BadRequest for a broken one."""
    given = request.GET.get(name, "")
    if not given:
        return None
    try:
        return Mark.read(given)
    except ValueError as error:
        raise BadRequest(f"broken {name}") from error


def slice_from(
    request: HttpRequest, rows: QuerySet[Row], field: str, *, size: int, descending: bool = True
) -> Slice[Row]:
    """The page of `rows` named by `?after=` or `?before=`, else the first. Raises BadRequest for a broken place."""
    return slice_of(
        rows,
        field,
        size=size,
        descending=descending,
        onward_from=mark_from(request, "after"),
        back_from=mark_from(request, "before"),
    )


def ways_on(request: HttpRequest, page: Slice[Row]) -> dict[str, str]:
    """`back_url` and `onward_url` for a template: the addresses of the pages beside this one, empty where none is."""
    return {
        "back_url": address_with(request, before=str(page.back), after=None) if page.back else "",
        "onward_url": address_with(request, after=str(page.onward), before=None) if page.onward else "",
    }


def address_with(request: HttpRequest, **changes: str | None) -> str:
    """The address of this page with other words in its query; None takes a word out."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path
