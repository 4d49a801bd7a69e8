from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from publisher import preview as package
from publisher.config import find_workspace
from publisher.diagnostics import PublisherError, Status
from publisher.preview import preview, word_pages
from publisher.preview.server import listening
from tests.support.previews import Client, running
from tests.support.workspaces import BAD, GOOD, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def write(root: Path, slug: str, text: str) -> None:
    (root / "source" / slug / "index.md").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("preview") / "w", one=GOOD, two=BAD)


@pytest.fixture(scope="module")
def client(root: Path) -> Iterator[Client]:
    with running(root) as found:
        yield found


def test_the_overview_names_every_document_with_its_formats_and_what_is_wrong(client: Client) -> None:
    page = client.eventually("/", "1 error")
    for name in ("one/one.html", "one/one.pdf", "one/one.docx", "one/one.txt", "two/two.html"):
        assert f'href="/{name}"' in page
    assert '<td class="state good">good</td>' in client.eventually("/", "state good")


def test_every_format_is_served_with_its_media_type(client: Client) -> None:
    found = {name: client.get(f"/one/one.{name}") for name in ("html", "txt", "docx", "pdf")}
    assert {name: each.headers["content-type"].split(";")[0] for name, each in found.items()} == {
        "html": "text/html",
        "txt": "text/plain",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf": "application/pdf",
    }
    assert found["pdf"].content.startswith(b"%PDF-")
    assert "Text of the document." in found["txt"].text


def test_what_is_served_is_what_a_build_would_publish_and_nothing_is_published(client: Client, root: Path) -> None:
    from publisher.publishing import build

    served = client.get("/one/one.html").content
    assert not (root / "dist").exists()
    build(root, ["one"], ["html"])
    assert (root / "dist" / "one" / "one.html").read_bytes() == served


def test_a_change_is_shown_an_error_is_told_over_the_last_good_page_and_goes_when_mended(
    client: Client, root: Path
) -> None:
    client.get("/one/one.html")
    write(root, "one", GOOD.format(title="Changed"))
    client.eventually("/one/", "<title>Changed: preview</title>")
    assert "<title>Changed</title>" in client.get("/one/one.html").text
    write(root, "one", BAD.format(title="Changed"))
    page = client.eventually("/one/", "error[unknown-label]")
    assert "source/one/index.md:5:17: error[unknown-label]" in page
    assert "  Text with {ref}`nowhere`.\n                  ^^^^^^^\n" in page
    assert "Below is the last good page." in page
    assert "Text of the document." in client.get("/one/one.html").text
    write(root, "one", GOOD.format(title="Mended"))
    assert "error[" not in client.eventually("/one/", "<title>Mended: preview</title>")


def test_a_document_that_was_never_good_shows_its_errors_in_place_of_the_page(client: Client) -> None:
    page = client.eventually("/two/", "error[unknown-label]")
    assert "There is no page yet." in page
    assert "<iframe" not in page
    for name in ("two.html", "two.pdf"):
        missing = client.get(f"/two/{name}")
        assert missing.status == 404
        assert "error[unknown-label]" in missing.text


def test_a_format_stands_beside_the_web_page(client: Client) -> None:
    client.get("/one/one.pdf")
    page = client.eventually("/one/?beside=pdf", 'src="/one/one.pdf?v=')
    assert page.count("<iframe") == 2
    assert client.get("/one/?beside=pptx").text.count("<iframe") == 1


LAYS_OUT = """#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
{ printf '%%PDF-pages of '; wc -c <"$3"; } >"$2/document.pdf"
"""


def test_the_pages_of_a_word_file_stand_beside_where_something_lays_them_out(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_pages, "_PROGRAMS", ("soffice-for-tests",))
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    length = len(client.get("/one/one.docx").content)
    assert "+ Word" not in client.get("/one/").text
    assert client.get("/one/?beside=docx").text.count("<iframe") == 1
    assert client.get("/one/one.docx?pages").status == 404
    program = tmp_path / "soffice-for-tests"
    program.write_text(LAYS_OUT, encoding="ascii")
    program.chmod(0o755)
    assert "+ Word" in client.get("/one/").text
    client.eventually("/one/?beside=docx", 'src="/one/one.docx?pages&amp;v=')
    pages = client.get("/one/one.docx?pages")
    assert pages.headers["content-type"] == "application/pdf"
    assert pages.content == f"%PDF-pages of {length}\n".encode()
    program.unlink()
    assert client.get("/one/one.docx?pages").content == pages.content  # they are laid out once


def test_documents_come_and_go(client: Client, root: Path) -> None:
    (root / "source" / "three").mkdir()
    write(root, "three", GOOD.format(title="Three"))
    client.eventually("/", 'href="/three/"')
    assert "Text of the document." in client.get("/three/three.txt").text
    (root / "source" / "three" / "index.md").unlink()
    client.eventually("/three/", "There is no such document")


def test_everything_that_a_document_is_made_of_is_watched(client: Client, root: Path) -> None:
    folder, house, shared = root / "source" / "whole", root / "templates" / "house", root / "source" / "facts"
    for each in (folder / "parts", house, shared):
        each.mkdir(parents=True)
    (house / "theme.toml").write_text('extends = "briefing"\n[colors]\naccent = "#111111"\n', encoding="utf-8")
    (shared / "all.yaml").write_text("facts:\n  people: {value: 1100, unit: number}\n", encoding="utf-8")
    (folder / "facts.yaml").write_text("facts:\n  cities: {value: 21, unit: number}\n", encoding="utf-8")
    (folder / "parts" / "one.md").write_text("Included first.\n", encoding="utf-8")
    (folder / "figures.csv").write_text("Year,People\n2020,5\n", encoding="utf-8")
    write(
        root,
        "whole",
        "---\ntitle: Whole\ntemplate: house\n---\n\n{fact}`people` people in {fact}`cities` cities.\n\n"
        ":::{include} parts/one.md\n:::\n\n:::{csv-table} Figures\n:file: figures.csv\n:header-rows: 1\n:::\n",
    )
    page = "/whole/whole.html"
    for words in ("1,100", "21", "Included first.", "2020", "--accent:#111111"):
        client.eventually(page, words)
    changes = {
        shared / "all.yaml": ("1100", "2200", "2,200"),
        folder / "facts.yaml": ("21", "31", "31"),
        folder / "parts" / "one.md": ("first", "second", "Included second."),
        folder / "figures.csv": ("2020", "2021", "2021"),
        house / "theme.toml": ("#111111", "#222222", "--accent:#222222"),
    }
    for path, (old, new, seen) in changes.items():
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        client.eventually(page, seen)


def test_a_lane_that_is_killed_is_started_again(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    others = set(multiprocessing.active_children())
    with running(root) as client:
        client.eventually("/", "state good")
        for lane in set(multiprocessing.active_children()) - others:
            lane.kill()
        write(root, "one", GOOD.format(title="After"))
        client.eventually("/one/", "error[crashed]")
        write(root, "one", GOOD.format(title="Once more"))
        client.eventually("/one/one.html", "<title>Once more</title>")


def test_a_slow_format_is_given_up_when_the_source_changes(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    rows = "".join(f"| {number} | x |\n" for number in range(1500))
    with running(root) as client:
        client.eventually("/", "state good")
        write(root, "one", f"---\ntitle: Long\n---\n\n| A | B |\n|---|---|\n{rows}")
        client.eventually("/one/?beside=pdf", "<title>Long: preview</title>")
        write(root, "one", GOOD.format(title="Short"))
        client.eventually("/one/", "<title>Short: preview</title>")
        answer = client.get("/one/one.pdf")
        assert answer.content.startswith(b"%PDF-")
        assert b"error[" not in client.get("/one/").content


def test_settings_that_are_wrong_are_told_and_those_before_go_on(client: Client, root: Path) -> None:
    (root / "publisher.toml").write_text("jbos = 1\n", encoding="utf-8")
    page = client.eventually("/", "error[bad-config]")
    assert "publisher.toml:1:1" in page
    assert "did you mean jobs?" in page
    (root / "publisher.toml").write_text("", encoding="utf-8")
    client.eventually("/", '<div id="trouble" data-live aria-live="polite">\n</div>')


def test_a_name_that_no_document_can_have_is_told_as_long_as_it_is_there(client: Client, root: Path) -> None:
    (root / "source/one").rename(root / "source/index.html")
    page = client.eventually("/", "error[bad-name]")
    assert "index.html can&#39;t be published" in page
    assert 'href="/two/"' in page
    (root / "source/index.html").rename(root / "source/one")
    client.eventually("/", '<div id="trouble" data-live aria-live="polite">\n</div>')


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:8000@evil.example", "", "10.0.0.1"]
)
def test_it_answers_only_to_its_own_name(client: Client, host: str) -> None:
    assert client.get("/", host).status == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000"])
def test_these_are_its_own_names(client: Client, host: str) -> None:
    assert client.get("/", host).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_it_is_only_read(client: Client, method: str) -> None:
    assert client.get("/", method=method).status == 405
    assert client.get("/", method="HEAD").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/one/../../../etc/passwd",
        "/one/%2e%2e%2findex.md",
        "/one/index.md",
        "/one/facts.yaml",
        "/one/..%5cindex.md",
        "/one//etc/passwd",
        "/_preview/desk.py",
        "/_preview/%2e%2e/desk.py",
        "/one/one.html%00",
        "/one/../one/index.md",
        "/one/one.html/",
        "/nothing/",
    ],
)
def test_nothing_but_documents_is_served(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status == 404
    assert "root:" not in answer.text
    assert "title:" not in answer.text


def test_pages_may_load_nothing_from_elsewhere_and_be_shown_nowhere_else(client: Client) -> None:
    own, document = client.get("/").headers, client.get("/one/one.html").headers
    assert "default-src 'none'" in own["content-security-policy"]
    assert "frame-ancestors 'none'" in own["content-security-policy"]
    assert "default-src 'none'" in document["content-security-policy"]
    assert "connect-src" not in document["content-security-policy"]
    assert own["cross-origin-resource-policy"] == document["cross-origin-resource-policy"] == "same-origin"


def test_what_a_document_says_is_no_markup_of_the_preview(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one="---\ntitle: '<script>alert(1)</script>'\n---\n\n{{ref}}`<b>x</b>`\n")
    with running(root) as client:
        page = client.eventually("/one/", "1 error")
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page


def test_a_taken_port_is_told_with_another_one() -> None:
    with listening(0) as first:
        port = first.getsockname()[1]
        with pytest.raises(PublisherError) as caught:
            listening(port)
    (diagnostic,) = caught.value.report.diagnostics
    assert (diagnostic.code, caught.value.status) == ("port-taken", Status.OUTSIDE)
    assert diagnostic.hint == f"publisher preview --port {port + 1}"
    with pytest.raises(PublisherError, match="port-taken"):
        listening(70000)


def test_missing_packages_are_told_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "find_spec", lambda name: None if name == "uvicorn" else object())
    place = find_workspace(workspace(tmp_path / "w", one=GOOD))
    with pytest.raises(PublisherError) as caught:
        preview(place, (), port=0, lenient=False, say=lambda _: None)
    (diagnostic,) = caught.value.report.diagnostics
    assert (diagnostic.code, caught.value.status) == ("missing-package", Status.OUTSIDE)
    assert diagnostic.hint == f'{sys.executable} -m pip install "publisher[preview]"'
    assert diagnostic.message.endswith(": uvicorn")


def test_an_unknown_document_is_a_wrong_call(tmp_path: Path) -> None:
    place = find_workspace(workspace(tmp_path / "w", one=GOOD))
    with pytest.raises(PublisherError, match="unknown-document") as caught:
        preview(place, ("tow",), port=0, lenient=False, say=lambda _: None)
    assert caught.value.status is Status.USAGE


def children_of(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in found.stdout.split()]


def is_alive(pid: int) -> bool:
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip()) and not found.stdout.startswith("Z")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_all_its_processes_and_status_0(tmp_path: Path, number: signal.Signals) -> None:
    root = workspace(tmp_path / "w", one=GOOD)
    process = subprocess.Popen(
        [sys.executable, "-m", "publisher.cli", "preview", "--port", "0", "--workspace", str(root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        assert process.stdout.readline().startswith("preview at http://127.0.0.1:")
        assert process.stdout.readline().startswith("one (html txt): good, ")
        below = children_of(process.pid)
        assert below
        process.send_signal(number)
        _, complaints = process.communicate(timeout=5)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, complaints) == (0, "")
    assert not any(map(is_alive, below))
    assert not (root / "dist").exists()


def test_the_guard_s_answers_are_marked_too(client: Client) -> None:
    refused = client.get("/", "evil.example")
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert refused.headers["cache-control"] == "no-store"
