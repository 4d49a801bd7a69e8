"""Codes about feeds, and what publisher refresh makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.codes.weights import error, warning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.codes.weights import Explanation

__all__ = ["FEEDS"]

FEEDS: Mapping[str, Explanation] = {
    "literal-secret": error(
        "A credential is written out in a ledger",
        "It would be read by everybody who sees the source; of a header that is not known to be harmless, nobody can "
        "tell. Put it into the environment, write ${NAME} in its place, "
        "and withdraw it, since it has been written down.",
    ),
    "bad-feed": error(
        "A feed can't be used as it is declared", "The message says what is wrong with its places, schema or query."
    ),
    "feed-credential": error(
        "A credential for a feed is missing or unusable",
        "It is taken from the environment of publisher refresh, and sent over https only. What was known stays.",
    ),
    "feed-unreachable": error(
        "A feed gives no answer", "Nothing was changed: the last good answer and the ledger stay as they were."
    ),
    "feed-refused": error(
        "The answer of a feed is wrong or absurd",
        "It is not what the declaration says: format, schema, range or date. The last good answer and the ledger stay.",
    ),
    "feed-held": error(
        "A figure has changed by more than its `max-change`",
        "Look whether it is true. publisher refresh --confirm KEY takes it; until then the last good answer stays.",
    ),
    "feed-damaged": warning(
        "What was kept of a feed is not as it was written",
        "publisher refresh has put it aside and fetches the feed as if for the first time. The ledger stays as it was.",
    ),
    "feed-failed": warning(
        "A feed could not be refreshed the last time",
        "The document is published with the last known good figures, and says of when they are.",
    ),
    "feed-stale": warning(
        "The data of a feed are older than its `max-age`", "Refresh it: publisher refresh; or look for another source."
    ),
    "feed-pending": warning(
        "A feed has newer figures than the ledger", "publisher refresh --accept writes them into the ledger."
    ),
    "feed-unfit": error(
        "A feed has failed or is out of date, and the document may not be published with it",
        "The metadata say `on-stale: fail`. Refresh the feed: publisher refresh.",
    ),
    "not-accepted": error(
        "A proposed figure could not be written into the ledger",
        "The file is not one that can be changed without touching anything else; change the figure by hand.",
    ),
}
