#!/usr/bin/env python3
"""Keep the message catalogues true: `catalogues.py update [ROOM …]` and `catalogues.py check`.

`update` takes every string for people out of the Python files and templates, merges it into
`locale/{ja,en}/LC_MESSAGES/django.po` of the Django app that owns it, keeps what was translated, and compiles; so for
the languages that complainants have beside these two (further_catalogues.py).
`check` changes nothing and exits 1 with a list of everything that is missing, stale or unsafe.
Babel reads and writes both formats, so nobody needs GNU gettext installed.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import string
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "kikitori"
LANGUAGES = ("ja", "en")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_SUFFIXES = {".html", ".txt", ".svg", ".xml"}
SKIPPED_FOLDERS = {"__pycache__", "languages", "locale", "migrations", "static"}
#: Rooms that are plain Python, not Django apps: their strings live in the catalogue of the app below or beside them.
LODGERS = {"casework": "records", "foundation": "records"}
#: Words that are the same in every language: names, and each language's own name for itself.
SAME_EVERYWHERE = {"Kikitori", "English"}

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
PERCENT = re.compile(r"%(?:\((?P<name>\w+)\))?[#0\- +]*(?:\d+|\*)?(?:\.\d+)?(?P<kind>[a-zA-Z%])")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
LOWER_WORD = re.compile(r"[a-z]{2,}")

Key = tuple[str, str]  # (context or "", first msgid)


class QuietCatalog(Catalog):
    """A catalogue whose header carries no dates, versions or names, so that files change only when words do."""

    def _quiet_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]

    mime_headers = property(_quiet_headers)


@dataclass(frozen=True, kw_only=True)
class Room:
    """One catalogue: the app that holds it and the folders whose strings it carries (paths under the package)."""

    app: Path
    folders: tuple[Path, ...]

    @property
    def name(self) -> str:
        """The app's last word, as typed on the command line: `desk`, `records`."""
        return self.app.name

    def path(self, language: str, suffix: str) -> Path:
        """Where this room keeps its `po` or `mo` file of a language."""
        return self.app / "locale" / language / "LC_MESSAGES" / f"django.{suffix}"


@dataclass(kw_only=True)
class Entry:
    """One string found in the sources, with the files (never lines: they are noise) it was found in."""

    singular: str
    plural: str | None = None
    context: str | None = None
    files: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What makes it the same string in another place."""
        return (self.context or "", self.singular)

    @property
    def msgid(self) -> str | tuple[str, str]:
        """The msgid as Babel takes it: one text, or singular and plural."""
        return self.singular if self.plural is None else (self.singular, self.plural)


def folders_in(folder: Path) -> list[Path]:
    """The folders directly inside that can hold strings, sorted."""
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name not in SKIPPED_FOLDERS)


def rooms(package: Path) -> list[Room]:
    """Every catalogue of the package, in a fixed order; a lodger's folder is added to its host's."""
    folders: dict[Path, list[Path]] = {}
    for top in folders_in(package):
        for child in folders_in(top) if top.name == "interfaces" else [top]:
            host = package / LODGERS[child.name] if child.name in LODGERS else child
            folders.setdefault(host, []).append(child)
    return [Room(app=app, folders=tuple(found)) for app, found in sorted(folders.items())]


def source_files(folder: Path) -> Iterator[Path]:
    """Python files and templates under a folder, sorted, without migrations, static files and catalogues."""
    for root, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if name not in SKIPPED_FOLDERS)
        here = Path(root)
        for name in sorted(files):
            path = here / name
            if path.suffix == ".py" or (path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts):
                yield path


def as_python(path: Path) -> bytes:
    """The file's content as Python source; a template becomes a series of gettext calls.

    Lines of a templatized file lose their indentation: it is the page's, and would be a syntax error in Python.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    return text.encode()


def entries(room: Room, package: Path) -> dict[Key, Entry]:
    """Every string of a room, keyed by context and msgid. Raises SyntaxError for a file that cannot be read."""
    found: dict[Key, Entry] = {}
    for folder in room.folders:
        for path in source_files(folder):
            messages = extract("python", io.BytesIO(as_python(path)), KEYWORDS, ("Translators:",))
            for _line, text, comments, context in messages:
                singular, plural = (text[0], text[1]) if isinstance(text, tuple) else (text, None)
                entry = Entry(singular=singular, plural=plural, context=context)
                entry = found.setdefault(entry.key, entry)
                entry.plural = entry.plural or plural
                entry.files.add(path.relative_to(package).as_posix())
                entry.comments.extend(comment for comment in comments if comment not in entry.comments)
    return found


def read(path: Path, language: str) -> Catalog:
    """The catalogue in a file; empty where there is none yet."""
    if not path.exists():
        return QuietCatalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def keyed(catalog: Catalog) -> dict[Key, Message]:
    """The messages of a catalogue without its header, by context and singular msgid."""
    return {(message.context or "", singular(message)): message for message in catalog if message.id}


def singular(message: Message) -> str:
    """A message's first msgid."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def strings(message: Message) -> list[str]:
    """A message's translations, one per plural form."""
    if isinstance(message.string, str):
        return [message.string]
    return [text or "" for text in message.string or ()]


def said_elsewhere(package: Path, language: str) -> dict[Key, Message]:
    """Every finished translation of any room: one string has one translation everywhere."""
    catalogs = [read(room.path(language, "po"), language) for room in rooms(package)]
    pairs = [pair for catalog in catalogs for pair in keyed(catalog).items()]
    return {key: message for key, message in reversed(pairs) if all(strings(message)) and not message.fuzzy}


def merged(room: Room, found: dict[Key, Entry], language: str, elsewhere: dict[Key, Message]) -> QuietCatalog:
    """The room's catalogue as it should be: exactly the strings found, with the translations already made.

    A string another room has translated takes that translation. English fills its own gaps (the msgid is the English
    text); a missing Japanese text stays empty for `check` to name.
    """
    old = keyed(read(room.path(language, "po"), language))
    title = f"# {language}: {'.'.join(room.app.parts[-2:])}"
    catalog = QuietCatalog(locale=language, header_comment=title, fuzzy=False)
    for key in sorted(found):
        entry, before = found[key], old.get(key)
        text: str | tuple[str, ...] | list[str] | None = entry.msgid if language == "en" else ""
        for known in (before, elsewhere.get(key)):
            same_shape = known is not None and known.pluralizable == (entry.plural is not None)
            if known is not None and same_shape and all(strings(known)):
                text = known.string
                break
        catalog.add(
            entry.msgid,
            text,
            locations=[(name, 0) for name in sorted(entry.files)],
            auto_comments=entry.comments,
            user_comments=before.user_comments if before else (),
            flags={"fuzzy"} if before is not None and before.fuzzy else (),
            context=entry.context,
        )
    return catalog


def po_bytes(catalog: Catalog) -> bytes:
    """The catalogue as text: sorted by msgid, file names without lines, one line per paragraph."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=0, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return stream.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """The catalogue compiled; the same words always give the same bytes."""
    stream = io.BytesIO()
    quiet = QuietCatalog(locale=catalog.locale_identifier, fuzzy=False)
    for message in (each for each in keyed(catalog).values() if all(strings(each))):
        quiet.add(message.id, message.string, flags=message.flags, context=message.context)
    write_mo(stream, quiet)
    return stream.getvalue()


def replace(path: Path, content: bytes) -> bool:
    """Put content at path in one move, only where it differs. Returns whether it did."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)
    return True


def update(package: Path, chosen: Iterable[str] = ()) -> list[str]:
    """Bring the catalogues of the chosen rooms (all, if none are named) up to date.

    Returns lines for a person: what was written, what was dropped, how much Japanese is missing.
    Raises SyntaxError before anything is written if a source file of that room cannot be read.
    """
    said: list[str] = []
    wanted = set(chosen)
    elsewhere = {language: said_elsewhere(package, language) for language in LANGUAGES}
    for room in rooms(package):
        if wanted and room.name not in wanted:
            continue
        found = entries(room, package)
        for language in LANGUAGES:
            po, mo = room.path(language, "po"), room.path(language, "mo")
            if not found:
                said.extend(
                    f"{room.name}/{language}: removed {path.name}" for path in (po, mo) if path.exists()
                )
                po.unlink(missing_ok=True)
                mo.unlink(missing_ok=True)
                continue
            gone = keyed(read(po, language)).keys() - found.keys()
            said.extend(f"{room.name}/{language}: dropped “{key[1]}”" for key in sorted(gone))
            catalog = merged(room, found, language, elsewhere[language])
            written = [replace(po, po_bytes(catalog)), replace(mo, mo_bytes(catalog))]
            empty = sum(1 for message in keyed(catalog).values() if not all(strings(message)))
            if any(written) or empty:
                said.append(f"{room.name}/{language}: {len(found)} strings, {empty} without a translation")
    return [*said, *_further().update(package)]


def placeholders(text: str) -> tuple[set[str], set[str]]:
    """The named and positional places of a text: those of `%` formatting and those of `{}` formatting."""
    percent = {match.group(0) for match in PERCENT.finditer(text) if match.group("kind") != "%"}
    try:
        brace = {
            name for _before, name, _spec, _conversion in string.Formatter().parse(text) if name is not None
        }
    except ValueError:  # a lone brace: not a format string
        brace = set()
    return percent, brace


def faults_of(message: Message, language: str) -> Iterator[str]:
    """What is wrong with one translated message, in words."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    if JAPANESE.search("".join(ids)):
        yield "the msgid is not English"
    if message.fuzzy:
        yield "marked fuzzy: read it, then remove the mark"
    for form, text in enumerate(strings(message)):
        if not text.strip():
            yield f"no {language} text"
            continue
        allowed = ids if language == "en" and form == 0 else ids[-1:]
        if not any(placeholders(text) == placeholders(each) for each in allowed):
            yield f"placeholders differ in “{text}”"
        if not any(sorted(TAG.findall(text)) == sorted(TAG.findall(each)) for each in allowed):
            yield f"markup differs in “{text}”"
        if (text[:1].isspace(), text[-1:].isspace()) != (ids[0][:1].isspace(), ids[0][-1:].isspace()):
            yield "space at the beginning or end differs"
        bare = TAG.sub("", PERCENT.sub("", re.sub(r"\{\w*\}", "", text)))
        words = LOWER_WORD.search(bare) and bare.strip() not in SAME_EVERYWHERE
        if language == "ja" and words and not JAPANESE.search(text):
            yield f"“{text}” is not Japanese"


def faults_in(room: Room, found: dict[Key, Entry], language: str) -> Iterator[str]:
    """What is wrong with one catalogue of one room."""
    po, mo, here = room.path(language, "po"), room.path(language, "mo"), f"{room.name}/{language}"
    if not found:
        if po.exists():
            yield f"{here}: no string needs this catalogue; run update"
        return
    catalog = read(po, language)
    present = keyed(catalog)
    for key in sorted(found.keys() - present.keys()):
        yield f"{here}: missing “{key[1]}” ({', '.join(sorted(found[key].files))}); run update"
    for key in sorted(present.keys() - found.keys()):
        yield f"{here}: “{key[1]}” is no longer used; run update"
    for message in catalog.obsolete.values():
        yield f"{here}: obsolete “{singular(message)}”; run update"
    for key in sorted(found.keys() & present.keys()):
        message = present[key]
        if message.pluralizable != (found[key].plural is not None):
            yield f"{here}: “{key[1]}” has changed its plural; run update"
            continue
        yield from (f"{here}: “{key[1]}”: {fault}" for fault in faults_of(message, language))
    if not mo.exists() or mo.read_bytes() != mo_bytes(catalog):
        yield f"{here}: not compiled from its .po; run update"


def quarrels(package: Path, language: str) -> Iterator[str]:
    """Strings that two rooms translate differently. Django shows one of the two everywhere, and nobody knows which."""
    said: dict[Key, tuple[str, list[str]]] = {}
    for room in rooms(package):
        for key, message in keyed(read(room.path(language, "po"), language)).items():
            name, before = said.setdefault(key, (room.name, strings(message)))
            if before != strings(message) and all(before) and all(strings(message)):
                yield (
                    f"“{key[1]}” is “{before[0]}” in {name} but “{strings(message)[0]}” in {room.name} ({language}): "
                    "use one word, or pgettext with a context"
                )


def check(package: Path) -> list[str]:
    """Everything that keeps the catalogues from being complete, safe and compiled. Empty when all is well."""
    faults: list[str] = []
    for room in rooms(package):
        found = entries(room, package)
        for language in LANGUAGES:
            faults.extend(faults_in(room, found, language))
    for language in LANGUAGES:
        faults.extend(quarrels(package, language))
    return [*faults, *_further().check(package)]


def _further() -> ModuleType:
    """The languages beyond these two. Imported late: it builds on this file, which may be running as a script."""
    sys.path.append(str(PACKAGE.parents[1]))
    from tools import further_catalogues  # noqa: PLC0415

    return further_catalogues


def main(arguments: list[str] | None = None) -> int:
    """The command line. Exit code 0: all well; 1: `check` found faults; 2: a source file or room name is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--package", type=Path, default=PACKAGE, help="where the package lies (default: %(default)s)"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    updating = commands.add_parser("update", help="extract, merge and compile")
    updating.add_argument("rooms", nargs="*", metavar="ROOM", help="only these: desk, portal, records …")
    commands.add_parser("check", help="list what is missing, stale or unsafe; change nothing")
    options = parser.parse_args(arguments)
    if options.command == "check":
        faults = check(options.package)
        sys.stdout.writelines(f"{fault}\n" for fault in faults)
        return 1 if faults else 0
    unknown = set(options.rooms) - {room.name for room in rooms(options.package)}
    if unknown:
        parser.error(f"no such room: {', '.join(sorted(unknown))}")
    sys.stdout.writelines(f"{line}\n" for line in update(options.package, options.rooms))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
