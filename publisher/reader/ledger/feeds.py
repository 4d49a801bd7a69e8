"""What a ledger may say of a feed, key by key -> Feed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator

from publisher.model import (
    Age,
    DataPlace,
    Feed,
    FeedFact,
    FeedOrigin,
    FileOrigin,
    Json,
    QueryOrigin,
    RowAndColumn,
    WebOrigin,
)
from publisher.reader.fields import Fields, TextLine, as_number, problem, refuse
from publisher.reader.ledger.secrets import header_problem, host_varies, url_problem
from publisher.reader.ledger.values import age_of
from publisher.reader.links import web_address_problem
from publisher.reader.yaml import Plain, YamlNode, node_at

if TYPE_CHECKING:
    from publisher.model import FeedFormat

__all__ = ["FEED_NAME", "FeedFields", "feed_of"]

FEED_NAME = re.compile(r"(?!proposed$)[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
"""It is also the name of files; proposed.json holds the changes of all feeds."""
LONGEST_WAIT = 120
LARGEST_ANSWER = 10_000_000
_MEGABYTE = 1_000_000
_SECONDS = re.compile(r"(\d{1,3})(?: seconds?)?", re.ASCII)
_SIZE = re.compile(r"(\d{1,5}) ?([kM])B", re.ASCII)
_MOST_CELLS = 10
_PERCENT = re.compile(r"(\d{1,4}(?:\.\d{1,4})?) ?%", re.ASCII)
_PLACE_HINT = "write a JSONPath such as $.rows[0].goods, or for a table {row: {year: 2023}, column: goods}"


def _place(value: Any) -> DataPlace:
    match value:
        case str() if value.startswith("$"):
            return str(value)
        case {"row": dict(row), "column": str(column), **rest} if row and len(row) <= _MOST_CELLS and not rest:
            if all(isinstance(cell, str) for cell in row.values()):
                return RowAndColumn(tuple((str(name), str(cell)) for name, cell in row.items()), str(column))
            raise refuse(value, "a place in the data", "each column of `row` has one value")
        case _:
            raise refuse(value, "a place in the data", _PLACE_HINT)


def _range(value: Any) -> tuple[Decimal, Decimal]:
    ends = [as_number(each) if isinstance(each, Plain) else None for each in value] if isinstance(value, list) else []
    match ends:
        case [Decimal() as low, Decimal() as high] if low < high:
            return low, high
        case _:
            raise refuse(value, "two numbers", "write the least and the greatest value that can be true: [0, 1e11]")


def _part(value: Any) -> Decimal:
    found = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise refuse(value, "a percentage", "write 20%")
    return Decimal(found[1]).scaleb(-2)


def _scale(value: Any) -> Decimal:
    number = as_number(value) if isinstance(value, Plain) else None
    if number is None or not number:
        raise refuse(value, "a number other than nought", "write 1e6 where the data are in millions")
    return number


def _seconds(value: Any) -> int:
    found = _SECONDS.fullmatch(value) if isinstance(value, str) else None
    if found is None or not 1 <= int(found[1]) <= LONGEST_WAIT:
        raise refuse(value, f"a time up to {LONGEST_WAIT} seconds", "write 20 seconds")
    return int(found[1])


def _size(value: Any) -> int:
    found = _SIZE.fullmatch(value) if isinstance(value, str) else None
    size = int(found[1]) * (_MEGABYTE if found[2] == "M" else 1_000) if found else 0
    if not 0 < size <= LARGEST_ANSWER:
        raise refuse(value, f"a size up to {LARGEST_ANSWER // _MEGABYTE} MB", "write 5 MB or 200 kB")
    return size


def _url(value: str) -> str:
    if said := url_problem(value):
        raise problem(*said, "literal-secret")
    if host_varies(value):
        message = "takes its host from the environment"
        raise problem(message, "write the host out; only the path and the query may hold ${NAME}")
    if hint := web_address_problem(value):
        raise refuse(value, "an address", hint)
    return value


def _headers(value: Mapping[str, str]) -> Mapping[str, str]:
    for name, text in value.items():
        if said := header_problem(name, text):
            raise problem(*said, key=name)
    return value


def _schema(value: Any) -> Json:
    match value:
        case dict():
            return _json(value)
        case str():
            return str(value)
        case _:
            raise refuse(value, "a JSON Schema, or the name of a file")


def _json(value: Any) -> Json:
    """Return what a value written in YAML is in JSON."""
    match value:
        case dict():
            return {str(key): _json(each) for key, each in value.items()}
        case list():
            return [_json(each) for each in value]
        case Plain("true" | "false"):
            return value == "true"
        case Plain() if (number := as_number(value)) is not None:
            return int(number) if number == number.to_integral_value() else number
        case _:
            return None if value is None else str(value)


def _feed_facts(value: Any) -> Any:
    """Let the place of a fact stand for all that is said of it."""
    if not isinstance(value, dict):
        return value
    return {key: {"at": each} if isinstance(each, str) else each for key, each in value.items()}


_AtPlace = Annotated[DataPlace, PlainValidator(_place), WithJsonSchema({"type": ["string", "object"]})]
_NonZero = Annotated[Decimal, PlainValidator(_scale), WithJsonSchema({"type": "number"})]


class QueryFields(Fields):
    """A question to a database."""

    file: TextLine
    """An SQLite file below the folder."""
    sql: TextLine
    """One SELECT; its rows are read like those of a table."""


class DataDateFields(Fields):
    """The date that the data say of themselves."""

    at: _AtPlace
    """Where it stands: a day, a month or a year."""
    max_age: Annotated[Age, PlainValidator(age_of), WithJsonSchema({"type": "string"})] | None = None
    """Data older than that are refused, and told in a build."""


class FeedFactFields(Fields):
    """A fact that a feed keeps up to date."""

    at: _AtPlace
    """Where its value stands: a JSONPath (RFC 9535); for a table, {row: {year: 2023}, column: goods}."""
    range: (
        Annotated[
            tuple[Decimal, Decimal],
            PlainValidator(_range),
            WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}),
        ]
        | None
    ) = None
    """The least and the greatest value that can be true, as the ledger writes them."""
    max_change: Annotated[Decimal, PlainValidator(_part), WithJsonSchema({"type": "string"})] | None = None
    """A greater change is held until somebody confirms it: 20%."""
    scale: _NonZero = Decimal(1)
    """What the value is multiplied by: 1e6 where the data are in millions."""
    as_of: Literal["data", "own"] = "data"
    """`own` where the fact keeps its date, since the data of a later day say the same of it."""


class FeedFields(Fields):
    """Where facts are fetched from: an address, a file or a query."""

    url: Annotated[TextLine, AfterValidator(_url)] = ""
    """An address; ${NAME} in it is taken from the environment."""
    file: TextLine = ""
    """A file below the folder."""
    query: QueryFields | None = None
    """A question to an SQLite file below the folder."""
    format: Literal["json", "csv"] | None = None
    """What the answer is; left out, the suffix decides."""
    source: TextLine = ""
    """A key of `sources`, for facts that name none."""
    headers: Annotated[Mapping[str, TextLine], AfterValidator(_headers)] = Field(default_factory=dict)
    """Sent with the question; ${NAME} is taken from the environment, and all but harmless ones come from there."""
    json_schema: Annotated[Any, PlainValidator(_schema), WithJsonSchema({"type": ["object", "string"]})] = Field(
        default=None, alias="schema"
    )
    """What the answer must be like: a JSON Schema (2020-12), or the name of a file that holds it."""
    as_of: DataDateFields | None = None
    """Where the data say their own date, and how old they may be."""
    max_age: Annotated[Age, PlainValidator(age_of), WithJsonSchema({"type": "string"})] | None = None
    """How old the last answer may be, where the data say no date."""
    timeout: Annotated[int, PlainValidator(_seconds), WithJsonSchema({"type": "string"})] = 20
    """How long fetching may take in all: 20 seconds."""
    size: Annotated[int, PlainValidator(_size), WithJsonSchema({"type": "string"})] = 5_000_000
    """How much is taken, also unpacked: 5 MB."""
    facts: Annotated[Mapping[str, FeedFactFields], BeforeValidator(_feed_facts)] = Field(default_factory=dict)
    """The facts that it keeps up to date, by key."""

    @model_validator(mode="after")
    def _has_one_origin(self) -> FeedFields:
        given = [name for name in ("url", "file", "query") if getattr(self, name)]
        if len(given) != 1:
            message = f"has {' and '.join(given) or 'neither url, file nor query'}"
            raise problem(message, "give one of url, file and query", "wrong-type" if given else "missing-key")
        if self.headers and not self.url:
            message = "has headers, but no url to send them to"
            raise problem(message, "take them out")
        if self.query and self.format == "json":
            message = "is a query, whose answer is a table"
            raise problem(message, "take `format` out")
        if self.json_schema is not None and self.answers_in == "csv":
            message = "has a schema, but its answer is a table"
            raise problem(message, "schemas are for JSON; `range` says what a figure may be")
        return self

    @model_validator(mode="after")
    def _places_fit(self) -> FeedFields:
        wanted, shown = (str, "JSONPaths") if self.answers_in == "json" else (RowAndColumn, "row and column")
        places = [each.at for each in self.facts.values()] + ([self.as_of.at] if self.as_of else [])
        if not all(isinstance(each, wanted) for each in places):
            message = f"is {self.answers_in}, in which places are given by {shown}"
            raise problem(message, _PLACE_HINT)
        return self

    @property
    def answers_in(self) -> FeedFormat:
        """What the answer is."""
        if self.query or (self.url or self.file).partition("?")[0].endswith(".csv"):
            return self.format or "csv"
        return self.format or "json"


def feed_of(name: str, fields: FeedFields, root: YamlNode) -> Feed:
    """Make a feed of what is said of it."""
    where = "feeds", name
    keys = ("url", "file", "query", "source", "schema", "as-of", "max-age", "headers")
    places = {key: node_at(root, (*where, key))[1].at for key in keys}
    places |= {f"facts.{key}": node_at(root, (*where, "facts", key))[0].at for key in fields.facts}
    inline = fields.json_schema
    return Feed(
        name,
        _origin(fields),
        fields.answers_in,
        fields.source,
        None if isinstance(inline, str) else inline,
        inline if isinstance(inline, str) else "",
        fields.as_of.at if fields.as_of else None,
        (fields.as_of.max_age if fields.as_of else None) or fields.max_age,
        fields.timeout,
        fields.size,
        tuple(_feed_fact(key, each) for key, each in fields.facts.items()),
        places=places,
        at=node_at(root, where)[0].at,
    )


def _origin(fields: FeedFields) -> FeedOrigin:
    if fields.query:
        return QueryOrigin(fields.query.file, fields.query.sql)
    return FileOrigin(fields.file) if fields.file else WebOrigin(fields.url, tuple(fields.headers.items()))


def _feed_fact(key: str, fields: FeedFactFields) -> FeedFact:
    low, high = fields.range or (None, None)
    return FeedFact(key, fields.at, low, high, fields.max_change, fields.scale, own_date=fields.as_of == "own")
