"""format=flowed put together again (RFC 3676). Pure, total."""

import re

_QUOTES = re.compile(r">*")


def unflowed(text: str, *, delete_spaces: bool) -> str:
    """Lines that end in a blank go on in the next of the same depth; `delete_spaces`: that blank is no word's (Japanese)."""
    out: list[str] = []
    depth_before, open_line = 0, False
    for line in text.split("\n"):
        quotes = _QUOTES.match(line)
        depth = len(quotes.group()) if quotes else 0
        body = line[depth:].removeprefix(" ") if line[depth : depth + 1] == " " else line[depth:]
        is_signature = body in ("-- ", "--")
        if open_line and depth == depth_before and not is_signature:
            last = out[-1][:-1] if delete_spaces else out[-1]
            out[-1] = last + body
        else:
            out.append(">" * depth + (" " if depth else "") + body if depth else body)
        depth_before, open_line = depth, body.endswith(" ") and not is_signature
    return "\n".join(out)
