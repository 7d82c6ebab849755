"""Languages by code, or by their names in those that owners write in (Unicode CLDR)."""

import re
import unicodedata
from collections.abc import Collection
from functools import cache

from assistant.reference.countries import LANGUAGES

_CODE = re.compile(r"[A-Za-z]{2,3}(?:_[A-Za-z0-9]{2,8}){0,2}")
_NAMED = re.compile(r"[a-z]{2}(?:_[A-Z]{2})?")  # what a name may stand for


def language_of(text: str, known: Collection[str]) -> str:
    """The code of a language such as `de` or `pt_BR`; empty if it is not among these.

    text: a code as it is typed (`de-AT`), or a name such as `German`, `allemand` or
        `Português`, with or without its accents.
    known: codes without a region.
    """
    typed = text.strip().replace("-", "_")
    if _CODE.fullmatch(typed) and typed.partition("_")[0].casefold() in known:
        base, *parts = typed.split("_")
        regions = (part.upper() if len(part) == 2 else part for part in parts)
        return "_".join((base.casefold(), *regions))
    named = _names().get(_simple(text), "")
    return named if named.partition("_")[0] in known else ""


@cache
def _names() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 -- 0.1 s, for a language that is set only

    found: dict[str, str] = {}
    for spoken in map(Locale, LANGUAGES):
        for code, name in spoken.languages.items():
            if not _NAMED.fullmatch(code):
                continue
            found.setdefault(_simple(name), code)
            base, _, region = code.partition("_")
            if region:  # "português (Brasil)" besides "português brasileiro"
                of_region = f"{spoken.languages[base]} {spoken.territories[region]}"
                found.setdefault(_simple(of_region), code)
    return found


def _simple(name: str) -> str:
    """In lower case, without accents and signs."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", plain))
