"""The table `chart` of a theme: how series are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from publisher.theme.contrast import contrast
from publisher.theme.styles import ChartShape, ChartStyle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["LEAST_DRAWN", "SERIES", "chart_style"]

SERIES = 6
"""How many a theme tells apart."""
LEAST_DRAWN = 3.0
"""The contrast of what is drawn and no text (WCAG 2.2, 1.4.11)."""
_SHAPES: tuple[ChartShape, ...] = get_args(ChartShape)
_LENGTHS = ("line-width", "point-size", "bar-gap", "height", "row")


def chart_style(
    table: Mapping[str, Any], palettes: Mapping[str, Mapping[str, str]], complain: Callable[..., None]
) -> ChartStyle:
    """Read how charts look; what is wrong is complained of, and something harmless stands in for it."""
    for key in table.keys() - {"series", "dashes", "shapes", *_LENGTHS}:
        complain(f"{key!r} is not known here", ("chart", key))
    tokens = _list(table, "series", _is_color(palettes["colors"]), complain) or ("text",) * SERIES
    for section, colors in palettes.items():
        for token in tokens:
            ratio = contrast(colors[token], colors["paper"])
            if ratio < LEAST_DRAWN:
                message = f"{token} on paper has a contrast of {ratio:.1f}:1; what is drawn needs {LEAST_DRAWN:.0f}:1"
                complain(message, (section, token), f"make {token} {'lighter' if section == 'dark' else 'darker'}")
    dashes = _list(table, "dashes", _is_dash, complain) or ((),) * SERIES
    shapes = _list(table, "shapes", lambda value: value in _SHAPES, complain) or _SHAPES
    lengths = {name: _length(table, name, complain) for name in _LENGTHS}
    return ChartStyle(
        tuple(tokens),
        tuple(tuple(float(each) for each in dash) for dash in dashes),
        tuple(each for word in shapes for each in _SHAPES if each == word),
        lengths["line-width"],
        lengths["point-size"],
        lengths["bar-gap"],
        lengths["height"],
        lengths["row"],
    )


def _is_color(colors: Mapping[str, str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in colors


def _is_dash(value: Any) -> bool:
    return isinstance(value, list) and len(value) % 2 == 0 and all(map(_is_length, value))


def _is_length(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _list(
    table: Mapping[str, Any], name: str, fits: Callable[[Any], bool], complain: Callable[..., None]
) -> tuple[Any, ...]:
    """Read a list with one entry for each series; empty where it can't be used."""
    written = table.get(name)
    if isinstance(written, list) and len(written) == SERIES and all(map(fits, written)):
        return tuple(written)
    hints = {
        "series": "write the names of colours of this theme",
        "dashes": "write lists of lengths, drawn and left out: [], [5, 2]",
        "shapes": f"there are: {', '.join(_SHAPES)}",
    }
    complain(f"{name} has no {SERIES} entries that can be used", ("chart", name), hints[name])
    return ()


def _length(table: Mapping[str, Any], name: str, complain: Callable[..., None]) -> float:
    value = table.get(name)
    if _is_length(value):
        return float(value or 0)
    complain(f"{name} = {value!r} is no length", ("chart", name), "write a number greater than 0")
    return 1.0
