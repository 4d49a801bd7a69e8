"""The command, called as the shell calls it."""

from __future__ import annotations

import pytest

from publisher.cli import main


class Told:
    """What a command said."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


def command(capfd: pytest.CaptureFixture[str], *words: str) -> Told:
    with pytest.raises(SystemExit) as caught:
        main(words)
    out, err = capfd.readouterr()
    assert "Traceback" not in err
    assert isinstance(caught.value.code, int)
    return Told(caught.value.code, out, err)
