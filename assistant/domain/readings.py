"""A reading against its rated value, as people type it: `capacitor 2.1 of 5 µF`.

Specific technical evidence persuades more than assurances, so a repair is tied to what
was measured. Whatever cannot be read with certainty is no reading but plain words: half
a fraction of an inch must never turn up in a letter as a measurement.
Source: guides S3-18 to S3-20.
"""

import re
from dataclasses import dataclass

LONGEST = 300  # characters of a text that are looked at

# Units that make a number a measurement; any other word may be something counted.
_UNITS = frozenset(
    "v mv kv volt volts a ma ka amp amps ampere amperes w kw mw va kva watt watts"
    " kwh hz µf uf μf mfd nf pf microfarad microfarads ohm ohms kohm kohms ω kω mω"
    " megohm megohms mh °c °f °k c f k degrees deg psi psig bar bars mbar pa kpa mpa"
    " inwc wc in inch inches mm cm m ft feet micron microns lpm gpm cfm l/min l/h"
    " l/s m3/h m/s fpm % ppm ppb db rpm nm lb lbs oz kg g mg l litre litres liter"
    " liters gal gallons ml min mins minutes s sec secs seconds h hours ph lux btu"
    " btu/h ton tons gpg bhp ' ″".split()
)
_LINKS = (
    r"instead\s+of|out\s+of|against|versus|vs\.?|of|rated(?:\s+(?:at|for|value))?"
    r"|should\s+(?:be|read)|nominal(?:ly)?|specified(?:\s+as)?|normal\s+is"
    r"|von|statt|soll(?:te)?(?:\s+sein)?|sollwert|nennwert|normal\s+sind"
)
_SURE = re.compile(
    r"rated|should|nominal|specified|normal|soll|nennwert", re.IGNORECASE
)
_NUMBER = r"[-+−]?\d+(?:[.,]\d+)?(?:\s?[-–]\s?\d+(?:[.,]\d+)?)?"
_UNIT = rf"(?:\s?(?!(?:{_LINKS})\b)[^\W\d_]{{1,14}}\d?|\s?[%°Ω'\"″][a-z]?|)"
_READING = re.compile(
    rf"(?P<part>[^;]*?)[\s:]*(?<![\w.,/-])(?P<measured>{_NUMBER})"
    rf"(?P<unit>{_UNIT}(?:/[a-z]{{1,6}}\d?\b)?)"
    rf"(?P<link>\s*[,/(]?\s*(?:(?:{_LINKS})\s*)*(?:(?:an?|the|its)\s+)?"
    rf"(?:(?:{_LINKS})\s*)*)"
    rf"(?P<rated>{_NUMBER})(?P<rated_unit>{_UNIT}(?:/[a-z]{{1,6}}\d?\b)?)\s*\)?\s*"
    rf"(?:(?:[.;,:–—-]+|(?<=[)\s])(?=(?:so|which|and|because)\b))\s*(?P<more>\D.*)?)?",
    re.IGNORECASE,
)
_VERBS = re.compile(
    r"\s*\b(?:(?:was|is|has|had)\s+)?(?:test(?:ed|s)?|measur(?:ed|es)|reads?|showed"
    r"|shows|was|is)?\s*(?:at|only|just|as)?\s*$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"^(?:when\s+i\s+(?:arrived|came),?\s+)?(?:(?:the|your|an?|my|their)\s+)?",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:so|and|because)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured, and what it should have been.

    part: what was measured, such as `capacitor`; empty where it was not named.
    measured, rated: with their unit, such as `2.1 µF`.
    more: what was written behind it, such as what follows from it; may be empty.
    """

    part: str
    measured: str
    rated: str
    more: str = ""


def read_reading(text: str) -> Reading | None:
    """The reading in a text; None when there is none or it is not certain.

    text: one line, such as `2.1 of 5 µF`, `the capacitor tested at 2.1 microfarads
        against a rated 5 microfarads` or `suction 48 psi, should be 65`.
    """
    found = _READING.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None or not _is_certain(found):
        return None
    unit, rated_unit = found["unit"].strip(), found["rated_unit"].strip()
    return Reading(
        _part(found["part"]),
        _with_unit(found["measured"], unit or rated_unit),
        _with_unit(found["rated"], rated_unit or unit),
        _LEADING.sub("", found["more"] or "").strip(" ."),
    )


def _is_certain(found: re.Match[str]) -> bool:
    """A bare `1/2` or `3 of 5` may be a fraction, a date or a count."""
    link = found["link"]
    if _SURE.search(link):
        return True
    units = {found["unit"].strip().casefold(), found["rated_unit"].strip().casefold()}
    is_measured = bool(units & _UNITS)
    if any(char.isalpha() for char in link):
        return is_measured
    return is_measured and bool(found["unit"].strip()) and bool(link.strip())


def _part(text: str) -> str:
    plain = _VERBS.sub("", text.strip(" ,:=-–—"))
    return _ARTICLE.sub("", plain).strip(" ,:=-–—")


def _with_unit(number: str, unit: str) -> str:
    gap = "" if not unit or unit[0] in "%°'\"″" else " "
    return f"{number.strip()}{gap}{unit}"
