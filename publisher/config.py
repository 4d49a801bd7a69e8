"""A workspace and its settings: a folder with sources, templates and published editions."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit

from publisher.diagnostics import Location, PublisherError, Report, Status
from publisher.nearest import did_you_mean
from publisher.slugs import fault_of, folded, shown

__all__ = ["LOCAL", "TRANSLATION", "Found", "Settings", "Workspace", "find_workspace", "find_workspace_despite"]


LOCAL = "local"
"""The executor that is this machine."""
_EXECUTORS = "local, dask://HOST:PORT or dask+tls://HOST:PORT"
"""What may be said of where documents are rendered."""
_TELLING = frozenset(("ping", "notify", "metrics"))
"""Settings that say who is told of runs."""
_OF_ITS_OWN = "what is published needs a folder of its own: dist"
_KEPT_BY_OTHERS = frozenset((".publisher", ".git", ".hg", ".svn", ".bzr", ".jj", ".github", ".venv", "node_modules"))
"""Folders that tools write into and clear, Publisher itself among them."""
_ALIKE = "differs from it only in capitals or in how accents are written, and many disks can't hold both"
_TWICE = "a document and a translation of another one have that name"
TRANSLATION = re.compile(r"index\.([^.]+)\.md")
"""The file of a translation, with the tag of its language."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `publisher.toml`, or `[tool.publisher]` in `pyproject.toml`, may say."""

    source: str = "source"
    """The folder of the documents, each a folder with an `index.md`."""
    templates: str = "templates"
    """The folder of the workspace's own template sets."""
    output: str = "dist"
    """Where editions are published."""
    formats: tuple[str, ...] = ("pdf", "docx", "html", "txt")
    jobs: int = 0
    """How many documents are rendered at a time; 0 for one a processor, or for as many as a cluster can take."""
    executor: str = LOCAL
    """Where documents are rendered: on this machine, or by the workers of a Dask scheduler (dask://HOST:PORT)."""
    timeout: int = 600
    """Seconds that one document may take."""
    cpu: int = 600
    """Seconds of the processor that one document may take; 0 for no limit."""
    memory: int = 4000
    """Megabytes that one document may take; 0 for no limit."""
    title: str = ""
    """Of the index page of all documents; the word for documents where empty."""
    lang: str = "en-US"
    """The language of the index page."""
    template: str = "briefing"
    """The template set whose looks the index page has."""
    base_url: str = ""
    """Where the output folder stands on the web; with it, a feed and a sitemap are written beside the index page."""
    ping: str = ""
    """The address that is told when a scheduled run starts and how it ended; ${NAME} is a variable of the environment."""
    notify: tuple[str, ...] = ()
    """Addresses (https:, smtps:) that are told when runs begin to fail, and when they are good again."""
    metrics: str = ""
    """The OpenMetrics text file that is written after each run."""
    keep: int = 10
    """How many editions of a document are kept; the current one and the one before it always are."""
    keep_days: int = 0
    """Editions that are younger are kept too."""


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that there are in a workspace."""

    slugs: list[str]
    """The names of those that can be published."""
    misnamed: Mapping[str, str]
    """Why others can't be, by name."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder and its settings."""

    root: Path
    settings: Settings = Settings()

    def with_executor(self, executor: str) -> Workspace:
        """Return this workspace with documents rendered by an executor; by that of its settings where none is named.

        Raises `PublisherError` (`bad-argument`).
        """
        if not executor:
            return self
        if not _is_executor(executor):
            message = f"--executor {executor} is no place to render at"
            raise PublisherError.single("bad-argument", message, None, f"write {_EXECUTORS}", Status.USAGE)
        return replace(self, settings=replace(self.settings, executor=executor))

    @property
    def source(self) -> Path:
        """The folder of the documents."""
        return self.root / self.settings.source

    @property
    def templates(self) -> Path:
        """The folder of the workspace's own template sets."""
        return self.root / self.settings.templates

    @property
    def output(self) -> Path:
        """Where editions are published."""
        return self.root / self.settings.output

    def found(self) -> Found:
        """Look for all documents; a translation has the tag of its language after a dot ("brief.es")."""
        try:
            folders = [each.path for each in os.scandir(self.source) if each.is_dir()]
        except OSError:
            folders = []
        faults: dict[str, str] = {}
        names: list[str] = []
        for folder in folders:
            try:
                names += _slugs_in(folder)
            except FileNotFoundError:
                continue  # it has been moved or deleted while we were looking
            except OSError as error:
                faults[os.path.basename(folder)] = f"its folder can't be read: {error.strerror}"  # noqa: PTH119  as below
        names.sort()
        faults |= {name: fault for name in names if (fault := fault_of(name))}
        alike: dict[str, str] = {}
        for name in names:
            other = alike.setdefault(folded(name), name)
            if other == name:
                continue
            faults[name], faults[other] = (f"{shown(each)} {_ALIKE}" for each in (other, name))
        faults |= {name: _TWICE for name, other in pairwise(names) if name == other}
        return Found([name for name in names if name not in faults], faults)

    def slugs(self) -> list[str]:
        """Return the names of all documents that can be published."""
        return self.found().slugs

    def path_of(self, slug: str) -> Path:
        """Return the file that a document is written in."""
        if "." not in slug or (self.source / slug / "index.md").exists():
            return self.source / slug / "index.md"
        original, _, lang = slug.rpartition(".")
        return self.source / original / f"index.{lang}.md"

    def translations(self, slug: str) -> list[str]:
        """Return the names of the translations of a document."""
        found = (TRANSLATION.fullmatch(path.name) for path in (self.source / slug).glob("index.*.md"))
        return sorted(f"{slug}.{each[1]}" for each in found if each)

    def original(self, slug: str) -> str:
        """Return the name of the document that a translation is of; empty for an original."""
        path = self.path_of(slug)
        return path.parent.name if TRANSLATION.fullmatch(path.name) else ""


def _slugs_in(folder: str) -> list[str]:
    """Return the name of the document in a folder, and those of its translations; a workspace has thousands.

    Raises `OSError` where it can't be read.
    """
    names = os.listdir(folder)  # noqa: PTH208  as texts
    slug = os.path.basename(folder)  # noqa: PTH119  as above
    if "index.md" not in names:
        return []
    if fault_of(slug):
        return [slug]  # that is told once, not for each translation
    return [slug, *(f"{slug}.{found[1]}" for name in names if (found := TRANSLATION.fullmatch(name)))]


def find_workspace(start: Path) -> Workspace:
    """Return the workspace that a folder is in.

    Raises `PublisherError`: `no-workspace`, or `bad-config` with every mistake in the settings.
    """
    return _found_by(start, _read)


def find_workspace_despite(start: Path) -> Workspace:
    """Return the workspace that a folder is in, with no settings but those, as far as they can be used, of who is told.

    Raises `PublisherError` (`no-workspace`).
    """
    return _found_by(start, _read_despite)


def _found_by(start: Path, read: Callable[[Path, tuple[str, ...]], Workspace | None]) -> Workspace:
    folder = start.resolve()
    for root in (folder, *folder.parents):
        for name, path in (("publisher.toml", ()), ("pyproject.toml", ("tool", "publisher"))):
            if (root / name).is_file() and (found := read(root / name, path)):
                return found
        if (root / "source").is_dir() and any((root / "source").glob("*/index.md")):
            return Workspace(root)
    message = f"neither {start} nor a folder above it is a workspace"
    raise PublisherError.single("no-workspace", message, hint="publisher new NAME makes one", status=Status.USAGE)


def _read(file: Path, path: tuple[str, ...]) -> Workspace | None:
    table = _table(file, path)
    return None if table is None else Workspace(file.parent, _settings(table, file))


def _read_despite(file: Path, path: tuple[str, ...]) -> Workspace | None:
    try:
        table = _table(file, path)
    except PublisherError:
        return Workspace(file.parent)
    if table is None:
        return None
    known = {field.name: field.default for field in fields(Settings) if field.name in _TELLING}
    usable = {key: _kept(table[key]) for key in known if key in table and _fits(table[key], known[key])}
    return Workspace(file.parent, Settings(**usable))


def _table(file: Path, path: tuple[str, ...]) -> dict[str, Any] | None:
    try:
        table: Any = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        at = Location(file.name, int(found[1]), int(found[2])) if found else Location(file.name)
        raise PublisherError.single("bad-config", str(error).split(" (at ")[0], at) from error
    except (OSError, UnicodeDecodeError) as error:
        message = f"{file.name} can't be read: {error}"
        raise PublisherError.single("bad-config", message, status=Status.OUTSIDE) from error
    for key in path:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else None


def _settings(table: dict[str, Any], file: Path) -> Settings:
    text = file.read_text(encoding="utf-8")
    report = Report(sources={file.name: text})
    known = {field.name.replace("_", "-"): field.default for field in fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        at = _place(text, key, file.name)
        if key not in known:
            report.add("bad-config", f"{key!r} is no setting", at, did_you_mean(key, known))
        elif not _fits(value, known[key]):
            report.add("bad-config", f"{key} = {value!r} should be {_kind(known[key])}", at)
        elif key == "timeout" and value == 0:
            report.add("bad-config", "timeout = 0 would let no document be made", at, "write seconds, as 600")
        elif key in _MOST and value > _MOST[key]:
            report.add("bad-config", f"{key} = {value} is more than {_MOST[key]:,}, the largest that it can be", at)
        elif key in _CHECKED and not _CHECKED[key][0](value):
            report.add("bad-config", f"{key} = {value!r} should be {_CHECKED[key][1]}", at)
        else:
            values[key.replace("-", "_")] = _kept(value)
    report.raise_if_stopped()
    settings = Settings(**values)
    for name, folder in (("source", settings.source), ("templates", settings.templates)):
        if _overlap(file.parent / settings.output, file.parent / folder):
            at = _place(text, "output" if "output" in table else name, file.name)
            message = f"output = {settings.output!r} and {name} = {folder!r} are not apart"
            report.add("bad-config", message, at, _OF_ITS_OWN)
    if found := _keeper_of(file.parent, settings.output):
        at = _place(text, "output", file.name)
        report.add("bad-config", f"output = {settings.output!r} is in {found}, which others keep", at, _OF_ITS_OWN)
    report.raise_if_stopped()
    return settings


def _keeper_of(root: Path, output: str) -> str:
    """Return the folder of a tool that the output lies in; an empty string where there is none."""
    real, home = (root / output).resolve(), root.resolve()
    parts = (*PurePath(output).parts, *(real.relative_to(home).parts if real.is_relative_to(home) else ()))
    return next((part for part in parts if part.casefold() in _KEPT_BY_OTHERS), "")


def _overlap(one: Path, other: Path) -> bool:
    """Whether one of two folders is the other, or lies in it: what is published would take the place of sources."""
    here, there = one.resolve(), other.resolve()
    return here.is_relative_to(there) or there.is_relative_to(here)


def _is_address(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)


def _is_executor(value: str) -> bool:
    """Whether a text names where documents can be rendered."""
    try:
        parts = urlsplit(value)
        named = bool(parts.hostname and parts.port)
    except ValueError:
        return False
    return value == LOCAL or (
        parts.scheme in {"dask", "dask+tls"}
        and named
        and value == f"{parts.scheme}://{parts.netloc}"
        and "@" not in value
    )


def _is_language(value: str) -> bool:
    from publisher.languages import canonical  # imported here, since it knows CLDR, which most commands do not need

    return canonical(value) is not None


_CHECKED: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "base-url": (_is_address, "the address of a folder, as https://example.org/briefs/"),
    "executor": (_is_executor, _EXECUTORS),
    "lang": (_is_language, "a language tag, as en-US or es"),
}


_YEAR = 366 * 24 * 60 * 60
_MOST: Mapping[str, int] = {
    "jobs": 1_000,
    "timeout": _YEAR,
    "cpu": _YEAR,
    "memory": 100_000_000,
    "keep": 1_000_000,
    "keep-days": 36_500,
}
"""The largest numbers; beyond them the system, or a date, could not follow."""


def _fits(value: object, default: object) -> bool:
    match default:
        case tuple():
            return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)
        case int():
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case _:
            return isinstance(value, str) and bool(value)


def _kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _kind(default: object) -> str:
    match default:
        case tuple():
            return "a list of names"
        case int():
            return "a whole number"
        case _:
            return "a text"


def _place(text: str, key: str, name: str) -> Location:
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*{re.escape(key)}\s*=", line):
            return Location(name, number, len(line) - len(line.lstrip()) + 1, len(key))
    return Location(name)
