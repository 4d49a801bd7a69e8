"""An answer held against its declaration: schema, date, and every figure that it is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from publisher.diagnostics import Report
from publisher.feeds.documents import Tree, data_of, tree_of, value_at
from publisher.feeds.faults import Fault, absurd, unusable
from publisher.feeds.packages import needed
from publisher.feeds.patience import at_most
from publisher.preparation.formulas import ARITHMETIC
from publisher.preparation.provenance import end_of
from publisher.reader.fields import as_number
from publisher.reader.files import YAML_LIMIT
from publisher.reader.ledger.values import LARGEST

if TYPE_CHECKING:
    import datetime as dt

    from publisher.feeds.documents import Data
    from publisher.feeds.web import Answer
    from publisher.model import Feed, FeedFact, Json
    from publisher.reader.files import Folder

__all__ = ["Checked", "checked", "schema_of"]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ][0-9:.]+(?:Z|[+-]\d{2}:?\d{2})?)?)?)?", re.ASCII)
_SHOWN = 60
_MOST_FAULTS = 5
_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Checked:
    """What an answer says, as the ledger writes it, and everything that is wrong with it."""

    values: dict[str, Decimal] = field(default_factory=dict)
    as_of: str = ""
    faults: list[Fault] = field(default_factory=list)


def checked(feed: Feed, answer: Answer, schema: Json, today: dt.date) -> Checked:
    """Hold an answer against what its feed declares."""
    found = Checked()
    try:
        with at_most(_SECONDS):
            return _checked(feed, answer, schema, today, found)
    except Fault as fault:
        found.faults.append(fault)
    except TimeoutError:
        message = f"checking the answer takes longer than {_SECONDS} seconds"
        found.faults.append(unusable(message, "make the patterns and places simpler", "schema"))
    return found


def _checked(feed: Feed, answer: Answer, schema: Json, today: dt.date, found: Checked) -> Checked:
    if feed.format == "json":
        needed("jsonpath")
    data = data_of(answer, feed.format)
    if isinstance(data, Tree) and schema is not None:
        found.faults.extend(_against(schema, data))
    if found.faults:
        return found
    values: dict[str, Decimal] = {}
    as_of = ""
    if feed.as_of is not None:
        try:
            as_of = _date(feed, value_at(data, feed.as_of, "as-of"), today)
        except Fault as fault:
            found.faults.append(fault)
    for each in feed.facts:
        try:
            values[each.key] = _figure(data, each)
        except Fault as fault:
            found.faults.append(fault)
    return Checked(values, as_of, found.faults)


def schema_of(feed: Feed, folder: Folder) -> Json:
    """Return the schema of a feed, read where it stands in a file; raise `Fault` for one that is none."""
    schema = feed.schema
    if feed.schema_file:
        report = Report()
        text = folder.text(feed.schema_file, YAML_LIMIT, report)
        if text is None:
            why = report.diagnostics[0]
            raise unusable(why.message, why.hint, "schema")
        try:
            schema = tree_of(text).exact
        except Fault as fault:
            hint = "it is a JSON Schema, version 2020-12"
            raise unusable(f"the schema {feed.schema_file}: {fault.message}", hint, "schema") from None
    if schema is None:
        return None
    needed("jsonschema")
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        where = "/".join(map(str, error.absolute_path)) or "the whole"
        raise unusable(f"the schema is none, at {where}: {error.message[:200]}", "version 2020-12", "schema") from None
    return schema


def _against(schema: Json, tree: Tree) -> list[Fault]:
    from jsonschema import Draft202012Validator
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    nowhere: Any = Registry()  # what a schema refers to is never fetched
    try:
        errors = list(Draft202012Validator(schema, registry=nowhere).iter_errors(tree.exact))
    except Unresolvable as error:
        raise unusable(
            f"the schema refers to {error.ref[:200]!r}, which is not in it", "copy it in", "schema"
        ) from None
    except re.error as error:
        raise unusable(f"a pattern of the schema can't be read: {error}", "mend it", "schema") from None
    errors.sort(key=lambda each: [str(step) for step in each.absolute_path])
    return [_mismatch(error) for error in errors[:_MOST_FAULTS]]


def _mismatch(error: Any) -> Fault:
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
    said = str(error.message).replace("Decimal('", "").replace("')", "")
    return absurd(f"the answer does not fit the schema at ${where[:200]}: {said[:200]}", place="schema")


def _date(feed: Feed, value: Json, today: dt.date) -> str:
    found = _DATE.fullmatch(str(value).strip()) if isinstance(value, str | int) else None
    text = "-".join(part for part in found.groups() if part) if found else ""
    end = end_of(text) if text else None
    if end is None:
        raise absurd(f"the data say that they are of {str(value)[:_SHOWN]!r}, which is no date", place="as-of")
    if text > today.isoformat()[: len(text)]:
        raise absurd(f"the data say that they are of {text}, which is still to come", place="as-of")
    if feed.max_age and feed.max_age.after(end) < today:
        message = f"the data are of {text}, which is older than `max-age` allows"
        raise absurd(message, "ask who publishes the data why there are none that are newer", "as-of")
    before = end_of(feed.state.as_of) if feed.state and feed.state.as_of else None
    if before and end < before and feed.state:
        raise absurd(f"the data are of {text}, those that are kept of {feed.state.as_of}", place="as-of")
    return text


def _figure(data: Data, fact: FeedFact) -> Decimal:
    """Return a figure as the ledger writes it."""
    said = f"facts.{fact.key}"
    number = _number(value_at(data, fact.place, said), said)
    if number.adjusted() + fact.scale.adjusted() > LARGEST:
        raise absurd(f"{fact.key} would have more than {LARGEST} digits", place=said)
    scaled = ARITHMETIC.multiply(number, fact.scale)
    if (fact.low is not None and scaled < fact.low) or (fact.high is not None and scaled > fact.high):
        message = f"{fact.key} would be {scaled.normalize():f}, outside its range of {fact.low} to {fact.high}"
        raise absurd(message, place=said)
    return scaled


def _number(value: Json, said: str) -> Decimal:
    number: Decimal | None = None
    match value:
        case bool() | None | list() | dict():
            pass
        case int():
            number = Decimal(value)
        case Decimal():
            number = value
        case str():
            number = None if "_" in value else as_number(value.strip())
    if number is None:
        raise absurd(f"there is {_kind(value)} in place of a number", place=said)
    return number


def _kind(value: Json) -> str:
    match value:
        case None:
            return "nothing"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return repr(value)[:_SHOWN]
