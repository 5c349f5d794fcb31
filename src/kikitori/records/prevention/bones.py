"""The bones of a fishbone 特性要因図: under which heads somebody looks for causes. Data, in both languages."""

from functools import cache
from pathlib import Path

import yaml

from kikitori.foundation.language.bilingual import Bilingual

_DATA = Path(__file__).parent / "data" / "fishbone.yaml"


@cache
def bones() -> dict[str, Bilingual]:
    """Code → name, in the order in which they are drawn."""
    rows = yaml.safe_load(_DATA.read_text("utf-8"))
    return {row["code"]: Bilingual(ja=row["ja"], en=row["en"]) for row in rows}
