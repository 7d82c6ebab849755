"""Bytes -> text, and text -> rows: encodings, delimiters, JSON."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from assistant.errors import InputError
from assistant.reading.invoices.columns import MOST_COLUMNS, columns_in
from assistant.reading.invoices.tables import MOST_ROWS, find_header

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 25  # lines that decide on the delimiter
LONGEST_CELL = 2_000
_DEEPEST_JSON = 6


def decoded(raw: bytes) -> str:
    """The text in a file of unknown encoding; line ends are `\\n`.

    UTF-8 and UTF-16 are recognised; lines that are neither are read as Windows-1252,
    each for itself, so that a file glued together from two encodings reads too.
    Raises InputError("error.invoice_kind") for bytes that are no text.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    elif b"\0" in raw[:4000]:
        text = _wide(raw)
    else:
        text = _by_line(raw.removeprefix(b"\xef\xbb\xbf"))
    if text.count("\0") > 0 or text[:4000].count("\ufffd") > len(text[:4000]) // 10:
        raise InputError("error.invoice_kind")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def csv_rows(text: str) -> list[list[str]] | None:
    """The rows of a delimited list; None if the text is no list of invoices.

    Raises InputError: error.invoice_too_many (limit), error.invoice_broken.
    """
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return _rows(rest, first[4])  # Excel's own way to name the delimiter
    best, best_count = None, 0
    head = "\n".join(text.split("\n", _LOOKED_AT)[:_LOOKED_AT])
    for delimiter in _DELIMITERS:
        try:
            rows = _rows(head, delimiter)
        except InputError:
            continue
        found = find_header(rows)
        count = len(columns_in(rows[found])) if found is not None else 0
        if count > best_count:
            best, best_count = delimiter, count
    return _rows(text, best) if best else None


def json_rows(text: str) -> list[list[str]]:
    """The objects of a JSON list as rows, one per line item where there are some.

    Raises InputError: error.invoice_broken, error.invoice_too_many (limit).
    """
    try:
        document = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise InputError("error.invoice_broken") from error
    flat: list[dict[str, str]] = []
    for each in _objects(document, _DEEPEST_JSON):
        flat += _flattened(each)
        if len(flat) > MOST_ROWS:
            raise InputError("error.invoice_too_many", limit=MOST_ROWS)
    names = list(dict.fromkeys(name for row in flat[:200] for name in row))
    names = names[:MOST_COLUMNS]
    return [names, *([row.get(name, "") for name in names] for row in flat)]


def _wide(raw: bytes) -> str:
    """UTF-16 without a mark: text in Latin letters has every other byte zero."""
    even, odd = raw[0:4000:2].count(0), raw[1:4000:2].count(0)
    if max(even, odd) < len(raw[:4000]) * 3 // 8:
        raise InputError("error.invoice_kind")
    return raw.decode("utf-16-be" if even > odd else "utf-16-le", errors="replace")


def _by_line(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(_line(line) for line in raw.split(b"\n"))


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _rows(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) > MOST_ROWS:
                raise InputError("error.invoice_too_many", limit=MOST_ROWS)
            rows.append([cell[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]])
    except csv.Error as error:  # a field longer than csv takes
        raise InputError("error.invoice_broken") from error
    return rows


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The objects of the first list of objects, however it is wrapped."""
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))
    elif isinstance(value, dict) and depth:
        lists = [v for v in value.values() if _is_list_of_objects(v)]
        is_invoice = len([v for v in value.values() if isinstance(v, str)]) > 3
        if lists and not is_invoice:
            yield from _objects(lists[0], depth - 1)
        elif is_invoice:
            yield value
        else:
            for each in value.values():
                yield from _objects(each, depth - 1)


def _flattened(invoice: dict[str, Any]) -> list[dict[str, str]]:
    """One row per line item, each with the invoice's own values."""
    own = dict(_pairs(invoice, "", _DEEPEST_JSON))
    items: list[dict[str, Any]] = next(
        (v for v in invoice.values() if _is_list_of_objects(v)), []
    )
    rows = []
    for item in items[:MOST_ROWS]:
        pairs = dict(_pairs(item, "", _DEEPEST_JSON))
        renamed = {
            _LINE_NAMES.get(name.casefold(), name): pairs[name] for name in pairs
        }
        rows.append({**own, **{k: v for k, v in renamed.items() if k not in own}})
    return rows or [own]


_LINE_NAMES = {
    "amount": "Line amount",
    "total": "Line amount",
    "price": "Unit price",
    "name": "Item name",
}


def _pairs(value: dict[str, Any], before: str, depth: int) -> Iterator[tuple[str, str]]:
    for name, each in list(value.items())[:MOST_COLUMNS]:
        if isinstance(each, dict) and depth:
            yield from _pairs(each, f"{before}{name} ", depth - 1)
        elif isinstance(each, str | bool):
            yield f"{before}{name}", str(each)[:LONGEST_CELL]


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)
