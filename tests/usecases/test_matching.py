"""What a typed answer means where buttons were offered."""

import pytest

from assistant.chat.matching import match_option

LABELS = {"regular": "Regularly", "once": "A one-off", "not_sure": "Not sure"}


@pytest.mark.covers("F-P6")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2", "once"),
        ("A one-off", "once"),
        ("one-off", "once"),
        ("ONE-OFF.", "once"),
        ("reg", "regular"),
        ("sure", None),  # never "Not sure"
        ("off", None),
        ("4", None),
    ],
)
def test_a_label_is_known_without_its_article(typed: str, meant: str | None) -> None:
    assert match_option(typed, LABELS) == meant


def test_what_two_labels_share_is_neither() -> None:
    assert match_option("part", {"a": "A part", "b": "The part"}) is None
