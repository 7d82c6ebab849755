"""The commands for the business's own wording: playbooks and letters."""

import argparse

from adapters.grammar_base import Commands, add_business, add_command


def add_playbook(commands: "Commands[argparse.ArgumentParser]") -> None:
    """`playbook`: check, new, graph."""
    playbook = add_command(
        commands,
        "playbook",
        "Check playbooks, draw one, or make your own",
        examples=(
            "  parley playbook new mine          your own copy, to be changed\n"
            "  parley playbook check mine.yaml   every mistake with file and line\n"
            "  parley playbook graph services    Mermaid text of its steps"
        ),
    )
    playbook.set_defaults(handler="usage", parser=playbook)
    actions = playbook.add_subparsers(title="actions", metavar="ACTION")
    check = add_command(
        actions,
        "check",
        "Check one playbook, or all of them",
        handler="playbook_check",
        examples="  parley playbook check\n  parley playbook check mine.yaml",
    )
    check.add_argument(
        "path", nargs="?", metavar="PATH", help="a playbook file (default: all)"
    )
    new = add_command(
        actions,
        "new",
        "Copy a shipped playbook for your own wording, limits and steps",
        handler="playbook_new",
        examples="  parley playbook new mine\n  parley playbook new ours --from trades",
    )
    new.add_argument("name", metavar="NAME", help="what to call it, such as mine")
    new.add_argument(
        "--from",
        dest="base",
        default="services",
        metavar="PLAYBOOK",
        help="the playbook to copy (default: services)",
    )
    graph = add_command(
        actions,
        "graph",
        "Print a playbook's steps as a Mermaid diagram",
        handler="playbook_graph",
        examples="  parley playbook graph services > services.mmd",
    )
    graph.add_argument("name", metavar="NAME", help="a playbook's name, or its file")


def add_letter(commands: "Commands[argparse.ArgumentParser]") -> None:
    """`letter`: list, new, show, check."""
    letter = add_command(
        commands,
        "letter",
        "Say a letter in your own words, once for all cases",
        examples=(
            "  parley letter list                which letters there are\n"
            "  parley letter new concession      your own copy, to be changed\n"
            "  parley letter show concession --case D-INV-7\n"
            "  parley letter check               every mistake with file and line"
        ),
    )
    letter.set_defaults(handler="usage", parser=letter)
    actions = letter.add_subparsers(title="actions", metavar="ACTION")
    add_command(
        actions,
        "check",
        "Check your own letters",
        handler="letter_check",
        examples="  parley letter check",
    )
    listed = add_command(
        actions,
        "list",
        "Name every letter, and which of them are yours",
        handler="letter_list",
        examples="  parley letter list --language de",
    )
    _add_language(listed)
    new = add_command(
        actions,
        "new",
        "Copy a letter into your data folder, where no update touches it",
        handler="letter_new",
        examples=(
            "  parley letter new concession\n"
            "  parley letter new follow_up --short --language de\n"
            "  parley letter new call_recap --playbook trades"
        ),
    )
    show = add_command(
        actions,
        "show",
        "Show a letter with the facts of a case, or with made-up ones",
        handler="letter_show",
        examples="  parley letter show concession --case D-INV-7",
    )
    show.add_argument("--case", metavar="CASE", help="a case, such as D-INV-7")
    for command in (new, show):
        command.add_argument("name", metavar="LETTER", help="as `letter list` names it")
        command.add_argument(
            "--short", action="store_true", help="the one that fits a text message"
        )
        command.add_argument(
            "--playbook",
            metavar="PLAYBOOK",
            default="",
            help="the wording of one kind of job, such as trades",
        )
        _add_language(command)
    add_business(show)


def _add_language(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--language",
        metavar="CODE",
        default="",
        help="such as de (default: the one of your settings)",
    )
