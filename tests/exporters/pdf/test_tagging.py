"""What the layout engine leaves out of tagged PDF: what the head cells of a table head."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from tests.support.cases import CASES, DOCUMENTS, GOLDEN, TRANSLATIONS, exported

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def cells(folder: Path) -> list[tuple[str, str, bool]]:
    """Return tag, scope and whether it names its heads, for each table cell in the structure of a PDF."""
    with pikepdf.open(io.BytesIO(exported(folder, "pdf").content)) as pdf:
        return list(_cells(pdf.Root.StructTreeRoot))


def _cells(node: Any) -> Iterator[tuple[str, str, bool]]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid.S in ("/TH", "/TD"):
                attributes: Any = kid.get("/A", {})
                yield str(kid.S)[1:], str(attributes.get("/Scope", ""))[1:], "/Headers" in attributes
            yield from _cells(kid)


@pytest.mark.parametrize("folder", CASES + DOCUMENTS + TRANSLATIONS, ids=lambda folder: folder.name)
def test_every_head_cell_says_what_it_heads(folder: Path) -> None:
    assert {scope for tag, scope, _ in cells(folder) if tag == "TH"} <= {"Column", "Row"}


def test_joined_tables_have_heads_of_rows_and_columns_and_no_miscounted_references() -> None:
    found = cells(GOLDEN / "tables-joined")
    assert {scope for tag, scope, _ in found if tag == "TH"} == {"Column", "Row"}
    assert not any(named for _, _, named in found[:40])
