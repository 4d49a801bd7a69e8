"""JSON Schemas (2020-12) of what people write in YAML, for `publisher schema` and for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.reader.ledger import FactsFields
from publisher.reader.metadata import MetadataFields

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["facts_schema", "metadata_schema"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def metadata_schema() -> dict[str, object]:
    """Return the schema of the metadata block of a source."""
    return _schema(MetadataFields, "Metadata of a document")


def facts_schema() -> dict[str, object]:
    """Return the schema of facts.yaml."""
    return _schema(FactsFields, "Facts of a document")


def _schema(model: type[BaseModel], title: str) -> dict[str, object]:
    return {"$schema": _DIALECT, **model.model_json_schema(), "title": title}
