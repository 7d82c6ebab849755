"""The blocks that `data/pack.typ` can draw, as plain data."""

from typing import Any

Drawn = dict[str, Any]
Cell = str | Drawn


def text(words: str) -> Drawn:
    """A paragraph."""
    return {"kind": "text", "text": words}


def small(words: str) -> Drawn:
    """A paragraph in small print."""
    return {"kind": "small", "text": words}


def heading(words: str) -> Drawn:
    """A heading that the contents do not list."""
    return {"kind": "heading", "text": words}


def bullets(items: list[str]) -> Drawn:
    """A list."""
    return {"kind": "bullets", "items": items}


def pairs(rows: list[list[Cell]]) -> Drawn:
    """Labels and values in two columns."""
    return {"kind": "pairs", "rows": rows}


def sums(header: list[str], rows: list[list[str]], *, totals: int, texts: int) -> Drawn:
    """A table of words and amounts.

    totals: how many rows from the end are sums. texts: columns from the left of words.
    """
    return {
        "kind": "sums",
        "header": header,
        "rows": rows,
        "totals": totals,
        "texts": texts,
    }


def table(header: list[str], rows: list[list[Cell]], *, wide: tuple[int, ...]) -> Drawn:
    """A table of words.

    wide: numbers of the columns, from 0, that share the room that is left.
    """
    widths = ["wide" if at in wide else "" for at in range(len(header))]
    return {"kind": "words", "header": header, "rows": rows, "widths": widths}


def hashed(digest: str) -> Drawn:
    """A cell with a fingerprint."""
    return {"hash": digest}


def leading_to(words: str, target: str) -> Drawn:
    """A cell that leads to a place in the pack."""
    return {"text": words, "to": target}
