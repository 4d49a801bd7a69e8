"""Formulas: the role and directive `math`, and blocks between `$$`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.maths import BadFormulaError, linear, parse
from publisher.model import Code, Math, MathBlock
from publisher.reader.places import inline_run

if TYPE_CHECKING:
    from publisher.model import Block, Formula, Inline
    from publisher.reader.options import Directive
    from publisher.reader.places import Run
    from publisher.reader.reading import Branch, Reading

__all__ = ["dollar_block", "formula", "math_directive", "tell_dollars"]

_LIKE_MATH = re.compile(
    r"\\.|(?P<ticks>`+).*?(?<!`)(?P=ticks)(?!`)"  # what is escaped and what is code
    r"|(?P<math>\$\$|(?<![\w$])\$(?=[^\s$\d])(?=[^$]{0,200}(?:[\\^]|_\w|[A-Za-z] ?=))[^$]{0,200}(?<=\S)\$(?![\w$]))",
    re.DOTALL,
)


def formula(content: str, start: int, run: Run, reading: Reading) -> Inline:
    """Read a formula in a line of text; one that can't be read is reported, and kept as code."""
    read = _read(content, start, run, reading, display=False)
    at = run.at(start, len(content))
    if read is None:
        return Code(content, at=at)
    return Math(content.strip(), read, linear(read), at=at)


def math_directive(directive: Directive) -> tuple[Block, ...]:
    """Read the directive `math`."""
    label = ""
    if "label" in directive.options and "name" in directive.options:
        directive.bad_option("name", "label and name are the same", "keep one of the two")
    for option in ("label", "name"):
        given = directive.options.get(option)
        if given and given.content and not label:
            label = directive.reading.label(given.content, given.at())
    branch = directive.branch
    run = inline_run(branch.token.content.rstrip("\n"), branch.source, directive.opening.body_line)
    if not run.content.strip():
        directive.bad("there is no formula in math", "write it in LaTeX on the lines below")
        return ()
    return (_block(run, label, branch, directive.reading),)


def dollar_block(branch: Branch, reading: Reading) -> tuple[Block, ...]:
    """Read `$$ … $$`, maybe with `(label)` behind it."""
    label = branch.token.info
    if label:
        last = branch.token.map[1] - 1 if branch.token.map else branch.line
        label = reading.label(label, branch.source.word(last, label, branch.source.line(last).rfind("(")))
    return (_block(inline_run(branch.token.content, branch.source, branch.line), label, branch, reading),)


def _block(run: Run, label: str, branch: Branch, reading: Reading) -> Block:
    read = _read(run.content, 0, run, reading, display=True)
    shown = run.content.strip()
    return MathBlock(shown, read or (), linear(read) if read else shown, label, at=branch.at)


def _read(content: str, start: int, run: Run, reading: Reading, *, display: bool) -> Formula | None:
    try:
        return parse(content, display=display)
    except BadFormulaError as error:
        reading.report.add("bad-math", error.message, run.at(start + error.at, error.length), error.hint)
        return None


def tell_dollars(run: Run, reading: Reading) -> None:
    """Tell of text between dollar signs that someone meant as a formula."""
    for found in _LIKE_MATH.finditer(run.content):
        if found["math"]:
            message = f"{found[0][:60]!r} looks like a formula, but is shown as it is written"
            hint = "write {math}`x^2`, or \\$ where a dollar sign is meant"
            if found[0] == "$$":
                hint = "a formula on lines of its own begins and ends with $$, without an empty line in it"
            at = run.at(found.start(), len(found[0].split("\n")[0]))
            reading.report.add("not-math", message, at, hint)
