from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageFile

from publisher.model import Image as Picture
from publisher.reader.svg import SvgError, svg_size
from publisher.traverse import walk_document
from tests.support.marked import Outcome, read_marked

if TYPE_CHECKING:
    from pathlib import Path

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def raster(form: str, size: tuple[int, int] = (8, 4), **options: object) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(stream, form, **options)
    return stream.getvalue()


def svg(inside: str = "", attributes: str = 'width="8" height="4"') -> bytes:
    return f"<svg {NAMESPACES} {attributes}>{inside}</svg>".encode()


def show(folder: Path, name: str, content: bytes) -> Outcome:
    return read_marked(folder, f"![x]({name})", {name: content})


@pytest.mark.parametrize(
    ("name", "content", "media_type", "width"),
    [
        ("a.png", raster("PNG"), "image/png", 6.0),
        ("a.png", raster("PNG", (300, 150), dpi=(300, 300)), "image/png", 72.0),
        ("a.PNG", raster("PNG", dpi=(1, 1)), "image/png", 6.0),
        ("a.jpg", raster("JPEG"), "image/jpeg", 6.0),
        ("a.jpeg", raster("JPEG", (144, 72), dpi=(144, 144)), "image/jpeg", 72.0),
        ("a.svg", svg(), "image/svg+xml", 6.0),
    ],
)
def test_a_picture_is_read_and_measured_in_points(
    tmp_path: Path, name: str, content: bytes, media_type: str, width: float
) -> None:
    outcome = show(tmp_path, name, content)
    assert outcome.codes == []
    resource = outcome.document.resources[name]
    assert (resource.media_type, resource.content) == (media_type, content)
    assert (resource.width, resource.height) == pytest.approx((width, width / 2), rel=0.01)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", raster("JPEG")),
        ("a.jpg", raster("PNG")),
        ("a.png", raster("PNG", (90, 90))[:-900]),
        ("a.jpg", raster("JPEG", (90, 90))[:-900]),
        ("a.png", b""),
        ("a.jpg", b"\xff\xd8\xff"),
        ("a.gif", raster("PNG")),
        ("a.webp", raster("WEBP", (90, 90))[:-900]),
        ("a.tiff", raster("TIFF")),
        ("a.svg", b"\x00\x01"),
        ("a.svg", raster("PNG")),
        ("a", raster("PNG")),
    ],
)
def test_a_picture_that_is_damaged_or_something_else_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    outcome = show(tmp_path, name, content)
    assert outcome.codes == ["bad-image"]
    assert outcome.document.resources == {}


def test_a_truncated_picture_is_told_although_weasyprint_tolerates_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert show(tmp_path, "a.jpg", raster("JPEG", (90, 90))[:-900]).codes == ["bad-image"]
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_a_picture_turned_by_its_metadata_is_told(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert show(tmp_path, "a.jpg", raster("JPEG", exif=exif)).codes == ["bad-image"]


def test_a_picture_shown_twice_is_told_twice_and_read_once(tmp_path: Path) -> None:
    outcome = read_marked(tmp_path, "![x](a.svg) ![y](a.svg)", {"a.svg": svg()})
    assert list(outcome.document.resources) == ["a.svg"]
    missing = read_marked(tmp_path, "![x](b.svg) ![y](b.svg)")
    assert missing.codes == ["missing-file", "missing-file"]


def test_pictures_of_included_files_are_known_by_their_path_from_the_folder(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"part/a.md": "![x](img/b.svg)\n", "part/img/b.svg": svg(), "my pic.svg": svg()}
    outcome = read_marked(tmp_path, "![y](<my pic.svg>)\n\n:::{include} part/a.md\n:::", files)
    assert outcome.codes == []
    assert set(outcome.document.resources) == {"my%20pic.svg", "part/img/b.svg"}


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('width="96" height="48"', (72, 36)),
        ('width="1in" height="25.4mm"', (72, 72)),
        ('width="10pt" height="1pc"', (10, 12)),
        ('width="2.54cm" viewBox="0 0 2 1"', (72, 36)),
        ('height="36pt" viewBox="0,0 2 1"', (72, 36)),
        ('width="100%" height="100%" viewBox="0 0 8 4"', (6, 3)),
        ('viewBox="0 0 8 4"', (6, 3)),
        ("", (225, 112.5)),
        ('viewBox="0 0 0 x"', (225, 112.5)),
    ],
)
def test_the_size_of_an_svg(attributes: str, expected: tuple[float, float]) -> None:
    assert svg_size(svg(attributes=attributes)) == pytest.approx(expected)


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="#a"/><path id="a" fill="url(#g)" d="M0 0"/>',
        '<image xlink:href="data:image/png;base64,iVBORw0KGgo="/>',
        "<style>path { fill: url('#g'); font-family: 'A' }</style><!-- onclick -->",
        "<metadata><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></metadata>",
    ],
)
def test_an_svg_that_keeps_to_itself_is_taken(inside: str) -> None:
    svg_size(svg(inside))


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<SCRIPT/>",
        '<path onclick="a()"/>',
        '<path ONLOAD="a()"/>',
        "<foreignObject/>",
        '<p xmlns="http://www.w3.org/1999/xhtml"/>',
        '<image href="https://example.org/a.png"/>',
        '<image xlink:href="a.png"/>',
        '<use href="file:///etc/passwd#a"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        '<a href="javascript:alert(1)"/>',
        '<a xlink:href=" java&#10;script:alert(1)"/>',
        "<style>@import 'a.css';</style>",
        "<style>p { fill: url(a.svg#b) }</style>",
        "<style>p { fill: url( 'https://e.org' ) }</style>",
        "<style>@\\69mport 'a.css';</style>",
        '<path style="fill: url(a.svg#b)"/>',
        '<path fill="url(//e.org/a)"/>',
        '<path filter="u&#114;l(https://e.org)"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        "<?xml-stylesheet href='a.css'?>",
        '<g xml:base="https://e.org/"/>',
    ],
)
def test_an_svg_that_is_active_or_reaches_outside_is_refused(inside: str) -> None:
    with pytest.raises(SvgError) as raised:
        svg_size(svg(inside))
    assert raised.value.code == "unsafe-svg"


def test_an_svg_with_entities_or_a_stylesheet_in_front_is_refused() -> None:
    entities = b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("<text>&a;</text>")
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg()
    sheet = b"<?xml-stylesheet href='a.css'?>" + svg()
    for content in (entities, bomb, sheet):
        with pytest.raises(SvgError) as raised:
            svg_size(content)
        assert raised.value.code == "unsafe-svg"


def test_an_svg_with_the_usual_document_type_is_taken() -> None:
    doctype = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert svg_size(b'<?xml version="1.0"?>\n' + doctype + svg()) == (6, 3)


def uses(levels: int, times: int) -> str:
    groups = (f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * times + "</g>" for n in range(1, levels + 1))
    return '<rect id="g0"/>' + "".join(groups)


@pytest.mark.parametrize("inside", [uses(3, 10), uses(400, 1), '<g id="a"><a href="#a"><path/></a></g>'])
def test_an_svg_may_repeat_its_parts(inside: str) -> None:
    svg_size(svg(inside))


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        (uses(8, 10), "repeats its parts more than 200000 times"),
        ('<use href="#a" id="a"/>', "draws a part of it within that part"),
        ('<g id="a"><path fill="url(#a)"/></g>', "draws a part of it within that part"),
    ],
)
def test_an_svg_may_not_repeat_them_without_end(inside: str, message: str) -> None:
    with pytest.raises(SvgError, match=message) as raised:
        svg_size(svg(inside))
    assert raised.value.code == "bad-image"


@pytest.mark.parametrize("width", ["-5", "0", "0px", "0e3", " -.1in"])
def test_an_svg_without_extent_is_refused(width: str) -> None:
    with pytest.raises(SvgError, match="has the width"):
        svg_size(svg(attributes=f'width="{width}" height="4"'))


@pytest.mark.parametrize("form", ["WEBP", "GIF"])
def test_what_not_every_format_can_show_becomes_a_png_with_the_same_pixels(tmp_path: Path, form: str) -> None:
    exif = Image.Exif()
    exif[0x013B] = "secret"
    content = raster(form, lossless=True, exif=exif) if form == "WEBP" else raster(form, comment=b"secret")
    assert b"secret" in content
    outcome = show(tmp_path, f"a.{form.lower()}", content)
    assert outcome.codes == []
    (resource,) = outcome.document.resources.values()
    assert (resource.media_type, resource.width, resource.pixels) == ("image/png", 6.0, 8)
    assert b"secret" not in resource.content
    with Image.open(io.BytesIO(content)) as given, Image.open(io.BytesIO(resource.content)) as taken:
        assert taken.convert("RGB").tobytes() == given.convert("RGB").tobytes()


def test_of_a_picture_that_moves_the_first_frame_is_taken_and_that_is_said(tmp_path: Path) -> None:
    frames = [Image.new("L", (8, 4), shade) for shade in (0, 128, 255)]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    outcome = show(tmp_path, "a.gif", stream.getvalue())
    (told,) = outcome.told("first-frame")
    assert told.message == "a.gif moves; only the first of its 3 frames is shown"
    with Image.open(io.BytesIO(outcome.document.resources["a.gif"].content)) as taken:
        assert taken.convert("L").getpixel((0, 0)) == 0


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (":alt: x\n:width: 60%", (0.6, None, False)),
        (":alt: x\n:width: 2in", (None, 144.0, False)),
        (":alt: x\n:width: 254 mm", (None, 720.0, False)),
        (":alt: x\n:dpi: 144", (None, 4.0, False)),
        (":decorative:", (None, None, True)),
    ],
)
def test_a_picture_has_the_width_that_is_asked_for(
    tmp_path: Path, options: str, expected: tuple[float | None, float | None, bool]
) -> None:
    outcome = read_marked(tmp_path, f":::{{image}} a.png\n{options}\n:::", {"a.png": raster("PNG")})
    assert outcome.codes == []
    (image,) = [node for node in walk_document(outcome.document) if isinstance(node, Picture)]
    assert (image.width, image.points, image.decorative) == pytest.approx(expected)
