"""Numbers, dates and short words of tables stand on one line: in the PDF, in Word and on the web."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from publisher import export, prepare, read
from publisher.config import Settings, Workspace
from publisher.exporters.fitting import fitted
from publisher.exporters.lettering import lettering_of, width_of
from publisher.model import Document, Table
from publisher.publishing.check import checked
from publisher.theme import load_theme
from publisher.traverse import walk_document
from tests.exporters.docx.opened import Opened
from tests.support.briefs import codes

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.diagnostics import Report

THEME = load_theme("briefing")

LICENCES = """
:::{table} Licences
:orientation: landscape
:stub-columns: 1
:totals: Vessels authorised: sum; Vessels active: sum; Reference tonnage: sum; Catch 2023 (t): sum; Catch 2024 (t): sum
:highlight: Infringements 2024: row max

| Segment | Gear | Zone | Vessels authorised | Vessels active | Reference tonnage | Catch 2023 (t) | Catch 2024 (t) |\
 Fee per tonne (€) | Advance (€) | Observer cover | Inspections 2024 | Infringements 2024 | Review |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| Tuna seiners | Purse seine | A and B | 28 | 24 | 8,000 | 7,420 | 7,815 | 70 | 9,800 | 100% | 41 | 3 | 30/06/2026 |
| Small pelagic trawlers | Midwater trawl | A | 12 | 11 | 32,000 | 30,110 | 34,020 | 95 | 18,500 | 100% | 37 | 9 |\
 31/03/2026 |
:::
"""
BUDGET = """
:::{table} Budget
:totals: A 2024: sum; Commitments 2024: sum; Payments 2024: sum; A 2025: sum; Commitments 2025: sum; Payments 2025: sum

| Programme | A 2024 | Commitments 2024 | Payments 2024 | A 2025 | Commitments 2025 | Payments 2025 | Rate |
|---|---|---|---|---|---|---|---|
| Fleet modernisation | 1,284,350 | 1,190,112 | 1,102,884 | 1,310,000 | 1,288,451 | 1,201,117 | 98.4% |
| Aquaculture | 41,412,900 | 41,398,115 | 41,377,002 | 41,455,000 | 41,420,118 | 41,398,004 | 92.3% |
:::
"""
ADDRESS = """
| Milestone | Deadline | Owner | Counterpart | Status | Remarks |
|---|---|---|---|---|---|
| Mandate to Cabinet | 01/12/2025 | Directorate for International Fisheries | Counterpart | in preparation |\
 https://www.example.org/registers/fisheries/protocols/2025/annex-with-impact-assessment.pdf |
| Initialling | 15/05/2026 | Legal Service | Directorate of Treaties | open | Two languages |
"""
TOO_WIDE = f"""
| Programme |{"".join(f" A{number} |" for number in range(11))}
|---|{"---|" * 11}
| Modernisation |{" 1,201,117 |" * 11}
"""
ROOMY = """
| Goods | 2009 | 2022 |
|---|---|---|
| Food and farm | 1.5 | 5.4 |
"""


def documented(folder: Path, text: str, lang: str = "en-GB") -> Document:
    (folder / "index.md").write_text(f"---\ntitle: T\nlang: {lang}\n---\n\n{text}\n", encoding="utf-8")
    return prepare(read(folder))


def table_of(document: Document) -> Table:
    (found,) = (node for node in walk_document(fitted(document, THEME).document) if isinstance(node, Table))
    return found


def lines_on_paper(document: Document) -> list[str]:
    """Return the lines of a PDF."""
    pdf = pypdfium2.PdfDocument(io.BytesIO(export(document, "pdf", THEME).content))
    return [line for page in pdf for line in page.get_textpage().get_text_bounded().splitlines()]


def words_on_paper(document: Document) -> set[str]:
    """Return what stands between spaces and line ends of a PDF."""
    return {word for line in lines_on_paper(document) for word in line.split()}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LICENCES, {"31/03/2026", "30,110", "34,020", "37,530", "41,835", "Midwater", "Infringements", "Zone"}),
        (BUDGET, {"42,697,250", "42,588,227", "42,479,886", "98.4%", "Aquaculture", "Commitments"}),
        (ADDRESS, {"01/12/2025", "15/05/2026", "Counterpart", "Directorate", "International", "preparation"}),
    ],
    ids=["landscape", "figures", "address"],
)
def test_no_figure_date_or_short_word_is_broken_on_paper(tmp_path: Path, text: str, words: set[str]) -> None:
    document = documented(tmp_path, text)
    assert words <= words_on_paper(document)
    assert fitted(document, THEME).diagnostics == ()


def test_what_is_bold_has_room_in_word_too(tmp_path: Path) -> None:
    opened = Opened(export(documented(tmp_path, LICENCES), "docx", THEME))
    widths = [int(width) / 20 for width in opened.values("//w:gridCol/@w:w")]
    cell = THEME.styles["table-cell"]
    bold = replace(lettering_of(cell), bold=True)
    row = ("pelagic", "Midwater", "A", "12", "11", "32,000", "30,110", "34,020", "95", "18,500", "100%", "37", "9")
    for width, word in zip(widths, (*row, "31/03/2026"), strict=True):
        assert width >= width_of(word, bold, THEME) + 2 * cell.padding, word


def test_a_table_with_room_stays_as_it_is(tmp_path: Path) -> None:
    document = documented(tmp_path, ROOMY)
    assert fitted(document, THEME).document == document


def test_room_that_figures_do_not_need_goes_to_words(tmp_path: Path) -> None:
    shown = lines_on_paper(documented(tmp_path, LICENCES))
    assert any("Purse seine" in line for line in shown)


def test_an_address_is_what_gives_way(tmp_path: Path) -> None:
    table = table_of(documented(tmp_path, ADDRESS))
    assert table.tight == 0
    assert (table.columns[-1].width or 0) < 0.25


def test_type_becomes_smaller_before_words_are_broken(tmp_path: Path) -> None:
    document = documented(tmp_path, BUDGET)
    assert table_of(document).tight == 2
    opened = Opened(export(document, "docx", THEME))
    styles = {style for style in opened.values("//w:tc/w:p/w:pPr/w:pStyle/@w:val") if style.startswith("Table")}
    assert styles
    assert all("TightTable2" in style for style in styles)
    sizes = opened.values("//w:style[contains(w:name/@w:val, 'Tight')]/w:rPr/w:sz/@w:val", "word/styles.xml")
    assert set(sizes) == {"15"}
    assert opened.values("//w:tbl/w:tblPr/w:tblCellMar/w:left/@w:w") == ["30"]
    page = export(document, "html", THEME).content.decode()
    assert 'class="table small tight-2' in page
    size = re.search(r"\.tight-2 td,[^{]*\{font-size:([\d.]+)rem", page)
    assert size
    assert float(size[1]) * THEME.styles["body"].size == pytest.approx(7.5, abs=0.01)


def test_a_table_too_wide_for_the_page_is_told_by_all_formats_for_paper(tmp_path: Path) -> None:
    document = documented(tmp_path, TOO_WIDE)
    for name in ("pdf", "docx"):
        (told,) = export(document, name, THEME).diagnostics
        assert told.code == "table-too-wide"
        assert "landscape" in told.hint
    assert export(document, "html", THEME).diagnostics == ()


def test_a_check_tells_of_it_too(tmp_path: Path) -> None:
    (tmp_path / "source" / "brief").mkdir(parents=True)
    documented(tmp_path / "source" / "brief", TOO_WIDE)
    report: Report = checked(Workspace(tmp_path, Settings()), "brief")
    assert codes(report.sorted()) == [("table-too-wide", "index.md:7")]


def test_landscape_pages_hold_more_and_have_an_end_too(tmp_path: Path) -> None:
    across = f":::{{landscape}}\n{TOO_WIDE}\n:::"
    assert fitted(documented(tmp_path, across), THEME).diagnostics == ()
    wider = across.replace("1,201,117", "111,201,117,000.25")
    (told,) = fitted(documented(tmp_path, wider), THEME).diagnostics
    assert told.hint == "use fewer columns, or shorter words"


def test_the_table_behind_a_chart_is_not_on_paper(tmp_path: Path) -> None:
    long = "m" * 15
    heads = "".join(f" {letter}{long} |" for letter in "ABCDEF")
    chart = f":::{{chart}} C\n\n| Year |{heads}\n|---|{'---|' * 6}\n| 2022 |{' 1201117201117 |' * 6}\n:::"
    assert fitted(documented(tmp_path, chart), THEME).diagnostics == ()
    shown = chart.replace("C\n", "C\n:data: table\n")
    assert [each.code for each in fitted(documented(tmp_path, shown), THEME).diagnostics] == ["table-too-wide"]


def test_words_are_broken_before_numbers_are(tmp_path: Path) -> None:
    words = " Responsibilities |" * 7
    document = documented(tmp_path, f"|{words} Sum |\n|{'---|' * 8}\n|{words} 1,201,117 |\n")
    assert [each.code for each in fitted(document, THEME).diagnostics] == ["table-too-wide"]
    shown = words_on_paper(document)
    assert "1,201,117" in shown
    assert "Responsibilities" not in shown


def test_the_author_s_widths_give_way_only_as_far_as_they_must(tmp_path: Path) -> None:
    text = ":::{table} T\n:widths: 1 8 1\n\n| Code | What | Date |\n|---|---|---|\n| Aquaculture | x y z | 19/01/2026 |\n:::"
    first, second, third = (column.width or 0 for column in table_of(documented(tmp_path, text)).columns)
    assert 0.1 < first < 0.2
    assert 0.1 < third < 0.2
    assert second > 0.6


@pytest.mark.parametrize("around", ["> {}", "- {}", ":::{{note}} N\n{}\n:::", "Term\n: {}", ":::{{columns}}\n{}\n:::"])
def test_containers_leave_less_room(tmp_path: Path, around: str) -> None:
    indent = "  " if around.startswith(("-", "Term")) else "> " if around.startswith(">") else ""
    free = table_of(documented(tmp_path, ADDRESS))
    inside = table_of(documented(tmp_path, around.format(ADDRESS.strip().replace("\n", f"\n{indent}"))))
    assert (inside.tight, inside.columns) != (free.tight, free.columns)


def test_a_wide_table_takes_the_room_beside_the_text_and_scrolls_beyond(tmp_path: Path) -> None:
    page = export(documented(tmp_path, LICENCES), "html", THEME).content.decode()
    assert re.search(r'<div class="table small wide" role="group" tabindex="0" style="--least:\d+\.?\d*rem">', page)
    roomy = export(documented(tmp_path, ROOMY), "html", THEME).content.decode()
    assert '<div class="table small" role="group" tabindex="0">' in roomy
    hint = page.index(".table { background: linear-gradient")
    assert hint < page.index("@media"), "the fade at the edge shows on screens of all widths"


def test_a_table_in_arabic_with_room_stays_as_it_is(tmp_path: Path) -> None:
    document = documented(tmp_path, "| البند | المجموع |\n|---|---|\n| الصادرات | 22.2 |\n", "ar")
    assert fitted(document, THEME).document == document
