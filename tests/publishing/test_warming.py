"""What is done once before documents are rendered leaves nothing of one in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.config import Settings
from publisher.publishing.plan import Job
from publisher.publishing.render import render
from publisher.publishing.warming import languages_of
from publisher.publishing.workers import render_all

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("pdf", "docx", "html", "txt")
LONG = "Undiscriminating representatives internationally characterised responsibilities. " * 40


def job(root: Path, name: str, text: str) -> Job:
    path = root / name / "index.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return Job(name, path, root, root / "templates", FORMATS, lenient=False)


def test_a_document_is_the_same_bytes_by_itself_and_among_others(tmp_path: Path) -> None:
    texts = {
        "english": f"---\ntitle: One\nlang: en-US\n---\n\n{LONG}\n",
        "german": f"---\ntitle: Zwei\nlang: de\n---\n\n{LONG}\n",
        "large": f"---\ntitle: Three\nlang: en-US\npaper: a4\nwatermark: Draft\n---\n\n{LONG}[^n]\n\n[^n]: A note.\n",
        "arabic": "---\ntitle: أربعة\nlang: ar\n---\n\nنص\n",
        "report": f"---\ntitle: Five\nlang: en-US\ntemplate: report\n---\n\n## A\n\n{LONG}\n",
        "plain": "---\ntitle: Six\n---\n\nA `word`.\n",
        "again": f"---\ntitle: Zwei\nlang: de\n---\n\n{LONG}\n",
    }
    jobs = [job(tmp_path, name, text) for name, text in texts.items()]
    alone = {each.slug: render(each) for each in jobs}
    for order in (jobs, jobs[::-1]):
        for each, found in render_all(tuple(order), Settings(), lambda _: None):
            assert found.files, found.report.diagnostics
            assert found.files == alone[each.slug].files
            assert found.report.diagnostics == alone[each.slug].report.diagnostics


def test_languages_are_those_that_several_documents_are_in(tmp_path: Path) -> None:
    heads = [
        "lang: de",
        "lang: 'de'",
        "lang: en-US",
        'lang: "en-US"',
        "lang: en-US",
        "lang: fr",
        "title: None",
        "lang:",
    ]
    jobs = [job(tmp_path, str(number), f"---\n{head}\n---\n") for number, head in enumerate(heads)]
    gone = Job("gone", tmp_path / "gone.md", tmp_path, tmp_path, FORMATS, lenient=False)
    odd = job(tmp_path, "odd", "---\nlang: ../../etc\n---\n")
    odd.path.write_bytes(b"\xff\xfe\x00lang: de")
    assert languages_of([*jobs, gone, odd]) == ["en-US", "de"]
