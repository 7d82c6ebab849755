"""Charts: what is drawn is what the figures say, whatever the words are."""

import io
from datetime import date

import pytest
from PIL import Image

from assistant.chat.charts import Bar, Chart, Paint, Panel, Span
from assistant.chat.replies import Table
from assistant.documents.charts import Sheet, as_pages, as_picture
from tests.documents.reading_back import pages

DAY = date(2026, 5, 7)
BLUE, SKY, AMBER = (0, 114, 178), (140, 197, 232), (230, 159, 0)
LEFT, RIGHT = 54, 1026  # pixels between which a bar is drawn


def a_chart(*bars: Bar[str], title: str = "What it may bring") -> Chart[str]:
    return Chart("chart", title, "alt", (Panel("Heading", bars, None),))


def picture(chart: Chart[str]) -> Image.Image:
    made = as_picture(chart, "en_GB", DAY)
    return Image.open(io.BytesIO(made.content)).convert("RGB")


def stretches(image: Image.Image, colour: tuple[int, int, int]) -> set[tuple[int, int]]:
    """From where to where a colour goes in the rows in which it is."""
    found = set()
    for y in range(image.height):
        row = [x for x in range(image.width) if _close(image.getpixel((x, y)), colour)]
        if len(row) > 20:
            found.add((row[0], row[-1]))
    return found


def _close(one: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 3 for a, b in zip(one, other, strict=True))


def percent(x: int) -> float:
    return 100 * (x - LEFT) / (RIGHT - LEFT)


@pytest.mark.covers("F-M6", "F-G7")
def test_bars_are_as_long_as_their_figures_say() -> None:
    image = picture(
        a_chart(
            Bar("All", "€1,000.00", (Span(0, 100_000, Paint.QUIET),)),
            Bar("A range", "€250.00 to €750.00", (Span(25_000, 75_000, Paint.SOFT),)),
            Bar("A sum", "€400.00", (Span(0, 40_000),)),
        )
    )
    assert image.width == 1080
    ((start, end),) = stretches(image, SKY)
    assert percent(start) == pytest.approx(25, abs=0.5)
    assert percent(end) == pytest.approx(75, abs=0.5)
    ((start, end),) = stretches(image, BLUE)
    assert percent(start) == pytest.approx(0, abs=0.5)
    assert percent(end) == pytest.approx(40, abs=0.5)


def test_what_lies_below_nothing_begins_left_of_it() -> None:
    image = picture(
        a_chart(
            Bar("A claim", "−€100.00 to €300.00", (Span(-10_000, 30_000, Paint.LOSS),)),
            Bar("Nothing lost", "€100.00", (Span(0, 10_000),)),
        )
    )
    ((start, end),) = stretches(image, BLUE)
    assert percent(start) == pytest.approx(25, abs=0.5)
    assert percent(end) == pytest.approx(50, abs=0.5)


def test_all_nothing_is_drawn_too() -> None:
    assert picture(a_chart(Bar("Letting go", "€0.00", (Span(0, 0),)))).height > 100


def test_the_same_chart_is_the_same_file() -> None:
    chart = a_chart(Bar("One", "1", (Span(0, 1),)))
    first, second = (as_picture(chart, "de_DE", DAY).content for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "name",
    ["#let x = 1", "{{ 7*7 }}", "<b>", "../../x", "山田太郎", "דוד", "x" * 3_000],
)
def test_no_name_changes_more_than_how_it_prints(name: str) -> None:
    plain = picture(a_chart(Bar("Name", "€1.00", (Span(0, 100),))))
    image = picture(a_chart(Bar(name, "€1.00", (Span(0, 100),))))
    assert image.width == plain.width
    assert image.height < plain.height + 60


@pytest.mark.covers("F-M6")
def test_the_page_says_all_that_the_tables_say() -> None:
    table = Table("How it went", ("Measure", "Now"), (("Days to close", "9.5"),))
    sheet = Sheet((table,), ("Put this into every quote.",), "a4", "{page} / {pages}")
    chart = a_chart(Bar("Amount", "6 cases · €2,400.00", (Span(0, 6),)))
    text = "\n".join(pages(as_pages(chart, sheet, "en_GB", DAY).content))
    for words in (
        "What it may bring",
        "Heading",
        "6 cases · €2,400.00",
        "How it went",
        "Days to close",
        "9.5",
        "Put this into every quote.",
    ):
        assert words in text
