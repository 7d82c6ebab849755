"""The time zones of a country, from the tz database."""

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=64)
def zones_of(country: str) -> tuple[str, ...]:
    """IANA names of the zones of an ISO 3166 country, in the database's order.

    Source: the file `zone.tab` of the tz database, in the package tzdata.
    """
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = (row.split("\t") for row in table.splitlines() if not row.startswith("#"))
    return tuple(row[2] for row in rows if row[0] == country.upper())
