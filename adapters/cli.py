"""The `parley` command: reads the words, calls what does the work, says what is wrong.

Nothing heavy is imported before a command needs it, so that `parley --help` and shell
completion answer at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from adapters.commands.shared import FINE, complain, speaker
from adapters.grammar import build_parser

INTERRUPTED = 130  # 128 + SIGINT, as shells count
BROKEN_PIPE = 141  # 128 + SIGPIPE

Handler = Callable[[argparse.Namespace], int]

# Where the work of each command is done: module and function.
HANDLERS = {
    "assess": ("texts", "assess"),
    "backup": ("keeping", "backup"),
    "chat": ("talking", "chat"),
    "check": ("talking", "check"),
    "completion": ("talking", "completion"),
    "doctor": ("talking", "doctor"),
    "erase": ("keeping", "erase"),
    "export": ("cases", "export"),
    "import": ("cases", "import_file"),
    "key": ("keeping", "key"),
    "letter_check": ("letters", "letter_check"),
    "letter_list": ("letters", "letter_list"),
    "letter_new": ("letters", "letter_new"),
    "letter_show": ("letters", "letter_show"),
    "pack": ("cases", "pack"),
    "playbook_check": ("playbooks", "playbook_check"),
    "playbook_graph": ("playbooks", "playbook_graph"),
    "playbook_new": ("playbooks", "playbook_new"),
    "read": ("texts", "read"),
    "rekey": ("keeping", "rekey"),
    "report": ("cases", "report"),
    "restore": ("keeping", "restore"),
    "run": ("talking", "serve"),
    "slack_manifest": ("talking", "slack_manifest"),
    "tone": ("texts", "tone"),
    "usage": ("talking", "usage"),
}


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
        code = _handler(chosen.handler)(chosen)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except (SettingsError, PlaybookError) as error:
        return complain(error.problems)
    except InputError as error:
        return complain([speaker()(error.phrase, error.facts)])
    except OSError as error:
        return complain([f"{error.filename or 'parley'}: {error.strerror or error}"])
    except AssistantError as error:
        return complain([" ".join(str(error).split())])
    return code


def _handler(name: str) -> Handler:
    """What does the work of a command, loaded only now."""
    module, function = HANDLERS[name]
    handler: Handler = getattr(import_module(f"adapters.commands.{module}"), function)
    return handler


if __name__ == "__main__":
    sys.exit(main())
