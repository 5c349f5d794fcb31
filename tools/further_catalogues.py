"""The catalogues of the further languages (`src/kikitori/config/languages/`): one for each, for what complainants see.

Called by tools/catalogues.py. A language says every string of the portal, of the look around it, of the error pages,
and the labels of the archive that letters and the portal show. A text that is missing is listed; on a page it stands
there in Japanese. Readings, `{漢字|かんじ}` in the .po, become marks that nobody types in the .mo.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract

from kikitori.config.languages.offered import Language, further
from kikitori.foundation.language.readings import marked, without_readings
from tools import catalogues
from tools.catalogues import Entry, Key, QuietCatalog

#: Rooms whose every string complainants may see.
_WHOLE = ("interfaces/portal",)
#: Files of which they see everything.
_FILES = (
    "config/errors.py",
    "config/templates/config/error.html",
    *(
        f"interfaces/look/templates/look/{name}.html"
        for name in ("base", "base_portal", "base_print", "error_summary", "field", "field_error")
    ),
    *(
        f"interfaces/look/templates/look/{name}.html"
        for name in ("field_help", "languages", "messages", "promise_chip", "proof_of_receipt", "steps")
    ),
    "interfaces/look/poster.py",
    "records/letters/letter_tags.py",
    "records/referral/told.py",
    "records/remedies/agreement_labels.py",
)
#: Tables of labels that the portal and the letters show, in files that hold others beside them.
_TABLES = {
    "records/complaints/labels.py": ("CHANNEL", "OUTCOME"),
    "records/deadlines/labels.py": ("PROMISE_KIND",),
    "records/remedies/labels.py": ("REMEDY_KIND", "PROPOSAL_STATE"),
}


def languages_of(package: Path) -> Path:
    """Where a package keeps them."""
    return package / "config" / "languages"


def wanted(package: Path, language: Language) -> dict[Key, Entry]:
    """Every string this language has to say."""
    found: dict[Key, Entry] = {}
    for path in _sources(package):
        name = path.relative_to(package).as_posix()
        if name in language.elsewhere:
            continue
        for _line, text, _comments, context in extract(
            "python", io.BytesIO(_text(path, name)), catalogues.KEYWORDS
        ):
            singular, plural = (text[0], text[1]) if isinstance(text, tuple) else (text, None)
            entry = Entry(singular=singular, plural=plural, context=context)
            entry = found.setdefault(entry.key, entry)
            entry.plural = entry.plural or plural
            entry.files.add(name)
    return found


def _sources(package: Path) -> Iterator[Path]:
    for room in _WHOLE:
        yield from catalogues.source_files(package / room)
    yield from (path for path in (package / name for name in (*_FILES, *_TABLES)) if path.exists())


def _text(path: Path, name: str) -> bytes:
    """The file as Python; of one that holds tables, these alone."""
    if name not in _TABLES:
        return catalogues.as_python(path)
    source = path.read_text(encoding="utf-8")
    tables = [
        ast.get_source_segment(source, node) or ""
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in _TABLES[name]
    ]
    return "\n".join(tables).encode()


def update(package: Path) -> list[str]:
    """Bring every further language up to date: strings as they are in the sources, texts as they were written."""
    said = []
    for language in further(languages_of(package)):
        found, old = wanted(package, language), catalogues.keyed(_read(language))
        catalog = QuietCatalog(locale=_locale(language), header_comment=f"# {language.code}", fuzzy=False)
        for key in sorted(found):
            entry, before = found[key], old.get(key)
            fits = before is not None and before.pluralizable == (entry.plural is not None)
            catalog.add(
                entry.msgid,
                before.string if before is not None and fits else "",
                locations=[(name, 0) for name in sorted(entry.files)],
                user_comments=before.user_comments if before else (),
                flags={"fuzzy"} if before is not None and before.fuzzy else (),
                context=entry.context,
            )
        written = [
            catalogues.replace(language.po, catalogues.po_bytes(catalog)),
            catalogues.replace(language.po.with_suffix(".mo"), compiled(catalog)),
        ]
        empty = sum(1 for each in catalogues.keyed(catalog).values() if not all(catalogues.strings(each)))
        if any(written) or empty:
            said.append(f"{language.code}: {len(found)} strings, {empty} without a translation")
    return said


def check(package: Path) -> Iterator[str]:
    """What is missing, stale or unsafe in the further languages."""
    for language in further(languages_of(package)):
        found, catalog = wanted(package, language), _read(language)
        present = catalogues.keyed(catalog)
        for key in sorted(found.keys() - present.keys()):
            yield f"{language.code}: missing “{key[1]}” ({', '.join(sorted(found[key].files))}); run update"
        for key in sorted(present.keys() - found.keys()):
            yield f"{language.code}: “{key[1]}” is no longer shown; run update"
        for key in sorted(found.keys() & present.keys()):
            message = present[key].clone()
            if message.pluralizable != (found[key].plural is not None):
                yield f"{language.code}: “{key[1]}” has changed its plural; run update"
                continue
            texts = tuple(without_readings(marked(each)) for each in catalogues.strings(message))
            message.string = texts if message.pluralizable else texts[0]
            for fault in catalogues.faults_of(message, language.lang):
                yield f"{language.code}: “{key[1]}”: {fault}"
        mo = language.po.with_suffix(".mo")
        if not mo.exists() or mo.read_bytes() != compiled(catalog):
            yield f"{language.code}: not compiled from its .po; run update"


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as Django reads it, readings as marks."""
    quiet = QuietCatalog(locale=catalog.locale_identifier, fuzzy=False)
    for message in catalogues.keyed(catalog).values():
        texts = [marked(each) for each in catalogues.strings(message)]
        quiet.add(
            message.id,
            texts if message.pluralizable else texts[0],
            flags=message.flags,
            context=message.context,
        )
    return catalogues.mo_bytes(quiet)


def _read(language: Language) -> Catalog:
    return catalogues.read(language.po, _locale(language))


def _locale(language: Language) -> str:
    """As Babel knows it, for its plurals."""
    return language.lang.replace("-", "_")
