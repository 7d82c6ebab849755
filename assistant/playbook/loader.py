"""Playbook files -> Playbook: everything is checked here, nothing mid-chat.

A file has `playbook`, `version`, `deadlines` and `steps`; among the steps, `- part:
NAME` stands for everything in `parts/NAME.yaml`. All mistakes of a file and its parts
are collected and raised as one PlaybookError, `services.yaml:12: step "reason": ...`.
"""

from pathlib import Path
from typing import Any, Union

import msgspec

from assistant.errors import PlaybookError
from assistant.playbook.checks import Placed, check
from assistant.playbook.definition import Deadline, Playbook
from assistant.playbook.names import Count, Id
from assistant.playbook.node_reader import BROKEN, NodeReader, Place
from assistant.playbook.problems import Problems, nearest, raise_if_any
from assistant.playbook.steps import STEP_TYPES
from assistant.playbook.yaml_nodes import Items, Mapping, Node, Text, read_nodes

ANY_STEP: Any = Union[STEP_TYPES]  # noqa: UP007 - the list of types is open


class PlaybookFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a playbook's file holds."""

    playbook: Id
    version: Count
    steps: tuple[Any, ...]
    deadlines: dict[Id, Any] = {}


class PartFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a part's file holds: steps and deadlines that playbooks share."""

    part: Id
    steps: tuple[Any, ...]
    deadlines: dict[Id, Any] = {}


class Include(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Among the steps of a playbook: the steps and deadlines of a part."""

    part: Id


def load_file(path: Path, *, shared: Path | None = None) -> Playbook:
    """The playbook of a file.

    shared: folder whose `parts` are used where none of that name is beside the file,
        for an owner's copy of a shipped playbook.
    Raises PlaybookError with every mistake of the file and of its parts.
    """
    loading = _Loading(path, shared)
    playbook = loading.playbook()
    raise_if_any(loading.files)
    if playbook is None:
        raise AssertionError(f"{path.name} gave neither a playbook nor a mistake")
    return playbook


def load_shipped(name: str, directory: Path) -> Playbook:
    """The playbook of this name in a folder; PlaybookError if there is none."""
    names = playbook_names(directory)
    if name not in names:
        raise PlaybookError([f"there is no playbook {name!r}{nearest(name, names)}"])
    return load_file(directory / f"{name}.yaml")


def load_all(directory: Path) -> dict[str, Playbook]:
    """Every playbook of a folder by its name; PlaybookError with all mistakes."""
    found: dict[str, Playbook] = {}
    problems: dict[str, None] = {}  # a part's mistakes show in each file that has it
    for name in playbook_names(directory):
        try:
            found[name] = load_file(directory / f"{name}.yaml")
        except PlaybookError as error:
            problems |= dict.fromkeys(error.problems)
    if problems:
        raise PlaybookError(list(problems))
    return found


def playbook_names(directory: Path) -> list[str]:
    """The names of the playbooks in a folder, in order."""
    return sorted(path.stem for path in directory.glob("*.yaml"))


class _Loading:
    """One playbook file with its parts, while it is read."""

    def __init__(self, path: Path, shared: Path | None) -> None:
        self._path = path
        self._folders = [path.parent / "parts"]
        self._folders += [shared / "parts"] if shared else []
        self._included: dict[str, int] = {}
        self._steps: list[Placed] = []
        self._deadlines: list[Placed] = []
        self.files: list[Problems] = []

    def playbook(self) -> Playbook | None:
        """The playbook, as far as it can be read; `files` has the problems."""
        problems = self._problems_of(self._path.name)
        head = self._file(self._path, PlaybookFile, "playbook", problems)
        check(self._steps, self._deadlines)
        if head is None:
            return None
        return Playbook(
            name=head.playbook,
            version=head.version,
            deadlines={d.id: d.value for d in self._deadlines if d.value},
            steps=tuple(step.value for step in self._steps if step.value),
        )

    def _problems_of(self, file: str) -> Problems:
        self.files.append(Problems(file))
        return self.files[-1]

    def _file(
        self, path: Path, wanted: type[Any], key: str, problems: Problems
    ) -> Any | None:
        """The file's outermost keys, None with a mistake in them; reads it all."""
        node = read_nodes(path, problems)
        if node is None:
            return None
        head = NodeReader(problems).read(node, wanted, Place("", path.name))
        if not isinstance(node, Mapping):
            return None
        named = node.get(key)
        if isinstance(named, Text) and named.text != path.stem:
            said = f'"{key}" has to be "{path.stem}", like the file\'s name'
            problems.add(named.line, said)
        deadlines, steps = node.get("deadlines"), node.get("steps")
        for name, deadline in deadlines.pairs if isinstance(deadlines, Mapping) else ():
            owner = f'deadline "{name.text}"'
            read = _placed(name.text, deadline, Deadline, owner, problems)
            self._deadlines.append(read)
        for number, step in enumerate(
            steps.items if isinstance(steps, Items) else (), 1
        ):
            self._read_step(number, step, problems, may_include=wanted is PlaybookFile)
        return None if head is BROKEN else head

    def _read_step(
        self, number: int, node: Node, problems: Problems, *, may_include: bool
    ) -> None:
        if not isinstance(node, Mapping) or node.get("part") is None:
            step_id = node.text("id") if isinstance(node, Mapping) else ""
            owner = f'step "{step_id}"' if step_id else f"step {number}"
            self._steps.append(_placed(step_id, node, ANY_STEP, owner, problems))
        elif not may_include:
            problems.add(node.line, "a part cannot include another part")
        else:
            include = NodeReader(problems).read(node, Include, Place("", "part"))
            if include is not BROKEN:
                self._include(include.part, node.line, problems)

    def _include(self, name: str, line: int, problems: Problems) -> None:
        if name in self._included:
            first = self._included[name]
            problems.add(line, f'part "{name}" is there twice (first in line {first})')
            return
        self._included[name] = line
        files = [folder / f"{name}.yaml" for folder in self._folders]
        path = next((file for file in files if file.is_file()), None)
        if path is None:
            known = {file.stem for folder in self._folders for file in folder.glob("*")}
            problems.add(line, f'there is no part "{name}"{nearest(name, known)}')
            return
        inside = self._problems_of(f"parts/{name}.yaml")
        self._file(path, PartFile, "part", inside)


def _placed(
    name: str, node: Node, wanted: Any, owner: str, problems: Problems
) -> Placed:
    before = len(problems.found)
    reader = NodeReader(problems)
    value = reader.read(node, wanted, Place(owner, owner))
    return Placed(
        id=name,
        value=None if value is BROKEN else value,
        is_whole=len(problems.found) == before,
        node=node,
        place=Place(owner, ""),
        problems=problems,
        structs=tuple(reader.structs),
    )
