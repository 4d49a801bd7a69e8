from __future__ import annotations

import datetime as dt
import json
import os
import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree

import publisher
from publisher.config import find_workspace
from publisher.diagnostics import PublisherError, Status
from publisher.listing import remove_index
from publisher.listing.about import RECEIPT, About, about_of, as_written
from publisher.listing.entries import entries, groups
from tests.support.workspaces import BAD, GOOD, workspace

if TYPE_CHECKING:
    from pathlib import Path

FULL = """---
title: Trade & <growth>
summary: Trade has grown.
kicker: Fact sheet
date: 2024-01-31
edition: "2"
handling: Public
organisation: Bureau of Trade
authors: [Ana Díaz]
keywords: [commerce]
---

Text.
"""
OLD = "---\ntitle: Older\ndate: 2019-05-01\n---\n\nText.\n"
SPANISH = "---\ntitle: Comercio\nlang: es\nhandling: Público\n---\n\nTexto.\n"
ARABIC = "---\ntitle: التجارة\nlang: ar\n---\n\nنص.\n"


def index_of(root: Path) -> str:
    return (root / "dist" / "index.html").read_text(encoding="utf-8")


def visible(page: str) -> str:
    body = page.split("<body>")[1].split("<script>", maxsplit=1)[0]
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", body))


def titles(page: str) -> list[str]:
    return re.findall(r"<h2[^>]*><a[^>]*>(.*?)</a></h2>", page)


def test_all_that_is_published_is_listed_the_newest_first(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", full=FULL, old=OLD, undated=GOOD)
    publisher.build(root)
    page = index_of(root)
    assert titles(page) == ["Trade &amp; &lt;growth&gt;", "Older", "undated"]
    said = visible(page)
    for words in ("Fact sheet", "Trade has grown.", "January 31, 2024 · Edition 2 · Public", "May 1, 2019"):
        assert words in said
    for suffix in ("html", "pdf", "docx", "txt"):
        assert f'<a href="full/full.{suffix}"' in page
    size = round((root / "dist" / "full" / "full.pdf").stat().st_size / 1000)
    assert f'type="application/pdf">PDF</a> <span class="size">{size} kB</span>' in page
    assert 'data-words="full commerce Ana Díaz Bureau of Trade"' in page


def test_translations_stand_with_their_original_in_their_own_language(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", full=FULL)
    (root / "source" / "full" / "index.es.md").write_text(SPANISH, encoding="utf-8")
    (root / "source" / "full" / "index.ar.md").write_text(ARABIC, encoding="utf-8")
    publisher.build(root, formats=["html"])
    page = index_of(root)
    assert titles(page) == ["Trade &amp; &lt;growth&gt;"]
    assert '<a href="full.es/full.es.html" hreflang="es" lang="es" dir="ltr">Comercio</a>' in page
    assert '<a href="full.ar/full.ar.html" hreflang="ar" lang="ar" dir="rtl">التجارة</a>' in page
    assert "Público · español" in visible(page)


def test_a_translation_without_its_original_stands_alone(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", full=BAD)
    (root / "source" / "full" / "index.es.md").write_text(SPANISH, encoding="utf-8")
    publisher.build(root, formats=["html"])
    assert titles(index_of(root)) == ["Comercio"]


def test_a_document_that_fails_keeps_its_place_with_its_last_good_edition(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", full=FULL, old=OLD)
    publisher.build(root, formats=["html"])
    before = index_of(root)
    (root / "source" / "full" / "index.md").write_text(BAD.format(title="New title"), encoding="utf-8")
    assert publisher.build(root, formats=["html"]).status is Status.SOURCE
    assert index_of(root) == before


def test_when_nothing_changed_not_even_its_time_changes(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", full=FULL)
    publisher.build(root, formats=["html"])
    path = root / "dist" / "index.html"
    os.utime(path, (1, 1))
    publisher.build(root, formats=["html"])
    assert path.stat().st_mtime == 1
    assert [each.name for each in (root / "dist").glob(".index*")] == []


def test_a_document_may_be_left_out_and_editions_for_an_audience_always_are(tmp_path: Path) -> None:
    root = workspace(
        tmp_path / "w", full=FULL, hidden="---\ntitle: Hidden\nlisted: false\ndate: 2024-01-01\n---\n\nText.\n"
    )
    press = FULL.replace("kicker:", "audiences: [press]\nkicker:").replace("Trade &", "For the press")
    (root / "source" / "press").mkdir()
    (root / "source" / "press" / "index.md").write_text(press, encoding="utf-8")
    (root / "publisher.toml").write_text('base-url = "https://example.org/"\n', encoding="utf-8")
    publisher.build(root, ["full", "hidden"], ["html"])
    publisher.build(root, ["press"], ["html"], audience="press")
    assert (root / "dist" / "press.press" / "press.press.html").exists()
    for name in ("index.html", "feed.atom", "sitemap.xml"):
        text = (root / "dist" / name).read_text(encoding="utf-8")
        assert "full/full.html" in text
        assert "hidden/" not in text
        assert "press.press" not in text


def test_the_page_speaks_the_language_of_the_settings(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", settings='lang = "es-PE"\ntitle = "Fichas"\n', full=FULL)
    publisher.build(root, formats=["html", "pdf"])
    page = index_of(root)
    assert '<html lang="es-PE">' in page
    assert '<h1 class="title">Fichas</h1>' in page
    assert '<label for="_words">Buscar</label>' in page
    assert "31 de enero de 2024" in page
    assert "Public · English" in visible(page)
    (root / "publisher.toml").write_text('lang = "ar"\n', encoding="utf-8")
    publisher.build(root, formats=["html"])
    assert '<html lang="ar" dir="rtl">' in index_of(root)


def test_an_empty_output_folder_says_so(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", one=BAD)
    publisher.build(root, formats=["html"])
    assert "Nothing is published yet." in index_of(root)


def test_it_works_without_a_script_and_without_a_server(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", full=FULL)
    publisher.build(root, formats=["html"])
    page = index_of(root)
    assert '<form id="_search" role="search" hidden>' in page
    assert not re.search(r'(?:src|href)="(?:https?:|//|/)', page)


def test_it_has_the_looks_of_the_template_that_the_settings_name(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", settings='template = "house"\n', full=FULL)
    (root / "templates" / "house").mkdir(parents=True)
    (root / "templates" / "house" / "theme.toml").write_text(
        'extends = "briefing"\n[colors]\naccent = "#123456"\n', encoding="utf-8"
    )
    publisher.build(root, formats=["html"])
    assert "--accent:#123456" in index_of(root)
    (root / "publisher.toml").write_text('template = "huose"\n', encoding="utf-8")
    before = index_of(root)
    result = publisher.build(root, formats=["html"])
    assert [each.code for each in result.report.diagnostics] == ["unknown-template"]
    assert result.status is not Status.GOOD
    assert index_of(root) == before


def test_an_index_that_can_t_be_written_is_told_and_the_documents_are_published(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", full=FULL)
    (root / "dist" / "index.html").mkdir(parents=True)
    result = publisher.build(root, formats=["html"])
    (diagnostic,) = result.report.diagnostics
    assert (diagnostic.code, result.status) == ("index-failed", Status.OUTSIDE)
    assert result.outcomes[0].status is Status.GOOD
    assert (root / "dist" / "full" / "full.html").exists()


def test_it_goes_with_the_editions(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", settings='base-url = "https://example.org"\n', full=FULL)
    publisher.build(root, formats=["html"])
    remove_index(root / "dist")
    assert [path.name for path in (root / "dist").iterdir() if path.is_file() and not path.name.startswith(".")] == []
    remove_index(root / "dist")


# the record of an edition


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    known = About("T", "S", "K", "es", "2024-01-31", "2", "H", "O", ("A", "B"), ("k",), "one", "press", listed=False)
    (tmp_path / RECEIPT).write_text(json.dumps({"about": as_written(known)}), encoding="utf-8")
    assert about_of(tmp_path) == known


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff",
        b'{"about": []}',
        b'{"about": {"title": 3, "listed": "no", "date": "yesterday", "keywords": "all", "authors": [1]}}',
        b'{"about": {"title": "", "more": true}}',
        b'{"title": "elsewhere"}',
    ],
)
def test_a_record_that_says_nothing_leaves_the_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / RECEIPT).write_bytes(content)
    assert about_of(tmp_path / "one") == About("one")


def test_an_edition_of_an_earlier_publisher_is_listed_by_its_name(tmp_path: Path) -> None:
    edition, output = tmp_path / "edition", tmp_path / "dist"
    edition.mkdir()
    (edition / "one.pdf").write_bytes(b"%PDF-")
    (edition / "edition.json").write_bytes(b"{}")
    (output / "assets").mkdir(parents=True)
    (output / "assets" / "assets.css").touch()
    (output / "one").symlink_to(edition)
    (output / "gone").symlink_to(tmp_path / "nowhere")
    (group,) = groups(entries(output))
    assert (group.first.about.title, [each.suffix for each in group.first.files]) == ("one", [".pdf"])


# the web


ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_without_an_address_there_is_neither_feed_nor_sitemap(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", settings='base-url = "https://example.org/b"\n', full=FULL)
    publisher.build(root, formats=["html"])
    assert {"feed.atom", "sitemap.xml"} <= {path.name for path in (root / "dist").iterdir()}
    assert '<link rel="canonical" href="https://example.org/b/">' in index_of(root)
    (root / "publisher.toml").write_text("", encoding="utf-8")
    publisher.build(root, formats=["html"])
    assert {"feed.atom", "sitemap.xml"} & {path.name for path in (root / "dist").iterdir()} == set()
    assert "canonical" not in index_of(root)


def test_the_feed_is_what_rfc_4287_asks_for(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", settings='base-url = "https://example.org/b"\n', full=FULL, old=OLD)
    publisher.build(root, formats=["html", "pdf", "txt", "ascii"])
    feed = etree.parse(root / "dist" / "feed.atom").getroot()
    assert feed.tag == f"{ATOM}feed"
    for parent in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):  # exactly one of each (4.1.1, 4.1.2)
            assert len(parent.findall(f"{ATOM}{name}")) == 1
        moment = parent.findtext(f"{ATOM}updated") or ""
        assert dt.datetime.fromisoformat(moment).tzinfo is not None
        assert (parent.findtext(f"{ATOM}id") or "").startswith("https://example.org/b/")
        alternates = [
            (each.get("type"), each.get("hreflang"))
            for each in parent.findall(f"{ATOM}link")
            if each.get("rel") == "alternate"
        ]
        assert len(alternates) == len(set(alternates)) > 0
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    entries_ = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries_] == ["Trade & <growth>", "Older"]
    assert feed.findtext(f"{ATOM}updated") == "2024-01-31T00:00:00Z"
    assert [each.text for each in entries_[0].iter(f"{ATOM}name")] == ["Ana Díaz"]
    links = {each.get("href"): each.get("length") for each in entries_[0].findall(f"{ATOM}link")}
    pdf = root / "dist" / "full" / "full.pdf"
    assert links["https://example.org/b/full/full.pdf"] == str(pdf.stat().st_size)


def test_a_document_without_a_date_is_told_and_in_no_feed(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", settings='base-url = "https://example.org/b"\n', one=GOOD)
    result = publisher.build(root, formats=["html"])
    assert [each.code for each in result.report.diagnostics] == ["undated-document"]
    assert result.status is Status.GOOD
    assert not (root / "dist" / "feed.atom").exists()


def test_the_sitemap_is_what_sitemaps_org_asks_for(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", settings='base-url = "https://example.org/b"\n', full=FULL, undated=GOOD)
    publisher.build(root, formats=["html", "pdf"])
    sitemap = etree.parse(root / "dist" / "sitemap.xml").getroot()
    assert sitemap.tag == f"{SITEMAP}urlset"
    assert [[child.tag.removeprefix(SITEMAP) for child in url] for url in sitemap] == [
        ["loc"],
        ["loc", "lastmod"],
        ["loc"],
    ]
    assert [url.findtext(f"{SITEMAP}loc") for url in sitemap] == [
        "https://example.org/b/index.html",
        "https://example.org/b/full/full.html",
        "https://example.org/b/undated/undated.html",
    ]
    assert sitemap.findtext(f"{SITEMAP}url/{SITEMAP}lastmod") == "2024-01-31"


@pytest.mark.parametrize(
    "address", ["example.org", "ftp://example.org/", "https:///x", "https://e.org/?a", "https://e.org/#a"]
)
def test_an_address_that_is_none_is_told(tmp_path: Path, address: str) -> None:
    root = workspace(tmp_path / "w", settings=f'base-url = "{address}"\nlang = "english!"\n', one=GOOD)
    with pytest.raises(PublisherError) as caught:
        find_workspace(root)
    assert [each.code for each in caught.value.report.diagnostics] == ["bad-config", "bad-config"]
