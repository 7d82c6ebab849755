"""How long a fresh process takes to open a data folder; started by `store`.

    python -m tests.benchmarks.starting FOLDER open|rebuild

Prints the seconds and the bytes of memory that it took.
"""

import gc
import sys
import time
from pathlib import Path

from assistant.store.keys import Key
from assistant.store.tiny import open_stores


def memory() -> int:
    """Bytes of this process that are in memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(each for each in status.splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def main() -> None:
    """Open once and tell."""
    folder, how = Path(sys.argv[1]), sys.argv[2]
    if how == "rebuild":
        (folder / "index").unlink()
    gc.collect()
    before = memory()
    start = time.perf_counter()
    stores = open_stores(folder, key=Key(bytes(32)))
    seconds = time.perf_counter() - start
    stores.cases.next_due("b1", 20)
    gc.collect()
    sys.stdout.write(f"{seconds} {memory() - before}\n")
    stores.close()


if __name__ == "__main__":
    main()
