from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from publisher import build
from publisher.config import find_workspace
from publisher.publishing.session import session
from publisher.publishing.withdrawing import clean, withdraw
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = 'formats = ["txt"]\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = workspace(tmp_path, settings=FORMATS, one=GOOD, two=GOOD)
    build(made)
    return made


def test_cleaning_removes_editions_alone(root: Path) -> None:
    (root / "dist" / ".gitignore").write_text("*\n", encoding="utf-8")
    (root / "dist" / "other").symlink_to("/")
    with session(find_workspace(root)) as run:
        assert clean(run) == ["one", "two"]
        assert clean(run) == []
    assert {path.name for path in (root / "dist").iterdir()} >= {".gitignore", "other"}
    assert not {".editions", "one", "two"} & {path.name for path in (root / "dist").iterdir()}


def fails(monkeypatch: pytest.MonkeyPatch, call: str, name: str) -> None:
    """Let a call of `os` refuse whatever is called so; who is root may remove anything."""
    real = getattr(os, call)

    def refusing(path: str | Path, *given: object, **named: object) -> object:
        if os.fspath(path).endswith(name):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return real(path, *given, **named)

    monkeypatch.setattr(os, call, refusing)


def test_what_can_t_be_removed_is_told_and_can_be_removed_later(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, session(find_workspace(root)) as run:
        fails(patch, "unlink", "one.txt")
        assert clean(run) == ["two"]
        (told,) = run.report.diagnostics
        assert told.code == "not-removed"
        assert (
            "dist/.editions/one can't be removed, though readers no longer find it: Permission denied" in told.message
        )
        assert "publisher clean one" in told.hint
    assert not (root / "dist" / "one").is_symlink()
    with session(find_workspace(root)) as run:
        assert withdraw(run, ["one"]) == ["one"]
        assert not run.report.diagnostics
    assert list((root / "dist" / ".editions").iterdir()) == []


def test_a_document_that_readers_still_find_keeps_its_editions(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, session(find_workspace(root)) as run:
        fails(patch, "unlink", "dist/one")
        assert withdraw(run, ["one", "two"]) == ["two"]
        assert [each.message for each in run.report.diagnostics] == ["dist/one can't be removed: Permission denied"]
    assert (root / "dist" / "one" / "one.txt").is_file()
