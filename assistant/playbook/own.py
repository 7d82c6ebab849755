"""A business's own playbooks: copies of shipped ones, changed as it likes.

They lie in a folder of the owner's that no update touches. A copy says which playbook
it is `based_on`: its parts come from the shipped ones unless they lie beside it, and so
do the words that it does not change under `words`. Each is checked before it is used;
one with a mistake is told, and worked by what it is based on until it is put right.
Cases in flight follow either way, because what comes next is derived from their facts.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from assistant.errors import PlaybookError
from assistant.playbook.definition import Playbook
from assistant.playbook.loader import load_file, playbook_names
from assistant.playbook.phrases import check_phrases
from assistant.playbook.problems import nearest

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_BASED_ON = re.compile(r"^based_on:\s*([a-z0-9_]+)", re.MULTILINE)
_HEAD = """\
# Your own copy of "{base}", made by `parley playbook new`. Change what you like: steps,
# limits, deadlines, and words such as
#
#   words:
#     step.statement.ask: "What exactly did {{customer}} write?"
#
# `parley playbook check {path}` names every mistake with its line. Use it with
# `settings playbook {name}`, or for one case with `update CASE playbook {name}`.

"""
# What the words of any step may speak of; `Situation.values` has them all.
VALUE_NAMES = frozenset(
    "case customer invoice line line_amount line_invoiced total due paid disputed"
    " undisputed conceded money money_rest payable exchange actor".split()
)


@dataclass(frozen=True, slots=True)
class OwnPlaybooks:
    """What was found in the owner's folder.

    playbooks: by name; one with a mistake is its base under its own name.
    problems: a line for each mistake.
    """

    playbooks: Mapping[str, Playbook]
    problems: tuple[str, ...] = ()

    @property
    def words(self) -> dict[str, str]:
        """Their own words by phrase key, such as `mine:step.statement.ask`."""
        return {
            f"{name}:{key}": text
            for name, playbook in self.playbooks.items()
            for key, text in playbook.words.items()
        }

    @property
    def bases(self) -> dict[str, str]:
        """Which playbook's words are tried after their own."""
        return {name: p.based_on for name, p in self.playbooks.items() if p.based_on}


def folder_in(data_dir: Path) -> Path:
    """Where a business's own playbooks lie."""
    return data_dir / "playbooks"


def copy_shipped(name: str, base: str, folder: Path, shipped: Path) -> Path:
    """Copy a shipped playbook under a new name; the path of the copy.

    Raises PlaybookError for a name that is none, is taken, or a base there is not.
    """
    known = playbook_names(shipped)
    if base not in known:
        raise PlaybookError([f'there is no playbook "{base}"{nearest(base, known)}'])
    if not _NAME.fullmatch(name):
        said = "a name has small letters, digits and _, 40 at most, a letter first"
        raise PlaybookError([f'"{name}" is no name for a playbook: {said}'])
    path = folder / f"{name}.yaml"
    if name in known or path.exists():
        raise PlaybookError([f'there is a playbook "{name}" already'])
    text = (shipped / f"{base}.yaml").read_text(encoding="utf-8")
    head = _HEAD.format(base=base, name=name, path=path)
    named = f"playbook: {name}\nbased_on: {base}\n"
    folder.mkdir(parents=True, exist_ok=True)
    copied = head + text.replace(f"playbook: {base}\n", named, 1)
    path.write_text(copied, encoding="utf-8")
    return path


def load_own(
    folder: Path, shipped_in: Path, shipped: Mapping[str, Playbook]
) -> OwnPlaybooks:
    """Every playbook of the owner's folder, checked; none if there is no folder."""
    found: dict[str, Playbook] = {}
    problems: list[str] = []
    for name in playbook_names(folder) if folder.is_dir() else ():
        path = folder / f"{name}.yaml"
        if name in shipped:
            problems.append(f"{path.name}: a shipped playbook has this name; rename it")
            continue
        try:
            found[name] = load_file(path, shared=shipped_in)
        except PlaybookError as error:
            problems += error.problems
            found[name] = _in_its_place(name, path, shipped)
    return OwnPlaybooks(found, tuple(problems))


def check_words(
    playbook: Playbook,
    has_phrase: Callable[[str], bool],
    names_in: Callable[[str], frozenset[str]],
) -> list[str]:
    """What is wrong with the words of an own playbook, a line each.

    has_phrase: whether there are words for a key; names_in: a text's placeholders.
    """
    missing = check_phrases(playbook, has_phrase)
    return [*missing, *_wrong_words(playbook, names_in)]


def _wrong_words(
    playbook: Playbook, names_in: Callable[[str], frozenset[str]]
) -> Iterator[str]:
    for key, text in playbook.words.items():
        unknown = names_in(text) - VALUE_NAMES
        if not text.strip():
            yield f'{playbook.name}: words "{key}": there is no text'
        for name in sorted(unknown):
            yield f'{playbook.name}: words "{key}": nothing fills {{{name}}}'


def _in_its_place(name: str, path: Path, shipped: Mapping[str, Playbook]) -> Playbook:
    """What a playbook with a mistake is based on, under its name."""
    told = _BASED_ON.search(path.read_text(encoding="utf-8", errors="replace"))
    base = told[1] if told and told[1] in shipped else min(shipped)
    return replace(shipped[base], name=name, based_on=base)
