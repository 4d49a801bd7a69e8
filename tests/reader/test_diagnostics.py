"""Every mistake that the reader can find: its code, the exact place («marked»), and a hint that helps."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from publisher import reader
from publisher.codes import CODES
from publisher.diagnostics import Diagnostic, PublisherError, Report
from publisher.reader import read
from tests.support.marked import read_marked

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">{}</svg>'
TABLE = "| a | b |\n| - | - |\n| 1 | 2 |"

Files = dict[str, str | bytes]


def _moving() -> bytes:
    stream = io.BytesIO()
    frames = [Image.new("L", (2, 2), shade) for shade in (0, 255)]
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    return stream.getvalue()


CASES: list[tuple[str, str, str, Files]] = [
    # files
    ("unreadable", "![x](«images»)", "name a file in it", {"images/a.txt": ""}),
    ("unreadable", ":::{include} «.»\n:::", "name a file in it", {}),
    ("outside-folder", "![x](«../secret.png»)", "copy the file", {}),
    ("outside-folder", "![x](«/etc/passwd»)", "copy the file", {}),
    ("outside-folder", "![x](«https://example.org/a.png»)", "download it", {}),
    (
        "missing-file",
        "![x](«images/chrat.svg»)",
        "did you mean images/chart.svg?",
        {"images/chart.svg": SVG.format("")},
    ),
    ("missing-file", ":::{include} «parts/trade.md»\n:::", "relative to the file", {}),
    ("empty-document", "---\ntitle: T\n«---»\n", "below the metadata", {}),
    ("empty-document", "---\ntitle: T\n---\n\n«% nothing but this»", "below the metadata", {}),
    ("illegal-character", "A bell «\x07» rings.", "delete it", {}),
    ("illegal-character", "A bell «&#7;» rings.", "delete it", {}),
    ("illegal-character", '---\ntitle: «"a\\x08b"»\n---\nText.', "delete it", {}),
    ("illegal-character", '---\ntitle: «"a\\ud800b"»\n---\nText.', "delete it", {}),
    ("illegal-character", "Text.", "delete it", {"facts.yaml": 'facts:\n  a: {value: «"\\x01"»}\n'}),
    ("illegal-character", ":::{csv-table}\n:file: a.csv\n:::", "delete it", {"a.csv": "a,b\n1,«\x02»\n"}),
    # columns of tables
    ("unknown-column", f":::{{table}}\n:sort: «bb» desc\n\n{TABLE}\n:::", "did you mean b?", {}),
    ("unknown-column", f":::{{table}}\n:columns: a; «c as Sea»\n\n{TABLE}\n:::", "the columns are a, b", {}),
    ("unknown-column", f":::{{table}}\n:totals: «xx: sum»\n\n{TABLE}\n:::", "the columns are a, b", {}),
    ("bad-option", f":::{{table}}\n:format: «b: nummer .1»\n\n{TABLE}\n:::", "did you mean number?", {}),
    ("bad-option", f":::{{table}}\n:format: «b: percent long»\n\n{TABLE}\n:::", "did you mean percent?", {}),
    ("bad-option", f":::{{table}}\n:format: «b: USD .1 .x»\n\n{TABLE}\n:::", "number .1", {}),
    ("bad-option", f":::{{table}}\n:totals: «b: som»\n\n{TABLE}\n:::", "did you mean sum?", {}),
    ("bad-option", f":::{{table}}\n:highlight: «b: biggest»\n\n{TABLE}\n:::", "after the name of a column", {}),
    ("bad-option", f":::{{table}}\n:rows: «some»\n\n{TABLE}\n:::", ":rows: 20", {}),
    ("bad-option", f":::{{table}}\n:print: «0»\n\n{TABLE}\n:::", ":print: 20", {}),
    ("bad-option", f":::{{table}}\n:sort: «b descending»\n\n{TABLE}\n:::", "write b desc", {}),
    ("bad-option", ":::{table}\n:sort: «a»\n\n| a | b |\n| - | - |\n| 1 | << |\n:::", "without << and ^^", {}),
    ("bad-option", ":::{table}\n:columns: «b»\n\n| a | b |\n| - | - |\n| 1 | << |\n:::", "in the order", {}),
    # pages
    ("bad-directive", "> :::{«page-break»}\n> :::\n\nText.", "between two blocks", {}),
    ("bad-option", ":::{contents}\n:of: «tabels»\n:::\n\nText.", "did you mean tables?", {}),
    # charts
    ("bad-chart", f":::{{«chart»}}\n{TABLE.replace('| 1 | 2 |', '| 1 | << |')}\n:::", "no joined cells", {}),
    ("bad-chart", ":::{«chart»}\n| a |\n| - |\n| 1 |\n:::", "one of numbers", {}),
    ("bad-chart", ":::{«chart»}\n| a | b |\n| - | - |\n:::", "add rows", {}),
    ("bad-option", f":::{{chart}}\n:y: «c»\n{TABLE}\n:::", "the columns are a, b", {}),
    ("bad-option", f":::{{chart}}\n:x: «aa»\n{TABLE}\n:::", "did you mean a?", {}),
    ("bad-option", f":::{{chart}}\n:mark: «bars»\n{TABLE}\n:::", "did you mean bar?", {}),
    ("bad-option", f":::{{chart}}\n:mark: line\n:stack: «zero»\n{TABLE}\n:::", "stack bars or areas", {}),
    ("bad-option", f":::{{chart}}\n:height: «tall»\n{TABLE}\n:::", "6cm", {}),
    ("bad-option", f":::{{chart}}\n:y: «b, b»\n{TABLE}\n:::", "once", {}),
    ("missing-file", ":::{chart}\n:file: «a.csv»\n:::", "relative to the file", {}),
    ("unknown-option", f":::{{chart}}\n:«colour»: a\n{TABLE}\n:::", "did you mean color?", {}),
    # widths of pictures
    ("bad-option", ":::{image} a.svg\n:alt: x\n:dpi: «300»\n:::", "give it a width", {"a.svg": SVG.format("")}),
    ("bad-option", ":::{image} a.svg\n:alt: «x»\n:decorative:\n:::", "keep `alt` or", {"a.svg": SVG.format("")}),
    ("bad-option", ":::{image} a.svg\n:alt: x\n:width: «wide»\n:::", "8cm", {"a.svg": SVG.format("")}),
    # facts that are not what they seem
    (
        "bad-data",
        "Text.",
        "fetches the feed anew",
        {"facts.yaml": "feeds: {x: {file: a.json}}\n", "data/.snapshots/x.json": "«{»"},
    ),
    ("wrong-type", "Text.", "no such day", {"facts.yaml": "facts:\n  a: {value: «2024-02-30»}\n"}),
    ("wrong-type", "Text.", "in quotes", {"facts.yaml": "facts:\n  a: {value: «0x1F»}\n"}),
    ("wrong-type", "Text.", "in quotes", {"facts.yaml": "facts:\n  a: {value: «1:30»}\n"}),
    ("wrong-type", "Text.", "in quotes", {"facts.yaml": f"facts:\n  a: {{value: «{'9' * 22}»}}\n"}),
    ("wrong-type", "Text.", "what the fact says", {"facts.yaml": 'facts:\n  a: {value: «" "»}\n'}),
    ("wrong-type", "Text.", "four digits", {"facts.yaml": "facts:\n  a: {value: «12345.6», unit: year}\n"}),
    ("wrong-type", "Text.", "FY 2022", {"facts.yaml": "facts:\n  a: {value: 1, as-of: «99999»}\n"}),
    ("wrong-type", "Text.", "FY 2022", {"facts.yaml": "facts:\n  a: {value: 1, as-of: «0»}\n"}),
    ("wrong-type", "Text.", "FY 2022", {"facts.yaml": 'facts:\n  a: {value: 1, as-of: «"2024-01-01T00:00"»}\n'}),
    ("unknown-unit", "Text.", "for a noun", {"facts.yaml": "facts:\n  a: {value: 1, unit: «XXX»}\n"}),
    # for some readers or formats
    (
        "unknown-audience",
        "---\ntitle: T\naudiences: [press]\n---\n:::{only} «prss»\nx\n:::\n\ny",
        "did you mean press?",
        {},
    ),
    ("unknown-audience", "Only {only}`«nobody»: this` here.", "under `audiences`", {}),
    ("bad-directive", ":::{«only»}\nx\n:::\n\ny", "the names of audiences", {}),
    ("bad-role", "Only {only}`«this»` here.", "words for the press", {}),
    ("source-withheld", "«---»\ntitle: T\nattach-source: true\n---\n\n:::{only} pdf\nx\n:::\n\ny", "take `attach", {}),
    ("wrong-type", f"---\ntitle: T\nwatermark: «{'x' * 25}»\n---\nText.", "one or two words", {}),
    ("wrong-type", "---\ntitle: T\naudiences: [«pdf»]\n---\nText.", "formats have their names", {}),
    # languages
    ("wrong-type", "---\ntitle: T\nlang: «english_US»\n---\nText.", "BCP 47", {}),
    ("bad-role", "A {lang}`«casa»`.", "Palacio", {}),
    ("bad-role", "A {lang}`«e»: casa`.", "BCP 47", {}),
    ("unknown-language", "A {lang}`«xx»: casa`.", "BCP 47", {}),
    ("bad-directive", ":::{«lang»}\nText.\n:::", "{lang} es", {}),
    ("bad-directive", ":::{lang} «e»\nText.\n:::", "BCP 47", {}),
    ("bad-directive", ":::{«lang»} es\n:::", "lines below", {}),
    ("unknown-language", ":::{lang} «xx»\nText.\n:::", "BCP 47", {}),
    # what would be lost in silence
    ("not-a-link", "A «[c](https://e.org/a b)» here.", "in <>", {}),
    ("not-a-link", "A «[word][undefined]» here.", "define [undefined]", {}),
    ("not-a-link", "A «[word][]» here.", "define [word]", {}),
    ("plain-alternative", "«![a [link](https://e.org) b](a.svg)»", "the caption", {"a.svg": SVG.format("")}),
    ("plain-alternative", "«![a {fact}`b` c](a.svg)»", "the caption", {"a.svg": SVG.format("")}),
    ("plain-alternative", "«![a^[note]](a.svg)»", "the caption", {"a.svg": SVG.format("")}),
    ("lost-words", "«```ruby startline=3»\nx\n```", "take them out", {}),
    # metadata and other YAML
    ("yaml-syntax", "---\ntitle: a«:» b\n---\nText.", "in quotes", {}),
    ("yaml-syntax", "---\ntitle: T\nsummary: [a«»\n---\nText.", "check quotes", {}),
    ("yaml-syntax", "---\ntitle: «!!python/name:os.system x»\n---\nText.", "plain value", {}),
    ("yaml-syntax", "«---»\ntitle: never closed\n\nText.", "close it", {}),
    ("duplicate-key", "---\ntitle: T\n«title»: U\n---\nText.", "line 2", {}),
    ("unknown-key", "---\ntitle: T\n«sumary»: S\n---\nText.", "did you mean summary?", {}),
    ("unknown-key", "---\ntitle: T\n«short_title»: S\n---\nText.", "did you mean short-title?", {}),
    (
        "unknown-key",
        "---\ntitle: T\nauthors:\n  - {name: A, «mail»: a@example.org}\n---\nText.",
        "did you mean email?",
        {},
    ),
    ("missing-key", "«---»\nsummary: S\n---\nText.", "title: …", {}),
    ("missing-key", "---\n«title»: ''\n---\nText.", "say what", {}),
    ("missing-key", "---\ntitle: T\nauthors: [«{»email: a@example.org}]\n---\nText.", "name: …", {}),
    ("wrong-type", "---\ntitle: T\ndate: «soon»\n---\nText.", "year, month and day", {}),
    ("wrong-type", "---\ntitle: T\ndate: «2024-02-30»\n---\nText.", "no such day", {}),
    ("wrong-type", "---\ntitle: T\nnumbering: «yes»\n---\nText.", "true or false", {}),
    ("wrong-type", "---\ntitle: T\npaper: «lettre»\n---\nText.", "did you mean letter?", {}),
    ("wrong-type", "---\ntitle: T\ncontents: «7»\n---\nText.", "true lists sections", {}),
    ("wrong-type", "---\ntitle: T\nlang: «american English»\n---\nText.", "BCP 47", {}),
    ("wrong-type", "---\ntitle: T\ntemplate: «../x»\n---\nText.", "named by their folder", {}),
    ("wrong-type", "---\ntitle: T\nkeywords: «trade, Peru»\n---\nText.", "after `- `", {}),
    ("wrong-type", f"---\ntitle: «{'x' * 256}»\n---\nText.", "shorten it", {}),
    ("wrong-type", f"---\ntitle: T\nauthors: [«{'x' * 256}»]\n---\nText.", "shorten it", {}),
    ("wrong-type", "---\ntitle: «[»a]\n---\nText.", "", {}),
    ("wrong-type", "---\n«-» a list\n---\nText.", "title: …", {}),
    # facts
    ("unknown-key", "Text.", "did you mean value?", {"facts.yaml": "facts:\n  a: {«vlaue»: 1, value: 1}\n"}),
    ("unknown-key", "Text.", "a number has no commas", {"facts.yaml": "facts:\n  a: {value: 1,«345»}\n"}),
    ("unknown-key", "---\ntitle: T\n«sumary»:\n---\nText.", "did you mean summary?", {}),
    ("wrong-type", "Text.", "write `key: value` lines", {"facts.yaml": "facts:\n  «a»:\n  b: {value: 1}\n"}),
    ("unknown-key", "Text.", "did you mean facts?", {"facts.yaml": "«fact»:\n  a: {value: 1}\n"}),
    ("duplicate-key", "Text.", "line 2", {"facts.yaml": "facts:\n  a: {value: 1}\n  «a»: {value: 2}\n"}),
    ("missing-key", "Text.", "value: …", {"facts.yaml": "facts:\n  «a»: {unit: USD}\n"}),
    ("missing-key", "Text.", "title: …", {"facts.yaml": "sources:\n  «s»: {url: 'https://example.org'}\n"}),
    ("wrong-type", "Text.", "keep one", {"facts.yaml": "facts:\n  a: «{»value: 1, formula: 1 + 1}\n"}),
    ("wrong-type", "Text.", "write it plainly", {"facts.yaml": "facts:\n  a:\n    value: «1,000»\n"}),
    ("wrong-type", "Text.", "take the unit out", {"facts.yaml": "facts:\n  a: {value: «soon», unit: USD}\n"}),
    ("wrong-type", "Text.", "no such day", {"facts.yaml": "facts:\n  a: {value: 1, as-of: «2023-13»}\n"}),
    ("wrong-type", "Text.", "begin with a letter", {"facts.yaml": "facts:\n  «2022»: {value: 1}\n"}),
    ("wrong-type", "Text.", "", {"facts.yaml": "facts:\n  a: {value: 1, digits: «11»}\n"}),
    ("unknown-unit", "Text.", "did you mean percent?", {"facts.yaml": "facts:\n  a: {value: 1, unit: «percnt»}\n"}),
    ("unknown-unit", "Text.", "did you mean USD?", {"facts.yaml": "facts:\n  a: {value: 1, unit: «usd»}\n"}),
    ("unknown-unit", "Text.", "did you mean percent?", {"facts.yaml": "facts:\n  a: {value: 1, unit: «'%'»}\n"}),
    ("unknown-unit", "Text.", "person, other: people", {"facts.yaml": "facts:\n  a: {value: 1, unit: «people»}\n"}),
    ("unknown-unit", "Text.", "one: project", {"facts.yaml": "facts:\n  a: {value: 1, unit: «{»one: project}}\n"}),
    ("bad-link", "Text.", "begins with https://", {"facts.yaml": "sources:\n  s: {title: S, url: «ftp://x.org»}\n"}),
    ("yaml-syntax", "Text.", "check quotes", {"facts.yaml": "facts: [1«»"}),
    # syntax
    ("unknown-directive", ":::{«nota»}\nText.\n:::", "did you mean note?", {}),
    ("unknown-directive", "> - ```{«figur»} a.png\n>   ```", "did you mean figure?", {}),
    ("unknown-role", "A word {«fcat»}`x`.", "did you mean fact?", {}),
    (
        "unknown-option",
        ":::{figure} a.svg\n:alt: x\n:«widht»: 50%\n:::",
        "did you mean width?",
        {"a.svg": SVG.format("")},
    ),
    ("unknown-option", ":::{note}\n:«class»: tip\nText.\n:::", "it has no options", {}),
    ("duplicate-key", ":::{contents}\n:depth: 1\n:«depth»: 2\n:::\n\nText.", "line 6", {}),
    ("bad-option", ":::{image} a.svg\n:alt: x\n:width: «120%»\n:::", "60%", {"a.svg": SVG.format("")}),
    ("bad-option", ":::{contents}\n:depth: «deep»\n:::", "from 1 to 6", {}),
    ("bad-option", ":::{admonition} T\n:class: «warnign»\nText.\n:::", "did you mean warning?", {}),
    ("bad-option", f":::{{table}} T\n:align: «left»\n\n{TABLE}\n:::", "one word for each column", {}),
    ("bad-option", f":::{{table}} T\n:align: «left cneter»\n\n{TABLE}\n:::", "did you mean center?", {}),
    ("bad-option", f":::{{table}} T\n:widths: «1 0»\n\n{TABLE}\n:::", "relative widths", {}),
    ("bad-option", ":::{csv-table}\n:delim: «ab»\na,b\n:::", "one character", {}),
    ("bad-option", ":::{csv-table}\n---\nalign: «{»a: b}\n---\na,b\n:::", "in one line", {}),
    ("bad-directive", ":::{«figure»}\n:alt: x\n:::", "{figure} images/chart.svg", {}),
    ("bad-directive", ":::{sources} «all»\n:::", "take it out", {}),
    ("bad-directive", ":::{contents}\n«words»\n:::", "close it", {}),
    ("bad-directive", ":::{«note»}\n:::", "on the lines below", {}),
    ("bad-directive", ":::{«key-facts»}\nA paragraph.\n:::", "after `: `", {}),
    ("bad-directive", ":::{key-facts}\n«22»\n: one\n: two\n:::", "one paragraph", {}),
    ("bad-directive", "«::: note»\n\nText.", "{note}", {}),
    ("bad-directive", ":::{note}\nText.\n:::\n\n«:::»", "more colons", {}),
    (
        "bad-directive",
        ":::{figure} a.svg\n:alt: x\n\n«- a list»\n:::",
        "begin with a caption",
        {"a.svg": SVG.format("")},
    ),
    ("bad-directive", ":::{«math»}\n:::", "in LaTeX", {}),
    ("bad-directive", ":::{math} «x»\nx\n:::", "line of its own", {}),
    ("bad-option", ":::{math}\n:label: a\n:name: «b»\nx\n:::", "keep one", {}),
    # formulas
    ("bad-math", "So {math}`a + «\\alhpa»`.", "did you mean alpha?", {}),
    ("bad-math", "```{math}\na &= b \\\\\n  &= «\\frac»{a}\n```", "\\frac{…}", {}),
    ("bad-math", "> $$\n> x = «{»a\n> $$", "close it with }", {}),
    ("bad-math", "$$ x^1^2 $$ (eq-x)".replace("^2", "«^»2"), "x^{a b}", {}),
    ("bad-math", "{math}`12 «%»`", "\\%", {}),
    ("bad-math", "{math}`«\\left»( x`", "close it with \\right", {}),
    ("bad-math", "{math}`\\begin{cases} 1 «\\end»{matrix}`", "\\end{cases}", {}),
    ("bad-math", "{math}`« »`", "in LaTeX", {}),
    ("bad-math", f"{{math}}`{'{' * 12}«{{»x{'}' * 13}`", "give parts of it a name", {}),
    ("bad-math", f"{{math}}`«x»{'x' * 2000}`", "several formulas", {}),
    ("not-math", "It grows by «$x^2$» each year.", "{math}`x^2`", {}),
    ("not-math", "«$$»\nx\n\nText.", "without an empty line", {}),
    ("duplicate-label", "$$ x $$ (a)\n\n$$ y $$ («a»)", "line 5", {}),
    ("unclosed-fence", "«:::»{note}\nText.", "close it with a line :::", {}),
    ("unclosed-fence", "Text.\n\n«````»python\nx = 1\n```", "close it with a line ````", {}),
    ("unclosed-fence", "> «```»\n> code\n\nText.", "close it", {}),
    ("not-a-role", "It is «{fact}» `x` now.", "right behind it: {fact}`text`", {}),
    ("not-a-role", "Seen at «{ref}».", "\\{", {}),
    ("stray-comment", "Trade grew.\n«% check this»", "\\%", {}),
    ("bad-role", "{abbr}`«USAID»` helps.", "{abbr}`USAID (", {}),
    ("bad-role", "See {ref}`«words <>»`.", "{ref}`label`", {}),
    ("bad-form", "{fact}`key, «lnog»`", "did you mean long?", {"facts.yaml": "facts:\n  key: {value: 1}\n"}),
    ("heading-skip", "## One\n\n«#### Three»", "write it with ###", {}),
    ("heading-skip", "«### Three»", "write it with ##", {}),
    ("heading-skip", "## Two\n\n«# One»", "write it with ##", {}),
    ("misplaced-appendix", "# One\n\n«## Two {.appendix}»", "leave {.appendix} out", {}),
    ("nested-heading", "> «## Inside»\n> a quotation", "strong text", {}),
    ("nested-heading", ":::{note}\n«## Inside»\n:::", "strong text", {}),
    ("empty-heading", "«##»\n\nText.", "write them", {}),
    ("too-deep", f"{'> ' * 64}«deep»", "less nesting", {}),
    ("too-deep", f"{'*a _b ' * 12}«*»c*{' b_ a*' * 12}", "less nesting", {}),
    ("too-deep", f"«[»{'[' * 9999}", "close the square brackets", {}),
    # labels and notes
    ("duplicate-label", "(one)=\n## A\n\n(«one»)=\n## B", "line 5", {}),
    ("duplicate-label", f"(one)=\n## A\n\n:::{{table}} T\n:name: «one»\n\n{TABLE}\n:::", "line 5", {}),
    ("duplicate-label", "x[^a]\n\n[^a]: one\n\n«[^a]»: two", "line 7", {}),
    ("duplicate-label", "[x]\n\n[x]: https://a.org\n«[x]: https://b.org»", "another name", {}),
    ("bad-label", "(«two words»)=\n## A", "one word", {}),
    ("bad-label", "(«alone»)=\n\nText.", "before a heading", {}),
    ("bad-label", f"(«one»)=\n:::{{table}} T\n:name: two\n\n{TABLE}\n:::", "keep one", {}),
    ("unused-label", "Text.\n\n«[^a]»: never cited", "take it out", {}),
    ("unused-link", "Text.\n\n«[x]: https://example.org»", "[words][x]", {}),
    ("unused-link", ":::{include} a.md\n:::", "take it out", {"a.md": "Text.\n\n«[x]: https://example.org»\n"}),
    ("unknown-note", "Text.[^«goods»]\n\nx[^good]\n\n[^good]: Goods.", "did you mean good?", {}),
    ("note-circle", "Text.[^a]\n\n[^a]: See [^«a»].", "take the citation out", {}),
    ("note-circle", "Text.[^a]\n\n[^a]: See[^b].\n\n[^b]: See[^«a»].", "take the citation out", {}),
    ("empty-note", "Text.[^a]\n\n«[^a]»:", "behind the colon", {}),
    # pictures and links
    ("missing-alt", "«![](a.svg)»", "![what it shows]", {"a.svg": SVG.format("")}),
    ("missing-alt", ":::{«figure»} a.svg\n:::", ":alt:", {"a.svg": SVG.format("")}),
    ("bad-image", "![x](«a.xcf»)", "WebP or SVG", {"a.xcf": b"BM"}),
    ("bad-image", "![x](«a.gif»)", "save it again as GIF", {"a.gif": b"GIF89a"}),
    ("first-frame", "![x](«a.gif»)", "the frame that says most", {"a.gif": _moving()}),
    ("bad-image", "![x](«a.png»)", "save it again as PNG", {"a.png": b"<!DOCTYPE html><p>not found</p>"}),
    ("bad-image", "![x](«a.svg»)", "save it again", {"a.svg": "<svg"}),
    ("bad-image", "![x](«a.svg»)", "its root", {"a.svg": "<html/>"}),
    ("unsafe-svg", "![x](«a.svg»)", "take it out", {"a.svg": SVG.format("<script>1</script>")}),
    ("bad-link", "[x](«javascript:alert(1)»)", "links are http", {}),
    ("bad-link", "[x](«htps://example.org»)", "did you mean https?", {}),
    ("bad-link", "[x](«report.pdf»)", "stands alone", {}),
    ("bad-link", "[x](«desk@example.org»)", "mailto:desk@example.org", {}),
    ("bad-link", "[x](«//example.org»)", "https://example.org", {}),
    ("bad-link", "<«file:///etc/passwd»>", "links are http", {}),
    ("bad-link", "[](«https://example.org»)", "write words", {}),
    # tables
    ("row-length", "| a | b |\n| - | - |\n| 1 | 2 | «3» |", "\\|", {}),
    ("row-length", "> | a | b |\n> | - | - |\n> | 1 | 2 | «3» | 4 |", "take a cell out", {}),
    ("row-length", "| a | b |\n| - | - |\n«| 1 |»", "an empty cell", {}),
    ("row-length", ":::{list-table}\n- - a\n  - b\n«- - c»\n:::", "empty cell", {}),
    ("row-length", ":::{csv-table}\na,b\n«1,2,3»\n:::", "quote commas", {}),
    ("row-length", ":::{csv-table}\n:file: d/a.csv\n:::", "quote commas", {"d/a.csv": "a,b\n1,2\n«3»\n"}),
    ("bad-table", "| a | b |\n«| - |»\n| 1 | 2 |", "one group of hyphens", {}),
    ("bad-table", "> «| a | b |»\n> | 1 | 2 |", "| --- |", {}),
    ("bad-table", ":::{«table»} T\nText.\n:::", ":file:", {}),
    ("bad-table", ":::{«list-table»} T\nText.\n:::", "lists", {}),
    ("bad-directive", ":::{list-table} T\n- - a\n«- b»\n:::", "each cell", {}),
    ("bad-table", ':::{csv-table}\na,b\n«"x,1»\n:::', '("")', {}),
    ("bad-table", ":::{«csv-table»}\n:::", "at least one row", {}),
    # includes
    ("include-circle", ":::{include} «index.md»\n:::\n\nText.", "take one", {}),
    ("include-circle", ":::{include} a.md\n:::", "take one", {"a.md": "Text.\n\n```{include} «index.md»\n```\n"}),
    ("unknown-role", ":::{include} p/a.md\n:::", "did you mean fact?", {"p/a.md": "Text {«fcat»}`x`.\n"}),
    ("missing-file", ":::{include} p/a.md\n:::", "relative", {"p/a.md": "![x](«x.png»)\n"}),
]


@pytest.mark.parametrize(
    ("code", "body", "hint", "files"), CASES, ids=[f"{each[0]}-{n}" for n, each in enumerate(CASES)]
)
def test_a_mistake_is_told_at_its_place_with_a_hint(
    tmp_path: Path, code: str, body: str, hint: str, files: Files
) -> None:
    outcome = read_marked(tmp_path, body, files)
    assert outcome.codes == [code]
    (told,) = outcome.report.diagnostics
    assert told.at == outcome.place
    assert hint in told.hint
    assert told.message
    assert told.at is not None
    assert told.at.path in outcome.report.sources


def test_a_missing_document_is_told(tmp_path: Path) -> None:
    report = Report()
    read(tmp_path / "nothing", report)
    read(tmp_path, report)
    assert [each.code for each in report.diagnostics] == ["no-source", "no-source"]
    assert "publisher new" in report.diagnostics[0].hint


def test_bytes_that_are_not_utf8_are_told_by_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_bytes("---\ntitle: T\r\n---\r\nHéllo ".encode() + b"\xe9t\xe9")
    (told,) = _told(tmp_path)
    assert (told.code, told.at and (told.at.line, told.at.column)) == ("not-utf8", (4, 7))
    assert "iconv" in told.hint
    (tmp_path / "index.md").write_bytes("Text".encode("utf-16"))
    (told,) = _told(tmp_path)
    assert "UTF-16" in told.hint


def test_a_source_that_is_too_large_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_bytes(b"x" * 5_000_001)
    (told,) = _told(tmp_path)
    assert (told.code, told.message) == ("too-large", "index.md is larger than 5 MB")


def test_a_picture_with_too_many_pixels_is_told(tmp_path: Path) -> None:
    # a PNG whose header says 10,000 by 10,000 pixels
    chunk = b"IHDR" + struct.pack(">IIBBBBB", 10_000, 10_000, 8, 0, 0, 0, 0)
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    header += struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    outcome = read_marked(tmp_path, "![x](«a.png»)", {"a.png": header})
    assert outcome.codes == ["image-too-large"]
    assert outcome.report.diagnostics[0].at == outcome.place


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    body = "---\ntitel: T\ndate: soon\n---\n{x}`y` [a](b.pdf) ![](c.png)\n\n#### Deep\n"
    outcome = read_marked(tmp_path, body, {"facts.yaml": "facts: {a: {valeu: 1}}\n"})
    assert sorted(outcome.codes) == sorted(
        [
            "unknown-key",
            "missing-key",
            "wrong-type",
            "unknown-role",
            "bad-link",
            "missing-alt",
            "missing-file",
            "heading-skip",
            "unknown-key",
        ]
    )


def test_errors_are_raised_where_nobody_collects_them(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("Text.", encoding="utf-8")
    with pytest.raises(PublisherError, match="missing-key"):
        read(tmp_path)


def test_every_code_that_the_reader_uses_has_a_case() -> None:
    folder = Path(reader.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    used = {word for word in re.findall(r'"([a-z0-9-]+)"', source) if word in CODES}
    elsewhere = {"no-source", "not-utf8", "too-large", "image-too-large"}
    assert used - {case[0] for case in CASES} - elsewhere == set()


def _told(folder: Path) -> list[Diagnostic]:
    report = Report()
    read(folder, report)
    return report.diagnostics
