"""Outlook messages are read as any other mail."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.reading.command import read_file
from assistant.reading.correspondence import read_email
from tests.reading.outlook_file import outlook_message

SENT = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
BODY = "We agreed 720 and you billed 1,200.\r\nWe never asked for the third round.\r\n"


def a_message(**changes: object) -> bytes:
    values: dict[str, object] = {
        "sender": "Kim Harbour <kim@harbour.example>",
        "subject": "Your invoice INV-7",
        "sent_at": SENT,
        "body": BODY,
        "files": {"offer.txt": b"two rounds, 720", "Ünïcode.pdf": b"%PDF-1.4 x"},
    }
    return outlook_message(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.covers("F-E3")
def test_sender_date_words_and_attachments_are_there() -> None:
    mail = read_email(a_message())
    assert mail.sender == "Kim Harbour <kim@harbour.example>"
    assert mail.subject == "Your invoice INV-7"
    assert mail.sent_at == SENT
    assert "third round" in mail.newest
    files = {each.name: each.content for each in mail.attachments}
    assert files == {"offer.txt": b"two rounds, 720", "Ünïcode.pdf": b"%PDF-1.4 x"}


def test_it_is_read_from_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "complaint.msg"
    path.write_bytes(a_message())
    assert read_file(str(path)).is_dispute


def test_words_in_a_second_paragraph_and_no_attachment() -> None:
    mail = read_email(a_message(files={}, body="Hello,\r\n\r\nthe zip broke.\r\n"))
    assert "the zip broke." in mail.text
    assert mail.attachments == ()


@given(st.data())
def test_a_torn_or_changed_file_is_a_sentence_and_no_traceback(
    data: st.DataObject,
) -> None:
    raw = bytearray(a_message())
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=40)):
        raw[place] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(8, len(raw)))
    with suppress(InputError):
        assert len(read_email(bytes(raw[:cut])).text) <= len(raw)
