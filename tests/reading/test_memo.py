"""The few words on a cheque or slip: plain words are enough."""

import pytest

from assistant.reading.memo import settling_words


@pytest.mark.covers("F-I5", "S2-28")
@pytest.mark.parametrize(
    "memo",
    [
        "full and final",
        "Full & final settlement of invoice 7",
        "paid in full",
        "PAYMENT IN FULL - INV 1044",
        "in full settlement",
        "final payment",
        "settles account in full",
        "zur vollständigen Abgeltung",
        "pour solde de tout compte",
        "a saldo",
        "tegen finale kwijting",
    ],
)
def test_words_that_settle_everything_are_found(memo: str) -> None:
    assert settling_words(memo)


@pytest.mark.parametrize(
    "memo",
    ["", "by cheque", "transfer", "INV-7", "part payment", "for the left door", "820"],
)
def test_other_words_are_not(memo: str) -> None:
    assert settling_words(memo) == ""


def test_the_caption_of_a_photo_has_to_say_it_plainly() -> None:
    assert settling_words("the finished kitchen")
    assert settling_words("the finished kitchen", plainly=True) == ""
    assert settling_words("in full and final settlement", plainly=True)
