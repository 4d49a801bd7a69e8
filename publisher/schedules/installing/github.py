"""GitHub Actions: a workflow file in the repository that the workspace is in; it is for people to commit."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from publisher.schedules.asking import from_note
from publisher.schedules.installing.tools import read_folder, write
from publisher.schedules.platforms.github import NOTE

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.schedules.model import Plan, Schedule, Surroundings

__all__ = ["Workflows", "repository_of", "setup_of"]


def repository_of(workspace: Path) -> Path | None:
    """Return the top folder of the repository that a workspace is in."""
    return next((folder for folder in (workspace, *workspace.parents) if (folder / ".git").exists()), None)


def setup_of(folder: str) -> str:
    """Return the command that installs Publisher; a package index may have somebody else's under that name."""
    path = "/".join(filter(None, (folder, "requirements.txt")))
    return f"python -m pip install --requirement {shlex.quote(path)}"


class Workflows:
    """The workflows of a repository."""

    def __init__(self, workspace: Path) -> None:
        """Look for the repository of a workspace."""
        self.repository = repository_of(workspace)
        self.setup = (workspace / "requirements.txt").is_file()

    def missing(self) -> str:
        """Return why nothing can be installed here."""
        if self.repository is None:
            return "the workspace is in no git repository"
        return "" if self.setup else "no requirements.txt in the workspace says how Publisher is installed"

    def install(self, schedule: Schedule, plan: Plan, _: Surroundings) -> str:
        """Write the workflow."""
        path = self._folder() / f"{schedule.name}.yml"
        write(path, plan.files[0].content.encode("utf-8"))
        return str(path)

    def remove(self, name: str) -> None:
        """Take the workflow away."""
        (self._folder() / f"{name}.yml").unlink(missing_ok=True)

    def installed(self) -> tuple[Schedule, ...]:
        """Return the schedules of our workflows."""
        if self.repository is None:
            return ()
        lines = [text.partition("\n")[0] for text in read_folder(self._folder(), ".yml").values()]
        notes = [line.removeprefix(NOTE).partition(" ")[2] for line in lines if line.startswith(NOTE)]
        return tuple(each for each in map(from_note, notes) if each is not None)

    def _folder(self) -> Path:
        if self.repository is None:
            raise NotADirectoryError  # `missing` is asked first
        return self.repository / ".github" / "workflows"
