"""What is sent, how often, and what becomes of documents whose cluster fails them; through executors of the library."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from publisher.cluster import connecting, render_on_cluster, spreading
from publisher.cluster.connecting import connected
from publisher.cluster.lanes import Lane
from publisher.cluster.orders import Kind, Order
from publisher.cluster.packing import parcel_of
from publisher.cluster.passport import Passport, differences, passport
from publisher.cluster.spreading import Cluster, spread
from publisher.cluster.unpacking import carried_out
from publisher.config import find_workspace
from publisher.diagnostics import PublisherError, Status
from publisher.publishing.plan import Job, plan
from publisher.publishing.render import render
from tests.support.cases import ROOT
from tests.support.clusters import cluster
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from publisher.publishing.render import Rendering

FORMATS = ("txt",)


@pytest.fixture(scope="module")
def own() -> Passport:
    lane = Lane()
    try:
        return lane.do(60, passport, FORMATS)
    finally:
        lane.end()


class Recording(Executor):
    """Does at once, and in this process, what it is given; keeps the orders."""

    def __init__(
        self, answer: Callable[[Callable[[Order], Any], Order], Any] = lambda call, order: call(order)
    ) -> None:
        self.orders: list[Order] = []
        self.answer = answer

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        (order,) = args
        self.orders.append(order)
        future: Future[Any] = Future()
        try:
            future.set_result(self.answer(fn, pickle.loads(pickle.dumps(order))))  # noqa: S301  our own
        except Exception as error:  # noqa: BLE001  as executors do
            future.set_exception(error)
        return future


def jobs_in(root: Path) -> tuple[Job, ...]:
    return plan(find_workspace(root), (), FORMATS, lenient=False)


def spread_over(root: Path, where: Cluster, own: Passport) -> dict[str, Rendering]:
    found = spread(jobs_in(root), find_workspace(root).settings, where, own, lambda _: None)
    return {job.slug: rendering for job, rendering in found}


def told(rendering: Rendering) -> tuple[str, str, Status]:
    (diagnostic,) = rendering.report.diagnostics
    return diagnostic.code, diagnostic.message, rendering.status


def test_any_executor_renders_and_the_traces_are_those_of_here(tmp_path: Path, own: Passport) -> None:
    root = workspace(tmp_path / "w", one=GOOD, two=GOOD)
    with ThreadPoolExecutor(2) as executor:
        found = spread_over(root, Cluster("threads", executor, lambda: 2), own)
    for job in jobs_in(root):
        here, there = render(job), found[job.slug]
        assert there.files == here.files
        assert here.trace
        assert there.trace
        for mine, other in ((here.trace.own, there.trace.own), (here.trace.shared, there.trace.shared)):
            assert {path: digest for path, (_, digest) in other.files.items()} == {
                path: digest for path, (_, digest) in mine.files.items()
            }
            assert (other.absent, other.listings, other.ledgers) == (mine.absent, mine.listings, mine.ledgers)


def test_a_file_is_sent_once_however_many_documents_read_it(tmp_path: Path, own: Passport) -> None:
    root = workspace(tmp_path / "w", **{f"d{number}": GOOD for number in range(4)})
    shared = root / "source" / "facts"
    shared.mkdir()
    (shared / "all.yaml").write_text("facts:\n  people: {value: 34e6}\n", encoding="utf-8")
    executor = Recording()
    found = spread_over(root, Cluster("here", executor, lambda: 1), own)
    assert {each.status for each in found.values()} == {Status.GOOD}
    sent = [digest for order in executor.orders for digest in order.contents]
    assert len(executor.orders) == 4
    assert len(sent) == len(set(sent)) == 4 + 1


def test_a_worker_that_lacks_a_file_is_sent_it_again(
    tmp_path: Path, own: Passport, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace(tmp_path / "w", one=GOOD, two=GOOD)
    (root / "source" / "two" / "index.md").write_text(
        (root / "source" / "one" / "index.md").read_text(encoding="utf-8"), encoding="utf-8"
    )
    from publisher.cluster import worker

    def forgetful(call: Callable[[Order], Any], order: Order) -> Any:
        worker._HERE.files.clear()
        worker._HERE.size = 0
        return call(order)

    executor = Recording(forgetful)
    found = spread_over(root, Cluster("here", executor, lambda: 1), own)
    assert {slug: each.status for slug, each in found.items()} == {"one": Status.GOOD, "two": Status.GOOD}
    assert [len(order.contents) for order in executor.orders] == [1, 0, 1]
    monkeypatch.setattr(worker, "_KEPT", 10)
    assert spread_over(root, Cluster("here", Recording(), lambda: 1), own)["two"].status is Status.GOOD
    assert not worker._HERE.files


def test_nothing_is_sent_but_what_a_document_may_read(
    tmp_path: Path, own: Passport, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "a secret that must not travel"  # noqa: S105  not one
    monkeypatch.setenv("TOKEN", secret)
    root = workspace(
        tmp_path / "w", settings=f'ping = "https://example.org/{secret}"\n', one=GOOD, two=f"{GOOD}{secret}\n"
    )
    (tmp_path / "key").write_text(secret, encoding="utf-8")
    (root / ".env").write_text(secret, encoding="utf-8")
    (root / "source" / "notes.txt").write_text(secret, encoding="utf-8")
    (root / "source" / "one" / "key").symlink_to(tmp_path / "key")
    (root / "source" / "one" / "keys").symlink_to(tmp_path)
    executor = Recording()
    spread_over(root, Cluster("here", executor, lambda: 1), own)
    orders = {order.slug: pickle.dumps(order) for order in executor.orders}
    assert secret.encode() in orders["two"]
    assert secret.encode() not in orders["one"]
    assert str(tmp_path).encode() not in orders["one"]


def test_a_document_behind_a_link_is_packed_where_it_is(tmp_path: Path, own: Passport) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    (tmp_path / "elsewhere" / "facts").mkdir(parents=True)
    (tmp_path / "elsewhere" / "facts" / "a.yaml").write_text("facts:\n  a: {value: 12}\n", encoding="utf-8")
    (root / "source" / "one").rename(tmp_path / "elsewhere" / "one")
    (tmp_path / "elsewhere" / "one" / "index.md").write_text(
        "---\ntitle: T\n---\n\nIt is {fact}`a`.\n", encoding="utf-8"
    )
    (root / "source" / "one").symlink_to(tmp_path / "elsewhere" / "one")
    (job,) = jobs_in(root)
    here, there = render(job), spread_over(root, Cluster("here", Recording(), lambda: 1), own)["one"]
    assert there.files == here.files
    assert there.files["one.txt"].endswith(b"It is 12.\n")
    assert here.trace
    assert there.trace
    assert set(there.trace.own.files) == set(here.trace.own.files)


def test_a_folder_that_can_t_be_packed_costs_its_document_alone(
    tmp_path: Path, own: Passport, monkeypatch: pytest.MonkeyPatch
) -> None:
    from publisher.cluster import packing

    monkeypatch.setattr(packing, "_MOST", 1000)
    root = workspace(tmp_path / "w", one=GOOD, two=GOOD + "More. " * 300)
    found = spread_over(root, Cluster("here", Recording(), lambda: 1), own)
    assert found["one"].status is Status.GOOD
    code, message, _ = told(found["two"])
    assert (code, message.split(",")[1]) == ("too-large", " too large for a cluster")


def test_a_file_that_has_just_changed_is_looked_at_again(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    (job,) = jobs_in(root)
    source = root / "source" / "one" / "index.md"
    assert parcel_of(job).stamps["workspace/source/one/index.md"][0] == -1
    os.utime(source, (1, 1))
    parcel = parcel_of(job)
    assert parcel.entries["workspace/source/one/index.md"].kind == Kind.FILE
    assert parcel.here("workspace/source/one/index.md") == str(source)


def test_an_order_can_t_write_outside_its_folder(tmp_path: Path, own: Passport) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    executor = Recording()
    spread_over(root, Cluster("here", executor, lambda: 1), own)
    (order,) = executor.orders
    for name in ("../out", "/out", "workspace/../../out"):
        with pytest.raises(ValueError, match="must not name"):
            carried_out(replace(order, entries={**order.entries, name: order.entries[order.source]}), order.contents)


def test_a_worker_that_would_render_otherwise_renders_nothing(tmp_path: Path, own: Passport) -> None:
    root = workspace(tmp_path / "w", one=GOOD, two=GOOD)
    other = replace(own, parts={**own.parts, "weasyprint": "71.0"})
    found = spread_over(root, Cluster("here", Recording(), lambda: 1), other)
    message = f"a worker would render otherwise: weasyprint is 71.0 here, {own.parts['weasyprint']} there"
    assert {told(each) for each in found.values()} == {("cluster-differs", message, Status.OUTSIDE)}
    assert not any(each.files for each in found.values())


def test_other_fonts_there_are_told_and_nothing_is_taken(
    tmp_path: Path, own: Passport, monkeypatch: pytest.MonkeyPatch
) -> None:
    from publisher.cluster import homecoming

    monkeypatch.setattr(homecoming, "sha256", lambda path: "other" if path.endswith("theme.toml") else "")
    found = spread_over(workspace(tmp_path / "w", one=GOOD), Cluster("here", Recording(), lambda: 1), own)
    code, message, status = told(found["one"])
    assert (code, status) == ("cluster-differs", Status.OUTSIDE)
    assert message.startswith("a worker has another ")
    assert not found["one"].files


def test_differences_are_named_causes_first() -> None:
    assert differences(
        {"Python": "3.11.7 (main)", "a": "1", "b": "2"}, {"Python": "3.12.1 (main)", "b": "2", "c": "x"}
    ) == [
        "Python is 3.11.7 here, 3.12.1 there",
        "a is 1 here, missing there",
        "c is missing here, x there",
    ]


def test_a_document_that_fails_on_workers_is_tried_again_and_then_told(tmp_path: Path, own: Passport) -> None:
    failures = iter(range(2))

    def answer(call: Callable[[Order], Any], order: Order) -> Any:
        if order.slug == "full" or (order.slug == "once" and next(failures, None) is not None):
            raise OSError(28, "No space left on device")
        return call(order)

    root = workspace(tmp_path / "w", full=GOOD, once=GOOD, other=GOOD)
    executor = Recording(answer)
    found = spread_over(root, Cluster("here", executor, lambda: 1), own)
    assert (found["once"].status, found["other"].status) == (Status.GOOD, Status.GOOD)
    message = "it was given out 3 times and did not come back; OSError: [Errno 28] No space left on device"
    assert told(found["full"]) == ("worker-lost", message, Status.SOURCE)


def test_a_document_that_may_kill_workers_is_given_out_alone_at_last(tmp_path: Path, own: Passport) -> None:
    deaths: list[str] = []

    class KilledError(Exception):
        pass

    def answer(call: Callable[[Order], Any], order: Order) -> Any:
        deaths.append(order.slug)
        if order.slug == "killer" or (order.slug == "bystander" and deaths.count("bystander") == 1):
            raise KilledError
        return call(order)

    root = workspace(tmp_path / "w", killer=GOOD, bystander=GOOD, good=GOOD)
    where = Cluster("here", Recording(answer), lambda: 1, lambda error: isinstance(error, KilledError))
    found = spread_over(root, where, own)
    assert {slug: each.status for slug, each in found.items()} == {
        "good": Status.GOOD,
        "bystander": Status.GOOD,
        "killer": Status.SOURCE,
    }
    assert sorted(deaths[:3]) == ["bystander", "good", "killer"]
    assert sorted(deaths[3:]) == ["bystander", "killer"]


def test_a_cluster_that_is_lost_costs_what_is_out_and_is_told(tmp_path: Path, own: Passport) -> None:
    gone: list[bool] = []

    def slots() -> int:
        if gone:
            message = "nobody listens"
            raise OSError(message)
        return 1

    def answer(call: Callable[[Order], Any], order: Order) -> Any:
        if order.slug == "a":
            return call(order)
        gone.append(True)
        from concurrent.futures import CancelledError

        raise CancelledError

    root = workspace(tmp_path / "w", a=GOOD, b=GOOD, c=GOOD)
    found = spread_over(root, Cluster("the cluster", Recording(answer), slots), own)
    assert found["a"].status is Status.GOOD
    assert {slug: told(each) for slug, each in found.items() if slug != "a"} == dict.fromkeys(
        ("b", "c"), ("cluster-unreachable", "the cluster does not answer any more: nobody listens", Status.OUTSIDE)
    )


def test_a_cluster_without_workers_is_not_waited_for_for_ever(
    tmp_path: Path, own: Passport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "_SILENCE", 0)
    found = spread_over(workspace(tmp_path / "w", one=GOOD), Cluster("the cluster", Recording(), lambda: 0), own)
    message = "nothing came back from the cluster any more: it has no workers"
    assert told(found["one"]) == ("cluster-unreachable", message, Status.OUTSIDE)


def test_a_cluster_that_takes_no_documents_is_told(tmp_path: Path, own: Passport) -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    found = spread_over(workspace(tmp_path / "w", one=GOOD), Cluster("the pool", executor, lambda: 1), own)
    code, message, _ = told(found["one"])
    assert (code, message[:38]) == ("cluster-unreachable", "the pool takes no documents any more: ")


def test_workers_are_asked_before_anything_is_sent(own: Passport, monkeypatch: pytest.MonkeyPatch) -> None:
    with cluster(workers=1) as address:
        other = replace(own, parts={**own.parts, "Python": "3.99"})
        with pytest.raises(PublisherError) as caught, connected(address, other, FORMATS):
            pass
        (diagnostic,) = caught.value.report.diagnostics
        assert (diagnostic.code, caught.value.status) == ("cluster-differs", Status.OUTSIDE)
        assert ": Python is 3.99 here, 3." in diagnostic.message
    with cluster(workers=0) as address:
        monkeypatch.setattr(connecting, "_PATIENCE", 1)
        with pytest.raises(PublisherError, match=r"cluster-unreachable: the cluster at dask://.* has no worker"):
            connected(address, own, FORMATS).__enter__()


def test_what_listens_and_is_no_scheduler_is_told(own: Passport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "_PATIENCE", 1)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        where = f"127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(PublisherError, match=f"cluster-unreachable: there is no Dask scheduler at {where}: "):
            connected(f"dask://{where}", own, FORMATS).__enter__()
        with pytest.raises(PublisherError, match=r"cluster-unreachable: .* TLS"):
            connected(f"dask+tls://{where}", own, FORMATS).__enter__()


def test_the_extra_is_asked_for_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "find_spec", lambda _: None)
    place = find_workspace(workspace(tmp_path / "w", one=GOOD)).with_executor("dask://127.0.0.1:8786")
    with pytest.raises(PublisherError) as caught:
        next(render_on_cluster(jobs_in(place.root), place.settings, lambda _: None))
    (diagnostic,) = caught.value.report.diagnostics
    assert (diagnostic.code, caught.value.status) == ("missing-package", Status.OUTSIDE)
    assert diagnostic.hint == f'{sys.executable} -m pip install "publisher[dask]"'


LANE_AT_WORK = """
import sys, time
from publisher.cluster.lanes import Lane

Lane().do(60, print, "at work", flush=True)
lane = Lane()
lane.do(60, exec, "import signal, sys; print('waiting', flush=True); signal.pause()")
"""


def test_a_lane_ends_with_the_process_that_started_it() -> None:
    command = [sys.executable, "-c", LANE_AT_WORK]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        lines = iter(run.stdout.readline, "")
        assert [next(lines), next(lines)] == ["at work\n", "waiting\n"]
        run.send_signal(signal.SIGKILL)
        assert run.wait() == -signal.SIGKILL
        assert list(lines) == []  # ends when the lane, which has it open too, has ended


@pytest.fixture(autouse=True, scope="module")
def _ended() -> Iterator[None]:
    from publisher.cluster import worker

    yield
    for warm in worker._HERE.idle:
        warm.lane.end()
    worker._HERE.idle.clear()
