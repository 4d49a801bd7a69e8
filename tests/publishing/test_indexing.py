"""The index page follows what is published, whoever publishes; a run that finds nothing to do leaves it alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from publisher import rebuild
from publisher.cli import main
from publisher.config import find_workspace
from publisher.diagnostics import Status
from publisher.listing.about import about_of
from publisher.publishing.editions import editions_of
from publisher.publishing.verifying import verified
from tests.support.cases import ROOT
from tests.support.workspaces import workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SETTINGS = 'formats = ["txt", "html"]\nbase-url = "https://example.org/"\n'
DATED = "---\ntitle: {title}\ndate: 2024-01-31\n---\n\nText.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = workspace(tmp_path / "w", settings=SETTINGS, one=DATED, two=DATED)
    assert rebuild(made).status is Status.GOOD
    for name in ("index.html", "feed.atom", "sitemap.xml"):
        os.utime(made / "dist" / name, (1, 1))
    return made


def index_of(root: Path) -> str:
    return (root / "dist/index.html").read_text(encoding="utf-8")


def written(root: Path) -> bool:
    return (root / "dist/index.html").stat().st_mtime != 1


def edit(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def test_where_there_is_nothing_to_do_nothing_that_draws_is_even_imported(root: Path) -> None:
    said = "import sys; sys.argv[1:] = ['rebuild']\nfrom publisher.cli import main\ntry:\n    main()\n"
    said += "finally:\n    print(*sys.modules, sep='\\n')\n"
    done = subprocess.run([sys.executable, "-c", said], cwd=root, capture_output=True, text=True, check=True)
    found = set(done.stdout.split())
    assert "publisher.publishing.rebuilding" in found
    assert not {"invoke", "jinja2", "weasyprint", "lxml", "pydantic", "rich", "publisher.listing"} & found
    assert not written(root)


def another_look(root: Path) -> None:
    shutil.copytree(ROOT / "templates/briefing", root / "templates/briefing")
    theme = root / "templates/briefing/theme.toml"
    theme.write_text(
        re.sub(r'accent = "[^"]*"', 'accent = "#123456"', theme.read_text(encoding="utf-8"), count=1), "utf-8"
    )


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a document": (lambda root: edit(root, "source/one/index.md", "title: one", "title: Changed"), "Changed"),
    "a document that is new": (
        lambda root: workspace(root, settings=SETTINGS, three=DATED),
        "three/three.html",
    ),
    "the title": (lambda root: edit(root, "publisher.toml", "base-url", 'title = "Fichas"\nbase-url'), "Fichas"),
    "the language": (lambda root: edit(root, "publisher.toml", "base-url", 'lang = "es"\nbase-url'), "Buscar"),
    "the template set": (another_look, "--accent:#123456"),
    "the page itself": (lambda root: (root / "dist/index.html").unlink(), "one/one.html"),
    "its feed": (
        lambda root: (root / "dist/feed.atom").write_text("by hand", encoding="utf-8"),
        "one/one.html",
    ),
    "its address": (lambda root: edit(root, "publisher.toml", 'base-url = "https://example.org/"', ""), "one/one.html"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_written_where_it_would_come_out_otherwise(root: Path, change: str) -> None:
    make, said = CHANGES[change]
    make(root)
    rebuild(root)
    assert said in index_of(root)
    has_feed = "base-url" in (root / "publisher.toml").read_text(encoding="utf-8")
    assert (root / "dist/feed.atom").exists() is has_feed
    assert not has_feed or "by hand" not in (root / "dist/feed.atom").read_text(encoding="utf-8")


def test_what_is_no_longer_published_is_not_listed(root: Path) -> None:
    (root / "dist/two").unlink()
    shutil.rmtree(root / "dist/.editions/two")
    shutil.rmtree(root / "source/two")
    rebuild(root)
    assert "two/two.html" not in index_of(root)
    assert "one/one.html" in index_of(root)


def test_a_document_that_is_only_taken_off_the_list_has_a_new_edition(root: Path) -> None:
    before = about_of(root / "dist/two")
    edit(root, "source/two/index.md", "date:", "listed: false\ndate:")
    result = rebuild(root)
    assert [(each.slug, each.changed) for each in result.outcomes] == [("two", True)]
    assert "two/two.html" not in index_of(root)
    assert (before.listed, about_of(root / "dist/two").listed) == (True, False)
    assert len(editions_of(root / "dist", "two")) == 2
    assert rebuild(root).outcomes == ()


def test_a_rollback_takes_it_back_too(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    edit(root, "source/one/index.md", "title: one", "title: Changed")
    rebuild(root)
    assert "Changed" in index_of(root)
    monkeypatch.chdir(root)
    with pytest.raises(SystemExit) as left:
        main(["rollback", "one"])
    assert (left.value.code, capfd.readouterr().err) == (0, "")
    assert "Changed" not in index_of(root)
    rebuild(root)
    assert "Changed" not in index_of(root)


def test_a_run_that_was_killed_before_it_wrote_the_page_is_made_up_for(root: Path) -> None:
    page = root / "dist/index.html"
    before = page.read_bytes()
    edit(root, "source/one/index.md", "title: one", "title: Changed")
    killed = (
        "import os, signal, sys\nimport publisher.listing\n"
        "publisher.listing.write_index = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from publisher import rebuild\nrebuild(sys.argv[1])\n"
    )
    subprocess.run([sys.executable, "-c", killed, str(root)], check=False, capture_output=True)
    assert page.read_bytes() == before
    assert [each.code for each in rebuild(root).report.diagnostics] == ["stale-lock"]
    assert "Changed" in index_of(root)


def test_a_page_that_could_not_be_written_is_tried_again(root: Path) -> None:
    (root / "dist/index.html").unlink()
    (root / "dist/index.html").mkdir()
    for _ in range(2):
        result = rebuild(root)
        assert ([each.code for each in result.report.diagnostics], result.status) == (["index-failed"], Status.OUTSIDE)
    (root / "dist/index.html").rmdir()
    assert rebuild(root).status is Status.GOOD
    assert "one/one.html" in index_of(root)


def test_verify_knows_it(root: Path) -> None:
    assert verified(find_workspace(root), quick=True).report.diagnostics == []
