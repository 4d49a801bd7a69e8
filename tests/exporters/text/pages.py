"""Short ways to write nodes and to see them as text."""

from __future__ import annotations

import re
from functools import lru_cache
from textwrap import dedent
from typing import TYPE_CHECKING

from publisher.exporters.text import export, export_ascii
from publisher.model import Block, Cell, Document, Inline, Metadata, Note, Paragraph, Row, Text
from publisher.theme import Theme, load_theme

if TYPE_CHECKING:
    from collections.abc import Callable


@lru_cache
def theme() -> Theme:
    return load_theme("briefing")


def words(*content: Inline | str) -> tuple[Inline, ...]:
    return tuple(Text(each) if isinstance(each, str) else each for each in content)


def para(*content: Inline | str) -> Paragraph:
    return Paragraph(words(*content))


def cell(text: str, *, header: bool = False, padding: str = "") -> Cell:
    return Cell((para(text),) if text else (), header=header, padding=padding)


def row(*texts: str) -> Row:
    return Row(tuple(cell(text) for text in texts))


def document(*blocks: Block, notes: tuple[Note, ...] = (), links: tuple[str, ...] = ()) -> Document:
    return Document(Metadata("Title"), blocks, notes=notes, links=links)


def body(*blocks: Block, notes: tuple[Note, ...] = (), links: tuple[str, ...] = ()) -> str:
    """Return what stands below the title."""
    return _below_title(export(document(*blocks, notes=notes, links=links), theme()).content)


def ascii_body(*blocks: Block, notes: tuple[Note, ...] = (), links: tuple[str, ...] = ()) -> str:
    return _below_title(export_ascii(document(*blocks, notes=notes, links=links), theme()).content)


def line(*content: Inline | str, to: Callable[..., str] = body) -> str:
    """Return a paragraph that fits into a line."""
    return to(Paragraph(words(*content))).removesuffix("\n")


def shown(text: str) -> str:
    """Return an expected text as it is written in a test: below the quotes, as far to the right as they are."""
    return dedent(text).removeprefix("\n")


def _below_title(content: bytes) -> str:
    text = re.sub("^\u200e", "", content.decode(), flags=re.MULTILINE)  # how a line runs is tested on its own
    return text.removeprefix(f"Title\n{'=' * theme().text.width}\n").lstrip("\n")
