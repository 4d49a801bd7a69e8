"""YAML 1.2 (the core of it) as a tree that knows where everything stands.

Plain scalars stay the text that was written: what they mean (a number, a date, yes or no) is decided by the key they
belong to, so that `edition: 2.10` keeps its zero and `short-title: No` stays a word. Tags are refused, aliases are
followed as long as the whole stays small, and a key given twice is an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from publisher.diagnostics import Location
from publisher.reader.characters import legal_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics import Report

__all__ = ["Plain", "YamlNode", "YamlValue", "load_yaml", "node_at", "value_of"]

DEEPEST = 20
"""Lists and mappings within each other."""
LARGEST = 20_000
"""Keys and values of one file, with aliases followed."""


class Plain(str):
    """A scalar without quotes, whose meaning its key decides."""

    __slots__ = ()


YamlValue: TypeAlias = "str | list[YamlValue] | dict[str, YamlValue] | None"


@dataclass(frozen=True, slots=True)
class YamlNode:
    """A scalar, list or mapping and where it stands."""

    value: str | tuple[YamlNode, ...] | dict[str, tuple[YamlNode, YamlNode]]
    """A mapping holds, for each key, the node of the key and the node of its value."""
    at: Location


class _Refused(Exception):  # noqa: N818 - it ends the reading, and says which node is to blame
    """What this reader does not take, although it is YAML."""

    def __init__(self, message: str, at: Location, hint: str) -> None:
        super().__init__(message)
        self.at = at
        self.hint = hint


def load_yaml(text: str, path: str, first_line: int, report: Report) -> YamlNode | None:
    """Read one YAML document whose first line is a line (from 1) of a file; None where it can't be read or is empty."""
    reading = _Reading(path, first_line, report)
    try:
        return reading.document(iter(YAML(typ="safe", pure=True).parse(text)))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = reading.place(mark.line, mark.column, 1) if mark else Location(path, first_line)
        said = ", ".join(part for part in (error.context, error.problem) if part)
        report.add("yaml-syntax", _one_line(said), at, _hint(said))
    except YAMLError as error:
        report.add("yaml-syntax", _one_line(str(error)), Location(path, first_line), _hint(""))
    except (ValueError, OverflowError) as error:  # an escape such as \\UFFFFFFFF
        report.add("yaml-syntax", _one_line(str(error)), Location(path, first_line), _hint(""))
    except _Refused as error:
        report.add("yaml-syntax", str(error), error.at, error.hint)
    return None


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200] or "it is not YAML"


def _hint(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "put text that holds a colon and a space in quotes"
    if "\\t" in problem or "tab" in problem:
        return "indent with spaces, not tabs"
    if "cannot start any token" in problem:
        return "put text that begins with such a character in quotes"
    return "check quotes, brackets and indentation; each line is `key: value`"


@dataclass(slots=True)
class _Reading:
    path: str
    first_line: int
    report: Report

    def place(self, line: int, column: int, length: int) -> Location:
        return Location(self.path, self.first_line + line, column + 1, max(length, 1))

    def at(self, event: Event) -> Location:
        start, end = event.start_mark, event.end_mark
        same_line = start.line == end.line and not isinstance(event, MappingStartEvent | SequenceStartEvent)
        return self.place(start.line, start.column, end.column - start.column if same_line else 1)

    def document(self, events: Iterator[Event]) -> YamlNode | None:
        root: YamlNode | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    message = "a second YAML document begins here"
                    raise _Refused(message, self.at(event), "there is only one; take the `---` out")
            elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent):
                root = self.node(event, events, {}, 1)
        return root

    def node(self, event: Event, events: Iterator[Event], anchors: dict[str, YamlNode], depth: int) -> YamlNode:
        at = self.at(event)
        if isinstance(event, AliasEvent):
            if event.anchor not in anchors:
                message = f"there is no anchor &{event.anchor} before this"
                raise _Refused(message, at, "put text that begins with * in quotes")
            return anchors[event.anchor]
        if (tag := _tag(event)) not in {None, _TEXT_TAG}:
            message = f"tags such as {tag} are not taken"
            raise _Refused(message, at, "write the plain value; put text that begins with ! in quotes")
        if depth > DEEPEST:
            message = f"there are more than {DEEPEST} lists and mappings within each other"
            raise _Refused(message, at, "write it with less nesting")
        node = YamlNode(self.value(event, events, anchors, depth), at)
        if isinstance(event, NodeEvent) and event.anchor:
            anchors[event.anchor] = node
        return node

    def value(
        self, event: Event, events: Iterator[Event], anchors: dict[str, YamlNode], depth: int
    ) -> str | tuple[YamlNode, ...] | dict[str, tuple[YamlNode, YamlNode]]:
        match event:
            case SequenceStartEvent():
                entries = []
                while not isinstance(inner := next(events), SequenceEndEvent):
                    entries.append(self.node(inner, events, anchors, depth + 1))
                return tuple(entries)
            case MappingStartEvent():
                return self.mapping(events, anchors, depth)
            case ScalarEvent():
                text = legal_line(event.value, self.at(event), self.report)
                return Plain(text) if event.style is None and event.tag is None else text
            case _:
                message = f"not the beginning of a node: {event}"
                raise TypeError(message)

    def mapping(
        self, events: Iterator[Event], anchors: dict[str, YamlNode], depth: int
    ) -> dict[str, tuple[YamlNode, YamlNode]]:
        entries: dict[str, tuple[YamlNode, YamlNode]] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            key = self.node(event, events, anchors, depth + 1)
            if not isinstance(key.value, str):
                message = "a key is text, not a list or mapping"
                raise _Refused(message, key.at, "put text that begins with a bracket in quotes")
            value = self.node(next(events), events, anchors, depth + 1)
            name = str(key.value)
            if name in entries:
                first = entries[name][0].at.line
                self.report.add(
                    "duplicate-key", f"{name} is given twice", key.at, f"it stands in line {first} too; keep one"
                )
            else:
                entries[name] = (key, value)
        return entries


_TEXT_TAG = "tag:yaml.org,2002:str"


def _tag(event: Event) -> str | None:
    return event.tag if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent) else None


def value_of(node: YamlNode, report: Report) -> YamlValue:
    """Return what a node holds as Python values. Too much is `yaml-syntax`."""
    budget = [LARGEST]
    value = _value(node, budget)
    if budget[0] < 0:
        message = f"there are more than {LARGEST} keys and values, with aliases followed"
        report.add("yaml-syntax", message, node.at, "repeat less, or split the document")
        return None
    return value


def _value(node: YamlNode, budget: list[int]) -> YamlValue:
    budget[0] -= 1
    if budget[0] < 0:
        return None
    match node.value:
        case str():
            return None if isinstance(node.value, Plain) and node.value in _NULL else node.value
        case tuple():
            return [_value(entry, budget) for entry in node.value]
        case dict():
            return {key: _value(value, budget) for key, (_, value) in node.value.items()}


_NULL = {"", "~", "null", "Null", "NULL"}


def node_at(node: YamlNode, path: tuple[int | str, ...]) -> tuple[YamlNode, YamlNode]:
    """Return the key's and the value's node at a path, or of the nearest thing above it that exists."""
    key = node
    for step in path:
        match node.value:
            case dict() if step in node.value:
                key, node = node.value[str(step)]
            case tuple() if isinstance(step, int) and 0 <= step < len(node.value):
                key = node = node.value[step]
            case _:
                break
    return key, node
