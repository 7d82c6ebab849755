"""The estimates of several parts of a claim, put together."""

from assistant.domain.estimate import Estimate, Merit, together
from assistant.domain.money import Money


def an_estimate(share: int, low: int, high: int) -> Estimate:
    return Estimate(share, low, high, Merit.UNCLEAR, (), None, 0)


def test_each_part_weighs_as_much_as_its_amount() -> None:
    most, least = an_estimate(90, 60, 100), an_estimate(10, 0, 40)
    parts = [(Money.of(300, "EUR"), most), (Money.of(100, "EUR"), least)]
    assert together(parts) == (70, 45, 85)


def test_one_part_is_itself() -> None:
    assert together([(Money(1, "EUR"), an_estimate(33, 3, 73))]) == (33, 3, 73)


def test_a_part_without_an_amount_weighs_nothing() -> None:
    parts = [
        (Money.of(0, "EUR"), an_estimate(0, 0, 10)),
        (Money.of(5, "EUR"), an_estimate(80, 50, 95)),
    ]
    assert together(parts) == (80, 50, 95)
