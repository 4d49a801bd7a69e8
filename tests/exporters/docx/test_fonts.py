from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import uharfbuzz

from publisher.exporters.docx import fonts
from publisher.exporters.docx.wordml import NAMESPACES
from publisher.exporters.html.fonts import embedding_of
from publisher.model import Text
from publisher.theme import load_theme
from tests.exporters.docx.opened import W, written
from tests.exporters.docx.sample import p

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "word/fontTable.xml"
R = f"{{{NAMESPACES['r']}}}"


def revealed(content: bytes, key: str) -> bytes:
    """Undo what ECMA-376, 17.8.1 does to a font, as Word does."""
    mask = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1] * 2
    return bytes(one ^ other for one, other in zip(content[:32], mask, strict=True)) + content[32:]


def test_every_face_of_the_theme_is_in_the_file_and_can_be_read_back() -> None:
    opened = written(p("Text"))
    targets = dict(
        zip(
            opened.values("//rel:Relationship/@Id", "word/_rels/fontTable.xml.rels"),
            opened.values("//rel:Relationship/@Target", "word/_rels/fontTable.xml.rels"),
            strict=True,
        )
    )
    families: dict[str, list[str]] = {}
    for font in opened.find("//w:font", TABLE):
        for each in font:
            if key := each.get(f"{W}fontKey"):
                families.setdefault(font.get(f"{W}name"), []).append(each.tag.removeprefix(W))
                content = revealed(opened.bytes[f"word/{targets[each.get(f'{R}id')]}"], key)
                face = uharfbuzz.Face(uharfbuzz.Blob(content))
                assert set(map(ord, "Añß€–“")) <= set(face.unicodes)
                assert face.get_name(uharfbuzz.OTNameIdPredefined.FONT_FAMILY).startswith(font.get(f"{W}name"))
    every = ["embedRegular", "embedBold", "embedItalic", "embedBoldItalic"]
    assert families == {
        "Source Serif Pro": every,
        "Source Sans Pro": every,
        "Source Code Pro": ["embedRegular", "embedBold"],
    }
    assert opened.find("//w:embedTrueTypeFonts", "word/settings.xml")


def test_characters_that_are_seldom_typed_are_embedded_where_the_text_has_them() -> None:
    plain, greek = (written(p("Text"), p(text)) for text in ("x", "\u03a9"))
    sizes = [sum(len(part) for name, part in each.bytes.items() if name.endswith("odttf")) for each in (plain, greek)]
    assert sizes[0] < sizes[1] < sizes[0] * 1.1


@pytest.mark.parametrize(
    ("allowed", "embedded", "codes"), [("forbidden", 0, ["font-not-embedded"] * 10), ("whole", 9, [])]
)
def test_what_is_allowed_is_done(
    monkeypatch: pytest.MonkeyPatch, allowed: str, embedded: int, codes: list[str]
) -> None:
    fonts._embedded_fonts.cache_clear()
    monkeypatch.setattr(fonts, "embedding_of", lambda _path: allowed)
    opened = written(p(Text("Text")))
    assert sum(name.endswith("odttf") for name in opened.bytes) == embedded
    assert [each.code for each in opened.diagnostics] == codes
    fonts._embedded_fonts.cache_clear()


@pytest.mark.parametrize(
    ("bits", "allowed"),
    [(0, "free"), (0x0008, "free"), (0x0002, "forbidden"), (0x0200, "forbidden"), (0x0100, "whole")],
)
def test_the_licence_bits_are_read(tmp_path: Path, bits: int, allowed: str) -> None:
    content = bytearray(load_theme("briefing").fonts["serif"].faces[0].path.read_bytes())
    entry = next(place for place in range(12, 400, 16) if content[place : place + 4] == b"OS/2")
    table = int.from_bytes(content[entry + 8 : entry + 12], "big")
    content[table + 8 : table + 10] = bits.to_bytes(2, "big")
    font = tmp_path / "font.ttf"
    font.write_bytes(content)
    assert embedding_of(font) == allowed
