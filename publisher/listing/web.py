"""What the web wants beside the index page: a feed (Atom, RFC 4287) and a sitemap (sitemaps.org 0.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from publisher.listing.entries import Entry

__all__ = ["atom_feed", "sitemap"]

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_UNKNOWN = "application/octet-stream"


def atom_feed(listed: tuple[Entry, ...], base_url: str, title: str, lang: str) -> bytes:
    """Write the documents that have a date as a feed, the newest first; nothing where none has."""
    dated = sorted((each for each in listed if each.about.date), key=lambda each: each.slug)
    dated.sort(key=lambda each: each.about.date, reverse=True)
    if not dated:
        return b""
    feed = etree.fromstring(f'<feed xmlns="{_ATOM}"/>')
    feed.set(_LANG, lang)
    _add(feed, "id", base_url)
    _add(feed, "title", title)
    _add(feed, "updated", _moment(dated[0]))
    _add(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{base_url}feed.atom"})
    _add(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{base_url}index.html"})
    _add(_add(feed, "author"), "name", title)
    _add(feed, "generator", "Publisher")
    for each in dated:
        _add_entry(feed, each, base_url)
    return _written(feed)


def _add_entry(feed: _Element, entry: Entry, base_url: str) -> None:
    about = entry.about
    found = _add(feed, "entry", {_LANG: about.lang})
    _add(found, "id", f"{base_url}{entry.files[0].address.split('/')[0]}/")
    _add(found, "title", about.title)
    _add(found, "updated", _moment(entry))
    for name in about.authors or filter(None, [about.organisation]):
        _add(_add(found, "author"), "name", name)
    types = {each.media_type or _UNKNOWN: each for each in reversed(entry.files)}
    for file in entry.files:
        media_type = file.media_type or _UNKNOWN
        if types[media_type] is file:  # one alternate for each type and language (4.1.2)
            link = {"rel": "alternate", "type": media_type, "href": base_url + file.address}
            _add(found, "link", {**link, "hreflang": about.lang, "length": str(file.size)})
    if about.summary:
        _add(found, "summary", about.summary)
    for word in about.keywords:
        _add(found, "category", {"term": _legal(word)})


def sitemap(listed: tuple[Entry, ...], base_url: str) -> bytes:
    """Write the addresses of the index page and of all documents."""
    root = etree.fromstring(f'<urlset xmlns="{_SITEMAP}"/>')
    _add(_add(root, "url"), "loc", f"{base_url}index.html")
    for entry in listed:
        url = _add(root, "url")
        _add(url, "loc", base_url + entry.files[0].address)
        if entry.about.date:
            _add(url, "lastmod", entry.about.date)
    return _written(root)


def _add(parent: _Element, name: str, content: str | Mapping[str, str] = "") -> _Element:
    """Add an element of the parent's namespace with a text, or with attributes."""
    namespace = etree.QName(parent).namespace
    attributes = {} if isinstance(content, str) else dict(content)
    child = etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)
    if isinstance(content, str) and content:
        child.text = _legal(content)
    return child


def _moment(entry: Entry) -> str:
    return f"{entry.about.date}T00:00:00Z"


def _legal(text: str) -> str:
    """Keep what XML may hold; a record may have been written by anybody."""
    return "".join(each for each in text if each.isprintable() or each == " ")


def _written(root: _Element) -> bytes:
    etree.indent(root)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return content + b"\n"
