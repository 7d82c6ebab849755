"""`export`, `import`, `pack`, `report`: cases as files."""

import argparse
import sys

from adapters.commands.shared import (
    FINE,
    WIDTH,
    accept_any_text,
    as_drawn,
    complain,
    own_settings,
    path_of,
)

_MOST_IMPORTED = 20 * 1024 * 1024  # bytes of a file; the reader refuses larger ones


def export(chosen: argparse.Namespace) -> int:
    """`parley export`: the cases as JSON."""
    from assistant.bootstrap import build

    assistant = build(own_settings())
    try:
        text = assistant.export(chosen.business)
    finally:
        assistant.close()
    if chosen.out:
        path_of(chosen.out).write_text(text, encoding="utf-8")
    else:
        accept_any_text()
        print(text)
    return FINE


def import_file(chosen: argparse.Namespace) -> int:
    """`parley import`: the invoices in a file."""
    from adapters.console.outbound import Screen, draw
    from assistant.bootstrap import build
    from assistant.settings import TERMINAL

    path = path_of(chosen.file)
    with path.open("rb") as stream:
        raw = stream.read(_MOST_IMPORTED + 1)
    assistant = build(own_settings())
    try:
        shown, problems = assistant.import_file(TERMINAL, raw, path.name)
        accept_any_text()
        text = draw(shown, Screen(assistant.text, WIDTH))
    finally:
        assistant.close()
    if text:
        print(text, end="")
    return complain([f"{path.name}: {each}" for each in problems]) if problems else 0


def pack(chosen: argparse.Namespace) -> int:
    """`parley pack`: a case as one PDF."""
    from adapters.console.waiting import progress_on
    from assistant.bootstrap import build
    from assistant.documents.pack.parts import PackForm

    form = PackForm(chosen.form)
    assistant = build(own_settings())
    try:
        tell = progress_on(sys.stderr, assistant.text)
        made = assistant.pack(chosen.case, form, tell, chosen.business)
        target = path_of(chosen.out or f"{_file_name(chosen.case)}-{form}.pdf")
        target.write_bytes(made.content)
        print(assistant.text("console.pack_saved", path=str(target), count=made.pages))
        problems = (
            [] if made.fits else [assistant.text("pack.too_large", pages=made.pages)]
        )
    finally:
        assistant.close()
    return complain(problems) if problems else FINE


def _file_name(case: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in case)


def report(chosen: argparse.Namespace) -> int:
    """`parley report`: the view over all cases."""
    from assistant.bootstrap import build
    from assistant.usecases.reporting import ReportForm

    form = chosen.form or _ending(chosen.out)
    assistant = build(own_settings())
    try:
        if form in set(ReportForm):
            made = assistant.report(chosen.month, ReportForm(form), chosen.business)
        else:
            shown = assistant.read_report(chosen.month, chosen.business)
            made = as_drawn(assistant, shown).encode(errors="replace")
    finally:
        assistant.close()
    if chosen.out:
        path_of(chosen.out).write_bytes(made)
    else:
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
    return FINE


def _ending(name: str | None) -> str:
    """What the ending of a file's name asks for: `png` for `may.PNG`."""
    return (name or "").rpartition(".")[2].casefold()
