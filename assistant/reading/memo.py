"""The few words that come with money: on a cheque, a card slip, a transfer text.

A memo is no message: it is too short for the model, and everything on it is about the
money. So plain words that settle something are enough; overlooking them costs the most.
"""

from assistant.reading.parse import parse

_LONGEST = 500  # characters; a memo line has far fewer


def settling_words(text: str, *, language: str | None = None) -> str:
    """The first words of a memo that say it settles everything; empty for none.

    language: code of one of the seven languages; detected when None.
    """
    parsed = parse(text[:_LONGEST], language)
    found = parsed.quoted("settles_all", "settles_perhaps", most=1)
    return found[0] if found else ""
