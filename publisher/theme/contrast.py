"""Contrast of text and what it stands on (WCAG 2.2, 1.4.3), looked at when a theme is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["LEAST", "check_contrast", "contrast"]

LEAST = 4.5
_LINEAR_UP_TO = 0.04045
_WEIGHTS = (0.2126, 0.7152, 0.0722)
_FLARE = 0.05


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, written `#rrggbb`: from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + _FLARE) / (darker + _FLARE)


def _luminance(color: str) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    parts = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (part / 12.92 if part <= _LINEAR_UP_TO else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip(_WEIGHTS, linear, strict=True))


def check_contrast(
    pairs: Iterable[tuple[str, str]],
    palettes: Mapping[str, Mapping[str, str]],
    complain: Callable[[str, tuple[str, ...], str], None],
) -> None:
    """Complain of each pair of tokens, text and ground, with too little contrast in a palette (`colors`, `dark`)."""
    for section, colors in palettes.items():
        for text, ground in dict.fromkeys(pairs):
            ratio = contrast(colors[text], colors[ground])
            if ratio < LEAST:
                message = f"{text} on {ground} has a contrast of {ratio:.1f}:1; text needs {LEAST}:1"
                hint = f"make {text} {'lighter' if section == 'dark' else 'darker'}"
                complain(message, (section, text), hint)
