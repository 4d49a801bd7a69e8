"""The codes of all diagnostics, what they weigh and what they mean (`publisher explain CODE`), by subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.codes.facts import FACTS
from publisher.codes.feeds import FEEDS
from publisher.codes.publishing import PUBLISHING
from publisher.codes.reading import READING
from publisher.codes.rendering import RENDERING
from publisher.codes.running import RUNNING
from publisher.codes.weights import Explanation, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CODES", "Explanation", "Severity"]

CODES: Mapping[str, Explanation] = {**READING, **FACTS, **FEEDS, **RENDERING, **PUBLISHING, **RUNNING}
