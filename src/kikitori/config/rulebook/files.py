"""Rule packs and golden dates in files that somebody wrote: read whole or not at all, mistakes with their place."""

from __future__ import annotations

from collections.abc import Sequence
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
    """The pack in a file. Raises Trouble that says everything that is wrong with it, and where."""
    return proofread(text_of(name), shown(name))


def proofread(text: str, file: str) -> Pack:
    """The pack in a text that came from `file`. Raises Trouble as `pack_of` does."""
    from kikitori.records.deadlines.pack_proof import mistakes_in
    from kikitori.records.deadlines.pack_reader import read_pack

    found = mistakes_in(text, file)
    if found:
        raise refused(file, found)
    return read_pack(text, file)


def refused(file: str, found: Sequence[PackError]) -> Trouble:
    """A file that is no pack, with its mistakes below one another."""
    lines = [mistake(wrong) for wrong in found]
    return Trouble(
        Bilingual(
            ja="\n".join([f"{file} は規則集として使えません。", *(each.ja for each in lines)]),
            en="\n".join([f"{file} cannot be used as a rule pack.", *(each.en for each in lines)]),
        )
    )


def mistake(wrong: PackError) -> Bilingual:
    """One line that can be followed: the place, and what is wrong there."""
    place = place_of(wrong)
    return Bilingual(ja=f"✗ {place.ja}: {wrong.problem.ja}", en=f"✗ {place.en}: {wrong.problem.en}")


def place_of(wrong: PackError) -> Bilingual:
    """File, line, rule and field, as far as they are known; a field of an inner table as `source.title`."""
    ja, en = [wrong.file], [wrong.file]
    if wrong.line is not None:
        ja, en = [f"{wrong.file} {wrong.line} 行目"], [f"{wrong.file}, line {wrong.line}"]
    if wrong.rule:
        rule = shown(wrong.rule)
        ja.append(f"規則 {rule}")
        en.append(f"rule {rule}")
    if wrong.field:
        field = shown(f"{wrong.within}.{wrong.field}" if wrong.within else wrong.field)
        ja.append(f"項目 {field}")
        en.append(f"field {field}")
    return Bilingual(ja="、".join(ja), en=", ".join(en))


def shown(name: str) -> str:
    """A name as it can be written to a terminal, whatever signs it has."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)
