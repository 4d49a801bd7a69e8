"""The codes of all diagnostics, what they weigh and what they mean (`publisher explain CODE`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CODES", "Explanation", "Severity"]


class Severity(Enum):
    """What a diagnostic does to a build."""

    ERROR = "error"
    """The document is never published."""
    LOSS = "loss"
    """Something of the source would be lost or shown otherwise: an error, unless the build is lenient."""
    WARNING = "warning"
    """Worth a look; the document is published."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means."""

    severity: Severity
    title: str
    text: str


def _error(title: str, text: str) -> Explanation:
    return Explanation(Severity.ERROR, title, text)


def _loss(title: str, text: str) -> Explanation:
    return Explanation(Severity.LOSS, title, text)


def _warning(title: str, text: str) -> Explanation:
    return Explanation(Severity.WARNING, title, text)


CODES: Mapping[str, Explanation] = {
    # files
    "no-source": _error(
        "There is no source to read",
        "A document is a folder below source/ with an index.md in it. Check the name, or make one: publisher new NAME.",
    ),
    "unreadable": _error("A file can't be read", "The file exists but may not be opened; look at its permissions."),
    "not-utf8": _error(
        "A file is not UTF-8",
        "Sources are UTF-8 text. Save the file as UTF-8 in your editor, or convert it: iconv -f LATIN1 -t UTF-8.",
    ),
    "too-large": _error("A file or table is too large", "There are limits on what a source may hold; split it."),
    "outside-folder": _error(
        "A path leads outside the document's folder",
        "A document reads files only below its own folder, also through links. Copy the file into the folder.",
    ),
    "missing-file": _error("A file is missing", "The path is taken relative to the file that names it."),
    "empty-document": _error("The document says nothing", "There is no text below the metadata."),
    "illegal-character": _warning(
        "A character can't be kept",
        "Control characters and lone surrogates are not allowed in XML, so no Word file or web page can carry them. "
        "They are shown as � (U+FFFD).",
    ),
    # metadata and other YAML
    "yaml-syntax": _error("The YAML can't be read", "The metadata block and facts.yaml are YAML 1.2."),
    "bad-data": _error("Data can't be read", "The message says what is wrong with the file, or with the query."),
    "duplicate-key": _error("A key is given twice", "One of the two values would be lost; keep one."),
    "unknown-key": _error("A key is not known", "publisher schema prints all keys that exist."),
    "missing-key": _error("A required key is missing", "publisher schema prints all keys and which are required."),
    "wrong-type": _error("A value has the wrong type", "publisher schema prints what each key takes."),
    "unknown-template": _error("There is no such template", "Templates are folders in templates/ with a theme.toml."),
    "unknown-language": _warning(
        "There are no generated words in this language",
        "Words such as Table, Contents and Note are taken from English instead.",
    ),
    # syntax
    "unknown-directive": _error("A directive is not known", "The user guide lists the directives."),
    "unknown-role": _error("A role is not known", "The user guide lists the roles."),
    "unknown-option": _error("A directive has no such option", "The user guide lists the options of each directive."),
    "bad-option": _error("An option has a value that it can't take", "The user guide lists the options."),
    "bad-directive": _error("A directive is not written as it should be", "The user guide shows each directive."),
    "unknown-code-language": _warning(
        "A language of code is not known", "The code is shown plain. Languages have the names that Pygments gives them."
    ),
    "unclosed-fence": _error("A fence is not closed", "Close the fence with as many colons or backticks."),
    "stray-comment": _loss(
        "A line that looks like a comment stands in a paragraph",
        "A comment is a line that begins with % and follows an empty line or another comment. Within a paragraph the "
        "line is shown as it is; write \\% where a percent sign is meant.",
    ),
    "bad-math": _error(
        "A formula can't be read",
        "Formulas are written in a part of LaTeX that the user guide lists; what is not in it is never passed over. "
        "The message points at the place inside the formula.",
    ),
    "not-math": _warning(
        "Text between dollar signs looks like a formula",
        "A single dollar sign is always money, so it is shown as it is written. Write {math}`x^2` in a line of text, "
        "or \\$ where a dollar sign is meant.",
    ),
    "bad-role": _error("A role is not written as it should be", "The user guide shows each role."),
    "empty-heading": _error("A heading has no words", "It would stand as an empty line in the contents."),
    "heading-skip": _error(
        "Heading levels skip", "Go down one level at a time, so that the outline has no hole for a screen reader."
    ),
    "misplaced-appendix": _error(
        "A heading within a section is called an appendix", "Appendices are outermost sections; those in them follow."
    ),
    "nested-heading": _loss(
        "A heading stands inside a quotation, list or other block",
        "It opens no section and appears in no contents. End the block first, or use strong text.",
    ),
    "too-deep": _error(
        "Blocks are nested too deep", "No format shows such a depth in a readable way; say it with less nesting."
    ),
    "raw-html": _error(
        "Raw HTML is refused",
        "HTML can't be shown in Word or plain text. Use Markdown, or set `raw-html: clean` in the metadata.",
    ),
    "raw-html-cleaned": _warning("Raw HTML was cleaned", "Some tags or attributes were unsafe and were taken out."),
    "raw-html-reduced": _warning("Raw HTML is reduced to its text", "Word and plain text show only its text."),
    # labels and notes
    "unknown-label": _error(
        "No such label", "A label is given with (name)= before a heading or :name: in a directive."
    ),
    "duplicate-label": _error("A label is given twice", "Each label may stand once in a document."),
    "bad-label": _error(
        "A label can't be used",
        "A label is one word without spaces. It stands as (name)= before a heading, table or figure, or as :name: in a "
        "directive, and each of these has one label.",
    ),
    "unnumbered-target": _error(
        "The target has no number", "Give the table or figure a caption, or set `numbering: true` for sections."
    ),
    "unknown-audience": _error(
        "There is no such audience",
        "Parts of a document may be {only} for audiences, which the metadata list under `audiences`, and for formats.",
    ),
    "source-withheld": _warning(
        "The source is not attached", "It holds parts that are not for the audience or the format that is built."
    ),
    "unused-label": _warning("A footnote is never cited", "It appears nowhere; cite it or take it out."),
    "unused-link": _warning("The definition of a link is never used", "It appears nowhere; use it or take it out."),
    "unknown-note": _error("No such footnote", "Write it as a paragraph that begins with [^name]: ."),
    "note-circle": _error("Footnotes cite each other in a circle", "Take one of the citations out."),
    "empty-note": _error("A footnote says nothing", "Write its text behind the colon; indent further paragraphs."),
    # pictures and tables
    "missing-alt": _error("A picture has no alternative text", "Say what it shows, for those who can't see it."),
    "bad-image": _error("A picture is damaged or not what its name says", "Save it again as PNG, JPEG, WebP or SVG."),
    "image-too-large": _error("A picture has too many pixels", "Make it smaller; paper needs 300 pixels an inch."),
    "first-frame": _warning("A picture moves", "No format but the web shows more than one frame; the first is taken."),
    "unsafe-svg": _error("An SVG holds something active", "Scripts, events and outside references are refused."),
    "bad-link": _error("A link has an unsafe or unusable target", "Links are http, https, mailto or tel, or #label."),
    "not-a-link": _warning(
        "Text looks like a link", "It is shown with its brackets. Define what it refers to, or put its address in <>."
    ),
    "plain-alternative": _loss(
        "An alternative text is plain text", "Links, notes, roles and pictures in it keep no more than their words."
    ),
    "lost-words": _loss(
        "Words are shown nowhere",
        "Behind the opening of a code block stands its language, one word; more than that no format shows.",
    ),
    "row-length": _error("A table row is too long or too short", "Each row has as many cells as the head."),
    "bad-table": _error("A table can't be read", "The user guide shows how tables are written."),
    # includes
    "include-circle": _error("Files include each other in a circle", "Break the circle."),
    # facts
    "unknown-fact": _error("No such fact", "Facts stand in facts.yaml beside the source."),
    "unknown-source": _error("No such source", "Sources stand under `sources` in facts.yaml."),
    "unknown-unit": _error(
        "No such unit", "A unit is a currency (ISO 4217), percent, year, or a noun as {one: …, other: …}."
    ),
    "bad-formula": _error("A formula can't be computed", "Formulas know + - * / ( ), numbers and names of facts."),
    "formula-circle": _error("Formulas refer to each other in a circle", "Break the circle."),
    "bad-form": _error("A fact can't be shown in this form", "The user guide lists the forms of each kind of fact."),
    "check-failed": _error(
        "Figures do not add up", "A check in facts.yaml does not hold; mend the facts or the check."
    ),
    "unused-fact": _warning("A fact is never used", "It appears nowhere in the document."),
    # theme and exporters
    "bad-theme": _error("A theme can't be used", "The message says what is wrong in theme.toml."),
    "bad-template": _error("A template can't be used", "The message says what is wrong in the page shell or sheet."),
    "no-fonts": _error("A font is missing", "publisher doctor says how to install it."),
    "font-not-embedded": _warning(
        "A font may not be put into the Word file",
        "Its licence bits (OpenType OS/2, fsType) forbid it; where the font is not installed, Word shows another.",
    ),
    "unit-mismatch": _error(
        "Figures in different units are added or compared",
        "Dollars and people can't be added. Mend the formula, or the units of the facts that it names.",
    ),
    "stale-fact": _warning(
        "A fact is out of date",
        "It has passed its `expires`, or its `max-age` after its date, after it was retrieved or last checked.",
    ),
    "expired-fact": _error(
        "A fact is out of date, and the document may not be published with it",
        "The metadata say `on-stale: fail`. Look for a newer figure, or check it and say so in the ledger.",
    ),
    "handling-conflict": _error(
        "A fact is for documents with another handling mark",
        "Its `handling` in the ledger names the mark of the documents that may cite it.",
    ),
    "uncovered-figure": _warning(
        "A figure does not come from the ledger",
        "It was typed, so that nobody can say where it comes from, and it does not change with the facts.",
    ),
    "figure-not-covered": _error(
        "A figure does not come from the ledger, and the document may not be published with it",
        "The metadata say `coverage: full`. Cite a fact, or exempt the words that the figure stands in.",
    ),
    "unused-exemption": _warning("Words are exempt that stand nowhere", "Take them out of `exempt`."),
    "unsourced-fact": _warning("A fact names no source", "Nobody can say where it comes from."),
    "unitless-fact": _warning("A number has no unit", "Say what it counts; `unit: number` for a plain number."),
    "untranslated-fact": _warning(
        "A fact has no words in the language of a translation",
        "The noun that it counts, its text or its label stands in the language of the original.",
    ),
    "table-too-wide": _warning(
        "A column of a table is too narrow for its text",
        "On paper its longest word or number is broken. Landscape pages, fewer columns or shorter words help.",
    ),
    "missing-glyph": _loss("A font lacks a character", "It would show as a box. Use another character or font."),
    "too-deep-for-format": _loss(
        "A list is nested deeper than the format can carry", "Word has nine levels of lists; use fewer."
    ),
    "exporter-failed": _error("An exporter failed", "This is a fault of the exporter, not of the source."),
    "layout-warning": _warning(
        "The layout engine warns",
        "Something in a picture or a style sheet could not be used as it is written, or a library below complained.",
    ),
    "render-failed": _error("The page could not be laid out", "The message says what the layout engine reports."),
    # workspace and command
    "no-workspace": _error("There is no workspace here", "A workspace has a source/ folder; publisher new makes one."),
    "bad-config": _error("The workspace's settings can't be used", "They stand in publisher.toml or pyproject.toml."),
    "bad-argument": _error("An option can't be used", "publisher help COMMAND says what each option takes."),
    "unknown-document": _error("There is no such document", "publisher list shows the documents."),
    "unknown-format": _error("There is no such format", "publisher list shows the formats."),
    "duplicate-exporter": _error("Two exporters have one name", "Uninstall one of the packages that bring them."),
    "bad-exporter": _error("An exporter can't be loaded", "The package that brings it is broken."),
    "internal-error": _error("Publisher itself failed", "This is a fault of Publisher; please report it."),
    "source-changed": _error(
        "A file changed while its document was being made",
        "Its formats would not say the same. Build the document again once the file is written.",
    ),
    "time-out": _error(
        "A document took too long",
        "Set `timeout`, or `cpu` for the time of the processor (seconds), in publisher.toml if it really needs longer.",
    ),
    "out-of-memory": _error(
        "A document needed too much memory", "Set `memory` (megabytes) in publisher.toml if it really needs more."
    ),
    "crashed": _error(
        "The process of a document died", "It ran out of memory, or a library crashed; nothing was lost."
    ),
    "busy": _error(
        "Another run is at work here", "Wait until it has ended, since one alone may publish; or use --wait."
    ),
    "stale-lock": _warning(
        "The run before ended without letting go of its lock",
        "It was killed, or the computer stopped. The lock is taken over, and what it left half-made is removed.",
    ),
    "unknown-edition": _error("There is no such edition", "publisher editions SLUG lists those that are kept."),
    "damaged-edition": _error(
        "A published edition is not as it was published",
        "Files are missing, changed or strange. publisher build publishes it anew; an older one can be removed.",
    ),
    "strange-file": _warning(
        "Something in the output folder was not published", "Nobody but Publisher should write there; remove it."
    ),
    "not-reproducible": _error(
        "An edition can't be rebuilt byte for byte",
        "Its sources are those of its receipt, and what renders is the same, but other bytes come out.",
    ),
    "damaged-state": _warning(
        "What Publisher remembers of earlier runs can't be read",
        "It is set aside, in .publisher/. Nothing is lost: documents are built anew, and only what differs is published.",
    ),
    "state-not-kept": _warning(
        "What Publisher remembers could not be written",
        "The documents are published. The next run may build more than it must; look at .publisher/.",
    ),
    "withdrawn-edition": _warning(
        "A rollback has taken this content back",
        "It stays unpublished until the source changes, or until publisher build is told to publish it.",
    ),
    "publish-failed": _error("The edition could not be put in place", "The last good edition stays as it was."),
    "mixed-edition": _warning(
        "The files of a document are not from one build",
        "Only some formats were built, and something has changed: the others may say what the source no longer says.",
    ),
    "bad-name": _error(
        "A name can't be used", "A document's name is its folder and its address: lower-case letters, digits, hyphens."
    ),
    "exists": _error("It exists already", "Nothing was overwritten; choose another name."),
}
