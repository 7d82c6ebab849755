"""One measured piece of `tests.benchmarks.pack`, in a process of its own.

    python -m tests.benchmarks.pack_once prepared|fresh|source|typst FOLDER

`prepared` and `fresh` make the pack, with photos prepared when they came in or not;
`source` saves what typst is given for it, once with the photos themselves and once
with stand-ins; `typst` sets such a source. Each prints its figures as JSON. Nothing is
imported here that a running assistant has not imported before it is asked for a pack.
"""

import json
import pickle
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from assistant.chat.replies import phrase
from assistant.documents.pack import making
from assistant.documents.pack.making import Order, make_pack
from assistant.documents.pack.parts import NoPrints
from assistant.documents.pack.pour import Kept, Photo
from assistant.documents.setting import Job, Press, set_here
from assistant.rendering.phrases import Phrases
from assistant.resources import templates_dir
from assistant.store.disk import Disk
from assistant.store.encryption import KeySeal
from assistant.store.files import SealedFiles
from assistant.usecases.darkroom import Darkroom, at_once

ORDER, KEY, PHOTOS, DOTS = "order.pickle", "key", "with photos", "with stand-ins"
STAGES = {
    "gather": "exhibits",
    "_data": "words",
    "typeset": "typst",
    "Objects": "reading it",
    "poured": "placing",
    "missing": "checking originals (beside typst)",
}


def files_in(folder: Path) -> SealedFiles:
    """The encrypted store of the benchmark."""
    seal = KeySeal((folder / KEY).read_bytes())
    return SealedFiles(folder / "evidence", folder / "derived", seal, Disk())


def main(task: str, folder: Path) -> None:
    """Do one task and print its figures."""
    match task:
        case "prepared":
            told = _pack(_order(folder))
        case "fresh":
            told = _pack(replace(_order(folder), prints=NoPrints()))
        case "source":
            told = _source(_order(folder), folder)
        case _:
            told = _typst(folder)
    sys.stdout.write(json.dumps(told))


def _order(folder: Path) -> Order:
    facts, form, sealed, language, zone = pickle.loads(  # noqa: S301 -- our own
        (folder / ORDER).read_bytes()
    )
    phrases, files = Phrases(templates_dir() / "phrases"), files_in(folder)

    def say(said: Any) -> str:
        return phrases.say(said, language=language, zone=zone)

    say(phrase("pack.made_on", date=facts.today))  # a running assistant has spoken
    say(phrase("value", value=facts.total.due))
    prints = Darkroom(files, at_once)
    return Order(facts, form, sealed, language, say, files.open, prints=prints)


def _pack(order: Order) -> dict[str, Any]:
    stages: dict[str, float] = {}
    for name, title in STAGES.items():
        setattr(making, name, _timed(getattr(making, name), title, stages))
    start = time.perf_counter()
    pack = make_pack(order)
    seconds = time.perf_counter() - start
    size = len(pack.content)
    return {"seconds": seconds, "pages": pack.pages, "bytes": size, "stages": stages}


def _timed(
    work: Callable[..., Any], title: str, stages: dict[str, float]
) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return work(*given, **named)
        finally:
            stages[title] = stages.get(title, 0) + time.perf_counter() - start

    return timed


def _source(order: Order, folder: Path) -> dict[str, Any]:
    with_photos, with_dots = folder / PHOTOS, folder / DOTS
    photos: dict[str, bytes] = {}
    given = making._kept

    def kept(found: Any) -> dict[str, Kept]:
        places = given(found)
        for name, each in places.items():
            if isinstance(each, Photo):
                photos[name] = each.file.read_bytes()
        return places

    class Copying(Press):
        def set(self, folder: Path, job: Job) -> bytes:
            shutil.copytree(folder, with_dots, dirs_exist_ok=True)
            (with_dots / "job.json").write_text(json.dumps(asdict(job)))
            return super().set(folder, job)

    for name, instead in (("_kept", kept), ("Press", Copying)):
        setattr(making, name, instead)
    make_pack(order)
    shutil.copytree(with_dots, with_photos)
    for name, content in photos.items():
        (with_photos / name).write_bytes(content)
    return {"photos": len(photos)}


def _typst(source: Path) -> dict[str, Any]:
    told = json.loads((source / "job.json").read_text())
    job = Job(**{**told, "font_paths": tuple(told["font_paths"])})
    start = time.perf_counter()
    made = set_here(source, job)  # imports typst
    return {"seconds": time.perf_counter() - start, "bytes": len(made)}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
