"""The fields of our forms: how they are named, what travels with them, how they read.

A form's `callback_id` says which it is; its `private_metadata` holds ids only. A field
is one input block or, for long text, several: `body.0n2-1` is the first piece of the
body in the second drawing, and two line ends follow it. A field that shall show another
value needs another `block_id`, since Slack keeps what was typed under a known one.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from adapters.slack.limits import most
from adapters.slack.text import pieces
from assistant.errors import InputError

VERSION = "parley1"
VALUE = "value"  # the action_id of every field's element
PIECE = 2_500  # characters of long text in one input, which takes 3,000
_BLOCK_ID = re.compile(
    r"(?P<name>[a-z_]+)(?:\.\d+(?:(?P<gap>[ns])(?P<gaps>\d+))?)?-\d+"
)
_GAPS = {"n": "\n", "s": " "}
# A word joiner keeps a text in a field from looking like a ping; see `guarded`.
_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class Target:
    """What a form is about, and where its outcome goes; ids only.

    message_ts: of a message that a shortcut was used on.
    base: digest of the text that the form was opened with, to see whether somebody
        else changed it meanwhile.
    mode: `run` for a form that goes on with the next question of its case, `aside`
        for one that does so only for what its person alone may read.
    """

    case_id: str = ""
    question: str = ""
    letter_id: str = ""
    channel_id: str = ""
    thread_ts: str = ""
    message_ts: str = ""
    user_id: str = ""  # author of the message that a shortcut was used on
    base: str = ""
    mode: str = ""

    def packed(self) -> str:
        """For `private_metadata`; ValueError where it is too long for it."""
        told = {name: value for name, value in asdict(self).items() if value}
        packed = json.dumps(told, separators=(",", ":"))
        if len(packed) > most("surfaces", "modal", "private_metadata"):
            raise ValueError("a form's metadata is too long")
        return packed


NOWHERE = Target()


@dataclass(frozen=True, slots=True)
class OpenFields:
    """The form of a new dispute, as it is drawn and as it comes back.

    amount, disputed: as they were typed. written_on: ISO date, empty if not said.
    """

    invoice: str = ""
    amount: str = ""
    customer: str = ""
    disputed: str = ""
    statement: str = ""
    written_on: str = ""

    def command(self) -> str:
        """`open INV-7 480 "Harbour Cafe"`; empty where no invoice was named."""
        if not self.invoice:
            return ""
        words = (self.invoice, _figure_first(self.amount), self.customer)
        return " ".join(["open", *(_quoted(word) for word in words if word)])


@dataclass(frozen=True, slots=True)
class AnswerTyped:
    """The answer to a question."""

    text: str


@dataclass(frozen=True, slots=True)
class LetterChanged:
    """The letter as its owner wants it."""

    body: str


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file at Slack, still to be fetched.

    url: of the bytes, which need the bot's token; empty where the file is not at Slack.
    """

    id: str
    name: str
    media_type: str
    size: int
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FilesAdded:
    """Papers for the case. note: what was written beside them."""

    files: tuple[FileRef, ...]
    note: str = ""


Filled = OpenFields | AnswerTyped | LetterChanged | FilesAdded


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form that was sent.

    block_ids: of each field's first block, for mistakes to stand under.
    """

    filled: Filled
    target: Target
    block_ids: Mapping[str, str]

    def mistakes(
        self,
        say: Callable[..., str],
        read_amount: Callable[[str], object],
        today: date | None = None,
    ) -> dict[str, str]:
        """What is wrong, by block id, as the `errors` of the acknowledgement.

        read_amount: raises InputError for a text that is no amount.
        today: a customer cannot have written later than that.
        """
        found: dict[str, str] = {}
        for name, problem in _problems(self.filled, read_amount, today):
            told = say(problem.phrase, **problem.facts)
            found.setdefault(self.block_ids.get(name, name), told)
        return found


def errors(mistakes: Mapping[str, str]) -> dict[str, Any]:
    """The acknowledgement that keeps a form open, with what is wrong in it."""
    return {"response_action": "errors", "errors": dict(mistakes)}


def block_id(name: str, edition: int) -> str:
    """Of a field. edition: another one where the field shall show another value."""
    return f"{name}-{edition}"


def fields_of(name: str, text: str, edition: int) -> list[tuple[str, str]]:
    """Block ids and first values of as many inputs as a long text needs.

    The white space between two pieces stands in the id: a field may lose it.
    """
    found = []
    for number, piece in enumerate(pieces(text, PIECE) or [""]):
        shown = piece.rstrip("\n") if piece.endswith("\n") else piece.rstrip(" ")
        lost = len(piece) - len(shown)
        kind = ("n" if piece.endswith("\n") else "s") + str(lost) if lost else ""
        found.append((f"{name}.{number}{kind}-{edition}", guarded(shown)))
    return found


def guarded(text: str) -> str:
    """A field's text without anything that looks like a ping; `read_view` undoes it."""
    return text.replace("<!", f"<{_JOINER}!")


def read_view(view: Mapping[str, Any]) -> Submitted | None:
    """The form in the `view` of a `view_submission`; None if it is not one of ours."""
    version, _, kind = str(view.get("callback_id", "")).partition(".")
    if version != VERSION or kind not in _READERS:
        return None
    values, block_ids = _values(view)
    target = target_of(view)
    return Submitted(_READERS[kind](values), target, block_ids)


def target_of(view: Mapping[str, Any]) -> Target:
    """What a view of ours is about; an empty target for any other."""
    return _target(view.get("private_metadata") or "")


Values = Mapping[str, Any]


def _open(values: Values) -> OpenFields:
    names = ("invoice", "amount", "customer", "disputed", "written_on")
    lines = {name: " ".join(_text(values, name).split()) for name in names}
    return OpenFields(**lines, statement=_text(values, "statement"))


def _answer(values: Values) -> AnswerTyped:
    return AnswerTyped(_text(values, "answer"))


def _letter(values: Values) -> LetterChanged:
    return LetterChanged(_text(values, "body"))


def _files(values: Values) -> FilesAdded:
    given = values.get("files") or ()
    return FilesAdded(tuple(map(file_ref, given)), _text(values, "note"))


_READERS: dict[str, Callable[[Values], Filled]] = {
    "open": _open,
    "answer": _answer,
    "letter": _letter,
    "files": _files,
}


def file_ref(file: Mapping[str, Any]) -> FileRef:
    """A file object of Slack, as events and forms carry it."""
    is_elsewhere = bool(file.get("is_external")) or file.get("mode") == "external"
    url = "" if is_elsewhere else file.get("url_private_download")
    return FileRef(
        id=str(file.get("id", "")),
        name=str(file.get("name") or file.get("title") or file.get("id", "")),
        media_type=str(file.get("mimetype") or "application/octet-stream"),
        size=int(file.get("size") or 0),
        url=str(url or file.get("url_private") or "") if not is_elsewhere else "",
    )


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    return value.replace(_JOINER, "").strip() if isinstance(value, str) else ""


def _values(view: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The value of each field, pieces joined, and the block where each begins.

    A field that a client leaves out of the state, because nobody touched it, has the
    value that it was drawn with.
    """
    state = (view.get("state") or {}).get("values") or {}
    values: dict[str, Any] = {}
    block_ids: dict[str, str] = {}
    for block in view.get("blocks", ()):
        found = _BLOCK_ID.fullmatch(str(block.get("block_id", "")))
        if block.get("type") != "input" or not found:
            continue
        element = block.get("element", {})
        entry = (state.get(found[0]) or {}).get(element.get("action_id", VALUE))
        value = _value(entry if entry is not None else _drawn_with(element))
        name = found["name"]
        block_ids.setdefault(name, found[0])
        if isinstance(value, str):
            gap = _GAPS.get(found["gap"] or "", "") * int(found["gaps"] or 0)
            value = str(values.get(name, "")) + value + (gap if value else "")
        values[name] = value
    return values, block_ids


def _drawn_with(element: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "value": element.get("initial_value"),
        "selected_date": element.get("initial_date"),
        "selected_option": element.get("initial_option"),
    }


def _value(entry: Mapping[str, Any]) -> Any:
    """Text, ISO date, the value of an option, or files; "" for nothing."""
    option = entry.get("selected_option") or {}
    names = ("value", "selected_date", "files")
    found = [entry[name] for name in names if entry.get(name) is not None]
    return (*found, option.get("value"), "")[0] or ""


def _target(packed: str) -> Target:
    try:
        told = json.loads(packed or "{}")
    except json.JSONDecodeError:
        return Target()
    known = Target.__dataclass_fields__
    return Target(**{n: v for n, v in told.items() if n in known and type(v) is str})


def _problems(
    filled: Filled, read_amount: Callable[[str], object], today: date | None
) -> list[tuple[str, InputError]]:
    """Names of fields with what is wrong with them."""
    match filled:
        case OpenFields():
            return _open_problems(filled, read_amount, today)
        case AnswerTyped(text):
            return _needed("answer", text)
        case LetterChanged(body):
            return _needed("body", body)
        case FilesAdded(files):
            return _needed("files", "yes" if files else "")


def _needed(name: str, text: str) -> list[tuple[str, InputError]]:
    return [] if text else [(name, InputError("error.type_something"))]


def _open_problems(
    filled: OpenFields, read_amount: Callable[[str], object], today: date | None
) -> list[tuple[str, InputError]]:
    found: list[tuple[str, InputError]] = []
    if not (filled.invoice or filled.statement):
        found.append(("invoice", InputError("slack.open_empty")))
    for name in ("amount", "disputed"):
        text = getattr(filled, name)
        try:
            if text:
                read_amount(text)
        except InputError as error:
            found.append((name, error))
    if filled.written_on and not _is_past(filled.written_on, today):
        found.append(("written_on", InputError("slack.open_date")))
    return found


def _is_past(text: str, today: date | None) -> bool:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return today is None or day <= today


_MARK_FIRST = re.compile(r"([^\W\d_][^\d]*?)\s*(\d.*)")


def _figure_first(amount: str) -> str:
    """`480 EUR` for `EUR 480`: in a command, words before a figure are a name."""
    found = _MARK_FIRST.fullmatch(amount)
    return f"{found[2]} {found[1]}" if found else amount


_PAIRS = (('"', '"'), ("“", "”"), ("«", "»"))


def _quoted(word: str) -> str:
    """One argument of a command, in quotes that it does not hold itself."""
    if " " not in word and not any(mark in word for pair in _PAIRS for mark in pair):
        return word
    for opening, closing in _PAIRS:
        if opening not in word and closing not in word:
            return f"{opening}{word}{closing}"
    return f'"{word.replace(chr(34), chr(39))}"'
