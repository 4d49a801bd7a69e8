"""What `publisher facts` does."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.console import tell
from publisher.diagnostics import Diagnostic, PublisherError, Report, Status
from publisher.facts.adoption import proposals
from publisher.facts.comparison import compared
from publisher.facts.listing import Survey, survey
from publisher.facts.machine import differences_object, survey_object, uses_object
from publisher.facts.telling import told_differences, told_survey, told_uses
from publisher.nearest import did_you_mean
from publisher.preparation.language import speak
from publisher.publishing.plan import misnamed_in, wanted_slugs

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
    """Whether it answers with one JSON object a line."""
    _surveys: dict[str, Survey] = field(default_factory=dict, init=False, repr=False, compare=False)

    def survey(self, slug: str) -> Survey:
        """Survey a document, and tell once what is wrong with it."""
        if slug not in self._surveys:
            self._surveys[slug] = self.survey_of(self.workspace.path_of(slug))
        return self._surveys[slug]

    def survey_of(self, path: Path) -> Survey:
        """Survey a source, and tell what is wrong with it."""
        found = survey(path, self.workspace.root, self.today)
        tell(found.report, sys.stderr)
        return found

    def documents(self) -> tuple[str, ...]:
        """Return the documents that are meant, and tell of those with names which none can have."""
        wanted = wanted_slugs(self.workspace, self.slugs)
        tell(Report(self._misnamed()), sys.stderr)
        return wanted

    def _misnamed(self) -> list[Diagnostic]:
        return [] if self.slugs else misnamed_in(self.workspace.found())

    @property
    def status(self) -> Status:
        """Whether what was surveyed has errors, so that the answer may lack something."""
        stops = any(each.report.stops() for each in self._surveys.values()) or self._misnamed()
        return Status.SOURCE if stops else Status.GOOD


def listing(asked: Asked, say: Callable[[str], None]) -> Status:
    """List the facts of documents, and the figures that were typed."""
    for slug in asked.documents():
        found = asked.survey(slug)
        for line in [_written(survey_object(slug, found))] if asked.machine else told_survey(slug, found):
            say(line)
    return asked.status


def uses(asked: Asked, key: str, say: Callable[[str], None]) -> Status:
    """Name each place where a fact is used."""
    known: set[str] = set()
    there = False
    for slug in asked.documents():
        found = asked.survey(slug)
        known.update(line.fact.key for line in found.facts)
        fact = found.of(key)
        if fact is None:
            continue
        there = True
        for line in [_written(uses_object(slug, fact))] if asked.machine else told_uses(slug, fact):
            say(line)
    if not there:
        hint = did_you_mean(key, sorted(known), "publisher facts lists them")
        raise PublisherError.single("unknown-fact", f"there is no fact {key}", hint=hint, status=Status.USAGE)
    return asked.status


def compare(asked: Asked, say: Callable[[str], None]) -> Status:
    """Show where translations cite other facts than their originals; as with `diff`, the status tells whether they do."""
    differ = False
    pairs = _pairs(asked.workspace, asked.documents())
    for original, translation in pairs:
        found = compared(asked.survey(original), asked.survey(translation))
        differ = differ or bool(found)
        lines = told_differences(original, translation, found)
        for line in [_written(differences_object(original, translation, found))] if asked.machine else lines:
            say(line)
    if not pairs and not asked.machine:
        say("there are no translations: a translation of index.md into Spanish is index.es.md beside it")
    return Status.SOURCE if differ else asked.status


def _pairs(workspace: Workspace, slugs: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return each original with each translation, of the documents that are meant; either may be named."""
    originals = [(slug, other) for slug in slugs for other in workspace.translations(slug)]
    named = [(original, slug) for slug in slugs if (original := workspace.original(slug))]
    return list(dict.fromkeys((*originals, *named)))


def adopt(asked: Asked, path: Path, say: Callable[[str], None]) -> Status:
    """Propose entries for the ledger from the figures that were typed in a source."""
    found = asked.survey_of(path)
    if not found.facts and not found.coverage.figures and found.report.stops():
        return Status.SOURCE
    known = [line.fact.key for line in found.facts]
    say("facts:")
    for proposal in proposals(found.coverage.open, known, speak(found.lang)):
        say(proposal.line())
    return Status.SOURCE if found.report.stops() else Status.GOOD


def _written(entry: dict[str, object]) -> str:
    return json.dumps(entry, ensure_ascii=False)
