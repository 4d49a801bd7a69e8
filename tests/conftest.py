from __future__ import annotations

import os

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="take what the exporters give now as what they must give")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    wanted = bool(request.config.getoption("--accept"))
    assert not (wanted and os.environ.get("CI")), "golden files are accepted by people, never by CI"
    return wanted
