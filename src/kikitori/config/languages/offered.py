"""Which languages lie in the folder, read once when the site starts. Pure: no Django, for the settings ask here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
#: What the staff work in. Each string of the house exists in both.
OF_STAFF = (("ja", "日本語"), ("en", "English"))
#: As long as complaints and people can keep.
_CODE = re.compile(r"(?=.{2,10}$)[a-z]{2,3}(-[a-z0-9]{2,8})*")

#: Letters in the code of a country; a longer second word is a script, or a way of writing.
_COUNTRY = 2


class LanguageFault(ValueError):
    """A folder that cannot be offered; says which and why."""


@dataclass(frozen=True, slots=True)
class Language:
    """One further language. `lang`: what browsers are told; `elsewhere`: source files whose strings it says itself."""

    code: str
    name: str
    lang: str
    folder: Path
    elsewhere: tuple[str, ...] = ()

    @property
    def po(self) -> Path:
        """The catalogue as people read it; the compiled one lies beside it."""
        return self.folder / "LC_MESSAGES" / "django.po"


def further(folder: Path = FOLDER) -> list[Language]:
    """Every language in the folder, by its folder's name. Raises LanguageFault for one that cannot be read."""
    return [_read(path.parent) for path in sorted(folder.glob("*/language.yaml"))]


def languages(folder: Path = FOLDER) -> list[tuple[str, str]]:
    """As Django's LANGUAGES: what complainants may choose, each under its own name."""
    return [*OF_STAFF, *((each.code, each.name) for each in further(folder))]


def language_info(language: Language) -> dict[str, object]:
    """As Django's LANG_INFO."""
    return {"bidi": False, "code": language.code, "name": language.name, "name_local": language.name}


def _read(folder: Path) -> Language:
    said = yaml.safe_load((folder / "language.yaml").read_text(encoding="utf-8"))
    if not isinstance(said, dict) or not {"code", "name"} <= said.keys():
        raise LanguageFault(f"{folder.name}: language.yaml needs code and name")
    code, name = str(said["code"]), str(said["name"])
    if not _CODE.fullmatch(code) or not name.strip():
        raise LanguageFault(f"{folder.name}: “{code}” is no code of a language, or it has no name")
    if folder.name != folder_of(code):
        raise LanguageFault(f"{folder.name}: the folder of {code} is called {folder_of(code)}")
    return Language(code, name, str(said.get("lang", code)), folder, tuple(said.get("elsewhere", ())))


def folder_of(code: str) -> str:
    """As Django looks for it: `ja_Easy`, `zh_Hant`, `pt_BR`, `vi`."""
    first, _, more = code.partition("-")
    if not more:
        return first
    return f"{first}_{more.title() if len(more) > _COUNTRY else more.upper()}"
