"""The merged tables of a theme -> resolved records; tokens are looked up, nothing is guessed."""

from __future__ import annotations

import re
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, get_args, get_type_hints

from publisher.theme.charts import chart_style
from publisher.theme.contrast import check_contrast
from publisher.theme.styles import (
    INLINE_ROLES,
    ROLES,
    Alignment,
    Border,
    FontFace,
    FontFamily,
    InlineStyle,
    Page,
    Style,
    TableRule,
    TextRules,
    Theme,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["resolve"]

Table: TypeAlias = dict[str, Any]
Generic: TypeAlias = Literal["serif", "sans-serif", "monospace"]
Complain: TypeAlias = "Callable[..., None]"
_Record = TypeVar("_Record", Page, TextRules)

_TABLES = ("colors", "dark", "fonts", "scale", "styles", "inline", "page", "text", "table", "chart")
_NESTED = frozenset({"fonts", "styles", "inline", "table"})
"""Tables of tables."""
_COLOR_TOKENS = ("text", "accent", "muted", "rule", "hairline", "paper", "tint", "warning")
_FONT_TOKENS = ("serif", "sans", "mono")
_FONT_KEYS = ("family", "fallback", "package", "regular", "bold", "italic", "bold-italic", "weight", "bold-weight")
_SCRIPT_FONT_KEYS = (*_FONT_KEYS, "generic", "scripts", "scale", "leading")
_RULES: tuple[TableRule, ...] = get_args(TableRule)
_GENERICS: Mapping[str, Generic] = {
    "serif": "serif",
    "sans": "sans-serif",
    "mono": "monospace",
}
_PLAIN: Table = {
    "bold": False,
    "italic": False,
    "uppercase": False,
    "letter-spacing": 0,
    "align": "start",
    "space-before": 0,
    "space-after": 0,
    "indent": 0,
    "hanging": 0,
    "keep-with-next": False,
    "keep-together": False,
    "hyphenate": False,
    "background": "",
    "padding": 0,
    "border-top": {},
    "border-bottom": {},
    "border-start": {},
}
"""What a role does not take over from `body`."""
_PLAIN_INLINE: Table = {
    "font": "",
    "scale": 1,
    "color": "",
    "bold": False,
    "italic": False,
    "uppercase": False,
    "underline": False,
    "strike": False,
    "position": "",
}


_WITHOUT_TEXT = frozenset({"thematic-break"})
_BOXES: Mapping[str, str] = {
    "key-facts-title": "key-facts",
    "key-value": "key-facts",
    "key-meaning": "key-facts",
}
"""Roles that stand in the box of another."""


def resolve(name: str, table: Table, sheets: Mapping[str, str], fingerprint: str, complain: Complain) -> Theme:
    """Make a theme of merged tables; `complain(message, keys, hint, code)` hears of every mistake."""
    _known(table, _TABLES, (), complain)
    table = _only_tables(table, complain)
    reader = _Values(table, sheets, complain)
    colors = reader.colors("colors", {})
    fonts = reader.fonts()
    written: Table = table.get("styles", {})
    _known(written, ROLES, ("styles",), complain)
    _known(table.get("inline", {}), INLINE_ROLES, ("inline",), complain)
    rules = table.get("table", {})
    _known(rules, _RULES, ("table",), complain)
    dark = reader.colors("dark", colors)
    styles = {role: reader.style(role, fonts, colors) for role in ROLES}
    inline = {role: reader.inline(role, fonts, colors) for role in INLINE_ROLES}
    check_contrast(reader.pairs, {"colors": colors, "dark": dark}, complain)
    return Theme(
        name=name,
        colors=colors,
        dark=dark,
        fonts=fonts,
        styles=styles,
        inline=inline,
        page=reader.record(Page, "page"),
        text=reader.record(TextRules, "text"),
        chart=chart_style(table.get("chart", {}), {"colors": colors, "dark": dark}, complain),
        table_rules={rule: reader.border(rules.get(rule, {}), ("table", rule), colors) for rule in _RULES},
        templates=sheets,
        fingerprint=fingerprint,
    )


def _only_tables(table: Table, complain: Complain) -> Table:
    """Leave out what stands where a table of keys belongs."""
    sound: Table = {}
    for section, keys in table.items():
        if not isinstance(keys, dict):
            complain(f"{section} must be a table", (section,), f"write [{section}], and its keys on the lines below")
            continue
        sound[section] = keys
        if section in _NESTED:
            sound[section] = {key: value for key, value in keys.items() if isinstance(value, dict)}
            for key in keys.keys() - sound[section].keys():
                hint = f"write [{section}.{key}], and its keys on the lines below"
                complain(f"{section}.{key} must be a table", (section, key), hint)
    return sound


def _known(table: Table, names: tuple[str, ...], keys: tuple[str, ...], complain: Complain) -> None:
    for key in table:
        if key not in names:
            near = get_close_matches(key, names, 1)
            complain(f"{key!r} is not known here", (*keys, key), f"did you mean {near[0]!r}?" if near else "")


class _Values:
    """Reads values of the merged tables, falling back to something harmless after each complaint."""

    def __init__(self, table: Table, sheets: Mapping[str, str], complain: Complain) -> None:
        self.table = table
        self.complain = complain
        self.scale: Table = table.get("scale", {})
        tables = {name: table.get(name) for name in ("styles", "inline", "table", "chart")}
        self.written = f"{tables} {' '.join(sheets.values())}"
        """All that may name a colour."""
        self.pairs: list[tuple[str, str]] = []
        """Tokens of text colours, each with that of what the text stands on."""

    def colors(self, section: str, base: Mapping[str, str]) -> dict[str, str]:
        written: Table = self.table.get(section, {})
        colors = dict(base)
        for token, value in written.items():
            if isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value):
                colors[token] = value.lower()
            else:
                self.complain(f"{value!r} is no colour", (section, token), "colours are written #rrggbb")
        for token in written.keys() - set(_COLOR_TOKENS):
            if not self.uses(token):
                near = get_close_matches(token, _COLOR_TOKENS, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"the tokens are {', '.join(_COLOR_TOKENS)}"
                self.complain(f"nothing uses the colour {token!r}", (section, token), hint)
        for token in _COLOR_TOKENS:
            if token not in colors and token not in written:
                self.complain(f"the colour {token!r} is missing", (section, token))
            colors.setdefault(token, "#000000")
        return colors

    def uses(self, token: str) -> bool:
        """Whether a style or a sheet names a colour beyond the usual ones."""
        return re.search(rf"(?:['\"]|--){re.escape(token)}\b", self.written) is not None

    def color(self, value: object, keys: tuple[str, ...], colors: Mapping[str, str]) -> str:
        if value == "" or (isinstance(value, str) and value in colors):
            return colors[value] if value else ""
        self.complain(f"{value!r} is no colour of this theme", keys, f"there are: {', '.join(colors)}")
        return colors["text"]

    def stand(self, text: object, ground: object, colors: Mapping[str, str]) -> None:
        """Note a text colour and what it stands on; tokens that are none are complained of elsewhere."""
        if isinstance(text, str) and isinstance(ground, str) and text in colors and ground in colors:
            self.pairs.append((text, ground))

    def _ground(self, role: str) -> str:
        """Return the token of the colour that a role without a background stands on."""
        box = self._inherited("styles", _BOXES[role], {"background": ""} | _PLAIN) if role in _BOXES else {}
        return str(box.get("background") or "paper")

    def points(self, value: object, keys: tuple[str, ...]) -> float:
        wanted = self.scale.get(value) if isinstance(value, str) else value
        if isinstance(wanted, int | float) and not isinstance(wanted, bool):
            return float(wanted)
        hint = f"a number of points, or one of: {', '.join(self.scale)}"
        self.complain(f"{value!r} is no length", keys, hint)
        return 10.0

    def flag(self, value: object, keys: tuple[str, ...]) -> bool:
        if not isinstance(value, bool):
            self.complain(f"{value!r} is neither true nor false", keys)
        return value is True

    def fonts(self) -> dict[str, FontFamily]:
        """Read the families that styles name, then those that stand in for them in other scripts."""
        written: Table = self.table.get("fonts", {})
        others = [token for token in written if token not in _FONT_TOKENS]
        names = {token: str(written[token].get("family", "")) for token in others}
        return {token: self.font(token, names) for token in (*_FONT_TOKENS, *others)}

    def font(self, token: str, others: Mapping[str, str]) -> FontFamily:
        written: Table = self.table.get("fonts", {}).get(token, {})
        keys = ("fonts", token)
        _known(written, _SCRIPT_FONT_KEYS if token in others else _FONT_KEYS, keys, self.complain)
        generic = _GENERICS.get(token) or self.generic(written, keys)
        if token in others and not written.get("scripts"):
            hint = 'write scripts = ["Arab"]; styles name serif, sans and mono alone'
            self.complain(f"the font {token!r} is for no script", (*keys, "scripts"), hint)
        if "family" not in written:
            self.complain(f"the font {token!r} has no family", (*keys, "family"))
        elif "regular" not in written:
            hint = "name the package that brings its files, and `regular`: paper and Word carry them"
            self.complain(f"the font {token!r} has no files", (*keys, "family"), hint)
        faces = []
        for variant in ("regular", "bold", "italic", "bold-italic"):
            if variant in written:
                path = _font_path(str(written.get("package", "")), str(written[variant]))
                if path is None:
                    message = f"the font file {written[variant]} of {written.get('package')} is missing"
                    self.complain(message, (*keys, variant), "publisher doctor says how to install it", "no-fonts")
                    continue
                bold = "bold" in variant
                weight = written.get("bold-weight" if bold else "weight")
                faces.append(FontFace(path, bold, "italic" in variant, weight))
        return FontFamily(
            token,
            str(written.get("family", "")),
            tuple(others.get(str(name), str(name)) for name in written.get("fallback", ())),
            generic,
            tuple(faces),
            tuple(str(name) for name in written.get("scripts", ())),
            self.points(written.get("scale", 1), (*keys, "scale")),
            self.points(written.get("leading", 1), (*keys, "leading")),
        )

    def generic(self, written: Table, keys: tuple[str, ...]) -> Generic:
        named = next((each for each in _GENERICS.values() if each == written.get("generic")), None)
        if named is None:
            hint = f"there are: {', '.join(_GENERICS.values())}"
            self.complain(f"{written.get('generic')!r} is no generic family", (*keys, "generic"), hint)
        return named or "serif"

    def font_of(self, value: object, keys: tuple[str, ...], fonts: Mapping[str, FontFamily]) -> FontFamily:
        if isinstance(value, str) and value in fonts:
            return fonts[value]
        self.complain(f"{value!r} is no font of this theme", keys, f"there are: {', '.join(fonts)}")
        return fonts["serif"]

    def border(self, value: object, keys: tuple[str, ...], colors: Mapping[str, str]) -> Border:
        if not isinstance(value, dict):
            self.complain('a rule is written { width = 0.5, color = "rule" }', keys)
            return Border(0, colors["text"])
        _known(value, ("width", "color"), keys, self.complain)
        width = self.points(value.get("width", 0), keys)
        return Border(width, self.color(value.get("color", "text"), keys, colors))

    def _inherited(self, section: str, role: str, base: Table) -> Table:
        """Merge what a role says over what the role it is `like` says, down to the base."""
        written: Table = self.table.get(section, {})
        own: Table = written.get(role, {})
        seen = {role}
        chain = [own]
        while (like := chain[-1].get("like")) is not None:
            if like in seen or like not in written:
                self.complain(f"{like!r} is no other role of this theme", (section, role, "like"))
                break
            seen.add(like)
            chain.append(written[like])
        merged = dict(base)
        for part in reversed(chain):
            merged |= {key: value for key, value in part.items() if key != "like"}
        _known(own, (*base, "like"), (section, role), self.complain)
        return merged

    def style(self, role: str, fonts: Mapping[str, FontFamily], colors: Mapping[str, str]) -> Style:
        body: Table = {"font": "serif", "size": 10, "line-height": 14, "color": "text"} | {
            key: value
            for key, value in self.table.get("styles", {}).get("body", {}).items()
            if key in {"font", "size", "line-height", "color"}
        }
        values = self._inherited("styles", role, _PLAIN | body)
        at = ("styles", role)
        if role not in _WITHOUT_TEXT:
            self.stand(values["color"], values["background"] or self._ground(role), colors)
        align = values["align"]
        if align not in get_args(Alignment):
            self.complain(f"{align!r} is no alignment", (*at, "align"), f"there are: {', '.join(get_args(Alignment))}")
            align = "start"
        return Style(
            font=self.font_of(values["font"], (*at, "font"), fonts),
            size=self.points(values["size"], (*at, "size")),
            line_height=self.points(values["line-height"], (*at, "line-height")),
            color=self.color(values["color"], (*at, "color"), colors),
            bold=self.flag(values["bold"], (*at, "bold")),
            italic=self.flag(values["italic"], (*at, "italic")),
            uppercase=self.flag(values["uppercase"], (*at, "uppercase")),
            letter_spacing=self.points(values["letter-spacing"], (*at, "letter-spacing")),
            align=align,
            space_before=self.points(values["space-before"], (*at, "space-before")),
            space_after=self.points(values["space-after"], (*at, "space-after")),
            indent=self.points(values["indent"], (*at, "indent")),
            hanging=self.points(values["hanging"], (*at, "hanging")),
            keep_with_next=self.flag(values["keep-with-next"], (*at, "keep-with-next")),
            keep_together=self.flag(values["keep-together"], (*at, "keep-together")),
            hyphenate=self.flag(values["hyphenate"], (*at, "hyphenate")),
            background=self.color(values["background"], (*at, "background"), colors),
            padding=self.points(values["padding"], (*at, "padding")),
            border_top=self.border(values["border-top"], (*at, "border-top"), colors),
            border_bottom=self.border(values["border-bottom"], (*at, "border-bottom"), colors),
            border_start=self.border(values["border-start"], (*at, "border-start"), colors),
        )

    def inline(self, role: str, fonts: Mapping[str, FontFamily], colors: Mapping[str, str]) -> InlineStyle:
        values = self._inherited("inline", role, _PLAIN_INLINE)
        at = ("inline", role)
        for ground in ("paper", *sorted({ground for _, ground in self.pairs})):
            self.stand(values["color"], ground, colors)
        position = values["position"]
        if position not in {"", "sub", "super"}:
            self.complain(f"{position!r} is no position", (*at, "position"), "there are: sub, super")
            position = ""
        return InlineStyle(
            font=self.font_of(values["font"], (*at, "font"), fonts) if values["font"] else None,
            scale=self.points(values["scale"], (*at, "scale")),
            color=self.color(values["color"], (*at, "color"), colors),
            bold=self.flag(values["bold"], (*at, "bold")),
            italic=self.flag(values["italic"], (*at, "italic")),
            uppercase=self.flag(values["uppercase"], (*at, "uppercase")),
            underline=self.flag(values["underline"], (*at, "underline")),
            strike=self.flag(values["strike"], (*at, "strike")),
            position=position,
        )

    def record(self, record: type[_Record], section: str) -> _Record:
        """Read a table whose keys are a record's fields, each required."""
        written: Table = self.table.get(section, {})
        hints = get_type_hints(record)
        names = tuple(field.replace("_", "-") for field in hints)
        _known(written, names, (section,), self.complain)
        values: Table = {}
        for field, name in zip(hints, names, strict=True):
            value = written.get(name)
            wanted = hints[field]
            fits = isinstance(value, int | float if wanted is float else wanted) and (
                wanted is bool or not isinstance(value, bool)
            )
            if not fits:
                self.complain(f"{name} = {value!r} is no {wanted.__name__}", (section, name))
            values[field] = wanted(value) if fits else wanted()
        return record(**values)


def _font_path(package: str, file: str) -> Path | None:
    spec = find_spec(package) if package.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        return None
    root = Path(next(iter(spec.submodule_search_locations))).resolve()
    path = (root / file).resolve()
    return path if path.is_relative_to(root) and path.is_file() else None
