"""The package (ECMA-376 Part 2): python-docx joins the parts, and the archive is written the same way every time."""

from __future__ import annotations

import io
import zipfile
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part

from publisher.exporters.docx.chart_xml import WORKBOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["FONT_TYPE", "About", "ChartPart", "Media", "Story", "write_package"]

_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip archive can hold."""
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_STORED = frozenset(("png", "jpeg", "xlsx"))
"""Already compressed."""
_EXTENSIONS: Mapping[str, str] = {"image/png": "png", "image/jpeg": "jpeg", "image/svg+xml": "svg"}
_COMPRESSION = 6
_DATA_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"'
    b' ds:itemID="{6E2B7C1A-3D54-4F0E-9A68-5B1C0D9E7F42}"><ds:schemaRefs/></ds:datastoreItem>'
)
FONT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"


@dataclass(frozen=True, slots=True)
class Media:
    """The bytes of a picture or font."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A chart, and the workbook with its numbers."""

    content: bytes
    workbook: bytes


@dataclass(frozen=True, slots=True)
class Story:
    """A part that holds text, with its relationships: identifiers by type and target."""

    content: bytes
    relations: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class About:
    """What a package says of itself, outside its text."""

    core: bytes
    application: bytes
    """Core and extended properties."""
    data: bytes = b""
    """A custom XML part."""


_TYPES: Mapping[str, tuple[str, str]] = {
    "styles.xml": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "numbering.xml": (CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
    "settings.xml": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "fontTable.xml": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "theme/theme1.xml": (CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME),
    "footnotes.xml": (CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
    "header1.xml": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "header2.xml": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "header3.xml": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer2.xml": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "header4.xml": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer3.xml": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "footer1.xml": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
}


def write_package(
    document: Story,
    stories: Mapping[str, Story],
    parts: Mapping[str, bytes],
    about: About,
    media: Mapping[str, Media | ChartPart],
) -> bytes:
    """Join parts by name below `word/` to a package; `about` says what the whole is.

    Media are the targets of relationships that lead to no part; each is stored once, however often it is shown.
    """
    package = OpcPackage()
    main = _part("/word/document.xml", CONTENT_TYPE.WML_DOCUMENT_MAIN, document.content)
    package.load_rel(RELATIONSHIP_TYPE.OFFICE_DOCUMENT, main, "rId1")
    core_part = _part("/docProps/core.xml", CONTENT_TYPE.OPC_CORE_PROPERTIES, about.core)
    package.load_rel(RELATIONSHIP_TYPE.CORE_PROPERTIES, core_part, "rId2")
    application_part = _part("/docProps/app.xml", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, about.application)
    package.load_rel(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, application_part, "rId3")
    written = {name: _part(f"/word/{name}", _TYPES[name][0], content) for name, content in parts.items()}
    written |= {name: _part(f"/word/{name}", _TYPES[name][0], story.content) for name, story in stories.items()}
    files = written | _files(media)
    _relate(main, document, files)
    for name, story in stories.items():
        _relate(written[name], story, files)
    named = {target for _, target in document.relations}
    for number, (name, part) in enumerate(written.items(), 1):
        if name not in named:
            main.load_rel(_TYPES[name][1], part, f"rIdPart{number}")
    if about.data:
        _add_data(main, about.data)
    return _archive(package)


def _add_data(main: Part, data: bytes) -> None:
    """Add a custom XML part with its properties (ECMA-376, Part 1, 15.2.5 and 15.2.6)."""
    item = _part("/customXml/item1.xml", CONTENT_TYPE.XML, data)
    properties = _part("/customXml/itemProps1.xml", CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, _DATA_PROPERTIES)
    item.load_rel(RELATIONSHIP_TYPE.CUSTOM_XML_PROPS, properties, "rId1")
    main.load_rel(RELATIONSHIP_TYPE.CUSTOM_XML, item, "rIdData")


def _part(name: str, content_type: str, content: bytes) -> Part:
    return Part(PackURI(name), content_type, content)


def _files(media: Mapping[str, Media | ChartPart]) -> dict[str, Part]:
    """Make the parts of pictures, fonts and charts; a picture that is shown twice is one part."""
    files: dict[str, Part] = {}
    shown: dict[bytes, Part] = {}
    charts = 0
    for target, file in media.items():
        if isinstance(file, ChartPart):
            charts += 1
            files[target] = _chart(file, charts)
            continue
        if file.content not in shown:
            font = file.media_type == FONT_TYPE
            name = target if font else f"media/image{len(shown) + 1}.{_EXTENSIONS.get(file.media_type, '')}"
            shown[file.content] = _part(f"/word/{name}", file.media_type, file.content)
        files[target] = shown[file.content]
    return files


def _chart(file: ChartPart, number: int) -> Part:
    """Make the part of a chart (15.2.4 of Part 1, 14.2.1), and that of the workbook it goes by."""
    chart = _part(f"/word/charts/chart{number}.xml", CONTENT_TYPE.DML_CHART, file.content)
    name = f"/word/embeddings/Microsoft_Excel_Worksheet{number}.xlsx"
    chart.load_rel(RELATIONSHIP_TYPE.PACKAGE, _part(name, CONTENT_TYPE.SML_SHEET, file.workbook), WORKBOOK)
    return chart


def _relate(part: Part, story: Story, files: Mapping[str, Part]) -> None:
    for (kind, target), identifier in story.relations.items():
        if target in files:
            part.load_rel(kind, files[target], identifier)
        else:
            part.load_rel(kind, target, identifier, is_external=True)


def _archive(package: OpcPackage) -> bytes:
    parts = list(package.iter_parts())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        _add(archive, "[Content_Types].xml", _content_types(parts))
        _add(archive, PACKAGE_URI.rels_uri.membername, package.rels.xml)
        for part in parts:
            if part.content_type == FONT_TYPE:
                _put(archive, stream, *_packed(part.partname.membername, part.blob))
        for part in parts:
            if part.content_type != FONT_TYPE:
                _add(archive, part.partname.membername, part.blob)
            if part.rels:
                _add(archive, part.partname.rels_uri.membername, part.rels.xml)
    return stream.getvalue()


@lru_cache(maxsize=64)
def _packed(name: str, content: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    """Return a member of an archive and its bytes there: fonts, which many documents share, are compressed once."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        _add(archive, name, content)
        (info,) = archive.infolist()
        return info, stream.getvalue()


def _put(archive: zipfile.ZipFile, stream: io.BytesIO, info: zipfile.ZipInfo, packed: bytes) -> None:
    """Add a member, as it stands in another archive, to one that is being written."""
    member = copy(info)
    member.header_offset = stream.seek(archive.start_dir)
    stream.write(packed)
    archive.start_dir = stream.tell()
    archive.filelist.append(member)
    archive.NameToInfo[member.filename] = member


def _add(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_STORED if name.rpartition(".")[2] in _STORED else zipfile.ZIP_DEFLATED
    info.create_system = 0
    archive.writestr(info, content, compresslevel=_COMPRESSION)


def _content_types(parts: Iterable[Part]) -> bytes:
    """Write the content types (Part 2, 10.1.2): of pictures by extension, of other parts by name."""
    extensions = {"rels": CONTENT_TYPE.OPC_RELATIONSHIPS, "xml": CONTENT_TYPE.XML}
    names = {}
    for part in parts:
        if part.content_type in _EXTENSIONS:
            extensions[_EXTENSIONS[part.content_type]] = part.content_type
        else:
            names[str(part.partname)] = part.content_type
    defaults = [
        f"<Default Extension={quoteattr(key)} ContentType={quoteattr(extensions[key])}/>" for key in sorted(extensions)
    ]
    overrides = [f"<Override PartName={quoteattr(key)} ContentType={quoteattr(names[key])}/>" for key in sorted(names)]
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Types xmlns="{_CONTENT_TYPES}">{"".join(defaults + overrides)}</Types>'
    ).encode()
