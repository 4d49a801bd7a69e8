"""What machines find in the artifacts: the facts of a document, in the same words and numbers as people."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from lxml import etree, html

from publisher import export, prepare, read
from publisher.exporters.facts import CUSTOM_NAMESPACE, as_attachments, as_custom_xml, as_json_ld
from publisher.model import Document, FactRecord, FactReference, Metadata, Source
from publisher.traverse import walk
from tests.support.cases import GOLDEN, exported, prepared
from tests.support.views import W

if TYPE_CHECKING:
    from pathlib import Path

ANNEX = GOLDEN / "annex"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
HOSTILE = "</script><script>alert(\"1\")</script><!-- ]]> & \u2028 \\ 'x' <b>é\t</b>"


def attached(content: bytes) -> dict[str, bytes]:
    """Return the files in a PDF by their names."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}


def json_ld(page: bytes) -> Any:
    """Return what a browser would take for linked data."""
    root: Any = html.fromstring(page.decode())
    (script,) = root.xpath("//script")
    assert script.get("type") == "application/ld+json"
    return json.loads(script.text)


@lru_cache
def parts(content: bytes) -> dict[str, Any]:
    """Return the XML parts of a Word file by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def hostile(text: str) -> Document:
    """Return a document in which every text of a fact is the same."""
    source = Source("s", text, text, "https://example.org/?a=1&b=<2>")
    record = FactRecord("key", text, text, text, text, text, (source,), text)
    return Document(Metadata(text), (), cited=(record,))


def test_the_pdf_carries_the_facts_as_json_and_csv_and_both_agree() -> None:
    files = attached(exported(ANNEX, "pdf").content)
    assert sorted(files) == ["facts.csv", "facts.json"]
    told = json.loads(files["facts.json"])
    assert (told["document"], told["lang"]) == ("Facts with their annex", "en-US")
    table = list(csv.DictReader(io.StringIO(files["facts.csv"].decode(), newline="")))
    assert [{name: text for name, text in row.items() if text} for row in table] == told["facts"]
    keys = [record.key for record in prepared(ANNEX).cited]
    assert [fact["key"] for fact in told["facts"]] == keys
    assert "harvest-before" not in keys
    by_key = {fact["key"]: fact for fact in told["facts"]}
    assert by_key["price"] == {
        "key": "price",
        "label": "Price",
        "text": "$512.50 per t",
        "value": "512.5",
        "unit": "USD/t",
        "as-of": "2024-01-12",
        "checked": "2024-01-20",
        "source": "Prices <weekly>",
        "publisher": "Commodity Exchange",
    }
    assert by_key["workers"]["value"] == "60000/65000"
    assert (by_key["exports"]["text"], by_key["exports"]["confidence"]) == ("more than $120 million", "more-than")
    assert (by_key["fee"]["unit"], by_key["fee"]["value"]) == ("PEN 2023", "1250")


def test_the_pdf_carries_the_data_of_its_charts_as_tables() -> None:
    files = attached(exported(GOLDEN / "charts", "pdf").content)
    assert sorted(files) == sorted(["facts.csv", "facts.json", *(f"figure-{number}.csv" for number in range(1, 12))])
    rows = list(csv.reader(io.StringIO(files["figure-1.csv"].decode(), newline="")))
    assert rows == [["Year", "Goods", "Services"], ["2009", "9.1", "2"], ["2022", "22.2", "5.4"]]


def test_the_attachments_are_data_of_the_pdf() -> None:
    with pikepdf.open(io.BytesIO(exported(ANNEX, "pdf").content)) as pdf:
        relations = [str(each.AFRelationship) for each in pdf.Root.AF]
        types = [pdf.attachments[name].get_file().mime_type for name in sorted(pdf.attachments)]
    assert relations == ["/Data", "/Data"]
    assert types == ["text/csv", "application/json"]


def test_a_document_without_facts_carries_none() -> None:
    content = exported(GOLDEN / "lists", "pdf").content
    assert attached(content) == {}
    assert b"ld+json" not in exported(GOLDEN / "lists", "html").content
    assert not [name for name in parts(exported(GOLDEN / "lists", "docx").content) if name.startswith("customXml")]
    nothing = Document(Metadata("T"), ())
    assert (as_attachments(nothing), as_json_ld(nothing)) == ((), "")


def test_a_formula_is_told_where_all_that_it_names_is(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("---\ntitle: T\n---\n\n{fact}`sum` of {fact}`a`, {fact}`twice` {fact}`b`\n")
    (tmp_path / "facts.yaml").write_text(
        "facts:\n  a: {value: 1}\n  b: {value: 2}\n  c: {value: 3}\n  sum: {formula: a + b}\n  twice: {formula: 2 * c}\n"
    )
    records = {record.key: record for record in prepare(read(tmp_path)).cited}
    assert records["sum"].formula == "a + b"
    assert records["twice"].formula == ""


def test_a_page_tells_the_facts_in_the_vocabulary_of_schema_org() -> None:
    told = json_ld(exported(ANNEX, "html").content)
    assert told["@context"] == "https://schema.org"
    assert (told["@type"], told["name"], told["datePublished"]) == ("Report", "Facts with their annex", "2024-01-31")
    by_key = {each["identifier"]: each for each in told["mentions"]}
    assert by_key.keys() == {record.key for record in prepared(ANNEX).cited}
    assert by_key["price"] == {
        "@type": "Observation",
        "identifier": "price",
        "name": "Price",
        "description": "$512.50 per t",
        "value": "512.5",
        "unitText": "USD/t",
        "observationDate": "2024-01-12",
        "subjectOf": {
            "@type": "CreativeWork",
            "name": "Prices <weekly>",
            "publisher": {"@type": "Organization", "name": "Commodity Exchange"},
        },
    }
    assert by_key["exports"]["disambiguatingDescription"] == "FY 2023"
    assert "observationDate" not in by_key["exports"]


@pytest.mark.parametrize("text", [HOSTILE, "</SCRIPT >", "<!--<script>", "]]>", '"', "\\", "&lt;/script&gt;"])
def test_nothing_breaks_out_of_the_script_or_the_part(text: str) -> None:
    script = as_json_ld(hostile(text))
    assert not set("<>&") & set(script)
    told = json.loads(script)
    assert told["name"] == told["mentions"][0]["name"] == told["mentions"][0]["value"] == text
    root = etree.fromstring(as_custom_xml(hostile(text)))
    assert root[0].text == text
    assert {name: root[0].get(name) for name in ("key", "label", "value", "source")} == {
        "key": "key",
        "label": text,
        "value": text,
        "source": text,
    }
    table, listed = (each.content.decode() for each in as_attachments(hostile(text)))
    assert next(csv.DictReader(io.StringIO(table, newline="")))["label"] == text
    assert json.loads(listed)["facts"][0]["publisher"] == text


def test_hostile_words_of_a_real_document_stay_words(tmp_path: Path) -> None:
    hostile_text = json.dumps("</script><script>alert(1)</script>&amp;")
    (tmp_path / "index.md").write_text(f"---\ntitle: {hostile_text}\n---\n\n{{fact}}`f`\n")
    (tmp_path / "facts.yaml").write_text(
        f"sources: {{s: {{title: {hostile_text}}}}}\nfacts:\n  f: {{value: {hostile_text}, source: s, label: {hostile_text}}}\n"
    )
    document = prepare(read(tmp_path))
    (fact,) = json_ld(export(document, "html").content)["mentions"]
    assert fact["name"] == fact["value"] == fact["subjectOf"]["name"] == json.loads(hostile_text)
    assert json.loads(attached(export(document, "pdf").content)["facts.json"])["facts"][0]["text"] == json.loads(
        hostile_text
    )


def test_word_holds_the_facts_in_a_part_of_their_own() -> None:
    found = parts(exported(ANNEX, "docx").content)
    relations = {each.get("Type"): each.get("Target") for each in found["word/_rels/document.xml.rels"]}
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    assert relations[f"{office}/customXml"].endswith("customXml/item1.xml")
    (properties,) = found["customXml/_rels/item1.xml.rels"]
    assert properties.get("Type") == f"{office}/customXmlProps"
    assert properties.get("Target").endswith("itemProps1.xml")
    types = {each.get("PartName"): each.get("ContentType") for each in found["[Content_Types].xml"]}
    assert types["/customXml/itemProps1.xml"] == "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    root = found["customXml/item1.xml"]
    assert root.tag == f"{{{CUSTOM_NAMESPACE}}}facts"
    told = json.loads(attached(exported(ANNEX, "pdf").content)["facts.json"])["facts"]
    assert [{**each.attrib, "text": each.text} for each in root] == told


def test_each_figure_in_word_is_a_content_control_that_names_its_fact() -> None:
    document = prepared(ANNEX)
    found = parts(exported(ANNEX, "docx").content)
    controls = [each for name in ("word/document.xml", "word/footnotes.xml") for each in found[name].iter(f"{W}sdt")]
    tags = [each.find(f"{W}sdtPr/{W}tag").get(f"{W}val") for each in controls]
    texts = ["".join(word.text for word in each.iter(f"{W}t")) for each in controls]
    references = [node for node in walk(document.blocks) if isinstance(node, FactReference)]
    for name in ("summary", "organisation", "imprint"):  # keywords are properties of the file, not text
        references += document.metadata.figures[name]
    assert sorted(zip(tags, texts, strict=True)) == sorted((f"fact:{each.key}", each.text) for each in references)
    keys = {each.get("key") for each in found["customXml/item1.xml"]}
    assert {tag.removeprefix("fact:") for tag in tags} <= keys
    numbers = [each.find(f"{W}sdtPr/{W}id").get(f"{W}val") for each in controls]
    assert len(set(numbers)) == len(numbers)


def test_the_tag_of_the_longest_key_is_as_long_as_word_takes(tmp_path: Path) -> None:
    key = "k" * 50
    (tmp_path / "index.md").write_text(f"---\ntitle: T\n---\n\n{{fact}}`{key}`\n")
    (tmp_path / "facts.yaml").write_text(f"facts:\n  {key}: {{value: 1}}\n")
    content = export(prepare(read(tmp_path)), "docx").content
    assert all(
        len(tag) <= 64
        for tag in re.findall(r'w:tag w:val="([^"]*)"', etree.tostring(parts(content)["word/document.xml"]).decode())
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1+1", "'+1+1"),
        ("-2+3", "'-2+3"),
        ("-3.2", "-3.2"),
        ("−3.2 percent", "−3.2 percent"),
        ("A = B", "A = B"),
    ],
)
def test_no_cell_is_a_formula_to_a_spreadsheet_program(text: str, written: str) -> None:
    table, _ = as_attachments(hostile(text))
    (row,) = csv.DictReader(io.StringIO(table.content.decode(), newline=""))
    assert (row["label"], row["source"]) == (written, written)
