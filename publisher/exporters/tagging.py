"""What the layout engine leaves out of tagged PDF: the language of passages, and what the head cells of a table head."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["tags_completed"]

_PAGE = frozenset(("html", "body"))
"""Elements whose language is that of the document (`Lang` in the catalogue)."""
_SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}


@contextmanager
def tags_completed() -> Iterator[None]:
    """Complete the structure while a PDF is written (ISO 14289-1, 7.2 and 7.5; ISO 32000-1, 14.8.5.7 and 14.9.2)."""
    from weasyprint.pdf import tags

    build = tags._build_box_tree  # noqa: SLF001  there is no other place where an element and its tag are both at hand
    cells: list[Any] = []

    def build_completely(box: Any, *rest: Any) -> Iterator[Any]:
        for structure in build(box, *rest):
            element = getattr(box, "element", None)
            if element is not None:
                _tell_language(structure, element)
                _tell_scope(structure, element)
            match structure["S"]:
                case "/TH" | "/TD":
                    cells.append(structure)
                case "/Table":
                    _trust_scopes(cells)
                    cells.clear()
                case _:
                    pass
            yield structure

    tags._build_box_tree = build_completely  # noqa: SLF001
    try:
        yield
    finally:
        tags._build_box_tree = build  # noqa: SLF001


def _tell_language(structure: Any, element: Any) -> None:
    from pydyf import String

    lang = element.get("lang") if element.tag not in _PAGE else None
    if lang and "Lang" not in structure:
        structure["Lang"] = String(lang)


def _tell_scope(structure: Any, element: Any) -> None:
    if structure["S"] == "/TH":
        structure["A"]["Scope"] = _SCOPES[element.get("scope", "col")]


def _trust_scopes(cells: list[Any]) -> None:
    """Leave the heads of cells to scopes in a table with joined cells, whose columns the layout engine counts wrong."""
    if any({"ColSpan", "RowSpan"} & {*cell["A"]} for cell in cells):
        for cell in cells:
            cell["A"].pop("Headers", None)
