"""Every node knows the line and column that it comes from."""

from __future__ import annotations

import pytest

from publisher.diagnostics import Report
from publisher.model import Emphasis, FactReference, Link, Reference, Text
from publisher.reader import parse_blocks
from publisher.traverse import walk

SOURCES = [
    "Words *here* and {fact}`key` there.",
    "One line,\n  another with *here* and\n{ref}`label` on a third.",
    "- a list\n  - with *here* and [a link](https://e.org)",
    "> - > quoted *here*\n>   > and *here*",
    "1. one\n\n   ```{note} A *here*\n   with {fact}`key`\n   ```",
    "| a | b |\n| - | - |\n| a | *here* b |\n| b *here* | {fact}`key` |",
    "## A heading with *here* ##",
    "Heading *here*\n===",
    "Term *here*\n: definition *here*\n\n  and {fact}`key`",
    ":::{table} Caption *here*\n:note: Note *here*\n\n| a |\n| - |\n| *here* |\n:::",
    ":::{csv-table}\na, b *here*\n*here*, {fact}`key`\n:::",
    "x[^n]\n\n[^n]: Note *here*\n\n    more *here*",
    "\tcode\n\n-\ttab *here*",
    "[words *here*](#label) ^[in *here*] **a *here***",
    "&amp; \\* `c` *here*",
]


@pytest.mark.parametrize("source", SOURCES)
def test_nodes_point_at_what_they_are_made_of(source: str) -> None:
    lines = source.split("\n")
    found = 0
    for node in walk(parse_blocks(source, Report())):
        assert node.at is not None
        text = lines[node.at.line - 1][node.at.column - 1 :][: node.at.length]
        match node:
            case Emphasis():
                assert text == "*here*"
            case FactReference(key=key) | Reference(label=key):
                assert text == key
            case Link():
                assert text.startswith("[")
            case Text(text=words) if words in source:
                assert text == words
            case _:
                continue
        found += 1
    assert found


def test_every_emphasis_has_its_own_place() -> None:
    for source in SOURCES:
        places = [node.at for node in walk(parse_blocks(source, Report())) if isinstance(node, Emphasis)]
        assert len(set(places)) == len(places)
        assert len(places) == source.count("*here*")
