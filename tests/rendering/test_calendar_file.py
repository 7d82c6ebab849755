"""Calendar files keep to RFC 5545."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rendering.calendar_file import Entry, as_calendar

NOW = datetime(2026, 5, 7, 9, 0, tzinfo=UTC)


def lines_of(*entries: Entry) -> list[str]:
    text = as_calendar(entries, NOW).decode()
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").split("\r\n")


@pytest.mark.covers("F-K7")
def test_a_day_and_an_instant_are_events() -> None:
    lines = lines_of(
        Entry("a@parley", date(2026, 12, 31), "Payment: Ana", "Case D-7", 12),
        Entry("b@parley", datetime(2026, 5, 8, 9, 30, tzinfo=UTC), "Acknowledge"),
    )
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    first = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    assert first == [
        "UID:a@parley",
        "DTSTAMP:20260507T090000Z",
        "SEQUENCE:12",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Payment: Ana",
        "DESCRIPTION:Case D-7",
        "TRANSP:TRANSPARENT",
    ]
    assert "DTSTART:20260508T093000Z" in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2


def test_signs_with_a_meaning_are_escaped() -> None:
    lines = lines_of(Entry("u", NOW, "a,b;c\\d\r\ne\nEND:VEVENT\0"))
    assert "SUMMARY:a\\,b\\;c\\\\d\\ne\\nEND:VEVENT" in lines
    assert lines.count("END:VEVENT") == 1


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_long_lines_are_folded_and_unfold_to_what_they_were(title: str) -> None:
    content = as_calendar([Entry("u", NOW, title)], NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    unfolded = content.decode().replace("\r\n ", "")
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"\r\nSUMMARY:{escaped}\r\n" in unfolded
