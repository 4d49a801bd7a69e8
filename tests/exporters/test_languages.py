"""Passages in other languages, as every format carries them."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pytest

from publisher.exporters.html import export as export_html
from publisher.exporters.pdf import export as export_pdf
from publisher.exporters.text import export as export_text
from publisher.exporters.text import export_ascii
from publisher.exporters.text.directions import closed_lines, directed
from publisher.model import (
    Block,
    Callout,
    Cell,
    CodeBlock,
    Column,
    Document,
    Emphasis,
    ForeignPassage,
    ForeignWords,
    Inline,
    ListItem,
    Metadata,
    OrderedList,
    Paragraph,
    Row,
    Table,
    Text,
)
from publisher.theme import load_theme, theme_for
from tests.exporters.docx.opened import Opened, written

RLI, LRI, PDI, LRM, RLM = "\u2067", "\u2066", "\u2069", "\u200e", "\u200f"
ARABIC = "وزارة الخارجية"


def p(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(each) if isinstance(each, str) else each for each in content))


def words(lang: str, *content: Inline | str) -> ForeignWords:
    return ForeignWords(p(*content).content, lang)


def document(*blocks: Block, lang: str = "en-US") -> Document:
    return Document(Metadata("T", lang=lang), blocks)


def html(*blocks: Block, lang: str = "en-US") -> str:
    return export_html(document(*blocks, lang=lang), load_theme("briefing")).content.decode()


def text(*blocks: Block, lang: str = "en-US") -> list[str]:
    page = export_text(document(*blocks, lang=lang), load_theme("briefing")).content.decode()
    return page.removeprefix(f"T\n{'=' * 72}\n").strip("\n").split("\n")


def tagged(*blocks: Block, lang: str = "en-US") -> list[tuple[str, str]]:
    """Return the structure elements of a PDF that say their language."""
    with pikepdf.open(io.BytesIO(export_pdf(document(*blocks, lang=lang), load_theme("briefing")).content)) as pdf:
        return list(_languages(pdf.Root.StructTreeRoot))


def _languages(node: Any) -> list[tuple[str, str]]:
    kids = node.get("/K", [])
    found = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [(str(kid.S)[1:], str(kid.Lang))] if "/Lang" in kid else []
            found += _languages(kid)
    return found


def style(word: Opened, name: str) -> Any:
    (found,) = word.find(f"//w:style[@w:styleId='{name}']", "word/styles.xml")
    return found


def test_html_names_language_and_direction() -> None:
    page = html(p(words("es", "casa")), ForeignPassage((p(ARABIC),), "ar"))
    assert '<p><span lang="es" dir="ltr">casa</span></p>' in page
    assert f'<div lang="ar" dir="rtl">\n<p>{ARABIC}</p>\n</div>' in page


def test_pdf_tags_name_the_language() -> None:
    found = tagged(p("A ", words("es", "casa"), "."), ForeignPassage((p("Deux mots."),), "fr"))
    assert found == [("Span", "es"), ("Div", "fr")]


def test_words_in_word_have_a_style_of_their_language() -> None:
    word = written(p("A ", words("es", "casa"), Emphasis((words("de", "Haus"),))))
    assert word.values("//w:r/w:rPr/w:rStyle/@w:val") == ["LanguageEs", "EmphasisInDe"]
    assert style(word, "LanguageEs").xpath("string(.//*[local-name()='lang']/@*[local-name()='val'])") == "es-ES"
    assert not word.find("//w:r/w:rPr/*[not(self::w:rStyle)]")


def test_passages_in_word_have_paragraph_styles_of_their_language() -> None:
    listed = OrderedList((ListItem((p("أ"),)),))
    word = written(ForeignPassage((p(ARABIC), listed), "ar"), p("After."))
    names = [name for name, said in word.paragraphs() if said]
    assert names == ["Title", "NormalInAr", "ListNumberListEndInAr", "Normal"]
    assert style(word, "NormalInAr").xpath("boolean(.//*[local-name()='bidi'])")
    assert len(word.find("//w:p[w:pPr/w:pStyle/@w:val='NormalInAr']/w:r/w:rPr/w:rtl")) == 1
    assert not word.find("//w:p[w:pPr/w:pStyle/@w:val='Normal']/w:r/w:rPr")


def test_a_passage_of_the_same_direction_does_not_turn_in_word() -> None:
    word = written(ForeignPassage((p("Una casa."),), "es"))
    assert not style(word, "NormalInEs").xpath("boolean(.//*[local-name()='bidi'])")


def test_text_isolates_words_that_run_the_other_way() -> None:
    assert text(p("In ", words("ar", ARABIC), " they.")) == [f"In {RLI}{ARABIC}{PDI} they."]
    assert text(p("In ", words("es", "casa"), " they.")) == ["In casa they."]


def test_text_closes_isolates_at_the_end_of_a_line() -> None:
    (first, second) = text(p("word " * 12 + "end ", words("ar", f"{ARABIC} {ARABIC} {ARABIC}"), "."))
    assert (first.count(RLI), first.count(PDI)) == (1, 1)
    assert second.startswith(RLI)
    assert second.endswith(f"{PDI}.")


def test_nested_isolates_are_opened_again_in_their_order() -> None:
    assert closed_lines([f"a{RLI}b{LRI}c", f"d{PDI}e", f"f{PDI}g"]) == [
        f"a{RLI}b{LRI}c{PDI}{PDI}",
        f"{RLI}{LRI}d{PDI}e{PDI}",
        f"{RLI}f{PDI}g",
    ]


def test_text_marks_the_lines_of_a_passage_that_runs_the_other_way() -> None:
    assert text(ForeignPassage((p(ARABIC), p(words("en", "U.S."), " ", ARABIC)), "ar")) == [
        f"{RLM}{ARABIC}",
        "",
        f"{RLM}{LRI}U.S.{PDI} {ARABIC}",
    ]


@pytest.mark.parametrize(
    ("line", "lang", "marked"),
    [
        (f"USAID {ARABIC}", "ar", True),
        (f"1. {ARABIC} USAID", "ar", False),
        (f"{LRI}USAID{PDI} {ARABIC}", "ar", False),
        ("https://example.org", "ar", False),
        (f"{ARABIC} is Arabic", "en", True),
        (f"Arabic is {ARABIC}", "en", False),
        (f"> {RLM}{ARABIC}", "en", False),
    ],
)
def test_a_line_whose_first_letter_misleads_is_marked(line: str, lang: str, *, marked: bool) -> None:
    mark = {"ar": RLM, "en": LRM}[lang]
    assert directed(line, lang) == (mark + line if marked else line)


def test_ascii_has_no_marks() -> None:
    given = document(p("In ", words("he", "אב"), "."))
    assert b"2067" not in export_ascii(given, load_theme("briefing")).content


def test_a_document_from_right_to_left_turns_in_every_format() -> None:
    metadata = Metadata("عنوان", lang="ar", handling="عام")
    word = written(p(ARABIC, words("en", "U.S.")), CodeBlock("a = 1\n"), metadata=metadata)
    assert len(word.find("//w:sectPr/w:bidi")) == 1
    assert word.find("//w:pPrDefault/w:pPr/w:bidi", "word/styles.xml")
    assert len(word.find("//w:r[not(w:rPr/w:rtl)]")) == 0
    assert word.values("//w:r[w:rPr/w:rtl/@w:val='0']/w:t/text()") == ["U.S.", "a = 1"]
    assert word.values("//w:rPrDefault//w:lang/@w:bidi", "word/styles.xml") == ["ar-EG"]
    assert word.values("//w:rPrDefault//w:rFonts/@w:cs", "word/styles.xml") == ["Amiri"]
    assert '<html lang="ar" dir="rtl">' in html(p(ARABIC), lang="ar")
    with pikepdf.open(io.BytesIO(export_pdf(Document(metadata, (p(ARABIC),)), load_theme("briefing")).content)) as pdf:
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"


def test_a_callout_from_right_to_left_has_its_rule_on_the_right() -> None:
    word = written(Callout("note", (p(ARABIC),), p("ملاحظة").content), metadata=Metadata("T", lang="ar"))
    borders = style(word, "CalloutNote").find(".//{*}pBdr")
    assert borders.find("{*}right").get(borders.find("{*}right").keys()[0]) == "single"
    assert borders.find("{*}left").get(borders.find("{*}left").keys()[0]) == "nil"


def test_tables_from_right_to_left_begin_on_the_right() -> None:
    cells = Row((Cell((p("أ"),)), Cell((p("1.5"),), padding="0")))
    table = Table((Column("left", 0.5), Column("decimal", 0.5)), (), (cells,))
    word = written(ForeignPassage((table,), "ar"), table)
    assert len(word.find("//w:tbl[1]//w:bidiVisual")) == 1
    assert len(word.find("//w:tbl//w:bidiVisual")) == 1


def test_fonts_for_a_script_stand_in_a_page_that_needs_them() -> None:
    assert "Amiri" not in re.sub(r"--[a-z]+:[^;}]*", "", html(p("casa")))
    assert '@font-face{font-family:"Amiri"' in html(p(words("ar", ARABIC)))


def test_letters_that_join_are_not_spaced() -> None:
    theme = load_theme("briefing")
    assert theme_for(theme, "es-PE") is theme
    assert theme.styles["kicker"].letter_spacing > 0
    assert theme_for(theme, "ar").styles["kicker"].letter_spacing == 0
    assert theme_for(theme, "ar").styles["body"].size > theme.styles["body"].size
