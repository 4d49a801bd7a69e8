"""Formulas: the part of LaTeX that Publisher knows, as a tree and as one line of characters."""

from publisher.maths.linear import linear
from publisher.maths.parsing import BadFormulaError, parse

__all__ = ["BadFormulaError", "linear", "parse"]
