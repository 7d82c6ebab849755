"""Letters, offers, the customer's replies and what was agreed."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from assistant.domain.case import (
    Case,
    Entry,
)
from assistant.domain.letters import PER_EXCHANGE, Letter, LetterForm, LetterKind
from assistant.domain.money import Money, total
from assistant.domain.resolution import (
    Agreement,
    Instalment,
    Offer,
    OfferStatus,
    Remedy,
    Reply,
    ReplyKind,
)
from assistant.errors import InputError


@dataclass(frozen=True, slots=True)
class LetterDrafted:
    """A letter was drafted from the facts; a newer draft of its kind replaces it."""

    kind: ClassVar[str] = "letter_drafted"
    letter: LetterKind
    form: LetterForm
    language: str
    subject: str
    body: str
    basis: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Add it, or put it in the place of an open draft of the same kind."""
        within = case.exchange if self.letter in PER_EXCHANGE else None
        open_draft = case.letter(self.letter, within)
        replaces = open_draft is not None and open_draft.is_open
        letter = Letter(
            open_draft.id if open_draft and replaces else f"W{len(case.letters) + 1}",
            self.letter,
            self.form,
            self.language,
            self.subject,
            self.body,
            self.basis,
            entry.at,
            int(case.exchange),
        )
        if replaces:
            return _with_letter(case, letter)
        return replace(case, letters=(*case.letters, letter))


@dataclass(frozen=True, slots=True)
class LetterEdited:
    """The owner put a draft into their own words.

    basis: fingerprint of the facts at that moment.
    """

    kind: ClassVar[str] = "letter_edited"
    letter_id: str
    body: str
    basis: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Keep the owner's wording; InputError once the letter has gone."""
        letter = _open_letter(case, self.letter_id)
        edited = replace(letter, body=self.body, basis=self.basis, edited=True)
        return _with_letter(case, edited)


@dataclass(frozen=True, slots=True)
class LetterSent:
    """The owner said that they sent a letter, and how."""

    kind: ClassVar[str] = "letter_sent"
    letter_id: str
    channel: str
    sent_at: datetime

    def apply(self, case: Case, entry: Entry) -> Case:
        """Note it; a letter goes out once."""
        letter = _open_letter(case, self.letter_id)
        sent = replace(letter, sent_at=self.sent_at, channel=self.channel)
        return _with_letter(case, sent)


@dataclass(frozen=True, slots=True)
class LetterSkipped:
    """The owner chose not to send a letter."""

    kind: ClassVar[str] = "letter_skipped"
    letter_id: str
    reason: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Note the reason."""
        letter = _open_letter(case, self.letter_id)
        return _with_letter(case, replace(letter, skipped_because=self.reason))


@dataclass(frozen=True, slots=True)
class OfferMade:
    """A goodwill offer went out with a letter."""

    kind: ClassVar[str] = "offer_made"
    amount_off: Money
    rest: Money
    expires_on: date
    remedy: Remedy | None = None

    def apply(self, case: Case, entry: Entry) -> Case:
        """Open the offer; one that was still open is withdrawn."""
        if self.amount_off > case.grid.sum.disputed:
            raise InputError(
                "error.more_than_disputed",
                amount=self.amount_off,
                limit=case.grid.sum.disputed,
            )
        offer = Offer(
            int(case.exchange),
            self.amount_off,
            self.rest,
            self.expires_on,
            entry.at,
            remedy=self.remedy,
        )
        if case.offer and case.offer.status is OfferStatus.OPEN:
            case = _with_offer(case, OfferStatus.WITHDRAWN, None)
        return replace(case, offers=(*case.offers, offer))


@dataclass(frozen=True, slots=True)
class OfferChanged:
    """The latest offer was answered, or lapsed.

    counter: what the customer named instead, for `countered`.
    """

    kind: ClassVar[str] = "offer_changed"
    status: OfferStatus
    counter: Money | None = None

    def apply(self, case: Case, entry: Entry) -> Case:
        """Move the offer on; InputError where its table has no such move."""
        return _with_offer(case, self.status, self.counter)


@dataclass(frozen=True, slots=True)
class CounterNamed:
    """The customer said what they would pay in all instead of what we offered."""

    kind: ClassVar[str] = "counter_named"
    to_pay: Money

    def apply(self, case: Case, entry: Entry) -> Case:
        """Put it beside the offer that it answers; without one it is only noted."""
        offer = case.offer
        if offer is None or offer.status is not OfferStatus.COUNTERED:
            return case
        named = replace(offer, counter=self.to_pay)
        return replace(case, offers=(*case.offers[:-1], named))


@dataclass(frozen=True, slots=True)
class ReplyReceived:
    """The customer answered a letter, or let its date pass."""

    kind: ClassVar[str] = "reply_received"
    reply: ReplyKind
    exchange: int

    def apply(self, case: Case, entry: Entry) -> Case:
        """An objection ends the exchange; in each, the last word counts."""
        reply = Reply(self.exchange, self.reply, entry.at)
        others = [r for r in case.replies if r.exchange != self.exchange]
        return replace(case, replies=(*others, reply))


@dataclass(frozen=True, slots=True)
class Agreed:
    """Both sides agreed on a sum. Fields as in `Agreement`."""

    kind: ClassVar[str] = "agreed"
    to_pay: Money
    let_off: Money
    pay_by: date
    on_payment: bool
    instalments: tuple[Instalment, ...] = ()

    def apply(self, case: Case, entry: Entry) -> Case:
        """Keep the agreement; it has to match the grid, and a plan the agreement."""
        due = case.grid.sum.due
        if self.to_pay + self.let_off != due:
            raise InputError(
                "error.agreement_does_not_add_up",
                to_pay=self.to_pay,
                let_off=self.let_off,
                due=due,
            )
        planned = total([part.amount for part in self.instalments], due.currency)
        days = [part.due_on for part in self.instalments]
        if self.instalments and (planned != self.to_pay or days != sorted(set(days))):
            raise InputError("error.plan_does_not_add_up", to_pay=self.to_pay)
        agreement = Agreement(
            self.to_pay,
            self.let_off,
            self.pay_by,
            entry.at,
            self.on_payment,
            self.instalments,
        )
        return replace(case, agreement=agreement)


@dataclass(frozen=True, slots=True)
class AgreementBroken:
    """The agreed money did not come; what was let off for it is owed again."""

    kind: ClassVar[str] = "agreement_broken"

    def apply(self, case: Case, entry: Entry) -> Case:
        """There is no agreement any more."""
        return replace(case, agreement=None)


def _open_letter(case: Case, letter_id: str) -> Letter:
    letter = case.letter_by_id(letter_id)
    if not letter.is_open:
        raise InputError("error.letter_gone", letter=letter_id)
    return letter


def _with_letter(case: Case, changed: Letter) -> Case:
    letters = tuple(changed if x.id == changed.id else x for x in case.letters)
    return replace(case, letters=letters)


def _with_offer(case: Case, status: OfferStatus, counter: Money | None) -> Case:
    offer = case.offer
    if offer is None:
        raise InputError("error.no_offer")
    if not offer.may_become(status):
        raise InputError("error.offer_is", status=offer.status)
    moved = replace(offer, status=status, counter=counter)
    return replace(case, offers=(*case.offers[:-1], moved))
