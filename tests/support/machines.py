"""A machine of our own: a HOME, and a PATH with tools that only note what they are told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

__all__ = ["FakeMachine"]

_NOTES = '#!/bin/sh\necho "$(basename "$0") $*" >>"$CALLS"\n'
_CRONTAB = """\
case $1 in
-l) [ -e "$HOME/crontab" ] && exec cat "$HOME/crontab"; echo "no crontab for desk" >&2; exit 1 ;;
*) cat "$1" >"$HOME/crontab" ;;
esac
"""
_SCHTASKS = """\
case "$1 $2" in
"/Create /F") cp "$6" "$HOME/$(echo "$4" | tr '\\\\' _).task" ;;
"/Delete /F") rm "$HOME/$(echo "$4" | tr '\\\\' _).task" ;;
"/Query /FO")
    printf '"\\\\Microsoft\\\\Windows\\\\Defrag","N/A","Ready"\\r\\n'
    for task in "$HOME"/*.task; do
        [ -e "$task" ] || continue
        name=$(basename "$task" .task | sed 's/^_Publisher_/\\\\Publisher\\\\/')
        printf '"%s","N/A","Ready"\\r\\n' "$name"
    done ;;
"/Query /XML") cat "$HOME/$(echo "$4" | tr '\\\\' _).task" ;;
esac
"""
_TOOLS = {
    "systemctl": "",
    "systemd-analyze": '[ ! -e "$HOME/refuse" ] || { echo "a.timer:3: Bad setting" >&2; exit 1; }\n',
    "crontab": _CRONTAB,
    "launchctl": "",
    "plutil": "cat >/dev/null\n",
    "schtasks.exe": _SCHTASKS,
    "wslpath": 'echo "$2"\n',
}


class FakeMachine:
    """What stands on it and what its tools were told."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, *tools: str) -> None:
        self.home = root / "home"
        self.home.mkdir()
        path = root / "bin"
        path.mkdir()
        for tool in tools:
            (path / tool).write_text(_NOTES + _TOOLS[tool], encoding="ascii")
            (path / tool).chmod(0o755)
        for name in ("sh", "cat", "basename", "cp", "rm", "tr", "sed"):
            (path / name).symlink_to(
                next(Path(folder, name) for folder in ("/usr/bin", "/bin") if Path(folder, name).exists())
            )
        self.calls_file = root / "calls"
        monkeypatch.setenv("HOME", str(self.home))
        monkeypatch.setenv("PATH", str(path))
        monkeypatch.setenv("CALLS", str(self.calls_file))
        monkeypatch.setenv("TZ", "America/Lima")
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        monkeypatch.setattr("publisher.schedules.surroundings.machine_zone", lambda: "America/Lima")
        monkeypatch.setattr("publisher.schedules.installing.systemd._RUNNING", root)
        monkeypatch.setattr("publisher.schedules.commands._LINGER", root)

    def calls(self) -> list[str]:
        """Return what the tools were told since the last time."""
        lines = self.calls_file.read_text(encoding="utf-8").splitlines() if self.calls_file.exists() else []
        self.calls_file.unlink(missing_ok=True)
        return lines
