"""A directive with its argument and options, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.nearest import did_you_mean
from publisher.reader.characters import legal_line
from publisher.reader.inlines import read_inlines
from publisher.reader.places import Run, word_run
from publisher.reader.yaml import YamlNode, load_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from publisher.diagnostics import Location
    from publisher.model import Block, Inline
    from publisher.reader.fences import Opening
    from publisher.reader.reading import Branch, Reading

__all__ = ["Directive", "directive_of"]

_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%")
_LENGTH = re.compile(r"(\d{1,4}(?:\.\d+)?)\s*(pt|px|mm|cm|in)")
_POINTS = {"pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
_WIDEST = 2000.0
_LEAST_HEIGHT = 108
"""Points that the names and numbers of a chart need."""
_MOST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive as it is written."""

    opening: Opening
    branch: Branch
    reading: Reading
    argument: Run | None
    options: Mapping[str, Run]

    @property
    def at(self) -> Location:
        """Its name."""
        name = self.opening.name
        column = self.branch.source.line(self.branch.line).find(f"{{{name}}}")
        return self.branch.source.at(self.branch.line, column + 1, len(name))

    def body(self) -> tuple[Block, ...]:
        """Read what stands in it."""
        return self.reading.read_blocks(self.branch.branches, self.reading)

    def title(self) -> tuple[Inline, ...]:
        """Read the argument as a line of text."""
        return read_inlines(self.argument, self.reading) if self.argument else ()

    def bad(self, message: str, hint: str, at: Location | None = None) -> None:
        """Report that it is not written as it should be."""
        self.reading.report.add("bad-directive", message, at or self.at, hint)

    def bad_option(self, name: str, message: str, hint: str) -> None:
        """Report the value of an option."""
        self.reading.report.add("bad-option", message, self.options[name].at(), hint)

    def label(self) -> str:
        """Take the label that `name` gives."""
        name = self.options.get("name")
        return self.reading.label(name.content, name.at()) if name and name.content else ""

    def alternative(self) -> str:
        """Return the description of a picture; without one it is `missing-alt`."""
        alt = self.options.get("alt")
        if alt is None or not alt.content:
            hint = "add a line `:alt: what the picture shows`"
            self.reading.report.add("missing-alt", "the picture has no alternative text", self.at, hint)
            return ""
        return legal_line(alt.content, alt.at(), self.reading.report)

    def width(self) -> tuple[float | None, float | None]:
        """Return a width as a fraction of the measure, or in points; one of the two at most."""
        if "width" not in self.options:
            return None, None
        text = self.options["width"].content
        found = _PERCENT.fullmatch(text)
        share = float(found[1]) / 100 if found else 0.0
        if 0 < share <= 1:
            return share, None
        points = _points(text)
        if points:
            return None, points
        hint = "write a percentage of the text's width, or a length: 60%, 8cm, 200pt"
        self.bad_option("width", f"{text[:40]!r} is no width", hint)
        return None, None

    def height(self) -> float | None:
        """Return a height in points."""
        if "height" not in self.options:
            return None
        text = self.options["height"].content
        points = _points(text)
        if points and points >= _LEAST_HEIGHT:
            return points
        what = f"{text[:40]!r} is less high than a chart can be" if points else f"{text[:40]!r} is no height"
        self.bad_option("height", what, f"write a length of at least {_LEAST_HEIGHT}pt: 6cm, 150pt")
        return None

    def flag(self, name: str) -> bool:
        """Return whether an option is there that takes no value."""
        if name in self.options and self.options[name].content:
            self.bad_option(name, f"{name} takes no value", f"write :{name}: alone")
        return name in self.options

    def number(self, name: str, otherwise: int, least: int, most: int) -> int:
        """Return a whole number within bounds."""
        if name not in self.options:
            return otherwise
        text = self.options[name].content
        if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and least <= int(text) <= most:
            return int(text)
        self.bad_option(name, f"{text[:40]!r} is no {name}", f"write a whole number from {least} to {most}")
        return otherwise

    def choice(self, name: str, choices: Sequence[str], otherwise: str) -> str:
        """Return one of several words."""
        if name not in self.options:
            return otherwise
        text = self.options[name].content
        if text in choices:
            return text
        hint = did_you_mean(text, choices, f"it is one of {', '.join(choices)}")
        self.bad_option(name, f"{text[:40]!r} is no {name}", hint)
        return otherwise


def _points(text: str) -> float:
    """Return a length in points; 0 for none that a page could hold."""
    found = _LENGTH.fullmatch(text)
    points = float(found[1]) * _POINTS[found[2]] if found else 0.0
    return points if points < _WIDEST else 0.0


def directive_of(branch: Branch, reading: Reading, known: Sequence[str]) -> Directive:
    """Read the argument and the options of a directive; an unknown option is reported."""
    opening: Opening = branch.token.meta["opening"]
    argument = None
    if opening.argument:
        after = branch.source.line(branch.line).find(f"{{{opening.name}}}") + len(opening.name) + 2
        argument = word_run(opening.argument, branch.source, branch.line, after)
    options: dict[str, Run] = {}
    for key, at, value in (*_lines(opening, branch), *_yaml(opening, branch, reading)):
        if key not in known:
            hint = did_you_mean(key, known, f"its options are {', '.join(known)}" if known else "it has no options")
            reading.report.add("unknown-option", f"{opening.name} has no option {key}", at, hint)
        elif key in options:
            first = options[key].starts[0][1] + 1
            reading.report.add(
                "duplicate-key", f"the option {key} is given twice", at, f"it stands in line {first} too"
            )
        else:
            options[key] = value
    return Directive(opening, branch, reading, argument, options)


def _lines(opening: Opening, branch: Branch) -> list[tuple[str, Location, Run]]:
    found = []
    for line, key, value in opening.options:
        column = branch.source.line(line).find(f":{key}:") + 1
        run = word_run(value, branch.source, line, column + len(key) + 1)
        found.append((key, branch.source.at(line, column, len(key)), run))
    return found


def _yaml(opening: Opening, branch: Branch, reading: Reading) -> list[tuple[str, Location, Run]]:
    """Read a `---` block; a list is the same as its entries with spaces between."""
    if opening.yaml is None:
        return []
    line, text = opening.yaml
    root = load_yaml(text, branch.source.path, line + 1, reading.report)
    if root is None:
        return []
    if not isinstance(root.value, dict):
        message = "options are keys and values"
        reading.report.add("bad-option", message, branch.source.whole_line(line), "write `key: value` lines")
        return []
    found = []
    for key, (key_node, node) in root.value.items():
        value = _words(node)
        if value is None:
            message = f"the option {key} must be text or a list of words"
            reading.report.add("bad-option", message, node.at, "write it in one line")
            continue
        number = node.at.line - 1
        place = branch.source.word(key_node.at.line - 1, key)
        found.append((key, place, word_run(value, branch.source, number, place.column - 1)))
    return found


def _words(node: YamlNode) -> str | None:
    match node.value:
        case str():
            return " ".join(node.value.split())
        case tuple():
            words = [_words(entry) for entry in node.value]
            return " ".join(word for word in words if word is not None) if None not in words else None
        case dict():
            return None
