from __future__ import annotations

import pytest

from publisher.nearest import did_you_mean


@pytest.mark.parametrize(
    ("name", "hint"),
    [("utsr", "did you mean ustr?"), ("INE", "did you mean ine?"), ("bank", "add it")],
)
def test_the_nearest_name_is_named_whatever_its_capitals(name: str, hint: str) -> None:
    assert did_you_mean(name, ["ustr", "ine"], "add it") == hint
