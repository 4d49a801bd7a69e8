"""A line of text that fits but for the space at its end is not broken after its first word.

The layout engine measures that space although it would hang (CSS Text 3, 4.1.3), and then takes the text for one that
can't be broken before its end.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["spaces_hanging"]


@contextmanager
def spaces_hanging() -> Iterator[None]:
    """Lay out, within this context, texts whose last space hangs over the end of the line."""
    from weasyprint.layout import inline

    split = inline.split_first_line

    def hanging(text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **named: Any) -> Any:
        found = split(text, style, context, max_width, *rest, **named)
        resume = found[2]
        if resume is None or max_width is None or not text.endswith(" "):
            return found
        if " " in text.encode()[:resume].decode().rstrip(" "):
            return found
        bare = split(text.rstrip(" "), style, context, max_width, *rest, **named)
        if bare[2] is not None:
            return found
        return split(text, style, context, max_width + style["font_size"], *rest, **named)  # a space is narrower

    inline.split_first_line = hanging
    try:
        yield
    finally:
        inline.split_first_line = split
