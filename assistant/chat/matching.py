"""What a typed answer means where buttons were offered."""

import unicodedata
from collections.abc import Mapping, Sequence

_ARTICLES = frozenset(
    "a an the ein eine der die das un une le la les una el los las uno il lo gli um uma"
    " o os as een de het".split()
)
_LONGEST_NUMBER = 10  # digits; Python refuses to read thousands of them
_DENIALS = frozenset(
    "no not never nothing without nicht nie kein keine keinen nichts ohne ne n'a pas"
    " rien sans sin nada non mai niente senza nao nem sem niet geen nooit niets"
    " zonder".split()
)
# In the languages of the product, as people type them without thinking.
YES = frozenset("yes y yep yeah ja j oui si sim s ok okay".split())
NO = frozenset("no n nope nein non nao nee".split())
THAT_IS_ALL = frozenset((
    "thats all", "that is all", "thats it", "nothing else", "nothing more", "no more",
    "das ist alles", "das war alles", "sonst nichts", "mehr nicht", "cest tout",
    "rien dautre", "eso es todo", "nada mas", "e tutto", "nientaltro", "e tudo",
    "mais nada", "dat is alles", "verder niets", "niets meer",
))  # fmt: skip
_BY_ID = {"yes": YES, "no": NO, "that_is_all": THAT_IS_ALL}
_LONG_ENOUGH = 3  # letters of what was typed, or of a label, to be known in a phrase
_BESIDE = 2  # words that may stand around a label: "nope, nothing yet"


def folded(text: str) -> str:
    """Without case, accents, brackets and surrounding punctuation; one apostrophe."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(letters.strip(" .!?[]()\"'").split())


def match_option(
    text: str, labels: Mapping[str, str], *, loosely: bool = False
) -> str | None:
    """The option meant: by number, by its label, or by the label's unique beginning.

    labels: option id to the label that was shown, in display order.
    loosely: nothing else can be meant here, so words out of one label alone will do
    ("by text" for "Sent by text"), or a label with a word or two around it.
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
    if plainly := _said_plainly(wanted, labels):
        return plainly
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
    if len(begun) == 1 and len(wanted) >= _LONG_ENOUGH:
        return begun[0]
    return _match_phrase(text, labels) if loosely else None


def _said_plainly(wanted: str, labels: Mapping[str, str]) -> str | None:
    """A bare yes, no or "that's all", where an option has that name."""
    plain = wanted.replace("'", "")
    named = (o for o, words in _BY_ID.items() if o in labels and plain in words)
    return next(named, None)


def _match_phrase(text: str, labels: Mapping[str, str]) -> str | None:
    """The one option whose label has these words in a row, or that they have whole.

    No denial may be left over on either side: "sure" is never "Not sure".
    """
    said = _words(text)
    known = {option: _words(label) for option, label in labels.items()}
    equal = [
        option
        for option, words in known.items()
        if said in (words, _words(labels[option].partition(",")[2]))
    ]  # "still vague" for "No, still vague"
    within = [
        option
        for option, words in known.items()
        if len("".join(said)) >= _LONG_ENOUGH and _leaves_no_denial(words, said)
    ]
    around = [
        option
        for option, words in known.items()
        if len("".join(words)) > _LONG_ENOUGH
        and len(said) <= len(words) + _BESIDE
        and _leaves_no_denial(said, words)
    ]
    for found in (equal, within, around):
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _words(text: str) -> list[str]:
    """The words of a text, folded; a hyphen in a word does not count."""
    plain = (word.strip(".,;:!?()'\"") for word in folded(text).split())
    return [word.replace("-", "") for word in plain if word]


def _leaves_no_denial(long: Sequence[str], short: Sequence[str]) -> bool:
    """Whether one has the other in a row, and no denial beside it."""
    for at in range(len(long) - len(short) + 1):
        if long[at : at + len(short)] == short:
            beside = {*long[:at], *long[at + len(short) :]}
            return not beside & _DENIALS
    return False


def _without_article(label: str) -> str:
    article, _, rest = label.partition(" ")
    return rest if article in _ARTICLES else label


def is_word(text: str, words: Sequence[str]) -> bool:
    """Whether the whole text is one of these words."""
    wanted = folded(text)
    return any(wanted == folded(word) for word in words)
