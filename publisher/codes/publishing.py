"""Codes about workspaces, commands, editions, previews and the index page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.codes.weights import error, warning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.codes.weights import Explanation

__all__ = ["PUBLISHING"]

PUBLISHING: Mapping[str, Explanation] = {
    "no-workspace": error("There is no workspace here", "A workspace has a source/ folder; publisher new makes one."),
    "bad-config": error("The workspace's settings can't be used", "They stand in publisher.toml or pyproject.toml."),
    "bad-argument": error("An option can't be used", "publisher help COMMAND says what each option takes."),
    "unknown-document": error("There is no such document", "publisher list shows the documents."),
    "unknown-format": error("There is no such format", "publisher list shows the formats."),
    "duplicate-exporter": error("Two exporters have one name", "Uninstall one of the packages that bring them."),
    "bad-exporter": error("An exporter can't be loaded", "The package that brings it is broken."),
    "internal-error": error("Publisher itself failed", "This is a fault of Publisher; please report it."),
    "source-changed": error(
        "A file changed while its document was being made",
        "Its formats would not say the same. Build the document again once the file is written.",
    ),
    "time-out": error(
        "A document took too long",
        "Set `timeout`, or `cpu` for the time of the processor (seconds), in publisher.toml if it really needs longer.",
    ),
    "out-of-memory": error(
        "A document needed too much memory", "Set `memory` (megabytes) in publisher.toml if it really needs more."
    ),
    "crashed": error("The process of a document died", "It ran out of memory, or a library crashed; nothing was lost."),
    "cluster-unreachable": error(
        "The cluster does not answer",
        "Its scheduler can't be reached, it has no workers, or it was lost. What was published before stays.",
    ),
    "cluster-differs": error(
        "A worker of the cluster would render otherwise",
        "Another version of Publisher, Python, a package, a font or a library there could give other editions, so nothing "
        "is rendered there. Install on all workers what is installed here.",
    ),
    "worker-lost": error(
        "A document did not come back from the cluster",
        "It was given to several workers, which died or failed; the other documents are not touched by that. Look whether "
        "the limits in publisher.toml (`memory`, `cpu`, `timeout`) are larger than what the workers have.",
    ),
    "busy": error(
        "Another run or refresh is at work here", "Wait until it has ended, since one alone may publish; or use --wait."
    ),
    "stale-lock": warning(
        "The run before ended without letting go of its lock",
        "It was killed, or the computer stopped. The lock is taken over, and what it left half-made is removed.",
    ),
    "left-behind": warning(
        "A document is published, and its source is gone",
        "Readers still find it, and on the index page. Put the source back, or take the document off with"
        " publisher clean NAME.",
    ),
    "not-removed": error(
        "Something that was published could not be removed",
        "Readers may still find it, or it takes space. Look at the permissions in the output folder, and clean once more.",
    ),
    "unknown-edition": error("There is no such edition", "publisher editions SLUG lists those that are kept."),
    "damaged-edition": error(
        "A published edition is not as it was published",
        "Files are missing, changed or strange. publisher build publishes it anew; an older one can be removed.",
    ),
    "strange-file": warning(
        "Something in the output folder was not published", "Nobody but Publisher should write there; remove it."
    ),
    "not-reproducible": error(
        "An edition can't be rebuilt byte for byte",
        "Its sources are those of its receipt, and what renders is the same, but other bytes come out.",
    ),
    "damaged-state": warning(
        "What Publisher remembers of earlier runs can't be read",
        "The next build or rebuild sets it aside, in .publisher/, or forgets the record in question. Nothing is lost:"
        " documents are built anew, and only what differs is published.",
    ),
    "state-not-kept": warning(
        "What Publisher remembers could not be written",
        "The documents are published. The next run may build more than it must; look at .publisher/.",
    ),
    "withdrawn-edition": warning(
        "A rollback has taken this content back",
        "It stays unpublished until the source changes, or until publisher build is told to publish it.",
    ),
    "damaged-index": error(
        "The index page, the feed or the sitemap is not as it was written",
        "Somebody has changed or removed it, or the settings have changed since. Rebuild writes it anew.",
    ),
    "unlike-editions": warning(
        "Editions of one document say different things",
        "One was taken back, and its translations, or the editions for other readers, still have the figures of before.",
    ),
    "publish-failed": error("The edition could not be put in place", "The last good edition stays as it was."),
    "port-taken": error(
        "The preview can't have its port", "Another program listens there, perhaps another preview; --port names one."
    ),
    "index-failed": error(
        "The index page could not be written",
        "The documents are published; the index page and what goes with it are still those of an earlier run.",
    ),
    "undated-document": warning(
        "A document without a date is in no feed",
        "A feed (Atom) orders its entries by date. Give the document a `date`, or take it off the list: `listed: false`.",
    ),
    "mixed-edition": warning(
        "The files of a document are not from one build",
        "Only some formats were built, and something has changed: the others may say what the source no longer says.",
    ),
    "bad-name": error(
        "A name can't be used",
        "A document's name is its folder, its address and the name of its files: best lower-case letters, digits and"
        " hyphens. None has line breaks, bytes that are no UTF-8 or a dot before it, or is called as the index page is."
        " Two that differ only in capitals, or in how accents are written, are one name on many disks.",
    ),
    "exists": error("It exists already", "Nothing was overwritten; choose another name."),
}
