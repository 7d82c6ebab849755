"""The `parley` command: reads the words, calls what does the work, says what is wrong.

Nothing heavy is imported before a command needs it, so that `parley --help` and shell
completion answer at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from adapters.grammar import build_parser

TYPE_CHECKING = False  # the import of `typing` alone would cost 2 ms of 30
if TYPE_CHECKING:
    from pathlib import Path

    from assistant.chat.events import Person
    from assistant.chat.replies import Message
    from assistant.playbook.definition import Playbook
    from assistant.service import Assistant
    from assistant.settings import Settings

FINE, PROBLEM = 0, 1  # argparse itself leaves with 2 for wrong usage
INTERRUPTED = 130  # 128 + SIGINT, as shells count
_MOST_IMPORTED = 20 * 1024 * 1024  # bytes of a file; the reader refuses larger ones
_IMPORT_WIDTH = 120  # a table of invoices is wide, and a pipe has no width
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


def _run(chosen: argparse.Namespace) -> int:
    from assistant.errors import (
        AssistantError,
        InputError,
        PlaybookError,
        SettingsError,
    )

    try:
        code = HANDLERS[chosen.handler](chosen)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except (SettingsError, PlaybookError) as error:
        return _complain(error.problems)
    except InputError as error:
        return _complain([_speaker()(error.phrase, error.facts)])
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
    from assistant.settings import TERMINAL

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
        place=Place("console", "terminal", business=TERMINAL, shows_pictures=False),
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


def _serve(chosen: argparse.Namespace) -> int:
    from adapters.run import missing, run

    settings = _settings()
    if chosen.check:
        from assistant.bootstrap import check

        problems = check(os.environ, _dotenv()) or missing(settings)
        if problems:
            return _complain(problems)
        print("All fine: `parley run` can start.")
        return FINE
    run(settings)
    return FINE


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


def _doctor(_: argparse.Namespace) -> int:
    from adapters.doctor import look
    from adapters.slack.manifest import Choices
    from assistant.clock import SystemClock

    needed = set(Choices(has_agent=False).scopes)
    is_well = True
    for finding in look(_settings(), SystemClock(), needed):
        print(f"{'ok   ' if finding.is_well else 'WRONG'}  {finding.text}", flush=True)
        is_well = is_well and finding.is_well
    return FINE if is_well else PROBLEM


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
        chosen.business,
        case=chosen.case,
        customer=chosen.customer,
        person=chosen.person,
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


def _playbook_new(chosen: argparse.Namespace) -> int:
    from assistant.errors import PlaybookError
    from assistant.playbook.own import copy_shipped, folder_in
    from assistant.resources import playbooks_dir

    folder = folder_in(_settings().data_dir)
    try:
        path = copy_shipped(chosen.name, chosen.base, folder, playbooks_dir())
    except PlaybookError as error:
        return _complain(error.problems)
    print(f"{path} is yours to change; no update touches it.")
    print(f"Check it: parley playbook check {path}")
    print(f"Use it: settings playbook {chosen.name}")
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
        text = assistant.export(chosen.business)
    finally:
        assistant.close()
    if chosen.out:
        _path(chosen.out).write_text(text, encoding="utf-8")
    else:
        _accept_any_text()
        print(text)
    return FINE


def _import(chosen: argparse.Namespace) -> int:
    from adapters.console.outbound import Screen, draw
    from assistant.bootstrap import build
    from assistant.settings import TERMINAL

    path = _path(chosen.file)
    with path.open("rb") as stream:
        raw = stream.read(_MOST_IMPORTED + 1)
    assistant = build(_settings())
    try:
        shown, problems = assistant.import_file(TERMINAL, raw, path.name)
        _accept_any_text()
        text = draw(shown, Screen(assistant.text, _IMPORT_WIDTH))
    finally:
        assistant.close()
    if text:
        print(text, end="")
    return _complain([f"{path.name}: {each}" for each in problems]) if problems else 0


def _pack(chosen: argparse.Namespace) -> int:
    from adapters.console.waiting import progress_on
    from assistant.bootstrap import build
    from assistant.documents.pack.parts import PackForm

    form = PackForm(chosen.form)
    assistant = build(_settings())
    try:
        tell = progress_on(sys.stderr, assistant.text)
        made = assistant.pack(chosen.case, form, tell, chosen.business)
        target = _path(chosen.out or f"{_file_name(chosen.case)}-{form}.pdf")
        target.write_bytes(made.content)
        print(assistant.text("console.pack_saved", path=str(target), count=made.pages))
        problems = (
            [] if made.fits else [assistant.text("pack.too_large", pages=made.pages)]
        )
    finally:
        assistant.close()
    return _complain(problems) if problems else FINE


def _file_name(case: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in case)


def _report(chosen: argparse.Namespace) -> int:
    from assistant.bootstrap import build
    from assistant.usecases.reporting import ReportForm

    form = chosen.form or _ending(chosen.out)
    assistant = build(_settings())
    try:
        if form in set(ReportForm):
            made = assistant.report(chosen.month, ReportForm(form), chosen.business)
        else:
            shown = assistant.read_report(chosen.month, chosen.business)
            made = _drawn(assistant, shown).encode(errors="replace")
    finally:
        assistant.close()
    if chosen.out:
        _path(chosen.out).write_bytes(made)
    else:
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
    return FINE


def _ending(name: str | None) -> str:
    """What the ending of a file's name asks for: `png` for `may.PNG`."""
    return (name or "").rpartition(".")[2].casefold()


def _drawn(assistant: "Assistant", messages: "Sequence[Message]") -> str:
    """What the chat would show, as the terminal draws it."""
    from adapters.console.outbound import Screen, draw

    screen = Screen(assistant.text, _IMPORT_WIDTH)
    return "".join(draw(message, screen) for message in messages)


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


def _tone(chosen: argparse.Namespace) -> int:
    from assistant.errors import InputError
    from assistant.usecases import tone_command as command

    _accept_any_text()
    say = _speaker()
    try:
        checked = command.check_file(chosen.file, "en")
    except InputError as error:
        return _complain([" ".join(say(error.phrase, error.facts).split())])
    if chosen.neutral:
        print(checked.neutral)
        return FINE
    if chosen.json:
        print(command.as_json(checked))
    else:
        for line in command.in_phrases(checked):
            print(say(line.key, line.values))
    return PROBLEM if checked.hits else FINE


def _slack_manifest(chosen: argparse.Namespace) -> int:
    from urllib.parse import urlsplit

    from adapters.slack import manifest

    url = chosen.http.rstrip("/")
    if url and (urlsplit(url).scheme != "https" or not urlsplit(url).hostname):
        return _complain(["--http: write an address that begins with https://"])
    if chosen.rotate and not url:
        return _complain(["--rotate: needs --http, since tokens are renewed by OAuth"])
    choices = manifest.Choices(
        url=url,
        has_agent=not chosen.no_agent,
        reads_threads=chosen.threads,
        rotates_tokens=chosen.rotate,
    )
    say = _speaker()
    made = manifest.manifest(lambda key: say(key, {}), choices)
    _accept_any_text()
    is_json = chosen.format == "json"
    print(manifest.as_json(made) if is_json else manifest.as_yaml(made, choices))
    return FINE


def _assess(chosen: argparse.Namespace) -> int:
    from assistant.advice.estimate import command
    from assistant.chat.replies import Phrase
    from assistant.errors import InputError

    _accept_any_text()
    speak = _speaker()

    def say(said: Phrase) -> str:
        return speak(said.key, said.values)

    try:
        if chosen.jsonl:
            told = command.assess_lines(chosen.jsonl, say)
        elif chosen.evaluate:
            told = command.evaluate_lines(chosen.evaluate)
        else:
            told = command.assess_file(chosen.file, say, as_json=chosen.json)
    except InputError as error:
        return _complain([speak(error.phrase, error.facts)])
    for result in told.results:
        print(result)
    _complain([say(problem) for problem in (*told.notes, *told.problems)])
    return PROBLEM if told.problems else FINE


def _completion(chosen: argparse.Namespace) -> int:
    import shtab

    print(shtab.complete(build_parser(), shell=chosen.shell))
    return FINE


# What the handlers share.


def _settings(locale: str | None = None) -> "Settings":
    """Settings from the environment and `.env`; raises SettingsError."""
    from assistant.settings import read_settings

    known = None
    if locale:  # the one that is typed is checked in full; the others by `parley check`
        from assistant.bootstrap import known_values

        known = known_values()
    environment = dict(os.environ)
    if locale:
        environment["PARLEY_LOCALE"] = locale
    return read_settings(environment, _dotenv(), known)


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
    from assistant.resources import playbooks_dir

    playbook: Playbook = load_file(path, shared=playbooks_dir())
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


def _usage(chosen: argparse.Namespace) -> int:
    chosen.parser.print_usage(sys.stderr)
    return 2


def _complain(problems: Sequence[str]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return PROBLEM


HANDLERS: dict[str, Handler] = {
    "doctor": _doctor,
    "assess": _assess,
    "backup": _backup,
    "chat": _chat,
    "check": _check,
    "completion": _completion,
    "erase": _erase,
    "export": _export,
    "import": _import,
    "key": _key,
    "pack": _pack,
    "playbook_check": _playbook_check,
    "playbook_graph": _playbook_graph,
    "playbook_new": _playbook_new,
    "read": _read,
    "rekey": _rekey,
    "report": _report,
    "restore": _restore,
    "run": _serve,
    "slack_manifest": _slack_manifest,
    "tone": _tone,
    "usage": _usage,
}


if __name__ == "__main__":
    sys.exit(main())
