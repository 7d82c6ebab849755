"""Message -> what is sent to Slack. Pure: the same message and screen, the same posts.

A message of the core becomes as many posts as its parts need. Parts stay together
where they fit; nothing is cut but words on buttons, which then stand in full above
them. Each post's `text` says everything that its blocks show, since screen readers and
notifications have nothing else; posts are kept short enough for that.
"""

from collections.abc import Sequence
from typing import assert_never

from adapters.slack import letters, parts, tables
from adapters.slack.blocks import Drawn, section
from adapters.slack.outgoing import Outbound, Post, Upload
from adapters.slack.paging import UNFURL, posts
from adapters.slack.screen import Screen
from adapters.slack.text import cleaned, cut, escaped, is_blank, one_line, size_of
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

_LOOKS = frozenset("*_~`")  # what changes the looks of `mrkdwn`


def draw(message: Message, screen: Screen) -> list[Outbound]:
    """The posts and uploads of a message, in the order in which they are sent.

    What is for one person alone is drawn as a way to it where others read along.
    Raises ValueError for a command too long for a button, which the core never gives.
    """
    drawn: list[Outbound] = []
    run: list[list[Drawn]] = []
    hidden = [p for p in message.parts if screen.is_shared and _is_private(p)]
    for number, part in enumerate(message.parts):
        if part in hidden:
            continue
        match part:
            case LetterText():
                drawn += [*_posts(run, message, screen), *_letter(part, screen)]
                run = []
            case FileOut():
                caption, upload = _upload(part)
                drawn += [*_posts([*run, caption], message, screen), upload]
                run = []
            case _:
                run += groups(part, screen, number)
    if hidden:
        asked = [part.key for part in hidden if isinstance(part, Question)]
        run.append(parts.not_here(message.case_id, screen, "".join(asked[-1:])))
    return [*drawn, *_posts(run, message, screen)]


def _is_private(part: Part[str]) -> bool:
    is_note = isinstance(part, Paragraph) and part.tone is Tone.PRIVATE
    return is_note or (isinstance(part, Question | Table) and part.is_private)


def groups(
    part: Paragraph[str]
    | Card[str]
    | Question[str]
    | Listing[str]
    | Checklist[str]
    | Table[str],
    screen: Screen,
    number: int,
) -> list[list[Drawn]]:
    """The blocks of a part, in groups that stay together in one message.

    number: of the part within its message, so that block ids differ.
    """
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


def _posts(
    run: Sequence[Sequence[Drawn]], message: Message, screen: Screen
) -> list[Post]:
    return posts(run, screen.case_line or message.case_id)


def _letter(part: LetterText[str], screen: Screen) -> list[Outbound]:
    """The letter by itself, whole; then as a file; then what can be done with it."""
    alone = [
        Post({"text": escaped(piece), "mrkdwn": False, **UNFURL})
        for piece in letters.pieces_of(part.body)
        if not is_blank(piece)
    ]
    beside = letters.beside(part, screen, len(alone))
    opening = screen.case_line or part.case_id
    return [*alone, letters.as_file(part, screen), *posts([beside], opening)]


def _upload(part: FileOut[str]) -> tuple[list[Drawn], Upload]:
    """The file, and its caption as text where that is too long to come with it."""
    name = letters.file_name(part.name)
    caption = cleaned(part.caption).strip()
    # A comment is `mrkdwn`: what would change its looks stands as plain text instead.
    is_short = size_of(caption) <= letters.LONGEST_COMMENT
    is_beside = is_short and not _LOOKS & set(caption)
    is_picture = part.media_type.startswith("image/")
    upload = Upload(
        name=name,
        media_type=part.media_type,
        content=part.content,
        title=name,
        comment=escaped(caption) if is_beside else "",
        alt_text=escaped(cut(one_line(caption) or name, letters.LONGEST_COMMENT))
        if is_picture
        else "",
    )
    return [] if is_beside else section(caption), upload
