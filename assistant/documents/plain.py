"""A paper as plain text, to be read anywhere."""

from assistant.documents.paper import (
    Block,
    Heading,
    Items,
    Paper,
    SignOff,
    Table,
    Text,
    Written,
)


def as_text(paper: Paper) -> Written:
    """The paper as UTF-8 text: who to whom, the facts, the words, the enclosures."""
    head = paper.head
    pieces = [
        "\n".join(filter(None, (head.name, *head.address, *head.contact, head.tax))),
        paper.banner,
        "\n".join(paper.to),
        "\n".join(f"{label}: {value}" for label, value in paper.facts),
        paper.subject,
        *map(_written, paper.blocks),
        _enclosures(paper),
        "\n".join(head.bank),
    ]
    text = "\n\n".join(piece for piece in pieces if piece)
    return Written(f"{text}\n".encode())


def _written(block: Block) -> str:
    match block:
        case Text(text=text) | Heading(text=text):
            return text
        case Items() if block.is_numbered:
            numbered = enumerate(block.items, block.start)
            return "\n".join(f"{number}. {item}" for number, item in numbered)
        case Items(items=items):
            return "\n".join(f"- {item}" for item in items)
        case SignOff(lines=lines):
            return "\n".join(lines)
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    """Columns side by side, words on the left and amounts on the right."""
    rows = [table.header, *table.rows]
    widths = [max(len(row[at]) for row in rows) for at in range(len(table.header))]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if at < table.texts else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    rule = "-" * max(map(len, lines))
    sums = len(lines) - table.totals
    return "\n".join([lines[0], rule, *lines[1:sums], rule, *lines[sums:]])


def _enclosures(paper: Paper) -> str:
    if not paper.enclosures:
        return ""
    numbered = enumerate(paper.enclosures, 1)
    lines = [f"{number}. {name}" for number, name in numbered]
    return "\n".join((f"{paper.enclosures_title}:", *lines))
