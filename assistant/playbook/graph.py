"""A playbook as a drawing: a Mermaid flowchart of its steps in order.

An arrow leads to the step that is tried next; its label says under which condition,
beyond those of the step before, it is asked at all. Parts and groups are boxes.
"""

from collections.abc import Iterable, Iterator

from assistant.playbook.conditions import Condition
from assistant.playbook.definition import Playbook
from assistant.playbook.steps.base import Per, Step, type_of

_SHAPES = {
    "letter": ("[/", "/]"),
    "act": ("([", "])"),
    "judge": ("{{", "}}"),
    "fork": ("{", "}"),
}
_SIGNS = frozenset('#"<>&`\\;')
_OFTEN = {
    Per.CASE: "",
    Per.LINE: "for each line",
    Per.EXCHANGE: "in each exchange",
    Per.PAYMENT: "for each payment",
}


def mermaid(playbook: Playbook) -> str:
    """The flowchart as text; the same playbook always gives the same one."""
    title = _escaped(f"{playbook.name}, version {playbook.version}")
    lines = ["flowchart TD", f'  start(["{title}"])']
    lines += _boxes(playbook)
    before, asked_if = "start", _parts(None)
    for number, step in enumerate(playbook.steps, 1):
        wanted = _parts(step.when)
        new = [part for part in wanted if part not in asked_if]
        label = f'|"{_escaped(_joined(new, "and"))}"|' if new else ""
        lines.append(f"  {before} -->{label} s{number}")
        before, asked_if = f"s{number}", wanted
    return "\n".join(lines) + "\n"


def _boxes(playbook: Playbook) -> Iterator[str]:
    """The steps, inside the boxes of their part and groups."""
    open_boxes: tuple[str, ...] = ()
    boxes = 0
    for number, step in enumerate(playbook.steps, 1):
        wanted = playbook.groups.get(step.id, ())
        shared = _shared(open_boxes, wanted)
        for depth in range(len(open_boxes), shared, -1):
            yield f"{'  ' * depth}end"
        for depth in range(shared, len(wanted)):
            boxes += 1
            heading = _escaped(wanted[depth])
            yield f'{"  " * (depth + 1)}subgraph g{boxes}["{heading}"]'
        open_boxes = wanted
        yield f"{'  ' * (len(wanted) + 1)}s{number}{_shape(step)}"
    for depth in range(len(open_boxes), 0, -1):
        yield f"{'  ' * depth}end"


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many outer names two places have in common."""
    pairs = zip(one, other, strict=False)
    return next(
        (i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other))
    )


def _shape(step: Step) -> str:
    left, right = _SHAPES.get(type_of(step), ("[", "]"))
    words = [_plain(step.id), type_of(step), _OFTEN[step.per]]
    return f'{left}"{"<br/>".join(_escaped(word) for word in words if word)}"{right}'


def _parts(condition: Condition | None) -> tuple[Condition, ...]:
    """The conditions that have to hold together."""
    if condition is None:
        return ()
    if condition.all is None:
        return (condition,)
    return tuple(part for inner in condition.all for part in _parts(inner))


def in_words(condition: Condition) -> str:
    """A condition in short words, as `reason: scope or amount`."""
    (key,) = condition.keys()
    value = getattr(condition, key)
    name = "" if key == "is_" else f"{_plain(key)}: "
    match value:
        case Condition():
            return f"not {_in_brackets(value)}"
        case dict():
            facts = (f"{_plain(k)}: {_joined(v, 'or')}" for k, v in value.items())
            return " and ".join(facts)
        case (Condition(), *_):
            return _joined(value, "and" if key == "all" else "or")
        case tuple():
            return name + _joined(value, "or")
        case _:
            return name + _plain(str(value))


def _joined(values: Iterable[object], word: str) -> str:
    """Words with "and" or "or" between them."""
    return f" {word} ".join(
        _in_brackets(value) if isinstance(value, Condition) else _plain(str(value))
        for value in values
    )


def _in_brackets(condition: Condition) -> str:
    """A condition's words; in brackets where they are joined themselves."""
    words = in_words(condition)
    return f"({words})" if condition.any or condition.all else words


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _escaped(text: str) -> str:
    """Text inside the quotes of a Mermaid label: signs with a meaning as codes."""
    return "".join(f"#{ord(sign)};" if sign in _SIGNS else sign for sign in text)
