"""The `parley` command: reads the words, calls what does the work, says what is wrong.

Nothing heavy is imported before a command needs it, so that `parley --help` and shell
completion answer at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from assistant import __version__

TYPE_CHECKING = False  # the import of `typing` alone would cost 2 ms of 30
if TYPE_CHECKING:
    from pathlib import Path

    from assistant.chat.events import Person
    from assistant.playbook.definition import Playbook
    from assistant.settings import Settings

FINE, PROBLEM = 0, 1  # argparse itself leaves with 2 for wrong usage
INTERRUPTED = 130  # 128 + SIGINT, as shells count
BUSINESS = "local"  # the one business of this computer's terminal
BROKEN_PIPE = 141  # 128 + SIGPIPE

Handler = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code.

    0 when all is well, 1 when something has to be put right (one line each on the
    error output), 2 when the command itself is wrong.
    """
    parser = build_parser()
    chosen = parser.parse_args(arguments)
    if chosen.handler is None:
        parser.print_help()
        return FINE
    return _run(chosen)


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar of the command line, with help and examples."""
    parser = argparse.ArgumentParser(
        prog="parley",
        description="The invoice-dispute assistant for small businesses.",
        epilog="Start with `parley chat`, or `parley chat --practice` to try it out.",
    )
    parser.add_argument("--version", action="version", version=f"parley {__version__}")
    parser.set_defaults(handler=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_chat(commands)
    _add_check(commands)
    _add_playbook(commands)
    _add_export(commands)
    _add_upkeep(commands)
    _add_read(commands)
    _add_completion(commands)
    return parser


Commands = argparse._SubParsersAction  # noqa: SLF001  argparse has no public name for it


def _add_command(
    commands: "Commands[argparse.ArgumentParser]",
    name: str,
    summary: str,
    *,
    examples: str,
    handler: Handler | None = None,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=summary[0].lower() + summary[1:],
        description=f"{summary}.",
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(handler=handler)
    return parser


def _add_chat(commands: "Commands[argparse.ArgumentParser]") -> None:
    chat = _add_command(
        commands,
        "chat",
        "Talk to the assistant in the terminal",
        handler=_chat,
        examples=(
            "  parley chat                       go on where you stopped\n"
            "  parley chat --practice            try it; nothing is kept\n"
            "  parley chat < lines.txt           one input per line"
        ),
    )
    chat.add_argument(
        "--practice",
        action="store_true",
        help="throw-away cases and a clock that you move: `after 49 hours`, "
        "`at 2026-05-07 09:00`",
    )
    chat.add_argument(
        "--locale", metavar="LOCALE", help="language and number format, such as en_GB"
    )


def _add_check(commands: "Commands[argparse.ArgumentParser]") -> None:
    _add_command(
        commands,
        "check",
        "Check settings, playbooks, templates and wording, without network",
        handler=_check,
        examples=(
            "  parley check                      one line per problem\n"
            "  parley check --store              the data as well, mended if it can be"
        ),
    ).add_argument(
        "--store", action="store_true", help="verify all data and repair what it can"
    )


def _add_playbook(commands: "Commands[argparse.ArgumentParser]") -> None:
    playbook = _add_command(
        commands,
        "playbook",
        "Check playbooks or draw one",
        examples=(
            "  parley playbook check mine.yaml   every mistake with file and line\n"
            "  parley playbook graph services    Mermaid text of its steps"
        ),
    )
    playbook.set_defaults(handler=lambda _: _usage(playbook))
    actions = playbook.add_subparsers(title="actions", metavar="ACTION")
    check = _add_command(
        actions,
        "check",
        "Check one playbook, or all of them",
        handler=_playbook_check,
        examples="  parley playbook check\n  parley playbook check mine.yaml",
    )
    check.add_argument(
        "path", nargs="?", metavar="PATH", help="a playbook file (default: all)"
    )
    graph = _add_command(
        actions,
        "graph",
        "Print a playbook's steps as a Mermaid diagram",
        handler=_playbook_graph,
        examples="  parley playbook graph services > services.mmd",
    )
    graph.add_argument("name", metavar="NAME", help="a playbook's name, or its file")


def _add_export(commands: "Commands[argparse.ArgumentParser]") -> None:
    export = _add_command(
        commands,
        "export",
        "Write all cases for other programs",
        handler=_export,
        examples=(
            "  parley export --format json | jq '.cases[].state'\n"
            "  parley export --format json --out cases.json"
        ),
    )
    export.add_argument(
        "--format", choices=["json"], required=True, help="how it is written"
    )
    export.add_argument(
        "--out", metavar="FILE", help="where it goes (default: standard output)"
    )


def _add_upkeep(commands: "Commands[argparse.ArgumentParser]") -> None:
    key = _add_command(
        commands,
        "key",
        "Show the key of your data",
        handler=_key,
        examples="  parley key show                   keep it in a safe place",
    )
    key.add_argument("action", choices=["show"], help="print the key")
    _add_command(
        commands,
        "rekey",
        "Guard your data with a new key",
        handler=_rekey,
        examples="  parley rekey                      the old key fits no more",
    )
    for name, summary in (
        ("backup", "Write all data into one file, also while Parley runs"),
        ("restore", "Make the data folder from a backup"),
    ):
        copy = _add_command(
            commands,
            name,
            summary,
            handler=_backup if name == "backup" else _restore,
            examples=f"  parley {name} parley.backup",
        )
        copy.add_argument("file", metavar="FILE", help="the backup")
        copy.add_argument(
            "--passphrase-file", metavar="PATH", help="its first line; else you type it"
        )
    erase = _add_command(
        commands,
        "erase",
        "Erase a case, a customer or everything for good",
        handler=_erase,
        examples=(
            '  parley erase --customer "Harbour Cafe"\n'
            "  parley erase --case D-INV-7\n"
            "  parley erase --everything"
        ),
    )
    what = erase.add_mutually_exclusive_group(required=True)
    what.add_argument("--case", metavar="CASE", default="", help="one case")
    what.add_argument(
        "--customer", metavar="NAME", default="", help="all of a customer"
    )
    what.add_argument("--everything", action="store_true", help="all data")
    erase.add_argument("--yes", action="store_true", help="do not ask")


def _add_read(commands: "Commands[argparse.ArgumentParser]") -> None:
    read = _add_command(
        commands,
        "read",
        "Read what a customer wrote: a dispute or not, and about what",
        handler=_read,
        examples=(
            "  parley read message.txt           what it says, with the words for it\n"
            "  pbpaste | parley read --json      the same for other programs\n"
            "  parley read --jsonl messages.jsonl > findings.jsonl\n"
            "  parley read --evaluate labelled.jsonl"
        ),
    )
    what = read.add_mutually_exclusive_group()
    what.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help="a text file or an e-mail (.eml); - or nothing is standard input",
    )
    what.add_argument(
        "--jsonl",
        metavar="FILE",
        help='one {"id", "text", "channel"} per line in, one JSON finding per line out',
    )
    what.add_argument(
        "--evaluate",
        metavar="FILE",
        help="compare with labelled messages and print a table per field",
    )
    read.add_argument("--json", action="store_true", help="print the finding as JSON")


def _add_completion(commands: "Commands[argparse.ArgumentParser]") -> None:
    completion = _add_command(
        commands,
        "completion",
        "Print a script that completes this command in your shell",
        handler=_completion,
        examples=(
            "  parley completion bash > ~/.local/share/bash-completion/completions/"
            "parley\n"
            "  parley completion zsh > ~/.zfunc/_parley"
        ),
    )
    completion.add_argument("shell", choices=["bash", "zsh"], help="which shell")


def _run(chosen: argparse.Namespace) -> int:
    from assistant.errors import AssistantError, PlaybookError, SettingsError

    try:
        code: int = chosen.handler(chosen)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except (SettingsError, PlaybookError) as error:
        return _complain(error.problems)
    except OSError as error:
        return _complain([f"{error.filename or 'parley'}: {error.strerror or error}"])
    except AssistantError as error:
        return _complain([" ".join(str(error).split())])
    return code


# The handlers. Each imports what it needs when it runs.


def _chat(chosen: argparse.Namespace) -> int:
    from zoneinfo import ZoneInfo

    from adapters.console.app import Terminal, run_chat
    from adapters.console.folder import Folder
    from adapters.console.practice import Practice
    from assistant.bootstrap import build, build_practice
    from assistant.chat.events import Place
    from assistant.clock import MovableClock, SystemClock

    _accept_any_text()
    settings = _settings(locale=chosen.locale)
    practice = None
    if chosen.practice:
        clock = MovableClock(SystemClock().now())
        practice = Practice(clock, ZoneInfo(settings.time_zone))
        assistant = build_practice(settings, clock)
    else:
        assistant = build(settings, clock=SystemClock())
    terminal = Terminal(
        place=Place("console", "terminal", business=BUSINESS),
        person=_person(),
        folder=Folder(settings.data_dir),
        practice=practice,
    )
    is_live = sys.stdin.isatty() and sys.stdout.isatty()
    lines = None if is_live else sys.stdin
    try:
        return run_chat(
            assistant, terminal, lines=lines, out=sys.stdout, err=sys.stderr
        )
    finally:
        assistant.close()


def _check(chosen: argparse.Namespace) -> int:
    from assistant.bootstrap import check

    problems = check(os.environ, _dotenv())
    if chosen.store and not problems:
        from adapters.upkeep import check_data

        told, problems = check_data(_settings())
        print("\n".join(told))
    if problems:
        return _complain(problems)
    print("All fine: settings, playbooks, templates and wording.")
    return FINE


def _key(_: argparse.Namespace) -> int:
    from adapters.upkeep import show_key

    print(show_key(_settings()))
    return FINE


def _rekey(_: argparse.Namespace) -> int:
    from adapters.upkeep import change_key

    print(change_key(_settings()))
    return FINE


def _backup(chosen: argparse.Namespace) -> int:
    from adapters.upkeep import back_up_to, passphrase_from

    given = chosen.passphrase_file and _path(chosen.passphrase_file)
    passphrase = passphrase_from(given, twice=True)
    print(back_up_to(_settings(), _path(chosen.file), passphrase))
    return FINE


def _restore(chosen: argparse.Namespace) -> int:
    from adapters.upkeep import passphrase_from, restore_from

    given = chosen.passphrase_file and _path(chosen.passphrase_file)
    passphrase = passphrase_from(given, twice=False)
    print("\n".join(restore_from(_settings(), _path(chosen.file), passphrase)))
    return FINE


def _erase(chosen: argparse.Namespace) -> int:
    from adapters.upkeep import erase_data

    said = erase_data(
        _settings(),
        BUSINESS,
        case=chosen.case,
        customer=chosen.customer,
        confirmed=chosen.yes,
    )
    print(said)
    return FINE


def _playbook_check(chosen: argparse.Namespace) -> int:
    from assistant.errors import PlaybookError

    paths = [_path(chosen.path)] if chosen.path else _shipped_playbooks()
    problems = []
    for path in paths:
        try:
            _load_playbook(path)
        except PlaybookError as error:
            problems += error.problems
    if problems:
        return _complain(problems)
    print(f"All fine: {', '.join(path.stem for path in paths)}.")
    return FINE


def _playbook_graph(chosen: argparse.Namespace) -> int:
    from assistant.playbook.graph import mermaid

    shipped = {path.stem: path for path in _shipped_playbooks()}
    path = shipped.get(chosen.name) or _path(chosen.name)
    if not path.is_file():
        known = ", ".join(sorted(shipped))
        return _complain([f"There is no playbook {chosen.name!r}; there is: {known}."])
    print(mermaid(_load_playbook(path)))
    return FINE


def _export(chosen: argparse.Namespace) -> int:
    from assistant.bootstrap import build

    assistant = build(_settings())
    try:
        text = assistant.export(BUSINESS)
    finally:
        assistant.close()
    if chosen.out:
        _path(chosen.out).write_text(text, encoding="utf-8")
    else:
        _accept_any_text()
        print(text)
    return FINE


def _read(chosen: argparse.Namespace) -> int:
    from assistant.errors import InputError

    _accept_any_text()
    try:
        text = _finding(chosen)
    except InputError as error:
        return _complain([" ".join(_speaker()(error.phrase, error.facts).split())])
    if text:  # a file without messages has no findings, not an empty line
        print(text)
    return FINE


def _finding(chosen: argparse.Namespace) -> str:
    """What `parley read` prints; raises InputError."""
    from assistant.reading import command

    if chosen.jsonl:
        return command.read_jsonl(chosen.jsonl)
    if chosen.evaluate:
        return command.evaluate_file(chosen.evaluate)
    finding = command.read_file(chosen.file)
    if chosen.json:
        return command.as_json(finding)
    say = _speaker()
    return "\n".join(say(line.key, line.values) for line in command.in_phrases(finding))


def _completion(chosen: argparse.Namespace) -> int:
    import shtab

    print(shtab.complete(build_parser(), shell=chosen.shell))
    return FINE


# What the handlers share.


def _settings(locale: str | None = None) -> "Settings":
    """Settings from the environment and `.env`; raises SettingsError."""
    from assistant.settings import read_settings

    environment = dict(os.environ)
    if locale:
        environment["PARLEY_LOCALE"] = locale
    return read_settings(environment, _dotenv())


def _speaker() -> "Callable[[str, Mapping[str, object]], str]":
    """Puts phrases of the catalogue into words, in the language of the settings."""
    from assistant.chat.replies import Phrase
    from assistant.rendering.phrases import Phrases
    from assistant.resources import templates_dir

    settings = _settings()
    phrases = Phrases(templates_dir() / "phrases")

    def say(key: str, values: "Mapping[str, object]") -> str:
        said = Phrase(key, values)
        return phrases.say(said, language=settings.locale, zone=settings.time_zone)

    return say


def _dotenv() -> "Path":
    return _path(".env")


def _shipped_playbooks() -> "list[Path]":
    from assistant.resources import playbooks_dir

    return sorted(playbooks_dir().glob("*.yaml"))


def _load_playbook(path: "Path") -> "Playbook":
    from assistant.playbook.loader import load_file

    playbook: Playbook = load_file(path)
    return playbook


def _person() -> "Person":
    import getpass

    from assistant.chat.events import Person

    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # a container whose user has no name
        name = "owner"
    return Person(id=name, name=name)


def _accept_any_text() -> None:
    """Replace what the terminal's encoding cannot show, rather than fail."""
    from io import TextIOWrapper

    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _path(text: str) -> "Path":
    from pathlib import Path

    return Path(text).expanduser()


def _usage(parser: argparse.ArgumentParser) -> int:
    parser.print_usage(sys.stderr)
    return 2


def _complain(problems: Sequence[str]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return PROBLEM


if __name__ == "__main__":
    sys.exit(main())
