"""Sentences of one language for the tone check, and what is to be found in them."""

from collections.abc import Mapping
from datetime import date

from assistant.domain.letters import LetterKind
from assistant.domain.money import Money
from assistant.domain.tone import HitKind, Wording, calmed
from assistant.rendering import formats
from assistant.usecases.outgoing import check_tone


def firm_answer(language: str) -> Wording:
    """What a firm answer of 400.00 euro may say while its invoice is on hold."""
    grid, rest = Money.of(400, "EUR"), Money(105_000, "EUR")
    return Wording(
        language,
        "EUR",
        LetterKind.FIRM_ANSWER,
        {each: formats.money(each, language) for each in (grid, rest)},
        is_on_hold=True,
        pay_by=formats.date_long(date(2026, 5, 14), language),
        rest=formats.money(rest, language),
        expires_on=formats.date_long(date(2026, 5, 20), language),
    )


def each_line(block: str) -> list[str]:
    """The sentences of a block, one a line."""
    return [line.strip() for line in block.strip().splitlines()]


def of_kinds(blocks: Mapping[HitKind, str]) -> list[tuple[str, HitKind]]:
    """Every sentence with the kind that is to be found in it."""
    return [(line, kind) for kind, block in blocks.items() for line in each_line(block)]


def kinds_of(text: str, wording: Wording) -> list[HitKind]:
    """What is found in a text, in its order."""
    return [hit.kind for hit in check_tone(text, wording)]


def calm_of(text: str, wording: Wording) -> str:
    """The text with all neutral words there are."""
    return calmed(text, lambda each: check_tone(each, wording))
