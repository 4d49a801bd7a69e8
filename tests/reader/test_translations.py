"""A document and its translations: index.md and index.es.md in one folder, with one ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher import build, prepare, read
from publisher.config import Workspace
from publisher.diagnostics import PublisherError, Report, Status
from publisher.publishing.check import checked
from publisher.publishing.plan import plan
from tests.support.briefs import codes

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = "facts:\n  both: {value: 1500, unit: {one: center, other: centers, es: {one: centro, other: centros}}}\n"


def folder(root: Path, facts: str = LEDGER, **files: str) -> Workspace:
    """Make a workspace with one document; each keyword is a file (index, es …) with its metadata and text."""
    home = root / "source" / "brief"
    home.mkdir(parents=True)
    (home / "facts.yaml").write_text(facts, encoding="utf-8")
    for name, text in files.items():
        metadata, _, body = text.rpartition("|")
        file = "index.md" if name == "index" else f"index.{name.replace('_', '-')}.md"
        (home / file).write_text(f"---\ntitle: T\n{metadata}---\n\n{body}\n", encoding="utf-8")
    return Workspace(root)


def test_a_translation_is_published_beside_the_original_in_its_own_language(tmp_path: Path) -> None:
    workspace = folder(tmp_path, index="Has {fact}`both`.", es="Tiene {fact}`both`.")
    assert workspace.slugs() == ["brief", "brief.es"]
    assert workspace.translations("brief") == ["brief.es"]
    assert (workspace.original("brief.es"), workspace.original("brief")) == ("brief", "")
    result = build(workspace, formats=["txt"])
    assert [(each.slug, each.status, each.report.diagnostics) for each in result.outcomes] == [
        ("brief", Status.GOOD, []),
        ("brief.es", Status.GOOD, []),
    ]
    assert "1,500 centers" in (tmp_path / "dist/brief/brief.txt").read_text(encoding="utf-8")
    assert "1500 centros" in (tmp_path / "dist/brief.es/brief.es.txt").read_text(encoding="utf-8")


def test_the_language_of_a_translation_is_that_of_its_name_unless_it_says_more(tmp_path: Path) -> None:
    workspace = folder(tmp_path, index="x", es="x", pt_BR="x", fr="lang: fr-CA\n|x")
    langs = [read(workspace.path_of(slug), root=tmp_path).metadata.lang for slug in workspace.slugs()]
    assert langs == ["en-US", "es", "fr-CA", "pt-BR"]


def test_a_translation_must_not_say_another_language(tmp_path: Path) -> None:
    workspace = folder(tmp_path, index="x", es="lang: fr\n|x")
    assert codes(checked(workspace, "brief.es").sorted()) == [("wrong-type", "index.es.md:3")]


def test_a_name_without_a_language_is_told(tmp_path: Path) -> None:
    workspace = folder(tmp_path, index="x", nolanguageatall="x")
    assert codes(checked(workspace, "brief.nolanguageatall").sorted()) == [
        ("unknown-language", "index.nolanguageatall.md:1")
    ]


def test_files_of_other_names_are_no_translations(tmp_path: Path) -> None:
    workspace = folder(tmp_path, index="x")
    for name in ("index.old.es.md", "index..md", "notes.es.md"):
        (workspace.source / "brief" / name).write_text("x", encoding="utf-8")
    assert workspace.slugs() == ["brief"]


def test_a_fact_is_unused_only_where_no_edition_uses_it(tmp_path: Path) -> None:
    facts = LEDGER + "  spanish: {value: 2}\n  nobody: {value: 3}\nexempt: [52nd Assembly, Asamblea 52, 9 lives]\n"
    workspace = folder(
        tmp_path,
        facts,
        index="coverage: warn\n|52nd Assembly of {fact}`both`.",
        es="coverage: warn\n|Asamblea 52 de {fact}`spanish`.",
    )
    told = [each for each in codes(checked(workspace, "brief").sorted()) if each[0].startswith("unused")]
    assert told == [("unused-fact", "facts.yaml:4"), ("unused-exemption", "facts.yaml:5")]
    assert not [each for each in codes(checked(workspace, "brief.es").sorted()) if each[0].startswith("unused")]
    report = Report()
    prepare(read(workspace.path_of("brief"), report, root=tmp_path), report)
    assert not [each for each in report.diagnostics if each.code.startswith("unused")]


def test_a_fact_that_only_some_readers_see_is_used(tmp_path: Path) -> None:
    facts = "facts:\n  a: {value: 1}\n  b: {value: 2}\n  c: {value: 3}\n  d: {value: 4}\n"
    text = "{fact}`a`\n\n:::{only} press\n{fact}`b`\n:::\n\n:::{only} pdf\n{fact}`c`\n:::"
    workspace = folder(tmp_path, facts, index=f"audiences: [press]\n|{text}")
    assert codes(checked(workspace, "brief").sorted()) == [("unused-fact", "facts.yaml:5")]


def test_nothing_is_called_unused_while_an_edition_has_errors(tmp_path: Path) -> None:
    workspace = folder(tmp_path, index="Text.", es="{fact}`both` {ref}`nowhere`")
    assert checked(workspace, "brief").diagnostics == []


@pytest.mark.parametrize(
    ("fact", "text", "told"),
    [
        ("{value: 2, unit: {one: a center, other: centers}}", "{fact}`f`", True),
        ("{value: 2, unit: {one: a center, other: centers}}", "{fact}`f, number` {fact}`f, amount`", False),
        ("{value: 2, unit: {en: {other: centers}, es: {other: centros}}}", "{fact}`f`", False),
        ("{value: Two weeks}", "{fact}`f`", True),
        ("{value: {en: Two weeks, es: Dos semanas}}", "{fact}`f`", False),
        ("{value: {en: Two weeks, fr: Deux semaines}}", "{fact}`f`", True),
        ('{value: "7 + 2", as-of: 2022}', "{fact}`f` {fact}`f, as-of`", False),
        ("{value: 2e6, unit: USD, as-of: winter 2022}", "{fact}`f, dated`", True),
        ("{value: 2e6, unit: USD, as-of: winter 2022}", "{fact}`f, as-of`", True),
        ("{value: 2e6, unit: USD, as-of: FY 2022}", "{fact}`f, dated`", False),
        ("{value: 2e6, unit: USD, as-of: Q3 2022}", "{fact}`f, as-of`", False),
        ("{value: 2e6, unit: USD}", "{fact}`f`", False),
        ("{value: 2022-06-30}", "{fact}`f`", False),
    ],
)
def test_words_that_a_translation_lacks_are_told(tmp_path: Path, fact: str, text: str, told: bool) -> None:  # noqa: FBT001  a case's answer
    workspace = folder(tmp_path, f"facts:\n  f: {fact}\n", index=text, es=text)
    assert checked(workspace, "brief").diagnostics == []
    found = codes(checked(workspace, "brief.es").sorted())
    assert found == ([("untranslated-fact", "index.es.md:5")] if told else [])


def test_an_audience_is_not_published_under_the_name_of_a_translation(tmp_path: Path) -> None:
    workspace = folder(tmp_path, index="audiences: [es, press]\n|x", es="x")
    jobs = plan(workspace, (), ("txt",), lenient=False, audience="press")
    assert [job.edition for job in jobs] == ["brief.press"]
    with pytest.raises(PublisherError, match="the edition for es would be published") as caught:
        plan(workspace, ("brief",), ("txt",), lenient=False, audience="es")
    assert caught.value.status is Status.USAGE
