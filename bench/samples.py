"""Documents of known size for the benches, each in the dialect of Publisher and in that of pandoc.

Both dialects say the same: a four-page briefing has about 1,700 words, 8 headings, 2 tables, 2 lists, 6 notes,
8 links, a callout and key facts. Nothing is random, so every run measures the same documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MYST", "PANDOC", "Dialect", "briefing", "large", "noop_document", "write"]

_TEXT = (
    "the agreement between both countries sets high standards for market access and the environment while trade in "
    "goods grew from $9.1 billion to $22.2 billion over thirteen years and programs support farmers students and "
    "migrants in many regions where partners work to improve health water governance and security for all"
)
_WORDS = _TEXT.split()
_SECTIONS = ("Trade", "Assistance", "Migration", "Education", "Security", "Environment", "Culture", "Outlook")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the two programs write what CommonMark has no words for."""

    table: str
    callout: str
    key_facts: str


MYST = Dialect(":::{{table}} {caption}\n{rows}\n:::", ":::{{note}}\n{text}\n:::", ":::{{key-facts}}\n{entries}\n:::")
PANDOC = Dialect("{rows}\n\nTable: {caption}", "::: note\n{text}\n:::", "::: key-facts\n{entries}\n:::")


def _prose(seed: int, words: int) -> str:
    text = " ".join(islice(cycle(_WORDS), seed % len(_WORDS), seed % len(_WORDS) + words))
    return f"{text[:1].upper()}{text[1:]} in {1900 + seed % 120}."


def _front(title: str) -> str:
    return f'---\ntitle: "{title}"\ndate: 2024-01-31\nlang: en-US\n---\n'


def _rows(seed: int, count: int, columns: int) -> str:
    head = " | ".join(["Flow", *(str(2010 + number) for number in range(1, columns))])
    rule = " | ".join(["---"] * columns)
    body = [
        " | ".join([f"Goods of kind {row}", *(f"{(seed + row * column) % 977 / 10}" for column in range(1, columns))])
        for row in range(count)
    ]
    return "\n".join(f"| {line} |" for line in (head, rule, *body))


def _section(seed: int, name: str, dialect: Dialect) -> str:
    address = f"https://www.example.org/{seed}/{name.lower()}"
    parts = [
        f"## {name}",
        f"{_prose(seed, 45)} It is *so* and **very much so**, as the [page of the office]({address}) says.",
        f"{_prose(seed + 7, 45)}[^{name.lower()}]" if name != "Outlook" else _prose(seed + 7, 45),
        _prose(seed + 13, 45),
    ]
    if name in {"Trade", "Assistance"}:
        parts.append(dialect.table.format(caption=f"{name}, by year", rows=_rows(seed, 8, 5)))
    if name in {"Migration", "Education"}:
        parts.append("\n".join(f"- {_prose(seed + number, 12)}" for number in range(5)))
    if name == "Security":
        parts.append(dialect.callout.format(text=_prose(seed, 30)))
    if name != "Outlook":
        parts.append(f"[^{name.lower()}]: {_prose(seed + 3, 20)}")
    return "\n\n".join(parts)


def briefing(number: int, dialect: Dialect) -> str:
    """Return the source of a briefing of about four pages; no two numbers give the same text."""
    facts = "\n\n".join(f"${number + value}.2 billion\n: trade in {2010 + value}" for value in range(3))
    sections = [_section(number * 31 + place, name, dialect) for place, name in enumerate(_SECTIONS)]
    return "\n\n".join([_front(f"Briefing {number}"), dialect.key_facts.format(entries=facts), *sections]) + "\n"


def large(paragraphs: int, rows: int, columns: int) -> str:
    """Return the source of a long document: many paragraphs in sections, and a large table."""
    parts = [_front("A large document")]
    for number in range(paragraphs):
        if number % 50 == 0:
            parts.append(f"## Section {number // 50 + 1}")
        parts.append(_prose(number, 40))
    parts.append(MYST.table.format(caption="A large table", rows=_rows(1, rows, columns)))
    return "\n\n".join(parts) + "\n"


def write(folder: Path, text: str) -> Path:
    """Put a source into a folder of its own, as Publisher reads it."""
    folder.mkdir(parents=True)
    (folder / "index.md").write_text(text, encoding="utf-8")
    return folder


def noop_document(number: int) -> str:
    """Return the source of a document of a few lines."""
    return f"{_front(f'A short document, number {number}')}\n{_prose(number, 30)}\n"
