"""Looking through the syntax tree of a query, as DuckDB's parser gives it, before it is run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publisher.nearest import did_you_mean
from publisher.reader.data.frames import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["check_syntax", "is_ordered"]

_TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest"})
_FROM = frozenset({"BASE_TABLE", "TABLE_FUNCTION", "SUBQUERY", "JOIN", "EXPRESSION_LIST", "EMPTY", "PIVOT", "CTE"})
_UNSTEADY = """
SELECT lower(function_name) FROM duckdb_functions() WHERE function_type IN ('scalar', 'aggregate', 'macro')
GROUP BY 1 HAVING bool_or(stability = 'VOLATILE') OR bool_and(stability IS DISTINCT FROM 'CONSISTENT' AND function_type = 'scalar')
"""
_ALWAYS_REFUSED = frozenset(
    {
        "age",
        "current_query",
        "current_setting",
        "current_time",
        "current_timestamp",
        "getenv",
        "getvariable",
        "localtime",
        "localtimestamp",
        "stats",
        "version",
    }
)
_BY_CALENDAR = frozenset(
    {
        "century",
        "date_diff",
        "date_part",
        "date_sub",
        "date_trunc",
        "datediff",
        "datepart",
        "datesub",
        "datetrunc",
        "day",
        "dayname",
        "dayofmonth",
        "dayofweek",
        "dayofyear",
        "decade",
        "era",
        "epoch",
        "hour",
        "isodow",
        "isoyear",
        "julian",
        "last_day",
        "make_timestamptz",
        "microsecond",
        "millennium",
        "millisecond",
        "minute",
        "month",
        "monthname",
        "quarter",
        "range",
        "generate_series",
        "second",
        "strftime",
        "time_bucket",
        "timezone",
        "timezone_hour",
        "timezone_minute",
        "week",
        "weekday",
        "weekofyear",
        "year",
        "yearweek",
    }
)
"""These look at the time zone, which is always UTC."""


def check_syntax(tree: dict[str, Any], engine: Any, tables: Collection[str]) -> None:
    """Refuse a query that is more than one SELECT over the tables that there are."""
    statements = tree["statements"]
    if len(statements) != 1:
        message = f"there are {len(statements)} statements in the query"
        raise DataError(message, "write one SELECT", code="bad-query")
    own = {name.casefold() for node in _nodes(tree) for name in _names_given(node)}
    known = own | {name.casefold() for name in tables}
    unsteady = {row[0] for row in engine.execute(_UNSTEADY).fetchall()} - _BY_CALENDAR | _ALWAYS_REFUSED
    columns = {
        row[0].casefold()
        for row in engine.execute("SELECT column_name FROM duckdb_columns() WHERE NOT internal").fetchall()
    }
    for node in _nodes(tree):
        if node.get("sample"):
            message = "a sample is something else each time"
            raise DataError(message, "take the first rows with LIMIT, or choose them with WHERE", code="bad-query")
        _check_source(node, known, tables)
        _check_function(node, unsteady, columns)


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _names_given(node: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the tables that a query makes for itself (WITH)."""
    for entry in node.get("cte_map", {}).get("map", ()) if isinstance(node.get("cte_map"), dict) else ():
        yield str(entry["key"])


def _check_source(node: dict[str, Any], known: Collection[str], tables: Collection[str]) -> None:
    source = node.get("from_table")
    for each in (
        source,
        node.get("left"),
        node.get("right"),
        node.get("source"),
        node if "table_name" in node else None,
    ):
        if not isinstance(each, dict) or "class" in each or "query_location" not in each:
            continue
        match each.get("type"):
            case "BASE_TABLE":
                _check_table(each, known, tables)
            case "TABLE_FUNCTION":
                name = str(each["function"].get("function_name", "")).lower()
                if name not in _TABLE_FUNCTIONS:
                    message = f"a query may not call {name[:60]} in FROM"
                    raise DataError(message, _reads(tables), code="bad-query")
            case str() as kind if kind not in _FROM:
                message = "the query asks about the database itself"
                raise DataError(message, _reads(tables), code="bad-query")
            case _:
                pass


def _check_table(source: dict[str, Any], known: Collection[str], tables: Collection[str]) -> None:
    path = [part for part in source.get("qualified_name", {}).get("path", [source["table_name"]]) if part]
    if len(path) != 1 or path[0].casefold() not in known or source.get("schema_name") or source.get("catalog_name"):
        name = ".".join(path)
        message = f"there is no table {name[:60]}"
        raise DataError(message, did_you_mean(name, tables, _reads(tables)), code="bad-query")


def _reads(tables: Collection[str]) -> str:
    return f"it reads the files that :file: names: {', '.join(tables)}"


def _check_function(node: dict[str, Any], unsteady: Collection[str], columns: Collection[str]) -> None:
    name = str(node.get("function_name", "")).lower()
    if node.get("class") == "COLUMN_REF" and len(node.get("column_names", ())) == 1:
        column = str(node["column_names"][0]).lower()
        name = column if column not in columns else ""
    if name in unsteady:
        message = f"{name} gives something else on another day or computer"
        raise DataError(message, "write the value, or take it from a column", code="bad-query")


def is_ordered(tree: dict[str, Any]) -> bool:
    """Whether the order of the rows is certain: that of a file, or one that is asked for."""
    return _is_ordered(tree["statements"][0]["node"], {})


def _is_ordered(node: dict[str, Any], around: Mapping[str, bool]) -> bool:
    """Whether the rows of a query come in a certain order; `around` says so of what is named around it."""
    if any(each["type"] == "ORDER_MODIFIER" for each in node["modifiers"]):
        return True
    if node["type"] != "SELECT_NODE" or any(each["type"] == "DISTINCT_MODIFIER" for each in node["modifiers"]):
        return False
    if node["group_expressions"] or node["aggregate_handling"] != "STANDARD_HANDLING":
        return False
    known = dict(around)
    for each in node["cte_map"]["map"]:
        known[each["key"].lower()] = _is_ordered(each["value"]["query_node"], known)
    rows = node["from_table"]
    match rows["type"]:
        case "JOIN" | "PIVOT":
            return False
        case "SUBQUERY":
            return _is_ordered(rows["subquery"]["node"], known)
        case "BASE_TABLE":
            return known.get(rows["table_name"].lower(), True)
        case _:
            return True
