"""How one person writes amounts and dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.domain.money import Money
from assistant.domain.typed import Separators, read_amount
from assistant.domain.typed_dates import Toward, read_date


@dataclass(frozen=True, slots=True)
class Habits:
    """What a locale says about reading; made by rendering, used by the engine.

    day_first: whether 03/04 is the third of April; None where it is not settled.
    months, weekdays: names to numbers, months from 1, Monday is 0.
    """

    separators: Separators | None = None
    day_first: bool | None = None
    months: Mapping[str, int] = field(default_factory=dict)
    weekdays: Mapping[str, int] = field(default_factory=dict)

    def amount(self, text: str, currency: str) -> Money:
        """A typed amount; InputError as `read_amount`."""
        return read_amount(text, currency, separators=self.separators)

    def date(self, text: str, today: date, toward: Toward = Toward.NEAREST) -> date:
        """A typed date; InputError as `read_date`."""
        return read_date(
            text,
            today,
            day_first=self.day_first,
            months=self.months,
            weekdays=self.weekdays,
            toward=toward,
        )
