"""Every construct of the model has a golden case, in every format; the guide's table of them is made here."""

from __future__ import annotations

import csv
import io
import re
from typing import get_args

from publisher.model import Block, Inline
from publisher.traverse import walk_document
from tests.support.cases import CASES, FORMATS, ROOT, prepared

TABLE = ROOT / "source" / "publisher-guide" / "data" / "constructs.csv"
PLAIN = {"Text", "SoftBreak", "Heading"}
"""What every paragraph consists of; and a heading inside a block, which is a loss and so in no golden case."""
_MOST = 4
"""Cases that the table names."""


def shown_by() -> dict[str, list[str]]:
    """Return the golden cases of each construct, by its name in the model."""
    found: dict[str, list[str]] = {kind.__name__: [] for kind in (*get_args(Block), *get_args(Inline))}
    for case in CASES:
        for name in sorted({type(node).__name__ for node in walk_document(prepared(case))}):
            found[name].append(case.name)
    return {name: cases for name, cases in found.items() if name not in PLAIN}


def as_csv(found: dict[str, list[str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["Construct", "Golden cases", "PDF", "Word", "Web", "Text"])
    for name, cases in sorted(found.items()):
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()
        named = [*cases[:_MOST], "…"] if len(cases) > _MOST else cases
        writer.writerow([words, ", ".join(named), *["yes"] * 4])
    return stream.getvalue()


def test_every_construct_has_a_case_in_every_format() -> None:
    assert {name for name, cases in shown_by().items() if not cases} == set()
    for case in CASES:
        assert all((case / f"expected.{name}").is_file() for name in FORMATS)


def test_the_guide_lists_them(*, accept: bool) -> None:
    table = as_csv(shown_by())
    if accept:
        TABLE.write_text(table, encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == table
