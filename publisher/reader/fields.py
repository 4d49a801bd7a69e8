"""Values of keys: what is taken for text, a number, a date, yes or no; and how errors are told."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from publisher.nearest import did_you_mean
from publisher.reader.yaml import Plain, YamlNode, YamlValue, node_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

    from publisher.diagnostics import Report

__all__ = [
    "LONGEST_NAME",
    "Date",
    "Fields",
    "Name",
    "TextLine",
    "WholeNumber",
    "YesNo",
    "as_date",
    "as_number",
    "problem",
    "refuse",
    "validated",
]

LONGEST_NAME = 255
"""Characters that Word's core properties hold."""

_NUMBER = re.compile(r"[+-]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_LARGEST_EXPONENT = 60
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_Model = TypeVar("_Model", bound=BaseModel)


def problem(text: str, hint: str = "", code: str = "wrong-type", key: str = "") -> PydanticCustomError:
    """Make the error of a value: its diagnostic code, message and hint, and of a mapping the key that it is about."""
    return PydanticCustomError("publisher", "{text}", {"text": text, "hint": hint, "code": code, "key": key})


def refuse(value: Any, wanted: str, hint: str = "") -> PydanticCustomError:
    """Make the error of a value that is not what its key takes."""
    match value:
        case list():
            given = "a list"
        case dict():
            given = "a mapping"
        case _:
            given = f"{str(value)[:80]!r}"
    return problem(f"must be {wanted}, not {given}", hint)


def as_number(text: str) -> Decimal | None:
    """Return the exact number that a plain scalar writes (YAML 1.2 core schema, decimal), or None."""
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text.replace("_", ""))
    return number if not number or abs(number.adjusted()) <= _LARGEST_EXPONENT else None


def as_date(text: str) -> dt.date | None:
    """Return the day that a scalar writes as YYYY-MM-DD, or None."""
    with suppress(ValueError):
        return dt.date.fromisoformat(text) if _ISO_DATE.fullmatch(text) else None
    return None


def _text_line(value: Any) -> str:
    if not isinstance(value, str):
        raise refuse(value, "text")
    return " ".join(str(value).split())


def _name(value: Any) -> str:
    text = _text_line(value)
    if len(text) > LONGEST_NAME:
        message = f"is {len(text)} characters long; Word keeps at most {LONGEST_NAME}"
        raise problem(message, "shorten it; the rest can stand in `summary` or in the text")
    return text


def _date(value: Any) -> dt.date:
    date = as_date(value) if isinstance(value, str) else None
    if date is None:
        hint = "write year, month and day: 2024-01-31"
        if isinstance(value, str) and _ISO_DATE.fullmatch(value):
            hint = "there is no such day"
        raise refuse(value, "a date", hint)
    return date


def _yes_no(value: Any) -> bool:
    match value:
        case Plain("true" | "True" | "TRUE"):
            return True
        case Plain("false" | "False" | "FALSE"):
            return False
        case _:
            raise refuse(value, "true or false", "write true or false, without quotes")


def _whole_number(value: Any) -> int:
    number = as_number(value) if isinstance(value, Plain) else None
    if number is None or number != number.to_integral_value():
        raise refuse(value, "a whole number", "write digits, without quotes")
    return int(number)


TextLine: TypeAlias = Annotated[str, BeforeValidator(_text_line)]
Name: TypeAlias = Annotated[str, BeforeValidator(_name), Field(max_length=LONGEST_NAME)]
Date: TypeAlias = Annotated[dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
YesNo: TypeAlias = Annotated[bool, BeforeValidator(_yes_no)]
WholeNumber: TypeAlias = Annotated[int, BeforeValidator(_whole_number)]


class Fields(BaseModel):
    """A mapping with known keys; keys are written with hyphens, and an unknown one is an error.

    A known key without a value is as one that is not there.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.replace("_", "-"),
        defer_build=True,  # most documents have use for a few of them
    )

    @model_validator(mode="before")
    @classmethod
    def without_empty(cls, value: Any) -> Any:
        """Leave out known keys without a value; unknown ones stay and are told."""
        if not isinstance(value, dict) or None not in value.values():
            return value
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: each for key, each in value.items() if each is not None or key not in known}

    @classmethod
    def make_ready(cls) -> None:
        """Build what checks these fields, and those of every kind below, instead of when it is first wanted."""
        for kind in cls.__subclasses__():
            kind.model_rebuild()
            kind.make_ready()


def validated(
    model: type[_Model], value: YamlValue, root: YamlNode, report: Report, where: tuple[int | str, ...] = ()
) -> _Model | None:
    """Check a value that stands somewhere below a root; every error is reported at its place."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for details in error.errors(include_url=False, include_input=True):
            _tell(details, model, root, report, where)
    return None


def _tell(
    details: ErrorDetails, model: type[BaseModel], root: YamlNode, report: Report, where: tuple[int | str, ...]
) -> None:
    path = (*where, *details["loc"])
    key, value = node_at(root, path)
    name = str(path[-1]) if path else "the file"
    if isinstance(path[-1] if path else "", int):
        name = f"entry {int(path[-1]) + 1} of {path[-2] if len(path) > 1 else 'the list'}"
    match details["type"]:
        case "extra_forbidden":
            known = _keys(model, details["loc"][:-1])
            hint = did_you_mean(name, known, f"the keys are {', '.join(known)}")
            if name.isdigit():  # {value: 1,345,000}
                hint = "a number has no commas between its digits, and its decimals after a point: 1345000, 22.2"
            report.add("unknown-key", f"there is no key {name}", key.at, hint)
        case "missing":
            report.add("missing-key", f"the key {name} is missing", key.at, f"add it: `{name}: …`")
        case "publisher":
            context = details["ctx"]
            if context["key"]:
                key, value = node_at(root, (*path, context["key"]))
            at = key.at if context["code"] == "missing-key" else value.at
            report.add(context["code"], f"{name} {context['text']}", at, context["hint"])
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", details["ctx"]["expected"])
            hint = did_you_mean(str(details["input"]), allowed, f"it is one of {', '.join(allowed)}")
            report.add("wrong-type", f"{name} can't be {str(details['input'])[:80]!r}", value.at, hint)
        case "model_type" | "dict_type":
            at = value.at if value.value else key.at  # an empty value begins where the next thing does
            report.add("wrong-type", f"{name} must be a mapping of keys and values", at, "write `key: value` lines")
        case "tuple_type" | "list_type":
            report.add("wrong-type", f"{name} must be a list", value.at, "write each entry on a line after `- `")
        case _:
            report.add("wrong-type", f"{name}: {details['msg']}", value.at, "publisher schema prints what it takes")


def _keys(model: type[BaseModel], path: Sequence[int | str]) -> list[str]:
    """Return the keys of a model, or of the model that a path of keys and entries leads to."""
    for step in path:
        for name, field in model.model_fields.items():
            if step in {name, field.alias}:
                model = _inner_model(field.annotation) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    arguments = getattr(annotation, "__args__", ())
    return next((found for each in arguments if (found := _inner_model(each))), None)
