"""A formula in one line of characters: what plain text shows and a screen reader says of a drawn formula."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from publisher.maths.commands import DOUBLE, SPELLINGS
from publisher.model import Accent, Fence, Fraction, Grid, Group, Root, Scripts, Sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import Formula, Piece

__all__ = ["linear"]

_RAISED = dict(zip(map(ord, "0123456789+−n′"), "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ′", strict=True))
_LOWERED = dict(zip(map(ord, "0123456789+−"), "₀₁₂₃₄₅₆₇₈₉₊₋", strict=True))
_COMBINING: Mapping[str, str] = {
    "^": "\u0302",
    "¯": "\u0304",
    "~": "\u0303",
    "→": "\u20d7",
    "˙": "\u0307",
    "¨": "\u0308",
}
_NAMES: Mapping[str, str] = {
    "^": "hat",
    "¯": "bar",
    "~": "tilde",
    "→": "vec",
    "˙": "dot",
    "¨": "ddot",
    "_": "underline",
    "⏞": "",
    "⏟": "",
}
_LETTER = "[A-Za-z\u0370-\u03ff]"
_WORDS = re.compile(rf"{_LETTER}{{2}}\0(?:{_LETTER}|\d)|(?:{_LETTER}|\d)\0{_LETTER}{{2}}")
"""Where words would run into each other or into a letter."""
_NO_BREAK = "\N{NO-BREAK SPACE}"
_CUBE = "3"
_TIGHT = frozenset(",;/∘")
_BEHIND = frozenset(",;")


def linear(formula: Formula, *, ascii_only: bool = False) -> str:
    """Write a formula in a line, or with aligned lines one below the other."""
    writer = _Writer(ascii_only)
    match formula:
        case (Grid(kind="aligned", rows=rows),):
            return writer.aligned(rows)
        case _:
            return writer.line(formula)


def _row(cells: tuple[Formula, ...]) -> Formula:
    return tuple(piece for cell in cells for piece in cell)


def _is_operator(piece: Piece | None) -> bool:
    """Whether what stands beside a piece parts it from the rest."""
    match piece:
        case None | Sign(kind="operator" | "opening" | "closing" | "space" | "text"):
            return True
        case Scripts(base=Sign(large=True)):
            return True
        case _:
            return False


def _closes(after: Piece | None) -> bool:
    return isinstance(after, Sign) and after.kind == "closing"


def _stands_apart(before: Piece) -> bool:
    """Whether a function's name needs no space after a piece."""
    return isinstance(before, Sign) and before.kind in {"operator", "opening", "space", "text"}


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes pieces; `tight` leaves the spaces out, as in scripts."""

    ascii_only: bool
    tight: bool = False

    def line(self, formula: Formula) -> str:
        """Write pieces side by side."""
        parts: list[str] = []
        before: Piece | None = None
        for index, piece in enumerate(formula):
            after = formula[index + 1] if index + 1 < len(formula) else None
            text = self.placed(piece, before, after)
            if parts and _WORDS.search(f"{parts[-1]}\0{text}"):
                text = f" {text}"
            parts.append(text)
            before = piece
        return " ".join("".join(parts).split()) if not self.tight else "".join(parts).strip()

    def aligned(self, rows: tuple[tuple[Formula, ...], ...]) -> str:
        """Write lines one below the other, with what stands before the first `&` at their right."""
        before = [self.line(row[0]) for row in rows]
        widths = [sum(not unicodedata.combining(each) for each in text) for text in before]
        lines = []
        for row, width in zip(rows, widths, strict=True):
            blank = _NO_BREAK * (max(widths) - width) if len(row) > 1 else ""
            lines.append(f"{blank}{self.line(_row(row))}")
        return "\n".join(lines)

    def placed(self, piece: Piece, before: Piece | None, after: Piece | None) -> str:
        """Write a piece with the spaces that its neighbours ask for."""
        text = self.piece(piece)
        match piece:
            case Sign(kind="operator", large=False):
                return self.operator(piece, text, before, after)
            case Fraction() if not (_is_operator(before) and _is_operator(after)):
                return f"({text})"
            case Sign(kind="function") | Sign(large=True) | Scripts(base=Sign(kind="function") | Sign(large=True)):
                base = piece.base if isinstance(piece, Scripts) else piece
                bracket = isinstance(after, Fence) or (isinstance(after, Sign) and after.kind == "opening")
                close = (bracket and not (isinstance(base, Sign) and base.kind == "operator")) or _closes(after)
                lead = "" if before is None or _stands_apart(before) else " "
                return f"{lead}{text}" if close or after is None else f"{lead}{text} "
            case _:
                return text

    def operator(self, sign: Sign, text: str, before: Piece | None, after: Piece | None) -> str:
        if sign.text in _BEHIND:
            return text if self.tight else f"{text} "
        begins = before is None or (isinstance(before, Sign) and before.kind in {"operator", "opening"})
        words = text.strip().replace(" ", "").isalpha()
        if words:
            return f" {text.strip()} "
        if begins and sign.text in "−+±∓¬∀∃":
            return text
        if self.tight or sign.text in _TIGHT:
            return text
        return f" {text} " if after is not None else f" {text}"

    def spelled(self, text: str) -> str:
        return "".join([SPELLINGS.get(each, each) for each in text]) if self.ascii_only else text

    def piece(self, piece: Piece) -> str:
        match piece:
            case Sign():
                return self.sign(piece)
            case Fraction():
                top, bottom = self.operand(piece.top), self.operand(piece.bottom)
                return f"{top}/{bottom}" if piece.ruled else f"{self.line(piece.top)} over {self.line(piece.bottom)}"
            case Root():
                return self.root(piece)
            case Scripts():
                return self.scripts(piece)
            case Accent():
                return self.accent(piece)
            case Fence():
                return self.fence(piece)
            case Grid():
                return self.grid(piece)
            case Group():
                return self.line(piece.body)
            case _:
                assert_never(piece)

    def sign(self, sign: Sign) -> str:
        match sign.kind:
            case "space":
                return " "
            case "text":
                return sign.text
            case _:
                text = DOUBLE.get(sign.text, sign.text) if sign.alphabet == "double" else sign.text
                return self.spelled(text)

    def operand(self, formula: Formula) -> str:
        """Write a numerator or denominator: bare where it is one piece, else in parentheses."""
        text = self.line(formula)
        match formula:
            case (Sign(kind="text"),):
                return text if " " not in text else f"({text})"
            case (Sign() | Scripts(base=Sign()) | Accent(),):
                return text if " " not in text else f"({text})"
            case (Fence(opening="("),):
                return text
            case _:
                return f"({text})"

    def root(self, root: Root) -> str:
        body = self.line(root.body)
        degree = self.line(root.degree)
        sign = self.spelled("∛" if degree == _CUBE else "√")
        if degree in {"", _CUBE}:
            simple = len(body) == 1 and not self.ascii_only
            return f"{sign}{body}" if simple else f"{sign}({body})"
        return f"root({degree}, {body})" if self.ascii_only else f"√[{degree}]({body})"

    def scripts(self, scripts: Scripts) -> str:
        base = self.piece(scripts.base)
        if isinstance(scripts.base, Fraction | Group) or (" " in base and not base.endswith(")")):
            base = f"({base})"
        limits = isinstance(scripts.base, Sign) and scripts.base.large
        below = self.script("_", scripts.below, {} if limits else _LOWERED)
        above = self.script("^", scripts.above, {} if limits else _RAISED)
        return f"{base}{below}{above}"

    def script(self, mark: str, formula: Formula, forms: Mapping[int, str]) -> str:
        if not formula:
            return ""
        text = _Writer(self.ascii_only, tight=True).line(formula)
        if text.strip("'′") == "":
            return text
        if not self.ascii_only and all(ord(each) in forms for each in text):
            return text.translate(forms)
        return f"{mark}{text}" if len(text) == 1 or text.isdecimal() else f"{mark}{{{text}}}"

    def accent(self, accent: Accent) -> str:
        body = self.line(accent.body)
        name = _NAMES[accent.mark]
        if not name:
            return f"({body})"
        if len(body) == 1 and accent.mark in _COMBINING and not self.ascii_only:
            return unicodedata.normalize("NFC", body + _COMBINING[accent.mark])
        return f"{name}({body})"

    def fence(self, fence: Fence) -> str:
        opening, closing = self.spelled(fence.opening), self.spelled(fence.closing)
        body = self.line(fence.body)
        if not fence.closing and isinstance(fence.body[0] if fence.body else None, Grid):
            return f"{opening} {body} }}" if opening == "{" else f"{opening}{body}"
        return f"{opening}{body}{closing}"

    def grid(self, grid: Grid) -> str:
        match grid.kind:
            case "matrix":
                return "; ".join(", ".join(map(self.line, row)) for row in grid.rows)
            case "cases":
                return "; ".join(" ".join(filter(None, map(self.line, row))) for row in grid.rows)
            case "aligned":
                return "; ".join(self.line(_row(row)) for row in grid.rows)
            case _:
                assert_never(grid.kind)
