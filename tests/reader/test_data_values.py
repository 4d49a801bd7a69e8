"""Values of data that would be lost or misread in silence."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import pytest

from publisher.reader.data.frames import DataError, Frame, scalar
from publisher.reader.data.queries import answer

TABLES = {"t": Frame(("k", "v"), (("x", Decimal(1)), ("y", Decimal(2)), ("x", Decimal(3))))}


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT 'nan'::DOUBLE AS v", "'v' of row 1 holds what is no number (NaN)"),
        ("SELECT 'inf'::DOUBLE AS v", "'v' of row 1 holds a number that nobody could read"),
        ("SELECT TIMESTAMP 'infinity' AS v", "'v' of row 1 holds a date without end (9999-12-31)"),
        ("SELECT DATE 'infinity' AS v", "'v' of row 1 holds a date without end (9999-12-31)"),
        ("SELECT DATE '-infinity' AS v", "'v' of row 1 holds a date without end (0001-01-01)"),
    ],
)
def test_what_is_no_number_or_day_is_told(query: str, why: str) -> None:
    with pytest.raises(DataError) as caught:
        answer(query, TABLES)
    assert caught.value.message == why


def test_not_a_number_of_a_file_is_told_as_well() -> None:
    with pytest.raises(DataError, match="NaN"):
        scalar(math.nan, "cell B2")
    assert scalar(dt.date(9999, 12, 30), "cell B2") == dt.date(9999, 12, 30)


@pytest.mark.parametrize(
    ("query", "ordered"),
    [
        ("SELECT * FROM t", True),
        ("SELECT * FROM (SELECT k, v FROM t) s", True),
        ("SELECT * FROM (SELECT k, sum(v) AS v FROM t GROUP BY k) s", False),
        ("SELECT * FROM (SELECT k, sum(v) AS v FROM t GROUP BY k) s ORDER BY k", True),
        ("SELECT * FROM (SELECT k, sum(v) AS v FROM t GROUP BY k ORDER BY k) s", True),
        ("WITH g AS (SELECT k, sum(v) AS v FROM t GROUP BY k) SELECT * FROM G", False),
        ("WITH g AS (SELECT k FROM t GROUP BY k), h AS (SELECT * FROM g) SELECT * FROM h", False),
        ("WITH g AS (SELECT k FROM t GROUP BY k), h AS (SELECT * FROM g ORDER BY k) SELECT * FROM h", True),
        ("SELECT * FROM (SELECT DISTINCT k FROM t) s", False),
        ("SELECT a.k FROM t a JOIN t b USING (k)", False),
        ("SELECT k FROM t UNION ALL SELECT k FROM t", False),
    ],
)
def test_the_order_of_rows_is_looked_for_in_inner_queries_too(query: str, ordered: bool) -> None:  # noqa: FBT001  a case's answer
    assert answer(query, TABLES)[1] is ordered
