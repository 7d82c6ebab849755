"""What `parley assess` does: facts in, an estimate out. Nothing is printed here."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.advice.estimate.evaluate import Report, evaluate, read_decided
from assistant.advice.estimate.reading import read_known, unused_keys
from assistant.advice.estimate.rules import estimate
from assistant.chat.estimates import in_words, moved, proof
from assistant.chat.replies import Phrase, phrase
from assistant.domain.estimate import Estimate, Merit
from assistant.errors import InputError

_LARGEST = 20_000_000  # bytes of a file
_NOT_TEXT = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff")

Say = Callable[[Phrase], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: an object, or what is wrong with it."""

    number: int
    record: Mapping[str, Any]
    problem: InputError | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a command has to say: results in order, problems and notes beside them."""

    results: tuple[str, ...]
    problems: tuple[Phrase, ...] = ()
    notes: tuple[Phrase, ...] = ()


def assess_file(path: str, say: Say, *, as_json: bool) -> Told:
    """The estimate of one dispute.

    path: a JSON file with its facts, or "-" for standard input.
    Raises InputError: `file_missing`, `file_too_large`, `file_not_text`,
    `assess_not_json`, `assess_not_object` (facts: path), and what `read_known` raises.
    """
    text = _text(path)
    try:
        record = _parsed(text)
    except (ValueError, RecursionError) as error:
        is_lines = "}\n{" in text.replace("\r", "").replace("\n\n", "\n")
        key = "error.assess_many_objects" if is_lines else "error.assess_not_json"
        raise InputError(key, path=path) from error
    if not isinstance(record, dict):
        raise InputError("error.assess_not_object", path=path)
    found = estimate(read_known(record))
    unused = unused_keys(record)
    notes = (phrase("estimate.unused", keys=unused),) if unused else ()
    if as_json:
        return Told((json.dumps(as_object(found, say), indent=2),), notes=notes)
    return Told(tuple(say(line) for line in in_phrases(found)), notes=notes)


def assess_lines(path: str, say: Say) -> Told:
    """One JSON result per line for a file of objects, in order, each with its id.

    A line that cannot be read gives a problem that names it, and the others go on.
    Raises InputError where the file itself cannot be read.
    """
    results, problems = [], []
    for line in _lines(path):
        try:
            if line.problem:
                raise line.problem
            found = estimate(read_known(line.record))
        except InputError as error:
            problems.append(_at(path, line, error))
            continue
        result = {"id": line.record.get("id"), **as_object(found, say)}
        results.append(json.dumps(result, ensure_ascii=False, default=str))
    return Told(tuple(results), tuple(problems))


def evaluate_lines(path: str) -> Told:
    """The table of measures for a file of decided cases.

    Lines that cannot be used are named and left out of it. Raises InputError where
    the file cannot be read or has no case that can be used.
    """
    cases, problems = [], []
    for line in _lines(path):
        try:
            if line.problem:
                raise line.problem
            cases.append(read_decided(line.record))
        except InputError as error:
            problems.append(_at(path, line, error))
    if not cases and not problems:
        raise InputError("error.assess_no_cases", path=path)
    report: Report | None = evaluate(cases) if cases else None
    return Told((report.table(),) if report else (), tuple(problems))


def as_object(found: Estimate, say: Say) -> dict[str, Any]:
    """The estimate for other programs; shares from 0 to 1."""
    return {
        "share": found.share / 100,
        "low": found.low / 100,
        "high": found.high / 100,
        "label": str(found.merit),
        "in_words": say(in_words(found)),
        "reasons": [
            {
                "fact": reason.fact,
                "value": reason.value,
                "points": reason.points,
                "words": say(moved(reason)),
            }
            for reason in found.reasons
        ],
        "next_proof": found.next_proof,
        "live_facts": found.live_facts,
    }


def in_phrases(found: Estimate) -> tuple[Phrase, ...]:
    """The estimate as lines for a person."""
    share = "" if found.merit is Merit.UNCLEAR else "_about"
    said = phrase(
        f"estimate.said{share}",
        words=in_words(found),
        low=found.low,
        high=found.high,
        share=found.share,
    )
    lines = [said, phrase("estimate.label", label=str(found.merit))]
    lines += [
        phrase(
            "estimate.for_supplier" if reason.points >= 0 else "estimate.for_customer",
            what=moved(reason),
            fact=reason.fact,
            value=reason.value,
        )
        for reason in found.reasons
    ]
    if found.next_proof:
        words = proof(found.next_proof)
        lines.append(phrase("estimate.next", proof=words, fact=found.next_proof))
    return (*lines, phrase("estimate.source"))


def _at(path: str, line: Line, error: InputError) -> Phrase:
    what = Phrase(error.phrase, {"path": path, **error.facts})
    return phrase("estimate.line", path=path, line=line.number, what=what)


def _lines(path: str) -> Iterator[Line]:
    for number, text in enumerate(_text(path).split("\n"), start=1):
        if not text.strip():
            continue
        try:
            record = _parsed(text)
        except (ValueError, RecursionError):
            yield Line(number, {}, InputError("error.assess_line_not_json"))
            continue
        if isinstance(record, dict):
            yield Line(number, record)
        else:
            yield Line(number, {}, InputError("error.assess_line_not_object"))


def _parsed(text: str) -> object:
    """JSON with exact decimals; ValueError or RecursionError where it is none."""
    return json.loads(text, parse_float=Decimal, parse_constant=_refused)


def _refused(name: str) -> object:
    raise ValueError(f"{name} is no number")


def _text(path: str) -> str:
    """The file's text; InputError where it is missing, too large, or no text."""
    try:
        if path == "-":
            raw = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with Path(path).open("rb") as file:
                raw = file.read(_LARGEST + 1)
    except (FileNotFoundError, ValueError) as error:
        raise InputError("error.file_missing", path=path) from error
    except IsADirectoryError as error:
        raise InputError("error.file_is_folder", path=path) from error
    except OSError as error:
        raise InputError("error.file_unreadable", path=path) from error
    if len(raw) > _LARGEST:
        limit = f"{_LARGEST // 1_000_000} MB"
        raise InputError("error.file_too_large", path=path, limit=limit)
    try:
        if raw.startswith(_NOT_TEXT):
            raise InputError("error.assess_not_json", path=path)
        marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        return raw.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("error.assess_not_json", path=path) from error
