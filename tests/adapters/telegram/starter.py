"""Starts `parley` again and again, from a process in which it is imported already.

A start from nothing is mostly importing, which no power cut can spoil, and a story is
mostly waiting for the next second of a chat; here a tenth of one is enough.

Each order on the input is a line: `start OUT ERR WORD...` begins `parley WORD...` as a
process of its own, which writes to these files, and answers its id; `wait` waits for
that process and answers its exit code.
"""

import os
import sys
import traceback
from collections.abc import Sequence

import adapters.run
import adapters.telegram.app  # noqa: F401  what `parley run` imports when it begins
from adapters import cli
from adapters.telegram import pace


def main() -> None:
    """Obey until the input ends."""
    pace._CHAT_SECONDS = 0.1
    child = 0
    for line in sys.stdin:
        order, *words = line.split()
        if order == "start":
            child = os.fork()
            if not child:
                _become(words[:2], words[2:])
            _answer(child)
        else:
            _, status = os.waitpid(child, 0)
            _answer(os.waitstatus_to_exitcode(status))


def _become(files: Sequence[str], words: Sequence[str]) -> None:
    """Be that program, and nothing of this one."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdin = os.fdopen(0, encoding="utf-8")
    for number, file in enumerate(files, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    code = 1
    try:
        code = cli.main(list(words))
    except BaseException:  # noqa: BLE001  the process ends here, as with `python -m`
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
