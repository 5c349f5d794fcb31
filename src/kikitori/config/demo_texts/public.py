"""What a demonstration house shows to everybody, and what a few of its complainants add; read from `public.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.nodes import Node
from kikitori.foundation.language.bilingual import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoBranch:
    """A place with a poster."""

    code: str
    name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoImprovement:
    """What improved, so many months ago. `easy`: title and words with readings, or two empty texts."""

    months: int
    complaints: int
    title: Bilingual
    words: Bilingual
    easy: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFiles:
    """What somebody sends with their complaint in one of these matters: names of files, empty where there is none."""

    matters: tuple[str, ...]
    photo: str
    paper: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPetition:
    """What is asked to be added, the point that comes of it, and the answer."""

    asks: str
    point: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFacts:
    """All of one house. `naming`: the words of somebody who wishes for another handler."""

    branches: tuple[DemoBranch, ...]
    improvements: tuple[DemoImprovement, ...]
    files: tuple[DemoFiles, ...]
    petition: DemoPetition
    naming: str


@lru_cache(maxsize=2)
def public_facts(key: str) -> PublicFacts:
    """Those of `shop` or `association`. Raises CorpusError with the place of the fault."""
    place = f"{key}/public.yaml"
    node = Node(place, yaml.safe_load((files(__package__) / key / "public.yaml").read_text(encoding="utf-8")))
    facts = PublicFacts(
        branches=tuple(_branch(f"{place}, branches", one) for one in node.take("branches", list)),
        improvements=tuple(
            _improvement(f"{place}, improvements", one) for one in node.take("improvements", list)
        ),
        files=tuple(_files(f"{place}, files", one) for one in node.take("files", list)),
        petition=_petition(f"{place}, petition", node.raw("petition")),
        naming=node.take("naming", str),
    )
    node.done()
    return facts


def _branch(place: str, written: object) -> DemoBranch:
    node = Node(place, written)
    branch = DemoBranch(code=node.take("code", str), name=Bilingual(*_pair(place, node.raw("name"))))
    node.done()
    return branch


def _improvement(place: str, written: object) -> DemoImprovement:
    node = Node(place, written)
    improvement = DemoImprovement(
        months=node.take("months", int),
        complaints=node.take("complaints", int),
        title=Bilingual(*_pair(place, node.raw("title"))),
        words=Bilingual(*_pair(place, node.raw("words"))),
        easy=_pair(place, node.raw("easy") or ["", ""]),
    )
    node.done()
    return improvement


def _files(place: str, written: object) -> DemoFiles:
    node = Node(place, written)
    sent = DemoFiles(
        matters=node.words("matters"),
        photo=node.take("photo", str, ""),
        paper=node.take("paper", str, ""),
        lines=node.words("lines"),
    )
    node.done()
    return sent


def _petition(place: str, written: object) -> DemoPetition:
    node = Node(place, written)
    petition = DemoPetition(
        asks=node.take("asks", str), point=node.take("point", str), answer=node.take("answer", str)
    )
    node.done()
    return petition


def _pair(place: str, written: Any) -> tuple[str, str]:
    match written:
        case [str(first), str(second)]:
            return first, second
    raise CorpusError(place, "two texts are needed")
