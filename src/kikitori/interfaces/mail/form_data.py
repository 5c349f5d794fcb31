"""A form as a provider sends it, its fields as bytes: Django would make text of the mail in it, and limits its size."""

from __future__ import annotations

from urllib.parse import parse_qsl

_MOST_FIELDS = 200
_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"


class NoForm(Exception):
    """It says it is a form, and is none."""


def fields_of(content_type: str, boundary: str, body: bytes) -> dict[str, bytes]:
    """Name → bytes; the last of several of one name. No form, no fields. Raises NoForm."""
    if content_type == _URLENCODED:
        return _urlencoded(body)
    if content_type == _MULTIPART:
        return _multipart(boundary, body)
    return {}


def _urlencoded(body: bytes) -> dict[str, bytes]:
    """Latin-1 has a letter for each byte: given bytes, the library would refuse every mail that is not ASCII."""
    text = body.decode("latin-1")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, encoding="latin-1", max_num_fields=_MOST_FIELDS)
    except ValueError as many:
        raise NoForm from many
    return {
        name.encode("latin-1").decode("utf-8", "replace"): value.encode("latin-1") for name, value in pairs
    }


def _multipart(boundary: str, body: bytes) -> dict[str, bytes]:
    """RFC 7578. A boundary stands at the beginning of a line; the line end before it is its own."""
    if not boundary or not boundary.isascii():
        raise NoForm
    mark = b"--" + boundary.encode()
    found: dict[str, bytes] = {}
    at = 0 if body[: len(mark)] == mark else body.find(b"\r\n" + mark) + 2
    if at == 1:
        raise NoForm
    for _ in range(_MOST_FIELDS):
        start = at + len(mark)
        if body[start : start + 2] == b"--":
            return found
        end = body.find(b"\r\n" + mark, start)
        head = body.find(b"\r\n\r\n", start)
        if end < 0 or not start <= head <= end:
            raise NoForm
        if name := _name_in(body[start:head]):
            found[name] = body[head + 4 : end]
        at = end + 2
    raise NoForm


def _name_in(head: bytes) -> str:
    """The field's name in `Content-Disposition: form-data; name="…"`."""
    for line in head.decode("utf-8", "replace").split("\r\n"):
        kind, _, said = line.partition(":")
        if kind.strip().lower() == "content-disposition":
            for each in said.split(";")[1:]:
                name, _, value = each.strip().partition("=")
                if name.lower() == "name":
                    return value.strip('"')
    return ""
