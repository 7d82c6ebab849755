"""Reads a tree of YAML nodes as a type: strictly, and past the first mistake.

The types say everything: which keys there are, which are needed, what a value may be.
A new step type or condition needs no change here.
"""

import types
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from assistant.playbook.problems import Problems, nearest
from assistant.playbook.yaml_nodes import Items, Mapping, Node, Text

Struct = type[msgspec.Struct]
BROKEN = msgspec.UNSET
"""What a value is that could not be read; the problems say why."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a mistake is said of: `step "reason"`, and there the key `per`."""

    owner: str
    key: str

    def say(self, text: str) -> str:
        """The owner, if any, before the text."""
        return f"{self.owner}: {text}" if self.owner else text


class NodeReader:
    """Reads nodes of one file.

    structs: every struct read so far with its node, for checks that need lines.
    """

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.structs: list[tuple[msgspec.Struct, Mapping]] = []

    def read(self, node: Node, wanted: Any, place: Place) -> Any:
        """The node as a value of the wanted type, or BROKEN.

        wanted: Any (the node itself), text, whole number, bool, StrEnum, struct,
            tagged structs, tuple[T, ...], dict[str, T], Annotated leaves, T | None.
        """
        origin = get_origin(wanted)
        if wanted is Any:
            return node
        if origin in (Union, types.UnionType):
            return self._union(node, get_args(wanted), place)
        if origin is tuple:
            return self._items(node, get_args(wanted)[0], place)
        if origin is dict:
            return self._mapping(node, get_args(wanted), place)
        if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
            return self._struct(node, wanted, place)
        return self._leaf(node, wanted, place)

    def _union(self, node: Node, members: tuple[Any, ...], place: Place) -> Any:
        wanted = [member for member in members if member is not types.NoneType]
        if len(wanted) == 1:
            return self.read(node, wanted[0], place)
        if not isinstance(node, Mapping):
            return self._needs(node, "a mapping", place)
        tags = {struct.__struct_config__.tag: struct for struct in wanted}
        key = wanted[0].__struct_config__.tag_field
        tag = node.get(key)
        if tag is None:
            return self._no(node.line, place, f'"{key}" is missing{_one_of(tags)}')
        if isinstance(tag, Text) and tag.text in tags:
            return self._struct(node, tags[tag.text], place)
        return self._unknown(tag, tags, Place(place.owner, key))

    def _items(self, node: Node, wanted: Any, place: Place) -> Any:
        if not isinstance(node, Items):
            return self._needs(node, "a list", place)
        read = [self.read(item, wanted, place) for item in node.items]
        return tuple(item for item in read if item is not BROKEN)

    def _mapping(self, node: Node, wanted: tuple[Any, ...], place: Place) -> Any:
        if not isinstance(node, Mapping):
            return self._needs(node, "a mapping", place)
        self._refuse_twice(node, place)
        read: dict[Any, Any] = {}
        for key, value in node.pairs:
            name = self.read(key, wanted[0], place)
            found = self.read(value, wanted[1], Place(place.owner, key.text))
            if BROKEN not in (name, found):
                read[name] = found
        return read

    def _struct(self, node: Node, wanted: Struct, place: Place) -> Any:
        if not isinstance(node, Mapping):
            return self._needs(node, "a mapping", place)
        before = len(self.problems.found)
        self._refuse_twice(node, place)
        fields = fields_of(wanted)
        values: dict[str, Any] = {}
        for key, value in node.pairs:
            field = fields.get(key.text)
            if field is not None:
                here = Place(place.owner, key.text)
                values[field.name] = self.read(value, field.type, here)
            elif key.text != wanted.__struct_config__.tag_field:
                said = f'unknown key "{key.text}"{nearest(key.text, fields)}'
                self._no(key.line, place, said)
        for name, field in fields.items():
            if field.required and values.setdefault(field.name, BROKEN) is BROKEN:
                if node.get(name) is None:
                    self._no(node.line, place, f'"{name}" is missing')
                return BROKEN
        given = {name: value for name, value in values.items() if value is not BROKEN}
        try:
            built = wanted(**given)
        except ValueError as error:
            if len(self.problems.found) == before:  # else it may be a consequence
                self._no(node.line, place, str(error))
            return BROKEN
        self.structs.append((built, node))
        return built

    def _leaf(self, node: Node, wanted: Any, place: Place) -> Any:
        base, limits = _base(wanted)
        if not isinstance(node, Text):
            return self._needs(node, _NAMES.get(base, "a single word"), place)
        if node.is_plain and not node.text:
            return self._no(node.line, place, f'"{place.key}" has no value')
        if issubclass(base, Enum):
            known = {str(member.value): member for member in base}
            if node.text in known:
                return known[node.text]
            return self._unknown(node, known, place)
        try:
            return msgspec.convert(_literal(node, base), wanted)
        except msgspec.ValidationError:
            return self._needs(node, limits or _NAMES[base], place)

    def _refuse_twice(self, node: Mapping, place: Place) -> None:
        lines: dict[str, int] = {}
        for key, _ in node.pairs:
            if key.text in lines:
                said = f'"{key.text}" is there twice (first in line {lines[key.text]})'
                self._no(key.line, place, said)
            lines.setdefault(key.text, key.line)

    def _unknown(self, node: Node, known: MappingOf[str, Any], place: Place) -> Any:
        if not isinstance(node, Text):
            return self._needs(node, "a single word", place)
        near = nearest(node.text, known)
        said = f'"{place.key}" cannot be "{node.text}"{near}{_one_of(known)}'
        return self._no(node.line, place, said)

    def _needs(self, node: Node, what: str, place: Place) -> Any:
        what_for = f'"{place.key}" needs' if place.key else "here has to be"
        said = f"{what_for} {what}, not {_shown(node)}"
        return self._no(node.line, place, said)

    def _no(self, line: int, place: Place, text: str) -> Any:
        self.problems.add(line, place.say(text))
        return BROKEN


@lru_cache(maxsize=256)
def fields_of(struct: Struct) -> dict[str, FieldInfo]:
    """The fields of a struct by the key they have in a file."""
    return {field.encode_name: field for field in msgspec.structs.fields(struct)}


_NAMES = {str: "text", int: "a whole number", bool: "true or false"}


def _base(wanted: Any) -> tuple[type, str]:
    """The bare type of a leaf, and in words what else its `Meta` asks for."""
    if get_origin(wanted) is not Annotated:
        return wanted, ""
    base, *notes = get_args(wanted)
    said = [note.description for note in notes if isinstance(note, msgspec.Meta)]
    return base, next((text for text in said if text), "")


def _literal(node: Text, base: type) -> str | int | bool:
    """A number or truth value where the type asks for one; else the text itself."""
    if base is bool and node.is_plain:
        return {"true": True, "false": False}.get(node.text, node.text)
    if base is int and node.is_plain and len(node.text) < 20:
        digits = node.text.removeprefix("-")
        return int(node.text) if digits.isascii() and digits.isdigit() else node.text
    return node.text


def _one_of(known: MappingOf[str, Any]) -> str:
    return f"; allowed: {', '.join(known)}"


def _shown(node: Node) -> str:
    match node:
        case Text(text=text, is_plain=is_plain):
            quoted = text if len(text) <= 40 else f"{text[:39]}…"
            return f'"{quoted}"' if is_plain else f'"{quoted}" in quotes'
        case Items():
            return "a list"
        case Mapping():
            return "a mapping"
