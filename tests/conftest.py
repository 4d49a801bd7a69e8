from __future__ import annotations

import os
import shutil
import tempfile

import pytest
from hypothesis import settings

from tests.support.shared import PLACE

settings.register_profile("people", deadline=None)  # how long a case takes is a matter for bench/
settings.register_profile("ci", settings.get_profile("people"), derandomize=True)  # a landing must not depend on luck
settings.load_profile("people")
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="take what the exporters give now as what they must give")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    wanted = bool(request.config.getoption("--accept"))
    assert not (wanted and os.environ.get("CI")), "golden files are accepted by people, never by CI"
    return wanted


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[PLACE] = tempfile.mkdtemp(prefix="publisher-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(PLACE), ignore_errors=True)
