"""Rule packs and golden dates in files that somebody wrote: read whole or not at all, mistakes with their place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    from kikitori.records.deadlines.pack_table import PackError
    from kikitori.records.deadlines.rules import Pack

#: In UTF-8 a sign has four bytes at most; what is longer than a pack may be is not read to its end.
_LARGEST = 4 * 200_000


def text_of(name: str) -> str:
    """The text of a file. Raises Trouble where it cannot be read, is no text, or is too large."""
    try:
        with Path(name).open("rb") as source:
            raw = source.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        raise Trouble(
            Bilingual(ja=f"{shown(name)} を読めません。", en=f"{shown(name)} cannot be read."), str(error)
        ) from error
    if len(raw) > _LARGEST:
        raise Trouble(
            Bilingual(
                ja=f"{shown(name)} は大きすぎます（{_LARGEST // 1000} kB まで）。",
                en=f"{shown(name)} is too large; {_LARGEST // 1000} kB at most.",
            )
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Trouble(
            Bilingual(
                ja=f"{shown(name)} は UTF-8 の文字ではありません。", en=f"{shown(name)} is not text in UTF-8."
            ),
            str(error),
        ) from error


def pack_of(name: str) -> Pack:
    """The pack in a file. Raises Trouble that says where it is wrong."""
    from kikitori.records.deadlines.pack_reader import read_pack
    from kikitori.records.deadlines.pack_table import PackError

    try:
        return read_pack(text_of(name), shown(name))
    except PackError as wrong:
        raise refused(wrong) from wrong


def refused(wrong: PackError) -> Trouble:
    """A mistake in a pack, with its place."""
    return Trouble(
        Bilingual(
            ja=f"{place_of(wrong).ja}: 規則集として使えません。",
            en=f"{place_of(wrong).en}: cannot be used as a rule pack.",
        ),
        wrong.problem,
    )


def place_of(wrong: PackError) -> Bilingual:
    """File, line, rule and field, as far as they are known."""
    ja, en = [wrong.file], [wrong.file]
    if wrong.line is not None:
        ja, en = [f"{wrong.file} {wrong.line} 行目"], [f"{wrong.file}, line {wrong.line}"]
    if wrong.rule:
        ja.append(f"規則 {wrong.rule}")
        en.append(f"rule {wrong.rule}")
    if wrong.field:
        ja.append(f"項目 {wrong.field}")
        en.append(f"field {wrong.field}")
    return Bilingual(ja="、".join(ja), en=", ".join(en))


def shown(name: str) -> str:
    """A file's name as it can be written to a terminal, whatever bytes it has."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)
