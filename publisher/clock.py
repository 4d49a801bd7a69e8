"""The day by which facts grow old: the one that is asked for, that of SOURCE_DATE_EPOCH, or today (UTC)."""

from __future__ import annotations

import datetime as dt
import os

from publisher.diagnostics import PublisherError, Status

__all__ = ["EPOCH", "day_of", "moment_of"]

EPOCH = "SOURCE_DATE_EPOCH"
"""The environment variable of reproducible builds: seconds since 1970."""


def day_of(given: str = "") -> dt.date:
    """Return a day written as YYYY-MM-DD; without one, that of the environment, else today.

    Raises `PublisherError` (`bad-argument`) for what is no day.
    """
    epoch = os.environ.get(EPOCH, "")
    try:
        if given:
            return dt.datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
        if epoch:
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        name, value = ("--today", given) if given else (EPOCH, epoch)
        hint = "write YYYY-MM-DD" if given else "it is a whole number of seconds"
        raise PublisherError.single("bad-argument", f"{name} is no day: {value!r}", None, hint, Status.USAGE) from error
    return dt.datetime.now(dt.UTC).date()


def moment_of(given: str = "") -> dt.datetime:
    """Return the time (UTC) of a day written as YYYY-MM-DD, which is its beginning; else that of the environment, or now.

    Raises `PublisherError` (`bad-argument`) for what is no day.
    """
    day = day_of(given)
    if given:
        return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    if epoch := os.environ.get(EPOCH, ""):
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
