from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.config import find_workspace
from publisher.preview.watching import concerned, watched
from publisher.theme import built_in_templates
from tests.support.workspaces import GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("changed", "slugs"),
    [
        (["source/one/index.md"], {"one", "one.es"}),
        (["source/one/data/deep/trade.csv"], {"one", "one.es"}),
        (["source/one/index.md", "source/two/images/a.svg"], {"one", "one.es", "two"}),
        (["source/one.more/index.md"], {"one.more"}),
        (["source/facts/shared.yaml"], {"one", "one.es", "one.more", "two"}),
        (["source/one/index.md", "templates/house/theme.toml"], {"one", "one.es", "one.more", "two"}),
        (["publisher.toml"], {"one", "one.es", "one.more", "two"}),
    ],
)
def test_a_change_concerns_the_documents_that_are_made_of_the_file(
    tmp_path: Path, changed: list[str], slugs: set[str]
) -> None:
    root = workspace(tmp_path / "w", one=GOOD, two=GOOD)
    (root / "source" / "one" / "index.es.md").write_text(GOOD, encoding="utf-8")
    (root / "source" / "one.more").mkdir()
    (root / "source" / "one.more" / "index.md").write_text(GOOD, encoding="utf-8")
    place = find_workspace(root)
    assert concerned([root / each for each in changed], place, place.slugs()) == slugs


def test_sources_and_templates_are_watched_and_what_is_published_is_not(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    (root / "dist").mkdir()
    assert watched(find_workspace(root)) == (root / "source", built_in_templates())
    (root / "templates").mkdir()
    assert watched(find_workspace(root)) == (root / "source", root / "templates", built_in_templates())
