"""JSON Schemas (2020-12) of what people write in YAML, for `publisher schema` and for editors."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from publisher.reader.fields import Fields
from publisher.reader.ledger import FactsFields
from publisher.reader.metadata import MetadataFields

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    schema = model.model_json_schema()
    models = {each.__name__: each for each in _models()}
    for name, told in (*schema.get("$defs", {}).items(), (model.__name__, schema)):
        if name in models:
            _describe(models[name], told)
    return {"$schema": _DIALECT, **schema, "title": title}


def _models(below: type[Fields] = Fields) -> Iterator[type[Fields]]:
    for model in below.__subclasses__():
        yield model
        yield from _models(model)


def _describe(model: type[Fields], schema: dict[str, Any]) -> None:
    """Add what stands below each field in the code; reading that is left to those who ask for it."""
    told = {name: text for each in reversed(model.__mro__) for name, text in _texts(each).items()}
    for name, field in model.model_fields.items():
        described = schema["properties"][field.alias or name]
        if name in told and "description" not in described:
            schema["properties"][field.alias or name] = dict(sorted({**described, "description": told[name]}.items()))


def _texts(model: type) -> dict[str, str]:
    """Return the text below each field of a class."""
    if not issubclass(model, Fields):
        return {}
    (tree,) = ast.parse(inspect.getsource(model)).body
    found = {}
    for field, below in pairwise(tree.body if isinstance(tree, ast.ClassDef) else ()):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = inspect.cleandoc(text)
            case _:
                continue
    return found
