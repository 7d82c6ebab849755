"""The few words that come with money: on a cheque, a card slip, a transfer text.

A memo is no message: it is too short for the model and for telling its language, and
everything on it is about the money. So plain words that settle something are enough, in
whichever language; overlooking them costs the most.
"""

from assistant.reading.languages import LANGUAGES
from assistant.reading.parse import parse

_LONGEST = 500  # characters; a memo line has far fewer


def settling_words(text: str, *, plainly: bool = False) -> str:
    """The first words of a memo that say it settles everything; empty for none.

    plainly: only words that mean nothing else, for a text that may be about anything,
        such as the caption of a photo ("the finished kitchen").
    """
    concepts = ("settles_all",) if plainly else ("settles_all", "settles_perhaps")
    for language in LANGUAGES:
        found = parse(text[:_LONGEST], language).quoted(*concepts, most=1)
        if found:
            return found[0]
    return ""
