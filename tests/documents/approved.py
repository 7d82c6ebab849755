"""Texts of papers as they were read and approved; `PARLEY_APPROVE=1` writes them."""

import difflib
import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "approved" / "papers"


def compare(name: str, now: str) -> None:
    """Fail with the difference where a text is not the approved one."""
    file = FOLDER / f"{name}.txt"
    if os.environ.get("PARLEY_APPROVE"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(now, encoding="utf-8")
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    diff = difflib.unified_diff(before.splitlines(), now.splitlines(), lineterm="")
    assert now == before, "\n".join(diff)
