"""What every document needs is done once, before a process is forked for each.

Modules, parsed sheets, faces of fonts, data of languages: a fork finds ready what is left behind here. Nothing of a
document is rendered or parsed, for what that did to this process it would do to all that follow.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.exporters.layout_engine import layout_engine
from publisher.exporters.registry import BUILT_IN, exporter
from publisher.publishing.plan import Job, head_of
from publisher.publishing.render import render
from publisher.reader.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["languages_of", "warm"]

_SAMPLE = Path(__file__).parent.parent / "skeleton" / "first-brief" / "index.md"
"""A document of our own, which may be rendered in this process."""
_SAMPLE_PAYS = 6
"""The number of documents from which on it saves more than it takes."""
_LANGUAGE = re.compile(r"""^lang:[ ]*["']?([A-Za-z0-9-]+)""", re.MULTILINE)
_MOST_LANGUAGES = 4
"""Patterns of hyphenation take as long to read as a page to lay out, and a fork sees the memory of them all."""


def warm(jobs: Sequence[Job]) -> None:
    """Import what renders; where it pays, render a sample, and read how the languages of the documents hyphenate."""
    formats = tuple(dict.fromkeys(name for job in jobs for name in job.formats))
    for name in formats:
        exporter(name)
    if len(jobs) > 1 and "pdf" in formats:
        try:
            layout_engine()
        except OSError:
            return  # each document will say that Pango is missing
        _read_hyphenation(languages_of(jobs))
    if len(jobs) >= _SAMPLE_PAYS:
        Fields.make_ready()
        built_in = tuple(name for name in formats if name in BUILT_IN)
        render(Job("sample", _SAMPLE, _SAMPLE.parent, _SAMPLE.parent, built_in, lenient=True))
        gc.collect()
        gc.freeze()


def languages_of(jobs: Sequence[Job]) -> list[str]:
    """Return the languages that more than one document is in, as far as a glance tells, the most frequent first."""
    found = Counter(language for job in jobs for language in _language(job.path))
    return [language for language, count in found.most_common(_MOST_LANGUAGES) if count > 1]


def _language(path: Path) -> list[str]:
    return _LANGUAGE.findall(head_of(path) or "")[:1]


def _read_hyphenation(languages: Sequence[str]) -> None:
    pyphen = import_module("pyphen")  # it ships no types
    for language in languages:
        if pyphen.language_fallback(language):
            pyphen.Pyphen(lang=language)
