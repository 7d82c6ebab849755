"""Why a line is on the invoice: what it is, what was found, what follows without it.

One explanation serves the call, read aloud line by line, and the letter after it.
Source: guides S3-14 to S3-20.
"""

from dataclasses import dataclass

from assistant.domain.case import Case
from assistant.domain.facts import FactValue
from assistant.domain.readings import Reading, read_reading

# Facts per line, recorded by questions before the call.
LINE_WHAT, LINE_FOUND, LINE_WITHOUT = "line_what", "line_found", "line_without"

_UNSAID = ("", "skipped", "not_said", "not_sure")
_SMALL_FIRST = frozenset(
    "a an the it its this that these those there your you we i'd without".split()
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What to say about one line; each part may be missing.

    what: the line in plain words, such as `the part that starts the compressor`.
    reading: what was measured against its rated value; or
    found: another finding in plain words.
    without: what would have happened, such as `the compressor would have failed early`.
    """

    what: str = ""
    reading: Reading | None = None
    found: str = ""
    without: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.what or self.reading or self.found or self.without)

    @property
    def has_ground(self) -> bool:
        """Whether a reading or finding is named, so that the reason follows from it."""
        return bool(self.reading or self.found)


def explanation_of(case: Case, row: str) -> Explanation:
    """The explanation of a grid row, from what the owner noted."""
    found = _words(case.fact(LINE_FOUND, row))
    reading = read_reading(found) if found else None
    without = _words(case.fact(LINE_WITHOUT, row)) or (reading.more if reading else "")
    return Explanation(
        _sentence_end(_words(case.fact(LINE_WHAT, row))),
        reading,
        "" if reading else found,
        _sentence_end(without),
    )


def _words(value: FactValue | None) -> str:
    if not isinstance(value, str) or value in _UNSAID:
        return ""
    return " ".join(value.split()).strip(" .;,")


def _sentence_end(words: str) -> str:
    """As the end of a sentence that begins before it: `The pump` -> `the pump`."""
    first, _, rest = words.partition(" ")
    if first.casefold() in _SMALL_FIRST and not first.isupper():
        return f"{first[:1].lower()}{first[1:]} {rest}".strip()
    return words
