"""Lists of glyphs reach the library that cuts fonts without their C type being parsed for each length."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["glyphs_of_any_number"]

_GLYPHS = "hb_codepoint_t["


@contextmanager
def glyphs_of_any_number() -> Iterator[None]:
    """Write a PDF, within this context, with one C type for all lists of glyphs; reading such a type takes 2 ms."""
    from weasyprint.pdf import fonts

    plain = fonts.ffi

    class Quick:
        """The functions of `cffi.FFI`, where arrays take their length from what they hold."""

        def __getattr__(self, name: str) -> Any:
            return getattr(plain, name)

        def new(self, kind: str, *given: Any) -> Any:
            return plain.new(f"{_GLYPHS}]" if given and kind.startswith(_GLYPHS) else kind, *given)

    fonts.ffi = Quick()
    try:
        yield
    finally:
        fonts.ffi = plain
