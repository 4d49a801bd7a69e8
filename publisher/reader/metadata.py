"""The metadata: the YAML block on top of a source."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from publisher.diagnostics import Location
from publisher.languages import canonical
from publisher.model import Author, Coverage, Metadata, OnStale, Paper, RawHtml
from publisher.reader.conditions import AUDIENCE, BUILT_IN_FORMATS
from publisher.reader.fields import Date, Fields, Name, TextLine, YesNo, problem, refuse, validated
from publisher.reader.yaml import Plain, YamlNode, load_yaml, value_of

if TYPE_CHECKING:
    from publisher.diagnostics import Report

__all__ = ["MetadataFields", "SplitSource", "metadata_of", "split_metadata"]

_LONGEST_WATERMARK = 24
_TEMPLATE = re.compile(r"[\w][\w.-]*")
_CONTENTS_DEPTH = 3
_DEEPEST_SECTION = 6


def _title(value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        message = "is empty"
        raise problem(message, "say what the document is called", "missing-key")
    return value


def _language(value: str) -> str:
    tag = canonical(value)
    if tag is None:
        raise refuse(value, "a language tag", "write a BCP 47 tag such as en-US or es")
    return tag


def _template(value: str) -> str:
    if not _TEMPLATE.fullmatch(value):
        raise refuse(value, "the name of a template", "templates are named by their folder: briefing, report")
    return value


def _audience(value: str) -> str:
    if not AUDIENCE.fullmatch(value) or value in BUILT_IN_FORMATS:
        hint = "write lower-case letters, digits and hyphens; formats have their names already"
        raise refuse(value, "the name of an audience", hint)
    return value


def _watermark(value: str) -> str:
    if len(value) > _LONGEST_WATERMARK:
        raise refuse(value, f"at most {_LONGEST_WATERMARK} characters", "one or two words, as Draft")
    return value


def _author(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _depth(value: Any) -> int:
    match value:
        case Plain("true"):
            return _CONTENTS_DEPTH
        case Plain("false"):
            return 0
        case Plain(digit) if digit in {"0", "1", "2", "3", "4", "5", "6"}:
            return int(digit)
        case _:
            hint = f"true lists sections down to level {_CONTENTS_DEPTH}"
            raise refuse(value, f"true, false or a level up to {_DEEPEST_SECTION}", hint)


def _author_schema() -> dict[str, Any]:
    names = ("name", "affiliation", "email")
    properties = {name: {"type": "string"} for name in names}
    mapping = {"type": "object", "properties": properties, "required": ["name"], "additionalProperties": False}
    return {"anyOf": [{"type": "string"}, mapping]}


class AuthorFields(Fields):
    """Who answers for the document."""

    name: Annotated[Name, BeforeValidator(_title)]
    affiliation: TextLine = ""
    email: TextLine = ""


class MetadataFields(Fields):
    """What is known of the document as a whole."""

    title: Annotated[Name, BeforeValidator(_title)]
    """What the document is called."""
    subtitle: TextLine = ""
    """A second title, under the first."""
    summary: TextLine = ""
    """One sentence under the title, and the description in each format's properties."""
    kicker: TextLine = ""
    """The kind of document, above the title ("Fact sheet")."""
    short_title: Name = ""
    """For running headers; the title where it is left out."""
    authors: tuple[Annotated[AuthorFields, BeforeValidator(_author), WithJsonSchema(_author_schema())], ...] = ()
    """Names, or mappings of name, affiliation and email."""
    organisation: TextLine = ""
    """Who publishes it."""
    date: Date | None = None
    """Of the edition, as YYYY-MM-DD."""
    edition: TextLine = ""
    """The number or name of the edition."""
    lang: Annotated[TextLine, AfterValidator(_language)] = "en-US"
    """The language, a BCP 47 tag."""
    keywords: tuple[TextLine, ...] = ()
    """For search, in each format's properties."""
    handling: TextLine = ""
    """The mark on every page ("Public", "Draft")."""
    watermark: Annotated[TextLine, AfterValidator(_watermark)] = ""
    """A word behind the text of every page ("Draft")."""
    template: Annotated[TextLine, AfterValidator(_template)] = "briefing"
    """A folder of templates/."""
    paper: Paper = "auto"
    """`auto` is Letter where the language's territory uses it, A4 elsewhere."""
    numbering: YesNo = False
    """Number the sections."""
    contents: Annotated[
        int,
        BeforeValidator(_depth),
        WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "integer", "minimum": 0, "maximum": 6}]}),
    ] = 0
    """Put the contents after the title: true, or the deepest level that is listed."""
    raw_html: RawHtml = "refuse"
    """Whether raw HTML is refused or cleaned."""
    audiences: tuple[Annotated[TextLine, AfterValidator(_audience)], ...] = ()
    """Readers for whom {only} has parts of their own (`publisher build --audience NAME`)."""
    attach_source: YesNo = False
    """Attach the files that the document is made from to the PDF."""
    imprint: tuple[TextLine, ...] = ()
    """Lines on who answers for the document: on the back of the title page, or at the end."""
    on_stale: OnStale = "warn"
    """What a fact that is out of date does: warn; mark it in the text too; or fail."""
    coverage: Coverage = "any"
    """Whether figures that do not come from the ledger pass, are a warning (warn) or an error (full)."""
    listed: YesNo = True
    """Whether the index page of all documents, the feed and the sitemap name it."""
    smart_quotes: YesNo = True
    """Whether straight quotation marks become those of the language."""


class SplitSource(NamedTuple):
    """A source in two parts."""

    metadata: str | None
    """None where there is no block."""
    body: str
    """The rest; the lines of the metadata are left empty, so that line numbers stay."""
    closed: bool = True
    """Whether the block has an end."""


def split_metadata(text: str, path: str, report: Report) -> SplitSource:
    """Split a source into its metadata and the rest."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return SplitSource(None, text)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in {_FENCE, "..."}:
            rest = [""] * (number + 1) + lines[number + 1 :]
            return SplitSource("\n".join(lines[1:number]), "\n".join(rest))
    report.add(
        "yaml-syntax", "the metadata has no end", Location(path, length=len(_FENCE)), "close it with a line `---`"
    )
    return SplitSource(None, "\n".join(["", *lines[1:]]), closed=False)


_FENCE = "---"


def metadata_of(source: SplitSource, path: str, report: Report) -> Metadata:
    """Read the metadata; what is wrong in it is reported, and the rest is kept."""
    text = source.metadata
    if not source.closed:
        return Metadata("")
    top = Location(path, length=len(_FENCE))
    told = len(report.diagnostics)
    node = load_yaml(text, path, 2, report) if text else None
    if node is None:
        if len(report.diagnostics) == told:
            hint = "begin the file with a metadata block: ---, title: …, ---"
            report.add("missing-key", "the key title is missing", Location(path) if text is None else top, hint)
        return Metadata("")
    root = YamlNode(node.value, top)  # a missing key is told at the beginning of the block
    value = value_of(root, report)
    if not isinstance(value, dict):
        if value is not None:
            report.add("wrong-type", "the metadata must be a mapping of keys and values", node.at, "write `title: …`")
        return Metadata("")
    fields = validated(MetadataFields, value, root, report)
    if fields is None:  # once more without what was wrong, so that the rest of the document can be checked with it
        fields = MetadataFields.model_validate(_sound(value))
    return replace(_metadata(fields), places=_places(root))


def _places(root: YamlNode) -> dict[str, Location]:
    entries = root.value if isinstance(root.value, dict) else {}
    return {key.replace("-", "_"): value.at for key, (_, value) in entries.items()}


def _sound(value: dict[str, Any]) -> dict[str, Any]:
    """Keep the keys that are right on their own, each beside a title."""
    sound = {key: each for key, each in value.items() if key != "title" and _is_sound({"title": "x", key: each})}
    title = value.get("title")
    return {**sound, "title": title if _is_sound({"title": title}) else "—"}


def _is_sound(value: dict[str, Any]) -> bool:
    try:
        MetadataFields.model_validate(value)
    except ValueError:
        return False
    return True


def _metadata(fields: MetadataFields) -> Metadata:
    return Metadata(
        title=fields.title,
        subtitle=fields.subtitle,
        summary=fields.summary,
        kicker=fields.kicker,
        short_title=fields.short_title,
        authors=tuple(Author(author.name, author.affiliation, author.email) for author in fields.authors),
        organisation=fields.organisation,
        date=fields.date,
        edition=fields.edition,
        lang=fields.lang,
        keywords=fields.keywords,
        handling=fields.handling,
        watermark=fields.watermark,
        template=fields.template,
        paper=fields.paper,
        numbering=fields.numbering,
        contents=fields.contents,
        raw_html=fields.raw_html,
        audiences=fields.audiences,
        attach_source=fields.attach_source,
        smart_quotes=fields.smart_quotes,
        imprint=fields.imprint,
        on_stale=fields.on_stale,
        coverage=fields.coverage,
        listed=fields.listed,
    )
