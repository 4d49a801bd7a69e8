"""Places in source files: which line and column a piece of text came from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter

from publisher.diagnostics import Location

__all__ = ["Run", "SourceText", "inline_run", "word_run"]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file that is being read."""

    path: str
    """`Location.path`."""
    lines: tuple[str, ...]
    base: str = ""
    """Its folder, relative to the document's: what paths in it are relative to."""

    def line(self, number: int) -> str:
        """Return a line, counted from 0; empty beyond the end."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def at(self, line: int, column: int, length: int) -> Location:
        """Return the location of a line and column counted from 0."""
        return Location(self.path, line + 1, column + 1, max(length, 1))

    def whole_line(self, number: int) -> Location:
        """Return the location of what a line says, without its indentation."""
        text = self.line(number)
        said = text.strip()
        return self.at(number, len(text) - len(text.lstrip()), len(said))

    def word(self, number: int, word: str, after: int = 0) -> Location:
        """Return the location of a word in a line; of the whole line where it is not found."""
        column = self.line(number).find(word, after)
        return self.at(number, column, len(word)) if column >= 0 else self.whole_line(number)


@dataclass(frozen=True, slots=True)
class Run:
    """Text with inline markup, and where each of its lines stands in the source."""

    content: str
    source: SourceText
    starts: tuple[tuple[int, int, int], ...]
    """For each line: its offset in the content, its line and its column in the source, from 0."""

    def at(self, offset: int = 0, length: int = 0) -> Location:
        """Return the location of some characters; of all of the content where no length is given."""
        start, line, column = self.starts[bisect_right(self.starts, offset, key=itemgetter(0)) - 1]
        return self.source.at(line, column + offset - start, length or self._line_end(offset) - offset)

    def part(self, offset: int, content: str) -> Run:
        """Return some of the characters, which stand at an offset, as a run of their own."""
        starts = [(start - offset, line, column) for start, line, column in self.starts if start > offset]
        first = self.at(offset, 1)
        return Run(content, self.source, ((0, first.line - 1, first.column - 1), *starts))

    def _line_end(self, offset: int) -> int:
        end = self.content.find("\n", offset)
        return end if end >= 0 else len(self.content)


def inline_run(content: str, source: SourceText, line: int) -> Run:
    """Find the lines of a paragraph or heading, which stand at the end of their source lines."""
    if "\n" not in content:
        return Run(content, source, ((0, line, _column(content, source.line(line))),))
    starts: list[tuple[int, int, int]] = []
    offset = 0
    for number, part in enumerate(content.split("\n"), start=line):
        starts.append((offset, number, _column(part, source.line(number))))
        offset += len(part) + 1
    return Run(content, source, tuple(starts))


def _column(part: str, line: str) -> int:
    column = line.rfind(part)
    return column if column >= 0 else max(line.rfind(part.strip()), 0)


def word_run(content: str, source: SourceText, line: int, after: int = 0) -> Run:
    """Find a piece of one line, looking from a column on."""
    column = source.line(line).find(content, after)
    return Run(content, source, ((0, line, column if column >= 0 else after),))
