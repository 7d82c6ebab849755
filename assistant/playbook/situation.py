"""Everything a step may look at, gathered before the engine is asked.

The engine is pure: the clock, the calendar, the place and the business come in here as
values, so the same situation always gives the same advice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from assistant.chat.replies import Phrase, phrase
from assistant.domain.assessment import Assessment, assessment_of
from assistant.domain.business import Profile
from assistant.domain.calendar import Calendar, local_day
from assistant.domain.case import Case
from assistant.domain.court import Court
from assistant.domain.estimate import Estimate
from assistant.domain.facts import FactName
from assistant.domain.fork import Reckoner
from assistant.domain.grid import Row
from assistant.domain.habits import Habits
from assistant.domain.invoice import ROUNDING, UNALLOCATED
from assistant.domain.letters import LetterKind
from assistant.domain.money import Money, total
from assistant.domain.place_rules import Atlas
from assistant.domain.resolution import OfferStatus
from assistant.domain.tender import TenderAdviser, amount_of, cautious, due_before
from assistant.domain.tone import Hit

_NO_ATLAS = Atlas()


def no_hits(
    at: "Situation", kind: LetterKind, language: str, text: str
) -> tuple[Hit, ...]:
    """A tone check that lets every text pass; for where there is none."""
    return ()


@dataclass(frozen=True, slots=True)
class Situation:
    """One case at one moment, for one business.

    subject: the grid row, exchange or remittance a step is asked about; None for the
        case.
    actor: name of the person acting.
    zone: IANA name of the business's time zone.
    habits: how this person writes amounts and dates.
    stand_in: who else can step in when the case is stuck; empty for nobody.
    court: what is known of the place's court; None where nothing is.
    approvers: who may say yes to more than the limit; empty where nobody is asked.
    reckoner: works the fork and the offers out; None where that is left out.
    tone_of: what had better be said otherwise in a letter of a kind and language.
    aside: the angry draft that rests beside the case; empty without one.
    atlas: looks up places, and what is known of money there.
    advise_tender: the rules for money that is offered as settlement.
    neutral: how a neutral may see a row of a case; None where nobody can say.
    memo: what was worked out of this case so far, so never carried to another.
    """

    case: Case
    now: datetime
    profile: Profile
    calendar: Calendar
    zone: str
    habits: Habits
    playbook: str
    actor: str = ""
    stand_in: str = ""
    court: Court | None = None
    atlas: Atlas = _NO_ATLAS
    advise_tender: TenderAdviser = cautious
    neutral: Callable[[Case, str], Estimate] | None = None
    subject: str | None = None
    approvers: tuple[str, ...] = ()
    reckoner: Reckoner | None = None
    tone_of: "Callable[[Situation, LetterKind, str, str], tuple[Hit, ...]]" = no_hits
    aside: str = ""
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def today(self) -> date:
        """The date where the business is."""
        return local_day(self.now, self.zone)

    def about(self, subject: str | None) -> "Situation":
        """The same situation, looked at for a row or an exchange."""
        return self if subject == self.subject else replace(self, subject=subject)

    def after(self, case: Case) -> "Situation":
        """The same moment with the case as it has become."""
        return replace(self, case=case, memo={})

    @property
    def exchange(self) -> str:
        """The exchange under way; counted once, for every fact that is looked up."""
        if "exchange" not in self.memo:
            self.memo["exchange"] = self.case.exchange
        return str(self.memo["exchange"])

    @property
    def row(self) -> Row | None:
        """The grid row this is about, if it is about one."""
        rows = [row for row in self.case.grid.rows if row.id == self.subject]
        return rows[0] if rows else None

    def values(self) -> dict[str, Any]:
        """What every phrase may speak of."""
        case, grid = self.case, self.case.grid.sum
        return {
            "case": case.id,
            "customer": case.customer.name or phrase("customer.unnamed"),
            "invoice": case.invoice.number or phrase("invoice.unnumbered"),
            "line": self._line(),
            "line_amount": self.row.disputed if self.row else grid.disputed,
            "line_invoiced": self.row.invoiced if self.row else grid.invoiced,
            "total": grid.invoiced,
            "due": grid.due,
            "paid": grid.paid,
            "disputed": grid.disputed,
            "undisputed": grid.undisputed,
            "conceded": grid.conceded,
            "money": self._money(),
            "money_rest": self._money_rest(),
            "payable": grid.undisputed if case.agreement else grid.due,
            "exchange": int(case.exchange),
            "actor": self.actor,
        }

    def _money(self) -> Money:
        """The remittance at hand; what was read of it while its amount is open."""
        told = self.case.remittance(self.subject)
        if told is None:
            return Money.zero(self.case.grid.currency)
        read = told.amount or Money.zero(self.case.grid.currency)
        return amount_of(self.case, told.id) or read

    def _money_rest(self) -> Money:
        """What stays due once the remittance at hand counts."""
        due = self.case.grid.sum.due
        if self.case.remittance(self.subject):
            due = due_before(self.case, self.subject or "")
        return max(due - self._money(), Money.zero(due.currency))

    def _line(self) -> Phrase | str:
        """The line at hand; for an invoice without lines what the customer named."""
        named = self.case.text_fact(FactName.SLOT_LINE)
        is_alone = len(self.case.grid.rows) == 1
        is_whole = self.row is None or self.row.id == UNALLOCATED
        if is_whole and is_alone and named not in ("", "not_said"):
            return named
        if self.row is None or (is_whole and is_alone):
            return Phrase(f"{self.playbook}:line.whole")
        return line_name(self.row, is_alone=is_alone)

    def disputed_as(self, label: Assessment) -> Money:
        """How much of the disputed amount was judged so."""
        rows = [
            row.disputed
            for row in self.case.contested_rows()
            if assessment_of(self.case, row.id) is label
        ]
        return total(rows, self.case.grid.currency)

    def in_days(self, days: int) -> date:
        """So many days from today, on a business day."""
        return self.calendar.roll_forward(self.today + timedelta(days=days))


def line_name(row: Row, *, is_alone: bool = False) -> Phrase | str:
    """What to call a grid row; alone, what no line explains is the whole invoice."""
    if row.id == UNALLOCATED:
        return phrase("line.whole" if is_alone else "line.rest")
    if row.id == ROUNDING:
        return phrase("line.rounding")
    return row.description


def expected_sum(at: Situation) -> Money:
    """What is left to pay: the balance due less what was conceded or offered."""
    case = at.case
    off = case.grid.sum.conceded
    if case.offer and case.offer.status is OfferStatus.ACCEPTED:
        off += case.offer.amount_off
    return max(case.grid.sum.due - off, Money.zero(case.grid.currency))
