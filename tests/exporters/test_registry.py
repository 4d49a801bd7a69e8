from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publisher.diagnostics import PublisherError, Status
from publisher.exporters import Exporter
from publisher.exporters.registry import BUILT_IN, exporter, exporter_names

if TYPE_CHECKING:
    from pathlib import Path


def install(folder: Path, package: str, name: str, code: str) -> None:
    """Lay a package with one entry point on a folder, as an installer would."""
    (folder / f"{package}.py").write_text(code, encoding="utf-8")
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[publisher.exporters]\n{name} = {package}:EXPORTER\n", encoding="utf-8")


GOOD = """
from publisher.exporters import Artifact, Exporter
EXPORTER = Exporter("{name}", ".w", "text/plain", lambda document, theme: Artifact(document.metadata.title.encode()))
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_built_in_exporters_are_what_they_say(name: str) -> None:
    found = exporter(name)
    assert isinstance(found, Exporter)
    assert found.name == name
    assert found.suffix.startswith(".")


def test_a_package_brings_an_exporter(site: Path) -> None:
    install(site, "brings_titles", "titles", GOOD.format(name="titles"))
    assert exporter_names()[-1] == "titles"
    assert exporter("titles").suffix == ".w"


def test_an_unknown_format_lists_those_there_are() -> None:
    with pytest.raises(PublisherError) as caught:
        exporter("odt")
    (diagnostic,) = caught.value.report.diagnostics
    assert (diagnostic.code, caught.value.status) == ("unknown-format", Status.USAGE)
    assert diagnostic.hint == "there are: pdf, docx, html, txt, ascii"


@pytest.mark.parametrize(("first", "second"), [("pdf", ""), ("extra", "extra")])
def test_two_exporters_with_one_name_are_an_error(site: Path, first: str, second: str) -> None:
    install(site, "brings_one", first, GOOD.format(name=first))
    if second:
        install(site, "brings_two", second, GOOD.format(name=second))
    with pytest.raises(PublisherError) as caught:
        exporter_names()
    (diagnostic,) = caught.value.report.diagnostics
    assert (diagnostic.code, caught.value.status) == ("duplicate-exporter", Status.OUTSIDE)
    assert "brings_one:EXPORTER" in diagnostic.hint


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import no_such_module", "brings_bad:EXPORTER can't be loaded: ModuleNotFoundError"),
        ("EXPORTER = 7", "the exporter 'bad' is no Exporter of that name"),
        (GOOD.format(name="other"), "the exporter 'bad' is no Exporter of that name"),
    ],
)
def test_a_broken_exporter_is_told(site: Path, code: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(__import__("sys").modules, "brings_bad", raising=False)
    install(site, "brings_bad", "bad", code)
    with pytest.raises(PublisherError) as caught:
        exporter("bad")
    (diagnostic,) = caught.value.report.diagnostics
    assert diagnostic.code == "bad-exporter"
    assert diagnostic.message.startswith(message)
