"""Loading playbooks: what is read, and that every mistake is named with its line.

The files in `broken/` say in comments which mistakes each of their lines has: `#!` and
the words, as often as there are mistakes. Nothing else may be complained about.
"""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.replies import Typed
from assistant.errors import PlaybookError
from assistant.playbook.definition import Playbook
from assistant.playbook.loader import load_all, load_file, load_shipped
from assistant.playbook.steps.ask import Ask
from assistant.playbook.steps.base import Per
from assistant.playbook.steps.choose import Choose
from assistant.resources import playbooks_dir

BROKEN = Path(__file__).parent / "broken"
HEAD = "playbook: shop\nversion: 1\nreopen_at: first\n"
FIRST = "  - {step: choose, id: first, options: [a, b]}\n"


def write(folder: Path, text: str | bytes, name: str = "shop") -> Path:
    """A playbook file in a folder of the test."""
    path = folder / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def load(folder: Path, steps: str) -> Playbook:
    """The playbook with these steps after the first."""
    return load_file(write(folder, f"{HEAD}steps:\n{FIRST}{steps}"))


def problems_of(path: Path) -> list[str]:
    """The lines of the error that loading a file raises."""
    with pytest.raises(PlaybookError) as raised:
        load_file(path)
    return raised.value.problems


def announced(path: Path, name: str) -> list[str]:
    """The mistakes that a file's comments announce."""
    return [
        f"{name}:{number}: {text.strip()}"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for text in line.split("#!")[1:]
    ]


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda p: p.stem)
def test_every_mistake_of_a_file_is_named_with_its_line(path: Path) -> None:
    expected = announced(path, path.name)
    if path.stem == "including":
        part = BROKEN / "parts" / "sawing.yaml"
        expected += announced(part, "parts/sawing.yaml")
    assert sorted(problems_of(path)) == sorted(expected)


def test_mistakes_are_listed_from_the_top_of_the_file_down() -> None:
    lines = [int(line.split(":")[1]) for line in problems_of(BROKEN / "keys.yaml")]
    assert lines == sorted(lines)


def test_steps_are_read_as_their_types(tmp_path: Path) -> None:
    playbook = load(
        tmp_path,
        "  - {step: choose, id: colour, per: line, options: [red], not_sure: true}\n"
        "  - {step: ask, id: price, kind: amount, at_most: due}\n",
    )
    assert playbook.name == "shop"
    assert playbook.version == 1
    assert playbook.reopen_at == "first"
    _, colour, price = playbook.steps
    assert isinstance(colour, Choose)
    assert (colour.per, colour.options, colour.not_sure) == (Per.LINE, ("red",), True)
    assert isinstance(price, Ask)
    assert price.kind is Typed.AMOUNT


@pytest.mark.parametrize("word", ["no", "on", "yes", "off", "y", "n", "null", "true"])
def test_words_that_yaml_takes_for_something_else_stay_words(
    tmp_path: Path, word: str
) -> None:
    step = load(tmp_path, f"  - {{step: choose, id: x, options: [{word}]}}\n").steps[1]
    assert isinstance(step, Choose)
    assert step.options == (word,)


def test_the_key_on_needs_no_quotes(tmp_path: Path) -> None:
    playbook = load(tmp_path, "  - {step: channels, id: again, on: true}\n")
    assert getattr(playbook.steps[1], "on") is True  # noqa: B009 - not of every step


def test_a_group_gives_its_condition_to_all_of_its_steps(tmp_path: Path) -> None:
    playbook = load(
        tmp_path,
        "  - group: outer\n"
        "    when: {is: agreed}\n"
        "    steps:\n"
        "      - {step: choose, id: one, options: [a]}\n"
        "      - group: inner\n"
        "        when: {is: specific}\n"
        "        steps:\n"
        "          - {step: choose, id: two, options: [a], when: {known: first}}\n",
    )
    one, two = playbook.steps[1:]
    assert one.when
    assert one.when.is_ == "agreed"
    assert two.when
    assert two.when.all
    assert [part.is_ or part.known for part in two.when.all] == [
        "agreed",
        "specific",
        "first",
    ]
    assert playbook.groups["two"] == ("outer", "inner")
    assert playbook.groups["first"] == ()


def test_a_part_stands_where_it_is_included(tmp_path: Path) -> None:
    write(
        tmp_path / "parts",
        "part: middle\n"
        "deadlines:\n  soon: {starts: reported, hours: 2, done: {is: agreed}}\n"
        "steps:\n  - {step: choose, id: inside, options: [a], due: soon}\n",
        "middle",
    )
    playbook = load(
        tmp_path, "  - part: middle\n  - {step: choose, id: last, options: [a]}\n"
    )
    assert [step.id for step in playbook.steps] == ["first", "inside", "last"]
    assert playbook.groups["inside"] == ("middle",)
    assert playbook.deadlines["soon"].hours == 2


def test_an_owners_copy_uses_the_shipped_parts_it_has_not_copied(
    tmp_path: Path,
) -> None:
    shared, own = tmp_path / "shipped", tmp_path / "own"
    for folder in (shared, own):
        folder.mkdir()
    step = "steps:\n  - {step: choose, id: %s, options: [a]}\n"
    write(shared / "parts", "part: one\n" + step % "shipped_one", "one")
    write(shared / "parts", "part: two\n" + step % "shipped_two", "two")
    write(own / "parts", "part: two\n" + step % "own_two", "two")
    both = "  - part: one\n  - part: two\n"
    path = write(own, f"{HEAD}steps:\n{FIRST}{both}")
    ids = [step.id for step in load_file(path, shared=shared).steps]
    assert ids == ["first", "shipped_one", "own_two"]


def test_a_mistake_in_one_step_is_not_blamed_on_others(tmp_path: Path) -> None:
    steps = (
        "  - {step: choose, id: broken, optoins: [a]}\n"
        "  - {step: chose, id: unknown, fact: other_name}\n"
        "  - {step: choose, id: x, options: [a], when: {fact: {broken: [a]}}}\n"
        "  - {step: choose, id: y, options: [a], when: {fact: {other_name: [a]}}}\n"
    )
    found = problems_of(write(tmp_path, f"{HEAD}steps:\n{FIRST}{steps}"))
    assert [line.split(":")[1] for line in found] == ["6", "7"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "shop.yaml:1: the file is empty"),
        (b"# nothing\n", "shop.yaml:1: the file is empty"),
        (b"a: 1\nb: \xff\n", "shop.yaml:2: not UTF-8; save the file as UTF-8"),
        ("a: 1\n".encode("utf-16"), "shop.yaml:1: not UTF-8; save the file as UTF-8"),
        (b"#" * 1_000_001, "shop.yaml:1: larger than 1000 KB"),
        (b"[" * 100_000, "shop.yaml:1: nested more than 30 levels deep"),
        (b"- " * 100_000, "shop.yaml:1: nested more than 30 levels deep"),
        (b"a: {b: {c: &x [*x]}}", 'shop.yaml:1: "*x" is an alias; write it out'),
    ],
)
def test_files_that_are_no_playbook_are_refused_in_one_line(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    assert problems_of(write(tmp_path, content)) == [problem]


def test_control_characters_are_a_mistake_and_not_a_crash(tmp_path: Path) -> None:
    (problem,) = problems_of(write(tmp_path, b"playbook: \x07\n"))
    assert problem.startswith("shop.yaml:1: no YAML: ")


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    text = f"{HEAD}steps:\n{FIRST}".replace("\n", "\r\n")
    path = write(tmp_path, b"\xef\xbb\xbf" + text.encode())
    assert [step.id for step in load_file(path).steps] == ["first"]


def test_a_missing_file_is_a_mistake_like_others(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "gone.yaml")
    assert problem == "gone.yaml:1: cannot be read: No such file or directory"


def test_an_unknown_playbook_suggests_the_nearest(tmp_path: Path) -> None:
    load(tmp_path, "")
    with pytest.raises(PlaybookError, match=r'no playbook "shp" .*"shop"'):
        load_shipped("shp", tmp_path)
    assert load_shipped("shop", tmp_path).name == "shop"


def test_loading_a_folder_names_the_mistakes_of_all_files_once() -> None:
    with pytest.raises(PlaybookError) as raised:
        load_all(BROKEN)
    files = {line.split(":")[0] for line in raised.value.problems}
    assert files == {p.name for p in BROKEN.glob("*.yaml")} | {"parts/sawing.yaml"}
    assert len(set(raised.value.problems)) == len(raised.value.problems)


def test_every_shipped_playbook_loads() -> None:
    assert "services" in load_all(playbooks_dir())


@pytest.mark.slow
def test_a_shipped_playbook_loads_in_less_than_60_ms() -> None:
    path = playbooks_dir() / "services.yaml"
    load_file(path)
    best = min(_seconds_to_load(path) for _ in range(5))
    assert best < 0.060


def _seconds_to_load(path: Path) -> float:
    start = time.perf_counter()
    load_file(path)
    return time.perf_counter() - start


WORDS = "{ } [ ] : , - # ' \" | > & * ! ? a step when id choose not \t 1 - ~ %".split(
    " "
)
SPACES = ["\n", "\n  ", "\n  - ", ": ", " ", "é", "\u2028", "playbook: x\nsteps:\n"]
SCRAPS = st.sampled_from([*WORDS, *SPACES])


@given(text=st.lists(SCRAPS, max_size=60).map("".join))
def test_no_text_makes_the_loader_raise_anything_else(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = write(tmp_path_factory.getbasetemp(), text)
    assert all(line.startswith("shop.yaml:") for line in problems_of(path))
