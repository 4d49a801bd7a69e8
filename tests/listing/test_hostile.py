from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from publisher.config import Settings, Workspace
from publisher.inputs import Inputs
from publisher.listing.about import RECEIPT, About, about_of, as_written
from publisher.listing.entries import Entry, File, groups
from publisher.listing.page import index_page
from publisher.listing.web import atom_feed, sitemap
from tests.support.cases import ROOT

TEXT = st.text(max_size=40)
ABOUT = st.builds(
    About,
    title=st.text(min_size=1, max_size=40),
    summary=TEXT,
    kicker=TEXT,
    lang=st.sampled_from(["en-US", "es", "ar", "zh-Hant", "qu"]),
    date=st.sampled_from(["", "2024-01-31", "0001-01-01", "9999-12-31"]),
    edition=TEXT,
    handling=TEXT,
    keywords=st.lists(TEXT, max_size=3).map(tuple),
    authors=st.lists(TEXT, max_size=3).map(tuple),
)


def entry(about: About) -> Entry:
    return Entry("one", about, (File(".html", "one/one.html", 1), File(".odt", "one/one.odt", 2_345_678)))


@settings(deadline=None, max_examples=60)
@given(ABOUT)
def test_a_record_keeps_every_text(about: About) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, RECEIPT).write_text(json.dumps({"about": as_written(about)}), encoding="utf-8")
        assert about_of(Path(folder)) == about


@settings(deadline=None, max_examples=60)
@given(ABOUT)
def test_a_feed_and_a_sitemap_can_be_read_whatever_a_record_says(about: About) -> None:
    listed = (entry(about),)
    feed = atom_feed(listed, "https://example.org/", "All", "en-US")
    assert bool(feed) is bool(about.date)
    for content in filter(None, (feed, sitemap(listed, "https://example.org/"))):
        etree.fromstring(content)


@settings(deadline=None, max_examples=60)
@given(ABOUT)
def test_nothing_in_a_record_becomes_markup_of_the_page(about: About) -> None:
    page = index_page(Workspace(ROOT, Settings()), groups((entry(about),)), "", Inputs(), feed=False)
    assert page.count("<script") == 1
    assert page.count("<h2") == 1
    assert page.count("</style>") == 1
