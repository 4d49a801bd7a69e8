"""The part of LaTeX that formulas may use. What stands in no table here is refused, never passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.model import Alphabet, GridKind

__all__ = [
    "ACCENTS",
    "ALPHABETS",
    "BRACKETS",
    "CHARACTERS",
    "COMMANDS",
    "DOUBLE",
    "ENVIRONMENTS",
    "FUNCTIONS",
    "GREEK",
    "LARGE",
    "LETTERS",
    "LIMITED",
    "OPERATORS",
    "SPACES",
    "SPELLINGS",
    "STRUCTURES",
    "WORDS",
]

GREEK: Mapping[str, str] = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ϵ",
    "varepsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "vartheta": "ϑ",
    "iota": "ι",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "pi": "π",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "upsilon": "υ",
    "phi": "ϕ",
    "varphi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
    "Gamma": "Γ",
    "Delta": "Δ",
    "Theta": "Θ",
    "Lambda": "Λ",
    "Xi": "Ξ",
    "Pi": "Π",
    "Sigma": "Σ",
    "Upsilon": "Υ",
    "Phi": "Φ",
    "Psi": "Ψ",
    "Omega": "Ω",
}
"""Small letters are set in italics, capitals upright, as LaTeX does."""

LETTERS: Mapping[str, str] = {
    "infty": "∞",
    "partial": "∂",
    "nabla": "∇",
    "ell": "ℓ",
    "emptyset": "∅",
    "ldots": "…",
    "dots": "…",
    "cdots": "⋯",
    "vdots": "⋮",
    "ddots": "⋱",
    "prime": "′",
    "%": "%",
    "$": "$",
    "&": "&",
    "#": "#",
    "_": "_",
}
"""Signs without space around them."""

OPERATORS: Mapping[str, str] = {
    "pm": "±",
    "mp": "∓",
    "times": "×",
    "div": "÷",
    "cdot": "·",
    "ast": "∗",
    "circ": "∘",
    "cup": "∪",
    "cap": "∩",
    "setminus": "∖",
    "land": "∧",
    "lor": "∨",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "ll": "≪",
    "gg": "≫",
    "ne": "≠",
    "neq": "≠",
    "approx": "≈",
    "equiv": "≡",
    "sim": "∼",
    "simeq": "≃",
    "propto": "∝",
    "in": "∈",
    "notin": "∉",
    "subset": "⊂",
    "subseteq": "⊆",
    "mid": "∣",
    "to": "→",
    "rightarrow": "→",
    "leftarrow": "←",
    "leftrightarrow": "↔",
    "Rightarrow": "⇒",
    "Leftrightarrow": "⇔",
    "mapsto": "↦",
    "forall": "∀",
    "exists": "∃",
    "neg": "¬",
}

LARGE: Mapping[str, str] = {"sum": "∑", "prod": "∏", "int": "∫", "bigcup": "⋃", "bigcap": "⋂"}

FUNCTIONS = frozenset(
    ["arg", "cos", "cosh", "cot", "deg", "dim", "exp", "ker", "ln", "log", "sin", "sinh", "tan", "tanh"]
)
LIMITED = frozenset(["argmax", "argmin", "det", "gcd", "inf", "lim", "max", "min", "Pr", "sup"])
"""Functions that take limits below them in a display."""

BRACKETS: Mapping[str, str] = {
    "(": "(",
    ")": ")",
    "[": "[",
    "]": "]",
    "|": "|",
    ".": "",
    "\\{": "{",
    "\\}": "}",
    "\\|": "‖",
    "\\lvert": "|",
    "\\rvert": "|",
    "\\lVert": "‖",
    "\\rVert": "‖",
    "\\langle": "⟨",
    "\\rangle": "⟩",
    "\\lfloor": "⌊",
    "\\rfloor": "⌋",
    "\\lceil": "⌈",
    "\\rceil": "⌉",
}
r"""What may follow `\left` and `\right`; the dot shows nothing."""

CHARACTERS: Mapping[str, str] = {
    **{character: character for character in "+=<>/:"},
    **{character: character for character in OPERATORS.values()},
    "-": "−",
    "−": "−",
    "*": "∗",
}
"""Characters that are operators as they stand."""

ACCENTS: Mapping[str, tuple[str, bool, bool]] = {
    "hat": ("^", False, False),
    "bar": ("¯", False, False),
    "tilde": ("~", False, False),
    "vec": ("→", False, False),
    "dot": ("˙", False, False),
    "ddot": ("¨", False, False),
    "widehat": ("^", True, False),
    "widetilde": ("~", True, False),
    "overline": ("¯", True, False),
    "underline": ("_", True, True),
    "overbrace": ("⏞", True, False),
    "underbrace": ("⏟", True, True),
}
"""The mark, whether it is as wide as what it stands on, whether it stands under it."""

SPACES: Mapping[str, float] = {",": 3 / 18, ":": 4 / 18, ";": 5 / 18, " ": 0.25, "quad": 1.0, "qquad": 2.0}
"""Widths in em."""

ALPHABETS: Mapping[str, Alphabet] = {
    "mathrm": "upright",
    "mathit": "italic",
    "mathbf": "bold",
    "boldsymbol": "bold",
    "mathbb": "double",
    "mathcal": "script",
}

WORDS = frozenset(("text", "mbox", "operatorname", "operatorname*"))
r"""Commands whose argument is words, in which spaces stay and only `\%`, `\$`, `\&`, `\#` and `\_` are commands."""

STRUCTURES = frozenset(("frac", "dfrac", "tfrac", "binom", "sqrt", "left", "right", "begin", "end", "\\"))

ENVIRONMENTS: Mapping[str, tuple[GridKind, str, str]] = {
    "matrix": ("matrix", "", ""),
    "pmatrix": ("matrix", "(", ")"),
    "bmatrix": ("matrix", "[", "]"),
    "Bmatrix": ("matrix", "{", "}"),
    "vmatrix": ("matrix", "|", "|"),
    "Vmatrix": ("matrix", "‖", "‖"),
    "cases": ("cases", "{", ""),
    "aligned": ("aligned", "", ""),
    "align": ("aligned", "", ""),
    "align*": ("aligned", "", ""),
    "split": ("aligned", "", ""),
}

COMMANDS = frozenset(
    (
        *GREEK,
        *LETTERS,
        *OPERATORS,
        *LARGE,
        *FUNCTIONS,
        *LIMITED,
        *(name[1:] for name in BRACKETS if name.startswith("\\")),
        *ACCENTS,
        *SPACES,
        *ALPHABETS,
        *WORDS,
        *STRUCTURES,
    )
)
"""Every command, without its backslash."""

DOUBLE: Mapping[str, str] = {"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"}

SPELLINGS: Mapping[str, str] = {
    **{character: name for name, character in GREEK.items()},
    **{character: plain for plain, character in DOUBLE.items()},
    "ε": "epsilon",
    "ϑ": "theta",
    "φ": "phi",
    "−": "-",
    "×": "*",
    "·": "*",
    "∗": "*",
    "÷": "/",
    "±": "+/-",
    "∓": "-/+",
    "∘": " o ",
    "∪": "union",
    "∩": "intersection",
    "∖": "\\",
    "∧": "and",
    "∨": "or",
    "≤": "<=",
    "≥": ">=",
    "≪": "<<",
    "≫": ">>",
    "≠": "!=",
    "≈": "~=",
    "≡": "==",
    "∼": "~",
    "≃": "~=",
    "∝": "proportional to",
    "∈": "in",
    "∉": "not in",
    "⊂": "subset of",
    "⊆": "subset of or equal to",
    "∣": "|",
    "→": "->",
    "←": "<-",
    "↔": "<->",
    "⇒": "=>",
    "⇔": "<=>",
    "↦": "|->",
    "∀": "for all ",
    "∃": "there is ",
    "¬": "not ",
    "∞": "infinity",
    "∂": "d",
    "∇": "grad ",
    "ℓ": "l",
    "∅": "{}",
    "…": "...",
    "⋯": "...",
    "⋮": ":",
    "⋱": "...",
    "′": "'",
    "∑": "sum",
    "∏": "prod",
    "∫": "int",
    "⋃": "union",
    "⋂": "intersection",
    "√": "sqrt",
    "∛": "cbrt",
    "‖": "||",
    "⟨": "<",
    "⟩": ">",
    "⌊": "floor(",
    "⌋": ")",
    "⌈": "ceil(",
    "⌉": ")",
}
"""How a sign is written in ASCII."""
