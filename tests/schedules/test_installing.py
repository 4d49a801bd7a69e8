"""Installing, listing and removing, with tools that only note what they are told."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from publisher.cli import main
from tests.support.machines import FakeMachine
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EVERY = ("--every", "day", "--at", "06:00")


class Told:
    """What a command said."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NO_COLOR", "1")
    root = workspace(tmp_path / "my trade 100%", one=GOOD, two=GOOD)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def schedule(capfd: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    def told(*words: str) -> Told:
        with pytest.raises(SystemExit) as caught:
            main(("schedule", *words))
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Told(int(str(caught.value.code)), out, err)

    return told


def name_in(text: str) -> str:
    return next(word.partition(".")[0] for word in text.split() if word.startswith("publisher-my-trade-100-"))


def test_systemd(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]) -> None:
    machine = FakeMachine(tmp_path, monkeypatch, "systemctl", "systemd-analyze")
    told = schedule("install", *EVERY)
    assert told.status == 0
    assert told.out.startswith("installed every day at 06:00, America/Lima\n")
    assert "06:00 America/Lima (" in told.out
    units = machine.home / ".config" / "systemd" / "user"
    timer, service = sorted(units.iterdir(), key=lambda path: path.suffix, reverse=True)
    assert f'--workspace={place}"'.replace("%", "%%") in service.read_text(encoding="utf-8")
    calls = machine.calls()
    assert calls[0] == "systemd-analyze calendar *-*-* 06:00:00 America/Lima"
    assert "--user --man=no verify" in calls[1]
    assert calls[2:] == [
        "systemctl --user daemon-reload",
        f"systemctl --user enable {timer.name}",
        f"systemctl --user restart {timer.name}",
    ]
    assert "loginctl enable-linger" in told.err  # a timer of a user who is not logged in does not run
    listed = schedule("list")
    assert listed.out.splitlines()[0] == f"{timer.stem}  systemd  every day at 06:00, America/Lima"
    assert str(place) in listed.out
    first = timer.read_text(encoding="utf-8")
    schedule("install", *EVERY)
    assert timer.read_text(encoding="utf-8") == first
    schedule("install", "--every", "hour")
    assert len(list(units.iterdir())) == 2
    assert "every hour at :00" in schedule("list").out
    machine.calls()
    assert schedule("remove").out.startswith(f"removed {timer.stem} (systemd)")
    assert machine.calls() == [f"systemctl --user disable --now {timer.name}", "systemctl --user daemon-reload"]
    assert not list(units.iterdir())
    assert schedule("remove").out == "there was nothing to remove\n"


def test_what_systemd_analyze_refuses_is_not_installed(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]
) -> None:
    machine = FakeMachine(tmp_path, monkeypatch, "systemctl", "systemd-analyze")
    (machine.home / "refuse").touch()
    told = schedule("install", *EVERY)
    assert told.status == 3
    assert "error[scheduler-failed]: systemd-analyze calendar" in told.err
    assert "a.timer:3: Bad setting" in told.err
    assert not (machine.home / ".config").exists()
    assert place.exists()


def test_cron_leaves_the_lines_of_others(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]
) -> None:
    machine = FakeMachine(tmp_path, monkeypatch, "crontab")
    crontab = machine.home / "crontab"
    foreign = b"# mine\r\nMAILTO=me\n\xff\xfe 5 5 * * * backup"
    crontab.write_bytes(foreign)
    assert schedule("install", *EVERY).err == ""
    assert crontab.read_bytes().startswith(foreign + b"\n")
    assert b"backup" not in crontab.read_bytes().removeprefix(foreign)
    schedule("install", *EVERY, "--slug", "one")
    before = crontab.read_bytes()
    machine.calls()
    schedule("install", *EVERY, "--slug", "one")
    assert crontab.read_bytes() == before
    assert len(schedule("list").out.splitlines()) == 6
    assert schedule("remove", "--slug", "one").out.count("removed") == 1
    assert "every day at 06:00, America/Lima\n" in schedule("list").out
    schedule("remove")
    assert crontab.read_bytes() == foreign
    assert place.exists()


def test_variables_of_a_crontab_stand_above_our_lines(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]
) -> None:
    machine = FakeMachine(tmp_path, monkeypatch, "crontab")
    (machine.home / "crontab").write_text("PING_KEY=abc\nCRON_TZ=UTC\n", encoding="utf-8")
    assert "warning[schedule-caveat]: CRON_TZ=UTC in the crontab" in schedule("install", *EVERY).err
    lines = (machine.home / "crontab").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["PING_KEY=abc", "CRON_TZ=UTC"]
    assert lines[3].startswith("0 6 * * * ")
    assert place.exists()


def test_the_schedule_of_a_workspace_that_is_gone_can_be_removed_by_its_name(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]
) -> None:
    machine = FakeMachine(tmp_path, monkeypatch, "crontab")
    schedule("install", *EVERY)
    name = schedule("list").out.split()[0]
    place.rename(tmp_path / "moved")
    monkeypatch.chdir(tmp_path / "moved")
    assert (
        f"that folder is gone, so nothing is published: publisher schedule remove --name {name}" in schedule("list").out
    )
    assert schedule("remove").out == "there was nothing to remove\n"
    wrong = schedule("remove", "--name", f"{name}x")
    assert (wrong.status, f"did you mean {name}?" in wrong.err) == (2, True)
    assert schedule("remove", "--name", name).out.startswith(f"removed {name} (cron)")
    assert (machine.home / "crontab").read_bytes() == b""


def test_schedules_are_listed_and_removed_by_name_from_anywhere(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]
) -> None:
    machine = FakeMachine(tmp_path, monkeypatch, "crontab")
    schedule("install", *EVERY)
    schedule("install", *EVERY, "--slug", "one")
    shutil.rmtree(place)
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    told = schedule("list")
    assert (told.status, told.out.count("that folder is gone"), told.err) == (0, 2, "")
    name, other = (line.split()[0] for line in told.out.splitlines()[::3])
    told = schedule("remove")
    assert (told.status, "error[no-workspace]" in told.err) == (2, True)
    assert schedule("remove", "--name", name).out.startswith(f"removed {name} (cron)")
    assert schedule("remove", "--name", other, "--kind", "cron").status == 0
    assert (machine.home / "crontab").read_bytes() == b""
    assert schedule("list", "--workspace", str(place)).out == "there is no schedule here\n"
    assert schedule("run-now").status == 2


def test_a_mistake_in_the_settings_does_not_keep_schedules_from_being_removed(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]
) -> None:
    FakeMachine(tmp_path, monkeypatch, "crontab")
    schedule("install", *EVERY)
    (place / "publisher.toml").write_text("formats =\n", encoding="utf-8")
    assert "every day at 06:00" in schedule("list").out
    assert schedule("remove").out.startswith("removed publisher-my-trade-100-")
    assert "error[bad-config]" in schedule("install", *EVERY).err


def test_a_first_crontab(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]
) -> None:
    machine = FakeMachine(tmp_path, monkeypatch, "crontab")
    assert schedule("list").out == "there is no schedule here\n"
    schedule("install", *EVERY, "--kind", "cron")
    written = (machine.home / "crontab").read_text(encoding="utf-8")
    assert written.splitlines()[1].startswith("0 6 * * * ")
    calls = machine.calls()
    schedule("install", *EVERY)
    assert machine.calls() == ["crontab -l"]  # nothing has changed, so nothing is written
    assert len(calls) == 3
    assert place.exists()


def test_launchd(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]) -> None:
    machine = FakeMachine(tmp_path, monkeypatch, "launchctl", "plutil")
    told = schedule("install", *EVERY, "--zone", "Europe/Berlin", "--kind", "launchd")
    assert "warning[schedule-caveat]: launchd knows no zones: it starts at 23:00 and 00:00" in told.err.replace(
        "00:00 and 23:00", "23:00 and 00:00"
    )
    (agent,) = (machine.home / "Library" / "LaunchAgents").iterdir()
    assert [call.split()[:2] for call in machine.calls()] == [
        ["plutil", "-lint"],
        ["launchctl", "bootout"],
        ["launchctl", "bootstrap"],
    ]
    assert f"{agent.stem}  launchd  every day at 06:00, Europe/Berlin" in schedule("list").out
    (agent.parent / "publisher-other.plist").write_text("no list", encoding="ascii")
    schedule("remove", "--kind", "launchd")
    assert [path.name for path in agent.parent.iterdir()] == ["publisher-other.plist"]
    assert place.exists()


def test_windows(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]) -> None:
    machine = FakeMachine(tmp_path, monkeypatch, "schtasks.exe", "wslpath")
    monkeypatch.setenv("WSL_DISTRO_NAME", "Debian")
    told = schedule("install", *EVERY, "--kind", "windows")
    assert told.status == 0
    (task,) = machine.home.glob("*.task")
    assert "--distribution Debian --exec" in task.read_bytes().decode("utf-16")
    assert "windows  every day at 06:00, America/Lima" in schedule("list").out
    assert schedule("remove").out.startswith("removed")
    assert not list(machine.home.glob("*.task"))
    assert place.exists()


def test_github(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]) -> None:
    FakeMachine(tmp_path, monkeypatch)
    wanted = ("install", *EVERY, "--kind", "github")
    assert "error[no-scheduler]: github: the workspace is in no git repository" in schedule(*wanted).err
    (tmp_path / ".git").mkdir()
    assert "no requirements.txt in the workspace says how" in schedule(*wanted).err
    (place / "requirements.txt").touch()
    assert schedule(*wanted).status == 0
    workflows = tmp_path / ".github" / "workflows"
    (workflows / "publisher-other.yml").write_text("name: mine\n", encoding="ascii")
    written = next(workflows.glob("publisher-my-*")).read_text(encoding="utf-8")
    assert "--requirement 'my trade 100%/requirements.txt'" in written
    assert "github  every day at 06:00, America/Lima" in schedule("list").out
    schedule("remove")
    assert [path.name for path in workflows.iterdir()] == ["publisher-other.yml"]


def test_nothing_is_installed_where_there_is_nothing_that_starts_runs(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]
) -> None:
    machine = FakeMachine(tmp_path, monkeypatch)
    monkeypatch.setattr("sys.platform", "linux")
    told = schedule("install", *EVERY)
    assert told.status == 3
    assert "error[no-scheduler]: systemd: there is no systemctl" in told.err
    assert "error[no-scheduler]: cron: there is no crontab" in told.err
    assert "hint: publisher schedule run waits in the foreground" in told.err
    told = schedule("install", *EVERY, "--kind", "launchd")
    assert (told.status, told.out) == (3, "")
    assert "launchd: there is no launchctl" in told.err
    assert not list(machine.home.iterdir())
    assert place.exists()


def test_a_machine_that_systemd_does_not_run(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]
) -> None:
    FakeMachine(tmp_path, monkeypatch, "systemctl", "crontab")
    monkeypatch.setattr("publisher.schedules.installing.systemd._RUNNING", tmp_path / "no")
    assert "systemd: systemd does not run this machine" in schedule("install", *EVERY, "--kind", "systemd").err
    monkeypatch.setattr("sys.platform", "linux")
    assert "\n  crontab\n" in schedule("install", *EVERY).out
    assert place.exists()


def test_show_installs_nothing(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schedule: Callable[..., Told]
) -> None:
    machine = FakeMachine(tmp_path, monkeypatch)
    for kind in ("systemd", "systemd-system", "cron", "launchd", "windows", "github"):
        told = schedule("show", *EVERY, "--kind", kind)
        assert told.status == 0
        assert told.out.startswith("--- ")
        assert "my trade 100%" in told.out.replace("%%", "%").replace("\\%", "%")
    assert not list(machine.home.iterdir())
    assert place.exists()


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ([], 2, "schedule needs to know what: install, list, remove, show, run-now or run"),
        (["instal", *EVERY], 2, "schedule does not know 'instal'. did you mean install?"),
        (["install"], 2, "error[bad-schedule]: --every is missing"),
        (["install", *EVERY, "--kind", "upstart"], 2, "error[bad-schedule]: there is no kind 'upstart'"),
        (["install", *EVERY, "--slug", "three"], 2, "error[unknown-document]: there is no document 'three'"),
        (["install", *EVERY, "--on", "monday"], 2, "error[bad-schedule]: --on monday means nothing with every day"),
        (["run-now", "--due"], 2, "error[bad-schedule]: --every is missing"),
    ],
)
def test_wrong_calls(  # noqa: PLR0913, PLR0917  fixtures
    place: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    schedule: Callable[..., Told],
    words: list[str],
    status: int,
    message: str,
) -> None:
    FakeMachine(tmp_path, monkeypatch, "crontab")
    told = schedule(*words)
    assert told.status == status
    assert message in told.err
    assert place.exists()
