"""The reply card, in the shapes in which people really answer it."""

import time

import pytest

from assistant.reading.finding import Slots
from assistant.reading.reply_card import read_reply_card

WHOLE = Slots("Boiler service", "400 as quoted", "480", "80", "a corrected invoice")
SHAPES = {
    "after the labels": """Hi Robin,

1. Which line or item it is about: Boiler service
2. What you expected: 400 as quoted
3. What you received: 480
4. The amount you question: 80
5. What would settle it for you: a corrected invoice

Thanks,
Ann""",
    "numbers alone": """1) Boiler service
2) 400 as quoted
3) 480
4) 80
5) a corrected invoice""",
    "one paragraph": (
        "Here you go: 1. Boiler service 2. 400 as quoted 3. 480 4. 80 "
        "5. a corrected invoice"
    ),
    "another order": """What would settle it for you: a corrected invoice
4: 80
Expected: 400 as quoted
Received - 480
Line: Boiler service""",
    "inside the quoted letter": """See below. Ann

On Fri, 8 May 2026 Robin wrote:
> Hello Ann,
> 1. Which line or item it is about: ____ Boiler service
> 2. What you expected: ____________________
400 as quoted
> 3. What you received: 480
> 4. The amount you question: ____________________
80
> 5. What would settle it for you: a corrected invoice
>
> Please send them by Friday if you can.""",
    "labels deleted": """Hello Robin,

Boiler service
400 as quoted
480
80
a corrected invoice

Kind regards,
Ann Finch""",
    "answers under the labels": """1. Which line or item it is about:

Boiler service

2. What you expected:
400 as
quoted
3. What you received:
480
4. The amount you question:
80
5. What would settle it for you:
a corrected invoice""",
}


@pytest.mark.covers("X3", "F-D1", "F-D5")
@pytest.mark.parametrize("shape", SHAPES)
def test_the_card_is_read_in_whatever_shape_it_comes(shape: str) -> None:
    assert read_reply_card(SHAPES[shape]) == WHOLE


@pytest.mark.covers("X3")
def test_half_a_card_fills_half_the_slots() -> None:
    half = "2. three rounds\n3. two rounds\n4. n/a\n5. ____________________"
    assert read_reply_card(half) == Slots(
        expected="three rounds", received="two rounds"
    )


def test_what_is_written_anew_wins_over_the_quoted_letter() -> None:
    text = "1. the door\n2. closes\n\n> 1. Which line or item it is about: the window"
    assert read_reply_card(text).line == "the door"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I will pay on Friday.",
        "1. one thing only",
        "1. a\n2. b\n3. c\n4. d\n5. e\n6. f",
        "It took 3. Then 4.5 hours.",
        "a\nb\nc\nd\ne",
    ],
)
def test_other_texts_are_no_card(text: str) -> None:
    assert read_reply_card(text) == Slots()


@pytest.mark.parametrize(
    "text", ["1. " * 400_000, "_" * 500_000, "> " * 300_000, "what you " * 100_000]
)
def test_a_hostile_card_is_read_at_once(text: str) -> None:
    before = time.process_time()
    read_reply_card(text)
    assert time.process_time() - before < 1
