"""What each platform is given."""

from __future__ import annotations

import datetime as dt
import plistlib
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from publisher.schedules.model import (
    Daily,
    Hourly,
    Kind,
    Minutely,
    Monthly,
    Plan,
    Rhythm,
    Schedule,
    Surroundings,
    Weekdays,
    Weekly,
)
from publisher.schedules.platforms import plan_for
from publisher.schedules.platforms.cron import caveats, installed_in, with_schedule, without_schedule

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
AT_SIX = Daily(dt.time(6))
WORDS = ("schedule", "run-now", "--due")
NASTY = '/srv/50% of $HOME/it\'s "quoted" \\ `x` #!'


def schedule(rhythm: Rhythm = AT_SIX, zone: str = "America/Lima", place: str = "/srv/w", *slugs: str) -> Schedule:
    return Schedule("publisher-w-12345678", rhythm, zone, place, slugs)


def around(clock: str = "America/Lima", python: str = "/opt/venv/bin/python") -> Surroundings:
    return Surroundings((python, "-m", "publisher"), clock, NOW, "desk", "Debian", "docs", "dist", "pip install .")


def given_to(kind: Kind, wanted: Schedule, clock: str = "America/Lima", python: str = "/opt/venv/bin/python") -> Plan:
    return plan_for(kind, wanted, around(clock, python))


@pytest.mark.parametrize(
    ("rhythm", "zone", "times"),
    [
        (AT_SIX, "America/Lima", ["*-*-* 06:00:00 America/Lima"]),
        (Weekdays(dt.time(6)), "Europe/Berlin", ["Mon,Tue,Wed,Thu,Fri *-*-* 06:00:00 Europe/Berlin"]),
        (Weekly(6, dt.time(23, 5)), "UTC", ["Sun *-*-* 23:05:00 UTC"]),
        (Monthly(1, dt.time(6)), "Asia/Tokyo", ["*-*-01 06:00:00 Asia/Tokyo"]),
        (Hourly(15), "Asia/Kolkata", ["*-*-* *:15:00 UTC"]),
        (Minutely(20), "Asia/Kolkata", ["*-*-* *:00,20,40:00 UTC"]),
        # systemd leaves out a time that the clocks jump over: the one after the jump is named too
        (Daily(dt.time(2, 30)), "Europe/Berlin", ["*-*-* 02:30:00 Europe/Berlin", "Sun *-*-* 03:30:00 Europe/Berlin"]),
    ],
)
def test_systemd_knows_zones(rhythm: Rhythm, zone: str, times: list[str]) -> None:
    plan = given_to(Kind.SYSTEMD, schedule(rhythm, zone), "UTC")
    timer = plan.files[1].content
    assert [line.removeprefix("OnCalendar=") for line in timer.split("\n") if line.startswith("OnCalendar")] == times
    assert "\nPersistent=true\n" in timer
    assert "RandomizedDelaySec" not in timer
    assert not plan.notes
    assert [file.name for file in plan.files] == ["publisher-w-12345678.service", "publisher-w-12345678.timer"]


def systemd_words(line: str) -> list[str]:
    """Take a command apart as systemd.service(5) says, with every word quoted."""
    words, rest = [], line
    while rest:
        assert rest[0] == '"' or rest.startswith("/bin/sh")
        word, position = "", 1
        while rest[position] != '"':
            position += rest[position] == "\\"
            word += rest[position]
            position += 1
        words.append(word.replace("%%", "%").replace("$$", "$"))
        rest = rest[position + 1 :].lstrip()
    return words


def test_a_service_quotes_each_word_for_systemd() -> None:
    service = given_to(Kind.SYSTEMD, schedule(AT_SIX, "UTC", NASTY)).files[0].content
    (line,) = [line.removeprefix("ExecStart=") for line in service.split("\n") if line.startswith("ExecStart=")]
    assert systemd_words(line)[-1] == f"--workspace={NASTY}"
    assert systemd_words(line)[:3] == ["/opt/venv/bin/python", "-m", "publisher"]
    wrapped = given_to(Kind.SYSTEMD, schedule(), python="/opt/$5/python").files[0].content
    assert 'ExecStart="/bin/sh" "-c" "exec \\"$$0\\" \\"$$@\\"" "/opt/$$5/python" "-m"' in wrapped


def test_a_service_of_the_system_runs_as_the_owner_of_the_workspace() -> None:
    user, system = (given_to(kind, schedule()).files[0].content for kind in (Kind.SYSTEMD, Kind.SYSTEMD_SYSTEM))
    assert "User=" not in user
    assert "\nUser=desk\n" in system
    assert "\nProtectSystem=full\n" in system
    assert all("\nNoNewPrivileges=yes\n" in each for each in (user, system))


def entries(plan: Plan) -> list[str]:
    return [line for line in plan.files[0].content.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(
    ("rhythm", "clock", "times"),
    [
        (AT_SIX, "America/Lima", ["0 6 * * *"]),
        (AT_SIX, "America/New_York", ["0 6 * * *", "0 7 * * *"]),
        (Weekly(6, dt.time(6)), "America/Lima", ["0 6 * * 7"]),
        (Weekly(6, dt.time(20)), "UTC", ["0 1 * * 1"]),
        (Monthly(28, dt.time(6)), "America/Lima", ["0 6 28 * *"]),
        (Hourly(15), "Asia/Kolkata", ["45 * * * *"]),
        (Minutely(20), "America/Lima", ["0,20,40 * * * *"]),
    ],
)
def test_cron_starts_by_the_clock_of_the_machine(rhythm: Rhythm, clock: str, times: list[str]) -> None:
    plan = given_to(Kind.CRON, schedule(rhythm), clock)
    assert [" ".join(line.split()[:5]) for line in entries(plan)[:-1]] == times
    assert entries(plan)[-1].startswith("@reboot /opt/venv/bin/python -m publisher ")


def test_what_a_platform_without_zones_does_is_said() -> None:
    for kind, name in ((Kind.CRON, "cron"), (Kind.LAUNCHD, "launchd"), (Kind.WINDOWS, "The Task Scheduler")):
        (note,) = given_to(kind, schedule(), "America/New_York").notes
        assert note.code == "schedule-caveat"
        at = "it starts at 06:00 and 07:00 of this machine's clock (America/New_York)"
        assert note.message == f"{name} knows no zones: {at}"
        assert not given_to(kind, schedule()).notes
        assert not given_to(kind, schedule(Hourly(0)), "UTC").notes


def test_a_shell_reads_the_command_of_cron_as_it_is_meant() -> None:
    line = entries(given_to(Kind.CRON, schedule(AT_SIX, "America/Lima", NASTY)))[0]
    command = line.split(" ", 5)[5]
    assert "%" not in command.replace("\\%", "")  # cron ends a command at a percent sign
    script = (
        command.replace("\\%", "%").replace("/opt/venv/bin/python", "printf '%s\\n'").replace(">/dev/null 2>&1", "")
    )
    said = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout.splitlines()
    assert said[:2] == ["-m", "publisher"]
    assert said[-1] == f"--workspace={NASTY}"


def test_a_command_that_cron_would_pass_over_is_refused() -> None:
    found = given_to(Kind.CRON, schedule(AT_SIX, "America/Lima", "/srv/" + "x" * 1000)).notes
    assert [each.code for each in found] == ["bad-schedule"]


LINES = given_to(Kind.CRON, schedule(), "America/New_York").files[0].content
LATER = given_to(Kind.CRON, schedule(Hourly(5))).files[0].content
FOREIGN = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters="\n")),
        st.sampled_from([
            "MAILTO=me", "CRON_TZ=Asia/Tokyo", "# publisher", "@reboot /bin/true", "", "* * * * * x # publisher-schedule",
            "# publisher-schedule publisher-other-00000000 {}", "0 0 * * * y # publisher-schedule publisher-w-123456789",
            "# publisher-schedule publisher-w-12345678", "echo # publisher-schedule publisher-w-12345678",
        ]),
    ),
    max_size=8,
).flatmap(lambda lines: st.sampled_from(["\n", "\r\n"]).flatmap(
    lambda end: st.sampled_from(["", end]).map(lambda last: end.join(lines) + last)
))  # fmt: skip


@settings(deadline=None)
@given(FOREIGN)
@example("0 5 * * * backup")
@example("MAILTO=me\r\n0 5 * * * backup\r\n")
def test_what_others_have_in_a_crontab_stays_as_it_is(foreign: str) -> None:
    lines, later = LINES, LATER
    name = schedule().name
    with_ours = with_schedule(foreign, name, lines)
    assert with_ours.startswith(foreign)
    assert with_ours.endswith(lines)  # last, so that the variables of others reach them
    assert with_schedule(with_ours, name, lines) == with_ours
    assert with_schedule(with_ours, name, later) == with_ours.removesuffix(lines) + later
    assert without_schedule(with_ours, name) == foreign
    assert without_schedule(foreign, name) == foreign


def test_a_line_of_others_that_was_put_between_ours_stays() -> None:
    lines = given_to(Kind.CRON, schedule(), "America/New_York").files[0].content.splitlines(keepends=True)
    crontab = "MAILTO=me\n" + lines[0] + "5 5 * * * backup\n" + "".join(lines[1:]) + "# end"
    assert without_schedule(crontab, schedule().name) == "MAILTO=me\n5 5 * * * backup\n# end"


def test_a_line_without_an_end_gets_one_while_it_must() -> None:
    crontab = with_schedule("5 5 * * * backup", schedule().name, LATER)
    assert crontab.splitlines()[0] == "5 5 * * * backup"
    two = with_schedule(crontab, "publisher-x-1", LATER.replace(schedule().name, "publisher-x-1"))
    assert two == crontab + LATER.replace(schedule().name, "publisher-x-1")
    one = without_schedule(two, schedule().name)
    assert one.splitlines()[0] == "5 5 * * * backup"
    assert without_schedule(one, "publisher-x-1") == "5 5 * * * backup"
    assert without_schedule(f"{crontab}* * * * * new\n", schedule().name) == "5 5 * * * backup\n* * * * * new\n"


@pytest.mark.parametrize(
    ("crontab", "told"),
    [
        ("PING_KEY=abc\nMAILTO=me\nPATH=/bin\nTZ=UTC\n", []),
        ("SHELL=/bin/bash\n# SHELL=/bin/csh\n", []),
        (" SHELL = '/usr/bin/zsh'\nCRON_TZ=\n", []),
        ("SHELL=/bin/bash\nSHELL=/bin/tcsh\n", ["SHELL=/bin/tcsh in the crontab is no shell"]),
        ("SHELL=/usr/bin/python3\n", ["SHELL=/usr/bin/python3 in the crontab is no shell"]),
        ('CRON_TZ="Asia/Tokyo"\n5 5 * * * A=1 backup\n', ["CRON_TZ=Asia/Tokyo in the crontab moves the times"]),
    ],
)
def test_variables_that_change_what_our_lines_mean_are_told(crontab: str, told: list[str]) -> None:
    found = caveats(crontab)
    assert [each.code for each in found] == ["schedule-caveat"] * len(told)
    assert all(each.message.startswith(start) for each, start in zip(found, told, strict=True))


def test_the_schedules_of_a_crontab_are_read_back(tmp_path: Path) -> None:
    from publisher.schedules.asking import Wanted, schedule_of

    wanted = [schedule_of(Wanted("day", zone="Asia/Tokyo"), tmp_path, slugs) for slugs in ((), ("a",))]
    crontab = "MAILTO=me\n"
    for each in wanted:
        crontab = with_schedule(crontab, each.name, given_to(Kind.CRON, each).files[0].content)
    assert installed_in(crontab) == (wanted[0], wanted[1])


@pytest.mark.parametrize(
    ("rhythm", "times"),
    [
        (AT_SIX, [{"Hour": 6, "Minute": 0}]),
        (Weekdays(dt.time(6)), [{"Weekday": day, "Hour": 6, "Minute": 0} for day in range(1, 6)]),
        (Weekly(6, dt.time(6)), [{"Weekday": 0, "Hour": 6, "Minute": 0}]),
        (Monthly(3, dt.time(6)), [{"Day": 3, "Hour": 6, "Minute": 0}]),
        (Hourly(15), [{"Minute": 15}]),
        (Minutely(30), [{"Minute": 0}, {"Minute": 30}]),
    ],
)
def test_launchd(rhythm: Rhythm, times: list[dict[str, int]]) -> None:
    plan = given_to(Kind.LAUNCHD, schedule(rhythm, "America/Lima", NASTY, "trade"))
    agent = plistlib.loads(plan.files[0].content.encode())
    assert agent["Label"] == "publisher-w-12345678"
    assert agent["StartCalendarInterval"] == times
    assert agent["ProgramArguments"][3:6] == list(WORDS)
    assert agent["ProgramArguments"][-2:] == ["--slug=trade", f"--workspace={NASTY}"]


SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.mark.parametrize(
    ("rhythm", "trigger", "inside"),
    [
        (AT_SIX, "2024-01-01T06:00:00", ["ScheduleByDay", "DaysInterval"]),
        (Weekly(0, dt.time(6)), "2024-01-01T06:00:00", ["ScheduleByWeek", "WeeksInterval", "DaysOfWeek", "Monday"]),
        (Monthly(2, dt.time(6)), "2024-01-01T06:00:00", ["ScheduleByMonth", "DaysOfMonth", "Day", "Months", "January"]),
        (Hourly(15), "2024-01-01T00:15:00Z", ["Repetition", "Interval", "StartBoundary"]),
        (Minutely(10), "2024-01-01T00:00:00Z", ["Repetition", "Interval", "StartBoundary"]),
    ],
)
def test_windows(rhythm: Rhythm, trigger: str, inside: list[str]) -> None:
    content = given_to(Kind.WINDOWS, schedule(rhythm)).files[0].content
    task = ET.fromstring(content.partition("?>")[2])
    assert [part.tag.removeprefix(SPACE) for part in task] == ["RegistrationInfo", "Triggers", "Settings", "Actions"]
    assert task.findtext(f".//{SPACE}StartBoundary") == trigger
    tags = [part.tag.removeprefix(SPACE) for part in task.iter()]
    assert [tag for tag in tags if tag in inside] == inside
    assert task.findtext(f".//{SPACE}StartWhenAvailable") == "true"
    assert task.findtext(f".//{SPACE}MultipleInstancesPolicy") == "IgnoreNew"
    assert (task.findtext(f".//{SPACE}Arguments") or "").startswith("--distribution Debian --exec /opt/venv/bin/python")


def test_windows_quotes_as_its_programs_read() -> None:
    content = given_to(Kind.WINDOWS, schedule(AT_SIX, "UTC", 'C:\\a b"c\\')).files[0].content
    line = ET.fromstring(content.partition("?>")[2]).findtext(f".//{SPACE}Arguments") or ""
    assert line.endswith('"--workspace=C:\\a b\\"c\\\\"')


def test_github() -> None:
    plan = given_to(Kind.GITHUB, schedule(AT_SIX, "America/New_York", "/srv/w", "trade"))
    workflow = YAML(typ="safe").load(plan.files[0].content)
    assert plan.files[0].name == "publisher-w-12345678.yml"
    assert workflow["name"] == "Publisher: w (trade)"
    assert workflow["permissions"] == {"contents": "read"}
    assert [each["cron"] for each in workflow["on"]["schedule"]] == ["0 10 * * *", "0 11 * * *"]
    steps = workflow["jobs"]["publish"]["steps"]
    assert [step.get("uses", "").partition("@")[0] for step in steps] == [
        *("", "actions/checkout", "actions/setup-python", "", "", "actions/upload-artifact"),
    ]
    call = shlex.split(steps[4]["run"])
    assert call == [
        "/opt/venv/bin/python",
        "-m",
        "publisher",
        "schedule",
        "run-now",
        "--slug=trade",
        "--workspace=docs",
    ]
    assert steps[5]["with"]["path"] == "docs/dist"
    assert [note.code for note in plan.notes] == ["schedule-caveat"]


NEW_YORK, LIMA, BERLIN = "America/New_York", "America/Lima", "Europe/Berlin"
BY_MONTH = Monthly(15, dt.time(23, 50))
ON_SUNDAY = Weekly(6, dt.time(1, 30))


@pytest.mark.parametrize(
    ("rhythm", "zone", "event", "now", "due"),
    [
        (AT_SIX, NEW_YORK, "0 11 * * *", "2026-01-15T11:00:00", True),
        (AT_SIX, NEW_YORK, "0 11 * * *", "2026-07-15T11:00:00", False),
        (AT_SIX, NEW_YORK, "0 10 * * *", "2026-07-15T10:00:09", True),
        (AT_SIX, NEW_YORK, "", "2026-07-15T13:37:00", True),
        (AT_SIX, NEW_YORK, "0 11 * * *", "2026-01-15T10:59:58", True),  # its clock is before that of the machine
        (BY_MONTH, LIMA, "50 4 16 * *", "2026-01-16T04:50:00", True),
        (BY_MONTH, LIMA, "50 4 16 * *", "2026-01-16T05:05:00", True),  # past midnight in Lima
        (BY_MONTH, LIMA, "50 4 16 * *", "2026-01-16T10:55:00", True),
        (ON_SUNDAY, NEW_YORK, "30 6 * * 0", "2026-03-08T06:31:00", True),
        (ON_SUNDAY, NEW_YORK, "30 6 * * 0", "2026-03-08T07:10:00", True),  # the clocks have changed since
        (ON_SUNDAY, NEW_YORK, "30 5 * * 0", "2026-03-08T07:10:00", False),
        (ON_SUNDAY, NEW_YORK, "30 5 * * 0", "2026-11-01T05:30:00", True),
        (ON_SUNDAY, NEW_YORK, "30 5 * * 0", "2026-11-01T11:30:00", True),
        (ON_SUNDAY, NEW_YORK, "30 6 * * 0", "2026-11-01T06:30:00", False),  # the clocks show that time once more
        (ON_SUNDAY, NEW_YORK, "30 6 * * 0", "2026-11-01T12:00:00", False),
        (Daily(dt.time(2, 30)), BERLIN, "30 1 * * 0", "2026-03-29T06:00:00", True),  # 02:30 is 03:30 that night
        (Daily(dt.time(2, 30)), BERLIN, "30 1 * * *", "2026-03-29T06:00:00", False),
        (Daily(dt.time(2, 30)), BERLIN, "30 0 * * *", "2026-03-29T06:00:00", False),
        (Daily(dt.time(2, 30)), BERLIN, "30 1 * * *", "2026-03-28T01:45:00", True),
    ],
)
def test_the_script_of_the_workflow_in_a_shell(  # noqa: PLR0913, PLR0917  cases
    tmp_path: Path,
    rhythm: Rhythm,
    zone: str,
    event: str,
    now: str,
    due: bool,  # noqa: FBT001
) -> None:
    workflow = YAML(typ="safe").load(given_to(Kind.GITHUB, schedule(rhythm, zone)).files[0].content)
    assert event in {"", *(each["cron"] for each in workflow["on"]["schedule"])}
    seconds = int(dt.datetime.fromisoformat(f"{now}+00:00").timestamp())
    date = f'#!/bin/sh\n[ "$1" = +%s ] && exec echo {seconds}\nexec {shutil.which("date")} "$@"\n'
    (tmp_path / "date").write_text(date, encoding="ascii")
    (tmp_path / "date").chmod(0o755)
    output = tmp_path / "output"
    output.touch()
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "SCHEDULE": event, "GITHUB_OUTPUT": str(output)}
    script = workflow["jobs"]["publish"]["steps"][0]["run"]
    subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], check=True, env=environment)
    assert output.read_text(encoding="ascii") == ("due=yes\n" if due else "")


def test_github_starts_nothing_every_minute() -> None:
    notes = given_to(Kind.GITHUB, schedule(Minutely(1))).notes
    assert [note.code for note in notes] == ["schedule-caveat", "bad-schedule"]


def test_no_name_is_an_expression_of_github() -> None:
    notes = given_to(Kind.GITHUB, schedule(AT_SIX, "UTC", "/srv/${{ secrets.KEY }}")).notes
    assert [note.code for note in notes] == ["schedule-caveat", "bad-schedule"]


@pytest.mark.parametrize("kind", Kind)
def test_the_same_schedule_gives_the_same_bytes(kind: Kind) -> None:
    assert given_to(kind, schedule()) == given_to(kind, schedule())
