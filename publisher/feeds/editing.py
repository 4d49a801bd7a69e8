"""Changing a figure in facts.yaml so that no other byte changes: comments, order and spacing stay as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from publisher.feeds.snapshots import as_text
from publisher.reader.fields import as_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from ruamel.yaml.nodes import Node

__all__ = ["Change", "NotEditable", "edited", "styled"]

_WITH_EXPONENT = re.compile(r"[+-]?[\d._]+[eE]([+-]?\d+)", re.ASCII)


class NotEditable(Exception):  # noqa: N818 - it says that a person has to do it
    """Why a text is not changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a fact says now."""

    key: str
    value: Decimal
    as_of: str
    """Empty where it keeps its date."""
    retrieved: str
    source: str
    """For a fact that is not there yet."""
    drops: tuple[str, ...] = ()
    """Keys that were true of the value before, and would be no longer."""

    def entries(self) -> dict[str, str]:
        """Return the keys that are set, as YAML."""
        dated = {"as-of": self.as_of} if self.as_of else {}
        return {**dated, "retrieved": self.retrieved}


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def edited(text: str, changes: Iterable[Change]) -> str:
    """Return a ledger with changes, each at its place; raise `NotEditable` where there is none for it."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    try:
        root = YAML(typ="safe", pure=True).compose(body)
    except (YAMLError, ValueError) as error:
        message = "it can't be read as it stands"
        raise NotEditable(message) from error
    if not isinstance(root, MappingNode):
        message = "it is no mapping"
        raise NotEditable(message)
    facts = _entry(root, "facts")
    fresh = []
    edits: list[_Edit] = []
    for change in changes:
        fact = _entry(facts, change.key) if isinstance(facts, MappingNode) else None
        if fact is None:
            fresh.append(change)
        else:
            edits += _changed(body, fact, change)
    edits += _added(body, root, fresh)
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        body = body[: edit.start] + edit.text + body[edit.end :]
    return mark + body


def _entry(node: Node | None, key: str) -> Node | None:
    pairs: list[tuple[Node, Node]] = node.value if isinstance(node, MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _changed(text: str, fact: Node, change: Change) -> list[_Edit]:
    value = _entry(fact, "value")
    if not isinstance(value, ScalarNode) or not isinstance(fact, MappingNode):
        message = f"{change.key} has no value that stands by itself"
        raise NotEditable(message)
    start, end = value.start_mark.index, value.end_mark.index
    edits = [_Edit(start, end, styled(text[start:end], change.value))]
    missing = []
    for name, said in change.entries().items():
        found = _entry(fact, name)
        if isinstance(found, ScalarNode):
            edits.append(_Edit(found.start_mark.index, found.end_mark.index, said))
        elif found is None:
            missing.append(f"{name}: {said}")
        else:
            message = f"{name} of {change.key} is more than a date"
            raise NotEditable(message)
    edits += _dropped(text, fact, change.drops)
    if not missing:
        return edits
    if fact.flow_style:
        return [_Edit(start, end, ", ".join([edits[0].text, *missing])), *edits[1:]]
    indent = " " * fact.value[0][0].start_mark.column
    return [*edits, _after_line(text, end, [indent + line for line in missing])]


def _dropped(text: str, fact: MappingNode, names: Iterable[str]) -> Iterator[_Edit]:
    """Take entries of a fact away: from a line with what parts it from the one before, else with its lines."""
    for place, (key, value) in enumerate(fact.value):
        if key.value not in names:
            continue
        start, end = key.start_mark.index, _end(value)
        if not fact.flow_style:
            line_end = re.compile(r"\r?\n|\Z").search(text, end)
            yield _Edit(text.rindex("\n", 0, start) + 1, line_end.end() if line_end else len(text), "")
        elif place:
            yield _Edit(_end(fact.value[place - 1][1]), end, "")
        elif len(fact.value) > 1:
            yield _Edit(start, fact.value[1][0].start_mark.index, "")


def styled(old: str, value: Decimal) -> str:
    """Write a number in the manner of the one that it replaces: 9.4e9 for 9.1e9."""
    if found := _WITH_EXPONENT.fullmatch(old):
        return f"{as_text(value.scaleb(-int(found[1])))}e{found[1]}"
    if "_" in old and value == value.to_integral_value():
        return f"{int(value):_}"
    if as_number(old) is None:
        message = f"{old[:40]!r} is no number that stands by itself"
        raise NotEditable(message)
    return as_text(value)


def _added(text: str, root: MappingNode, fresh: list[Change]) -> list[_Edit]:
    """Put facts that were not there after the last one."""
    lines = [f"{each.key}: {{{', '.join(_all_of(each))}}}" for each in fresh]
    if not lines:
        return []
    heading, facts = next((pair for pair in root.value if pair[0].value == "facts"), (root, None))
    if facts is None:
        newline = _newline(text)
        begin = "" if not text or text.endswith(("\n", "\r")) else newline
        whole = newline.join(["facts:", *(f"  {line}" for line in lines)])
        return [_Edit(len(text), len(text), begin + whole + newline)]
    if isinstance(facts, MappingNode) and facts.flow_style:
        at = _end(facts.value[-1][1]) if facts.value else facts.start_mark.index + 1
        return [_Edit(at, at, ", ".join([*([""] if facts.value else []), *lines]))]
    if not isinstance(facts, MappingNode):
        return [_after_line(text, heading.end_mark.index, [f"  {line}" for line in lines])]
    indent = " " * facts.value[0][0].start_mark.column
    return [_after_line(text, _end(facts.value[-1][1]), [indent + line for line in lines])]


def _all_of(change: Change) -> list[str]:
    source = [f"source: {change.source}"] if change.source else []
    return [f"value: {as_text(change.value)}", *(f"{key}: {text}" for key, text in change.entries().items()), *source]


def _end(node: Node) -> int:
    """Return where the last character of a node stands; the mark of a block stands behind the lines after it."""
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1])
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    end: int = node.end_mark.index
    return end


def _after_line(text: str, index: int, lines: list[str]) -> _Edit:
    found = re.compile(r"\r?\n|\Z").search(text, index)
    at = found.start() if found else len(text)
    newline = _newline(text)
    return _Edit(at, at, "".join(newline + line for line in lines))


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
