"""What travels between the one who publishes and the workers: orders there, answers back. Plain data, nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from publisher.publishing.render import Rendering

__all__ = ["Answer", "Done", "Entry", "Kind", "Limits", "Missing", "Order", "Parts", "Stranger"]

Parts: TypeAlias = Mapping[str, str]
"""What renders, each with its version or a hash: the same everywhere where the same bytes come out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that stands in a folder."""

    kind: str
    """One of `Kind`."""
    text: str = ""
    """Of a file the SHA-256; of a link where it leads."""


class Kind:
    """What an entry may be."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    HUGE = "huge"
    """A file that is larger than any that is read: its size alone matters."""
    SPECIAL = "special"
    """A pipe or a device, of which nothing is read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take, as in the settings."""

    timeout: int
    cpu: int
    memory: int


@dataclass(frozen=True, slots=True)
class Order:
    """One document to render, with all that may be read for it: a pure task. Names are relative to a folder of its own."""

    run: str
    slug: str
    source: str
    """The name of the file that the document is written in."""
    root: str
    """What places in diagnostics are relative to."""
    templates: str
    formats: tuple[str, ...]
    lenient: bool
    audience: str
    today: dt.date | None
    entries: Mapping[str, Entry]
    limits: Limits
    parts: str
    """The hash of what renders where the order comes from."""
    contents: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """Files by SHA-256, as far as the workers may not have them yet."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A worker lacks files: the order must be sent again with them."""

    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stranger:
    """A worker would not render as the one who orders does, so it has rendered nothing."""

    parts: Parts


@dataclass(frozen=True, slots=True)
class Done:
    """What a document gave. Paths in its trace are those of the order, or say where something is installed."""

    rendering: Rendering
    libraries: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the files of the system below the layout engine that it has loaded, by name."""


Answer: TypeAlias = Done | Missing | Stranger
