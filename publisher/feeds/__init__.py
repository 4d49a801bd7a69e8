"""`publisher refresh`: declared feeds are fetched, their answers checked and kept, and changes of the ledger proposed.

fetching -> checking -> snapshots -> proposing -> applying; `refreshing` leads a feed through them. Nothing of this is
ever called by a build, which reads what is kept (`publisher.reader.snapshots`).
"""

from publisher.feeds.refreshing import Refreshed, Wanted, refresh

__all__ = ["Refreshed", "Wanted", "refresh"]
