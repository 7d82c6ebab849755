"""What a text that goes out may say, gathered for the tone check (X5).

Reads the figures of the text, takes the sums and names from the letter's facts, and
hands both to the rules in `advice.tone`.
"""

import re
from collections.abc import Iterator

from assistant.advice import tone
from assistant.domain.case import Case
from assistant.domain.facts import PRIVATE_SUMS
from assistant.domain.letter_facts import letter_facts
from assistant.domain.letters import LetterKind
from assistant.domain.money import Money
from assistant.domain.tone import Figures, Hit, Sum, Wording, amounts_in, words_in
from assistant.playbook.situation import Situation
from assistant.reading.amounts import find_amounts
from assistant.reading.dates import find_dates
from assistant.rendering import formats

_QUOTED = re.compile(r"[“\"«„]([^“”\"«»„\n]{3,300})[”\"»“]")


def tone_of(
    at: Situation, kind: LetterKind, language: str, text: str
) -> tuple[Hit, ...]:
    """What had better be said otherwise in a letter of this case."""
    money = at.case.remittance(at.subject)
    facts = letter_facts(
        at.case,
        at.profile,
        today=at.today,
        calendar=at.calendar,
        zone=at.zone,
        remittance=money.id if money else "",
    )
    known = amounts_in(facts) | set(_amounts_of(at.case))
    offer = facts.offer
    wording = Wording(
        language,
        at.case.grid.currency,
        kind,
        {amount: formats.money(amount, language) for amount in known},
        private=frozenset(_private_of(at.case) - known),
        quoted=(*words_in(facts), *_quoted_in(text, at.case)),
        is_on_hold=at.case.is_on_hold,
        pay_by=formats.date_long(facts.pay_by, language),
        rest=formats.money(offer.rest, language) if offer else "",
        expires_on=formats.date_long(offer.expires_on, language) if offer else "",
    )
    return check_tone(text, wording)


def check_tone(text: str, wording: Wording) -> tuple[Hit, ...]:
    """What had better be said otherwise in any text."""
    dates = tuple((each.start, each.end) for each in find_dates(text))
    sums = find_amounts(text, wording.language.replace("-", "_").split("_")[0], dates)
    figures = Figures(
        tuple(Sum(each.value, each.currency, each.start, each.end) for each in sums),
        dates,
    )
    return tone.check(text, wording, figures)


def _amounts_of(case: Case) -> Iterator[Money]:
    """Sums that both sides know: the grid, payments, offers, what they named."""
    for row in (*case.grid.rows, case.grid.sum):
        yield from (row.invoiced, row.paid, row.undisputed, row.disputed, row.due)
        yield from (row.conceded, row.credited, row.written_off)
    yield from (payment.amount for payment in case.payments)
    for offer in case.offers:
        yield from (offer.amount_off, offer.rest)
        yield from (offer.counter,) if offer.counter else ()


def _private_of(case: Case) -> set[Money]:
    return {
        value
        for key, value in case.facts.items()
        if key.partition("@")[0] in PRIVATE_SUMS and isinstance(value, Money)
    }


def _quoted_in(text: str, case: Case) -> list[str]:
    """Words in quotation marks that the customer really used."""
    said = " ".join(statement.text for statement in case.statements)
    found = (match.group(1).strip(" .,") for match in _QUOTED.finditer(text))
    return [words for words in found if words and words in said]
