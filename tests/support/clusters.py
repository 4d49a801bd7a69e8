"""Real Dask clusters on loopback, and a format whose documents do to their workers what a title says."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.support.cases import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["cluster", "environment", "publisher", "trap_installed"]

_CLUSTER = """
import os, sys
import dask.config
from distributed import LocalCluster

dask.config.set({"distributed.scheduler.allowed-failures": int(sys.argv[2])})
with LocalCluster(
    n_workers=int(sys.argv[1]), threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
) as cluster:
    print(cluster.scheduler_address.removeprefix("tcp://"), flush=True)
    sys.stdin.read()
"""
_TRAP = '''
import os, signal
from pathlib import Path

from publisher.exporters import Artifact, Exporter

PLACE = Path(__file__).parent


def the_worker():
    """The process above the lane, which is that above this one."""
    lane = os.getppid()
    return int(Path(f"/proc/{lane}/stat").read_text().rpartition(")")[2].split()[1])


def export(document, theme):
    title = document.metadata.title
    on_worker = "ON_A_WORKER" in os.environ
    if title == "kills once" and on_worker and not (PLACE / "killed").exists():
        (PLACE / "killed").touch()
        os.kill(the_worker(), signal.SIGKILL)
        signal.pause()
    if title == "kills" and on_worker:
        with (PLACE / "deaths").open("a") as deaths:
            deaths.write("one\\n")
        os.kill(the_worker(), signal.SIGKILL)
        signal.pause()
    if title == "segfaults":
        os.kill(os.getpid(), signal.SIGSEGV)
    if title == "eats":
        bytearray(3_000_000_000)
    if title == "turns":
        while True:
            pass
    if title == "waits":
        with (PLACE / "at-work").open("w") as pipe:  # whoever reads it sees when this process ends
            pipe.write("here\\n")
            pipe.flush()
            signal.pause()
    return Artifact(f"{title}, {document.metadata.lang}\\n".encode())


TRAP = Exporter("trap", ".trap.txt", "text/plain", export)
'''


def trap_installed(folder: Path) -> Path:
    """Lay the package that brings the format on a folder, as an installer does."""
    info = folder / "trap-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "trap.py").write_text(_TRAP, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: trap\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[publisher.exporters]\ntrap = trap:TRAP\n", encoding="utf-8")
    return folder


def environment(*folders: Path, **more: str) -> dict[str, str]:
    """Return the environment in which packages in folders are found."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, *folders)))} | more


@contextmanager
def cluster(*folders: Path, workers: int = 2, allowed_failures: int = 3) -> Iterator[str]:
    """Start a scheduler and workers, each a process of its own; yield the address, `dask://HOST:PORT`."""
    command = [sys.executable, "-c", _CLUSTER, str(workers), str(allowed_failures)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(*folders, ON_A_WORKER="yes"),
    ) as run:
        assert run.stdin
        assert run.stdout
        try:
            yield f"dask://{run.stdout.readline().strip()}"
        finally:
            run.stdin.close()


def publisher(root: Path, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a workspace, with the format of traps in a folder."""
    command = [sys.executable, "-m", "publisher", *words, f"--workspace={root}"]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment(folder, NO_COLOR="1"))
