"""format=flowed put together again (RFC 3676). Pure, total."""

import re

_QUOTES = re.compile(r">*")
_SIGNATURES = ("-- ", "--")


def unflowed(text: str, *, delete_spaces: bool) -> str:
    """Lines that end in a blank go on in the next of the same depth; `delete_spaces`: it is no word's (Japanese)."""
    out: list[list[str]] = []
    depth_before, open_line = 0, False
    for line in text.split("\n"):
        quotes = _QUOTES.match(line)
        depth = len(quotes.group()) if quotes else 0
        # RFC 3676 §4.4: a blank in front was put there so that the line is not taken for something else.
        body = line[depth:].removeprefix(" ")
        is_signature = body in _SIGNATURES
        if open_line and depth == depth_before and not is_signature:
            if delete_spaces:
                out[-1][-1] = out[-1][-1][:-1]
            out[-1].append(body)
        else:
            out.append([">" * depth + " " + body if depth else body])
        depth_before, open_line = depth, body.endswith(" ") and not is_signature
    return "\n".join("".join(pieces) for pieces in out)
