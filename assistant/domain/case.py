"""A case: the events of one dispute, and the facts folded from them.

The entries are the truth: an append-only list, in which an undone turn stays and is
merely no longer folded. Everything else on `Case` is derived by applying the events
in order, so two cases with equal entries are equal. Nothing here says where in a
playbook the case stands: that is derived too, by the engine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import ClassVar, Protocol

from assistant.domain.evidence import Evidence
from assistant.domain.facts import SLOTS, FactName, FactValue, fact_key
from assistant.domain.grid import Grid, Row
from assistant.domain.hold import Hold
from assistant.domain.invoice import Customer, Invoice
from assistant.domain.letters import (
    FIRST_WORDS,
    PER_PAYMENT,
    SUBSTANTIVE,
    Letter,
    LetterKind,
)
from assistant.domain.money import Money, total
from assistant.domain.resolution import (
    Agreement,
    Approval,
    ApprovalStatus,
    Instalment,
    Offer,
    Outcome,
    Reply,
    ReplyKind,
)
from assistant.errors import InputError

CLOCK = "clock"  # the platform of what happened because time passed


class CaseEvent(Protocol):
    """Something that happened in a case; `case_events` has the closed list.

    kind: what it is called in the store; never renamed.
    """

    kind: ClassVar[str]

    def apply(self, case: "Case", entry: "Entry") -> "Case":
        """The case after it; InputError if it cannot be."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in the file: what, when, by whom, from where.

    turn: number of the action that caused it; one action may cause several events,
        and undo takes back a whole turn.
    delivery_id: the platform's id of the message that caused it.
    """

    number: int
    turn: int
    at: datetime
    by: str
    platform: str
    event: CaseEvent
    delivery_id: str = ""

    @property
    def is_by_clock(self) -> bool:
        """Whether it happened by itself: a reminder was told, an offer lapsed."""
        return self.platform == CLOCK


@dataclass(frozen=True, slots=True)
class Statement:
    """What the customer said, word for word.

    author, written_at, link: who wrote it, when (UTC) and where it can be seen, as the
        platform says that it was forwarded from; else empty.
    """

    text: str
    received_at: datetime
    channel: str = ""
    author: str = ""
    written_at: datetime | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """An internal note; never in a letter or an export for the other side."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that arrived.

    applies_to: grid row ids; empty means the whole invoice.
    tender: the words with which it was sent as full settlement, if any.
    remittance: id of the remittance that it was, where it was asked about.
    """

    amount: Money
    received_on: date
    applies_to: tuple[str, ...] = ()
    tender: str | None = None
    remittance: str = ""


@dataclass(frozen=True, slots=True)
class Remittance:
    """Money that the customer sent, handed over or announced, and that is asked about.

    It counts in the grid only once a `Payment` names it: what is offered as full
    settlement waits beside the grid until the owner decides (K7, K14). The answers are
    facts with its id as their subject.

    id: `P1`, `P2`... in the order in which they were told.
    amount, words: as read or said when it was told; a guess until it is answered.
    source: the question that told of it, so that a changed answer can withdraw it.
    is_withdrawn: there was no such money after all.
    """

    id: str
    told_at: datetime
    amount: Money | None = None
    words: str = ""
    source: str = ""
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit the books have made: a credit note or a corrected invoice."""

    amount: Money
    document: str
    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Revisit:
    """A question that the owner went back to."""

    step: str
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Cooling:
    """An angry draft that rests; its words are not in the case."""

    letter_id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One dispute over one invoice. Built by `Case.begin` and `record` only.

    id: unique inside the business, `D-<invoice number>` or `D-1`.
    clocks: legal dates by kind, such as `lien_notice` (K8).
    answered: keys of the questions answered so far, in order; for going back.
    past_letters: how many letters there were when the case was last reopened.
    """

    id: str
    business_id: str
    entries: tuple[Entry, ...] = ()
    playbook: str = ""
    opened_at: datetime | None = None
    opened_by: str = ""
    assigned_to: str = ""
    is_private: bool = False
    people: tuple[str, ...] = ()
    invoice: Invoice = Invoice(None, "EUR")
    customer: Customer = Customer()
    grid: Grid = Grid("EUR")
    hold: Hold | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    fact_times: Mapping[str, datetime] = field(default_factory=dict)
    answered: tuple[str, ...] = ()
    revisit: Revisit | None = None
    statements: tuple[Statement, ...] = ()
    notes: tuple[Note, ...] = ()
    evidence: Evidence = Evidence()
    payments: tuple[Payment, ...] = ()
    remittances: tuple[Remittance, ...] = ()
    letters: tuple[Letter, ...] = ()
    offers: tuple[Offer, ...] = ()
    replies: tuple[Reply, ...] = ()
    agreement: Agreement | None = None
    credits: tuple[Credit, ...] = ()
    clocks: Mapping[str, date] = field(default_factory=dict)
    seen_notices: frozenset[str] = frozenset()
    snoozed_until: datetime | None = None
    outcome: Outcome | None = None
    past_letters: int = 0
    cooling: Cooling | None = None
    approvals: tuple[Approval, ...] = ()

    @classmethod
    def begin(cls, case_id: str, business_id: str) -> "Case":
        """A case in which nothing has happened yet."""
        return cls(case_id, business_id)

    # -- growing ----------------------------------------------------------------

    def record(
        self,
        events: Iterable[CaseEvent],
        *,
        at: datetime,
        by: str,
        platform: str,
        delivery_id: str = "",
        turn: int = 0,
    ) -> "Case":
        """The case with one more turn: these events, in order.

        at: aware instant in UTC.
        turn: the turn they belong to; 0 begins a new one.
        Raises InputError, changing nothing, when an event
        cannot be (an amount above what is due, a second opening...).
        """
        turn = turn or self.next_turn
        case = self
        for event in events:
            number = len(case.entries) + 1
            entry = Entry(number, turn, at, by, platform, event, delivery_id)
            case = case.with_entry(entry)
        return case

    def with_entry(self, entry: Entry) -> "Case":
        """The case with this entry at its end; how the store builds it again."""
        changed = entry.event.apply(self, entry)
        return replace(changed, entries=(*self.entries, entry))

    def folded_from(self, entries: Iterable[Entry]) -> "Case":
        """A fresh case of the same id with these entries applied."""
        case = Case.begin(self.id, self.business_id)
        for entry in entries:
            case = case.with_entry(entry)
        return case

    @property
    def next_turn(self) -> int:
        """The number that a new turn gets."""
        return self.entries[-1].turn + 1 if self.entries else 1

    # -- reading ----------------------------------------------------------------

    @property
    def is_closed(self) -> bool:
        """Whether the case has ended (it may be reopened)."""
        return self.outcome is not None

    @property
    def is_on_hold(self) -> bool:
        """Whether collection of the invoice is on hold."""
        return self.hold is not None and self.hold.is_on

    def fact(self, name: str, subject: str | None = None) -> FactValue | None:
        """The recorded answer, or None when the question is open."""
        return self.facts.get(fact_key(name, subject))

    def knows(self, name: str, subject: str | None = None) -> bool:
        """Whether the question was answered, be it with "not sure"."""
        return fact_key(name, subject) in self.facts

    def text_fact(self, name: str, subject: str | None = None) -> str:
        """A fact that is text or a choice; empty when it is not known."""
        value = self.fact(name, subject)
        return value if isinstance(value, str) else ""

    def money_fact(self, name: str, subject: str | None = None) -> Money | None:
        """A fact that is an amount."""
        value = self.fact(name, subject)
        return value if isinstance(value, Money) else None

    def date_fact(self, name: str, subject: str | None = None) -> date | None:
        """A fact that is a date."""
        value = self.fact(name, subject)
        return value if isinstance(value, date) else None

    @property
    def exchanges(self) -> int:
        """Substantive exchanges so far: our answer, and the customer's objection."""
        against = (ReplyKind.OBJECTS, ReplyKind.COUNTERS)
        return sum(1 for reply in self.replies if reply.kind in against)

    @property
    def exchange(self) -> str:
        """The exchange under way, `1` for the first, as a fact's subject."""
        return str(self.exchanges + 1)

    @property
    def reply(self) -> Reply | None:
        """The customer's answer in the exchange under way, or the last one before."""
        return self.replies[-1] if self.replies else None

    @property
    def offer(self) -> Offer | None:
        """The latest goodwill offer."""
        return self.offers[-1] if self.offers else None

    @property
    def approval(self) -> Approval | None:
        """The yes that is being waited for."""
        asked = self.approvals[-1:]
        return next((a for a in asked if a.status is ApprovalStatus.ASKED), None)

    @property
    def next_instalment(self) -> Instalment | None:
        """The next part of the payment plan; None without one."""
        if self.agreement is None:
            return None
        return self.agreement.next_instalment(self.grid.sum.undisputed)

    def current_letters(self) -> tuple[Letter, ...]:
        """The letters that count: after a reopening only the first ones and new ones.

        An acknowledgement, a follow-up and what was written about money need not be
        written again (S0-7, S1-14).
        """
        if not self.past_letters:
            return self.letters
        lasting = {*FIRST_WORDS, LetterKind.FOLLOW_UP, *PER_PAYMENT}
        return tuple(
            letter
            for number, letter in enumerate(self.letters)
            if letter.kind in lasting or number >= self.past_letters
        )

    def letter(self, kind: LetterKind, about: str | None = None) -> Letter | None:
        """The latest letter of a kind.

        about: its exchange or remittance; None for any.
        """
        for letter in reversed(self.current_letters()):
            if letter.kind is kind and about in (None, letter.subject_id):
                return letter
        return None

    def letter_by_id(self, letter_id: str) -> Letter:
        """The letter with this id; InputError if there is none."""
        for letter in self.letters:
            if letter.id == letter_id:
                return letter
        raise InputError("error.no_such_letter", letter=letter_id)

    def was_sent(self, kind: LetterKind, about: str | None = None) -> bool:
        """Whether a letter of this kind went out; `about` as in `letter`."""
        return any(
            letter.kind is kind and letter.sent_at is not None
            for letter in self.current_letters()
            if about in (None, letter.subject_id)
        )

    def remittance(self, remittance_id: str | None) -> Remittance | None:
        """The remittance with this id, if there is one."""
        return next((r for r in self.remittances if r.id == remittance_id), None)

    def payment_of(self, remittance_id: str) -> Payment | None:
        """The payment as which a remittance counts; None while it does not."""
        return next((p for p in self.payments if p.remittance == remittance_id), None)

    def answer_sent(self, exchange: str | None = None) -> Letter | None:
        """The substantive letter that went out, in one exchange or at all."""
        for letter in reversed(self.current_letters()):
            went_out = letter.kind in SUBSTANTIVE and letter.sent_at is not None
            if went_out and exchange in (None, str(letter.exchange)):
                return letter
        return None

    @property
    def overpaid(self) -> Money:
        """What was paid beyond what was due; beside the grid, never inside it."""
        currency = self.grid.currency
        received = total([payment.amount for payment in self.payments], currency)
        return max(received - self.grid.sum.paid, Money.zero(currency))

    def answer_handled(self) -> bool:
        """Whether the answer of this exchange went out, or was left unsent."""
        exchange = self.exchange
        return any(
            letter.kind in SUBSTANTIVE and not letter.is_open
            for letter in self.current_letters()
            if str(letter.exchange) == exchange
        )

    def contested_rows(self) -> tuple[Row, ...]:
        """Rows the customer objects to; they stay so until the case is settled."""
        return self.grid.disputed_rows()

    def slots_filled(self) -> int:
        """How many of the five things that make a complaint specific are known."""
        return sum(1 for slot in SLOTS if self._slot(slot))

    @property
    def is_specific(self) -> bool:
        """Whether the owner could look the complaint up without asking again.

        Either the line and what is wrong with it, or expected against received.
        Source: guides S1-15, S2-10, S2-11.
        """
        line, expected, received, amount, _ = (self._slot(slot) for slot in SLOTS)
        differs = expected or received or amount
        return bool((line and differs) or (expected and received))

    def _slot(self, slot: FactName) -> bool:
        return self.fact(slot) not in (None, "", "not_said", "not_sure")
