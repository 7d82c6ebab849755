"""What a pack of 40 exhibits costs: 20 text papers and 20 photos of 4 MB from a phone.

    python -m tests.benchmarks.pack

Twice: with photos that were prepared when they came in, and with none prepared yet.
Beside it, in turns and each in a process of its own, typst sets the same source by
itself: with the photos in it, as anybody would, and with the stand-ins that the pack
gives it. Typst alone opens no evidence, checks no hash and puts no PDF in. The evidence
lies in an encrypted store. Prints medians, their ratio, the most memory that the whole
tree of processes held, and where the time went.
"""

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from PIL import Image

from assistant.documents.pack.content import Sealed
from assistant.documents.pack.parts import PackForm
from assistant.domain.case_events import EvidenceAdded
from assistant.domain.evidence import EvidenceKind
from assistant.domain.pack_facts import pack_facts
from assistant.store.codec import entry_digests
from assistant.usecases.darkroom import Darkroom, at_once
from tests.benchmarks.pack_once import DOTS, KEY, ORDER, PHOTOS, STAGES, files_in
from tests.documents.builders import PROFILE, TODAY, ZONE, a_case, a_pdf

SHOTS, PAPERS, RUNS = 20, 20, 5
SIZE = (4_000, 3_000)  # pixels of a photo from a phone
MEGABYTE = 1024 * 1024
_LOOK_EVERY = 0.005  # seconds between two looks at the memory


def main() -> None:
    """Fill a store, then measure in turns."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        weight = _fill(folder)
        _measured("source", folder)
        tasks = {
            "prepared": folder,
            "fresh": folder,
            "typst, photos": folder / PHOTOS,
            "typst, stand-ins": folder / DOTS,
        }
        rounds = [
            {task: _measured(task.partition(",")[0], at) for task, at in tasks.items()}
            for _ in range(RUNS)
        ]
        held = {
            task: _most_memory(task.partition(",")[0], at) for task, at in tasks.items()
        }
    _tell(rounds, held, weight)


def _fill(folder: Path) -> float:
    """Evidence, prints and the order; the mean megabytes of a photo."""
    (folder / KEY).write_bytes(os.urandom(32))
    files = files_in(folder)
    darkroom = Darkroom(files, at_once)
    events, weight = [], 0
    for number in range(SHOTS + PAPERS):
        is_photo = number < SHOTS
        content = _photo(number) if is_photo else a_pdf(f"Paper {number}")
        name = f"{number:02}.jpg" if is_photo else f"{number:02}.pdf"
        kind = EvidenceKind.PHOTOS if is_photo else EvidenceKind.OTHER
        kept = files.put(BytesIO(content), len(content))
        darkroom.came(kept.sha256, name, "")
        weight += kept.size if is_photo else 0
        events.append(
            EvidenceAdded(kind, name, "owner", kept.sha256, kept.size, None, TODAY, "")
        )
    case = a_case(*events)
    digests = entry_digests(case.entries)
    sealed = Sealed(len(digests), digests[-1].hash)
    facts = pack_facts(case, PROFILE, TODAY, ZONE)
    order = (facts, PackForm.COURT, sealed, "en_IE", ZONE)
    (folder / ORDER).write_bytes(pickle.dumps(order))
    return weight / SHOTS / MEGABYTE


def _photo(seed: int) -> bytes:
    """A picture with as much detail as a photo has."""
    small = Image.frombytes("RGB", (500, 375), os.urandom(500 * 375 * 3))
    made = BytesIO()
    small.resize(SIZE, Image.Resampling.BICUBIC).rotate(seed).save(
        made, "JPEG", quality=93
    )
    return made.getvalue()


def _command(task: str, at: Path) -> list[str]:
    return [sys.executable, "-m", "tests.benchmarks.pack_once", task, str(at)]


def _measured(task: str, at: Path) -> dict[str, Any]:
    done = subprocess.run(_command(task, at), check=True, capture_output=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _most_memory(task: str, at: Path) -> float:
    """The most megabytes that a task and its children held at one time."""
    most = 0
    with subprocess.Popen(_command(task, at), stdout=subprocess.PIPE) as running:
        while running.poll() is None:
            most = max(most, sum(map(_held, _tree(running.pid))))
            time.sleep(_LOOK_EVERY)
    return most / MEGABYTE


def _tree(pid: int) -> list[int]:
    """A process and its children, which have none."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *map(int, children)]


def _held(pid: int) -> int:
    """Bytes in memory; what processes share counts for each of them."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _tell(
    rounds: list[dict[str, dict[str, Any]]], held: dict[str, float], weight: float
) -> None:
    once = rounds[0]["prepared"]
    say = sys.stdout.write
    say(
        f"{SHOTS} photos of {weight:.1f} MB and {PAPERS} papers: {once['pages']} pages,"
        f" {once['bytes'] / MEGABYTE:.1f} MB; medians of {RUNS}\n"
    )
    took = {
        task: median(each[task]["seconds"] for each in rounds) for task in rounds[0]
    }
    for task, seconds in took.items():
        say(f"{task:18} {seconds:6.2f} s   most memory {held[task]:4.0f} MB\n")
    for task in ("prepared", "fresh"):
        for alone in ("typst, photos", "typst, stand-ins"):
            ratio = took[task] / took[alone]
            say(f"{task} against {alone}: {ratio:.2f}\n")
    for stage in STAGES.values():
        spent = [
            median(each[task]["stages"].get(stage, 0) for each in rounds)
            for task in ("prepared", "fresh")
        ]
        say(f"  {stage:34} {spent[0] * 1_000:6.0f} ms {spent[1] * 1_000:6.0f} ms\n")


if __name__ == "__main__":
    main()
