"""The binary files of data of the golden case and the guide: `python -m tests.support.data_files` makes them again."""

from __future__ import annotations

import datetime as dt
import io
import sqlite3
import tempfile
import zipfile
from pathlib import Path

import duckdb
import openpyxl

ROOT = Path(__file__).parent.parent.parent
FOLDERS = (ROOT / "tests/golden/data-tables/data", ROOT / "source/publisher-guide/data")

HEADS = ("product", "exports", "growth", "since", "open")
ROWS: tuple[tuple[str, float | None, float | None, dt.date, bool], ...] = (
    ("Copper", 15_100_000_000, 0.042, dt.date(1998, 6, 30), True),
    ("Gold", 8_127_500_000.5, -0.031, dt.date(2002, 1, 1), True),
    ("Grapes", 1_894_000_000, 0.115, dt.date(2010, 5, 31), True),
    ("Quinoa", None, None, dt.date(2015, 12, 31), False),
)
_ZIPPED = (1980, 1, 1, 0, 0, 0)


def workbook() -> bytes:
    """Make a workbook of two sheets, with no date of its own."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Exports"
    for row in (HEADS, *ROWS):
        sheet.append(list(row))
    regions = book.create_sheet("Regions")
    for region in (("region", "visitors"), ("Cusco", 2_700_000), ("Lima", 3_200_000), ("Loreto", 180_500)):
        regions.append(list(region))
    book.properties.created = book.properties.modified = dt.datetime(2024, 1, 31)  # noqa: DTZ001  as Excel has it
    written, again = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as package, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            content = package.read(name)
            if name == "docProps/core.xml":
                content = b"".join(_dated(content))
            copy.writestr(zipfile.ZipInfo(name, _ZIPPED), content, zipfile.ZIP_DEFLATED)
    return again.getvalue()


def _dated(content: bytes) -> tuple[bytes, ...]:
    """Put a fixed day where saving has put the time of day."""
    before, mark, rest = content.partition(b"<dcterms:modified")
    opening, end, after = rest.partition(b">")
    return before, mark, opening, end, b"2024-01-31T00:00:00Z", after[after.index(b"<") :]


def database(folder: Path) -> bytes:
    """Make a database of one table."""
    path = folder / "exports.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size = 512")
    connection.execute("CREATE TABLE exports (product TEXT, exports REAL, growth REAL, since TEXT, open INTEGER)")
    rows = [(product, value, growth, since.isoformat(), state) for product, value, growth, since, state in ROWS]
    connection.executemany("INSERT INTO exports VALUES (?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return path.read_bytes()


def parquet(folder: Path) -> bytes:
    """Make a Parquet file."""
    path = folder / "exports.parquet"
    with duckdb.connect() as engine:
        engine.execute(
            "CREATE TABLE e (product VARCHAR, exports DECIMAL(18, 2), growth DOUBLE, since DATE, open BOOLEAN)"
        )
        engine.executemany("INSERT INTO e VALUES (?, ?, ?, ?, ?)", [list(row) for row in ROWS])
        engine.execute(f"COPY e TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def files() -> dict[str, bytes]:
    """Return all files by name."""
    with tempfile.TemporaryDirectory() as folder:
        return {
            "exports.parquet": parquet(Path(folder)),
            "exports.sqlite": database(Path(folder)),
            "exports.xlsx": workbook(),
        }


if __name__ == "__main__":
    for name, content in files().items():
        for folder in FOLDERS:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
