"""What a typed answer means where buttons were offered."""

import unicodedata
from collections.abc import Mapping, Sequence

_ARTICLES = frozenset(
    "a an the ein eine der die das un une le la les una el los las uno il lo gli um uma"
    " o os as een de het".split()
)
_LONGEST_NUMBER = 10  # digits; Python refuses to read thousands of them


def folded(text: str) -> str:
    """Without case, accents, brackets and surrounding punctuation; one apostrophe."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(letters.strip(" .!?[]()\"'").split())


def match_option(text: str, labels: Mapping[str, str]) -> str | None:
    """The option meant: by number, by its label, or by the label's unique beginning.

    labels: option id to the label that was shown, in display order.
    """
    wanted = folded(text)
    if not wanted:
        return None
    ids = list(labels)
    if wanted.isdecimal() and len(wanted) < _LONGEST_NUMBER:
        number = int(wanted)
        if 1 <= number <= len(ids):
            return ids[number - 1]
    shown = {option: folded(label) for option, label in labels.items()}
    bare = [o for o, label in shown.items() if _without_article(label) == wanted]
    for option, label in shown.items():
        if wanted in (label, folded(option.replace("_", " ")), option):
            return option
    if len(bare) == 1:  # "one-off" for "A one-off"
        return bare[0]
    first = [
        option
        for option, label in labels.items()
        if "," in label and folded(label.partition(",")[0]) == wanted
    ]
    if len(first) == 1:  # "no" for "No, still vague"
        return first[0]
    begun = [option for option, label in shown.items() if label.startswith(wanted)]
    return begun[0] if len(begun) == 1 and len(wanted) >= 3 else None


def _without_article(label: str) -> str:
    article, _, rest = label.partition(" ")
    return rest if article in _ARTICLES else label


def is_word(text: str, words: Sequence[str]) -> bool:
    """Whether the whole text is one of these words."""
    wanted = folded(text)
    return any(wanted == folded(word) for word in words)
