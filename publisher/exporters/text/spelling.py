"""How characters are written in ASCII.

Typographic characters are spelled as one does on a typewriter, accents are taken off, and what has no spelling
is shown by its code point, `[U+4E2D]`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from publisher.exporters.text.layout import NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["spell", "spell_address", "spelling", "unspelled"]

_SPELLINGS: Mapping[str, str] = {
    **dict.fromkeys([NO_BREAK, "\u2007", "\u202f"], NO_BREAK),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‐‑‒–−⁃─━", "-"),
    **dict.fromkeys("—―", "--"),
    **dict.fromkeys("│┃", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼", "+"),
    **dict.fromkeys("═", "="),
    **dict.fromkeys("•·∙◦▪‣", "*"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff", ""),
    **dict.fromkeys("\u2066\u2067\u2068\u2069\ufe0e\ufe0f", ""),
    "«": "<<",
    "»": ">>",
    "‹": "<",
    "›": ">",
    "…": "...",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "≈": "~",
    "≡": "==",
    "±": "+/-",
    "×": "x",
    "÷": "/",
    "⁄": "/",
    "∞": "infinity",
    "√": "sqrt",
    "→": "->",
    "←": "<-",
    "↔": "<->",
    "⇒": "=>",
    "⇔": "<=>",
    "↑": "^",
    "€": "EUR",
    "£": "GBP",
    "¥": "YEN",
    "¢": "c",
    "©": "(c)",
    "®": "(R)",
    "™": "(TM)",
    "℠": "(SM)",
    "°": "deg",
    "µ": "u",
    "μ": "u",
    "‰": "per mille",
    "§": "sec.",
    "¶": "par.",
    "†": "(+)",
    "‡": "(++)",
    "¿": "?",
    "¡": "!",
    "☐": "[ ]",
    "☑": "[x]",
    "☒": "[x]",
    "✓": "[x]",
    "✔": "[x]",
    "✗": "[ ]",
    "ß": "ss",
    "ẞ": "SS",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "Th",
    "ħ": "h",
    "Ħ": "H",
    "ı": "i",
    "ĸ": "k",
    "ŋ": "ng",
    "Ŋ": "Ng",
    "�": "?",
}

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ"
_LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
_BY_NEIGHBOURS = re.compile(f"[{_RAISED}]+|[{_LOWERED}]+|[€£¥§°¼-¾⅐-⅞]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_MARKS_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]"


def spell(text: str) -> str:
    """Write a text in ASCII; no-break spaces stay, as lines are yet to be filled."""
    if text.isascii():
        return text
    composed = _BY_NEIGHBOURS.sub(_beside_neighbours, unicodedata.normalize("NFC", text))
    return _BEYOND_ASCII.sub(lambda found: _shown(found.group()), composed)


def spell_address(address: str) -> str:
    """Write an address in ASCII, percent-encoded (RFC 3987, section 3.1)."""
    return address if address.isascii() else quote(address, safe=_MARKS_IN_ADDRESSES)


def unspelled(text: str) -> list[str]:
    """Return the characters of a text that have no spelling, each as often as it stands there."""
    if text.isascii():
        return []
    return [found for found in _BEYOND_ASCII.findall(unicodedata.normalize("NFC", text)) if spelling(found) is None]


def _beside_neighbours(found: re.Match[str]) -> str:
    """Spell what would run into a neighbour: raised and lowered figures, currencies, fractions, degrees."""
    run = found.group()
    plain = "".join([_shown(character) for character in unicodedata.normalize("NFKD", run)])
    if run[0] in _RAISED:
        return f"^{plain}"
    if run[0] in _LOWERED:
        return f"_{plain}"
    before = " " if found.string[: found.start()][-1:].isdigit() else ""
    after = " " if found.string[found.end() :][:1].isalnum() else ""
    return f"{before}{plain}{after}"


def _shown(character: str) -> str:
    known = spelling(character)
    return f"[U+{ord(character):04X}]" if known is None else known


@lru_cache(maxsize=4096)
def spelling(character: str) -> str | None:
    """Return the spelling of one character, or None where it has none."""
    if character.isascii():
        return character
    if character in _SPELLINGS:
        return _SPELLINGS[character]
    if unicodedata.combining(character):
        return ""
    parts = [part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part)]
    spelled = "".join([_SPELLINGS.get(part, part) for part in parts])
    return spelled if spelled.isascii() else None
