"""theme.toml -> Theme: inheritance, tokens, and every mistake told with its place."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from publisher.diagnostics import Location, PublisherError, Report, Status
from publisher.inputs import Inputs, digest_of, stamp_of
from publisher.theme.resolve import resolve
from publisher.theme.styles import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SET_FILES", "built_in_templates", "load_theme", "template_names"]

Table: TypeAlias = dict[str, Any]

_SHEETS = ("page.html", "base.css", "screen.css", "print.css")
SET_FILES = ("theme.toml", *_SHEETS)
"""The files of a template set; nothing else in its folder is read."""
_FILES = frozenset({"package", "regular", "bold", "italic", "bold-italic", "weight", "bold-weight", "fallback"})
"""What belongs to a family of fonts, and is not taken over by another one."""
_MAX_ANCESTORS = 8


@dataclass(frozen=True, slots=True)
class _Source:
    """A theme.toml as written."""

    name: str
    folder: Path
    text: str
    table: Table


def built_in_templates() -> Path:
    """Return the folder of the template sets that come with Publisher."""
    packaged = Path(__file__).parent.parent / "templates"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent.parent / "templates"


def template_names(folders: tuple[Path, ...] = ()) -> list[str]:
    """Return the names of all template sets in some folders and among the built-in ones."""
    roots = (*folders, built_in_templates())
    return sorted({path.parent.name for root in roots for path in root.glob("*/theme.toml")})


def load_theme(name: str, folders: tuple[Path, ...] = (), inputs: Inputs | None = None) -> Theme:
    """Load the template set of a name from the first folder that has it, the built-in ones last.

    `inputs` learns which files were looked at, those of the fonts too. Raises `PublisherError` (`unknown-template`,
    `bad-theme`, `no-fonts`) with every mistake found.
    """
    roots = (*folders, built_in_templates())
    chain = _chain(name, roots)
    stamp = tuple(_fingerprint(source) for source in chain)
    learns = Inputs() if inputs is None else inputs
    for path in _looked_at(chain, roots):
        _note(path, learns)
    theme = _load(name, tuple(source.folder for source in chain), stamp)
    for font in theme.fonts.values():
        for face in font.faces:
            _note(face.path, learns)
    return theme


def _looked_at(chain: list[_Source], roots: tuple[Path, ...]) -> Iterator[Path]:
    """Yield what would give another theme if it changed, or if it were there."""
    for source in chain:
        for root in roots:
            if root / source.name == source.folder:
                break
            yield root / source.name / "theme.toml"
        yield from (source.folder / name for name in SET_FILES)


def _note(path: Path, inputs: Inputs) -> None:
    if path.is_file():
        state = path.stat()
        inputs.files[str(path)] = (stamp_of(state), _digest_of(path, state.st_mtime_ns, state.st_size))
    else:
        inputs.missed(path)


@lru_cache(maxsize=128)
def _digest_of(path: Path, _changed: int, _size: int) -> str:
    return digest_of(str(path))


def _text(path: Path) -> str:
    """Read a file, unless it was read before and has not changed since."""
    state = path.stat()
    return _text_of(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=128)
def _text_of(path: Path, _changed: int, _size: int) -> str:
    return path.read_text(encoding="utf-8")


def _fingerprint(source: _Source) -> str:
    sheets = [_text(path) for path in _sheet_paths(source.folder).values()]
    return hashlib.sha256("\0".join([source.text, *sheets]).encode()).hexdigest()


def _sheet_paths(folder: Path) -> dict[str, Path]:
    return {name: folder / name for name in _SHEETS if (folder / name).is_file()}


def _chain(name: str, roots: tuple[Path, ...]) -> list[_Source]:
    """Return the theme and those it extends, nearest first."""
    chain: list[_Source] = []
    wanted: str | None = name
    while wanted is not None:
        if len(chain) == _MAX_ANCESTORS or wanted in {source.name for source in chain}:
            message = f"template {name!r} extends itself through {wanted!r}"
            raise PublisherError.single("bad-theme", message, Location(f"{name}/theme.toml"))
        chain.append(_read(wanted, roots))
        wanted = chain[-1].table.get("extends")
    return chain


def _read(name: str, roots: tuple[Path, ...]) -> _Source:
    place = Location(f"{name}/theme.toml")
    folder = next((root / name for root in roots if (root / name / "theme.toml").is_file()), None)
    if folder is None or not re.fullmatch(r"[\w-]+", name):
        known = template_names(roots)
        near = get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(known)}"
        message = f"there is no template {name!r}"
        raise PublisherError.single("unknown-template", message, hint=hint)
    try:
        text = _text(folder / "theme.toml")
        return _Source(name, folder, text, _parsed(text))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        at = Location(place.path, int(found[1]), int(found[2])) if found else place
        raise PublisherError.single("bad-theme", str(error).split(" (at ")[0], at) from error
    except (OSError, UnicodeDecodeError) as error:
        raise PublisherError.single("bad-theme", f"can't be read: {error}", place, status=Status.OUTSIDE) from error


@lru_cache(maxsize=16)
def _parsed(text: str) -> Table:
    return tomllib.loads(text)


@lru_cache(maxsize=16)
def _load(name: str, folders: tuple[Path, ...], stamp: tuple[str, ...]) -> Theme:
    sources = [_read(folder.name, (folder.parent,)) for folder in folders]
    merged: Table = {}
    sheets: dict[str, str] = {}
    for source in reversed(sources):
        merged = _merge(merged, source.table)
        for sheet, path in _sheet_paths(source.folder).items():
            sheets[sheet] = _text(path)
    merged.pop("extends", None)
    report = Report(sources={f"{source.name}/theme.toml": source.text for source in sources})

    def complain(message: str, keys: tuple[str, ...], hint: str = "", code: str = "bad-theme") -> None:
        report.add(code, message, _locate(sources, keys), hint)

    for sheet in _SHEETS:
        if sheet not in sheets:
            complain(f"the template has no {sheet}", ())
    fingerprint = hashlib.sha256(json.dumps([name, stamp]).encode()).hexdigest()
    theme = resolve(name, merged, sheets, fingerprint, complain)
    report.raise_if_stopped()
    return theme


def _merge(base: Table, over: Table) -> Table:
    merged = dict(base)
    if over.get("family", base.get("family")) != base.get("family"):
        merged = {key: value for key, value in base.items() if key not in _FILES}
    for key, value in over.items():
        both_tables = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both_tables else value
    return merged


def _locate(sources: list[_Source], keys: tuple[str, ...]) -> Location:
    """Find a key in the nearest theme.toml that sets it: its table's header, then its line."""
    for source in sources:
        lines = source.text.splitlines()
        for number, line in enumerate(lines):
            if line.strip() == f"[{'.'.join(keys)}]":
                return Location(f"{source.name}/theme.toml", number + 1, 1, len(line))
            if len(keys) == 1 and re.match(rf"{re.escape(keys[0])}\s*=", line):
                return Location(f"{source.name}/theme.toml", number + 1, 1, len(keys[0]))
        header = f"[{'.'.join(keys[:-1])}]"
        start = next((number for number, line in enumerate(lines) if line.strip() == header), None)
        if start is None or not keys:
            continue
        for number in range(start + 1, len(lines)):
            if lines[number].startswith("["):
                break
            if re.match(rf"\s*{re.escape(keys[-1])}\s*=", lines[number]):
                indent = len(lines[number]) - len(lines[number].lstrip())
                return Location(f"{source.name}/theme.toml", number + 1, indent + 1, len(keys[-1]))
    return Location(f"{sources[0].name}/theme.toml")
