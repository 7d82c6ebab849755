"""Blocks put together: messages, as few as Slack's limits allow, and single views."""

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from adapters.slack.blocks import Block, Drawn
from adapters.slack.limits import (
    MESSAGE_BUDGET,
    SPOKEN_BUDGET,
    limits,
    most,
    problems,
    weight_of,
)
from adapters.slack.outgoing import Post
from adapters.slack.text import cleaned, cut, escaped, one_line, size_of

# Room that the case's line may take of a post's text, so that both fit into 4,000.
LONGEST_OPENING = 400
UNFURL = {"unfurl_links": False, "unfurl_media": False}

_log = logging.getLogger(__name__)


def posts(groups: Iterable[Sequence[Drawn]], opening: str) -> list[Post]:
    """Posts that hold the groups in order, each group in one where it fits.

    opening: begins the text of every post: the case in one line. Empty outside one.
    """
    filled, page = [], Page()
    for group in groups:
        if not page.has_room_for(group) and page.drawn:
            filled.append(page)
            page = Page()
        for each in group:
            if not page.has_room_for([each]):
                filled.append(page)
                page = Page()
            page.add(each)
    filled.append(page)
    return [as_post(page, opening) for page in filled if page.drawn]


@dataclass(slots=True)
class Page:
    """A post being filled."""

    drawn: list[Drawn] = field(default_factory=list)
    weight: int = 0
    spoken: int = 0

    def has_room_for(self, group: Sequence[Drawn]) -> bool:
        """Whether all of them fit into the post as well."""
        blocks = [each.block for each in self.drawn] + [each.block for each in group]
        is_one_table = sum(block["type"] == "table" for block in blocks) <= 1
        weight = self.weight + sum(weight_of(each.block) for each in group)
        spoken = self.spoken + sum(size_of(each.spoken) + 1 for each in group)
        return (
            is_one_table
            and len(blocks) <= most("surfaces", "message", "blocks")
            and weight <= MESSAGE_BUDGET
            and spoken <= SPOKEN_BUDGET
        )

    def add(self, drawn: Drawn) -> None:
        """Put one more block at the end."""
        self.drawn.append(drawn)
        self.weight += weight_of(drawn.block)
        self.spoken += size_of(drawn.spoken) + 1


def as_post(page: Page, opening: str) -> Post:
    """The filled post; what Slack may refuse in it goes to the log."""
    opening = cut(one_line(opening), LONGEST_OPENING)
    spoken = "\n".join(each.spoken for each in page.drawn if each.spoken)
    text = "\n".join(filter(None, (opening, spoken)))
    blocks = [each.block for each in page.drawn]
    payload = {
        "text": escaped(cleaned(text)),
        "mrkdwn": False,
        "blocks": blocks,
        **UNFURL,
    }
    for problem in problems(payload):
        _log.warning("Slack may refuse a message: %s", problem)
    return Post(payload)


def in_one_view(
    shown: Sequence[Block], more: Sequence[Block], kept: Sequence[Block] = ()
) -> list[Block]:
    """The blocks of one view: those shown, as far as they fit, and those kept.

    more: stands in for what does not fit, and says how to get to it.
    kept: fields and buttons at the end, which are always there.
    """
    room = most("surfaces", "modal", "blocks") - len(kept)
    # A tenth is left free for the title and the ids.
    size = limits()["surfaces"]["modal"]["max_json_bytes"] * 9 // 10
    size -= _size(kept)
    fitting: list[Block] = []
    for block in shown:
        size -= _size(block)
        if size < 0 or len(fitting) == room:
            fitting = fitting[: room - len(more)]
            return [*fitting, *more, *kept]
        fitting.append(block)
    return [*fitting, *kept]


def _size(value: object) -> int:
    return len(json.dumps(value))
