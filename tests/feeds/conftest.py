from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.feeds import FeedServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer().running() as running:
        yield running
