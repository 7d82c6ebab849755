import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.cells import printable, width_of, without_controls, wrapped


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;never ends", "0;never ends"),
        ("\x9b2Jcleared", "cleared"),
        ("\x90secret\x9cseen", "seen"),
        ("\x1bcreset", "reset"),
        ("bell\x07 back\x08space\x00", "bell backspace"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("tab\tstays", "tab\tstays"),
        ("half \ud83d", "half \ufffd"),
        ("\x1b\x1b[[31m", "31m"),
    ],
)
def test_control_sequences_are_removed_whole(typed: str, clean: str) -> None:
    assert without_controls(typed) == clean


def test_text_cannot_be_shown_in_another_order() -> None:
    assert printable("480\u202e000.1\u2066x\u2069") == "480000.1x"


def test_right_to_left_names_keep_their_marks() -> None:
    assert printable("שלום\u200f") == "שלום\u200f"


@pytest.mark.parametrize(
    "nasty", ["\x1b]", "\x9d", "\x1b[0", "\x1b[0 ", "\x90\x1b", "\x1b", "\x9b;"]
)
def test_a_long_line_of_broken_sequences_is_cleaned_quickly(nasty: str) -> None:
    began = time.process_time()
    clean = without_controls(nasty * 50_000)
    assert time.process_time() - began < 5
    assert "\x1b" not in clean


@given(st.text(), st.integers(40, 100))
def test_no_line_is_wider_than_the_screen(text: str, width: int) -> None:
    lines = wrapped(printable(text), width, lead="  1  ", hang=5)
    assert all(width_of(line) <= width for line in lines)


@given(st.text())
def test_wrapping_keeps_every_character_but_spaces(text: str) -> None:
    clean = printable(text)
    kept = "".join(wrapped(clean, 40)).replace(" ", "").replace("\t", "")
    assert kept == clean.replace(" ", "").replace("\t", "").replace("\n", "")


@given(st.text())
def test_printable_text_holds_nothing_a_terminal_obeys(text: str) -> None:
    clean = printable(text)
    assert printable(clean) == clean
    assert not any(ord(c) < 32 and c not in "\n\t" for c in clean)
    assert not any(0x7F <= ord(c) <= 0x9F for c in clean)


def test_wide_characters_count_twice() -> None:
    assert wrapped("日本語の会社" * 5, 40) == [
        "日本語の会社" * 3 + "日本",
        "語の会社日本語の会社",
    ]


def test_no_break_spaces_do_not_break() -> None:
    assert wrapped("x" * 33 + " 1\u00a0234,56 EUR", 40) == [
        "x" * 33,
        "1\u00a0234,56 EUR",
    ]


def test_following_lines_hang_under_the_first() -> None:
    lines = wrapped(
        "one two three four five six seven eight nine", 40, lead="! ", hang=2
    )
    assert lines == ["! one two three four five six seven", "  eight nine"]
