"""The commands about figures: facts, refresh."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from invoke.tasks import task

from publisher.tasks.speaking import SLUG, TODAY, WORKSPACE, leave, names_in, say, told, workspace_of

if TYPE_CHECKING:
    from invoke.context import Context

__all__ = ["facts", "refresh"]


@task(
    iterable=["slug"],
    help={
        "slug": SLUG,
        "uses": "a fact: name each place where it is used",
        "compare": "show where the translations of a document cite other facts",
        "adopt": "a source: propose entries for the ledger from the figures typed in it",
        "today": TODAY,
        "json": "one JSON object a document, for machines",
        "workspace": WORKSPACE,
    },
)
@told
def facts(  # noqa: PLR0913, PLR0917  each is an option of the command
    _: Context,
    slug: list[str],
    uses: str = "",
    adopt: str = "",
    compare: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    today: str = "",
    json: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    workspace: str = ".",
) -> None:
    """List facts with their age, source and uses, and the figures that were typed.

    `publisher facts adopt index.md` proposes entries for the ledger from the figures of a text.
    """
    from publisher.clock import day_of
    from publisher.facts import commands
    from publisher.publishing.plan import slugs_in

    place = workspace_of(workspace)
    asked = commands.Asked(place, slugs_in(place, slug), day_of(today), machine=json)
    if adopt:
        leave(commands.adopt(asked, Path(adopt), say))
    elif uses:
        leave(commands.uses(asked, uses, say))
    elif compare:
        leave(commands.compare(asked, say))
    else:
        leave(commands.listing(asked, say))


@task(
    iterable=["slug", "feed", "confirm"],
    help={
        "slug": SLUG,
        "feed": "a feed, or several with commas; all of them unless named",
        "accept": "write the changes into the ledger",
        "confirm": "a fact whose change you have looked at, however great it is",
        "today": "the day on which the answers are fetched, YYYY-MM-DD",
        "json": "one JSON object a feed, for machines",
        "workspace": WORKSPACE,
    },
)
@told
def refresh(  # noqa: PLR0913, PLR0917  each is an option of the command
    _: Context,
    slug: list[str],
    feed: list[str],
    confirm: list[str],
    accept: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    today: str = "",
    json: bool = False,  # noqa: FBT001, FBT002  invoke makes a flag of it
    workspace: str = ".",
) -> None:
    """Fetch the feeds that ledgers declare, keep what is good, and propose what would change."""
    from publisher.clock import moment_of
    from publisher.feeds import Wanted
    from publisher.feeds.commands import refreshing
    from publisher.publishing.plan import slugs_in

    place = workspace_of(workspace)
    wanted = Wanted(slugs_in(place, slug), names_in(feed), names_in(confirm), accept)
    leave(refreshing(place, wanted, moment_of(today), say, machine=json))
