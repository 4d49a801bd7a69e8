"""Room for the frames of Python's functions."""

from __future__ import annotations

from types import FunctionType
from typing import TypeVar

__all__ = ["roomy"]

_SLOTS = 66_000
"""Of eight bytes: what is left of the next power of two is room for a thousand calls within one another."""

_Function = TypeVar("_Function")


def roomy(function: _Function) -> _Function:
    """Let all that a function calls find room for its frames in one piece of memory.

    CPython 3.11 and later keep frames in pieces of 16 kB. Where calls go back and forth over the end of one, the next
    is taken from the system and given back each time; a function that claims much gets a piece of its own size.
    """
    if isinstance(function, FunctionType):
        function.__code__ = function.__code__.replace(co_stacksize=_SLOTS)
    return function
