"""A small table as Slack's table block, or row by row where it does not fit one."""

from adapters.slack.blocks import Drawn, Row, divider, fields, header
from adapters.slack.limits import SPOKEN_BUDGET, most
from adapters.slack.text import cleaned, escaped, is_blank, size_of
from assistant.chat.replies import Table

_LONGEST_CELL, _LONGEST_ROW = 200, 1_000  # more cannot be read in columns
_EMPTY = "–"  # Slack refuses a cell without a character

Cells = tuple[str, ...]


def table(part: Table[str]) -> list[list[Drawn]]:
    """The title and the rows: one group per table block, since a message takes one."""
    width = max(len(row) for row in (part.header, *part.rows))
    head, *rows = [_padded(row, width) for row in (part.header, *part.rows)]
    is_narrow = 0 < width <= most("blocks", "table", "rows[*]")
    if not is_narrow or any(map(_is_long, (head, *rows))):
        return [header(part.title), *_row_by_row(head, rows)]
    groups = [[_block(head, taken)] for taken in _in_pages(head, rows)]
    return [[*header(part.title), *groups[0]], *groups[1:]]


def _is_long(row: Cells) -> bool:
    is_cell_long = any(size_of(cell) > _LONGEST_CELL for cell in row)
    return is_cell_long or size_of(_spoken(row)) > _LONGEST_ROW


def _padded(row: Cells, width: int) -> Cells:
    return tuple(map(cleaned, row)) + ("",) * (width - len(row))


def _in_pages(head: Cells, rows: list[Cells]) -> list[list[Cells]]:
    """The rows in as many tables as they need; each begins with the header."""
    in_table = most("blocks", "table", "rows") - 1
    room = SPOKEN_BUDGET - size_of(_spoken(head)) - 200
    found: list[list[Cells]] = [[]]
    used = 0
    for row in rows:
        size = size_of(_spoken(row)) + 1
        if found[-1] and (len(found[-1]) == in_table or used + size > room):
            found.append([])
            used = 0
        found[-1].append(row)
        used += size
    return found


def _block(head: Cells, rows: list[Cells]) -> Drawn:
    """The first column is text, the others are figures and stand right."""
    columns = [{"align": "left", "is_wrapped": True}]
    columns += [{"align": "right"} for _ in head[1:]]
    block = {
        "type": "table",
        "column_settings": columns,
        "rows": [[_cell(text) for text in row] for row in (head, *rows)],
    }
    return Drawn(block, "\n".join(map(_spoken, (head, *rows))))


def _cell(text: str) -> dict[str, str]:
    return {"type": "raw_text", "text": escaped(_EMPTY if is_blank(text) else text)}


def _spoken(row: Cells) -> str:
    return " | ".join(row)


def _row_by_row(head: Cells, rows: list[Cells]) -> list[list[Drawn]]:
    """Each row by itself: every cell with its heading, then a line."""
    found = []
    for row in rows:
        pairs = zip(head, row, strict=True)
        cells = fields(Row(name, cell) for name, cell in pairs if not is_blank(cell))
        found.append([*cells, divider()] if cells else [])
    return found
