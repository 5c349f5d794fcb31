"""Setting pages as PDF (typst): a template of ours, and values that never become markup.

    set_pages(template, {"letters": [...]}, at=…)          # bytes of a PDF that is read aloud well (PDF/UA-1)

Values reach the template as JSON and are set as plain strings; pictures by name, as `pictures`. It can read nothing but
its own folder, fetch nothing, and has one typeface: that of the wheel, never what the machine happens to have. The same
values at the same `at` give the same bytes.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from kikitori.foundation.paper.apart import set_apart
from kikitori.foundation.paper.compiled import compile_pages

#: Signs of values from which another process is worth its start: some twenty letters, a fifth of a second.
MANY = 30_000


def set_pages(
    template: Path, values: Mapping[str, Any], *, at: datetime, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The pages of `template` with these values; `at` is what the PDF says of when it was made. Raises NotSet.

    `pictures`: PNGs of ours, by name. Many pages are set in a process of their own, for this one would keep what was
    remembered of them.
    """
    inputs = {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}
    set_here_or_apart = set_apart if sum(map(len, inputs.values())) > MANY else compile_pages
    drawn = {name: list(content) for name, content in (pictures or {}).items()}
    return set_here_or_apart(template, {**inputs, "pictures": json.dumps(drawn)}, at)
