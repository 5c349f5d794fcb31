"""A picture of a stranger's making, painted anew: decoded, fitted into a frame, and written as a PNG of our own.

    redrawn(data, width=480, height=160)           # a PNG and its size; raises NotDrawn

Nothing of the file goes on but what can be seen: no place, no device, no profile, no second picture, no script. It is
decoded by the typesetter (typst; its decoders are written in Rust) in a process that ends, gets neither our environment
nor a shell, has a limit of time and of memory, and is not begun for more pixels than LARGEST.
"""

import logging
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kikitori.foundation.mail.magic import kind_of
from kikitori.foundation.mail.metadata import without_metadata
from kikitori.foundation.paper.picture_size import PictureSize, picture_size

logger = logging.getLogger(__name__)
#: The kinds that are drawn, and what typst calls them. SVG is no picture but a program.
KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
#: Pixels that are decoded at most: 64 MB of them.
LARGEST = 16_000_000
_PATIENCE = 20
_MEMORY = 2_000_000_000
_HEAD = 4096
_PAGE = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#context {{
  let seen = measure(image("picture", format: "{kind}"))
  let scale = calc.min({width}pt / seen.width, {height}pt / seen.height)
  image("picture", format: "{kind}", width: seen.width * scale, height: seen.height * scale)
}}
"""


class NotDrawn(Exception):
    """This is no picture that can be drawn. Says nothing of what was in it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PNG of ours."""

    content: bytes
    size: PictureSize


def redrawn(data: bytes, *, width: int, height: int) -> Drawn:
    """The picture as a PNG that fits into so many pixels, never larger than it was. Raises NotDrawn."""
    found, size = kind_of(data[:_HEAD]), picture_size(data)
    kind = KINDS.get(found)
    if kind is None or size is None or size.pixels > LARGEST:
        raise NotDrawn
    frame = {"width": min(width, size.width), "height": min(height, size.height)}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        # Without parts that are not the picture, decoders have less to stumble over.
        (place / "picture").write_bytes(without_metadata(found, data) or data)
        (place / "page.typ").write_text(_PAGE.format(kind=kind, **frame), encoding="utf-8")
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-m", __name__, folder],
                capture_output=True,
                check=True,
                timeout=_PATIENCE,
                env={},
            )
        except (subprocess.SubprocessError, OSError) as trouble:
            logger.warning("picture not drawn", extra={"why": type(trouble).__name__})
            raise NotDrawn from trouble
    made = picture_size(done.stdout)
    if made is None or made.width > width or made.height > height:
        raise NotDrawn
    return Drawn(done.stdout, made)


def main() -> None:
    """Draw the page that lies in this folder; the exit code says whether it could be drawn."""
    import typst  # noqa: PLC0415 - 84 MB, and only this process needs it

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    folder = Path(sys.argv[1])
    made = typst.compile(
        str(folder / "page.typ"),
        root=str(folder),
        format="png",
        ppi=72.0,
        ignore_system_fonts=True,
        package_path=str(folder),
        package_cache_path=str(folder),
    )
    sys.stdout.buffer.write(bytes(made))


if __name__ == "__main__":
    main()
