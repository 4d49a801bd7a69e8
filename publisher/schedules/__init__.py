"""Schedules: when a workspace is published by itself, and what a platform needs to be told so that it is.

model.py         what a schedule is: types only
occurrences.py   when it is due, over all changes of the clocks
firings.py       when a platform whose clock knows less has to start, so that nothing that is due is missed
platforms/       Schedule -> the files or lines of a platform; pure functions
installing/      putting them in place and taking them out again, with the platform's own tools
commands.py      what `publisher schedule install`, `list`, `remove` and `show` do

A platform only wakes Publisher; whether a run is due is decided by Publisher itself (`run-now --due`), from its own
record of runs. So cron, which runs a job twice when clocks go back, and systemd, which leaves out a time that clocks
jump over, give one run a day as well, and launchd needs no idea of zones.
"""
