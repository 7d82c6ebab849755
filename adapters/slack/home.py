"""The Home tab: cases by next deadline, a filter, pages, what is at stake, help."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from adapters.slack import actions
from adapters.slack.actions import Action, Give, OpenForm, ShowHome
from adapters.slack.blocks import (
    Drawn,
    Key,
    buttons,
    context,
    divider,
    header,
    menu,
    menus,
    option,
    section,
)
from adapters.slack.outbound import groups
from adapters.slack.paging import in_one_view
from adapters.slack.screen import Screen
from adapters.slack.text import cleaned, cut
from assistant.chat.commands import LIST_FILTERS
from assistant.chat.replies import FileOut, Item, LetterText, Listing, Part

PAGE = 20  # entries on one page; each takes a block
_TITLE, _DETAIL = 300, 600  # characters of an entry
_FILTERS = {
    "open": "slack.filter_open",
    "closed": "slack.filter_closed",
    "overdue": "slack.filter_overdue",
    "all": "slack.filter_all",
    "mine": "slack.filter_mine",
    "us": "slack.filter_us",
    "customer": "slack.filter_customer",
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Which part of the cases is shown.

    filter: one of `commands.LIST_FILTERS`. page: from 1.
    """

    filter: str = LIST_FILTERS[0]
    page: int = 1

    @property
    def command(self) -> str:
        """The command whose answer is this part."""
        return f"list {self.filter} {self.page}"


FIRST = Shelf()


def home(
    given: Sequence[Part[str]], screen: Screen, shelf: Shelf = FIRST
) -> dict[str, Any]:
    """The view for `views.publish`.

    given: what the core answers to `shelf.command`; a list of more than `PAGE` entries
        is taken for all of them, and the page is cut out of it here.
    """
    has_cases = any(isinstance(part, Listing) and part.items for part in given)
    drawn = [*header(screen.say("slack.home_title"))]
    if not has_cases and shelf == FIRST:
        drawn += section(screen.say("slack.home_empty"))
    drawn += _top(screen, shelf)
    has_more = False
    for number, part in enumerate(given):
        shown_part = part
        if isinstance(part, Listing):
            shown_part, has_more = _page_of(part, shelf)
        if not isinstance(shown_part, LetterText | FileOut):
            drawn += chain.from_iterable(groups(shown_part, screen, number))
    end = [*_pager(screen, shelf, has_more=has_more), divider(), *_help(screen)]
    shown, more, kept = (
        [each.block for each in part]
        for part in (drawn, context(screen.say("slack.view_more")), end)
    )
    return {"type": "home", "blocks": in_one_view(shown, more, kept)}


def closed(text: str) -> dict[str, Any]:
    """The view for somebody who has no cases here; text: why, and what they can do."""
    return {"type": "home", "blocks": [each.block for each in section(text)]}


def _top(screen: Screen, shelf: Shelf) -> list[Drawn]:
    """The way to a new dispute, and the filter."""
    new = Key(screen.say("slack.new_dispute"), OpenForm(), is_main=True)
    options = [
        option(screen.say(key), name, number)
        for number, (name, key) in enumerate(_FILTERS.items(), 1)
    ]
    choose = menu(
        actions.filter_id(), screen.say("slack.filter"), options, initial=shelf.filter
    )
    return [*buttons([new]), menus([choose])]


def _page_of(part: Listing[str], shelf: Shelf) -> tuple[Listing[str], bool]:
    """The entries of the page, and whether another page follows."""
    has_more = bool(part.more)
    items = part.items
    if len(items) > PAGE:
        start = (shelf.page - 1) * PAGE
        has_more = has_more or len(items) > start + PAGE
        items = items[start : start + PAGE]
    return replace(part, items=tuple(map(_short, items)), more=""), has_more


def _short(item: Item[str]) -> Item[str]:
    """An entry that takes one block; its button shows the whole."""
    title, detail = cleaned(item.title), cleaned(item.detail)
    return replace(item, title=cut(title, _TITLE), detail=cut(detail, _DETAIL))


def _pager(screen: Screen, shelf: Shelf, *, has_more: bool) -> list[Drawn]:
    keys: list[tuple[str, Action]] = []
    if shelf.page > 1:
        keys.append(("slack.page_before", ShowHome(shelf.filter, shelf.page - 1)))
    if has_more:
        keys.append(("slack.page_after", ShowHome(shelf.filter, shelf.page + 1)))
    said = context(screen.say("slack.page", page=shelf.page)) if keys else []
    return [*said, *buttons([Key(screen.say(key), action) for key, action in keys])]


def _help(screen: Screen) -> list[Drawn]:
    keys = [
        Key(screen.say("slack.settings"), Give("settings")),
        Key(screen.say("slack.help"), Give("help")),
    ]
    return [*buttons(keys), *context(screen.say("slack.support"))]
