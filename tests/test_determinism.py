"""The same source gives the same bytes: in another folder, time zone, locale and hash order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from publisher.publishing.receipts import artifacts_in
from tests.support.cases import CASES, DOCUMENTS, ROOT, TRANSLATIONS

FORMATS = "pdf,docx,html,txt,ascii"
INDEX = ("index.html", "feed.atom", "sitemap.xml")


def built(folder: Path, **environment: str) -> dict[str, bytes]:
    """Build copies of all documents and cases in a folder; return each file's bytes."""
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


def test_all_artifacts_are_the_same_everywhere(tmp_path: Path) -> None:
    here = tmp_path / "here"
    there = tmp_path / "a folder elsewhere" / "deeper"
    here.mkdir()
    there.mkdir(parents=True)
    first = built(here, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    second = built(there, TZ="Asia/Kathmandu", LC_ALL="C.UTF-8", LANG="de_DE.UTF-8", PYTHONHASHSEED="4242")
    assert len(first) == len(FORMATS.split(",")) * len((*DOCUMENTS, *TRANSLATIONS, *CASES)) + len(INDEX)
    assert [name for name in first if first[name] != second[name]] == []


def test_no_artifact_tells_where_it_was_made(tmp_path: Path) -> None:
    folder = tmp_path / "a-place-that-must-not-show"
    folder.mkdir()
    for content in built(folder).values():
        assert b"a-place-that-must-not-show" not in content
        assert str(ROOT).encode() not in content
