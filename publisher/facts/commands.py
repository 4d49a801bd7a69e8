"""What `publisher facts` does."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.console import tell
from publisher.diagnostics import PublisherError, Status
from publisher.facts.adoption import proposals
from publisher.facts.comparison import compared
from publisher.facts.listing import Survey, place_of, survey
from publisher.facts.telling import told_differences, told_survey, told_uses
from publisher.nearest import did_you_mean
from publisher.preparation.language import speak
from publisher.publishing.plan import wanted_slugs
from publisher.reader import read

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from publisher.config import Workspace

__all__ = ["Asked", "adopt", "compare", "listing", "uses"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command was asked for."""

    workspace: Workspace
    slugs: tuple[str, ...]
    today: dt.date
    machine: bool = False

    def survey(self, slug: str) -> Survey:
        """Survey a document, and tell what is wrong with it."""
        found = survey(self.workspace.path_of(slug), self.workspace.root, self.today)
        tell(found.report, sys.stderr)
        return found

    def documents(self) -> tuple[str, ...]:
        """Return the documents that are meant."""
        return wanted_slugs(self.workspace, self.slugs)


def listing(asked: Asked, say: Callable[[str], None]) -> Status:
    """List the facts of documents, and the figures that were typed."""
    status = Status.GOOD
    for slug in asked.documents():
        found = asked.survey(slug)
        status = Status.SOURCE if found.report.stops() else status
        if asked.machine:
            figures = [{"figure": each.text, "place": place_of(each)} for each in found.coverage.open]
            say(
                json.dumps(
                    {"document": slug, "facts": found.rows(), "typed": figures, "coverage": found.coverage.share}
                )
            )
            continue
        for line in told_survey(slug, found):
            say(line)
    return status


def uses(asked: Asked, key: str, say: Callable[[str], None]) -> Status:
    """Name each place where a fact is used."""
    known: set[str] = set()
    there = False
    for slug in asked.documents():
        found = asked.survey(slug)
        known.update(line.fact.key for line in found.facts)
        line = found.of(key)
        if line is None:
            continue
        there = True
        if asked.machine:
            say(json.dumps({"document": slug, "fact": key, "uses": [place_of(use) for use in line.uses]}))
            continue
        for text in told_uses(line):
            say(text)
    if not there:
        hint = did_you_mean(key, sorted(known), "publisher facts lists them")
        raise PublisherError.single("unknown-fact", f"there is no fact {key}", hint=hint, status=Status.USAGE)
    return Status.GOOD


def compare(asked: Asked, say: Callable[[str], None]) -> Status:
    """Show where translations cite other facts than their originals."""
    differ = False
    for slug in asked.documents():
        for translation in asked.workspace.translations(slug):
            found = compared(asked.survey(slug), asked.survey(translation))
            differ = differ or bool(found)
            if asked.machine:
                say(json.dumps({"original": slug, "translation": translation, "differ": [each.key for each in found]}))
                continue
            for line in told_differences(slug, translation, found):
                say(line)
    return Status.SOURCE if differ else Status.GOOD


def adopt(asked: Asked, path: Path, say: Callable[[str], None]) -> Status:
    """Propose entries for the ledger from the figures that were typed in a source."""
    found = survey(path, asked.workspace.root, asked.today)
    tell(found.report, sys.stderr)
    known = [line.fact.key for line in found.facts]
    say("facts:")
    for proposal in proposals(found.coverage.open, known, speak(read(path, found.report).metadata.lang)):
        say(proposal.line())
    return Status.GOOD
