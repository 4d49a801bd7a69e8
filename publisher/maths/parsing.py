"""LaTeX -> a formula. Everything is either in the tables of `commands` or an error with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from publisher.maths.commands import (
    ACCENTS,
    ALPHABETS,
    BRACKETS,
    CHARACTERS,
    COMMANDS,
    ENVIRONMENTS,
    FUNCTIONS,
    GREEK,
    LARGE,
    LETTERS,
    LIMITED,
    OPERATORS,
    SPACES,
    WORDS,
)
from publisher.model import Accent, Fence, Fraction, Grid, Group, Root, Scripts, Sign
from publisher.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import Alphabet, Formula, GridKind, Piece

__all__ = ["DEEPEST", "LONGEST", "MOST_CELLS", "BadFormulaError", "parse"]

LONGEST = 2000
"""Characters of a formula."""
DEEPEST = 12
"""Groups, fractions, roots … within each other."""
MOST_CELLS = 400
"""Cells of a matrix or of aligned lines."""

_TOKEN = re.compile(
    r"\\(?:operatorname\*|[A-Za-z]+|.)"
    r"|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\{,\}\d+|\.\d+)?|\.\d+"
    r"|.",
    re.DOTALL | re.ASCII,
)
_NAME = re.compile(r"\s*\{\s*([A-Za-z]+\*?)\s*\}")
_WORDS = re.compile(r"\s*\{((?:[^{}\\$]|\\[%$&#_ ])*)\}")
_ESCAPED = re.compile(r"\\(.)")
_HINTS = {
    "label": "give the label as an option: :label: name",
    "tag": "numbers are counted: give the formula a label, :label: name",
    "displaystyle": "leave it out: a formula in a directive is set in display size",
    "limits": "leave it out: limits stand below and above in a directive",
    "over": "write \\frac{above}{below}",
    "color": "leave it out: a formula has the colour of the text",
    "newcommand": "there are no macros; write the formula out",
    "def": "there are no macros; write the formula out",
    "nonumber": "leave it out: only a formula with a label is numbered",
    "notag": "leave it out: only a formula with a label is numbered",
}
_ALWAYS_WRONG = {
    "%": "write \\% for a percent sign",
    "$": "write \\$ for a dollar sign; a formula in the directive or role stands without dollars",
    "#": "write \\#",
    '"': "write words as \\text{words}",
}


class BadFormulaError(Exception):
    """A formula that can't be read, and where."""

    def __init__(self, message: str, at: int, length: int, hint: str) -> None:
        """Tell of some characters of the formula; offsets count from 0."""
        super().__init__(message)
        self.message = message
        self.at = at
        self.length = max(length, 1)
        self.hint = hint


def parse(tex: str, *, display: bool) -> Formula:
    """Read a formula; in a display, lines may be aligned with `&` and end with two backslashes.

    Raises `BadFormulaError`.
    """
    if len(tex) > LONGEST:
        hint = "divide it into several formulas"
        _bad(f"the formula is longer than {LONGEST:,} characters", _Token(tex[0], 0), hint)
    if not tex.strip():
        _bad("the formula is empty", _Token(tex, 0), "write it in LaTeX: {math}`x^2`")
    parser = _Parser(tex)
    return parser.lines() if display else parser.whole()


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    at: int

    @property
    def command(self) -> str:
        return self.text[1:] if self.text.startswith("\\") else ""


_END = ("",)


def _bad(message: str, token: _Token, hint: str) -> NoReturn:
    raise BadFormulaError(message, token.at, len(token.text), hint)


class _Parser:
    """Reads a formula from left to right."""

    def __init__(self, tex: str) -> None:
        self.tex = tex
        self.at = 0
        self.depth = 0

    def whole(self) -> Formula:
        return self.run(_END)

    def lines(self) -> Formula:
        """Read a display: a single formula, or aligned lines."""
        rows = self.rows(_END)
        if len(rows) == 1 and len(rows[0]) == 1:
            return rows[0][0]
        return (_grid(rows, "aligned"),)

    def peek(self) -> _Token:
        found = _TOKEN.match(self.tex, self.at)
        while found and found[0].isspace():
            self.at = found.end()
            found = _TOKEN.match(self.tex, self.at)
        return _Token(found[0], self.at) if found else _Token("", max(len(self.tex.rstrip()) - 1, 0))

    def take(self) -> _Token:
        token = self.peek()
        self.at += len(token.text)
        return token

    def run(self, until: tuple[str, ...], opened: _Token | None = None) -> Formula:
        """Read pieces up to one of some tokens, which is left."""
        self.depth += 1
        if self.depth > DEEPEST:
            _bad(f"the formula is nested deeper than {DEEPEST} levels", self.peek(), "give parts of it a name")
        pieces: list[Piece] = []
        while (token := self.peek()).text not in until:
            if not token.text:
                start = opened or token
                _bad(f"{start.text} is not closed", start, f"close it with {until[0]}")
            pieces.append(self.scripts(self.piece()))
        self.depth -= 1
        return tuple(pieces)

    def group(self, opened: _Token) -> Formula:
        body = self.run(("}",), opened)
        self.take()
        return body

    def argument(self, of: _Token) -> Formula:
        """Read what a command, `^` or `_` applies to: a group, or one piece."""
        token = self.peek()
        if token.text == "{":
            return self.group(self.take())
        if token.text in {"", "}", "&", "\\\\", "^", "_", "\\right", "\\end"}:
            _bad(f"{of.text} lacks what it applies to", of, f"write {of.text}{{…}}")
        if token.text[0].isdigit() and of.command:  # as in LaTeX, \frac12 is a half
            self.at += 1
            return (Sign(token.text[0], "number"),)
        if token.text[0].isdigit() and len(token.text) > 1:  # in LaTeX, x^23 raises the 2 alone
            hint = f"write {of.text}{{{token.text}}}, or {of.text}{{{token.text[0]}}}{token.text[1:]}"
            _bad(f"{of.text} applies to the first digit of {token.text} only", token, hint)
        self.depth += 1
        if self.depth > DEEPEST:
            _bad(f"the formula is nested deeper than {DEEPEST} levels", token, "give parts of it a name")
        piece = self.piece()
        self.depth -= 1
        return (piece,)

    def scripts(self, base: Piece) -> Piece:
        """Read what stands below, above and behind a piece."""
        below: Formula = ()
        above: Formula = ()
        primes: Formula = ()
        while (token := self.peek()).text in {"^", "_", "'"}:
            self.take()
            if token.text == "'":
                primes = (*primes, Sign("′", "letter"))
            elif token.text == "^":
                if above:
                    _bad("two superscripts stand on one piece", token, "join them: x^{a b}")
                above = self.argument(token)
            else:
                if below:
                    _bad("two subscripts stand on one piece", token, "join them: x_{a, b}")
                below = self.argument(token)
        return Scripts(base, below, (*primes, *above)) if below or above or primes else base

    def piece(self) -> Piece:
        token = self.take()
        text = token.text
        if text.startswith("\\") and text not in BRACKETS:
            return self.command(token)
        if text == "{":
            body = self.group(token)
            return body[0] if len(body) == 1 else Group(body)
        if text[0].isdigit() or (text[0] == "." and len(text) > 1):
            return Sign(text.replace("{,}", ","), "number")
        return self.character(token)

    def character(self, token: _Token) -> Piece:
        text = token.text
        if text in CHARACTERS:
            return Sign(CHARACTERS[text], "operator")
        if text in BRACKETS and text != ".":
            return _bracket(BRACKETS[text])
        if text in {"^", "_", "'"}:
            _bad(f"nothing stands before {text}", token, f"write {{}}{text} where nothing is meant")
        if text == "}":
            _bad("a closing brace has no opening one", token, "take it out, or write \\} for a brace")
        if text == "&":
            _bad("& stands outside of rows and columns", token, "write \\& for the sign")
        if text in _ALWAYS_WRONG:
            _bad(f"{text} can't stand in a formula", token, _ALWAYS_WRONG[text])
        if text in ",;!?.":
            return Sign(text, "operator" if text in ",;" else "letter")
        if text == "~":
            return Sign(" ", "space", width=SPACES[" "])
        if text in _SIGNS or text in "€£¥°":
            return Sign(text, "letter")
        if text.isalpha() and text.isprintable():
            return Sign(text, "letter", "upright" if text in _CAPITALS else "italic")
        _bad(f"{text!r} can't stand in a formula", token, "the guide lists what a formula may hold")

    def command(self, token: _Token) -> Piece:
        name = token.command
        if name in _KNOWN:
            return _KNOWN[name]
        if name in ACCENTS:
            mark, wide, under = ACCENTS[name]
            return Accent(self.argument(token), mark, wide, under)
        if name in ALPHABETS:
            return self.letters(token, ALPHABETS[name])
        if name in WORDS:
            return self.words(token)
        match name:
            case "frac" | "dfrac" | "tfrac":
                return Fraction(self.argument(token), self.argument(token))
            case "binom":
                return Fence("(", ")", (Fraction(self.argument(token), self.argument(token), ruled=False),))
            case "sqrt":
                return self.root(token)
            case "left":
                return self.fence(token)
            case "begin":
                return self.environment(token)
            case "right" | "end":
                opening = "left" if name == "right" else "begin"
                _bad(f"{token.text} has no \\{opening}", token, f"write \\{opening} before it")
            case "\\":
                _bad("a line ends within a formula that has one line", token, "use the directive {math} for lines")
            case _:
                known = "the guide lists the commands"
                hint = _HINTS.get(name) or did_you_mean(name, sorted(COMMANDS), known)
                _bad(f"there is no command {token.text}", token, hint)

    def letters(self, token: _Token, alphabet: Alphabet) -> Piece:
        """Read the argument of a change of alphabet: letters and figures, upright ones as one word."""
        body = self.argument(token)
        changed = []
        for piece in body:
            if not isinstance(piece, Sign) or piece.kind not in {"letter", "number"}:
                _bad(f"{token.text} takes letters and figures only", token, "put the rest outside of its braces")
            changed.append(Sign(piece.text, piece.kind, alphabet if piece.kind == "letter" else piece.alphabet))
        if alphabet == "upright" and changed:
            return Sign("".join(sign.text for sign in changed), "letter", "upright")
        return changed[0] if len(changed) == 1 else Group(tuple(changed))

    def words(self, token: _Token) -> Piece:
        found = _WORDS.match(self.tex, self.at)
        if not found or not found[1].strip():
            hint = f"write {token.text}{{words}}: letters, spaces and \\% \\$ \\& \\# \\_"
            _bad(f"{token.text} takes plain words in braces", token, hint)
        self.at = found.end()
        text = _ESCAPED.sub(r"\1", " ".join(re.sub(r"^\s+|\s+$", " ", found[1]).split(" ")))
        if token.command.startswith("operatorname"):
            return Sign(text.strip(), "function", large=token.command.endswith("*"))
        return Sign(re.sub(r"\s+", " ", text), "text")

    def root(self, token: _Token) -> Piece:
        degree: Formula = ()
        if self.peek().text == "[":
            opened = self.take()
            degree = self.run(("]",), opened)
            self.take()
        return Root(self.argument(token), degree)

    def fence(self, token: _Token) -> Piece:
        opening = self.bracket(token)
        body = self.run(("\\right",), token)
        closing = self.bracket(self.take())
        return Fence(opening, closing, body)

    def bracket(self, of: _Token) -> str:
        token = self.take()
        if token.text not in BRACKETS:
            hint = "write a bracket behind it: ( ) [ ] \\{ \\} | or a dot for none"
            _bad(f"{of.text} lacks its bracket", of, hint)
        return BRACKETS[token.text]

    def environment(self, token: _Token) -> Piece:
        name = self.name(token)
        if name not in ENVIRONMENTS:
            hint = did_you_mean(name, sorted(ENVIRONMENTS), f"there are {', '.join(ENVIRONMENTS)}")
            _bad(f"there is no environment {name[:40]}", token, hint)
        kind, opening, closing = ENVIRONMENTS[name]
        start = self.at
        rows = self.rows(("\\end",), token)
        end = self.take()
        if (other := self.name(end)) != name:
            _bad(f"\\begin{{{name}}} is closed by \\end{{{other[:40]}}}", end, f"write \\end{{{name}}}")
        grid = _grid(rows, kind)
        if kind == "cases" and len(grid.rows[0]) > 2:  # noqa: PLR2004  a value and its condition
            first = _Token("&", self.tex.find("&", start))
            _bad("cases have two columns", first, "a value, &, and its condition")
        return Fence(opening, closing, (grid,)) if opening or closing else grid

    def name(self, token: _Token) -> str:
        found = _NAME.match(self.tex, self.at)
        if not found:
            _bad(f"{token.text} lacks a name", token, f"write {token.text}{{cases}}")
        self.at = found.end()
        return found[1]

    def rows(self, until: tuple[str, ...], opened: _Token | None = None) -> list[list[Formula]]:
        """Read cells parted by `&` in rows that end with two backslashes."""
        rows: list[list[Formula]] = [[]]
        stops = (*until, "&", "\\\\")
        cells = 0
        while True:
            rows[-1].append(self.run(stops, opened))
            cells += 1
            token = self.peek()
            if cells > MOST_CELLS:
                _bad(f"there are more than {MOST_CELLS} cells", token, "show a table instead")
            if token.text in until:
                break
            self.take()
            if token.text == "\\\\":
                rows.append([])
        if len(rows) > 1 and rows[-1] == [()]:  # a line end behind the last row
            rows.pop()
        return rows


_KNOWN: Mapping[str, Sign] = {
    **{name: Sign(each, "letter", "upright" if name[0].isupper() else "italic") for name, each in GREEK.items()},
    **{name: Sign(each, "letter") for name, each in LETTERS.items()},
    **{name: Sign(each, "operator") for name, each in OPERATORS.items()},
    **{name: Sign(each, "operator", large=True) for name, each in LARGE.items()},
    **{name: Sign(name, "function") for name in FUNCTIONS},
    **{name: Sign(name, "function", large=True) for name in LIMITED},
    **{name: Sign(" ", "space", width=width) for name, width in SPACES.items()},
}
_SIGNS = frozenset(LETTERS.values()) - {"%", "$", "&", "#", "_"}
_CAPITALS = frozenset(letter for name, letter in GREEK.items() if name[0].isupper())
_OPENING = frozenset("([{⟨⌊⌈")


def _bracket(text: str) -> Sign:
    return Sign(text, "opening" if text in _OPENING else "closing")


def _grid(rows: list[list[Formula]], kind: GridKind) -> Grid:
    columns = max(map(len, rows))
    empty: Formula = ()
    return Grid(tuple((*row, *[empty] * (columns - len(row))) for row in rows), kind)
