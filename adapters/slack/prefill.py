"""What is known before the form of a new dispute opens: a command, or a message."""

from collections.abc import Callable, Sequence

from adapters.slack.arrivals import SharedMessage
from adapters.slack.forms import OpenFields
from assistant.chat.commands import CommandName, parse
from assistant.chat.replies import Card, Part
from assistant.errors import InputError

# The labels under which the reading of a message says what it found.
_FIELDS = {
    "reading.field.invoice": "invoice",
    "reading.field.customer": "customer",
    "reading.field.slot_amount": "disputed",
}


def prefilled(text: str) -> OpenFields:
    """The form of `open [INVOICE] [AMOUNT] [CUSTOMER]`: the amount is what begins with
    a digit, with the currency beside it."""
    try:
        command = parse(text)
    except InputError:
        return OpenFields()
    if command.name is not CommandName.OPEN or not command.words:
        return OpenFields()
    invoice, *words = command.words
    start = next((n for n, w in enumerate(words) if _has_digit_first(w)), None)
    if start is None:
        return OpenFields(invoice=invoice, customer=" ".join(words))
    first, end = start, start + 1
    if first and _is_currency(words[first - 1]):
        first -= 1
    elif end < len(words) and _is_currency(words[end]):
        end += 1
    customer = [*words[:first], *words[end:]]
    amount = " ".join(words[first:end])
    return OpenFields(invoice=invoice, amount=amount, customer=" ".join(customer))


def from_message(
    message: SharedMessage, read: Sequence[Part[str]], say: Callable[..., str]
) -> OpenFields:
    """The form with somebody's message in it.

    read: what the core made of the words; what it found is proposed.
    """
    labels = {say(key): name for key, name in _FIELDS.items()}
    cards = [part for part in read if isinstance(part, Card)]
    found = {
        labels[field.label]: field.value
        for card in cards
        for field in card.fields
        if field.label in labels
    }
    return OpenFields(
        statement=message.text,
        written_on=message.written_at.date().isoformat(),
        **found,
    )


def _has_digit_first(word: str) -> bool:
    return word.lstrip("€$£¥").removeprefix("EUR").removeprefix("USD")[:1].isdigit()


def _is_currency(word: str) -> bool:
    return (len(word) == 3 and word.isalpha() and word.isupper()) or word in "€$£¥"
