"""Inline tokens -> nodes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.model import (
    Code,
    Deletion,
    Emphasis,
    ForeignWords,
    HtmlInline,
    Inline,
    Insertion,
    LineBreak,
    Note,
    Paragraph,
    SoftBreak,
    Strikethrough,
    Strong,
    Text,
)
from publisher.reader.characters import legal_line
from publisher.reader.languages import language_tag
from publisher.reader.markdown import brackets_are_too_deep, inline_tokens, is_plain
from publisher.reader.maths import tell_dollars
from publisher.reader.notes import cite
from publisher.reader.roles import ROLES, only, role
from publisher.reader.targets import image, link

if TYPE_CHECKING:
    from markdown_it.token import Token

    from publisher.diagnostics import Location
    from publisher.reader.places import Run
    from publisher.reader.reading import Reading

__all__ = ["DEEPEST_INLINE", "read_inlines"]

_Inlines = tuple[Inline, ...]

DEEPEST_INLINE = 24
"""Emphasis, links … within each other."""

_LIKE_LINK = re.compile(r"(?<!\w)\[(?:([^\[\]]+)\]\[([^\[\]]*)\]|[^\[\]]+\]\([^()]*\))")
_LIKE_ROLE = re.compile(rf"\{{(?:{'|'.join(ROLES)})\}}(?![\w/}}])")
_NO_ROLE_AFTER = re.compile(r"[\w/{$=]$")
"""As in an address, a formula, or the template of another program."""
_LINE_END = re.compile(r"\r\n|\r|\n")


def read_inlines(run: Run, reading: Reading) -> _Inlines:
    """Read a run of inline markup."""
    if not run.content:
        return ()
    if run.content.count("$") > 1 and "formulas" not in reading.without:
        tell_dollars(run, reading)
    if is_plain(run.content):
        return (Text(run.content, at=run.at(0, len(run.content))),)
    if brackets_are_too_deep(run.content):
        hint = "close the square brackets, or write \\[ where one is meant"
        reading.report.add("too-deep", "too many square brackets are open at once", run.at(0, 1), hint)
        return _plain(run)
    return _Assembly(run, reading).assemble(inline_tokens(run.content, reading.environment, reading.without))


def _plain(run: Run) -> _Inlines:
    parts: list[Inline] = []
    for line in run.content.split("\n"):
        parts += [SoftBreak(), Text(line.strip())] if parts else [Text(line.strip())]
    return tuple(parts)


@dataclass(slots=True)
class _Open:
    """A node that is not yet closed, and what stands in it so far."""

    token: Token | None
    parts: list[Inline] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """Neighbouring texts, which become one."""
    words_at: int = 0


class _Assembly:
    """Nodes while they are put together."""

    def __init__(self, run: Run, reading: Reading) -> None:
        self.run = run
        self.reading = reading
        self.open = [_Open(None)]
        self.cut = 0
        """How many nodes beyond the limit are open."""

    def assemble(self, tokens: list[Token]) -> _Inlines:
        for token in tokens:
            if token.nesting > 0:
                self.begin(token)
            elif token.nesting < 0:
                self.end(token)
            else:
                self.leaf(token)
        return self.contents(self.open[0])

    def begin(self, token: Token) -> None:
        if len(self.open) > DEEPEST_INLINE:
            if not self.cut:
                message = f"emphasis, links or notes are nested deeper than {DEEPEST_INLINE} levels"
                self.reading.report.add("too-deep", message, self.at(token, 1), "say it with less nesting")
            self.cut += 1
        else:
            self.open.append(_Open(token))

    def end(self, token: Token) -> None:
        if self.cut:
            self.cut -= 1
            return
        opened = self.open.pop()
        content = self.contents(opened)
        if opened.token is not None:
            self.add(self.node(opened.token, token, content))

    def contents(self, opened: _Open) -> _Inlines:
        self.flush(opened)
        return tuple(opened.parts)

    def flush(self, opened: _Open) -> None:
        """Make one node, or several with breaks between, of the texts that have come together."""
        if not opened.words:
            return
        at = self.run.at(opened.words_at, len(opened.words[0]))
        text = "".join(opened.words)
        opened.words.clear()
        lines = _LINE_END.split(text)  # written as entities; ends in the source are tokens of their own
        for number, line in enumerate(lines):
            if number:
                opened.parts.append(SoftBreak(at=at))
            if line:
                opened.parts.append(Text(legal_line(line, at, self.reading.report), at=at))

    def add(self, node: Inline) -> None:
        self.flush(self.open[-1])
        self.open[-1].parts.append(node)

    def at(self, token: Token, length: int) -> Location:
        return self.run.at(token.meta.get("at", 0), length)

    def leaf(self, token: Token) -> None:
        offset = token.meta.get("at", 0)
        match token.type:
            case "text" | "text_special":
                if token.content == "\ufffd" and token.info == "entity":
                    self.replaced(token)
                if token.type == "text":
                    self.check_links(token)
                    self.check_roles(token)
                opened = self.open[-1]
                if not opened.words:
                    opened.words_at = offset
                if token.content:
                    opened.words.append(token.content)
            case "softbreak":
                self.add(SoftBreak(at=self.at(token, 1)))
            case "hardbreak":
                self.add(LineBreak(at=self.at(token, 1)))
            case "code_inline":
                self.add(Code(token.content, at=self.at(token, len(token.content) + 2 * len(token.markup))))
            case "html_inline":
                self.add(HtmlInline(token.content, at=self.at(token, len(token.content.split("\n")[0]))))
            case "image":
                self.add(image(token, self.run, self.reading))
            case "role" if token.info == "only":
                self.only(token)
            case "role" if token.info in {"ins", "del"}:
                self.change(token)
            case "role":
                self.add(role(token, self.run, self.reading))
            case "note_reference":
                at = self.run.at(offset + 2, len(token.content))
                self.add(cite(token.content, at, self.reading))
            case _:
                message = f"no reading for the inline token {token.type}"
                raise TypeError(message)

    def only(self, token: Token) -> None:
        """Add words that are for some readers or formats; without them one space is left."""
        opened = self.open[-1]
        shown = only(token, self.run, self.reading)
        if shown is None and opened.words:
            opened.words[-1] = opened.words[-1].rstrip(" ")
        for node in read_inlines(shown, self.reading) if shown else ():
            self.add(node)

    def change(self, token: Token) -> None:
        """Add words that are new, or that are to go."""
        content = read_inlines(self.run.part(token.meta["content_at"], token.content), self.reading)
        node = Insertion if token.info == "ins" else Deletion
        self.add(node(content, at=self.run.at(token.meta["content_at"], len(token.content))))

    def foreign(self, token: Token, content: _Inlines, at: Location) -> Inline:
        place = self.run.at(token.meta["lang_at"], len(token.info))
        lang = language_tag(token.info, place, "bad-role", self.reading.report)
        return ForeignWords(content, lang, at=at) if lang else Emphasis(content, at=at)

    def check_links(self, token: Token) -> None:
        """Tell of text that someone meant as a link."""
        for found in _LIKE_LINK.finditer(token.content):
            at = self.run.at(token.meta.get("at", 0) + found.start(), len(found[0]))
            message = f"{found[0][:60]!r} looks like a link, but is shown as it is written"
            hint = "put an address with spaces in <>: [words](<a b>)"
            if found[1]:
                hint = f"define [{found[2] or found[1]}]: address, or write \\[ where the bracket is meant"
            self.reading.report.add("not-a-link", message, at, hint)

    def check_roles(self, token: Token) -> None:
        """Tell of the name of a role without its text."""
        for found in _LIKE_ROLE.finditer(token.content) if "roles" not in self.reading.without else ():
            offset = token.meta.get("at", 0) + found.start()
            if _NO_ROLE_AFTER.search(self.run.content[:offset][-1:]):
                continue
            at = self.run.at(offset, len(found[0]))
            message = f"{found[0]} is shown as it is written"
            hint = f"its text stands right behind it: {found[0]}`text`; write \\{{ where the brace is meant"
            self.reading.report.add("not-a-role", message, at, hint)

    def replaced(self, token: Token) -> None:
        if token.markup.lower() not in {"&#xfffd;", "&#65533;"}:
            message = f"{token.markup} is no character that can be kept"
            hint = "delete it, or write the character that was meant"
            self.reading.report.add("illegal-character", message, self.at(token, len(token.markup)), hint)

    def node(self, token: Token, closing: Token, content: _Inlines) -> Inline:
        at = self.at(token, max(closing.meta.get("at", 0) - token.meta.get("at", 0) + len(closing.markup), 1))
        match token.type:
            case "em_open":
                return Emphasis(content, at=at)
            case "strong_open":
                return Strong(content, at=at)
            case "s_open":
                return Strikethrough(content, at=at)
            case "link_open":
                return link(token, closing, content, self.run, self.reading)
            case "lang_open":
                return self.foreign(token, content, at)
            case "note_open":
                self.reading.inline_notes += 1
                return Note(f"^{self.reading.inline_notes}", (Paragraph(content, at=at),), at=at)
            case _:
                message = f"no reading for the inline token {token.type}"
                raise TypeError(message)
