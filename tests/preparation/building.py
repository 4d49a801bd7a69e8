"""Short ways to write documents and to look at what became of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from publisher.diagnostics import Diagnostic, Location, Report
from publisher.model import (
    Block,
    Cell,
    Check,
    Column,
    Document,
    Fact,
    Inline,
    Ledger,
    Metadata,
    Node,
    Paragraph,
    RawHtml,
    Row,
    Section,
    Source,
    Table,
    Text,
    Unit,
)
from publisher.preparation import prepare
from publisher.traverse import plain_text, walk_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SomeNode = TypeVar("SomeNode", bound=Node)

NUMBER = Unit()
USD = Unit("currency", "USD")
PERCENT = Unit("percent")


def at(line: int, path: str = "index.md") -> Location:
    return Location(path, line)


def para(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(each) if isinstance(each, str) else each for each in content))


def section(title: str, *blocks: Block, level: int = 1, label: str = "") -> Section:
    return Section((Text(title),), blocks, level, label)


def fact(key: str, value: str | None = None, unit: Unit = NUMBER, *, formula: str = "", line: int = 1) -> Fact:
    number = None if value is None else Decimal(value)
    return Fact(key, number, unit, formula, at=at(line, "facts.yaml"))


def ledger(*facts: Fact, checks: Sequence[str] = (), sources: Sequence[Source] = ()) -> Ledger:
    held = tuple(Check(text, at=at(90 + place, "facts.yaml")) for place, text in enumerate(checks))
    return Ledger({each.key: each for each in facts}, {each.key: each for each in sources}, held)


def document(
    *blocks: Block,
    facts: Ledger | None = None,
    lang: str = "en-US",
    numbering: bool = False,
    contents: int = 0,
    raw_html: RawHtml = "refuse",
) -> Document:
    metadata = Metadata("Title", lang=lang, numbering=numbering, contents=contents, raw_html=raw_html)
    return Document(metadata, blocks, ledger=facts or Ledger())


def prepared(given: Document) -> tuple[Document, list[Diagnostic]]:
    report = Report()
    return prepare(given, report), report.diagnostics


def good(given: Document) -> Document:
    """Prepare a document that nothing is wrong with."""
    done, diagnostics = prepared(given)
    assert diagnostics == []
    return done


def nodes(given: Document, kind: type[SomeNode]) -> list[SomeNode]:
    return [node for node in walk_document(given) if isinstance(node, kind)]


def words(given: Document) -> list[str]:
    """Return the text of each paragraph."""
    return [plain_text(paragraph.content) for paragraph in nodes(given, Paragraph)]


def codes(diagnostics: Iterable[Diagnostic]) -> list[tuple[str, int]]:
    return [(each.code, each.at.line if each.at else 0) for each in diagnostics]


def table(head: Sequence[str], *rows: Sequence[str], caption: str = "", label: str = "") -> Table:
    return Table(
        tuple(Column() for _ in head),
        (Row(tuple(Cell((para(text),), header=True) for text in head)),) if head else (),
        tuple(Row(tuple(Cell((para(text),) if text else ()) for text in row)) for row in rows),
        (Text(caption),) if caption else (),
        label=label,
    )
