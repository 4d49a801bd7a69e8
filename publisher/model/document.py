"""A document as a whole: what is known of it, the facts it may use, its pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from publisher.diagnostics import Location
from publisher.model.blocks import Block
from publisher.model.facts import FactRecord
from publisher.model.inlines import FactReference, Note
from publisher.model.ledger import Ledger

Paper: TypeAlias = Literal["auto", "letter", "a4"]
OnStale: TypeAlias = Literal["warn", "mark", "fail"]
Coverage: TypeAlias = Literal["any", "warn", "full"]
RawHtml: TypeAlias = Literal["refuse", "clean"]


@dataclass(frozen=True, slots=True)
class Author:
    """Who answers for the document."""

    name: str
    affiliation: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of the document as a whole (the YAML block on top of the source)."""

    title: str
    subtitle: str = ""
    summary: str = ""
    """One sentence under the title, and the description in each format's properties."""
    kicker: str = ""
    """The kind of document, above the title ("Fact sheet")."""
    short_title: str = ""
    """For running headers; the title where empty."""
    authors: tuple[Author, ...] = ()
    organisation: str = ""
    date: dt.date | None = None
    edition: str = ""
    lang: str = "en-US"
    """A BCP 47 tag."""
    keywords: tuple[str, ...] = ()
    handling: str = ""
    """The handling mark of every page ("Public", "Draft")."""
    watermark: str = ""
    """A word behind the text of every page ("Draft")."""
    template: str = "briefing"
    paper: Paper = "auto"
    """`auto` is Letter where the language’s territory uses it (en-US, es-MX …), A4 elsewhere."""
    numbering: bool = False
    """Number the sections."""
    contents: int = 0
    """Put the contents after the title, down to this level; 0 for none."""
    raw_html: RawHtml = "refuse"
    audiences: tuple[str, ...] = ()
    """Readers for whom the source has parts of their own."""
    attach_source: bool = False
    """Put the files that the document was made from into those formats that carry files."""
    smart_quotes: bool = True
    """Straight quotation marks become those of the language."""
    imprint: tuple[str, ...] = ()
    """Who answers for the document, and how to reach them: a line each, behind the title page or at the end."""
    on_stale: OnStale = "warn"
    """What happens to a fact that is out of date: a warning; also a mark in the text; or nothing is published."""
    coverage: Coverage = "any"
    """Whether every figure of the text must come from the ledger."""
    listed: bool = True
    """Whether the index page of all documents names it."""
    data_as_of: str = ""
    """*Prepared*: of when the data from feeds are, in words; empty where there are none."""
    figures: Mapping[str, tuple[FactReference, ...]] = field(default_factory=dict, hash=False)
    """*Prepared*: the facts that its texts show, by the names of the fields, in the order that they stand."""
    places: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)
    """Where the values of its keys stand, for diagnostics."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A picture that the document shows, read and checked."""

    media_type: str
    """`image/png`, `image/jpeg` or `image/svg+xml`."""
    content: bytes
    width: float
    """Natural width in points."""
    height: float
    """Natural height in points."""
    pixels: int = 0
    """Pixels across; 0 for a drawing."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with the document."""

    name: str
    """Its path below the document's folder."""
    media_type: str
    content: bytes
    relationship: Literal["Source", "Data"] = "Source"
    """What it is to the document (ISO 32000-2, 7.11.3)."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document, as read; or, after `publisher.preparation`, ready to be exported."""

    metadata: Metadata
    blocks: tuple[Block, ...]
    resources: Mapping[str, Resource] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    translation: bool = False
    """Whether it stands beside an original in another language."""
    notes: tuple[Note, ...] = ()
    """*Prepared*: every note, by number."""
    attachments: tuple[Attachment, ...] = ()
    """The files that it was made from, where they are to be attached."""
    held_back: bool = False
    """Whether parts of the source are for other readers or formats."""
    formats_named: frozenset[str] = frozenset()
    """Formats that have parts of their own, or lack some."""
    one_of_several: bool = False
    """Whether other editions of it share its ledger: in other languages, or for other readers or formats."""
    cited: tuple[FactRecord, ...] = ()
    """*Prepared*: the facts that it cites, for machines."""
    links: tuple[str, ...] = ()
    """*Prepared*: the targets of links whose text does not show them; the first is number 1."""
