"""What a run shows on a terminal: a table of what is being rendered, and above it what has become of documents."""

from __future__ import annotations

import atexit
import time
from typing import TYPE_CHECKING

from publisher.console import Known, describe, line_of
from publisher.diagnostics import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.live import Live
    from rich.table import Table

    from publisher.publishing import Job, Outcome

__all__ = ["RichListener"]

_MINUTE = 60


class RichListener:
    """Shows on a terminal which documents are being rendered, how many are left and how long that will take.

    It draws when something happens, and has no thread: processes are forked meanwhile.
    """

    def __init__(self, *, lenient: bool) -> None:
        """Wait for something to do; until then nothing is imported that draws."""
        self.lenient = lenient
        self.busy: dict[str, Job] = {}
        self.known = Known()
        self.counts = {"published": 0, "unchanged": 0, "failed": 0}
        self.warnings = 0
        self.total = 0
        self.began = time.monotonic()
        self.live: Live | None = None

    def planned(self, jobs: Sequence[Job], fresh: int) -> None:
        """Show how much there is to do."""
        del fresh  # the end of the run tells it
        self.total = len(jobs)
        if not jobs:
            return
        from rich.console import Console
        from rich.live import Live

        self.live = Live(console=Console(highlight=False), auto_refresh=False, transient=True)
        self.live.start()
        atexit.register(self.live.stop)  # whatever ends the run, the cursor comes back

    def started(self, job: Job) -> None:
        """Show that a document is being rendered."""
        self.busy[job.edition] = job
        self._show()

    def ended(self, outcome: Outcome) -> None:
        """Tell what became of a document, above the table."""
        from rich.console import Console
        from rich.text import Text

        self.busy.pop(outcome.slug, None)
        good = "published" if outcome.changed else "unchanged"
        self.counts[good if outcome.status is Status.GOOD else "failed"] += 1
        lines = []
        new = self.known.new_of(outcome.report)
        for diagnostic in new:
            stops = diagnostic.stops(lenient=self.lenient)
            self.warnings += not stops
            text = Text(describe(diagnostic, outcome.report, lenient=self.lenient))
            text.highlight_words([f"error[{diagnostic.code}]"] if stops else [], "bold red")
            text.highlight_words([] if stops else [f"warning[{diagnostic.code}]"], "bold yellow")
            lines.append(text)
        if again := self.known.again(outcome.report, new):
            lines.append(Text(again))
        lines.append(Text(line_of(outcome), "green" if outcome.status is Status.GOOD else "red"))
        console = self.live.console if self.live else Console(highlight=False)
        console.print(*lines, sep="\n", soft_wrap=True)
        self._show()

    def table(self) -> Table:
        """Return the table of what is being rendered."""
        from rich.table import Table

        done = sum(self.counts.values())
        counted = [f"{count} {name}" for name, count in self.counts.items() if count]
        said = ", ".join(counted + ([f"{self.warnings} warning{'s' * (self.warnings > 1)}"] if self.warnings else []))
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
        table.add_row("rendering", f"{done} of {self.total}", f"{said}{self._left(done)}", style="bold")
        for edition, job in self.busy.items():
            table.add_row("", edition, " ".join(job.formats))
        return table

    def _left(self, done: int) -> str:
        """Say how long the rest will take, as far as what is done tells."""
        if not done or done == self.total:
            return ""
        seconds = round((time.monotonic() - self.began) / done * (self.total - done))
        return f"; {seconds} s left" if seconds < _MINUTE else f"; {round(seconds / _MINUTE)} min left"

    def _show(self) -> None:
        if self.live is None:
            return
        if self.busy:
            self.live.update(self.table(), refresh=True)
        else:
            self.live.stop()
