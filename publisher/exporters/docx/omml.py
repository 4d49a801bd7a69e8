"""Formulas -> Office Math (ECMA-376 Part 1, clause 22.1), which Word edits as its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from publisher.exporters.docx.wordml import NOTHING, Xml, element, escape, joined
from publisher.model import Accent, Fence, Fraction, Grid, Group, Root, Scripts, Sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import Alphabet, Formula, Piece

__all__ = ["display_math", "inline_math"]

_INTEGRAL = "∫"
_SCRIPTS: Mapping[Alphabet, str] = {"double": "double-struck", "script": "script"}
_STYLES: Mapping[Alphabet, str] = {"upright": "p", "bold": "b", "double": "p", "script": "p"}
_MARKS: Mapping[str, str] = {
    "^": "\u0302",
    "¯": "\u0305",
    "~": "\u0303",
    "→": "\u20d7",
    "˙": "\u0307",
    "¨": "\u0308",
}
_BRACES = "⏞⏟"
_BINDING = frozenset("×·∗/∘,")
"""Operators that do not end what a sum or product is of."""
_EMPTY = "\u200b"
"""Stands where Word would draw a box for what is missing."""
_GAP_RULE = 3
"""The gap between columns is given in points (22.1.2.18)."""
_COLUMN_GAPS: Mapping[str, int] = {"matrix": 9, "cases": 12, "aligned": 0}
_SIDES: Mapping[str, tuple[str, str]] = {
    "matrix": ("center", "center"),
    "cases": ("left", "left"),
    "aligned": ("right", "left"),
}
_SPACES = ((0.9, "\N{EM SPACE}"), (0.25, "\N{MEDIUM MATHEMATICAL SPACE}"), (0.0, "\N{THIN SPACE}"))


def inline_math(formula: Formula) -> Xml:
    """Write a formula in a line of text (22.1.2.77)."""
    return _m("oMath", _Writer(display=False).run(formula))


def display_math(formula: Formula, side: str) -> Xml:
    """Write a formula as a paragraph's whole content (22.1.2.78), set to a side of it."""
    properties = _m("oMathParaPr", _value("jc", side))
    return _m("oMathPara", properties, _m("oMath", _Writer(display=True).run(formula)))


def _m(tag: str, *children: Xml) -> Xml:
    return element(f"m:{tag}", {}, *children)


def _value(tag: str, value: str | int) -> Xml:
    return element(f"m:{tag}", {"m:val": value})


def _text(text: str, *properties: Xml) -> Xml:
    kept = Xml(f'<m:t xml:space="preserve">{escape(text)}</m:t>')
    return _m("r", _m("rPr", *properties), kept) if properties else _m("r", kept)


def _operand_end(formula: Formula, start: int) -> int:
    """Return where what a sum is of ends: before the next sign that adds or compares, outside of brackets."""
    depth = 0
    for index in range(start, len(formula)):
        match formula[index]:
            case Sign(kind="opening"):
                depth += 1
            case Sign(kind="closing", text=")" | "]" | "}"):
                depth -= 1
                if depth < 0:
                    return index
            case Sign(kind="operator", large=False, text=text) if not depth and text not in _BINDING:
                return index
            case _:
                pass
    return len(formula)


def _argument_end(formula: Formula, start: int) -> int:
    """Return where what a function is of ends: behind the next piece, or behind the bracket that it opens."""
    if start >= len(formula):
        return start
    match formula[start]:
        case Sign(kind="opening"):
            depth = 0
            for index in range(start, len(formula)):
                piece = formula[index]
                base = piece.base if isinstance(piece, Scripts) else piece
                if isinstance(base, Sign):
                    depth += (base.kind == "opening") - (base.kind == "closing")
                if not depth:
                    return index + 1
            return len(formula)
        case Sign(kind="operator" | "closing" | "space" | "text", large=False):
            return start
        case _:
            return start + 1


def _bracketed(formula: Formula) -> Formula:
    """Let what stands on a closing bracket stand on all that it closes."""
    pieces: list[Piece] = []
    opened: list[int] = []
    for piece in formula:
        match piece:
            case Sign(kind="opening"):
                opened.append(len(pieces))
            case Sign(kind="closing", text=")" | "]" | "}") if opened:
                opened.pop()
            case Scripts(base=Sign(kind="closing", text=")" | "]" | "}" as closing)) if opened:
                start = opened.pop()
                opening = pieces[start]
                body = Fence(opening.text if isinstance(opening, Sign) else "", closing, tuple(pieces[start + 1 :]))
                pieces[start:] = [replace(piece, base=body)]
                continue
            case _:
                pass
        pieces.append(piece)
    return tuple(pieces)


@dataclass(frozen=True, slots=True)
class _Writer:
    display: bool

    def run(self, formula: Formula) -> Xml:
        """Write pieces; a sum and a function take up what they are of."""
        formula = _bracketed(formula)
        parts: list[Xml] = []
        index = 0
        while index < len(formula):
            piece = formula[index]
            base = piece.base if isinstance(piece, Scripts) else piece
            index += 1
            if isinstance(base, Sign) and base.large and base.kind == "operator":
                end = _operand_end(formula, index)
                parts.append(self.nary(base, piece, formula[index:end]))
                index = end
            elif isinstance(base, Sign) and base.kind == "function":
                end = _argument_end(formula, index)
                parts.append(self.function(piece, formula[index:end]))
                index = end
            else:
                parts.append(self.piece(piece))
        return joined(parts)

    def part(self, tag: str, formula: Formula) -> Xml:
        """Write an argument; one without content holds a blank, since Word marks what is missing."""
        return _m(tag, self.run(formula) if formula else _text(_EMPTY))

    def nary(self, base: Sign, piece: Piece, operand: Formula) -> Xml:
        """Write a sum, product or integral with its limits (22.1.2.70)."""
        below, above = (piece.below, piece.above) if isinstance(piece, Scripts) else ((), ())
        place = "undOvr" if self.display and base.text != _INTEGRAL else "subSup"
        properties = _m(
            "naryPr",
            _value("chr", base.text),
            _value("limLoc", place),
            NOTHING if below else _value("subHide", 1),
            NOTHING if above else _value("supHide", 1),
        )
        limits = (_m("sub", self.run(below)), _m("sup", self.run(above)))
        return _m("nary", properties, *limits, self.part("e", operand))

    def function(self, piece: Piece, argument: Formula) -> Xml:
        """Write the name of a function and what it is of (22.1.2.39)."""
        name = self.piece(piece)
        return _m("func", _m("fName", name), self.part("e", argument)) if argument else name

    def piece(self, piece: Piece) -> Xml:
        match piece:
            case Sign():
                return _sign(piece)
            case Fraction():
                rule = NOTHING if piece.ruled else _m("fPr", _value("type", "noBar"))
                return _m("f", rule, self.part("num", piece.top), self.part("den", piece.bottom))
            case Root():
                hidden = NOTHING if piece.degree else _m("radPr", _value("degHide", 1))
                return _m("rad", hidden, _m("deg", self.run(piece.degree)), self.part("e", piece.body))
            case Scripts():
                return self.scripts(piece)
            case Accent():
                return self.accent(piece)
            case Fence():
                brackets = (_value("begChr", piece.opening), _value("endChr", piece.closing))
                return _m("d", _m("dPr", *brackets), self.part("e", piece.body))
            case Grid():
                return self.grid(piece)
            case Group():
                return self.run(piece.body)
            case _:
                assert_never(piece)

    def scripts(self, scripts: Scripts) -> Xml:
        base, below, above = scripts.base, scripts.below, scripts.above
        body = _m("e", self.run((base,)))
        limited = isinstance(base, Sign) and base.large and self.display
        if limited or (isinstance(base, Accent) and base.mark in _BRACES):
            lowered = _m("limLow", body, _m("lim", self.run(below))) if below else NOTHING
            if not above:
                return lowered
            inner = _m("e", lowered) if below else body
            return _m("limUpp", inner, _m("lim", self.run(above)))
        lower, upper = _m("sub", self.run(below)), _m("sup", self.run(above))
        match bool(below), bool(above):
            case True, True:
                return _m("sSubSup", body, lower, upper)
            case True, False:
                return _m("sSub", body, lower)
            case _:
                return _m("sSup", body, upper)

    def accent(self, accent: Accent) -> Xml:
        body = self.part("e", accent.body)
        if accent.mark in _BRACES:
            side, edge = ("bot", "top") if accent.under else ("top", "bot")
            properties = (_value("chr", accent.mark), _value("pos", side), _value("vertJc", edge))
            return _m("groupChr", _m("groupChrPr", *properties), body)
        if accent.under or (accent.wide and accent.mark == "¯"):
            return _m("bar", _m("barPr", _value("pos", "bot" if accent.under else "top")), body)
        return _m("acc", _m("accPr", _value("chr", _MARKS[accent.mark])), body)

    def grid(self, grid: Grid) -> Xml:
        """Write rows and columns (22.1.2.68); aligned lines too, so that every reader of the file sets them alike."""
        sides = _SIDES[grid.kind]
        columns = [
            _m("mc", _m("mcPr", _value("count", 1), _value("mcJc", sides[index % 2])))
            for index in range(len(grid.rows[0]))
        ]
        properties = _m(
            "mPr",
            _value("plcHide", 1),
            _value("cGpRule", _GAP_RULE),
            _value("cGp", _COLUMN_GAPS[grid.kind] * 20),
            _m("mcs", *columns),
        )
        rows = [_m("mr", *(self.cell(cell) for cell in row)) for row in grid.rows]
        return _m("m", properties, *rows)

    def cell(self, cell: Formula) -> Xml:
        """Write a cell; before an operator at its beginning stands a blank for what it lacks."""
        begins = bool(cell) and isinstance(cell[0], Sign) and cell[0].kind == "operator"
        return _m("e", _text(_EMPTY), self.run(cell)) if begins else self.part("e", cell)


def _sign(sign: Sign) -> Xml:
    match sign.kind:
        case "letter" if len(sign.text) > 1:
            return _text(sign.text, _m("nor"))
        case "letter" | "number":
            script, style = _SCRIPTS.get(sign.alphabet), _STYLES.get(sign.alphabet)
            properties = (
                _value("scr", script) if script else NOTHING,
                _value("sty", style) if style and (sign.kind == "letter" or style != "p") else NOTHING,
            )
            return _text(sign.text, *(each for each in properties if each))
        case "operator" | "opening" | "closing":
            return _text(sign.text)
        case "function" | "text":
            return _text(sign.text, _m("nor"))
        case "space":
            return _text(next(blank for width, blank in _SPACES if sign.width >= width), _m("nor"))
        case _:
            assert_never(sign.kind)
