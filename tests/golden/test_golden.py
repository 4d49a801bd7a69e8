"""Every case holds one source and what every format must give; `./run accept` takes over what they give now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cases import CASES, FORMATS, exported
from tests.support.views import view

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Path, name: str, *, accept: bool) -> None:
    given = view(name, exported(case, name).content)
    expected = case / f"expected.{name}"
    if accept:
        expected.write_text(given, encoding="utf-8")
    assert expected.is_file(), f"no {expected.name}: look at what it should be, then ./run accept"
    assert given.splitlines() == expected.read_text(encoding="utf-8").splitlines()
