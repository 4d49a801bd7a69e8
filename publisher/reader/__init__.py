"""The reader: source text and facts -> `Document`. It collects every error, and never stops at the first."""

from __future__ import annotations

from publisher.reader.conditions import Target
from publisher.reader.document import parse_blocks, read
from publisher.reader.schemas import facts_schema, metadata_schema

__all__ = ["Target", "facts_schema", "metadata_schema", "parse_blocks", "read"]
