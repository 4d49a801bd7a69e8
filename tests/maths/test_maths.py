from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest

from publisher.exporters.docx.omml import display_math
from publisher.exporters.html.drawn import drawn
from publisher.exporters.html.mathml import mathml
from publisher.maths import BadFormulaError, linear, parse
from publisher.maths.commands import COMMANDS, GREEK
from tests.support.cases import GOLDEN, ROOT, exported

if TYPE_CHECKING:
    from pathlib import Path

LINES = [
    ("x^2 + y_1", "x² + y₁", "x^2 + y_1"),
    (r"\sqrt{a+b}", "√(a + b)", "sqrt(a + b)"),
    (r"\frac{a+b}{c}", "(a + b)/c", "(a + b)/c"),
    (r"\sum_{i=1}^n x_i", "∑_{i=1}^n x_i", "sum_{i=1}^n x_i"),
    (r"\frac12 mv^2", "(1/2)mv²", "(1/2)mv^2"),
    (r"-\beta t \le 5\,\%", "−βt ≤ 5 %", "-beta t <= 5 %"),
    (r"\hat{\beta} = (X'X)^{-1}X'y", "β̂ = (X′X)⁻¹X′y", "hat(beta) = (X'X)^{-1}X'y"),
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "(1, 2; 3, 4)", "(1, 2; 3, 4)"),
]


@pytest.mark.parametrize(("tex", "unicode", "spelled"), LINES)
def test_a_formula_is_said_in_one_line(tex: str, unicode: str, spelled: str) -> None:
    formula = parse(tex, display=False)
    assert linear(formula) == unicode
    assert linear(formula, ascii_only=True) == spelled


@pytest.mark.parametrize(
    ("tex", "at"), [(r"a + \alhpa", 4), (r"\frac{a}{b", 8), ("a}", 1), ("x^23", 2), ("a & b", 2), (r"\left( x", 0)]
)
def test_what_is_not_known_is_told_with_its_place(tex: str, at: int) -> None:
    with pytest.raises(BadFormulaError) as told:
        parse(tex, display=False)
    assert told.value.at == at
    assert told.value.hint


def test_the_guide_lists_every_command() -> None:
    chapter = (ROOT / "source/publisher-guide/chapters/mathematics.md").read_text(encoding="utf-8")
    named = {name for name in COMMANDS if f"`\\{name}`" in chapter}
    assert COMMANDS - named - set(GREEK) <= {"begin", "end", "\\", " "}


def test_every_operand_of_a_sum_is_in_it_for_word() -> None:
    xml = display_math(parse(r"\sum_i (a_i + b_i) + c", display=True), "center")
    assert xml.count("<m:nary>") == 1
    assert '<m:t xml:space="preserve">c</m:t>' in xml.split("</m:nary>")[1]


def test_a_drawing_has_no_names_and_is_the_same_every_time() -> None:
    formula = parse(r"\frac{a}{b}", display=True)
    first = drawn(formula, "a/b", display=True)
    drawn.cache_clear()
    assert drawn(formula, "a/b", display=True) == first
    assert " id=" not in first
    assert "<title>a/b</title>" in first


def test_mathml_says_what_it_shows() -> None:
    assert 'alttext="x²"' in mathml(parse("x^2", display=False), "x²", display=False)


def test_formulas_on_paper_are_tagged_as_such() -> None:
    case: Path = GOLDEN / "math"
    with pikepdf.open(io.BytesIO(exported(case, "pdf").content)) as document:
        said = [
            str(each.Alt)
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Formula"
        ]
    assert "g = (22.2 − 9.1)/9.1 = 144 %" in said
