"""What a row of the grid is to somebody who reads the invoice."""

from assistant.domain.grid import Grid, Row
from assistant.domain.invoice import ROUNDING, UNALLOCATED
from assistant.domain.letter_parts import LinePart


def line_part(grid: Grid, row: Row) -> LinePart:
    """A line, the rounding, or what no line explains."""
    if row.id == ROUNDING:
        return LinePart.ROUNDING
    if row.id == UNALLOCATED:
        return LinePart.WHOLE if len(grid.rows) == 1 else LinePart.REST
    return LinePart.LINE if row.description.strip() else LinePart.REST
