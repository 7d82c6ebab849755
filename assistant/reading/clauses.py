"""The clause around a place in a text: words that a person can judge a finding by."""

import re

LONGEST = 160  # characters; a longer clause is cut at a word
_SUBJECTS = (
    r"(?:I|you|we|they|he|she|ich|sie|wir|ihr|je|j'|vous|nous|ustedes?|"
    r"nosotros|voi|noi|eu|voc[eê]s?|ik|u|wij|jullie)\b"
)
_THINGS = (
    r"(?:it|the|that|this|there|er|es|das|der|die|il|elle|le|la|el|lo|gli|o|os|het|"
    r"de|your|my|our)\b"
)
_AND = r"and|und|et|y|e|en(?=\s(?:ik|u|wij|we|jullie|het|er)\b)"
_BUT = (
    r"but|whereas|although|though|while|because|cos|aber|während|obwohl|weil|mais|"
    r"alors\sque|parce\sque|pero|mientras\sque|aunque|porque|ma|mentre|perché|mas|"
    r"enquanto|maar|terwijl|omdat|when(?=\s(?:your|the)\s\w+\s(?:said|says|shows|states))"
)
_MARKS = r"[.!?](?=\s|$)|[!?](?=[!?]*\s)|[;\n…]|[,:]\s|\s[-–—]\s"
_ENDS = re.compile(
    rf"{_MARKS}|[,\s]\s?(?:{_AND}|{_BUT})\s(?={_SUBJECTS}|{_THINGS})", re.IGNORECASE
)
_WIDE_ENDS = re.compile(
    rf"{_MARKS}|[,\s]\s?(?:{_AND})\s(?={_SUBJECTS})|"
    rf"[,\s]\s?(?:{_BUT})\s(?={_SUBJECTS}|{_THINGS})",
    re.IGNORECASE,
)
# What opens a clause without belonging to it, and what makes it half a sentence.
_OPENING = re.compile(
    r"\A(?:so|and|but|yet|also|aber|und|mais|et|donc|pero|así\sque|y|quindi|mas|então|"
    r"maar|dus)\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
_DEPENDENT = re.compile(
    r"(?:before|until|till|unless|if|when|once|as\ssoon\sas|as\slong\sas|bis|bevor|"
    r"solange|sobald|wenn|falls|tant\sque|avant\sque|avant\sde|dès\sque|si|hasta\sque|"
    r"mientras|antes\sd[ei]|cuando|finch[eé]|prima\sdi|se|quando|enquanto|até|zolang|"
    r"totdat|voordat|zodra|als)\s",
    re.IGNORECASE,
)


def clause_at(text: str, start: int, end: int, *, wide: bool = False) -> str:
    """The clause that contains text[start:end], white space single, no end mark.

    wide: "it is crooked and it leaks" is one clause, not two.
    A place over several clauses gives all of them, and a clause that only says when or
    until brings the one that it waits for; at most `LONGEST` characters.
    """
    ends = _WIDE_ENDS if wide else _ENDS
    earliest, latest = max(0, start - LONGEST), min(len(text), end + LONGEST)
    marks = [mark.end() for mark in ends.finditer(text, earliest, latest)]
    first = max((mark for mark in marks if mark <= start), default=earliest)
    last, mark = _end(ends, text, end)
    if mark.startswith(",") and _DEPENDENT.match(text[first:last].lstrip()):
        last, _ = _end(ends, text, last + 1)
    clause = " ".join(text[first:last].split()).strip(" ,;:.!?-–—")
    return _cut(_OPENING.sub("", clause))


def _end(ends: re.Pattern[str], text: str, start: int) -> tuple[int, str]:
    """Where the clause ends that goes on at start, and the mark that ends it."""
    limit = min(len(text), start + LONGEST)
    found = ends.search(text, start, limit)
    return (found.start(), found.group()) if found else (limit, "")


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
