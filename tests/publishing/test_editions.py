from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import PublisherError, Status
from publisher.publishing.editions import clean, locked, publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD = {"a.pdf": b"old pdf", "a.txt": b"old text"}
NEW = {"a.pdf": b"new pdf", "a.txt": b"new text"}


def seen(output: Path) -> dict[str, bytes]:
    """Return what a reader finds."""
    return {path.name: path.read_bytes() for path in sorted((output / "a").iterdir())}


def left_over(output: Path) -> list[str]:
    return [path.name for path in output.rglob("*") if ".staging-" in path.name or ".link-" in path.name]


def test_an_edition_is_complete_and_replaces_the_old_one(tmp_path: Path) -> None:
    first = publish(tmp_path, "a", OLD)
    assert first.changed
    assert [path.relative_to(tmp_path).as_posix() for path in first.paths] == ["a/a.pdf", "a/a.txt"]
    assert publish(tmp_path, "a", NEW).changed
    assert seen(tmp_path) == NEW
    assert len(list((tmp_path / ".editions" / "a").iterdir())) == 1
    assert not os.path.isabs(os.readlink(tmp_path / "a"))  # noqa: PTH115, PTH117  the link as written


def test_the_same_content_makes_no_new_edition(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    before = (tmp_path / "a").resolve()
    assert not publish(tmp_path, "a", OLD).changed
    assert (tmp_path / "a").resolve() == before


def test_a_damaged_edition_is_put_right(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    (tmp_path / "a" / "a.txt").write_bytes(b"damaged")
    assert publish(tmp_path, "a", OLD).changed
    assert seen(tmp_path) == OLD


def test_other_formats_are_carried_over(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    edition = publish(tmp_path, "a", {"a.pdf": b"new pdf"})
    assert [path.name for path in edition.paths] == ["a.pdf"]
    assert seen(tmp_path) == {"a.pdf": b"new pdf", "a.txt": b"old text"}


def test_a_plain_folder_gives_way(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.txt").write_bytes(b"by hand")
    publish(tmp_path, "a", {"a.pdf": b"pdf"})
    assert seen(tmp_path) == {"a.pdf": b"pdf", "a.txt": b"by hand"}
    assert left_over(tmp_path) == []


def calls_until_done(output: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Count the system calls that publishing makes."""
    counter = count()
    interrupt_at(monkeypatch, lambda: next(counter) < 0)
    publish(output, "a", NEW)
    monkeypatch.undo()
    return next(counter)


def interrupt_at(monkeypatch: pytest.MonkeyPatch, now: Callable[[], bool]) -> None:
    """Let one of the calls that change something on disk fail."""
    for name in ("fsync", "replace", "rename", "symlink", "mkdir"):
        real = getattr(os, name)

        def failing(*args: object, _real: Callable[..., object] = real, **kwargs: object) -> object:
            if now():
                raise OSError(28, "No space left on device")
            return _real(*args, **kwargs)

        monkeypatch.setattr(os, name, failing)


def test_whichever_call_fails_readers_see_a_whole_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path / "dry", "a", OLD)
    calls = calls_until_done(tmp_path / "dry", monkeypatch)
    assert calls > 6
    statuses = set()
    for failing in range(calls):
        output = tmp_path / str(failing)
        publish(output, "a", OLD)
        interrupt_at(monkeypatch, nth(failing))
        try:
            publish(output, "a", NEW)
        except PublisherError as error:
            statuses.add((error.report.diagnostics[0].code, error.status))
        monkeypatch.undo()
        assert seen(output) in (OLD, NEW)
        publish(output, "a", NEW)
        assert seen(output) == NEW
        assert left_over(output) == []
    assert statuses == {("publish-failed", Status.OUTSIDE)}


def nth(wanted: int) -> Callable[[], bool]:
    counter = count()
    return lambda: next(counter) == wanted


def test_what_a_dead_run_left_is_swept(tmp_path: Path) -> None:
    publish(tmp_path, "a", OLD)
    (tmp_path / ".editions" / "a" / ".staging-1").mkdir()
    (tmp_path / ".a.link-1").symlink_to("nowhere")
    publish(tmp_path, "a", NEW)
    assert left_over(tmp_path) == []


def test_a_second_build_is_told_who_is_at_work(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(PublisherError, match="busy") as caught, locked(tmp_path):
        pass
    assert f"process {os.getpid()}" in caught.value.report.diagnostics[0].message
    with locked(tmp_path):
        pass


def test_cleaning_removes_editions_alone(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*\n", encoding="utf-8")
    publish(tmp_path, "a", OLD)
    assert clean(tmp_path) == ["a"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitignore", ".lock"]
    assert clean(tmp_path) == []
