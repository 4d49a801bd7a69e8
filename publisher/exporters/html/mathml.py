"""Formulas -> MathML (MathML Core): for the page itself, and for what draws it on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from publisher.exporters.html.markup import attributes, escape
from publisher.model import Accent, Fence, Fraction, Grid, Group, Root, Scripts, Sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import Alphabet, Formula, GridKind, Piece

__all__ = ["mathml"]

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_GAP = f'<mspace width="{3 / 18:.3f}em"/>'
"""Between the name of a function and what stands beside it."""
_NO_BREAK = "\N{NO-BREAK SPACE}"
_INTEGRAL = "∫"
_BRACES = "⏞⏟"
_UNARY = frozenset("−+±∓")
_STYLED: Mapping[Alphabet, tuple[tuple[str, str, int], ...]] = {
    "bold": (("A", "Z", 0x1D400), ("a", "z", 0x1D41A), ("0", "9", 0x1D7CE), ("Α", "Ω", 0x1D6A8), ("α", "ω", 0x1D6C2)),
    "double": (("A", "Z", 0x1D538), ("a", "z", 0x1D552), ("0", "9", 0x1D7D8)),
    "script": (("A", "Z", 0x1D49C), ("a", "z", 0x1D4B6)),
}
"""Where an alphabet begins in Unicode."""
_HOLES: Mapping[str, str] = {
    **{chr(0x1D538 + ord(each) - ord("A")): known for each, known in zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)},
    **{chr(0x1D49C + ord(each) - ord("A")): known for each, known in zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True)},
    **{chr(0x1D4B6 + ord(each) - ord("a")): known for each, known in zip("ego", "ℯℊℴ", strict=True)},
}
"""Letters that Unicode had before it had the alphabets."""
_WIDE: Mapping[str, tuple[str, str]] = {
    "^": ("^", "\u0302"),
    "~": ("~", "\u0303"),
    "¯": ("‾", "―"),
    "_": ("_", "_"),
    "⏞": ("⏞", "⏞"),
    "⏟": ("⏟", "⏟"),
}
"""The character of a wide mark: on a screen, on paper."""
_ALIGN: Mapping[GridKind, tuple[str, str]] = {
    "matrix": ("center", "center"),
    "cases": ("left", "left"),
    "aligned": ("right", "left"),
}
_SPACING: Mapping[GridKind, str] = {"matrix": "0.8em", "cases": "1em", "aligned": "0em 2em"}


def mathml(formula: Formula, text: str, *, display: bool, paper: bool = False) -> str:
    """Write a formula; `text` says it where MathML is not understood.

    For paper it is written for ziamath, which takes other characters for some wide marks.
    """
    opening = attributes(
        xmlns=_NAMESPACE,
        display="block" if display else None,
        displaystyle="false" if paper and not display else None,
        alttext=" ".join(text.split()),
    )
    return f"<math{opening}>{_Writer(display, paper).row(formula)}</math>"


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands beside a piece."""

    before: Piece | None = None
    after: Piece | None = None


def _may_touch(piece: Piece | None) -> bool:
    """Whether no space is needed between a piece and the name of a function."""
    if isinstance(piece, Sign):
        return piece.kind in {"operator", "opening", "space", "text"}
    return piece is None


def _stands_apart(piece: Piece) -> bool:
    base = piece.base if isinstance(piece, Scripts) else piece
    return isinstance(base, Sign) and base.kind == "function"


@dataclass(frozen=True, slots=True)
class _Writer:
    display: bool
    paper: bool

    def run(self, formula: Formula) -> str:
        parts = []
        for index, piece in enumerate(formula):
            around = _Around(
                formula[index - 1] if index else None, formula[index + 1] if index + 1 < len(formula) else None
            )
            written = self.piece(piece, around)
            if _stands_apart(piece):
                before = "" if _may_touch(around.before) else _GAP
                closed = isinstance(around.after, Fence) or (
                    isinstance(around.after, Sign) and around.after.kind == "closing"
                )
                after = "" if closed or _may_touch(around.after) else _GAP
                written = f"{before}{written}{after}"
            parts.append(written)
        return "".join(parts)

    def row(self, formula: Formula) -> str:
        """Write a formula as one element."""
        match formula:
            case (Sign(kind="operator" | "function"),):
                return f"<mrow>{self.run(formula)}</mrow>"
            case (_,):
                return self.run(formula)
            case _:
                return f"<mrow>{self.run(formula)}</mrow>"

    def piece(self, piece: Piece, around: _Around) -> str:
        match piece:
            case Sign():
                return _sign(piece, around)
            case Fraction():
                rule = "" if piece.ruled else attributes(linethickness="0")
                return f"<mfrac{rule}>{self.row(piece.top)}{self.row(piece.bottom)}</mfrac>"
            case Root():
                if piece.degree:
                    return f"<mroot>{self.row(piece.body)}{self.row(piece.degree)}</mroot>"
                return f"<msqrt>{self.row(piece.body)}</msqrt>"
            case Scripts():
                return self.scripts(piece)
            case Accent():
                return self.accent(piece)
            case Fence():
                opening, closing = _bracket(piece.opening, "prefix"), _bracket(piece.closing, "postfix")
                return f"<mrow>{opening}{self.row(piece.body)}{closing}</mrow>"
            case Grid():
                return self.grid(piece)
            case Group():
                return f"<mrow>{self.run(piece.body)}</mrow>"
            case _:
                assert_never(piece)

    def scripts(self, scripts: Scripts) -> str:
        base = scripts.base
        over = self.display and isinstance(base, Sign) and base.large and base.text != _INTEGRAL
        over = over or (isinstance(base, Accent) and base.mark in _BRACES)
        parts = "".join(self.row(each) for each in (scripts.below, scripts.above) if each)
        match bool(scripts.below), bool(scripts.above):
            case True, True:
                tag = "munderover" if over else "msubsup"
            case True, False:
                tag = "munder" if over else "msub"
            case _:
                tag = "mover" if over else "msup"
        set_base = self.piece(base, _Around())
        if self.paper and not over and isinstance(base, Sign) and base.large and base.kind == "operator":
            closed = set_base.replace("<mo", f"<mo{attributes(rspace='0em')}", 1)  # else its space parts the scripts
            return f"<mrow><{tag}>{closed}{parts}</{tag}>{_GAP}</mrow>"
        return f"<{tag}>{set_base}{parts}</{tag}>"

    def accent(self, accent: Accent) -> str:
        tag, role = ("munder", "accentunder") if accent.under else ("mover", "accent")
        mark = _WIDE[accent.mark][self.paper] if accent.wide else accent.mark
        sides = attributes(stretchy="true" if accent.wide else "false", lspace="0em", rspace="0em")
        return f'<{tag} {role}="true">{self.row(accent.body)}<mo{sides}>{escape(mark)}</mo></{tag}>'

    def grid(self, grid: Grid) -> str:
        sides = _ALIGN[grid.kind]
        rows = []
        for row in grid.rows:
            cells = "".join(
                f'<mtd class="{sides[index % 2]}">{self.row(cell) if cell else ""}</mtd>'
                for index, cell in enumerate(row)
            )
            rows.append(f"<mtr>{cells}</mtr>")
        opening = attributes(
            class_=grid.kind,
            displaystyle="true" if grid.kind == "aligned" else None,
            columnalign=" ".join(sides) if self.paper else None,
            columnspacing=_SPACING[grid.kind] if self.paper else None,
        )
        return f"<mtable{opening}>{''.join(rows)}</mtable>"


def _sign(sign: Sign, around: _Around) -> str:
    text = escape(sign.text)
    match sign.kind:
        case "letter":
            return _letter(sign)
        case "number":
            return f"<mn>{escape(_cut(sign))}</mn>"
        case "operator":
            return f"<mo{_form(sign, around)}>{text}</mo>"
        case "opening":
            return f'<mo form="prefix" stretchy="false">{text}</mo>'
        case "closing":
            return f'<mo form="postfix" stretchy="false">{text}</mo>'
        case "function":
            return f"<mi{attributes(mathvariant='normal' if len(sign.text) == 1 else None)}>{text}</mi>"
        case "text":
            return f"<mtext>{text.replace(' ', _NO_BREAK)}</mtext>"
        case "space":
            return f'<mspace width="{sign.width:.3f}em"/>'
        case _:
            assert_never(sign.kind)


def _letter(sign: Sign) -> str:
    upright = sign.alphabet == "upright" and len(sign.text) == 1
    return f"<mi{attributes(mathvariant='normal' if upright else None)}>{escape(_cut(sign))}</mi>"


def _cut(sign: Sign) -> str:
    """Return letters and figures in their alphabet."""
    if sign.alphabet not in _STYLED:
        return sign.text
    return "".join(_styled(each, sign.alphabet) for each in sign.text)


def _styled(character: str, alphabet: Alphabet) -> str:
    for first, last, begin in _STYLED[alphabet]:
        if first <= character <= last:
            styled = chr(begin + ord(character) - ord(first))
            return _HOLES.get(styled, styled)
    return character


def _form(sign: Sign, around: _Around) -> str:
    """Say how an operator stands that has something on one side only."""
    before = around.before
    begins = before is None or (isinstance(before, Sign) and before.kind in {"operator", "opening"})
    if sign.text in _UNARY and begins:
        return attributes(form="prefix", lspace="0em", rspace="0em")
    if sign.text == "/":
        return attributes(lspace="0em", rspace="0em")
    if sign.large:
        return attributes(movablelimits="false") if sign.text != _INTEGRAL else ""
    return attributes(form="infix") if before is None or around.after is None else ""


def _bracket(text: str, form: str) -> str:
    return f"<mo{attributes(form=form, stretchy='true')}>{escape(text)}</mo>" if text else ""
