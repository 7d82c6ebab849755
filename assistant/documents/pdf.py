"""A paper as PDF, set with typst."""

from typing import Any

from assistant.documents.paper import (
    Block,
    Heading,
    Items,
    Letterhead,
    Paper,
    SignOff,
    Table,
    Text,
    Written,
    cut,
)
from assistant.documents.typeset import Setting, typeset

# Characters that have room: of the name above, of a line, in a column at the foot, and
# above the address.
_LONGEST_NAME, _LONGEST_LINE, _LONGEST_FOOT, _LONGEST_SENDER = 120, 90, 60, 80


def as_pdf(paper: Paper) -> Written:
    """The paper on its letterhead, with page numbers where it has several pages."""
    files: dict[str, Any] = {}
    logo = _logo_name(paper.head)
    if paper.head.logo and logo:
        files[logo] = paper.head.logo
    setting = Setting("letter", paper.language, paper.made_on)
    made = typeset(setting, _data(paper, logo), files)
    return Written(made.content, made.unprintable)


def _logo_name(head: Letterhead) -> str:
    if not head.logo:
        return ""
    return "logo.png" if head.logo.startswith(b"\x89PNG") else "logo.jpg"


def _data(paper: Paper, logo: str) -> dict[str, Any]:
    head = paper.head
    return {
        "title": paper.title,
        "size": paper.size,
        "subject": paper.subject,
        "banner": paper.banner,
        "pages": paper.pages,
        "running": _running(paper),
        "to": [cut(line, _LONGEST_LINE) for line in paper.to],
        "facts": [list(fact) for fact in paper.facts],
        "parts": _parts(paper.blocks),
        "enclosures-title": paper.enclosures_title,
        "enclosures": list(paper.enclosures),
        "head": {
            "name": cut(head.name, _LONGEST_NAME),
            "address": [cut(line, _LONGEST_LINE) for line in head.address],
            "sender-line": _sender_line(head) if paper.to else "",
            "logo": logo,
            "foot": [
                [cut(line, _LONGEST_FOOT) for line in column]
                for column in (
                    tuple(filter(None, (head.name, *head.address))),
                    (*head.contact, *((head.tax,) if head.tax else ())),
                    head.bank,
                )
            ],
        },
    }


def _sender_line(head: Letterhead) -> str:
    """The small line above the address in a window envelope."""
    line = " · ".join((head.name, *head.address))
    is_short = bool(head.name and head.address) and len(line) <= _LONGEST_SENDER
    return line if is_short else ""


def _running(paper: Paper) -> str:
    """Who to whom and when, above the second page and those after it."""
    names = (paper.head.name, paper.to[0] if paper.to else "")
    day = paper.facts[0][1] if paper.facts else ""
    shown = (*(cut(name, _LONGEST_LINE) for name in names), day)
    return "  ·  ".join(text for text in shown if text)


def _parts(blocks: tuple[Block, ...]) -> list[list[dict[str, Any]]]:
    """The blocks; a signature and the paragraph before it are one part."""
    parts: list[list[dict[str, Any]]] = []
    for at, block in enumerate(blocks):
        stays = isinstance(block, SignOff) and at and isinstance(blocks[at - 1], Text)
        if stays and len(blocks[at - 1].text) < 1_500:  # type: ignore[union-attr]
            parts[-1].append(_drawn(block))
        else:
            parts.append([_drawn(block)])
    return parts


def _drawn(block: Block) -> dict[str, Any]:
    match block:
        case Text(text=text):
            return {"kind": "text", "text": text}
        case Heading(text=text):
            return {"kind": "heading", "text": text}
        case Items() if block.is_numbered:
            return {
                "kind": "numbered",
                "start": block.start,
                "items": list(block.items),
            }
        case Items(items=items):
            return {"kind": "bullets", "items": list(items)}
        case SignOff(lines=lines):
            return {"kind": "signature", "lines": list(lines)}
        case Table():
            return {
                "kind": "table",
                "header": list(block.header),
                "rows": [list(row) for row in block.rows],
                "totals": block.totals,
                "texts": block.texts,
            }
