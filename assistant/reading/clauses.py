"""The clause around a place in a text: words that a person can judge a finding by."""

import re

LONGEST = 160  # characters; a longer clause is cut at a word
_ENDS = re.compile(
    r"[.!?](?=\s|$)|[;\n…]|[,:]\s|\s[-–—]\s|"
    r"[,\s]\s?(?:and|but|und|aber|et|mais|y|pero|ma|mas|maar)\s(?=(?:I|you|we|they|he|she|"
    r"it|the|that|this|ich|sie|wir|er|es|das|der|die|je|j'|vous|nous|il|elle|on|le|la|"
    r"ustedes?|nosotros|el|lo|gli|os|voc[eê]s?|ik|u|wij|we|jullie|het|de)\b)",
    re.IGNORECASE,
)


def clause_at(text: str, start: int, end: int) -> str:
    """The clause that contains text[start:end], white space single, no end mark.

    A place over several clauses gives all of them; at most `LONGEST` characters.
    """
    before = [m.end() for m in _ENDS.finditer(text, max(0, start - LONGEST), start)]
    after = _ENDS.search(text, end, min(len(text), end + LONGEST))
    first = before[-1] if before else max(0, start - LONGEST)
    last = after.start() if after else min(len(text), end + LONGEST)
    return _cut(" ".join(text[first:last].split()).strip(" ,;:.!?-–—"))


def clause_of(text: str, words: str) -> str:
    """The clause in which these words stand; the words alone if they do not.

    words: as the text has them, but for white space.
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(pattern, text) if pattern else None
    return clause_at(text, *found.span()) if found else words


def _cut(clause: str) -> str:
    if len(clause) <= LONGEST:
        return clause
    return clause[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
