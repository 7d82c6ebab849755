"""Playbook files -> Playbook: everything is checked here, nothing mid-chat.

A file has `playbook`, `version`, `reopen_at`, `deadlines` and `steps`; among the steps,
`- part: NAME` stands for everything in `parts/NAME.yaml`, and `- group: HEADING` holds
steps under one condition, which is joined with the condition of each of them.

All mistakes of a file and its parts are collected and raised as one PlaybookError, one
line each: `services.yaml:12: step "reason": unknown key "optoins" ...`.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Union

import msgspec
from msgspec.structs import replace as change

from assistant.errors import PlaybookError
from assistant.playbook.checks import Placed, check
from assistant.playbook.conditions import Condition
from assistant.playbook.definition import Deadline, Playbook
from assistant.playbook.names import Count, Id
from assistant.playbook.node_reader import BROKEN, NodeReader, Place
from assistant.playbook.problems import Problems, nearest, raise_if_any
from assistant.playbook.steps import STEP_TYPES
from assistant.playbook.steps.base import Per
from assistant.playbook.yaml_nodes import Items, Mapping, Node, read_nodes

ANY_STEP: Any = Union[STEP_TYPES]  # noqa: UP007 - the list of types is open


class PlaybookFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a playbook's file holds.

    reopen_at: the step at which a closed case starts again.
    steps: steps, groups, and parts to include.
    based_on: the shipped playbook that an owner's own was copied from.
    words: wording of its own, by phrase key.
    """

    playbook: Id
    version: Count
    reopen_at: Id
    steps: tuple[Any, ...]
    deadlines: dict[Id, Any] = {}
    based_on: Id = ""
    words: dict[str, str] = {}


class PartFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a part's file holds: steps and deadlines that playbooks share."""

    part: Id
    steps: tuple[Any, ...]
    deadlines: dict[Id, Any] = {}


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Steps with a heading, and a condition that holds for all of them."""

    group: str
    steps: tuple[Any, ...]
    when: Condition | None = None


class Include(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The steps and deadlines of a part, in this place."""

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
        raise PlaybookError([f'there is no playbook "{name}"{nearest(name, names)}'])
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


@dataclass(frozen=True, slots=True)
class _Inside:
    """Where steps stand: the headings and conditions of the groups around them."""

    names: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    may_include: bool = True

    def in_group(self, group: Group) -> "_Inside":
        """One level further in."""
        when = (*self.when, group.when) if group.when else self.when
        return replace(self, names=(*self.names, group.group), when=when)

    def in_part(self, name: str) -> "_Inside":
        """In a part, which includes no other."""
        return replace(self, names=(*self.names, name), may_include=False)

    def condition(self, own: Condition | None) -> Condition | None:
        """A step's own condition with those around it."""
        every = (*self.when, own) if own else self.when
        return Condition(all=every) if len(every) > 1 else next(iter(every), None)


class _Loading:
    """One playbook file with its parts, while it is read."""

    def __init__(self, path: Path, shared: Path | None) -> None:
        self._path = path
        self._folders = [path.parent / "parts"]
        self._folders += [shared / "parts"] if shared else []
        self._included: dict[str, int] = {}
        self._steps: list[tuple[Placed, _Inside]] = []
        self._groups: list[Placed] = []
        self._deadlines: list[Placed] = []
        self.files: list[Problems] = []

    def playbook(self) -> Playbook | None:
        """The playbook; None with a mistake at the top, which `files` tells."""
        file = self._file(self._path, PlaybookFile, self._path.name, _Inside())
        check([step for step, _ in self._steps], self._groups, self._deadlines)
        if file is None or file.value is None:
            return None
        self._check_reopening(file)
        steps = [(step.value, inside) for step, inside in self._steps if step.value]
        return Playbook(
            name=file.value.playbook,
            version=file.value.version,
            deadlines={d.id: d.value for d in self._deadlines if d.value},
            steps=tuple(
                change(step, when=inside.condition(step.when)) for step, inside in steps
            ),
            reopen_at=file.value.reopen_at,
            groups={step.id: inside.names for step, inside in steps},
            based_on=file.value.based_on,
            words=file.value.words,
        )

    def _check_reopening(self, file: Placed) -> None:
        name, ids = file.value.reopen_at, [step.id for step, _ in self._steps]
        if name not in ids:
            said = f'"reopen_at" names no step: "{name}"{nearest(name, ids)}'
            file.add(file.line_of("reopen_at"), said)

    def _file(
        self, path: Path, wanted: Any, name: str, inside: _Inside
    ) -> Placed | None:
        """What stands at the top of a file; its steps and deadlines are kept."""
        problems = Problems(name)
        self.files.append(problems)
        node = read_nodes(path, problems)
        if node is None:
            return None
        file = _placed(path.stem, node, wanted, "", problems)
        if not isinstance(node, Mapping):
            return None
        key = "part" if wanted is PartFile else "playbook"
        if node.text(key) not in ("", path.stem):
            said = f'"{key}" has to be "{path.stem}", like the file\'s name'
            file.add(file.line_of(key), said)
        deadlines = node.get("deadlines")
        for kind, deadline in deadlines.pairs if isinstance(deadlines, Mapping) else ():
            owner = f'deadline "{kind.text}"'
            read = _placed(kind.text, deadline, Deadline, owner, problems)
            self._deadlines.append(read)
        self._entries(node, problems, inside)
        return file

    def _entries(self, node: Mapping, problems: Problems, inside: _Inside) -> bool:
        """Read the steps of a file or group; whether all of them are per line."""
        steps = node.get("steps")
        if not isinstance(steps, Items):
            return False
        if not steps.items:
            problems.add(steps.line, "there are no steps")
        per_line = [self._entry(step, problems, inside) for step in steps.items]
        return all(per_line)

    def _entry(self, node: Node, problems: Problems, inside: _Inside) -> bool:
        if isinstance(node, Mapping) and node.get("group"):
            return self._group(node, problems, inside)
        if isinstance(node, Mapping) and node.get("part"):
            include = NodeReader(problems).read(node, Include, Place("", "part"))
            if include is not BROKEN:
                self._include(include.part, node.line, problems, inside)
            return False
        step_id = node.text("id") if isinstance(node, Mapping) else ""
        owner = f'step "{step_id}"' if step_id else "a step"
        placed = _placed(step_id, node, ANY_STEP, owner, problems)
        per_line = bool(placed.value) and placed.value.per is Per.LINE
        self._steps.append((replace(placed, is_per_line=per_line), inside))
        return per_line

    def _group(self, node: Mapping, problems: Problems, inside: _Inside) -> bool:
        owner = f'group "{node.text("group")}"'
        placed = _placed("", node, Group, owner, problems)
        within = inside.in_group(placed.value) if placed.value else inside
        per_line = self._entries(node, problems, within)
        self._groups.append(replace(placed, is_per_line=per_line))
        return per_line

    def _include(
        self, name: str, line: int, problems: Problems, inside: _Inside
    ) -> None:
        if not inside.may_include:
            problems.add(line, "a part cannot include another part")
            return
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
        self._file(path, PartFile, f"parts/{name}.yaml", inside.in_part(name))


def _placed(
    name: str, node: Node, wanted: Any, owner: str, problems: Problems
) -> Placed:
    before = len(problems.found)
    reader = NodeReader(problems)
    value = reader.read(node, wanted, Place(owner, ""))
    return Placed(
        id=name,
        value=None if value is BROKEN else value,
        is_whole=len(problems.found) == before,
        node=node,
        place=Place(owner, ""),
        problems=problems,
        structs=tuple(reader.structs),
    )
