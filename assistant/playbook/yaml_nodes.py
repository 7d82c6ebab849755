"""YAML as a tree of texts, lists and mappings, each of which knows its line.

Nothing is interpreted: `no`, `on` and `2026-05-01` stay the texts they are, and only a
type that asks for a number reads one (`node_reader`). The tree is built from the
parser's events, because `yaml.compose` recurses in C and ends the whole process on
some thousands of open brackets. Aliases and tags are refused: a playbook is read by
people, and an alias bomb is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import yaml

from assistant.playbook.problems import Problems

LARGEST_FILE = 1_000_000
DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Text:
    """A single value; `is_plain` without quotes, which a number has to be."""

    line: int
    text: str
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: "list[Node]"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file; a key may be there twice."""

    line: int
    pairs: "list[tuple[Text, Node]]"

    def get(self, key: str) -> "Node | None":
        """The first value of a key."""
        return next((node for name, node in self.pairs if name.text == key), None)

    def text(self, key: str) -> str:
        """The first value of a key where it is a text, else empty."""
        node = self.get(key)
        return node.text if isinstance(node, Text) else ""

    def line_of(self, key: str) -> int:
        """The line of a key; the mapping's own where it has none."""
        return next(
            (name.line for name, _ in self.pairs if name.text == key), self.line
        )


Node = Text | Items | Mapping


def read_nodes(path: Path, problems: Problems) -> Node | None:
    """The tree of a file; None where it has none, and the problems say why."""
    text = _text_of(path, problems)
    if text is None:
        return None
    try:
        return _Composer(text, problems).document()
    except yaml.MarkedYAMLError as error:
        problems.add(*_syntax(error))
    except yaml.YAMLError as error:
        problems.add(1, f"no YAML: {error}")
    except _RefusedError:
        pass
    return None


def _syntax(error: yaml.MarkedYAMLError) -> tuple[int, str]:
    """Where the parser gave up, and where that began which it was reading."""
    begun, mark = error.context_mark, error.problem_mark or error.context_mark
    said = f"no YAML: {error.problem or error.context}"
    if mark is None:
        return 1, said
    if begun is not None and begun.line < mark.line:
        said += f" ({error.context} that begins in line {begun.line + 1})"
    return mark.line + 1, said


def _text_of(path: Path, problems: Problems) -> str | None:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        problems.add(1, f"cannot be read: {error.strerror}")
        return None
    if len(content) > LARGEST_FILE:
        problems.add(1, f"larger than {LARGEST_FILE // 1000} KB")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.add(line, "not UTF-8; save the file as UTF-8")
        return None
    tabs = [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if line.lstrip(" ").startswith("\t") and line.strip()
    ]
    for number in tabs:
        problems.add(number, "indented with a tab; use spaces")
    return None if tabs else text


class _RefusedError(Exception):
    """YAML that we do not read; the problems say which."""


class _Event(Protocol):
    """What the C parser and the Python one both give."""

    start_mark: Any


class _Composer:
    """Builds the tree from the parser's events."""

    def __init__(self, text: str, problems: Problems) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=loader))
        self._problems = problems

    def document(self) -> Node | None:
        """The one document of the file."""
        next(self._events)  # the stream starts
        if isinstance(next(self._events), yaml.StreamEndEvent):
            self._problems.add(1, "the file is empty")
            return None
        root = self._node(next(self._events), 0)
        next(self._events)  # the document ends
        start = next(self._events)
        if not isinstance(start, yaml.StreamEndEvent):
            raise self._refused(start, "a second document; one file, one playbook")
        return root

    def _node(self, event: Any, depth: int) -> Node:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise self._refused(event, f'"*{event.anchor}" is an alias; write it out')
        if event.tag and not event.tag.startswith("tag:yaml.org,2002:str"):
            raise self._refused(event, f'the tag "{event.tag}" means nothing here')
        if depth > DEEPEST:
            raise self._refused(event, f"nested more than {DEEPEST} levels deep")
        match event:
            case yaml.ScalarEvent():
                return Text(line, event.value, not event.style)
            case yaml.SequenceStartEvent():
                return Items(line, list(self._until(yaml.SequenceEndEvent, depth)))
            case _:
                return Mapping(line, list(self._pairs(depth)))

    def _until(self, end: type[yaml.Event], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), end):
            yield self._node(event, depth + 1)

    def _pairs(self, depth: int) -> Iterator[tuple[Text, Node]]:
        nodes = self._until(yaml.MappingEndEvent, depth)
        for key in nodes:
            if not isinstance(key, Text):
                self._problems.add(key.line, "a key has to be a single word")
                raise _RefusedError
            yield key, next(nodes)

    def _refused(self, event: _Event, text: str) -> _RefusedError:
        self._problems.add(event.start_mark.line + 1, text)
        return _RefusedError()
