"""Runs that nobody watches: one run, its record, and who is told of it.

record.py    what a run was: types, and the protocol of what keeps them
sqlite.py    the record in .publisher/runs.sqlite
due.py       whether a run of a schedule is due
running.py   one run: the lock, the build in a process of its own, the record, and all who are told
metrics.py   the last runs as an OpenMetrics text file
foreground.py  a scheduler of our own, for containers
telling.py   the health ping, and notices on the first failure and on recovery
"""
