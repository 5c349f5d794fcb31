"""Pages of a stranger's PDF, painted as pictures of our own: what is seen goes on, and nothing that acts.

    drawn_pages(data, most=20)                    # PNGs, page by page; raises NotDrawn

PDFs may carry scripts, forms and files, and may be made to exhaust whoever opens them. They are read by the typesetter
(typst; its reader is written in Rust) in a process that ends, page by page, with a limit of time and of memory.
"""

import logging
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kikitori.foundation.paper.picture_size import picture_size
from kikitori.foundation.paper.pictures import LARGEST, NotDrawn

logger = logging.getLogger(__name__)
_PATIENCE = 30
_MEMORY = 2_000_000_000
#: Pixels for an inch: small print of a bill can be read.
_FINE = 110.0
#: A page as wide as this is drawn smaller; in points, A3.
_WIDEST = "842pt"
_PAGE = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#context {
  let drawn(..size) = image("foreign.pdf", page: int(sys.inputs.at("page")), ..size)
  let seen = measure(drawn())
  let scale = calc.min(1.0, %s / calc.max(seen.width, seen.height))
  drawn(width: seen.width * scale, height: seen.height * scale)
}
"""


@dataclass(frozen=True, slots=True)
class Pages:
    """PNGs of ours. `are_all`: were these all of its pages?"""

    drawn: list[bytes]
    are_all: bool


def drawn_pages(data: bytes, *, most: int) -> Pages:
    """The first pages of this PDF, at most `most`. Raises NotDrawn where not even the first can be drawn."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "foreign.pdf").write_bytes(data)
        (place / "page.typ").write_text(_PAGE % _WIDEST, encoding="utf-8")
        are_all = False
        try:
            subprocess.run(
                [sys.executable, "-P", "-m", __name__, folder, str(most)],
                capture_output=True,
                check=True,
                timeout=_PATIENCE,
                env={},
            )
            are_all = not (place / f"{most + 1}.png").exists()
        except (subprocess.SubprocessError, OSError) as trouble:
            # What was drawn until then is there.
            logger.warning("foreign pages not drawn", extra={"why": type(trouble).__name__})
        found = [place / f"{number}.png" for number in range(1, most + 1)]
        drawn = [each.read_bytes() for each in found if each.exists()]
    sizes = [picture_size(each) for each in drawn]
    if not drawn or any(size is None or size.pixels > LARGEST for size in sizes):
        raise NotDrawn
    return Pages(drawn, are_all)


def main() -> None:
    """Draw the pages of the PDF in this folder, one after the other; one more than asked for is marked by its name."""
    import typst  # noqa: PLC0415 - 84 MB, and only this process needs it

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    folder, most = Path(sys.argv[1]), int(sys.argv[2])
    for number in range(1, most + 2):
        try:
            made = typst.compile(
                str(folder / "page.typ"),
                root=str(folder),
                format="png",
                ppi=_FINE,
                sys_inputs={"page": str(number)},
                ignore_system_fonts=True,
                package_path=str(folder),
                package_cache_path=str(folder),
            )
        except typst.TypstError:
            break  # there is no such page
        (folder / f"{number}.new").write_bytes(bytes(made))
        (folder / f"{number}.new").rename(folder / f"{number}.png")


if __name__ == "__main__":
    main()
