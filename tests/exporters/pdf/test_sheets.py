"""Sheets are parsed once for all documents, and a page looks as if they were parsed anew for each."""

from __future__ import annotations

import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st

from publisher.exporters.sheets import rules_kept, rules_of
from tests.support.warnings import layout_warnings

SHEETS = (
    "p { color: red } p { color: blue } @page { size: 300px 200px; @top-left { content: 'a } b' } }",
    "/* } */ p::before { content: '}' } p { color: rgb(1 2 3) } @media screen { p { color: red } } p > i { color: lime }",
    "@page :first { margin: 40px } @page { margin: 20px } p { color: green !important } p { color: red }",
    "@counter-style odd { system: cyclic; symbols: '!' '?' } li { list-style: odd } p { display: list-item }",
    "@layer low, high; @layer high { p { color: red } } @layer low { p { color: blue } }",
    "@import 'data:text/css,p%7Bcolor:red%7D'; p { margin: 3px }",
    "p { color: red } } p { color: blue } i { color: lime",
    "@font-face { font-family: x; src: local('DejaVu Sans') } p { font-family: x }",
    "p { colour: red; margin: nonsense; width: 3px } ::nothing { color: red } @unknown { p { color: red } }",
)
BODY = "<p>one <i>two</i></p><ul><li>three</li></ul>"


def pdf(sheet: str, *others: str) -> bytes:
    markup = "".join(f"<style>{each}</style>" for each in (sheet, *others))
    found: bytes = weasyprint.HTML(string=markup + BODY).write_pdf(pdf_identifier=b"same", uncompressed_pdf=True)
    return found


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_page_is_the_same_bytes_the_first_time_and_later(sheet: str) -> None:
    plain = pdf(sheet)
    with rules_kept():
        assert pdf(sheet) == plain
        assert pdf(sheet) == plain


def test_what_one_document_says_is_not_in_the_next() -> None:
    red, blue = "p { color: red } @page { size: 90px }", "p { color: blue }"
    plain = [pdf(red, blue), pdf(blue), pdf(blue, red)]
    with rules_kept():
        assert [pdf(red, blue), pdf(blue), pdf(blue, red)] == plain


@pytest.mark.parametrize("sheet", SHEETS)
def test_each_document_hears_what_is_wrong_with_its_sheet(sheet: str) -> None:
    with layout_warnings() as plain:
        pdf(sheet)
    for _ in range(2):
        with layout_warnings() as told, rules_kept():
            pdf(sheet)
        assert told == plain


def test_the_layout_engine_has_its_own_way_back_afterwards() -> None:
    before = weasyprint.css.CSS
    with pytest.raises(KeyError), rules_kept():
        raise KeyError
    assert weasyprint.css.CSS is before


@given(st.text(alphabet="ab{}();[]\"'\\/*@ \n"))
def test_no_character_of_a_sheet_is_lost(sheet: str) -> None:
    whole = "".join(rules_of(sheet))
    assert sheet.startswith(whole)
    assert not sheet[len(whole) :].strip()
