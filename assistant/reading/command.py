"""What `parley read` does: files in, text out. Nothing is printed here."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.chat.replies import Phrase, phrase
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


def read_file(path: str) -> Finding:
    """The finding of one message.

    path: a text file, an e-mail (`.eml`, `.msg`), or "-" for standard input.
    Raises InputError: `file_missing`, `file_too_large`, `file_not_text` (facts: path),
    and what `read_email` raises.
    """
    if path.lower().endswith((".eml", ".msg")):
        return read_message(read_email(_content(path)).newest)
    return read_message(read_text(path))


def read_text(path: str) -> str:
    """The words of a text file, or of standard input where the path is "-".

    Raises InputError: `file_missing`, `file_too_large`, `file_not_text` (facts: path).
    """
    return _decoded(_content(path), path)


def as_json(finding: Finding) -> str:
    """The finding as one JSON object over several lines."""
    return json.dumps(finding_to_json(finding), ensure_ascii=False, indent=2)


def in_phrases(finding: Finding) -> tuple[Phrase, ...]:
    """The finding as lines for a person: what, the slots, mentions, and why."""
    kind = "dispute" if finding.is_dispute else str(finding.non_dispute_kind)
    sure = "unsure" if finding.unsure else "sure"
    shown = finding_to_json(finding)
    lines = [
        phrase(
            f"read.kind_{sure}",
            kind=phrase(f"read.kind.{kind}"),
            percent=f"{finding.dispute_confidence:.0%}",
        ),
        phrase("read.language", language=finding.language),
    ]
    if finding.is_dispute:
        lines += _objection(finding)
    lines += [
        phrase("read.mention", name=phrase(f"read.mention.{name}"), value=_value(value))
        for name, value in shown["mentions"].items()
        if value
    ]
    lines += [
        phrase("read.because", name=name, words=words)
        for name, all_words in shown["because"].items()
        for words in all_words
    ]
    return tuple(lines)


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


def _objection(finding: Finding) -> list[Phrase]:
    grounds = tuple(phrase(f"read.ground.{ground}") for ground in finding.categories)
    finer = tuple(phrase(f"read.sub_reason.{sub}") for sub in finding.sub_reasons)
    lines = [phrase("read.grounds", grounds=grounds or phrase("read.no_ground"))]
    lines += [phrase("read.sub_reasons", reasons=finer)] if finer else []
    lines.append(phrase("read.specific" if finding.specific else "read.vague"))
    slots = finding_to_json(finding)["slots"]
    return lines + [
        phrase("read.slot", name=phrase(f"read.slot.{name}"), value=words)
        for name, words in slots.items()
        if words
    ]


def _value(value: object) -> object:
    """What a mention says: the parts of an offer, a list, or that it is there."""
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part)
    return tuple(value) if isinstance(value, list) else value
