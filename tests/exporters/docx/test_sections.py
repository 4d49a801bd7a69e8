from __future__ import annotations

from publisher.model import Block, Figure, Image, PrintLayout, Text
from tests.exporters.docx.opened import Opened, written
from tests.exporters.docx.sample import p, plain_table


def sections(opened: Opened) -> list[tuple[str, str, str]]:
    """Return the kind, orientation and columns of each section."""
    found = opened.find("//w:sectPr")
    names = ("w:type/@w:val", "w:pgSz/@w:orient", "w:cols/@w:num")
    return [
        (values[0], values[1], values[2])
        for each in found
        if (values := [each.xpath(f"string({name})", namespaces=opened.body.nsmap) for name in names])
    ]


def wide(*blocks: Block) -> PrintLayout:
    return PrintLayout(blocks, landscape=True)


def test_landscape_pages_are_a_section_with_margins_of_their_own() -> None:
    opened = written(p("before"), wide(plain_table()), p("after"))
    assert sections(opened) == [("nextPage", "", ""), ("nextPage", "landscape", ""), ("nextPage", "", "")]
    width, height = (opened.values(f"//w:sectPr[w:pgSz/@w:orient]/w:pgSz/@w:{side}")[0] for side in "wh")
    assert int(width) > int(height)
    assert opened.values("//w:pStyle/@w:val", "word/header3.xml") == ["HeaderLandscape"]
    assert opened.values("//w:pStyle/@w:val", "word/footer2.xml") == ["FooterLandscape"]
    table, text = (sum(map(int, opened.values(f"//w:gridCol/@w:{name}"))) for name in ("w", "w"))
    assert table == text > 9000


def test_no_empty_page_follows_landscape_pages_at_the_end() -> None:
    opened = written(p("before"), wide(p("a")), wide(p("b")))
    assert sections(opened) == [("nextPage", "", ""), ("nextPage", "landscape", "")]


def test_columns_go_on_on_the_same_page() -> None:
    opened = written(p("before"), PrintLayout((p("a"), p("b")), columns=2), p("after"))
    assert sections(opened) == [("nextPage", "", ""), ("continuous", "", "2"), ("continuous", "", "")]


def test_upright_documents_have_no_landscape_margins() -> None:
    assert "word/header3.xml" not in written(p("x")).parts


def test_the_paragraphs_of_a_figure_beside_the_text_share_a_frame() -> None:
    image = Image("images/square.png", "A bar", width=0.4)
    opened = written(Figure(image, (Text("Bar"),), identifier="f", number=1, beside="right"), p("text"))
    frames = opened.find("//w:framePr")
    assert len(frames) == 2
    assert len({tuple(sorted(each.attrib.items())) for each in frames}) == 1
    assert opened.styled("FigureCaptionBeside") == ["Figure\u00a01. Bar"]
    assert opened.of_style("Figure Beside", "w:pPr/w:spacing/@w:before") == ["0"]
