"""Ask for something to be typed: a name, a text, an amount, a date, a number."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from assistant.chat.replies import (
    Option,
    Paragraph,
    Part,
    Phrase,
    Tone,
    Typed,
    phrase,
)
from assistant.domain.assessment import Assessment
from assistant.domain.case_events import FactRecorded
from assistant.domain.facts import FactValue
from assistant.domain.job_record import JobFact, noted
from assistant.domain.money import Money
from assistant.domain.resolution import OfferStatus
from assistant.domain.tender import due_before
from assistant.domain.typed import clean_line, clean_text, read_whole_number
from assistant.domain.typed_dates import Toward
from assistant.errors import InputError
from assistant.playbook.names import Id
from assistant.playbook.records import Record, record, told
from assistant.playbook.situation import Situation, expected_sum
from assistant.playbook.steps.base import (
    NOTHING,
    Asked,
    Per,
    StepBase,
    needed,
    option,
    question,
    words,
)
from assistant.playbook.turn import Answer, Attached, Chosen, Turn
from assistant.playbook.turn import Typed as TypedAnswer

LONGEST_LINE = 300
LONGEST_TEXT = 20_000


class Bound(StrEnum):
    """The most that an amount may be."""

    DUE = "due"
    UNPAID = "unpaid"
    DISPUTED = "disputed"
    LINE_DISPUTED = "line_disputed"
    AMBIGUOUS = "ambiguous"


class Suggestion(StrEnum):
    """An answer that can be picked instead of typed."""

    ALL_DUE = "all_due"
    ALL_DISPUTED = "all_disputed"
    AGREED_SUM = "agreed_sum"
    COUNTER_SUM = "counter_sum"
    LAPSED_SUM = "lapsed_sum"
    AS_READ = "as_read"
    TODAY = "today"
    YESTERDAY = "yesterday"
    TOMORROW = "tomorrow"
    IN_7_DAYS = "in_7_days"
    IN_14_DAYS = "in_14_days"
    IN_10_BUSINESS_DAYS = "in_10_business_days"
    HALF_DISPUTED = "half_disputed"
    READING_BEFORE = "reading_before"
    WAITING_TIME = "waiting_time"


class Ask(StepBase, frozen=True, tag="ask", tag_field="step"):
    """Something typed.

    kind: what is typed; it is read, checked and echoed.
    fact: name of the fact; the step's id where it is left out.
    at_most: the bound of an amount.
    after_waiting: not before the waiting time that the place's row asks for (K13).
    zero: whether an amount may be nothing at all.
    past: a date that lies behind us (a payment); others must not.
    suggest: answers offered as buttons, where they apply.
    optional: may be skipped (recorded as `skipped`).
    not_said: "they did not say" is an answer (recorded as `not_said`).
    advice: whether `step.<id>.advice` is said about what was typed.
    records: what else the answer changes.
    """

    kind: Typed
    fact: Id = ""
    at_most: Bound | None = None
    past: bool = False
    after_waiting: bool = False
    suggest: tuple[Suggestion, ...] = ()
    optional: bool = False
    not_said: bool = False
    zero: bool = False
    advice: bool = False
    records: Record | None = None

    def __post_init__(self) -> None:
        if self.kind is Typed.FILE:
            raise ValueError("files are gathered by an `evidence` step")
        if self.at_most and self.kind is not Typed.AMOUNT:
            raise ValueError("`at_most` bounds an amount only")
        if self.zero and self.kind is not Typed.AMOUNT:
            raise ValueError("`zero` is said of an amount only")
        if self.past and self.kind is not Typed.DATE:
            raise ValueError("`past` is said of a date only")
        if self.records is Record.CONCEDED and self.per is not Per.LINE:
            raise ValueError("`records: conceded` needs `per: line`")

    @property
    def can_revisit(self) -> bool:
        """Money that arrived is not typed anew: it would be counted a second time."""
        return self.records not in (Record.ARRIVED, Record.PART_PAYMENT)

    def sets(self) -> frozenset[str]:
        """The one fact it records."""
        return frozenset({self.fact or self.id})

    def answers(self, fact: str) -> frozenset[str] | None:
        """Anything that is text; of other kinds only that there is no answer."""
        if self.kind in (Typed.TEXT, Typed.LINE):
            return None
        ways = [("not_said", self.not_said), ("skipped", self.optional)]
        return frozenset(name for name, is_offered in ways if is_offered)

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        ways = [("not_said", self.not_said), ("skip", self.optional)]
        offered = (*self.suggest, *(name for name, is_offered in ways if is_offered))
        bound = (f"error.more_than_{self.at_most}",) if self.at_most else ()
        parts = ("advice",) if self.advice else ()
        return (*needed(self.id, offered, parts, typed=self.kind), *bound)

    def is_done(self, at: Situation) -> bool:
        """Whether it was answered."""
        return at.case.knows(self.fact or self.id, at.subject)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """The question, with its suggestions as buttons."""
        offered: list[Option[Phrase]] = []
        for name in self.suggest:
            value = self._suggested(name, at)
            if value is not None:
                offered.append(option(at, self.id, name, value=value))
        ways = [("not_said", self.not_said), ("skip", self.optional)]
        offered += [option(at, self.id, name) for name, given in ways if given]
        limit = _BOUNDS[self.at_most](at) if self.at_most else None
        asked = question(at, self, tuple(offered), self.kind, limit=limit)
        return Asked(asked)

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Read, check, echo and remember; InputError says what to do."""
        match answer:
            case Chosen("skip") if self.optional:
                return self._keep(at, "skipped", silent=True)
            case Chosen("not_said") if self.not_said:
                return self._keep(at, "not_said", silent=True)
            case Chosen(name) if name in self.suggest:
                value = self._suggested(Suggestion(name), at)
            case TypedAnswer(text):
                value = self._read(at, text)
            case Attached():
                raise InputError("error.type_instead_of_file")
            case _:
                raise InputError("error.choose_one")
        if value is None:
            raise InputError("error.choose_one")
        return self._keep(at, self._checked(at, value), silent=False)

    def _suggested(self, name: Suggestion, at: Situation) -> FactValue | None:
        if name is Suggestion.AS_READ:
            return _as_read(self.kind, at)
        return _SUGGESTIONS[name](at)

    def _keep(self, at: Situation, value: FactValue, *, silent: bool) -> Turn:
        fact = FactRecorded(self.fact or self.id, value, at.subject)
        extra = () if silent else record(self.records, at, value)
        return Turn((fact, *extra), () if silent else self._said(at, value))

    def _said(self, at: Situation, value: FactValue) -> tuple[Part[Phrase], ...]:
        """What was read, where it could have been read otherwise; and the advice."""
        said: list[Part[Phrase]] = []
        if not isinstance(value, str):
            said.append(Paragraph(phrase("noted.value", value=value), Tone.GOOD))
        else:
            said += told(self.records, value)
        if self.advice:
            said.append(Paragraph(words(at, self.id, "advice", value=value)))
        return tuple(said)

    def _read(self, at: Situation, text: str) -> FactValue:
        match self.kind:
            case Typed.AMOUNT:
                return at.habits.amount(text, at.case.grid.currency)
            case Typed.DATE:
                toward = Toward.PAST if self.past else Toward.FUTURE
                return at.habits.date(text, at.today, toward)
            case Typed.NUMBER:
                return read_whole_number(text, low=0, high=100_000)
            case Typed.TEXT:
                read = clean_text(text, LONGEST_TEXT)
            case _:
                read = clean_line(text, LONGEST_LINE)
        if not read:
            raise InputError("error.type_something")
        return read

    def _checked(self, at: Situation, value: FactValue) -> FactValue:
        if isinstance(value, Money):
            if value.minor < 0 or not (value or self.zero):
                raise InputError("error.amount_not_positive")
            limit = _BOUNDS[self.at_most](at) if self.at_most else None
            if limit is not None and value > limit:
                raise InputError(f"error.more_than_{self.at_most}", limit=limit)
        if self.kind is Typed.DATE and not self.past and value < at.today:  # type: ignore[operator]
            raise InputError("error.date_past", date=value)
        if self.after_waiting:
            _refuse_too_early(at, value)
        if self.kind is Typed.DATE and self.past and value > at.today:  # type: ignore[operator]
            raise InputError("error.date_future", date=value)
        return value


def _refuse_too_early(at: Situation, value: FactValue) -> None:
    days = at.court.waiting_days if at.court else None
    if at.court and days and value < at.today + timedelta(days=days):  # type: ignore[operator]
        raise InputError("error.before_waiting_time", days=days, place=at.court.name)


# None: the total is not known yet, so an amount read in a message has no bound.
_BOUNDS: dict[Bound, Callable[[Situation], Money | None]] = {
    Bound.DUE: lambda at: at.case.grid.sum.due if at.case.invoice.total else None,
    # What is due without the payment at hand, should its amount be changed.
    Bound.UNPAID: lambda at: due_before(at.case, at.subject or ""),
    Bound.DISPUTED: lambda at: at.case.grid.sum.disputed,
    Bound.LINE_DISPUTED: lambda at: (
        at.row.disputed if at.row else at.case.grid.sum.disputed
    ),
    Bound.AMBIGUOUS: lambda at: at.disputed_as(Assessment.AMBIGUOUS),
}


def _as_read(kind: Typed, at: Situation) -> FactValue | None:
    """What a message said of the remittance at hand."""
    told = at.case.remittance(at.subject)
    if told is None:
        return None
    return told.amount if kind is Typed.AMOUNT else told.words or None


def _lapsed_sum(at: Situation) -> Money | None:
    """What the lapsed offer asked for, should the owner still honour it."""
    offer = at.case.offer
    if offer is None or offer.status is not OfferStatus.LAPSED:
        return None
    return min(offer.rest, at.case.grid.sum.due)


def _half_disputed(at: Situation) -> Money | None:
    """The larger half, where there is one."""
    limit = _BOUNDS[Bound.LINE_DISPUTED](at)
    return limit.split([1, 1])[0] if limit is not None and limit.minor > 1 else None


_SUGGESTIONS: dict[Suggestion, Callable[[Situation], FactValue | None]] = {
    Suggestion.ALL_DUE: lambda at: at.case.grid.sum.due or None,
    Suggestion.ALL_DISPUTED: lambda at: _BOUNDS[Bound.LINE_DISPUTED](at) or None,
    Suggestion.AGREED_SUM: expected_sum,
    Suggestion.HALF_DISPUTED: _half_disputed,
    Suggestion.READING_BEFORE: lambda at: noted(at.case, JobFact.BEFORE) or None,
    Suggestion.LAPSED_SUM: _lapsed_sum,
    Suggestion.COUNTER_SUM: lambda at: at.case.money_fact(
        "counter_amount", at.case.exchange
    ),
    Suggestion.TODAY: lambda at: at.today,
    Suggestion.YESTERDAY: lambda at: at.today - timedelta(days=1),
    Suggestion.TOMORROW: lambda at: at.today + timedelta(days=1),
    Suggestion.IN_7_DAYS: lambda at: at.in_days(7),
    Suggestion.IN_14_DAYS: lambda at: at.in_days(14),
    Suggestion.IN_10_BUSINESS_DAYS: lambda at: at.calendar.add_business_days(
        at.today, 10
    ),
    Suggestion.WAITING_TIME: lambda at: (
        at.in_days(at.court.waiting_days)
        if at.court and at.court.waiting_days
        else None
    ),
}
