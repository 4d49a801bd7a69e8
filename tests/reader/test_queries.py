from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.reader.data import frames, queries
from publisher.reader.data.frames import DataError, Frame
from publisher.reader.data.queries import answer

TABLES = {"trade": Frame(("good", "value"), [("Copper", Decimal("22.2")), ("Gold", Decimal(8))])}

ATTACKS = """
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM '/etc/passwd'
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_blob('/etc/passwd')
SELECT * FROM read_parquet('/etc/passwd')
SELECT * FROM read_json('/etc/passwd')
SELECT * FROM glob('/etc/*')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM parquet_metadata('/etc/passwd')
SELECT (SELECT max(content) FROM read_text('/etc/passwd'))
SELECT * FROM trade WHERE good IN (SELECT content FROM read_text('/etc/passwd'))
WITH x AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM x
SELECT * FROM trade, LATERAL (SELECT * FROM read_text('/etc/passwd'))
SELECT * FROM query('SELECT 1')
SELECT * FROM query_table('trade')
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))
SELECT * FROM 'https://example.org/a.parquet'
SELECT * FROM 's3://bucket/a.parquet'
COPY trade TO '/tmp/stolen.csv'
COPY (SELECT 1) TO '/tmp/stolen.csv'
ATTACH '/tmp/other.db'
INSTALL httpfs
LOAD httpfs
PRAGMA version
PRAGMA database_list
SET enable_external_access = true
SET lock_configuration = false
RESET memory_limit
CREATE TABLE stolen AS SELECT 1
INSERT INTO trade VALUES ('x', 1)
DROP TABLE trade
EXPORT DATABASE '/tmp/stolen'
IMPORT DATABASE '/tmp/stolen'
CALL duckdb_settings()
EXPLAIN ANALYZE SELECT 1
SELECT 1; SELECT 2
SELECT getenv('HOME')
SELECT current_setting('home_directory')
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_secrets()
SELECT * FROM information_schema.tables
SELECT * FROM sqlite_master
SELECT * FROM pg_catalog.pg_class
SELECT * FROM memory.main.trade
SHOW TABLES
DESCRIBE trade
SUMMARIZE trade
SELECT * FROM frames
SELECT now()
SELECT today()
SELECT current_date
SELECT current_timestamp
SELECT localtime
SELECT localtimestamp
SELECT age(DATE '2020-01-01')
SELECT random()
SELECT uuid()
SELECT gen_random_uuid()
SELECT version()
SELECT sleep_ms(1000)
SELECT write_log('x')
SELECT nextval('x')
SELECT * FROM trade ORDER BY random()
SELECT list_transform([1], x -> now())
SELECT * FROM trade USING SAMPLE 1
SELECT * FROM trade TABLESAMPLE 50%
"""


@pytest.mark.parametrize("query", ATTACKS.strip().splitlines())
def test_a_query_of_a_stranger_reaches_nothing_but_the_tables_that_are_named(query: str) -> None:
    with pytest.raises(DataError) as caught:
        answer(query, TABLES)
    assert caught.value.code == "bad-query"


@pytest.mark.parametrize("query", [line for line in ATTACKS.strip().splitlines() if "/" in line or "SET" in line])
def test_the_engine_itself_is_closed_even_if_the_query_were_not_looked_through(query: str) -> None:
    with pytest.raises(DataError), queries._engine(TABLES) as engine:
        engine.execute(query)


@pytest.mark.parametrize(
    "query",
    [
        "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r) SELECT count(*) FROM r",
        "SELECT sum(a.range * b.range % 7) FROM range(1000000) a, range(1000000) b",
        "SELECT list(repeat('x', 1000) || range) FROM range(100000000)",
    ],
)
def test_a_query_that_would_not_end_is_stopped(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SECONDS", 0.5)
    with pytest.raises(DataError, match=r"longer than 0.5 seconds|of memory"):
        answer(query, TABLES)


def test_a_query_gives_no_more_cells_than_a_table_may_have() -> None:
    with pytest.raises(DataError, match="more than 1 000 000 cells"):
        answer("SELECT * FROM range(2000000)", TABLES)


SCALARS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8).filter(str.strip),
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4),
    st.dates(min_value=dt.date(1000, 1, 1)),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(SCALARS, SCALARS), min_size=1, max_size=6), st.sampled_from([0, 1, 2, 3]))
def test_what_goes_into_the_engine_comes_out_of_it(rows: list[tuple[frames.Scalar, ...]], kind: int) -> None:
    kinds = (str, bool, Decimal, dt.date)
    same = [tuple(value if isinstance(value, kinds[kind]) else None for value in row) for row in rows]
    found, ordered = answer('SELECT * FROM "a table"', {"a table": Frame(("it's", 'a "name"'), same)})
    assert found.names == ("it's", 'a "name"')
    assert list(found.rows) == same
    assert ordered
