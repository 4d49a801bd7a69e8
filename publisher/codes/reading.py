"""Codes about what a source is written in: files, metadata, syntax, labels, pictures, tables, includes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.codes.weights import error, loss, warning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.codes.weights import Explanation

__all__ = ["READING"]

READING: Mapping[str, Explanation] = {
    # files
    "no-source": error(
        "There is no source to read",
        "A document is a folder below source/ with an index.md in it. Check the name, or make one: publisher new NAME.",
    ),
    "unreadable": error("A file can't be read", "The file exists but may not be opened; look at its permissions."),
    "not-utf8": error(
        "A file is not UTF-8",
        "Sources are UTF-8 text. Save the file as UTF-8 in your editor, or convert it: iconv -f LATIN1 -t UTF-8.",
    ),
    "too-large": error("A file or table is too large", "There are limits on what a source may hold; split it."),
    "outside-folder": error(
        "A path leads outside the document's folder",
        "A document reads files only below its own folder, also through links. Copy the file into the folder.",
    ),
    "missing-file": error("A file is missing", "The path is taken relative to the file that names it."),
    "empty-document": error("The document says nothing", "There is no text below the metadata."),
    "illegal-character": warning(
        "A character can't be kept",
        "Control characters and lone surrogates are not allowed in XML, so no Word file or web page can carry them. "
        "They are shown as � (U+FFFD).",
    ),
    # metadata and other YAML
    "yaml-syntax": error("The YAML can't be read", "The metadata block and facts.yaml are YAML 1.2."),
    "bad-data": error("Data can't be read", "The message says what is wrong with the file, or with the query."),
    "duplicate-key": error("A key is given twice", "One of the two values would be lost; keep one."),
    "unknown-key": error("A key is not known", "publisher schema prints all keys that exist."),
    "missing-key": error("A required key is missing", "publisher schema prints all keys and which are required."),
    "wrong-type": error("A value has the wrong type", "publisher schema prints what each key takes."),
    "unknown-template": error("There is no such template", "Templates are folders in templates/ with a theme.toml."),
    "unknown-language": warning(
        "There are no generated words in this language",
        "Words such as Table, Contents and Note are taken from English instead.",
    ),
    # syntax
    "unknown-directive": error("A directive is not known", "The user guide lists the directives."),
    "unknown-role": error("A role is not known", "The user guide lists the roles."),
    "unknown-option": error("A directive has no such option", "The user guide lists the options of each directive."),
    "bad-option": error("An option has a value that it can't take", "The user guide lists the options."),
    "bad-directive": error("A directive is not written as it should be", "The user guide shows each directive."),
    "unknown-code-language": warning(
        "A language of code is not known", "The code is shown plain. Languages have the names that Pygments gives them."
    ),
    "unclosed-fence": error("A fence is not closed", "Close the fence with as many colons or backticks."),
    "stray-comment": loss(
        "A line that looks like a comment stands in a paragraph",
        "A comment is a line that begins with % and follows an empty line or another comment. Within a paragraph the "
        "line is shown as it is; write \\% where a percent sign is meant.",
    ),
    "bad-math": error(
        "A formula can't be read",
        "Formulas are written in a part of LaTeX that the user guide lists; what is not in it is never passed over. "
        "The message points at the place inside the formula.",
    ),
    "not-math": warning(
        "Text between dollar signs looks like a formula",
        "A single dollar sign is always money, so it is shown as it is written. Write {math}`x^2` in a line of text, "
        "or \\$ where a dollar sign is meant.",
    ),
    "bad-role": error("A role is not written as it should be", "The user guide shows each role."),
    "not-a-role": loss(
        "The name of a role has no text",
        "A role is its name in braces and, right behind it, its text in backquotes. Without that, the name is shown as it "
        "is written; write \\{ where the brace is meant.",
    ),
    "empty-heading": error("A heading has no words", "It would stand as an empty line in the contents."),
    "heading-skip": error(
        "Heading levels skip", "Go down one level at a time, so that the outline has no hole for a screen reader."
    ),
    "misplaced-appendix": error(
        "A heading within a section is called an appendix", "Appendices are outermost sections; those in them follow."
    ),
    "nested-heading": loss(
        "A heading stands inside a quotation, list or other block",
        "It opens no section and appears in no contents. End the block first, or use strong text.",
    ),
    "too-deep": error(
        "Blocks are nested too deep", "No format shows such a depth in a readable way; say it with less nesting."
    ),
    "raw-html": error(
        "Raw HTML is refused",
        "HTML can't be shown in Word or plain text. Use Markdown, or set `raw-html: clean` in the metadata.",
    ),
    "raw-html-cleaned": warning("Raw HTML was cleaned", "Some tags or attributes were unsafe and were taken out."),
    "raw-html-reduced": warning("Raw HTML is reduced to its text", "Word and plain text show only its text."),
    # labels and notes
    "unknown-label": error("No such label", "A label is given with (name)= before a heading or :name: in a directive."),
    "duplicate-label": error("A label is given twice", "Each label may stand once in a document."),
    "bad-label": error(
        "A label can't be used",
        "A label is one word without spaces. It stands as (name)= before a heading, table or figure, or as :name: in a "
        "directive, and each of these has one label.",
    ),
    "unnumbered-target": error(
        "The target has no number", "Give the table or figure a caption, or set `numbering: true` for sections."
    ),
    "unknown-audience": error(
        "There is no such audience",
        "Parts of a document may be {only} for audiences, which the metadata list under `audiences`, and for formats.",
    ),
    "source-withheld": warning(
        "The source is not attached", "It holds parts that are not for the audience or the format that is built."
    ),
    "unused-label": warning("A footnote is never cited", "It appears nowhere; cite it or take it out."),
    "unused-link": warning("The definition of a link is never used", "It appears nowhere; use it or take it out."),
    "unknown-note": error("No such footnote", "Write it as a paragraph that begins with [^name]: ."),
    "note-circle": error("Footnotes cite each other in a circle", "Take one of the citations out."),
    "empty-note": error("A footnote says nothing", "Write its text behind the colon; indent further paragraphs."),
    # pictures and tables
    "missing-alt": error("A picture has no alternative text", "Say what it shows, for those who can't see it."),
    "bad-image": error("A picture is damaged or not what its name says", "Save it again as PNG, JPEG, WebP or SVG."),
    "image-too-large": error("A picture has too many pixels", "Make it smaller; paper needs 300 pixels an inch."),
    "first-frame": warning("A picture moves", "No format but the web shows more than one frame; the first is taken."),
    "unsafe-svg": error("An SVG holds something active", "Scripts, events and outside references are refused."),
    "bad-link": error("A link has an unsafe or unusable target", "Links are http, https, mailto or tel, or #label."),
    "not-a-link": warning(
        "Text looks like a link", "It is shown with its brackets. Define what it refers to, or put its address in <>."
    ),
    "plain-alternative": loss(
        "An alternative text is plain text", "Links, notes, roles and pictures in it keep no more than their words."
    ),
    "lost-words": loss(
        "Words are shown nowhere",
        "Behind the opening of a code block stands its language, one word; more than that no format shows.",
    ),
    "row-length": error("A table row is too long or too short", "Each row has as many cells as the head."),
    "unknown-column": error(
        "No such column", "Columns are named by the words of their heads, or by number: #1 is the first."
    ),
    "bad-value": error(
        "A value is not what its column asks for",
        "A column that has a format, is summed or compared holds numbers, dates or facts, and empty cells. In a file,"
        " numbers are written as programs write them (1234.5); in the text, as the language does.",
    ),
    "bad-query": error(
        "A query can't be run",
        "A query is one SELECT in DuckDB's SQL over the files that the table names, and reaches nothing else.",
    ),
    "hidden-data": warning(
        "A workbook hides what would be published",
        "Rows, columns or a sheet are hidden in the spreadsheet program, and stand in the open in a table.",
    ),
    "merged-figure": warning(
        "A figure of a workbook stands for several rows",
        "Its cell was merged with those below. Words, dates and years hold for each row; a figure would be counted twice.",
    ),
    "raw-percent": warning(
        "Percentages of a workbook stand as parts of one",
        "A spreadsheet program shows 0.042 as 4.2%; a table shows the value, unless its column is written as percent.",
    ),
    "unordered-query": warning(
        "A query leaves the order of its rows open",
        "Groups and joins come in an order that another version of the engine may choose otherwise. Say ORDER BY.",
    ),
    "missing-package": error(
        "A package that this document needs is not installed",
        "Some libraries are extras, since few documents need them; the hint has the command that installs them.",
    ),
    "bad-table": error("A table can't be read", "The user guide shows how tables are written."),
    "bad-chart": error(
        "Data can't be drawn",
        "The message says what is wrong with the data, or with what is asked of them. A chart has a column of "
        "categories and columns of numbers, all in one unit and written as the language of the document does.",
    ),
    # includes
    "include-circle": error("Files include each other in a circle", "Break the circle."),
}
