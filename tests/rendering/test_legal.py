"""What the law may say is said with care: "may", the place, the date and the source."""

import re
from string import Formatter

import pytest

from tests.rendering.test_languages import texts

MAY = re.compile(
    r"\b(may|might|could|can be|usually|often|treat it as|an estimate|is a question)\b",
    re.IGNORECASE,
)
ADVISER = re.compile(r"\b(adviser|ask the court|check with the court)\b", re.IGNORECASE)
FORBIDDEN = re.compile(
    r"\b(you will win|guarantee[ds]?|legally (required|obliged)|you are entitled"
    r"|the law (says|requires)|illegal|it is against the law|always wins?)\b",
    re.IGNORECASE,
)
# Said right under the words of a row that name the place.
BELOW_ITS_PLACE = {"place.above_rule"}
# The rule is in the words of the row, which are put in.
ROWS_WORDS = {"place.put_right", "place.above_rule"}

ENGLISH = {key: " ".join(said) for key, said in texts("en").items()}
SOURCED = sorted(key for key, text in ENGLISH.items() if "{source}" in text)
TENDER = sorted(key for key in ENGLISH if key.startswith("tender.rule."))


def values_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.covers("K6", "K9", "K13", "F-C5", "F-J8", "F-J9", "S2-26")
@pytest.mark.parametrize("key", SOURCED)
def test_a_legal_statement_has_its_place_date_confidence_and_source(key: str) -> None:
    wanted = {"as_of", "confidence", "source", "place"}
    missing = wanted - values_in(ENGLISH[key])
    assert missing <= ({"place"} if key in BELOW_ITS_PLACE else set())
    assert MAY.search(ENGLISH[key]) or key in ROWS_WORDS


@pytest.mark.covers("K7", "K14", "X2", "F-I6")
@pytest.mark.parametrize("key", TENDER)
def test_what_a_payment_may_settle_is_never_said_for_certain(key: str) -> None:
    text = ENGLISH[key]
    assert MAY.search(text)
    assert "{source}" in text or "{place}" not in text or ADVISER.search(text)


@pytest.mark.covers("K6", "K15", "F-J9")
def test_no_phrase_promises_what_a_court_will_do() -> None:
    found = [key for key, text in ENGLISH.items() if FORBIDDEN.search(text)]
    assert found == []
