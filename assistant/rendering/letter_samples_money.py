"""Made-up facts for the letters about money that came, or was offered."""

from dataclasses import replace
from datetime import date

from assistant.domain.letter_facts import LetterFacts
from assistant.domain.letter_parts import MoneyAtHand
from assistant.rendering.letter_samples_base import eur


def money_samples(plain: LetterFacts) -> dict[str, LetterFacts]:
    """The sample facts by name; each name says what is special about it.

    plain: what all of them share.
    """
    return {**_paid_in_part(plain), **_tendered(plain)}


def _money(where: str, **more: object) -> MoneyAtHand:
    """820.00 of 1,000.00 that were open, in the way it came."""
    came = MoneyAtHand(
        amount=eur(82_000),
        where=where,
        came_on=date(2026, 5, 6),
        words="",
        is_tender=False,
        lines=(),
        due_before=eur(100_000),
        rest=eur(18_000),
        undisputed_rest=eur(18_000),
        disputed_rest=eur(0),
        tell_by=date(2026, 5, 11),
    )
    return replace(came, **more)  # type: ignore[arg-type]  # fields by name


def _paid_in_part(plain: LetterFacts) -> dict[str, LetterFacts]:
    """Part of the money came, and nothing with it says that it settles everything."""
    arrived = _money("transfer")
    disputed = _money("transfer", undisputed_rest=eur(0), disputed_rest=eur(18_000))
    divided = _money("card", undisputed_rest=eur(8_000), disputed_rest=eur(10_000))
    lines = ("Door", "Paint", "Windows")
    cheque = _money("cheque_in_hand", came_on=None)
    american = replace(plain.business, is_american=True)
    return {
        "money_arrived": replace(plain, money=arrived),
        "money_unspoken": replace(plain, money=arrived, is_unspoken=True),
        "money_disputed": replace(plain, money=disputed),
        "money_divided": replace(plain, money=divided),
        "money_for_a_line": replace(plain, money=replace(arrived, lines=lines[:1])),
        "money_for_lines": replace(plain, money=replace(arrived, lines=lines)),
        "money_cheque": replace(plain, money=cheque),
        "money_cheque_american": replace(plain, money=cheque, business=american),
        "money_cash": replace(plain, money=replace(cheque, where="cash")),
    }


def _tendered(plain: LetterFacts) -> dict[str, LetterFacts]:
    """Money that is offered as settlement of everything."""
    words = "in full and final settlement"
    american = replace(plain.business, is_american=True)
    arrived = _money("transfer", words=words, is_tender=True)
    cheque = _money("cheque_in_hand", came_on=None, words=words, is_tender=True)
    banked = _money("cheque_banked", words=words, is_tender=True)
    return {
        "tender_arrived": replace(plain, money=arrived),
        "tender_by_card": replace(plain, money=replace(arrived, where="card")),
        "tender_cheque": replace(plain, money=cheque),
        "tender_without_words": replace(plain, money=replace(cheque, words="")),
        "tender_cash": replace(plain, money=replace(cheque, where="cash")),
        "tender_banked": replace(plain, money=banked),
        "tender_banked_american": replace(plain, money=banked, business=american),
    }
