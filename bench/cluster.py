"""What a document costs on a Dask cluster: processor, bytes on the wire, disk, what is remembered, finding it fresh.

    .venv/bin/pip install "publisher[dask]"
    .venv/bin/python -m bench.cluster [DOCUMENTS] [FEWER]

Briefings of four pages in four formats, over a scheduler and two workers on loopback. Each figure is the difference
between two collections, so that what is paid once (starting, warming up) drops out; that is told by itself. CPU seconds
hardly depend on what else the machine does; wall seconds do. docs/SCALE.md reckons with these figures.
"""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench import samples
from publisher.cluster.lanes import Lane
from publisher.cluster.orders import Limits, Order
from publisher.cluster.packing import ROOT, parcel_of
from publisher.cluster.unpacking import carried_out
from publisher.config import find_workspace
from publisher.publishing.editions import publish
from publisher.publishing.plan import plan
from publisher.publishing.receipts import artifacts_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PUBLISHER = Path(sys.executable).parent / "publisher"
_CLUSTER = """
import sys
from distributed import LocalCluster
with LocalCluster(
    n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
) as cluster:
    print(cluster.scheduler_address.removeprefix("tcp://"), flush=True)
    sys.stdin.read()
"""
_TASKS = 1000
_BYTES_ALONE = """
import sys, time
from distributed import Client
client = Client("tcp://" + sys.argv[1], set_as_default=False)
executor = client.get_executor(pure=False)
count, size = int(sys.argv[2]), int(sys.argv[3])
out = []
for number in range(count):
    out.append(executor.submit(bytes, size))
    if len(out) > 4:
        out.pop(0).result()
for future in out:
    future.result()
client.close()
"""
_EDITIONS = 50
_TICKS = os.sysconf("SC_CLK_TCK")
_FORMATS = ("pdf", "docx", "html", "txt")


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds: of the client's processor, of the scheduler's, of the workers', and on the wall."""

    client: float
    scheduler: float
    workers: float
    wall: float

    def less(self, other: Took, count: int) -> Took:
        """Return what each of some documents more has taken."""
        pairs = zip(self.all(), other.all(), strict=True)
        return Took(*((more - fewer) / count for more, fewer in pairs))

    def all(self) -> tuple[float, float, float, float]:
        """Return all four."""
        return self.client, self.scheduler, self.workers, self.wall


@contextmanager
def _cluster() -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-c", _CLUSTER]
    read, write = os.pipe()
    with (
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=write, stderr=subprocess.DEVNULL, close_fds=True
        ) as run,
        os.fdopen(read, encoding="utf-8") as said,
    ):
        os.close(write)
        yield said.readline().strip(), run.pid
        run.communicate(b"")


def _seconds_of(process: int) -> dict[int, float]:
    """Return the seconds of a process and of all below it, each with those of its children that have ended."""
    found: dict[int, tuple[int, float]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                words = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            found[int(entry.name)] = int(words[1]), sum(map(int, words[11:15])) / _TICKS
    below, waiting = {process: found[process][1]}, [process]
    while waiting:
        above = waiting.pop()
        children = {each: seconds for each, (parent, seconds) in found.items() if parent == above}
        below |= children
        waiting += children
    return below


def _measured(command: Sequence[str | Path], cluster: int) -> Took:
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    below = _seconds_of(cluster)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    now = _seconds_of(cluster)
    all_below = sum(now.values()) - sum(below.values())
    scheduler = now[cluster] - below[cluster]
    client = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(client, scheduler, all_below - scheduler, wall)


def _collection(root: Path, count: int) -> Path:
    (root / "source").mkdir(parents=True)
    (root / "publisher.toml").touch()
    for number in range(count):
        samples.write(root / "source" / f"brief-{number:05}", samples.briefing(number, samples.MYST))
    return root


def _wire(root: Path) -> tuple[int, int]:
    """Return the bytes that one document is sent with, and those that come back."""
    place = find_workspace(root)
    (job,) = plan(place, ("brief-00000",), _FORMATS, lenient=False)
    parcel = parcel_of(job)
    names = (job.slug, parcel.source, ROOT, parcel.templates)
    order = Order(
        "0" * 32,
        *names,
        job.formats,
        job.lenient,
        "",
        None,
        parcel.entries,
        Limits(600, 600, 4000),
        "0" * 64,
        parcel.contents,
    )
    lane = Lane()
    try:
        done = lane.do(600, carried_out, order, order.contents)
    finally:
        lane.end()
    return len(pickle.dumps(order)), len(pickle.dumps(done))


def _disk(root: Path) -> tuple[int, int, int]:
    """Return the bytes and the files of all editions, in blocks as they lie on the disk, and the bytes remembered."""
    files = [path for path in (root / "dist" / ".editions").rglob("*") if path.is_file()]
    blocks = sum(path.stat().st_blocks * 512 for path in files)
    return blocks, len(files), (root / ".publisher" / "state.sqlite").stat().st_size


def _publishing(root: Path) -> float:
    """Return the milliseconds on the wall that publishing takes: writing aside, syncing, and one rename."""
    files = artifacts_in(root / "dist" / "brief-00000")
    began = time.perf_counter()
    for number in range(_EDITIONS):
        publish(root / "alone", f"a{number}", files)
    return (time.perf_counter() - began) / _EDITIONS * 1000


def main(documents: int, fewer: int) -> None:
    """Measure and print."""
    more = documents - fewer
    with tempfile.TemporaryDirectory() as scratch:
        few, many = _collection(Path(scratch) / "few", fewer), _collection(Path(scratch) / "many", documents)
        sent, back = _wire(few)
        with _cluster() as (address, process):
            build, where = [str(_PUBLISHER), "build"], f"--executor=dask://{address}"
            _measured([*build, where, f"--workspace={few}"], process)  # the workers warm up
            first, second = (_measured([*build, where, f"--workspace={root}"], process) for root in (few, many))
            bare = [sys.executable, "-c", _BYTES_ALONE, address]
            start = _measured([*bare, "1", "0"], process)
            empty = _measured([*bare, str(_TASKS), "0"], process).less(start, _TASKS)
            full = _measured([*bare, str(_TASKS), str(back)], process).less(start, _TASKS)
        each = second.less(first, more)
        fewer_here, more_here = (_measured([*build, f"--workspace={root}"], os.getpid()) for root in (few, many))
        print(f"each of {more} briefings in four formats, two workers:")
        print(f"  workers {each.workers:.3f} s CPU, scheduler {each.scheduler:.4f}, client {each.client:.4f}")
        print(f"  on this machine alone: {more_here.less(fewer_here, more).client:.3f} s CPU")
        print(f"  wall {each.wall:.3f} s; the client's start {first.client - fewer * each.client:.1f} s CPU")
        print(f"  sent {sent / 1000:.1f} kB, returned {back / 1000:.1f} kB")
        blocks, files, remembered = (m - f for m, f in zip(_disk(many), _disk(few), strict=True))
        print(f"  an edition takes {blocks / more / 1000:.0f} kB on the disk in {files / more:.0f} files")
        print(f"  what is remembered of it {remembered / more / 1000:.1f} kB")
        sizes = [(root / "dist" / "index.html").stat().st_size for root in (few, many)]
        print(f"  its entry on the index page {(sizes[1] - sizes[0]) / more:.0f} bytes")
        print(f"  published in {_publishing(many):.1f} ms wall")
        rebuild = [str(_PUBLISHER), "rebuild"]
        fresh = [_measured([*rebuild, f"--workspace={root}"], os.getpid()) for root in (few, few, many, many)]
        noop = fresh[3].less(fresh[1], more)
        print(f"  found fresh in {noop.client * 1000:.3f} ms CPU, {noop.wall * 1000:.3f} ms wall")
        for what, task in (("does nothing", empty), (f"returns {back / 1000:.0f} kB and does nothing else", full)):
            print(
                f"a task that {what}: scheduler {task.scheduler * 1000:.2f} ms CPU, client {task.client * 1000:.2f} ms"
            )


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(200, 20)[len(given) :])
