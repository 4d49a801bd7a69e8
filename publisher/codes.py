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
    "unknown-column": _error(
        "No such column", "Columns are named by the words of their heads, or by number: #1 is the first."
    ),
    "bad-value": _error(
        "A value is not what its column asks for",
        "A column that has a format, is summed or compared holds numbers, dates or facts, and empty cells. In a file,"
        " numbers are written as programs write them (1234.5); in the text, as the language does.",
    ),
    "bad-query": _error(
        "A query can't be run",
        "A query is one SELECT in DuckDB's SQL over the files that the table names, and reaches nothing else.",
    ),
    "unordered-query": _warning(
        "A query leaves the order of its rows open",
        "Groups and joins come in an order that another version of the engine may choose otherwise. Say ORDER BY.",
    ),
    "missing-package": _error(
        "A package that this document needs is not installed",
        "Some libraries are extras, since few documents need them; the hint has the command that installs them.",
    ),
    "bad-table": _error("A table can't be read", "The user guide shows how tables are written."),
    "bad-chart": _error(
        "Data can't be drawn",
        "The message says what is wrong with the data, or with what is asked of them. A chart has a column of "
        "categories and columns of numbers, all in one unit and written as the language of the document does.",
    ),
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
    "future-fact": _warning(
        "A fact is of a time to come",
        "Its `as-of` begins after the date of the document, or it was read or checked on a day that has not come yet. "
        "Mend the date; a figure that looks ahead says `forecast: true`.",
    ),
    "untranslated-fact": _warning(
        "A fact is said in another language than the text",
        "A translation cites a fact whose words, or whose noun, the ledger has only in the language of the original.",
    ),
    "undated-fact": _warning(
        "A fact would never be out of date",
        "It has a `max-age`, but neither a date, nor a day on which it or its source was read or checked.",
    ),
    # feeds
    "literal-secret": _error(
        "A credential is written out in a ledger",
        "It would be read by everybody who sees the source. Put it into the environment, write ${NAME} in its place, "
        "and withdraw it, since it has been written down.",
    ),
    "bad-feed": _error(
        "A feed can't be used as it is declared", "The message says what is wrong with its places, schema or query."
    ),
    "feed-credential": _error(
        "A credential for a feed is missing or unusable",
        "It is taken from the environment of publisher refresh, and sent over https only. What was known stays.",
    ),
    "feed-unreachable": _error(
        "A feed gives no answer", "Nothing was changed: the last good answer and the ledger stay as they were."
    ),
    "feed-refused": _error(
        "The answer of a feed is wrong or absurd",
        "It is not what the declaration says: format, schema, range or date. The last good answer and the ledger stay.",
    ),
    "feed-held": _error(
        "A figure has changed by more than its `max-change`",
        "Look whether it is true. publisher refresh --confirm KEY takes it; until then the last good answer stays.",
    ),
    "feed-failed": _warning(
        "A feed could not be refreshed the last time",
        "The document is published with the last known good figures, and says of when they are.",
    ),
    "feed-stale": _warning(
        "The data of a feed are older than its `max-age`", "Refresh it: publisher refresh; or look for another source."
    ),
    "feed-pending": _warning(
        "A feed has newer figures than the ledger", "publisher refresh --accept writes them into the ledger."
    ),
    "feed-unfit": _error(
        "A feed has failed or is out of date, and the document may not be published with it",
        "The metadata say `on-stale: fail`. Refresh the feed: publisher refresh.",
    ),
    "not-accepted": _error(
        "A proposed figure could not be written into the ledger",
        "The file is not one that can be changed without touching anything else; change the figure by hand.",
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
    "time-out": _error(
        "A document took too long", "Set `timeout` (seconds) in publisher.toml if it really needs longer."
    ),
    "out-of-memory": _error(
        "A document needed too much memory", "Set `memory` (megabytes) in publisher.toml if it really needs more."
    ),
    "crashed": _error(
        "The process of a document died", "It ran out of memory, or a library crashed; nothing was lost."
    ),
    "busy": _error("Another build or refresh is at work here", "Wait until it has ended; it alone may publish."),
    "publish-failed": _error("The edition could not be put in place", "The last good edition stays as it was."),
    "port-taken": _error(
        "The preview can't have its port", "Another program listens there, perhaps another preview; --port names one."
    ),
    "index-failed": _error(
        "The index page could not be written",
        "The documents are published; the index page and what goes with it are still those of an earlier run.",
    ),
    "undated-document": _warning(
        "A document without a date is in no feed",
        "A feed (Atom) orders its entries by date. Give the document a `date`, or take it off the list: `listed: false`.",
    ),
    # schedules and runs
    "bad-schedule": _error(
        "A schedule can't be as it was asked for",
        'Say how often with `--every` (day, weekday, week, month, hour, or "10 minutes"), when with `--at 06:00`, on which '
        "day with `--on`, and where that time is meant with `--zone America/Lima`.",
    ),
    "no-scheduler": _error(
        "There is nothing that could start a run",
        "The platform that was named, or every one that this machine could have, lacks its tool or does not run. "
        "`publisher schedule run` needs none: it waits in the foreground.",
    ),
    "scheduler-failed": _error(
        "The platform's scheduler refused", "The message holds what it said. Nothing else of it was changed."
    ),
    "schedule-caveat": _warning(
        "A platform keeps to a schedule in its own way", "The message says where it differs, and what to do about it."
    ),
    "run-busy": _error("Another run is at work here", "Runs never overlap. Wait until it has ended."),
    "no-record": _error(
        "The record of runs can't be read or written",
        "It stands in .publisher/ of the workspace, which must be writable.",
    ),
    "record-damaged": _warning(
        "The record of runs was damaged",
        "It is a log: a new one was begun, and the damaged one set aside. A run may be done once more than was needed.",
    ),
    "metrics-failed": _error("The metrics could not be written", "Look at the folder and its permissions."),
    "metrics-late": _warning(
        "The metrics could not be written after a run",
        "The run is as good as it says; look at the folder of `metrics`.",
    ),
    "ping-failed": _warning(
        "The health ping was not delivered",
        "The run itself is not touched by that. `ping` in the settings names an https address; ${NAME} in it stands for "
        "a variable of the environment. Redirects are not followed.",
    ),
    "notice-failed": _warning(
        "A notice was not delivered",
        "It is tried again after the next run. `notify` in the settings names https addresses, or "
        "smtps://USER:${PASSWORD}@HOST/RECIPIENT; ${NAME} stands for a variable of the environment.",
    ),
    "mixed-edition": _warning(
        "The files of a document are not from one build",
        "Only some formats were built, and something has changed: the others may say what the source no longer says.",
    ),
    "bad-name": _error(
        "A name can't be used", "A document's name is its folder and its address: lower-case letters, digits, hyphens."
    ),
    "exists": _error("It exists already", "Nothing was overwritten; choose another name."),
}
