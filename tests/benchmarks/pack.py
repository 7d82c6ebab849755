"""What a pack of 40 exhibits costs: 20 text papers and 20 photos from a phone.

    python -m tests.benchmarks.pack

Every pack is made in a process of its own, beside typst setting the very same source
by itself. Prints seconds, their ratio, and the most memory that a process held.
"""

import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from PIL import Image

from assistant.documents.pack import making
from assistant.documents.pack.content import Sealed
from assistant.documents.pack.making import Order, make_pack
from assistant.documents.pack.parts import PackForm
from assistant.documents.setting import Job, Press, set_here
from assistant.domain.case_events import EvidenceAdded
from assistant.domain.evidence import EvidenceKind
from assistant.domain.pack_facts import pack_facts
from assistant.store.codec import entry_digests
from tests.documents.builders import PROFILE, TODAY, ZONE, a_case, a_pdf, say

PHOTOS, PAPERS, RUNS = 20, 20, 3
LARGE, PREPARED = (4000, 3000), (1600, 1200)  # from a phone; as they go on paper
MEGABYTE = 1024 * 1024


def main() -> None:
    """Make both packs a few times, in turns with typst, and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in (PREPARED, LARGE):
            shots = folder / f"{size[0]}"
            shots.mkdir()
            weight = [_photo(shots / f"{n:02}.jpg", size, n) for n in range(PHOTOS)]
            rows = [_run(shots) for _ in range(RUNS)]
            whole, alone = (
                median(row[key] for row in rows) for key in ("pack", "typst")
            )
            most = max(row["memory"] for row in rows)
            sys.stdout.write(
                f"{PHOTOS} photos of {sum(weight) / PHOTOS / MEGABYTE:.1f} MB, "
                f"{PAPERS} papers: pack {whole:.2f} s, typst alone {alone:.2f} s, "
                f"ratio {whole / alone:.2f}, most memory {most:.0f} MB, "
                f"{rows[0]['pages']:.0f} pages of {rows[0]['bytes'] / 2**20:.1f} MB\n"
            )


def _photo(path: Path, size: tuple[int, int], seed: int) -> int:
    """A picture with as much detail as a photo has; its bytes."""
    small = Image.frombytes("RGB", (500, 375), os.urandom(500 * 375 * 3))
    small.resize(size, Image.Resampling.BICUBIC).rotate(seed).save(path, quality=93)
    return path.stat().st_size


def _run(shots: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.pack", str(shots)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def one(shots: Path) -> None:
    """Make the pack once, then let typst set its source alone; print figures."""
    order = _order(shots)
    start = time.perf_counter()
    pack = make_pack(order)
    seconds = time.perf_counter() - start
    most = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    told = {
        "pack": seconds,
        "typst": _alone(order),
        "memory": most / 1024,
        "pages": pack.pages,
        "bytes": len(pack.content),
    }
    sys.stdout.write(json.dumps(told))


def _order(shots: Path) -> Order:
    kept: dict[str, Path | bytes] = {}
    events = []
    for number in range(PHOTOS + PAPERS):
        if number < PHOTOS:
            path = shots / f"{number:02}.jpg"
            digest = sha256(path.read_bytes()).hexdigest()
            kept[digest] = path
            kind, name, size = EvidenceKind.PHOTOS, path.name, path.stat().st_size
        else:
            paper = a_pdf(f"Paper {number}")
            digest = sha256(paper).hexdigest()
            kept[digest] = paper
            kind, name, size = EvidenceKind.OTHER, f"{number}.pdf", len(paper)
        events.append(EvidenceAdded(kind, name, "owner", digest, size, None, TODAY, ""))
    case = a_case(*events)
    digests = entry_digests(case.entries)
    sealed = Sealed(len(digests), digests[-1].hash)

    def opened(digest: str) -> Any:
        content = kept[digest]
        return content.open("rb") if isinstance(content, Path) else io.BytesIO(content)

    facts = pack_facts(case, PROFILE, TODAY, ZONE)
    return Order(facts, PackForm.COURT, sealed, "en_IE", say, opened)


def _alone(order: Order) -> float:
    """Seconds that typst takes for the source of this pack, in this process."""
    jobs: list[Job] = []
    with tempfile.TemporaryDirectory() as name:
        source = Path(name)

        class Copying(Press):
            def set(self, folder: Path, job: Job) -> bytes:
                jobs.append(job)
                shutil.copytree(folder, source, dirs_exist_ok=True)
                return super().set(folder, job)

        with pytest.MonkeyPatch.context() as instead:
            instead.setattr(making, "Press", Copying)
            make_pack(order)
        start = time.perf_counter()
        set_here(source, jobs[-1])
        return time.perf_counter() - start


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(Path(sys.argv[1]))
    else:
        main()
