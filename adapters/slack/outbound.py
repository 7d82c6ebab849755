"""Message -> what is sent to Slack. Pure: the same message and screen, the same posts.

A message of the core becomes as many posts as its parts need. Parts stay together where
they fit; nothing is cut but words on buttons, which then stand in full above them. Each
post's `text` says everything that its blocks show, since screen readers and notifications
have nothing else; posts are kept short enough for that.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

from adapters.slack import letters, parts, tables
from adapters.slack.blocks import Drawn
from adapters.slack.limits import (
    MESSAGE_BUDGET,
    SPOKEN_BUDGET,
    most,
    problems,
    weight_of,
)
from adapters.slack.screen import Screen
from adapters.slack.sending import Post, Sending, Upload
from adapters.slack.text import cut, escaped, is_blank, one_line, size_of
from assistant.chat.replies import (
    Card,
    Checklist,
    FileOut,
    LetterText,
    Listing,
    Message,
    Paragraph,
    Part,
    Question,
    Table,
    Tone,
)

# Room that the case's line may take of a post's text, so that both fit into 4,000.
_LONGEST_CASE_LINE = 400
_UNFURL = {"unfurl_links": False, "unfurl_media": False}

_log = logging.getLogger(__name__)


def draw(message: Message, screen: Screen) -> list[Sending]:
    """The posts and uploads of a message, in the order in which they are sent.

    What is for one person alone is drawn as a way to it where others read along.
    Raises ValueError for a command too long for a button, which the core never gives.
    """
    drawn: list[Sending] = []
    run: list[list[Drawn]] = []
    for number, part in enumerate(_for_all_to_read(message, screen)):
        match part:
            case LetterText():
                drawn += [*_posts(run, message, screen), *_letter(part, screen)]
                run = []
            case FileOut():
                drawn += [*_posts(run, message, screen), _upload(part)]
                run = []
            case _Hidden():
                run.append(parts.not_here(message.case_id, screen, part.question))
            case _:
                run += _groups(part, screen, number)
    return [*drawn, *_posts(run, message, screen)]


def posts(groups: Iterable[Sequence[Drawn]], opening: str) -> list[Post]:
    """Posts that hold the groups in order, each group in one where it fits.

    opening: begins the text of every post: the case in one line. Empty outside one.
    """
    filled, page = [], _Page()
    for group in groups:
        if not page.has_room_for(group) and page.drawn:
            filled.append(page)
            page = _Page()
        for each in group:
            if not page.has_room_for([each]):
                filled.append(page)
                page = _Page()
            page.add(each)
    filled.append(page)
    return [_post(page, opening) for page in filled if page.drawn]


@dataclass(frozen=True, slots=True)
class _Hidden:
    """Stands for parts that only one person may read; question: its key, if any."""

    question: str


def _for_all_to_read(
    message: Message, screen: Screen
) -> Iterator[Part[str] | _Hidden]:
    """The parts; in front of others, what is private gives way to one way to it."""
    hidden = [part for part in message.parts if screen.is_shared and _is_private(part)]
    asked = [part.key for part in hidden if isinstance(part, Question)]
    yield from (part for part in message.parts if part not in hidden)
    if hidden:
        yield _Hidden(asked[-1] if asked else "")


def _is_private(part: Part[str]) -> bool:
    is_note = isinstance(part, Paragraph) and part.tone is Tone.PRIVATE
    return is_note or (isinstance(part, Question) and part.is_private)


def _groups(
    part: Paragraph[str]
    | Card[str]
    | Question[str]
    | Listing[str]
    | Checklist[str]
    | Table[str],
    screen: Screen,
    number: int,
) -> list[list[Drawn]]:
    match part:
        case Paragraph():
            return [parts.paragraph(part, screen)]
        case Card():
            return [parts.card(part)]
        case Question():
            return [parts.question(part, screen, number)]
        case Listing():
            return [parts.listing(part, screen)]
        case Checklist():
            return [parts.checklist(part, screen)]
        case Table():
            return tables.table(part)
        case _:
            assert_never(part)


@dataclass(slots=True)
class _Page:
    """A post being filled."""

    drawn: list[Drawn] = field(default_factory=list)
    weight: int = 0
    spoken: int = 0

    def has_room_for(self, group: Sequence[Drawn]) -> bool:
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
        self.drawn.append(drawn)
        self.weight += weight_of(drawn.block)
        self.spoken += size_of(drawn.spoken) + 1


def _post(page: _Page, opening: str) -> Post:
    spoken = "\n".join(each.spoken for each in page.drawn if each.spoken)
    text = "\n".join(filter(None, (opening, spoken)))
    blocks = [each.block for each in page.drawn]
    payload = {"text": escaped(text), "mrkdwn": False, "blocks": blocks, **_UNFURL}
    for problem in problems(payload):
        _log.warning("Slack may refuse a message: %s", problem)
    return Post(payload)


def _posts(
    run: Sequence[Sequence[Drawn]], message: Message, screen: Screen
) -> list[Post]:
    line = one_line(screen.case_line) or message.case_id
    return posts(run, cut(line, _LONGEST_CASE_LINE))


def _letter(part: LetterText[str], screen: Screen) -> list[Sending]:
    """The letter by itself, whole; then as a file; then what can be done with it."""
    alone = [
        Post({"text": escaped(piece), "mrkdwn": False, **_UNFURL})
        for piece in letters.pieces_of(part.body)
        if not is_blank(piece)
    ]
    line = cut(one_line(screen.case_line) or part.case_id, _LONGEST_CASE_LINE)
    beside = letters.beside(part, screen, len(alone))
    return [*alone, letters.as_file(part, screen), *posts([beside], line)]


def _upload(part: FileOut[str]) -> Upload:
    return Upload(
        name=letters.file_name(part.name),
        media_type=part.media_type,
        content=part.content,
        title=letters.file_name(part.name),
        comment=escaped(part.caption),
    )


def for_update(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a post that `chat.update` takes as well."""
    return {name: payload[name] for name in ("text", "blocks") if name in payload}


def for_ephemeral(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a post that `chat.postEphemeral` and `response_url` take."""
    return {name: payload[name] for name in ("text", "blocks") if name in payload}
