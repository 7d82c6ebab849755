"""What was stored once stays readable, and today's schema stays what it is."""

from pathlib import Path

import pytest

from assistant.store.codec import SCHEMA, decode_commit, encode_commit
from assistant.store.entries import Link
from assistant.store.plain import from_json, to_json
from tests.store.make_samples import SAMPLES


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("commit-*.json")), ids=str)
def test_every_sample_ever_written_still_reads(path: Path) -> None:
    document = from_json(path.read_bytes(), dict)
    commit, link = decode_commit(document, Link(), "D-INV-7")
    assert link.number == len(commit.entries) >= 38
    assert commit.summary.case_id == "D-INV-7"


def test_todays_schema_is_written_as_its_sample_says() -> None:
    """A change that this notices raises SCHEMA and needs a migration."""
    text = (SAMPLES / f"commit-{SCHEMA}.json").read_bytes()
    commit, _ = decode_commit(from_json(text, dict), Link(), "D-INV-7")
    assert to_json(encode_commit(commit, Link())) + b"\n" == text
