"""A Dask cluster: finding it, and whether its workers render as this machine does."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publisher.cluster.passport import Passport, differences
from publisher.cluster.spreading import Cluster
from publisher.cluster.worker import WARMING, give_up, parts_here
from publisher.diagnostics import PublisherError, Report, Status
from publisher.extras import installing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client, Security

__all__ = ["connected"]

_SCHEMES = {"dask": "tcp", "dask+tls": "tls"}
_PATIENCE = 15
"""Seconds to find the scheduler in, and a first worker."""
_LEAVING = 2
"""Seconds that taking leave may take: whoever interrupts a run does not wait for a cluster."""


@contextmanager
def connected(address: str, passport: Passport, formats: tuple[str, ...]) -> Iterator[Cluster]:
    """Connect to the scheduler at an address (dask://HOST:PORT), and hold its workers against what renders here.

    Raises `PublisherError`: `missing-package`, `cluster-unreachable`, `cluster-differs`.
    """
    if find_spec("distributed") is None:
        message = f"{address} needs a package that is not installed: distributed"
        raise PublisherError.single("missing-package", message, hint=installing("dask"), status=Status.OUTSIDE)
    with _client(address) as client:
        _hold_against(client, address, passport, formats)
        yield _cluster(client, address)


@contextmanager
def _client(address: str) -> Iterator[Client]:
    from distributed import Client, Security

    parts = urlsplit(address)
    scheduler, security = f"{_SCHEMES[parts.scheme]}://{parts.netloc}", Security()
    for name in ("distributed", "distributed.client"):  # they say on many lines what we say on one
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 0), _PATIENCE):
            pass  # Dask would try until its time is over
        asyncio.run(_greet(scheduler, security))
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False, security=security)
    except Exception as error:
        what = f"there is no Dask scheduler at {parts.netloc}"
        raise _unreachable(what, error) from error
    try:
        yield client
    finally:
        with suppress(Exception):
            client.close(_LEAVING)


async def _greet(scheduler: str, security: Security) -> None:
    """Speak with a scheduler once: a client waits for ever for one that says nothing."""
    from distributed.comm.core import connect

    said = security.get_connection_args("client")
    comm = await asyncio.wait_for(connect(scheduler, timeout=_PATIENCE, **said), _PATIENCE)
    await comm.close()


def _hold_against(client: Client, address: str, passport: Passport, formats: tuple[str, ...]) -> None:
    """Ask each worker what renders there."""
    try:
        client.wait_for_workers(1, _PATIENCE)
        asked = {
            each: client.submit(parts_here, formats, workers=[each], allow_other_workers=False, pure=False)
            for each in client.nthreads(callback_timeout=_PATIENCE)
        }
    except Exception as error:
        what = f"the cluster at {address} has no worker"
        raise _unreachable(what, error) from error
    report = Report()
    for worker, future in asked.items():
        try:
            there = future.result(timeout=WARMING + _PATIENCE)
        except Exception as error:  # noqa: BLE001  whatever it is, that worker is of no use
            message = f"{worker} can't say what renders there: {type(error).__name__}: {error}"
            report.add("cluster-differs", message, hint=_SAME)
        else:
            for difference in differences(passport.parts, there):
                report.add("cluster-differs", f"{worker} would render otherwise: {difference}", hint=_SAME)
    if report.diagnostics:
        raise PublisherError(report, Status.OUTSIDE)


_SAME = "install the same Publisher, with the same extras and on the same system, on every worker"


def _cluster(client: Client, address: str) -> Cluster:
    from distributed import KilledWorker

    def slots() -> int:
        try:
            return sum(client.nthreads(callback_timeout=_PATIENCE).values())
        except Exception as error:
            raise OSError(str(error) or type(error).__name__) from error

    def end(run: str) -> None:
        with suppress(Exception):
            executor.shutdown(wait=False)
            client.run(give_up, run, on_error="ignore", callback_timeout=_LEAVING)

    executor = client.get_executor(pure=False)
    return Cluster(f"the cluster at {address}", executor, slots, lambda error: isinstance(error, KilledWorker), end)


def _unreachable(message: str, error: Exception) -> PublisherError:
    message = f"{message}: {str(error) or type(error).__name__}"
    hint = "start one (dask scheduler, dask worker), or build without --executor"
    return PublisherError.single("cluster-unreachable", message, hint=hint, status=Status.OUTSIDE)
