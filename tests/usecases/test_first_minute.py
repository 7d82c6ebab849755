"""Who begins with the complaint is not asked for a name first."""

import pytest

from assistant.chat.replies import Card
from tests.usecases.world import World, place

HERE = place("a")
COMPLAINT = (
    "Hi, invoice 2041: I am not paying the 480 for the extra round, we never agreed to"
    " it. The rest is fine. Tom"
)


@pytest.mark.covers("F-A1", "S1-9")
def test_a_complaint_pasted_at_the_first_question_is_read_as_one() -> None:
    world = World()
    world.open(HERE)
    assert world.asked[HERE].key == "setup.name"
    parts = world.text(COMPLAINT, HERE)
    (card,) = (part for part in parts if isinstance(part, Card))
    assert "extra round" in repr(card)
    assert world.asked[HERE].key == "opening.read"
    world.press("", "opening.read", "yes", HERE)
    world.text("2,500", HERE)
    assert world.case("D-2041").statements[-1].text == COMPLAINT


@pytest.mark.parametrize(
    "name",
    [
        "Studio North",
        "Never Late Deliveries Ltd, Unit 4, The Old Mill, Wrong Lane, Cork",
        "Rechnungen & Mahnwesen Müller GmbH & Co. KG, Hamburg",
        "No Problem Plumbing and Heating Repairs of Wolverhampton",
    ],
)
def test_a_name_is_a_name_however_long(name: str) -> None:
    world = World()
    world.open(HERE)
    world.text(name, HERE)
    assert world.asked[HERE].key == "setup.sign_off"


@pytest.mark.parametrize("hello", ["hi", "Hello!", "Bonjour", "buenos días"])
def test_a_hello_back_is_no_name(hello: str) -> None:
    world = World()
    world.open(HERE)
    world.text(hello, HERE)
    assert world.asked[HERE].key == "setup.name"
