from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.cli import main
from tests.support.runs import Told
from tests.support.servers import Web, web_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def publisher(capfd: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    def told(*words: str) -> Told:
        with pytest.raises(SystemExit) as caught:
            main(words)
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Told(int(str(caught.value.code)), out, err)

    return told


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.setenv("no_proxy", "*")
    with web_server() as server:
        yield server


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path
