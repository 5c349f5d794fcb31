"""Many pages with pictures and files in them, to be kept for decades: PDF/A, and read aloud well (PDF/UA-1).

    set_bundle(template, values, files={"picture-1.png": …}, keeps=Keeps.PAGES, at=…)      # bytes of a PDF

Values reach the template as one JSON file (`values.json`) and are set as plain strings; files by their names, which
are ours. It is set in a process that ends, gets neither our environment nor a shell, reads nothing but one folder, and
has a limit of time and of memory. The same values at the same `at` give the same bytes.
"""

import json
import logging
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from kikitori.foundation.paper.compiled import NotSet, typeface

logger = logging.getLogger(__name__)
_PATIENCE = 120
_MEMORY = 3_000_000_000


class Keeps(StrEnum):
    """What is kept in it (ISO 19005): pages alone (PDF/A-2), or files as well as they came (PDF/A-3)."""

    PAGES = "pages"
    FILES = "files"


#: The best first. Level A carries the structure by which it is read aloud; what cannot be read aloud (a shape of
#: letters our typeface cannot form) is kept as level B, which looks the same for ever.
STANDARDS: dict[Keeps, tuple[tuple[str, ...], ...]] = {
    Keeps.PAGES: (("a-2a", "ua-1"), ("a-2b",)),
    Keeps.FILES: (("a-3a", "ua-1"), ("a-3b",)),
}


def set_bundle(
    template: Path,
    values: Mapping[str, Any],
    *,
    files: Mapping[str, bytes],
    keeps: Keeps,
    at: datetime,
) -> bytes:
    """The pages of `template` with these values and files; `at`: when it says it was made. Raises NotSet.

    Never anything but PDF/A: what cannot be kept so is not made.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "page.typ").write_bytes(template.read_bytes())
        (place / "values.json").write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        for name, content in files.items():
            (place / name).write_bytes(content)
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-m", __name__, folder, keeps.value, str(int(at.timestamp()))],
                capture_output=True,
                check=True,
                timeout=_PATIENCE,
                env={},
            )
        except (subprocess.SubprocessError, OSError) as trouble:
            logger.warning("bundle not set", extra={"why": type(trouble).__name__})
            raise NotSet from trouble
    return done.stdout


def main() -> None:
    """Set the pages that lie in this folder; the exit code says whether they could be set."""
    import typst  # noqa: PLC0415 - 84 MB, and only this process needs it

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    folder, keeps, at = Path(sys.argv[1]), Keeps(sys.argv[2]), int(sys.argv[3])
    *better, last = STANDARDS[keeps]
    for standards in better:
        try:
            made = _compiled(folder, standards, at)
            break
        except typst.TypstError:
            continue
    else:
        made = _compiled(folder, last, at)
    sys.stdout.buffer.write(made)


def _compiled(folder: Path, standards: tuple[str, ...], at: int) -> bytes:
    import typst  # noqa: PLC0415 - as above

    made = typst.compile(
        str(folder / "page.typ"),
        root=str(folder),
        font_paths=typeface(),
        ignore_system_fonts=True,
        pdf_standards=list(standards),  # type: ignore[arg-type]
        timestamp=at,
        package_path=str(folder),
        package_cache_path=str(folder),
    )
    return bytes(made)


if __name__ == "__main__":
    main()
