"""The same source gives the same bytes: in another folder, time zone, locale and hash order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from publisher.publishing.receipts import artifacts_in
from tests.support.cases import CASES, DOCUMENTS, ROOT, TRANSLATIONS
from tests.support.shared import shared

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = "pdf,docx,html,txt,ascii"
INDEX = ("index.html", "feed.atom", "sitemap.xml")


def built(folder: Path, **environment: str) -> dict[str, bytes]:
    """Build copies of all documents and cases in a folder; return each file's bytes."""
    folder.mkdir(parents=True)
    for document in (*DOCUMENTS, *CASES):
        shutil.copytree(document, folder / "source" / document.name, ignore=shutil.ignore_patterns("expected.*"))
    (folder / "publisher.toml").write_text('base-url = "https://example.org/"\n', encoding="utf-8")
    command = [sys.executable, "-m", "publisher", "build", "--lenient", "--format", FORMATS]
    subprocess.run(
        command, check=True, capture_output=True, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)} | environment
    )
    dist = folder / "dist"
    editions = (artifacts_in(edition) for edition in dist.glob("[!.]*") if edition.is_dir())
    files = {name: content for edition in editions for name, content in edition.items()}
    return files | {name: (dist / name).read_bytes() for name in INDEX}


@pytest.fixture
def here(tmp_path: Path) -> dict[str, bytes]:
    return shared("built here", lambda: built(tmp_path / "here", TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1"))


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, bytes]:
    place = tmp_path / "a place that must not show" / "deeper"
    surroundings = {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "4242"}
    return shared("built elsewhere", lambda: built(place, **surroundings))


def test_all_artifacts_are_the_same_everywhere(here: dict[str, bytes], elsewhere: dict[str, bytes]) -> None:
    assert len(here) == len(FORMATS.split(",")) * len((*DOCUMENTS, *TRANSLATIONS, *CASES)) + len(INDEX)
    assert [name for name in here if here[name] != elsewhere[name]] == []


def test_no_artifact_tells_where_it_was_made(elsewhere: dict[str, bytes]) -> None:
    for content in elsewhere.values():
        assert b"a place that must not show" not in content
        assert b"a%20place%20that" not in content
        assert str(ROOT).encode() not in content
