"""What has to fit together in a playbook: ids, deadlines, and the facts asked for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from assistant.domain.facts import FactName
from assistant.playbook.conditions import Condition
from assistant.playbook.definition import Deadline
from assistant.playbook.node_reader import Place
from assistant.playbook.problems import Problems, nearest
from assistant.playbook.yaml_nodes import Items, Mapping, Node


@dataclass(frozen=True, slots=True)
class Placed:
    """A step, a group or a deadline, and where it is written.

    value: None where it could not be read.
    is_whole: there was no mistake in it.
    is_per_line: it, or each step in a group, is asked about a line.
    structs: it and everything inside that is a struct, each with its node.
    """

    id: str
    value: Any
    is_whole: bool
    node: Node
    place: Place
    problems: Problems
    structs: tuple[tuple[msgspec.Struct, Mapping], ...]
    is_per_line: bool = False

    def line_of(self, key: str) -> int:
        """The line of one of its keys."""
        node = self.node
        return node.line_of(key) if isinstance(node, Mapping) else node.line

    def add(self, line: int, text: str) -> None:
        """Note a mistake in it."""
        self.problems.add(line, self.place.say(text))


@dataclass(slots=True)
class _Fact:
    """What the steps say of a fact.

    answers: what it can be, as far as words go; None where that is open.
    only_per_line: every step that records it is asked per line.
    """

    answers: set[str] | None = field(default_factory=set)
    only_per_line: bool = True


def check(
    steps: Sequence[Placed], groups: Sequence[Placed], deadlines: Sequence[Placed]
) -> None:
    """Add what does not fit together to the problems of the files."""
    _refuse_twice(steps)
    _refuse_twice(deadlines)
    facts = _facts(steps)
    known = {deadline.id for deadline in deadlines}
    for step in steps:
        due = _child(step.node, "due")
        if step.value and step.value.due and step.value.due not in known:
            near = nearest(step.value.due, known)
            step.add(due.line, f'there is no deadline "{step.value.due}"{near}')
    for placed in (*steps, *groups, *deadlines):
        for wanted in _wanted(placed):
            _check_wanted(wanted, placed, facts)


def _refuse_twice(all_placed: Iterable[Placed]) -> None:
    first: dict[str, Placed] = {}
    for placed in all_placed:
        before = first.setdefault(placed.id, placed)
        if placed.id and before is not placed:
            where = f"{before.problems.file}:{before.node.line}"
            placed.add(placed.node.line, f"the same name as in {where}")


def _facts(steps: Iterable[Placed]) -> dict[str, _Fact]:
    """Every fact that a condition may name.

    A step with a mistake counts as recording what it is called, so that one mistake
    does not cause others; the domain's own facts may also come in by a command or out
    of a customer's message.
    """
    facts: dict[str, _Fact] = {}
    for step in steps:
        for name in _names(step):
            fact = facts.setdefault(name, _Fact())
            fact.only_per_line &= step.is_per_line
            words = step.value.answers(name) if step.is_whole else None
            if words is None or fact.answers is None:
                fact.answers = None
            else:
                fact.answers |= words
    for name in FactName:
        facts.setdefault(name, _Fact(None, only_per_line=False))
    return facts


def _names(step: Placed) -> frozenset[str]:
    if step.value:
        names: frozenset[str] = step.value.sets()
        return names
    node = step.node
    if not isinstance(node, Mapping):
        return frozenset()
    return frozenset({node.text("id"), node.text("fact")} - {""})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A fact that is looked up: in which line, and the values waited for."""

    fact: str
    line: int
    values: tuple[tuple[str, int], ...] = ()


def _wanted(placed: Placed) -> Iterator[_Wanted]:
    asks = getattr(placed.value, "asks", None)
    if asks:
        yield _Wanted(asks, _child(placed.node, "asks").line)
    for struct, node in placed.structs:
        match struct:
            case Condition(known=str(name)):
                yield _Wanted(name, _child(node, "known").line)
            case Condition(fact=dict(facts)):
                inside = _child(node, "fact")
                for name in facts:
                    items = _child(inside, name)
                    yield _Wanted(name, items.line, _texts(items))
            case Deadline(on=tuple(names)):
                lines = [line for _, line in _texts(_child(node, "on"))]
                yield from map(_Wanted, names, lines)
            case _:
                pass


def _check_wanted(wanted: _Wanted, placed: Placed, facts: dict[str, _Fact]) -> None:
    fact = facts.get(wanted.fact)
    if fact is None:
        near = nearest(wanted.fact, facts)
        placed.add(wanted.line, f'no step records the fact "{wanted.fact}"{near}')
        return
    if fact.only_per_line and placed.is_whole and not placed.is_per_line:
        said = f'"{wanted.fact}" is recorded per line, and this is not about a line'
        placed.add(wanted.line, said)
    if fact.answers is None:
        return
    for text, line in wanted.values:
        if text not in fact.answers:
            words = ", ".join(sorted(fact.answers)) or "no words"
            near = nearest(text, fact.answers)
            said = f'"{wanted.fact}" can never be "{text}"{near}; answers: {words}'
            placed.add(line, said)


def _child(node: Node, key: str) -> Node:
    """The value of a key, or the node itself where it has none."""
    return (node.get(key) if isinstance(node, Mapping) else None) or node


def _texts(node: Node) -> tuple[tuple[str, int], ...]:
    items = node.items if isinstance(node, Items) else []
    return tuple((x.text, x.line) for x in items if not isinstance(x, (Items, Mapping)))
