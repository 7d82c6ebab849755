"""`parley read`: files in, text out, clear refusals."""

import json
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.reading.command import (
    as_json,
    evaluate_file,
    in_phrases,
    read_file,
    read_jsonl,
)
from assistant.reading.correspondence import read_email

MAIL = (
    b"From: Ann <ann@example.org>\r\nTo: us@example.org\r\n"
    b"Date: Tue, 6 May 2025 10:00:00 +0200\r\nSubject: Invoice 4471\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    b"<p>We never ordered the <b>hedge</b>.</p><blockquote><p>Pay now or court"
    b"</p></blockquote>\r\n--b\r\nContent-Type: image/png\r\n"
    b"Content-Disposition: attachment; filename=hedge.png\r\n\r\nxyz\r\n--b--\r\n"
)


def test_a_mail_becomes_dated_correspondence_with_its_attachments() -> None:
    mail = read_email(MAIL)
    assert mail.sender == "Ann <ann@example.org>"
    assert mail.sent_at
    assert mail.sent_at.isoformat() == "2025-05-06T08:00:00+00:00"
    assert mail.newest == "Invoice 4471\n\nWe never ordered the hedge."
    assert [one.name for one in mail.attachments] == ["hedge.png"]


@pytest.mark.parametrize("raw", [b"", b"\x00" * 99, b"\xff\xfe\x00", b"no headers"])
def test_what_is_no_mail_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError, match="mail_unreadable"):
        read_email(raw)


def test_a_file_is_read_as_words_or_as_json(tmp_path: Path) -> None:
    path = tmp_path / "message.txt"
    path.write_text("You billed £300, we agreed £200. Not paying.", encoding="utf-16")
    finding = read_file(str(path))
    assert in_phrases(finding)[0].values["kind"].key == "read.kind.dispute"
    assert json.loads(as_json(finding))["is_dispute"] is True
    mail = tmp_path / "message.eml"
    mail.write_bytes(MAIL)
    assert "scope" in read_file(str(mail)).categories


def test_json_lines_come_back_in_order_with_their_ids(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    rows = [{"id": "b", "text": "ok thx"}, {"id": "a", "text": "not paying that"}]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    found = [json.loads(line) for line in read_jsonl(str(path)).splitlines()]
    assert [row["id"] for row in found] == ["b", "a"]
    assert [row["is_dispute"] for row in found] == [False, True]


@pytest.mark.parametrize(
    ("content", "phrase"),
    [
        (b"%PDF-1.7", "file_not_text"),
        (b"abc\x00def", "file_not_text"),
        (b"{not json", "line_unreadable"),
        (b"[1]", "line_unreadable"),
        (b'{"id": 1}', "line_unreadable"),
        (b"[" * 100_000, "line_unreadable"),
    ],
)
def test_bad_files_are_refused_with_a_clear_reason(
    tmp_path: Path, content: bytes, phrase: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    for read in (read_jsonl, evaluate_file):
        with pytest.raises(InputError, match=phrase):
            read(str(path))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="file_missing"):
        read_file(str(tmp_path / "none.txt"))


def test_an_evaluation_prints_a_table_per_field() -> None:
    table = evaluate_file("tests/data/messages-dev.jsonl")
    assert "English: 246 messages" in table
    assert "full_and_final" in table
