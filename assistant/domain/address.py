"""Addresses as they are typed, and as they stand on a letter: a line each."""

import re

from assistant.domain.typed import in_one_line

_MOST_LINES = 8
# "TX 78701" belongs behind the town, not on a line of its own.
_STATE_AND_CODE = re.compile(
    r"[A-Z]{2,3}\s+(?:\d{4,5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d)"
)


def address_lines(typed: str) -> tuple[str, ...]:
    """The lines of an address, or of bank details; none for an empty one.

    typed: with line ends or semicolons, else with commas between the lines.
    """
    parts = re.split(r"[\n;]", typed)
    if len(parts) == 1:
        parts = typed.split(",")
    lines: list[str] = []
    for part in parts:
        line = in_one_line(part)
        if not line:
            continue
        if lines and _STATE_AND_CODE.fullmatch(line):
            lines[-1] = f"{lines[-1]}, {line}"
        else:
            lines.append(line)
    kept = lines[:_MOST_LINES]
    if lines[_MOST_LINES:]:
        kept[-1] = ", ".join((kept[-1], *lines[_MOST_LINES:]))
    return tuple(kept)
