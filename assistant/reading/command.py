"""What `parley read` does: files in, text out. Nothing is printed here."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.reading.correspondence import MAIL_LIMIT, read_email
from assistant.reading.evaluate import evaluate
from assistant.reading.finding import Finding, finding_to_json
from assistant.reading.messages import read_message

_NOT_TEXT = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11",
)
_LINE_LIMIT = 1_000_000
_LABELS = ("is_dispute", "non_dispute_kind", "categories", "specific", "mentions")


def read_file(path: str, *, as_json: bool = False) -> str:
    """The finding of one message, as lines of text or as one JSON object.

    path: a text file, an e-mail (`.eml`), or "-" for standard input.
    Raises InputError: `file_missing`, `file_too_large`, `file_not_text` (facts: path),
    and what `read_email` raises.
    """
    raw = _content(path)
    text = (
        read_email(raw).newest if path.lower().endswith(".eml") else _decoded(raw, path)
    )
    finding = read_message(text)
    if as_json:
        return json.dumps(finding_to_json(finding), ensure_ascii=False, indent=2)
    return _in_words(finding)


def read_jsonl(path: str) -> str:
    """One JSON finding per line for a file of `{"id", "text", "channel"}`, in order.

    Labels in the input are ignored. Raises InputError like `read_file`, and
    `line_unreadable` (facts: path, line) for a line that is no such object.
    """
    lines = []
    for number, row in _rows(path):
        text = row.get("text")
        if not isinstance(text, str):
            raise InputError("error.line_unreadable", path=path, line=number)
        finding = {"id": row.get("id"), **finding_to_json(read_message(text))}
        lines.append(json.dumps(finding, ensure_ascii=False))
    return "\n".join(lines)


def evaluate_file(path: str) -> str:
    """The table of measures for a file of labelled messages.

    Raises InputError like `read_jsonl`; a line without all labels is unreadable.
    """
    rows = []
    for number, row in _rows(path):
        labelled = isinstance(row.get("text"), str) and all(
            key in row for key in _LABELS
        )
        if not labelled or not isinstance(row["mentions"], dict):
            raise InputError("error.line_unreadable", path=path, line=number)
        rows.append(row)
    try:
        return evaluate(rows).table()
    except (KeyError, TypeError) as error:  # labels of another shape
        raise InputError("error.labels_unreadable", path=path) from error


def _rows(path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(_decoded(_content(path), path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line[: 2 * _LINE_LIMIT])
        except (ValueError, RecursionError) as error:
            raise InputError("error.line_unreadable", path=path, line=number) from error
        if not isinstance(row, dict):
            raise InputError("error.line_unreadable", path=path, line=number)
        yield number, row


def _content(path: str) -> bytes:
    """The bytes of the file; InputError when it is missing or too large."""
    try:
        if path == "-":
            raw = sys.stdin.buffer.read(MAIL_LIMIT + 1)
        else:
            with Path(path).open("rb") as file:
                raw = file.read(MAIL_LIMIT + 1)
    except (OSError, ValueError) as error:
        raise InputError("error.file_missing", path=path) from error
    if len(raw) > MAIL_LIMIT:
        raise InputError(
            "error.file_too_large", path=path, limit=f"{MAIL_LIMIT // 1_000_000} MB"
        )
    return raw


def _decoded(raw: bytes, path: str) -> str:
    """The text: UTF-8 or UTF-16 by its mark, else the old Windows set."""
    if raw.startswith(_NOT_TEXT):
        raise InputError("error.file_not_text", path=path)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw[:4096]:
        raise InputError("error.file_not_text", path=path)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _in_words(finding: Finding) -> str:
    """The finding as lines "what: value (because: words)"."""
    shown = finding_to_json(finding)
    kind = "a dispute" if finding.is_dispute else shown["non_dispute_kind"]
    doubt = ", not sure" if finding.unsure else ""
    lines = [
        f"Looks like: {kind}{doubt} ({finding.dispute_confidence:.0%} dispute)",
        f"Language: {finding.language}",
    ]
    if finding.is_dispute:
        lines.append(f"About: {', '.join(shown['categories']) or 'no ground given'}")
        if finding.sub_reasons:
            lines.append(f"More exactly: {', '.join(shown['sub_reasons'])}")
        lines.append(
            f"Specific: {'yes' if finding.specific else 'no, ask for details'}"
        )
        filled = {name: words for name, words in shown["slots"].items() if words}
        lines += [f"  {name}: {words}" for name, words in filled.items()]
    if finding.claim:
        claim = shown["claim"]
        lines.append(f"Claim: agreed {claim['agreed']}, billed {claim['billed']}")
    lines += [
        f"Mentions {name.replace('_', ' ')}: {_value(value)}"
        for name, value in shown["mentions"].items()
        if value
    ]
    lines += [
        f'Because ({name}): "{words}"'
        for name, all_words in shown["because"].items()
        for words in all_words
    ]
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part)
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return "yes"
