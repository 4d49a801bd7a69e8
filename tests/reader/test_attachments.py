from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.model import Attachment
from tests.support.marked import read_marked

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
FILES: dict[str, str | bytes] = {
    "part.md": "![x](<a b.svg>)\n",
    "a b.svg": SVG,
    "t.csv": "a,b\n1,2\n",
    "facts.yaml": "facts: {}\n",
    "unused.md": "not read",
}
BODY = ":::{include} part.md\n:::\n\n:::{csv-table} T\n:file: t.csv\n:::\n"


def test_all_files_that_were_read_are_attached_and_no_others(tmp_path: Path) -> None:
    head = "---\ntitle: T\nattach-source: true\n---\n\n"
    outcome = read_marked(tmp_path, head + BODY, FILES)
    assert outcome.codes == []
    assert outcome.document.attachments == (
        Attachment("a b.svg", "image/svg+xml", SVG.encode()),
        Attachment("facts.yaml", "application/yaml", b"facts: {}\n"),
        Attachment("index.md", "text/markdown", (head + BODY).encode()),
        Attachment("part.md", "text/markdown", b"![x](<a b.svg>)\n"),
        Attachment("t.csv", "text/csv", b"a,b\n1,2\n"),
    )


def test_nothing_is_attached_unless_that_is_wished(tmp_path: Path) -> None:
    assert read_marked(tmp_path, BODY, FILES).document.attachments == ()
