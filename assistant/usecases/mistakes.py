"""What is said of an input that cannot be: the phrase of the error, and its facts."""

from assistant.chat.replies import Paragraph, Phrase, Tone, phrase
from assistant.domain.typed import shortened
from assistant.errors import InputError

_LONGEST_QUOTE = 200  # characters of what was typed that an error repeats


def told(error: InputError) -> Paragraph[Phrase]:
    """The words of a mistake, with no more of what was typed than can be read."""
    facts = {
        name: shortened(fact, _LONGEST_QUOTE) if isinstance(fact, str) else fact
        for name, fact in error.facts.items()
    }
    return Paragraph(phrase(error.phrase, **facts), Tone.ERROR)
