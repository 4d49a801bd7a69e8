"""The commands, as invoke tasks: `publisher build` and `inv build` are the same thing."""

from __future__ import annotations

from invoke.collection import Collection

from publisher.tasks.documents import build, check, list_, new, preview
from publisher.tasks.helping import doctor, explain, schema
from publisher.tasks.ledgers import facts, refresh
from publisher.tasks.publications import clean, editions, rebuild, rollback, verify, why
from publisher.tasks.schedules import runs, schedule

__all__ = ["ns"]

ns = Collection(
    build,
    rebuild,
    check,
    preview,
    facts,
    refresh,
    why,
    editions,
    rollback,
    verify,
    list_,
    new,
    schema,
    explain,
    doctor,
    schedule,
    runs,
    clean,
)
