from __future__ import annotations

import faulthandler
import os
import signal
from typing import TYPE_CHECKING, Any, cast

import pytest

import publisher
from publisher.config import find_workspace
from publisher.diagnostics import PublisherError, Status
from publisher.exporters import Artifact, Exporter
from publisher.preparation import prepare
from publisher.publishing import Job, Outcome, workers
from publisher.publishing import render as render_module
from publisher.publishing.check import checked
from publisher.publishing.render import render as _render
from tests.support.charts import TRADE
from tests.support.workspaces import BAD, GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.diagnostics import Report
    from publisher.model import Document
    from publisher.publishing.render import Rendering


def codes(outcome: Outcome) -> list[str]:
    return [each.code for each in outcome.report.sorted()]


def test_the_public_names_are_functions_whatever_was_imported_before() -> None:
    assert all(callable(getattr(publisher, name)) for name in ("read", "prepare", "export", "build"))
    with pytest.raises(AttributeError, match="no attribute 'render'"):
        _ = publisher.render


def test_all_formats_of_all_documents_are_published(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one=GOOD, two=GOOD)
    result = publisher.build(root)
    assert result.status is Status.GOOD
    names = [path.name for outcome in result.outcomes for path in outcome.paths]
    assert names == [f"{slug}.{suffix}" for slug in ("one", "two") for suffix in ("docx", "html", "pdf", "txt")]
    assert all(path.stat().st_size for outcome in result.outcomes for path in outcome.paths)
    assert all(outcome.changed for outcome in result.outcomes)
    assert not any(outcome.changed for outcome in publisher.build(root).outcomes)


def test_charts_are_drawn_in_the_processes_of_their_documents(tmp_path: Path) -> None:
    chart = f"---\ntitle: {{title}}\n---\n\n:::{{{{chart}}}} C\n{TRADE}:::\n"
    result = publisher.build(workspace(tmp_path / "w", one=chart, two=chart))
    assert result.status is Status.GOOD
    assert [codes(outcome) for outcome in result.outcomes] == [[], []]


def test_a_process_that_has_drawn_a_chart_can_build_documents_with_charts(tmp_path: Path) -> None:
    source = f"---\ntitle: {{title}}\n---\n\n:::{{{{chart}}}} C\n{TRADE}:::\n"
    root = workspace(tmp_path / "w", one=source)
    document = publisher.prepare(publisher.read(root / "source" / "one"))
    drawn = publisher.export(document, "html").content
    (outcome,) = publisher.build(root, formats=["html"]).outcomes
    assert codes(outcome) == []
    assert outcome.paths[0].read_bytes() == drawn


def test_an_error_in_one_document_costs_that_one_alone(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one=GOOD, two=GOOD)
    publisher.build(root, formats=["txt"])
    before = (root / "dist" / "one" / "one.txt").read_bytes()
    (root / "source" / "one" / "index.md").write_text(BAD.format(title="one"), encoding="utf-8")
    (root / "source" / "two" / "index.md").write_text(GOOD.format(title="Changed"), encoding="utf-8")
    result = publisher.build(root, formats=["txt"])
    one, two = result.outcomes
    assert (one.status, one.paths, codes(one)) == (Status.SOURCE, (), ["unknown-label"])
    assert two.status is Status.GOOD
    assert (root / "dist" / "one" / "one.txt").read_bytes() == before
    assert "Changed" in (root / "dist" / "two" / "two.txt").read_text(encoding="utf-8")


def test_only_the_named_documents_and_formats_are_built(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one=GOOD, two=GOOD)
    (outcome,) = publisher.build(root, ["two"], ["ascii", "html"]).outcomes
    assert [path.name for path in outcome.paths] == ["two.ascii.txt", "two.html"]
    assert not (root / "dist" / "one").exists()


def test_files_of_an_earlier_build_beside_new_ones_are_told(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    publisher.build(root, formats=["txt", "html"])
    assert [codes(each) for each in publisher.build(root, formats=["txt"]).outcomes] == [[]]
    (root / "source" / "one" / "index.md").write_text(GOOD.format(title="Changed"), encoding="utf-8")
    (outcome,) = publisher.build(root, formats=["txt"]).outcomes
    assert codes(outcome) == ["mixed-edition"]
    assert outcome.report.diagnostics[0].message == "one.html stayed as an earlier build made them"


def test_a_loss_is_published_only_when_that_is_wanted(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one="---\ntitle: T\n---\n\n> # A heading in a quotation\n")
    (strict,) = publisher.build(root, formats=["txt"]).outcomes
    assert (strict.status, codes(strict)) == (Status.SOURCE, ["nested-heading"])
    (lenient,) = publisher.build(root, formats=["txt"], lenient=True).outcomes
    assert (lenient.status, codes(lenient)) == (Status.GOOD, ["nested-heading"])


@pytest.mark.parametrize(
    ("slugs", "formats", "code"),
    [(["tow"], [], "unknown-document"), ([], ["odt"], "unknown-format")],
)
def test_what_is_not_known_is_a_wrong_call(tmp_path: Path, slugs: list[str], formats: list[str], code: str) -> None:
    root = workspace(tmp_path / "w", one=GOOD, two=GOOD)
    with pytest.raises(PublisherError) as caught:
        publisher.build(root, slugs, formats)
    assert caught.value.status is Status.USAGE
    assert [each.code for each in caught.value.report.diagnostics] == [code]


def test_a_workspace_without_documents_says_so(tmp_path: Path) -> None:
    with pytest.raises(PublisherError, match="no-source"):
        publisher.build(workspace(tmp_path / "w"))


def test_an_unknown_template_is_an_error_of_the_document(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one="---\ntitle: T\ntemplate: reprot\n---\n\nText.\n")
    (outcome,) = publisher.build(root, formats=["txt"]).outcomes
    assert "unknown-template" in codes(outcome)
    assert outcome.status is not Status.GOOD


def test_an_unknown_template_is_told_where_it_is_named(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    (root / "source" / "one" / "index.md").write_text(
        "---\ntitle: T\ntemplate: minstry\n---\n\nText.\n", encoding="utf-8"
    )
    (outcome,) = publisher.build(root, formats=["txt"]).outcomes
    (diagnostic,) = outcome.report.diagnostics
    assert diagnostic.at
    assert (diagnostic.code, diagnostic.at.line, diagnostic.at.column) == ("unknown-template", 3, 11)


def test_a_broken_template_is_told_with_its_line(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one="---\ntitle: T\ntemplate: house\n---\n\nText.\n")
    (root / "templates" / "house").mkdir(parents=True)
    (root / "templates" / "house" / "theme.toml").write_text('extends = "briefing"\n', encoding="utf-8")
    (root / "templates" / "house" / "page.html").write_text("<html>\n{{ nothing.here }}\n", encoding="utf-8")
    (outcome,) = publisher.build(root, formats=["html"]).outcomes
    assert codes(outcome) == ["bad-template"]


def test_a_failing_exporter_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_document: object, _theme: object) -> Artifact:
        message = "no ink"
        raise ValueError(message)

    monkeypatch.setattr(render_module, "exporter", lambda name: Exporter(name, ".x", "text/plain", broken))
    root = workspace(tmp_path / "w", one=GOOD)
    (outcome,) = publisher.build(root, formats=["txt"]).outcomes
    (diagnostic,) = outcome.report.diagnostics
    assert (diagnostic.code, outcome.status) == ("exporter-failed", Status.SOURCE)
    assert diagnostic.message.startswith("the exporter 'txt' failed: ValueError: no ink (")


@pytest.mark.parametrize("given", ["text", None, Artifact(cast("Any", "text"))])
def test_an_exporter_that_gives_something_else_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: object
) -> None:
    odd: Any = lambda _document, _theme: given  # noqa: E731
    monkeypatch.setattr(render_module, "exporter", lambda name: Exporter(name, ".x", "text/plain", odd))
    root = workspace(tmp_path / "w", one=GOOD)
    (outcome,) = publisher.build(root, formats=["txt"]).outcomes
    (diagnostic,) = outcome.report.diagnostics
    assert diagnostic.code == "exporter-failed"
    assert "it gives no Artifact whose content is bytes" in diagnostic.message


def test_a_fault_of_publisher_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render_module, "prepare", lambda *_, **__: 1 / 0)
    root = workspace(tmp_path / "w", one=GOOD)
    (outcome,) = publisher.build(root, formats=["txt"]).outcomes
    assert (codes(outcome), outcome.status) == (["internal-error"], Status.SOURCE)


def greedy(*_: object, **__: object) -> object:
    return [bytearray(50_000_000) for _ in range(100)]


def test_a_document_that_needs_too_much_memory_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render_module, "prepare", greedy)
    root = workspace(tmp_path / "w", settings="memory = 1000\n", one=GOOD)
    (outcome,) = publisher.build(root, formats=["txt"]).outcomes
    assert (codes(outcome), outcome.status) == (["out-of-memory"], Status.SOURCE)


def complaining(document: Document, report: Report, **_: object) -> Document:
    os.write(2, b"\n(process:12): GLib-CRITICAL **: 10:11:12.123: no ink\n")
    return prepare(document, report)


def test_what_a_library_writes_to_standard_error_is_told_once_and_without_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_module, "prepare", complaining)
    root = workspace(tmp_path / "w", one=GOOD)
    (outcome,) = publisher.build(root, formats=["txt"]).outcomes
    (diagnostic,) = outcome.report.diagnostics
    assert (diagnostic.code, diagnostic.message) == ("layout-warning", "GLib-CRITICAL **: no ink")
    assert outcome.status is Status.GOOD


def dying(job: Job) -> Rendering:
    if job.slug == "two":
        faulthandler.disable()  # the test's own, which would print a page
        os.kill(os.getpid(), signal.SIGSEGV)
    return _render(job)


def failing(job: Job) -> Rendering:
    if job.slug == "two":
        raise MemoryError
    return _render(job)


def turning(job: Job) -> Rendering:
    while job.slug == "two":
        pass
    return _render(job)


def hanging(job: Job) -> Rendering:
    if job.slug == "two":
        signal.pause()
    return _render(job)


@pytest.mark.parametrize(
    ("render", "settings", "code"),
    [
        (dying, "", "crashed"),
        (failing, "", "crashed"),
        (hanging, "timeout = 1\n", "time-out"),
        (turning, "cpu = 1\n", "time-out"),
    ],
)
def test_a_document_that_dies_or_hangs_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, render: object, settings: str, code: str
) -> None:
    monkeypatch.setattr(workers, "render", render)
    root = workspace(tmp_path / "w", settings=settings, one=GOOD, two=GOOD, three=GOOD)
    result = publisher.build(root, formats=["txt"])
    assert {outcome.slug: codes(outcome) for outcome in result.outcomes} == {"one": [], "three": [], "two": [code]}
    assert result.status is Status.SOURCE
    assert sorted(path.name for path in (root / "dist").iterdir() if path.is_dir()) == [".editions", "one", "three"]


FOR_SOME = (
    "---\ntitle: T\naudiences: [press]\n---\n\nAll.\n\n:::{only} press\nPress.\n:::\n\n:::{only} html\nWeb.\n:::\n"
)


def test_an_audience_has_an_edition_of_its_own_and_a_format_its_own_parts(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    (root / "source" / "one" / "index.md").write_text(FOR_SOME, encoding="utf-8")
    publisher.build(root, formats=["txt", "html"])
    publisher.build(root, formats=["txt", "html"], audience="press")
    texts = {
        path.name: path.read_text(encoding="utf-8")
        for name in ("one", "one.press")
        for path in (root / "dist" / name).glob(f"{name}.*")
    }
    assert sorted(texts) == ["one.html", "one.press.html", "one.press.txt", "one.txt"]
    assert {name for name, text in texts.items() if "Press." in text} == {"one.press.txt", "one.press.html"}
    assert {name for name, text in texts.items() if "Web." in text} == {"one.html", "one.press.html"}


def test_check_looks_at_every_audience_and_format(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    wrong = FOR_SOME.replace("Press.", "{nope}`x`").replace("Web.", "{ref}`nowhere`")
    (root / "source" / "one" / "index.md").write_text(wrong, encoding="utf-8")
    report = checked(find_workspace(root), "one")
    assert sorted(each.code for each in report.diagnostics) == ["unknown-label", "unknown-role"]
