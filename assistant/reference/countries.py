"""Countries by their names in the languages that owners write in (Unicode CLDR)."""

from collections.abc import Callable
from functools import cache

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")
# Parts of the United Kingdom, and names in daily use that CLDR does not have.
_MORE = {
    "GB-EAW": "inglaterra,angleterre,engeland,inghilterra,gales,galles,pays de galles",
    "GB-SCT": "schottland,ecosse,escocia,scozia,schotland",
    "GB-NIR": "nordirland,irlande du nord,irlanda del norte,irlanda del nord,"
    "noord-ierland,irlanda do norte",
    "GB": "grande bretagne,gran bretaña,gran bretagna,groot-brittannië,gra bretanha",
    "NL": "hollande,holanda,olanda",
}


def code_of(name: str, simple: Callable[[str], str]) -> str:
    """The ISO code of a country, or of a part of one; empty for another name.

    simple: what makes names alike, such as small letters without accents.
    """
    return _codes(simple).get(simple(name), "")


@cache
def _codes(simple: Callable[[str], str]) -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 -- 0.1 s, for an unusual name only

    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(simple(name), code)
    for code, names in _MORE.items():
        found |= {simple(name): code for name in names.split(",")}
    return found
