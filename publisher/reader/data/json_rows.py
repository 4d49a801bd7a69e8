"""JSON -> `Frame`: an array of objects, or of arrays of which the first names the columns."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from publisher.diagnostics import Location
from publisher.nearest import did_you_mean
from publisher.reader.data.frames import DataError, Frame, Scalar, checked, named, scalar

__all__ = ["frame_of_json"]

_MOST_DIGITS = 60
_DEEP = "the values are nested too deeply"
_SHAPE = 'it is an array of objects, [{"year": 2022}], or of arrays; :records: /data/rows says where it stands'


def frame_of_json(text: str, path: str, records: str) -> Frame:
    """Read the records that stand in a JSON text where a JSON Pointer (RFC 6901) says."""
    try:
        whole = json.loads(
            text,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        message = f"the JSON can't be read: {error.msg}"
        raise DataError(
            message, "check it with: python3 -m json.tool", Location(path, error.lineno, error.colno)
        ) from error
    except RecursionError as error:
        raise DataError(_DEEP, _SHAPE) from error
    found = _pointed(whole, records)
    where = f"what stands at {records}" if records else "the file"
    if found == []:
        message = f"{where} has no rows"
        raise DataError(message, "an array of records has at least one", code="bad-table")
    if not isinstance(found, list):
        message = f"{where} is no array of records"
        raise DataError(message, _SHAPE)
    if all(isinstance(row, dict) for row in found):
        return _of_objects(found)
    if all(isinstance(row, list) for row in found):
        return _of_arrays(found)
    message = "some records are objects, and others are not"
    raise DataError(message, _SHAPE)


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation as error:  # an exponent of twenty digits
        message = f"{digits[:40]} is a number that nobody could read"
        raise DataError(message, "check where it comes from") from error


def _integer(digits: str) -> Decimal:
    if len(digits) > _MOST_DIGITS:
        message = f"a number has {len(digits)} digits"
        raise DataError(message, "nobody could read it")
    return Decimal(digits)


def _constant(name: str) -> None:
    message = f"{name} is no JSON (RFC 8259)"
    raise DataError(message, "write null where there is no number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"an object says {twice[:60]!r} twice"
        raise DataError(message, "keep one of the two")
    return found


def _pointed(whole: Any, pointer: str) -> Any:
    """Follow a JSON Pointer (RFC 6901, 4)."""
    if not pointer:
        return whole
    if not pointer.startswith("/"):
        message = f"{pointer[:80]!r} is no JSON Pointer"
        raise DataError(message, "it begins with a slash: /data/rows", code="bad-option")
    found = whole
    for part in pointer[1:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        match found:
            case dict() if key in found:
                found = found[key]
            case list() if key.isascii() and key.isdigit() and len(key) < 8 and int(key) < len(found):  # noqa: PLR2004  digits of an index
                found = found[int(key)]
            case dict():
                message = f"there is no {key[:80]!r} at {pointer[:80]}"
                raise DataError(message, did_you_mean(key, found, _SHAPE), code="bad-option")
            case _:
                message = f"nothing stands at {pointer[:80]}"
                raise DataError(message, _SHAPE, code="bad-option")
    return found


def _of_objects(records: list[dict[str, Any]]) -> Frame:
    names = list(dict.fromkeys(name for record in records for name in record))
    checked(len(records), len(names))
    rows = [
        tuple(_value(record.get(name), number, name) for name in names)
        for number, record in enumerate(records, start=1)
    ]
    return named(names, rows)


def _of_arrays(records: list[list[Any]]) -> Frame:
    names, *rest = records
    checked(len(rest), len(names))
    for number, record in enumerate(rest, start=2):
        if len(record) != len(names):
            message = f"record {number} has {len(record)} values, the first {len(names)}"
            raise DataError(message, "write null where there is nothing")
    values = [
        tuple(_value(value, number, str(name)) for value, name in zip(record, names, strict=True))
        for number, record in enumerate(rest, start=1)
    ]
    return named((_value(name, 0, "the first record") for name in names), values)


def _value(value: Any, number: int, name: str) -> Scalar:
    if isinstance(value, str | Decimal | bool) or value is None:
        return value if not isinstance(value, Decimal) else scalar(value, f"{name[:60]!r} of record {number}")
    return scalar(value, f"{name[:60]!r} of record {number}")
