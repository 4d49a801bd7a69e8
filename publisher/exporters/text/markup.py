"""Raw HTML -> what a reader would see of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

__all__ = ["text_of_html"]

_BLOCKS = re.compile(
    "address|article|aside|blockquote|br|caption|center|d[dlt]|details|div|fieldset|fig(caption|ure)|footer|form|h[1-6]"
    "|header|hr|li|main|nav|ol|p|pre|section|summary|t(able|body|d|foot|h|head|r)|ul"
)


class _Reader(HTMLParser):
    """Collects the text of cleaned HTML; addresses of links and descriptions of pictures are text too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block, and tell what only attributes say."""
        said = dict(attrs)
        if _BLOCKS.fullmatch(tag):
            self.text.append("\n")
        if tag == "a" and said.get("href"):
            self.text.append(f"<{said['href']}> ")
        if tag == "img" and said.get("alt"):
            self.text.append(f"[{said['alt']}]")

    def handle_endtag(self, tag: str) -> None:
        """End the line of a block."""
        if _BLOCKS.fullmatch(tag):
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep the text; line ends in the source are spaces."""
        self.text.append(" ".join(data.split("\n")))


def text_of_html(html: str) -> str:
    """Return the text of a piece of HTML, a line for each block."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.text)
