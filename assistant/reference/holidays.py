"""Business-day calendars of countries and their parts (library `holidays`)."""

from datetime import date
from functools import lru_cache, partial

from assistant.domain.calendar import Calendar

# Codes of ours that the library knows by another name. ISO 3166-2 treats England
# and Wales as one; their holidays are the same.
_SAME_PLACE = {"GB-EAW": "GB-ENG", "UK": "GB"}


@lru_cache(maxsize=256)
def calendar_for(place_code: str) -> Calendar:
    """The calendar of a place; Saturdays and Sundays only if it is not known.

    place_code: ISO 3166-1 or 3166-2 code such as `DE`, `US-CA` or `GB-EAW`. An
    unknown part of a known country has the country's own holidays.
    """
    import holidays  # noqa: PLC0415 -- 40 ms that most commands do not need

    code = place_code.strip().upper()
    country, _, part = _SAME_PLACE.get(code, code).partition("-")
    if country not in holidays.list_supported_countries(include_aliases=False):
        return Calendar()
    found = holidays.country_holidays(country)
    subdivision = part if part in found.subdivisions else None
    return Calendar(
        holidays=partial(_holidays_of, country, subdivision),
        weekend=frozenset(found.weekend),
    )


@lru_cache(maxsize=1024)
def _holidays_of(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415 -- as above

    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))
