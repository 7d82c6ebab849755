"""What `parley tone` does: a text in, what had better be said otherwise out.

The text belongs to no case, so its sums cannot be held against a claim grid; an invoice
on hold is assumed, so that words of chasing are found.
"""

import json
from dataclasses import dataclass

from assistant.advice import tone
from assistant.chat.replies import Phrase, phrase
from assistant.domain.tone import Figures, Hit, Wording, calmed
from assistant.playbook.steps.wording import told
from assistant.reading.command import read_text
from assistant.reading.dates import find_dates


@dataclass(frozen=True, slots=True)
class Checked:
    """A text, what was found in it, and the same text in neutral words."""

    text: str
    hits: tuple[Hit, ...]
    neutral: str


def check_file(path: str, language: str) -> Checked:
    """The check of a text file, or of standard input where the path is "-".

    language: of the text, such as `en_GB`. Raises InputError as `read_text` does.
    """
    text = read_text(path)
    wording = Wording(language, "", is_on_hold=True)

    def found(words: str) -> tuple[Hit, ...]:
        dates = tuple((each.start, each.end) for each in find_dates(words))
        return tone.check(words, wording, Figures(dates=dates))

    return Checked(text, found(text), calmed(text, found))


def in_phrases(checked: Checked) -> tuple[Phrase, ...]:
    """One line for each hit: where, which words, why, what instead."""
    if not checked.hits:
        return (phrase("tone.nothing"),)
    return tuple(
        phrase(
            "tone.line",
            line=checked.text.count("\n", 0, hit.at) + 1,
            words=" ".join(hit.words.split()),
            told=told(hit),
        )
        for hit in checked.hits
    )


def as_json(checked: Checked) -> str:
    """The hits and the neutral text as one JSON object over several lines.

    start, end: what the replacement takes the place of, in characters of the text.
    """
    hits = [
        {
            "kind": hit.kind,
            "start": hit.start,
            "end": hit.end,
            "words": hit.words,
            "reason": hit.reason,
            "replacement": hit.replacement,
            "strong": hit.is_strong,
        }
        for hit in checked.hits
    ]
    found = {"hits": hits, "neutral": checked.neutral}
    return json.dumps(found, ensure_ascii=False, indent=2)
