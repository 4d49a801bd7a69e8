"""Ledgers: the figures of a document, and of its workspace, with their provenance -> Ledger.

A document's own facts stand in its folder, in facts.yaml, facts.csv or facts.sqlite; those that all documents of a
workspace share stand in files of any name in source/facts/. Formulas are computed in `prepare`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from publisher.diagnostics import Diagnostic, Location, Report
from publisher.model import Check, Exemption, Fact, Feed, Ledger, Period, Range, Source, Unit, Wording
from publisher.reader.data.databases import LAGS, LAGS_HINT
from publisher.reader.fields import validated
from publisher.reader.files import DATA_LIMIT, YAML_LIMIT, Folder
from publisher.reader.ledger.fed import fed, find_feed_sources
from publisher.reader.ledger.feeds import FEED_NAME, feed_of
from publisher.reader.ledger.fields import KEY, LONGEST_KEY, FactFields, FactsFields, SourceFields
from publisher.reader.ledger.records import tree_of_csv, tree_of_sqlite
from publisher.reader.ledger.secrets import holds_secrets
from publisher.reader.ledger.soundness import Sound, sound_part
from publisher.reader.snapshots import OWN, SHARED_BASE
from publisher.reader.yaml import YamlNode, YamlValue, load_yaml, node_at, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publisher.model import FactValue

__all__ = [
    "LEDGERS",
    "SHARED",
    "FactsFields",
    "ledger_of",
    "own_ledger",
    "read_file",
    "read_ledger",
    "shared_by_all",
    "shared_ledger",
]

LEDGERS = ("facts.yaml", "facts.csv", "facts.sqlite")
"""The files of a document's own facts."""
_ANY = tuple(f"*{PurePath(name).suffix}" for name in LEDGERS)
SHARED = "facts"
"""The folder, beside those of the documents, of the facts that all of them share."""
_Provenance = TypeVar("_Provenance", Fact, Source, Feed)


def read_ledger(folder: Folder, report: Report) -> Ledger:
    """Read the facts of a document: its own, and those of its workspace. A fact is given once."""
    folder.inputs.ledgers.add(str(folder.path.parent / SHARED))
    beside = folder.beside(SHARED)
    shared = shared_ledger(beside, report) if beside else Ledger()
    ledger = _merged([own_ledger(folder, report), shared], report)
    find_feed_sources(ledger, report)
    return ledger


def own_ledger(folder: Folder, report: Report, states: Report | None = None) -> Ledger:
    """Read the facts that stand in the folder of a document; `states` as in `fed`."""
    folder.inputs.ledgers.update(str(folder.path / name) for name in LEDGERS)
    own = [read_file(folder, name, report) for name in LEDGERS if folder.holds(name)]
    return fed(_merged(own, report), folder, OWN, report, states)


def shared_ledger(folder: Folder, report: Report, states: Report | None = None) -> Ledger:
    """Read the facts that all documents of a workspace share; `states` as in `fed`."""
    if folder.holds("index.md"):  # a document of that name
        return Ledger()
    names = [name for name in folder.names(*_ANY) if not name.startswith(".")]
    found = [read_file(folder, name, report) for name in names]
    return shared_by_all(fed(_merged(found, report), folder, SHARED_BASE, report, states))


def read_file(folder: Folder, name: str, report: Report) -> Ledger:
    """Read one file of a ledger; where nothing of it could be, the ledger is not whole."""
    told = len(report.diagnostics)
    ledger = _read_whole(folder, name, report)
    lost = len(report.diagnostics) > told and not (ledger.facts or ledger.sources)
    return replace(ledger, whole=False) if lost else ledger


def _read_whole(folder: Folder, name: str, report: Report) -> Ledger:
    path = folder.shown_path(name)
    folder.inputs.ledgers.add(str(folder.path / name))
    if PurePath(name).suffix == ".sqlite":
        content = folder.content(name, DATA_LIMIT, report, Location(path))
        file = str((folder.path / name).resolve())
        if content and folder.lags(name):
            report.add("bad-data", f"{path}: {LAGS}", Location(path), LAGS_HINT)
            return Ledger()
        return _ledger(tree_of_sqlite(file, path, report), report) if content else Ledger()
    limit = YAML_LIMIT if PurePath(name).suffix == ".yaml" else DATA_LIMIT
    text = folder.text(name, limit, report, Location(path))
    if not text:
        return Ledger()
    parsed = _parsed(text, path)
    report.extend(parsed.told)
    if parsed.secret:
        report.sources.pop(path, None)
    return parsed.ledger


@dataclass(frozen=True, slots=True)
class _Parsed:
    ledger: Ledger
    told: tuple[Diagnostic, ...]
    secret: bool
    """Whether no line of it may be shown."""


@lru_cache(maxsize=32)
def _parsed(text: str, path: str) -> _Parsed:
    """Read a ledger once, however many documents share it; what is wrong is told to each."""
    report = Report(sources={path: text})
    if PurePath(path).suffix == ".yaml":
        ledger = ledger_of(text, path, report)
    else:
        ledger = _ledger(tree_of_csv(text, path, report), report)
    return _Parsed(ledger, tuple(report.diagnostics), path not in report.sources)


def shared_by_all(ledger: Ledger) -> Ledger:
    """Return a ledger whose facts need not all be cited by one document."""
    facts = {key: replace(fact, shared=True) for key, fact in ledger.facts.items()}
    exempt = tuple(replace(each, shared=True) for each in ledger.exempt)
    return replace(ledger, facts=facts, exempt=exempt)


def _merged(ledgers: list[Ledger], report: Report) -> Ledger:
    facts: dict[str, Fact] = {}
    sources: dict[str, Source] = {}
    feeds: dict[str, Feed] = {}
    for each in ledgers:
        _add(facts, each.facts, "fact", report)
        _add(sources, each.sources, "source", report)
        _add(feeds, each.feeds, "feed", report)
    checks = tuple(check for each in ledgers for check in each.checks)
    exempt = tuple(exemption for each in ledgers for exemption in each.exempt)
    return Ledger(facts, sources, checks, exempt, feeds, all(each.whole for each in ledgers))


def _add(found: dict[str, _Provenance], more: Mapping[str, _Provenance], kind: str, report: Report) -> None:
    for key, each in more.items():
        first = found.setdefault(key, each)
        if first is not each and (first != each or not isinstance(each, Source)):
            place = f"{each.at.path}, line {each.at.line}" if each.at else "another file"
            message = f"the {kind} {key} is given twice"
            report.add("duplicate-key", message, first.at, f"it stands in {place} too; keep one, or rename one")


def ledger_of(text: str, path: str, report: Report) -> Ledger:
    """Read facts.yaml; a fact that is wrong keeps its key, so that it is not missed as well."""
    return _ledger(load_yaml(text, path, 1, report), report)


def _ledger(root: YamlNode | None, report: Report) -> Ledger:
    value = value_of(root, report) if root else None
    if root is None or not isinstance(value, dict):
        if root and value is not None:
            validated(FactsFields, value, root, report)
        return Ledger()
    _check_keys(value.get("facts"), root, report)
    if holds_secrets(value.get("feeds")):
        report.sources.pop(root.at.path, None)
    fields = validated(FactsFields, value, root, report)
    sound = Sound(fields, _places(fields.checks), _places(fields.exempt)) if fields else sound_part(value)
    fields = sound.fields
    wrong = {key: Fact(key, None, at=_at(root, "facts", key)) for key in sound.facts}
    unknown = {key: Source(key, key, undated=True, at=_at(root, "sources", key)) for key in sound.sources}
    return Ledger(
        facts=wrong | {key: _fact(key, fact, fields, root) for key, fact in fields.facts.items()},
        sources=unknown | {key: _source(key, each, _at(root, "sources", key)) for key, each in fields.sources.items()},
        checks=tuple(
            Check(each.check, each.tolerance, at=node_at(root, ("checks", place, "check"))[1].at)
            for place, each in zip(sound.checks, fields.checks, strict=True)
        ),
        exempt=tuple(
            Exemption(each.text, each.why, at=node_at(root, ("exempt", place, "text"))[1].at)
            for place, each in zip(sound.exempt, fields.exempt, strict=True)
        ),
        feeds=_feeds(fields, root, report),
        whole=sound.whole,
    )


def _feeds(fields: FactsFields, root: YamlNode, report: Report) -> Mapping[str, Feed]:
    feeds = {}
    for name, each in fields.feeds.items():
        if FEED_NAME.fullmatch(name):
            feeds[name] = feed_of(name, each, root)
        else:
            hint = "write lower-case letters, digits and single hyphens"
            report.add("wrong-type", f"{name[:80]!r} is no name for a feed", _at(root, "feeds", name), hint)
    return feeds


def _places(entries: Sequence[object]) -> tuple[int, ...]:
    return tuple(range(len(entries)))


def _check_keys(facts: YamlValue, root: YamlNode, report: Report) -> None:
    for key in facts if isinstance(facts, dict) else ():
        if len(key) > LONGEST_KEY:
            hint = f"a key has at most {LONGEST_KEY} characters"
            report.add("wrong-type", f"{key[:80]!r} is too long for a key", _at(root, "facts", key), hint)
        elif not KEY.fullmatch(key):
            hint = "begin with a letter; go on with letters, digits and single hyphens"
            report.add("wrong-type", f"{key[:80]!r} is no key for a fact", _at(root, "facts", key), hint)


def _at(root: YamlNode, kind: str, key: str) -> Location:
    return node_at(root, (kind, key))[0].at


def _fact(key: str, fields: FactFields, ledger: FactsFields, root: YamlNode) -> Fact:
    where = "facts", key
    names = ("value", "formula", "unit", "source", "as-of", "retrieved", "checked", "expires", "max-age", "handling")
    defaults = ledger.defaults
    checked = fields.checked or defaults.checked
    return Fact(
        key,
        _counted(fields.value, fields.unit),
        fields.unit or Unit(stated=False),
        fields.formula,
        fields.digits,
        fields.as_of or ("" if fields.formula or _is_day(fields) else defaults.as_of),
        fields.source or ("" if fields.formula else defaults.source),
        fields.note,
        fields.label,
        fields.confidence,
        fields.retrieved or defaults.retrieved,
        checked.on if checked else None,
        checked.by if checked else "",
        fields.expires,
        fields.max_age or defaults.max_age,
        fields.handling or defaults.handling,
        fields.forecast,
        places={name: node_at(root, (*where, name))[1].at for name in names},
        at=_at(root, *where),
    )


def _is_day(fields: FactFields) -> bool:
    """Whether a fact is a day, month or year, which has no date of its own unless the ledger says so."""
    return isinstance(fields.value, dt.date | Period) or (fields.unit is not None and fields.unit.kind == "year")


def _counted(value: FactValue | None, unit: Unit | None) -> FactValue | None:
    """Keep what is given in hundredths as a fraction."""
    if unit is None or unit.kind not in {"percent", "points"}:
        return value
    match value:
        case Decimal():
            return value.scaleb(-2)
        case Range(low, high):
            return Range(low.scaleb(-2), high.scaleb(-2))
        case _:
            return value


def _source(key: str, fields: SourceFields, at: Location) -> Source:
    said = fields.publisher
    publisher, others = (said.texts[0][1], said) if isinstance(said, Wording) else (said, None)
    return Source(
        key, fields.title, publisher, fields.url, fields.date, fields.retrieved, others, fields.undated, at=at
    )
