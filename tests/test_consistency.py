"""The four formats say the same thing: each artifact is held against the document it was made of."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest

from publisher.exporters.text.spelling import spell, unspelled
from publisher.languages import direction
from publisher.model import FactReference, ForeignPassage, ForeignWords, Link, Section
from publisher.traverse import plain_text, walk_document
from tests.support.cases import CASES, DOCUMENTS, FORMATS, TRANSLATIONS, exported, prepared_for
from tests.support.extracts import extract
from tests.support.sayings import BREAK, count, everything, missing, numbers, squash

if TYPE_CHECKING:
    from pathlib import Path

ALL = [*DOCUMENTS, *TRANSLATIONS, *CASES]
every_document = pytest.mark.parametrize("folder", ALL, ids=lambda folder: folder.name)
every_format = pytest.mark.parametrize("name", FORMATS)


def runs_from_right(folder: Path, name: str) -> bool:
    """Whether words of a PDF run from right to left, of which its reader gives the order as it is seen."""
    nodes = walk_document(prepared_for(folder, name))
    tags = [
        prepared_for(folder, name).metadata.lang,
        *(each.lang for each in nodes if isinstance(each, ForeignWords | ForeignPassage)),
    ]
    return name == "pdf" and any(direction(tag) == "rtl" for tag in tags)


def test_there_is_something_to_hold_together() -> None:
    assert {folder.name for folder in DOCUMENTS} >= {"us-peru-relations", "publisher-guide"}


@every_format
@every_document
def test_everything_that_is_said_is_in_the_artifact(folder: Path, name: str) -> None:
    said = everything(prepared_for(folder, name), numbered=name != "docx")  # Word numbers headings itself
    text = extract(name, exported(folder, name).content).text
    if name in {"txt", "ascii"} or runs_from_right(folder, name):  # cells stand side by side, so single words are held
        said = [word for each in said for word in each.replace(BREAK, " ").split()]
    if name == "ascii":
        said = [word for word in said if not unspelled(word)]
    assert missing(said, squash(text), pieces=3 if name == "pdf" else 1) == []


@every_format
@every_document
def test_every_number_is_in_the_artifact_as_often_as_it_is_said(folder: Path, name: str) -> None:
    if runs_from_right(folder, name):
        pytest.skip("the reader of PDF runs the figures of such a row together")
    said = numbers("\n".join(everything(prepared_for(folder, name), numbered=name != "docx")))
    text = extract(name, exported(folder, name).content).text
    assert {number: times for number, times in said.items() if count(number, text) < times} == {}


@every_format
@every_document
def test_every_fact_is_in_the_artifact_as_it_is_formatted(folder: Path, name: str) -> None:
    facts = {node.text for node in walk_document(prepared_for(folder, name)) if isinstance(node, FactReference)}
    text = squash(extract(name, exported(folder, name).content).text)
    if name not in {"txt", "ascii"} and not runs_from_right(folder, name):
        assert {fact for fact in facts if squash(fact) not in text} == set()


@every_format
@every_document
def test_headings_and_links_are_the_document_s(folder: Path, name: str) -> None:
    document = prepared_for(folder, name)
    found = extract(name, exported(folder, name).content)
    sections = [node for node in walk_document(document) if isinstance(node, Section)]
    headings = [plain_text(section.title) for section in sections]
    targets = {node.target for node in walk_document(document) if isinstance(node, Link)}
    if found.headings is None:
        lines = {squash(line) for line in found.text.splitlines()}
        for section, heading in zip(sections, headings, strict=True):
            words = squash(spell(f"{section.number} {heading}") if name == "ascii" else f"{section.number} {heading}")
            assert words in lines or any(words.startswith(line) for line in lines if line)
    else:
        given = [squash(each) for each in found.headings]
        for section, heading in zip(sections, headings, strict=True):
            numbered = squash(f"{section.number} {heading}")
            assert numbered in given or squash(heading) in given
        order = [given.index(squash(each)) for each in headings if given.count(squash(each)) == 1]
        assert order == sorted(order)
    if found.links is None:
        squeezed = "".join(found.text.split())
        assert {each for each in targets if each.split(":", 1)[-1].strip("/") not in squeezed} == set()
    else:
        assert found.links == targets


@every_document
def test_every_font_of_a_pdf_is_the_theme_s(folder: Path) -> None:
    with pikepdf.open(io.BytesIO(exported(folder, "pdf").content)) as document:
        names = {
            str(each.BaseFont)
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each
        }
    assert names
    assert [name for name in names if "-Embedded" not in name] == []
