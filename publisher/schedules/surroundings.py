"""What a generator has to know of this machine."""

from __future__ import annotations

import datetime as dt
import os
import pwd
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.schedules.installing.github import repository_of, setup_of
from publisher.schedules.model import Kind, Surroundings
from publisher.schedules.zones import machine_zone

if TYPE_CHECKING:
    from publisher.config import Workspace

__all__ = ["PUBLISHER", "surroundings"]

PUBLISHER = (sys.executable, "-P", "-m", "publisher")
"""What starts Publisher anew; never a module of that name in the folder it is started in."""


def surroundings(workspace: Workspace, kind: Kind) -> Surroundings:
    """Look at this machine and a workspace."""
    repository = repository_of(workspace.root)
    folder = workspace.root.relative_to(repository).as_posix() if repository else ""
    folder = "" if folder == "." else folder
    return Surroundings(
        command=("publisher",) if kind is Kind.GITHUB else PUBLISHER,
        clock=machine_zone(),
        now=dt.datetime.now(dt.UTC),
        user=_owner(workspace.root),
        distribution=os.environ.get("WSL_DISTRO_NAME", ""),
        folder=folder,
        output=workspace.settings.output,
        setup=setup_of(folder),
    )


def _owner(folder: Path) -> str:
    """Return the name of the user who owns a folder, or the number where there is no name."""
    number = folder.stat().st_uid
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
