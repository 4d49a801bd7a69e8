"""Tables that a screen shows page by page: a bar above them, and the script that works it.

All rows stand in the page; without the script, and on paper, all of them are shown.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.exporters.html.markup import attributes, escape

if TYPE_CHECKING:
    from publisher.exporters.html.markup import Medium
    from publisher.model import Table

__all__ = ["pager", "script_for"]

_SIZES = (1, 2, 5, 20)
"""Pages of so many times the rows of the first."""


def pager(block: Table, medium: Medium) -> str:
    """Write the bar above a table; it is hidden until the script shows it."""
    words = medium.words
    sizes = "".join(f'<option value="{block.page_rows * times}">{block.page_rows * times}</option>' for times in _SIZES)
    name = f"{words.table} {block.number}" if block.number else words.table
    status = attributes(role="status", aria_live="polite", data_pattern=words.rows_from_to, data_none=words.no_rows)
    return (
        f'<div class="pager" role="group"{attributes(aria_label=name)} hidden="hidden">\n'
        f'<label>{escape(words.search)} <input type="search" autocomplete="off" /></label>\n'
        f'<label>{escape(words.page_rows)} <select>{sizes}<option value="0">{escape(words.all_rows)}</option></select></label>\n'
        f'<span class="turning"><button type="button">{escape(words.previous)}</button> <span{status}></span>'
        f' <button type="button">{escape(words.next)}</button></span>\n'
        "</div>\n"
    )


def script_for(body: str) -> str:
    """Return the script that a page needs; none where no table is read page by page."""
    return _script() if '<div class="pager"' in body else ""


@lru_cache(maxsize=1)
def _script() -> str:
    """Read the script; nothing in it ends its element, or means something in XML."""
    return Path(__file__).with_name("paging.js").read_text(encoding="utf-8")
