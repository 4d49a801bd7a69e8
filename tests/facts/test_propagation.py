"""One value is changed in a copy of the Peru briefing: it changes everywhere, and `--uses` had named each place."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from publisher import export, prepare, read
from publisher.facts import survey
from publisher.model import Chart, Document, FactReference, Image
from publisher.preparation.coverage import METADATA_TEXTS
from publisher.traverse import walk_document
from tests.facts.peru import SLUG, TODAY, changed, copied
from tests.support.extracts import extract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.config import Workspace
    from publisher.diagnostics import Location

FORMATS = ("pdf", "docx", "html", "txt", "ascii")
EDITIONS = ("", ".es", ".ar")
OLD, NEW = "22.2", "23.3"
OLD_GROWTH, NEW_GROWTH = "144", "156"
PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="5"/></svg>'


@dataclass(frozen=True)
class Copies:
    """The briefing before and after the change."""

    workspaces: tuple[Workspace, Workspace]

    def documents(self, edition: str) -> tuple[Document, Document]:
        """Return an edition as it was, and as it is."""
        before, after = (_prepared(each, edition) for each in self.workspaces)
        return before, after


@lru_cache
def _prepared(workspace: Workspace, edition: str) -> Document:
    return prepare(read(workspace.path_of(SLUG + edition), root=workspace.root), today=TODAY)


@lru_cache
def _exported(workspace: Workspace, edition: str, name: str) -> bytes:
    return export(_prepared(workspace, edition), name).content


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    before, after = (copied(tmp_path_factory.mktemp(name)) for name in ("before", "after"))
    for workspace in (before, after):  # what is drawn by hand knows no facts
        for drawing in (workspace.source / SLUG).glob("images/*.svg"):
            drawing.write_text(PLAIN, encoding="utf-8")
    changed(after, "facts.yaml", r"(^  goods-2022:\s+value: )22\.2e9", "23.3e9")
    changed(after, "facts.yaml", r"goods-growth > 1\.43", "goods-growth > 1.55")
    changed(after, "facts.yaml", r"goods-growth < 1\.45", "goods-growth < 1.57")
    return Copies((before, after))


def _count(number: str, text: str) -> int:
    return len(re.findall(rf"(?<![\d.]){re.escape(number)}(?![\d]|\.\d)", text))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_figure_changes_in_every_format_and_the_old_one_is_nowhere_left(
    copies: Copies, edition: str, name: str
) -> None:
    before, after = (extract(name, _exported(each, edition, name)).text for each in copies.workspaces)
    figures = [each.replace(".", "," if edition == ".es" else ".") for each in (OLD, NEW)]
    for old, new in (figures, (OLD_GROWTH, NEW_GROWTH)):
        assert _count(old, before) == _count(new, after) > 0
        assert _count(old, after) == _count(new, before) == 0


def test_it_changes_in_prose_tables_key_facts_descriptions_summary_and_annex(copies: Copies) -> None:
    before, after = copies.documents("")
    workspace = copies.workspaces[0]
    found = survey(workspace.path_of(SLUG), workspace.root, TODAY).of("goods-2022")
    assert found is not None
    named = {(use.at.path, use.at.line) for use in found.uses if use.at}
    kinds = {use.where.partition(",")[0] for use in found.uses}
    assert kinds >= {"text", "table", "key facts", "alternative text", "caption", "summary", "annex"}
    changes = [at for at in _changes(before, after) if at]
    assert {(at.path, at.line) for at in changes} <= named
    shown = {(use.at.path, use.at.line) for use in found.uses if use.at and use.form != "as-of"}
    assert shown == {(at.path, at.line) for at in changes} | {
        (use.at.path, use.at.line) for use in found.uses if use.where == "alternative text" and use.at
    }


def _changes(before: Document, after: Document) -> Iterator[Location | None]:
    """Yield where two documents say different things."""
    for one, other in zip(walk_document(before), walk_document(after), strict=True):
        match one, other:
            case FactReference(text=first), FactReference(text=second) if first != second:
                yield one.at
            case Image(alt=first), Image(alt=second):
                assert (first != second) == (OLD in first)
                assert first.replace(OLD, NEW) == second
            case _:
                assert type(one) is type(other)
    for key in METADATA_TEXTS:
        if getattr(before.metadata, key) != getattr(after.metadata, key):
            yield before.metadata.places[key]


def _described_anew(before: Document, after: Document) -> Iterator[Location | None]:
    """Yield the charts whose alternative text changes; in these editions it is always made of the data."""
    for one, other in zip(walk_document(before), walk_document(after), strict=True):
        if isinstance(one, Chart) and isinstance(other, Chart) and one.alt != other.alt:
            yield one.at


@pytest.mark.parametrize("edition", EDITIONS[1:])
def test_every_place_of_a_translation_is_named(copies: Copies, edition: str) -> None:
    before, after = copies.documents(edition)
    workspace = copies.workspaces[0]
    found = survey(workspace.path_of(SLUG + edition), workspace.root, TODAY).of("goods-2022")
    assert found is not None
    changes = {(at.path, at.line) for at in (*_changes(before, after), *_described_anew(before, after)) if at}
    assert changes == {(use.at.path, use.at.line) for use in found.uses if use.at and use.form != "as-of"}


def test_alternative_texts_change(copies: Copies) -> None:
    before, after = (
        [node.alt for node in walk_document(each) if isinstance(node, Chart | Image)] for each in copies.documents("")
    )
    assert any(OLD in alt for alt in before)
    assert any(NEW in alt for alt in after)
    assert not any(OLD in alt for alt in after)
    html = _exported(copies.workspaces[1], "", "html").decode()
    assert re.search(rf'(?:alt|aria-label)="[^"]*\{"$"}{NEW} billion', html)


def test_machines_get_the_new_value(copies: Copies) -> None:
    workspace = copies.workspaces[1]
    page = _exported(workspace, "", "html").decode()
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    observed = {each["identifier"]: each["value"] for each in json.loads(script)["mentions"]}
    with pikepdf.open(io.BytesIO(_exported(workspace, "", "pdf"))) as pdf:
        attached: Any = json.loads(pdf.attachments["facts.json"].get_file().read_bytes())
    listed = {each["key"]: each["value"] for each in attached["facts"]}
    with zipfile.ZipFile(io.BytesIO(_exported(workspace, "", "docx"))) as package:
        part = package.read("customXml/item1.xml").decode()
    for values in (observed, listed):
        assert values["goods-2022"] == "23300000000"
        assert values["goods-growth"].startswith("1.56")
    assert 'value="23300000000"' in part
    assert "22200000000" not in part + script + json.dumps(attached)
