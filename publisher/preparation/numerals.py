"""Numbers as a language writes them, from the Unicode CLDR through Babel.

CLDR has no long compact form for money ("$22.2 billion"); it is composed here as Unicode TS 35, part 3, section
2.4 has it: the compact number inside the affixes of the currency pattern.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from babel.numbers import NumberPattern, get_currency_precision, get_currency_symbol, parse_pattern
from babel.units import format_unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel import Locale

__all__ = ["Amount", "Numerals", "Style", "Toward", "numerals_of", "rounded"]

Style: TypeAlias = Literal["long", "short"]
"""The words of a compact number: "22.2 billion" or "22.2B"."""

Toward: TypeAlias = Literal["nearest", "lower", "higher"]
"""Where a number is rounded: what is more than 1,345,678 is more than 1.34 million, and not more than 1.35."""
_ROUNDING: Mapping[Toward, str] = {"nearest": ROUND_HALF_UP, "lower": ROUND_FLOOR, "higher": ROUND_CEILING}

LARGEST = 20
"""The power of ten beyond which no number is shown."""
_MOST_DIGITS = 30
"""Decimals beyond which none are shown; with `LARGEST`, all sums stay within the precision of `_EXACT`."""

_EXACT = Context(prec=60)
_TIDY = Context(prec=40)
"""Takes off what is left over where a third is taken three times, before a number is rounded to one side."""
_STARTS: Mapping[Style, Decimal] = {"long": Decimal(1_000_000), "short": Decimal(10_000)}
"""Where the compact form begins; smaller numbers are written out."""
_SCALED_DIGITS = 2
_MORE_THAN_NOUGHT = frozenset("123456789")
_SMALL = (1, 2, 5, 0, 3, 11, 100)
"""Whole numbers among which each plural form of a language is found, but for those of fractions alone."""
_LATE_GROUPS = frozenset(
    ("be", "bg", "ee", "es", "et", "hu", "hy", "ia", "ie", "it", "ka", "lv", "pl", "pt_PT", "ru_UA", "sl", "sq")
)
_AMERICAN_SPANISH = re.compile("419|AR|B[ORZ]|C[LORU]|DO|EC|GT|HN|MX|NI|P[AERY]|SV|U[SY]|VE")
_FOUR_DIGITS = re.compile(r"^(\D*\d)(\d{3})(?!\d)")
_MINUS = "\N{MINUS SIGN}"
"""Where the CLDR has a hyphen, at which lines break, which is narrower than the plus and which is read out as nothing."""
_FROM_LEFT = "\N{LEFT-TO-RIGHT MARK}"
_WAYS = f"{_FROM_LEFT}\N{RIGHT-TO-LEFT MARK}"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number ready to be shown."""

    number: str
    """The bare number, without sign ("22.2")."""
    text: str
    """With its word of magnitude, still without sign ("22.2 billion")."""
    shown: Decimal
    """What the reader takes it to be, rounded."""
    scaled: bool
    scale: Decimal = Decimal(1)
    """What the bare number is counted in."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """One power of ten of the compact form: what the number is divided by, and the words around it by plural."""

    divisor: Decimal
    words: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Numerals:
    """How one locale writes numbers."""

    locale: Locale
    decimal: str
    """The decimal separator."""
    group: str
    """What stands between groups of digits."""
    grouping: str
    """The CLDR pattern of whole numbers ("#,##0")."""
    least_grouped: int
    """How many digits must stand before the last group, or there are no groups (CLDR `minimumGroupingDigits`)."""
    powers: Mapping[Style, tuple[Decimal, ...]]
    scales: Mapping[Style, tuple[_Scale, ...]]
    magnitudes: frozenset[str]
    """Words that may stand after a number ("billion", "M")."""

    def write(self, value: Decimal, digits: int) -> str:
        """Write out the size of a number with so many decimals, whole part grouped."""
        whole, _, fraction = f"{abs(rounded(value, digits)):f}".partition(".")
        first, others = _pattern_of(self.grouping).grouping
        if len(whole) < first + self.least_grouped:
            first = len(whole)
        groups = [whole[-first:]]
        whole = whole[:-first]
        while whole:
            groups.append(whole[-others:])
            whole = whole[:-others]
        number = self.group.join(reversed(groups))
        return f"{number}{self.decimal}{fraction}" if fraction else number

    def is_grouped(self, text: str) -> bool:
        """Whether a number in a text is written in groups."""
        return re.search(rf"\d{re.escape(self.group)}\d{{3}}(?!\d)", text) is not None

    def with_groups(self, text: str) -> str:
        """Group the first number of a text, if it has just four digits before the decimal sign."""
        return _FOUR_DIGITS.sub(rf"\1{self.group}\2", text)

    def evenly(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Group all numbers that stand under or beside each other, if one of them is."""
        return tuple(map(self.with_groups, texts)) if any(map(self.is_grouped, texts)) else texts

    def spell(
        self,
        value: Decimal,
        style: Style,
        digits: int | None = None,
        *,
        computed: bool = False,
        toward: Toward = "nearest",
    ) -> Amount:
        """Write the size of a number: a large one in millions, billions …, others in full.

        `digits` fixes the decimals; without it a number as given shows all it has, a computed one three
        significant digits, and one of millions two decimals at most; zeros at the end go.
        """
        places = natural_digits(value, computed=computed) if digits is None else digits
        whole = rounded(value, places, toward)
        powers = self.powers[style]
        if abs(whole) < _STARTS[style] or not powers:
            return self._full(whole, own_digits(whole) if digits is None else places)
        index = max(bisect_right(powers, abs(whole)) - 1, 0)
        amount = self._scaled(value, style, index, digits, toward)
        if index + 1 < len(powers) and abs(amount.shown) >= powers[index + 1]:
            return self._scaled(value, style, index + 1, digits, toward)
        return amount

    def _full(self, value: Decimal, places: int) -> Amount:
        number = self.write(value, places)
        return Amount(number, number, value, scaled=False)

    def _scaled(self, value: Decimal, style: Style, index: int, digits: int | None, toward: Toward) -> Amount:
        scale = self.scales[style][index]
        if scale.divisor == 1:
            places = natural_digits(value, computed=True) if digits is None else digits
            return self._full(rounded(value, places, toward), places)
        part = _EXACT.divide(value, scale.divisor)
        places = min(own_digits(part), _SCALED_DIGITS) if digits is None else digits
        part = rounded(part, places, toward)
        if digits is None:
            places = own_digits(part)
            part = rounded(part, places)
        number = self.write(part, places)
        before, after = scale.words.get(self.locale.plural_form(abs(part)), scale.words["other"])
        return Amount(
            number, f"{before}{number}{after}", _EXACT.multiply(part, scale.divisor), scaled=True, scale=scale.divisor
        )

    def money(self, text: str, currency: str, *, negative: bool) -> str:
        """Put a currency's symbol and the sign to a number, with a space where a letter would touch a digit."""
        below = negative and _counts(text)
        before, after = _money_affixes(self.locale, currency, negative=below)
        return f"{before}{text.lstrip(_WAYS) if below else text}{after}"

    def cents(self, currency: str) -> int:
        """Return how many decimals the currency has."""
        return get_currency_precision(currency)

    def percent(self, text: str, style: Style, *, value: Decimal) -> str:
        """Put "percent" or the percent sign to a number (of hundredths)."""
        if style == "long" and any(
            map(str.isalpha, worded := self.measure(text, "concentr-percent", style, value=value))
        ):
            return self.sign(worded, negative=value < 0)
        pattern = _pattern_of(self.locale.percent_formats[None].pattern)
        before, after = (affixes[False].replace("%", self._beside("%")) for affixes in (pattern.prefix, pattern.suffix))
        return self.sign(f"{before}{text}{after}", negative=value < 0)

    def measure(self, text: str, unit: str, style: Style, *, value: Decimal) -> str:
        """Put a measure to a number, as the CLDR has it ("1,285,216 square kilometers", "1,285,216 km²")."""
        like = self._like(value)  # CLDR words a number; ours may have fixed decimals, so it takes the place
        worded = format_unit(like, unit, style, self.grouping, self.locale)
        if unit in worded:  # Babel's name for what the CLDR has no long words for, hectares in Arabic for instance
            worded = format_unit(like, unit, "short", self.grouping, self.locale)
        return worded.replace(str(like), text, 1) if str(like) in worded else f"{text} {worded}"

    def _like(self, value: Decimal) -> int:
        """Return a small whole number that nouns follow in the same plural form."""
        form = self.locale.plural_form(abs(value))
        return next((each for each in _SMALL if self.locale.plural_form(each) == form), 2)

    def sign(self, text: str, *, negative: bool) -> str:
        """Put the sign to a plain number; what is rounded to nought takes none."""
        if not negative or not _counts(text):
            return text
        return f"{_pattern_of(self.grouping).prefix[True].replace('-', _minus(self.locale))}{text}"

    def _beside(self, sign: str) -> str:
        """Keep a sign on its side of the number also after Arabic letters (UAX 9, rules W2 and W5)."""
        return f"{_FROM_LEFT}{sign}{_FROM_LEFT}" if self.locale.text_direction == "rtl" else sign


def _counts(number: str) -> bool:
    """Whether a number that is written is more than nought."""
    return not _MORE_THAN_NOUGHT.isdisjoint(number)


def natural_digits(value: Decimal, *, computed: bool) -> int:
    """Return how many decimals a number asks for: all that were given, or three significant digits if computed."""
    own = own_digits(value)
    return min(own, max(0, 2 - value.adjusted())) if computed and own else own


def own_digits(value: Decimal) -> int:
    """Return how many decimals a number has, without zeros at the end."""
    exponent = value.normalize(_EXACT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounded(value: Decimal, digits: int, toward: Toward = "nearest") -> Decimal:
    """Round half away from zero, as people do, or to one side; never to a negative zero."""
    value = value if toward == "nearest" else _TIDY.plus(value)
    result = value.quantize(Decimal(1).scaleb(-min(digits, _MOST_DIGITS)), _ROUNDING[toward], _EXACT)
    return result or abs(result)


@lru_cache(maxsize=256)
def _pattern_of(pattern: str) -> NumberPattern:
    return parse_pattern(pattern)


@lru_cache(maxsize=256)
def _money_affixes(locale: Locale, currency: str, *, negative: bool) -> tuple[str, str]:
    pattern = locale.currency_formats["standard"]
    symbol = get_currency_symbol(currency, locale)
    if locale.text_direction == "rtl" and not symbol.isalpha():
        symbol = f"{_FROM_LEFT}{symbol}{_FROM_LEFT}"  # or the sign of US$ goes to its other side
    before, after = pattern.prefix[negative], pattern.suffix[negative]
    if before.endswith("¤") and symbol[-1:].isalpha():
        before += "\u00a0"
    if after.startswith("¤") and symbol[:1].isalpha():
        after = f"\u00a0{after}"
    minus = _minus(locale)
    return before.replace("-", minus).replace("¤", symbol), after.replace("-", minus).replace("¤", symbol)


def _minus(locale: Locale) -> str:
    """Return the minus sign; one that stays before its number also after letters that run to the left."""
    return f"{_FROM_LEFT}{_MINUS}" if locale.text_direction == "rtl" else _MINUS


def numerals_of(locale: Locale) -> Numerals:
    """Collect from CLDR how a locale writes numbers."""
    long, short = _compact(locale, "long") or _compact(locale, "short"), _compact(locale, "short")
    by_style: Mapping[Style, Mapping[Decimal, _Scale]] = {"long": long, "short": short}
    affixes = (pair for scales in (long, short) for scale in scales.values() for pair in scale.words.values())
    return Numerals(
        locale,
        decimal=locale.number_symbols["latn"]["decimal"],
        group=locale.number_symbols["latn"]["group"],
        grouping=locale.decimal_formats[None].pattern.partition(";")[0].partition(".")[0],
        least_grouped=_least_grouped(locale),
        powers={style: tuple(scales) for style, scales in by_style.items()},
        scales={style: tuple(scales.values()) for style, scales in by_style.items()},
        magnitudes=frozenset(word.strip() for pair in affixes for word in pair if word.strip()),
    )


def _least_grouped(locale: Locale) -> int:
    """Return what CLDR 48 has as `minimumGroupingDigits`, which Babel leaves out."""
    if locale.language == "es" and _AMERICAN_SPANISH.fullmatch(locale.territory or ""):
        return 1
    return 2 if {locale.language, f"{locale.language}_{locale.territory}"} & _LATE_GROUPS else 1


def _compact(locale: Locale, style: Style) -> dict[Decimal, _Scale]:
    """Return the compact forms by power of ten, smallest first."""
    patterns = locale.compact_decimal_formats.get(style) or {}
    by_power: dict[int, dict[str, str]] = {}
    for plural, forms in patterns.items():
        for power, pattern in forms.items():
            by_power.setdefault(int(power), {})[plural] = pattern.pattern
    return {Decimal(power): _scale(power, by_power[power]) for power in sorted(by_power) if "other" in by_power[power]}


def _scale(power: int, patterns: Mapping[str, str]) -> _Scale:
    zeros = patterns["other"].count("0")
    if patterns["other"] == "0":
        return _Scale(Decimal(1), {"other": ("", "")})
    words = {plural: _affixes(pattern) for plural, pattern in patterns.items() if pattern.count("0") == zeros}
    return _Scale(Decimal(power).scaleb(1 - zeros), words)


def _affixes(pattern: str) -> tuple[str, str]:
    before, _, after = re.sub(r"'([^']*)'", lambda quoted: quoted[1] or "'", pattern).partition("0")
    return before, after.lstrip("0")
