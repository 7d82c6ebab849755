"""Readings against their rated values, and what is no reading at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.readings import LONGEST, Reading, read_reading

READINGS = {
    "capacitor 2.1 of 5 µF": Reading("capacitor", "2.1 µF", "5 µF"),
    "2.1 of 5 µF": Reading("", "2.1 µF", "5 µF"),
    "When I arrived your capacitor tested at 2.1 microfarads against a rated 5 "
    "microfarads": Reading("capacitor", "2.1 microfarads", "5 microfarads"),
    "suction 48 psi, should be 65": Reading("suction", "48 psi", "65 psi"),
    "flow temp 38°C, should be 60-65 °C": Reading("flow temp", "38°C", "60-65°C"),
    "pressure 0.4 bar (rated 1.5 bar)": Reading("pressure", "0.4 bar", "1.5 bar"),
    "CO 180 ppm vs 50": Reading("CO", "180 ppm", "50 ppm"),
    "capacitor measured 2,1 µF rated 5 µF.": Reading("capacitor", "2,1 µF", "5 µF"),
    "R410A 3 lb of 6 lb": Reading("R410A", "3 lb", "6 lb"),
    "amps 18.2 A, rated 12 A": Reading("amps", "18.2 A", "12 A"),
    "capacitor 2.1µF/5µF": Reading("capacitor", "2.1 µF", "5 µF"),
    "40% of 100%": Reading("", "40%", "100%"),
    "-3 °C instead of 5 °C": Reading("", "-3°C", "5°C"),
    "water 3 l/min of 9 l/min": Reading("water", "3 l/min", "9 l/min"),
    "earth 0.8 Ω, rated 0.1 Ω": Reading("earth", "0.8 Ω", "0.1 Ω"),
    "gaps 7, should be 3": Reading("gaps", "7", "3"),
}


@pytest.mark.covers("F-E12", "S3-19")
@pytest.mark.parametrize("text", READINGS)
def test_a_reading_is_read_with_its_unit_and_its_part(text: str) -> None:
    assert read_reading(text) == READINGS[text]


@pytest.mark.covers("F-E12", "S3-19")
@pytest.mark.parametrize(
    ("behind", "more"),
    [
        ("; the compressor fails early", "the compressor fails early"),
        (", so the compressor fails early.", "the compressor fails early"),
        (" so the motor strained", "the motor strained"),
        (" - the motor strained", "the motor strained"),
    ],
)
def test_what_follows_from_a_reading_is_kept_apart(behind: str, more: str) -> None:
    found = read_reading(f"capacitor 2.1 of 5 µF{behind}")
    assert found == Reading("capacitor", "2.1 µF", "5 µF", more)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "burnt contacts",
        "replaced 1/2 in pipe",
        "valve 3/4 in",
        "2 of 3 bolts missing",
        "2 of 3 rooms",
        "job 4/5 May",
        "called 10 to 12",
        "2.1/5",
        "drill 3 of 5",
        "12 V / 24 V adapter",
        "room 12, 48 hours",
    ],
)
def test_counts_fractions_and_dates_are_no_readings(text: str) -> None:
    assert read_reading(text) is None


@given(st.text(max_size=LONGEST + 5))
def test_any_text_is_read_or_left_alone(text: str) -> None:
    found = read_reading(text)
    assert found is None or (found.measured and found.rated)


@pytest.mark.parametrize("text", ["1 " * 150, "1,1." * 75, "a 1 of " * 40, "1-1-" * 75])
def test_texts_made_to_be_slow_are_read_at_once(text: str) -> None:
    assert read_reading(text[:LONGEST]) is None
