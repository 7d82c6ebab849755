"""`playbook check`, `playbook new`, `playbook graph`."""

import argparse

from adapters.commands.shared import FINE, complain, own_settings, path_of

TYPE_CHECKING = False  # the import of `typing` alone would cost 2 ms of 30
if TYPE_CHECKING:
    from pathlib import Path

    from assistant.playbook.definition import Playbook


def playbook_check(chosen: argparse.Namespace) -> int:
    """`parley playbook check`: every mistake with its line."""
    from assistant.errors import PlaybookError

    paths = [path_of(chosen.path)] if chosen.path else _shipped_playbooks()
    problems = []
    for path in paths:
        try:
            _load_playbook(path)
        except PlaybookError as error:
            problems += error.problems
    if problems:
        return complain(problems)
    print(f"All fine: {', '.join(path.stem for path in paths)}.")
    return FINE


def playbook_new(chosen: argparse.Namespace) -> int:
    """`parley playbook new`: a copy of a shipped one to make your own."""
    from assistant.errors import PlaybookError
    from assistant.playbook.own import copy_shipped, folder_in
    from assistant.resources import playbooks_dir

    folder = folder_in(own_settings().data_dir)
    try:
        path = copy_shipped(chosen.name, chosen.base, folder, playbooks_dir())
    except PlaybookError as error:
        return complain(error.problems)
    print(f"{path} is yours to change; no update touches it.")
    print(f"Check it: parley playbook check {path}")
    print(f"Use it: settings playbook {chosen.name}")
    return FINE


def playbook_graph(chosen: argparse.Namespace) -> int:
    """`parley playbook graph`: its steps as a drawing."""
    from assistant.playbook.graph import mermaid

    shipped = {path.stem: path for path in _shipped_playbooks()}
    path = shipped.get(chosen.name) or path_of(chosen.name)
    if not path.is_file():
        known = ", ".join(sorted(shipped))
        return complain([f"There is no playbook {chosen.name!r}; there is: {known}."])
    print(mermaid(_load_playbook(path)))
    return FINE


def _shipped_playbooks() -> "list[Path]":
    from assistant.resources import playbooks_dir

    return sorted(playbooks_dir().glob("*.yaml"))


def _load_playbook(path: "Path") -> "Playbook":
    from assistant.playbook.loader import load_file
    from assistant.resources import playbooks_dir

    playbook: Playbook = load_file(path, shared=playbooks_dir())
    return playbook
