"""`chat`, `run`, `check` and `doctor`: Parley at work."""

import argparse
import os
import sys

from adapters.commands.shared import (
    FINE,
    PROBLEM,
    accept_any_text,
    complain,
    dotenv_file,
    own_settings,
    speaker,
    who_is_here,
)
from adapters.grammar import build_parser


def chat(chosen: argparse.Namespace) -> int:
    """`parley chat`: talk in the terminal, or play a script."""
    from zoneinfo import ZoneInfo

    from adapters.console.app import Terminal, run_chat
    from adapters.console.folder import Folder
    from adapters.console.practice import Practice
    from assistant.bootstrap import build, build_practice
    from assistant.chat.events import Place
    from assistant.clock import MovableClock, SystemClock
    from assistant.settings import TERMINAL

    accept_any_text()
    settings = own_settings(locale=chosen.locale)
    practice = None
    if chosen.practice:
        clock = MovableClock(SystemClock().now())
        practice = Practice(clock, ZoneInfo(settings.time_zone))
        assistant = build_practice(settings, clock)
    else:
        assistant = build(settings, clock=SystemClock())
    terminal = Terminal(
        place=Place("console", "terminal", business=TERMINAL, shows_pictures=False),
        person=who_is_here(),
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


def serve(chosen: argparse.Namespace) -> int:
    """`parley run`: serve Slack and Telegram until it is stopped."""
    from adapters.run import missing, run

    settings = own_settings()
    if chosen.check:
        from assistant.bootstrap import check

        problems = check(os.environ, dotenv_file()) or missing(settings)
        if problems:
            return complain(problems)
        print("All fine: `parley run` can start.")
        return FINE
    run(settings)
    return FINE


def check(chosen: argparse.Namespace) -> int:
    """`parley check`: settings, playbooks, templates, and the data if asked."""
    from assistant.bootstrap import check

    problems = check(os.environ, dotenv_file())
    if chosen.store and not problems:
        from adapters.upkeep import check_data

        told, problems = check_data(own_settings())
        print("\n".join(told))
    if problems:
        return complain(problems)
    print("All fine: settings, playbooks, templates and wording.")
    return FINE


def doctor(_: argparse.Namespace) -> int:
    """`parley doctor`: try what the platforms need."""
    from adapters.doctor import look
    from adapters.slack.manifest import Choices
    from assistant.clock import SystemClock

    needed = set(Choices(has_agent=False).scopes)
    is_well = True
    for finding in look(own_settings(), SystemClock(), needed):
        print(f"{'ok   ' if finding.is_well else 'WRONG'}  {finding.text}", flush=True)
        is_well = is_well and finding.is_well
    return FINE if is_well else PROBLEM


def slack_manifest(chosen: argparse.Namespace) -> int:
    """`parley slack manifest`: what Slack asks for when an app is made."""
    from urllib.parse import urlsplit

    from adapters.slack import manifest

    url = chosen.http.rstrip("/")
    if url and (urlsplit(url).scheme != "https" or not urlsplit(url).hostname):
        return complain(["--http: write an address that begins with https://"])
    if chosen.rotate and not url:
        return complain(["--rotate: needs --http, since tokens are renewed by OAuth"])
    choices = manifest.Choices(
        url=url,
        has_agent=not chosen.no_agent,
        reads_threads=chosen.threads,
        rotates_tokens=chosen.rotate,
    )
    say = speaker()
    made = manifest.manifest(lambda key: say(key, {}), choices)
    accept_any_text()
    is_json = chosen.format == "json"
    print(manifest.as_json(made) if is_json else manifest.as_yaml(made, choices))
    return FINE


def completion(chosen: argparse.Namespace) -> int:
    """`parley completion`: what a shell needs to complete commands."""
    import shtab

    print(shtab.complete(build_parser(), shell=chosen.shell))
    return FINE


def usage(chosen: argparse.Namespace) -> int:
    """A command that needs a second word."""
    chosen.parser.print_usage(sys.stderr)
    return 2
