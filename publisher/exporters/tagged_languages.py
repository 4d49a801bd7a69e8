"""The language of passages in tagged PDF, which the layout engine leaves out (ISO 14289-1, 7.2; ISO 32000-1, 14.9.2)."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["languages_tagged"]

_PAGE = frozenset(("html", "body"))
"""Elements whose language is that of the document (`Lang` in the catalogue)."""


@contextmanager
def languages_tagged() -> Iterator[None]:
    """Let each structure element that is made of an element with a language say it, while a PDF is written."""
    from pydyf import String
    from weasyprint.pdf import tags

    build = tags._build_box_tree  # noqa: SLF001  there is no other place where an element and its tag are both at hand

    def build_with_language(box: Any, *rest: Any) -> Iterator[Any]:
        for structure in build(box, *rest):
            element = getattr(box, "element", None)
            lang = element.get("lang") if element is not None and element.tag not in _PAGE else None
            if lang and "Lang" not in structure:
                structure["Lang"] = String(lang)
            yield structure

    tags._build_box_tree = build_with_language  # noqa: SLF001
    try:
        yield
    finally:
        tags._build_box_tree = build  # noqa: SLF001
