"""Which language a customer plainly writes in, on the development messages."""

import json
from pathlib import Path

from assistant.reading.languages import plain_language

SET = Path(__file__).parents[1] / "data" / "messages-dev.jsonl"


def test_a_language_is_never_taken_for_another_and_seldom_left_open() -> None:
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    found = [(row["lang"], plain_language(row["text"])) for row in rows]
    assert [pair for pair in found if pair[1] not in (pair[0], "")] == []
    assert sum(1 for _, said in found if said) >= 0.85 * len(found)
